//! A database that is open.

use std::time::Duration;

use napi::Env;
use napi::bindgen_prelude::{Either, Object, Uint8Array};
use napi_derive::napi;
use release_core::{Code, CommitSourceConfig, Connection, Error, Releases, WorkerOptions};
use serde::Deserialize;
use serde_json::Value;

use crate::answer::{failure, read, text};
use crate::calls::Calls;
use crate::numbers;
use crate::runtime::{StopFlag, let_go, promise};
use crate::worker::NativeWorker;

/// An open database.
#[napi]
#[derive(Debug)]
pub struct Handle {
    /// Nothing only while it is let go of.
    releases: Option<Releases>,
}

/// Ends a wait, where it is handed to [`Handle::wait`].
#[napi]
#[derive(Debug, Default)]
pub struct Stop(StopFlag);

/// How a database is opened, as JSON.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OpenOptions {
    idempotency_ttl_ms: Option<u64>,
    dispatch_wait_ms: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WorkerSettings {
    poll_interval_ms: Option<u64>,
    check_interval_ms: Option<u64>,
    silent_after_ms: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Webhook {
    connection: String,
    headers: Vec<(String, String)>,
    actor: Option<String>,
    idempotency_key: Option<String>,
}

/// Opens a database: a promise of a handle, or of the text of an error.
#[napi(catch_unwind)]
pub fn open<'env>(env: &'env Env, location: String, options: String) -> napi::Result<Object<'env>> {
    let work = move || match opened(&location, &options) {
        Ok(releases) => Either::A(Handle { releases: Some(releases) }),
        Err(error) => Either::B(failure(error)),
    };
    promise(env, work, |error| Either::B(failure(error)))
}

fn opened(location: &str, options: &str) -> Result<Releases, Error> {
    let OpenOptions { idempotency_ttl_ms, dispatch_wait_ms } = typed(options)?;
    let mut options = Releases::options();
    if let Some(millis) = idempotency_ttl_ms {
        options = options.idempotency_ttl(Duration::from_millis(millis));
    }
    if let Some(millis) = dispatch_wait_ms {
        options = options.dispatch_wait(Duration::from_millis(millis));
    }
    options.open(location)
}

#[napi]
impl Handle {
    /// Makes a call.
    #[napi(catch_unwind)]
    pub fn invoke(
        &self,
        calls: &Calls,
        number: u32,
        operation: String,
        arguments: String,
        large: Option<String>,
    ) -> napi::Result<()> {
        let releases = self.releases()?;
        calls.make(number, move || {
            let answer = arguments_of(&arguments, large.as_deref());
            text(answer.and_then(|arguments| releases.invoke(&operation, arguments).call()))
        });
        Ok(())
    }

    /// Makes a call that waits, without holding a thread; its answer is `null` where it was stopped.
    #[napi(catch_unwind)]
    pub fn wait(
        &self,
        calls: &Calls,
        number: u32,
        operation: String,
        arguments: String,
        stop: Option<&Stop>,
    ) -> napi::Result<()> {
        let releases = self.releases()?;
        let work = async move {
            match read(&arguments) {
                Ok(arguments) => text(releases.invoke(&operation, arguments).await),
                Err(error) => failure(error),
            }
        };
        calls.wait(number, stop.map(|stop| &stop.0), work);
        Ok(())
    }

    /// Takes a webhook, whose body is bytes and not text.
    #[napi(catch_unwind)]
    pub fn apply_webhook(&self, calls: &Calls, number: u32, arguments: String, body: Uint8Array) -> napi::Result<()> {
        let releases = self.releases()?;
        // Copied here, because JavaScript may change it while it is read.
        let body = body.to_vec();
        calls.make(number, move || text(webhook(&releases, &arguments, body)));
        Ok(())
    }

    /// Registers a connection.
    #[napi(catch_unwind)]
    pub fn connect(&self, calls: &Calls, number: u32, name: String, connection: String) -> napi::Result<()> {
        let releases = self.releases()?;
        calls.make(number, move || {
            let connection = Connection::from_json(&connection);
            text(connection.and_then(|connection| releases.connect(&name, connection)).map(|()| Value::Null))
        });
        Ok(())
    }

    /// Registers a commit source, for one repository or for all.
    #[napi(catch_unwind)]
    pub fn add_commit_source(
        &self,
        calls: &Calls,
        number: u32,
        repository: Option<String>,
        config: String,
    ) -> napi::Result<()> {
        let releases = self.releases()?;
        calls.make(number, move || {
            let config = CommitSourceConfig::from_json(&config);
            let added = config.and_then(|config| releases.add_commit_source(repository.as_deref(), config));
            text(added.map(|()| Value::Null))
        });
        Ok(())
    }

    /// Starts a worker: a promise of it, or of the text of an error.
    #[napi(catch_unwind)]
    pub fn start_worker<'env>(&self, env: &'env Env, settings: String) -> napi::Result<Object<'env>> {
        let releases = self.releases()?;
        let work = move || {
            let options = typed::<WorkerSettings>(&settings).map(WorkerOptions::from);
            match options.and_then(|options| releases.start_worker(options)) {
                Ok(worker) => Either::A(NativeWorker::new(worker)),
                Err(error) => Either::B(failure(error)),
            }
        };
        promise(env, work, |error| Either::B(failure(error)))
    }

    /// Closes the database for everybody who has this handle.
    #[napi(catch_unwind)]
    pub fn close(&self, calls: &Calls, number: u32) -> napi::Result<()> {
        let releases = self.releases()?;
        calls.make(number, move || text(releases.close().map(|()| Value::Null)));
        Ok(())
    }

    /// Where the database is, for people.
    #[napi(getter, catch_unwind)]
    pub fn location(&self) -> napi::Result<String> {
        Ok(self.releases()?.location())
    }
}

impl Handle {
    fn releases(&self) -> napi::Result<Releases> {
        self.releases.clone().ok_or_else(|| napi::Error::from_reason("a bug: a handle was used after it was let go of"))
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        let_go(self.releases.take());
    }
}

#[napi]
impl Stop {
    /// A stop that was not pulled yet.
    #[napi(constructor, catch_unwind)]
    pub fn new() -> Stop {
        Stop::default()
    }

    /// Ends the wait.
    #[napi(catch_unwind)]
    pub fn stop(&self) {
        self.0.stop();
    }
}

impl From<WorkerSettings> for WorkerOptions {
    fn from(settings: WorkerSettings) -> WorkerOptions {
        let mut options = WorkerOptions::new();
        if let Some(millis) = settings.poll_interval_ms {
            options = options.poll_interval(Duration::from_millis(millis));
        }
        if let Some(millis) = settings.check_interval_ms {
            options = options.check_interval(Duration::from_millis(millis));
        }
        if let Some(millis) = settings.silent_after_ms {
            options = options.silent_after(Duration::from_millis(millis));
        }
        options
    }
}

fn arguments_of(arguments: &str, large: Option<&str>) -> Result<Value, Error> {
    let mut arguments = read(arguments)?;
    if let Some(large) = large {
        numbers::put_into(&mut arguments, large)?;
    }
    Ok(arguments)
}

fn webhook(releases: &Releases, arguments: &str, body: Vec<u8>) -> Result<Value, Error> {
    let Webhook { connection, headers, actor, idempotency_key } = typed(arguments)?;
    let mut call = releases.apply_webhook(connection, headers, body);
    if let Some(actor) = actor {
        call = call.actor(actor);
    }
    if let Some(key) = idempotency_key {
        call = call.idempotency_key(key);
    }
    let delivery = call.call()?;
    serde_json::to_value(delivery)
        .map_err(|error| Error::new(Code::Internal, "a delivery cannot be written as JSON").caused_by(error))
}

/// Reads what the JavaScript of this package has checked and written.
fn typed<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text)
        .map_err(|error| Error::new(Code::InvalidRequest, format!("invalid arguments: {error}")).caused_by(error))
}
