//! The storage in memory: for tests, for trying things out, and as the plainest example of a storage.

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Storage;
use crate::change::{ChangeSet, Expect, Listed, Query, Reads, Snapshot, Stored, Write};
use crate::clock::Clock;
use crate::error::{Code, Error, Result};
use crate::model::Timestamp;
use crate::record::{Entry, Key, Record};

/// Keeps records in the memory of this process; they are gone with it.
#[derive(Debug, Default)]
pub struct MemoryStorage {
    state: Mutex<State>,
    clock: Clock,
}

#[derive(Debug, Default)]
struct State {
    records: HashMap<Key, Stored>,
    lists: BTreeMap<(u8, String), BTreeMap<Vec<u8>, Key>>,
    revision: u64,
    closed: bool,
}

impl MemoryStorage {
    /// An empty storage, by the machine's clock.
    pub fn new() -> MemoryStorage {
        MemoryStorage::default()
    }

    /// An empty storage, by a clock of your own.
    pub fn with_clock(clock: Clock) -> MemoryStorage {
        MemoryStorage { state: Mutex::default(), clock }
    }

    fn state(&self) -> Result<MutexGuard<'_, State>> {
        // Nothing in here can panic between two writes, so a poisoned lock still guards a whole state.
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.closed {
            return Err(Error::new(Code::Unavailable, "the storage is closed; open it again").retryable(false));
        }
        Ok(state)
    }
}

impl Storage for MemoryStorage {
    fn read(&self, reads: &Reads) -> Result<Snapshot> {
        let state = self.state()?;
        Ok(Snapshot {
            records: reads.keys.iter().map(|key| state.records.get(key).cloned()).collect(),
            rows: reads.queries.iter().map(|query| state.list(query)).collect(),
        })
    }

    fn commit(&self, changes: &ChangeSet) -> Result<()> {
        let mut state = self.state()?;
        state.check(changes)?;
        state.write(changes);
        Ok(())
    }

    fn now(&self) -> Result<Timestamp> {
        Ok(self.clock.now())
    }

    fn close(&self) -> Result<()> {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = State { closed: true, ..State::default() };
        Ok(())
    }

    fn location(&self) -> String {
        "memory:".to_owned()
    }
}

impl State {
    fn list(&self, query: &Query) -> Vec<Listed> {
        let Some(partition) = self.lists.get(&(query.list.number(), query.partition.clone())) else {
            return Vec::new();
        };
        let after = query.after.as_ref();
        let found = |(position, key): (&Vec<u8>, &Key)| {
            let stored = self.records.get(key)?.clone();
            Some(Listed { position: position.clone(), stored })
        };
        if query.descending {
            let range = (Bound::Unbounded, after.map_or(Bound::Unbounded, Bound::Excluded));
            partition.range::<Vec<u8>, _>(range).rev().filter_map(found).take(query.limit).collect()
        } else {
            let range = (after.map_or(Bound::Unbounded, Bound::Excluded), Bound::Unbounded);
            partition.range::<Vec<u8>, _>(range).filter_map(found).take(query.limit).collect()
        }
    }

    fn check(&self, changes: &ChangeSet) -> Result<()> {
        let holds = |key: &Key, expected: Option<u64>| self.records.get(key).map(|stored| stored.revision) == expected;
        let fine = changes.expects.iter().all(|(key, expect)| match expect {
            Expect::Absent => holds(key, None),
            Expect::Revision(revision) => holds(key, Some(*revision)),
        }) && changes.writes.iter().all(|write| match write {
            Write::Insert(record) => holds(&record.key(), None),
            Write::Update { before, .. } | Write::Delete { before } => {
                holds(&before.record.key(), Some(before.revision))
            }
        });
        if fine { Ok(()) } else { Err(Error::overtaken()) }
    }

    fn write(&mut self, changes: &ChangeSet) {
        let first = self.revision + 1;
        for write in &changes.writes {
            self.revision += 1;
            self.write_record(write, self.revision);
        }
        // Behind the loop, because one record may take the place in a list that another one leaves.
        for (write, revision) in changes.writes.iter().zip(first..) {
            for entry in write.added_entries() {
                self.partition(&entry).insert(entry.position.bytes(revision), write.key());
            }
        }
    }

    /// Writes the record, and takes it out of the lists that it leaves.
    fn write_record(&mut self, write: &Write, revision: u64) {
        if let Write::Update { before, .. } | Write::Delete { before } = write {
            for entry in write.removed_entries() {
                self.partition(&entry).remove(&entry.position.bytes(before.revision));
            }
        }
        let key = write.key();
        match write {
            Write::Insert(record) | Write::Update { after: record, .. } => self.keep(key, record, revision),
            Write::Delete { .. } => {
                self.records.remove(&key);
            }
        }
    }

    fn keep(&mut self, key: Key, record: &Record, revision: u64) {
        self.records.insert(key, Stored { revision, record: record.clone() });
    }

    fn partition(&mut self, entry: &Entry) -> &mut BTreeMap<Vec<u8>, Key> {
        self.lists.entry((entry.list.number(), entry.partition.clone())).or_default()
    }
}
