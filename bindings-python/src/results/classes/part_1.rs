//! Classes of results, Candidate to CommitInEnvironment. Written by `generate.py`.

use pyo3::prelude::*;

use super::{CommitStay, Cut};
use crate::results::{Member, Time, Tuple, objects, result, texts};
use crate::versions::{CandidateVersion, ReleaseVersion};

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
