//! What the service has beyond the API that scripts know.

use serde_json::{Value, json};

use crate::http;
use crate::server::{ADMIN, Server};

#[test]
fn put_creates_and_then_changes() {
    let server = Server::start("");
    let path = "/api/releases/web";
    assert_eq!(server.send("PUT", path, Some(&json!({}))).json()["context"]["field"], "repository");
    let made = server.send("PUT", path, Some(&json!({ "repository": "acme/web" })));
    assert_eq!((made.status, &made.json()["version_scheme"]), (201, &json!("any")));
    let changed = server.send("PUT", path, Some(&json!({ "repository": "Acme/Web", "version_scheme": "semver" })));
    assert_eq!((changed.status, &changed.json()["version_scheme"]), (200, &json!("semver")));
    let other = server.send("PUT", path, Some(&json!({ "repository": "acme/api", "version_scheme": "any" })));
    assert_eq!((other.status, &other.json()["code"]), (409, &json!("project_exists")));
    assert_eq!(server.get(path).json()["version_scheme"], "semver");

    let path = "/api/releases/web/environments/production";
    assert_eq!(server.send("PUT", path, Some(&json!({ "tier": "production" }))).status, 201);
    let workflow = json!({ "trigger": "command", "connection": "deploy" });
    let changed = server.send("PUT", path, Some(&json!({ "deploy_workflow": workflow })));
    assert_eq!((changed.status, &changed.json()["tier"]), (200, &json!("production")));
    assert_eq!(changed.json()["deploy_workflow"]["connection"], "deploy");
    let cleared = server.send("PATCH", path, Some(&json!({ "deploy_workflow": null })));
    assert_eq!((cleared.status, cleared.json().get("deploy_workflow")), (200, None));
    let nowhere = server.send("PUT", "/api/releases/api/environments/production", Some(&json!({})));
    assert_eq!((nowhere.status, &nowhere.json()["error"]), (404, &json!("Release project not found")));
}

#[test]
fn reads_have_entity_tags() {
    let server = Server::start("");
    assert_eq!(server.send("PUT", "/api/releases/web", Some(&json!({ "repository": "acme/web" }))).status, 201);
    let first = server.get("/api/releases/web");
    let tag = first.header("etag").unwrap();
    for known in [tag.to_owned(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
        let reply = server.send_as(ADMIN, "GET", "/api/releases/web", &[("If-None-Match", &known)], None);
        assert_eq!((reply.status, reply.body.len(), reply.header("etag")), (304, 0, Some(tag)), "{known}");
    }
    assert_eq!(server.send("PATCH", "/api/releases/web", Some(&json!({ "version_scheme": "semver" }))).status, 200);
    let reply = server.send_as(ADMIN, "GET", "/api/releases/web", &[("If-None-Match", tag)], None);
    assert_eq!(reply.status, 200);
    assert_ne!(reply.header("etag"), Some(tag));
}

#[test]
fn a_repeated_key_is_answered_with_the_first_answer() {
    let server = Server::start("");
    assert_eq!(server.send("PUT", "/api/releases/web", Some(&json!({ "repository": "acme/web" }))).status, 201);
    let path = "/api/releases/web/environments";
    let make = |name: &str| {
        server.send_as(ADMIN, "POST", path, &[("Idempotency-Key", "step-1")], Some(&json!({ "environment": name })))
    };
    let first = make("production");
    assert_eq!(first.status, 201);
    assert_eq!((make("production").status, make("production").json()), (201, first.json()));
    let reused = make("staging");
    assert_eq!((reused.status, &reused.json()["code"]), (422, &json!("idempotency_key_reused")));
}

#[test]
fn a_wait_ends_by_the_limit_of_the_service() {
    let server = Server::start("[limits]\nwait_seconds = 0.2\n");
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
    let id = made["id"].as_str().unwrap();
    for query in ["", "?limit_ms=3600000"] {
        let waited = server.get(&format!("/api/deployments/{id}/wait{query}"));
        assert_eq!((waited.status, &waited.json()["status"]), (200, &json!("pending")));
    }
}

#[test]
fn what_is_served_is_described() {
    let server = Server::start("");
    let served = server.raw(&http::request("GET", "/openapi.json", &[], b""));
    let committed: Value = serde_json::from_str(include_str!("../../openapi.json")).unwrap();
    assert_eq!((served.status, served.json()), (200, committed));
    for (path, text) in [("/healthz", "ok\n"), ("/readyz", "ready\n")] {
        let reply = server.raw(&http::request("GET", path, &[], b""));
        assert_eq!((reply.status, reply.text().as_str()), (200, text));
    }
    assert_eq!(server.raw(&http::request("GET", "/metrics", &[], b"")).status, 401);
    let numbers = server.get("/metrics");
    assert!(numbers.text().contains("release_server_requests_total"), "{}", numbers.text());
    let nothing = server.get("/api/nothing");
    assert_eq!((nothing.status, nothing.json()["error"].is_string()), (404, true));
    let wrong = server.send("DELETE", "/api/releases/web", None);
    assert_eq!((wrong.status, wrong.json()["error"].is_string()), (405, true));
    assert!(wrong.header("allow").unwrap().contains("PUT"));
}
