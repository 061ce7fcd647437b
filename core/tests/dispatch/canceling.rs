//! Canceling, in every state that a dispatch may be in.

use release_core::{CancelAnswer, Code, DispatchState, Found, RunRef, Started, Status};

use crate::fake::*;

fn cancel(world: &World, deployment: &release_core::Deployment) -> Status {
    world.releases.cancel_deployment(deployment.id).call().unwrap().status
}

#[test]
fn what_is_queued_is_canceled_at_once() {
    let world = World::new();
    let deployment = world.deploy_later("1.0.0-rc1");
    assert_eq!(cancel(&world, &deployment), Status::Canceled);
    assert_eq!(world.dispatch(&deployment).state, DispatchState::Withdrawn);
    world.pass_secs(1000);
    world.pump();
    assert_eq!((world.fake.sent(), world.fake.canceled().len()), (0, 0));
    let error = world.releases.cancel_deployment(deployment.id).call().unwrap_err();
    assert_eq!(error.code(), Code::InvalidTransition);
}

#[test]
fn what_runs_is_asked_to_stop_once() {
    let world = World::new();
    let deployment = world.deploy("1.0.0-rc1");
    assert_eq!(cancel(&world, &deployment), Status::Canceling);
    assert_eq!(cancel(&world, &deployment), Status::Canceling);
    world.pass_secs(1000);
    assert_eq!(world.pump(), Default::default());
    assert_eq!(world.fake.canceled(), ["run-1"]);
    world.fake.report(0, Status::InProgress, Some("run-1"));
    assert_eq!(world.get(&deployment).status, Status::Canceling);
    world.fake.report(0, Status::Canceled, Some("run-1"));
    assert_eq!(world.get(&deployment).status, Status::Canceled);
}

#[test]
fn what_is_being_sent_is_stopped_when_it_has_started() {
    for (answer, status, asked) in [
        (run("77"), Status::Canceling, vec!["77".to_owned()]),
        (refused("no"), Status::Canceled, vec![]),
        (not_sent(None), Status::Canceled, vec![]),
    ] {
        let world = World::new();
        let releases = world.releases.clone();
        world.fake.start(move |request, _| {
            let canceled = releases.cancel_deployment(request.deployment_id.unwrap()).call().unwrap();
            assert_eq!(canceled.status, Status::Canceling);
            answer
        });
        let deployment = world.deploy("1.0.0-rc1");
        until(|| world.fake.canceled() == asked);
        assert_eq!(world.get(&deployment).status, status);
        world.pass_secs(1000);
        world.pump();
        assert_eq!(world.fake.sent(), 1);
    }
}

#[test]
fn what_is_looked_for_is_stopped_when_it_is_found() {
    let world = World::new();
    world.fake.answer(unknown()).find(found("77"));
    let deployment = world.deploy("1.0.0-rc1");
    assert_eq!(cancel(&world, &deployment), Status::Canceling);
    world.pass_secs(5);
    assert_eq!(world.pump().started, 1);
    until(|| world.fake.canceled() == ["77"]);
    assert_eq!(world.get(&deployment).status, Status::Canceling);
}

#[test]
fn what_is_never_found_is_unknown_until_a_person_ends_it() {
    let world = World::new();
    world.fake.answer(unknown());
    let deployment = world.deploy("1.0.0-rc1");
    assert_eq!(cancel(&world, &deployment), Status::Canceling);
    for _ in 0..30 {
        world.pass_secs(5);
        world.pump();
    }
    assert_eq!((world.get(&deployment).status, world.fake.sent()), (Status::Unknown, 1));
    assert_eq!(cancel(&world, &deployment), Status::Canceled);

    world.fake.answer(unknown());
    let deployment = world.deploy("1.1.0-rc1");
    for _ in 0..30 {
        world.pass_secs(5);
        world.pump();
    }
    assert_eq!(world.get(&deployment).status, Status::Unknown);
    assert_eq!(cancel(&world, &deployment), Status::Canceled);
}

#[test]
fn a_run_that_shows_up_after_it_was_to_be_canceled_is_stopped() {
    for nameless in [false, true] {
        let world = World::new();
        world.fake.answer(if nameless { Started::Run(RunRef::new(None)) } else { unknown() });
        let deployment = world.deploy("1.0.0-rc1");
        assert_eq!(cancel(&world, &deployment), Status::Canceling);
        for _ in 0..30 {
            world.pass_secs(5);
            world.pump();
        }
        let lost = world.get(&deployment);
        assert_eq!((lost.status, world.fake.canceled().len()), (Status::Unknown, 0));
        assert!(lost.error_message.is_some());
        world.releases.update_deployment_status_by_id(deployment.id, Status::InProgress).run_id("77").call().unwrap();
        assert_eq!(world.fake.canceled(), ["77"]);
    }
}

#[test]
fn what_was_perhaps_started_is_not_taken_back() {
    let world = World::with(Fake::idempotent());
    world.fake.answer(unknown()).answer(not_sent(None));
    let deployment = world.deploy("1.0.0-rc1");
    world.pass_secs(10);
    world.pump();
    assert_eq!((world.fake.sent(), world.dispatch(&deployment).state), (2, DispatchState::Unknown));
    assert_eq!(cancel(&world, &deployment), Status::Canceling);
}

#[test]
fn a_run_that_has_ended_is_not_asked_to_stop_for_ever() {
    let world = World::new();
    world.fake.on_cancel(CancelAnswer::not_asked("403", None)).on_cancel(CancelAnswer::not_asked("403", None));
    let deployment = world.deploy("1.0.0-rc1");
    cancel(&world, &deployment);
    world.fake.report(0, Status::Success, Some("run-1"));
    world.pass_secs(5);
    world.pump();
    assert_eq!((world.fake.canceled().len(), world.dispatch(&deployment).due_at), (2, None));
}

#[test]
fn a_run_that_was_reported_after_a_vain_search_is_stopped_too() {
    let world = World::new();
    world.fake.answer(unknown());
    let deployment = world.deploy("1.0.0-rc1");
    for _ in 0..30 {
        world.pass_secs(5);
        world.pump();
    }
    world.releases.update_deployment_status_by_id(deployment.id, Status::InProgress).run_id("77").call().unwrap();
    assert_eq!(cancel(&world, &deployment), Status::Canceling);
    assert_eq!(world.fake.canceled(), ["77"]);
}

#[test]
fn a_run_without_an_id_is_stopped_as_soon_as_it_is_known() {
    let world = World::new();
    let nameless = || Started::Run(RunRef::new(None).in_progress(true));
    world.fake.answer(nameless()).find(found("77"));
    let deployment = world.deploy("1.0.0-rc1");
    assert_eq!((deployment.status, deployment.run_id.as_deref()), (Status::InProgress, None));
    assert_eq!(cancel(&world, &deployment), Status::Canceling);
    until(|| world.fake.canceled() == ["77"]);

    world.fake.answer(nameless()).find(Found::None);
    let deployment = world.deploy("1.1.0-rc1");
    assert_eq!(cancel(&world, &deployment), Status::Canceling);
    assert_eq!(world.dispatch(&deployment).state, DispatchState::Started);
    world.releases.update_deployment_status_by_id(deployment.id, Status::InProgress).run_id("78").call().unwrap();
    world.pass_secs(5);
    world.pump();
    assert_eq!(world.get(&deployment).status, Status::Canceling);
}

#[test]
fn a_ci_system_that_cannot_be_asked_is_asked_again() {
    let world = World::new();
    world.fake.on_cancel(CancelAnswer::not_asked("503", None));
    let deployment = world.deploy("1.0.0-rc1");
    assert_eq!(cancel(&world, &deployment), Status::Canceling);
    assert_eq!(world.dispatch(&deployment).message.as_deref(), Some("503"));
    world.pass_secs(5);
    assert_eq!(world.pump(), Default::default());
    assert_eq!(world.fake.canceled().len(), 2);
    world.pass_secs(1000);
    world.pump();
    assert_eq!(world.fake.canceled().len(), 2);
}

#[test]
fn a_cancellation_that_is_refused_for_a_day_is_not_asked_for_any_more() {
    let world = World::new();
    for _ in 0..1000 {
        world.fake.on_cancel(CancelAnswer::not_asked("403", None));
    }
    let deployment = world.deploy("1.0.0-rc1");
    // How long it ran before does not count.
    world.pass_secs(100 * 3600);
    assert_eq!(cancel(&world, &deployment), Status::Canceling);
    for _ in 0..30 {
        world.pass_secs(3600);
        world.pump();
    }
    assert_eq!((world.fake.canceled().len(), world.dispatch(&deployment).due_at), (25, None));
    assert_eq!(world.dispatch(&deployment).message.as_deref(), Some("403"));
}

#[test]
fn what_cannot_be_stopped_says_so_and_ends_by_itself() {
    let world = World::new();
    world.fake.on_cancel(CancelAnswer::impossible("it has no off switch"));
    let deployment = world.deploy("1.0.0-rc1");
    assert_eq!(cancel(&world, &deployment), Status::Canceling);
    assert_eq!(world.dispatch(&deployment).message.as_deref(), Some("it has no off switch"));
    world.fake.report(0, Status::Success, None);
    assert_eq!(world.get(&deployment).status, Status::Success);
}

#[test]
fn what_somebody_reported_as_canceling_is_asked_to_stop_all_the_same() {
    let report = |world: &World, deployment: &release_core::Deployment| {
        world.releases.update_deployment_status_by_id(deployment.id, Status::Canceling).call().unwrap();
        assert!(world.fake.canceled().is_empty(), "a report asks for nothing");
    };
    let world = World::new();
    let deployment = world.deploy("1.0.0-rc1");
    report(&world, &deployment);
    for _ in 0..2 {
        assert_eq!(cancel(&world, &deployment), Status::Canceling);
        assert_eq!(world.fake.canceled(), ["run-1"]);
    }

    // A rollback waits for its end, which would not come by itself.
    let world = World::new();
    world.succeed("1.0.0-rc1");
    let running = world.deploy("1.1.0-rc1");
    report(&world, &running);
    let rollback = world.releases.rollback("web", "prod").call().unwrap().deployment.unwrap();
    assert_eq!((rollback.status, world.fake.canceled()), (Status::Pending, vec!["run-2".to_owned()]));
    world.fake.report(1, Status::Canceled, Some("run-2"));
    assert_eq!(world.get(&rollback).status, Status::InProgress);

    // One whose run is still looked for is stopped when it is found, and unknown where it is not.
    for lost in [false, true] {
        let world = World::new();
        world.fake.answer(unknown()).find(if lost { Found::None } else { found("77") });
        let deployment = world.deploy("1.0.0-rc1");
        report(&world, &deployment);
        assert_eq!(cancel(&world, &deployment), Status::Canceling);
        for _ in 0..30 {
            world.pass_secs(5);
            world.pump();
        }
        let (status, asked) = if lost { (Status::Unknown, vec![]) } else { (Status::Canceling, vec!["77".to_owned()]) };
        assert_eq!((world.get(&deployment).status, world.fake.canceled()), (status, asked));
    }
}

#[test]
fn what_was_looked_for_in_vain_and_is_said_to_be_canceling_is_looked_for_once_more() {
    for lost in [false, true] {
        let world = World::new();
        world.fake.answer(unknown());
        let deployment = world.deploy("1.0.0-rc1");
        for _ in 0..30 {
            world.pass_secs(5);
            world.pump();
        }
        assert_eq!(world.get(&deployment).status, Status::Unknown);
        world.releases.update_deployment_status_by_id(deployment.id, Status::Canceling).call().unwrap();
        world.fake.find(if lost { Found::None } else { found("77") });
        world.releases.cancel_deployment(deployment.id).call().unwrap();
        if lost {
            until(|| world.get(&deployment).status == Status::Unknown);
            assert_eq!(cancel(&world, &deployment), Status::Canceled);
        } else {
            until(|| world.fake.canceled() == ["77"]);
            assert_eq!(world.get(&deployment).status, Status::Canceling);
        }
    }
}
