//! The face for asyncio: `AsyncReleases`. Its operations, in the other files of this folder, are written by `generate.py`.

mod deployments;
mod environments;
mod history;
mod live;
mod projects;
mod releases;
mod workflows;

use pyo3::prelude::*;
use pyo3::types::PyTuple;
use release_core::{Call, Code, Error, Operation};
use tokio::runtime::{Builder, Runtime};

use crate::arguments::{Connection, Given, Location, Source, Span, Text};
use crate::error::{Failure, Result, guarded};
use crate::handle::{self, Handle};
use crate::running::{self, run_blocking};
use crate::worker::Worker;

/// A handle on one database of releases for asyncio: the operations of `Releases`, each to be awaited.
///
/// No call blocks the event loop; tasks and threads may share a handle. Where an awaiting task is canceled, a call that
/// has begun is made to its end, whole, or has not begun and is not made; waits are given up.
///
/// Creating a handle opens the database, which takes a moment: from within a loop, `await AsyncReleases.open(…)`.
///
///     async with await AsyncReleases.open("releases.db") as releases:
///         await releases.create_project("web", "acme/web")
///
/// Args:
///     location: A path or a URL, as for `Releases`: `releases.db`, `memory:`, `postgres://…`.
///     idempotency_ttl: How long the answers of calls with an idempotency key are kept; 7 days by default.
///     dispatch_wait: How long a call that starts a workflow waits for the CI system's answer; 10 seconds by default.
///
/// Raises:
///     InvalidInputError: a URL that is not understood
///     UnavailableError: `not_a_database`, `schema_too_new`, `storage_read_only`, `storage_full`, `unavailable`
#[pyclass(frozen, weakref, module = "release_core")]
#[derive(Debug)]
pub(crate) struct AsyncReleases {
    handle: Handle,
    threads: Threads,
}

/// The threads that calls block on. A runtime is all that the library's futures look for them by; nothing else runs on it.
#[derive(Debug)]
struct Threads(Option<Runtime>);

/// How many calls may block at once; more wait for their turn.
const MOST_THREADS: usize = 128;

impl Threads {
    fn new() -> Result<Threads> {
        let mut threads = Builder::new_current_thread();
        let threads = threads.max_blocking_threads(MOST_THREADS).thread_name("release-call").build();
        threads.map(|runtime| Threads(Some(runtime))).map_err(|error| {
            let message = "no runtime could be made for calls that are awaited; try again";
            Failure(Error::new(Code::Unavailable, message).caused_by(error))
        })
    }

    fn handle(&self) -> Result<tokio::runtime::Handle> {
        let gone = || Failure(Error::new(Code::Internal, "a bug: a handle without threads"));
        self.0.as_ref().map(|runtime| runtime.handle().clone()).ok_or_else(gone)
    }

    /// Does something that blocks on one of the threads.
    async fn apart<T: Send + 'static>(
        &self,
        action: impl FnOnce() -> release_core::Result<T> + Send + 'static,
    ) -> Result<T> {
        let runtime = self.handle()?;
        let doing = runtime.spawn_blocking(|| guarded(action));
        match running::in_runtime(runtime, doing).await {
            Ok(done) => Ok(done?),
            Err(_) => Err(Failure(Error::new(Code::Unavailable, "the handle was dropped before this was done"))),
        }
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            // Calls that have begun go on to their end; nobody waits for them here.
            runtime.shutdown_background();
        }
    }
}

impl AsyncReleases {
    pub(crate) fn new(handle: Handle) -> Result<AsyncReleases> {
        Ok(AsyncReleases { handle, threads: Threads::new()? })
    }

    fn releases(&self) -> Result<&release_core::Releases> {
        self.handle.releases()
    }

    async fn run<O: Operation>(&self, call: Call<O>) -> PyResult<O::Output> {
        running::awaited(self.threads.handle()?, call).await
    }
}

#[pymethods]
impl AsyncReleases {
    #[new]
    #[pyo3(signature = (location, *, idempotency_ttl=None, dispatch_wait=None))]
    fn opened(
        py: Python<'_>,
        location: Given<Location>,
        idempotency_ttl: Option<Given<Span>>,
        dispatch_wait: Option<Given<Span>>,
    ) -> PyResult<AsyncReleases> {
        let open = handle::opening(location.of("location")?, idempotency_ttl, dispatch_wait)?;
        Ok(AsyncReleases::new(run_blocking(py, open)?)?)
    }

    /// Opens a database, as creating an `AsyncReleases` does, without blocking the loop.
    #[staticmethod]
    #[pyo3(signature = (location, *, idempotency_ttl=None, dispatch_wait=None))]
    async fn open(
        location: Given<Location>,
        idempotency_ttl: Option<Given<Span>>,
        dispatch_wait: Option<Given<Span>>,
    ) -> PyResult<AsyncReleases> {
        let open = handle::opening(location.of("location")?, idempotency_ttl, dispatch_wait)?;
        let threads = Threads::new()?;
        let handle = threads.apart(open).await?;
        Ok(AsyncReleases { handle, threads })
    }

    /// A database in memory, for tests and for trying things out. It is gone with its last handle.
    #[staticmethod]
    #[pyo3(signature = (*, idempotency_ttl=None, dispatch_wait=None))]
    fn in_memory(idempotency_ttl: Option<Given<Span>>, dispatch_wait: Option<Given<Span>>) -> PyResult<AsyncReleases> {
        let open = handle::opening("memory:".to_owned(), idempotency_ttl, dispatch_wait)?;
        Ok(AsyncReleases::new(open().map_err(Failure)?)?)
    }

    /// Registers a connection under a name, as `Releases.connect` does.
    ///
    /// Args:
    ///     name: The name by which workflows ask for it.
    ///     connection: What it is, as a mapping with `kind`: see `release_core.connections`.
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_name`, `invalid_request`; no message shows a value
    async fn connect(&self, name: Given<Text>, connection: Given<Connection>) -> PyResult<()> {
        let connect = self.handle.connecting(name.of("name")?, connection.of("connection")?)?;
        Ok(self.threads.apart(connect).await?)
    }

    /// Gives this handle a commit source, as `Releases.add_commit_source` does.
    ///
    /// Args:
    ///     repository: The repository, `org/repo_name`; `None` for all that have no source of their own.
    ///     source: What it is, as a mapping with `kind`: see `release_core.connections`.
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_repository`, `invalid_request`
    async fn add_commit_source(&self, repository: Option<Given<Text>>, source: Given<Source>) -> PyResult<()> {
        let repository = repository.map(|repository| repository.of("repository")).transpose()?;
        let add = self.handle.adding_source(repository, source.of("source")?)?;
        Ok(self.threads.apart(add).await?)
    }

    /// Starts a worker on a thread of its own, as `Releases.start_worker` does. To stop it blocks for the round that it is
    /// in: `await asyncio.to_thread(worker.stop)`.
    ///
    /// Args:
    ///     poll_interval: How often it looks for work that another process has left; 5 seconds by default.
    ///     check_interval: How often it looks for runs that have fallen silent; a minute by default.
    ///     silent_after: How long a run must have been silent to be asked about; 10 minutes by default.
    ///
    /// Raises:
    ///     UnavailableError: where no thread can be started
    #[pyo3(signature = (*, poll_interval=None, check_interval=None, silent_after=None))]
    fn start_worker(
        &self,
        poll_interval: Option<Given<Span>>,
        check_interval: Option<Given<Span>>,
        silent_after: Option<Given<Span>>,
    ) -> PyResult<Worker> {
        self.handle.start_worker(poll_interval, check_interval, silent_after).map(Worker::from)
    }

    /// Closes the database, for this handle and those that share it; later calls raise `UnavailableError`.
    async fn close(&self) -> PyResult<()> {
        let close = self.handle.closing()?;
        Ok(self.threads.apart(close).await?)
    }

    /// Where the database is, for people: a path or URL without credentials.
    #[getter]
    fn location(&self) -> PyResult<String> {
        Ok(self.releases()?.location())
    }

    async fn __aenter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    #[pyo3(signature = (*raised: "object"))]
    async fn __aexit__(&self, raised: Py<PyTuple>) -> PyResult<()> {
        drop(raised);
        self.close().await
    }

    fn __repr__(&self) -> String {
        self.handle.shown("AsyncReleases")
    }
}
