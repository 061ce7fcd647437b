//! The arguments of a call by name: each is taken by its name and type, and what nobody took is refused.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::error::{Code, Error, Result, excerpt};
use crate::model::Workflow;

/// The arguments of one call. The first fault is kept until the end, so that an unknown name is told before a missing
/// one: it is mostly the same mistake.
pub(super) struct Arguments {
    with: Map<String, Value>,
    asked: Vec<&'static str>,
    fault: Option<(&'static str, Fault)>,
}

enum Fault {
    Missing(&'static str),
    Mistyped(&'static str, Value),
    Refused(Error),
}

impl Arguments {
    pub(super) fn new(with: Map<String, Value>) -> Arguments {
        Arguments { with, asked: Vec::new(), fault: None }
    }

    /// The argument as it was said, `null` included.
    fn said(&mut self, name: &'static str) -> Option<Value> {
        self.asked.push(name);
        self.with.remove(name)
    }

    fn needed<T>(&mut self, name: &'static str, kind: &'static str, read: impl FnOnce(Value) -> Read<T>) -> Option<T> {
        match self.said(name) {
            None | Some(Value::Null) => self.at_fault(name, Fault::Missing(kind)),
            Some(value) => {
                read(value).or_else(|value| self.at_fault(name, Fault::Mistyped(kind, value)).ok_or(())).ok()
            }
        }
    }

    fn option<T>(&mut self, name: &'static str, kind: &'static str, read: impl FnOnce(Value) -> Read<T>) -> Option<T> {
        let value = self.said(name).filter(|value| !value.is_null())?;
        read(value).or_else(|value| self.at_fault(name, Fault::Mistyped(kind, value)).ok_or(())).ok()
    }

    fn at_fault<T>(&mut self, name: &'static str, fault: Fault) -> Option<T> {
        self.fault.get_or_insert((name, fault));
        None
    }

    /// A text that must be there.
    pub(super) fn need(&mut self, name: &'static str) -> String {
        self.needed(name, TEXT, text).unwrap_or_default()
    }

    pub(super) fn text(&mut self, name: &'static str) -> Option<String> {
        self.option(name, TEXT, text)
    }

    pub(super) fn flag(&mut self, name: &'static str) -> Option<bool> {
        self.option(name, "true or false", |value| value.as_bool().ok_or(value))
    }

    pub(super) fn texts(&mut self, name: &'static str) -> Option<Vec<String>> {
        self.option(name, "a list of texts", |value| serde_json::from_value(value.clone()).map_err(|_| value))
    }

    pub(super) fn small(&mut self, name: &'static str) -> Option<u32> {
        self.option(name, "a whole number, 0 to 4294967295", |value| {
            value.as_u64().and_then(|number| number.try_into().ok()).ok_or(value)
        })
    }

    pub(super) fn number(&mut self, name: &'static str) -> Option<u64> {
        self.option(name, "a whole number, 0 or more", |value| value.as_u64().ok_or(value))
    }

    pub(super) fn milliseconds(&mut self, name: &'static str) -> Option<Duration> {
        self.option(name, "whole milliseconds, 0 or more", |value| {
            value.as_u64().map(Duration::from_millis).ok_or(value)
        })
    }

    /// The headers of a request: an object of texts, or an array of pairs of texts.
    pub(super) fn headers(&mut self, name: &'static str) -> Vec<(String, String)> {
        let headers = self.needed(name, "an object of texts, or an array of pairs", |value| match value {
            Value::Array(_) => serde_json::from_value(value.clone()).map_err(|_| value),
            Value::Object(_) => {
                serde_json::from_value(value.clone()).map(Map::into_iter).ok().and_then(texts_of).ok_or(value)
            }
            other => Err(other),
        });
        headers.unwrap_or_default()
    }

    /// A workflow where one is said; `None` inside of it where `null` was said.
    pub(super) fn workflow(&mut self, name: &'static str) -> Option<Option<Workflow>> {
        match self.said(name)? {
            Value::Null => Some(None),
            value => match Workflow::from_json(value) {
                Ok(workflow) => Some(Some(workflow)),
                Err(error) => self.at_fault(name, Fault::Refused(error)),
            },
        }
    }

    /// Refuses what the operation did not ask for, and then what was missing or of another type.
    pub(super) fn finish(self, operation: &str) -> Result<()> {
        if let Some(name) = self.with.keys().next() {
            let expected = self.asked.join(", ");
            let expected = if expected.is_empty() { "none".to_owned() } else { expected };
            let name = excerpt(name).to_string();
            let message = format!("{operation} has no argument {name:?}: expected {expected}");
            return Err(bad(message).with("field", &name).with("expected", expected).with("found", name));
        }
        match self.fault {
            None => Ok(()),
            Some((name, Fault::Missing(kind))) => {
                let message = format!("{operation}: {name} is missing: expected {kind}");
                Err(bad(message).with("field", name).with("expected", kind))
            }
            Some((name, Fault::Mistyped(kind, value))) => Err(mistyped(operation, name, kind, &value)),
            Some((_, Fault::Refused(error))) => Err(error),
        }
    }
}

/// What was read, or the value that was of another type.
type Read<T> = std::result::Result<T, Value>;

const TEXT: &str = "a text";

fn text(value: Value) -> Read<String> {
    match value {
        Value::String(text) => Ok(text),
        other => Err(other),
    }
}

fn texts_of(members: serde_json::map::IntoIter) -> Option<Vec<(String, String)>> {
    members.map(|(name, value)| Some((name, text(value).ok()?))).collect()
}

fn bad(message: String) -> Error {
    Error::new(Code::InvalidRequest, message)
}

/// Names the type that was found and never the value, which may be long or a secret.
pub(super) fn mistyped(operation: &str, name: &'static str, expected: &'static str, found: &Value) -> Error {
    let found = match found {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    };
    let message = format!("{operation}: invalid {name}: expected {expected}, found {found}");
    bad(message).with("field", name).with("expected", expected).with("found", found)
}
