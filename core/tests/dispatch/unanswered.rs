//! Starts whose outcome is not known: looked for, and never sent again blindly.

use std::sync::mpsc;

use release_core::{BuildStatus, Code, Concurrency, DispatchState, Dispatched, Found, RunRef, Started, Status};

use crate::fake::*;

fn rounds(world: &World, rounds: usize, seconds: u64) {
    for _ in 0..rounds {
        world.pass_secs(seconds);
        world.pump();
    }
}

#[test]
fn a_run_that_is_found_is_adopted() {
    let world = World::new();
    world.fake.answer(unknown()).find(Found::None).find(found("77"));
    let deployment = world.deploy("1.0.0-rc1");
    assert_eq!(deployment.status, Status::Pending);
    assert_eq!(world.dispatch(&deployment).state, DispatchState::Unknown);
    world.pass_secs(4);
    assert_eq!(world.pump(), Dispatched::default());
    world.pass_secs(1);
    assert_eq!(world.pump().unknown, 1);
    world.pass_secs(5);
    assert_eq!(world.pump().started, 1);
    let deployment = world.get(&deployment);
    assert_eq!((deployment.status, deployment.run_id.as_deref()), (Status::InProgress, Some("77")));
    rounds(&world, 10, 100);
    assert_eq!((world.fake.sent(), world.fake.looked()), (1, 2));
    world.fake.report(0, Status::Success, Some("77"));
    assert_eq!(world.get(&deployment).status, Status::Success);
}

#[test]
fn after_the_grace_nobody_knows_until_somebody_says() {
    let world = World::new();
    world.fake.answer(unknown());
    let deployment = world.deploy("1.0.0-rc1");
    rounds(&world, 23, 5);
    assert_eq!(world.get(&deployment).status, Status::Pending);
    rounds(&world, 1, 5);
    let ended = world.get(&deployment);
    assert_eq!((ended.status, ended.error_message.as_deref()), (Status::Unknown, Some("the connection broke")));
    let dispatch = world.dispatch(&deployment);
    assert_eq!((dispatch.state, dispatch.due_at), (DispatchState::Unknown, None));
    rounds(&world, 10, 1000);
    assert_eq!((world.fake.sent(), world.fake.looked()), (1, 24));

    // Unknown blocks nothing, and a report ends it.
    let other = world.deploy("1.0.0-rc1");
    assert_ne!(other.id, deployment.id);
    world.releases.update_deployment_status_by_id(deployment.id, Status::Success).call().unwrap();
    assert_eq!(world.get(&deployment).status, Status::Success);
}

#[test]
fn a_person_may_have_it_sent_again() {
    let world = World::new();
    world.fake.answer(unknown());
    let deployment = world.deploy("1.0.0-rc1");
    rounds(&world, 25, 5);
    let again = world.releases.retry_dispatch(deployment.id).call().unwrap();
    assert_eq!((again.id, again.status), (deployment.id, Status::InProgress));
    assert_eq!((world.fake.sent(), world.dispatch(&deployment).attempts), (2, 2));
    // What the first start may have made has no say any more.
    world.fake.report(0, Status::Failure, Some("lost"));
    assert_eq!(world.get(&deployment).status, Status::InProgress);
}

#[test]
fn a_retry_that_is_overtaken_by_a_report_is_not_sent() {
    let world = World::new();
    world.fake.answer(unknown()).answer(not_sent(None));
    let deployment = world.deploy("1.0.0-rc1");
    rounds(&world, 25, 5);
    world.releases.retry_dispatch(deployment.id).call().unwrap();
    assert_eq!(world.dispatch(&deployment).state, DispatchState::Queued);
    world.releases.update_deployment_status_by_id(deployment.id, Status::Success).call().unwrap();
    assert_eq!(world.dispatch(&deployment).state, DispatchState::Withdrawn);
    rounds(&world, 5, 100);
    assert_eq!(world.fake.sent(), 2);
}

#[test]
fn what_cannot_be_looked_for_is_looked_for_ever_more_seldom() {
    let world = World::new();
    world.fake.answer(unknown());
    for _ in 0..1000 {
        world.fake.find(Found::not_asked("502 Bad Gateway", None));
    }
    let deployment = world.deploy("1.0.0-rc1");
    rounds(&world, 119, 1);
    assert_eq!(world.get(&deployment).status, Status::Pending);
    assert!((5..24).contains(&world.fake.looked()), "{}", world.fake.looked());
    rounds(&world, 60, 1);
    assert_eq!(world.get(&deployment).status, Status::Unknown);
    let before = world.fake.looked();
    rounds(&world, 3600, 1);
    assert!((10..30).contains(&(world.fake.looked() - before)), "{}", world.fake.looked() - before);
    assert_eq!(world.fake.sent(), 1);
}

#[test]
fn a_broken_trigger_hurts_nobody() {
    let world = World::new();
    world.fake.start(|_, _| panic!("out of cheese")).find(found("42"));
    let broken = world.deploy("1.0.0-rc1");
    assert_eq!(broken.status, Status::Pending);
    let dispatch = world.dispatch(&broken);
    assert_eq!(dispatch.state, DispatchState::Unknown);
    assert_eq!(dispatch.message.as_deref(), Some("the trigger broke down: out of cheese"));
    assert_eq!(world.deploy("1.1.0-rc1").status, Status::InProgress);
    rounds(&world, 1, 5);
    assert_eq!((world.get(&broken).status, world.fake.sent()), (Status::InProgress, 2));
}

/// A process that stands still after it took the dispatch: from outside it looks dead.
#[test]
fn what_a_dead_process_may_have_sent_is_looked_for() {
    let world = World::new();
    let (go_on, paused) = mpsc::channel();
    world.fake.start(move |_, _| {
        paused.recv_timeout(LONG).unwrap();
        run("77")
    });
    let call = {
        let releases = world.releases.clone();
        std::thread::spawn(move || releases.create_deployment("web", "prod", "1.0.0-rc1").call().unwrap())
    };
    until(|| world.fake.sent() == 1);
    let id = world.releases.live("web", "prod").call().unwrap().in_flight[0].id;
    let other = world.other_handle();
    other.register_trigger("ci", world.fake.clone()).unwrap();
    world.pass_secs(59);
    assert_eq!(other.dispatch_pending().call().unwrap(), Dispatched::default());
    world.pass_secs(1);
    assert_eq!(other.dispatch_pending().call().unwrap().unknown, 1);
    assert_eq!((world.fake.sent(), world.fake.looked()), (1, 1));
    // It wakes up after all, and what it knows counts.
    go_on.send(()).unwrap();
    call.join().unwrap();
    let deployment = world.releases.get_deployment(id).call().unwrap();
    assert_eq!((deployment.status, deployment.run_id.as_deref()), (Status::InProgress, Some("77")));
    rounds(&world, 10, 100);
    assert_eq!((world.fake.sent(), world.fake.looked()), (1, 1));
}

#[test]
fn who_looks_in_vain_does_not_undo_what_came_meanwhile() {
    for (answer, state, status) in [
        (run("77"), DispatchState::Started, Status::InProgress),
        (refused("no"), DispatchState::Refused, Status::Error),
    ] {
        let world = World::new();
        let (go_on, paused) = mpsc::channel();
        let (fake, releases) = (world.fake.clone(), world.releases.clone());
        fake.start(move |_, _| {
            paused.recv_timeout(LONG).unwrap();
            answer
        });
        let call = std::thread::spawn(move || releases.create_deployment("web", "prod", "1.0.0-rc1").call().unwrap());
        until(|| fake.sent() == 1);
        world.pass_secs(60);
        // The start is answered while another process is looking.
        fake.find_by(move || {
            go_on.send(()).unwrap();
            call.join().unwrap();
            Found::None
        });
        world.pump();
        let deployment = world.releases.list_deployments("web", "prod").call().unwrap().items.remove(0);
        assert_eq!((world.dispatch(&deployment).state, deployment.status), (state, status));
        rounds(&world, 40, 5);
        assert_eq!((world.dispatch(&deployment).state, world.get(&deployment).status), (state, status));
        assert_eq!(world.fake.sent(), 1);
    }
}

#[test]
fn an_idempotent_trigger_sends_again() {
    let world = World::with(Fake::idempotent());
    world.fake.answer(unknown()).start(|_, _| panic!("died")).answer(run("77"));
    let deployment = world.deploy("1.0.0-rc1");
    assert_eq!(deployment.status, Status::Pending);
    rounds(&world, 2, 8);
    assert_eq!((world.fake.sent(), world.fake.looked()), (3, 0));
    let ids: Vec<_> = world.fake.requests().iter().map(|(request, _)| request.dispatch_id).collect();
    assert!(ids.iter().all(|id| *id == ids[0]));
    assert_eq!(world.get(&deployment).status, Status::InProgress);
}

#[test]
fn an_idempotent_trigger_does_not_send_what_was_canceled_or_reported() {
    let world = World::with(Fake::idempotent());
    world.fake.answer(unknown()).answer(unknown());
    let canceled = world.deploy("1.0.0-rc1");
    assert_eq!(world.releases.cancel_deployment(canceled.id).call().unwrap().status, Status::Canceling);
    let reported = world.deploy("1.1.0-rc1");
    world.releases.update_deployment_status_by_id(reported.id, Status::Success).call().unwrap();
    rounds(&world, 40, 5);
    assert_eq!(world.fake.sent(), 2);
    assert_eq!((world.get(&canceled).status, world.get(&reported).status), (Status::Unknown, Status::Success));
}

#[test]
fn a_refusal_of_what_was_perhaps_started_proves_nothing() {
    let world = World::with(Fake::idempotent());
    world.fake.answer(unknown()).answer(refused("no such job"));
    let deployment = world.deploy("1.0.0-rc1");
    rounds(&world, 1, 10);
    let deployment = world.get(&deployment);
    assert_eq!((deployment.status, deployment.error_message.as_deref()), (Status::Unknown, Some("no such job")));
    assert_eq!((world.fake.sent(), world.dispatch(&deployment).state), (2, DispatchState::Unknown));
    world.fake.report(1, Status::Success, Some("77"));
    assert_eq!(world.get(&deployment).status, Status::Success);
}

#[test]
fn a_run_that_was_not_told_and_not_found_is_asked_for_on_and_on() {
    let world = World::new();
    world.fake.answer(Started::Run(RunRef::new(None)));
    let deployment = world.deploy("1.0.0-rc1");
    rounds(&world, 30, 5);
    let deployment = world.get(&deployment);
    assert_eq!((deployment.status, world.dispatch(&deployment).state), (Status::Pending, DispatchState::Started));
    assert!(deployment.error_message.as_deref().unwrap().contains("run-name"), "{deployment:?}");
    // It was started, so it is not started again.
    let error = world.releases.retry_dispatch(deployment.id).call().unwrap_err();
    assert_eq!((error.code(), world.fake.sent()), (Code::InvalidTransition, 1));
    assert_eq!((world.deploy("1.0.0-rc1").id, world.fake.sent()), (deployment.id, 1));
    // It is found where the CI system lists it late.
    world.fake.find(found("77"));
    world.pass_secs(3600);
    assert_eq!(world.releases.check_runs().call().unwrap().moved, 1);
    let deployment = world.get(&deployment);
    assert_eq!((deployment.status, deployment.run_id.as_deref()), (Status::InProgress, Some("77")));
}

#[test]
fn sending_again_by_hand_is_checked_as_a_new_deployment_is() {
    let world = World::new();
    let releases = &world.releases;
    releases.update_environment("web", "prod").concurrency(Concurrency::Reject).call().unwrap();
    world.fake.answer(unknown());
    let lost = world.deploy("1.0.0-rc1");
    rounds(&world, 25, 5);
    assert_eq!(world.get(&lost).status, Status::Unknown);
    let refused = || releases.retry_dispatch(lost.id).call().unwrap_err().code();

    let other = world.deploy("1.1.0-rc1");
    assert_eq!((refused(), world.fake.sent()), (Code::DeploymentInProgress, 2));
    world.fake.report(1, Status::Success, other.run_id.as_deref());
    releases.update_build_status("web", "1.0.0-rc1", BuildStatus::Failed).call().unwrap();
    assert_eq!((refused(), world.fake.sent()), (Code::CandidateNotReady, 2));
    releases.update_build_status("web", "1.0.0-rc1", BuildStatus::Ready).call().unwrap();

    let same = world.deploy("1.0.0-rc1");
    assert_eq!((releases.retry_dispatch(lost.id).call().unwrap().id, world.fake.sent()), (same.id, 3));
    world.fake.report(2, Status::Failure, same.run_id.as_deref());
    assert_eq!((releases.retry_dispatch(lost.id).call().unwrap().id, world.fake.sent()), (lost.id, 4));
}

#[test]
fn a_run_that_is_found_later_is_adopted_while_it_is_still_queued() {
    let world = World::new();
    world.fake.answer(unknown());
    let deployment = world.deploy("1.0.0-rc1");
    rounds(&world, 30, 5);
    assert_eq!(world.get(&deployment).status, Status::Unknown);
    world.fake.find(Found::Run(RunRef::new(Some("77".to_owned()))));
    world.pass_secs(3600);
    let checked = world.releases.check_runs().call().unwrap();
    let adopted = world.get(&deployment);
    assert_eq!((adopted.status, adopted.run_id.as_deref()), (Status::InProgress, Some("77")), "{checked:?}");
    assert_eq!(world.dispatch(&deployment).state, DispatchState::Started);
    // So that nobody starts a second one.
    let error = world.releases.retry_dispatch(deployment.id).call().unwrap_err();
    assert_eq!((error.code(), world.fake.sent()), (Code::InvalidTransition, 1));
}
