//! A dispatch as it is kept, with what is known of its run's cancellation.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Body, Entry, Kept, Key, List, Position, Record};
use crate::model::{Dispatch, DispatchState, EnvironmentId, ProjectId, Timestamp};

/// What has become of the wish to cancel a started run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Cancel {
    Requested,
    Sent,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct DispatchRecord {
    pub(crate) project_id: ProjectId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) environment_id: Option<EnvironmentId>,
    pub(crate) data: Dispatch,
    /// When the request was last about to leave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sent_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cancel: Option<Cancel>,
    /// When the CI system first did not take the cancellation that is requested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cancel_failed_at: Option<Timestamp>,
    /// Whether a request that left was not answered, so that a later refusal proves nothing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) unanswered: bool,
}

impl DispatchRecord {
    /// Whether nothing can have been started.
    pub(crate) fn is_unsent(&self) -> bool {
        matches!(self.data.state, DispatchState::Queued | DispatchState::Refused | DispatchState::Withdrawn)
    }
}

impl Kept for DispatchRecord {
    wraps!(Dispatch);

    fn key(&self) -> Key {
        Key::dispatch(self.data.id)
    }

    fn entries(&self) -> Vec<Entry> {
        let due = self.data.due_at;
        due.map(|at| Entry::new(List::Due, "", Position::due(at, self.data.id.as_bytes()))).into_iter().collect()
    }
}
