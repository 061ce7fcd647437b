//! Clients that are slow, broken, many, or gone; and the end of the program under load.

use std::io::Write;
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::http::{self, connect, exchange, read};
use crate::server::{ADMIN, Server};

fn authorized(method: &str, path: &str, body: &[u8]) -> Vec<u8> {
    http::request(method, path, &[("Authorization", &format!("Bearer {ADMIN}"))], body)
}

#[test]
fn slow_oversized_and_truncated_requests_end_and_others_are_served() {
    let limits =
        "[limits]\nheader_seconds = 0.4\nbody_seconds = 0.4\nbody_bytes = 1000\nheader_bytes = 8192\nheaders = 20\n";
    let server = Server::start(limits);
    let begun = Instant::now();
    let slow: Vec<TcpStream> =
        [&b""[..], b"G", b"GET /healthz HTTP/1.1\r\nHost: te", b"POST /api/releases HTTP/1.1\r\n"]
            .into_iter()
            .map(|bytes| {
                let mut stream = connect(server.address);
                stream.write_all(bytes).unwrap();
                stream
            })
            .collect();
    // A body that never comes.
    let mut waiting = connect(server.address);
    let head = format!(
        "POST /api/releases HTTP/1.1\r\nHost: t\r\nAuthorization: Bearer {ADMIN}\r\nContent-Length: 9\r\n\r\n{{"
    );
    waiting.write_all(head.as_bytes()).unwrap();
    assert_eq!(server.get("/api/releases").status, 200);
    assert_eq!(read(&mut waiting).unwrap().status, 408);
    for mut stream in slow {
        let reply = read(&mut stream);
        assert!(reply.is_none_or(|reply| reply.status == 408));
    }
    assert!(begun.elapsed() < Duration::from_secs(30));

    let large = server.raw(&authorized("POST", "/api/releases", &[b' '; 1001]));
    assert_eq!((large.status, &large.json()["code"]), (413, &json!("payload_too_large")));
    let mut chunked =
        format!("POST /api/releases HTTP/1.1\r\nHost: t\r\nConnection: close\r\nAuthorization: Bearer {ADMIN}\r\n");
    chunked.push_str("Transfer-Encoding: chunked\r\n\r\n3e9\r\n");
    chunked.push_str(&" ".repeat(1001));
    chunked.push_str("\r\n0\r\n\r\n");
    assert_eq!(server.raw(chunked.as_bytes()).status, 413);
    let headers = "X-A: b\r\n".repeat(30);
    let many = format!("GET /healthz HTTP/1.1\r\nHost: t\r\n{headers}\r\n");
    assert_eq!(server.raw(many.as_bytes()).status, 431);
    let long = format!("GET /healthz HTTP/1.1\r\nHost: t\r\nX-A: {}\r\n\r\n", "a".repeat(9000));
    assert_eq!(server.raw(long.as_bytes()).status, 431);
    for garbage in
        [&b"\r\n\r\n\r\n\r\nx"[..], b"\xff\xfe\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", &[0; 100]]
    {
        assert!(exchange(server.address, garbage).is_none_or(|reply| reply.status == 400), "{garbage:?}");
    }
    // A connection that is closed in the middle of a body.
    let mut broken = connect(server.address);
    broken.write_all(head.as_bytes()).unwrap();
    drop(broken);
    for path in ["/api/releases/%ff", "/api/releases/%ff/environments/%fe/deployments"] {
        let reply = server.raw(&authorized("GET", path, b""));
        assert_eq!((reply.status, &reply.json()["code"]), (400, &json!("invalid_request")), "{path}");
    }
    assert_eq!(server.raw(&authorized("GET", "/api/releases?cursor=%ff", b"")).status, 400);
    assert_eq!(server.get("/api/releases").status, 200);
}

#[test]
fn thousands_of_connections_and_a_thousand_wrong_tokens_leave_room() {
    let server = Server::start("[limits]\nheader_seconds = 60\n[log]\nrequests = false\n");
    let open: Vec<TcpStream> = (0..2500).map(|_| connect(server.address)).collect();
    assert_eq!(server.get("/api/releases").status, 200);
    let id = "0123456789abcdef";
    for number in 0..1000 {
        let token = format!("rls_{id}_{number:064x}");
        assert_eq!(server.send_as(&token, "GET", "/api/releases", &[], None).status, 401);
    }
    assert_eq!(server.get("/api/releases").status, 200);
    drop(open);
}

#[test]
fn the_end_loses_no_call_that_was_answered() {
    let server = Server::start("[log]\nrequests = false\n");
    assert_eq!(server.send("PUT", "/api/releases/web", Some(&json!({ "repository": "acme/web" }))).status, 201);
    let (address, told) = (server.address, AtomicBool::new(false));
    let made = std::thread::scope(|scope| {
        let callers: Vec<_> = (0..8)
            .map(|caller| {
                let told = &told;
                scope.spawn(move || {
                    let mut made = Vec::new();
                    for number in 0.. {
                        let name = format!("e-{caller}-{number}");
                        let body = json!({ "environment": name }).to_string();
                        let bytes = authorized("POST", "/api/releases/web/environments", body.as_bytes());
                        let Ok(mut stream) = TcpStream::connect(address) else { break };
                        if stream.write_all(&bytes).is_err() {
                            break;
                        }
                        match read(&mut stream) {
                            Some(reply) if reply.status == 201 => made.push(name),
                            // Not answered: perhaps made, perhaps not.
                            None => break,
                            Some(reply) => panic!("{} {}", reply.status, reply.text()),
                        }
                        if number == 20 {
                            told.store(true, Ordering::SeqCst);
                        }
                    }
                    made
                })
            })
            .collect();
        while !told.load(Ordering::SeqCst) {
            std::thread::yield_now();
        }
        server.terminate();
        callers.into_iter().flat_map(|caller| caller.join().unwrap()).collect::<Vec<_>>()
    });
    assert!(made.len() > 20);
    let (success, folder) = server.ended();
    assert!(success, "{}", folder.log());
    let again = Server::start_in(folder, "[log]\nrequests = false\n");
    for name in &made {
        assert_eq!(again.get(&format!("/api/releases/web/environments/{name}")).status, 200, "{name} is lost");
    }
}

#[test]
fn what_is_under_way_at_the_end_is_answered() {
    let server = Server::start("[limits]\nwait_seconds = 1\n");
    let commit = "9fceb02d0ae598e95dc970b74767f19372d61af8";
    for (method, path, body) in [
        ("PUT", "/api/releases/web", json!({ "repository": "acme/web" })),
        ("PUT", "/api/releases/web/environments/production", json!({})),
        ("POST", "/api/releases/web/releases/1.0.0-rc1", json!({ "repo": "acme/web", "commit": commit })),
    ] {
        assert_eq!(server.send(method, path, Some(&body)).status, 201);
    }
    let body = json!({ "release_candidate_version": "1.0.0-rc1" });
    let made = server.send("POST", "/api/releases/web/environments/production/deployments", Some(&body)).json();
    let path = format!("/api/deployments/{}/wait", made["id"].as_str().unwrap());
    let mut waiting = connect(server.address);
    waiting.write_all(&authorized("GET", &path, b"")).unwrap();
    // The request is under way once the server counts two: this one, and the one that asks.
    while !server.get("/metrics").text().contains("release_server_requests_under_way 2") {
        std::thread::yield_now();
    }
    server.terminate();
    assert_eq!(read(&mut waiting).unwrap().status, 200);
    assert!(server.ended().0);
}
