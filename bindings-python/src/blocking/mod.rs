//! The blocking face: `Releases`. Its operations, in the other files of this folder, are written by `generate.py`.

mod deployments;
mod environments;
mod history;
mod live;
mod projects;
mod releases;
mod workflows;

use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::arguments::{Connection, Given, Location, Source, Span, Text};
use crate::awaiting::AsyncReleases;
use crate::error::{Failure, Result};
use crate::handle::{self, Handle};
use crate::running::run_blocking;
use crate::worker::Worker;

/// A handle on one database of releases, which threads may share.
///
/// Opens a database by its path or URL, and makes it where there is none: `releases.db`,
/// `sqlite:releases.db?synchronous=normal`, `memory:`, `postgres://deploy@db.acme.dev/releases?sslmode=verify-full`.
/// Options of a `sqlite:` URL: `synchronous` (`full`, the default, survives a power cut; `normal` may lose the last calls
/// to one, never the file), `busy_timeout_ms` (how long to wait for another process that writes; 5000). Those of a
/// `postgres:` URL are in `docs/postgresql.md` of the repository.
///
/// Opening a handle starts nothing. It starts only workflows over connections that this program has registered by
/// `connect`, and takes up what others have left only when told to, by `dispatch_pending` or a worker.
///
/// Every operation may raise `UnavailableError` (a busy or closed store, a full disk), `ConflictError` and `InternalError`,
/// besides what its own description says; a call that fails changes nothing. A wrong type of an argument is a `TypeError`.
///
///     with Releases("releases.db") as releases:
///         releases.create_project("web", "acme/web")
///
/// Args:
///     location: A path or a URL.
///     idempotency_ttl: How long the answers of calls with an idempotency key are kept; 7 days by default.
///     dispatch_wait: How long a call that starts a workflow waits for the CI system's answer; 10 seconds by default.
///
/// Raises:
///     InvalidInputError: a URL that is not understood
///     UnavailableError: `not_a_database`, `schema_too_new`, `storage_read_only`, `storage_full`, `unavailable`
#[pyclass(frozen, weakref, module = "release_core")]
#[derive(Debug)]
pub(crate) struct Releases(Handle);

impl Releases {
    fn releases(&self) -> Result<&release_core::Releases> {
        self.0.releases()
    }
}

#[pymethods]
impl Releases {
    #[new]
    #[pyo3(signature = (location, *, idempotency_ttl=None, dispatch_wait=None))]
    fn new(
        py: Python<'_>,
        location: Given<Location>,
        idempotency_ttl: Option<Given<Span>>,
        dispatch_wait: Option<Given<Span>>,
    ) -> PyResult<Releases> {
        let open = handle::opening(location.of("location")?, idempotency_ttl, dispatch_wait)?;
        run_blocking(py, open).map(Releases)
    }

    /// A database in memory, for tests and for trying things out. It is gone with its last handle.
    #[staticmethod]
    #[pyo3(signature = (*, idempotency_ttl=None, dispatch_wait=None))]
    fn in_memory(idempotency_ttl: Option<Given<Span>>, dispatch_wait: Option<Given<Span>>) -> PyResult<Releases> {
        let open = handle::opening("memory:".to_owned(), idempotency_ttl, dispatch_wait)?;
        Ok(Releases(open().map_err(Failure)?))
    }

    /// Registers a connection under a name, for this handle: workflows that name it are started over it, and its webhooks
    /// are checked by it. A connection of the same name is replaced, which is how a token is changed.
    ///
    /// Args:
    ///     name: The name by which workflows ask for it.
    ///     connection: What it is, as a mapping with `kind`: see `release_core.connections`.
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_name`, `invalid_request`; no message shows a value
    fn connect(&self, py: Python<'_>, name: Given<Text>, connection: Given<Connection>) -> PyResult<()> {
        run_blocking(py, self.0.connecting(name.of("name")?, connection.of("connection")?)?)
    }

    /// Gives this handle a commit source: for one repository, or for all that have none of their own.
    ///
    /// Args:
    ///     repository: The repository, `org/repo_name`; `None` for all others.
    ///     source: What it is, as a mapping with `kind`: see `release_core.connections`.
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_repository`, `invalid_request`
    fn add_commit_source(
        &self,
        py: Python<'_>,
        repository: Option<Given<Text>>,
        source: Given<Source>,
    ) -> PyResult<()> {
        let repository = repository.map(|repository| repository.of("repository")).transpose()?;
        run_blocking(py, self.0.adding_source(repository, source.of("source")?)?)
    }

    /// Starts a worker on a thread of its own, which takes up dispatches, asks about silent runs and forgets what has
    /// expired, and tries again after a pause where the storage cannot be used. Several workers may run on one database.
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
        self.0.start_worker(poll_interval, check_interval, silent_after).map(Worker::from)
    }

    /// The same database and connections, to be awaited. Closing one closes the other.
    fn to_async(&self) -> PyResult<AsyncReleases> {
        Ok(AsyncReleases::new(self.0.share()?)?)
    }

    /// Closes the database, for this handle and those that were made of it; later calls raise `UnavailableError`.
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        run_blocking(py, self.0.closing()?)
    }

    /// Where the database is, for people: a path or URL without credentials.
    #[getter]
    fn location(&self) -> PyResult<String> {
        Ok(self.releases()?.location())
    }

    fn __enter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    #[pyo3(signature = (*raised: "object"))]
    fn __exit__(&self, py: Python<'_>, raised: &Bound<'_, PyTuple>) -> PyResult<()> {
        let _ = raised;
        self.close(py)
    }

    fn __repr__(&self) -> String {
        self.0.shown("Releases")
    }
}
