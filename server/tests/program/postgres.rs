//! A database in PostgreSQL, by its URL alone, on the server that `RELEASE_CORE_TEST_POSTGRES` names.

use serde_json::json;

use crate::server::{Folder, Server};

fn config(url: &str) -> String {
    format!("database = {}\n", json!(url))
}

/// Two servers on one database, as two machines run them.
#[test]
fn postgres_servers_share_a_database() {
    // The area of tests starts a server; without one there is nothing to see here.
    let Ok(url) = std::env::var("RELEASE_CORE_TEST_POSTGRES") else { return };
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos();
    let join = if url.contains('?') { '&' } else { '?' };
    let url = format!("{url}{join}schema=release_test_server_{now:x}");
    let servers = [Server::start(&config(&url)), Server::start(&config(&url))];
    assert_eq!(servers[0].send("PUT", "/api/releases/web", Some(&json!({ "repository": "acme/web" }))).status, 201);
    assert_eq!(servers[1].send("PUT", "/api/releases/web/environments/production", Some(&json!({}))).status, 201);
    let cut = json!({ "repo": "acme/web", "commit": "a1".repeat(20) });
    assert_eq!(servers[0].send("POST", "/api/releases/web/releases/1.0.0-rc1", Some(&cut)).status, 201);
    let path = "/api/releases/web/environments/production/deployments";
    let deploy = json!({ "release_candidate_version": "1.0.0-rc1", "redeploy": true });
    std::thread::scope(|scope| {
        for server in &servers {
            scope.spawn(|| {
                for _ in 0..10 {
                    let reply = server.send("POST", path, Some(&deploy));
                    assert_eq!(reply.status, 201, "{:?}", reply.json());
                }
            });
        }
    });
    for server in &servers {
        let page = server.get(&format!("{path}?per_page=100")).json();
        let numbers: Vec<_> = page.as_array().unwrap().iter().map(|row| row["number"].as_u64()).collect();
        assert_eq!(numbers, (1..=20).rev().map(Some).collect::<Vec<_>>());
    }
}

/// Without a server, the program says so and ends, and tells no password.
#[test]
fn postgres_that_is_away_ends_the_program_with_words() {
    let folder = Folder::new();
    std::fs::write(folder.path("config.toml"), config("postgres://ana:s3cret@127.0.0.1:1/releases")).unwrap();
    let ended = folder.program().args(["--listen", "127.0.0.1:0"]).output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&ended.stdout), String::from_utf8_lossy(&ended.stderr));
    assert!(!ended.status.success());
    assert!(said.contains("127.0.0.1:1/releases") && said.contains("cannot be reached"), "{said}");
    assert!(!said.contains("s3cret"), "{said}");
}
