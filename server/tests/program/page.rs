//! The status page, as a reader without scripts gets it.

use serde_json::{Value, json};

use crate::http;
use crate::server::{ADMIN, Server};

fn basic(token: &str) -> String {
    // "x:admin-token-of-the-tests"
    assert_eq!(token, ADMIN);
    "Basic eDphZG1pbi10b2tlbi1vZi10aGUtdGVzdHM=".to_owned()
}

fn page(server: &Server, path: &str) -> (u16, String) {
    let reply = server.raw(&http::request("GET", path, &[("Authorization", &basic(ADMIN))], b""));
    assert_eq!(reply.header("content-type"), Some("text/html; charset=utf-8"));
    let policy = reply.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
    (reply.status, reply.text())
}

#[test]
fn the_status_page_shows_what_is_live_in_flight_and_frozen() {
    let server = Server::start("");
    assert!(page(&server, "/").1.contains("There is no project here yet"));
    let send = |method: &str, path: &str, body: Value| {
        let reply = server.send(method, &format!("/api/releases/web%20app{path}"), Some(&body));
        assert!(reply.status < 300, "{method} {path}: {}", reply.text());
    };
    send("PUT", "", json!({ "repository": "acme/web" }));
    send("PUT", "/environments/production", json!({ "tier": "production" }));
    for (number, commit) in ["a1", "b2", "c3"].iter().enumerate() {
        let cut = json!({ "repo": "acme/web", "commit": commit.repeat(20) });
        send("POST", &format!("/releases/1.4.0-rc{}", number + 1), cut);
    }
    for (version, status) in [("1.4.0-rc1", "success"), ("1.4.0-rc2", "success"), ("1.4.0-rc3", "failure")] {
        let report = json!({
            "release_candidate_version": version, "status": status, "url": "https://ci.acme.dev/run?a=1&b=2",
            "error_message": (status == "failure").then_some("<script>alert('x')</script>"),
        });
        send("PATCH", "/environments/production/deployments", report);
    }
    send("POST", "/environments/production/rollback", json!({}));
    send("POST", "/environments/production/freeze", json!({ "reason": "launch & <b>more</b>" }));

    let (status, text) = page(&server, "/");
    assert_eq!(status, 200);
    for part in [
        "<h2 id=\"p-",
        "<a href=\"./projects/web%20app\">web app</a>",
        "<strong>1.4.0-rc2</strong> <code>b2b2b2b2b2</code>",
        "<span class=\"badge pending\">pending</span>",
        "<span class=\"badge rollback\">rollback</span>",
        "<span class=\"badge frozen\">frozen</span> <span>launch &amp; &lt;b&gt;more&lt;/b&gt;",
        "<a href=\"https://ci.acme.dev/run?a=1&amp;b=2\" rel=\"noreferrer\"",
        "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;",
        "<html lang=\"en\">",
        "<caption>Candidates</caption>",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!text.contains("<script"));
    let (status, text) = page(&server, "/projects/web%20app");
    assert_eq!((status, text.contains("<a href=\"../\">All projects</a>")), (200, true));
    assert_eq!(page(&server, "/projects/absent").0, 404);
    assert_eq!(page(&server, "/?cursor=x").0, 400);
}

#[test]
fn the_status_page_is_behind_tokens_unless_it_is_opened() {
    let server = Server::start("");
    assert_eq!(server.send("PUT", "/api/releases/web", Some(&json!({ "repository": "acme/web" }))).status, 201);
    assert_eq!(server.send("PUT", "/api/releases/api", Some(&json!({ "repository": "acme/api" }))).status, 201);
    let refused = server.raw(&http::request("GET", "/", &[], b""));
    assert_eq!((refused.status, refused.text().contains("acme/web")), (401, false));
    assert!(refused.header("www-authenticate").unwrap().starts_with("Basic "));
    let token = server.folder.token(&["reader", "--project", "api"]);
    let seen = server.send_as(&token, "GET", "/", &[], None).text();
    assert!(seen.contains("acme/api") && !seen.contains("acme/web"), "{seen}");
    assert_eq!(server.send_as(&token, "GET", "/projects/web", &[], None).status, 404);
    // A browser's login is for the page alone, so that no other site can make it write.
    let write = http::request("POST", "/api/releases", &[("Authorization", &basic(ADMIN))], b"{}");
    assert_eq!(server.raw(&write).status, 401);

    let open = server.restart("[open]\nstatus_page = true\n");
    assert_eq!(open.raw(&http::request("GET", "/", &[], b"")).status, 200);
    assert_eq!(open.raw(&http::request("GET", "/api/releases", &[], b"")).status, 401);
}
