//! Where a commit is and what has changed, on a git repository.

use release_core::{Code, Gap, GitCommits, Relation, Releases, Status, Truth};

use crate::world::{NAME, World, small};

fn prepared(world: &World, made: &[String]) -> Releases {
    let releases = Releases::in_memory();
    releases.register_commit_source(world.source());
    releases.create_project("web", NAME).path_patterns(["apps/web/"]).call().expect("an answer");
    releases.create_environment("web", "production").call().expect("an answer");
    for (version, commit) in [("1.0.0-rc1", &made[1]), ("1.1.0-rc1", &made[4])] {
        releases.create_release("web", version, NAME, commit).call().expect("an answer");
        releases.update_deployment_status("web", "production", version, Status::Success).call().expect("an answer");
    }
    releases
}

#[test]
fn from_a_commit_to_where_it_runs() {
    let world = World::new();
    let made = world.make(&small());
    let releases = prepared(&world, &made);

    let found = releases.where_is(&made[3][..10]).call().unwrap();
    let production = &found.projects[0].environments[0];
    assert_eq!((production.contained, production.was.is_none()), (Truth::Yes, true));
    assert_eq!(found.projects[0].details.as_ref().unwrap().subject, "Mend the price");
    let irrelevant = releases.where_is(&made[2]).call().unwrap();
    assert_eq!(irrelevant.projects[0].relevant, Truth::No, "it touches the documentation only");
    let elsewhere = releases.where_is(&made[5]).call().unwrap();
    assert_eq!(elsewhere.projects[0].environments[0].contained, Truth::No);

    let changes = releases.changes("web", "production").call().unwrap();
    let listed: Vec<&str> = changes.brings.commits.iter().map(|changed| changed.commit.commit.as_str()).collect();
    assert_eq!(listed, [&made[4], &made[3]]);
    assert_eq!((changes.relation, changes.brings.total, changes.brings.not_relevant), (Some(Relation::Ahead), 3, 1));
    assert_eq!(changes.brings.commits[0].pull_requests, [15]);
    assert!(changes.recorded_at.is_some(), "it was recorded when it was deployed");
    let notes = releases.release_notes("web", "1.1.0-rc1").call().unwrap();
    assert_eq!(notes.brings, changes.brings);
}

#[test]
fn a_shallow_clone_is_no_reason_for_a_wrong_answer() {
    let world = World::new();
    let made = world.make(&small());
    world.git(&["update-ref", "refs/heads/main", &made[4]]);
    let path = world.clone("shallow", &["--depth", "1", "--branch", "main"]);
    let releases = prepared(&world, &made);
    releases.register_commit_source(GitCommits::open(NAME, path).unwrap());

    let error = releases.create_release("web", "1.2.0-rc1", NAME, &made[3]).call().unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), (Code::CommitSourceUnavailable, false));
    assert!(error.to_string().contains("--unshallow"), "{error}");
    let found = releases.where_is(&made[3]).call().unwrap();
    assert_eq!(found.projects[0].relevant, Truth::Unknown);
    assert_eq!(found.projects[0].environments[0].contained, Truth::Unknown);
    let changes = releases.changes("web", "production").from("1.1.0-rc1").to("1.0.0-rc1").call().unwrap();
    assert!(
        changes.recorded_at.is_some() && changes.relation == Some(Relation::Behind),
        "recorded, from the other side"
    );
    releases.update_project("web").path_patterns(["docs/"]).call().unwrap();
    let notes = releases.release_notes("web", "1.0.0-rc1").call().unwrap();
    assert_eq!((notes.gap, notes.brings.commits.len()), (Some(Gap::MissingHistory), 0));
}
