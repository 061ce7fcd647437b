//! `update_build_status`, `rebuild`

use serde::Serialize;

use super::lookup::{self, Ahead, shown_candidate};
use super::report::Report;
use super::{dispatching, sync};
use crate::change::Reads;
use crate::client::{Call, Inner, Releases, WriteOperation};
use crate::error::{Code, Error, Result};
use crate::known::Known;
use crate::model::{BuildStatus, Candidate, CandidateVersion, DispatchState, Project, Status, Transition};
use crate::record::{BuildRun, CandidateRecord, DispatchRecord, Key};
use crate::view::{Context, Decide, View};

/// Reports on a build; the call of [`Releases::update_build_status`].
#[derive(Debug, Serialize)]
pub struct UpdateBuildStatus {
    project: String,
    version: String,
    status: String,
    report: Report,
}

/// Starts a failed build again; the call of [`Releases::rebuild`].
#[derive(Debug, Serialize)]
pub struct Rebuild {
    project: String,
    version: String,
}

impl Releases {
    /// Says how a candidate's build stands: a [`BuildStatus`] or its word. An ended build may be corrected; it is
    /// started again only by [`rebuild`](Releases::rebuild).
    ///
    /// # Errors
    /// In this order: `invalid_release_candidate_version`, `invalid_status`, `invalid_request` (message, URL, run),
    /// `invalid_name`, `project_not_found`, `release_not_found`, `invalid_transition`.
    pub fn update_build_status(
        &self,
        project: impl AsRef<str>,
        candidate_version: impl AsRef<str>,
        status: impl AsRef<str>,
    ) -> Call<UpdateBuildStatus> {
        let operation = UpdateBuildStatus {
            project: project.as_ref().to_owned(),
            version: candidate_version.as_ref().to_owned(),
            status: status.as_ref().to_owned(),
            report: Report::default(),
        };
        Call::new(self, operation)
    }

    /// Starts a failed build again, with the build workflow that the project has now; without one, the candidate waits
    /// for a status report. One that is building already is answered as it is.
    ///
    /// # Errors
    /// `invalid_release_candidate_version`, `invalid_name`, `project_not_found`, `release_not_found`, `archived`;
    /// `invalid_transition` where the build did not fail.
    pub fn rebuild(&self, project: impl AsRef<str>, candidate_version: impl AsRef<str>) -> Call<Rebuild> {
        let (project, version) = (project.as_ref().to_owned(), candidate_version.as_ref().to_owned());
        Call::new(self, Rebuild { project, version })
    }
}

impl Call<UpdateBuildStatus> {
    /// What went wrong, at most 8 KiB.
    pub fn error_message(mut self, message: impl Into<String>) -> Self {
        self.operation.report.error_message = Some(message.into());
        self
    }

    /// Where the run is shown: `http` or `https`, at most 2 KiB.
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.operation.report.url = Some(url.into());
        self
    }

    /// The id that the CI system gave the run: 1 to 255 visible ASCII characters.
    pub fn run_id(mut self, run_id: impl Into<String>) -> Self {
        self.operation.report.run_id = Some(run_id.into());
        self
    }
}

impl WriteOperation for UpdateBuildStatus {}
impl WriteOperation for Rebuild {}

impl Decide for UpdateBuildStatus {
    const NAME: &'static str = "update_build_status";
    type Output = Candidate;

    fn reads(&self, known: &Known) -> Reads {
        Ahead::project(known, &self.project).candidate(&self.version).reads()
    }

    fn decide(&self, view: &mut View<'_>, context: &Context) -> Result<Candidate> {
        let version = CandidateVersion::new(&self.version)?;
        let status: BuildStatus = self.status.parse()?;
        self.report.check()?;
        let project = lookup::project(view, &self.project)?;
        let record = lookup::candidate(view, &project, &version)?;
        self.of_its_run(view, &record.data)?;
        let record = apply(view, context, &project, &record, status, &self.report)?;
        Ok(shown_candidate(&record, &project))
    }
}

impl UpdateBuildStatus {
    /// Refuses what is said of another run than the one that was started from here and builds the candidate: it is of an
    /// earlier build, and would end this one.
    fn of_its_run(&self, view: &mut View<'_>, candidate: &Candidate) -> Result<()> {
        let (Some(run), Some(own), Some(id)) = (&self.report.run_id, &candidate.run_id, candidate.dispatch_id) else {
            return Ok(());
        };
        if run == own || candidate.build_status != BuildStatus::Building {
            return Ok(());
        }
        let dispatch = view.get::<DispatchRecord>(&Key::dispatch(id))?;
        if dispatch.is_some_and(|dispatch| !dispatch.is_unsent()) {
            return sync::not_another(run, Some(own), "the build of", &candidate.version);
        }
        Ok(())
    }
}

/// A build's status where its run stands there.
pub(super) fn status_of(run: Status) -> BuildStatus {
    match run {
        Status::Success => BuildStatus::Ready,
        Status::Failure | Status::Canceled | Status::Error => BuildStatus::Failed,
        Status::Pending | Status::InProgress | Status::Canceling | Status::Unknown => BuildStatus::Building,
    }
}

/// Applies a report to a candidate's build.
pub(super) fn apply(
    view: &mut View<'_>,
    context: &Context,
    project: &Project,
    before: &CandidateRecord,
    status: BuildStatus,
    report: &Report,
) -> Result<CandidateRecord> {
    let from = before.data.build_status;
    if from.transition(status) == Transition::Refused {
        let message =
            format!("the build of {} ended as {from}; rebuild starts a failed one again", before.data.version);
        return Err(Error::new(Code::InvalidTransition, message).with("from", from).with("to", status));
    }
    let mut after = before.clone();
    let candidate = &mut after.data;
    candidate.build_status = status;
    if status != BuildStatus::Building {
        candidate.build_end_at.get_or_insert(view.now());
    }
    if status == BuildStatus::Ready {
        candidate.error_message = None;
    }
    let Report { error_message, url, run_id, attempt, observed_at } = report;
    after.run.attempt = attempt.or(after.run.attempt);
    after.run.observed_at = observed_at.or(after.run.observed_at);
    // Only a run that was started from here can be asked about when it falls silent.
    if candidate.dispatch_id.is_some() {
        after.run.heard_at = Some(view.now());
    }
    for (field, said) in
        [(&mut candidate.error_message, error_message), (&mut candidate.url, url), (&mut candidate.run_id, run_id)]
    {
        if said.is_some() {
            field.clone_from(said);
        }
    }
    if status != BuildStatus::Building || run_id.is_some() {
        withdraw(view, candidate)?;
    }
    if after != *before {
        view.event(context, project, "candidate.build_changed")
            .candidate(&after.data.version)
            .change("build_status", from, status)
            .change("run_id", &before.data.run_id, &after.data.run_id)
            .change("url", &before.data.url, &after.data.url)
            .change("error_message", &before.data.error_message, &after.data.error_message)
            .log_changes(view);
        view.put(after.clone());
    }
    Ok(after)
}

/// A build whose course somebody knows needs no start any more.
fn withdraw(view: &mut View<'_>, candidate: &Candidate) -> Result<()> {
    let Some(id) = candidate.dispatch_id else { return Ok(()) };
    let Some(dispatch) = view.get::<DispatchRecord>(&Key::dispatch(id))? else { return Ok(()) };
    if dispatch.data.state == DispatchState::Queued {
        let mut dispatch = (*dispatch).clone();
        dispatch.data.state = DispatchState::Withdrawn;
        dispatch.data.due_at = None;
        view.put(dispatch);
    }
    Ok(())
}

impl Decide for Rebuild {
    const NAME: &'static str = "rebuild";
    type Output = Candidate;

    fn reads(&self, known: &Known) -> Reads {
        Ahead::project(known, &self.project).candidate(&self.version).reads()
    }

    fn decide(&self, view: &mut View<'_>, context: &Context) -> Result<Candidate> {
        let version = CandidateVersion::new(&self.version)?;
        let project = lookup::project(view, &self.project)?;
        let before = lookup::candidate(view, &project, &version)?;
        lookup::not_archived(&project)?;
        match before.data.build_status {
            BuildStatus::Building => return Ok(shown_candidate(&before, &project)),
            BuildStatus::Ready => {
                let message = format!("the build of {version} has not failed: it is ready");
                return Err(Error::new(Code::InvalidTransition, message)
                    .with("from", BuildStatus::Ready)
                    .with("to", BuildStatus::Building));
            }
            BuildStatus::Failed => {}
        }
        let mut record = (*before).clone();
        let candidate = &mut record.data;
        candidate.build_status = BuildStatus::Building;
        candidate.build_end_at = None;
        candidate.error_message = None;
        candidate.url = None;
        candidate.run_id = None;
        candidate.dispatch_id = None;
        record.run = BuildRun::default();
        if let Some(workflow) = &project.build_workflow {
            let now = view.now();
            let id = dispatching::queue(view, context, &project, candidate, workflow, None, now);
            candidate.dispatch_id = Some(id);
            view.start(id);
        }
        view.event(context, &project, "candidate.rebuilt")
            .candidate(&version)
            .change("build_status", BuildStatus::Failed, BuildStatus::Building)
            .log(view);
        view.put(record.clone());
        Ok(shown_candidate(&record, &project))
    }

    fn refresh(candidate: Candidate, inner: &Inner) -> Result<Candidate> {
        inner.query(super::GetCandidate::new(candidate.project.as_str(), candidate.version.as_str()))
    }
}
