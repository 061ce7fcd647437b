//! What a program sees that listens to the library's spans: which operation, on what, and never a secret.

#![cfg(all(feature = "github", feature = "testing"))]
#![allow(clippy::unwrap_used)]

use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use release_core::{GithubConnection, Releases, Secret, Workflow};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

type Fields = Vec<(String, String)>;

/// Keeps every span with its fields.
#[derive(Clone, Default)]
struct Listener {
    spans: Arc<Mutex<Vec<(&'static str, Fields)>>>,
}

struct Keep<'a>(&'a mut Fields);

impl Visit for Keep<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.push((field.name().to_owned(), format!("{value:?}").trim_matches('"').to_owned()));
    }
}

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("release_core")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = Fields::new();
        span.record(&mut Keep(&mut fields));
        let mut spans = self.spans.lock().unwrap();
        spans.push((span.metadata().name(), fields));
        Id::from_u64(spans.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut spans = self.spans.lock().unwrap();
        values.record(&mut Keep(&mut spans[usize::try_from(span.into_u64()).unwrap() - 1].1));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::new();
        event.record(&mut Keep(&mut fields));
        self.spans.lock().unwrap().push((event.metadata().name(), fields));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl Listener {
    /// The fields of the last span whose field has that value.
    fn of(&self, name: &str, field: &str, value: &str) -> Fields {
        let spans = self.spans.lock().unwrap();
        let like = |fields: &Fields| fields.contains(&(field.to_owned(), value.to_owned()));
        spans.iter().rev().find(|(span, fields)| *span == name && like(fields)).unwrap().1.clone()
    }
}

fn get<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    fields.iter().find(|(field, _)| field == name).map(|(_, value)| &**value)
}

const COMMIT: &str = "9fceb02d0ae598e95dc970b74767f19372d61af8";
const SECRETS: [&str; 3] = ["ghp_0123456789", "It's a Secret", "a parameter that nobody may see"];

#[test]
fn spans_name_what_they_are_about_and_show_no_secret() {
    let listener = Listener::default();
    tracing::subscriber::set_global_default(listener.clone()).unwrap();
    let releases = Releases::in_memory();
    // A port that nobody listens on: the start is put off.
    let github = GithubConnection::new(SECRETS[0]).webhook_secret(SECRETS[1]).base_url("http://127.0.0.1:9");
    releases.connect("hub", github).unwrap();
    let workflow = Workflow::new("github", "hub").unwrap().setting("workflow", "deploy.yml").setting("ref", "main");
    releases.create_project("web", "acme/web").call().unwrap();
    let workflow = workflow.parameter("key", SECRETS[2]);
    releases.create_environment("web", "prod").deploy_workflow(workflow).call().unwrap();
    releases.create_release("web", "1.0.0-rc1", "acme/web", COMMIT).call().unwrap();
    let deployment = releases.create_deployment("web", "prod", "1.0.0-rc1").call().unwrap();
    let id = deployment.id.to_string();

    let created = listener.of("operation", "operation", "create_deployment");
    assert_eq!(get(&created, "project"), Some("web"));
    assert_eq!(get(&created, "environment"), Some("prod"));
    assert_eq!(get(&created, "candidate_version"), Some("1.0.0-rc1"));
    assert_eq!(get(&created, "deployment_id"), Some(&*id));
    assert_eq!(get(&created, "dispatch_id"), Some(&*deployment.dispatch_id.unwrap().to_string()));
    let started = listener.of("trigger", "task", "start");
    assert_eq!((get(&started, "deployment_id"), get(&started, "connection")), (Some(&*id), Some("hub")));
    assert!(get(&started, "outcome").is_some(), "{started:?}");

    releases.update_deployment_status_by_id(&id, "success").call().unwrap();
    let updated = listener.of("operation", "operation", "update_deployment_status_by_id");
    assert_eq!(get(&updated, "deployment_id"), Some(&*id));
    releases.get_project("nope").call().unwrap_err();
    assert_eq!(get(&listener.of("operation", "operation", "get_project"), "error"), Some("project_not_found"));

    let body = r#"{"action":"completed"}"#;
    let signature: String =
        Secret::new(SECRETS[1]).hmac_sha256(&[body.as_bytes()]).iter().map(|byte| format!("{byte:02x}")).collect();
    let signature = format!("sha256={signature}");
    let headers = [("X-GitHub-Event", "ping"), ("X-GitHub-Delivery", "1"), ("X-Hub-Signature-256", &*signature)];
    releases.apply_webhook("hub", headers, body).call().unwrap();
    assert_eq!(get(&listener.of("operation", "operation", "apply_webhook"), "connection"), Some("hub"));

    let seen = format!("{:?}", listener.spans.lock().unwrap());
    for secret in SECRETS.iter().copied().chain([&signature[7..]]) {
        assert!(!seen.contains(secret), "{secret} in {seen}");
    }
}
