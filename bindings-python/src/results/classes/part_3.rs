//! Classes of results, Dispatch to ImportedTags. Written by `generate.py`.

use pyo3::prelude::*;

use super::{SkippedTag, Workflow};
use crate::results::{Data, Member, Time, Tuple, data, objects, result};
use crate::versions::CandidateVersion;

/// The start of one workflow, from the decision until it is known to have started or to be impossible.
#[pyclass(frozen, eq, hash, module = "release_core")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Dispatch(pub(crate) release_core::Dispatch);

result!(Dispatch: "id", "project", "environment", "candidate_version", "candidate_id", "deployment_id", "workflow", "state", "attempts", "due_at", "message", "run_id", "url", "created_at");

#[pymethods]
impl Dispatch {
    /// Its id, which the CI system is told, so that its run can be found again.
    #[getter]
    fn id(&self) -> String {
        self.0.id.to_string()
    }

    /// The project.
    #[getter]
    fn project(&self) -> String {
        self.0.project.to_string()
    }

    /// The environment, for a deploy workflow.
    #[getter]
    fn environment(&self) -> Option<String> {
        self.0.environment.as_ref().map(|value| value.to_string())
    }

    /// The candidate that is built or deployed.
    #[getter]
    fn candidate_version(&self) -> CandidateVersion {
        CandidateVersion::from(self.0.candidate_version.clone())
    }

    /// The candidate's id.
    #[getter]
    fn candidate_id(&self) -> String {
        self.0.candidate_id.to_string()
    }

    /// The deployment, for a deploy workflow.
    #[getter]
    fn deployment_id(&self) -> Option<String> {
        self.0.deployment_id.as_ref().map(|value| value.to_string())
    }

    /// The workflow as it was configured when the dispatch was recorded.
    #[getter]
    fn workflow(&self) -> Workflow {
        Workflow::from(self.0.workflow.clone())
    }

    /// How far it has come.
    #[getter]
    fn state(&self) -> Member<release_core::DispatchState> {
        Member(self.0.state.to_owned())
    }

    /// How often it was sent, or tried to be.
    #[getter]
    fn attempts(&self) -> u32 {
        self.0.attempts.to_owned()
    }

    /// When it is to be looked at next; nothing where it is settled.
    #[getter]
    fn due_at(&self) -> Option<Time> {
        self.0.due_at.as_ref().map(|value| Time(value.to_owned()))
    }

    /// The CI system's words, or what went wrong on the way to it.
    #[getter]
    fn message(&self) -> Option<String> {
        self.0.message.as_ref().map(|value| value.to_string())
    }

    /// The id that the CI system gave the run.
    #[getter]
    fn run_id(&self) -> Option<String> {
        self.0.run_id.as_ref().map(|value| value.to_string())
    }

    /// Where the run is shown.
    #[getter]
    fn url(&self) -> Option<String> {
        self.0.url.as_ref().map(|value| value.to_string())
    }

    /// When it was recorded.
    #[getter]
    fn created_at(&self) -> Time {
        Time(self.0.created_at.to_owned())
    }
}

/// What a round of `dispatch_pending` did.
#[pyclass(frozen, eq, hash, module = "release_core")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Dispatched(pub(crate) release_core::Dispatched);

result!(Dispatched: "started", "refused", "postponed", "unknown", "without_trigger");

#[pymethods]
impl Dispatched {
    /// Workflows that were started, and runs that were found again.
    #[getter]
    fn started(&self) -> usize {
        self.0.started.to_owned()
    }

    /// Starts that were refused for good.
    #[getter]
    fn refused(&self) -> usize {
        self.0.refused.to_owned()
    }

    /// Starts put off, because nothing could be sent now.
    #[getter]
    fn postponed(&self) -> usize {
        self.0.postponed.to_owned()
    }

    /// Starts whose outcome is still looked for, or could not be found out.
    #[getter]
    fn unknown(&self) -> usize {
        self.0.unknown.to_owned()
    }

    /// Dispatches that are due and need a trigger that this handle was not given.
    #[getter]
    fn without_trigger(&self) -> usize {
        self.0.without_trigger.to_owned()
    }
}

/// A place that a project is deployed to.
#[pyclass(frozen, eq, hash, module = "release_core")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Environment(pub(crate) release_core::Environment);

result!(Environment: "id", "project", "name", "tier", "concurrency", "deploy_workflow", "freeze", "archived_at", "created_at", "actor");

#[pymethods]
impl Environment {
    /// Its id, which outlives a renaming.
    #[getter]
    fn id(&self) -> String {
        self.0.id.to_string()
    }

    /// The project it belongs to.
    #[getter]
    fn project(&self) -> String {
        self.0.project.to_string()
    }

    /// Its name.
    #[getter]
    fn name(&self) -> String {
        self.0.name.to_string()
    }

    /// What it is for.
    #[getter]
    fn tier(&self) -> Member<release_core::Tier> {
        Member(self.0.tier.to_owned())
    }

    /// What happens when a candidate is to be deployed while another one is.
    #[getter]
    fn concurrency(&self) -> Member<release_core::Concurrency> {
        Member(self.0.concurrency.to_owned())
    }

    /// The workflow that deploys to it; without one, deployments wait for status updates.
    #[getter]
    fn deploy_workflow(&self) -> Option<Workflow> {
        self.0.deploy_workflow.as_ref().map(|value| Workflow::from(value.clone()))
    }

    /// Why it takes no deployments now.
    #[getter]
    fn freeze(&self) -> Option<Freeze> {
        self.0.freeze.as_ref().map(|value| Freeze::from(value.clone()))
    }

    /// Since when it is archived: kept, hidden from lists, refused for new work.
    #[getter]
    fn archived_at(&self) -> Option<Time> {
        self.0.archived_at.as_ref().map(|value| Time(value.to_owned()))
    }

    /// When it was created.
    #[getter]
    fn created_at(&self) -> Time {
        Time(self.0.created_at.to_owned())
    }

    /// Who created it.
    #[getter]
    fn actor(&self) -> Option<String> {
        self.0.actor.as_ref().map(|value| value.to_string())
    }
}

/// One line of the audit log: who, when, what, before, after.
#[pyclass(frozen, eq, hash, module = "release_core")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Event(pub(crate) release_core::Event);

result!(Event: "sequence", "at", "actor", "action", "project", "environment", "candidate_version", "deployment_id", "before", "after", "reason");

#[pymethods]
impl Event {
    /// Its place in the log; a later event has a higher number.
    #[getter]
    fn sequence(&self) -> u64 {
        self.0.sequence.to_owned()
    }

    /// When, by the storage's clock.
    #[getter]
    fn at(&self) -> Time {
        Time(self.0.at.to_owned())
    }

    /// Who, where the call said so.
    #[getter]
    fn actor(&self) -> Option<String> {
        self.0.actor.as_ref().map(|value| value.to_string())
    }

    /// What, for example `deployment.created`.
    #[getter]
    fn action(&self) -> String {
        self.0.action.to_string()
    }

    /// The project, as it was named then.
    #[getter]
    fn project(&self) -> String {
        self.0.project.to_string()
    }

    /// The environment, as it was named then.
    #[getter]
    fn environment(&self) -> Option<String> {
        self.0.environment.as_ref().map(|value| value.to_string())
    }

    /// The candidate.
    #[getter]
    fn candidate_version(&self) -> Option<CandidateVersion> {
        self.0.candidate_version.as_ref().map(|value| CandidateVersion::from(value.clone()))
    }

    /// The deployment.
    #[getter]
    fn deployment_id(&self) -> Option<String> {
        self.0.deployment_id.as_ref().map(|value| value.to_string())
    }

    /// What changed, as it was before.
    #[getter]
    fn before<'py>(&self, py: Python<'py>) -> PyResult<Data<'py>> {
        data(py, &self.0.before)
    }

    /// What changed, as it is since.
    #[getter]
    fn after<'py>(&self, py: Python<'py>) -> PyResult<Data<'py>> {
        data(py, &self.0.after)
    }

    /// Why, where the call or the rule said so.
    #[getter]
    fn reason(&self) -> Option<String> {
        self.0.reason.as_ref().map(|value| value.to_string())
    }
}

/// A freeze of an environment.
#[pyclass(frozen, eq, hash, module = "release_core")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Freeze(pub(crate) release_core::Freeze);

result!(Freeze: "reason", "actor", "since", "until");

#[pymethods]
impl Freeze {
    /// Why.
    #[getter]
    fn reason(&self) -> String {
        self.0.reason.to_string()
    }

    /// Who froze it.
    #[getter]
    fn actor(&self) -> Option<String> {
        self.0.actor.as_ref().map(|value| value.to_string())
    }

    /// Since when.
    #[getter]
    fn since(&self) -> Time {
        Time(self.0.since.to_owned())
    }

    /// Until when; until it is ended by hand where this is missing.
    #[getter]
    fn until(&self) -> Option<Time> {
        self.0.until.as_ref().map(|value| Time(value.to_owned()))
    }
}

/// A candidate that was made of a tag.
#[pyclass(frozen, eq, hash, module = "release_core")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ImportedTag(pub(crate) release_core::ImportedTag);

result!(ImportedTag: "tag", "candidate_version", "commit");

#[pymethods]
impl ImportedTag {
    /// The tag.
    #[getter]
    fn tag(&self) -> String {
        self.0.tag.to_string()
    }

    /// The candidate.
    #[getter]
    fn candidate_version(&self) -> CandidateVersion {
        CandidateVersion::from(self.0.candidate_version.clone())
    }

    /// The commit.
    #[getter]
    fn commit(&self) -> String {
        self.0.commit.to_string()
    }
}

/// What an import of tags did: the answer of `import_tags`.
#[pyclass(frozen, eq, hash, module = "release_core")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ImportedTags(pub(crate) release_core::ImportedTags);

result!(ImportedTags: "project", "repository", "imported", "present", "left", "other", "skipped", "skipped_tags");

#[pymethods]
impl ImportedTags {
    /// The project.
    #[getter]
    fn project(&self) -> String {
        self.0.project.to_string()
    }

    /// Its repository.
    #[getter]
    fn repository(&self) -> String {
        self.0.repository.to_string()
    }

    /// The candidates that were made, the lowest version first; for a dry run, those that would be.
    #[getter]
    fn imported(&self) -> Tuple<ImportedTag> {
        objects(self.0.imported.iter())
    }

    /// How many tags stand for candidates that were there already.
    #[getter]
    fn present(&self) -> u64 {
        self.0.present.to_owned()
    }

    /// How many tags are left for another call, because one makes at most `MAX_IMPORTED` candidates.
    #[getter]
    fn left(&self) -> u64 {
        self.0.left.to_owned()
    }

    /// How many tags do not look like versions of this project.
    #[getter]
    fn other(&self) -> u64 {
        self.0.other.to_owned()
    }

    /// How many tags look like versions of this project and cannot be imported.
    #[getter]
    fn skipped(&self) -> u64 {
        self.0.skipped.to_owned()
    }

    /// Which ones, and why: at most `MAX_SKIPPED`.
    #[getter]
    fn skipped_tags(&self) -> Tuple<SkippedTag> {
        objects(self.0.skipped_tags.iter())
    }
}
