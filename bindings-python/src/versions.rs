//! Versions as objects: they parse, compare and hash as the library says.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use pyo3::basic::CompareOp;
use pyo3::prelude::*;
use pyo3::types::{PyNotImplemented, PyString, PyType};

use crate::arguments::{Argument as _, Given, Text};
use crate::error::Failure;

/// A release version, such as `1.4.0`, `2026.11.23` or `nightly-3`.
///
/// 1 to 128 ASCII letters, digits, `.`, `_`, `+` and `-`, with a letter or digit at both ends and no empty part between
/// two dots. Versions have one total order: SemVer's precedence where both are SemVer, part by part for dotted numbers.
/// A version equals the text that it is written as, and nothing else.
///
/// Raises:
///     InvalidInputError: `invalid_request`
#[pyclass(frozen, module = "release_core")]
#[derive(Debug)]
pub(crate) struct ReleaseVersion(pub(crate) release_core::ReleaseVersion);

/// A release version and a counter, `<release-version>-rc<N>`, such as `1.4.0-rc2`.
///
/// Candidates go by release version, then by number, so that `1.4.0-rc10` is after `1.4.0-rc2`. A version equals the text
/// that it is written as, and nothing else.
///
/// Raises:
///     InvalidInputError: `invalid_release_candidate_version`
#[pyclass(frozen, module = "release_core")]
#[derive(Debug)]
pub(crate) struct CandidateVersion(pub(crate) release_core::CandidateVersion);

macro_rules! version {
    ($type:ident) => {
        impl From<release_core::$type> for $type {
            fn from(version: release_core::$type) -> $type {
                $type(version)
            }
        }

        #[pymethods]
        impl $type {
            #[new]
            #[pyo3(signature = (version, /))]
            fn new(version: Given<Text>) -> PyResult<$type> {
                Ok($type(release_core::$type::new(version.of("version")?).map_err(Failure)?))
            }

            fn __str__(&self) -> &str {
                self.0.as_str()
            }

            fn __repr__(&self) -> String {
                format!(concat!(stringify!($type), "('{}')"), self.0)
            }

            /// As of the text, because a version equals its text.
            fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
                PyString::new(py, self.0.as_str()).hash()
            }

            fn __richcmp__<'py>(
                &self,
                other: &Bound<'py, PyAny>,
                op: CompareOp,
                py: Python<'py>,
            ) -> PyResult<Bound<'py, PyAny>> {
                let order = self.order(other);
                let is_equality = matches!(op, CompareOp::Eq | CompareOp::Ne);
                match order {
                    Some(order) => Ok(op.matches(order).into_pyobject(py)?.to_owned().into_any()),
                    None if is_equality && other.is_instance_of::<PyString>() => {
                        Ok(matches!(op, CompareOp::Ne).into_pyobject(py)?.to_owned().into_any())
                    }
                    None => Ok(PyNotImplemented::get(py).to_owned().into_any()),
                }
            }

            fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyType>, (String,)) {
                (slf.get_type(), (slf.get().0.as_str().to_owned(),))
            }
        }

        impl $type {
            /// How it stands to another version or the text of one; nothing where that is none.
            fn order(&self, other: &Bound<'_, PyAny>) -> Option<Ordering> {
                match other.cast::<$type>() {
                    Ok(other) => Some(self.0.cmp(&other.get().0)),
                    Err(_) => {
                        let text = Text::read(other.as_borrowed()).ok()?;
                        Some(self.0.cmp(&release_core::$type::new(text).ok()?))
                    }
                }
            }
        }

        impl PartialEq for $type {
            fn eq(&self, other: &$type) -> bool {
                self.0 == other.0
            }
        }

        impl Hash for $type {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.0.hash(state);
            }
        }
    };
}

version!(ReleaseVersion);
version!(CandidateVersion);

#[pymethods]
impl CandidateVersion {
    /// The release version: `1.4.0` in `1.4.0-rc2`.
    #[getter]
    fn release(&self) -> ReleaseVersion {
        ReleaseVersion(self.0.release().clone())
    }

    /// The counter: 2 in `1.4.0-rc2`.
    #[getter]
    fn number(&self) -> u32 {
        self.0.number()
    }
}
