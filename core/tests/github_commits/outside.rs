//! What is asked, written down for GitHub's own description of its API to be asked about.

use crate::github::{Forge, exchanges, hash};

#[test]
#[ignore = "tests/outside/test.sh runs it, and says in GITHUB_EXCHANGES where to write"]
fn the_requests_are_written_down() {
    let forge = Forge::start(150);
    forge.set(|state| {
        state.files = 1;
        state.renamed = vec!["acme/old"];
    });
    let releases = forge.releases();
    releases.create_project("web", "acme/web").path_patterns(["area-1/"]).call().unwrap();
    releases.create_environment("web", "production").call().unwrap();
    for (version, commit) in [("1.0.0-rc1", 3), ("1.1.0-rc1", 140), ("1.2.0-rc1", 150)] {
        releases.create_release("web", version, "acme/web", hash(commit)).call().unwrap();
        releases.update_deployment_status("web", "production", version, "success").call().unwrap();
    }
    releases.where_is(hash(7)).call().unwrap();
    releases.release_notes("web", "1.0.0-rc1").call().unwrap();
    releases.import_tags("web").dry_run(true).call().unwrap();
    let file = std::env::var("GITHUB_EXCHANGES").expect("GITHUB_EXCHANGES says where to write");
    std::fs::write(file, exchanges(&forge.server.seen())).unwrap();
}
