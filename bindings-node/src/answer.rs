//! What goes back to JavaScript: `{"answer": …}` or `{"error": {…}}`, as one text.

use std::error::Error as StdError;

use release_core::{Code, Error};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::numbers::{self, Large};

#[derive(Serialize)]
struct Answered<'a> {
    answer: &'a Value,
    /// The whole numbers in it that JavaScript's own cannot hold, by their places.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    large: Vec<Large>,
}

#[derive(Serialize)]
struct Failed<'a> {
    error: Shown<'a>,
}

#[derive(Serialize)]
struct Shown<'a> {
    code: &'a str,
    kind: &'a str,
    message: &'a str,
    retryable: bool,
    context: Map<String, Value>,
    /// The errors that led to it, the nearest first.
    causes: Vec<String>,
}

/// The text of an answer or an error.
pub(crate) fn text(answer: Result<Value, Error>) -> String {
    let written = match &answer {
        Ok(answer) => serde_json::to_string(&Answered { answer, large: numbers::found_in(answer) }),
        Err(error) => serde_json::to_string(&Failed { error: shown(error) }),
    };
    // Values and texts can always be written.
    written.unwrap_or_default()
}

/// The text of an error.
pub(crate) fn failure(error: Error) -> String {
    text(Err(error))
}

fn shown(error: &Error) -> Shown<'_> {
    let context = error.context().iter().map(|(key, value)| ((*key).to_owned(), value.clone().into())).collect();
    let mut causes = Vec::new();
    let mut cause: Option<&dyn StdError> = error.source();
    while let Some(found) = cause {
        causes.push(found.to_string());
        cause = found.source();
    }
    Shown {
        code: error.code().as_str(),
        kind: error.kind().as_str(),
        message: error.message(),
        retryable: error.is_retryable(),
        context,
        causes,
    }
}

/// Reads arguments, which the JavaScript of this package has written.
pub(crate) fn read(text: &str) -> Result<Value, Error> {
    serde_json::from_str(text).map_err(|error| {
        // What JavaScript writes is JSON; only nesting has a limit here that it does not have there.
        Error::new(Code::InvalidRequest, "the arguments cannot be read: they are nested too deeply").caused_by(error)
    })
}
