//! The audit log.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Actor, CandidateVersion, DeploymentId, EnvironmentName, ProjectName, Timestamp};

/// One line of the audit log: who, when, what, before, after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Event {
    /// Its place in the log; a later event has a higher number.
    pub sequence: u64,
    /// When, by the storage's clock.
    pub at: Timestamp,
    /// Who, where the call said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Actor>,
    /// What, for example `deployment.created`.
    pub action: String,
    /// The project, as it was named then.
    pub project: ProjectName,
    /// The environment, as it was named then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<EnvironmentName>,
    /// The candidate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub candidate_version: Option<CandidateVersion>,
    /// The deployment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployment_id: Option<DeploymentId>,
    /// What changed, as it was before.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub before: Map<String, Value>,
    /// What changed, as it is since.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub after: Map<String, Value>,
    /// Why, where the call or the rule said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}
