//! Reading a connection's description, member by member. No error shows a value, because any of them may be a secret.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::error::{Code, Error, Result, excerpt};
use crate::model::Status;
use crate::secret::Secret;

/// The members of a description, taken one by one.
pub(crate) struct Fields {
    kind: String,
    members: Map<String, Value>,
    known: Vec<&'static str>,
}

impl Fields {
    pub(super) fn new(mut members: Map<String, Value>) -> Result<Fields> {
        let kind = match members.remove("kind") {
            Some(Value::String(kind)) => kind,
            _ => {
                let expected = "a text such as \"github\"";
                return Err(wrong("kind", format!("the connection has no kind: expected {expected}"), expected));
            }
        };
        Ok(Fields { kind, members, known: vec!["kind"] })
    }

    pub(super) fn kind(&self) -> &str {
        &self.kind
    }

    pub(super) fn unknown_kind(&self, kinds: &[&str]) -> Error {
        let expected = format!("one of {}", kinds.join(", "));
        wrong("kind", format!("unknown kind of connection {:?}: expected {expected}", excerpt(&self.kind)), &expected)
    }

    fn take(&mut self, name: &'static str) -> Option<Value> {
        self.known.push(name);
        self.members.remove(name).filter(|value| !value.is_null())
    }

    fn mistaken(&self, name: &'static str, expected: &str) -> Error {
        wrong(name, format!("{name} of the {} connection: expected {expected}", self.kind), expected)
    }

    fn missing(&self, name: &'static str) -> Error {
        wrong(name, format!("the {} connection has no {name}", self.kind), "a text")
    }

    pub(crate) fn text(&mut self, name: &'static str) -> Result<Option<String>> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.mistaken(name, "a text")),
        }
    }

    pub(crate) fn needed_text(&mut self, name: &'static str) -> Result<String> {
        self.text(name)?.ok_or_else(|| self.missing(name))
    }

    pub(crate) fn secret(&mut self, name: &'static str) -> Result<Option<Secret>> {
        Ok(self.text(name)?.map(Secret::from))
    }

    pub(crate) fn needed_secret(&mut self, name: &'static str) -> Result<Secret> {
        self.needed_text(name).map(Secret::from)
    }

    pub(crate) fn flag(&mut self, name: &'static str) -> Result<Option<bool>> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(flag)),
            Some(_) => Err(self.mistaken(name, "true or false")),
        }
    }

    /// A status in which a run has ended.
    pub(crate) fn ended(&mut self, name: &'static str) -> Result<Option<Status>> {
        let Some(word) = self.text(name)? else { return Ok(None) };
        let status = word.parse::<Status>().ok().filter(|status| status.is_closed());
        status.map(Some).ok_or_else(|| self.mistaken(name, "success, failure, canceled or error"))
    }

    pub(crate) fn seconds(&mut self, name: &'static str) -> Result<Option<Duration>> {
        let Some(value) = self.take(name) else { return Ok(None) };
        let seconds = value.as_f64().filter(|seconds| *seconds >= 0.0);
        let seconds = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        seconds.map(Some).ok_or_else(|| self.mistaken(name, "a number of seconds, 0 or more"))
    }

    pub(crate) fn texts(&mut self, name: &'static str) -> Result<Option<Vec<String>>> {
        let expected = "an array of texts";
        match self.take(name) {
            None => Ok(None),
            Some(Value::Array(values)) => {
                let texts = values.into_iter().map(|value| match value {
                    Value::String(text) => Ok(text),
                    _ => Err(self.mistaken(name, expected)),
                });
                texts.collect::<Result<_>>().map(Some)
            }
            Some(_) => Err(self.mistaken(name, expected)),
        }
    }

    pub(crate) fn pairs(&mut self, name: &'static str) -> Result<Vec<(String, String)>> {
        let expected = "an object of texts";
        match self.take(name) {
            None => Ok(Vec::new()),
            Some(Value::Object(members)) => {
                let pairs = members.into_iter().map(|(key, value)| match value {
                    Value::String(text) => Ok((key, text)),
                    _ => Err(self.mistaken(name, expected)),
                });
                pairs.collect()
            }
            Some(_) => Err(self.mistaken(name, expected)),
        }
    }

    /// Refuses what nobody has taken.
    pub(super) fn finish(self) -> Result<()> {
        let Some(name) = self.members.keys().next() else { return Ok(()) };
        let expected = self.known.join(", ");
        let name = excerpt(name);
        let message = format!("unknown member {name:?} of the {} connection: expected {expected}", self.kind);
        Err(wrong("connection", message, &expected).with("found", name))
    }
}

fn wrong(field: &'static str, message: String, expected: &str) -> Error {
    Error::new(Code::InvalidRequest, message).with("field", field).with("expected", expected)
}
