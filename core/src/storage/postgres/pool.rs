//! Connections: made when they are needed, kept while they are whole, never more than the URL allows.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::future::{join, join3};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{timeout, timeout_at};
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, Row};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::Pause;
use super::address::Address;
use super::errors::{self, Failure, Outcome};
use crate::error::{Code, Error, Result};

/// How long making a connection may take, by all its ways.
const CONNECTING: Duration = Duration::from_secs(30);
/// How long others wait for a process that stopped in the middle of a transaction. It is idle there only while it decides.
const IDLE: &str = "5s";

/// Text and values of one statement.
#[derive(Debug)]
pub(super) struct Statement<'s> {
    pub(super) text: &'s str,
    pub(super) values: Vec<(Box<dyn ToSql + Send + Sync>, Type)>,
}

pub(super) struct Pool {
    pub(super) address: Address,
    shared: Arc<Shared>,
}

struct Shared {
    place: String,
    tls: MakeRustlsConnect,
    /// How long a statement may take.
    longest: Duration,
    permits: Arc<Semaphore>,
    idle: Mutex<Vec<Arc<Client>>>,
}

/// A connection that is one caller's until it is dropped.
#[derive(Debug)]
pub(super) struct Connection {
    client: Arc<Client>,
    shared: Arc<Shared>,
    /// Nobody else may have it: it broke, or a transaction is open on it.
    spoiled: AtomicBool,
    _permit: OwnedSemaphorePermit,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").field("place", &self.place).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Pool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pool").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Pool {
    pub(super) fn new(address: Address) -> Result<Pool> {
        let tls = super::tls::connector(&address.trust)?;
        let permits = Arc::new(Semaphore::new(address.pool_size));
        let (place, longest) = (address.to_string(), address.longest);
        let shared = Shared { place, tls, longest, permits, idle: Mutex::default() };
        Ok(Pool { shared: Arc::new(shared), address })
    }

    /// A connection, waited for until then.
    pub(super) async fn connection(&self, deadline: Instant) -> Result<Connection> {
        let permit = self.permit(deadline).await?;
        let mut pause = Pause::default();
        loop {
            // Also one that came back meanwhile: the server may allow fewer than the pool.
            if let Some(client) = self.shared.whole() {
                return Ok(self.of(client, permit));
            }
            match self.connect().await {
                Ok(client) => return Ok(self.of(client, permit)),
                Err(failure) if failure.outcome == Outcome::Nothing => return Err(failure.error),
                Err(failure) if Instant::now() >= deadline => return Err(failure.error),
                Err(_) => pause.wait().await,
            }
        }
    }

    /// The first connection, which tells at once what is wrong.
    pub(super) async fn first_connection(&self) -> Result<Connection> {
        let permit = self.permit(Instant::now() + CONNECTING).await?;
        match self.shared.whole() {
            Some(client) => Ok(self.of(client, permit)),
            None => Ok(self.of(self.connect().await.map_err(|failure| failure.error)?, permit)),
        }
    }

    async fn permit(&self, deadline: Instant) -> Result<OwnedSemaphorePermit> {
        // A call that finds a connection free gets it, however short its patience.
        let deadline = deadline.max(Instant::now() + Duration::from_millis(100));
        match timeout_at(deadline.into(), Arc::clone(&self.shared.permits).acquire_owned()).await {
            Ok(permit) => permit.map_err(|_| self.is_closed()),
            Err(_) => {
                let size = self.address.pool_size;
                let message = format!(
                    "all {size} connections to {} were in use for too long; try again, or allow more with pool_size",
                    self.address
                );
                Err(Error::new(Code::Unavailable, message).with("pool_size", size))
            }
        }
    }

    fn of(&self, client: Arc<Client>, permit: OwnedSemaphorePermit) -> Connection {
        let (shared, spoiled) = (Arc::clone(&self.shared), AtomicBool::new(false));
        Connection { client, shared, spoiled, _permit: permit }
    }

    async fn connect(&self) -> std::result::Result<Arc<Client>, Failure> {
        let connecting = self.address.config.connect(self.shared.tls.clone());
        match timeout(CONNECTING, connecting).await {
            Ok(Ok((client, connection))) => {
                tokio::spawn(async move {
                    // Its end is told to those who wait for an answer.
                    let _ = connection.await;
                });
                Ok(Arc::new(client))
            }
            Ok(Err(error)) => Err(errors::of_connecting(&self.address, error)),
            Err(_) => Err(errors::timed_out(&self.address)),
        }
    }

    /// Waits for the calls that are under way, and ends the connections.
    pub(super) async fn close(&self) {
        let all = u32::try_from(self.address.pool_size).unwrap_or(u32::MAX);
        // It fails only where it was closed before.
        let _all = self.shared.permits.acquire_many(all).await;
        self.shared.permits.close();
        self.forget_idle();
    }

    pub(super) fn forget_idle(&self) {
        self.shared.idle().clear();
    }

    pub(super) fn is_closed(&self) -> Error {
        let message = format!("{} was closed; open it again", self.address);
        Error::new(Code::Unavailable, message).retryable(false)
    }
}

impl Shared {
    fn idle(&self) -> MutexGuard<'_, Vec<Arc<Client>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The connection that was used last, as far as is known a whole one.
    fn whole(&self) -> Option<Arc<Client>> {
        let mut idle = self.idle();
        idle.retain(|client| !client.is_closed());
        idle.pop()
    }
}

impl Connection {
    /// One statement, in a transaction of its own unless one is open.
    pub(super) async fn query(&self, statement: Statement<'_>) -> std::result::Result<Vec<Row>, Failure> {
        let values: Vec<_> = statement.values.iter().map(|(value, kind)| (&**value as _, kind.clone())).collect();
        self.within(self.client.query_typed(statement.text, &values)).await
    }

    /// A statement that tells in its last column whether the server is a standby, which may lag behind: what it says does
    /// not count.
    pub(super) async fn read(&self, statement: Statement<'_>) -> std::result::Result<Vec<Row>, Failure> {
        let rows = self.query(statement).await?;
        let is_standby = rows.first().is_some_and(|row| row.try_get(row.len() - 1).unwrap_or(false));
        if is_standby {
            self.spoiled.store(true, Ordering::Relaxed);
            return Err(errors::of_standby(&self.shared.place));
        }
        Ok(rows)
    }

    /// Statements that may take as long as they need, one after another.
    pub(super) async fn batch_at_leisure(&self, text: &str) -> std::result::Result<(), Failure> {
        self.client
            .batch_execute(text)
            .await
            .map_err(|error| self.failed(errors::of_statement(&self.shared.place, error)))
    }

    /// Statements without values, one after another.
    pub(super) async fn batch(&self, text: &str) -> std::result::Result<(), Failure> {
        self.within(self.client.batch_execute(text)).await
    }

    /// Opens a transaction and does two things in it, all in one round trip.
    pub(super) async fn begin(
        &self,
        first: Statement<'_>,
        second: Statement<'_>,
    ) -> std::result::Result<Vec<Row>, Failure> {
        self.spoiled.store(true, Ordering::Relaxed);
        // What is behind a lock must be seen as of after the wait. For a process that is stopped in between, nobody waits
        // longer than the time set here.
        let begin =
            format!("BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL idle_in_transaction_session_timeout = '{IDLE}'");
        // What is polled first is sent first, and none waits with sending for another's answer.
        let (begun, locked, read) = join3(self.batch(&begin), self.query(first), self.read(second)).await;
        begun?;
        locked?;
        read
    }

    /// Opens a transaction for much work.
    pub(super) async fn begin_at_leisure(&self, begin: &str) -> std::result::Result<(), Failure> {
        self.spoiled.store(true, Ordering::Relaxed);
        self.batch(begin).await
    }

    /// Ends a transaction that has done much.
    pub(super) async fn commit_at_leisure(&self) -> std::result::Result<(), Failure> {
        let committed = self.batch_at_leisure("COMMIT").await;
        self.ended(&committed);
        committed
    }

    /// One statement and the end of the transaction, in one round trip.
    pub(super) async fn commit(&self, last: Statement<'_>) -> std::result::Result<Vec<Row>, Failure> {
        let (answer, committed) = join(self.query(last), self.batch("COMMIT")).await;
        self.ended(&committed);
        let answer = answer?;
        committed?;
        Ok(answer)
    }

    /// Ends the transaction without a change.
    pub(super) async fn roll_back(&self) {
        // Where it fails, the connection is given up, and the transaction with it.
        self.ended(&self.batch("ROLLBACK").await);
    }

    fn ended(&self, answer: &std::result::Result<(), Failure>) {
        if answer.is_ok() {
            self.spoiled.store(false, Ordering::Relaxed);
        }
    }

    async fn within<T>(
        &self,
        work: impl Future<Output = std::result::Result<T, tokio_postgres::Error>>,
    ) -> std::result::Result<T, Failure> {
        match timeout(self.shared.longest, work).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => Err(self.failed(errors::of_statement(&self.shared.place, error))),
            Err(_) => {
                self.cancel();
                Err(self.failed(errors::unanswered(&self.shared.place, self.shared.longest)))
            }
        }
    }

    /// What was lost on the way may still run, and a new connection may find a server that may be written to.
    fn failed(&self, failure: Failure) -> Failure {
        if matches!(failure.outcome, Outcome::Lost | Outcome::Elsewhere) {
            self.spoiled.store(true, Ordering::Relaxed);
        }
        failure
    }

    /// Asks the server to give up what it is doing for this connection, or it would go on, and the connection stay, until it
    /// is done: more of them than the pool may have.
    fn cancel(&self) {
        let (token, tls) = (self.client.cancel_token(), self.shared.tls.clone());
        tokio::spawn(async move {
            // Where the server is not reached, its own time-outs end the connection.
            let _ = timeout(CONNECTING, token.cancel_query(tls)).await;
        });
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        let spoiled = self.spoiled.load(Ordering::Relaxed) || self.client.is_closed();
        if !spoiled && !self.shared.permits.is_closed() {
            self.shared.idle().push(Arc::clone(&self.client));
        }
    }
}
