//! Connections that only read, opened when they are needed and lent to one caller at a time.

use std::mem;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use super::open::open_reader;
use super::place::Place;
use super::rows::Rows;
use super::schema;
use crate::change::{Reads, Snapshot};
use crate::error::Result;

/// More connections than this are not opened: each has a descriptor and a cache, and reads are short.
const MOST: usize = 16;

pub(super) struct Readers {
    place: Arc<Place>,
    pool: Mutex<Pool>,
    /// Told when a connection comes back that somebody may wait for.
    back: Condvar,
}

#[derive(Default)]
struct Pool {
    idle: Vec<Connection>,
    lent: usize,
    wanted: usize,
    closed: bool,
}

impl Readers {
    pub(super) fn new(place: Arc<Place>) -> Readers {
        Readers { place, pool: Mutex::default(), back: Condvar::new() }
    }

    /// Answers requests, all of them as of one moment.
    pub(super) fn read(&self, reads: &Reads) -> Result<Snapshot> {
        let all = |rows: &mut Rows<'_>| -> Result<Snapshot> {
            Ok(Snapshot {
                records: reads.keys.iter().map(|key| rows.record(key)).collect::<Result<_>>()?,
                rows: reads.queries.iter().map(|query| rows.rows(query)).collect::<Result<_>>()?,
            })
        };
        if reads.keys.len() + reads.queries.len() > 1 {
            return self.snapshot(all);
        }
        // A single statement is one moment by itself.
        self.lend(|connection| {
            let answer = all(&mut Rows::new(connection, &self.place))?;
            // Behind the read, so that it also vouches for what was read.
            schema::still_known(connection, &self.place)?;
            Ok(answer)
        })
    }

    /// Lets a function read the file as of one moment.
    pub(super) fn snapshot<T>(&self, read: impl FnOnce(&mut Rows<'_>) -> Result<T>) -> Result<T> {
        self.lend(|connection| {
            let execute = |sql: &str| match connection.prepare_cached(sql).and_then(|mut s| s.execute([])) {
                Ok(_) => Ok(()),
                Err(error) => Err(self.place.error(error)),
            };
            execute("BEGIN")?;
            schema::still_known(connection, &self.place)?;
            let answer = read(&mut Rows::new(connection, &self.place))?;
            execute("COMMIT")?;
            Ok(answer)
        })
    }

    /// Waits for the calls that are under way, and closes all connections.
    pub(super) fn close(&self) {
        let mut pool = self.pool();
        pool.closed = true;
        pool.idle.clear();
        pool.wanted += 1;
        while pool.lent > 0 {
            pool = self.back.wait(pool).unwrap_or_else(PoisonError::into_inner);
        }
        pool.wanted -= 1;
    }

    /// Leaves the connections as they are, for ever.
    pub(super) fn forget(&mut self) {
        let pool = self.pool.get_mut().unwrap_or_else(PoisonError::into_inner);
        pool.idle.drain(..).for_each(mem::forget);
    }

    fn lend<T>(&self, use_it: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let mut slot = self.slot()?;
        // Declared behind the slot, so that it is closed before the slot is free, should the function panic.
        let connection = match slot.connection.take() {
            Some(connection) => connection,
            None => open_reader(&self.place)?,
        };
        let answer = use_it(&connection);
        // After an error there may be a transaction left, which would hold on to an old moment.
        if connection.is_autocommit() || connection.execute_batch("ROLLBACK").is_ok() {
            slot.connection = Some(connection);
        }
        answer
    }

    fn slot(&self) -> Result<Slot<'_>> {
        let mut pool = self.pool();
        while pool.idle.is_empty() && pool.lent >= MOST && !pool.closed {
            pool.wanted += 1;
            pool = self.back.wait(pool).unwrap_or_else(PoisonError::into_inner);
            pool.wanted -= 1;
        }
        if pool.closed {
            return Err(self.place.is_closed());
        }
        pool.lent += 1;
        Ok(Slot { readers: self, connection: pool.idle.pop() })
    }

    fn pool(&self) -> MutexGuard<'_, Pool> {
        // What it guards is whole between any two statements, so a panic elsewhere does not matter.
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The right to use one connection; it goes back to the pool with the slot.
struct Slot<'r> {
    readers: &'r Readers,
    connection: Option<Connection>,
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        let mut pool = self.readers.pool();
        match self.connection.take() {
            // Closed before whoever closes the storage goes on.
            Some(connection) if pool.closed => drop(connection),
            back => pool.idle.extend(back),
        }
        pool.lent -= 1;
        if pool.wanted > 0 {
            drop(pool);
            self.readers.back.notify_all();
        }
    }
}
