//! Runs: told at the start, found by their titles, asked for their state.

use serde_json::Value;

use super::run;
use crate::client::RunReport;
use crate::http::{Api, Response};
use crate::inbound;
use crate::model::{Repository, Status, Timestamp};
use crate::workflow::answers::{Unasked, successful};
use crate::workflow::{Found, RunRef, RunState, StartRequest};

/// GitHub lists at most a thousand runs of a search.
const PER_PAGE: usize = 100;
const PAGES: usize = 10;
/// How far this machine's clock may be ahead of GitHub's.
const SKEW_MS: i64 = 10 * 60 * 1000;

/// The run that a start tells, where it tells one.
pub(super) fn told(response: &Response) -> RunRef {
    let body = response.json().unwrap_or_default();
    run(id(&body["workflow_run_id"]), body.get("html_url"), None)
}

fn id(value: &Value) -> Option<String> {
    value.as_u64().map(|id| id.to_string())
}

/// Looks for the run whose title has the dispatch's id, or the deployment's, which are each told to one start only. The
/// newest counts: a start that was made again by a person has an earlier one beside it.
pub(super) fn find(api: &Api, repository: &Repository, file: &str, request: &StartRequest) -> Found {
    let path = ["repos", repository.owner(), repository.name(), "actions", "workflows", file, "runs"];
    let marks: Vec<String> = [Some(request.dispatch_id.to_string()), request.deployment_id.map(|id| id.to_string())]
        .into_iter()
        .flatten()
        .collect();
    let since = format!(">={}", since(request));
    for page in 1..=PAGES {
        let (size, page) = (PER_PAGE.to_string(), page.to_string());
        let query = [("event", "workflow_dispatch"), ("created", &since), ("per_page", &size), ("page", &page)];
        let response = match successful(api.get(&path, &query)) {
            Ok(response) => response,
            Err(unasked) => return unasked.found(api),
        };
        let Some(body) = response.json() else { return Unasked::Response(response).found(api) };
        let Some(runs) = body["workflow_runs"].as_array() else { return Unasked::Response(response).found(api) };
        let marked = |run: &&Value| {
            let title = run["display_title"].as_str().or_else(|| run["name"].as_str()).unwrap_or_default();
            marks.iter().any(|mark| title.contains(mark.as_str()))
        };
        if let Some(found) = runs.iter().filter(marked).max_by_key(|run| run["id"].as_u64()) {
            return Found::Run(run(id(&found["id"]), found.get("html_url"), found["status"].as_str()));
        }
        if runs.len() < PER_PAGE {
            break;
        }
    }
    Found::None
}

/// When the dispatch was recorded, which its id tells.
fn since(request: &StartRequest) -> Timestamp {
    let bytes = request.dispatch_id.as_bytes();
    let millis = bytes[..6].iter().fold(0_i64, |millis, byte| (millis << 8) | i64::from(*byte));
    Timestamp::from_millis((millis - SKEW_MS).max(0))
}

/// How a run stands.
pub(super) fn state(response: &Response, neutral: Status) -> RunState {
    let body = response.json().unwrap_or_default();
    let Some(status) = body["status"].as_str() else {
        return RunState::not_asked("GitHub's answer has no run", None);
    };
    match inbound::github::stands(status, body["conclusion"].as_str(), neutral) {
        Ok((status, message)) => {
            let attempt = body["run_attempt"].as_u64().and_then(|attempt| attempt.try_into().ok());
            let report = RunReport::new(status).run_id(id(&body["id"])).attempt(attempt);
            RunState::Known(report.error_message(message))
        }
        Err(why) => RunState::not_asked(why, None),
    }
}
