//! What the checks are written with.

use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

use crate::change::{ChangeSet, Query, Reads, Stored, Write};
use crate::error::{Code, Error, Result};
use crate::record::{Key, Record};
use crate::storage::Storage;
use crate::testing::note::{Script, changes, note_key, note_value};

/// Why a check failed, in a sentence for a person.
pub(super) struct Failure(pub(super) String);

pub(super) type Outcome<T = ()> = std::result::Result<T, Failure>;

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure(format!("the storage answered with an error: {error} ({})", error.code()))
    }
}

impl Failure {
    pub(super) fn of_panic(panic: &(dyn std::any::Any + Send)) -> Failure {
        let words = panic.downcast_ref::<&str>().copied().or(panic.downcast_ref::<String>().map(String::as_str));
        Failure(format!("there was a panic: {}", words.unwrap_or("without words")))
    }
}

macro_rules! ensure {
    ($holds:expr, $($words:tt)+) => {
        if !$holds {
            return Err($crate::testing::storage::support::Failure(format!($($words)+)));
        }
    };
}

macro_rules! ensure_eq {
    ($found:expr, $expected:expr, $($words:tt)+) => {{
        let (found, expected) = (&$found, &$expected);
        if found != expected {
            let what = format!($($words)+);
            let words = format!("{what}: expected {expected:?}, found {found:?}");
            return Err($crate::testing::storage::support::Failure(words));
        }
    }};
}
pub(super) use {ensure, ensure_eq};

pub(super) fn insert(storage: &dyn Storage, records: impl IntoIterator<Item = Record>) -> Result<()> {
    storage.commit(&changes(records.into_iter().map(Write::Insert)))
}

pub(super) fn update(storage: &dyn Storage, before: Stored, after: Record) -> Result<()> {
    storage.commit(&changes([Write::Update { before, after }]))
}

pub(super) fn delete(storage: &dyn Storage, before: Stored) -> Result<()> {
    storage.commit(&changes([Write::Delete { before }]))
}

pub(super) fn keys(names: &[&str]) -> Reads {
    Reads { keys: names.iter().map(|name| note_key(name)).collect(), queries: Vec::new() }
}

pub(super) fn get_key(storage: &dyn Storage, key: Key) -> Result<Option<Stored>> {
    let snapshot = storage.read(&Reads { keys: vec![key], queries: Vec::new() })?;
    Ok(snapshot.records.into_iter().next().flatten())
}

pub(super) fn get(storage: &dyn Storage, name: &str) -> Result<Option<Stored>> {
    get_key(storage, note_key(name))
}

/// A note that must be there.
pub(super) fn stored(storage: &dyn Storage, name: &str) -> Outcome<Stored> {
    get(storage, name)?.ok_or_else(|| Failure(format!("the note {name:?} was written and is not there")))
}

pub(super) fn value(storage: &dyn Storage, name: &str) -> Result<Option<i64>> {
    Ok(get(storage, name)?.and_then(|stored| note_value(&stored.record)))
}

/// The positions and notes' values (0 for other records) of a query.
pub(super) fn list(storage: &dyn Storage, query: Query) -> Result<Vec<(Vec<u8>, Stored)>> {
    let snapshot = storage.read(&Reads { keys: Vec::new(), queries: vec![query] })?;
    Ok(snapshot.rows.into_iter().flatten().map(|row| (row.position, row.stored)).collect())
}

/// The values of the notes that a query gives.
pub(super) fn values(storage: &dyn Storage, query: Query) -> Result<Vec<i64>> {
    Ok(list(storage, query)?.iter().filter_map(|(_, stored)| note_value(&stored.record)).collect())
}

pub(super) fn conflicts(outcome: Result<()>, what: &str) -> Outcome {
    match outcome {
        Err(error) if error.code() == Code::Conflict => Ok(()),
        Err(error) => Err(Failure(format!("{what}: expected conflict, found {error} ({})", error.code()))),
        Ok(()) => Err(Failure(format!("{what}: expected conflict, and it was accepted"))),
    }
}

pub(super) fn expecting(expects: Vec<(Key, crate::change::Expect)>, writes: Vec<Write>) -> ChangeSet {
    ChangeSet { expects, writes }
}

/// Executes, and again where the storage gave up after having been overtaken too often.
pub(super) fn persist(storage: &dyn Storage, script: &Arc<Script>) -> Result<()> {
    /// A storage on which a handful of workers get nowhere for so long is at fault.
    const PATIENCE: Duration = Duration::from_secs(10);
    let start = Instant::now();
    loop {
        match storage.execute(Arc::clone(script) as _) {
            Err(error) if error.code() == Code::Conflict && start.elapsed() < PATIENCE => {}
            outcome => return outcome,
        }
    }
}

/// Adds one to a note.
pub(super) fn increment(name: &'static str) -> Arc<Script> {
    Arc::new(Script::new(move |notes| {
        let value = notes.get(name)?.unwrap_or_default();
        let_others_in();
        notes.put(name, value + 1);
        Ok(())
    }))
}

/// Gives others the time to come in between, on storages that would allow it.
pub(super) fn let_others_in() {
    std::thread::sleep(Duration::from_micros(20));
}

/// Runs a function on so many threads that begin at once, and gives their answers.
pub(super) fn together<T: Send>(workers: usize, work: impl Fn(usize) -> Outcome<T> + Sync) -> Outcome<Vec<T>> {
    let (barrier, work) = (Barrier::new(workers), &work);
    std::thread::scope(|scope| {
        let start = |worker| {
            let barrier = &barrier;
            scope.spawn(move || {
                barrier.wait();
                work(worker)
            })
        };
        let threads: Vec<_> = (0..workers).map(start).collect();
        let ended: Vec<_> = threads.into_iter().map(|thread| thread.join()).collect();
        ended.into_iter().map(|end| end.unwrap_or_else(|panic| Err(Failure::of_panic(&*panic)))).collect()
    })
}
