//! Buildkite.

use release_core::{BuildkiteConnection, Code, DispatchState, Status, Workflow};
use serde_json::json;

use crate::fakes::FakeBuildkite;
use crate::forge::{Fault, Reply};
use crate::world::{COMMIT, TOKEN, World};

fn workflow() -> Workflow {
    let workflow = Workflow::new("buildkite", "ci").unwrap();
    workflow.setting("pipeline", "deploy").setting("branch", "main").parameter("REGION", "eu-west-1")
}

fn world(buildkite: &FakeBuildkite) -> World {
    World::new(&workflow(), BuildkiteConnection::new("acme", TOKEN).base_url(buildkite.server.url()))
}

#[test]
fn a_start_makes_a_build_with_its_facts() {
    let buildkite = FakeBuildkite::start();
    let world = world(&buildkite);
    let deployment = world.deploy("1.0.0-rc1");
    let build = &buildkite.builds()[0];
    assert_eq!(
        (deployment.run_id.as_deref(), deployment.url.as_deref()),
        (build["id"].as_str(), build["web_url"].as_str())
    );
    let env = json!({
        "AVIATOR_DEPLOYMENT_ID": deployment.id.to_string(),
        "AVIATOR_RELEASE_CANDIDATE_VERSION": "1.0.0-rc1",
        "AVIATOR_RELEASE_CUT_COMMIT_HASH": COMMIT,
        "REGION": "eu-west-1",
    });
    assert_eq!((&build["env"], &build["branch"], &build["commit"]), (&env, &json!("main"), &json!(COMMIT)));
    assert_eq!(build["meta_data"]["release_dispatch_id"], json!(deployment.dispatch_id.unwrap().to_string()));

    let plain = workflow().setting("inputs", "plain");
    world.releases.update_environment("web", "prod").deploy_workflow(plain).call().unwrap();
    world.deploy("1.1.0-rc1");
    assert_eq!(buildkite.builds()[1]["env"]["COMMIT_SHA"], json!(COMMIT));
}

#[test]
fn a_build_whose_start_was_not_answered_is_found() {
    for fault in [Fault::DropAfter, Fault::AfterActing(Reply::new(503, "down"))] {
        let buildkite = FakeBuildkite::start();
        buildkite.server.fault(fault);
        let world = world(&buildkite);
        let deployment = world.deploy("1.0.0-rc1");
        assert_eq!(world.dispatch(&deployment).state, DispatchState::Unknown);
        world.pump(5);
        assert_eq!(world.get(&deployment).run_id.as_deref(), buildkite.builds()[0]["id"].as_str());
        assert_eq!((buildkite.starts(), buildkite.builds().len()), (1, 1));
    }
}

#[test]
fn a_build_is_canceled_by_its_number() {
    let buildkite = FakeBuildkite::start();
    let world = world(&buildkite);
    let first = world.deploy("1.0.0-rc1");
    buildkite.set_state(0, "running");
    assert_eq!(world.releases.cancel_deployment(first.id).call().unwrap().status, Status::Canceling);
    assert_eq!(buildkite.builds()[0]["state"], json!("canceling"));
    // One that has ended needs no asking.
    let second = world.deploy("1.1.0-rc1");
    buildkite.set_state(1, "passed");
    world.releases.cancel_deployment(second.id).call().unwrap();
    assert_eq!((world.dispatch(&second).due_at, &buildkite.builds()[1]["state"]), (None, &json!("passed")));
    // One that cannot be canceled so far is asked again.
    let third = world.deploy("1.2.0-rc1");
    buildkite.set_state(2, "creating");
    world.releases.cancel_deployment(third.id).call().unwrap();
    buildkite.set_state(2, "scheduled");
    world.pump(5);
    assert_eq!(buildkite.builds()[2]["state"], json!("canceling"));
}

#[test]
fn limits_and_refusals_are_told() {
    let buildkite = FakeBuildkite::start();
    let limit = json!({"message": "You have exceeded your API rate limit", "scope": "rest", "limit": 200, "reset": 42});
    let limit = Reply::new(429, limit).header("RateLimit-Remaining", 0).header("RateLimit-Reset", 42);
    buildkite.server.fault(Fault::Instead(limit));
    let world = world(&buildkite);
    let deployment = world.deploy("1.0.0-rc1");
    assert_eq!(world.dispatch(&deployment).state, DispatchState::Queued);
    assert!((41..50).contains(&world.due_in(&deployment)), "{}", world.due_in(&deployment));

    let gone = FakeBuildkite::start();
    gone.server.fault(Fault::Instead(Reply::new(
        422,
        json!({"message": "Validation failed", "errors": [{"field": "branch", "code": "missing"}]}),
    )));
    world.releases.connect("ci", BuildkiteConnection::new("acme", TOKEN).base_url(gone.server.url())).unwrap();
    let refused = world.deploy("1.1.0-rc1");
    let words = refused.error_message.unwrap();
    assert!(words.contains("Validation failed") && words.contains("branch"), "{words}");
}

#[test]
fn what_buildkite_would_not_take_is_refused_where_it_is_stored() {
    let buildkite = FakeBuildkite::start();
    let world = world(&buildkite);
    for workflow in [
        workflow().setting("pipeline", "../../x"),
        workflow().setting("branch", "a b"),
        workflow().setting("inputs", "own"),
        workflow().setting("url", "https://evil.example"),
        workflow().parameter("AVIATOR_DEPLOYMENT_ID", "x"),
        Workflow::new("buildkite", "ci").unwrap().setting("pipeline", "deploy"),
    ] {
        let error = world.releases.update_environment("web", "prod").deploy_workflow(workflow).call().unwrap_err();
        assert_eq!(error.code(), Code::InvalidRequest);
    }
}
