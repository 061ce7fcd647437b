//! The worker, as an object that is stopped by hand, at the end of a `with` block, or with its last reference.

use std::sync::{Mutex, PoisonError};

use pyo3::prelude::*;
use pyo3::types::PyTuple;
use release_core::Worker as Running;

use crate::error::raised;

/// A worker that runs; made by `start_worker`. It stops by `stop()` and at the end of a `with` block, which wait for it, and
/// with its last reference, which does not::
///
///     with releases.start_worker():
///         serve()
#[pyclass(frozen, module = "release_core")]
#[derive(Debug)]
pub(crate) struct Worker {
    running: Mutex<Option<Running>>,
    process: u32,
}

impl From<Running> for Worker {
    fn from(running: Running) -> Worker {
        Worker { running: Mutex::new(Some(running)), process: std::process::id() }
    }
}

impl Worker {
    /// The worker, to be stopped; nothing where it was, and in a child that was forked, whose thread it is not.
    fn take(&self) -> Option<Running> {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner).take();
        match self.process == std::process::id() {
            true => running,
            false => {
                std::mem::forget(running);
                None
            }
        }
    }
}

#[pymethods]
impl Worker {
    /// Stops the worker, and waits for the round that it is in: at most for the answer of the CI system that it waits for.
    /// What it has not done stays recorded and due. Stopping twice is no error.
    fn stop(&self, py: Python<'_>) {
        py.detach(|| drop(self.take()));
    }

    /// Whether it has ended: it was stopped, or the handle was closed.
    #[getter]
    fn has_ended(&self) -> bool {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.as_ref().is_none_or(Running::has_ended)
    }

    /// What kept its last round from being done: an exception; nothing where that went well.
    #[getter]
    fn last_error(&self, py: Python<'_>) -> PyResult<Option<ErrorObject>> {
        let error = self.running.lock().unwrap_or_else(PoisonError::into_inner).as_ref().and_then(Running::last_error);
        error.map(|error| Ok(ErrorObject(raised(py, &error)?))).transpose()
    }

    fn __enter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    #[pyo3(signature = (*raised: "object"))]
    fn __exit__(&self, py: Python<'_>, raised: &Bound<'_, PyTuple>) {
        let _ = raised;
        self.stop(py);
    }

    fn __repr__(&self) -> String {
        format!("Worker({})", if self.has_ended() { "ended" } else { "running" })
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // This is the interpreter's thread, which must not wait. Where there is none to wait instead, it does.
        if let Some(running) = self.take() {
            let _ = std::thread::Builder::new().name("release-stop".to_owned()).spawn(move || running.stop());
        }
    }
}

/// An exception that is handed over and not raised.
pub(crate) struct ErrorObject(PyErr);

impl<'py> IntoPyObject<'py> for ErrorObject {
    type Target = pyo3::exceptions::PyBaseException;
    type Output = Bound<'py, Self::Target>;
    type Error = std::convert::Infallible;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = pyo3::type_hint_identifier!("release_core.errors", "ReleaseError");

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(self.0.into_value(py).into_bound(py))
    }
}
