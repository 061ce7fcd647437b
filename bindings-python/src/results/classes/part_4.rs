//! Classes of results, Release to Workflow. Written by `generate.py`.

use std::collections::BTreeMap;

use pyo3::prelude::*;

use super::{CommitInProject, Deployment};
use crate::results::{Data, Member, Time, Tuple, data, objects, result, texts};
use crate::versions::{CandidateVersion, ReleaseVersion};

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
