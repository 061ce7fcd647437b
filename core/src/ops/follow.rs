//! What is heard of a run, from a webhook or by asking: which deployment or build it is of, and what it does to it.
//! Never backwards: the attempt counts first, then how far a status is, then when it was seen.

use std::cmp::Ordering;
use std::sync::Arc;

use super::builds;
use super::lookup::{self, Scene};
use super::report::{self, Report};
use crate::change::Query;
use crate::error::{Code, Result};
use crate::inbound::RunNews;
use crate::model::{
    BuildStatus, CandidateId, ConnectionName, DeploymentId, DispatchId, Project, ProjectId, Repository, Status, names,
};
use crate::record::{self, CandidateRecord, DeploymentRecord, DispatchRecord, Key, List};
use crate::view::{Context, View};

/// What a run is of.
pub(super) enum Subject {
    Deployment(Box<Scene>, Arc<DeploymentRecord>),
    Build(Arc<Project>, Arc<CandidateRecord>),
}

/// What news did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Effect {
    Applied,
    AlreadyApplied,
    Stale(String),
    Ignored(String),
}

/// Who speaks of a run: only what was started over that connection is theirs to speak of.
#[derive(Debug)]
pub(super) struct Speaker<'a> {
    pub(super) connection: &'a ConnectionName,
    /// Whether they may also speak of what was started by nobody here, whatever its repository.
    pub(super) is_own_program: bool,
}

impl Speaker<'_> {
    /// The deployment or build that a run is of: the one that it names, or that is known of it.
    pub(super) fn subject(&self, view: &mut View<'_>, news: &RunNews) -> Result<Option<Subject>> {
        for name in &news.names {
            if let Some(subject) = self.named(view, news, name)? {
                return Ok(Some(subject));
            }
        }
        for run_id in &news.run_ids {
            let query = Query::last(List::Runs, record::of_any_run(run_id)).limit(MOST);
            for record in view.list::<DeploymentRecord>(&query)? {
                if self.may_speak(view, news, record.project_id, record.data.dispatch_id)? {
                    return deployment_of(view, news, record);
                }
            }
            let query = Query::last(List::BuildRuns, run_id).limit(MOST);
            for record in view.list::<CandidateRecord>(&query)? {
                if self.may_speak(view, news, record.project_id, record.data.dispatch_id)? {
                    let project = lookup::project_by_id(view, record.project_id)?;
                    return Ok(Some(Subject::Build(project, record)));
                }
            }
        }
        Ok(None)
    }

    /// What an id stands for: a dispatch, a deployment or a candidate.
    fn named(&self, view: &mut View<'_>, news: &RunNews, name: &str) -> Result<Option<Subject>> {
        if let Some(dispatch) = dispatch(view, name.parse().ok())? {
            if dispatch.data.workflow.connection != *self.connection {
                return Ok(None);
            }
            let Some(deployment) = dispatch.data.deployment_id else {
                let project = lookup::project_by_id(view, dispatch.project_id)?;
                let candidate = lookup::candidate(view, &project, &dispatch.data.candidate_version)?;
                let is_newest = candidate.data.dispatch_id == Some(dispatch.data.id);
                return Ok(is_newest.then_some(()).and_then(|()| build_of(news, project, candidate)));
            };
            return match view.get::<DeploymentRecord>(&Key::deployment(deployment))? {
                Some(record) => deployment_of(view, news, record),
                None => Ok(None),
            };
        }
        if let Ok(id) = name.parse::<DeploymentId>()
            && let Some(record) = view.get::<DeploymentRecord>(&Key::deployment(id))?
        {
            return match self.may_speak(view, news, record.project_id, record.data.dispatch_id)? {
                true => deployment_of(view, news, record),
                false => Ok(None),
            };
        }
        let Ok(id) = name.parse::<CandidateId>() else { return Ok(None) };
        let Some(candidate) = candidate(view, id)? else { return Ok(None) };
        if !self.may_speak(view, news, candidate.project_id, candidate.data.dispatch_id)? {
            return Ok(None);
        }
        // A candidate's id tells its builds not from each other: what was seen before this one was asked for is not its.
        if candidate.data.run_id.is_none()
            && let Some(dispatch) = dispatch(view, candidate.data.dispatch_id)?
            && news.observed_at.is_some_and(|seen| seen < dispatch.data.created_at)
        {
            return Ok(None);
        }
        let project = lookup::project_by_id(view, candidate.project_id)?;
        Ok(build_of(news, project, candidate))
    }

    fn may_speak(
        &self,
        view: &mut View<'_>,
        news: &RunNews,
        project: ProjectId,
        started_by: Option<DispatchId>,
    ) -> Result<bool> {
        if let Some(dispatch) = dispatch(view, started_by)? {
            return Ok(dispatch.data.workflow.connection == *self.connection);
        }
        let Some(repository) = news.repository.as_deref().and_then(|name| Repository::new(name).ok()) else {
            return Ok(self.is_own_program);
        };
        let project = lookup::project_by_id(view, project)?;
        Ok(project.repository == repository || project.former_repositories.contains(&repository))
    }
}

/// The most that share a run's id and are looked through.
const MOST: usize = 100;

fn dispatch(view: &mut View<'_>, id: Option<DispatchId>) -> Result<Option<Arc<DispatchRecord>>> {
    id.map_or(Ok(None), |id| view.get(&Key::dispatch(id)))
}

pub(super) fn candidate(view: &mut View<'_>, id: CandidateId) -> Result<Option<Arc<CandidateRecord>>> {
    view.only(&Query::first(List::CandidateById, id))
}

/// The deployment that news are of, where that one or an earlier attempt was found: the newest attempt. A deployment of
/// another run is none.
fn deployment_of(view: &mut View<'_>, news: &RunNews, like: Arc<DeploymentRecord>) -> Result<Option<Subject>> {
    // The environment first, so that an attempt that somebody else records meanwhile is noticed.
    let scene = lookup::scene_by_id(view, like.project_id, like.environment_id)?;
    for run_id in &news.run_ids {
        if let Some(record) = report::of_run(view, &scene, &like.data.candidate_version, run_id)? {
            return Ok(Some(Subject::Deployment(Box::new(scene), record)));
        }
    }
    let is_free = like.data.run_id.is_none() || news.run_ids.is_empty();
    Ok(is_free.then(|| Subject::Deployment(Box::new(scene), like)))
}

fn build_of(news: &RunNews, project: Arc<Project>, candidate: Arc<CandidateRecord>) -> Option<Subject> {
    news.may_be_of(candidate.data.run_id.as_ref()).then_some(Subject::Build(project, candidate))
}

/// Moves a deployment by what is heard of its run.
pub(super) fn move_deployment(
    view: &mut View<'_>,
    context: &Context,
    scene: &mut Scene,
    record: &Arc<DeploymentRecord>,
    news: &RunNews,
) -> Result<(Effect, DeploymentRecord)> {
    let unchanged = |effect| Ok((effect, (**record).clone()));
    let from = record.data.status;
    let mut status = news.status;
    let attempts = attempt(news, record.data.run_id.is_some(), record.data.attempt);
    match attempts {
        Ordering::Less => return unchanged(older_attempt(news, record.data.attempt)),
        Ordering::Greater => {}
        Ordering::Equal if is_found(news, record) => status = Status::InProgress,
        Ordering::Equal => {
            let is_older = news.observed_at.zip(record.observed_at).is_some_and(|(seen, last)| seen < last);
            match rank(status).cmp(&rank(from)) {
                Ordering::Equal if is_older => return unchanged(seen_later()),
                Ordering::Less if from.is_closed() || record.data.run_id.is_some() => {
                    return unchanged(Effect::Stale(format!("{status} is older than {from}, which is known")));
                }
                // That there is a run is news all the same.
                Ordering::Less => status = from,
                _ => {}
            }
        }
    }
    let report = Report {
        error_message: failure(news),
        url: news.url.clone(),
        run_id: run_id(news, record.data.run_id.as_ref()),
        attempt: news.attempt,
        observed_at: news.observed_at.max(record.observed_at.filter(|_| attempts == Ordering::Equal)),
    };
    let report = Report { attempt: report.attempt.filter(|_| report.run_id.is_some()), ..report };
    let after = match report::apply(view, context, scene, record, status, &report) {
        // A new attempt is new work, which an archived environment takes none of.
        Err(error) if error.code() == Code::Archived => return unchanged(Effect::Ignored(error.to_string())),
        after => after?,
    };
    let (seen, known) = (&after.data, &record.data);
    let is_same = (seen.id, seen.status, &seen.run_id, seen.attempt)
        == (known.id, known.status, &known.run_id, known.attempt)
        && (&seen.url, &seen.error_message) == (&known.url, &known.error_message);
    Ok((if is_same { Effect::AlreadyApplied } else { Effect::Applied }, after))
}

/// Moves a build by what is heard of its run.
pub(super) fn move_build(
    view: &mut View<'_>,
    context: &Context,
    project: &Project,
    record: &Arc<CandidateRecord>,
    news: &RunNews,
) -> Result<(Effect, CandidateRecord)> {
    let unchanged = |effect| Ok((effect, (**record).clone()));
    let (from, status) = (record.data.build_status, builds::status_of(news.status));
    let has_ended = from != BuildStatus::Building;
    let attempts = attempt(news, record.data.run_id.is_some(), record.run.attempt);
    if attempts == Ordering::Less {
        return unchanged(older_attempt(news, record.run.attempt));
    }
    if has_ended && status == BuildStatus::Building {
        if attempts == Ordering::Equal {
            return unchanged(Effect::Stale(format!("the build has ended as {from}")));
        }
        // Only `rebuild` takes a candidate back; how the new attempt ends corrects it.
        let mut after = (**record).clone();
        after.run.attempt = news.attempt;
        view.put(after.clone());
        return Ok((
            Effect::Ignored(format!("the build has ended as {from}; the end of the new attempt counts")),
            after,
        ));
    }
    let is_older = news.observed_at.zip(record.run.observed_at).is_some_and(|(seen, last)| seen < last);
    if is_older && attempts == Ordering::Equal && has_ended == (status != BuildStatus::Building) {
        return unchanged(seen_later());
    }
    let report = Report {
        error_message: failure(news),
        url: news.url.clone(),
        run_id: run_id(news, record.data.run_id.as_ref()),
        attempt: news.attempt,
        observed_at: news.observed_at.max(record.run.observed_at),
    };
    let after = builds::apply(view, context, project, record, status, &report)?;
    let is_same = after.data == record.data && after.run.attempt == record.run.attempt;
    Ok((if is_same { Effect::AlreadyApplied } else { Effect::Applied }, after))
}

/// Whether a run shows up, still queued, of a deployment of which nobody knew whether it has one: it is adopted, as a run
/// is that was looked for and found. `unknown` does not become `pending`, and must not stay either, or a second one might
/// be started.
fn is_found(news: &RunNews, record: &DeploymentRecord) -> bool {
    let is_lost = record.data.status == Status::Unknown && record.data.run_id.is_none();
    is_lost && news.status == Status::Pending && run_id(news, None).is_some()
}

/// How the attempt that is spoken of stands to the one that is known. Without a run there is nothing to compare.
fn attempt(news: &RunNews, has_run: bool, known: Option<u32>) -> Ordering {
    let known = known.unwrap_or(1);
    if has_run { news.attempt.unwrap_or(known).cmp(&known) } else { Ordering::Equal }
}

fn older_attempt(news: &RunNews, known: Option<u32>) -> Effect {
    let (said, known) = (news.attempt.unwrap_or(1), known.unwrap_or(1));
    Effect::Stale(format!("attempt {said} is older than attempt {known}, which is known"))
}

fn seen_later() -> Effect {
    Effect::Stale("a report that was seen later is known".to_owned())
}

/// How far a run has come that stands there.
fn rank(status: Status) -> u8 {
    match status {
        Status::Pending | Status::Unknown => 0,
        Status::InProgress => 1,
        Status::Canceling => 2,
        Status::Success | Status::Failure | Status::Canceled | Status::Error => 3,
    }
}

/// The words about a run that did not succeed; those about others are no errors.
fn failure(news: &RunNews) -> Option<String> {
    let failed = matches!(news.status, Status::Failure | Status::Canceled | Status::Error);
    let message = news.message.as_deref().filter(|_| failed).map(|text| names::kept(text, names::MAX_MESSAGE));
    message.filter(|message| !message.is_empty())
}

/// The run's id: by the name that is known already, or its first.
fn run_id(news: &RunNews, known: Option<&String>) -> Option<String> {
    let known = known.filter(|known| news.run_ids.contains(known));
    known.or(news.run_ids.iter().find(|run_id| names::run_id(run_id).is_ok())).cloned()
}
