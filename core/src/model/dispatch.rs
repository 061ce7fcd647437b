//! Dispatches: the recorded intention to start a workflow.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::status::word_type;
use super::{
    CandidateId, CandidateVersion, DeploymentId, DispatchId, EnvironmentName, ProjectName, Timestamp, Workflow,
};
use crate::error::{Code, Error, Result};

word_type!(
    /// How far the start of a workflow has come. Errors: `invalid_request`.
    DispatchState, InvalidRequest, "dispatch_state", {
        /// To be started when it is due.
        Queued = "queued",
        /// Written before the request leaves, so that a crash leaves a trace.
        Sending = "sending",
        /// The CI system took it.
        Started = "started",
        /// The CI system refused it for good.
        Refused = "refused",
        /// Whether it was taken is not known; it is looked for, and never sent again blindly.
        Unknown = "unknown",
        /// Taken back before it was sent.
        Withdrawn = "withdrawn",
    }
);

/// The start of one workflow, from the decision until it is known to have started or to be impossible.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Dispatch {
    /// Its id, which the CI system is told, so that its run can be found again.
    pub id: DispatchId,
    /// The project.
    pub project: ProjectName,
    /// The environment, for a deploy workflow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<EnvironmentName>,
    /// The candidate that is built or deployed.
    pub candidate_version: CandidateVersion,
    /// The candidate's id.
    pub candidate_id: CandidateId,
    /// The deployment, for a deploy workflow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployment_id: Option<DeploymentId>,
    /// The workflow as it was configured when the dispatch was recorded.
    pub workflow: Workflow,
    /// How far it has come.
    pub state: DispatchState,
    /// How often it was sent, or tried to be.
    pub attempts: u32,
    /// When it is to be looked at next; nothing where it is settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
    /// The CI system's words, or what went wrong on the way to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The id that the CI system gave the run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run_id: Option<String>,
    /// Where the run is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When it was recorded.
    pub created_at: Timestamp,
}
