//! The storage in memory: for tests, for trying things out, and as the plainest example of a storage.

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Storage;
use super::copying::{Batch, CopiedEntry, CopiedRecord, Part, Pour, Take, Whole, damaged, not_empty};
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

    fn whole(&self) -> Option<&dyn Whole> {
        Some(self)
    }
}

impl Whole for MemoryStorage {
    fn copy_out(&self, moved_to: Option<&str>, copy: &mut dyn FnMut(&mut Pour<'_>) -> Result<()>) -> Result<()> {
        if moved_to.is_some() {
            let message = "what is in memory cannot be retired, only a file can: close it";
            return Err(Error::new(Code::InvalidRequest, message).with("field", "retire"));
        }
        let state = self.state()?;
        copy(&mut |take| state.pour(take))
    }

    fn copy_in(&self, pour: &mut Pour<'_>) -> Result<()> {
        let mut state = self.state()?;
        if let Some(key) = state.records.keys().next() {
            return Err(not_empty(&self.location(), Some(key.as_str())));
        }
        let mut taken = State { revision: state.revision, ..State::default() };
        pour(&mut |part| taken.take(part))?;
        *state = taken;
        Ok(())
    }
}

impl State {
    fn pour(&self, take: &mut Take<'_>) -> Result<()> {
        let mut records = Batch::new(Part::Records);
        for (key, Stored { revision, record }) in &self.records {
            let body = String::from_utf8(record.encode()?)
                .map_err(|error| damaged("memory:", "has a record that is no text").caused_by(error))?;
            let record = CopiedRecord { key: key.as_str().to_owned(), revision: *revision, body };
            records.push(record.key.len() + record.body.len(), record, take)?;
        }
        records.end(take)?;
        let mut entries = Batch::new(Part::Entries);
        for ((list, partition), places) in &self.lists {
            for (position, key) in places {
                let (partition, position) = (partition.clone(), position.clone());
                let entry = CopiedEntry { list: *list, partition, position, key: key.as_str().to_owned() };
                entries.push(entry.partition.len() + entry.position.len() + entry.key.len(), entry, take)?;
            }
        }
        entries.end(take)?;
        take(Part::Revision(self.revision))
    }

    fn take(&mut self, part: Part) -> Result<()> {
        match part {
            Part::Records(records) => {
                for CopiedRecord { key, revision, body } in records {
                    let record = Record::decode(&key, body.as_bytes())?;
                    self.records.insert(Key::from_text(key), Stored { revision, record });
                }
            }
            Part::Entries(entries) => {
                for CopiedEntry { list, partition, position, key } in entries {
                    self.lists.entry((list, partition)).or_default().insert(position, Key::from_text(key));
                }
            }
            Part::Revision(given) => self.revision = self.revision.max(given),
        }
        Ok(())
    }

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
