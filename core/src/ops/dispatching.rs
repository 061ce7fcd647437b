//! The steps of a dispatch: queued, taken to be sent, settled by what the CI system said.
//!
//! Each step is a decision of its own, so that a crash between two of them leaves what can be taken up: a dispatch in
//! `sending` whose time has passed was perhaps sent, and is looked for, never sent again blindly.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::lookup::{self, Scene};
use super::report::{self, Report};
use crate::change::Reads;
use crate::error::{Code, Error, Result};
use crate::known::Known;
use crate::model::{
    BuildStatus, Candidate, DeploymentId, Dispatch, DispatchId, DispatchState, Project, Status, Timestamp, Workflow,
};
use crate::record::{Cancel, CandidateRecord, DeploymentRecord, DispatchRecord, Key};
use crate::view::{Context, Decide, View};
use crate::workflow::{CancelAnswer, Found, StartRequest, Started};

/// How long one process may take over a request before others count it as lost.
pub(crate) const LEASE: Duration = Duration::from_secs(60);
/// How long a run that may have been started is looked for: CI systems list new runs late.
const GRACE: Duration = Duration::from_secs(120);
/// How often it is looked for within that time.
const LOOK_EVERY: Duration = Duration::from_secs(5);
const FIRST_BACKOFF: Duration = Duration::from_secs(1);
const LONGEST_BACKOFF: Duration = Duration::from_secs(300);
/// The longest text of a CI system that is kept, in bytes.
const WORDS: usize = 2000;

/// Records the intention to start a workflow.
pub(crate) fn queue(
    view: &mut View<'_>,
    context: &Context,
    project: &Project,
    candidate: &Candidate,
    workflow: &Workflow,
    deployment: Option<(&Scene, DeploymentId)>,
    due_at: Timestamp,
) -> DispatchId {
    let id = context.dispatch_id();
    let created_at = view.now();
    view.put(DispatchRecord {
        project_id: project.id,
        environment_id: deployment.map(|(scene, _)| scene.environment.data.id),
        data: Dispatch {
            id,
            project: project.name.clone(),
            environment: deployment.map(|(scene, _)| scene.environment.data.name.clone()),
            candidate_version: candidate.version.clone(),
            candidate_id: candidate.id,
            deployment_id: deployment.map(|(_, id)| id),
            workflow: workflow.clone(),
            state: DispatchState::Queued,
            attempts: 0,
            due_at: Some(due_at),
            message: None,
            run_id: None,
            url: None,
            created_at,
        },
        sent_at: None,
        cancel: None,
    });
    id
}

/// What the holder of a dispatch is to do.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Task {
    /// Send the request.
    Send(StartRequest),
    /// Look for the run that may have been started.
    Find(StartRequest),
    /// Ask for the run to be stopped.
    Cancel(StartRequest, String),
}

/// Takes a dispatch that is due, so that no other process works on it for a while.
#[derive(Debug, Serialize)]
pub(crate) struct TakeDispatch {
    pub(crate) id: DispatchId,
    /// Whether the trigger lets an unknown outcome be sent again.
    pub(crate) idempotent: bool,
}

impl Decide for TakeDispatch {
    const NAME: &'static str = "take_dispatch";
    type Output = Option<Task>;

    fn reads(&self, _: &Known) -> Reads {
        Reads { keys: vec![Key::dispatch(self.id)], queries: Vec::new() }
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<Option<Task>> {
        let now = view.now();
        let mut dispatch = (*find(view, self.id)?).clone();
        if dispatch.data.due_at.is_none_or(|due| due > now) {
            return Ok(None);
        }
        let state = dispatch.data.state;
        let send = state == DispatchState::Queued || (state == DispatchState::Sending && self.idempotent);
        if send {
            dispatch.data.state = DispatchState::Sending;
            dispatch.data.attempts += 1;
            dispatch.sent_at = Some(now);
        }
        let request = request(view, &dispatch)?;
        let task = match state {
            _ if send => Task::Send(request),
            DispatchState::Sending | DispatchState::Unknown => Task::Find(request),
            DispatchState::Started if dispatch.cancel == Some(Cancel::Requested) => {
                match dispatch.data.run_id.clone() {
                    Some(run_id) => Task::Cancel(request, run_id),
                    None => Task::Find(request),
                }
            }
            _ => {
                dispatch.data.due_at = None;
                view.put(dispatch);
                return Ok(None);
            }
        };
        dispatch.data.due_at = Some(now.plus(LEASE));
        view.put(dispatch);
        Ok(Some(task))
    }
}

/// What came of the task.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Outcome {
    Sent(Started),
    Looked(Found),
    Canceled(CancelAnswer),
}

/// Writes down what came of a task that was taken.
#[derive(Debug, Serialize)]
pub(crate) struct SettleDispatch {
    pub(crate) id: DispatchId,
    /// Of which attempt this is the outcome; one that was overtaken by another attempt says nothing any more.
    pub(crate) attempt: u32,
    pub(crate) outcome: Outcome,
    /// A number from 0 to 999 that spreads repeated attempts.
    pub(crate) jitter: u32,
}

impl Decide for SettleDispatch {
    const NAME: &'static str = "settle_dispatch";
    type Output = DispatchState;

    fn reads(&self, _: &Known) -> Reads {
        Reads { keys: vec![Key::dispatch(self.id)], queries: Vec::new() }
    }

    fn decide(&self, view: &mut View<'_>, context: &Context) -> Result<DispatchState> {
        let before = find(view, self.id)?;
        let mut dispatch = (*before).clone();
        if dispatch.data.attempts != self.attempt {
            return Ok(dispatch.data.state);
        }
        let mut setting = Setting::of(view, &dispatch)?;
        match &self.outcome {
            Outcome::Sent(Started::Run { run_id, url, in_progress })
            | Outcome::Looked(Found::Run { run_id, url, in_progress }) => {
                started(view, context, &mut setting, &mut dispatch, run_id, url, *in_progress)?;
            }
            Outcome::Sent(Started::Refused { message }) => {
                dispatch.data.state = DispatchState::Refused;
                settled(&mut dispatch, Some(message));
                setting.end(view, context, &dispatch, Ending::NothingStarted)?;
            }
            Outcome::Sent(Started::NotSent { message, retry_after }) => {
                dispatch.data.state = DispatchState::Queued;
                dispatch.data.message = Some(words(message));
                if dispatch.cancel.is_some() {
                    dispatch.data.state = DispatchState::Withdrawn;
                    dispatch.data.due_at = None;
                    setting.end(view, context, &dispatch, Ending::NothingStarted)?;
                } else {
                    dispatch.data.due_at = Some(self.later(view.now(), dispatch.data.attempts, *retry_after));
                }
            }
            Outcome::Sent(Started::Unknown { message }) => {
                dispatch.data.state = DispatchState::Unknown;
                dispatch.data.message = Some(words(message));
                dispatch.data.due_at = Some(view.now().plus(LOOK_EVERY));
            }
            Outcome::Looked(Found::None) => {
                let until = dispatch.sent_at.unwrap_or(dispatch.data.created_at).plus(GRACE);
                if view.now() < until {
                    dispatch.data.state = DispatchState::Unknown;
                    dispatch.data.due_at = Some(view.now().plus(LOOK_EVERY));
                } else {
                    dispatch.data.state = DispatchState::Unknown;
                    let message = dispatch.data.message.clone().unwrap_or_else(|| {
                        "the start was not answered, and no run of it was found; report its status, or retry it"
                            .to_owned()
                    });
                    settled(&mut dispatch, Some(&message));
                    setting.end(view, context, &dispatch, Ending::NotKnown)?;
                }
            }
            Outcome::Canceled(CancelAnswer::Accepted) => {
                dispatch.cancel = Some(Cancel::Sent);
                dispatch.data.due_at = None;
            }
            Outcome::Canceled(CancelAnswer::Impossible { message }) => {
                dispatch.cancel = Some(Cancel::Sent);
                settled(&mut dispatch, Some(message));
            }
            Outcome::Looked(Found::NotAsked { message, retry_after })
            | Outcome::Canceled(CancelAnswer::NotAsked { message, retry_after }) => {
                dispatch.data.message = Some(words(message));
                dispatch.data.due_at = Some(self.later(view.now(), dispatch.data.attempts, *retry_after));
            }
        }
        let state = dispatch.data.state;
        setting.log(view, context, &before, &dispatch);
        view.put(dispatch);
        setting.save(view);
        Ok(state)
    }
}

impl SettleDispatch {
    /// When to try again: what the CI system asked for, or twice as long each time; spread by up to a half more.
    fn later(&self, now: Timestamp, attempts: u32, retry_after: Option<Duration>) -> Timestamp {
        let backoff = (FIRST_BACKOFF * 2u32.saturating_pow(attempts.saturating_sub(1).min(16))).min(LONGEST_BACKOFF);
        let pause = retry_after.unwrap_or(Duration::ZERO).min(Duration::from_secs(24 * 3600)).max(backoff);
        now.plus(pause + backoff * self.jitter.min(999) / 2000)
    }
}

fn started(
    view: &mut View<'_>,
    context: &Context,
    setting: &mut Setting,
    dispatch: &mut DispatchRecord,
    run_id: &Option<String>,
    url: &Option<String>,
    in_progress: bool,
) -> Result<()> {
    dispatch.data.state = DispatchState::Started;
    dispatch.data.run_id.clone_from(run_id);
    dispatch.data.url.clone_from(url);
    dispatch.data.message = None;
    // A cancellation that was asked for while the request was on its way is due at once.
    let cancel = dispatch.cancel == Some(Cancel::Requested) && run_id.is_some();
    dispatch.data.due_at = cancel.then_some(view.now());
    if cancel {
        view.start(dispatch.data.id);
    }
    let report = Report { url: url.clone(), run_id: run_id.clone(), ..Report::default() };
    match setting {
        Setting::Deploy(scene, id) => {
            let Some(record) = view.get::<DeploymentRecord>(&Key::deployment(*id))? else { return Ok(()) };
            if record.data.run_id.is_some() && record.data.run_id != report.run_id {
                return Ok(());
            }
            let status = match record.data.status {
                Status::Pending | Status::Unknown if in_progress => Status::InProgress,
                Status::Unknown => Status::InProgress,
                status => status,
            };
            report::apply(view, context, scene, &record, status, &report)?;
        }
        Setting::Build(_, candidate) => {
            candidate.data.run_id.clone_from(run_id);
            candidate.data.url.clone_from(url);
        }
    }
    Ok(())
}

fn settled(dispatch: &mut DispatchRecord, message: Option<&str>) {
    dispatch.data.due_at = None;
    dispatch.data.message = message.map(words);
}

/// A CI system's words, cut to what is kept.
fn words(text: &str) -> String {
    let end = (0..=text.len().min(WORDS)).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text[..end].to_owned()
}

#[derive(Clone, Copy, PartialEq)]
enum Ending {
    NothingStarted,
    NotKnown,
}

/// What a dispatch is for.
enum Setting {
    Deploy(Scene, DeploymentId),
    Build(std::sync::Arc<Project>, CandidateRecord),
}

impl Setting {
    fn of(view: &mut View<'_>, dispatch: &DispatchRecord) -> Result<Setting> {
        match (dispatch.environment_id, dispatch.data.deployment_id) {
            (Some(environment), Some(deployment)) => {
                Ok(Setting::Deploy(lookup::scene_by_id(view, dispatch.project_id, environment)?, deployment))
            }
            _ => {
                let project = lookup::project_by_id(view, dispatch.project_id)?;
                let candidate = lookup::candidate(view, &project, &dispatch.data.candidate_version)?;
                Ok(Setting::Build(project, (*candidate).clone()))
            }
        }
    }

    /// Ends the deployment or the build, as far as the dispatch still stands for it.
    fn end(&mut self, view: &mut View<'_>, context: &Context, dispatch: &DispatchRecord, ending: Ending) -> Result<()> {
        let message = dispatch.data.message.clone().unwrap_or_default();
        match self {
            Setting::Deploy(scene, id) => {
                let Some(record) = view.get::<DeploymentRecord>(&Key::deployment(*id))? else { return Ok(()) };
                let status = match (record.data.status, ending) {
                    (status, _) if status.is_closed() => return Ok(()),
                    (Status::Canceling, _) => Status::Canceled,
                    (_, Ending::NothingStarted) => Status::Error,
                    (Status::Pending, Ending::NotKnown) => Status::Unknown,
                    // Somebody has reported the run since, so it is known after all.
                    (_, Ending::NotKnown) => return Ok(()),
                };
                report::apply(view, context, scene, &record, status, &Report::failed(&message))?;
            }
            Setting::Build(_, candidate) => {
                if candidate.data.build_status == BuildStatus::Building
                    && candidate.data.dispatch_id == Some(dispatch.data.id)
                {
                    candidate.data.error_message = Some(message);
                    if ending == Ending::NothingStarted {
                        candidate.data.build_status = BuildStatus::Failed;
                        candidate.data.build_end_at = Some(view.now());
                    }
                }
            }
        }
        Ok(())
    }

    fn log(&self, view: &mut View<'_>, context: &Context, before: &DispatchRecord, after: &DispatchRecord) {
        let (project, environment) = match self {
            Setting::Deploy(scene, _) => (&scene.project, Some(&scene.environment)),
            Setting::Build(project, _) => (project, None),
        };
        let mut event = view.event(context, project, "dispatch.settled").candidate(&after.data.candidate_version);
        if let Some(environment) = environment {
            event = event.environment(environment);
        }
        event
            .about_deployment(after.data.deployment_id)
            .change("state", before.data.state, after.data.state)
            .change("cancel", before.cancel, after.cancel)
            .change("message", &before.data.message, &after.data.message)
            .change("run_id", &before.data.run_id, &after.data.run_id)
            .log_changes(view);
    }

    fn save(self, view: &mut View<'_>) {
        match self {
            Setting::Deploy(scene, _) => scene.save(view),
            Setting::Build(_, candidate) => view.put(candidate),
        }
    }
}

fn find(view: &mut View<'_>, id: DispatchId) -> Result<std::sync::Arc<DispatchRecord>> {
    view.get::<DispatchRecord>(&Key::dispatch(id))?
        .ok_or_else(|| Error::new(Code::Internal, format!("damaged store: dispatch {id} is missing")))
}

fn request(view: &mut View<'_>, dispatch: &DispatchRecord) -> Result<StartRequest> {
    let project = lookup::project_by_id(view, dispatch.project_id)?;
    let candidate = lookup::candidate(view, &project, &dispatch.data.candidate_version)?;
    let environment = match dispatch.environment_id {
        Some(id) => Some(lookup::scene_by_id(view, dispatch.project_id, id)?.environment.data.name),
        None => None,
    };
    Ok(StartRequest {
        dispatch_id: dispatch.data.id,
        attempt: dispatch.data.attempts,
        project: project.name.clone(),
        environment,
        deployment_id: dispatch.data.deployment_id,
        candidate_version: candidate.data.version.clone(),
        candidate_id: candidate.data.id,
        repository: candidate.data.repository.clone(),
        commit: candidate.data.commit.clone(),
        workflow: dispatch.data.workflow.clone(),
    })
}
