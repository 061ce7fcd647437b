//! `release-server copy`: a database to another place, with its tokens, and the service that goes on there.

use std::process::Output;

use release_core::Releases;
use serde_json::{Value, json};

use crate::server::{Folder, Server};

const DEPLOYMENTS: &str = "/api/releases/web/environments/production/deployments";

fn copy(folder: &Folder, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    folder.program().arg("copy").args(arguments).envs(variables.iter().copied()).output().unwrap()
}

#[track_caller]
fn ended(output: &Output, success: bool) -> String {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(i32::from(!success)), "{out}\n{err}");
    assert!(!format!("{out}{err}").contains("s3cret"), "{out}\n{err}");
    if success { out } else { err }
}

fn furnish(server: &Server) {
    assert_eq!(server.send("PUT", "/api/releases/web", Some(&json!({ "repository": "acme/web" }))).status, 201);
    assert_eq!(server.send("PUT", "/api/releases/web/environments/production", Some(&json!({}))).status, 201);
    let cut = json!({ "repo": "acme/web", "commit": "a1".repeat(20) });
    assert_eq!(server.send("POST", "/api/releases/web/releases/1.0.0-rc1", Some(&cut)).status, 201);
    deploy(server, "first", 1);
}

fn deploy(server: &Server, key: &str, number: u64) -> Value {
    let body = json!({ "release_candidate_version": "1.0.0-rc1", "redeploy": true });
    let reply = server.send_as(crate::server::ADMIN, "POST", DEPLOYMENTS, &[("Idempotency-Key", key)], Some(&body));
    assert_eq!((reply.status, &reply.json()["number"]), (201, &json!(number)), "{}", reply.json());
    reply.json()
}

/// A service on a file, and then one on the copy, with the same tokens.
fn moves(to: &str, variables: &[(&str, &str)], config: &str) {
    let server = Server::start("");
    furnish(&server);
    let token = server.folder.token(&["ci", "--scope", "deploy"]);
    let first = deploy(&server, "second", 2);
    let history = server.get("/api/history").json();
    server.terminate();
    let (success, folder) = server.ended();
    assert!(success);

    let from = folder.path("releases.db");
    let said = ended(&copy(&folder, &["--from", "releases.db", "--to", to, "--retire"], variables), true);
    assert!(said.starts_with("copied ") && said.contains("deployment 2, document 1, "), "{said}");
    assert!(said.contains(&format!("sqlite:{} is not used any more", from.display())), "{said}");

    // The old file starts no service any more, and says where to go.
    let old = ended(&folder.program().args(["--database", "releases.db"]).output().unwrap(), false);
    assert!(old.contains("everything in it was moved to "), "{old}");

    let server = Server::start_in(folder, config);
    assert_eq!(server.get("/api/history").json(), history);
    assert_eq!(server.send_as(&token, "GET", "/api/releases/web", &[], None).status, 200);
    // A job that repeats its request after the move deploys nothing twice.
    assert_eq!(deploy(&server, "second", 2)["id"], first["id"]);
    deploy(&server, "third", 3);
}

#[test]
fn a_file_is_copied_and_the_service_goes_on() {
    moves("copy.db", &[], "database = \"copy.db\"\n");
}

#[test]
fn postgres_takes_what_a_file_had() {
    // The area of tests starts a server; without one there is nothing to see here.
    let Ok(url) = std::env::var("RELEASE_CORE_TEST_POSTGRES") else { return };
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos();
    let join = if url.contains('?') { '&' } else { '?' };
    let url = format!("{url}{join}schema=release_test_copy_{now:x}");
    moves(&url, &[("PGPASSWORD", "s3cret")], &format!("database = {}\n", json!(url)));
}

#[test]
fn one_of_them_may_be_the_configured_database() {
    let folder = Folder::new();
    let open = |name: &str| Releases::open(folder.path(name).to_str().unwrap()).unwrap();
    open("a.db").create_project("web", "acme/web").call().unwrap();
    ended(&copy(&folder, &["--from", "a.db"], &[("RELEASE_SERVER_DATABASE", "b.db")]), true);
    ended(&copy(&folder, &["--to", "c.db", "--database", "b.db"], &[]), true);
    assert_eq!(open("c.db").history().call().unwrap(), open("a.db").history().call().unwrap());
}

#[test]
fn what_cannot_be_copied_is_told() {
    let folder = Folder::new();
    let open = |name: &str| Releases::open(folder.path(name).to_str().unwrap()).unwrap();
    open("a.db").create_project("web", "acme/web").call().unwrap();
    open("b.db").create_project("api", "acme/api").call().unwrap();
    let away = "postgres://ana:s3cret@127.0.0.1:1/releases?retry_timeout_ms=0";
    for (arguments, says) in [
        (&["--from", "a.db", "--to", "b.db", "--retire"][..], "b.db is not empty"),
        (&["--from", "a.db", "--to", "./a.db"], "both source and target"),
        (&["--from", "releases.db", "--to", "c.db"], "there is no database releases.db"),
        (
            &["--from", "a.db", "--to", away],
            "postgres://ana@127.0.0.1:1/releases?schema=release_core cannot be reached",
        ),
        (&["--from", away, "--to", "c.db"], "cannot be reached"),
        (&["--from", "a.db", "--to", "mysql://ana:s3cret@host/db"], "invalid database \"mysql://***@host/db\""),
        (&["--from", "a.db", "--to", "memory:", "--retire"], "gone with this process"),
    ] {
        let said = ended(&copy(&folder, arguments, &[]), false);
        assert!(said.contains(says), "{arguments:?}: {said}");
    }
    assert!(!folder.path("releases.db").exists(), "a misspelt source was made");
    assert_eq!(open("b.db").list_projects().call().unwrap().items.len(), 1);
    open("a.db").create_project("more", "acme/more").call().unwrap();
}
