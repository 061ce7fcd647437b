//! The loop for storages that commit on condition: read, decide, commit; and again where somebody was faster.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use super::Storage;
#[cfg(feature = "sqlite")]
use crate::change::ChangeSet;
use crate::change::{Listed, Query, Reads, Stored};
use crate::error::{Code, Error, Result};
use crate::record::Key;
use crate::view::{Decision, Reader, View};

/// Attempts before a call gives up. With N callers on one record somebody succeeds in every round, so a call is
/// overtaken N times in bad luck; the pauses spread them.
pub(super) const ATTEMPTS: u32 = 100;
const LONGEST_PAUSE: Duration = Duration::from_millis(20);

/// [`Storage::execute`] as a loop over [`Storage::read`] and [`Storage::commit`].
///
/// # Errors
/// What the decision says, what the storage says, and `conflict` after a hundred attempts that were all overtaken.
pub fn execute_optimistically<S: Storage + ?Sized>(storage: &S, decision: &dyn Decision) -> Result<()> {
    for attempt in 1..=ATTEMPTS {
        match try_once(storage, decision) {
            Err(error) if error.is_overtaken() => pause(attempt),
            other => return other,
        }
    }
    Err(Error::overtaken().with("attempts", ATTEMPTS))
}

fn try_once<S: Storage + ?Sized>(storage: &S, decision: &dyn Decision) -> Result<()> {
    let reads = decision.reads();
    let snapshot = storage.read(&reads)?;
    let mut reader = StorageReader { storage, reads: 0 };
    let mut view = View::new(&mut reader, storage.now()?);
    view.prefetched(reads, snapshot);
    let decided = catch_unwind(AssertUnwindSafe(|| decision.decide(&mut view)));
    let decided = decided.unwrap_or_else(|panic| Err(panicked(&*panic)));
    let changes = match decided {
        Ok(()) => view.finish()?,
        Err(_) => view.expectations(),
    };
    // One read is one moment; what was read in several must be shown to have been one, also for an error to be true.
    if changes.is_empty() && reader.reads == 0 {
        return decided;
    }
    storage.commit(&changes).map_err(|error| match error.code() {
        Code::Conflict => Error::overtaken().caused_by(error),
        _ => error,
    })?;
    decided
}

/// Lets a decision decide on what cannot change meanwhile; a panic becomes an error.
#[cfg(feature = "sqlite")]
pub(crate) fn decide(decision: &dyn Decision, mut view: View<'_>) -> Result<ChangeSet> {
    catch_unwind(AssertUnwindSafe(|| {
        decision.decide(&mut view)?;
        view.finish()
    }))
    .unwrap_or_else(|panic| Err(panicked(&*panic)))
}

/// The error for a panic that was caught: a bug of this library or of a trigger, which the caller's process survives.
pub(crate) fn panicked(panic: &(dyn std::any::Any + Send)) -> Error {
    let words = words_of_panic(panic);
    Error::new(Code::Internal, format!("a bug: {words}; nothing was changed, please report it"))
}

/// What a panic said.
pub(crate) fn words_of_panic(panic: &(dyn std::any::Any + Send)) -> String {
    let words = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    words.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}

pub(super) fn pause(attempt: u32) {
    if attempt <= 3 {
        std::thread::yield_now();
        return;
    }
    // Which of them pauses how long must differ, and need not be random.
    let mut hasher = std::hash::DefaultHasher::new();
    std::hash::Hash::hash(&(std::thread::current().id(), attempt, std::time::Instant::now()), &mut hasher);
    let longest = LONGEST_PAUSE.min(Duration::from_micros(50) * 2u32.saturating_pow(attempt.min(12)));
    let share = std::hash::Hasher::finish(&hasher) % 1000;
    std::thread::sleep(longest * u32::try_from(share).unwrap_or(0) / 1000);
}

struct StorageReader<'a, S: Storage + ?Sized> {
    storage: &'a S,
    reads: usize,
}

impl<S: Storage + ?Sized> Reader for StorageReader<'_, S> {
    fn get(&mut self, keys: &[Key]) -> Result<Vec<Option<Stored>>> {
        self.reads += 1;
        Ok(self.storage.read(&Reads { keys: keys.to_vec(), queries: Vec::new() })?.records)
    }

    fn list(&mut self, query: &Query) -> Result<Vec<Listed>> {
        self.reads += 1;
        let snapshot = self.storage.read(&Reads { keys: Vec::new(), queries: vec![query.clone()] })?;
        Ok(snapshot.rows.into_iter().next().unwrap_or_default())
    }
}
