//! Requests, answers, and what carries them.

use std::fmt::{self, Debug};
use std::time::{Duration, Instant, SystemTime};

use serde_json::Value;

use crate::secret::Secret;

/// Carries a request to its server and brings the answer.
///
/// # Behavior
/// - Blocks until there is an answer or a failure, and not much longer than the request's time-out.
/// - Follows no redirect, sends nothing twice, and does not panic.
/// - Says [`Failure::NotSent`] only where no byte of the request can have reached the server.
pub trait Transport: Debug + Send + Sync + 'static {
    /// Sends a request.
    ///
    /// # Errors
    /// Where there is no answer.
    fn send(&self, request: Request) -> Result<Response, Failure>;

    /// The moment by which pauses are kept. Does not go back.
    fn now(&self) -> Instant {
        Instant::now()
    }

    /// Waits, between two requests.
    fn wait(&self, time: Duration) {
        std::thread::sleep(time);
    }

    /// The time by which a server's times are read where its answer has no `Date`, and by which messages are stamped.
    fn time(&self) -> SystemTime {
        SystemTime::now()
    }
}

/// One request. `Debug` shows neither the values of headers, nor the body, nor more of the URL than its host.
#[derive(Clone)]
#[non_exhaustive]
pub struct Request {
    /// `GET`, `POST` or `PUT`.
    pub method: &'static str,
    /// The whole URL.
    pub url: String,
    /// Headers, by lower-case names.
    pub headers: Vec<(&'static str, Secret)>,
    /// The body; empty for none.
    pub body: Vec<u8>,
    /// How long to wait for the whole answer.
    pub timeout: Duration,
    /// How much of the answer's body is read.
    pub max_answer: usize,
}

/// What a server answered.
#[derive(Clone)]
#[non_exhaustive]
pub struct Response {
    /// The status, for example 204.
    pub status: u16,
    /// Headers, by lower-case names.
    pub headers: Vec<(String, String)>,
    /// The body, as far as it was read.
    pub body: Vec<u8>,
    /// Whether the whole body was read: the connection may have broken, or the body have been too long.
    pub complete: bool,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// Nothing has reached the server.
    NotSent {
        /// What went wrong.
        message: String,
        /// When to try again, where that is known.
        retry_after: Option<Duration>,
    },
    /// The request may have reached the server.
    PerhapsSent {
        /// What went wrong.
        message: String,
    },
}

impl Failure {
    /// Nothing has reached the server.
    pub fn not_sent(message: impl Into<String>) -> Failure {
        Failure::NotSent { message: message.into(), retry_after: None }
    }

    /// The request may have reached the server.
    pub fn perhaps_sent(message: impl Into<String>) -> Failure {
        Failure::PerhapsSent { message: message.into() }
    }
}

impl Response {
    /// An answer with a whole body.
    pub fn new(status: u16, headers: Vec<(String, String)>, body: impl Into<Vec<u8>>) -> Response {
        Response { status, headers, body: body.into(), complete: true }
    }

    /// The first header of that lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The body as JSON, where it is whole and is JSON.
    pub(crate) fn json(&self) -> Option<Value> {
        if self.complete { serde_json::from_slice(&self.body).ok() } else { None }
    }
}

impl Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("origin", &super::api::origin(&self.url))
            .field("headers", &self.headers.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

impl Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &self.headers.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("complete", &self.complete)
            .finish()
    }
}
