//! GitHub and GitHub Enterprise Server.

#[cfg(feature = "github")]
use std::sync::Arc;
use std::time::Duration;

use super::fields::Fields;
use super::{Connection, TIMEOUT};
use crate::error::Result;
#[cfg(feature = "github")]
use crate::http::Transport;
use crate::inbound::github::NEUTRAL;
use crate::model::Status;
use crate::secret::Secret;

/// The address of github.com's API.
const BASE_URL: &str = "https://api.github.com";

/// GitHub, or a GitHub Enterprise Server, with a token.
///
/// ```
/// use release_core::{GithubConnection, Releases};
///
/// # let token = "ghp_16C7e42F292c6912E7710c838347Ae178B4a";
/// let releases = Releases::in_memory();
/// # #[cfg(feature = "github")]
/// releases.connect("github", GithubConnection::new(token).webhook_secret("It's a Secret to Everybody"))?;
/// # Ok::<(), release_core::Error>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct GithubConnection {
    #[cfg_attr(
        not(feature = "github"),
        expect(dead_code, reason = "a build without the trigger only checks the description")
    )]
    pub(crate) token: Secret,
    pub(crate) base_url: String,
    pub(crate) webhook_secret: Option<Secret>,
    pub(crate) return_run_details: Option<bool>,
    pub(crate) neutral: Status,
    pub(crate) proxy: Option<Secret>,
    pub(crate) timeout: Duration,
}

impl GithubConnection {
    /// github.com with a token that may write Actions, and read contents where it serves a commit source.
    pub fn new(token: impl Into<Secret>) -> GithubConnection {
        GithubConnection {
            token: token.into(),
            base_url: BASE_URL.to_owned(),
            webhook_secret: None,
            return_run_details: None,
            neutral: NEUTRAL,
            proxy: None,
            timeout: TIMEOUT,
        }
    }

    /// The API's address on a GitHub Enterprise Server: `https://HOST/api/v3`. `http` is taken for this machine only.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> GithubConnection {
        self.base_url = url.into();
        self
    }

    /// The secret that GitHub signs its webhooks with.
    #[must_use]
    pub fn webhook_secret(mut self, secret: impl Into<Secret>) -> GithubConnection {
        self.webhook_secret = Some(secret.into());
        self
    }

    /// Whether the id of a new run is asked for when it is started. By default github.com is asked, and a GitHub
    /// Enterprise Server is not, because older ones refuse the question; what refuses it is asked without.
    #[must_use]
    pub fn return_run_details(mut self, ask: bool) -> GithubConnection {
        self.return_run_details = Some(ask);
        self
    }

    /// What a run counts as that ended as `neutral`: `Status::Success` by default. One that is open is refused when the
    /// connection is registered.
    #[must_use]
    pub fn neutral(mut self, status: Status) -> GithubConnection {
        self.neutral = status;
        self
    }

    /// Goes through a proxy, such as `http://proxy:3128`. The environment's proxies are not used.
    #[must_use]
    pub fn proxy(mut self, url: impl Into<Secret>) -> GithubConnection {
        self.proxy = Some(url.into());
        self
    }

    /// How long to wait for an answer: 0.1 to 25 seconds, 15 by default.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> GithubConnection {
        self.timeout = timeout;
        self
    }

    pub(super) fn read(fields: &mut Fields) -> Result<GithubConnection> {
        Ok(GithubConnection {
            token: fields.needed_secret("token")?,
            base_url: fields.text("base_url")?.unwrap_or_else(|| BASE_URL.to_owned()),
            webhook_secret: fields.secret("webhook_secret")?,
            return_run_details: fields.flag("return_run_details")?,
            neutral: fields.ended("neutral")?.unwrap_or(NEUTRAL),
            proxy: fields.secret("proxy")?,
            timeout: fields.seconds("timeout_seconds")?.unwrap_or(TIMEOUT),
        })
    }
}

#[cfg(feature = "github")]
impl GithubConnection {
    /// Its API, with what every request to it has.
    pub(crate) fn api(&self, transport: Option<Arc<dyn Transport>>) -> Result<crate::http::Api> {
        use super::http::Server;

        if self.neutral.is_open() {
            return Err(super::http::wrong("neutral", "success, failure, canceled or error"));
        }
        let connected = Server {
            name: "GitHub",
            base_url: &self.base_url,
            token: &self.token,
            proxy: self.proxy.as_ref(),
            timeout: self.timeout,
            // GitHub asks for a second between requests that write.
            write_gap: Duration::from_secs(1),
            headers: &[("accept", "application/vnd.github+json"), ("x-github-api-version", "2022-11-28")],
        };
        connected.api(transport)
    }
}

impl From<GithubConnection> for Connection {
    fn from(connection: GithubConnection) -> Connection {
        Connection::Github(connection)
    }
}
