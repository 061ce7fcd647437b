//! Environments.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::status::word_type;
use super::{Actor, EnvironmentId, EnvironmentName, ProjectName, Timestamp, Workflow};
use crate::error::{Code, Error, Result};

word_type!(
    /// What an environment is for. Errors: `invalid_request`.
    Tier, InvalidRequest, "tier", {
        /// Serves users.
        Production = "production",
        /// Shows a candidate as it would be in production.
        Staging = "staging",
        /// For those who build it.
        Development = "development",
    }
);

word_type!(
    /// What happens when a candidate is to be deployed while another one is. Errors: `invalid_request`.
    Concurrency, InvalidRequest, "concurrency", {
        /// Both go on; the one that ends last is live.
        Allow = "allow",
        /// The second is refused with `deployment_in_progress`.
        Reject = "reject",
    }
);

/// A place that a project is deployed to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Environment {
    /// Its id, which outlives a renaming.
    pub id: EnvironmentId,
    /// The project it belongs to.
    pub project: ProjectName,
    /// Its name.
    pub name: EnvironmentName,
    /// What it is for.
    pub tier: Tier,
    /// What happens when a candidate is to be deployed while another one is.
    pub concurrency: Concurrency,
    /// The workflow that deploys to it; without one, deployments wait for status updates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deploy_workflow: Option<Workflow>,
    /// Why it takes no deployments now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub freeze: Option<Freeze>,
    /// Since when it is archived: kept, hidden from lists, refused for new work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived_at: Option<Timestamp>,
    /// When it was created.
    pub created_at: Timestamp,
    /// Who created it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Actor>,
}

/// A freeze of an environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Freeze {
    /// Why.
    pub reason: String,
    /// Who froze it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Actor>,
    /// Since when.
    pub since: Timestamp,
    /// Until when; until it is ended by hand where this is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

impl Freeze {
    /// Whether the freeze holds at that time.
    pub fn holds_at(&self, now: Timestamp) -> bool {
        self.until.is_none_or(|until| now < until)
    }
}
