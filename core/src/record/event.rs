//! A line of the audit log as it is kept.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Body, Entry, Kept, Key, List, Position, Record};
use crate::model::{EnvironmentId, Event, ProjectId};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct EventRecord {
    /// The request that it is of, and its place among that request's events.
    pub(crate) id: String,
    pub(crate) project_id: ProjectId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) environment_id: Option<EnvironmentId>,
    /// Its `sequence` is the revision that it is written with, and 0 in here.
    pub(crate) data: Event,
}

impl Kept for EventRecord {
    wraps!(Event);

    fn key(&self) -> Key {
        Key(format!("event/{}", self.id).into())
    }

    fn entries(&self) -> Vec<Entry> {
        let mut entries = Vec::with_capacity(4);
        entries.push(Entry::new(List::History, "", Position::Revision));
        entries.push(Entry::new(List::History, self.project_id, Position::Revision));
        if let Some(environment) = self.environment_id {
            entries.push(Entry::new(List::History, environment, Position::Revision));
        }
        if let Some(candidate) = &self.data.candidate_version {
            let partition = format_args!("{}/{candidate}", self.project_id);
            entries.push(Entry::new(List::History, partition, Position::Revision));
        }
        entries
    }
}
