//! Decisions: read, decide, commit; under locks where somebody was faster.
//!
//! Every commit checks all that was read, so locks are never needed for the answer to be right. They are for records
//! that many write at once: a decision that was overtaken locks those records first, reads behind the lock, and then
//! nobody overtakes it there. For a second, others that will read these records do so from the start. Who holds locks
//! waits for no further ones: a commit that does not get them at once is a decision overtaken.

use std::collections::{BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use uuid::Uuid;

use super::PostgresStorage;
use super::errors::{Failure, Outcome};
use super::pool::Connection;
use super::statements::{self, Found};
use crate::change::{ChangeSet, Listed, Query, Reads, Snapshot, Stored};
use crate::error::{Error, Result};
use crate::record::Key;
use crate::storage::optimistic::{ATTEMPTS, panicked, pause};
use crate::through::Through;
use crate::view::{Decision, Reader, View};

/// How long a record that was fought over is locked first.
const HOT: Duration = Duration::from_secs(1);
const MOST_HOT: usize = 1000;
/// Records that one decision locks at most. All programs of a server share one table of locks, and those that are not locked
/// are checked all the same.
const MOST_LOCKED: usize = 100;

/// Records that were written by somebody else while a decision was made on them, lately.
#[derive(Debug, Default)]
pub(super) struct Contended(Mutex<HashMap<Key, Instant>>);

impl Contended {
    fn among(&self, keys: &[Key]) -> BTreeSet<Key> {
        let noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let hot = |key: &&Key| noted.get(key).is_some_and(|since| since.elapsed() < HOT);
        keys.iter().filter(hot).take(MOST_LOCKED).cloned().collect()
    }

    fn note(&self, keys: &[Key]) {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if noted.len() + keys.len() > MOST_HOT {
            noted.retain(|_, since| since.elapsed() < HOT);
        }
        noted.extend(keys.iter().filter(|key| !key.as_str().is_empty()).map(|key| (key.clone(), now)));
    }
}

/// The error for somebody else having been faster.
pub(super) fn overtaken(keys: &[Key]) -> Error {
    match keys.first() {
        Some(key) => Error::overtaken().with("key", key),
        None => Error::overtaken(),
    }
}

/// How an attempt ended.
enum Attempt {
    /// With the decision's answer, and what it wrote is committed.
    Done(Result<()>),
    /// Overtaken, on these records as far as is known.
    Overtaken(Vec<Key>),
}

impl PostgresStorage {
    pub(super) fn execute_here(&self, decision: &dyn Decision) -> Result<()> {
        let through = decision.reads_through();
        let mut locks = match decision.is_read_only() {
            true => BTreeSet::new(),
            false => self.contended.among(&through.reads.keys),
        };
        for attempt in 1..=ATTEMPTS {
            let tried = match locks.is_empty() {
                true => self.decide_optimistically(decision, &through)?,
                false => self.decide_locked(decision, &through, &locks)?,
            };
            match tried {
                Attempt::Done(answer) => return answer,
                Attempt::Overtaken(keys) => {
                    self.contended.note(&keys);
                    if !decision.is_read_only() {
                        let more = keys.into_iter().filter(|key| !key.as_str().is_empty());
                        locks.extend(more.take(MOST_LOCKED.saturating_sub(locks.len())));
                    }
                }
            }
            pause(attempt);
        }
        Err(Error::overtaken().with("attempts", ATTEMPTS))
    }

    fn decide_optimistically(&self, decision: &dyn Decision, through: &Through) -> Result<Attempt> {
        let found = self.find(through.clone())?;
        let now = found.now;
        let mut reader = Further { storage: self, open: None, reads: 0 };
        let (decided, changes) = match decide(decision, &mut reader, found) {
            Ok(decided) => decided,
            Err(_overtaken) => return Ok(Attempt::Overtaken(Vec::new())),
        };
        // One read is one moment; what was read in several must be shown to have been one, also for an error to be true.
        if changes.is_empty() && reader.reads == 0 {
            return Ok(Attempt::Done(decided));
        }
        match self.commit_decided(&changes, now)? {
            keys if keys.is_empty() => Ok(Attempt::Done(decided)),
            keys => Ok(Attempt::Overtaken(keys)),
        }
    }

    fn decide_locked(&self, decision: &dyn Decision, through: &Through, locks: &BTreeSet<Key>) -> Result<Attempt> {
        let Some((open, found)) = self.begin(through.clone(), locks)? else {
            return Ok(Attempt::Overtaken(Vec::new()));
        };
        let now = found.now;
        let mut reader = Further { storage: self, open: Some(Arc::new(open)), reads: 0 };
        let decided = decide(decision, &mut reader, found);
        let (further, open) = (reader.reads, reader.open.take().and_then(Arc::into_inner));
        let Some(open) = open else { return Ok(Attempt::Overtaken(Vec::new())) };
        match decided {
            Ok((decided, changes)) if !changes.is_empty() || further > 0 => {
                let attempt = Uuid::now_v7();
                let (inner, locks) = (Arc::clone(&self.inner), locks.clone());
                let ended = self.run(async move { inner.commit_open(open, &locks, attempt, now, &changes).await })?;
                match ended {
                    Some(keys) if keys.is_empty() => {
                        self.forget_some(attempt, now);
                        Ok(Attempt::Done(decided))
                    }
                    Some(keys) => Ok(Attempt::Overtaken(keys)),
                    None => Ok(Attempt::Overtaken(Vec::new())),
                }
            }
            nothing_to_commit => {
                self.run(async move {
                    open.roll_back().await;
                    Ok(())
                })?;
                Ok(nothing_to_commit.map_or(Attempt::Overtaken(Vec::new()), |(decided, _)| Attempt::Done(decided)))
            }
        }
    }

    /// Opens a transaction, locks, and reads behind the locks. Nothing where another attempt may succeed.
    fn begin(&self, through: Through, locks: &BTreeSet<Key>) -> Result<Option<(Connection, Found)>> {
        let (inner, locks) = (Arc::clone(&self.inner), locks.clone());
        self.run(async move {
            let deadline = inner.deadline();
            let mut pause = super::Pause::default();
            loop {
                let connection = inner.pool.connection(deadline).await?;
                let texts = &inner.statements;
                let begun = connection.begin(texts.lock(&locks), texts.read(&through)).await;
                match begun {
                    Ok(rows) => {
                        return Ok(Some((connection, statements::found(&through, &rows)?)));
                    }
                    Err(Failure { outcome: Outcome::Again, .. }) => return Ok(None),
                    Err(failure) => {
                        drop(connection);
                        inner.retry(failure, deadline, &mut pause).await?;
                    }
                }
            }
        })
    }

    /// What a decision reads besides what it said before, in the open transaction if there is one.
    fn read_further(&self, open: Option<Arc<Connection>>, reads: Reads) -> Result<Snapshot> {
        let through = Through::from(reads);
        let Some(open) = open else { return Ok(self.find(through)?.snapshot) };
        let inner = Arc::clone(&self.inner);
        self.run(async move {
            match open.read(inner.statements.read(&through)).await {
                Ok(rows) => Ok(statements::found(&through, &rows)?.snapshot),
                Err(failure) if failure.outcome == Outcome::Nothing => Err(failure.error),
                // The transaction is gone, and nothing of it was written: the decision is made again.
                Err(failure) => Err(Error::overtaken().caused_by(failure.error)),
            }
        })
    }
}

/// Lets a decision decide: its answer, and what has to be committed or checked for that. An error where what it read
/// was not of one moment.
fn decide(decision: &dyn Decision, reader: &mut Further<'_>, found: Found) -> Result<(Result<()>, ChangeSet)> {
    let mut view = View::new(reader, found.now);
    view.prefetched(found.reads, found.snapshot);
    let decided = catch_unwind(AssertUnwindSafe(|| decision.decide(&mut view)));
    match decided.unwrap_or_else(|panic| Err(panicked(&*panic))) {
        Ok(()) => match view.finish() {
            Ok(changes) => Ok((Ok(()), changes)),
            Err(error) => Ok((Err(error), ChangeSet::default())),
        },
        Err(error) if error.is_overtaken() => Err(error),
        Err(error) => Ok((Err(error), view.expectations())),
    }
}

struct Further<'s> {
    storage: &'s PostgresStorage,
    open: Option<Arc<Connection>>,
    reads: usize,
}

impl Further<'_> {
    fn read(&mut self, reads: Reads) -> Result<Snapshot> {
        self.reads += 1;
        self.storage.read_further(self.open.clone(), reads)
    }
}

impl Reader for Further<'_> {
    fn get(&mut self, keys: &[Key]) -> Result<Vec<Option<Stored>>> {
        Ok(self.read(Reads { keys: keys.to_vec(), queries: Vec::new() })?.records)
    }

    fn list(&mut self, query: &Query) -> Result<Vec<Listed>> {
        let snapshot = self.read(Reads { keys: Vec::new(), queries: vec![query.clone()] })?;
        Ok(snapshot.rows.into_iter().next().unwrap_or_default())
    }
}
