//! A worker that runs.

use std::sync::{Mutex, PoisonError};

use napi_derive::napi;
use release_core::Worker;
use serde_json::Value;

use crate::answer::{failure, text};
use crate::calls::Calls;
use crate::runtime::let_go;

/// A worker that runs until it is stopped, or nobody holds it.
#[napi]
#[derive(Debug)]
pub struct NativeWorker {
    worker: Mutex<Option<Worker>>,
}

impl NativeWorker {
    pub(crate) fn new(worker: Worker) -> NativeWorker {
        NativeWorker { worker: Mutex::new(Some(worker)) }
    }

    fn take(&self) -> Option<Worker> {
        self.worker.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

#[napi]
impl NativeWorker {
    /// Stops it and waits for the round that it is in.
    #[napi(catch_unwind)]
    pub fn stop(&self, calls: &Calls, number: u32) {
        let worker = self.take();
        calls.make(number, move || {
            drop(worker);
            text(Ok(Value::Null))
        });
    }

    /// Whether it was stopped, or has ended by itself because the handle was closed.
    #[napi(getter, catch_unwind)]
    pub fn has_ended(&self) -> bool {
        let worker = self.worker.lock().unwrap_or_else(PoisonError::into_inner);
        worker.as_ref().is_none_or(Worker::has_ended)
    }

    /// The text of what kept its last round from being done.
    #[napi(getter, catch_unwind)]
    pub fn last_error(&self) -> Option<String> {
        let worker = self.worker.lock().unwrap_or_else(PoisonError::into_inner);
        worker.as_ref().and_then(Worker::last_error).map(failure)
    }
}

impl Drop for NativeWorker {
    fn drop(&mut self) {
        let_go(self.take());
    }
}
