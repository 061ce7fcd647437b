//! What a request is held to and an answer has, where no operation of the library says it: the order of checks, the types
//! and numbers of a body, members that have nothing to say, and repeated requests that do one of two things.

use serde_json::{Value, json};

use crate::http::{self, Reply};
use crate::server::{ADMIN, Server};

const COMMIT: &str = "9fceb02d0ae598e95dc970b74767f19372d61af8";
const DEPLOYMENTS: &str = "/api/releases/web/environments/production/deployments";

fn world() -> Server {
    let server = Server::start("");
    assert_eq!(server.send("PUT", "/api/releases/web", Some(&json!({ "repository": "acme/web" }))).status, 201);
    assert_eq!(server.send("PUT", "/api/releases/web/environments/production", None).status, 201);
    server
}

fn cut(server: &Server, version: &str) -> Value {
    let body = json!({ "repo": "acme/web", "commit": COMMIT });
    let reply = server.send("POST", &format!("/api/releases/web/releases/{version}"), Some(&body));
    assert_eq!(reply.status, 201);
    reply.json()
}

/// A body that is written here, with numbers that a JSON library would not write.
fn written(server: &Server, method: &str, path: &str, body: &str) -> Reply {
    let authorization = format!("Bearer {ADMIN}");
    server.raw(&http::request(method, path, &[("Authorization", &authorization)], body.as_bytes()))
}

fn told(reply: &Reply) -> (u16, Value) {
    (reply.status, reply.json()["error"].clone())
}

#[test]
fn every_deployment_has_the_members_that_are_named() {
    let server = world();
    cut(&server, "1.0.0-rc1");
    let named = [
        "id",
        "release_version",
        "release_candidate_version",
        "from_release_version",
        "from_release_candidate_version",
        "environment_name",
        "status",
        "actor",
        "deploy_start_at",
        "deploy_end_at",
        "error_message",
    ];
    let nothing = |deployment: &Value| {
        let members = deployment.as_object().unwrap();
        let missing: Vec<_> = named.iter().filter(|name| !members.contains_key(**name)).collect();
        assert!(missing.is_empty(), "{deployment} has no {missing:?}");
        named.into_iter().filter(|name| members[*name].is_null()).collect::<Vec<_>>()
    };
    let body = json!({ "release_candidate_version": "1.0.0-rc1" });
    let made = server.send("POST", DEPLOYMENTS, Some(&body)).json();
    let open =
        ["from_release_version", "from_release_candidate_version", "deploy_start_at", "deploy_end_at", "error_message"];
    assert_eq!(nothing(&made), open);
    let by_id = format!("/api/deployments/{}", made["id"].as_str().unwrap());
    assert_eq!(server.get(&by_id).json(), made);
    assert_eq!(server.get(DEPLOYMENTS).json(), json!([made]));

    let failed = json!({ "release_candidate_version": "1.0.0-rc1", "status": "failure", "error_message": "\"}" });
    let ended = server.send("PATCH", DEPLOYMENTS, Some(&failed)).json();
    assert_eq!((nothing(&ended), &ended["error_message"]), (open[..2].to_vec(), &json!("\"}")));
    cut(&server, "1.0.0-rc2");
    for status in ["success", "failure"] {
        let body = json!({ "release_candidate_version": "1.0.0-rc2", "status": status, "error_message": "flaky" });
        assert_eq!(server.send("PATCH", DEPLOYMENTS, Some(&body)).status, 200);
    }
    let rows = server.get(DEPLOYMENTS).json();
    assert_eq!(
        rows.as_array().unwrap().iter().map(nothing).collect::<Vec<_>>(),
        [open[..2].to_vec(), open[..2].to_vec()]
    );
    assert_eq!((&rows[1], &rows[0]["actor"]), (&ended, &json!("admin")));

    // A deployment inside of another answer is the one that is answered alone.
    let alone =
        |deployment: &Value| server.get(&format!("/api/deployments/{}", deployment["id"].as_str().unwrap())).json();
    let is_whole = |deployment: &Value| {
        nothing(deployment);
        assert_eq!(alone(deployment), *deployment);
    };
    for version in ["1.0.0-rc1", "1.0.0-rc2"] {
        let body = json!({ "release_candidate_version": version, "status": "success" });
        assert_eq!(server.send("PATCH", DEPLOYMENTS, Some(&body)).status, 200);
    }
    let environment = "/api/releases/web/environments/production";
    let back = server.send("POST", &format!("{environment}/rollback"), Some(&json!({})));
    assert_eq!(back.status, 201, "{}", back.text());
    is_whole(&back.json()["deployment"]);
    let live = server.get(&format!("{environment}/live")).json();
    for deployment in [&live["deployment"], &live["previous"], &live["in_flight"][0]] {
        is_whole(deployment);
    }
    let dry = server.send("POST", &format!("{environment}/rollback"), Some(&json!({ "dry_run": true, "force": true })));
    assert_eq!((dry.status, &dry.json()["deployment"]), (200, &Value::Null), "{}", dry.text());
}

#[test]
fn a_repeated_put_is_answered_as_it_was_first() {
    let server = world();
    let put = |path: &str, key: &str, body: &Value| {
        server.send_as(ADMIN, "PUT", path, &[("Idempotency-Key", key)], Some(body))
    };
    let rename = |path: &str, to: &str| {
        assert_eq!(server.send("POST", &format!("{path}/rename"), Some(&json!({ "to": to }))).status, 200);
    };
    let (project, environment) = ("/api/releases/web", "/api/releases/web/environments/production");
    // The first changed what was there; the second says no repository.
    for (key, body) in [
        ("changed", json!({ "repository": "acme/web", "version_scheme": "semver" })),
        ("unsaid", json!({ "version_scheme": "semver" })),
        ("null", json!({ "repository": null, "version_scheme": "semver" })),
    ] {
        let first = put(project, key, &body);
        assert_eq!(first.status, 200, "{}", first.text());
        rename(project, "site");
        let again = put(project, key, &body);
        assert_eq!((again.status, again.json()), (200, first.json()), "{key}");
        assert_eq!(server.get(project).status, 404, "{key} made it anew");
        let other = put(project, key, &json!({ "repository": "acme/web", "version_scheme": "calver:YYYY.MM" }));
        assert_eq!((other.status, &other.json()["code"]), (422, &json!("idempotency_key_reused")), "{key}");
        rename("/api/releases/site", "web");
    }
    let first = put(environment, "changed", &json!({ "tier": "production" }));
    assert_eq!(first.status, 200);
    rename(environment, "live");
    let again = put(environment, "changed", &json!({ "tier": "production" }));
    assert_eq!((again.status, again.json()), (200, first.json()));
    assert_eq!(server.get(environment).status, 404);

    // The first created what was not there.
    let body = json!({ "repository": "acme/api" });
    let first = put("/api/releases/api", "created", &body);
    assert_eq!(first.status, 201);
    let changed = json!({ "version_scheme": "semver" });
    assert_eq!(server.send("PATCH", "/api/releases/api", Some(&changed)).status, 200);
    let again = put("/api/releases/api", "created", &body);
    assert_eq!((again.status, again.json()), (201, first.json()));
    rename("/api/releases/api", "backend");
    let again = put("/api/releases/api", "created", &body);
    assert_eq!((again.status, again.json()), (201, first.json()));
    assert_eq!(server.get("/api/releases/api").status, 404);
    // Without a key it is a new request.
    assert_eq!(server.send("PUT", "/api/releases/api", Some(&body)).status, 201);
    let bad = put("/api/releases/api", "a b", &body);
    assert_eq!((bad.status, &bad.json()["code"]), (400, &json!("invalid_request")));
}

#[test]
fn one_key_of_a_put_is_one_request() {
    let server = world();
    let send = |method: &str, name: &str, key: &str, body: &Value| {
        let path = format!("/api/releases/{name}");
        server.send_as(ADMIN, method, &path, &[("Idempotency-Key", key)], Some(body))
    };
    let is_reused = |reply: &Reply| {
        assert_eq!((reply.status, &reply.json()["code"]), (422, &json!("idempotency_key_reused")), "{}", reply.text());
    };
    let semver = json!({ "version_scheme": "semver" });
    let of = |repository: &str| json!({ "repository": repository, "version_scheme": "semver" });

    // Another repository is another request, though changing is not told it.
    let first = send("PUT", "web", "a", &of("acme/web"));
    assert_eq!(first.status, 200);
    for other in ["acme/OTHER", "no repo"] {
        is_reused(&send("PUT", "web", "a", &of(other)));
    }
    let number = send("PUT", "web", "a", &json!({ "repository": 7, "version_scheme": "semver" }));
    assert_eq!((number.status, &number.json()["context"]["field"]), (400, &json!("repository")));
    assert_eq!(send("PUT", "web", "a", &of("Acme/Web")).json(), first.json());

    // A key that created names no change, of this project or another.
    let created = send("PUT", "api", "b", &json!({ "repository": "acme/api" }));
    assert_eq!(created.status, 201);
    for name in ["api", "web"] {
        is_reused(&send("PUT", name, "b", &semver));
    }
    assert_eq!(server.get("/api/releases/api").json(), created.json());

    // A PATCH under the same key is another operation.
    assert_eq!(send("PATCH", "api", "b", &semver).status, 200);
    let again = send("PUT", "api", "b", &json!({ "repository": "acme/api" }));
    assert_eq!((again.status, again.json()), (201, created.json()));
    assert_eq!(send("PATCH", "web", "c", &semver).status, 200);
    assert_eq!(send("PUT", "new", "c", &of("acme/new")).status, 201);
    assert_eq!(send("PATCH", "web", "d", &semver).status, 200);
    assert_eq!(server.send("POST", "/api/releases/web/rename", Some(&json!({ "to": "site" }))).status, 200);
    let anew = send("PUT", "web", "d", &of("acme/other"));
    assert_eq!((anew.status, &anew.json()["repository"]), (201, &json!("acme/other")));

    // The same of environments, which say no repository.
    let live = "api/environments/live";
    let created = send("PUT", live, "e", &json!({ "tier": "staging" }));
    assert_eq!(created.status, 201);
    assert_eq!(send("PATCH", live, "e", &json!({ "tier": "production" })).status, 200);
    let again = send("PUT", live, "e", &json!({ "tier": "staging" }));
    assert_eq!((again.status, again.json()), (201, created.json()));
    is_reused(&send("PUT", live, "e", &json!({ "tier": "production" })));
}

#[test]
fn what_is_missing_or_of_another_type_is_judged_in_the_order_of_the_checks() {
    let server = world();
    cut(&server, "1.0.0-rc1");
    let (version, commit) = (json!("Invalid release candidate version"), json!("Invalid commit hash"));
    let cases = [
        // The version before the commit, the commit before the project, the project and the candidate before the repository.
        ("web", "1.0.0", json!({}), (400, version.clone())),
        ("web", "1.0.0-rc2", json!({}), (400, commit.clone())),
        ("web", "1.0.0-rc2", json!({ "repo": 7, "commit": "main" }), (400, commit.clone())),
        ("absent", "1.0.0-rc2", json!({ "repo": 7 }), (400, commit)),
        ("absent", "1.0.0-rc2", json!({ "commit": COMMIT }), (404, json!("Release project not found"))),
        (
            "web",
            "1.0.0-rc2",
            json!({ "repo": "acme/other", "commit": COMMIT }),
            (404, json!("GitHub repository not found")),
        ),
    ];
    for (project, candidate, body, expected) in cases {
        let reply = server.send("POST", &format!("/api/releases/{project}/releases/{candidate}"), Some(&body));
        assert_eq!(told(&reply), expected, "{project} {candidate} {body}");
    }
    let other = json!({ "commit": "a1".repeat(20) });
    let exists = server.send("POST", "/api/releases/web/releases/1.0.0-rc1", Some(&other));
    assert_eq!((exists.status, &exists.json()["code"]), (409, &json!("candidate_exists")));
    // No repository is a request that cannot be understood, and none that was looked for.
    for (candidate, repo, says) in [
        ("1.0.0-rc2", Value::Null, "create_release: repo is missing: expected a text"),
        ("1.0.0-rc2", json!(["acme/web"]), "create_release: invalid repo: expected a text, found an array"),
        ("1.0.0-rc1", Value::Null, "create_release: repo is missing: expected a text"),
    ] {
        let body = json!({ "repo": repo, "commit": COMMIT });
        let reply = server.send("POST", &format!("/api/releases/web/releases/{candidate}"), Some(&body));
        assert_eq!((reply.status, &reply.json()["error"]), (400, &json!(says)), "{body}");
        assert_eq!(
            (&reply.json()["code"], &reply.json()["context"]["field"]),
            (&json!("invalid_request"), &json!("repo"))
        );
    }

    let nowhere = "/api/releases/web/environments/absent/deployments";
    for body in [json!({}), json!({ "release_candidate_version": ["1.0.0-rc1"] })] {
        assert_eq!(told(&server.send("POST", nowhere, Some(&body))), (400, version.clone()), "{body}");
        assert_eq!(told(&server.send("PATCH", nowhere, Some(&body))), (400, version.clone()), "{body}");
    }
    let report = json!({ "release_candidate_version": "1.0.0-rc1", "status": true });
    assert_eq!(told(&server.send("PATCH", nowhere, Some(&report))), (400, json!("Invalid deployment status")));
    // What is JSON and yet no text is judged in the same place: half of a character.
    let half = r#""\ud83d""#;
    let release = |project: &str, candidate: &str, body: &str| {
        written(&server, "POST", &format!("/api/releases/{project}/releases/{candidate}"), body)
    };
    assert_eq!(told(&release("web", "1.0.0", &format!("{{\"repo\": {half}}}"))), (400, version.clone()));
    assert_eq!(
        told(&release("absent", "1.0.0-rc2", &format!("{{\"commit\": {half}}}"))),
        (400, json!("Invalid commit hash"))
    );
    let of_half = |repo: &str| format!("{{\"commit\": \"{COMMIT}\", \"repo\": {repo}}}");
    assert_eq!(release("absent", "1.0.0-rc2", &of_half(half)).status, 404);
    let reply = release("web", "1.0.0-rc2", &of_half(half));
    assert_eq!((reply.status, &reply.json()["context"]["field"]), (400, &json!("repo")));
    assert!(reply.text().contains("half of one"), "{}", reply.text());
    let of_status = format!("{{\"release_candidate_version\": {half}, \"status\": {half}}}");
    assert_eq!(told(&written(&server, "PATCH", nowhere, &of_status)), (400, version.clone()));
    let reply = written(&server, "PATCH", "/api/releases/web", &format!("{{\"version_scheme\": {half}}}"));
    assert_eq!((reply.status, &reply.json()["context"]["field"]), (400, &json!("version_scheme")));
    assert!(reply.text().contains("half of one"), "{}", reply.text());
    // What the order of checks does not name is refused before them.
    let flag = json!({ "repo": "acme/web", "commit": COMMIT, "trigger_build_workflow": "yes" });
    let reply = server.send("POST", "/api/releases/absent/releases/1.0.0-rc2", Some(&flag));
    assert_eq!((reply.status, &reply.json()["context"]["field"]), (400, &json!("trigger_build_workflow")));
    // Also for a token of some projects, to which a request without a project is no hidden one.
    let token = server.folder.token(&["some", "--scope", "admin", "--project", "web"]);
    let reply = server.send_as(&token, "POST", "/api/releases", &[], Some(&json!({ "repository": "acme/x" })));
    assert_eq!((reply.status, &reply.json()["context"]["field"]), (400, &json!("project")), "{}", reply.text());
    // What a token does not see is said before types, and behind what cannot be read.
    let hidden = "/api/releases/hidden/releases/1.0.0-rc2";
    assert_eq!(server.send_as(&token, "POST", hidden, &[], Some(&flag)).status, 404);
    let authorization = format!("Bearer {token}");
    let endless = "{\"trigger_build_workflow\": 1e999}";
    let reply = server.raw(&http::request("POST", hidden, &[("Authorization", &authorization)], endless.as_bytes()));
    assert_eq!((reply.status, &reply.json()["context"]["field"]), (400, &json!("trigger_build_workflow")));
    let token = server.folder.token(&["reader", "--project", "web"]);
    assert_eq!(server.send_as(&token, "POST", "/api/releases", &[], Some(&json!({}))).status, 403);
}

#[test]
fn no_number_is_taken_for_another() {
    let server = world();
    let candidate = cut(&server, "1.0.0-rc1");
    let build = "/api/v1/sync-build-github-action";
    let id = candidate["id"].as_str().unwrap();
    let report =
        |run: &str| format!("{{\"release_candidate_version\": \"1.0.0-rc1\", \"status\": \"in_progress\", {run}}}");
    for wrong in ["18446744073709551616", "1e3", "1.0", "-1", "-0", "0.5", "1e19", &"9".repeat(300)] {
        let sync = format!("{{\"release_cut_id\": \"{id}\", \"workflow_run_id\": {wrong}}}");
        let reply = written(&server, "POST", build, &sync);
        let context = reply.json()["context"].clone();
        assert_eq!((reply.status, &context["field"]), (400, &json!("workflow_run_id")), "{wrong}");
        assert!(reply.text().contains("a text, or a whole number from 0 to 18446744073709551615"), "{}", reply.text());
        assert!(reply.text().len() < 700, "{}", reply.text());
        for (name, member) in [("run_id", "\"run_id\""), ("attempt", "\"run_id\": \"1\", \"attempt\"")] {
            let reply = written(&server, "PATCH", DEPLOYMENTS, &report(&format!("{member}: {wrong}")));
            let context = reply.json()["context"].clone();
            assert_eq!((reply.status, &context["field"]), (400, &json!(name)), "{wrong}: {}", reply.text());
        }
    }
    let attempt = written(&server, "PATCH", DEPLOYMENTS, &report("\"run_id\": \"1\", \"attempt\": 4294967296"));
    assert_eq!((attempt.status, &attempt.json()["context"]["field"]), (400, &json!("attempt")));
    let endless = written(&server, "PATCH", DEPLOYMENTS, &report("\"run_id\": 1e999"));
    assert_eq!((endless.status, &endless.json()["code"]), (400, &json!("invalid_request")));
    assert_eq!(server.get(DEPLOYMENTS).json(), json!([]));

    let largest = written(&server, "PATCH", DEPLOYMENTS, &report("\"run_id\": 18446744073709551615, \"more\": 1e999"));
    assert_eq!(
        (largest.status, &largest.json()["run_id"]),
        (200, &json!("18446744073709551615")),
        "{}",
        largest.text()
    );
    // A number is no version and no commit, however much it looks like the beginning of one.
    let commit = written(
        &server,
        "POST",
        "/api/releases/web/releases/1.0.0-rc2",
        "{\"repo\": \"acme/web\", \"commit\": 1234567}",
    );
    assert_eq!(told(&commit), (400, json!("Invalid commit hash")));
    // What is kept for a workflow is kept as it was said.
    let workflow = |number: &str| {
        let workflow =
            format!("{{\"trigger\": \"webhook\", \"connection\": \"ci\", \"settings\": {{\"size\": {number}}}}}");
        written(&server, "PATCH", "/api/releases/web", &format!("{{\"build_workflow\": {workflow}}}"))
    };
    for wrong in ["18446744073709551616", "0.1000000000000000000001"] {
        let reply = workflow(wrong);
        assert_eq!((reply.status, &reply.json()["context"]["found"]), (400, &json!(wrong)), "{}", reply.text());
    }
}
