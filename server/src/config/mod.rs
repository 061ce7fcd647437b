//! The configuration of the program: one TOML file, and environment variables that go before it.

mod connections;
mod environment;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use release_core::{Code, Error, Releases, Result, Secret, WorkerOptions};
use serde::Deserialize;

pub use environment::Environment;

use crate::listen::{Listener, Tls};
use crate::service::{Limits, ServiceOptions};

/// What the program `release-server` is told. Every option has a default; `release-server.example.toml` has them all.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Config {
    /// Where to listen: an address with a port.
    pub listen: String,
    /// The database: a path or URL.
    pub database: String,
    /// The certificate, for HTTPS.
    pub tls: Option<TlsFiles>,
    /// What a client may take.
    pub limits: LimitOptions,
    /// What is logged.
    pub log: LogOptions,
    /// What may be read without a token.
    pub open: OpenOptions,
    /// What goes on by itself.
    pub worker: WorkerConfig,
    /// How calls of the library behave.
    pub calls: CallOptions,
    /// The connections that webhooks without a name of their own are for.
    pub webhooks: WebhookOptions,
    /// The connections, by name.
    connections: BTreeMap<String, toml::Table>,
    /// The sources that know commits.
    commit_sources: Vec<toml::Table>,
}

/// The files of a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TlsFiles {
    /// The certificate with its chain, in PEM.
    pub certificate: PathBuf,
    /// Its private key, in PEM.
    pub key: PathBuf,
}

/// What a client may take.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct LimitOptions {
    /// The largest body, in bytes.
    pub body_bytes: usize,
    /// The largest body of a webhook, in bytes.
    pub webhook_body_bytes: usize,
    /// The largest head of a request, in bytes; at least 8192.
    pub header_bytes: usize,
    /// The most headers of a request.
    pub headers: usize,
    /// How long a client may take for the headers, and be silent between two requests.
    pub header_seconds: f64,
    /// How long a client may take for a body.
    pub body_seconds: f64,
    /// How long a request may take in all.
    pub request_seconds: f64,
    /// How long a request that waits for a deployment or a build may wait.
    pub wait_seconds: f64,
    /// How many connections are open at most; further ones wait to be taken.
    pub connections: usize,
    /// How many bytes of bodies are held at once: of callers with a token, and as many of webhooks.
    pub held_body_bytes: usize,
    /// How many requests are worked on at once.
    pub concurrency: usize,
    /// How many requests wait for a deployment or a build at once.
    pub waits: usize,
    /// How long a request waits for its turn, or for room for its body.
    pub queue_seconds: f64,
    /// How long what is under way may take when the program is told to end.
    pub shutdown_seconds: f64,
}

/// What is logged, to standard error.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct LogOptions {
    /// `error`, `warn`, `info`, `debug` or `trace`.
    pub level: String,
    /// `json`, one object a line, or `text`.
    pub format: String,
    /// Whether each request is a line.
    pub requests: bool,
}

/// What may be read without a token.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct OpenOptions {
    /// The status page at `/`.
    pub status_page: bool,
    /// `/metrics`.
    pub metrics: bool,
}

/// What goes on by itself.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct WorkerConfig {
    /// Whether this process starts workflows that are due and asks about silent runs.
    pub enabled: bool,
    /// How often it looks for what other processes have left.
    pub poll_seconds: f64,
    /// How often it looks for runs that have fallen silent.
    pub check_seconds: f64,
    /// How long a run must have been silent to be asked about.
    pub silent_after_seconds: f64,
}

/// How calls of the library behave.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct CallOptions {
    /// How long the answers of requests with an `Idempotency-Key` are kept.
    pub idempotency_seconds: f64,
    /// How long a request that starts a workflow waits for the CI system's answer.
    pub dispatch_wait_seconds: f64,
}

/// The connections that webhooks without a name of their own are for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct WebhookOptions {
    /// For `/api/github/webhook`.
    pub github: String,
    /// For `/api/buildkite/webhook`.
    pub buildkite: String,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            listen: "127.0.0.1:8080".to_owned(),
            database: "releases.db".to_owned(),
            tls: None,
            limits: LimitOptions::default(),
            log: LogOptions::default(),
            open: OpenOptions::default(),
            worker: WorkerConfig::default(),
            calls: CallOptions::default(),
            webhooks: WebhookOptions::default(),
            connections: BTreeMap::new(),
            commit_sources: Vec::new(),
        }
    }
}

impl Default for LimitOptions {
    fn default() -> LimitOptions {
        let limits = Limits::default();
        LimitOptions {
            body_bytes: limits.body_bytes,
            webhook_body_bytes: limits.webhook_body_bytes,
            header_bytes: 16 * 1024,
            headers: 64,
            header_seconds: 10.0,
            body_seconds: limits.body_time.as_secs_f64(),
            request_seconds: limits.request_time.as_secs_f64(),
            wait_seconds: limits.wait_time.as_secs_f64(),
            connections: 10_000,
            held_body_bytes: limits.held_body_bytes,
            concurrency: limits.concurrency,
            waits: limits.waits,
            queue_seconds: limits.queue_time.as_secs_f64(),
            shutdown_seconds: 30.0,
        }
    }
}

impl Default for LogOptions {
    fn default() -> LogOptions {
        LogOptions { level: "info".to_owned(), format: "json".to_owned(), requests: true }
    }
}

impl Default for WorkerConfig {
    fn default() -> WorkerConfig {
        WorkerConfig { enabled: true, poll_seconds: 5.0, check_seconds: 60.0, silent_after_seconds: 600.0 }
    }
}

impl Default for CallOptions {
    fn default() -> CallOptions {
        CallOptions { idempotency_seconds: 7.0 * 24.0 * 3600.0, dispatch_wait_seconds: 10.0 }
    }
}

impl Default for WebhookOptions {
    fn default() -> WebhookOptions {
        WebhookOptions { github: "github".to_owned(), buildkite: "buildkite".to_owned() }
    }
}

impl Config {
    /// Reads a file, where one is named, and puts over it what the environment says.
    ///
    /// # Errors
    /// `invalid_request`, with the file and the line, or the variable, and never a value.
    pub fn load(file: Option<&Path>, environment: &Environment) -> Result<Config> {
        let mut table = match file {
            None => toml::Table::new(),
            Some(path) => {
                let text = std::fs::read_to_string(path).map_err(|error| {
                    let place = path.display();
                    Error::new(Code::InvalidRequest, format!("configuration {place} cannot be read: {error}"))
                        .with("field", "config")
                        .caused_by(error)
                })?;
                parsed(&text, path)?
            }
        };
        environment.put_over(&mut table)?;
        let config: Config = table.try_into().map_err(|error: toml::de::Error| {
            Error::new(Code::InvalidRequest, format!("invalid configuration: {}", error.message()))
                .with("field", "config")
        })?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<()> {
        self.address()?;
        self.log_level()?;
        self.service_limits()?;
        self.worker_options()?;
        if !matches!(self.log.format.as_str(), "json" | "text") {
            return Err(wrong("log.format", "json or text", &self.log.format));
        }
        if self.limits.connections == 0 {
            return Err(wrong("limits.connections", "1 or more", "0"));
        }
        if self.limits.header_bytes < 8192 {
            return Err(wrong("limits.header_bytes", "8192 or more", &self.limits.header_bytes.to_string()));
        }
        Ok(())
    }

    fn address(&self) -> Result<SocketAddr> {
        let expected = "an address with a port, such as 127.0.0.1:8080 or [::1]:8080";
        self.listen.parse().map_err(|_| wrong("listen", expected, &self.listen))
    }

    /// Opens the database, and gives the handle the connections and commit sources that the configuration has. Starts
    /// nothing. Blocks.
    ///
    /// # Errors
    /// As [`Releases::open`], and `invalid_request` with the connection or commit source that is wrong.
    pub fn open(&self) -> Result<Releases> {
        let releases = Releases::options()
            .idempotency_ttl(seconds("calls.idempotency_seconds", self.calls.idempotency_seconds)?)
            .dispatch_wait(seconds("calls.dispatch_wait_seconds", self.calls.dispatch_wait_seconds)?)
            .open(&self.database)?;
        for (name, description) in &self.connections {
            connections::connect(&releases, name, description)?;
        }
        for (number, description) in self.commit_sources.iter().enumerate() {
            connections::add_commit_source(&releases, number, description)?;
        }
        Ok(releases)
    }

    /// How the service is set up; with the admin token that the environment has.
    ///
    /// # Errors
    /// `invalid_request`.
    pub fn service_options(&self, admin_token: Option<Secret>) -> Result<ServiceOptions> {
        let options = ServiceOptions::new()
            .open_metrics(self.open.metrics)
            .open_status_page(self.open.status_page)
            .log_requests(self.log.requests)
            .github_connection(&self.webhooks.github)
            .buildkite_connection(&self.webhooks.buildkite)
            .with_limits(self.service_limits()?);
        match admin_token {
            Some(token) => options.admin_token(token),
            None => Ok(options),
        }
    }

    fn service_limits(&self) -> Result<Limits> {
        let said = &self.limits;
        let limits = Limits {
            body_bytes: said.body_bytes,
            webhook_body_bytes: said.webhook_body_bytes,
            body_time: seconds("limits.body_seconds", said.body_seconds)?,
            request_time: seconds("limits.request_seconds", said.request_seconds)?,
            wait_time: seconds("limits.wait_seconds", said.wait_seconds)?,
            held_body_bytes: said.held_body_bytes,
            concurrency: said.concurrency,
            waits: said.waits,
            queue_time: seconds("limits.queue_seconds", said.queue_seconds)?,
        };
        limits.check()?;
        if limits.wait_time >= limits.request_time {
            let expected = "less than limits.request_seconds";
            return Err(wrong("limits.wait_seconds", expected, &said.wait_seconds.to_string()));
        }
        Ok(limits)
    }

    /// Listens. The certificate is read.
    ///
    /// # Errors
    /// `invalid_request` for a certificate that cannot be used; `unavailable` where the address cannot be listened on.
    pub async fn listener(&self) -> Result<Listener> {
        let tls = self.tls.as_ref().map(|files| Tls::read(&files.certificate, &files.key)).transpose()?;
        let mut listener = Listener::bind(self.address()?, tls).await?;
        listener.header_bytes = self.limits.header_bytes;
        listener.headers = self.limits.headers;
        listener.header_time = seconds("limits.header_seconds", self.limits.header_seconds)?;
        listener.connections = self.limits.connections;
        listener.shutdown_time = seconds("limits.shutdown_seconds", self.limits.shutdown_seconds)?;
        Ok(listener)
    }

    /// How the worker is set up; nothing where there is to be none.
    ///
    /// # Errors
    /// `invalid_request`.
    pub fn worker_options(&self) -> Result<Option<WorkerOptions>> {
        let options = WorkerOptions::new()
            .poll_interval(seconds("worker.poll_seconds", self.worker.poll_seconds)?)
            .check_interval(seconds("worker.check_seconds", self.worker.check_seconds)?)
            .silent_after(seconds("worker.silent_after_seconds", self.worker.silent_after_seconds)?);
        Ok(self.worker.enabled.then_some(options))
    }

    /// The least that is logged.
    ///
    /// # Errors
    /// `invalid_request`.
    pub fn log_level(&self) -> Result<tracing::Level> {
        self.log.level.parse().map_err(|_| wrong("log.level", "error, warn, info, debug or trace", &self.log.level))
    }
}

fn parsed(text: &str, path: &Path) -> Result<toml::Table> {
    text.parse().map_err(|error: toml::de::Error| {
        // The error's own text quotes the line, which may hold a secret.
        let line = error.span().map_or(0, |span| text[..span.start.min(text.len())].lines().count().max(1));
        let message = format!("configuration {} is no TOML: line {line}: {}", path.display(), error.message());
        Error::new(Code::InvalidRequest, message).with("field", "config").with("position", line)
    })
}

fn seconds(field: &'static str, seconds: f64) -> Result<Duration> {
    let expected = "a number of seconds, 0 or more";
    Duration::try_from_secs_f64(seconds).map_err(|_| wrong(field, expected, &seconds.to_string()))
}

fn wrong(field: &'static str, expected: &str, found: &str) -> Error {
    Error::new(Code::InvalidRequest, format!("invalid configuration: {field}: expected {expected}, found {found:?}"))
        .with("field", field)
        .with("expected", expected)
        .with("found", found)
}

#[cfg(test)]
mod tests;
