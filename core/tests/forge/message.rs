//! Requests, answers, and how they go wrong.

use std::time::Duration;

use serde_json::{Value, json};

/// A request as it came in.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// A line of JSON for each request: what `tests/outside/requests.mjs` holds to GitHub's description of its API.
    pub(crate) fn written_down(seen: &[Seen]) -> String {
        let line = |seen: &Seen| {
            let body = if seen.body.is_empty() { Value::Null } else { seen.json() };
            json!({"method": seen.method, "path": seen.path, "query": seen.query, "body": body}).to_string()
        };
        seen.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

/// An answer.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Reply {
    pub(crate) fn new(status: u16, body: impl ToString) -> Reply {
        let json = ("content-type".to_owned(), "application/json; charset=utf-8".to_owned());
        Reply { status, headers: vec![json], body: body.to_string() }
    }

    pub(crate) fn empty(status: u16) -> Reply {
        Reply { status, headers: Vec::new(), body: String::new() }
    }

    pub(crate) fn header(mut self, name: &str, value: impl ToString) -> Reply {
        self.headers.push((name.to_owned(), value.to_string()));
        self
    }
}

/// How a request is to go wrong.
#[derive(Debug, Clone)]
pub(crate) enum Fault {
    /// The connection breaks before the request is acted on.
    DropBefore,
    /// The connection breaks after it was acted on.
    DropAfter,
    /// This is answered and nothing done.
    Instead(Reply),
    /// It is acted on, and this is answered.
    AfterActing(Reply),
    /// It is acted on, and the answer comes late.
    Slow(Duration),
    /// The answer ends in the middle of its body.
    CutShort,
    /// No connection can be made.
    NoConnection,
    /// It is waited for in vain, and acted on so much later.
    ActsLater(Duration),
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
