//! What a report of a status does to a deployment: the identity of runs, then the table, then what follows.

use std::cmp::Ordering;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::lookup::Scene;
use crate::change::Query;
use crate::error::{Code, Error, Result};
use crate::model::{
    Candidate, CandidateVersion, Deployment, DeploymentId, DispatchId, DispatchState, EnvironmentId, Status, Timestamp,
    Transition, names,
};
use crate::record::{self, Cancel, DeploymentRecord, DispatchRecord, Key, List, LiveRef};
use crate::view::{Context, View};

/// What somebody says of a deployment: a status, and of which run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Report {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) error_message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) run_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) attempt: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) observed_at: Option<Timestamp>,
}

impl Report {
    pub(crate) fn failed(message: &str) -> Report {
        Report { error_message: Some(message.to_owned()), ..Report::default() }
    }

    pub(crate) fn check(&self) -> Result<()> {
        self.error_message.as_deref().map_or(Ok(()), |text| names::message("error_message", text))?;
        self.url.as_deref().map_or(Ok(()), names::url)?;
        self.run_id.as_deref().map_or(Ok(()), names::run_id)?;
        if self.attempt.is_some() && self.run_id.is_none() {
            return Err(Error::new(Code::InvalidRequest, "an attempt is counted within a run: say its run_id too")
                .with("field", "attempt")
                .with("expected", "run_id beside attempt"));
        }
        if self.attempt == Some(0) {
            return Err(Error::new(Code::InvalidRequest, "invalid attempt 0: expected 1 or more")
                .with("field", "attempt")
                .with("expected", "1 or more")
                .with("found", 0));
        }
        Ok(())
    }
}

/// The deployment that a report of this candidate here is about: the one of its run, or the newest.
pub(crate) fn about(
    view: &mut View<'_>,
    scene: &Scene,
    version: &CandidateVersion,
    report: &Report,
) -> Result<Option<Arc<DeploymentRecord>>> {
    let run = report.run_id.as_deref().map_or(Ok(None), |run_id| of_run(view, scene, version, run_id))?;
    match run {
        None => super::lookup::newest_of(view, scene, version),
        run => Ok(run),
    }
}

/// The deployment that a report is about that names one by its id: that one, unless it is known of another run or an
/// earlier attempt and the report's own is there.
pub(crate) fn about_named(
    view: &mut View<'_>,
    scene: &Scene,
    named: Arc<DeploymentRecord>,
    report: &Report,
) -> Result<Arc<DeploymentRecord>> {
    let (Some(run), Some(own)) = (&report.run_id, &named.data.run_id) else { return Ok(named) };
    if run == own && report.attempt <= named.data.attempt {
        return Ok(named);
    }
    let found = of_run(view, scene, &named.data.candidate_version, run)?;
    Ok(found.unwrap_or(named))
}

/// The deployment of a candidate here that is of a run, of its highest attempt.
pub(super) fn of_run(
    view: &mut View<'_>,
    scene: &Scene,
    version: &CandidateVersion,
    run_id: &str,
) -> Result<Option<Arc<DeploymentRecord>>> {
    let runs = view.list::<DeploymentRecord>(&runs(scene.environment.data.id, run_id))?;
    let here = |run: &&Arc<DeploymentRecord>| run.data.candidate_version == *version;
    runs.iter().find(here).map_or(Ok(None), |run| view.get(&run.key_of()))
}

/// The deployments here that are of a run.
pub(super) fn runs(environment: EnvironmentId, run_id: &str) -> Query {
    Query::last(List::Runs, record::of_run(environment, run_id)).limit(100)
}

impl DeploymentRecord {
    fn key_of(&self) -> Key {
        Key::deployment(self.data.id)
    }
}

/// Applies a report to a deployment. The answer is the deployment that it is of now: another one where the report
/// turned out to be of a new attempt.
pub(crate) fn apply(
    view: &mut View<'_>,
    context: &Context,
    scene: &mut Scene,
    record: &Arc<DeploymentRecord>,
    status: Status,
    report: &Report,
) -> Result<DeploymentRecord> {
    match judge(record, status, report) {
        Transition::Stale => {
            let event = view.event(context, &scene.project, "deployment.report_ignored");
            let event = event.environment(&scene.environment).deployment(&record.data);
            let reason = format!("a report of {status} is older than {}, which is known", record.data.status);
            event.after("reported", status).reason(Some(&reason)).log(view);
            Ok((**record).clone())
        }
        Transition::Refused => Err(Error::new(
            Code::InvalidTransition,
            format!("deployment {} ended as {} and cannot become {status}", record.data.id, record.data.status),
        )
        .with("from", record.data.status)
        .with("to", status)
        .with("deployment_id", record.data.id)),
        Transition::Attempt => {
            let like = super::lookup::candidate(view, &scene.project, &record.data.candidate_version)?;
            attempt(view, context, scene, &like.data, status, report)
        }
        Transition::Same | Transition::Moves | Transition::Corrects => {
            let mut changed = (**record).clone();
            note(&mut changed, scene, report, view.now());
            if status == Status::Success && record.data.status != Status::Success {
                // What went wrong on the way is in the log, and is not wrong with a success.
                changed.data.error_message.clone_from(&report.error_message);
            }
            move_to(view, context, scene, record, changed, status)
        }
    }
}

/// The table, after identity has said what is stale and what is another attempt.
fn judge(record: &DeploymentRecord, status: Status, report: &Report) -> Transition {
    let deployment = &record.data;
    let runs = report.run_id.as_ref().zip(deployment.run_id.as_ref());
    if runs.is_some_and(|(run, own)| run != own) {
        return Transition::Attempt;
    }
    let known = deployment.attempt.unwrap_or(1);
    let attempt = report.attempt.filter(|_| runs.is_some()).unwrap_or(known);
    let is_older = report.observed_at.zip(record.observed_at).is_some_and(|(seen, last)| seen < last);
    let is_closed = deployment.status.is_closed();
    let by_table = deployment.status.transition(status);
    match attempt.cmp(&known) {
        Ordering::Less => Transition::Stale,
        Ordering::Equal if is_older => Transition::Stale,
        Ordering::Equal if runs.is_some() && is_closed && status.is_open() => Transition::Stale,
        Ordering::Equal => by_table,
        // What was seen of an earlier attempt says nothing of a later one.
        Ordering::Greater if is_closed => Transition::Attempt,
        Ordering::Greater if by_table == Transition::Stale => Transition::Same,
        Ordering::Greater => by_table,
    }
}

/// Keeps what a report says besides the status.
fn note(record: &mut DeploymentRecord, scene: &mut Scene, report: &Report, now: Timestamp) {
    let Report { error_message, url, run_id, attempt, observed_at } = report;
    let deployment = &mut record.data;
    if error_message.is_some() {
        deployment.error_message.clone_from(error_message);
    }
    if url.is_some() {
        deployment.url.clone_from(url);
    }
    if let Some(run_id) = run_id {
        let attempt = attempt.or(deployment.attempt).unwrap_or(1);
        if deployment.run_id.as_ref() != Some(run_id) || deployment.attempt != Some(attempt) {
            if deployment.run_id.is_some() {
                record.observed_at = None;
            }
            deployment.run_id = Some(run_id.clone());
            deployment.attempt = Some(attempt);
            scene.change();
        }
    }
    if observed_at.is_some() {
        record.observed_at = *observed_at;
    }
    // Only a run that was started from here can be asked about when it falls silent.
    if record.data.dispatch_id.is_some() {
        record.heard_at = Some(now);
    }
}

/// Gives a deployment that may have changed otherwise its new status, with everything that follows from it.
pub(crate) fn move_to(
    view: &mut View<'_>,
    context: &Context,
    scene: &mut Scene,
    before: &DeploymentRecord,
    mut record: DeploymentRecord,
    status: Status,
) -> Result<DeploymentRecord> {
    let from = before.data.status;
    let event = view.event(context, &scene.project, "deployment.status_changed");
    let now = view.now();
    // `same` keeps the status, also where a later attempt of the run is reported as queued again.
    let status = match from.transition(status) {
        Transition::Moves | Transition::Corrects => status,
        _ => from,
    };
    record.data.status = status;
    if from == Status::Pending && status != Status::Pending {
        record.data.deploy_start_at.get_or_insert(now);
    }
    let run_is_new = before.data.run_id.is_none() && record.data.run_id.is_some();
    let waited = matches!(from, Status::Pending | Status::Unknown);
    if run_is_new || (waited && status != from) {
        heard_of(view, &record, status)?;
    }
    if status.is_closed() && record.ending.is_none() {
        let environment = scene.change();
        environment.endings += 1;
        record.ending = Some(environment.endings);
        record.data.deploy_end_at = Some(now);
        release_held(view, scene, record.data.id)?;
    } else if status == Status::Unknown && from != Status::Unknown {
        // `unknown` blocks nothing.
        release_held(view, scene, record.data.id)?;
    }
    if from != status {
        if from == Status::Unknown || status == Status::Unknown || status == Status::Success || from == Status::Success
        {
            scene.change();
        }
        settle_live(view, scene, &record, from)?;
    }
    if record == *before {
        return Ok(record);
    }
    event
        .environment(&scene.environment)
        .deployment(&record.data)
        .change("status", from, status)
        .change("run_id", &before.data.run_id, &record.data.run_id)
        .change("attempt", before.data.attempt, record.data.attempt)
        .change("url", &before.data.url, &record.data.url)
        .change("error_message", &before.data.error_message, &record.data.error_message)
        .log_changes(view);
    view.put(record.clone());
    Ok(record)
}

/// What is live after a deployment's status changed.
fn settle_live(view: &mut View<'_>, scene: &mut Scene, record: &DeploymentRecord, from: Status) -> Result<()> {
    let id = record.data.id;
    let Some(ending) = record.ending else { return Ok(()) };
    if record.data.status == Status::Success {
        let environment = scene.change();
        if environment.live.as_ref().is_none_or(|live| live.ending < ending) {
            let candidate = record.data.candidate_version.clone();
            environment.live = Some(LiveRef { deployment: id, candidate, ending });
        }
        let mark = environment.abandoned.get(&record.data.candidate_version).copied();
        if mark.is_some_and(|mark| mark < record.data.number) {
            environment.abandoned.remove(&record.data.candidate_version);
        }
    } else if from == Status::Success && scene.environment.live.as_ref().is_some_and(|live| live.deployment == id) {
        let earlier = success_before(view, scene, ending)?;
        scene.change().live = earlier.map(|earlier| LiveRef {
            deployment: earlier.data.id,
            candidate: earlier.data.candidate_version.clone(),
            ending: earlier.ending.unwrap_or(0),
        });
    }
    Ok(())
}

/// The success that ended last before that place in the order of endings.
pub(crate) fn success_before(view: &mut View<'_>, scene: &Scene, ending: u64) -> Result<Option<Arc<DeploymentRecord>>> {
    let query = Query::last(List::Successes, scene.environment.data.id).after(ending.to_be_bytes().to_vec());
    view.only(&query)
}

/// A deployment whose run somebody knows needs no start any more, and its run need not be looked for. Where it was to be
/// canceled and was not known, it can be now. One that is said to be canceling before anything was started keeps that in
/// its dispatch: there is nothing whose end is to be waited for.
fn heard_of(view: &mut View<'_>, record: &DeploymentRecord, status: Status) -> Result<()> {
    let Some(id) = record.data.dispatch_id else { return Ok(()) };
    let Some(before) = view.get::<DispatchRecord>(&Key::dispatch(id))? else { return Ok(()) };
    let mut dispatch = (*before).clone();
    let state = dispatch.data.state;
    let runs = matches!(status, Status::InProgress | Status::Success | Status::Failure);
    let run_id = record.data.run_id.clone();
    match state {
        DispatchState::Queued | DispatchState::Withdrawn => {
            let unstarted = status == Status::Canceling && run_id.is_none();
            dispatch.data.state = DispatchState::Withdrawn;
            dispatch.data.due_at = None;
            dispatch.cancel = unstarted.then_some(Cancel::Requested);
            if dispatch != *before {
                view.put(dispatch);
            }
            return Ok(());
        }
        DispatchState::Unknown if runs || run_id.is_some() => {
            dispatch.data.state = DispatchState::Started;
            dispatch.data.run_id = run_id;
        }
        DispatchState::Started if dispatch.data.run_id.is_none() && run_id.is_some() => dispatch.data.run_id = run_id,
        _ => return Ok(()),
    }
    let cancel = dispatch.cancel.is_some() && status.is_open() && dispatch.data.run_id.is_some();
    dispatch.data.due_at = cancel.then(|| view.now());
    if cancel {
        dispatch.cancel = Some(Cancel::Requested);
        view.start(id);
    }
    view.put(dispatch);
    Ok(())
}

/// Lets rollbacks start that waited for this deployment, which has ended or is `unknown`.
fn release_held(view: &mut View<'_>, scene: &mut Scene, ended: DeploymentId) -> Result<()> {
    if scene.environment.held.is_empty() {
        return Ok(());
    }
    let now = view.now();
    let mut free: Vec<DispatchId> = Vec::new();
    scene.change().held.retain_mut(|held| {
        held.waits_for.retain(|id| *id != ended);
        if held.waits_for.is_empty() {
            free.push(held.dispatch);
        }
        !held.waits_for.is_empty()
    });
    for id in free {
        let Some(dispatch) = view.get::<DispatchRecord>(&Key::dispatch(id))? else { continue };
        if dispatch.data.state == DispatchState::Queued {
            let mut dispatch = (*dispatch).clone();
            dispatch.data.due_at = Some(now);
            view.put(dispatch);
            view.start(id);
        }
    }
    Ok(())
}

/// Records a deployment that was only reported: started elsewhere, or a new attempt of a known run.
pub(crate) fn attempt(
    view: &mut View<'_>,
    context: &Context,
    scene: &mut Scene,
    candidate: &Candidate,
    status: Status,
    report: &Report,
) -> Result<DeploymentRecord> {
    scene.for_new_work()?;
    let mut record = new_deployment(view, context, scene, candidate);
    note(&mut record, scene, report, view.now());
    created(view, context, scene, &record, None);
    let before = record.clone();
    let record = move_to(view, context, scene, &before, record, status)?;
    view.put(record.clone());
    Ok(record)
}

/// A new deployment of a candidate, `pending`, with the next number; not written yet.
pub(crate) fn new_deployment(
    view: &View<'_>,
    context: &Context,
    scene: &mut Scene,
    candidate: &Candidate,
) -> DeploymentRecord {
    let environment = scene.change();
    environment.deployments += 1;
    let from = environment.live.as_ref().map(|live| live.candidate.clone());
    DeploymentRecord {
        project_id: scene.project.id,
        environment_id: scene.environment.data.id,
        data: Deployment {
            id: context.deployment_id(),
            number: scene.environment.deployments,
            project: scene.project.name.clone(),
            environment: scene.environment.data.name.clone(),
            release_version: candidate.release_version.clone(),
            candidate_version: candidate.version.clone(),
            commit: candidate.commit.clone(),
            from_release_version: from.as_ref().map(|from| from.release().clone()),
            from_candidate_version: from,
            status: Status::Pending,
            actor: context.actor.clone(),
            created_at: view.now(),
            deploy_start_at: None,
            deploy_end_at: None,
            error_message: None,
            url: None,
            run_id: None,
            attempt: None,
            dispatch_id: None,
            rollback_of: None,
            reason: None,
            retry_of: None,
        },
        ending: None,
        observed_at: None,
        heard_at: None,
        asked_at: None,
    }
}

/// Logs that a deployment was recorded.
pub(crate) fn created(
    view: &mut View<'_>,
    context: &Context,
    scene: &Scene,
    record: &DeploymentRecord,
    reason: Option<&str>,
) {
    let passed = scene.environment.data.freeze.as_ref().filter(|freeze| freeze.holds_at(view.now()));
    view.event(context, &scene.project, "deployment.created")
        .environment(&scene.environment)
        .deployment(&record.data)
        .after("status", record.data.status)
        .after("freeze", passed)
        .after("from_release_candidate_version", &record.data.from_candidate_version)
        .after("rollback_of", record.data.rollback_of)
        .after("retry_of", record.data.retry_of)
        .reason(reason)
        .log(view);
}
