//! The PostgreSQL storage: one database, any number of machines.
//!
//! Where what is: `address` reads the URL, `tls` and `pool` make connections, `runtime` is the thread that they live on,
//! `schema` makes the tables and brings them up to date, `statements` says what is sent and what comes back, `following`
//! what of it stands in other records, `commits` finds out what became of a commit whose connection broke, `execute` lets
//! decisions decide, `copying` gives or takes all that there is, `errors` has PostgreSQL's errors in this library's words.
//!
//! **Statements.** Nothing is prepared by name and nothing is kept in a session, so a pooler may hand every transaction
//! to another connection. The statements are calls of functions that the schema has, whose plans PostgreSQL keeps.

mod address;
mod commits;
mod copying;
mod errors;
mod execute;
mod following;
mod pool;
mod runtime;
mod schema;
mod statements;
mod tls;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use address::Address;
use errors::{Failure, Outcome};
use pool::Pool;
use runtime::Runtime;
use statements::{Found, Statements};

use super::Storage;
use super::copying::Whole;
use crate::change::{ChangeSet, Reads, Snapshot};
use crate::error::{Code, Error, Result};
use crate::model::Timestamp;
use crate::through::Through;
use crate::view::Decision;

/// Keeps records in a schema of a PostgreSQL database, which any number of machines may use at once.
///
/// A read is one round trip, a write without conflict two. The time is the database's. Calls ride out a restart of the
/// server or a broken connection for the time that the URL allows; whether a commit whose connection broke was made is
/// found out, never guessed.
///
/// The connections live on a thread of the storage's own, so blocking calls work inside of an async runtime too.
pub struct PostgresStorage {
    inner: Arc<Inner>,
    contended: execute::Contended,
    runtime: Option<Runtime>,
    process: u32,
    closed: AtomicBool,
}

/// What work on the runtime's thread shares.
#[derive(Debug)]
struct Inner {
    pool: Pool,
    statements: Statements,
}

impl PostgresStorage {
    /// Opens a database by its URL, and makes or brings up to date what it needs in its schema.
    ///
    /// `postgres://user:password@host:5432/database?schema=release_core&…` (or `postgresql:`), as other programs write
    /// it. Without a password, that of the environment variable `PGPASSWORD` is used. Besides the parameters of the
    /// PostgreSQL client (`connect_timeout`, `application_name`, `target_session_attrs`, `host` for a folder of a unix
    /// socket, …):
    ///
    /// | parameter | is |
    /// |---|---|
    /// | `schema` | where the tables are, lower-case letters, digits and `_`; `release_core` by default |
    /// | `sslmode` | `disable`, `prefer` (the default), `require`, or `verify-full`, which alone checks whom it speaks to |
    /// | `sslrootcert` | a PEM file of the authorities that `verify-full` trusts, instead of the machine's |
    /// | `pool_size` | at most so many connections, 1 to 1000; 10 by default |
    /// | `retry_timeout_ms` | how long a call tries to reach a server that is away, at most 300000; 10000 by default |
    ///
    /// # Errors
    /// - `invalid_request`, where the URL is none
    /// - `unavailable`, where there is no server, it has no connection left or it refuses the user (only the first two
    ///   are worth trying again), or the user may not make what is missing
    /// - `storage_read_only`, on a replica or where the session may only read
    /// - `not_a_database`, where the schema is another program's
    /// - `schema_too_new`, where a later version of this library made it
    pub fn open(url: &str) -> Result<PostgresStorage> {
        PostgresStorage::open_or_make(url, true, true)
    }

    /// Opens a database, and makes what is not there and brings up to date what is older where `make` and `upgrade` say so.
    pub(crate) fn open_or_make(url: &str, make: bool, upgrade: bool) -> Result<PostgresStorage> {
        let address = Address::parse(url)?;
        let statements = Statements::new(&address.schema);
        let pool = Pool::new(address)?;
        let runtime = Runtime::start()?;
        let inner = Arc::new(Inner { pool, statements });
        let opening = Arc::clone(&inner);
        runtime.run(async move { schema::migrate(&opening.pool, schema::MIGRATIONS, make, upgrade).await })??;
        Ok(PostgresStorage {
            inner,
            contended: execute::Contended::default(),
            runtime: Some(runtime),
            process: std::process::id(),
            closed: AtomicBool::new(false),
        })
    }

    /// Says why the storage may not be used, if so.
    fn check(&self) -> Result<()> {
        if self.is_forked() {
            let message = format!(
                "{} was opened before this process was forked; open it again in the new process",
                self.inner.pool.address
            );
            return Err(Error::new(Code::Unavailable, message).retryable(false));
        }
        if self.closed.load(Ordering::Acquire) {
            return Err(self.inner.pool.is_closed());
        }
        Ok(())
    }

    fn is_forked(&self) -> bool {
        std::process::id() != self.process
    }

    /// Runs work on the thread of the connections, and waits for it.
    fn run<T: Send + 'static>(&self, work: impl Future<Output = Result<T>> + Send + 'static) -> Result<T> {
        self.runtime.as_ref().ok_or_else(|| self.inner.pool.is_closed())?.run(work)?
    }

    fn find(&self, through: Through) -> Result<Found> {
        let inner = Arc::clone(&self.inner);
        self.run(async move { inner.read(&through).await })
    }
}

impl Inner {
    /// Until when a call that begins now may try again.
    fn deadline(&self) -> Instant {
        Instant::now() + self.pool.address.patience
    }

    /// Reads in one statement; again, on another connection, where the connection broke.
    async fn read(&self, through: &Through) -> Result<Found> {
        let deadline = self.deadline();
        let mut pause = Pause::default();
        loop {
            let connection = self.pool.connection(deadline).await?;
            let answer = connection.read(self.statements.read(through)).await;
            // Looking into a failure may take a connection of its own, and there may be only one.
            drop(connection);
            match answer {
                Ok(rows) => return statements::found(through, &rows),
                Err(failure) => self.retry(failure, deadline, &mut pause).await?,
            }
        }
    }

    /// Pauses where what failed may be done again, or fails with it.
    async fn retry(&self, failure: Failure, deadline: Instant, pause: &mut Pause) -> Result<()> {
        match failure.outcome {
            Outcome::Nothing => Err(self.explained(failure.error).await),
            Outcome::Again | Outcome::Elsewhere | Outcome::Lost if Instant::now() < deadline => {
                pause.wait().await;
                Ok(())
            }
            Outcome::Again | Outcome::Elsewhere | Outcome::Lost => Err(failure.error),
        }
    }

    /// Where something of the schema is missing, another version of this library may have changed it.
    async fn explained(&self, error: Error) -> Error {
        if error.get("sqlstate").is_none_or(|state| !matches!(state, "42883" | "42P01" | "3F000")) {
            return error;
        }
        match schema::still_known(&self.pool).await {
            Ok(()) => error,
            Err(reason) => reason,
        }
    }
}

impl Storage for PostgresStorage {
    fn read(&self, reads: &Reads) -> Result<Snapshot> {
        self.check()?;
        Ok(self.find(reads.clone().into())?.snapshot)
    }

    fn commit(&self, changes: &ChangeSet) -> Result<()> {
        self.check()?;
        // The time only says how long ago the caller decided, which nobody knows here; so it is asked for.
        let decided_at = if changes.is_empty() { Timestamp::from_millis(0) } else { self.now()? };
        match self.commit_decided(changes, decided_at)? {
            overtaken if overtaken.is_empty() => Ok(()),
            overtaken => Err(execute::overtaken(&overtaken)),
        }
    }

    fn now(&self) -> Result<Timestamp> {
        self.check()?;
        Ok(self.find(Through::default())?.now)
    }

    fn execute(&self, decision: Arc<dyn Decision>) -> Result<()> {
        self.check()?;
        self.execute_here(&*decision)
    }

    fn close(&self) -> Result<()> {
        if self.is_forked() || self.closed.swap(true, Ordering::AcqRel) {
            return Ok(());
        }
        let inner = Arc::clone(&self.inner);
        self.run(async move {
            inner.pool.close().await;
            Ok(())
        })
    }

    fn location(&self) -> String {
        self.inner.pool.address.to_string()
    }

    fn whole(&self) -> Option<&dyn Whole> {
        Some(self)
    }
}

impl fmt::Debug for PostgresStorage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresStorage").field("location", &self.location()).finish_non_exhaustive()
    }
}

impl Drop for PostgresStorage {
    fn drop(&mut self) {
        if self.is_forked() {
            // The connections and their thread are the parent's.
            std::mem::forget(self.runtime.take());
            std::mem::forget(Arc::clone(&self.inner));
            return;
        }
        self.inner.pool.forget_idle();
    }
}

/// Pauses that grow, so that many who wait for a server do not crowd it when it comes back.
#[derive(Debug, Default)]
struct Pause(u32);

impl Pause {
    async fn wait(&mut self) {
        let longest = Duration::from_millis(5 << self.0.min(6));
        self.0 += 1;
        // Who waits how long must differ between machines, and need not be random.
        let share = u32::try_from(uuid::Uuid::now_v7().as_u128() % 512).unwrap_or(0) + 512;
        tokio::time::sleep(longest * share / 1024).await;
    }
}
