//! Plain data between Python and the library, by way of JSON text, which both sides read and write at speed.

use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString};
use release_core::{Code, Error};
use serde::Serialize;
use serde_json::Value;

use crate::arguments::Fault;
use crate::error::Failure;

/// A mapping as JSON text; nothing where it is no mapping. Paths become texts.
pub(crate) fn of_mapping(given: Borrowed<'_, '_, PyAny>) -> Result<Option<String>, Fault> {
    static DUMPS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    static FSPATH: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let py = given.py();
    if !given.hasattr("keys")? {
        return Ok(None);
    }
    let plain = PyDict::new(py);
    plain.call_method1("update", (given,))?;
    let options = PyDict::new(py);
    options.set_item("default", FSPATH.import(py, "os", "fspath")?)?;
    let written = DUMPS.import(py, "json", "dumps")?.call((plain,), Some(&options));
    match written {
        Ok(json) => Ok(Some(json.extract()?)),
        // Of another type, not a number, in a circle, too deep.
        Err(error) if error.is_instance_of::<PyException>(py) => {
            Err(Fault::Value(format!("it cannot be written as JSON: {}", error.value(py))))
        }
        Err(error) => Err(Fault::Raised(error)),
    }
}

/// Reads what [`of_mapping`] has written.
pub(crate) fn value(json: &str) -> release_core::Result<Value> {
    serde_json::from_str(json).map_err(|error| {
        Error::new(Code::InvalidRequest, format!("it cannot be read as JSON: {error}")).caused_by(error)
    })
}

/// The library's data as JSON text.
pub(crate) fn text(data: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(data)
        .map_err(|error| Failure(Error::new(Code::Internal, "an answer cannot be written as JSON").caused_by(error)))
}

/// The library's data as Python's: dictionaries, lists, texts, numbers.
pub(crate) fn plain<'py>(py: Python<'py>, data: &impl Serialize) -> PyResult<Bound<'py, PyAny>> {
    static LOADS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    LOADS.import(py, "json", "loads")?.call1((PyString::new(py, &text(data)?),))
}

/// Reads the library's data.
pub(crate) fn read<T: serde::de::DeserializeOwned>(json: &str) -> Result<T, Failure> {
    serde_json::from_str(json).map_err(|error| {
        let message = format!("this is not what was pickled: {error}");
        Failure(Error::new(Code::InvalidRequest, message).with("field", "text"))
    })
}
