//! Where a commit is.

use serde::{Deserialize, Serialize};

use super::{
    CandidateVersion, Commit, CommitHash, DeploymentId, EnvironmentName, ProjectName, Repository, Tier, Timestamp,
    Truth,
};

/// Where a commit is: the answer of [`Releases::where_is`](crate::Releases::where_is).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct WhereIs {
    /// What was asked for, in lower case.
    pub commit: String,
    /// The projects of the repositories that have the commit, by name.
    pub projects: Vec<CommitInProject>,
}

/// Where a commit is in one project.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CommitInProject {
    /// The project.
    pub project: ProjectName,
    /// Its repository.
    pub repository: Repository,
    /// The commit's full hash.
    pub commit: CommitHash,
    /// The commit as its source shows it, without its paths; nothing without a source, and where it does not reach it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<Commit>,
    /// Whether the commit touches a path of the project. Where it does not, nothing more is looked up.
    pub relevant: Truth,
    /// The candidates that contain it.
    pub candidates: CommitInCandidates,
    /// The project's environments by name, without the archived ones; empty where the commit is not relevant.
    pub environments: Vec<CommitInEnvironment>,
}

/// The candidates of a project that contain a commit: it is theirs, or in the history of theirs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CommitInCandidates {
    /// How many contain it.
    pub count: u64,
    /// Of how many it cannot be told.
    pub unknown: u64,
    /// The lowest version that contains it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<CandidateVersion>,
}

/// Where a commit is in one environment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CommitInEnvironment {
    /// The environment.
    pub environment: EnvironmentName,
    /// Its tier.
    pub tier: Tier,
    /// Whether what is live contains the commit.
    pub contained: Truth,
    /// What is live.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub live: Option<CandidateVersion>,
    /// Since when all that was live contained it. Of a thousand successes and more, the time of the thousandth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// Where it is not contained, the last time that it was, among the last thousand successes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<CommitStay>,
}

/// A time in which an environment contained a commit that it does not contain any more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CommitStay {
    /// The candidate that was live last with it.
    pub candidate_version: CandidateVersion,
    /// That candidate's deployment.
    pub deployment_id: DeploymentId,
    /// Since when it was contained.
    pub since: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// The candidate that took it away.
    pub replaced_by: CandidateVersion,
    /// Whether that was a rollback.
    pub rolled_back: bool,
}
