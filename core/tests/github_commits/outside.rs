//! What is asked, written down for GitHub's own description of its API to be asked about.

use release_core::Error;

use crate::forge::Seen;
use crate::github::{Forge, hash};

fn requests(prefix: &'static str) -> Result<Vec<Seen>, Error> {
    let forge = Forge::start(150);
    forge.set(|state| {
        state.prefix = prefix;
        state.files = 1;
    });
    let releases = forge.releases();
    releases.create_project("web", "acme/web").path_patterns(["area-1/"]).call()?;
    releases.create_environment("web", "production").call()?;
    for (version, commit) in [("1.0.0-rc1", 3), ("1.1.0-rc1", 140), ("1.2.0-rc1", 150)] {
        releases.create_release("web", version, "acme/web", hash(commit)).call()?;
        releases.update_deployment_status("web", "production", version, "success").call()?;
    }
    releases.where_is(hash(7)).call()?;
    releases.release_notes("web", "1.0.0-rc1").call()?;
    releases.import_tags("web").dry_run(true).call()?;
    Ok(forge.server.seen())
}

#[test]
#[ignore = "tests/outside/test.sh holds them to GitHub's description"]
fn requests_to_github_are_written_down() {
    let file = std::env::var("GITHUB_REQUESTS").expect("where to write them");
    let seen: Vec<Seen> = ["", "/api/v3"].into_iter().flat_map(|prefix| requests(prefix).unwrap()).collect();
    std::fs::write(file, Seen::written_down(&seen)).unwrap();
}
