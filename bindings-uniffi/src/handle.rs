//! The handle: the core's, with JSON in the place of types.

use std::fmt;
use std::sync::Arc;

use release_core::{Code, CommitSourceConfig, Connection, Error, Releases, Result};
use serde::Deserialize;

use crate::error::NativeError;
use crate::json::{self, Milliseconds};
use crate::worker::NativeWorker;

/// A handle on one database. Every call exists in a form that blocks, and in one that waits without a thread.
#[derive(uniffi::Object)]
pub struct NativeReleases {
    releases: Releases,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OpenOptions {
    idempotency_ttl_ms: Option<Milliseconds>,
    dispatch_wait_ms: Option<Milliseconds>,
}

impl NativeReleases {
    fn at(location: &str, options: &str) -> Result<Arc<NativeReleases>> {
        let said: OpenOptions = json::options(options)?;
        let mut options = Releases::options();
        if let Some(keep) = said.idempotency_ttl_ms {
            options = options.idempotency_ttl(keep.duration());
        }
        if let Some(limit) = said.dispatch_wait_ms {
            options = options.dispatch_wait(limit.duration());
        }
        Ok(Arc::new(NativeReleases { releases: options.open(location)? }))
    }
}

#[uniffi::export]
impl NativeReleases {
    /// Opens a database; the options are a JSON object.
    #[uniffi::constructor]
    pub fn open(location: String, options: String) -> Result<Arc<NativeReleases>, NativeError> {
        Ok(NativeReleases::at(&location, &options)?)
    }

    /// Runs an operation by its name on a JSON object, and answers JSON.
    pub fn invoke(&self, operation: String, arguments: String) -> Result<String, NativeError> {
        Ok(self.releases.invoke(&operation, json::arguments(&arguments)?).call()?.to_string())
    }

    /// Registers a connection that is described by a JSON object.
    pub fn connect(&self, name: String, connection: String) -> Result<(), NativeError> {
        Ok(self.releases.connect(name, Connection::from_json(&connection)?)?)
    }

    /// Adds a commit source that is described by a JSON object, for one repository or all that have none.
    pub fn add_commit_source(&self, repository: Option<String>, source: String) -> Result<(), NativeError> {
        Ok(self.releases.add_commit_source(repository.as_deref(), CommitSourceConfig::from_json(&source)?)?)
    }

    /// Starts a worker; the options are a JSON object.
    pub fn start_worker(&self, options: String) -> Result<Arc<NativeWorker>, NativeError> {
        Ok(NativeWorker::start(&self.releases, &options)?)
    }

    /// Where the database is, for people.
    pub fn location(&self) -> String {
        self.releases.location()
    }

    /// Closes the database; later calls fail.
    pub fn close_database(&self) -> Result<(), NativeError> {
        Ok(self.releases.close()?)
    }
}

#[uniffi::export(async_runtime = "tokio")]
impl NativeReleases {
    /// As `open`.
    #[uniffi::constructor]
    pub async fn open_async(location: String, options: String) -> Result<Arc<NativeReleases>, NativeError> {
        apart(move || NativeReleases::at(&location, &options)).await
    }

    /// As `invoke`.
    pub async fn invoke_async(&self, operation: String, arguments: String) -> Result<String, NativeError> {
        Ok(self.releases.invoke(&operation, json::arguments(&arguments)?).await?.to_string())
    }

    /// As `close_database`.
    pub async fn close_database_async(&self) -> Result<(), NativeError> {
        let releases = self.releases.clone();
        apart(move || releases.close()).await
    }
}

impl fmt::Debug for NativeReleases {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.releases.fmt(f)
    }
}

/// Does on a thread of its own what blocks.
pub(crate) async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T, NativeError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(answer) => Ok(answer?),
        Err(gone) => Err(Error::new(Code::Internal, "a bug: a call ended without an answer").caused_by(gone).into()),
    }
}
