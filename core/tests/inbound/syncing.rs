//! The two calls by which a step of a workflow says which run it is of.

use release_core::inbound;
use release_core::{Code, Status};

use crate::world::*;

#[test]
fn bodies_hold_texts_or_numbers() {
    let id = "0190a5e0-7b1c-7000-8000-00000000000a";
    let body = format!(r#"{{"release_cut_id": "{id}", "workflow_run_id": 30433642, "extra": {{}}}}"#);
    let sync = inbound::sync_build(body.as_bytes()).unwrap();
    assert_eq!((&*sync.release_cut_id, &*sync.workflow_run_id), (id, "30433642"));
    let sync = inbound::sync_deploy(br#"{"deployment_id": 5, "workflow_run_id": "30433642"}"#).unwrap();
    assert_eq!((&*sync.deployment_id, &*sync.workflow_run_id), ("5", "30433642"));
    for bad in [
        &b"{}"[..],
        b"",
        b"\xff",
        br#"{"deployment_id": null, "workflow_run_id": 1}"#,
        br#"{"deployment_id": [], "workflow_run_id": 1}"#,
    ] {
        assert_eq!(inbound::sync_deploy(bad).unwrap_err().code(), Code::InvalidRequest);
        assert_eq!(inbound::sync_build(bad).unwrap_err().code(), Code::InvalidRequest);
    }
    let huge = vec![b' '; inbound::MAX_BODY + 1];
    assert_eq!(inbound::sync_build(&huge).unwrap_err().code(), Code::PayloadTooLarge);
}

#[test]
fn a_deployment_learns_of_its_run_and_is_in_progress() {
    let world = World::new(Fake::of("github", false));
    let deployment = world.deploy();
    for _ in 0..2 {
        let linked = world.releases.sync_deploy(deployment.id, 71).call().unwrap();
        assert_eq!((linked.status, linked.run_id.as_deref()), (Status::InProgress, Some("71")));
    }
    assert_eq!(
        world.releases.get_dispatch(deployment.dispatch_id.unwrap()).call().unwrap().run_id.as_deref(),
        Some("71")
    );
    let error = world.releases.sync_deploy(deployment.id, 72).call().unwrap_err();
    assert_eq!((error.code(), error.get("run_id")), (Code::InvalidTransition, Some("71")));
    world.github_sends("1", &run(71, "deploy", SUCCEEDED)).unwrap();
    // The call of a run that has ended comes late.
    assert_eq!(world.releases.sync_deploy(deployment.id, 71).call().unwrap().status, Status::Success);
    assert_eq!(world.releases.list_deployments("web", "prod").call().unwrap().items.len(), 1);
    assert_eq!(world.releases.sync_deploy("5", 1).call().unwrap_err().code(), Code::InvalidRequest);
    let nobody = "0190a5e0-7b1c-7000-8000-00000000000a";
    assert_eq!(world.releases.sync_deploy(nobody, 1).call().unwrap_err().code(), Code::DeploymentNotFound);
    assert_eq!(world.releases.sync_deploy(deployment.id, "").call().unwrap_err().code(), Code::InvalidRequest);
}

#[test]
fn a_build_learns_of_its_run() {
    let world = World::new(Fake::of("github", false));
    let call = world.releases.create_release("web", "1.1.0-rc1", "acme/web", COMMIT);
    let candidate = call.trigger_build_workflow(true).call().unwrap();
    let linked = world.releases.sync_build(candidate.id, "71").call().unwrap();
    assert_eq!((linked.build_status.as_str(), linked.run_id.as_deref()), ("building", Some("71")));
    let error = world.releases.sync_build(candidate.id, "72").call().unwrap_err();
    assert_eq!(error.code(), Code::InvalidTransition);
    world.github_sends("1", &run(71, "build", SUCCEEDED)).unwrap();
    assert_eq!(world.releases.sync_build(candidate.id, "71").call().unwrap().build_status.as_str(), "ready");
    let nobody = "0190a5e0-7b1c-7000-8000-00000000000a";
    assert_eq!(world.releases.sync_build(nobody, 1).call().unwrap_err().code(), Code::ReleaseNotFound);
}
