//! The worker, which is stopped from outside.

use std::sync::{Arc, Mutex, PoisonError};

use release_core::{Releases, Result, Worker, WorkerOptions};
use serde::Deserialize;

use crate::error::{NativeError, Trouble};
use crate::handle::apart;
use crate::json::{self, Milliseconds};

/// A worker that runs until it is stopped.
#[derive(Debug, uniffi::Object)]
pub struct NativeWorker {
    worker: Mutex<Option<Worker>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Options {
    poll_interval_ms: Option<Milliseconds>,
    check_interval_ms: Option<Milliseconds>,
    silent_after_ms: Option<Milliseconds>,
}

impl NativeWorker {
    pub(crate) fn start(releases: &Releases, options: &str) -> Result<Arc<NativeWorker>> {
        let said: Options = json::options(options)?;
        let mut options = WorkerOptions::new();
        if let Some(interval) = said.poll_interval_ms {
            options = options.poll_interval(interval.duration());
        }
        if let Some(interval) = said.check_interval_ms {
            options = options.check_interval(interval.duration());
        }
        if let Some(silence) = said.silent_after_ms {
            options = options.silent_after(silence.duration());
        }
        Ok(Arc::new(NativeWorker { worker: Mutex::new(Some(releases.start_worker(options)?)) }))
    }

    fn taken(&self) -> Option<Worker> {
        self.worker.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

#[uniffi::export]
impl NativeWorker {
    /// Stops it, and waits for the round that it is in.
    pub fn stop(&self) {
        drop(self.taken());
    }

    /// Whether it was stopped, or has ended because the handle was closed.
    pub fn has_ended(&self) -> bool {
        self.worker.lock().unwrap_or_else(PoisonError::into_inner).as_ref().is_none_or(Worker::has_ended)
    }

    /// What kept its last round from being done.
    pub fn last_error(&self) -> Option<Trouble> {
        let worker = self.worker.lock().unwrap_or_else(PoisonError::into_inner);
        worker.as_ref().and_then(Worker::last_error).as_ref().map(Trouble::from)
    }
}

#[uniffi::export(async_runtime = "tokio")]
impl NativeWorker {
    /// As `stop`.
    pub async fn stop_async(&self) -> Result<(), NativeError> {
        let worker = self.taken();
        apart(move || {
            drop(worker);
            Ok(())
        })
        .await
    }
}
