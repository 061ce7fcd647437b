//! Connections: an address with its credential, as the running program describes it under a name.
//!
//! A description is read and never written: no output has it, and the database holds only the name.

mod buildkite;
mod command;
mod fields;
mod github;
#[cfg(feature = "http")]
#[cfg_attr(
    not(all(feature = "github", feature = "buildkite", feature = "webhook")),
    allow(
        dead_code,
        unused_imports,
        reason = "a trigger uses a part; the build with all of them tells what none does"
    )
)]
mod http;
mod webhook;

#[cfg(feature = "http")]
use std::sync::Arc;
use std::time::Duration;

pub use buildkite::BuildkiteConnection;
pub use github::GithubConnection;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
pub use webhook::WebhookConnection;

use self::fields::Fields;
use crate::client::Releases;
use crate::error::{Code, Error, Result};
#[cfg(feature = "http")]
use crate::http::Api;
use crate::model::ConnectionName;
#[cfg(feature = "http")]
use crate::workflow;
use crate::workflow::CommandTrigger;

/// What [`Releases::connect`] registers under a name: a CI system with its address and credential, or a program.
///
/// It is made by the types of its variants, or read from JSON, where `kind` says which one it is:
///
/// | kind | members (those in brackets may be left out) |
/// |---|---|
/// | `github` | `token`, \[`base_url`, `webhook_secret`, `return_run_details`, `neutral`, `proxy`, `timeout_seconds`\] |
/// | `buildkite` | `organization`, `token`, \[`base_url`, `webhook_token`, `proxy`, `timeout_seconds`\] |
/// | `webhook` | `url`, `key`, \[`allow_private_addresses`, `timeout_seconds`\] |
/// | `command` | `program`, \[`args`, `current_dir`, `env`, `env_inherit`, `inherit_stdout`, `time_limit_seconds`, `grace_seconds`\] |
///
/// An unknown member is refused, and no error shows a value. `Debug` shows no secret.
///
/// ```
/// use release_core::{Connection, Releases};
///
/// let releases = Releases::in_memory();
/// let deploy = Connection::from_json(r#"{"kind": "command", "program": "/srv/deploy/run", "args": ["--verbose"]}"#)?;
/// releases.connect("deploy-script", deploy)?;
///
/// let error = Connection::from_json(r#"{"kind": "github", "token": "ghp_secret", "url": "x"}"#).unwrap_err();
/// assert!(error.to_string().contains("\"url\"") && !format!("{error:?}").contains("ghp_secret"));
/// # Ok::<(), release_core::Error>(())
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Connection {
    /// GitHub or GitHub Enterprise Server.
    Github(GithubConnection),
    /// Buildkite.
    Buildkite(BuildkiteConnection),
    /// A URL that signed requests are sent to.
    Webhook(WebhookConnection),
    /// A program of this machine.
    Command(CommandTrigger),
}

impl Connection {
    /// Reads a description.
    ///
    /// # Errors
    /// `invalid_request`, with the member that is wrong, and never a value.
    pub fn from_json(json: &str) -> Result<Connection> {
        let members: Map<String, Value> = serde_json::from_str(json).map_err(|error| {
            // What serde says of a wrong type shows the value.
            let place = format!("line {}, column {}", error.line(), error.column());
            Error::new(Code::InvalidRequest, format!("the connection is no JSON object ({place})"))
                .with("field", "connection")
        })?;
        Connection::from_members(members)
    }

    fn from_members(members: Map<String, Value>) -> Result<Connection> {
        let mut fields = Fields::new(members)?;
        let connection = match fields.kind() {
            "github" => Connection::Github(GithubConnection::read(&mut fields)?),
            "buildkite" => Connection::Buildkite(BuildkiteConnection::read(&mut fields)?),
            "webhook" => Connection::Webhook(WebhookConnection::read(&mut fields)?),
            "command" => Connection::Command(CommandTrigger::read(&mut fields)?),
            _ => return Err(fields.unknown_kind(&["github", "buildkite", "webhook", "command"])),
        };
        fields.finish()?;
        Ok(connection)
    }

    /// The kind of connection, which is also the kind of trigger that it serves.
    pub fn kind(&self) -> &'static str {
        match self {
            Connection::Github(_) => "github",
            Connection::Buildkite(_) => "buildkite",
            Connection::Webhook(_) => "webhook",
            Connection::Command(_) => "command",
        }
    }
}

impl<'de> Deserialize<'de> for Connection {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Connection, D::Error> {
        Connection::from_members(Map::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

impl From<CommandTrigger> for Connection {
    fn from(trigger: CommandTrigger) -> Connection {
        Connection::Command(trigger)
    }
}

/// How long an answer is waited for where nothing else is said.
const TIMEOUT: Duration = Duration::from_secs(15);

/// A connection that was registered.
#[derive(Debug)]
pub(crate) struct Connected {
    pub(crate) connection: Connection,
    /// What its requests go through, also a commit source's: a pause that the server asked for is everybody's.
    #[cfg(feature = "http")]
    pub(crate) api: Arc<Api>,
}

impl Releases {
    /// Registers a connection under a name, for this handle and its clones: workflows that name it are started over
    /// it, and its webhooks are checked by it. A connection of the same name is replaced, which is how a token is
    /// changed.
    ///
    /// # Errors
    /// `invalid_name`; `invalid_request` for a value that is wrong, and for a kind that this build lacks the cargo
    /// feature for.
    pub fn connect(&self, name: impl AsRef<str>, connection: impl Into<Connection>) -> Result<()> {
        let name = ConnectionName::new(name)?;
        match connection.into() {
            Connection::Command(trigger) => {
                self.inner().disconnect(&name);
                self.register_trigger(&name, trigger)
            }
            connection => self.keep(name, Connected::new(connection, None)?),
        }
    }

    /// The same, with requests that are sent by a [transport](crate::http::Transport) of your own: the HTTP client that
    /// your program has, or a CI system that a test plays. What a connection says of its client (a proxy, no private
    /// addresses) is then for the transport to keep. A `command` connection sends no requests.
    ///
    /// # Errors
    /// As [`connect`](Releases::connect).
    #[cfg(feature = "http")]
    pub fn connect_through(
        &self,
        name: impl AsRef<str>,
        connection: impl Into<Connection>,
        transport: impl crate::http::Transport,
    ) -> Result<()> {
        match connection.into() {
            Connection::Command(trigger) => self.connect(name, trigger),
            connection => {
                let name = ConnectionName::new(name)?;
                self.keep(name, Connected::new(connection, Some(Arc::new(transport)))?)
            }
        }
    }

    fn keep(&self, name: ConnectionName, connected: Connected) -> Result<()> {
        self.inner().disconnect(&name);
        connected.register(self, &name)?;
        self.inner().keep_connection(name, connected);
        Ok(())
    }
}

/// What sends a connection's requests, if not a client of its own.
#[cfg(feature = "http")]
type OwnTransport = Option<Arc<dyn crate::http::Transport>>;
#[cfg(not(feature = "http"))]
type OwnTransport = Option<std::convert::Infallible>;

impl Connected {
    #[cfg(feature = "http")]
    fn new(connection: Connection, transport: OwnTransport) -> Result<Connected> {
        let api = match &connection {
            #[cfg(feature = "github")]
            Connection::Github(github) => github.api(transport)?,
            #[cfg(feature = "buildkite")]
            Connection::Buildkite(buildkite) => buildkite.api(transport)?,
            #[cfg(feature = "webhook")]
            Connection::Webhook(webhook) => webhook.api(transport)?,
            other => return Err(lacks_feature(other.kind())),
        };
        Ok(Connected { connection, api: Arc::new(api) })
    }

    #[cfg(not(feature = "http"))]
    fn new(connection: Connection, _: OwnTransport) -> Result<Connected> {
        Err(lacks_feature(connection.kind()))
    }

    /// Gives the handle the trigger that goes over this connection.
    #[cfg(feature = "http")]
    fn register(&self, releases: &Releases, name: &ConnectionName) -> Result<()> {
        let api = Arc::clone(&self.api);
        match &self.connection {
            #[cfg(feature = "github")]
            Connection::Github(github) => {
                let ask = github.return_run_details.unwrap_or_else(|| workflow::asks_by_default(&github.base_url));
                releases.register_trigger(name, workflow::GithubTrigger::new(api, ask, github.neutral))
            }
            #[cfg(feature = "buildkite")]
            Connection::Buildkite(buildkite) => {
                let trigger = workflow::BuildkiteTrigger::new(api, buildkite.organization.clone());
                releases.register_trigger(name, trigger)
            }
            #[cfg(feature = "webhook")]
            Connection::Webhook(webhook) => {
                releases.register_trigger(name, workflow::WebhookTrigger::new(api, webhook.key.clone()))
            }
            other => Err(lacks_feature(other.kind())),
        }
    }

    #[cfg(not(feature = "http"))]
    fn register(&self, _: &Releases, _: &ConnectionName) -> Result<()> {
        Err(lacks_feature(self.connection.kind()))
    }
}

fn lacks_feature(kind: &str) -> Error {
    let message =
        format!("this build of release-core has no {kind} connections: build it with the cargo feature {kind}");
    Error::new(Code::InvalidRequest, message).with("field", "kind").with("found", kind)
}
