//! Runs that nobody has heard of for a while are asked about.

use std::time::Duration;

use release_core::{BuildStatus, CheckedRuns, Found, RunRef, RunReport, RunState, Status};

use crate::world::*;

fn check(world: &World) -> CheckedRuns {
    world.releases.check_runs().call().unwrap()
}

fn stands(status: Status) -> RunState {
    RunState::Known(RunReport::new(status).run_id(Some("9001".to_owned())))
}

const MINUTES: Duration = Duration::from_secs(601);

#[test]
fn a_run_whose_end_was_never_told_is_found_out() {
    let world = World::github();
    let deployment = world.deploy();
    assert_eq!(check(&world), CheckedRuns::default(), "it has just been heard of");
    world.pass(MINUTES);
    world.fake.state(stands(Status::InProgress));
    let done = check(&world);
    assert_eq!((done.heard, done.moved, world.status(&deployment).as_str()), (1, 1, "in_progress"));
    assert_eq!(check(&world), CheckedRuns::default(), "what it said counts as heard");
    world.pass(MINUTES);
    world.fake.state(stands(Status::Failure));
    check(&world);
    assert_eq!(world.status(&deployment), "failure");
    world.pass(MINUTES);
    assert_eq!(check(&world), CheckedRuns::default(), "what has ended is not asked about");
    assert_eq!(world.fake.asked(), ["9001", "9001"]);
}

#[test]
fn a_webhook_puts_the_question_off() {
    let world = World::github();
    world.deploy();
    world.pass(Duration::from_secs(599));
    world.github_sends("1", &run(9001, "deploy", RUNNING)).unwrap();
    world.pass(Duration::from_secs(599));
    assert_eq!(check(&world), CheckedRuns::default());
    let sooner = world.releases.check_runs().silent_after(Duration::from_secs(60)).call().unwrap();
    assert_eq!(sooner.unknown, 1, "the trigger cannot tell");
}

#[test]
fn a_run_that_is_gone_leaves_its_deployment_unknown() {
    let world = World::github();
    let deployment = world.deploy();
    world.pass(MINUTES);
    world.fake.state(RunState::gone("Not Found"));
    assert_eq!(check(&world).unknown, 1);
    let lost = world.get(&deployment);
    assert_eq!((lost.status, lost.error_message.as_deref()), (Status::Unknown, Some("Not Found")));
    // A report ends it all the same.
    world.github_sends("1", &run(9001, "deploy", SUCCEEDED)).unwrap();
    assert_eq!(world.status(&deployment), "success");
}

#[test]
fn there_are_ever_fewer_questions_while_there_is_no_answer() {
    let world = World::github();
    world.deploy();
    for _ in 0..7 * 24 * 6 {
        world.pass(Duration::from_secs(600));
        check(&world);
    }
    let asked = world.fake.asked().len();
    assert!((5..40).contains(&asked), "asked {asked} times in a week");
}

#[test]
fn a_run_without_an_id_is_looked_for() {
    let world = World::new(Fake::of("github", false));
    let deployment = world.deploy();
    world.pass(MINUTES);
    world.fake.find_next(Found::Run(RunRef::new(Some("71".to_owned())).in_progress(true)));
    assert_eq!(check(&world).moved, 1);
    assert_eq!(
        (world.status(&deployment).as_str(), world.get(&deployment).run_id.as_deref()),
        ("in_progress", Some("71"))
    );
}

#[test]
fn builds_are_asked_about_too() {
    let world = World::github();
    let call = world.releases.create_release("web", "1.1.0-rc1", "acme/web", COMMIT);
    call.trigger_build_workflow(true).call().unwrap();
    world.pass(MINUTES);
    world.fake.state(stands(Status::Success));
    assert_eq!(check(&world).moved, 1);
    assert_eq!(world.releases.get_candidate("web", "1.1.0-rc1").call().unwrap().build_status, BuildStatus::Ready);
}

#[test]
fn a_handle_asks_only_by_its_own_triggers_and_one_at_a_time() {
    let world = World::github();
    world.deploy();
    world.pass(MINUTES);
    let stranger = release_core::Releases::options().open_storage(world.storage.clone());
    assert_eq!(stranger.check_runs().call().unwrap().without_trigger, 1);
    let begins = std::sync::Barrier::new(4);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                begins.wait();
                check(&world)
            });
        }
    });
    assert_eq!(world.fake.asked().len(), 1);
}

#[test]
fn a_run_that_was_gone_and_is_queued_after_all_is_known_again() {
    let world = World::github();
    let deployment = world.deploy();
    world.pass(MINUTES);
    world.fake.state(RunState::gone("Not Found"));
    check(&world);
    assert_eq!(world.status(&deployment), "unknown");
    world.pass(MINUTES);
    world.fake.state(stands(Status::Pending));
    assert_eq!(check(&world).moved, 1);
    assert_eq!(world.status(&deployment), "in_progress");
}
