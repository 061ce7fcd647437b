//! What a face of the library keeps beside the releases.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Body, Entry, Kept, Key, List, Position, Record};

/// What a face of the library keeps beside the releases.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct DocumentRecord {
    pub(crate) collection: String,
    pub(crate) name: String,
    pub(crate) value: serde_json::Value,
}

impl Kept for DocumentRecord {
    wraps!(Document);

    fn key(&self) -> Key {
        Key::document(&self.collection, &self.name)
    }

    fn entries(&self) -> Vec<Entry> {
        vec![Entry::new(List::Documents, &self.collection, Position::Bytes(self.name.as_bytes().to_vec()))]
    }
}
