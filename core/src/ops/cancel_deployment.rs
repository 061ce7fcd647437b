//! `cancel_deployment`

use serde::Serialize;

use super::lookup::{self, Ahead, Scene};
use super::report::{self, Report};
use crate::change::Reads;
use crate::client::{Call, Inner, Releases, WriteOperation};
use crate::error::{Code, Error, Result};
use crate::known::Known;
use crate::model::{Deployment, DispatchState, Status};
use crate::record::{Cancel, DeploymentRecord, DispatchRecord, Key};
use crate::view::{Context, Decide, View};

/// Cancels a deployment; the call of [`Releases::cancel_deployment`].
#[derive(Debug, Serialize)]
pub struct CancelDeployment {
    id: String,
}

impl Releases {
    /// Cancels an open deployment: `canceled` at once where nothing was started, else `canceling` until the CI system
    /// or somebody reports how it ended. Canceling twice is answered as it is.
    ///
    /// # Errors
    /// `invalid_request` (no id), `deployment_not_found`; `invalid_transition` where it has ended.
    pub fn cancel_deployment(&self, deployment_id: impl ToString) -> Call<CancelDeployment> {
        Call::new(self, CancelDeployment { id: deployment_id.to_string() })
    }
}

impl WriteOperation for CancelDeployment {}

impl Decide for CancelDeployment {
    const NAME: &'static str = "cancel_deployment";
    type Output = Deployment;

    fn reads(&self, known: &Known) -> Reads {
        Ahead::deployment(known, &self.id).reads()
    }

    fn decide(&self, view: &mut View<'_>, context: &Context) -> Result<Deployment> {
        let (mut scene, record) = lookup::deployment(view, &self.id)?;
        if record.data.status.is_closed() {
            let message = format!(
                "deployment {} has ended as {}; there is nothing to cancel",
                record.data.id, record.data.status
            );
            return Err(Error::new(Code::InvalidTransition, message)
                .with("from", record.data.status)
                .with("to", Status::Canceling)
                .with("deployment_id", record.data.id));
        }
        let record = cancel(view, context, &mut scene, &record)?;
        let answer = scene.show(&record);
        scene.save(view);
        Ok(answer)
    }

    fn refresh(deployment: Deployment, inner: &Inner) -> Result<Deployment> {
        super::create_deployment::reread(deployment.id, inner)
    }
}

/// Cancels an open deployment, as far as it can be done without its CI system.
pub(super) fn cancel(
    view: &mut View<'_>,
    context: &Context,
    scene: &mut Scene,
    record: &std::sync::Arc<DeploymentRecord>,
) -> Result<DeploymentRecord> {
    let dispatch = match record.data.dispatch_id {
        Some(id) => view.get::<DispatchRecord>(&Key::dispatch(id))?,
        None => None,
    };
    let status = match dispatch {
        Some(dispatch) => cancel_start(view, record, &dispatch),
        None if is_reported(record) || is_canceling(record) => Status::Canceling,
        None => Status::Canceled,
    };
    if status == record.data.status {
        return Ok((**record).clone());
    }
    report::apply(view, context, scene, record, status, &Report::default())
}

/// Whether somebody has said that a run is there.
fn is_reported(record: &DeploymentRecord) -> bool {
    record.data.status == Status::InProgress || record.data.run_id.is_some()
}

/// Also where that was only reported, by somebody who did not ask for it here.
fn is_canceling(record: &DeploymentRecord) -> bool {
    record.data.status == Status::Canceling
}

/// Takes back a start that was not sent, or has the run of one that was asked to stop; gives what the deployment becomes.
fn cancel_start(view: &mut View<'_>, record: &DeploymentRecord, dispatch: &DispatchRecord) -> Status {
    let was_asked = dispatch.cancel.is_some();
    if dispatch.is_unsent() {
        // There may be a run all the same: one that was started elsewhere.
        if is_reported(record) || (is_canceling(record) && !was_asked) {
            return Status::Canceling;
        }
        let mut dispatch = dispatch.clone();
        dispatch.data.state = DispatchState::Withdrawn;
        dispatch.data.due_at = None;
        view.put(dispatch);
        return Status::Canceled;
    }
    if is_canceling(record) && was_asked {
        return Status::Canceling;
    }
    let in_vain = dispatch.data.state == DispatchState::Unknown && dispatch.data.due_at.is_none();
    if in_vain && !is_reported(record) && !is_canceling(record) {
        // What was looked for and not found is a person's to end.
        return Status::Canceled;
    }
    let mut dispatch = dispatch.clone();
    dispatch.cancel = Some(Cancel::Requested);
    // Where a request is on its way, its answer comes first.
    if dispatch.data.state == DispatchState::Started || dispatch.data.due_at.is_none() {
        dispatch.data.due_at = Some(view.now());
        view.start(dispatch.data.id);
    }
    view.put(dispatch);
    Status::Canceling
}
