//! GitHub's Actions API and its webhooks, as far as a dispatch needs them.

use release_core::{Secret, Timestamp};
use serde_json::{Map, Value, json};

use super::{Reply, SECRET, Seen, TOKEN, hex};

/// What this GitHub knows and how it is set.
#[derive(Debug, Clone)]
pub(crate) struct State {
    /// Where the API is: empty on github.com, `/api/v3` on an Enterprise Server.
    pub(crate) prefix: &'static str,
    /// Whether `return_run_details` is understood; an older Enterprise Server refuses it.
    pub(crate) knows_question: bool,
    /// The inputs that `deploy.yml` declares; those it needs end in `!`.
    pub(crate) inputs: Vec<&'static str>,
    /// Whether a workflow's `run-name` has the start's id, or the deployment's.
    pub(crate) titled: bool,
    /// How many searches are answered before new runs are in the list.
    pub(crate) late: usize,
    /// Whether a run ends with the request to cancel it; otherwise it ends a while later.
    pub(crate) stops_at_once: bool,
    /// The time, in milliseconds, and how much later a new run is in the list.
    pub(crate) now: i64,
    pub(crate) lists_after: i64,
    pub(crate) runs: Vec<Run>,
}

#[derive(Debug, Clone)]
pub(crate) struct Run {
    /// As the API shows it.
    pub(crate) data: Value,
    /// What it was started with.
    pub(crate) inputs: Map<String, Value>,
    /// Somebody asked for it to be stopped.
    pub(crate) is_stopping: bool,
    /// How its attempts ended, the first one's first.
    pub(crate) endings: Vec<String>,
    listed_at: i64,
}

impl Default for State {
    fn default() -> State {
        State {
            prefix: "",
            knows_question: true,
            inputs: vec![
                "aviator_deployment_id!",
                "aviator_release_cut_commit_hash!",
                "aviator_release_candidate_version!",
                "region",
                "start",
            ],
            titled: true,
            late: 0,
            stops_at_once: true,
            now: 1_800_000_000_000,
            lists_after: 0,
            runs: Vec::new(),
        }
    }
}

const BUILD_INPUTS: [&str; 4] =
    ["aviator_release_cut_id!", "aviator_release_cut_commit_hash!", "aviator_release_candidate_version!", "start"];

fn refusal(status: u16, message: impl Into<Value>) -> Reply {
    let docs = "https://docs.github.com/rest/actions/workflows#create-a-workflow-dispatch-event";
    let message: Value = message.into();
    Reply::new(status, json!({"message": message, "documentation_url": docs, "status": status.to_string()}))
}

impl State {
    pub(crate) fn answer(&mut self, seen: &Seen) -> Reply {
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
            ("POST", ["workflows", "deploy.yml", "dispatches"]) => self.dispatch(seen, "deploy.yml"),
            ("POST", ["workflows", "build.yml", "dispatches"]) => self.dispatch(seen, "build.yml"),
            ("GET", ["workflows", file @ ("deploy.yml" | "build.yml"), "runs"]) => self.list(seen, file),
            ("POST", ["runs", id, "cancel"]) => self.cancel(id),
            ("GET", ["runs", id]) => {
                let found = self.runs.iter().find(|run| run.has_id(id));
                found.map_or_else(|| refusal(404, "Not Found"), |run| Reply::new(200, &run.data))
            }
            _ => refusal(404, "Not Found"),
        }
    }

    fn dispatch(&mut self, seen: &Seen, file: &str) -> Reply {
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
        let of_file = if file == "build.yml" { &BUILD_INPUTS[..] } else { &self.inputs };
        let declared: Vec<&str> = of_file.iter().map(|name| name.trim_end_matches('!')).collect();
        let unexpected: Vec<&String> = inputs.keys().filter(|name| !declared.contains(&name.as_str())).collect();
        if !unexpected.is_empty() {
            return refusal(422, format!("Unexpected inputs provided: {unexpected:?}"));
        }
        let mut needed = of_file.iter().filter_map(|name| name.strip_suffix('!'));
        if let Some(missing) = needed.find(|name| !inputs.contains_key(*name)) {
            return refusal(422, format!("Required input '{missing}' not provided"));
        }
        let id = 9_007_199_254_740_000_u64 + self.runs.len() as u64;
        let mark = inputs.get("start").or_else(|| inputs.get("aviator_deployment_id"));
        let mark = mark.and_then(Value::as_str).unwrap_or_default();
        let url = format!("https://github.com/acme/web/actions/runs/{id}");
        let data = json!({
            "id": id, "name": file, "event": "workflow_dispatch", "status": "queued", "conclusion": null,
            "display_title": if self.titled { format!("Run {mark}") } else { "Run".to_owned() },
            "html_url": url, "run_attempt": 1, "head_branch": git_ref, "updated_at": self.time(),
            "path": format!(".github/workflows/{file}"),
        });
        let listed_at = self.now + self.lists_after;
        let inputs = inputs.clone();
        self.runs.push(Run { data, inputs, is_stopping: false, endings: Vec::new(), listed_at });
        if asks {
            return Reply::new(200, json!({"workflow_run_id": id, "run_url": url, "html_url": url}));
        }
        Reply::empty(204)
    }

    fn time(&self) -> String {
        Timestamp::from_millis(self.now).to_string()
    }

    fn list(&mut self, seen: &Seen, file: &str) -> Reply {
        assert!(seen.query.contains("event=workflow_dispatch") && seen.query.contains("created=%3E%3D20"), "{seen:?}");
        if self.late > 0 {
            self.late -= 1;
            return Reply::new(200, json!({"total_count": 0, "workflow_runs": []}));
        }
        let listed = self.runs.iter().filter(|run| run.listed_at <= self.now && run.data["name"] == file);
        let listed: Vec<&Value> = listed.map(|run| &run.data).collect();
        Reply::new(200, json!({"total_count": listed.len(), "workflow_runs": listed}))
    }

    fn cancel(&mut self, id: &str) -> Reply {
        let at_once = self.stops_at_once;
        let Some(run) = self.runs.iter_mut().find(|run| run.has_id(id)) else { return refusal(404, "Not Found") };
        if run.data["status"] == "completed" {
            return refusal(409, "Cannot cancel a workflow run that is completed.");
        }
        run.is_stopping = true;
        if at_once {
            run.data["status"] = json!("completed");
            run.data["conclusion"] = json!("cancelled");
        }
        Reply::new(202, "{}")
    }

    /// Lets a run come to another status, or to its end.
    pub(crate) fn advance(&mut self, nth: usize, status: &str, conclusion: Option<&str>) {
        let time = self.time();
        let run = &mut self.runs[nth];
        run.data["status"] = json!(status);
        run.data["conclusion"] = json!(conclusion);
        run.data["updated_at"] = json!(time);
        // One that waits for somebody's action goes on afterwards.
        run.endings.extend(conclusion.filter(|conclusion| *conclusion != "action_required").map(str::to_owned));
    }

    /// Lets a run that has ended be attempted again, under the same id.
    pub(crate) fn run_again(&mut self, nth: usize) {
        let run = &mut self.runs[nth];
        run.data["run_attempt"] = json!(run.data["run_attempt"].as_u64().unwrap() + 1);
        run.is_stopping = false;
        self.advance(nth, "queued", None);
    }

    /// The body of the webhook that says how a run stands.
    pub(crate) fn webhook(&self, nth: usize) -> Value {
        let run = &self.runs[nth].data;
        let action = if run["status"] == "queued" { "requested" } else { run["status"].as_str().unwrap() };
        json!({
            "action": action, "workflow_run": run, "workflow": {"path": run["path"]},
            "repository": {"full_name": "acme/web"}, "sender": {"login": "ana"},
        })
    }
}

impl Run {
    fn has_id(&self, id: &str) -> bool {
        self.data["id"].as_u64() == id.parse().ok()
    }

    pub(crate) fn has_ended(&self) -> bool {
        self.data["status"] == "completed" && self.data["conclusion"] != "action_required"
    }
}

/// The headers of a webhook.
pub(crate) fn headers(delivery: &str, body: &[u8]) -> Vec<(String, String)> {
    let signature = format!("sha256={}", hex(&Secret::new(SECRET).hmac_sha256(&[body])));
    let headers =
        [("X-GitHub-Event", "workflow_run"), ("X-GitHub-Delivery", delivery), ("X-Hub-Signature-256", &*signature)];
    headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec()
}
