//! The embedded SQLite storage: one file, any number of threads and processes.
//!
//! Where what is: `open` makes connections and knows whose file it is, `schema` brings a file up to date, `rows` has
//! the statements, `partitions` the numbers of the lists' partitions, `recent` what need not be read again,
//! `transaction` runs decisions inside an open transaction, `writer` lets callers that wait together share one, `reader`
//! hands out connections that only read, `place` knows whether the handle may still be used, `copying` gives or takes all
//! that there is.

mod copying;
mod errors;
mod open;
mod options;
mod partitions;
mod place;
mod reader;
mod recent;
mod rows;
mod schema;
mod transaction;
mod writer;

use std::fmt;
use std::path::Path;
use std::sync::Arc;

pub use options::{SqliteOptions, Synchronous};
use place::Place;
use reader::Readers;
use transaction::Job;
use writer::Writer;

use super::Storage;
use super::copying::Whole;
use super::handed::HandedOver;
use super::optimistic::decide;
use crate::change::{ChangeSet, Reads, Snapshot};
use crate::clock::Clock;
use crate::error::{Code, Error, Result};
use crate::model::Timestamp;
use crate::view::{Decision, View};

/// Keeps records in one SQLite file, which any number of threads and processes may use at once.
///
/// Callers that write at the same time share one transaction and one sync of the disk; a lone caller waits for nobody
/// and stays on its own thread. The storage has no thread of its own.
///
/// The file is in WAL mode: `<file>-wal` and `<file>-shm` belong to it while it is open. It must be on a local disk. No
/// other copy of SQLite may open it in the same process, as a linked C library or a plug-in might bring one: copies do not
/// see each other's locks. `docs/sqlite.md` says how to keep, back up and restore it.
pub struct SqliteStorage {
    place: Arc<Place>,
    clock: Clock,
    // Fields are dropped in this order: the writer last, whose connection is then the last one and checkpoints.
    readers: Readers,
    writer: Writer,
}

impl SqliteStorage {
    /// Opens the file, or makes it; a file of an earlier version of this library is brought up to date.
    ///
    /// # Errors
    /// - `invalid_request`, where the path is empty, has a NUL, or is `:memory:`
    /// - `unavailable`, where the folder is missing, the path is a folder, it may not be opened, or it stayed locked
    ///   for the busy time-out (only then is it worth trying again)
    /// - `storage_read_only`, where the file may only be read
    /// - `storage_full`, where there is no room for a new file
    /// - `not_a_database`, where the file is none, or one of another program
    /// - `schema_too_new`, where a later version of this library wrote it
    /// - `internal`, where it is damaged
    pub fn open(path: impl AsRef<Path>, options: SqliteOptions) -> Result<SqliteStorage> {
        SqliteStorage::open_or_upgrade(path.as_ref(), options, true)
    }

    /// Opens the file, and where `upgrade` says so brings an older one up to date.
    pub(crate) fn open_or_upgrade(path: &Path, options: SqliteOptions, upgrade: bool) -> Result<SqliteStorage> {
        let (place, connection) = open::open(path, &options, upgrade)?;
        let place = Arc::new(place);
        Ok(SqliteStorage {
            readers: Readers::new(Arc::clone(&place)),
            writer: Writer::new(Arc::clone(&place), options.clock.clone(), connection),
            clock: options.clock,
            place,
        })
    }

    /// The file, as an absolute path.
    pub fn path(&self) -> &Path {
        self.place.path()
    }

    /// How many calls wait for another call's transaction, so that tests can build a group without sleeping.
    #[cfg(any(test, feature = "testing"))]
    #[doc(hidden)]
    pub fn waiting(&self) -> usize {
        self.writer.waiting()
    }

    fn look(&self, decision: &dyn Decision) -> Result<()> {
        self.readers.snapshot(|reader| {
            let changes = decide(decision, View::new(reader, self.clock.now()))?;
            match changes.is_empty() {
                true => Ok(()),
                false => Err(Error::new(Code::Internal, "a bug: a decision that said it only reads has written")),
            }
        })
    }
}

impl Storage for SqliteStorage {
    fn read(&self, reads: &Reads) -> Result<Snapshot> {
        self.place.check()?;
        self.readers.read(reads)
    }

    fn commit(&self, changes: &ChangeSet) -> Result<()> {
        self.place.check()?;
        match changes.is_empty() {
            true => self.readers.snapshot(|reader| reader.check(changes)),
            false => self.writer.submit(Job::Commit(changes.clone())),
        }
    }

    fn now(&self) -> Result<Timestamp> {
        self.place.check()?;
        Ok(self.clock.now())
    }

    fn execute(&self, decision: Arc<dyn Decision>) -> Result<()> {
        self.place.check()?;
        match decision.is_read_only() {
            true => self.look(&*decision),
            false => self.writer.submit(Job::Decide(decision)),
        }
    }

    fn hand_over(&self, handed: HandedOver) -> Option<HandedOver> {
        if handed.decision.is_read_only() || self.place.check().is_err() {
            return Some(handed);
        }
        let HandedOver { decision, done, lend } = handed;
        self.writer.hand_over(Job::Decide(decision), done, lend);
        None
    }

    fn reads_are_short(&self) -> bool {
        true
    }

    fn lead_apart(&self) {
        self.writer.lead_apart();
    }

    fn close(&self) -> Result<()> {
        if self.place.is_forked() {
            // The connections are the parent's, and so may be the locks in here.
            return Ok(());
        }
        self.place.close();
        self.readers.close();
        self.writer.close()
    }

    fn location(&self) -> String {
        format!("sqlite:{}", self.place.path().display())
    }

    fn whole(&self) -> Option<&dyn Whole> {
        Some(self)
    }
}

impl fmt::Debug for SqliteStorage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteStorage").field("path", &self.place.path()).finish_non_exhaustive()
    }
}

impl Drop for SqliteStorage {
    fn drop(&mut self) {
        if self.place.is_forked() {
            // SQLite forbids a child to close what its parent opened.
            self.readers.forget();
            self.writer.forget();
        }
    }
}
