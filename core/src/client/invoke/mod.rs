//! Calls by an operation's name on JSON: what faces in other languages and services are built on, so that a new
//! operation needs no line in them.

mod arguments;
mod operations;

use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};

use self::arguments::Arguments;
#[cfg(feature = "tokio")]
use super::call::Awaited;
use super::{Call, Caller, Operation, Releases};
use crate::error::{Code, Error, Result, excerpt};
use crate::ops::OPERATIONS;

/// An operation by its name; the call of [`Releases::invoke`].
pub struct Invoke(Result<Box<dyn Invocation>>);

/// An operation by its name, with its answer as a text; the call of [`Releases::invoke_text`].
pub struct InvokeText(Result<Box<dyn Invocation>>);

/// A call whose answer is wanted as JSON.
pub(super) trait Invocation: fmt::Debug + Send {
    fn run(self: Box<Self>) -> Result<Value>;

    fn run_to_text(self: Box<Self>) -> Result<String>;

    fn kept_text(self: Box<Self>) -> Result<Option<String>>;

    #[cfg(feature = "tokio")]
    fn run_awaited(self: Box<Self>) -> Awaited<Value>;

    #[cfg(feature = "tokio")]
    fn run_awaited_to_text(self: Box<Self>) -> Awaited<String>;
}

impl Releases {
    /// An operation by its name, on JSON: an object of its arguments and options by their names, and the answer as the
    /// JSON of the operation's result. What there is, [`OPERATIONS`] lists and `interface/operations.json`
    /// describes. A member that is `null` counts as not said, except for a workflow that may be taken away.
    ///
    /// Durations are whole milliseconds, in members that end in `_ms`. Times are RFC 3339 texts. A workflow is an object of
    /// `trigger`, `connection`, `settings` and `parameters`. Headers are an object of texts, or an array of pairs; a body
    /// is a text.
    ///
    /// ```
    /// use release_core::Releases;
    /// use serde_json::json;
    ///
    /// let releases = Releases::in_memory();
    /// let project = json!({"project": "web", "repository": "acme/web", "actor": "ana@acme.dev"});
    /// releases.invoke("create_project", project).call()?;
    /// let page = releases.invoke("list_projects", json!({"per_page": 5})).call()?;
    /// assert_eq!(page["items"][0]["repository"], "acme/web");
    ///
    /// let error = releases.invoke("get_project", json!({"project": 7})).call().unwrap_err();
    /// assert_eq!(error.to_string(), "get_project: invalid project: expected a text, found a number");
    /// # Ok::<(), release_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of the operation; before them `invalid_request` for an unknown operation, an argument that it does not
    /// know, that is missing, or that is of another type. The context's `field` names it.
    pub fn invoke(&self, operation: &str, arguments: impl Into<Value>) -> Call<Invoke> {
        Call::new(self, Invoke(self.prepared(operation, arguments.into())))
    }

    /// As [`invoke`](Releases::invoke), with the answer's JSON as a text, for who hands it on and needs no more of it: that
    /// spares what it takes to put a [`Value`] together.
    ///
    /// ```
    /// use release_core::Releases;
    /// use serde_json::json;
    ///
    /// let releases = Releases::in_memory();
    /// let answer = releases.invoke_text("list_projects", json!({})).call()?;
    /// assert_eq!(answer, r#"{"items":[]}"#);
    /// # Ok::<(), release_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`invoke`](Releases::invoke).
    pub fn invoke_text(&self, operation: &str, arguments: impl Into<Value>) -> Call<InvokeText> {
        Call::new(self, InvokeText(self.prepared(operation, arguments.into())))
    }

    /// What the same write was answered before under its idempotency key, as [`invoke_text`](Releases::invoke_text) answers
    /// it; makes nothing. For who makes one call of several operations, and so must know which of them it was. Nothing
    /// where the arguments have no key, where nothing is kept under it any more, and for what only reads. Blocks.
    ///
    /// ```
    /// use release_core::Releases;
    /// use serde_json::json;
    ///
    /// let releases = Releases::in_memory();
    /// let project = json!({"project": "web", "repository": "acme/web", "idempotency_key": "run-7"});
    /// assert_eq!(releases.kept_text("create_project", project.clone())?, None);
    /// let made = releases.invoke_text("create_project", project.clone()).call()?;
    /// assert_eq!(releases.kept_text("create_project", project)?, Some(made));
    /// # Ok::<(), release_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// `invalid_request`, for what [`invoke`](Releases::invoke) refuses and for a malformed key; `idempotency_key_reused`,
    /// where the key is that of another request; those of the storage.
    pub fn kept_text(&self, operation: &str, arguments: impl Into<Value>) -> Result<Option<String>> {
        self.prepared(operation, arguments.into())?.kept_text()
    }

    fn prepared(&self, operation: &str, arguments: Value) -> Result<Box<dyn Invocation>> {
        let with = match arguments {
            Value::Object(members) => members,
            Value::Null => Map::new(),
            other => return Err(arguments::mistyped(operation, "arguments", "an object", &other)),
        };
        let mut arguments = Arguments::new(with);
        let call = operations::prepare(self, operation, &mut arguments).ok_or_else(|| {
            let message =
                format!("there is no operation {:?}: expected one of {}", excerpt(operation), OPERATIONS.join(", "));
            Error::new(Code::InvalidRequest, message).with("field", "operation").with("found", operation)
        })?;
        arguments.finish(operation)?;
        Ok(call)
    }
}

impl Operation for Invoke {
    type Output = Value;

    fn run(self, _: &Releases, _: Caller) -> Result<Value> {
        self.0?.run()
    }

    #[cfg(feature = "tokio")]
    fn run_awaited(self, _: Releases, _: Caller) -> Awaited<Value> {
        match self.0 {
            Ok(call) => call.run_awaited(),
            Err(error) => Box::pin(std::future::ready(Err(error))),
        }
    }
}

impl Operation for InvokeText {
    type Output = String;

    fn run(self, _: &Releases, _: Caller) -> Result<String> {
        self.0?.run_to_text()
    }

    #[cfg(feature = "tokio")]
    fn run_awaited(self, _: Releases, _: Caller) -> Awaited<String> {
        match self.0 {
            Ok(call) => call.run_awaited_to_text(),
            Err(error) => Box::pin(std::future::ready(Err(error))),
        }
    }
}

impl fmt::Debug for Invoke {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown(&self.0, f)
    }
}

impl fmt::Debug for InvokeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown(&self.0, f)
    }
}

fn shown(call: &Result<Box<dyn Invocation>>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match call {
        Ok(call) => fmt::Debug::fmt(call, f),
        Err(error) => fmt::Debug::fmt(error, f),
    }
}

impl<O: Operation> Invocation for Call<O>
where
    O::Output: Serialize,
{
    fn run(self: Box<Self>) -> Result<Value> {
        written(&self.call()?)
    }

    fn run_to_text(self: Box<Self>) -> Result<String> {
        text(&self.call()?)
    }

    fn kept_text(self: Box<Self>) -> Result<Option<String>> {
        let Call { releases, operation, caller } = *self;
        operation.kept(&releases, &caller)?.map(|answer| text(&answer)).transpose()
    }

    #[cfg(feature = "tokio")]
    fn run_awaited(self: Box<Self>) -> Awaited<Value> {
        let answer = self.into_future();
        Box::pin(async move { written(&answer.await?) })
    }

    #[cfg(feature = "tokio")]
    fn run_awaited_to_text(self: Box<Self>) -> Awaited<String> {
        let answer = self.into_future();
        Box::pin(async move { text(&answer.await?) })
    }
}

fn written(answer: &impl Serialize) -> Result<Value> {
    serde_json::to_value(answer).map_err(unwritable)
}

fn text(answer: &impl Serialize) -> Result<String> {
    serde_json::to_string(answer).map_err(unwritable)
}

fn unwritable(error: serde_json::Error) -> Error {
    Error::new(Code::Internal, "an answer cannot be written as JSON").caused_by(error)
}
