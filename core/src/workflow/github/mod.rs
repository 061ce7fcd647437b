//! GitHub Actions: starts a workflow that has `workflow_dispatch`.

mod inputs;
mod runs;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use self::inputs::Inputs;
use super::answers::{not_started, successful, unanswered};
use super::settings::{Settings, wrong};
use super::{CancelAnswer, Found, RunRef, RunState, StartRequest, Started, WorkflowTrigger};
use crate::client::Reports;
use crate::error::{Error, Result};
use crate::http::{Api, Method};
use crate::model::{Repository, Status, Workflow};

/// What is said besides GitHub's own words where it answers 404.
const NOT_FOUND: &str = "there is no such repository or workflow, or the token may not write its Actions";

/// Starts GitHub Actions workflows; [`Releases::connect`](crate::Releases::connect) registers it with a
/// [`GithubConnection`](crate::GithubConnection).
#[derive(Debug)]
pub(crate) struct GithubTrigger {
    api: Arc<Api>,
    /// Whether the id of a new run is asked for; not any more by a server that refused the question.
    ask_for_run: AtomicBool,
    /// What a run that ended as `neutral` counts as.
    neutral: Status,
}

impl GithubTrigger {
    pub(crate) fn new(api: Arc<Api>, ask_for_run: bool, neutral: Status) -> GithubTrigger {
        GithubTrigger { api, ask_for_run: AtomicBool::new(ask_for_run), neutral }
    }
}

/// What a workflow's settings say.
struct Target<'a> {
    /// A file name, or an id.
    file: &'a str,
    git_ref: &'a str,
    inputs: Inputs<'a>,
    /// Where the workflow stands, if not in the candidate's repository.
    repository: Option<Repository>,
}

impl<'a> Target<'a> {
    fn read(workflow: &'a Workflow) -> Result<Target<'a>> {
        let mut settings = Settings::new(workflow);
        let file = settings.needed("workflow", "deploy.yml")?;
        let is_file = file.ends_with(".yml") || file.ends_with(".yaml");
        let fine = file.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
        if !(fine && is_file && file.len() <= 255 || is_number(file)) {
            return Err(wrong(
                "workflow",
                "a file's name in .github/workflows, such as \"deploy.yml\", or an id",
                file,
            ));
        }
        let git_ref = settings.needed("ref", "main")?;
        let is_hash = matches!(git_ref.len(), 40 | 64) && git_ref.bytes().all(|b| b.is_ascii_hexdigit());
        if is_hash || git_ref.len() > 255 || git_ref.chars().any(|c| c.is_control() || c == ' ') {
            let expected = "a branch or tag; GitHub starts nothing at a commit, which is passed as an input";
            return Err(wrong("ref", expected, git_ref));
        }
        let repository = settings.text("repository")?.map(Repository::new).transpose()?;
        let inputs = Inputs::read(&mut settings, &workflow.parameters)?;
        settings.finish()?;
        Ok(Target { file, git_ref, inputs, repository })
    }

    fn repository<'b>(&'b self, request: &'b StartRequest) -> &'b Repository {
        self.repository.as_ref().unwrap_or(&request.repository)
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() <= 20 && text.bytes().all(|b| b.is_ascii_digit())
}

impl WorkflowTrigger for GithubTrigger {
    fn kind(&self) -> &str {
        "github"
    }

    fn check(&self, workflow: &Workflow) -> Result<()> {
        Target::read(workflow).map(drop)
    }

    /// GitHub starts another run for every dispatch.
    fn is_idempotent(&self) -> bool {
        false
    }

    fn start(&self, request: &StartRequest, _: &Reports) -> Started {
        match Target::read(&request.workflow).and_then(|target| Ok((target.inputs.of(request)?, target))) {
            Ok((inputs, target)) => self.dispatch(request, &target, inputs),
            Err(error) => Started::refused(error.to_string()),
        }
    }

    fn find(&self, request: &StartRequest) -> Found {
        match Target::read(&request.workflow) {
            Ok(target) => runs::find(&self.api, target.repository(request), target.file, request),
            Err(error) => cannot_look(&error),
        }
    }

    fn cancel(&self, request: &StartRequest, run_id: &str) -> CancelAnswer {
        let Some(path) = run_path(request, run_id, &["cancel"]) else {
            return CancelAnswer::impossible(format!("{run_id:?} is no id of a GitHub run"));
        };
        let parts: Vec<&str> = path.iter().map(String::as_str).collect();
        match successful(self.api.write(Method::Post, &parts, None)) {
            Ok(_) => CancelAnswer::Accepted,
            Err(super::answers::Unasked::Response(response)) if response.status == 409 => {
                self.not_stoppable(request, run_id, &response)
            }
            Err(unasked) => unasked.canceled(&self.api),
        }
    }

    fn run_state(&self, request: &StartRequest, run_id: &str) -> RunState {
        let Some(path) = run_path(request, run_id, &[]) else { return RunState::CannotTell };
        let parts: Vec<&str> = path.iter().map(String::as_str).collect();
        match successful(self.api.get(&parts, &[])) {
            Ok(response) => runs::state(&response, self.neutral),
            Err(unasked) => unasked.state(&self.api),
        }
    }
}

impl GithubTrigger {
    fn dispatch(&self, request: &StartRequest, target: &Target<'_>, inputs: Value) -> Started {
        let repository = target.repository(request);
        let path = ["repos", repository.owner(), repository.name(), "actions", "workflows", target.file, "dispatches"];
        let ask = self.ask_for_run.load(Ordering::Relaxed);
        let mut body = json!({"ref": target.git_ref, "inputs": inputs});
        if ask {
            body["return_run_details"] = Value::Bool(true);
        }
        let mut answer = self.api.write(Method::Post, &path, Some(&body));
        // A server that does not know the question has started nothing.
        if let (true, Ok(response)) = (ask, &answer)
            && (response.status == 400 || (response.status == 422 && names_the_question(&response.body)))
        {
            if let Some(fields) = body.as_object_mut() {
                fields.remove("return_run_details");
            }
            answer = self.api.write(Method::Post, &path, Some(&body));
            if answer.as_ref().is_ok_and(|response| response.is_success()) {
                self.ask_for_run.store(false, Ordering::Relaxed);
            }
        }
        match answer {
            Ok(response) if response.is_success() => Started::Run(runs::told(&response)),
            Ok(response) => not_started(&self.api, &response, if response.status == 404 { NOT_FOUND } else { "" }),
            Err(failure) => unanswered(failure),
        }
    }

    /// A 409 says that the run has ended, or that it has not begun so far.
    fn not_stoppable(&self, request: &StartRequest, run_id: &str, response: &crate::http::Response) -> CancelAnswer {
        match self.run_state(request, run_id) {
            RunState::Known(report) if report.status.is_closed() => CancelAnswer::Accepted,
            _ => CancelAnswer::not_asked(self.api.words(response), None),
        }
    }
}

fn names_the_question(body: &[u8]) -> bool {
    String::from_utf8_lossy(body).contains("return_run_details")
}

fn cannot_look(error: &Error) -> Found {
    Found::not_asked(error.to_string(), None)
}

/// The path of a run, where it has an id as GitHub gives them.
fn run_path(request: &StartRequest, run_id: &str, more: &[&str]) -> Option<Vec<String>> {
    let target = Target::read(&request.workflow).ok();
    let repository = target.as_ref().map_or(&request.repository, |target| target.repository(request));
    let parts = ["repos", repository.owner(), repository.name(), "actions", "runs", run_id];
    is_number(run_id).then(|| parts.iter().chain(more).map(|part| (*part).to_owned()).collect())
}

/// Whether a new run's id is asked for where the connection does not say: an older GitHub Enterprise Server refuses
/// the whole request.
pub(crate) fn asks_by_default(base_url: &str) -> bool {
    base_url.trim_end_matches('/').eq_ignore_ascii_case("https://api.github.com")
}

/// A run as a start or a search tells it.
fn run(id: Option<String>, url: Option<&Value>, status: Option<&str>) -> RunRef {
    let under_way = matches!(status, Some("in_progress" | "completed"));
    RunRef::new(id).url(url.and_then(Value::as_str).map(str::to_owned)).in_progress(under_way)
}
