//! Webhooks of CI systems, which prove by themselves who sends them.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::thread::JoinHandle;

use serde_json::{Value, json};

use crate::http;
use crate::server::Server;

#[test]
fn webhooks_need_no_token_and_a_signature() {
    let config = "[connections.github]\nkind = 'github'\ntoken = 't'\nwebhook_secret = 'secret'\n";
    let server = Server::start(config);
    for path in ["/api/github/webhook", "/api/webhook/github"] {
        let headers = [("X-GitHub-Event", "ping"), ("X-GitHub-Delivery", "1"), ("X-Hub-Signature-256", "sha256=00")];
        let reply = server.raw(&http::request("POST", path, &headers, b"{}"));
        assert_eq!((reply.status, &reply.json()["code"]), (400, &json!("invalid_signature")), "{}", reply.text());
        // The HMAC-SHA256 of "{}" under "secret".
        let proof = "sha256=77325902caca812dc259733aacd046b73817372c777b8d95b402647474516e13";
        let headers = [("X-GitHub-Event", "ping"), ("X-GitHub-Delivery", "1"), ("X-Hub-Signature-256", proof)];
        let reply = server.raw(&http::request("POST", path, &headers, b"{}"));
        assert_eq!((reply.status, &reply.json()["outcome"]), (200, &json!("ignored")), "{}", reply.text());
    }
    for path in ["/api/buildkite/webhook", "/api/webhook/unknown"] {
        let unknown = server.raw(&http::request("POST", path, &[], b"{}"));
        assert_eq!((unknown.status, &unknown.json()["code"]), (400, &json!("invalid_request")), "{path}");
    }
}

/// Buildkite, as far as it is asked for one build; it tells what it was asked.
fn buildkite() -> (SocketAddr, JoinHandle<(String, Value)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let asked = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let (mut bytes, mut chunk) = (Vec::new(), [0; 4096]);
        let (line, body) = loop {
            let read = stream.read(&mut chunk).unwrap();
            assert!(read > 0, "the request is cut off");
            bytes.extend_from_slice(&chunk[..read]);
            let text = String::from_utf8_lossy(&bytes);
            let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
            if let Ok(body) = serde_json::from_str(body) {
                break (head.lines().next().unwrap_or_default().to_owned(), body);
            }
        };
        let build = json!({ "id": "build-1", "number": 1, "state": "scheduled", "web_url": "https://buildkite.com/1" });
        let build = build.to_string();
        let head = format!("HTTP/1.1 201 Created\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", build.len());
        stream.write_all((head + &build).as_bytes()).unwrap();
        (line, body)
    });
    (address, asked)
}

#[test]
fn a_deployment_follows_the_build_that_buildkite_tells_of() {
    let (address, asked) = buildkite();
    let server = Server::start(&format!(
        "[connections.ci]\nkind = 'buildkite'\norganization = 'acme'\ntoken = 't'\nwebhook_token = 'secret'\n\
         base_url = 'http://{address}'\n[webhooks]\nbuildkite = 'ci'\n"
    ));
    let commit = "9fceb02d0ae598e95dc970b74767f19372d61af8";
    let settings = json!({ "pipeline": "deploy", "branch": "main" });
    let workflow = json!({ "trigger": "buildkite", "connection": "ci", "settings": settings });
    let environment = "/api/releases/web/environments/production";
    for (method, path, body) in [
        ("PUT", "/api/releases/web", json!({ "repository": "acme/web" })),
        ("PUT", environment, json!({ "deploy_workflow": workflow })),
        ("POST", "/api/releases/web/releases/1.0.0-rc1", json!({ "repo": "acme/web", "commit": commit })),
    ] {
        let reply = server.send(method, path, Some(&body));
        assert_eq!(reply.status, 201, "{}", reply.text());
    }
    let path = format!("{environment}/deployments");
    let made = server.send("POST", &path, Some(&json!({ "release_candidate_version": "1.0.0-rc1" }))).json();
    let (line, build) = asked.join().unwrap();
    // The call has waited for the run, unless the worker was the one to start it.
    let shown = format!("/api/deployments/{}", made["id"].as_str().unwrap());
    while server.get(&shown).json()["run_id"] != "build-1" {
        std::thread::yield_now();
    }
    assert_eq!(line, "POST /v2/organizations/acme/pipelines/deploy/builds HTTP/1.1");
    assert_eq!(build["env"]["AVIATOR_DEPLOYMENT_ID"], made["id"]);

    let tell = |state: &str, token: &str| {
        let event = if state == "running" { "build.running" } else { "build.finished" };
        let build = json!({ "id": "build-1", "number": 1, "state": state, "web_url": "https://buildkite.com/1" });
        let pipeline = json!({ "slug": "deploy", "repository": "git@github.com:acme/web.git" });
        let body = json!({ "event": event, "build": build, "pipeline": pipeline }).to_string();
        let headers = [("X-Buildkite-Event", event), ("X-Buildkite-Token", token)];
        server.raw(&http::request("POST", "/api/buildkite/webhook", &headers, body.as_bytes()))
    };
    let forged = tell("passed", "another");
    assert_eq!((forged.status, &forged.json()["code"]), (400, &json!("invalid_signature")));
    for (state, outcome, status) in [
        ("running", "applied", "in_progress"),
        ("running", "already_applied", "in_progress"),
        ("passed", "applied", "success"),
    ] {
        let told = tell(state, "secret");
        assert_eq!((told.status, &told.json()["outcome"]), (200, &json!(outcome)), "{}", told.text());
        assert_eq!(server.get(&shown).json()["status"], status);
    }
    assert_eq!(server.get(&format!("{environment}/live")).json()["deployment"]["id"], made["id"]);
}
