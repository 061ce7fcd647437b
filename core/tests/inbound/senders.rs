//! Buildkite, and programs of one's own.

use release_core::{Code, Delivery, DeliveryOutcome, Deployment, Error, Status, Timestamp};
use serde_json::{Value, json};

use crate::world::*;

fn build(deployment: &Deployment, state: &str, more: Value) -> Value {
    let mut build = json!({
        "id": "f62a1b4d-10f9-4790-bc1c-e2c3a0c80983",
        "number": 7,
        "state": state,
        "blocked": false,
        "web_url": "https://buildkite.com/acme/deploy/builds/7",
        "meta_data": {"release_dispatch_id": deployment.dispatch_id.unwrap().to_string()},
        "source": "api",
        "created_at": "2027-01-15T08:00:00.000Z",
        "started_at": "2027-01-15T08:00:10.000Z",
        "finished_at": null,
    });
    for (name, value) in more.as_object().into_iter().flatten() {
        build[name] = value.clone();
    }
    json!({"event": "build.finished", "build": build, "pipeline": {"slug": "deploy"}, "sender": {}})
}

fn send(world: &World, headers: &[(&str, &str)], body: &Value) -> Result<Delivery, Error> {
    world.releases.apply_webhook("ci", headers.iter().copied(), body.to_string()).call()
}

fn by_token(world: &World, body: &Value) -> Delivery {
    send(world, &[("x-buildkite-token", SECRET)], body).unwrap()
}

#[test]
fn a_build_is_followed_and_one_that_waits_is_no_success() {
    let world = World::new(Fake::of("buildkite", false));
    let deployment = world.deploy();
    let done = "2027-01-15T08:10:00.000Z";
    for (state, more, status) in [
        ("scheduled", json!({"started_at": null}), "pending"),
        ("running", json!({}), "in_progress"),
        // Buildkite calls it finished and passed while it waits at a block step.
        ("passed", json!({"blocked": true, "finished_at": "2027-01-15T08:05:00.000Z"}), "in_progress"),
        ("failing", json!({}), "in_progress"),
        ("passed", json!({"finished_at": done}), "success"),
    ] {
        let answer = by_token(&world, &build(&deployment, state, more));
        assert_eq!(world.status(&deployment), status, "{state}: {answer:?}");
    }
    let late = by_token(&world, &build(&deployment, "running", json!({"web_url": "https://buildkite.com/late"})));
    assert_eq!(late.outcome, DeliveryOutcome::Stale);
    let again = by_token(&world, &build(&deployment, "passed", json!({"finished_at": done})));
    assert_eq!(again.outcome, DeliveryOutcome::AlreadyApplied);
    for (state, status) in [("failed", "failure"), ("canceled", "canceled"), ("not_run", "canceled")] {
        let deployment = world.deploy();
        let id = json!({"id": format!("build-{state}"), "finished_at": done});
        by_token(&world, &build(&deployment, state, id));
        assert_eq!(world.status(&deployment), status, "{state}");
    }
    let ping = by_token(&world, &json!({"event": "ping", "service": {}}));
    assert_eq!(ping.outcome, DeliveryOutcome::Ignored);
}

#[test]
fn buildkite_proves_itself_by_a_token_or_a_signature_of_now() {
    let world = World::new(Fake::of("buildkite", false));
    let deployment = world.deploy();
    let body = build(&deployment, "running", json!({}));
    let text = body.to_string();
    let code = |headers: &[(&str, &str)]| send(&world, headers, &body).unwrap_err().code();
    assert_eq!(code(&[]), Code::InvalidSignature);
    assert_eq!(code(&[("X-Buildkite-Token", "another")]), Code::InvalidSignature);
    for seconds in [-301, 301, i64::MAX / 4] {
        let old = stamped(world.seconds() + seconds, text.as_bytes());
        assert_eq!(code(&[("X-Buildkite-Signature", &old)]), Code::InvalidSignature);
        // A token beside it makes a bad signature no better.
        assert_eq!(code(&[("X-Buildkite-Signature", &old), ("X-Buildkite-Token", SECRET)]), Code::InvalidSignature);
    }
    let moved = stamped(world.seconds(), text.as_bytes()).replace("timestamp=1", "timestamp=2");
    assert_eq!(code(&[("X-Buildkite-Signature", &moved)]), Code::InvalidSignature);
    assert_eq!(world.status(&deployment), "pending");
    let signed = stamped(world.seconds() - 299, text.as_bytes());
    assert_eq!(send(&world, &[("X-Buildkite-Signature", &signed)], &body).unwrap().outcome, DeliveryOutcome::Applied);
    assert_eq!(world.status(&deployment), "in_progress");
}

fn answers(world: &World, body: &Value) -> Result<Delivery, Error> {
    send(world, &[("Release-Signature", &stamped(world.seconds(), body.to_string().as_bytes()))], body)
}

#[test]
fn a_program_of_ones_own_answers_by_the_ids_that_it_was_told() {
    let world = World::new(Fake::of("webhook", false));
    let deployment = world.deploy();
    let id = deployment.dispatch_id.unwrap().to_string();
    let running = json!({"dispatch_id": id, "status": "in_progress", "run_id": 77, "delivery_id": "a", "attempt": 1,
        "url": "https://ci.example/77", "observed_at": Timestamp::from_millis(BEGIN).to_string(), "more": [1]});
    assert_eq!(answers(&world, &running).unwrap().delivery_id, "a");
    let seen = world.get(&deployment);
    assert_eq!((seen.status, seen.run_id.as_deref()), (Status::InProgress, Some("77")));
    assert_eq!(seen.url.as_deref(), Some("https://ci.example/77"));
    assert_eq!(answers(&world, &running).unwrap().outcome, DeliveryOutcome::AlreadyApplied);
    let ended = json!({"deployment_id": deployment.id.to_string(), "status": "failure", "message": "exit code 1"});
    let answer = answers(&world, &ended).unwrap();
    assert_eq!(answer.outcome, DeliveryOutcome::Applied, "{answer:?}");
    assert_eq!(world.get(&deployment).error_message.as_deref(), Some("exit code 1"));

    let call = world.releases.create_release("web", "1.1.0-rc1", "acme/web", COMMIT);
    let candidate = call.trigger_build_workflow(true).call().unwrap();
    answers(&world, &json!({"dispatch_id": candidate.dispatch_id.unwrap().to_string(), "status": "ready"})).unwrap();
    assert_eq!(world.releases.get_candidate("web", "1.1.0-rc1").call().unwrap().build_status.as_str(), "ready");

    for (body, code) in [
        (json!({"status": "success"}), Code::InvalidRequest),
        (json!({"dispatch_id": id, "status": "done"}), Code::InvalidStatus),
        (json!({"dispatch_id": id}), Code::InvalidRequest),
        (json!({"dispatch_id": 5, "status": "success"}), Code::InvalidRequest),
    ] {
        assert_eq!(answers(&world, &body).unwrap_err().code(), code, "{body}");
    }
    let nobody = json!({"dispatch_id": "0190a5e0-7b1c-7000-8000-00000000000a", "status": "success"});
    assert_eq!(answers(&world, &nobody).unwrap().outcome, DeliveryOutcome::UnknownRun);
    assert_eq!(send(&world, &[], &running).unwrap_err().code(), Code::InvalidSignature);
}
