//! What Python's callers hand in. Reading an argument never fails by itself: what is wrong is told together with the
//! argument's name, a wrong type as a `TypeError`, a wrong value as an `InvalidInputError`.

use std::convert::Infallible;
use std::time::Duration;

use pyo3::exceptions::PyTypeError;
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyByteArray, PyBytes, PyDateTime, PyDelta, PyFloat, PyInt, PyString};
#[cfg(feature = "stubs")]
use pyo3::{PyTypeInfo, type_hint_identifier, type_hint_subscript, type_hint_union};
use release_core::{Code, Error};

use crate::error::Failure;
use crate::json;
use crate::results::Workflow;
use crate::versions::{CandidateVersion, ReleaseVersion};

/// A kind of argument.
pub(crate) trait Argument {
    /// What it becomes.
    type Value;
    /// What a caller may hand in, as a message says it.
    const EXPECTED: &'static str;
    /// What a caller may hand in, as the stubs say it.
    #[cfg(feature = "stubs")]
    const HINT: PyStaticExpr;

    fn read(given: Borrowed<'_, '_, PyAny>) -> Result<Self::Value, Fault>;
}

/// What is wrong with an argument.
pub(crate) enum Fault {
    Type,
    Value(String),
    Library(Error),
    /// What Python code raised while it was read, such as an iterator.
    Raised(PyErr),
}

impl From<PyErr> for Fault {
    fn from(raised: PyErr) -> Fault {
        Fault::Raised(raised)
    }
}

/// An argument that was read, as far as it could be.
pub(crate) struct Given<A: Argument>(Result<A::Value, (Fault, String)>);

impl<A: Argument> FromPyObject<'_, '_> for Given<A> {
    type Error = Infallible;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr = A::HINT;

    fn extract(given: Borrowed<'_, '_, PyAny>) -> Result<Self, Infallible> {
        let found = |fault| (fault, given.get_type().name().map(|name| name.to_string()).unwrap_or_default());
        Ok(Given(A::read(given).map_err(found)))
    }
}

impl<A: Argument> Given<A> {
    /// What an option is where it is not said.
    pub(crate) fn default(value: A::Value) -> Given<A> {
        Given(Ok(value))
    }

    /// The value, or an exception that names the argument.
    pub(crate) fn of(self, name: &'static str) -> PyResult<A::Value> {
        self.0.map_err(|(fault, found)| match fault {
            Fault::Type => PyTypeError::new_err(format!("argument '{name}' must be {}, not {found}", A::EXPECTED)),
            Fault::Value(what) => {
                let message = format!("invalid {name}: {what}");
                let error = Error::new(Code::InvalidRequest, message).with("field", name);
                Failure(error.with("expected", A::EXPECTED)).into()
            }
            Fault::Library(error) => Failure(error.in_field(name)).into(),
            Fault::Raised(raised) => raised,
        })
    }
}

/// An option that may be said, and may be said to be nothing.
pub(crate) enum Setting<A: Argument> {
    Unsaid,
    Nothing,
    Said(Given<A>),
}

impl<A: Argument> FromPyObject<'_, '_> for Setting<A> {
    type Error = Infallible;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr = Option::<Given<A>>::INPUT_TYPE;

    fn extract(given: Borrowed<'_, '_, PyAny>) -> Result<Self, Infallible> {
        Ok(if given.is_none() {
            Setting::Nothing
        } else if given.is(given.py().Ellipsis()) {
            Setting::Unsaid
        } else {
            let Ok(said) = given.extract();
            Setting::Said(said)
        })
    }
}

impl<A: Argument> Setting<A> {
    pub(crate) fn of(self, name: &'static str) -> PyResult<Option<Option<A::Value>>> {
        Ok(match self {
            Setting::Unsaid => None,
            Setting::Nothing => Some(None),
            Setting::Said(given) => Some(Some(given.of(name)?)),
        })
    }
}

/// A text.
pub(crate) struct Text;

impl Argument for Text {
    type Value = String;
    const EXPECTED: &'static str = "str";
    #[cfg(feature = "stubs")]
    const HINT: PyStaticExpr = PyString::TYPE_HINT;

    fn read(given: Borrowed<'_, '_, PyAny>) -> Result<String, Fault> {
        let text = given.cast::<PyString>().map_err(|_| Fault::Type)?;
        text.to_str().map(str::to_owned).map_err(|_| Fault::Value("a lone surrogate is no character".to_owned()))
    }
}

/// A version, as a text or as an object.
pub(crate) struct Version;

impl Argument for Version {
    type Value = String;
    const EXPECTED: &'static str = "str, CandidateVersion or ReleaseVersion";
    #[cfg(feature = "stubs")]
    const HINT: PyStaticExpr =
        type_hint_union!(PyString::TYPE_HINT, CandidateVersion::TYPE_HINT, ReleaseVersion::TYPE_HINT);

    fn read(given: Borrowed<'_, '_, PyAny>) -> Result<String, Fault> {
        if let Ok(version) = given.cast::<CandidateVersion>() {
            return Ok(version.get().0.as_str().to_owned());
        }
        if let Ok(version) = given.cast::<ReleaseVersion>() {
            return Ok(version.get().0.as_str().to_owned());
        }
        Text::read(given)
    }
}

/// A whole number, 0 or more.
pub(crate) struct Number;

impl Argument for Number {
    type Value = u64;
    const EXPECTED: &'static str = "int";
    #[cfg(feature = "stubs")]
    const HINT: PyStaticExpr = PyInt::TYPE_HINT;

    fn read(given: Borrowed<'_, '_, PyAny>) -> Result<u64, Fault> {
        if !given.is_instance_of::<PyInt>() || given.is_instance_of::<PyBool>() {
            return Err(Fault::Type);
        }
        given.extract::<u64>().map_err(|_| Fault::Value("expected a whole number, 0 or more".to_owned()))
    }
}

/// A number that the library keeps in 32 bits.
pub(crate) struct Count;

impl Argument for Count {
    type Value = u32;
    const EXPECTED: &'static str = "int";
    #[cfg(feature = "stubs")]
    const HINT: PyStaticExpr = PyInt::TYPE_HINT;

    fn read(given: Borrowed<'_, '_, PyAny>) -> Result<u32, Fault> {
        let wrong = || Fault::Value(format!("expected a whole number, 0 to {}", u32::MAX));
        let number = Number::read(given).map_err(|fault| if let Fault::Value(_) = fault { wrong() } else { fault })?;
        number.try_into().map_err(|_| wrong())
    }
}

/// Yes or no.
pub(crate) struct Flag;

impl Argument for Flag {
    type Value = bool;
    const EXPECTED: &'static str = "bool";
    #[cfg(feature = "stubs")]
    const HINT: PyStaticExpr = PyBool::TYPE_HINT;

    fn read(given: Borrowed<'_, '_, PyAny>) -> Result<bool, Fault> {
        given.cast::<PyBool>().map(|flag| flag.is_true()).map_err(|_| Fault::Type)
    }
}

/// A span of time: a `timedelta`, or seconds.
pub(crate) struct Span;

impl Argument for Span {
    type Value = Duration;
    const EXPECTED: &'static str = "timedelta or a number of seconds";
    #[cfg(feature = "stubs")]
    const HINT: PyStaticExpr = type_hint_union!(PyDelta::TYPE_HINT, PyFloat::TYPE_HINT);

    fn read(given: Borrowed<'_, '_, PyAny>) -> Result<Duration, Fault> {
        let wrong = || Fault::Value("expected 0 or more".to_owned());
        if given.is_instance_of::<PyDelta>() {
            return given.extract().map_err(|_| wrong());
        }
        let is_number = given.is_instance_of::<PyFloat>() || given.is_instance_of::<PyInt>();
        if !is_number || given.is_instance_of::<PyBool>() {
            return Err(Fault::Type);
        }
        let seconds = given.extract::<f64>().map_err(|_| wrong())?;
        Duration::try_from_secs_f64(seconds).map_err(|_| wrong())
    }
}

/// A point in time: an aware `datetime`, or RFC 3339 text. The library reads the text and says what is wrong with it.
pub(crate) struct Moment;

impl Argument for Moment {
    type Value = String;
    const EXPECTED: &'static str = "datetime or str";
    #[cfg(feature = "stubs")]
    const HINT: PyStaticExpr = type_hint_union!(PyDateTime::TYPE_HINT, PyString::TYPE_HINT);

    fn read(given: Borrowed<'_, '_, PyAny>) -> Result<String, Fault> {
        if !given.is_instance_of::<PyDateTime>() {
            return Text::read(given);
        }
        if given.call_method0("utcoffset")?.is_none() {
            return Err(Fault::Value("a datetime without a time zone is no point in time".to_owned()));
        }
        Ok(given.call_method0("isoformat")?.extract()?)
    }
}

/// Several texts.
pub(crate) struct Texts;

impl Argument for Texts {
    type Value = Vec<String>;
    const EXPECTED: &'static str = "an iterable of str";
    #[cfg(feature = "stubs")]
    const HINT: PyStaticExpr =
        type_hint_subscript!(type_hint_identifier!("collections.abc", "Iterable"), PyString::TYPE_HINT);

    fn read(given: Borrowed<'_, '_, PyAny>) -> Result<Vec<String>, Fault> {
        if given.is_instance_of::<PyString>() {
            return Err(Fault::Type);
        }
        let items = given.try_iter().map_err(|_| Fault::Type)?;
        all(items.map(|item| Text::read(item?.as_borrowed())))
    }
}

/// More than any argument may have: an iterable may be endless, as one is that only knows `__getitem__`.
const MOST_ITEMS: usize = 1000;

fn all<T>(items: impl Iterator<Item = Result<T, Fault>>) -> Result<Vec<T>, Fault> {
    let mut taken = Vec::new();
    for item in items {
        if taken.len() == MOST_ITEMS {
            return Err(Fault::Value(format!("expected at most {MOST_ITEMS} items")));
        }
        taken.push(item?);
    }
    Ok(taken)
}

/// A text, as it or as bytes, of which each is a character: how HTTP has its headers.
fn header(given: &Bound<'_, PyAny>) -> Result<String, Fault> {
    match given.cast::<PyBytes>() {
        Ok(bytes) => Ok(bytes.as_bytes().iter().map(|byte| char::from(*byte)).collect()),
        Err(_) => Text::read(given.as_borrowed()),
    }
}

/// A request's headers, as web frameworks have them: something with `items()`, or pairs.
pub(crate) struct Headers;

impl Argument for Headers {
    type Value = Vec<(String, String)>;
    const EXPECTED: &'static str = "the headers of a request: a mapping, or pairs, of str or bytes";
    #[cfg(feature = "stubs")]
    const HINT: PyStaticExpr = type_hint_identifier!("release_core.connections", "RequestHeaders");

    fn read(given: Borrowed<'_, '_, PyAny>) -> Result<Self::Value, Fault> {
        let items = match given.getattr_opt("items")? {
            Some(items) => items.call0()?,
            None => given.to_owned(),
        };
        let pairs = items.try_iter().map_err(|_| Fault::Type)?;
        let pair = |pair: PyResult<Bound<'_, PyAny>>| {
            let pair: (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair?.extract().map_err(|_| Fault::Type)?;
            Ok((header(&pair.0)?, header(&pair.1)?))
        };
        all(pairs.map(pair))
    }
}

/// A request's body, exactly as it was received.
pub(crate) struct Body;

impl Argument for Body {
    type Value = Vec<u8>;
    const EXPECTED: &'static str = "bytes, bytearray, memoryview or str";
    #[cfg(feature = "stubs")]
    const HINT: PyStaticExpr = type_hint_union!(
        PyBytes::TYPE_HINT,
        PyByteArray::TYPE_HINT,
        type_hint_identifier!("builtins", "memoryview"),
        PyString::TYPE_HINT
    );

    fn read(given: Borrowed<'_, '_, PyAny>) -> Result<Vec<u8>, Fault> {
        if let Ok(bytes) = given.cast::<PyBytes>() {
            return Ok(bytes.as_bytes().to_vec());
        }
        if let Ok(bytes) = given.cast::<PyByteArray>() {
            return Ok(bytes.to_vec());
        }
        if given.is_instance_of::<pyo3::types::PyMemoryView>() {
            return Ok(given.call_method0("tobytes")?.extract()?);
        }
        Ok(Text::read(given)?.into_bytes())
    }
}

/// A workflow, as an object or described by a mapping.
pub(crate) struct Described;

impl Argument for Described {
    type Value = release_core::Workflow;
    const EXPECTED: &'static str = "a Workflow or a mapping";
    #[cfg(feature = "stubs")]
    const HINT: PyStaticExpr =
        type_hint_union!(Workflow::TYPE_HINT, type_hint_identifier!("release_core.connections", "WorkflowDescription"));

    fn read(given: Borrowed<'_, '_, PyAny>) -> Result<release_core::Workflow, Fault> {
        if let Ok(workflow) = given.cast::<Workflow>() {
            return Ok(workflow.get().0.clone());
        }
        let json = json::of_mapping(given)?.ok_or(Fault::Type)?;
        json::value(&json).and_then(release_core::Workflow::from_json).map_err(Fault::Library)
    }
}

/// Where a database is: a path or a URL.
pub(crate) struct Location;

impl Argument for Location {
    type Value = String;
    const EXPECTED: &'static str = "str or os.PathLike";
    #[cfg(feature = "stubs")]
    const HINT: PyStaticExpr = type_hint_union!(
        PyString::TYPE_HINT,
        type_hint_subscript!(type_hint_identifier!("os", "PathLike"), PyString::TYPE_HINT)
    );

    fn read(given: Borrowed<'_, '_, PyAny>) -> Result<String, Fault> {
        match given.getattr_opt("__fspath__")? {
            Some(path) => Text::read(path.call0()?.as_borrowed()),
            None => Text::read(given),
        }
    }
}

/// What a mapping describes, as JSON text.
macro_rules! mapping {
    ($(#[$doc:meta])* $type:ident, $hint:expr) => {
        $(#[$doc])*
        pub(crate) struct $type;

        impl Argument for $type {
            type Value = String;
            const EXPECTED: &'static str = "a mapping";
            #[cfg(feature = "stubs")]
            const HINT: PyStaticExpr = $hint;

            fn read(given: Borrowed<'_, '_, PyAny>) -> Result<String, Fault> {
                json::of_mapping(given)?.ok_or(Fault::Type)
            }
        }
    };
}

mapping!(
    /// A connection.
    Connection,
    type_hint_identifier!("release_core.connections", "Connection")
);
mapping!(
    /// A commit source.
    Source,
    type_hint_identifier!("release_core.connections", "CommitSource")
);
mapping!(
    /// Settings or parameters of a workflow.
    Mapping,
    type_hint_subscript!(
        type_hint_identifier!("collections.abc", "Mapping"),
        PyString::TYPE_HINT,
        type_hint_identifier!("builtins", "object")
    )
);
