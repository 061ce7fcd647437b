//! What operations answer, as frozen objects. Each wraps the library's own data and converts an attribute when it is
//! read. The classes are written by `generate.py`; what they share is here.

mod classes;
mod words;

use std::fmt::Write as _;

pub(crate) use classes::*;
#[cfg(feature = "stubs")]
use pyo3::inspect::{PyStaticConstant, PyStaticExpr};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
#[cfg(feature = "stubs")]
use pyo3::types::PyString;
use pyo3::types::{PyDateTime, PyDelta, PyDict, PyTuple, PyTzInfo};
#[cfg(feature = "stubs")]
use pyo3::{PyTypeInfo, type_hint_identifier, type_hint_subscript};
use release_core::{Code, Error, Timestamp};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::arguments::{Given, Mapping, Text};
use crate::error::Failure;
use crate::json;

/// What every class of results has.
macro_rules! result {
    ($type:ident: $($field:literal),*) => {
        impl From<release_core::$type> for $type {
            fn from(data: release_core::$type) -> $type {
                $type(data)
            }
        }

        impl std::hash::Hash for $type {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                // What is equal is written alike. What cannot be written has no hash of its own.
                if let Ok(json) = $crate::json::text(&self.0) {
                    json.hash(state);
                }
            }
        }

        #[pyo3::pymethods]
        impl $type {
            fn __repr__(slf: &pyo3::Bound<'_, Self>) -> pyo3::PyResult<String> {
                $crate::results::shown(slf.as_any(), stringify!($type), &[$($field),*])
            }

            fn __reduce__<'py>(
                slf: &pyo3::Bound<'py, Self>,
            ) -> pyo3::PyResult<(pyo3::Bound<'py, pyo3::PyAny>, (String,))> {
                use pyo3::prelude::*;
                Ok((slf.get_type().getattr("_from_json")?, ($crate::json::text(&slf.get().0)?,)))
            }

            /// Reads what was pickled.
            #[staticmethod]
            fn _from_json(text: &str) -> pyo3::PyResult<$type> {
                $crate::json::read(text).map($type).map_err(Into::into)
            }

            /// As plain data, which `json.dumps` takes: the form that every language and the HTTP service share.
            fn to_dict<'py>(&self, py: pyo3::Python<'py>) -> pyo3::PyResult<$crate::results::Data<'py>> {
                $crate::json::plain(py, &self.0).map($crate::results::Data)
            }
        }
    };
}
pub(crate) use result;

/// `Deployment(id='…', number=1, …)`, without what is not there.
fn shown(result: &Bound<'_, PyAny>, class: &str, fields: &[&str]) -> PyResult<String> {
    let mut text = format!("{class}(");
    let mut is_first = true;
    for field in fields {
        let value = result.getattr(*field)?;
        if !value.is_none() {
            let separator = if is_first { "" } else { ", " };
            // Writing to a text does not fail.
            let _ = write!(text, "{separator}{field}={}", value.repr()?);
            is_first = false;
        }
    }
    text.push(')');
    Ok(text)
}

/// A time as an aware `datetime`.
#[derive(Debug)]
pub(crate) struct Time(pub(crate) Timestamp);

impl<'py> IntoPyObject<'py> for Time {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = PyDateTime::TYPE_HINT;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        static EPOCH: PyOnceLock<Py<PyDateTime>> = PyOnceLock::new();
        let epoch = EPOCH.get_or_try_init(py, || {
            let utc = PyTzInfo::utc(py)?;
            PyDateTime::new(py, 1970, 1, 1, 0, 0, 0, 0, Some(&utc)).map(Bound::unbind)
        })?;
        const DAY: i64 = 86_400_000;
        let (days, rest) = (self.0.as_millis().div_euclid(DAY), self.0.as_millis().rem_euclid(DAY));
        let since = PyDelta::new(py, days as i32, (rest / 1000) as i32, (rest % 1000 * 1000) as i32, false)?;
        epoch.bind(py).add(since)
    }
}

/// Plain data that was made for one reader, who may do with it what he likes.
#[derive(Debug)]
pub(crate) struct Data<'py>(pub(crate) Bound<'py, PyAny>);

impl<'py> IntoPyObject<'py> for Data<'py> {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr =
        type_hint_subscript!(PyDict::TYPE_HINT, PyString::TYPE_HINT, type_hint_identifier!("typing", "Any"));

    fn into_pyobject(self, _: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.0)
    }
}

/// What a map has, as a dictionary of its own.
pub(crate) fn data<'py>(py: Python<'py>, map: &Map<String, Value>) -> PyResult<Data<'py>> {
    match map.is_empty() {
        true => Ok(Data(PyDict::new(py).into_any())),
        false => json::plain(py, map).map(Data),
    }
}

/// Several, as a tuple.
#[derive(Debug)]
pub(crate) struct Tuple<T>(pub(crate) Vec<T>);

impl<'py, T: IntoPyObject<'py>> IntoPyObject<'py> for Tuple<T> {
    type Target = PyTuple;
    type Output = Bound<'py, PyTuple>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        PyTuple::TYPE_HINT,
        T::OUTPUT_TYPE,
        PyStaticExpr::Constant { value: PyStaticConstant::Ellipsis }
    );

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0)
    }
}

/// The texts of several names.
pub(crate) fn texts<'a, T: ToString + 'a>(items: impl IntoIterator<Item = &'a T>) -> Tuple<String> {
    Tuple(items.into_iter().map(ToString::to_string).collect())
}

/// The objects of several.
pub(crate) fn objects<'a, T: Clone + 'a, P: From<T>>(items: impl IntoIterator<Item = &'a T>) -> Tuple<P> {
    Tuple(items.into_iter().cloned().map(P::from).collect())
}

/// A word of an enumeration, which is a member of an `Enum` in Python.
pub(crate) trait Word: Serialize {
    /// The name of the class.
    const CLASS: &'static str;
    #[cfg(feature = "stubs")]
    const HINT: PyStaticExpr;

    /// The members of the class by their words.
    fn members() -> &'static PyOnceLock<Py<PyDict>>;
}

/// A member of an enumeration.
#[derive(Debug)]
pub(crate) struct Member<T>(pub(crate) T);

impl<'py, T: Word> IntoPyObject<'py> for Member<T> {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = T::HINT;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let members = T::members().get_or_try_init(py, || {
            let class = py.import("release_core.enums")?.getattr(T::CLASS)?;
            let members = PyDict::new(py);
            for member in class.try_iter()? {
                let member = member?;
                members.set_item(member.getattr("value")?, member)?;
            }
            Ok::<_, PyErr>(members.unbind())
        })?;
        match serde_json::to_value(self.0) {
            Ok(Value::String(word)) => members.bind(py).as_any().get_item(word),
            _ => Err(Failure(Error::new(Code::Internal, format!("a bug: {} is no text", T::CLASS))).into()),
        }
    }
}

/// A page of a list, as Python's `Page` of it.
#[derive(Debug)]
pub(crate) struct PageOf<T> {
    items: Vec<T>,
    next: Option<String>,
    total: Option<u64>,
}

impl<C, T: From<C>> From<release_core::Page<C>> for PageOf<T> {
    fn from(page: release_core::Page<C>) -> PageOf<T> {
        PageOf { next: page.next, total: page.total, items: page.items.into_iter().map(T::from).collect() }
    }
}

impl<'py, T: IntoPyObject<'py>> IntoPyObject<'py> for PageOf<T> {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr =
        type_hint_subscript!(type_hint_identifier!("release_core.page", "Page"), T::OUTPUT_TYPE);

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        static PAGE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        let items = PyTuple::new(py, self.items)?;
        PAGE.import(py, "release_core.page", "Page")?.call1((items, self.next, self.total))
    }
}

#[pymethods]
impl Workflow {
    #[new]
    #[pyo3(signature = (trigger, connection, *, settings=None, parameters=None))]
    fn new(
        trigger: Given<Text>,
        connection: Given<Text>,
        settings: Option<Given<Mapping>>,
        parameters: Option<Given<Mapping>>,
    ) -> PyResult<Workflow> {
        let mut described = Map::new();
        described.insert("trigger".to_owned(), trigger.of("trigger")?.into());
        described.insert("connection".to_owned(), connection.of("connection")?.into());
        for (name, mapping) in [("settings", settings), ("parameters", parameters)] {
            if let Some(mapping) = mapping {
                described.insert(name.to_owned(), json::value(&mapping.of(name)?).map_err(Failure)?);
            }
        }
        Ok(Workflow(release_core::Workflow::from_json(Value::Object(described)).map_err(Failure)?))
    }
}
