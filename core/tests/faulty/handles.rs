//! Handles of one place, with one fault each.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use release_core::testing::OpenStorage;
use release_core::{
    ChangeSet, Code, Decision, Error, Key, MemoryStorage, Reads, Result, Snapshot, Storage, Stored, Timestamp, Write,
    execute_optimistically,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    None,
    /// Keeps what it has read, and does not ask whether it is still true.
    KeepsWhatItRead,
    /// Commits what its own lock guards, which others do not know of.
    LocksOnlyItself,
    /// Counts revisions from the last one that it saw when it was opened.
    CountsForItself,
    /// Goes by the clock of the machine that it runs on.
    HasAClockOfItsOwn,
    /// Closes the place, not the handle.
    ClosesForAll,
    /// Answers before anything is on the disk, and loses what was last.
    LosesTheLast,
}

impl Fault {
    /// Each fault, with checks that must notice it.
    pub(crate) const ALL: &[(Fault, &[&str])] = &[
        (Fault::KeepsWhatItRead, &["handles_see_what_was_acknowledged"]),
        (Fault::LocksOnlyItself, &["handles_notice_each_others_changes", "handles_race_to_an_exact_number"]),
        (Fault::CountsForItself, &["handles_give_revisions_in_turn"]),
        (Fault::HasAClockOfItsOwn, &["handles_go_by_one_clock"]),
        (Fault::ClosesForAll, &["handles_are_closed_alone"]),
        (Fault::LosesTheLast, &["what_was_acknowledged_is_kept"]),
    ];
}

/// What makes handles of a new place.
pub(crate) fn place(fault: Fault) -> Box<OpenStorage<'static>> {
    let place = Arc::new(Place::default());
    Box::new(move || {
        let number = place.opened.fetch_add(1, Ordering::SeqCst);
        Arc::new(Handle { fault, number, place: Arc::clone(&place), seen: Mutex::default(), closed: Mutex::default() })
    })
}

#[derive(Debug, Default)]
struct Place {
    storage: MemoryStorage,
    opened: AtomicU64,
    last: Mutex<Option<ChangeSet>>,
}

#[derive(Debug)]
struct Handle {
    fault: Fault,
    number: u64,
    place: Arc<Place>,
    seen: Mutex<HashMap<Key, Option<Stored>>>,
    closed: Mutex<bool>,
}

impl Handle {
    fn open(&self) -> Result<&MemoryStorage> {
        match *self.closed.lock().unwrap() {
            true => Err(Error::new(Code::Unavailable, "closed").retryable(false)),
            false => Ok(&self.place.storage),
        }
    }

    /// As if each handle gave revisions of its own: those of a later handle begin far above.
    fn shown(&self, stored: &mut Stored) {
        if self.fault == Fault::CountsForItself {
            stored.revision += (9 - self.number % 9) * 1000;
        }
    }

    fn current(&self, before: Stored) -> Result<Stored> {
        let reads = Reads { keys: vec![before.record.key()], queries: Vec::new() };
        Ok(self.open()?.read(&reads)?.records.remove(0).unwrap_or(before))
    }
}

impl Storage for Handle {
    fn read(&self, reads: &Reads) -> Result<Snapshot> {
        let mut snapshot = self.open()?.read(reads)?;
        if self.fault == Fault::KeepsWhatItRead {
            let mut seen = self.seen.lock().unwrap();
            for (key, record) in reads.keys.iter().zip(&mut snapshot.records) {
                *record = seen.entry(key.clone()).or_insert_with(|| record.clone()).clone();
            }
        }
        let rows = snapshot.rows.iter_mut().flatten().map(|row| &mut row.stored);
        snapshot.records.iter_mut().flatten().chain(rows).for_each(|stored| self.shown(stored));
        if self.fault == Fault::LocksOnlyItself {
            // The time in which others come in between, so that some do.
            std::thread::sleep(Duration::from_micros(200));
        }
        Ok(snapshot)
    }

    fn commit(&self, changes: &ChangeSet) -> Result<()> {
        let mut changes = changes.clone();
        if self.fault == Fault::LocksOnlyItself {
            changes.expects.clear();
            for write in &mut changes.writes {
                if let Write::Update { before, .. } | Write::Delete { before } = write {
                    *before = self.current(before.clone())?;
                }
            }
        }
        self.open()?.commit(&changes)?;
        *self.place.last.lock().unwrap() = Some(changes);
        Ok(())
    }

    fn now(&self) -> Result<Timestamp> {
        let now = self.open()?.now()?;
        let hours = if self.fault == Fault::HasAClockOfItsOwn { self.number } else { 0 };
        Ok(now.plus(Duration::from_secs(3600 * hours)))
    }

    fn execute(&self, decision: Arc<dyn Decision>) -> Result<()> {
        execute_optimistically(self, &*decision)
    }

    fn close(&self) -> Result<()> {
        if std::mem::replace(&mut *self.closed.lock().unwrap(), true) {
            return Ok(());
        }
        match self.fault {
            Fault::ClosesForAll => self.place.storage.close(),
            Fault::LosesTheLast => match self.place.last.lock().unwrap().take() {
                Some(last) => lose(&self.place.storage, last),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    fn location(&self) -> String {
        "handle:".to_owned()
    }
}

/// Takes back what was inserted last.
fn lose(storage: &MemoryStorage, last: ChangeSet) -> Result<()> {
    for write in last.writes {
        let Write::Insert(record) = write else { continue };
        let found = storage.read(&Reads { keys: vec![record.key()], queries: Vec::new() })?.records.remove(0);
        if let Some(before) = found {
            storage.commit(&ChangeSet { expects: Vec::new(), writes: vec![Write::Delete { before }] })?;
        }
    }
    Ok(())
}
