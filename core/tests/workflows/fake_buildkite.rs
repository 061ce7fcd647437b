//! Buildkite's builds, as far as a dispatch needs them.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::server::{Reply, Seen, Server};
use crate::world::TOKEN;

pub(crate) struct FakeBuildkite {
    pub(crate) server: Server,
    builds: Arc<Mutex<Vec<Value>>>,
}

impl FakeBuildkite {
    pub(crate) fn start() -> FakeBuildkite {
        let builds: Arc<Mutex<Vec<Value>>> = Arc::default();
        let inside = Arc::clone(&builds);
        FakeBuildkite { server: Server::start(move |seen| answer(&mut inside.lock().unwrap(), seen)), builds }
    }

    pub(crate) fn builds(&self) -> Vec<Value> {
        self.builds.lock().unwrap().clone()
    }

    pub(crate) fn set_state(&self, nth: usize, state: &str) {
        self.builds.lock().unwrap()[nth]["state"] = json!(state);
    }

    pub(crate) fn starts(&self) -> usize {
        self.server.seen().iter().filter(|seen| seen.method == "POST").count()
    }
}

fn refusal(status: u16, message: &str) -> Reply {
    Reply::new(status, json!({"message": message}))
}

fn answer(builds: &mut Vec<Value>, seen: &Seen) -> Reply {
    if seen.header("authorization") != Some(&format!("Bearer {TOKEN}")) {
        return refusal(401, "Authentication required. Please supply a valid API Access Token");
    }
    let Some(path) = seen.path.strip_prefix("/v2/organizations/acme/pipelines/deploy/builds") else {
        return refusal(404, "No pipeline found");
    };
    match (seen.method.as_str(), path.trim_start_matches('/').split('/').collect::<Vec<_>>().as_slice()) {
        ("POST", [""]) => create(builds, seen),
        ("GET", [""]) => {
            let wanted = seen.query.strip_prefix("meta_data%5Brelease_dispatch_id%5D=").expect("the documented filter");
            let found: Vec<&Value> =
                builds.iter().filter(|build| build["meta_data"]["release_dispatch_id"] == wanted).collect();
            Reply::new(200, json!(found))
        }
        ("PUT", [number, "cancel"]) => {
            let build = builds.iter_mut().find(|build| build["number"].as_u64() == number.parse().ok()).unwrap();
            if !["scheduled", "running", "failing"].contains(&build["state"].as_str().unwrap()) {
                return refusal(422, "Build can't be canceled because it's already finished.");
            }
            build["state"] = json!("canceling");
            Reply::new(200, build)
        }
        _ => refusal(404, "Not Found"),
    }
}

fn create(builds: &mut Vec<Value>, seen: &Seen) -> Reply {
    let body = seen.json();
    if !body["commit"].is_string() || !body["branch"].is_string() {
        return refusal(422, "Validation failed");
    }
    let number = builds.len() + 1;
    let id = format!("01920000-0000-7000-8000-{number:012}");
    let build = json!({
        "id": id, "number": number, "state": "scheduled", "blocked": false,
        "web_url": format!("https://buildkite.com/acme/deploy/builds/{number}"),
        "env": body["env"], "meta_data": body["meta_data"], "branch": body["branch"], "commit": body["commit"],
    });
    builds.push(build.clone());
    Reply::new(201, build)
}
