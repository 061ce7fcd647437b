//! Releases and their candidates.

use serde::{Deserialize, Serialize};

use super::{
    Actor, BuildStatus, CandidateId, CandidateVersion, CommitHash, DispatchId, ProjectName, ReleaseVersion, Repository,
    Timestamp,
};

/// One release version of a project; it has one or more candidates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Release {
    /// The project it belongs to.
    pub project: ProjectName,
    /// Its version.
    pub version: ReleaseVersion,
    /// Its newest candidate: the one with the highest number.
    pub head: CandidateVersion,
    /// When its first candidate was cut.
    pub created_at: Timestamp,
}

/// A release candidate: one commit, for ever.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Candidate {
    /// Its id, the "release cut id" that a build workflow is told.
    pub id: CandidateId,
    /// The project it belongs to.
    pub project: ProjectName,
    /// Its version.
    pub version: CandidateVersion,
    /// The version of the release that it is a candidate of.
    pub release_version: ReleaseVersion,
    /// The repository as it was named when the candidate was cut.
    pub repository: Repository,
    /// The commit that it was cut at.
    pub commit: CommitHash,
    /// The state of its build.
    pub build_status: BuildStatus,
    /// What went wrong with the build.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_message: Option<String>,
    /// Where the build's run is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The id that the CI system gave the build's run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run_id: Option<String>,
    /// The dispatch of its newest build.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispatch_id: Option<DispatchId>,
    /// When it was cut.
    pub created_at: Timestamp,
    /// When its build ended, or when it was cut where there was nothing to build.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub build_end_at: Option<Timestamp>,
    /// Who cut it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Actor>,
}
