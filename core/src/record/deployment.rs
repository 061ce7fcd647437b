//! A deployment as it is kept.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Body, Entry, Kept, Key, List, Position, Record, SILENT_DEPLOYMENTS, of_any_run, of_candidate, of_run};
use crate::model::{Deployment, EnvironmentId, ProjectId, Status, Timestamp};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct DeploymentRecord {
    pub(crate) project_id: ProjectId,
    pub(crate) environment_id: EnvironmentId,
    pub(crate) data: Deployment,
    /// Its place in the environment's order of endings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ending: Option<u64>,
    /// The time of the newest report that was applied and said when it was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) observed_at: Option<Timestamp>,
    /// When something was last heard of its run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) heard_at: Option<Timestamp>,
    /// When the CI system was last asked about its run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) asked_at: Option<Timestamp>,
}

impl DeploymentRecord {
    /// Since when nothing is known of a run that should be under way.
    pub(crate) fn silent_since(&self) -> Option<Timestamp> {
        let Deployment { status, dispatch_id, run_id, created_at, deploy_start_at, .. } = &self.data;
        if status.is_closed() || dispatch_id.is_none() {
            return None;
        }
        let heard = self.heard_at.or(*deploy_start_at).or(run_id.is_some().then_some(*created_at))?;
        Some(self.asked_at.map_or(heard, |asked| asked.max(heard)))
    }
}

impl Kept for DeploymentRecord {
    wraps!(Deployment);

    fn key(&self) -> Key {
        Key::deployment(self.data.id)
    }

    fn entries(&self) -> Vec<Entry> {
        let (environment, deployment) = (self.environment_id, &self.data);
        let of_candidate = of_candidate(environment, &deployment.candidate_version);
        let number = || Position::number(deployment.number);
        let mut entries = Vec::with_capacity(8);
        entries.push(Entry::new(List::Deployments, environment, number()));
        entries.push(Entry::new(List::Deployments, &of_candidate, number()));
        if deployment.status.is_open() {
            entries.push(Entry::new(List::OpenDeployments, environment, number()));
            if deployment.status != Status::Unknown {
                entries.push(Entry::new(List::OpenDeployments, &of_candidate, number()));
            }
        }
        if let (Status::Success, Some(ending)) = (deployment.status, self.ending) {
            entries.push(Entry::new(List::Successes, environment, Position::number(ending)));
        }
        if let Some(run_id) = &deployment.run_id {
            let mut position = u64::from(deployment.attempt.unwrap_or(1)).to_be_bytes().to_vec();
            position.extend_from_slice(deployment.id.as_bytes());
            entries.push(Entry::new(List::Runs, of_run(environment, run_id), Position::Bytes(position.clone())));
            entries.push(Entry::new(List::Runs, of_any_run(run_id), Position::Bytes(position)));
        }
        if let Some(since) = self.silent_since() {
            entries.push(Entry::new(List::Silent, SILENT_DEPLOYMENTS, Position::due(since, deployment.id.as_bytes())));
        }
        entries
    }
}
