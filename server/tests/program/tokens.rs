//! Tokens: who may do what, on every route.

use serde_json::{Value, json};

use crate::http::{self, Reply};
use crate::server::{ADMIN, Folder, Server};

/// Every route that needs a token: method and path, with its arguments filled in.
fn routes() -> Vec<(String, String)> {
    let description: Value = serde_json::from_str(include_str!("../../openapi.json")).unwrap();
    let mut routes = Vec::new();
    for (path, methods) in description["paths"].as_object().unwrap() {
        for (method, described) in methods.as_object().unwrap() {
            if described.get("security").is_some() {
                continue;
            }
            let values = [
                ("{project}", "hidden"),
                ("{environment}", "production"),
                ("{release_candidate_version}", "1.0.0-rc1"),
                ("{release_version}", "1.0.0"),
                ("{version}", "1.0.0-rc1"),
                ("{deployment_id}", "01a217df-164c-73da-a747-761cc7d608a8"),
                ("{dispatch_id}", "01a217df-164c-73da-a747-761cc7d608a8"),
                ("{commit}", "9fceb02d0ae598e95dc970b74767f19372d61af8"),
            ];
            let path = values.iter().fold(path.clone(), |path, (name, value)| path.replace(name, value));
            assert!(!path.contains('{'), "{path}");
            routes.push((method.to_uppercase(), path));
        }
    }
    assert!(routes.len() > 45);
    routes
}

fn world() -> Server {
    let server = Server::start("[log]\nrequests = true\n");
    for project in ["web", "hidden"] {
        let path = format!("/api/releases/{project}");
        let body = json!({ "repository": format!("acme/{project}") });
        assert_eq!(server.send("PUT", &path, Some(&body)).status, 201);
        assert_eq!(server.send("PUT", &format!("{path}/environments/production"), None).status, 201);
        let cut = json!({ "repo": format!("acme/{project}"), "commit": "9fceb02d0ae598e95dc970b74767f19372d61af8" });
        assert_eq!(server.send("POST", &format!("{path}/releases/1.0.0-rc1"), Some(&cut)).status, 201);
    }
    server
}

fn deploy(server: &Server, token: &str, project: &str) -> Reply {
    let path = format!("/api/releases/{project}/environments/production/deployments");
    server.send_as(token, "POST", &path, &[], Some(&json!({ "release_candidate_version": "1.0.0-rc1" })))
}

#[test]
fn no_route_answers_without_a_token_that_is_known() {
    let server = world();
    let ended = server.folder.token(&["old", "--scope", "admin", "--ends", "2020-01-01T00:00:00Z"]);
    let revoked = server.folder.token(&["gone", "--scope", "admin"]);
    let id = revoked.split('_').nth(1).unwrap();
    assert!(server.folder.program().args(["token", "revoke", id]).status().unwrap().success());
    let known = server.folder.token(&["known"]);
    let close = format!("{}0", &known[..known.len() - 1]);
    let close = if close == known { format!("{}1", &known[..known.len() - 1]) } else { close };
    let forms = ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer x", "Bearer \u{e9}", &"Bearer x".repeat(500)];
    let tokens = [&ended, &revoked, &close, &ADMIN[1..].to_owned()].map(|token| format!("Bearer {token}"));
    for (method, path) in routes() {
        let without = http::request(&method, &path, &[], b"{}");
        let with = forms.iter().copied().chain(tokens.iter().map(String::as_str));
        let with = with.map(|header| http::request(&method, &path, &[("Authorization", header)], b"{}"));
        for bytes in std::iter::once(without).chain(with) {
            let reply = server.raw(&bytes);
            let found = (reply.status, reply.json()["error"].clone());
            assert_eq!(found, (401, json!("Unauthorized")), "{}", String::from_utf8_lossy(&bytes));
            assert_eq!(reply.header("www-authenticate"), Some("Bearer"));
        }
    }
}

#[test]
fn a_hidden_project_is_as_one_that_is_not_there() {
    let server = world();
    let made = deploy(&server, ADMIN, "hidden").json();
    let id = made["id"].as_str().unwrap();
    let token = server.folder.token(&["web-admin", "--scope", "admin", "--project", "web"]);
    for (method, path) in routes().into_iter().filter(|(_, path)| path.contains("/hidden")) {
        let answers = ["hidden", "absent"].map(|project| {
            let path = path.replace("hidden", project);
            let body = (method != "GET").then(|| json!({ "release_candidate_version": "no version" }));
            let reply = server.send_as(&token, &method, &path, &[], body.as_ref());
            (reply.status, reply.text().replace(project, "X"))
        });
        assert_eq!(answers[0], answers[1], "{method} {path}");
        assert_eq!(answers[0].0, 404, "{method} {path}");
        assert!(answers[0].1.contains("\"Release project not found\""), "{}", answers[0].1);
    }
    for path in [format!("/api/deployments/{id}"), format!("/api/deployments/{id}/wait")] {
        let hidden = server.send_as(&token, "GET", &path, &[], None);
        let absent = "01a217df-164c-73da-a747-761cc7d608a8";
        let unknown = server.send_as(&token, "GET", &path.replace(id, absent), &[], None);
        assert_eq!(hidden.status, 404);
        assert_eq!(hidden.json()["error"], unknown.json()["error"]);
        assert_eq!(hidden.text().replace(id, absent), unknown.text().replace("\"wait\"", "\"get_deployment\""));
    }
    for path in ["/api/v1/sync-deploy-github-action", "/api/v1/sync-build-github-action"] {
        let candidate = server.get("/api/releases/hidden/candidates/1.0.0-rc1").json();
        let body = json!({ "deployment_id": id, "release_cut_id": candidate["id"], "workflow_run_id": "1" });
        assert_eq!(server.send_as(&token, "POST", path, &[], Some(&body)).status, 404, "{path}");
    }
    let seen = server.send_as(&token, "GET", "/api/releases", &[], None).json();
    let names: Vec<_> = seen["items"].as_array().unwrap().iter().map(|project| &project["name"]).collect();
    assert_eq!(names, ["web"]);
    for path in ["/api/history", "/api/commits/9fceb02d0ae598e95dc970b74767f19372d61af8?repository=acme/hidden"] {
        let reply = server.send_as(&token, "GET", path, &[], None);
        assert!([400, 403].contains(&reply.status) && !reply.text().contains("hidden"), "{path}: {}", reply.text());
    }
    let found = server.send_as(&token, "GET", "/api/commits/9fceb02d0ae598e95dc970b74767f19372d61af8", &[], None);
    assert!(found.status == 200 && !found.text().contains("hidden"), "{}", found.text());
    assert_eq!(deploy(&server, &token, "web").status, 201);
}

#[test]
fn a_project_cannot_be_renamed_to_a_name_that_the_token_does_not_see() {
    let server = world();
    let token = server.folder.token(&["web-admin", "--scope", "admin", "--project", "web", "--project", "site"]);
    let rename = |project: &str, to: &Value| {
        let path = format!("/api/releases/{project}/rename");
        server.send_as(&token, "POST", &path, &[], Some(&json!({ "to": to })))
    };
    let [hidden, free] = ["hidden", "absent"].map(|name| {
        let reply = rename("web", &json!(name));
        assert_eq!(reply.status, 403, "{}", reply.text());
        reply.text().replace(name, "X")
    });
    assert_eq!(hidden, free);
    assert_eq!(rename("site", &json!("hidden")).json()["code"], "project_not_found");
    assert_eq!(rename("web", &json!(5)).json()["code"], "invalid_request");
    assert_eq!(rename("web", &json!("site")).status, 200);
    assert_eq!(server.get("/api/releases/hidden").status, 200);
}

#[test]
fn no_cursor_names_a_hidden_project() {
    let server = Server::start("");
    let names = ["a", "b1", "b2", "c", "d", "e1"];
    for name in names {
        let body = json!({ "repository": "acme/web" });
        assert_eq!(server.send("PUT", &format!("/api/releases/{name}"), Some(&body)).status, 201);
    }
    let token = server.folder.token(&["some", "--project", "a", "--project", "c", "--project", "d"]);
    for per_page in 1..=7 {
        let (mut found, mut cursor) = (Vec::new(), String::new());
        loop {
            let path = format!("/api/releases?per_page={per_page}{cursor}");
            let page = server.send_as(&token, "GET", &path, &[], None).json();
            let items = page["items"].as_array().unwrap();
            assert!(items.len() <= per_page);
            let seen = items.iter().map(|project| project["name"].as_str().unwrap().to_owned());
            found.extend(seen);
            let Some(next) = page["next"].as_str() else { break };
            let last: String = found.last().unwrap().bytes().map(|byte| format!("{byte:02x}")).collect();
            assert!(next.ends_with(&last) && next.len() == 8 + last.len(), "{next}");
            cursor = format!("&cursor={next}");
        }
        assert_eq!(found, ["a", "c", "d"], "{per_page}");
    }
    assert_eq!(server.send_as(&token, "GET", "/api/releases?per_page=0", &[], None).status, 400);
}

#[test]
fn a_commit_that_cannot_be_looked_for_is_not_said_to_be_unknown() {
    // Nobody listens there any more.
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let server = Server::start(&format!(
        "[connections.github]\nkind = 'github'\ntoken = 't'\nbase_url = 'http://{address}'\n\
         [[commit_sources]]\nkind = 'github'\nconnection = 'github'\n"
    ));
    for project in ["hidden", "web"] {
        let body = json!({ "repository": format!("acme/{project}") });
        assert_eq!(server.send("PUT", &format!("/api/releases/{project}"), Some(&body)).status, 201);
    }
    let token = server.folder.token(&["reader", "--project", "web"]);
    let path = "/api/commits/9fceb02d0ae598e95dc970b74767f19372d61af8";
    let reply = server.send_as(&token, "GET", path, &[], None);
    assert_eq!((reply.status, &reply.json()["code"]), (503, &json!("commit_source_unavailable")));
    assert!(!reply.text().contains("hidden") && !reply.text().contains("acme"), "{}", reply.text());
    let unknown = server.send_as(&token, "GET", &format!("{path}?repository=acme/none"), &[], None);
    assert_eq!((unknown.status, &unknown.json()["code"]), (400, &json!("invalid_commit_hash")));
}

#[test]
fn a_scope_is_kept_on_every_route() {
    let server = world();
    let read = server.folder.token(&["reader"]);
    let deployer = server.folder.token(&["ci", "--scope", "deploy", "--project", "web", "--days", "1"]);
    assert_eq!(deploy(&server, &read, "web").json()["error"], "Forbidden");
    assert_eq!(deploy(&server, &read, "web").status, 403);
    // What is not there is said first.
    assert_eq!(deploy(&server, &read, "absent").status, 404);
    assert_eq!(server.send_as(&read, "GET", "/api/releases/web", &[], None).status, 200);
    let made = deploy(&server, &deployer, "web");
    assert_eq!((made.status, &made.json()["actor"]), (201, &json!("ci")));
    for (method, path) in routes() {
        let path = path.replace("hidden", "web");
        let body = (method != "GET").then(|| json!({ "repository": "acme/new", "project": "web", "to": "x" }));
        let reply = server.send_as(&read, &method, &path, &[], body.as_ref());
        match (method.as_str(), path.as_str()) {
            ("GET", _) => assert_ne!(reply.status, 403, "{path}"),
            (_, path) if path.starts_with("/api/v1") => assert!([400, 403, 404].contains(&reply.status), "{path}"),
            (_, path) if path.starts_with("/api/deployments/") => assert_eq!(reply.status, 404, "{path}"),
            (method, path) => assert_eq!(reply.status, 403, "{method} {path}: {}", reply.text()),
        }
    }
    let configure = server.send_as(&deployer, "PATCH", "/api/releases/web", &[], Some(&json!({})));
    assert_eq!(configure.status, 403);
}

#[test]
fn a_token_is_shown_once_and_kept_as_a_hash() {
    let server = world();
    let token = server.folder.token(&["ci", "--scope", "deploy"]);
    assert_eq!(deploy(&server, &token, "web").status, 201);
    let listed = server.folder.program().args(["token", "list"]).output().unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    let secret = token.rsplit('_').next().unwrap();
    assert!(listed.contains("ci: all projects") && !listed.contains(secret), "{listed}");
    server.terminate();
    let (success, folder) = server.ended();
    assert!(success);
    let log = folder.log();
    assert!(log.contains("\"actor\":\"ci\"") && !log.contains(secret) && !log.contains(ADMIN), "{log}");
    let database = std::fs::read(folder.path("releases.db")).unwrap();
    assert!(!database.windows(secret.len()).any(|window| window == secret.as_bytes()));
}

#[test]
fn who_made_and_who_revoked_a_token_is_told() {
    let folder = Folder::new();
    let run = |who: &[(&str, &str)], arguments: &[&str]| {
        let ran = folder.program().envs(who.iter().copied()).args(arguments).output().unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        String::from_utf8(ran.stdout).unwrap()
    };
    let token = run(&[("USER", "root"), ("SUDO_USER", "ana")], &["token", "create", "ci", "--project", "web"]);
    let id = token.split('_').nth(1).unwrap();
    run(&[("USER", "not a\u{7}name"), ("LOGNAME", "ben")], &["token", "create", "bot"]);
    let listed = run(&[], &["token", "list"]);
    let line =
        |name: &str| listed.lines().find(|line| line.contains(name)).unwrap().split_whitespace().collect::<Vec<_>>();
    let (ci, bot) = (line("ci: web"), line("bot: all projects"));
    assert_eq!((ci[0], ci[1], ci[3], ci[4], bot[4]), (id, "read", "never", "ana", "ben"));
    assert!(ci[2].ends_with('Z'), "{listed}");

    run(&[("USER", "eve")], &["token", "revoke", id]);
    let after = run(&[], &["token", "list"]);
    assert!(!after.contains(id) && after.contains("bot: all projects"), "{after}");
    let after = run(&[], &["token", "list", "--revoked"]);
    let revoked = after.lines().last().unwrap();
    assert!(revoked.starts_with(id) && revoked.contains("  ana  "), "{after}");
    assert!(revoked.contains("Z  20") && revoked.ends_with("ci: web; revoked by eve"), "{after}");
    assert_eq!((after.matches(id).count(), after.contains("bot")), (1, false));
}

/// Starts the program without a token from outside, and reads what it says up to the line that this ends with.
fn started(folder: &Folder, last: impl Fn(&[String]) -> bool) -> (std::process::Child, Vec<String>) {
    let log = std::fs::OpenOptions::new().create(true).append(true).open(folder.path("log")).unwrap();
    let mut program = folder.program();
    let program = program.args(["--listen", "127.0.0.1:0"]).stdout(std::process::Stdio::piped()).stderr(log);
    let mut child = program.spawn().unwrap();
    let mut lines = Vec::new();
    let mut out = std::io::BufReader::new(child.stdout.take().unwrap());
    while !last(&lines) {
        let mut line = String::new();
        assert!(std::io::BufRead::read_line(&mut out, &mut line).unwrap() > 0, "{lines:?}");
        lines.push(line);
    }
    (child, lines)
}

#[test]
fn the_first_start_makes_a_token_and_lines_that_work() {
    let folder = Folder::new();
    let curls = |lines: &[String]| lines.iter().filter(|line| line.starts_with("curl ")).count() == 3;
    let (mut child, lines) = started(&folder, curls);
    for line in lines.iter().filter(|line| line.starts_with("curl ")) {
        let line = line.replace("curl ", "curl --silent --fail ");
        assert!(std::process::Command::new("sh").args(["-c", &line]).status().unwrap().success(), "{line}");
    }
    child.kill().unwrap();
    child.wait().unwrap();

    let token = lines.iter().find_map(|line| line.trim().strip_prefix("rls_")).unwrap();
    let (id, secret) = token.split_once('_').unwrap();
    let log = folder.log();
    assert!(log.contains("a token was made") && log.contains(id) && !log.contains(secret), "{log}");
    // Where all were revoked, somebody wanted none.
    assert!(folder.program().args(["token", "revoke", id]).status().unwrap().success());
    let (mut child, lines) = started(&folder, |lines| lines.len() == 3);
    assert!(lines[2].starts_with("no token: all were revoked"), "{lines:?}");
    child.kill().unwrap();
    child.wait().unwrap();
    let listed = folder.program().args(["token", "list", "--revoked"]).output().unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    let lines: Vec<_> = listed.lines().collect();
    assert!(lines.len() == 2 && lines[1].contains("the first start") && lines[1].contains("revoked by -"), "{listed}");
}
