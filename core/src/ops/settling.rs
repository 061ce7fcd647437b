//! What came of a dispatch that was taken: written down, with what follows for its deployment or build.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::builds;
use super::dispatching::{Need, find};
use super::lookup::{self, Ahead, Scene};
use super::report::{self, Report};
use crate::change::Reads;
use crate::error::Result;
use crate::known::Known;
use crate::model::{BuildStatus, DeploymentId, DispatchId, DispatchState, Project, Status, Timestamp, names};
use crate::record::{Cancel, CandidateRecord, DeploymentRecord, DispatchRecord, Key};
use crate::view::{Context, Decide, View};
use crate::workflow::{CancelAnswer, Found, RunRef, Started};

/// How long a run that may have been started is looked for: CI systems list new runs late.
const GRACE: Duration = Duration::from_secs(120);
/// How often it is looked for within that time.
const LOOK_EVERY: Duration = Duration::from_secs(5);
const FIRST_BACKOFF: Duration = Duration::from_secs(1);
const LONGEST_BACKOFF: Duration = Duration::from_secs(300);
/// The longest pause that a CI system is granted.
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(24 * 3600);
/// How long a CI system is asked to cancel a run: a token that may not ask for it is mended within that time or never.
const CANCEL_FOR: Duration = Duration::from_secs(24 * 3600);
/// The longest text of a CI system that is kept, in bytes.
const WORDS: usize = 2000;

/// What is said of a start that was taken, and whose run was not told and not found.
const NAMELESS: &str = "it was started, and its run was not told and not found: give the workflow a run-name with the id \
                        that it is started with, or report its status";
/// The same where it was to be canceled.
const UNSTOPPABLE: &str = "its run was not found, so it could not be canceled: stop it by hand, or report its status";

/// What came of the task.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Outcome {
    Sent(Started),
    Looked(Found),
    Canceled(CancelAnswer),
}

impl Outcome {
    /// A word for it.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Outcome::Sent(Started::Run(_)) | Outcome::Looked(Found::Run(_)) => "run",
            Outcome::Sent(Started::Refused { .. }) => "refused",
            Outcome::Sent(Started::NotSent { .. }) => "not_sent",
            Outcome::Sent(Started::Unknown { .. }) => "unknown",
            Outcome::Looked(Found::None) => "none",
            Outcome::Looked(Found::NotAsked { .. }) | Outcome::Canceled(CancelAnswer::NotAsked { .. }) => "not_asked",
            Outcome::Canceled(CancelAnswer::Accepted) => "accepted",
            Outcome::Canceled(CancelAnswer::Impossible { .. }) => "impossible",
            Outcome::Canceled(CancelAnswer::NotMine { .. }) => "not_mine",
        }
    }
}

/// Writes down what came of a task that was taken.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SettleDispatch {
    pub(crate) id: DispatchId,
    /// Of which attempt this is the outcome; one that was overtaken by another attempt says nothing any more.
    pub(crate) attempt: u32,
    pub(crate) outcome: Outcome,
    /// Whether the trigger lets an unknown outcome be sent again.
    pub(crate) idempotent: bool,
    /// A number from 0 to 999 that spreads repeated attempts.
    pub(crate) jitter: u32,
}

impl Decide for SettleDispatch {
    const NAME: &'static str = "settle_dispatch";
    type Output = DispatchState;

    fn reads(&self, known: &Known) -> Reads {
        Ahead::dispatch(known, self.id).reads()
    }

    fn decide(&self, view: &mut View<'_>, context: &Context) -> Result<DispatchState> {
        let before = find(view, self.id)?;
        let mut dispatch = (*before).clone();
        if !self.still_counts(&dispatch) {
            return Ok(dispatch.data.state);
        }
        let mut setting = Setting::of(view, &dispatch)?;
        match &self.outcome {
            Outcome::Sent(Started::Run(run)) | Outcome::Looked(Found::Run(run)) => {
                started(view, context, &mut setting, &mut dispatch, run)?;
                let is_new = matches!(self.outcome, Outcome::Sent(_));
                if is_new && !self.idempotent && dispatch.data.run_id.is_none() && dispatch.data.due_at.is_none() {
                    // The CI system took it without telling a run.
                    dispatch.data.due_at = Some(view.now().plus(LOOK_EVERY));
                }
            }
            Outcome::Sent(Started::Refused { message }) => {
                let (state, ending) = match dispatch.unanswered {
                    true => (DispatchState::Unknown, Ending::NotKnown),
                    false => (DispatchState::Refused, Ending::NothingStarted),
                };
                dispatch.data.state = state;
                settled(&mut dispatch, Some(message));
                setting.end(view, context, &dispatch, ending)?;
            }
            Outcome::Sent(Started::NotSent { message, retry_after }) => {
                dispatch.data.message = words(message);
                dispatch.data.due_at = Some(self.later(view.now(), dispatch.data.attempts, *retry_after));
                if dispatch.unanswered {
                    dispatch.data.state = DispatchState::Unknown;
                } else if dispatch.cancel.is_some() || !Need::of(view, &dispatch)?.waits {
                    dispatch.data.state = DispatchState::Withdrawn;
                    dispatch.data.due_at = None;
                    setting.end(view, context, &dispatch, Ending::NothingStarted)?;
                } else {
                    dispatch.data.state = DispatchState::Queued;
                }
            }
            Outcome::Sent(Started::Unknown { message }) => {
                dispatch.data.state = DispatchState::Unknown;
                dispatch.unanswered = true;
                dispatch.data.message = words(message);
                // An idempotent trigger sends again, and must not do so ever so often.
                let again = self.later(view.now(), dispatch.data.attempts, None);
                let look = view.now().plus(LOOK_EVERY);
                dispatch.data.due_at = Some(if self.idempotent { again.max(look) } else { look });
            }
            Outcome::Looked(found) => self.not_found(view, context, &mut setting, &mut dispatch, found)?,
            Outcome::Canceled(CancelAnswer::Accepted) => {
                dispatch.cancel = Some(Cancel::Sent);
                dispatch.data.due_at = None;
            }
            Outcome::Canceled(CancelAnswer::Impossible { message }) => {
                dispatch.cancel = Some(Cancel::Sent);
                settled(&mut dispatch, Some(message));
            }
            Outcome::Canceled(CancelAnswer::NotMine { message }) => {
                dispatch.data.message = words(message);
                if Need::of(view, &dispatch)?.open {
                    // The one that follows the run asks for this by itself, and the others must not ask ever so often.
                    dispatch.data.due_at = Some(look_again(view.now(), &dispatch, None));
                } else {
                    dispatch.cancel = Some(Cancel::Sent);
                    dispatch.data.due_at = None;
                }
            }
            Outcome::Canceled(CancelAnswer::NotAsked { message, retry_after }) => {
                dispatch.data.message = words(message);
                let failed_at = *dispatch.cancel_failed_at.get_or_insert(view.now());
                if Need::of(view, &dispatch)?.open && view.now() < failed_at.plus(CANCEL_FOR) {
                    dispatch.data.due_at = Some(look_again(view.now(), &dispatch, *retry_after));
                } else {
                    dispatch.cancel = Some(Cancel::Sent);
                    dispatch.data.due_at = None;
                }
            }
        }
        if dispatch.cancel != Some(Cancel::Requested) {
            dispatch.cancel_failed_at = None;
        }
        let state = dispatch.data.state;
        setting.log(view, context, &before, &dispatch);
        view.put(dispatch);
        setting.save(view);
        Ok(state)
    }
}

impl SettleDispatch {
    /// Whether the outcome still says something: a process that was slow may have been overtaken by another one. That
    /// a run was started is true whoever learns of it.
    fn still_counts(&self, dispatch: &DispatchRecord) -> bool {
        use DispatchState::{Queued, Sending, Started as Taken, Unknown};
        let state = dispatch.data.state;
        let fits = match &self.outcome {
            Outcome::Sent(Started::Run(run)) | Outcome::Looked(Found::Run(run)) => match state {
                Taken => dispatch.data.run_id.is_none() || dispatch.data.run_id == run.run_id,
                state => matches!(state, Queued | Sending | Unknown),
            },
            Outcome::Sent(_) => matches!(state, Sending | Unknown),
            Outcome::Looked(_) => {
                matches!(state, Sending | Unknown) || (state == Taken && dispatch.data.run_id.is_none())
            }
            Outcome::Canceled(_) => state == Taken && dispatch.cancel == Some(Cancel::Requested),
        };
        fits && dispatch.data.attempts == self.attempt
    }

    /// A run that was looked for and not found: it is looked for again within the grace, and then nobody knows whether
    /// there is one, unless the start was answered. One that could not be looked for is looked for on and on.
    fn not_found(
        &self,
        view: &mut View<'_>,
        context: &Context,
        setting: &mut Setting,
        dispatch: &mut DispatchRecord,
        found: &Found,
    ) -> Result<()> {
        let now = view.now();
        let over = now >= dispatch.sent_at.unwrap_or(dispatch.data.created_at).plus(GRACE);
        let is_known = dispatch.data.state == DispatchState::Started;
        if !is_known {
            dispatch.data.state = DispatchState::Unknown;
        }
        match found {
            Found::NotAsked { message, retry_after } => {
                dispatch.data.message = words(message);
                dispatch.data.due_at = Some(look_again(now, dispatch, *retry_after));
            }
            _ if !over => dispatch.data.due_at = Some(now.plus(LOOK_EVERY)),
            _ if is_known && dispatch.cancel.is_none() => settled(dispatch, Some(NAMELESS)),
            _ if is_known => settled(dispatch, Some(UNSTOPPABLE)),
            _ => {
                let message = dispatch.data.message.clone().unwrap_or_else(|| {
                    "the start was not answered, and no run of it was found; report its status, or retry it".to_owned()
                });
                settled(dispatch, Some(&message));
            }
        }
        match (over, is_known && dispatch.cancel.is_none()) {
            (false, _) => Ok(()),
            (true, false) => setting.end(view, context, dispatch, Ending::NotKnown),
            // It was taken, so its deployment stays open, and a second one of the same candidate is not made beside it.
            (true, true) => setting.end(view, context, dispatch, Ending::Nameless),
        }
    }

    /// When to try again: what the CI system asked for, or twice as long each time; spread by up to a half more.
    fn later(&self, now: Timestamp, attempts: u32, retry_after: Option<Duration>) -> Timestamp {
        let backoff = (FIRST_BACKOFF * 2u32.saturating_pow(attempts.saturating_sub(1).min(16))).min(LONGEST_BACKOFF);
        let pause = retry_after.unwrap_or(Duration::ZERO).min(LONGEST_RETRY_AFTER).max(backoff);
        now.plus(pause + backoff * self.jitter.min(999) / 2000)
    }
}

/// When to ask again where the CI system could not be asked: ever more seldom, the longer ago the start was.
fn look_again(now: Timestamp, dispatch: &DispatchRecord, retry_after: Option<Duration>) -> Timestamp {
    let age = now.since(dispatch.sent_at.unwrap_or(dispatch.data.created_at));
    let pause = retry_after.unwrap_or(Duration::ZERO).min(LONGEST_RETRY_AFTER);
    now.plus(pause.max((age / 4).clamp(LOOK_EVERY, LONGEST_BACKOFF)))
}

fn started(
    view: &mut View<'_>,
    context: &Context,
    setting: &mut Setting,
    dispatch: &mut DispatchRecord,
    run: &RunRef,
) -> Result<()> {
    // What cannot be kept as an id, or shown as a link, is as if the CI system had not told it.
    let run_id = &run.run_id.clone().filter(|run_id| names::run_id(run_id).is_ok());
    let url = &run.url.clone().filter(|url| names::url(url).is_ok());
    dispatch.data.state = DispatchState::Started;
    dispatch.data.run_id.clone_from(run_id);
    dispatch.data.url.clone_from(url);
    dispatch.data.message = None;
    // A cancellation that was asked for while the request was on its way is due at once.
    let cancel = dispatch.cancel == Some(Cancel::Requested);
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
                Status::Pending | Status::Unknown if run.in_progress => Status::InProgress,
                Status::Unknown => Status::InProgress,
                status => status,
            };
            report::apply(view, context, scene, &record, status, &report)?;
        }
        // A candidate that was rebuilt meanwhile is another run's, and one that was reported may know its own.
        Setting::Build(_, candidate)
            if candidate.data.dispatch_id == Some(dispatch.data.id)
                && (candidate.data.run_id.is_none() || candidate.data.run_id == *run_id) =>
        {
            candidate.data.run_id.clone_from(run_id);
            if url.is_some() {
                candidate.data.url.clone_from(url);
            }
            candidate.run.heard_at = Some(view.now());
        }
        Setting::Build(..) => {}
    }
    Ok(())
}

fn settled(dispatch: &mut DispatchRecord, message: Option<&str>) {
    dispatch.data.due_at = None;
    dispatch.data.message = message.and_then(words);
}

/// A CI system's words, as they are kept.
fn words(text: &str) -> Option<String> {
    Some(names::kept(text, WORDS)).filter(|text| !text.trim().is_empty())
}

#[derive(Clone, Copy, PartialEq)]
enum Ending {
    NothingStarted,
    NotKnown,
    /// Started, and its run is not known: it is asked for again with the silent ones.
    Nameless,
}

/// What a dispatch is for.
enum Setting {
    Deploy(Scene, DeploymentId),
    Build(Arc<Project>, CandidateRecord),
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
        let message = dispatch.data.message.clone().unwrap_or_else(|| "the CI system gave no reason".to_owned());
        match self {
            Setting::Deploy(scene, id) => {
                let Some(record) = view.get::<DeploymentRecord>(&Key::deployment(*id))? else { return Ok(()) };
                let status = match (record.data.status, ending) {
                    (status, _) if status.is_closed() => return Ok(()),
                    // Somebody has reported a run since, whose end will be reported too.
                    (Status::InProgress, _) => return Ok(()),
                    _ if record.data.run_id.is_some() => return Ok(()),
                    (Status::Canceling, Ending::NothingStarted) => Status::Canceled,
                    (_, Ending::NothingStarted) => Status::Error,
                    (_, Ending::NotKnown) => Status::Unknown,
                    (status, Ending::Nameless) => status,
                };
                report::apply(view, context, scene, &record, status, &Report::failed(&message))?;
            }
            Setting::Build(project, candidate) => {
                let stands_for_it = candidate.data.dispatch_id == Some(dispatch.data.id);
                if stands_for_it && candidate.data.build_status == BuildStatus::Building {
                    let status = match ending {
                        Ending::NothingStarted if candidate.data.run_id.is_none() => BuildStatus::Failed,
                        _ => BuildStatus::Building,
                    };
                    *candidate = builds::apply(view, context, project, candidate, status, &Report::failed(&message))?;
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
