//! Deployments, what is live, and rollbacks.

use serde::{Deserialize, Serialize};

use super::{
    Actor, CandidateVersion, CommitHash, DeploymentId, DispatchId, EnvironmentName, Freeze, ProjectName,
    ReleaseVersion, Status, Timestamp,
};

/// One attempt to put one candidate into one environment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Deployment {
    /// Its id, the "deployment id" that a deploy workflow is told.
    pub id: DeploymentId,
    /// Its number, counted within the environment from 1.
    pub number: u64,
    /// The project.
    pub project: ProjectName,
    /// The environment.
    #[serde(rename = "environment_name")]
    pub environment: EnvironmentName,
    /// The version of the candidate's release.
    pub release_version: ReleaseVersion,
    /// The candidate.
    #[serde(rename = "release_candidate_version")]
    pub candidate_version: CandidateVersion,
    /// The candidate's commit.
    pub commit: CommitHash,
    /// The release that the environment is moving from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_release_version: Option<ReleaseVersion>,
    /// The candidate that the environment is moving from.
    #[serde(default, rename = "from_release_candidate_version", skip_serializing_if = "Option::is_none")]
    pub from_candidate_version: Option<CandidateVersion>,
    /// Its status.
    pub status: Status,
    /// Who asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Actor>,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When it first moved out of `pending`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deploy_start_at: Option<Timestamp>,
    /// When it first came to its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deploy_end_at: Option<Timestamp>,
    /// What went wrong, in the words of who reported it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_message: Option<String>,
    /// Where its run is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The id that the CI system gave its run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run_id: Option<String>,
    /// The attempt of that run, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<u32>,
    /// The dispatch of its workflow; missing where none is configured or it was only reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispatch_id: Option<DispatchId>,
    /// For a rollback: the deployment that it takes the environment away from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rollback_of: Option<DeploymentId>,
    /// For a rollback, why this target; for a forced deployment, why it was forced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// For a deployment made by `retry_dispatch`: the one whose start had failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_of: Option<DeploymentId>,
}

/// What is live in an environment, what is in flight, and what was live before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Live {
    /// The project.
    pub project: ProjectName,
    /// The environment.
    pub environment: EnvironmentName,
    /// The successful deployment that ended last; nothing where there was none yet.
    pub deployment: Option<Deployment>,
    /// The open deployments, newest first, at most 100.
    pub in_flight: Vec<Deployment>,
    /// The success with another candidate that ended last before the live one.
    pub previous: Option<Deployment>,
    /// The freeze that holds now.
    pub freeze: Option<Freeze>,
}

impl Live {
    /// The candidate that is live.
    pub fn candidate_version(&self) -> Option<&CandidateVersion> {
        self.deployment.as_ref().map(|deployment| &deployment.candidate_version)
    }
}

/// What a rollback does, or would do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Rollback {
    /// The candidate that is deployed.
    pub target: CandidateVersion,
    /// Why that one.
    pub reason: String,
    /// The candidate that is left, and marked as abandoned in the environment where it differs from the target.
    pub leaves: CandidateVersion,
    /// The open deployments that are canceled by it.
    pub cancels: Vec<DeploymentId>,
    /// The rollback's own deployment; nothing for a dry run.
    pub deployment: Option<Deployment>,
}
