//! `dispatch`, `retry_dispatch`

use serde::Serialize;

use super::lookup::{self, Ahead};
use super::{create_deployment, report};
use crate::change::Reads;
use crate::client::{Call, Inner, Releases, WriteOperation};
use crate::error::{Code, Error, Result};
use crate::known::Known;
use crate::model::{Deployment, DispatchState, Status, Workflow};
use crate::record::{DispatchRecord, Key};
use crate::view::{Context, Decide, View};

/// Starts a queued deployment now; the call of [`Releases::dispatch`].
#[derive(Debug, Serialize)]
pub struct DispatchNow {
    id: String,
}

/// Starts a deployment again whose start failed; the call of [`Releases::retry_dispatch`].
#[derive(Debug, Serialize)]
pub struct RetryDispatch {
    id: String,
}

impl Releases {
    /// Starts the workflow of a deployment that is queued, now: one created with
    /// [`dispatch_later`](Call::dispatch_later), or one that waits to be tried again. A rollback that waits for other
    /// runs to end waits no more. A deployment that has been started already is answered as it is.
    ///
    /// # Errors
    /// `invalid_request` (no id), `deployment_not_found`; `invalid_transition` where no workflow is queued;
    /// `dispatch_failed` where this handle was not given the trigger, and where the CI system refuses: its words are in
    /// the context, and the deployment has ended as `error`.
    pub fn dispatch(&self, deployment_id: impl ToString) -> Call<DispatchNow> {
        Call::new(self, DispatchNow { id: deployment_id.to_string() })
    }

    /// Starts the workflow again of a deployment whose start was refused, or whose start could not be found out.
    /// A refused one has ended: the answer is a new deployment with `retry_of`. An unknown one is sent again as it is,
    /// which is for a person to decide, because the first start may have happened. Where the same candidate is being
    /// deployed there already, nothing is started, and the answer is that deployment.
    ///
    /// # Errors
    /// `invalid_request` (no id), `deployment_not_found`, `archived`; `invalid_transition` where its start has not
    /// failed; `candidate_not_ready`, `environment_frozen` and `deployment_in_progress` as for a new deployment;
    /// `dispatch_failed` where the CI system refuses again: its words are in the context, and the attempt
    /// stands in the history.
    pub fn retry_dispatch(&self, deployment_id: impl ToString) -> Call<RetryDispatch> {
        Call::new(self, RetryDispatch { id: deployment_id.to_string() })
    }
}

impl WriteOperation for DispatchNow {}
impl WriteOperation for RetryDispatch {}

impl Decide for DispatchNow {
    const NAME: &'static str = "dispatch";
    type Output = Deployment;

    /// A start that this handle cannot make is refused and not silently left to others.
    fn prepare(&mut self, inner: &Inner) -> Result<()> {
        let Ok(deployment) = inner.query(super::GetDeployment::new(&self.id)) else { return Ok(()) };
        let Some(id) = deployment.dispatch_id else { return Ok(()) };
        let dispatch = inner.query(crate::client::GetDispatch::new(&id.to_string()))?;
        if dispatch.state != DispatchState::Queued || inner.trigger(&dispatch.workflow).is_some() {
            return Ok(());
        }
        let Workflow { trigger, connection, .. } = &dispatch.workflow;
        let other = inner.connection(connection).map(|other| format!(" (that one is for {})", other.connection.kind()));
        let message = format!(
            "this handle has no {trigger} trigger named {connection:?}{}: register it, or let the process that has it \
             call dispatch_pending",
            other.unwrap_or_default()
        );
        Err(Error::new(Code::DispatchFailed, message)
            .with("deployment_id", deployment.id)
            .with("trigger", trigger)
            .with("connection", connection))
    }

    fn reads(&self, known: &Known) -> Reads {
        Ahead::deployment(known, &self.id).reads()
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<Deployment> {
        let (mut scene, record) = lookup::deployment(view, &self.id)?;
        let dispatch = match record.data.dispatch_id {
            Some(id) => view.get::<DispatchRecord>(&Key::dispatch(id))?,
            None => None,
        };
        let Some(dispatch) = dispatch else {
            return Err(refused(&record.data, "it has no workflow"));
        };
        match dispatch.data.state {
            DispatchState::Queued => {
                let mut dispatch = (*dispatch).clone();
                dispatch.data.due_at = Some(view.now());
                let id = dispatch.data.id;
                if scene.environment.held.iter().any(|held| held.dispatch == id) {
                    scene.change().held.retain(|held| held.dispatch != id);
                }
                view.put(dispatch);
                view.start(id);
            }
            DispatchState::Sending | DispatchState::Started => {}
            DispatchState::Refused | DispatchState::Withdrawn | DispatchState::Unknown => {
                return Err(refused(&record.data, "its workflow is not queued; see retry_dispatch"));
            }
        }
        let answer = scene.show(&record);
        scene.save(view);
        Ok(answer)
    }

    fn refresh(deployment: Deployment, inner: &Inner) -> Result<Deployment> {
        unless_refused(create_deployment::reread(deployment.id, inner)?)
    }
}

impl Decide for RetryDispatch {
    const NAME: &'static str = "retry_dispatch";
    type Output = Deployment;

    fn reads(&self, known: &Known) -> Reads {
        Ahead::deployment(known, &self.id).reads()
    }

    fn decide(&self, view: &mut View<'_>, context: &Context) -> Result<Deployment> {
        let (mut scene, before) = lookup::deployment(view, &self.id)?;
        scene.for_new_work()?;
        let dispatch = match before.data.dispatch_id {
            Some(id) => view.get::<DispatchRecord>(&Key::dispatch(id))?,
            None => None,
        };
        let Some(dispatch) = dispatch else { return Err(refused(&before.data, "it has no workflow")) };
        let now = view.now();
        match (dispatch.data.state, before.data.status) {
            (DispatchState::Unknown, Status::Unknown) if before.data.run_id.is_none() => {
                let version = &before.data.candidate_version;
                create_deployment::ready(&lookup::candidate(view, &scene.project, version)?.data)?;
                super::freeze::not_frozen(view, &scene.environment.data, false)?;
                // It is not among them itself, because `unknown` is not counted as being deployed.
                if let Some(open) = create_deployment::open_already(view, &scene, version)? {
                    return Ok(scene.show(&open));
                }
                create_deployment::one_at_a_time(view, &scene, version)?;
                let mut dispatch = (*dispatch).clone();
                // Who starts it again answers for it that nothing was started.
                dispatch.data.state = DispatchState::Queued;
                dispatch.unanswered = false;
                dispatch.cancel = None;
                dispatch.data.due_at = Some(now);
                view.start(dispatch.data.id);
                view.event(context, &scene.project, "dispatch.retried")
                    .environment(&scene.environment)
                    .deployment(&before.data)
                    .change("state", DispatchState::Unknown, DispatchState::Queued)
                    .log(view);
                view.put(dispatch);
                Ok(scene.show(&before))
            }
            (DispatchState::Refused, Status::Error) => {
                let candidate = lookup::candidate(view, &scene.project, &before.data.candidate_version)?;
                create_deployment::ready(&candidate.data)?;
                super::freeze::not_frozen(view, &scene.environment.data, false)?;
                if let Some(open) = create_deployment::open_already(view, &scene, &before.data.candidate_version)? {
                    return Ok(scene.show(&open));
                }
                create_deployment::one_at_a_time(view, &scene, &before.data.candidate_version)?;
                let mut record = report::new_deployment(view, context, &mut scene, &candidate.data);
                record.data.retry_of = Some(before.data.id);
                record.data.rollback_of = before.data.rollback_of;
                record.data.reason.clone_from(&before.data.reason);
                report::created(view, context, &scene, &record, None);
                create_deployment::dispatch(view, context, &scene, &candidate.data, &mut record, now);
                if let Some(id) = record.data.dispatch_id {
                    view.start(id);
                }
                let answer = scene.show(&record);
                view.put(record);
                scene.save(view);
                Ok(answer)
            }
            _ => Err(refused(&before.data, "its start has not failed")),
        }
    }

    fn refresh(deployment: Deployment, inner: &Inner) -> Result<Deployment> {
        unless_refused(create_deployment::reread(deployment.id, inner)?)
    }
}

fn refused(deployment: &Deployment, why: &str) -> Error {
    let message = format!("deployment {} is {} and cannot be started: {why}", deployment.id, deployment.status);
    Error::new(Code::InvalidTransition, message)
        .with("deployment_id", deployment.id)
        .with("status", deployment.status)
        .with("rule", why)
}

/// An explicit start that was refused fails; the deployment keeps what the CI system said.
fn unless_refused(deployment: Deployment) -> Result<Deployment> {
    if deployment.status != Status::Error {
        return Ok(deployment);
    }
    let words = deployment.error_message.clone().unwrap_or_default();
    let message = format!("the workflow of deployment {} was refused: {words}", deployment.id);
    Err(Error::new(Code::DispatchFailed, message)
        .with("deployment_id", deployment.id)
        .with("status", deployment.status)
        .with("words", words))
}
