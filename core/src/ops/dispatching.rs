//! The steps of a dispatch: queued, taken to be sent; then [settled](super::settling) by what the CI system said.
//!
//! Each step is a decision of its own, so that a crash between two of them leaves what can be taken up: a dispatch in
//! `sending` whose time has passed was perhaps sent, and is looked for, never sent again blindly.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::lookup::{self, Ahead, Scene};
use crate::change::Reads;
use crate::error::{Code, Error, Result};
use crate::known::Known;
use crate::model::{
    BuildStatus, Candidate, DeploymentId, Dispatch, DispatchId, DispatchState, Project, Status, Timestamp, Workflow,
};
use crate::record::{Cancel, DeploymentRecord, DispatchRecord, Key};
use crate::view::{Context, Decide, View};
use crate::workflow::StartRequest;

/// How long one process may take over a request before others count it as lost.
pub(crate) const LEASE: Duration = Duration::from_secs(60);

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
        cancel_failed_at: None,
        unanswered: false,
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

/// A task, and when the storage gave it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Given {
    pub(crate) task: Task,
    pub(crate) at: Timestamp,
}

enum Step {
    Send,
    Find,
    Cancel(String),
    Nothing,
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
    type Output = Option<Given>;

    fn reads(&self, known: &Known) -> Reads {
        Ahead::dispatch(known, self.id).reads()
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<Option<Given>> {
        let now = view.now();
        let mut dispatch = (*find(view, self.id)?).clone();
        if dispatch.data.due_at.is_none_or(|due| due > now) {
            return Ok(None);
        }
        let need = Need::of(view, &dispatch)?;
        let looked_for = matches!(dispatch.data.state, DispatchState::Sending | DispatchState::Unknown);
        if looked_for && need.run_id.is_some() {
            // The run has made itself known, so it need not be looked for.
            dispatch.data.state = DispatchState::Started;
            dispatch.data.run_id.clone_from(&need.run_id);
        }
        let task = match dispatch.data.state {
            DispatchState::Queued if need.waits => Step::Send,
            DispatchState::Queued => {
                dispatch.data.state = DispatchState::Withdrawn;
                Step::Nothing
            }
            DispatchState::Sending | DispatchState::Unknown => {
                let again = self.idempotent && need.waits && dispatch.cancel.is_none();
                if again { Step::Send } else { Step::Find }
            }
            DispatchState::Started if dispatch.cancel == Some(Cancel::Requested) => {
                match dispatch.data.run_id.clone().or(need.run_id) {
                    Some(run_id) => Step::Cancel(run_id),
                    // The receiver knows the start by its dispatch.
                    None if self.idempotent => Step::Cancel(dispatch.data.id.to_string()),
                    None => Step::Find,
                }
            }
            DispatchState::Started if dispatch.data.run_id.is_none() && dispatch.cancel.is_none() => {
                dispatch.data.run_id.clone_from(&need.run_id);
                if need.run_id.is_none() && need.open { Step::Find } else { Step::Nothing }
            }
            _ => Step::Nothing,
        };
        if matches!(task, Step::Send) {
            // Sent once more, it may be the second to arrive.
            dispatch.unanswered |= dispatch.data.state != DispatchState::Queued;
            dispatch.data.state = DispatchState::Sending;
            dispatch.data.attempts += 1;
            dispatch.sent_at = Some(now);
        }
        let request = request(view, &dispatch)?;
        let task = match task {
            Step::Send => Task::Send(request),
            Step::Find => Task::Find(request),
            Step::Cancel(run_id) => Task::Cancel(request, run_id),
            Step::Nothing => {
                dispatch.data.due_at = None;
                view.put(dispatch);
                return Ok(None);
            }
        };
        dispatch.data.due_at = Some(now.plus(LEASE));
        view.put(dispatch);
        Ok(Some(Given { task, at: now }))
    }
}

/// What a deployment or build still needs of its dispatch.
pub(super) struct Need {
    /// It waits for a run to be started.
    pub(super) waits: bool,
    /// It has not come to its end.
    pub(super) open: bool,
    /// The run that was reported for it.
    pub(super) run_id: Option<String>,
}

impl Need {
    pub(super) fn of(view: &mut View<'_>, dispatch: &DispatchRecord) -> Result<Need> {
        if let Some(id) = dispatch.data.deployment_id {
            let record = view.get::<DeploymentRecord>(&Key::deployment(id))?;
            let deployment = record.ok_or_else(|| missing("deployment", id))?.data.clone();
            let waits = matches!(deployment.status, Status::Pending | Status::Unknown);
            let open = !deployment.status.is_closed();
            return Ok(Need { waits: waits && deployment.run_id.is_none(), open, run_id: deployment.run_id });
        }
        let project = lookup::project_by_id(view, dispatch.project_id)?;
        let candidate = lookup::candidate(view, &project, &dispatch.data.candidate_version)?.data.clone();
        let own = candidate.dispatch_id == Some(dispatch.data.id);
        let run_id = candidate.run_id.filter(|_| own);
        let open = own && candidate.build_status == BuildStatus::Building;
        Ok(Need { waits: open && run_id.is_none(), open, run_id })
    }
}

fn missing(what: &str, id: impl std::fmt::Display) -> Error {
    Error::new(Code::Internal, format!("damaged store: {what} {id} is missing"))
}

pub(super) fn find(view: &mut View<'_>, id: DispatchId) -> Result<Arc<DispatchRecord>> {
    view.get::<DispatchRecord>(&Key::dispatch(id))?.ok_or_else(|| missing("dispatch", id))
}

pub(super) fn request(view: &mut View<'_>, dispatch: &DispatchRecord) -> Result<StartRequest> {
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
