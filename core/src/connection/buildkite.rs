//! Buildkite.

#[cfg(feature = "buildkite")]
use std::sync::Arc;
use std::time::Duration;

use super::fields::Fields;
use super::{Connection, TIMEOUT};
use crate::error::Result;
#[cfg(feature = "buildkite")]
use crate::http::Transport;
use crate::secret::Secret;

/// The address of Buildkite's REST API.
const BASE_URL: &str = "https://api.buildkite.com";

/// An organization on Buildkite, with an API token.
///
/// ```
/// use release_core::{BuildkiteConnection, Releases};
///
/// # let token = "bkua_0123456789abcdef";
/// let releases = Releases::in_memory();
/// # #[cfg(feature = "buildkite")]
/// releases.connect("buildkite", BuildkiteConnection::new("acme", token))?;
/// # Ok::<(), release_core::Error>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct BuildkiteConnection {
    #[cfg_attr(
        not(feature = "buildkite"),
        expect(dead_code, reason = "a build without the trigger only checks the description")
    )]
    pub(crate) organization: String,
    #[cfg_attr(
        not(feature = "buildkite"),
        expect(dead_code, reason = "a build without the trigger only checks the description")
    )]
    pub(crate) token: Secret,
    pub(crate) base_url: String,
    pub(crate) webhook_token: Option<Secret>,
    pub(crate) proxy: Option<Secret>,
    pub(crate) timeout: Duration,
}

impl BuildkiteConnection {
    /// An organization by its slug, with a token that has the scopes `read_builds` and `write_builds`.
    pub fn new(organization: impl Into<String>, token: impl Into<Secret>) -> BuildkiteConnection {
        BuildkiteConnection {
            organization: organization.into(),
            token: token.into(),
            base_url: BASE_URL.to_owned(),
            webhook_token: None,
            proxy: None,
            timeout: TIMEOUT,
        }
    }

    /// Another address than `https://api.buildkite.com`. `http` is taken for this machine only.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> BuildkiteConnection {
        self.base_url = url.into();
        self
    }

    /// The token that Buildkite sends with its webhooks, or signs them with.
    #[must_use]
    pub fn webhook_token(mut self, token: impl Into<Secret>) -> BuildkiteConnection {
        self.webhook_token = Some(token.into());
        self
    }

    /// Goes through a proxy, such as `http://proxy:3128`. The environment's proxies are not used.
    #[must_use]
    pub fn proxy(mut self, url: impl Into<Secret>) -> BuildkiteConnection {
        self.proxy = Some(url.into());
        self
    }

    /// How long to wait for an answer: 0.1 to 25 seconds, 15 by default.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> BuildkiteConnection {
        self.timeout = timeout;
        self
    }

    pub(super) fn read(fields: &mut Fields) -> Result<BuildkiteConnection> {
        Ok(BuildkiteConnection {
            organization: fields.needed_text("organization")?,
            token: fields.needed_secret("token")?,
            base_url: fields.text("base_url")?.unwrap_or_else(|| BASE_URL.to_owned()),
            webhook_token: fields.secret("webhook_token")?,
            proxy: fields.secret("proxy")?,
            timeout: fields.seconds("timeout_seconds")?.unwrap_or(TIMEOUT),
        })
    }
}

#[cfg(feature = "buildkite")]
impl BuildkiteConnection {
    /// Its API, with what every request to it has.
    pub(crate) fn api(&self, transport: Option<Arc<dyn Transport>>) -> Result<crate::http::Api> {
        use super::http::Server;

        let connected = Server {
            name: "Buildkite",
            base_url: &self.base_url,
            token: &self.token,
            proxy: self.proxy.as_ref(),
            timeout: self.timeout,
            write_gap: Duration::ZERO,
            headers: &[("accept", "application/json")],
        };
        connected.api(transport)
    }
}

impl From<BuildkiteConnection> for Connection {
    fn from(connection: BuildkiteConnection) -> Connection {
        Connection::Buildkite(connection)
    }
}
