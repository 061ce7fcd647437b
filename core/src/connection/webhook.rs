//! A URL that signed requests are sent to.

use std::fmt;
#[cfg(feature = "webhook")]
use std::sync::Arc;
use std::time::Duration;

use super::fields::Fields;
use super::{Connection, TIMEOUT};
use crate::error::Result;
#[cfg(feature = "webhook")]
use crate::http::Transport;
use crate::secret::Secret;

/// A URL that starts are posted to, signed with a key that the receiver knows too.
///
/// ```
/// use release_core::{Releases, WebhookConnection};
///
/// # let key = "2b7e151628aed2a6abf7158809cf4f3c";
/// let releases = Releases::in_memory();
/// # #[cfg(feature = "webhook")]
/// releases.connect("jenkins", WebhookConnection::new("https://hooks.acme.dev/deploy", key))?;
/// # Ok::<(), release_core::Error>(())
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct WebhookConnection {
    /// A path or query may be a secret of its own.
    #[cfg_attr(
        not(feature = "webhook"),
        expect(dead_code, reason = "a build without the trigger only checks the description")
    )]
    pub(crate) url: Secret,
    pub(crate) key: Secret,
    pub(crate) allow_private_addresses: bool,
    pub(crate) timeout: Duration,
}

impl WebhookConnection {
    /// Posts to this `https` or `http` URL, signed with this key of at least 16 bytes.
    pub fn new(url: impl Into<Secret>, key: impl Into<Secret>) -> WebhookConnection {
        WebhookConnection { url: url.into(), key: key.into(), allow_private_addresses: false, timeout: TIMEOUT }
    }

    /// Whether the host may be a loopback, private or link-local address; by default it may not, whatever its name
    /// resolves to.
    #[must_use]
    pub fn allow_private_addresses(mut self, allow: bool) -> WebhookConnection {
        self.allow_private_addresses = allow;
        self
    }

    /// How long to wait for an answer: 0.1 to 25 seconds, 15 by default.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> WebhookConnection {
        self.timeout = timeout;
        self
    }

    pub(super) fn read(fields: &mut Fields) -> Result<WebhookConnection> {
        Ok(WebhookConnection {
            url: fields.needed_secret("url")?,
            key: fields.needed_secret("key")?,
            allow_private_addresses: fields.flag("allow_private_addresses")?.unwrap_or(false),
            timeout: fields.seconds("timeout_seconds")?.unwrap_or(TIMEOUT),
        })
    }
}

#[cfg(feature = "webhook")]
impl WebhookConnection {
    /// Its address, with what every request to it has.
    pub(crate) fn api(&self, transport: Option<Arc<dyn Transport>>) -> Result<crate::http::Api> {
        use super::http::{USER_AGENT, check_timeout, wrong};
        use crate::http::{Api, ApiOptions, Client, webhook_url};

        check_timeout(self.timeout)?;
        if self.key.expose().len() < 16 {
            return Err(wrong("key", "at least 16 bytes"));
        }
        let options = ApiOptions {
            name: "the webhook's receiver",
            base: webhook_url(self.url.expose(), self.allow_private_addresses)?,
            headers: vec![("user-agent", USER_AGENT.into()), ("accept", "application/json".into())],
            hidden: vec![self.url.clone(), self.key.clone()],
            timeout: self.timeout,
            write_gap: Duration::ZERO,
        };
        let own = || Arc::new(Client::new().public_addresses_only(!self.allow_private_addresses)) as Arc<dyn Transport>;
        Ok(Api::new(options, transport.unwrap_or_else(own)))
    }
}

impl fmt::Debug for WebhookConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookConnection")
            .field("allow_private_addresses", &self.allow_private_addresses)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

impl From<WebhookConnection> for Connection {
    fn from(connection: WebhookConnection) -> Connection {
        Connection::Webhook(connection)
    }
}
