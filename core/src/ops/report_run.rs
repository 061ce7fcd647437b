//! What a trigger reports of the run of a dispatch.

use serde::Serialize;

use super::report::{self, Report};
use super::{builds, lookup};
use crate::change::Reads;
use crate::client::RunReport;
use crate::error::Result;
use crate::known::Known;
use crate::model::{DispatchId, Status, Transition, names};
use crate::record::{DeploymentRecord, DispatchRecord, Key};
use crate::view::{Context, Decide, View};

/// Applies a report to the deployment or build that a dispatch was for.
#[derive(Debug, Serialize)]
pub(crate) struct ReportRun {
    id: DispatchId,
    attempt: u32,
    status: Status,
    report: Report,
}

impl ReportRun {
    pub(crate) fn new(id: DispatchId, attempt: u32, report: RunReport) -> ReportRun {
        let RunReport { status, run_id, attempt: of_run, error_message } = report;
        // A long text is no reason to lose how a run ended.
        let error_message =
            error_message.map(|text| names::kept(&text, names::MAX_MESSAGE)).filter(|text| !text.is_empty());
        ReportRun {
            id,
            attempt,
            status,
            report: Report { attempt: of_run.filter(|_| run_id.is_some()), run_id, error_message, ..Report::default() },
        }
    }
}

impl Decide for ReportRun {
    const NAME: &'static str = "report_run";
    /// Whether it was applied.
    type Output = bool;

    fn reads(&self, _: &Known) -> Reads {
        Reads { keys: vec![Key::dispatch(self.id)], queries: Vec::new() }
    }

    fn decide(&self, view: &mut View<'_>, context: &Context) -> Result<bool> {
        self.report.check()?;
        let Some(dispatch) = view.get::<DispatchRecord>(&Key::dispatch(self.id))? else { return Ok(false) };
        if dispatch.data.attempts != self.attempt {
            return Ok(false);
        }
        let (Some(environment), Some(deployment)) = (dispatch.environment_id, dispatch.data.deployment_id) else {
            return self.build(view, context, &dispatch);
        };
        let mut scene = lookup::scene_by_id(view, dispatch.project_id, environment)?;
        let Some(record) = view.get::<DeploymentRecord>(&Key::deployment(deployment))? else { return Ok(false) };
        // A run is one deployment's: its report moves that one or nothing.
        let run_id = self.report.run_id.as_ref().or(dispatch.data.run_id.as_ref());
        let of_another = record.data.run_id.as_ref().zip(run_id).is_some_and(|(own, other)| own != other);
        let moves = record.data.status.transition(self.status);
        if of_another || matches!(moves, Transition::Attempt | Transition::Refused) {
            return Ok(false);
        }
        report::apply(view, context, &mut scene, &record, self.status, &self.report)?;
        scene.save(view);
        Ok(true)
    }
}

impl ReportRun {
    fn build(&self, view: &mut View<'_>, context: &Context, dispatch: &DispatchRecord) -> Result<bool> {
        let status = builds::status_of(self.status);
        let project = lookup::project_by_id(view, dispatch.project_id)?;
        let candidate = lookup::candidate(view, &project, &dispatch.data.candidate_version)?;
        let stale = candidate.data.dispatch_id != Some(dispatch.data.id)
            || candidate.data.build_status.transition(status) == Transition::Refused;
        if stale {
            return Ok(false);
        }
        builds::apply(view, context, &project, &candidate, status, &self.report)?;
        Ok(true)
    }
}

/// Asks whether the run of a dispatch is to be stopped.
#[derive(Debug, Serialize)]
pub(crate) struct IsCancelWanted {
    id: DispatchId,
    attempt: u32,
}

impl IsCancelWanted {
    pub(crate) fn new(id: DispatchId, attempt: u32) -> IsCancelWanted {
        IsCancelWanted { id, attempt }
    }
}

impl Decide for IsCancelWanted {
    const NAME: &'static str = "is_cancel_wanted";
    const READ_ONLY: bool = true;
    type Output = bool;

    fn reads(&self, _: &Known) -> Reads {
        Reads { keys: vec![Key::dispatch(self.id)], queries: Vec::new() }
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<bool> {
        let dispatch = view.get::<DispatchRecord>(&Key::dispatch(self.id))?;
        let asked = |dispatch: &DispatchRecord| dispatch.data.attempts == self.attempt && dispatch.cancel.is_some();
        Ok(dispatch.is_some_and(|dispatch| asked(&dispatch)))
    }
}
