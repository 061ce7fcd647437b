//! What both faces hold: a handle of the library, for the process that opened it.

use pyo3::prelude::*;
use release_core::{Code, CommitSourceConfig, Connection, Error, Releases, Worker, WorkerOptions};

use crate::arguments::{Given, Span};
use crate::error::{Failure, Result, guarded};

/// A handle, and the process that opened it. A child that was forked has a copy of the memory and not of the threads and
/// locks, so that it may neither use the handle nor close it.
#[derive(Debug)]
pub(crate) struct Handle {
    /// There until the handle is dropped.
    releases: Option<Releases>,
    process: u32,
}

/// Something that blocks, or takes its time.
pub(crate) trait Action<T>: FnOnce() -> release_core::Result<T> + Send + 'static {}
impl<T, A: FnOnce() -> release_core::Result<T> + Send + 'static> Action<T> for A {}

/// Opens a database.
pub(crate) fn opening(
    location: String,
    idempotency_ttl: Option<Given<Span>>,
    dispatch_wait: Option<Given<Span>>,
) -> PyResult<impl Action<Handle>> {
    let mut options = Releases::options();
    if let Some(span) = idempotency_ttl {
        options = options.idempotency_ttl(span.of("idempotency_ttl")?);
    }
    if let Some(span) = dispatch_wait {
        options = options.dispatch_wait(span.of("dispatch_wait")?);
    }
    Ok(move || options.open(location).map(Handle::new))
}

impl Handle {
    fn new(releases: Releases) -> Handle {
        Handle { releases: Some(releases), process: std::process::id() }
    }

    pub(crate) fn releases(&self) -> Result<&Releases> {
        match &self.releases {
            Some(releases) if self.process == std::process::id() => Ok(releases),
            _ => {
                let message = format!(
                    "this handle was opened by process {}, of which this one was forked; open the database anew here, \
                     or start processes by 'spawn' or 'forkserver'",
                    self.process
                );
                Err(Failure(Error::new(Code::Unavailable, message).retryable(false)))
            }
        }
    }

    /// The same database, for the other face.
    pub(crate) fn share(&self) -> Result<Handle> {
        Ok(Handle::new(self.releases()?.clone()))
    }

    pub(crate) fn connecting(&self, name: String, connection: String) -> Result<impl Action<()>> {
        let releases = self.releases()?.clone();
        Ok(move || releases.connect(name, Connection::from_json(&connection)?))
    }

    pub(crate) fn adding_source(&self, repository: Option<String>, source: String) -> Result<impl Action<()>> {
        let releases = self.releases()?.clone();
        Ok(move || releases.add_commit_source(repository.as_deref(), CommitSourceConfig::from_json(&source)?))
    }

    pub(crate) fn closing(&self) -> Result<impl Action<()>> {
        let releases = self.releases()?.clone();
        Ok(move || releases.close())
    }

    pub(crate) fn start_worker(
        &self,
        poll_interval: Option<Given<Span>>,
        check_interval: Option<Given<Span>>,
        silent_after: Option<Given<Span>>,
    ) -> PyResult<Worker> {
        let mut options = WorkerOptions::new();
        if let Some(span) = poll_interval {
            options = options.poll_interval(span.of("poll_interval")?);
        }
        if let Some(span) = check_interval {
            options = options.check_interval(span.of("check_interval")?);
        }
        if let Some(span) = silent_after {
            options = options.silent_after(span.of("silent_after")?);
        }
        let releases = self.releases()?;
        Ok(guarded(|| releases.start_worker(options)).map_err(Failure)?)
    }

    pub(crate) fn shown(&self, class: &str) -> String {
        match self.releases() {
            Ok(releases) => format!("{class}({:?})", releases.location()),
            Err(_) => format!("{class}(of another process)"),
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        let Some(releases) = self.releases.take() else { return };
        if self.process != std::process::id() {
            std::mem::forget(releases);
        }
    }
}
