//! Classes of results, Dispatched to Project. Written by `generate.py`.

use pyo3::prelude::*;

use super::{Deployment, SkippedTag, Workflow};
use crate::results::{Data, Member, Time, Tuple, data, objects, result, texts};
use crate::versions::CandidateVersion;

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

/// What is live in an environment, what is in flight, and what was live before.
#[pyclass(frozen, eq, hash, module = "release_core")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Live(pub(crate) release_core::Live);

result!(Live: "project", "environment", "deployment", "in_flight", "previous", "freeze");

#[pymethods]
impl Live {
    /// The project.
    #[getter]
    fn project(&self) -> String {
        self.0.project.to_string()
    }

    /// The environment.
    #[getter]
    fn environment(&self) -> String {
        self.0.environment.to_string()
    }

    /// The successful deployment that ended last; nothing where there was none yet.
    #[getter]
    fn deployment(&self) -> Option<Deployment> {
        self.0.deployment.as_ref().map(|value| Deployment::from(value.clone()))
    }

    /// The open deployments, newest first, at most 100.
    #[getter]
    fn in_flight(&self) -> Tuple<Deployment> {
        objects(self.0.in_flight.iter())
    }

    /// The success with another candidate that ended last before the live one.
    #[getter]
    fn previous(&self) -> Option<Deployment> {
        self.0.previous.as_ref().map(|value| Deployment::from(value.clone()))
    }

    /// The freeze that holds now.
    #[getter]
    fn freeze(&self) -> Option<Freeze> {
        self.0.freeze.as_ref().map(|value| Freeze::from(value.clone()))
    }
}

/// A thing that is built and deployed together. It keeps one repository for life; a repository may have many
/// projects.
#[pyclass(frozen, eq, hash, module = "release_core")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Project(pub(crate) release_core::Project);

result!(Project: "id", "name", "repository", "former_repositories", "path_patterns", "version_scheme", "build_workflow", "archived_at", "created_at", "actor");

#[pymethods]
impl Project {
    /// Its id, which outlives a renaming.
    #[getter]
    fn id(&self) -> String {
        self.0.id.to_string()
    }

    /// Its name.
    #[getter]
    fn name(&self) -> String {
        self.0.name.to_string()
    }

    /// The repository that its candidates are cut from.
    #[getter]
    fn repository(&self) -> String {
        self.0.repository.to_string()
    }

    /// The names that the repository had before it moved.
    #[getter]
    fn former_repositories(&self) -> Tuple<String> {
        texts(self.0.former_repositories.iter())
    }

    /// Which paths of the repository are the project's; without patterns, all of them.
    #[getter]
    fn path_patterns(&self) -> Tuple<String> {
        texts(self.0.path_patterns.as_slice())
    }

    /// What its release versions are narrowed to.
    #[getter]
    fn version_scheme(&self) -> String {
        self.0.version_scheme.to_string()
    }

    /// The workflow that makes a candidate's artifacts; without one, candidates are ready at once.
    #[getter]
    fn build_workflow(&self) -> Option<Workflow> {
        self.0.build_workflow.as_ref().map(|value| Workflow::from(value.clone()))
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
