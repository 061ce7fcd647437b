//! Decisions and change sets inside an open transaction.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::errors;
use super::place::Place;
use super::recent::{Recent, RecentRows};
use super::rows::Rows;
use crate::change::ChangeSet;
use crate::clock::Clock;
use crate::error::{Code, Error, Result};
use crate::storage::optimistic::{decide, panicked};
use crate::view::{Decision, View};

/// What a caller wants done in a transaction.
#[derive(Debug)]
pub(super) enum Job {
    Decide(Arc<dyn Decision>),
    Commit(ChangeSet),
}

/// The pauses between two attempts to get the file's lock. SQLite's own handler pauses up to 100 ms, and would hardly
/// ever meet the moment between two transactions of another process that is busy.
const FIRST_PAUSE: Duration = Duration::from_micros(100);
const LONGEST_PAUSE: Duration = Duration::from_millis(2);

/// Begins a transaction that has the file's write lock, for which its caller waits up to the busy time-out, counted
/// from `since`.
pub(super) fn begin(connection: &Connection, place: &Place, since: Instant) -> Result<()> {
    let mut pause = FIRST_PAUSE;
    loop {
        match execute(connection, "BEGIN IMMEDIATE") {
            Err(error) if errors::is_busy(&error) && since.elapsed() < place.busy_timeout => {
                std::thread::sleep(pause);
                pause = LONGEST_PAUSE.min(pause * 2);
            }
            other => return other.map_err(|error| place.error(error)),
        }
    }
}

/// What transactions are made with: the connection, and what is known of its file.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) connection: Connection,
    pub(super) place: Arc<Place>,
    pub(super) clock: Clock,
    pub(super) recent: Recent,
}

impl Desk {
    /// Begins a transaction; its caller has waited since `since`.
    pub(super) fn begin(&mut self, since: Instant) -> Result<Transaction<'_>> {
        let Desk { connection, place, clock, recent } = self;
        begin(connection, place, since)?;
        let rows = Rows::new(connection, place);
        let mut open = Transaction { connection, place, clock, rows, recent, kept: 0, given: 0, committed: false };
        open.kept = open.recent.refresh(&open.rows, place)?;
        open.given = open.kept;
        Ok(open)
    }
}

/// An open transaction that has the write lock. It is rolled back where it is not committed.
pub(super) struct Transaction<'d> {
    connection: &'d Connection,
    place: &'d Place,
    clock: &'d Clock,
    rows: Rows<'d>,
    recent: &'d mut Recent,
    /// The revision that is kept in the file, and the one given last.
    kept: u64,
    given: u64,
    committed: bool,
}

/// The transaction has become unusable for everyone in it.
#[derive(Debug)]
pub(super) struct Fault(pub(super) Error);

impl Transaction<'_> {
    /// Runs one job. Its answer is true only once the transaction is committed.
    pub(super) fn run(&mut self, job: &Job) -> std::result::Result<Result<()>, Fault> {
        catch_unwind(AssertUnwindSafe(|| self.run_unguarded(job))).unwrap_or_else(|panic| Err(Fault(panicked(&*panic))))
    }

    fn run_unguarded(&mut self, job: &Job) -> std::result::Result<Result<()>, Fault> {
        let decided;
        let changes = match job {
            Job::Decide(decision) => {
                let now = self.clock.now();
                let mut rows = RecentRows { rows: &self.rows, recent: self.recent };
                decided = decide(&**decision, View::new(&mut rows, now));
                decided.as_ref()
            }
            Job::Commit(changes) => match self.rows.check(changes) {
                Ok(()) => Ok(changes),
                Err(error) => return self.answer(Err(error)),
            },
        };
        match changes {
            Err(error) => self.answer(Err(error.clone())),
            Ok(changes) => {
                // What is written after SQLite gave up the transaction would be committed at once, piece by piece.
                self.answer(Ok(()))?.map_err(Fault)?;
                self.rows.write(changes, &mut self.given, &mut self.recent.partitions).map_err(Fault)?;
                self.recent.write(changes, self.given);
                Ok(Ok(()))
            }
        }
    }

    /// An answer that was found without writing, unless SQLite has given up the transaction over it.
    fn answer(&self, answer: Result<()>) -> std::result::Result<Result<()>, Fault> {
        if !self.connection.is_autocommit() {
            return Ok(answer);
        }
        Err(Fault(answer.err().unwrap_or_else(|| {
            let path = self.place.path().display();
            Error::new(Code::Unavailable, format!("the database {path} gave up a transaction; nothing was changed"))
                .with("path", path)
                .retryable(false)
        })))
    }

    pub(super) fn commit(mut self) -> Result<()> {
        if self.given != self.kept {
            self.rows.keep_counters(self.given, &self.recent.partitions)?;
        }
        execute(self.connection, "COMMIT").map_err(|error| match errors::is_of_the_disk(&error) {
            true => self.is_unknown(error),
            false => self.place.error(error),
        })?;
        self.recent.committed(self.given);
        self.committed = true;
        Ok(())
    }

    /// SQLite shows nobody a commit that failed. But where the disk failed while it was syncing, what it holds is not
    /// known, and a power cut just then may bring the change back.
    fn is_unknown(&self, error: rusqlite::Error) -> Error {
        let path = self.place.path().display();
        let message = format!(
            "the disk of the database {path} failed during a commit ({error}): whether the change was kept is not \
             known; read what is there before the call is repeated, and see the system's log"
        );
        Error::new(Code::Unavailable, message)
            .with("path", path)
            .with("outcome", "unknown")
            .retryable(false)
            .caused_by(error)
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        if self.committed {
            return;
        }
        self.recent.forget();
        if !self.connection.is_autocommit() {
            // Whoever is told of the error has it already; where even this fails, the next BEGIN says so.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }
}

fn execute(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute([]).map(|_| ())
}
