//! Buildkite's builds and webhooks, as far as a dispatch needs them.

use release_core::{Secret, Timestamp};
use serde_json::{Value, json};

use super::{Reply, SECRET, Seen, TOKEN, hex};

/// What this Buildkite knows and how it is set.
#[derive(Debug, Clone)]
pub(crate) struct State {
    /// The time, in milliseconds, and how much later a new build is in the list.
    pub(crate) now: i64,
    pub(crate) lists_after: i64,
    pub(crate) builds: Vec<Build>,
}

#[derive(Debug, Clone)]
pub(crate) struct Build {
    /// As the API shows it.
    pub(crate) data: Value,
    listed_at: i64,
}

impl Default for State {
    fn default() -> State {
        State { now: 1_800_000_000_000, lists_after: 0, builds: Vec::new() }
    }
}

fn refusal(status: u16, message: &str) -> Reply {
    Reply::new(status, json!({"message": message}))
}

impl State {
    pub(crate) fn answer(&mut self, seen: &Seen) -> Reply {
        if seen.header("authorization") != Some(&format!("Bearer {TOKEN}")) {
            return refusal(401, "Authentication required. Please supply a valid API Access Token");
        }
        let Some(path) = seen.path.strip_prefix("/v2/organizations/acme/pipelines/deploy/builds") else {
            return refusal(404, "No pipeline found");
        };
        match (seen.method.as_str(), path.trim_start_matches('/').split('/').collect::<Vec<_>>().as_slice()) {
            ("POST", [""]) => self.create(seen),
            ("GET", [""]) => {
                let wanted =
                    seen.query.strip_prefix("meta_data%5Brelease_dispatch_id%5D=").expect("the documented filter");
                let is_found = |build: &&Build| {
                    build.listed_at <= self.now && build.data["meta_data"]["release_dispatch_id"] == wanted
                };
                let found: Vec<&Value> = self.builds.iter().filter(is_found).map(|build| &build.data).collect();
                Reply::new(200, json!(found))
            }
            ("PUT", [number, "cancel"]) => {
                let build = self.builds.iter_mut().find(|build| build.data["number"].as_u64() == number.parse().ok());
                let build = build.unwrap();
                if !["scheduled", "running", "failing"].contains(&build.data["state"].as_str().unwrap()) {
                    return refusal(422, "Build can't be canceled because it's already finished.");
                }
                build.data["state"] = json!("canceling");
                Reply::new(200, &build.data)
            }
            _ => refusal(404, "Not Found"),
        }
    }

    fn create(&mut self, seen: &Seen) -> Reply {
        let body = seen.json();
        if !body["commit"].is_string() || !body["branch"].is_string() {
            return refusal(422, "Validation failed");
        }
        let number = self.builds.len() + 1;
        let id = format!("01920000-0000-7000-8000-{number:012}");
        let data = json!({
            "id": id, "number": number, "state": "scheduled", "blocked": false, "source": "api",
            "web_url": format!("https://buildkite.com/acme/deploy/builds/{number}"),
            "env": body["env"], "meta_data": body["meta_data"], "branch": body["branch"], "commit": body["commit"],
            "created_at": self.time(), "scheduled_at": self.time(), "started_at": null, "finished_at": null,
        });
        self.builds.push(Build { data: data.clone(), listed_at: self.now + self.lists_after });
        Reply::new(201, data)
    }

    fn time(&self) -> String {
        Timestamp::from_millis(self.now).to_string()
    }

    /// Lets a build come to another state. One that is blocked is shown as passed, and goes on when somebody says so.
    pub(crate) fn advance(&mut self, nth: usize, state: &str, blocked: bool) {
        let time = self.time();
        let build = &mut self.builds[nth].data;
        build["state"] = json!(state);
        build["blocked"] = json!(blocked);
        if state == "running" && build["started_at"].is_null() {
            build["started_at"] = json!(time);
        }
        if matches!(state, "passed" | "failed" | "canceled") {
            build["finished_at"] = json!(time);
        }
    }

    /// The body of the webhook that says how a build stands.
    pub(crate) fn webhook(&self, nth: usize) -> Value {
        let build = &self.builds[nth].data;
        let event = match build["state"].as_str().unwrap() {
            "scheduled" => "build.scheduled",
            "running" | "canceling" => "build.running",
            _ => "build.finished",
        };
        let pipeline = json!({"slug": "deploy", "repository": "git@github.com:acme/web.git"});
        json!({"event": event, "build": build, "pipeline": pipeline, "sender": {"name": "ana"}})
    }
}

impl Build {
    pub(crate) fn has_ended(&self) -> bool {
        let state = self.data["state"].as_str().unwrap();
        matches!(state, "passed" | "failed" | "canceled") && self.data["blocked"] != json!(true)
    }
}

/// The headers of a webhook that is sent at that time.
pub(crate) fn headers(body: &[u8], now: i64) -> Vec<(String, String)> {
    let seconds = (now / 1000).to_string();
    let signature = hex(&Secret::new(SECRET).hmac_sha256(&[seconds.as_bytes(), b".", body]));
    let signed = format!("timestamp={seconds},signature={signature}");
    vec![("X-Buildkite-Event".to_owned(), "build".to_owned()), ("X-Buildkite-Signature".to_owned(), signed)]
}
