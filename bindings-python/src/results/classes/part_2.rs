//! Classes of results, CommitInProject to Dispatch. Written by `generate.py`.

use pyo3::prelude::*;

use super::{Commit, CommitInCandidates, CommitInEnvironment, Workflow};
use crate::results::{Member, Time, Tuple, objects, result};
use crate::versions::{CandidateVersion, ReleaseVersion};

/// Where a commit is in one project.
#[pyclass(frozen, eq, hash, module = "release_core")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CommitInProject(pub(crate) release_core::CommitInProject);

result!(CommitInProject: "project", "repository", "commit", "details", "relevant", "candidates", "environments");

#[pymethods]
impl CommitInProject {
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

    /// The commit's full hash.
    #[getter]
    fn commit(&self) -> String {
        self.0.commit.to_string()
    }

    /// The commit as its source shows it, without its paths; nothing without a source, and where it does not reach
    /// it.
    #[getter]
    fn details(&self) -> Option<Commit> {
        self.0.details.as_ref().map(|value| Commit::from(value.clone()))
    }

    /// Whether the commit touches a path of the project. Where it does not, nothing more is looked up.
    #[getter]
    fn relevant(&self) -> Member<release_core::Truth> {
        Member(self.0.relevant.to_owned())
    }

    /// The candidates that contain it.
    #[getter]
    fn candidates(&self) -> CommitInCandidates {
        CommitInCandidates::from(self.0.candidates.clone())
    }

    /// The project's environments by name, without the archived ones; empty where the commit is not relevant.
    #[getter]
    fn environments(&self) -> Tuple<CommitInEnvironment> {
        objects(self.0.environments.iter())
    }
}

/// A time in which an environment contained a commit that it does not contain any more.
#[pyclass(frozen, eq, hash, module = "release_core")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CommitStay(pub(crate) release_core::CommitStay);

result!(CommitStay: "candidate_version", "deployment_id", "since", "until", "replaced_by", "rolled_back");

#[pymethods]
impl CommitStay {
    /// The candidate that was live last with it.
    #[getter]
    fn candidate_version(&self) -> CandidateVersion {
        CandidateVersion::from(self.0.candidate_version.clone())
    }

    /// That candidate's deployment.
    #[getter]
    fn deployment_id(&self) -> String {
        self.0.deployment_id.to_string()
    }

    /// Since when it was contained.
    #[getter]
    fn since(&self) -> Time {
        Time(self.0.since.to_owned())
    }

    /// Until when.
    #[getter]
    fn until(&self) -> Time {
        Time(self.0.until.to_owned())
    }

    /// The candidate that took it away.
    #[getter]
    fn replaced_by(&self) -> CandidateVersion {
        CandidateVersion::from(self.0.replaced_by.clone())
    }

    /// Whether that was a rollback.
    #[getter]
    fn rolled_back(&self) -> bool {
        self.0.rolled_back.to_owned()
    }
}

/// A candidate and the commit that it was cut at.
#[pyclass(frozen, eq, hash, module = "release_core")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cut(pub(crate) release_core::Cut);

result!(Cut: "candidate_version", "commit");

#[pymethods]
impl Cut {
    /// The candidate.
    #[getter]
    fn candidate_version(&self) -> CandidateVersion {
        CandidateVersion::from(self.0.candidate_version.clone())
    }

    /// Its commit.
    #[getter]
    fn commit(&self) -> String {
        self.0.commit.to_string()
    }
}

/// What came of a webhook, and why.
#[pyclass(frozen, eq, hash, module = "release_core")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Delivery(pub(crate) release_core::Delivery);

result!(Delivery: "outcome", "reason", "event", "delivery_id", "run_id", "attempt", "project", "environment", "candidate_version", "deployment_id", "status_before", "status_after");

#[pymethods]
impl Delivery {
    /// What it did.
    #[getter]
    fn outcome(&self) -> Member<release_core::DeliveryOutcome> {
        Member(self.0.outcome.to_owned())
    }

    /// Why it did nothing, where it did nothing.
    #[getter]
    fn reason(&self) -> Option<String> {
        self.0.reason.as_ref().map(|value| value.to_string())
    }

    /// What it was about, in the sender's words: `workflow_run.completed`, `build.finished`.
    #[getter]
    fn event(&self) -> String {
        self.0.event.to_string()
    }

    /// What tells this delivery from others.
    #[getter]
    fn delivery_id(&self) -> String {
        self.0.delivery_id.to_string()
    }

    /// The run.
    #[getter]
    fn run_id(&self) -> Option<String> {
        self.0.run_id.as_ref().map(|value| value.to_string())
    }

    /// The attempt of the run, where the sender counts them.
    #[getter]
    fn attempt(&self) -> Option<u32> {
        self.0.attempt.as_ref().map(|value| value.to_owned())
    }

    /// The project of the deployment or build.
    #[getter]
    fn project(&self) -> Option<String> {
        self.0.project.as_ref().map(|value| value.to_string())
    }

    /// The environment of the deployment.
    #[getter]
    fn environment(&self) -> Option<String> {
        self.0.environment.as_ref().map(|value| value.to_string())
    }

    /// The candidate that is deployed or built.
    #[getter]
    fn candidate_version(&self) -> Option<CandidateVersion> {
        self.0.candidate_version.as_ref().map(|value| CandidateVersion::from(value.clone()))
    }

    /// The deployment; nothing where it is a build. A new one where the run was attempted again after its end.
    #[getter]
    fn deployment_id(&self) -> Option<String> {
        self.0.deployment_id.as_ref().map(|value| value.to_string())
    }

    /// The status before: a deployment's word, or a build's.
    #[getter]
    fn status_before(&self) -> Option<String> {
        self.0.status_before.as_ref().map(|value| value.to_string())
    }

    /// The status since.
    #[getter]
    fn status_after(&self) -> Option<String> {
        self.0.status_after.as_ref().map(|value| value.to_string())
    }
}

/// One attempt to put one candidate into one environment.
#[pyclass(frozen, eq, hash, module = "release_core")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Deployment(pub(crate) release_core::Deployment);

result!(Deployment: "id", "number", "project", "environment_name", "release_version", "release_candidate_version", "commit", "from_release_version", "from_release_candidate_version", "status", "actor", "created_at", "deploy_start_at", "deploy_end_at", "error_message", "url", "run_id", "attempt", "dispatch_id", "rollback_of", "reason", "retry_of");

#[pymethods]
impl Deployment {
    /// Its id, the "deployment id" that a deploy workflow is told.
    #[getter]
    fn id(&self) -> String {
        self.0.id.to_string()
    }

    /// Its number, counted within the environment from 1.
    #[getter]
    fn number(&self) -> u64 {
        self.0.number.to_owned()
    }

    /// The project.
    #[getter]
    fn project(&self) -> String {
        self.0.project.to_string()
    }

    /// The environment.
    #[getter]
    fn environment_name(&self) -> String {
        self.0.environment.to_string()
    }

    /// The version of the candidate's release.
    #[getter]
    fn release_version(&self) -> ReleaseVersion {
        ReleaseVersion::from(self.0.release_version.clone())
    }

    /// The candidate.
    #[getter]
    fn release_candidate_version(&self) -> CandidateVersion {
        CandidateVersion::from(self.0.candidate_version.clone())
    }

    /// The candidate's commit.
    #[getter]
    fn commit(&self) -> String {
        self.0.commit.to_string()
    }

    /// The release that the environment is moving from.
    #[getter]
    fn from_release_version(&self) -> Option<ReleaseVersion> {
        self.0.from_release_version.as_ref().map(|value| ReleaseVersion::from(value.clone()))
    }

    /// The candidate that the environment is moving from.
    #[getter]
    fn from_release_candidate_version(&self) -> Option<CandidateVersion> {
        self.0.from_candidate_version.as_ref().map(|value| CandidateVersion::from(value.clone()))
    }

    /// Its status.
    #[getter]
    fn status(&self) -> Member<release_core::Status> {
        Member(self.0.status.to_owned())
    }

    /// Who asked for it.
    #[getter]
    fn actor(&self) -> Option<String> {
        self.0.actor.as_ref().map(|value| value.to_string())
    }

    /// When it was recorded.
    #[getter]
    fn created_at(&self) -> Time {
        Time(self.0.created_at.to_owned())
    }

    /// When it first moved out of `pending`.
    #[getter]
    fn deploy_start_at(&self) -> Option<Time> {
        self.0.deploy_start_at.as_ref().map(|value| Time(value.to_owned()))
    }

    /// When it first came to its end.
    #[getter]
    fn deploy_end_at(&self) -> Option<Time> {
        self.0.deploy_end_at.as_ref().map(|value| Time(value.to_owned()))
    }

    /// What went wrong, in the words of who reported it.
    #[getter]
    fn error_message(&self) -> Option<String> {
        self.0.error_message.as_ref().map(|value| value.to_string())
    }

    /// Where its run is shown.
    #[getter]
    fn url(&self) -> Option<String> {
        self.0.url.as_ref().map(|value| value.to_string())
    }

    /// The id that the CI system gave its run.
    #[getter]
    fn run_id(&self) -> Option<String> {
        self.0.run_id.as_ref().map(|value| value.to_string())
    }

    /// The attempt of that run, from 1.
    #[getter]
    fn attempt(&self) -> Option<u32> {
        self.0.attempt.as_ref().map(|value| value.to_owned())
    }

    /// The dispatch of its workflow; missing where none is configured or it was only reported.
    #[getter]
    fn dispatch_id(&self) -> Option<String> {
        self.0.dispatch_id.as_ref().map(|value| value.to_string())
    }

    /// For a rollback: the deployment that it takes the environment away from.
    #[getter]
    fn rollback_of(&self) -> Option<String> {
        self.0.rollback_of.as_ref().map(|value| value.to_string())
    }

    /// For a rollback, why this target; for a forced deployment, why it was forced.
    #[getter]
    fn reason(&self) -> Option<String> {
        self.0.reason.as_ref().map(|value| value.to_string())
    }

    /// For a deployment made by `retry_dispatch`: the one whose start had failed.
    #[getter]
    fn retry_of(&self) -> Option<String> {
        self.0.retry_of.as_ref().map(|value| value.to_string())
    }
}

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
