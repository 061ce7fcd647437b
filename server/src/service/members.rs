//! From a JSON body to the arguments of an operation.

use std::collections::HashMap;

use release_core::{Code, Error, Result};
use serde_json::Value;
use serde_json::value::RawValue;

use super::numbers::inexact;
use super::request::Arguments;
use crate::interface::{Argument, ArgumentKind};
use crate::routes::Route;

/// Adds what a body says to the arguments; an empty body says nothing. Members that the operation does not know are
/// ignored, whatever they are.
///
/// What is missing or of another type is refused here or by the operation before it checks anything, except for what the
/// documented order of checks names: that is handed on as a text that its check refuses. Answered is what is to be told
/// where that is the check of the repository, which has two codes.
pub(crate) fn add(route: &Route, arguments: &mut Arguments, body: &[u8]) -> Result<Option<Error>> {
    let mut members = read(body)?;
    let mut of_repository = None;
    for (argument, needed) in route.operation().arguments() {
        if arguments.contains_key(&argument.name) {
            continue;
        }
        let raw = members.remove(route.wire_name(&argument.name));
        let said = raw.map(|raw| value(route, argument, raw)).transpose();
        let judged = if needed { judged(route, argument) } else { Judged::Before };
        let said = match (judged, said) {
            (Judged::Before, said) => said?,
            (_, Ok(Some(Value::String(text)))) => Some(Value::String(text)),
            (Judged::Text, Ok(said)) => Some(not_a_text(said.as_ref()).into()),
            (Judged::Text, Err(_)) => Some("a value that cannot be read".into()),
            (Judged::Repository, said) => {
                of_repository = Some(said.map_or_else(|error| error, |said| no_repository(route, said.as_ref())));
                Some(Value::String(String::new()))
            }
        };
        if let Some(said) = said {
            let exact = raw.filter(|_| matches!(said, Value::Number(_) | Value::Array(_) | Value::Object(_)));
            if let Some(number) = exact.and_then(|raw| inexact(raw.get())) {
                let expected = "a number that 64 bits can keep, or a text";
                return Err(wrong(route, argument, expected, number));
            }
            arguments.insert(argument.name.clone(), said);
        }
    }
    Ok(of_repository)
}

/// The members, each as its JSON.
fn read(body: &[u8]) -> Result<HashMap<String, &RawValue>> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(HashMap::new());
    }
    let bad = |message: String| {
        Error::new(Code::InvalidRequest, message).with("field", "body").with("expected", "a JSON object")
    };
    serde_json::from_slice(body).map_err(|error| match error.is_data() {
        true => bad("invalid body: expected a JSON object".to_owned()),
        false => {
            // The parser's words may quote the body; where it is wrong is all that is told.
            let place = format!("line {}, column {}", error.line(), error.column());
            bad(format!("invalid body: expected a JSON object in UTF-8, and it is none at {place}"))
                .with("position", place)
        }
    })
}

/// The value of a member, of which whole numbers are judged here: the operation sees only what 64 bits could keep.
fn value(route: &Route, argument: &Argument, raw: &RawValue) -> Result<Value> {
    let value: Value = serde_json::from_str(raw.get()).map_err(|error| {
        let name = route.wire_name(&argument.name);
        let expected = readable(&error);
        Error::new(Code::InvalidRequest, format!("invalid {name}: expected {expected}"))
            .with("field", name)
            .with("expected", expected)
    })?;
    let counts = matches!(argument.kind, ArgumentKind::Number | ArgumentKind::Milliseconds);
    // CI systems write the ids of runs as numbers too.
    let is_id = argument.name == "run_id";
    match value {
        Value::Number(number) if (counts || is_id) && !number.is_u64() => {
            let expected = if is_id { "a text, or a whole number from 0 to 18446744073709551615" } else { WHOLE };
            Err(wrong(route, argument, expected, raw.get()))
        }
        Value::Number(number) if is_id => Ok(Value::String(number.to_string())),
        value => Ok(value),
    }
}

/// What was expected of a value that is JSON and yet cannot be read. The parser has no kinds for these, only words.
fn readable(error: &serde_json::Error) -> &'static str {
    let words = error.to_string();
    if words.contains("surrogate") || words.contains("hex escape") {
        "characters whole: a \\ud800 to \\udfff is half of one, and needs its other half beside it"
    } else if words.contains("recursion") {
        "at most 128 levels of arrays and objects"
    } else {
        "a number that 64 bits can keep, or a text"
    }
}

const WHOLE: &str = "a whole number from 0 to 18446744073709551615";

/// Digits of a number that an error shows.
const SHOWN: usize = 40;

fn wrong(route: &Route, argument: &Argument, expected: &str, found: &str) -> Error {
    let name = route.wire_name(&argument.name);
    let found = found.get(..SHOWN).map_or_else(|| found.to_owned(), |digits| format!("{digits}…"));
    Error::new(Code::InvalidRequest, format!("invalid {name}: expected {expected}, found {found}"))
        .with("field", name)
        .with("expected", expected)
        .with("found", found)
}

/// Where an argument that is missing or of another type is refused.
#[derive(Clone, Copy)]
enum Judged {
    /// Before all checks: the request cannot be understood.
    Before,
    /// By the check of a malformed text, with its one documented answer.
    Text,
    /// By the check of the repository, with an answer of its own.
    Repository,
}

fn judged(route: &Route, argument: &Argument) -> Judged {
    match argument.name.as_str() {
        "candidate_version" | "commit" | "status" => Judged::Text,
        "repo" if route.operation_name() == "create_release" => Judged::Repository,
        _ => Judged::Before,
    }
}

/// What stands for a value that is no text. It has a space, which no version, commit or status has.
fn not_a_text(said: Option<&Value>) -> &'static str {
    match said {
        None | Some(Value::Null | Value::String(_)) => "",
        Some(Value::Bool(_)) => "true or false",
        Some(Value::Number(_)) => "a number",
        Some(Value::Array(_)) => "an array",
        Some(Value::Object(_)) => "an object",
    }
}

fn no_repository(route: &Route, said: Option<&Value>) -> Error {
    let message = match not_a_text(said) {
        "" => "repo is missing: expected a text".to_owned(),
        found => format!("invalid repo: expected a text, found {found}"),
    };
    let operation = route.operation_name();
    Error::new(Code::InvalidRequest, format!("{operation}: {message}"))
        .with("field", "repo")
        .with("expected", "a text")
        .with("operation", operation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_named() {
        let nested = format!("{}{}", "[".repeat(200), "]".repeat(200));
        for (json, says) in [
            (r#""\ud83d""#, "half of one"),
            (r#"["a", "\udc00"]"#, "half of one"),
            (r#""\ud83d\u0041""#, "half of one"),
            (r#""\ud83dx""#, "half of one"),
            (&nested, "128 levels"),
            ("1e999", "64 bits"),
            ("[-1e999]", "64 bits"),
        ] {
            // It is JSON to those who only look where it ends.
            let raw: &RawValue = serde_json::from_str(json).unwrap();
            let error = serde_json::from_str::<Value>(raw.get()).unwrap_err();
            assert!(readable(&error).contains(says), "{json}: {error}");
        }
    }
}
