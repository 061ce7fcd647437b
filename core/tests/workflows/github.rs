//! GitHub Actions, where all goes well or is refused.

use release_core::{Code, DispatchState, GithubConnection, Releases, Status, Workflow};
use serde_json::json;

use crate::fakes::FakeGithub;
use crate::forge::{Fault, Reply};
use crate::server::Server;
use crate::world::{COMMIT, TOKEN, World};

pub(crate) fn workflow() -> Workflow {
    let workflow = Workflow::new("github", "ci").unwrap();
    workflow.setting("workflow", "deploy.yml").setting("ref", "main").parameter("region", "eu-west-1")
}

pub(crate) fn connection(github: &FakeGithub) -> GithubConnection {
    GithubConnection::new(TOKEN).base_url(github.server.url()).return_run_details(true)
}

#[test]
fn a_start_tells_its_run() {
    let github = FakeGithub::start();
    let world = World::new(&workflow(), connection(&github));
    let deployment = world.deploy("1.0.0-rc1");
    let run = &github.runs()[0];
    assert_eq!(deployment.run_id, Some(run["id"].to_string()));
    assert_eq!(deployment.url.as_deref(), run["html_url"].as_str());
    assert_eq!(world.dispatch(&deployment).state, DispatchState::Started);
    let body = github.server.seen()[0].json();
    let expected = json!({
        "ref": "main",
        "inputs": {
            "aviator_deployment_id": deployment.id.to_string(),
            "aviator_release_cut_commit_hash": COMMIT,
            "aviator_release_candidate_version": "1.0.0-rc1",
            "region": "eu-west-1",
        },
        "return_run_details": true,
    });
    assert_eq!(body, expected);
}

#[test]
fn inputs_go_by_the_names_of_the_workflow() {
    let github = FakeGithub::start();
    github.set(|state| state.inputs = vec!["deployment_id!", "commit_sha!", "version!", "start"]);
    let plain = Workflow::new("github", "ci").unwrap().setting("workflow", "deploy.yml").setting("ref", "v1");
    let plain = plain.setting("inputs", "plain").setting("dispatch_id_input", "start");
    let world = World::new(&plain, connection(&github));
    let deployment = world.deploy("1.0.0-rc1");
    assert!(deployment.run_id.is_some(), "{deployment:?}");
    let inputs = github.server.seen()[0].json()["inputs"].clone();
    assert_eq!(inputs["start"], json!(deployment.dispatch_id.unwrap().to_string()));
    assert_eq!((&inputs["version"], &inputs["commit_sha"]), (&json!("1.0.0-rc1"), &json!(COMMIT)));

    github.set(|state| state.inputs = vec!["tag!", "env!"]);
    let own = workflow_without_parameters().setting("inputs", json!({"version": "tag", "environment": "env"}));
    world.releases.update_environment("web", "prod").deploy_workflow(own).call().unwrap();
    assert!(world.deploy("1.1.0-rc1").run_id.is_some());
    assert_eq!(github.server.seen()[1].json()["inputs"], json!({"tag": "1.1.0-rc1", "env": "prod"}));
}

fn workflow_without_parameters() -> Workflow {
    Workflow::new("github", "ci").unwrap().setting("workflow", "deploy.yml").setting("ref", "main")
}

#[test]
fn a_run_that_was_not_told_is_found_by_its_title() {
    let github = FakeGithub::start();
    github.set(|state| state.late = 2);
    let world = World::new(&workflow(), connection(&github).return_run_details(false));
    let deployment = world.deploy("1.0.0-rc1");
    assert_eq!((deployment.status, &deployment.run_id), (Status::Pending, &None));
    assert_eq!(world.dispatch(&deployment).state, DispatchState::Started);
    for _ in 0..2 {
        world.pump(5);
        assert_eq!(world.get(&deployment).run_id, None);
    }
    world.pump(5);
    assert_eq!(world.get(&deployment).run_id, Some(github.runs()[0]["id"].to_string()));
    world.pump(300);
    assert_eq!((github.starts(), github.server.seen().len()), (1, 4));
}

#[test]
fn a_run_that_nobody_can_tell_is_looked_for_and_stays_open() {
    let github = FakeGithub::start();
    github.set(|state| state.titled = false);
    let world = World::new(&workflow(), connection(&github).return_run_details(false));
    let deployment = world.deploy("1.0.0-rc1");
    for _ in 0..40 {
        world.pump(5);
    }
    let dispatch = world.dispatch(&deployment);
    assert_eq!((dispatch.state, dispatch.due_at), (DispatchState::Started, None));
    assert_eq!((github.starts(), github.runs().len()), (1, 1));
    // It was taken, so it stays open.
    let deployment = world.get(&deployment);
    assert_eq!(deployment.status, Status::Pending);
    assert!(deployment.error_message.unwrap().contains("run-name"));
}

#[test]
fn an_older_enterprise_server_is_asked_once_more_without_the_question() {
    let github = FakeGithub::start();
    github.set(|state| {
        state.prefix = "/api/v3";
        state.knows_question = false;
    });
    let connection = connection(&github).base_url(format!("{}/api/v3/", github.server.url()));
    let world = World::new(&workflow(), connection);
    let first = world.deploy("1.0.0-rc1");
    assert_eq!((world.dispatch(&first).state, github.starts(), github.runs().len()), (DispatchState::Started, 2, 1));
    // It is not asked again.
    world.deploy("1.1.0-rc1");
    assert_eq!((github.starts(), github.runs().len()), (3, 2));
}

#[test]
fn a_refusal_ends_the_deployment_with_githubs_words() {
    let cases: [(Workflow, &str, &str); 4] = [
        (workflow().setting("ref", "gone"), TOKEN, "No ref found for: gone"),
        (workflow().parameter("colour", "red"), TOKEN, "Unexpected inputs provided: [\"colour\"]"),
        (workflow().setting("workflow", "other.yml"), TOKEN, "404: Not Found (there is no such repository or workflow"),
        (workflow(), "ghp_wrong-Token-123", "401: Bad credentials"),
    ];
    for (workflow, token, words) in cases {
        let github = FakeGithub::start();
        let connection = GithubConnection::new(token).base_url(github.server.url());
        let world = World::new(&workflow, connection);
        let deployment = world.deploy("1.0.0-rc1");
        assert_eq!(deployment.status, Status::Error);
        assert!(deployment.error_message.as_deref().unwrap().contains(words), "{deployment:?}");
        assert_eq!((world.dispatch(&deployment).state, github.runs().len()), (DispatchState::Refused, 0));
        // It is not tried again by itself.
        world.pump(1000);
        assert_eq!(github.starts(), 1);
    }
}

#[test]
fn a_workflow_that_github_would_not_take_is_refused_where_it_is_stored() {
    let github = FakeGithub::start();
    let world = World::new(&workflow(), connection(&github));
    let many = (0..22).fold(workflow(), |workflow, n| workflow.parameter(format!("p{n}"), "x"));
    let at_the_limit = (0..21).fold(workflow(), |workflow, n| workflow.parameter(format!("p{n}"), "x"));
    let cases = [
        (many, "at most 25"),
        (workflow().parameter("long", "x".repeat(65_530)), "65535"),
        (workflow().parameter("aviator_deployment_id", "x"), "given twice"),
        (workflow().setting("ref", COMMIT), "a branch or tag"),
        (workflow().setting("workflow", "../../user"), "a file's name"),
        (workflow().setting("inputs", "all"), "aviator"),
        (workflow().setting("inputs", json!({"colour": "x"})), "facts among"),
        (workflow().setting("token", "x"), "unknown setting \"token\""),
        (Workflow::new("github", "ci").unwrap(), "needs the setting \"workflow\""),
    ];
    for (workflow, words) in cases {
        let error = world.releases.update_environment("web", "prod").deploy_workflow(workflow).call().unwrap_err();
        assert_eq!(error.code(), Code::InvalidRequest);
        assert!(error.to_string().contains(words), "{error} / {words}");
    }
    world.releases.update_environment("web", "prod").deploy_workflow(at_the_limit).call().unwrap();
}

/// What is stored by a program without the trigger is checked before it is sent.
#[test]
fn what_is_too_long_is_not_sent() {
    let github = FakeGithub::start();
    let world = World::new(&workflow(), connection(&github));
    let long = workflow().parameter("region", "\"".repeat(32_800));
    world.releases.update_environment("web", "prod").deploy_workflow(long).call().unwrap();
    let deployment = world.deploy("1.0.0-rc1");
    assert_eq!((deployment.status, github.starts()), (Status::Error, 0));
    assert!(deployment.error_message.unwrap().contains("65535"));
}

#[test]
fn a_run_is_canceled() {
    let github = FakeGithub::start();
    let world = World::new(&workflow(), connection(&github));
    let first = world.deploy("1.0.0-rc1");
    assert_eq!(world.releases.cancel_deployment(first.id).call().unwrap().status, Status::Canceling);
    assert_eq!(github.runs()[0]["conclusion"], json!("cancelled"));
    // One that has ended in between ends as it is reported.
    let second = world.deploy("1.1.0-rc1");
    github.set(|state| {
        state.runs[1].data["status"] = json!("completed");
        state.runs[1].data["conclusion"] = json!("success");
    });
    assert_eq!(world.releases.cancel_deployment(second.id).call().unwrap().status, Status::Canceling);
    assert_eq!(world.dispatch(&second).due_at, None);
    // One that cannot be stopped so far is asked again.
    let third = world.deploy("1.2.0-rc1");
    github
        .server
        .fault(Fault::Instead(Reply::new(409, json!({"message": "Cannot cancel a workflow run in this state"}))));
    world.releases.cancel_deployment(third.id).call().unwrap();
    assert_eq!(github.runs()[2]["status"], json!("queued"));
    world.pump(5);
    assert_eq!(github.runs()[2]["conclusion"], json!("cancelled"));
}

#[test]
fn redirects_stay_on_the_host() {
    let github = FakeGithub::start();
    let world = World::new(&workflow(), connection(&github));
    let moved = format!("{}/repos/acme/web/actions/workflows/deploy.yml/dispatches", github.server.url());
    github.server.fault(Fault::Instead(Reply::new(307, "{}").header("location", moved)));
    assert!(world.deploy("1.0.0-rc1").run_id.is_some());
    assert_eq!(github.starts(), 2);

    let elsewhere = Server::start(|_| Reply::new(200, "{}"));
    let away = format!("{}/repos/acme/web/actions/workflows/deploy.yml/dispatches", elsewhere.url());
    github.server.fault(Fault::Instead(Reply::new(307, "{}").header("location", away)));
    let deployment = world.deploy("1.1.0-rc1");
    assert_eq!(deployment.status, Status::Error);
    assert!(deployment.error_message.unwrap().contains("which is not followed"));
    assert!(elsewhere.seen().is_empty());
    // Nor round and round.
    for _ in 0..10 {
        github.server.fault(Fault::Instead(Reply::new(307, "{}").header("location", github.server.url())));
    }
    let before = github.server.seen().len();
    assert_eq!(world.deploy("1.2.0-rc1").status, Status::Error);
    assert_eq!(github.server.seen().len() - before, 6);
}

#[test]
fn a_blocking_call_inside_of_a_runtime_works() {
    let github = FakeGithub::start();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let world = World::new(&workflow(), connection(&github));
        assert!(world.deploy("1.0.0-rc1").run_id.is_some());
        world.releases.dispatch_pending().call().unwrap();
    });
}

#[test]
fn a_trigger_is_only_given_under_its_name_and_kind() {
    let github = FakeGithub::start();
    let releases = Releases::in_memory();
    let error = releases.connect("no name!", connection(&github)).unwrap_err();
    assert_eq!(error.code(), Code::InvalidName);
}
