//! Buildkite: creates builds of a pipeline.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::answers::{Unasked, not_started, successful, unanswered};
use super::settings::{Settings, bad, wrong};
use super::{CancelAnswer, Found, RunRef, RunState, StartRequest, Started, WorkflowTrigger};
use crate::client::{Reports, RunReport};
use crate::error::Result;
use crate::http::{Api, Method};
use crate::inbound;
use crate::model::{Status, Workflow};

/// The key of a build's meta-data that holds the dispatch's id.
const META: &str = "release_dispatch_id";

/// Starts Buildkite builds; [`Releases::connect`](crate::Releases::connect) registers it with a
/// [`BuildkiteConnection`](crate::BuildkiteConnection).
#[derive(Debug)]
pub(crate) struct BuildkiteTrigger {
    api: Arc<Api>,
    organization: String,
}

/// What a workflow's settings say.
struct Target<'a> {
    pipeline: &'a str,
    branch: &'a str,
    /// The prefix of the facts' variables: those of the profile `aviator`, or of `plain`.
    profile: Profile,
}

#[derive(Clone, Copy, PartialEq)]
enum Profile {
    Aviator,
    Plain,
}

impl<'a> Target<'a> {
    fn read(workflow: &'a Workflow) -> Result<Target<'a>> {
        let mut settings = Settings::new(workflow);
        let pipeline = settings.needed("pipeline", "deploy")?;
        if pipeline.len() > 100 || !pipeline.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) {
            return Err(wrong("pipeline", "a pipeline's slug, such as \"deploy\"", pipeline));
        }
        let branch = settings.needed("branch", "main")?;
        if branch.len() > 255 || branch.chars().any(|c| c.is_control() || c == ' ') {
            return Err(wrong("branch", "a branch's name", branch));
        }
        let profile = match settings.text("inputs")? {
            None | Some("aviator") => Profile::Aviator,
            Some("plain") => Profile::Plain,
            Some(other) => return Err(wrong("inputs", "\"aviator\" or \"plain\"", other)),
        };
        settings.finish()?;
        let fact = |name: &&String| profile.names().contains(&name.as_str());
        if let Some(name) = workflow.parameters.keys().find(fact) {
            return Err(
                bad(format!("the variable {name:?} would be given twice; rename the parameter")).with("found", name)
            );
        }
        Ok(Target { pipeline, branch, profile })
    }
}

impl Profile {
    fn names(self) -> [&'static str; 4] {
        match self {
            Profile::Aviator => [
                "AVIATOR_RELEASE_CUT_ID",
                "AVIATOR_DEPLOYMENT_ID",
                "AVIATOR_RELEASE_CANDIDATE_VERSION",
                "AVIATOR_RELEASE_CUT_COMMIT_HASH",
            ],
            Profile::Plain => ["RELEASE_CUT_ID", "DEPLOYMENT_ID", "VERSION", "COMMIT_SHA"],
        }
    }
}

impl BuildkiteTrigger {
    pub(crate) fn new(api: Arc<Api>, organization: String) -> BuildkiteTrigger {
        BuildkiteTrigger { api, organization }
    }

    fn builds<'a>(&'a self, pipeline: &'a str) -> Vec<&'a str> {
        vec!["v2", "organizations", &self.organization, "pipelines", pipeline, "builds"]
    }

    /// The builds of a pipeline that have this dispatch's mark: one, unless a person had it started again.
    fn marked(&self, request: &StartRequest, target: &Target<'_>) -> Result<Vec<Value>, Unasked> {
        let dispatch = request.dispatch_id.to_string();
        let filter = format!("meta_data[{META}]");
        let query = [(filter.as_str(), dispatch.as_str())];
        let response = successful(self.api.get(&self.builds(target.pipeline), &query))?;
        let Some(Value::Array(builds)) = response.json() else { return Err(Unasked::Response(response)) };
        // A server that does not know the filter lists all builds.
        let own = builds.into_iter().filter(|build| build["meta_data"][META].as_str() == Some(dispatch.as_str()));
        Ok(own.collect())
    }

    /// A build by its id, with what it is called by in paths, its number.
    fn build(&self, request: &StartRequest, target: &Target<'_>, run_id: &str) -> Result<Option<Value>, Unasked> {
        let builds = self.marked(request, target)?;
        Ok(builds.into_iter().find(|build| build["id"].as_str() == Some(run_id)))
    }
}

impl WorkflowTrigger for BuildkiteTrigger {
    fn kind(&self) -> &str {
        "buildkite"
    }

    fn check(&self, workflow: &Workflow) -> Result<()> {
        Target::read(workflow).map(drop)
    }

    /// Buildkite makes another build for every request.
    fn is_idempotent(&self) -> bool {
        false
    }

    fn start(&self, request: &StartRequest, _: &Reports) -> Started {
        let target = match Target::read(&request.workflow) {
            Ok(target) => target,
            Err(error) => return Started::refused(error.to_string()),
        };
        let body = json!({
            "commit": request.commit.as_str(),
            "branch": target.branch,
            "message": message(request),
            "env": variables(request, target.profile),
            "meta_data": {META: request.dispatch_id.to_string()},
        });
        match self.api.write(Method::Post, &self.builds(target.pipeline), Some(&body)) {
            Ok(response) if response.is_success() => {
                let build = response.json().unwrap_or_default();
                Started::Run(run(&build))
            }
            Ok(response) => {
                let advice = "there is no such organization or pipeline, or the token may not write its builds";
                not_started(&self.api, &response, if response.status == 404 { advice } else { "" })
            }
            Err(failure) => unanswered(failure),
        }
    }

    fn find(&self, request: &StartRequest) -> Found {
        let target = match Target::read(&request.workflow) {
            Ok(target) => target,
            Err(error) => return Found::not_asked(error.to_string(), None),
        };
        match self.marked(request, &target) {
            Ok(builds) => {
                let newest = builds.iter().max_by_key(|build| build["number"].as_u64());
                newest.map_or(Found::None, |build| Found::Run(run(build)))
            }
            Err(unasked) => unasked.found(&self.api),
        }
    }

    fn cancel(&self, request: &StartRequest, run_id: &str) -> CancelAnswer {
        let Ok(target) = Target::read(&request.workflow) else {
            return CancelAnswer::impossible("the workflow's settings do not name its pipeline any more");
        };
        let build = match self.build(request, &target, run_id) {
            Ok(Some(build)) => build,
            Ok(None) => return CancelAnswer::not_asked(format!("Buildkite does not list build {run_id}"), None),
            Err(unasked) => return unasked.canceled(&self.api),
        };
        if stands(&build).is_ok_and(|(status, _)| status.is_closed()) {
            return CancelAnswer::Accepted;
        }
        let Some(number) = build["number"].as_u64().map(|number| number.to_string()) else {
            return CancelAnswer::not_asked("Buildkite's answer has no number of the build", None);
        };
        let mut path = self.builds(target.pipeline);
        path.extend([number.as_str(), "cancel"]);
        match successful(self.api.write(Method::Put, &path, None)) {
            Ok(_) => CancelAnswer::Accepted,
            // It has ended in between, or has not begun so far: asked again, its state tells which.
            Err(Unasked::Response(response)) if response.status == 422 => {
                CancelAnswer::not_asked(self.api.words(&response), None)
            }
            Err(unasked) => unasked.canceled(&self.api),
        }
    }

    fn run_state(&self, request: &StartRequest, run_id: &str) -> RunState {
        let Ok(target) = Target::read(&request.workflow) else { return RunState::CannotTell };
        match self.build(request, &target, run_id) {
            Ok(None) => RunState::CannotTell,
            Ok(Some(build)) => match stands(&build) {
                Ok((status, message)) => {
                    RunState::Known(RunReport::new(status).run_id(Some(run_id.to_owned())).error_message(message))
                }
                Err(why) => RunState::not_asked(why, None),
            },
            Err(unasked) => unasked.state(&self.api),
        }
    }
}

fn message(request: &StartRequest) -> String {
    match &request.environment {
        Some(environment) => {
            format!("Deploy {} {} to {environment}", request.project, request.candidate_version)
        }
        None => format!("Build {} {}", request.project, request.candidate_version),
    }
}

fn variables(request: &StartRequest, profile: Profile) -> Map<String, Value> {
    let values = [
        request.deployment_id.is_none().then(|| request.candidate_id.to_string()),
        request.deployment_id.map(|id| id.to_string()),
        Some(request.candidate_version.to_string()),
        Some(request.commit.to_string()),
    ];
    let facts = profile.names().into_iter().zip(values);
    let facts = facts.filter_map(|(name, value)| Some((name.to_owned(), Value::String(value?))));
    let parameters = request.workflow.parameters.iter();
    facts.chain(parameters.map(|(name, value)| (name.clone(), Value::String(value.clone())))).collect()
}

fn run(build: &Value) -> RunRef {
    let url = build["web_url"].as_str().map(str::to_owned);
    let under_way = !matches!(build["state"].as_str(), None | Some("creating" | "scheduled"));
    RunRef::new(build["id"].as_str().map(str::to_owned)).url(url).in_progress(under_way)
}

/// A build's state as a status of ours.
fn stands(build: &Value) -> Result<(Status, Option<String>), String> {
    let is_blocked = build["blocked"].as_bool() == Some(true);
    inbound::buildkite::stands(build["state"].as_str().unwrap_or_default(), is_blocked)
}
