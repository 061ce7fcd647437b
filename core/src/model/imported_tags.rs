//! What an import of tags did.

use serde::{Deserialize, Serialize};

use super::{CandidateVersion, CommitHash, ProjectName, Repository};

/// What an import of tags did: the answer of [`Releases::import_tags`](crate::Releases::import_tags).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ImportedTags {
    /// The project.
    pub project: ProjectName,
    /// Its repository.
    pub repository: Repository,
    /// The candidates that were made, the lowest version first; for a dry run, those that would be.
    pub imported: Vec<ImportedTag>,
    /// How many tags stand for candidates that were there already.
    pub present: u64,
    /// How many tags are left for another call, because one makes at most
    /// [`MAX_IMPORTED`](ImportedTags::MAX_IMPORTED) candidates.
    pub left: u64,
    /// How many tags do not look like versions of this project.
    pub other: u64,
    /// How many tags look like versions of this project and cannot be imported.
    pub skipped: u64,
    /// Which ones, and why: at most [`MAX_SKIPPED`](ImportedTags::MAX_SKIPPED).
    pub skipped_tags: Vec<SkippedTag>,
}

impl ImportedTags {
    /// The most candidates that one call makes.
    pub const MAX_IMPORTED: usize = 1000;
    /// The most tags that are named as skipped.
    pub const MAX_SKIPPED: usize = 100;
}

/// A candidate that was made of a tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ImportedTag {
    /// The tag.
    pub tag: String,
    /// The candidate.
    pub candidate_version: CandidateVersion,
    /// The commit.
    pub commit: CommitHash,
}

/// A tag that was not imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SkippedTag {
    /// The tag, cut where it is longer than a version can be.
    pub tag: String,
    /// Why.
    pub reason: SkipReason,
    /// What exactly, for people.
    pub message: String,
}

/// Why a tag was not imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SkipReason {
    /// What it names is no release version.
    InvalidVersion,
    /// The project's version scheme does not allow the version.
    VersionScheme,
    /// It leads to no commit.
    NoCommit,
    /// The candidate exists at another commit.
    CandidateExists,
}
