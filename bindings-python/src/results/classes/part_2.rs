//! Classes of results, Commit to Deployment. Written by `generate.py`.

use pyo3::prelude::*;

use crate::results::{Member, Time, Tuple, objects, result, texts};
use crate::versions::{CandidateVersion, ReleaseVersion};

/// A commit as its source shows it.
#[pyclass(frozen, eq, hash, module = "release_core")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Commit(pub(crate) release_core::Commit);

result!(Commit: "commit", "parents", "author", "time", "subject", "paths");

#[pymethods]
impl Commit {
    /// Its full hash.
    #[getter]
    fn commit(&self) -> String {
        self.0.commit.to_string()
    }

    /// The commits that it was made of, the one that it was made on first.
    #[getter]
    fn parents(&self) -> Tuple<String> {
        texts(self.0.parents.iter())
    }

    /// Who wrote it: a name.
    #[getter]
    fn author(&self) -> String {
        self.0.author.to_string()
    }

    /// When it was committed.
    #[getter]
    fn time(&self) -> Time {
        Time(self.0.time.to_owned())
    }

    /// The first line of its message.
    #[getter]
    fn subject(&self) -> String {
        self.0.subject.to_string()
    }

    /// The files that differ from its first parent, from the repository's root, with `/`. Nothing where they were not
    /// asked for, where they cannot be read, and where they are more than `MAX_PATHS`.
    #[getter]
    fn paths(&self) -> Option<Tuple<String>> {
        self.0.paths.as_ref().map(|value| texts(value.iter()))
    }
}

/// The candidates of a project that contain a commit: it is theirs, or in the history of theirs.
#[pyclass(frozen, eq, hash, module = "release_core")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CommitInCandidates(pub(crate) release_core::CommitInCandidates);

result!(CommitInCandidates: "count", "unknown", "first");

#[pymethods]
impl CommitInCandidates {
    /// How many contain it.
    #[getter]
    fn count(&self) -> u64 {
        self.0.count.to_owned()
    }

    /// Of how many it cannot be told.
    #[getter]
    fn unknown(&self) -> u64 {
        self.0.unknown.to_owned()
    }

    /// The lowest version that contains it.
    #[getter]
    fn first(&self) -> Option<CandidateVersion> {
        self.0.first.as_ref().map(|value| CandidateVersion::from(value.clone()))
    }
}

/// Where a commit is in one environment.
#[pyclass(frozen, eq, hash, module = "release_core")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CommitInEnvironment(pub(crate) release_core::CommitInEnvironment);

result!(CommitInEnvironment: "environment", "tier", "contained", "live", "since", "was");

#[pymethods]
impl CommitInEnvironment {
    /// The environment.
    #[getter]
    fn environment(&self) -> String {
        self.0.environment.to_string()
    }

    /// Its tier.
    #[getter]
    fn tier(&self) -> Member<release_core::Tier> {
        Member(self.0.tier.to_owned())
    }

    /// Whether what is live contains the commit.
    #[getter]
    fn contained(&self) -> Member<release_core::Truth> {
        Member(self.0.contained.to_owned())
    }

    /// What is live.
    #[getter]
    fn live(&self) -> Option<CandidateVersion> {
        self.0.live.as_ref().map(|value| CandidateVersion::from(value.clone()))
    }

    /// Since when all that was live contained it. Of a thousand successes and more, the time of the thousandth.
    #[getter]
    fn since(&self) -> Option<Time> {
        self.0.since.as_ref().map(|value| Time(value.to_owned()))
    }

    /// Where it is not contained, the last time that it was, among the last thousand successes.
    #[getter]
    fn was(&self) -> Option<CommitStay> {
        self.0.was.as_ref().map(|value| CommitStay::from(value.clone()))
    }
}

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
