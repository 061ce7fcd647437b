//! A server with the credential that it may be sent, and nobody else.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use reqwest::Url;
use serde_json::Value;

use super::{Failure, Request, Response, Transport, address, limits};
use crate::error::{Code, Error, Result};
use crate::secret::Secret;

/// How many redirects are followed.
const REDIRECTS: usize = 5;
/// The longest that a request waits for its turn; one that would wait longer is tried again later.
const LONGEST_TURN: Duration = Duration::from_secs(5);
/// How much of an answer is read.
const MAX_ANSWER: usize = 16 << 20;
/// The longest text of a server that is taken over, in characters.
const MAX_WORDS: usize = 1000;

/// What a request does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    Get,
    Post,
    Put,
}

/// How an [`Api`] is made.
#[derive(Debug)]
pub(crate) struct ApiOptions {
    /// What its messages call the server, for example `GitHub`.
    pub(crate) name: &'static str,
    /// Where it may send to; a path is put before every other one.
    pub(crate) base: Url,
    /// Headers of every request, the credential among them.
    pub(crate) headers: Vec<(&'static str, Secret)>,
    /// What no message may show, also where the server says it.
    pub(crate) hidden: Vec<Secret>,
    /// How long to wait for an answer.
    pub(crate) timeout: Duration,
    /// How much time is left between two requests that write.
    pub(crate) write_gap: Duration,
}

/// A server that requests are sent to.
pub(crate) struct Api {
    options: ApiOptions,
    transport: Arc<dyn Transport>,
    pauses: Mutex<Pauses>,
}

#[derive(Debug, Default)]
struct Pauses {
    /// The server asked to be left alone until then.
    until: Option<Instant>,
    /// When the next request may write.
    next_write: Option<Instant>,
}

impl Api {
    pub(crate) fn new(options: ApiOptions, transport: Arc<dyn Transport>) -> Api {
        Api { options, transport, pauses: Mutex::default() }
    }

    pub(crate) fn transport(&self) -> &dyn Transport {
        &*self.transport
    }

    pub(crate) fn base(&self) -> Url {
        self.options.base.clone()
    }

    /// Reads what a path (its parts, not yet encoded) has.
    ///
    /// # Errors
    /// Where there is no answer. An answer of any status is one.
    pub(crate) fn get(&self, path: &[&str], query: &[(&str, &str)]) -> Result<Response, Failure> {
        let mut url = self.url(path);
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        self.send(Method::Get, url, &[], Vec::new())
    }

    /// Sends JSON to a path.
    ///
    /// # Errors
    /// Where there is no answer. An answer of any status is one.
    pub(crate) fn write(&self, method: Method, path: &[&str], body: Option<&Value>) -> Result<Response, Failure> {
        let body = body.map(|body| body.to_string().into_bytes()).unwrap_or_default();
        let json = ("content-type", Secret::new("application/json"));
        let headers = if body.is_empty() { Vec::new() } else { vec![json] };
        self.send(method, self.url(path), &headers, body)
    }

    /// Sends a request with headers of its own.
    ///
    /// # Errors
    /// Where there is no answer. An answer of any status is one.
    pub(crate) fn send(
        &self,
        method: Method,
        mut url: Url,
        headers: &[(&'static str, Secret)],
        body: Vec<u8>,
    ) -> Result<Response, Failure> {
        self.await_turn(method)?;
        let mut followed = 0;
        loop {
            let request = Request {
                method: method.as_str(),
                url: url.as_str().to_owned(),
                headers: self.options.headers.iter().chain(headers).cloned().collect(),
                body: body.clone(),
                timeout: self.options.timeout,
                max_answer: MAX_ANSWER,
            };
            let response = self.transport.send(request).map_err(|failure| self.without_secrets(failure))?;
            self.note_limits(&response);
            match self.redirect(method, &url, &response) {
                Some(next) if followed < REDIRECTS => url = next,
                _ => return Ok(response),
            }
            followed += 1;
        }
    }

    pub(crate) fn url(&self, path: &[&str]) -> Url {
        let mut url = self.options.base.clone();
        // A base URL always has a path.
        if let Ok(mut parts) = url.path_segments_mut() {
            parts.pop_if_empty().extend(path);
        }
        url
    }

    /// Where to go on: the same host only, because the credential goes with the request. What may have been done
    /// already is not asked for again.
    fn redirect(&self, method: Method, from: &Url, response: &Response) -> Option<Url> {
        let follows = match response.status {
            307 | 308 => true,
            301 | 302 => method == Method::Get,
            _ => false,
        };
        let next = from.join(response.header("location").filter(|_| follows)?).ok()?;
        let stays =
            next.origin() == self.options.base.origin() && next.username().is_empty() && next.password().is_none();
        stays.then_some(next)
    }

    /// How long the server asks to stay away, where it refused the request because of a limit.
    pub(crate) fn limited(&self, response: &Response) -> Option<Duration> {
        limits::refused_for(response, self.transport.time())
    }

    /// How long whoever can wait should leave the server alone, so that its limit is not spent for those who cannot.
    #[cfg(feature = "github")]
    pub(crate) fn spared(&self, response: &Response) -> Option<Duration> {
        limits::spared_for(response, self.transport.time())
    }

    /// Where the server has asked for a pause, nothing is sent until it is over, whatever it is about.
    fn await_turn(&self, method: Method) -> Result<(), Failure> {
        self.not_paused()?;
        if method == Method::Get {
            return Ok(());
        }
        let wait = {
            let now = self.transport.now();
            let mut pauses = self.pauses.lock().unwrap_or_else(PoisonError::into_inner);
            let turn = pauses.next_write.map_or(now, |next| next.max(now));
            let wait = turn.saturating_duration_since(now);
            if wait > LONGEST_TURN {
                let message = format!("too many requests wait for their turn at {}", self.options.name);
                return Err(Failure::NotSent { message, retry_after: Some(wait) });
            }
            pauses.next_write = turn.checked_add(self.options.write_gap);
            wait
        };
        if wait.is_zero() {
            return Ok(());
        }
        self.transport.wait(wait);
        // Another request may have been told to pause meanwhile.
        self.not_paused()
    }

    fn not_paused(&self) -> Result<(), Failure> {
        let now = self.transport.now();
        let until = self.pauses.lock().unwrap_or_else(PoisonError::into_inner).until;
        match until.and_then(|until| until.checked_duration_since(now)).filter(|left| !left.is_zero()) {
            None => Ok(()),
            Some(left) => {
                let message =
                    format!("{} asked to be left alone for another {} s", self.options.name, left.as_secs() + 1);
                Err(Failure::NotSent { message, retry_after: Some(left) })
            }
        }
    }

    fn note_limits(&self, response: &Response) {
        let time = self.transport.time();
        let pause = limits::refused_for(response, time).or_else(|| limits::spent_for(response, time));
        if let Some(until) = pause.and_then(|pause| self.transport.now().checked_add(pause)) {
            let mut pauses = self.pauses.lock().unwrap_or_else(PoisonError::into_inner);
            pauses.until = Some(pauses.until.map_or(until, |before| before.max(until)));
        }
    }

    /// What the server said, for people: its own words, bounded, and without what is secret.
    pub(crate) fn words(&self, response: &Response) -> String {
        let said = if (300..400).contains(&response.status) {
            let location = response.header("location").and_then(|to| self.options.base.join(to).ok());
            let host = location.map_or_else(String::new, |to| format!(" to {}", origin(to.as_str())));
            format!("a redirect{host}, which is not followed")
        } else {
            spoken(response).unwrap_or_default()
        };
        let said = self.hide(&bounded(&said));
        let Response { status, .. } = response;
        if said.is_empty() {
            format!("{} answered {status}", self.options.name)
        } else {
            format!("{} answered {status}: {said}", self.options.name)
        }
    }

    fn without_secrets(&self, failure: Failure) -> Failure {
        let told = |message: String| format!("{}: {}", self.options.name, self.hide(&bounded(&message)));
        match failure {
            Failure::NotSent { message, retry_after } => Failure::NotSent { message: told(message), retry_after },
            Failure::PerhapsSent { message } => Failure::PerhapsSent { message: told(message) },
        }
    }

    fn hide(&self, text: &str) -> String {
        let secrets = self.options.hidden.iter().filter(|secret| secret.expose().len() >= 4);
        secrets.fold(text.to_owned(), |text, secret| text.replace(secret.expose(), "***"))
    }
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Api")
            .field("name", &self.options.name)
            .field("origin", &origin(self.options.base.as_str()))
            .field("transport", &self.transport)
            .finish_non_exhaustive()
    }
}

impl Method {
    fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
        }
    }
}

/// The text that a server gives with a refusal: `message` and `errors` of JSON, or a plain text.
fn spoken(response: &Response) -> Option<String> {
    if let Some(Value::Object(body)) = response.json() {
        let text = |value: &Value| match value {
            Value::String(text) => text.clone(),
            Value::Object(fields) => match fields.get("message") {
                Some(Value::String(text)) => text.clone(),
                _ => Value::Object(fields.clone()).to_string(),
            },
            other => other.to_string(),
        };
        let mut said: Vec<String> = ["message", "error"].iter().filter_map(|key| body.get(*key)).map(text).collect();
        match body.get("errors") {
            Some(Value::Array(errors)) => said.extend(errors.iter().take(20).map(text)),
            Some(errors) => said.push(text(errors)),
            None => {}
        }
        return Some(said.join("; "));
    }
    let is_plain = response.header("content-type").is_some_and(|kind| kind.starts_with("text/plain"));
    is_plain.then(|| String::from_utf8_lossy(&response.body[..response.body.len().min(4 * MAX_WORDS)]).into_owned())
}

fn bounded(text: &str) -> String {
    let mut words: String = text.chars().take(MAX_WORDS).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(MAX_WORDS).is_some() {
        words.push('…');
    }
    words.trim().to_owned()
}

/// Scheme, host and port of a URL: what may be shown of it.
pub(super) fn origin(url: &str) -> String {
    Url::parse(url).map_or_else(|_| "?".to_owned(), |url| url.origin().ascii_serialization())
}

/// Reads the address of a server that a credential is sent to: `https`, or `http` on this machine itself.
///
/// # Errors
/// `invalid_request`, without the URL, which may hold a secret.
pub(crate) fn base_url(field: &'static str, text: &str) -> Result<Url> {
    let expected = "an address such as https://ghe.example.com/api/v3, without a user, a query or a fragment";
    let bad = |what: &str| {
        Error::new(Code::InvalidRequest, format!("{field} {what}: expected {expected}"))
            .with("field", field)
            .with("expected", expected)
    };
    let url = Url::parse(text).map_err(|_| bad("is no URL"))?;
    if !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
        return Err(bad("has a user, a query or a fragment"));
    }
    match (url.scheme(), url.host_str()) {
        ("https", Some(_)) => Ok(url),
        ("http", Some(host)) if is_this_machine(host) => Ok(url),
        ("http", Some(_)) => Err(bad("would send the token unencrypted: http is taken for this machine itself only")),
        _ => Err(bad("is not an https address")),
    }
}

/// Reads the URL that a webhook is posted to, checking a host that is written as an address.
///
/// # Errors
/// `invalid_request`, without the URL, which may hold a secret.
pub(crate) fn webhook_url(text: &str, allow_private_addresses: bool) -> Result<Url> {
    let expected = "an http or https URL without a user and a fragment";
    let bad = |what: &str| {
        Error::new(Code::InvalidRequest, format!("url {what}: expected {expected}"))
            .with("field", "url")
            .with("expected", expected)
    };
    let url = Url::parse(text).map_err(|_| bad("is no URL"))?;
    let host =
        url.host_str().filter(|_| matches!(url.scheme(), "http" | "https")).ok_or_else(|| bad("is no web address"))?;
    if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return Err(bad("has a user or a fragment"));
    }
    if !allow_private_addresses && !address::is_allowed(host) {
        let message =
            "url: the host is a loopback, private or link-local address; say allow_private_addresses to have it";
        return Err(Error::new(Code::InvalidRequest, message).with("field", "url"));
    }
    Ok(url)
}

fn is_this_machine(host: &str) -> bool {
    let address = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}
