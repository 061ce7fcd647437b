//! Writes down what GitHub is asked, for others to check.

use std::time::Duration;

use release_core::Deployment;

use crate::fakes::FakeGithub;
use crate::forge::Seen;
use crate::github::{connection, workflow};
use crate::world::World;

/// Every kind of request: starts with and without the question for their run, a search, a run's state, a cancellation.
fn requests(prefix: &'static str) -> Vec<Seen> {
    let github = FakeGithub::start();
    github.set(|state| state.prefix = prefix);
    for asks in [true, false] {
        let base = format!("{}{prefix}", github.server.url());
        let world = World::new(&workflow(), connection(&github).base_url(base).return_run_details(asks));
        let started: Vec<Deployment> = ["1.0.0-rc1", "1.1.0-rc1"].map(|version| world.deploy(version)).to_vec();
        world.pump(5);
        world.pass(60);
        world.releases.check_runs().silent_after(Duration::from_secs(1)).call().unwrap();
        world.releases.cancel_deployment(started[0].id).call().unwrap();
    }
    // An Enterprise Server of that age is not asked.
    let mut seen = github.server.seen();
    seen.retain(|seen| prefix.is_empty() || seen.json().get("return_run_details").is_none());
    seen
}

#[test]
#[ignore = "tests/outside/test.sh holds them to GitHub's description"]
fn requests_to_github_are_written_down() {
    let file = std::env::var("GITHUB_REQUESTS").expect("where to write them");
    let seen: Vec<Seen> = ["", "/api/v3"].into_iter().flat_map(requests).collect();
    std::fs::write(file, Seen::written_down(&seen)).unwrap();
}
