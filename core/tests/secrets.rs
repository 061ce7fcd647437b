//! No output shows a secret: the database's bytes, spans and events of everything that can be listened to, log lines,
//! errors with what led to them, `Debug`, and all that calls answer; also where a server repeats what it was sent.

#![cfg(all(feature = "github", feature = "buildkite", feature = "webhook", feature = "sqlite", feature = "testing"))]
#![allow(clippy::unwrap_used)]

#[path = "forge/mod.rs"]
mod forge;
#[path = "workflows/server.rs"]
#[allow(dead_code, reason = "each test program uses a part")]
mod server;

use std::error::Error as _;
use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use forge::{Fault, Reply, hex};
use release_core::{
    BuildkiteConnection, Connection, Error, GithubConnection, Releases, Secret, WebhookConnection, WorkerOptions,
    Workflow,
};
use serde_json::json;
use server::Server;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

const COMMIT: &str = "9fceb02d0ae598e95dc970b74767f19372d61af8";
const TOKEN: &str = "ghp_Unmistakable0Github0Token";
const GITHUB_SECRET: &str = "Unmistakable0Github0Webhook0Secret";
const PROXY_PASSWORD: &str = "Unmistakable0Proxy0Password";
const BUILDKITE_TOKEN: &str = "bkua_Unmistakable0Buildkite0Token";
const BUILDKITE_SECRET: &str = "Unmistakable0Buildkite0Webhook0Token";
const WEBHOOK_KEY: &str = "Unmistakable0Webhook0Key";
const WEBHOOK_PATH: &str = "Unmistakable0Webhook0Path";

/// All that was put out, as text.
#[derive(Debug, Clone, Default)]
struct Heard(Arc<Mutex<String>>);

impl Heard {
    fn add(&self, what: impl Debug) {
        writeln!(self.0.lock().unwrap(), "{what:?}").unwrap();
    }

    fn error(&self, error: &Error) {
        self.add(error);
        self.add(error.to_string());
        let mut cause = error.source();
        while let Some(next) = cause {
            self.add(next);
            self.add(next.to_string());
            cause = next.source();
        }
    }

    fn answer<T: Debug>(&self, answer: &Result<T, Error>) {
        match answer {
            Ok(answer) => self.add(answer),
            Err(error) => self.error(error),
        }
    }
}

struct Keep<'a>(&'a Heard);

impl Visit for Keep<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.add((field.name(), value));
    }
}

impl Subscriber for Heard {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.add(span.metadata());
        span.record(&mut Keep(self));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Keep(self));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.add(event.metadata());
        event.record(&mut Keep(self));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl log::Log for Heard {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        self.add((record.target(), record.args().to_string()));
    }

    fn flush(&self) {}
}

/// A server that repeats all that it was sent, with each kind of answer in turn.
fn parrot() -> Server {
    let turn = Mutex::new(0);
    Server::start(move |seen| {
        let said = format!("{:?} {}", seen.headers, String::from_utf8_lossy(&seen.body));
        let mut turn = turn.lock().unwrap();
        *turn += 1;
        let statuses = [422, 500, 403, 404, 200, 409, 401, 301];
        let reply = Reply::new(statuses[*turn % statuses.len()], json!({"message": said, "errors": [said]}));
        reply.header("location", format!("https://{TOKEN}.example/{WEBHOOK_PATH}"))
    })
}

fn connections(server: &str, refused: &str) -> Vec<(&'static str, Connection)> {
    let github = GithubConnection::new(TOKEN).webhook_secret(GITHUB_SECRET).base_url(server);
    let proxied = github.clone().base_url("https://ghe.acme.dev/api/v3");
    let proxied = proxied.proxy(format!("http://user:{PROXY_PASSWORD}@{refused}"));
    let buildkite = BuildkiteConnection::new("acme", BUILDKITE_TOKEN).webhook_token(BUILDKITE_SECRET);
    let webhook = WebhookConnection::new(format!("{server}/{WEBHOOK_PATH}?key={WEBHOOK_PATH}"), WEBHOOK_KEY);
    vec![
        ("github", github.into()),
        ("proxied", proxied.into()),
        ("buildkite", buildkite.base_url(server).into()),
        ("webhook", webhook.allow_private_addresses(true).into()),
    ]
}

fn workflow(name: &str) -> Workflow {
    let kind = if name == "proxied" { "github" } else { name };
    let workflow = Workflow::new(kind, name).unwrap();
    match kind {
        "github" => workflow.setting("workflow", "deploy.yml").setting("ref", "main"),
        "buildkite" => workflow.setting("pipeline", "deploy").setting("branch", "main"),
        _ => workflow,
    }
}

/// Webhooks with a right proof, with a wrong one, and with the secret itself in the wrong place.
fn webhooks(releases: &Releases, heard: &Heard) -> Vec<String> {
    let body = json!({"event": "build.running", "action": "completed", "status": "success", "dispatch_id": "x"});
    let body = body.to_string().into_bytes();
    let now = jiff::Timestamp::now().as_second().to_string();
    let stamped = |secret: &str| hex(&Secret::new(secret).hmac_sha256(&[now.as_bytes(), b".", &body]));
    let github = hex(&Secret::new(GITHUB_SECRET).hmac_sha256(&[&body]));
    let (buildkite, webhook) = (stamped(BUILDKITE_SECRET), stamped(WEBHOOK_KEY));
    let deliveries = [
        ("github", "X-Hub-Signature-256", format!("sha256={github}")),
        ("github", "X-Hub-Signature-256", GITHUB_SECRET.to_owned()),
        ("github", "Authorization", TOKEN.to_owned()),
        ("buildkite", "X-Buildkite-Signature", format!("timestamp={now},signature={buildkite}")),
        ("buildkite", "X-Buildkite-Token", BUILDKITE_SECRET.to_owned()),
        ("buildkite", "X-Buildkite-Signature", BUILDKITE_SECRET.to_owned()),
        ("webhook", "Release-Signature", format!("timestamp={now},signature={webhook}")),
        ("webhook", "Release-Signature", format!("timestamp={now},signature={WEBHOOK_KEY}")),
    ];
    for (connection, header, value) in deliveries {
        let headers = [("X-GitHub-Event", "ping"), ("X-GitHub-Delivery", "1"), (header, &*value)];
        let call = releases.apply_webhook(connection, headers, body.clone()).actor("forge");
        heard.add(&call);
        heard.answer(&call.call());
    }
    vec![github, buildkite, webhook]
}

#[test]
fn nothing_that_is_put_out_shows_a_secret() {
    let heard = Heard::default();
    tracing::subscriber::set_global_default(heard.clone()).unwrap();
    log::set_logger(Box::leak(Box::new(heard.clone()))).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("releases.db");
    let releases = Releases::open(path.to_string_lossy()).unwrap();
    let server = parrot();
    // Nobody listens there.
    let refused = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();

    releases.create_project("web", "acme/web").call().unwrap();
    for n in 1..=9 {
        releases.create_release("web", format!("1.0.0-rc{n}"), "acme/web", COMMIT).call().unwrap();
    }
    for (name, connection) in connections(&server.url(), &refused) {
        heard.add(&connection);
        releases.connect(name, connection).unwrap();
        releases.create_environment("web", name).deploy_workflow(workflow(name)).call().unwrap();
        // GitHub is left a second between two requests that write.
        let count = match name {
            "github" => 5,
            "proxied" => 1,
            _ => 9,
        };
        for n in 1..=count {
            if n % 4 == 0 {
                server.fault(Fault::CutShort);
            }
            let deployment = releases.create_deployment("web", name, format!("1.0.0-rc{n}")).call();
            heard.answer(&deployment);
            let deployment = deployment.unwrap();
            heard.answer(&releases.cancel_deployment(deployment.id).call());
            heard.answer(&releases.retry_dispatch(deployment.id).call());
            heard.answer(&releases.get_dispatch(deployment.dispatch_id.unwrap()).call());
        }
    }
    let worker = releases.start_worker(WorkerOptions::new()).unwrap();
    heard.answer(&releases.check_runs().silent_after(Duration::from_secs(1)).call());
    heard.answer(&releases.dispatch_pending().call());
    let signatures = webhooks(&releases, &heard);
    heard.add(&worker);
    heard.add(worker.last_error());
    worker.stop();

    // Wrong descriptions are told, and their values not.
    for json in [
        format!(r#"{{"kind": "github", "token": "{TOKEN}", "{TOKEN}x": 1, "webhook_secret": ["{GITHUB_SECRET}"]}}"#),
        format!(r#"{{"kind": "webhook", "url": "ftp://{WEBHOOK_PATH}", "key": "{WEBHOOK_KEY}"}}"#),
        format!(r#"{{"kind": "buildkite", "organization": "acme", "token": "{BUILDKITE_TOKEN}\n"}}"#),
    ] {
        let json = json.replace(&format!(r#", "{TOKEN}x": 1"#), "");
        heard.answer(&Connection::from_json(&json).and_then(|connection| releases.connect("wrong", connection)));
    }
    heard.add(&releases);
    for page in 1.. {
        let deployments = releases.list_deployments("web", "github").page(page).call().unwrap();
        heard.add(&deployments);
        if deployments.items.is_empty() {
            break;
        }
    }
    heard.answer(&releases.history().per_page(100).call());
    heard.answer(&releases.invoke("history", json!({})).call());
    let mut files = String::new();
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap();
        let bytes = std::fs::read(file.path()).unwrap();
        files += &String::from_utf8_lossy(&bytes);
    }
    let heard = heard.0.lock().unwrap().clone();

    // What was looked through has in it what it should, so that looking for secrets proves something.
    assert!(heard.contains("create_deployment") && heard.contains("apply_webhook") && heard.contains("hyper"));
    assert!(heard.contains("***") && heard.contains("dispatch.settled"), "{heard}");
    assert!(files.contains("deployment.created") && files.contains("***"));
    let secrets = [TOKEN, GITHUB_SECRET, PROXY_PASSWORD, BUILDKITE_TOKEN, BUILDKITE_SECRET, WEBHOOK_KEY, WEBHOOK_PATH];
    for secret in secrets.iter().copied().chain(signatures.iter().map(|signature| &**signature)) {
        for (place, text) in [("what was heard", &heard), ("the database", &files)] {
            let at = text.find(secret).map(|at| {
                let from = (0..=at.saturating_sub(200)).rev().find(|from| text.is_char_boundary(*from)).unwrap();
                text[from..at].to_owned()
            });
            assert_eq!(at, None, "{secret} is in {place}");
        }
    }
}
