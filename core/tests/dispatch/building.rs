//! Builds: started with a candidate, reported by their runs.

use std::time::Duration;

use release_core::{BuildStatus, Code, DispatchState, Status};

use crate::fake::*;

fn world() -> World {
    let world = World::new();
    world.releases.create_project("app", "acme/app").build_workflow(workflow()).call().unwrap();
    world
}

fn cut(world: &World, version: &str) -> release_core::Candidate {
    world.releases.create_release("app", version, "acme/app", COMMIT).trigger_build_workflow(true).call().unwrap()
}

#[test]
fn a_build_ends_as_its_run_does() {
    let world = world();
    for (version, ended, becomes) in [
        ("1.0.0-rc1", Status::Success, BuildStatus::Ready),
        ("1.0.0-rc2", Status::Failure, BuildStatus::Failed),
        ("1.0.0-rc3", Status::Canceled, BuildStatus::Failed),
    ] {
        let candidate = cut(&world, version);
        assert_eq!((candidate.build_status, candidate.run_id.is_some()), (BuildStatus::Building, true));
        let error = world
            .releases
            .create_environment("app", version.replace('.', "-"))
            .call()
            .and_then(|environment| world.releases.create_deployment("app", environment.name, version).call());
        assert_eq!(error.unwrap_err().code(), Code::CandidateNotReady);
        world.fake.report(world.fake.sent() - 1, ended, candidate.run_id.as_deref());
        let candidate = world.releases.wait_for_build("app", version).limit(LONG).call().unwrap();
        assert_eq!(candidate.build_status, becomes);
        assert!(candidate.build_end_at.is_some());
    }
}

#[test]
fn a_refused_build_has_failed_with_the_words() {
    let world = world();
    world.fake.answer(refused("no such pipeline"));
    let candidate = cut(&world, "1.0.0-rc1");
    assert_eq!(candidate.build_status, BuildStatus::Failed);
    assert_eq!(candidate.error_message.as_deref(), Some("no such pipeline"));

    let again = world.releases.rebuild("app", "1.0.0-rc1").call().unwrap();
    assert_eq!((again.build_status, again.error_message), (BuildStatus::Building, None));
    assert_ne!(again.dispatch_id, candidate.dispatch_id);
    world.fake.report(1, Status::Success, again.run_id.as_deref());
    let candidate = world.releases.get_candidate("app", "1.0.0-rc1").call().unwrap();
    assert_eq!(candidate.build_status, BuildStatus::Ready);
    assert_eq!(world.releases.rebuild("app", "1.0.0-rc1").call().unwrap_err().code(), Code::InvalidTransition);
}

#[test]
fn a_late_answer_is_not_taken_for_the_rebuild() {
    let world = world();
    let releases = world.releases.clone();
    world.fake.start(move |_, _| {
        releases.update_build_status("app", "1.0.0-rc1", BuildStatus::Failed).call().unwrap();
        releases.rebuild("app", "1.0.0-rc1").call().unwrap();
        run("first")
    });
    world.fake.answer(run("second"));
    let candidate = cut(&world, "1.0.0-rc1");
    assert_eq!((candidate.build_status, candidate.run_id.as_deref()), (BuildStatus::Building, Some("second")));
    world.fake.report(0, Status::Success, Some("first"));
    assert_eq!(world.releases.get_candidate("app", "1.0.0-rc1").call().unwrap().build_status, BuildStatus::Building);
}

#[test]
fn a_build_that_was_not_answered_keeps_building_and_says_why() {
    let world = world();
    world.fake.answer(unknown());
    let candidate = cut(&world, "1.0.0-rc1");
    assert_eq!(candidate.build_status, BuildStatus::Building);
    for _ in 0..30 {
        world.pass_secs(6);
        world.pump();
    }
    let candidate = world.releases.get_candidate("app", "1.0.0-rc1").call().unwrap();
    assert_eq!(candidate.build_status, BuildStatus::Building);
    assert_eq!(candidate.error_message.as_deref(), Some("the connection broke"));
    let dispatch = world.releases.get_dispatch(candidate.dispatch_id.unwrap()).call().unwrap();
    assert_eq!((dispatch.state, dispatch.due_at, world.fake.sent()), (DispatchState::Unknown, None, 1));
    world.releases.update_build_status("app", "1.0.0-rc1", BuildStatus::Ready).call().unwrap();
}

#[test]
fn a_wait_for_a_build_keeps_its_limit() {
    let world = world();
    cut(&world, "1.0.0-rc1");
    let candidate = world.releases.wait_for_build("app", "1.0.0-rc1").limit(Duration::from_millis(30)).call().unwrap();
    assert_eq!(candidate.build_status, BuildStatus::Building);
}

#[test]
fn a_late_report_of_an_earlier_run_does_not_end_the_rebuild() {
    let world = world();
    cut(&world, "1.0.0-rc1");
    world.fake.report(0, Status::Failure, Some("run-1"));
    let rebuilt = world.releases.rebuild("app", "1.0.0-rc1").call().unwrap();
    assert_eq!(rebuilt.run_id.as_deref(), Some("run-2"));
    for status in [BuildStatus::Ready, BuildStatus::Failed, BuildStatus::Building] {
        let error = world.releases.update_build_status("app", "1.0.0-rc1", status).run_id("run-1").call().unwrap_err();
        assert_eq!((error.code(), error.get("run_id")), (Code::InvalidTransition, Some("run-2")));
    }
    let candidate = world.releases.get_candidate("app", "1.0.0-rc1").call().unwrap();
    assert_eq!(candidate, rebuilt);
    // Its own run may be reported, and so may the build without naming one.
    let call = world.releases.update_build_status("app", "1.0.0-rc1", BuildStatus::Building).run_id("run-2");
    assert_eq!(call.call().unwrap().build_status, BuildStatus::Building);
    let ready = world.releases.update_build_status("app", "1.0.0-rc1", BuildStatus::Ready).call().unwrap();
    assert_eq!(ready.run_id.as_deref(), Some("run-2"));
    // What has ended may be corrected by whoever says which run made it.
    let call = world.releases.update_build_status("app", "1.0.0-rc1", BuildStatus::Ready).run_id("run-3");
    assert_eq!(call.call().unwrap().run_id.as_deref(), Some("run-3"));
}

#[test]
fn a_build_that_was_not_started_from_here_is_of_the_run_that_was_named_last() {
    let world = world();
    world.fake.answer(not_sent(None));
    cut(&world, "1.0.0-rc1");
    for run in ["r1", "r2"] {
        let call = world.releases.update_build_status("app", "1.0.0-rc1", BuildStatus::Building).run_id(run);
        assert_eq!(call.call().unwrap().run_id.as_deref(), Some(run));
    }
}
