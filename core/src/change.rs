//! Change sets: what a decision wants written, and what must still hold for it.

use crate::record::{Entry, Key, List, Record};

/// A record as a storage has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// The number that the storage gave this state of the record. Every write of any record gets a higher one than the
    /// writes before it, and a key never sees one twice, not even after the record was deleted and made again.
    pub revision: u64,
    /// The record.
    pub record: Record,
}

/// One write of a change set.
#[derive(Debug, Clone, PartialEq)]
pub enum Write {
    /// A record that does not exist yet; where it does, the change set conflicts.
    Insert(Record),
    /// A record that has the revision of `before`; where it has another one, the change set conflicts.
    Update {
        /// As it was read.
        before: Stored,
        /// As it is to be.
        after: Record,
    },
    /// A record that is to be forgotten and has the revision of `before`; else the change set conflicts.
    Delete {
        /// As it was read.
        before: Stored,
    },
}

impl Write {
    /// The key that is written.
    pub fn key(&self) -> Key {
        match self {
            Write::Insert(record) | Write::Update { after: record, .. } => record.key(),
            Write::Delete { before } => before.record.key(),
        }
    }

    /// The entries that the write takes out of lists. Their positions are bytes, or the revision of `before`.
    pub fn removed_entries(&self) -> Vec<Entry> {
        match self {
            Write::Insert(_) => Vec::new(),
            Write::Delete { before } => before.record.entries(),
            Write::Update { before, after } => difference(before.record.entries(), &after.entries()),
        }
    }

    /// The entries that the write puts into lists.
    pub fn added_entries(&self) -> Vec<Entry> {
        match self {
            Write::Insert(record) => record.entries(),
            Write::Delete { .. } => Vec::new(),
            Write::Update { before, after } => difference(after.entries(), &before.record.entries()),
        }
    }
}

fn difference(of: Vec<Entry>, without: &[Entry]) -> Vec<Entry> {
    of.into_iter().filter(|entry| !without.contains(entry)).collect()
}

/// What a record that was only read must still be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expect {
    /// There is no such record.
    Absent,
    /// The record has this revision.
    Revision(u64),
}

/// What one decision wants written, all of it or nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ChangeSet {
    /// What must still hold of the records that were read and are not written.
    pub expects: Vec<(Key, Expect)>,
    /// The writes, at most one a key.
    pub writes: Vec<Write>,
}

impl ChangeSet {
    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.writes.is_empty()
    }
}

/// A request for a part of a list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Query {
    /// The list.
    pub list: List,
    /// The part of it.
    pub partition: String,
    /// Whether the last one comes first.
    pub descending: bool,
    /// Only what comes behind this position, in the order asked for.
    pub after: Option<Vec<u8>>,
    /// At most so many records.
    pub limit: usize,
}

impl Query {
    pub(crate) fn first(list: List, partition: impl std::fmt::Display) -> Query {
        Query { list, partition: partition.to_string(), descending: false, after: None, limit: 1 }
    }

    pub(crate) fn last(list: List, partition: impl std::fmt::Display) -> Query {
        Query { descending: true, ..Query::first(list, partition) }
    }

    pub(crate) fn after(self, position: impl Into<Option<Vec<u8>>>) -> Query {
        Query { after: position.into(), ..self }
    }

    pub(crate) fn limit(self, limit: usize) -> Query {
        Query { limit, ..self }
    }
}

/// A row of a list: where it stands, and the record.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// The position, as the list has it.
    pub position: Vec<u8>,
    /// The record.
    pub stored: Stored,
}

/// What a decision is known to read before it runs, so that a storage can fetch it in one go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reads {
    /// Records by key.
    pub keys: Vec<Key>,
    /// Parts of lists.
    pub queries: Vec<Query>,
}

/// The answers to [`Reads`], in the same order, all as of one moment.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Snapshot {
    /// For each key, its record.
    pub records: Vec<Option<Stored>>,
    /// For each query, its rows.
    pub rows: Vec<Vec<Listed>>,
}
