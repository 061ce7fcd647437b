//! Commits, and what became of those whose connection broke.
//!
//! Every attempt writes its own id with what it commits. Where no answer came, the id is *fenced*: inserted as that of
//! an attempt that failed. Either it was there, then the attempt was committed; or it is there now, and an attempt that
//! arrives late fails on it. While the attempt is still under way, the insert waits for its end.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use uuid::Uuid;

use super::errors::Outcome;
use super::pool::Connection;
use super::{Inner, Pause, PostgresStorage, statements};
use crate::change::ChangeSet;
use crate::error::{Code, Error, Result};
use crate::model::Timestamp;
use crate::record::Key;

/// One in so many commits tidies up.
const FORGET_EVERY: u128 = 256;

impl PostgresStorage {
    /// Commits in one statement; gives the keys that were not as they were expected, none where all is committed.
    pub(super) fn commit_decided(&self, changes: &ChangeSet, decided_at: Timestamp) -> Result<Vec<Key>> {
        let (inner, changes) = (Arc::clone(&self.inner), changes.clone());
        let attempt = Uuid::now_v7();
        let overtaken = self.run(async move {
            let deadline = inner.deadline();
            inner.commit(attempt, decided_at, &changes, deadline).await
        })?;
        self.forget_some(attempt, decided_at);
        Ok(overtaken)
    }

    /// Forgets old attempts now and then, behind the back of whom it does not concern.
    pub(super) fn forget_some(&self, attempt: Uuid, now: Timestamp) {
        if !attempt.as_u128().is_multiple_of(FORGET_EVERY) {
            return;
        }
        let inner = Arc::clone(&self.inner);
        if let Some(runtime) = &self.runtime {
            runtime.spawn(async move {
                if let Ok(connection) = inner.pool.connection(Instant::now()).await {
                    // It will be tried again, by whoever commits then.
                    let _ = connection.query(inner.statements.forget(now)).await;
                }
            });
        }
    }
}

impl Inner {
    async fn commit(
        &self,
        mut attempt: Uuid,
        decided_at: Timestamp,
        changes: &ChangeSet,
        deadline: Instant,
    ) -> Result<Vec<Key>> {
        let mut pause = Pause::default();
        loop {
            let connection = self.pool.connection(deadline).await?;
            let answer = connection.query(self.statements.commit(attempt, decided_at, changes)?).await;
            drop(connection);
            match answer {
                Ok(rows) => return statements::overtaken(&rows),
                Err(failure) => {
                    if failure.outcome == Outcome::Lost
                        && !changes.is_empty()
                        && self.was_committed(attempt, decided_at).await?
                    {
                        return Ok(Vec::new());
                    }
                    self.retry(failure, deadline, &mut pause).await?;
                }
            }
            attempt = Uuid::now_v7();
        }
    }

    /// Commits in the transaction that is open on a connection, and ends it. Nothing is answered where the attempt failed
    /// and may be made again from its beginning.
    pub(super) async fn commit_open(
        &self,
        connection: Connection,
        locks: &BTreeSet<Key>,
        attempt: Uuid,
        decided_at: Timestamp,
        changes: &ChangeSet,
    ) -> Result<Option<Vec<Key>>> {
        let answer = connection.commit(self.statements.commit_held(locks, attempt, decided_at, changes)?).await;
        drop(connection);
        match answer {
            Ok(rows) => statements::overtaken(&rows).map(Some),
            Err(failure) => match failure.outcome {
                Outcome::Nothing => Err(self.explained(failure.error).await),
                Outcome::Again | Outcome::Elsewhere => Ok(None),
                Outcome::Lost if !changes.is_empty() && self.was_committed(attempt, decided_at).await? => {
                    Ok(Some(Vec::new()))
                }
                Outcome::Lost => Ok(None),
            },
        }
    }

    /// Whether an attempt was committed; if not, it never will be.
    async fn was_committed(&self, attempt: Uuid, decided_at: Timestamp) -> Result<bool> {
        let deadline = self.deadline();
        let mut pause = Pause::default();
        loop {
            let failure = match self.pool.connection(deadline).await {
                Ok(connection) => match connection.query(self.statements.fence(attempt)).await {
                    Ok(rows) => {
                        let known = statements::was_committed(&rows, decided_at)?;
                        return known.ok_or_else(|| self.is_unknown("was made again too late"));
                    }
                    Err(failure) => failure.error,
                },
                Err(error) => error,
            };
            if Instant::now() >= deadline {
                return Err(self.is_unknown("could not be made again").caused_by(failure));
            }
            pause.wait().await;
        }
    }

    fn is_unknown(&self, then: &str) -> Error {
        let message = format!(
            "the connection to {} broke during a commit and {then}: whether the change was kept is not \
             known; read what is there before the call is repeated, or repeat it with the idempotency key that it had",
            self.pool.address
        );
        Error::new(Code::Unavailable, message)
            .with("database", &self.pool.address)
            .with("outcome", "unknown")
            .retryable(false)
    }
}
