//! Classes of results, Applied to CheckedRuns. Written by `generate.py`.

use pyo3::prelude::*;

use super::{Cut, Undeclared};
use crate::results::{Data, Member, Time, Tuple, data, objects, result, texts};
use crate::versions::{CandidateVersion, ReleaseVersion};

/// What a file of declarations has changed: the answer of `apply`.
#[pyclass(frozen, eq, hash, module = "release_core")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Applied(pub(crate) release_core::Applied);

result!(Applied: "dry_run", "projects", "environments", "changes", "undeclared", "undeclared_total", "text");

#[pymethods]
impl Applied {
    /// Whether this was a dry run, which changes nothing.
    #[getter]
    fn dry_run(&self) -> bool {
        self.0.dry_run.to_owned()
    }

    /// How many projects are declared.
    #[getter]
    fn projects(&self) -> u64 {
        self.0.projects.to_owned()
    }

    /// How many environments are declared.
    #[getter]
    fn environments(&self) -> u64 {
        self.0.environments.to_owned()
    }

    /// What was changed, or for a dry run would be, in the order of the names; nothing where all was as declared.
    #[getter]
    fn changes(&self) -> Tuple<AppliedChange> {
        objects(self.0.changes.iter())
    }

    /// What exists and is not declared, without what is archived: it is left as it is. At most 1,000 are named.
    #[getter]
    fn undeclared(&self) -> Tuple<Undeclared> {
        objects(self.0.undeclared.iter())
    }

    /// How many there are of them in all.
    #[getter]
    fn undeclared_total(&self) -> u64 {
        self.0.undeclared_total.to_owned()
    }

    /// All of it as plain text, for terminals and reviews: a line for each thing that changes, and one for each value
    /// that it had and has.
    #[getter]
    fn text(&self) -> String {
        self.0.text.to_string()
    }
}

/// One change, as the audit log has it.
#[pyclass(frozen, eq, hash, module = "release_core")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct AppliedChange(pub(crate) release_core::AppliedChange);

result!(AppliedChange: "action", "project", "environment", "before", "after");

#[pymethods]
impl AppliedChange {
    /// What, by the word of the audit log: `project.created`, `project.updated`, `project.repository_renamed`,
    /// `project.archived`, `project.unarchived`, and the same of an environment.
    #[getter]
    fn action(&self) -> String {
        self.0.action.to_string()
    }

    /// The project.
    #[getter]
    fn project(&self) -> String {
        self.0.project.to_string()
    }

    /// The environment, where it is one that changes.
    #[getter]
    fn environment(&self) -> Option<String> {
        self.0.environment.as_ref().map(|value| value.to_string())
    }

    /// The fields that change, as they were.
    #[getter]
    fn before<'py>(&self, py: Python<'py>) -> PyResult<Data<'py>> {
        data(py, &self.0.before)
    }

    /// The fields that change, as they are to be.
    #[getter]
    fn after<'py>(&self, py: Python<'py>) -> PyResult<Data<'py>> {
        data(py, &self.0.after)
    }
}

/// A release candidate: one commit, for ever.
#[pyclass(frozen, eq, hash, module = "release_core")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Candidate(pub(crate) release_core::Candidate);

result!(Candidate: "id", "project", "version", "release_version", "repository", "commit", "build_status", "error_message", "url", "run_id", "dispatch_id", "created_at", "build_end_at", "actor");

#[pymethods]
impl Candidate {
    /// Its id, the "release cut id" that a build workflow is told.
    #[getter]
    fn id(&self) -> String {
        self.0.id.to_string()
    }

    /// The project it belongs to.
    #[getter]
    fn project(&self) -> String {
        self.0.project.to_string()
    }

    /// Its version.
    #[getter]
    fn version(&self) -> CandidateVersion {
        CandidateVersion::from(self.0.version.clone())
    }

    /// The version of the release that it is a candidate of.
    #[getter]
    fn release_version(&self) -> ReleaseVersion {
        ReleaseVersion::from(self.0.release_version.clone())
    }

    /// The repository as it was named when the candidate was cut.
    #[getter]
    fn repository(&self) -> String {
        self.0.repository.to_string()
    }

    /// The commit that it was cut at.
    #[getter]
    fn commit(&self) -> String {
        self.0.commit.to_string()
    }

    /// The state of its build.
    #[getter]
    fn build_status(&self) -> Member<release_core::BuildStatus> {
        Member(self.0.build_status.to_owned())
    }

    /// What went wrong with the build.
    #[getter]
    fn error_message(&self) -> Option<String> {
        self.0.error_message.as_ref().map(|value| value.to_string())
    }

    /// Where the build's run is shown.
    #[getter]
    fn url(&self) -> Option<String> {
        self.0.url.as_ref().map(|value| value.to_string())
    }

    /// The id that the CI system gave the build's run.
    #[getter]
    fn run_id(&self) -> Option<String> {
        self.0.run_id.as_ref().map(|value| value.to_string())
    }

    /// The dispatch of its newest build.
    #[getter]
    fn dispatch_id(&self) -> Option<String> {
        self.0.dispatch_id.as_ref().map(|value| value.to_string())
    }

    /// When it was cut.
    #[getter]
    fn created_at(&self) -> Time {
        Time(self.0.created_at.to_owned())
    }

    /// When its build ended, or when it was cut where there was nothing to build.
    #[getter]
    fn build_end_at(&self) -> Option<Time> {
        self.0.build_end_at.as_ref().map(|value| Time(value.to_owned()))
    }

    /// Who cut it.
    #[getter]
    fn actor(&self) -> Option<String> {
        self.0.actor.as_ref().map(|value| value.to_string())
    }
}

/// A commit in a list of changes.
#[pyclass(frozen, eq, hash, module = "release_core")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ChangedCommit(pub(crate) release_core::ChangedCommit);

result!(ChangedCommit: "commit", "parents", "author", "time", "subject", "paths", "pull_requests", "relevant");

#[pymethods]
impl ChangedCommit {
    /// Its full hash.
    #[getter]
    fn commit(&self) -> String {
        self.0.commit.commit.to_string()
    }

    /// The commits that it was made of, the one that it was made on first.
    #[getter]
    fn parents(&self) -> Tuple<String> {
        texts(self.0.commit.parents.iter())
    }

    /// Who wrote it: a name.
    #[getter]
    fn author(&self) -> String {
        self.0.commit.author.to_string()
    }

    /// When it was committed.
    #[getter]
    fn time(&self) -> Time {
        Time(self.0.commit.time.to_owned())
    }

    /// The first line of its message.
    #[getter]
    fn subject(&self) -> String {
        self.0.commit.subject.to_string()
    }

    /// The files that differ from its first parent, from the repository's root, with `/`. Nothing where they were not
    /// asked for, where they cannot be read, and where they are more than `MAX_PATHS`.
    #[getter]
    fn paths(&self) -> Option<Tuple<String>> {
        self.0.commit.paths.as_ref().map(|value| texts(value.iter()))
    }

    /// The numbers of the pull requests that its subject names.
    #[getter]
    fn pull_requests(&self) -> Tuple<u64> {
        Tuple(self.0.pull_requests.clone())
    }

    /// Whether it touches a path of the project.
    #[getter]
    fn relevant(&self) -> Member<release_core::Truth> {
        Member(self.0.relevant.to_owned())
    }
}

/// The commits that one candidate has and another one has not.
#[pyclass(frozen, eq, hash, module = "release_core")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ChangedCommits(pub(crate) release_core::ChangedCommits);

result!(ChangedCommits: "commits", "total", "looked_at", "not_relevant");

#[pymethods]
impl ChangedCommits {
    /// Those that touch the project or may touch it, the newest first: at most `MAX_COMMITS`.
    #[getter]
    fn commits(&self) -> Tuple<ChangedCommit> {
        objects(self.0.commits.iter())
    }

    /// How many there are in all, as far as the history is known.
    #[getter]
    fn total(&self) -> u64 {
        self.0.total.to_owned()
    }

    /// How many of the newest ones were looked at. Where this is less than `total`, the rest is not listed.
    #[getter]
    fn looked_at(&self) -> u64 {
        self.0.looked_at.to_owned()
    }

    /// How many of those that were looked at touch nothing of the project, and are not listed.
    #[getter]
    fn not_relevant(&self) -> u64 {
        self.0.not_relevant.to_owned()
    }
}

/// What a candidate brings and takes away against another one: the answer of `changes` and `release_notes`.
#[pyclass(frozen, eq, hash, module = "release_core")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Changes(pub(crate) release_core::Changes);

result!(Changes: "project", "environment", "from_", "to", "relation", "brings", "takes_away", "gap", "recorded_at", "markdown", "text");

#[pymethods]
impl Changes {
    /// The project.
    #[getter]
    fn project(&self) -> String {
        self.0.project.to_string()
    }

    /// The environment; nothing for release notes.
    #[getter]
    fn environment(&self) -> Option<String> {
        self.0.environment.as_ref().map(|value| value.to_string())
    }

    /// What was there before; nothing where there was nothing.
    #[getter]
    fn from_(&self) -> Option<Cut> {
        self.0.from.as_ref().map(|value| Cut::from(value.clone()))
    }

    /// What is compared with it.
    #[getter]
    fn to(&self) -> Cut {
        Cut::from(self.0.to.clone())
    }

    /// How `to` stands to `from`; nothing without `from`.
    #[getter]
    fn relation(&self) -> Option<Member<release_core::Relation>> {
        self.0.relation.as_ref().map(|value| Member(value.to_owned()))
    }

    /// The commits that `to` has and `from` has not.
    #[getter]
    fn brings(&self) -> ChangedCommits {
        ChangedCommits::from(self.0.brings.clone())
    }

    /// The commits that `from` has and `to` has not.
    #[getter]
    fn takes_away(&self) -> ChangedCommits {
        ChangedCommits::from(self.0.takes_away.clone())
    }

    /// Why not everything is told; nothing where it is.
    #[getter]
    fn gap(&self) -> Option<Member<release_core::Gap>> {
        self.0.gap.as_ref().map(|value| Member(value.to_owned()))
    }

    /// When this was recorded, where it was not asked of a commit source just now.
    #[getter]
    fn recorded_at(&self) -> Option<Time> {
        self.0.recorded_at.as_ref().map(|value| Time(value.to_owned()))
    }

    /// All of it as Markdown, for release notes and comments.
    #[getter]
    fn markdown(&self) -> String {
        self.0.markdown.to_string()
    }

    /// All of it as plain text, for terminals and chats.
    #[getter]
    fn text(&self) -> String {
        self.0.text.to_string()
    }
}

/// What a round of `check_runs` did.
#[pyclass(frozen, eq, hash, module = "release_core")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CheckedRuns(pub(crate) release_core::CheckedRuns);

result!(CheckedRuns: "heard", "moved", "unknown", "not_asked", "without_trigger");

#[pymethods]
impl CheckedRuns {
    /// Runs that were asked about and are known to stand somewhere.
    #[getter]
    fn heard(&self) -> usize {
        self.0.heard.to_owned()
    }

    /// Of these, the ones whose deployment or build has moved by the answer.
    #[getter]
    fn moved(&self) -> usize {
        self.0.moved.to_owned()
    }

    /// Runs that the CI system does not know, or that its trigger cannot tell of.
    #[getter]
    fn unknown(&self) -> usize {
        self.0.unknown.to_owned()
    }

    /// Runs whose CI system could not be asked now.
    #[getter]
    fn not_asked(&self) -> usize {
        self.0.not_asked.to_owned()
    }

    /// Silent runs that need a trigger that this handle was not given.
    #[getter]
    fn without_trigger(&self) -> usize {
        self.0.without_trigger.to_owned()
    }
}
