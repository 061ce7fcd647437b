//! Plays GitHub: takes dispatches, runs them, and tells by webhooks how they go.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use release_core::{Secret, Timestamp};
use serde_json::{Map, Value, json};

use crate::Result;
use crate::http::{Request, Server, post};

/// How a run ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Ending {
    Success,
    Failure,
    WhenCanceled,
}

pub(crate) struct Forge {
    server: Server,
    shared: Arc<Shared>,
}

struct Shared {
    token: String,
    secret: Secret,
    webhooks: SocketAddr,
    state: Mutex<State>,
    canceled: Condvar,
}

#[derive(Default)]
struct State {
    endings: VecDeque<Ending>,
    runs: u64,
    canceled: Vec<u64>,
    deliveries: u64,
}

/// The workflows of the repository, by their files.
const WORKFLOWS: [(&str, &str); 2] = [
    ("build.yml", include_str!("../../workflows/github-build.yml")),
    ("deploy.yml", include_str!("../../workflows/github-deploy.yml")),
];
const DISPATCHES: &str = "/repos/acme/web/actions/workflows/";
const RUNS: &str = "/repos/acme/web/actions/runs/";

impl Forge {
    pub(crate) fn start(token: &str, secret: &str, webhooks: SocketAddr) -> Result<Forge> {
        let shared = Arc::new(Shared {
            token: token.to_owned(),
            secret: Secret::new(secret),
            webhooks,
            state: Mutex::default(),
            canceled: Condvar::new(),
        });
        let own = Arc::clone(&shared);
        Ok(Forge { server: Server::start(move |request| own.answer(&request))?, shared })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// How the next run ends that is started.
    pub(crate) fn next_run(&self, ending: Ending) {
        self.shared.state().endings.push_back(ending);
    }

    pub(crate) fn stop(self) {
        self.server.stop();
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(self: &Arc<Self>, request: &Request) -> (u16, String) {
        let says = |status, message: &str| (status, json!({ "message": message }).to_string());
        if request.header("authorization") != Some(&format!("Bearer {}", self.token)) {
            return says(401, "Bad credentials");
        }
        let file = request.path.strip_prefix(DISPATCHES).and_then(|path| path.strip_suffix("/dispatches"));
        let canceled = request.path.strip_prefix(RUNS).and_then(|path| path.strip_suffix("/cancel"));
        match (&*request.method, file, canceled) {
            ("POST", Some(file), _) => match self.dispatch(file, &request.body) {
                Ok(run) => {
                    let page = format!("https://github.com/acme/web/actions/runs/{run}");
                    (200, json!({"workflow_run_id": run, "run_url": page, "html_url": page}).to_string())
                }
                Err(message) => says(422, &message),
            },
            ("POST", _, Some(run)) => {
                self.state().canceled.extend(run.parse::<u64>().ok());
                self.canceled.notify_all();
                (202, "{}".to_owned())
            }
            ("GET", ..) if request.path.starts_with(RUNS) => (
                200,
                json!({"id": request.path[RUNS.len()..].parse::<u64>().ok(), "status": "in_progress"}).to_string(),
            ),
            _ => says(404, "Not Found"),
        }
    }

    /// Starts a run, with GitHub's words where it does not.
    fn dispatch(self: &Arc<Self>, file: &str, body: &[u8]) -> std::result::Result<u64, String> {
        let body: Value = serde_json::from_slice(body).map_err(|_| "Problems parsing JSON".to_owned())?;
        let (_, workflow) = WORKFLOWS.iter().find(|(name, _)| *name == file).ok_or("Not Found")?;
        if body["ref"] != "main" {
            return Err(format!("No ref found for: {}", body["ref"]));
        }
        let given = body["inputs"].as_object().cloned().unwrap_or_default();
        let declared = inputs(workflow);
        let unexpected: Vec<_> = given.keys().filter(|name| !declared.contains(&name.as_str())).collect();
        if !unexpected.is_empty() {
            return Err(format!("Unexpected inputs provided: {unexpected:?}"));
        }
        if let Some(missing) = declared.iter().find(|name| !given.contains_key(**name)) {
            return Err(format!("Required input '{missing}' not provided"));
        }
        let title = title(workflow, &given);
        let mut state = self.state();
        state.runs += 1;
        let (run, ending) = (30_433_641 + state.runs, state.endings.pop_front().unwrap_or(Ending::Success));
        drop(state);
        let shared = Arc::clone(self);
        thread::spawn(move || shared.run(run, &title, ending));
        Ok(run)
    }

    fn run(&self, run: u64, title: &str, ending: Ending) {
        self.tell(run, title, "queued", None);
        self.tell(run, title, "in_progress", None);
        let conclusion = match ending {
            Ending::Success => "success",
            Ending::Failure => "failure",
            Ending::WhenCanceled => {
                let state = self.canceled.wait_while(self.state(), |state| !state.canceled.contains(&run));
                drop(state);
                "cancelled"
            }
        };
        self.tell(run, title, "completed", Some(conclusion));
    }

    /// Sends a webhook, and sends it again, as a forge does whose first try was slow.
    fn tell(&self, run: u64, title: &str, status: &str, conclusion: Option<&str>) {
        let body = json!({
            "action": if status == "queued" { "requested" } else { status },
            "workflow_run": {
                "id": run,
                "run_attempt": 1,
                "status": status,
                "conclusion": conclusion,
                "event": "workflow_dispatch",
                "display_title": title,
                "html_url": format!("https://github.com/acme/web/actions/runs/{run}"),
                "updated_at": Timestamp::now().to_string(),
            },
            "repository": {"full_name": "acme/web"},
        })
        .to_string();
        let digits = self.secret.hmac_sha256(&[body.as_bytes()]);
        let digits: String = digits.iter().map(|byte| format!("{byte:02x}")).collect();
        let delivery = {
            let mut state = self.state();
            state.deliveries += 1;
            format!("72d3162e-cc78-11e3-81ab-{:012}", state.deliveries)
        };
        let signature = format!("sha256={digits}");
        let headers = [
            ("Content-Type", "application/json"),
            ("X-GitHub-Event", "workflow_run"),
            ("X-GitHub-Delivery", &*delivery),
            ("X-Hub-Signature-256", &*signature),
        ];
        for _ in 0..2 {
            // A receiver that is gone misses it, as with any forge.
            let _ = post(self.webhooks, "/webhooks/github", &headers, body.as_bytes());
        }
    }
}

/// The inputs that a workflow declares: what stands indented below `inputs:`.
fn inputs(workflow: &str) -> Vec<&str> {
    let lines = workflow.lines().skip_while(|line| line.trim() != "inputs:").skip(1);
    let lines = lines.take_while(|line| line.starts_with("      "));
    lines.filter(|line| !line.starts_with("       ")).map(|line| line.trim().trim_end_matches(':')).collect()
}

/// The run's title, as `run-name` says it.
fn title(workflow: &str, inputs: &Map<String, Value>) -> String {
    let line = workflow.lines().find_map(|line| line.strip_prefix("run-name: ")).unwrap_or_default();
    inputs.iter().fold(line.to_owned(), |title, (name, value)| {
        title.replace(&format!("${{{{ inputs.{name} }}}}"), value.as_str().unwrap_or_default())
    })
}
