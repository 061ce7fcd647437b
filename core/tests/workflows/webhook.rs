//! The webhook.

use release_core::{Code, DispatchState, Releases, Secret, Status, WebhookConnection, Workflow};
use serde_json::json;

use crate::forge::{Fault, Reply, SECRET as KEY, Seen};
use crate::server::Server;
use crate::world::{COMMIT, World};

fn receiver() -> Server {
    Server::start(|_| Reply::new(202, json!({"run_id": 77, "url": "https://jenkins.acme.dev/job/77"})))
}

fn connection(receiver: &Server) -> WebhookConnection {
    WebhookConnection::new(format!("{}/hook?token=unmistakable-query", receiver.url()), KEY)
        .allow_private_addresses(true)
}

fn workflow() -> Workflow {
    Workflow::new("webhook", "ci").unwrap().parameter("region", "eu-west-1")
}

/// As a receiver would check it.
fn is_signed(seen: &Seen) -> bool {
    let (timestamp, signature) = seen.header("release-signature").unwrap().split_once(',').unwrap();
    let (timestamp, signature) =
        (timestamp.strip_prefix("timestamp=").unwrap(), signature.strip_prefix("signature=").unwrap());
    let bytes: Vec<u8> =
        (0..signature.len()).step_by(2).map(|at| u8::from_str_radix(&signature[at..at + 2], 16).unwrap()).collect();
    let now = jiff::Timestamp::now().as_second();
    (now - timestamp.parse::<i64>().unwrap()).abs() < 60
        && Secret::new(KEY).has_signed(&[timestamp.as_bytes(), b".", &seen.body], &bytes)
}

#[test]
fn a_start_is_posted_and_signed() {
    let receiver = receiver();
    let world = World::new(&workflow(), connection(&receiver));
    let deployment = world.deploy("1.0.0-rc1");
    assert_eq!(
        (deployment.run_id.as_deref(), deployment.url.as_deref()),
        (Some("77"), Some("https://jenkins.acme.dev/job/77"))
    );
    let seen = &receiver.seen()[0];
    assert_eq!(
        (seen.method.as_str(), seen.path.as_str(), seen.query.as_str()),
        ("POST", "/hook", "token=unmistakable-query")
    );
    assert!(is_signed(seen));
    assert_eq!(seen.header("release-event"), Some("start"));
    let body = seen.json();
    assert_eq!((&body["deployment_id"], &body["commit"]), (&json!(deployment.id.to_string()), &json!(COMMIT)));
    assert_eq!((&body["parameters"], &body["kind"]), (&json!({"region": "eu-west-1"}), &json!("deploy")));

    world.releases.cancel_deployment(deployment.id).call().unwrap();
    let seen = &receiver.seen()[1];
    assert!(is_signed(seen));
    assert_eq!((seen.header("release-event"), &seen.json()["run_id"]), (Some("cancel"), &json!("77")));
}

#[test]
fn an_unanswered_start_is_sent_again_under_the_same_delivery() {
    let receiver = receiver();
    receiver.fault(Fault::DropAfter).fault(Fault::AfterActing(Reply::new(500, "")));
    let world = World::new(&workflow(), connection(&receiver));
    let deployment = world.deploy("1.0.0-rc1");
    assert_eq!(world.dispatch(&deployment).state, DispatchState::Unknown);
    world.pump(10);
    world.pump(10);
    assert_eq!(world.get(&deployment).run_id.as_deref(), Some("77"));
    let deliveries: Vec<_> =
        receiver.seen().iter().map(|seen| seen.header("release-delivery").unwrap().to_owned()).collect();
    assert_eq!(deliveries.len(), 3);
    assert!(deliveries.iter().all(|delivery| *delivery == deliveries[0]), "{deliveries:?}");
    assert!(receiver.seen().iter().all(is_signed));
}

#[test]
fn a_receiver_that_tells_no_run_is_canceled_by_the_dispatch() {
    let receiver = Server::start(|_| Reply { status: 204, headers: Vec::new(), body: String::new() });
    let world = World::new(&workflow(), connection(&receiver));
    let deployment = world.deploy("1.0.0-rc1");
    assert_eq!((world.dispatch(&deployment).state, world.dispatch(&deployment).due_at), (DispatchState::Started, None));
    world.releases.cancel_deployment(deployment.id).call().unwrap();
    let seen = &receiver.seen()[1];
    assert_eq!(seen.header("release-event"), Some("cancel"));
    assert_eq!(
        (&seen.json()["dispatch_id"], seen.json().get("run_id")),
        (&json!(deployment.dispatch_id.unwrap().to_string()), None)
    );
}

#[test]
fn private_addresses_are_refused_unless_allowed() {
    let releases = Releases::in_memory();
    for url in [
        "http://127.0.0.1/x",
        "http://10.0.0.1/x",
        "http://169.254.169.254/x",
        "http://[::1]/x",
        "http://[::ffff:127.0.0.1]/x",
        "http://[fe80::1]/x",
        "http://0x7f.1/x",
        "http://2130706433/x",
    ] {
        let error = releases.connect("ci", WebhookConnection::new(url, KEY)).unwrap_err();
        assert_eq!((error.code(), error.get("field")), (Code::InvalidRequest, Some("url")), "{url}");
    }
    // A name is checked by what it resolves to when it is connected to.
    let receiver = receiver();
    let url = receiver.url().replace("127.0.0.1", "localhost");
    let world = World::new(&workflow(), WebhookConnection::new(url, KEY));
    let deployment = world.deploy("1.0.0-rc1");
    let dispatch = world.dispatch(&deployment);
    assert_eq!(dispatch.state, DispatchState::Queued);
    assert!(dispatch.message.unwrap().contains("private or link-local"));
    assert!(receiver.seen().is_empty());
}

#[test]
fn redirects_to_another_host_are_not_followed() {
    let (receiver, elsewhere) = (receiver(), receiver());
    receiver.fault(Fault::Instead(Reply::new(307, "").header("location", elsewhere.url())));
    let world = World::new(&workflow(), connection(&receiver));
    let deployment = world.deploy("1.0.0-rc1");
    assert_eq!(deployment.status, Status::Error);
    assert!(elsewhere.seen().is_empty());
    let shown = format!("{deployment:?} {:?}", world.dispatch(&deployment));
    assert!(!shown.contains("unmistakable"), "{shown}");
}
