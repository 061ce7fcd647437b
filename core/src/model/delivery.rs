//! What came of a webhook.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::status::word_type;
use super::{CandidateVersion, DeploymentId, EnvironmentName, ProjectName};
use crate::error::{Code, Error, Result};

word_type!(
    /// What a webhook did. Errors: `invalid_request`.
    DeliveryOutcome, InvalidRequest, "outcome", {
        /// The deployment or build was moved, or has learned something new.
        Applied = "applied",
        /// The delivery was taken before, or says what is known.
        AlreadyApplied = "already_applied",
        /// It is older than what is known.
        Stale = "stale",
        /// It says nothing that a deployment or build could be moved by.
        Ignored = "ignored",
        /// No deployment or build is known of that run.
        UnknownRun = "unknown_run",
    }
);

/// What came of a webhook, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Delivery {
    /// What it did.
    pub outcome: DeliveryOutcome,
    /// Why it did nothing, where it did nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What it was about, in the sender's words: `workflow_run.completed`, `build.finished`.
    pub event: String,
    /// What tells this delivery from others.
    pub delivery_id: String,
    /// The run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run_id: Option<String>,
    /// The attempt of the run, where the sender counts them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<u32>,
    /// The project of the deployment or build.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectName>,
    /// The environment of the deployment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<EnvironmentName>,
    /// The candidate that is deployed or built.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub candidate_version: Option<CandidateVersion>,
    /// The deployment; nothing where it is a build. A new one where the run was attempted again after its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployment_id: Option<DeploymentId>,
    /// The status before: a deployment's word, or a build's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_before: Option<String>,
    /// The status since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_after: Option<String>,
}
