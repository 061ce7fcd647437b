//! What one candidate brings and takes away against another.

use serde::{Deserialize, Serialize};

use super::{CandidateVersion, Commit, CommitHash, EnvironmentName, ProjectName, Relation, Timestamp, Truth};

/// What a candidate brings and takes away against another one: the answer of
/// [`Releases::changes`](crate::Releases::changes) and [`Releases::release_notes`](crate::Releases::release_notes).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Changes {
    /// The project.
    pub project: ProjectName,
    /// The environment; nothing for release notes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<EnvironmentName>,
    /// What was there before; nothing where there was nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Cut>,
    /// What is compared with it.
    pub to: Cut,
    /// How `to` stands to `from`; nothing without `from`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<Relation>,
    /// The commits that `to` has and `from` has not.
    pub brings: ChangedCommits,
    /// The commits that `from` has and `to` has not.
    pub takes_away: ChangedCommits,
    /// Why not everything is told; nothing where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gap: Option<Gap>,
    /// When this was recorded, where it was not asked of a commit source just now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_at: Option<Timestamp>,
    /// All of it as Markdown, for release notes and comments.
    pub markdown: String,
    /// All of it as plain text, for terminals and chats.
    pub text: String,
}

/// A candidate and the commit that it was cut at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Cut {
    /// The candidate.
    pub candidate_version: CandidateVersion,
    /// Its commit.
    pub commit: CommitHash,
}

impl Cut {
    pub(crate) fn new(candidate_version: CandidateVersion, commit: CommitHash) -> Cut {
        Cut { candidate_version, commit }
    }
}

/// The commits that one candidate has and another one has not.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ChangedCommits {
    /// Those that touch the project or may touch it, the newest first: at most
    /// [`MAX_COMMITS`](ChangedCommits::MAX_COMMITS).
    pub commits: Vec<ChangedCommit>,
    /// How many there are in all, as far as the history is known.
    pub total: u64,
    /// How many of the newest ones were looked at. Where this is less than `total`, the rest is not listed.
    pub looked_at: u64,
    /// How many of those that were looked at touch nothing of the project, and are not listed.
    pub not_relevant: u64,
}

impl ChangedCommits {
    /// The most commits that are listed.
    pub const MAX_COMMITS: usize = 250;
    /// The most commits that are looked at where the project has path patterns.
    pub const MAX_LOOKED_AT: usize = 2000;

    /// Whether there are more commits than were looked at.
    pub fn is_cut_off(&self) -> bool {
        self.looked_at < self.total
    }
}

/// A commit in a list of changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ChangedCommit {
    /// The commit, without its paths.
    #[serde(flatten)]
    pub commit: Commit,
    /// The numbers of the pull requests that its subject names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pull_requests: Vec<u64>,
    /// Whether it touches a path of the project.
    pub relevant: Truth,
}

/// Why not everything is told of what has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Gap {
    /// The repository has no commit source here, and nothing was recorded.
    NoCommitSource,
    /// The commit source does not have one of the two commits: it may have been lost with a branch that was
    /// force-pushed.
    UnknownCommit,
    /// A part of the history is missing, as in a shallow clone.
    MissingHistory,
}
