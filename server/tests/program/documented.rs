//! Every documented answer of the API that scripts know: method, path, status, `error`.

use serde_json::{Value, json};

use crate::http;
use crate::server::{ADMIN, Server};

const COMMIT: &str = "9fceb02d0ae598e95dc970b74767f19372d61af8";
const CUT: &str = "/api/releases/web%20app/releases/1.4.0-rc1";
const DEPLOYMENTS: &str = "/api/releases/web%20app/environments/production/deployments";

/// A server with a project whose name has a space, and an environment.
fn world() -> Server {
    let server = Server::start("");
    let project = json!({ "repository": "acme/web" });
    assert_eq!(server.send("PUT", "/api/releases/web%20app", Some(&project)).status, 201);
    assert_eq!(server.send("PUT", "/api/releases/web%20app/environments/production", None).status, 201);
    server
}

fn cut() -> Value {
    json!({ "repo": "acme/web", "commit": COMMIT })
}

fn refused(server: &Server, method: &str, path: &str, body: &Value, status: u16, error: &str) {
    for path in [path.to_owned(), format!("{path}/")] {
        let reply = server.send(method, &path, Some(body));
        assert_eq!((reply.status, &reply.json()["error"]), (status, &json!(error)), "{method} {path} {body}");
        assert_eq!(reply.header("content-type"), Some("application/json"));
    }
}

#[test]
fn a_release_is_created_and_its_documented_refusals_are_exact() {
    let server = world();
    let created = server.send("POST", CUT, Some(&cut()));
    assert_eq!(created.status, 201);
    assert_eq!((&created.json()["version"], &created.json()["commit"]), (&json!("1.4.0-rc1"), &json!(COMMIT)));
    assert_eq!(created.json()["actor"], "admin");
    // A retried step is harmless.
    let again = server.send("POST", &format!("{CUT}/"), Some(&cut()));
    assert_eq!((again.status, &again.json()["id"]), (201, &created.json()["id"]));

    for version in ["1.4.0", "1.4.0-RC1", "1.4.0-rc", "1.4.0-rc01", "1.4.0-rc1%20", "%C3%A9-rc1", "a%2Fb-rc1"] {
        let path = format!("/api/releases/web%20app/releases/{version}");
        refused(&server, "POST", &path, &cut(), 400, "Invalid release candidate version");
    }
    let path = "/api/releases/web%20app/releases/1.4.0-rc2";
    for commit in [json!("main"), json!(""), json!(null), json!(7), json!(["a"])] {
        refused(&server, "POST", path, &json!({ "repo": "acme/web", "commit": commit }), 400, "Invalid commit hash");
    }
    refused(&server, "POST", path, &json!({ "repo": "acme/web" }), 400, "Invalid commit hash");
    let other = json!({ "repo": "acme/other", "commit": COMMIT });
    refused(&server, "POST", path, &other, 404, "GitHub repository not found");
    let elsewhere = "/api/releases/Web%20app/releases/1.4.0-rc2";
    refused(&server, "POST", elsewhere, &cut(), 404, "Release project not found");
    let missing = server.send("POST", path, Some(&json!({ "commit": COMMIT })));
    assert_eq!((missing.status, &missing.json()["code"]), (400, &json!("invalid_request")));
    // Unknown members are ignored.
    let more = json!({ "repo": "acme/web", "commit": COMMIT, "trigger_build_workflow": true, "colour": "red" });
    assert_eq!(server.send("POST", path, Some(&more)).status, 201);
}

#[test]
fn a_deployment_is_created_and_its_documented_refusals_are_exact() {
    let server = world();
    assert_eq!(server.send("POST", CUT, Some(&cut())).status, 201);
    let body = json!({ "release_candidate_version": "1.4.0-rc1" });
    let created = server.send("POST", DEPLOYMENTS, Some(&body));
    assert_eq!((created.status, &created.json()["status"]), (201, &json!("pending")));
    assert_eq!(server.send("POST", DEPLOYMENTS, Some(&body)).json()["id"], created.json()["id"]);

    let invalid = "Invalid release candidate version";
    for wrong in [json!({}), json!({ "release_candidate_version": "1.4.0" }), json!({ "release_candidate_version": 5 })]
    {
        refused(&server, "POST", DEPLOYMENTS, &wrong, 400, invalid);
    }
    let nowhere = "/api/releases/web%20app/environments/Production/deployments";
    refused(&server, "POST", nowhere, &body, 404, "Release environment not found");
    let unknown = json!({ "release_candidate_version": "1.4.0-rc9" });
    refused(&server, "POST", DEPLOYMENTS, &unknown, 404, "Release not found");
    let freeze = "/api/releases/web%20app/environments/production/freeze";
    assert_eq!(server.send("POST", freeze, Some(&json!({ "reason": "launch" }))).status, 200);
    refused(&server, "POST", DEPLOYMENTS, &body, 400, "Environment is frozen");
}

#[test]
fn a_status_is_reported_and_its_documented_refusals_are_exact() {
    let server = world();
    assert_eq!(server.send("POST", CUT, Some(&cut())).status, 201);
    let report = |status: &str| json!({ "release_candidate_version": "1.4.0-rc1", "status": status });
    for status in ["in_progress", "success"] {
        // The answer is 200 also when a deployment is created.
        let reply = server.send("PATCH", DEPLOYMENTS, Some(&report(status)));
        assert_eq!((reply.status, &reply.json()["status"]), (200, &json!(status)));
        assert_eq!(reply.json()["number"], 1);
    }
    refused(&server, "PATCH", DEPLOYMENTS, &json!({}), 400, "Invalid release candidate version");
    refused(&server, "PATCH", DEPLOYMENTS, &report("done"), 400, "Invalid deployment status");
    let no_status = json!({ "release_candidate_version": "1.4.0-rc1" });
    refused(&server, "PATCH", DEPLOYMENTS, &no_status, 400, "Invalid deployment status");
    let nowhere = "/api/releases/web%20app/environments/x/deployments";
    refused(&server, "PATCH", nowhere, &report("success"), 404, "Release environment not found");
    let unknown = json!({ "release_candidate_version": "1.4.0-rc9", "status": "success" });
    refused(&server, "PATCH", DEPLOYMENTS, &unknown, 404, "Release not found");
}

#[test]
fn the_later_edition_lists_deployments_and_rolls_back() {
    let server = world();
    for number in 1..=3 {
        let path = format!("/api/releases/web%20app/releases/1.4.0-rc{number}");
        assert_eq!(server.send("POST", &path, Some(&cut())).status, 201);
        let body = json!({ "release_candidate_version": format!("1.4.0-rc{number}"), "status": "success" });
        assert_eq!(server.send("PATCH", DEPLOYMENTS, Some(&body)).status, 200);
    }
    let page = server.get(&format!("{DEPLOYMENTS}?page=2&per_page=1"));
    let rows = page.json();
    assert_eq!((rows.as_array().map(Vec::len), &rows[0]["release_candidate_version"]), (Some(1), &json!("1.4.0-rc2")));
    assert_eq!(rows[0]["from_release_candidate_version"], "1.4.0-rc1");
    let link = page.header("link").unwrap();
    for part in [
        format!("<{DEPLOYMENTS}?per_page=1&page=3>; rel=\"next\""),
        format!("<{DEPLOYMENTS}?per_page=1&page=1>; rel=\"prev\""),
        format!("<{DEPLOYMENTS}?per_page=1&page=3>; rel=\"last\""),
    ] {
        assert!(link.contains(&part), "{link} has no {part}");
    }
    assert_eq!(page.header("x-total-count"), Some("3"));
    let cursor = page.header("x-next-cursor").unwrap();
    let last = server.get(&format!("{DEPLOYMENTS}?per_page=1&cursor={cursor}"));
    assert_eq!(last.json()[0]["release_candidate_version"], "1.4.0-rc1");
    assert_eq!((last.header("link"), last.header("x-next-cursor")), (None, None));
    for wrong in ["page=0", "per_page=0", "per_page=101", "per_page=many", "cursor=x", "page=-1"] {
        assert_eq!(server.get(&format!("{DEPLOYMENTS}?{wrong}")).status, 400, "{wrong}");
    }

    let rollback = "/api/releases/web%20app/environments/production/rollback";
    let dry = server.send("POST", rollback, Some(&json!({ "dry_run": true })));
    assert_eq!((dry.status, &dry.json()["target"]), (200, &json!("1.4.0-rc2")));
    let back = server.send("POST", rollback, None);
    assert_eq!((back.status, &back.json()["target"]), (201, &json!("1.4.0-rc2")));
    let staging = server.send("PUT", "/api/releases/web%20app/environments/staging", None);
    assert_eq!(staging.status, 201);
    let nothing = "/api/releases/web%20app/environments/staging/rollback";
    refused(&server, "POST", nothing, &json!({}), 404, "No previous deployment to roll back from");
}

#[test]
fn callbacks_link_runs() {
    let server = world();
    let candidate = server.send("POST", CUT, Some(&cut())).json();
    let body = json!({ "release_candidate_version": "1.4.0-rc1" });
    let deployment = server.send("POST", DEPLOYMENTS, Some(&body)).json();
    // CI systems write the run's id as a text or as a number.
    let build = json!({ "release_cut_id": candidate["id"], "workflow_run_id": 5_551_234 });
    let reply = server.send("POST", "/api/v1/sync-build-github-action", Some(&build));
    assert_eq!((reply.status, &reply.json()["run_id"]), (200, &json!("5551234")), "{}", reply.text());
    let deploy = json!({ "deployment_id": deployment["id"], "workflow_run_id": "77" });
    let reply = server.send("POST", "/api/v1/sync-deploy-github-action/", Some(&deploy));
    assert_eq!((reply.status, &reply.json()["status"]), (200, &json!("in_progress")));
    let nothing = server.send("POST", "/api/v1/sync-deploy-github-action", Some(&json!({})));
    assert_eq!((nothing.status, &nothing.json()["code"]), (400, &json!("invalid_request")));
}

#[test]
fn a_request_that_is_no_json_is_told_so() {
    let server = world();
    for body in [&b"{"[..], b"[]", b"\"x\"", b"{\"repo\": \"\xff\"}", b"\xef\xbb\xbf{}", b"null"] {
        let authorization = format!("Bearer {ADMIN}");
        let reply = server.raw(&http::request("POST", CUT, &[("Authorization", &authorization)], body));
        assert_eq!((reply.status, &reply.json()["code"]), (400, &json!("invalid_request")), "{body:?}");
        assert_eq!(reply.json()["context"]["field"], "body");
    }
    // A deep document is refused, and does not end the process.
    let deep = [b"[".repeat(100_000), b"]".repeat(100_000)].concat();
    let authorization = format!("Bearer {ADMIN}");
    assert_eq!(server.raw(&http::request("POST", CUT, &[("Authorization", &authorization)], &deep)).status, 400);
}
