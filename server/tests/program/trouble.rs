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
        "[limits]\nheader_seconds = 3\nbody_seconds = 3\nbody_bytes = 1000\nheader_bytes = 8192\nheaders = 20\n";
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

/// Makes a deployment, and answers where it is.
fn deployment(server: &Server) -> String {
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
    format!("/api/deployments/{}", made["id"].as_str().unwrap())
}

#[test]
fn what_is_under_way_at_the_end_is_answered() {
    let server = Server::start("[limits]\nwait_seconds = 1\n");
    let path = format!("{}/wait", deployment(&server));
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

#[test]
fn who_waits_keeps_nobody_from_work() {
    let server = Server::start("[limits]\nconcurrency = 1\nwaits = 1\nqueue_seconds = 0.2\n");
    let deployment = deployment(&server);
    let wait = authorized("GET", &format!("{deployment}/wait"), b"");
    // Whichever comes second finds the one place of those who wait taken.
    let mut waiting = [connect(server.address), connect(server.address)];
    for stream in &mut waiting {
        stream.write_all(&wait).unwrap();
    }
    while !server.get("/metrics").text().contains("route=\"/api/deployments/{deployment_id}/wait\",status=\"5xx\"} 1") {
        std::thread::yield_now();
    }
    assert_eq!(server.get(&deployment).status, 200);
    assert_eq!(server.send("POST", &format!("{deployment}/cancel"), None).status, 200);
    let mut answers = waiting.map(|mut stream| read(&mut stream).unwrap());
    answers.sort_by_key(|reply| reply.status);
    assert_eq!((answers[0].status, &answers[0].json()["status"]), (200, &json!("canceled")));
    assert_eq!((answers[1].status, &answers[1].json()["code"]), (503, &json!("unavailable")));
    assert_eq!(answers[1].header("retry-after"), Some("1"));
}

#[test]
fn a_token_that_waits_leaves_places_to_others() {
    let server = Server::start("[limits]\nwaits = 4\nqueue_seconds = 0.2\nwait_seconds = 60\nrequest_seconds = 90\n");
    let deployment = deployment(&server);
    let other = server.folder.token(&["other", "--project", "web"]);
    let path = format!("{deployment}/wait");
    let waits = |token: &str, count: usize| -> Vec<TcpStream> {
        let bytes = http::request("GET", &path, &[("Authorization", &format!("Bearer {token}"))], b"");
        let streams = (0..count).map(|_| {
            let mut stream = connect(server.address);
            stream.write_all(&bytes).unwrap();
            stream
        });
        streams.collect()
    };
    // Two of the four are what one token may have; of the other two, the next may have one.
    let mut waiting = waits(ADMIN, 4);
    let refused = |count: usize| {
        let line = format!("route=\"/api/deployments/{{deployment_id}}/wait\",status=\"5xx\"}} {count}\n");
        while !server.get("/metrics").text().contains(&line) {
            std::thread::yield_now();
        }
    };
    refused(2);
    waiting.extend(waits(&other, 3));
    refused(4);
    assert_eq!(server.send("POST", &format!("{deployment}/cancel"), None).status, 200);
    let mut statuses: Vec<u16> = waiting.iter_mut().map(|stream| read(stream).unwrap().status).collect();
    statuses[..4].sort_unstable();
    statuses[4..].sort_unstable();
    assert_eq!(statuses, [200, 200, 503, 503, 200, 503, 503]);
}

#[test]
fn slow_bodies_keep_nobody_from_work_and_are_held_up_to_a_limit() {
    let server = Server::start(
        "[limits]\nbody_bytes = 1000\nwebhook_body_bytes = 1000\nheld_body_bytes = 1000\nconcurrency = 1\n\
         queue_seconds = 0.2\n",
    );
    // Without a token, and with one: most of a body, and the rest never.
    let head = "Host: t\r\nContent-Length: 1000\r\n";
    let body = " ".repeat(900);
    let heads = [
        format!("POST /api/webhook/ci HTTP/1.1\r\n{head}\r\n{body}"),
        format!("POST /api/releases HTTP/1.1\r\n{head}Authorization: Bearer {ADMIN}\r\n\r\n{body}"),
    ];
    let webhook = |bytes: usize| server.raw(&http::request("POST", "/api/webhook/ci", &[], &vec![b' '; bytes]));
    let create = |bytes: usize| server.raw(&authorized("POST", "/api/releases", &vec![b' '; bytes]));
    let mut webhooks = connect(server.address);
    webhooks.write_all(heads[0].as_bytes()).unwrap();
    // No room is left once the server has read what was sent.
    while webhook(200).status != 503 {
        std::thread::yield_now();
    }
    // Small ones go on, and so do callers with a token.
    assert_eq!((webhook(50).status, create(900).status), (400, 400));
    assert_eq!(server.get("/api/releases").status, 200);

    let mut callers = connect(server.address);
    callers.write_all(heads[1].as_bytes()).unwrap();
    while create(200).status != 503 {
        std::thread::yield_now();
    }
    assert_eq!(server.get("/api/releases").status, 200);
    assert_eq!(server.raw(&http::request("GET", "/api/releases", &[], b"")).status, 401);

    // What they held is free again when they are gone.
    drop((webhooks, callers));
    while webhook(900).status == 503 || create(900).status == 503 {
        std::thread::yield_now();
    }
}
