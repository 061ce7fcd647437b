//! What is started, when, and what the CI system's answers do.

use std::sync::mpsc;
use std::time::{Duration, Instant};

use release_core::{Code, DispatchState, Releases, RunRef, Started, Status};

use crate::fake::*;

#[test]
fn opening_starts_nothing() {
    let world = World::without_trigger(Fake::default());
    let deployment = world.deploy("1.0.0-rc1");
    assert_eq!(deployment.status, Status::Pending);
    world.pass_secs(1000);
    let other = world.other_handle();
    other.register_trigger("ci", world.fake.clone()).unwrap();
    other.get_deployment(deployment.id).call().unwrap();
    other.live("web", "prod").call().unwrap();
    other.create_release("web", "2.0.0-rc1", "acme/web", COMMIT).call().unwrap();
    assert_eq!(world.fake.sent(), 0);
}

#[test]
fn only_a_handle_with_the_trigger_starts() {
    let world = World::without_trigger(Fake::default());
    let deployment = world.deploy("1.0.0-rc1");
    assert_eq!(world.pump().without_trigger, 1);
    world.releases.register_trigger("another", world.fake.clone()).unwrap();
    assert_eq!(world.pump().without_trigger, 1);
    assert_eq!(world.fake.sent(), 0);
    world.releases.register_trigger("ci", world.fake.clone()).unwrap();
    let round = world.pump();
    assert_eq!((round.started, round.without_trigger, world.fake.sent()), (1, 0, 1));
    assert_eq!(world.get(&deployment).status, Status::InProgress);
}

#[test]
fn a_deployment_starts_its_workflow_and_answers_with_its_run() {
    let world = World::new();
    let deployment = world.deploy("1.0.0-rc1");
    assert_eq!((deployment.status, deployment.run_id.as_deref()), (Status::InProgress, Some("run-1")));
    assert_eq!(deployment.url.as_deref(), Some("https://ci/run-1"));
    let dispatch = world.dispatch(&deployment);
    assert_eq!((dispatch.state, dispatch.attempts, dispatch.due_at), (DispatchState::Started, 1, None));
    {
        let requests = world.fake.requests();
        let (request, _) = &requests[0];
        assert_eq!(request.deployment_id, Some(deployment.id));
        assert_eq!(request.environment.as_ref().map(|name| name.as_str()), Some("prod"));
        assert_eq!((request.attempt, request.commit.as_str()), (1, COMMIT));
    }
    assert_eq!(world.deploy("1.0.0-rc1").id, deployment.id);
    world.pass_secs(10_000);
    assert_eq!(world.pump(), Default::default());
    assert_eq!(world.fake.sent(), 1);
}

#[test]
fn later_means_the_next_round() {
    let world = World::new();
    let deployment = world.deploy_later("1.0.0-rc1");
    assert_eq!((deployment.status, world.fake.sent()), (Status::Pending, 0));
    assert_eq!(world.dispatch(&deployment).state, DispatchState::Queued);
    assert_eq!(world.pump().started, 1);
    assert_eq!(world.get(&deployment).status, Status::InProgress);

    let second = world.deploy_later("1.1.0-rc1");
    assert_eq!(world.releases.dispatch(second.id).call().unwrap().status, Status::InProgress);
    // One that runs already is answered as it is.
    assert_eq!(world.releases.dispatch(second.id).call().unwrap().id, second.id);
    assert_eq!(world.fake.sent(), 2);
}

#[test]
fn a_refusal_is_the_deployments_end_and_no_failed_call() {
    let world = World::new();
    world.fake.answer(refused("Workflow does not have 'workflow_dispatch' trigger"));
    let deployment = world.deploy("1.0.0-rc1");
    assert_eq!(deployment.status, Status::Error);
    assert_eq!(deployment.error_message.as_deref(), Some("Workflow does not have 'workflow_dispatch' trigger"));
    assert!(deployment.deploy_end_at.is_some());
    assert_eq!(world.dispatch(&deployment).state, DispatchState::Refused);
    world.fake.answer(refused(""));
    assert_eq!(world.deploy("1.0.0-rc1").error_message.as_deref(), Some("the CI system gave no reason"));
    world.fake.answer(refused(&"é".repeat(10_000)));
    let long = world.deploy("1.0.0-rc1").error_message.unwrap();
    assert_eq!(long.len(), 2000);
}

#[test]
fn an_explicit_start_that_is_refused_fails() {
    let world = World::new();
    let deployment = world.deploy_later("1.0.0-rc1");
    world.fake.answer(refused("no such branch")).answer(refused("still no such branch"));
    let error = world.releases.dispatch(deployment.id).call().unwrap_err();
    assert_eq!((error.code(), error.get("words")), (Code::DispatchFailed, Some("no such branch")));
    assert_eq!(world.get(&deployment).status, Status::Error);

    let error = world.releases.retry_dispatch(deployment.id).call().unwrap_err();
    assert_eq!((error.code(), error.get("words")), (Code::DispatchFailed, Some("still no such branch")));
    let again = world.releases.retry_dispatch(deployment.id).call().unwrap();
    assert_eq!((again.status, again.retry_of), (Status::InProgress, Some(deployment.id)));
    assert_ne!(again.id, deployment.id);
    // While that one is open, a repeated retry starts nothing more.
    assert_eq!(world.releases.retry_dispatch(deployment.id).call().unwrap().id, again.id);
    assert_eq!(world.fake.sent(), 3);
    let error = world.releases.retry_dispatch(again.id).call().unwrap_err();
    assert_eq!(error.code(), Code::InvalidTransition);
    let all = world.releases.list_deployments("web", "prod").call().unwrap();
    assert_eq!(all.total, Some(3));
}

#[test]
fn what_was_not_sent_is_tried_again_ever_more_seldom() {
    let world = World::new();
    for _ in 0..5 {
        world.fake.answer(not_sent(None));
    }
    let deployment = world.deploy("1.0.0-rc1");
    assert_eq!((deployment.status, world.fake.sent()), (Status::Pending, 1));
    // Twice as long each time, and by chance up to a half longer.
    for (tries, backoff) in [(1, 1000), (2, 2000), (3, 4000), (4, 8000)] {
        let dispatch = world.dispatch(&deployment);
        assert_eq!((dispatch.state, dispatch.message.as_deref()), (DispatchState::Queued, Some("no network")));
        world.pass(Duration::from_millis(backoff - 1));
        assert_eq!(world.pump(), Default::default());
        assert_eq!(world.fake.sent(), tries);
        world.pass(Duration::from_millis(backoff / 2 + 1));
        assert_eq!(world.pump().postponed, 1);
    }
    world.pass_secs(24);
    assert_eq!(world.pump().started, 1);
    let dispatch = world.dispatch(&deployment);
    assert_eq!((dispatch.attempts, dispatch.message), (6, None));
    assert_eq!(world.get(&deployment).status, Status::InProgress);
}

#[test]
fn the_ci_system_says_when_to_come_back() {
    let world = World::new();
    world.fake.answer(not_sent(Some(3600)));
    let deployment = world.deploy("1.0.0-rc1");
    world.pass_secs(3599);
    assert_eq!(world.pump(), Default::default());
    world.pass_secs(2);
    assert_eq!(world.pump().started, 1);
    assert_eq!(world.get(&deployment).status, Status::InProgress);
}

#[test]
fn what_is_reported_first_is_not_started() {
    let world = World::new();
    let deployment = world.deploy_later("1.0.0-rc1");
    world.releases.update_deployment_status("web", "prod", "1.0.0-rc1", Status::InProgress).call().unwrap();
    assert_eq!(world.dispatch(&deployment).state, DispatchState::Withdrawn);
    // A run that is only queued is a run, too.
    let second = world.deploy_later("1.1.0-rc1");
    world.releases.update_deployment_status_by_id(second.id, Status::Pending).run_id("77").call().unwrap();
    assert_eq!(world.dispatch(&second).state, DispatchState::Withdrawn);
    assert_eq!(world.pump(), Default::default());
    assert_eq!(world.fake.sent(), 0);
}

#[test]
fn what_is_reported_while_nothing_can_be_sent_is_not_started_either() {
    let world = World::new();
    let releases = world.releases.clone();
    world.fake.start(move |request, _| {
        releases.update_deployment_status_by_id(request.deployment_id.unwrap(), Status::InProgress).call().unwrap();
        not_sent(None)
    });
    let deployment = world.deploy("1.0.0-rc1");
    assert_eq!(deployment.status, Status::InProgress);
    assert_eq!(world.dispatch(&deployment).state, DispatchState::Withdrawn);

    let releases = world.releases.clone();
    world.fake.start(move |request, _| {
        let id = request.deployment_id.unwrap();
        releases.update_deployment_status_by_id(id, Status::InProgress).run_id("by-hand").call().unwrap();
        refused("busy")
    });
    let deployment = world.deploy("1.1.0-rc1");
    assert_eq!((deployment.status, deployment.run_id.as_deref()), (Status::InProgress, Some("by-hand")));
    world.pass_secs(1000);
    world.pump();
    assert_eq!(world.fake.sent(), 2);
}

#[test]
fn a_start_may_outlast_the_call() {
    let world = World::new();
    let patient = world.releases.clone();
    let hasty = Releases::options().dispatch_wait(Duration::from_millis(20)).open_storage(world.storage.clone());
    hasty.register_trigger("ci", world.fake.clone()).unwrap();
    let (answer, given) = mpsc::channel();
    world.fake.start(move |_, _| given.recv_timeout(LONG).unwrap());
    let begun = Instant::now();
    let deployment = hasty.create_deployment("web", "prod", "1.0.0-rc1").call().unwrap();
    assert!(begun.elapsed() < LONG);
    assert_eq!(deployment.status, Status::Pending);
    answer.send(run("slow")).unwrap();
    until(|| patient.get_deployment(deployment.id).call().unwrap().status == Status::InProgress);
    assert_eq!(world.get(&deployment).run_id.as_deref(), Some("slow"));
}

#[test]
fn what_cannot_be_kept_is_as_if_it_had_not_been_told() {
    let world = World::new();
    let url = Some("javascript:alert(1)".to_owned());
    world.fake.answer(Started::Run(RunRef::new(Some("x".repeat(10_000))).url(url)));
    let deployment = world.deploy("1.0.0-rc1");
    assert_eq!((deployment.status, deployment.run_id, deployment.url), (Status::Pending, None, None));
}

#[test]
fn a_wait_wakes_when_the_run_ends_and_keeps_its_limit() {
    let world = World::new();
    let deployment = world.deploy("1.0.0-rc1");
    let begun = Instant::now();
    let open = world.releases.wait(deployment.id).limit(Duration::from_millis(50)).call().unwrap();
    assert_eq!(open.status, Status::InProgress);
    assert!(begun.elapsed() >= Duration::from_millis(50) && begun.elapsed() < LONG);
    let waiting = {
        let (releases, id) = (world.releases.clone(), deployment.id);
        std::thread::spawn(move || releases.wait(id).call().map(|ended| (ended.status, Instant::now())))
    };
    std::thread::sleep(Duration::from_millis(100));
    world.fake.report(0, Status::Success, Some("run-1"));
    let reported = Instant::now();
    let (status, woken) = waiting.join().unwrap().unwrap();
    assert_eq!(status, Status::Success);
    assert!(woken.saturating_duration_since(reported) < LONG);
    assert_eq!(world.releases.wait("nonsense").call().unwrap_err().code(), Code::InvalidRequest);
}

#[test]
fn a_start_that_hangs_does_not_hold_up_the_others() {
    let world = World::new();
    let (go_on, paused) = std::sync::mpsc::channel();
    world.fake.start(move |_, _| {
        paused.recv_timeout(LONG).unwrap();
        run("slow")
    });
    let all = ["1.0.0-rc1", "1.1.0-rc1", "1.2.0-rc1"].map(|version| world.deploy_later(version));
    let releases = world.releases.clone();
    let pump = std::thread::spawn(move || releases.dispatch_pending().call().unwrap());
    let started = || all.iter().filter(|one| world.dispatch(one).state == DispatchState::Started).count();
    until(|| started() == 2);
    go_on.send(()).unwrap();
    assert_eq!(pump.join().unwrap().started, 3);
    assert_eq!(started(), 3);
}

#[test]
fn what_a_ci_system_says_is_kept_without_nul_characters() {
    let world = World::new();
    world.fake.answer(refused("no\0 such\0 workflow"));
    let refused = world.deploy("1.0.0-rc1");
    assert_eq!(refused.error_message.as_deref(), Some("no such workflow"));
    assert_eq!(world.dispatch(&refused).message.as_deref(), Some("no such workflow"));

    let deployment = world.deploy("1.1.0-rc1");
    let reports = world.fake.requests()[1].1.clone();
    let report = release_core::RunReport::new(Status::Failure).run_id(deployment.run_id.clone());
    reports.report(report.error_message(Some("\0two\0 tests failed".to_owned()))).unwrap();
    assert_eq!(world.get(&deployment).error_message.as_deref(), Some("two tests failed"));
}
