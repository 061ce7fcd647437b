//! What the writer knows of the file without reading it again.

use std::collections::HashMap;

use super::partitions::Partitions;
use super::place::Place;
use super::rows::Rows;
use super::schema;
use crate::change::{ChangeSet, Listed, Query, Stored, Write};
use crate::error::Result;
use crate::record::Key;
use crate::view::Reader;

/// Records kept at most; when there are more, all are forgotten.
const MOST: usize = 1024;

/// Records as the writer last read or changed them, the revision given last, and the numbers of partitions.
///
/// It is true as long as SQLite says that no other connection has committed anything, which every transaction asks
/// first. So records that many decisions read (a project, an environment) are read and decoded once.
#[derive(Debug, Default)]
pub(super) struct Recent {
    /// SQLite's number for the state of the file that all this is of.
    version: Option<i64>,
    revision: u64,
    records: HashMap<Key, Stored>,
    pub(super) partitions: Partitions,
}

impl Recent {
    /// Makes sure, at the start of a transaction, that all of this is true; gives the revision given last.
    pub(super) fn refresh(&mut self, rows: &Rows<'_>, place: &Place) -> Result<u64> {
        let version = rows.data_version()?;
        if self.version != Some(version) {
            self.forget();
            schema::still_known(rows.connection(), place)?;
            (self.revision, self.partitions) = rows.counters()?;
            self.version = Some(version);
        }
        Ok(self.revision)
    }

    /// Takes over what was written in the open transaction; `revision` is the last one of it.
    pub(super) fn write(&mut self, changes: &ChangeSet, mut revision: u64) {
        for write in changes.writes.iter().rev() {
            match write {
                // Most new records (the lines of a log) are not read again soon.
                Write::Insert(_) => {}
                Write::Update { after, .. } => self.keep(after.key(), Stored { revision, record: after.clone() }),
                Write::Delete { before } => drop(self.records.remove(&before.record.key())),
            }
            revision -= 1;
        }
    }

    pub(super) fn committed(&mut self, revision: u64) {
        self.revision = revision;
    }

    /// Must be called where a transaction was not committed.
    pub(super) fn forget(&mut self) {
        self.version = None;
        self.records.clear();
    }

    fn keep(&mut self, key: Key, stored: Stored) {
        if self.records.len() >= MOST {
            self.records.clear();
        }
        self.records.insert(key, stored);
    }
}

/// Reads in the writer's transaction.
pub(super) struct RecentRows<'t, 'c> {
    pub(super) rows: &'t Rows<'c>,
    pub(super) recent: &'t mut Recent,
}

impl Reader for RecentRows<'_, '_> {
    fn get(&mut self, keys: &[Key]) -> Result<Vec<Option<Stored>>> {
        let mut get = |key: &Key| {
            if let Some(stored) = self.recent.records.get(key) {
                return Ok(Some(stored.clone()));
            }
            let stored = self.rows.record(key)?;
            if let Some(stored) = &stored {
                self.recent.keep(key.clone(), stored.clone());
            }
            Ok(stored)
        };
        keys.iter().map(&mut get).collect()
    }

    fn list(&mut self, query: &Query) -> Result<Vec<Listed>> {
        self.rows.rows(query)
    }
}
