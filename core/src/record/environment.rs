//! An environment as it is kept, with what guards its deployments.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Body, Entry, Kept, Key, List, Position, Record};
use crate::model::{CandidateVersion, DeploymentId, DispatchId, Environment, ProjectId};

/// An environment, and what decisions about it need to know at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct EnvironmentRecord {
    pub(crate) project_id: ProjectId,
    pub(crate) data: Environment,
    /// The number of the newest deployment.
    pub(crate) deployments: u64,
    /// The number of the newest ending.
    pub(crate) endings: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) live: Option<LiveRef>,
    /// The candidates that a rollback has left, with the number of that rollback.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) abandoned: BTreeMap<CandidateVersion, u64>,
    /// The rollback whose workflow waits for other deployments to end; files of earlier versions may have several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) held: Vec<Held>,
}

/// The deployment that is live.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct LiveRef {
    pub(crate) deployment: DeploymentId,
    pub(crate) candidate: CandidateVersion,
    pub(crate) ending: u64,
}

/// A dispatch that waits for deployments to end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Held {
    pub(crate) dispatch: DispatchId,
    pub(crate) waits_for: Vec<DeploymentId>,
}

impl Kept for EnvironmentRecord {
    wraps!(Environment);

    fn key(&self) -> Key {
        Key::environment(self.project_id, &self.data.name)
    }

    fn entries(&self) -> Vec<Entry> {
        let name = self.data.name.as_str().as_bytes().to_vec();
        vec![
            Entry::new(List::Environments, self.project_id, Position::Bytes(name)),
            Entry::new(List::EnvironmentById, self.data.id, Position::number(0)),
        ]
    }
}
