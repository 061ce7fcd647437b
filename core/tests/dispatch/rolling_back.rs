//! Rollbacks: their workflow waits for the runs that they cancel.

use release_core::{DispatchState, Status};

use crate::fake::*;

/// `1.0.0-rc1` is live and `1.1.0-rc1` runs.
fn world() -> (World, release_core::Deployment) {
    let world = World::new();
    world.succeed("1.0.0-rc1");
    let running = world.deploy("1.1.0-rc1");
    (world, running)
}

fn roll_back(world: &World) -> release_core::Deployment {
    world.releases.rollback("web", "prod").call().unwrap().deployment.unwrap()
}

#[test]
fn it_waits_for_the_runs_that_it_cancels_and_starts_once() {
    let (world, running) = world();
    let rollback = roll_back(&world);
    assert_eq!((rollback.status, rollback.candidate_version.as_str()), (Status::Pending, "1.0.0-rc1"));
    assert_eq!((world.get(&running).status, world.fake.canceled()), (Status::Canceling, vec!["run-2".to_owned()]));
    assert_eq!(roll_back(&world).id, rollback.id);
    world.pass_secs(599);
    world.pump();
    assert_eq!(world.fake.sent(), 2);
    world.fake.report(1, Status::Canceled, Some("run-2"));
    assert_eq!((world.get(&rollback).status, world.fake.sent()), (Status::InProgress, 3));
    world.fake.report(1, Status::Failure, Some("run-2"));
    world.pass_secs(1000);
    world.pump();
    assert_eq!(world.fake.sent(), 3);
    world.fake.report(2, Status::Success, Some("run-3"));
    assert_eq!(world.get(&rollback).status, Status::Success);
}

#[test]
fn it_does_not_wait_for_what_was_not_started() {
    let world = World::new();
    world.succeed("1.0.0-rc1");
    let queued = world.deploy_later("1.1.0-rc1");
    let rollback = roll_back(&world);
    assert_eq!((rollback.status, world.get(&queued).status), (Status::InProgress, Status::Canceled));
}

#[test]
fn it_waits_for_all_of_them() {
    let (world, _) = world();
    world.deploy("1.2.0-rc1");
    let rollback = roll_back(&world);
    world.fake.report(2, Status::Canceled, Some("run-3"));
    assert_eq!((world.get(&rollback).status, world.fake.sent()), (Status::Pending, 3));
    world.fake.report(1, Status::Canceled, Some("run-2"));
    assert_eq!((world.get(&rollback).status, world.fake.sent()), (Status::InProgress, 4));
}

#[test]
fn it_does_not_wait_for_what_is_unknown() {
    let world = World::new();
    world.succeed("1.0.0-rc1");
    world.fake.answer(unknown());
    let lost = world.deploy("1.1.0-rc1");
    let rollback = roll_back(&world);
    assert_eq!((world.get(&lost).status, world.get(&rollback).status), (Status::Canceling, Status::Pending));
    for _ in 0..24 {
        world.pass_secs(5);
        world.pump();
    }
    assert_eq!((world.get(&lost).status, world.fake.sent()), (Status::Unknown, 3));
    assert_eq!(world.get(&rollback).status, Status::InProgress);
}

#[test]
fn it_waits_no_longer_than_its_limit() {
    let (world, _) = world();
    let rollback = roll_back(&world);
    world.pass_secs(600);
    assert_eq!(world.pump().started, 1);
    assert_eq!(world.get(&rollback).status, Status::InProgress);
    world.fake.report(1, Status::Canceled, Some("run-2"));
    world.pass_secs(600);
    world.pump();
    assert_eq!(world.fake.sent(), 3);
}

#[test]
fn it_waits_not_at_all_where_it_is_forced_or_told_to_start() {
    let (world, running) = world();
    let rollback = world.releases.rollback("web", "prod").force(true).call().unwrap().deployment.unwrap();
    assert_eq!((rollback.status, world.get(&running).status), (Status::InProgress, Status::Canceling));

    let (world, _) = self::world();
    let rollback = roll_back(&world);
    assert_eq!(world.releases.dispatch(rollback.id).call().unwrap().status, Status::InProgress);
    world.fake.report(1, Status::Canceled, Some("run-2"));
    assert_eq!(world.fake.sent(), 3);
}

#[test]
fn one_that_is_canceled_while_it_waits_never_starts() {
    let (world, _) = world();
    let rollback = roll_back(&world);
    assert_eq!(world.releases.cancel_deployment(rollback.id).call().unwrap().status, Status::Canceled);
    world.fake.report(1, Status::Canceled, Some("run-2"));
    world.pass_secs(1000);
    world.pump();
    assert_eq!((world.dispatch(&rollback).state, world.fake.sent()), (DispatchState::Withdrawn, 2));
}

#[test]
fn a_run_that_succeeds_all_the_same_is_rolled_back_over() {
    let (world, _) = world();
    let rollback = roll_back(&world);
    world.fake.report(1, Status::Success, Some("run-2"));
    assert_eq!(world.get(&rollback).status, Status::InProgress);
    world.fake.report(2, Status::Success, Some("run-3"));
    let live = world.releases.live("web", "prod").call().unwrap();
    assert_eq!(live.candidate_version().map(|version| version.as_str()), Some("1.0.0-rc1"));
}

#[test]
fn a_dry_run_changes_nothing() {
    let (world, running) = world();
    let plan = world.releases.rollback("web", "prod").dry_run(true).call().unwrap();
    assert_eq!((plan.target.as_str(), plan.cancels, plan.deployment), ("1.0.0-rc1", vec![running.id], None));
    assert_eq!((world.get(&running).status, world.fake.sent()), (Status::InProgress, 2));
}
