//! Classes of results, Live to Workflow. Written by `generate.py`.

use std::collections::BTreeMap;

use pyo3::prelude::*;

use super::{CommitInProject, Deployment, Freeze};
use crate::results::{Data, Member, Time, Tuple, data, objects, result, texts};
use crate::versions::{CandidateVersion, ReleaseVersion};

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

/// One release version of a project; it has one or more candidates.
#[pyclass(frozen, eq, hash, module = "release_core")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Release(pub(crate) release_core::Release);

result!(Release: "project", "version", "head", "created_at");

#[pymethods]
impl Release {
    /// The project it belongs to.
    #[getter]
    fn project(&self) -> String {
        self.0.project.to_string()
    }

    /// Its version.
    #[getter]
    fn version(&self) -> ReleaseVersion {
        ReleaseVersion::from(self.0.version.clone())
    }

    /// Its newest candidate: the one with the highest number.
    #[getter]
    fn head(&self) -> CandidateVersion {
        CandidateVersion::from(self.0.head.clone())
    }

    /// When its first candidate was cut.
    #[getter]
    fn created_at(&self) -> Time {
        Time(self.0.created_at.to_owned())
    }
}

/// What a rollback does, or would do.
#[pyclass(frozen, eq, hash, module = "release_core")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rollback(pub(crate) release_core::Rollback);

result!(Rollback: "target", "reason", "leaves", "cancels", "deployment");

#[pymethods]
impl Rollback {
    /// The candidate that is deployed.
    #[getter]
    fn target(&self) -> CandidateVersion {
        CandidateVersion::from(self.0.target.clone())
    }

    /// Why that one.
    #[getter]
    fn reason(&self) -> String {
        self.0.reason.to_string()
    }

    /// The candidate that is left, and marked as abandoned in the environment where it differs from the target.
    #[getter]
    fn leaves(&self) -> CandidateVersion {
        CandidateVersion::from(self.0.leaves.clone())
    }

    /// The open deployments that are canceled by it.
    #[getter]
    fn cancels(&self) -> Tuple<String> {
        texts(self.0.cancels.iter())
    }

    /// The rollback's own deployment; nothing for a dry run.
    #[getter]
    fn deployment(&self) -> Option<Deployment> {
        self.0.deployment.as_ref().map(|value| Deployment::from(value.clone()))
    }
}

/// A tag that was not imported.
#[pyclass(frozen, eq, hash, module = "release_core")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SkippedTag(pub(crate) release_core::SkippedTag);

result!(SkippedTag: "tag", "reason", "message");

#[pymethods]
impl SkippedTag {
    /// The tag, cut where it is longer than a version can be.
    #[getter]
    fn tag(&self) -> String {
        self.0.tag.to_string()
    }

    /// Why.
    #[getter]
    fn reason(&self) -> Member<release_core::SkipReason> {
        Member(self.0.reason.to_owned())
    }

    /// What exactly, for people.
    #[getter]
    fn message(&self) -> String {
        self.0.message.to_string()
    }
}

/// A project that is not declared, or an environment of a declared one that is not.
#[pyclass(frozen, eq, hash, module = "release_core")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Undeclared(pub(crate) release_core::Undeclared);

result!(Undeclared: "project", "environment");

#[pymethods]
impl Undeclared {
    /// The project.
    #[getter]
    fn project(&self) -> String {
        self.0.project.to_string()
    }

    /// The environment; nothing where it is the project with all that is in it.
    #[getter]
    fn environment(&self) -> Option<String> {
        self.0.environment.as_ref().map(|value| value.to_string())
    }
}

/// Where a commit is: the answer of `where_is`.
#[pyclass(frozen, eq, hash, module = "release_core")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct WhereIs(pub(crate) release_core::WhereIs);

result!(WhereIs: "commit", "projects");

#[pymethods]
impl WhereIs {
    /// What was asked for, in lower case.
    #[getter]
    fn commit(&self) -> String {
        self.0.commit.to_string()
    }

    /// The projects of the repositories that have the commit, by name.
    #[getter]
    fn projects(&self) -> Tuple<CommitInProject> {
        objects(self.0.projects.iter())
    }
}

/// A CI/CD workflow, configured on a project (its build) or on an environment (its deploy).
///
/// A workflow *names* things: the kind of trigger, and the connection that a program registers under that name with
/// its address, credential or program. It never holds any of these itself, so that who can write to the database
/// cannot make another program's handle run something of their own.
#[pyclass(frozen, eq, hash, module = "release_core")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Workflow(pub(crate) release_core::Workflow);

result!(Workflow: "trigger", "connection", "settings", "parameters");

#[pymethods]
impl Workflow {
    /// The kind of trigger that starts it, for example `command`.
    #[getter]
    fn trigger(&self) -> String {
        self.0.trigger.to_string()
    }

    /// The name that the running program registered the trigger under.
    #[getter]
    fn connection(&self) -> String {
        self.0.connection.to_string()
    }

    /// What the kind of trigger needs to know besides, for example a workflow's file name and branch.
    #[getter]
    fn settings<'py>(&self, py: Python<'py>) -> PyResult<Data<'py>> {
        data(py, &self.0.settings)
    }

    /// Parameters of your own, passed on as they are: at most 100, names of 1 to 128 ASCII letters, digits, `-`, `_`
    /// and `.`, 65,535 bytes in all.
    #[getter]
    fn parameters(&self) -> BTreeMap<String, String> {
        self.0.parameters.clone()
    }
}
