//! `release-server apply`, and the same over HTTP.

use std::io::Write as _;
use std::process::{Output, Stdio};

use release_core::Releases;
use serde_json::json;

use crate::server::{Folder, Server};

const EXAMPLE: &str = include_str!("../../../examples/rest/releases.toml");

fn apply(folder: &Folder, arguments: &[&str], input: &str) -> Output {
    let mut program = folder.program();
    let program = program.arg("apply").args(arguments).stdin(Stdio::piped());
    let mut child = program.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // It may have ended without having read anything.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[track_caller]
fn ended(output: &Output, status: i32) -> &str {
    assert_eq!(output.status.code(), Some(status), "{}\n{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}

#[test]
fn a_file_is_applied_again_and_again() {
    let folder = Folder::new();
    let file = folder.path("declared.toml");
    std::fs::write(&file, EXAMPLE).unwrap();
    let file = file.to_str().unwrap();
    let releases = || Releases::open(folder.path("releases.db").to_str().unwrap()).unwrap();

    let dry = apply(&folder, &[file, "--dry-run"], "");
    let shown = ended(&dry, 2);
    assert!(shown.contains("+ environment \"production\" of project \"web\"\n"), "{shown}");
    assert!(shown.ends_with("\n5 changes would be made\n"), "{shown}");
    assert!(releases().list_projects().call().unwrap().items.is_empty());

    let made = apply(&folder, &[file, "--actor", "ana@acme.dev"], "");
    assert_eq!(ended(&made, 0), shown.replace("would be made", "were made"));
    let events = releases().history().call().unwrap().items;
    assert_eq!(events.len(), 5);
    assert!(events.iter().all(|event| event.actor.as_ref().is_some_and(|actor| actor.as_str() == "ana@acme.dev")));

    for again in
        [apply(&folder, &[file], ""), apply(&folder, &[file, "--dry-run"], ""), apply(&folder, &["-"], EXAMPLE)]
    {
        assert_eq!(ended(&again, 0), "nothing to do\n");
    }
    let moved = EXAMPLE.replace("version_scheme = \"semver\"", "version_scheme = \"any\"");
    let moved = apply(&folder, &["-"], moved.split_once("[projects.api]").unwrap().0);
    assert_eq!(
        ended(&moved, 0),
        "~ project \"web\"\n    - version_scheme: \"semver\"\n    + version_scheme: \"any\"\n  \
         not declared, left as it is: project \"api\"\n1 change was made\n"
    );
}

#[test]
fn what_is_wrong_is_told_and_changes_nothing() {
    let folder = Folder::new();
    let file = folder.path("declared.toml");
    std::fs::write(&file, "[projects.web]\nrepository = \"acme/web\"\n[projects.api]\nrepo = \"acme/api\"\n").unwrap();
    let output = apply(&folder, &[file.to_str().unwrap()], "");
    assert_eq!(ended(&output, 1), "");
    let said = text(&output.stderr);
    assert!(
        said.contains("declared.toml, line 4, column 1, projects.api.repo: unknown key: expected one of"),
        "{said}"
    );

    for (arguments, input, says) in [
        (&["-"][..], "projects = 5", "standard input, line 1, column 12, projects: expected a table, found a number"),
        (&["-", "--actor", " "], "", "invalid actor"),
        (&["no-such-file.toml"], "", "no-such-file.toml cannot be read: No such file"),
        (&["."], "", ". cannot be read: "),
        (&["/dev/zero"], "", "too long a file of declarations"),
        (&[], "", "expected 'apply FILE'"),
    ] {
        let output = apply(&folder, arguments, input);
        assert_eq!(ended(&output, 1), "");
        assert!(text(&output.stderr).contains(says), "{arguments:?}: {}", text(&output.stderr));
    }
    let releases = Releases::open(folder.path("releases.db").to_str().unwrap()).unwrap();
    assert!(releases.list_projects().call().unwrap().items.is_empty());
}

#[test]
fn a_server_that_runs_shows_what_was_applied_and_applies_for_admins_of_everything() {
    let server = Server::start("[connections.github]\nkind = \"github\"\ntoken = \"ghp_of_the_tests\"\n");
    assert!(ended(&apply(&server.folder, &["-"], EXAMPLE), 0).ends_with("5 changes were made\n"));
    assert_eq!(server.get("/api/releases/api").json()["repository"], "acme/shop");
    // What the trigger of a connection does not take is refused before it is kept.
    let refused = EXAMPLE.replace("workflow = \"deploy.yml\"", "workflow = \"deploy.sh\"");
    let refused = apply(&server.folder, &["-"], &refused);
    assert_eq!(ended(&refused, 1), "");
    assert!(text(&refused.stderr).contains("projects.web.environments.production.deploy_workflow: "));

    let body = json!({ "declarations": "projects.web.environments.qa = {}", "dry_run": true });
    let dry = server.send("POST", "/api/apply", Some(&body));
    assert_eq!((dry.status, &dry.json()["changes"][0]["action"]), (200, &json!("environment.created")));
    assert_eq!(server.get("/api/releases/web/environments/qa").status, 404);

    let one = server.folder.token(&["one", "--scope", "admin", "--project", "web"]);
    let small = server.folder.token(&["small", "--scope", "deploy"]);
    for token in [&one, &small] {
        assert_eq!(server.send_as(token, "POST", "/api/apply", &[], Some(&body)).status, 403);
    }
    let all = server.folder.token(&["platform", "--scope", "admin"]);
    let body = json!({ "declarations": "projects.web.environments.qa = {}" });
    assert_eq!(server.send_as(&all, "POST", "/api/apply", &[], Some(&body)).status, 200);
    assert_eq!(server.get("/api/releases/web/environments/qa").json()["actor"], "platform");

    let wrong = server.send("POST", "/api/apply", Some(&json!({ "declarations": "\n x" })));
    assert_eq!(wrong.status, 400);
    assert!(wrong.json()["error"].as_str().unwrap().starts_with("line 2, column "), "{}", wrong.json());
    assert_eq!(server.send("POST", "/api/apply", None).status, 400);
}
