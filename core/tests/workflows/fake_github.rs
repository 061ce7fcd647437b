//! GitHub's Actions API, as far as a dispatch needs it.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::server::{Reply, Seen, Server};
use crate::world::TOKEN;

/// What the fake knows and how it is set.
#[derive(Debug, Clone)]
pub(crate) struct State {
    /// Where the API is: empty on github.com, `/api/v3` on an Enterprise Server.
    pub(crate) prefix: &'static str,
    /// Whether `return_run_details` is understood; an older Enterprise Server refuses it.
    pub(crate) knows_question: bool,
    /// The inputs that the workflow declares; those it needs end in `!`.
    pub(crate) inputs: Vec<&'static str>,
    /// Whether the workflow's `run-name` has the deployment's id.
    pub(crate) titled: bool,
    /// How many searches are answered before new runs are in the list.
    pub(crate) late: usize,
    pub(crate) runs: Vec<Value>,
}

pub(crate) struct FakeGithub {
    pub(crate) server: Server,
    pub(crate) state: Arc<Mutex<State>>,
}

impl FakeGithub {
    pub(crate) fn start() -> FakeGithub {
        let state = Arc::new(Mutex::new(State {
            prefix: "",
            knows_question: true,
            inputs: vec![
                "aviator_deployment_id!",
                "aviator_release_cut_commit_hash!",
                "aviator_release_candidate_version!",
                "region",
            ],
            titled: true,
            late: 0,
            runs: Vec::new(),
        }));
        let inside = Arc::clone(&state);
        FakeGithub { server: Server::start(move |seen| inside.lock().unwrap().answer(seen)), state }
    }

    pub(crate) fn set(&self, set: impl FnOnce(&mut State)) {
        set(&mut self.state.lock().unwrap());
    }

    pub(crate) fn runs(&self) -> Vec<Value> {
        self.state.lock().unwrap().runs.clone()
    }

    /// How often a start was asked for.
    pub(crate) fn starts(&self) -> usize {
        self.server.seen().iter().filter(|seen| seen.path.ends_with("/dispatches")).count()
    }
}

fn refusal(status: u16, message: impl Into<Value>) -> Reply {
    let docs = "https://docs.github.com/rest/actions/workflows#create-a-workflow-dispatch-event";
    let message: Value = message.into();
    Reply::new(status, json!({"message": message, "documentation_url": docs, "status": status.to_string()}))
}

impl State {
    fn answer(&mut self, seen: &Seen) -> Reply {
        if seen.header("user-agent").is_none() {
            return Reply::new(403, "Request forbidden by administrative rules.");
        }
        if seen.header("authorization") != Some(&format!("Bearer {TOKEN}")) {
            return refusal(401, "Bad credentials");
        }
        assert_eq!(seen.header("accept"), Some("application/vnd.github+json"), "{seen:?}");
        assert_eq!(seen.header("x-github-api-version"), Some("2022-11-28"), "{seen:?}");
        let path = seen.path.strip_prefix(self.prefix).unwrap_or("");
        let Some(path) = path.strip_prefix("/repos/acme/web/actions/") else { return refusal(404, "Not Found") };
        match (seen.method.as_str(), path.split('/').collect::<Vec<_>>().as_slice()) {
            ("POST", ["workflows", "deploy.yml", "dispatches"]) => self.dispatch(seen),
            ("GET", ["workflows", "deploy.yml", "runs"]) => self.list(seen),
            ("POST", ["runs", id, "cancel"]) => self.cancel(id),
            ("GET", ["runs", id]) => {
                self.find(id).map_or_else(|| refusal(404, "Not Found"), |run| Reply::new(200, run))
            }
            _ => refusal(404, "Not Found"),
        }
    }

    fn dispatch(&mut self, seen: &Seen) -> Reply {
        let body = seen.json();
        assert_eq!(seen.header("content-type"), Some("application/json"));
        let known = ["ref", "inputs", "return_run_details"];
        let fields = body.as_object().unwrap();
        assert!(fields.keys().all(|field| known.contains(&field.as_str())), "{body}");
        let asks = body["return_run_details"] == json!(true);
        if asks && !self.knows_question {
            return refusal(400, "Invalid request.\n\n\"return_run_details\" is not a permitted key.");
        }
        let git_ref = body["ref"].as_str().unwrap();
        if !["main", "v1"].contains(&git_ref) {
            return refusal(422, format!("No ref found for: {git_ref}"));
        }
        let inputs = body["inputs"].as_object().unwrap();
        let declared: Vec<&str> = self.inputs.iter().map(|name| name.trim_end_matches('!')).collect();
        let unexpected: Vec<&String> = inputs.keys().filter(|name| !declared.contains(&name.as_str())).collect();
        if !unexpected.is_empty() {
            return refusal(422, format!("Unexpected inputs provided: {unexpected:?}"));
        }
        let mut needed = self.inputs.iter().filter_map(|name| name.strip_suffix('!'));
        if let Some(missing) = needed.find(|name| !inputs.contains_key(*name)) {
            return refusal(422, format!("Required input '{missing}' not provided"));
        }
        let id = 9_007_199_254_740_000_u64 + self.runs.len() as u64;
        let mark = inputs.get("aviator_deployment_id").and_then(Value::as_str).unwrap_or_default();
        let url = format!("https://github.com/acme/web/actions/runs/{id}");
        self.runs.push(json!({
            "id": id, "name": "Deploy", "event": "workflow_dispatch", "status": "queued", "conclusion": null,
            "display_title": if self.titled { format!("Deploy {mark}") } else { "Deploy".to_owned() },
            "html_url": url, "run_attempt": 1, "head_branch": git_ref,
        }));
        if asks {
            return Reply::new(200, json!({"workflow_run_id": id, "run_url": url, "html_url": url}));
        }
        Reply { status: 204, headers: Vec::new(), body: String::new() }
    }

    fn list(&mut self, seen: &Seen) -> Reply {
        assert!(seen.query.contains("event=workflow_dispatch") && seen.query.contains("created=%3E%3D20"), "{seen:?}");
        if self.late > 0 {
            self.late -= 1;
            return Reply::new(200, json!({"total_count": 0, "workflow_runs": []}));
        }
        Reply::new(200, json!({"total_count": self.runs.len(), "workflow_runs": self.runs}))
    }

    fn find(&self, id: &str) -> Option<Value> {
        self.runs.iter().find(|run| run["id"].as_u64() == id.parse().ok()).cloned()
    }

    fn cancel(&mut self, id: &str) -> Reply {
        let Some(run) = self.runs.iter_mut().find(|run| run["id"].as_u64() == id.parse().ok()) else {
            return refusal(404, "Not Found");
        };
        if run["status"] == "completed" {
            return refusal(409, "Cannot cancel a workflow run that is completed.");
        }
        run["status"] = json!("completed");
        run["conclusion"] = json!("cancelled");
        Reply::new(202, "{}")
    }
}
