//! What is refused, and what is only ignored: neither changes anything.

use proptest::prelude::*;
use release_core::inbound::{self, Headers, MAX_BODY};
use release_core::{Code, DeliveryOutcome, GithubConnection, Secret, Timestamp};

use crate::world::*;

/// What a delivery that is refused says, and that it changed nothing.
#[track_caller]
fn refused(world: &World, headers: Vec<(String, String)>, body: &[u8], code: Code) -> release_core::Error {
    let lines = world.actions().len();
    let error = world.releases.apply_webhook("ci", headers, body).call().unwrap_err();
    assert_eq!(error.code(), code, "{error:?}");
    assert_eq!(world.actions().len(), lines);
    assert!(!format!("{error} {error:?}").contains(SECRET), "{error:?}");
    error
}

#[test]
fn a_webhook_of_somebody_else_is_refused() {
    let world = World::github();
    let deployment = world.deploy();
    let body = run(9001, "deploy", SUCCEEDED).to_string().into_bytes();
    let good = github_headers("workflow_run", "1", &body);
    let with = |signature: Option<&str>| {
        let mut headers = good.clone();
        headers.retain(|(name, _)| name != "X-Hub-Signature-256");
        headers.extend(signature.map(|value| ("X-Hub-Signature-256".to_owned(), value.to_owned())));
        headers
    };
    let right = good[2].1.clone();
    let wrong = hex(&Secret::new("another").hmac_sha256(&[&body]));
    for signature in
        [None, Some(""), Some("sha256="), Some(&*format!("sha256={wrong}")), Some(&right[7..]), Some("sha256=é")]
    {
        refused(&world, with(signature), &body, Code::InvalidSignature);
    }
    // Cut off, or changed by something on the way.
    refused(&world, good.clone(), &body[..body.len() - 1], Code::InvalidSignature);
    refused(&world, good.clone(), &[&body[..], b" "].concat(), Code::InvalidSignature);
    assert_eq!(world.status(&deployment), "pending");
    assert!(world.releases.apply_webhook("ci", good, body).call().is_ok());
}

#[test]
fn an_idempotency_key_is_no_proof() {
    let world = World::github();
    world.deploy();
    let body = run(9001, "deploy", SUCCEEDED).to_string().into_bytes();
    let headers = github_headers("workflow_run", "1", &body);
    let apply = |headers| world.releases.apply_webhook("ci", headers, body.clone()).idempotency_key("k").call();
    let first = apply(headers.clone()).unwrap();
    assert_eq!(apply(headers.clone()).unwrap(), first);
    let mut unsigned = headers;
    unsigned.retain(|(name, _)| name != "X-Hub-Signature-256");
    assert_eq!(apply(unsigned).unwrap_err().code(), Code::InvalidSignature);
}

#[test]
fn a_webhook_that_is_not_understood_is_refused() {
    let world = World::github();
    let signed = |event: &str, body: &[u8]| github_headers(event, "1", body);
    for body in [
        &b"{"[..],
        b"",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b"payload=%7B%7D",
        br#"{"action":"completed","workflow_run":{"id":"x"}}"#,
    ] {
        let error = refused(&world, signed("workflow_run", body), body, Code::InvalidRequest);
        assert_eq!(error.get("field"), Some("body"), "{error:?}");
        assert!(error.get("position").is_some(), "{error:?}");
    }
    for missing in ["x-github-event", "X-GITHUB-DELIVERY"] {
        let body = run(9001, "deploy", SUCCEEDED).to_string().into_bytes();
        let headers = signed("workflow_run", &body).into_iter().filter(|(name, _)| name != missing).collect();
        let error = refused(&world, headers, &body, Code::InvalidRequest);
        assert!(error.get("expected").unwrap().eq_ignore_ascii_case(missing), "{error:?}");
    }
}

#[test]
fn a_huge_body_is_refused_before_it_is_looked_at() {
    let world = World::github();
    let body = vec![b' '; MAX_BODY + 1];
    let error = refused(&world, Vec::new(), &body, Code::PayloadTooLarge);
    assert_eq!(error.http_status(), 413);
}

#[test]
fn a_connection_must_be_registered_with_a_secret() {
    let world = World::github();
    let none: [(&str, &str); 0] = [];
    let error = world.releases.apply_webhook("nowhere", none, "{}").call().unwrap_err();
    assert_eq!((error.code(), error.get("connection")), (Code::InvalidRequest, Some("nowhere")));
    assert_eq!(world.releases.apply_webhook("no where", none, "{}").call().unwrap_err().code(), Code::InvalidName);
    world.releases.connect("silent", GithubConnection::new("ghp")).unwrap();
    let error = world.releases.apply_webhook("silent", none, "{}").call().unwrap_err();
    assert_eq!(error.code(), Code::InvalidRequest);
    assert!(error.to_string().contains("webhook_secret"), "{error}");
    // An empty secret signs for everybody.
    world.releases.connect("open", GithubConnection::new("ghp").webhook_secret("")).unwrap();
    let signature = format!("sha256={}", hex(&Secret::new("").hmac_sha256(&[b"{}"])));
    let headers = [("X-GitHub-Event", "ping"), ("X-GitHub-Delivery", "1"), ("X-Hub-Signature-256", &*signature)];
    let error = world.releases.apply_webhook("open", headers, "{}").call().unwrap_err();
    assert_eq!(error.code(), Code::InvalidSignature);
}

#[test]
fn events_about_other_things_are_ignored() {
    let world = World::github();
    let lines = world.actions().len();
    for (event, body) in [("ping", "{}"), ("push", "[1]"), ("deployment_status", "not even JSON")] {
        let headers = github_headers(event, "1", body.as_bytes());
        let answer = world.releases.apply_webhook("ci", headers, body).call().unwrap();
        assert_eq!((answer.outcome, &*answer.event), (DeliveryOutcome::Ignored, event));
        assert!(answer.reason.is_some());
    }
    for moment in
        [moment(1, "dreaming", None, 1), moment(1, "completed", Some("maybe"), 1), moment(1, "completed", None, 1)]
    {
        let answer = world.github_sends("1", &run(9001, "deploy", moment)).unwrap();
        assert_eq!(answer.outcome, DeliveryOutcome::Ignored, "{answer:?}");
    }
    assert_eq!(world.actions().len(), lines);
}

#[test]
fn what_a_call_shows_of_itself_holds_no_header() {
    let world = World::github();
    let call = world.releases.apply_webhook("ci", [("X-Buildkite-Token", "the token itself")], "the body");
    let shown = format!("{call:?}");
    assert!(
        shown.contains("X-Buildkite-Token") && !shown.contains("the token") && !shown.contains("the body"),
        "{shown}"
    );
}

proptest! {
    /// Whatever somebody sends who knows the secret, it is answered.
    #[test]
    fn signed_rubbish_is_answered(body in rubbish(), event in "workflow_run|ping|[a-z\u{e9}]{0,20}", delivery in ".{0,300}") {
        let secret = Secret::new(SECRET);
        let signature = format!("sha256={}", hex(&secret.hmac_sha256(&[&body])));
        let headers = Headers::new([("X-GitHub-Event", &*event), ("X-GitHub-Delivery", &*delivery), ("X-Hub-Signature-256", &*signature)]);
        let _ = inbound::github(&secret, &headers, &body);
        let now = Timestamp::from_millis(BEGIN);
        let stamp = stamped(BEGIN / 1000, &body);
        let headers = Headers::new([("X-Buildkite-Signature", &stamp), ("Release-Signature", &stamp)]);
        let _ = inbound::buildkite(&secret, &headers, &body, now);
        let _ = inbound::webhook(&secret, &headers, &body, now);
        let _ = inbound::sync_build(&body);
        let _ = inbound::sync_deploy(&body);
        let loose = Headers::new([("X-Buildkite-Signature", &*event), ("Release-Signature", &*delivery)]);
        prop_assert_eq!(inbound::buildkite(&secret, &loose, &body, now).unwrap_err().code(), Code::InvalidSignature);
        prop_assert_eq!(inbound::webhook(&secret, &loose, &body, now).unwrap_err().code(), Code::InvalidSignature);
    }
}

/// Bytes, and true payloads in which something is missing or of another type.
fn rubbish() -> impl Strategy<Value = Vec<u8>> {
    let holed = (0usize..2000, any::<u8>()).prop_map(|(place, byte)| {
        let mut body = run(9001, "deploy 0190a5e0-7b1c-7000-8000-00000000000a", SUCCEEDED).to_string().into_bytes();
        let place = place % body.len();
        body[place] = byte;
        body
    });
    prop_oneof![proptest::collection::vec(any::<u8>(), 0..300), holed]
}
