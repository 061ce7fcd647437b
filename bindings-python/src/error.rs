//! From the library's errors to Python's exceptions.

use std::any::Any;
use std::error::Error as StdError;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;
use release_core::{Code, Error};

/// An error of the library on its way to Python.
#[derive(Debug)]
pub(crate) struct Failure(pub(crate) Error);

pub(crate) type Result<T> = std::result::Result<T, Failure>;

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure(error)
    }
}

impl From<Failure> for PyErr {
    fn from(Failure(error): Failure) -> PyErr {
        Python::attach(|py| raised(py, &error).unwrap_or_else(|trouble| trouble))
    }
}

/// The exception of an error, with those of its causes.
pub(crate) fn raised(py: Python<'_>, error: &Error) -> PyResult<PyErr> {
    static MADE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let context = PyDict::new(py);
    for (key, value) in error.context() {
        // Of facts that are told twice, the inner layer's counts, as in `Error::get`.
        if !context.contains(key)? {
            context.set_item(key, value)?;
        }
    }
    let arguments = (error.kind().as_str(), error.message(), error.code().as_str(), context, error.is_retryable());
    let made = PyErr::from_value(MADE.import(py, "release_core.errors", "_made")?.call1(arguments)?);
    if let Some(cause) = error.cause() {
        made.set_cause(py, Some(cause_of(py, cause)?));
    }
    Ok(made)
}

/// An error of another layer: an exception of the library where it is one, an `OSError` where the system said it.
fn cause_of(py: Python<'_>, cause: &(dyn StdError + 'static)) -> PyResult<PyErr> {
    if let Some(error) = cause.downcast_ref::<Error>() {
        return raised(py, error);
    }
    let made = match cause.downcast_ref::<io::Error>() {
        Some(error) => match error.raw_os_error() {
            Some(number) => pyo3::exceptions::PyOSError::new_err((number, error.to_string())),
            None => io::Error::new(error.kind(), error.to_string()).into(),
        },
        None => PyRuntimeError::new_err(cause.to_string()),
    };
    if let Some(deeper) = cause.source() {
        made.set_cause(py, Some(cause_of(py, deeper)?));
    }
    Ok(made)
}

/// Runs what may be a bug's first sign: a panic is an `internal` error, and never the end of the interpreter.
pub(crate) fn guarded<T>(call: impl FnOnce() -> release_core::Result<T>) -> release_core::Result<T> {
    catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|panic| Err(of_panic(&*panic)))
}

pub(crate) fn of_panic(panic: &(dyn Any + Send)) -> Error {
    let words = panic.downcast_ref::<&str>().copied();
    let words = words.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message");
    Error::new(Code::Internal, format!("a bug: the library panicked: {words}"))
}
