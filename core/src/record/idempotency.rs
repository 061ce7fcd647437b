//! The answer of a write, kept for when the same is asked again.

use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Body, Entry, Kept, Key, List, Position, Record};
use crate::error::{Code, Error, Result};
use crate::model::Timestamp;

/// The answer of a write that was said with an idempotency key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct IdempotencyRecord {
    pub(crate) operation: String,
    pub(crate) key: String,
    /// A digest of the request, to tell whether it is the same one.
    pub(crate) request: String,
    pub(crate) answer: serde_json::Value,
    pub(crate) expires_at: Timestamp,
}

impl IdempotencyRecord {
    /// An answer as it is kept.
    pub(crate) fn written(answer: &impl Serialize) -> Result<serde_json::Value> {
        serde_json::to_value(answer)
            .map_err(|error| Error::new(Code::Internal, "an answer cannot be written as JSON").caused_by(error))
    }

    /// The answer.
    pub(crate) fn answer<T: DeserializeOwned>(&self) -> Result<T> {
        T::deserialize(&self.answer)
            .map_err(|error| Error::new(Code::Internal, "damaged store: a kept answer cannot be read").caused_by(error))
    }

    /// Whether it is still given.
    pub(crate) fn holds_at(&self, now: Timestamp) -> bool {
        now < self.expires_at
    }
}

impl Kept for IdempotencyRecord {
    wraps!(Idempotency);

    fn key(&self) -> Key {
        Key::idempotency(&self.operation, &self.key)
    }

    fn entries(&self) -> Vec<Entry> {
        let key = self.key();
        vec![Entry::new(List::Expiring, "", Position::due(self.expires_at, key.as_str().as_bytes()))]
    }
}
