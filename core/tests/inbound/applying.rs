//! A webhook moves the deployment or build that its run is of.

use release_core::{BuildStatus, Code, DeliveryOutcome, GithubConnection, Status};

use crate::world::*;

#[test]
fn a_run_is_followed_to_its_end_by_its_id() {
    let world = World::github();
    let deployment = world.deploy();
    for (nth, moment, status, outcome) in [
        ("1", QUEUED, "pending", DeliveryOutcome::Applied),
        ("2", RUNNING, "in_progress", DeliveryOutcome::Applied),
        ("3", SUCCEEDED, "success", DeliveryOutcome::Applied),
    ] {
        let answer = world.github_sends(nth, &run(9001, "deploy", moment)).unwrap();
        assert_eq!((answer.outcome, world.status(&deployment)), (outcome, status.to_owned()), "{answer:?}");
        assert_eq!(answer.status_after.as_deref(), Some(status));
        assert_eq!(answer.deployment_id, Some(deployment.id));
        assert_eq!((answer.run_id.as_deref(), answer.attempt), (Some("9001"), Some(1)));
    }
    let ended = world.get(&deployment);
    assert_eq!(ended.url.as_deref(), Some("https://github.com/acme/web/actions/runs/9001"));
    assert_eq!(world.releases.live("web", "prod").call().unwrap().deployment.unwrap().id, deployment.id);
}

#[test]
fn a_run_without_a_known_id_is_found_by_what_its_title_names() {
    let world = World::new(Fake::of("github", false));
    for by_dispatch in [true, false] {
        let deployment = world.deploy();
        assert_eq!(deployment.run_id, None);
        let id = if by_dispatch { deployment.dispatch_id.unwrap().to_string() } else { deployment.id.to_string() };
        let run_id = if by_dispatch { 71 } else { 72 };
        let title = format!("Deploy 1.0.0-rc1 ({id})");
        let answer = world.github_sends(&format!("{run_id}-a"), &run(run_id, &title, RUNNING)).unwrap();
        assert_eq!(answer.status_before.as_deref(), Some("pending"));
        assert_eq!(world.get(&deployment).run_id, Some(run_id.to_string()));
        world.github_sends(&format!("{run_id}-b"), &run(run_id, &title, FAILED)).unwrap();
        let ended = world.get(&deployment);
        assert_eq!(ended.status, Status::Failure);
        assert_eq!(ended.error_message.as_deref(), Some("the GitHub run failed"));
        // Another run that somebody gave the same title is not this deployment's.
        let other = world.github_sends(&format!("{run_id}-c"), &run(run_id + 100, &title, SUCCEEDED)).unwrap();
        assert_eq!(other.outcome, DeliveryOutcome::UnknownRun);
        assert_eq!(world.get(&deployment), ended);
    }
}

#[test]
fn what_neutral_counts_as_is_the_connections_to_say() {
    let neutral = moment(1, "completed", Some("neutral"), 3);
    let world = World::github();
    let deployment = world.deploy();
    world.github_sends("1", &run(9001, "deploy", neutral)).unwrap();
    assert_eq!(world.status(&deployment), "success");
    for (status, word) in [(Status::Failure, "failure"), (Status::Canceled, "canceled"), (Status::Success, "success")] {
        let world = World::github();
        let github = GithubConnection::new("ghp").webhook_secret(SECRET);
        world.releases.connect("ci", github.neutral(status)).unwrap();
        world.releases.register_trigger("ci", world.fake.clone()).unwrap();
        let deployment = world.deploy();
        world.github_sends("1", &run(9001, "deploy", neutral)).unwrap();
        assert_eq!(world.status(&deployment), word);
    }
    let open = GithubConnection::new("ghp").neutral(Status::Unknown);
    let error = world.releases.connect("ci", open).unwrap_err();
    assert_eq!((error.code(), error.get("field")), (Code::InvalidRequest, Some("neutral")));
}

#[test]
fn a_delivery_is_applied_once() {
    let world = World::github();
    let deployment = world.deploy();
    let body = run(9001, "deploy", SUCCEEDED);
    assert_eq!(world.github_sends("one", &body).unwrap().outcome, DeliveryOutcome::Applied);
    let ended = world.get(&deployment);
    let lines = world.actions().len();
    for delivery in ["one", "one", "two"] {
        let again = world.github_sends(delivery, &body).unwrap();
        assert_eq!(again.outcome, DeliveryOutcome::AlreadyApplied, "{again:?}");
        assert!(again.reason.is_some());
        assert_eq!((again.status_before.as_deref(), again.status_after.as_deref()), (Some("success"), Some("success")));
        assert_eq!(again.deployment_id, Some(deployment.id));
    }
    assert_eq!((world.get(&deployment), world.actions().len()), (ended, lines));
}

#[test]
fn deliveries_are_forgotten_when_they_have_expired() {
    let world = World::github();
    world.deploy();
    world.github_sends("one", &run(9001, "deploy", RUNNING)).unwrap();
    assert_eq!(world.releases.purge_expired().call().unwrap(), 0);
    world.pass(std::time::Duration::from_secs(8 * 24 * 3600));
    assert_eq!(world.releases.purge_expired().call().unwrap(), 1);
}

#[test]
fn what_is_late_changes_nothing() {
    let world = World::github();
    let deployment = world.deploy();
    world.github_sends("1", &run(9001, "deploy", SUCCEEDED)).unwrap();
    let ended = world.get(&deployment);
    for (delivery, moment) in [("2", RUNNING), ("3", QUEUED), ("4", moment(1, "completed", Some("failure"), 2))] {
        let late = world.github_sends(delivery, &run(9001, "deploy", moment)).unwrap();
        assert_eq!(late.outcome, DeliveryOutcome::Stale, "{late:?}");
        assert!(late.reason.is_some());
        assert_eq!(world.get(&deployment), ended);
    }
}

#[test]
fn a_run_that_is_attempted_again_is_a_deployment_of_its_own() {
    let world = World::github();
    let first = world.deploy();
    world.github_sends("1", &run(9001, "deploy", FAILED)).unwrap();
    let again = world.github_sends("2", &run(9001, "deploy", moment(2, "queued", None, 10))).unwrap();
    assert_eq!((again.outcome, again.attempt), (DeliveryOutcome::Applied, Some(2)));
    let second = again.deployment_id.unwrap();
    assert_ne!(second, first.id);
    let ended = world.github_sends("3", &run(9001, "deploy", moment(2, "completed", Some("success"), 12))).unwrap();
    assert_eq!((ended.deployment_id, ended.status_after.as_deref()), (Some(second), Some("success")));
    // The first attempt's webhooks are late now, whatever they say.
    let late = world.github_sends("4", &run(9001, "deploy", moment(1, "completed", Some("failure"), 99))).unwrap();
    assert_eq!(late.outcome, DeliveryOutcome::Stale);
    assert_eq!(world.status(&first), "failure");
    assert_eq!(world.releases.list_deployments("web", "prod").call().unwrap().items.len(), 2);
}

#[test]
fn a_build_becomes_ready_or_failed() {
    let world = World::github();
    let cut = |version: &str| {
        let call = world.releases.create_release("web", version, "acme/web", COMMIT);
        call.trigger_build_workflow(true).call().unwrap()
    };
    let candidate = |version: &str| world.releases.get_candidate("web", version).call().unwrap();
    cut("1.1.0-rc1");
    let answer = world.github_sends("1", &run(9001, "build", RUNNING)).unwrap();
    assert_eq!((answer.outcome, answer.status_after.as_deref()), (DeliveryOutcome::Applied, Some("building")));
    assert_eq!((answer.deployment_id, answer.candidate_version.unwrap().as_str()), (None, "1.1.0-rc1"));
    world.github_sends("2", &run(9001, "build", SUCCEEDED)).unwrap();
    assert_eq!(candidate("1.1.0-rc1").build_status, BuildStatus::Ready);
    assert_eq!(world.github_sends("3", &run(9001, "build", RUNNING)).unwrap().outcome, DeliveryOutcome::Stale);

    cut("1.2.0-rc1");
    world.github_sends("4", &run(9002, "build", FAILED)).unwrap();
    let failed = candidate("1.2.0-rc1");
    assert_eq!(failed.build_status, BuildStatus::Failed);
    assert_eq!(failed.error_message.as_deref(), Some("the GitHub run failed"));
    // Attempted again on GitHub: its end counts, and the first one's no more.
    let again = world.github_sends("5", &run(9002, "build", moment(2, "in_progress", None, 10))).unwrap();
    assert_eq!((again.outcome, candidate("1.2.0-rc1").build_status), (DeliveryOutcome::Ignored, BuildStatus::Failed));
    world.github_sends("6", &run(9002, "build", moment(2, "completed", Some("success"), 12))).unwrap();
    world.github_sends("7", &run(9002, "build", moment(1, "completed", Some("failure"), 20))).unwrap();
    assert_eq!(candidate("1.2.0-rc1").build_status, BuildStatus::Ready);
}

#[test]
fn a_build_that_was_started_again_is_not_moved_by_the_run_before() {
    let world = World::new(Fake::of("github", false));
    let call = world.releases.create_release("web", "1.1.0-rc1", "acme/web", COMMIT);
    let first = call.trigger_build_workflow(true).call().unwrap();
    let title = |dispatch: release_core::DispatchId| format!("build {dispatch}");
    let before = title(first.dispatch_id.unwrap());
    world.github_sends("1", &run(71, &before, FAILED)).unwrap();
    let second = world.releases.rebuild("web", "1.1.0-rc1").call().unwrap();
    let late = world.github_sends("2", &run(71, &before, moment(1, "completed", Some("failure"), 9))).unwrap();
    assert_eq!(late.outcome, DeliveryOutcome::UnknownRun);
    // Neither where it names the candidate, whose builds its id does not tell from each other.
    let late =
        world.github_sends("3", &run(71, &format!("build {}", first.id), moment(1, "completed", Some("failure"), -9)));
    assert_eq!(late.unwrap().outcome, DeliveryOutcome::UnknownRun);
    world.github_sends("4", &run(72, &title(second.dispatch_id.unwrap()), SUCCEEDED)).unwrap();
    let candidate = world.releases.get_candidate("web", "1.1.0-rc1").call().unwrap();
    assert_eq!((candidate.build_status, candidate.run_id.as_deref()), (BuildStatus::Ready, Some("72")));
}

#[test]
fn the_end_of_a_canceled_run_lets_a_rollback_start() {
    let world = World::github();
    world.deploy();
    world.github_sends("1", &run(9001, "deploy", SUCCEEDED)).unwrap();
    world.releases.create_release("web", "1.0.0-rc2", "acme/web", COMMIT).call().unwrap();
    let bad = world.releases.create_deployment("web", "prod", "1.0.0-rc2").call().unwrap();
    world.github_sends("2", &run(9002, "deploy", RUNNING)).unwrap();
    let back = world.releases.rollback("web", "prod").call().unwrap().deployment.unwrap();
    assert_eq!((world.status(&bad).as_str(), world.fake.started()), ("canceling", 2));
    // A run that is being canceled and says that it runs is no step back.
    let late = world.github_sends("3", &run(9002, "deploy", moment(1, "in_progress", None, 5))).unwrap();
    assert_eq!(late.outcome, DeliveryOutcome::Stale);
    world.github_sends("4", &run(9002, "deploy", moment(1, "completed", Some("cancelled"), 9))).unwrap();
    assert_eq!(world.status(&bad), "canceled");
    until(|| world.fake.started() == 3 && world.get(&back).run_id.is_some());
}

#[test]
fn a_run_that_nobody_knows_is_kept_and_taken_once_it_is_known() {
    let world = World::new(Fake::of("github", false));
    let deployment = world.deploy();
    let body = run(71, "Deploy by hand", SUCCEEDED);
    let unknown = world.github_sends("1", &body).unwrap();
    assert_eq!((unknown.outcome, unknown.run_id.as_deref()), (DeliveryOutcome::UnknownRun, Some("71")));
    assert_eq!(world.actions()[0], "webhook.unknown_run");
    assert_eq!(world.status(&deployment), "pending");
    // A repository's tests run all day long.
    let lines = world.actions().len();
    let mut push = run(72, "Fix a typo", SUCCEEDED);
    push["workflow_run"]["event"] = "push".into();
    assert_eq!(world.github_sends("2", &push).unwrap().outcome, DeliveryOutcome::UnknownRun);
    assert_eq!(world.actions().len(), lines);
    // Once its run is known, the same delivery counts.
    world.releases.sync_deploy(deployment.id, 71).call().unwrap();
    assert_eq!(world.github_sends("1", &body).unwrap().outcome, DeliveryOutcome::Applied);
    assert_eq!(world.status(&deployment), "success");
}

#[test]
fn a_connection_moves_only_what_was_started_over_it() {
    let world = World::github();
    let deployment = world.deploy();
    world.releases.connect("other", GithubConnection::new("ghp").webhook_secret(SECRET)).unwrap();
    for title in ["deploy".to_owned(), deployment.id.to_string(), deployment.dispatch_id.unwrap().to_string()] {
        let body = run(9001, &title, SUCCEEDED).to_string().into_bytes();
        let headers = github_headers("workflow_run", &title, &body);
        let answer = world.releases.apply_webhook("other", headers, body).call().unwrap();
        assert_eq!(answer.outcome, DeliveryOutcome::UnknownRun, "{answer:?}");
    }
    assert_eq!(world.status(&deployment), "pending");
}

#[test]
fn a_reported_deployment_is_followed_in_its_own_repository_only() {
    let world = World::github();
    world.releases.create_environment("web", "canary").call().unwrap();
    let report = |run: &str| {
        let call = world.releases.update_deployment_status("web", "canary", "1.0.0-rc1", "in_progress");
        call.run_id(run).call().unwrap()
    };
    let deployment = report("501");
    let mut elsewhere = run(501, "deploy", SUCCEEDED);
    elsewhere["repository"]["full_name"] = "acme/api".into();
    assert_eq!(world.github_sends("1", &elsewhere).unwrap().outcome, DeliveryOutcome::UnknownRun);
    world.github_sends("2", &run(501, "deploy", SUCCEEDED)).unwrap();
    assert_eq!(world.status(&deployment), "success");
    // Also under a name that the repository had before.
    world.releases.rename_repository("web", "acme/site").call().unwrap();
    let deployment = report("502");
    world.github_sends("3", &run(502, "deploy", SUCCEEDED)).unwrap();
    assert_eq!(world.status(&deployment), "success");
}

#[test]
fn a_run_that_is_heard_of_while_nobody_knows_is_adopted_also_where_it_is_queued() {
    let world = World::new(Fake::of("github", false));
    for by_dispatch in [true, false] {
        let deployment = world.deploy();
        world.releases.update_deployment_status_by_id(deployment.id, Status::Unknown).call().unwrap();
        let id = if by_dispatch { deployment.dispatch_id.unwrap().to_string() } else { deployment.id.to_string() };
        let run_id = if by_dispatch { 71 } else { 72 };
        let answer = world.github_sends(&format!("{run_id}-a"), &run(run_id, &id, QUEUED)).unwrap();
        assert_eq!((answer.outcome, answer.run_id), (DeliveryOutcome::Applied, Some(run_id.to_string())));
        let adopted = world.get(&deployment);
        assert_eq!((adopted.status, adopted.run_id), (Status::InProgress, Some(run_id.to_string())));
        // Of a run that is known, what says that it is queued is old.
        world.releases.update_deployment_status_by_id(deployment.id, Status::Unknown).call().unwrap();
        world.github_sends(&format!("{run_id}-b"), &run(run_id, &id, QUEUED)).unwrap();
        assert_eq!(world.status(&deployment), "unknown");
        world.github_sends(&format!("{run_id}-c"), &run(run_id, &id, SUCCEEDED)).unwrap();
        assert_eq!(world.status(&deployment), "success");
    }
}
