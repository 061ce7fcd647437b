//! A handle with connections and triggers that are told their answers, and the webhooks of a GitHub run.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use release_core::{
    BuildkiteConnection, CancelAnswer, Clock, Delivery, Deployment, Found, GithubConnection, MemoryStorage, Releases,
    Reports, Result, RunRef, RunState, Secret, StartRequest, Started, Timestamp, WebhookConnection, Workflow,
    WorkflowTrigger,
};
use serde_json::{Value, json};

pub(crate) const COMMIT: &str = "9fceb02d0ae598e95dc970b74767f19372d61af8";
pub(crate) const SECRET: &str = "It's a Secret to Everybody";
pub(crate) const BEGIN: i64 = 1_800_000_000_000;
pub(crate) const LONG: Duration = Duration::from_secs(30);

/// A trigger that starts runs by counting; clones are one.
#[derive(Debug, Clone)]
pub(crate) struct Fake(Arc<Told>);

#[derive(Debug)]
pub(crate) struct Told {
    kind: &'static str,
    /// Whether the start tells the run's id.
    tells: bool,
    started: AtomicUsize,
    pub(crate) states: Mutex<VecDeque<RunState>>,
    pub(crate) finds: Mutex<VecDeque<Found>>,
    pub(crate) asked: Mutex<Vec<String>>,
}

impl Fake {
    pub(crate) fn of(kind: &'static str, tells: bool) -> Fake {
        Fake(Arc::new(Told {
            kind,
            tells,
            started: AtomicUsize::new(0),
            states: Mutex::default(),
            finds: Mutex::default(),
            asked: Mutex::default(),
        }))
    }

    pub(crate) fn started(&self) -> usize {
        self.0.started.load(Ordering::SeqCst)
    }

    pub(crate) fn asked(&self) -> Vec<String> {
        self.0.asked.lock().unwrap().clone()
    }

    pub(crate) fn state(&self, state: RunState) {
        self.0.states.lock().unwrap().push_back(state);
    }

    pub(crate) fn find_next(&self, found: Found) {
        self.0.finds.lock().unwrap().push_back(found);
    }
}

impl WorkflowTrigger for Fake {
    fn kind(&self) -> &str {
        self.0.kind
    }

    fn check(&self, _: &Workflow) -> Result<()> {
        Ok(())
    }

    fn is_idempotent(&self) -> bool {
        false
    }

    fn start(&self, _: &StartRequest, _: &Reports) -> Started {
        let nth = 9001 + self.0.started.fetch_add(1, Ordering::SeqCst);
        Started::Run(RunRef::new(self.0.tells.then(|| nth.to_string())))
    }

    fn find(&self, _: &StartRequest) -> Found {
        self.0.asked.lock().unwrap().push("find".to_owned());
        self.0.finds.lock().unwrap().pop_front().unwrap_or(Found::None)
    }

    fn cancel(&self, _: &StartRequest, _: &str) -> CancelAnswer {
        CancelAnswer::Accepted
    }

    fn run_state(&self, _: &StartRequest, run_id: &str) -> RunState {
        self.0.asked.lock().unwrap().push(run_id.to_owned());
        self.0.states.lock().unwrap().pop_front().unwrap_or(RunState::CannotTell)
    }
}

/// The project `web` with a build workflow and the environment `prod` with a deploy workflow, over the connection `ci`;
/// the candidate `1.0.0-rc1` is ready.
pub(crate) struct World {
    pub(crate) releases: Releases,
    pub(crate) fake: Fake,
    pub(crate) storage: Arc<MemoryStorage>,
    now: Arc<AtomicI64>,
}

impl World {
    /// Over GitHub, which tells a run's id at its start.
    pub(crate) fn github() -> World {
        World::new(Fake::of("github", true))
    }

    pub(crate) fn new(fake: Fake) -> World {
        let now = Arc::new(AtomicI64::new(BEGIN));
        let clock = Arc::clone(&now);
        let clock = Clock::new(move || Timestamp::from_millis(clock.load(Ordering::SeqCst)));
        let storage = Arc::new(MemoryStorage::with_clock(clock));
        let releases = Releases::options().dispatch_wait(LONG).open_storage(storage.clone());
        let kind = fake.kind().to_owned();
        match &*kind {
            "buildkite" => releases.connect("ci", BuildkiteConnection::new("acme", "bkua").webhook_token(SECRET)),
            "webhook" => releases.connect("ci", WebhookConnection::new("https://ci.example/start", SECRET)),
            _ => releases.connect("ci", GithubConnection::new("ghp").webhook_secret(SECRET)),
        }
        .unwrap();
        releases.register_trigger("ci", fake.clone()).unwrap();
        let workflow = Workflow::new(&kind, "ci").unwrap();
        releases.create_project("web", "acme/web").build_workflow(workflow.clone()).call().unwrap();
        releases.create_environment("web", "prod").deploy_workflow(workflow).call().unwrap();
        releases.create_release("web", "1.0.0-rc1", "acme/web", COMMIT).call().unwrap();
        World { releases, fake, storage, now }
    }

    pub(crate) fn pass(&self, time: Duration) {
        self.now.fetch_add(i64::try_from(time.as_millis()).unwrap(), Ordering::SeqCst);
    }

    pub(crate) fn seconds(&self) -> i64 {
        self.now.load(Ordering::SeqCst) / 1000
    }

    pub(crate) fn deploy(&self) -> Deployment {
        self.releases.create_deployment("web", "prod", "1.0.0-rc1").redeploy(true).call().unwrap()
    }

    pub(crate) fn get(&self, deployment: &Deployment) -> Deployment {
        self.releases.get_deployment(deployment.id).call().unwrap()
    }

    pub(crate) fn status(&self, deployment: &Deployment) -> String {
        self.get(deployment).status.to_string()
    }

    /// Sends a webhook of GitHub's under a delivery id.
    pub(crate) fn github_sends(&self, delivery: &str, body: &Value) -> Result<Delivery> {
        let body = body.to_string().into_bytes();
        self.releases.apply_webhook("ci", github_headers("workflow_run", delivery, &body), body).call()
    }

    pub(crate) fn actions(&self) -> Vec<String> {
        let events = self.releases.history().per_page(100).call().unwrap().items;
        events.into_iter().map(|event| event.action).collect()
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn github_headers(event: &str, delivery: &str, body: &[u8]) -> Vec<(String, String)> {
    let signature = hex(&Secret::new(SECRET).hmac_sha256(&[body]));
    [
        ("x-github-event", event),
        ("X-GITHUB-DELIVERY", delivery),
        ("X-Hub-Signature-256", &*format!("sha256={signature}")),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec()
}

/// `timestamp=…,signature=…` over a body.
pub(crate) fn stamped(seconds: i64, body: &[u8]) -> String {
    let signature = Secret::new(SECRET).hmac_sha256(&[seconds.to_string().as_bytes(), b".", body]);
    format!("timestamp={seconds},signature={}", hex(&signature))
}

/// A moment of a GitHub run, as its webhook says it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    pub(crate) attempt: u32,
    pub(crate) status: &'static str,
    pub(crate) conclusion: Option<&'static str>,
    /// Seconds after the beginning.
    pub(crate) at: i64,
}

pub(crate) const fn moment(attempt: u32, status: &'static str, conclusion: Option<&'static str>, at: i64) -> Moment {
    Moment { attempt, status, conclusion, at }
}

pub(crate) const QUEUED: Moment = moment(1, "queued", None, 1);
pub(crate) const RUNNING: Moment = moment(1, "in_progress", None, 2);
pub(crate) const SUCCEEDED: Moment = moment(1, "completed", Some("success"), 3);
pub(crate) const FAILED: Moment = moment(1, "completed", Some("failure"), 3);

/// The webhook of a moment of a run.
pub(crate) fn run(run_id: u64, title: &str, moment: Moment) -> Value {
    let action = if moment.status == "queued" { "requested" } else { moment.status };
    json!({
        "action": action,
        "workflow_run": {
            "id": run_id,
            "run_attempt": moment.attempt,
            "status": moment.status,
            "conclusion": moment.conclusion,
            "event": "workflow_dispatch",
            "name": "deploy",
            "display_title": title,
            "html_url": format!("https://github.com/acme/web/actions/runs/{run_id}"),
            "head_sha": COMMIT,
            "updated_at": Timestamp::from_millis(BEGIN + moment.at * 1000).to_string(),
        },
        "workflow": {},
        "repository": {"full_name": "Acme/Web", "private": true},
        "sender": {"login": "ana"},
    })
}

/// Waits until something holds that another thread is about to make true.
pub(crate) fn until(holds: impl Fn() -> bool) {
    let begun = std::time::Instant::now();
    while !holds() {
        assert!(begun.elapsed() < LONG, "it never came true");
        std::thread::sleep(Duration::from_millis(2));
    }
}
