//! What the connections over HTTP have in common.

use std::sync::Arc;
use std::time::Duration;

use crate::error::{Code, Error, Result};
use crate::http::{Api, ApiOptions, Client, Transport, base_url};
use crate::secret::Secret;

/// Requests have to end well within the time that a process may take over a dispatch.
const TIMEOUTS: std::ops::RangeInclusive<Duration> = Duration::from_millis(100)..=Duration::from_secs(25);

/// A server that takes a bearer token.
pub(super) struct Server<'a> {
    pub(super) name: &'static str,
    pub(super) base_url: &'a str,
    pub(super) token: &'a Secret,
    pub(super) proxy: Option<&'a Secret>,
    pub(super) timeout: Duration,
    pub(super) write_gap: Duration,
    pub(super) headers: &'a [(&'static str, &'static str)],
}

impl Server<'_> {
    pub(super) fn api(&self, transport: Option<Arc<dyn Transport>>) -> Result<Api> {
        check_timeout(self.timeout)?;
        let token = self.token.expose();
        if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(wrong("token", "visible ASCII characters without spaces"));
        }
        if let Some(proxy) = self.proxy {
            reqwest::Proxy::all(proxy.expose()).map_err(|_| wrong("proxy", "a URL such as http://proxy:3128"))?;
        }
        let fixed = self.headers.iter().map(|(name, value)| (*name, Secret::new(*value)));
        let own = [("user-agent", USER_AGENT.into()), ("authorization", Secret::new(format!("Bearer {token}")))];
        let options = ApiOptions {
            name: self.name,
            base: base_url("base_url", self.base_url)?,
            headers: fixed.chain(own).collect(),
            hidden: [Some(self.token), self.proxy].into_iter().flatten().cloned().collect(),
            timeout: self.timeout,
            write_gap: self.write_gap,
        };
        let own = || Arc::new(Client::new().proxy(self.proxy.cloned())) as Arc<dyn Transport>;
        Ok(Api::new(options, transport.unwrap_or_else(own)))
    }
}

pub(super) const USER_AGENT: &str = concat!("release-core/", env!("CARGO_PKG_VERSION"));

pub(super) fn check_timeout(timeout: Duration) -> Result<()> {
    if TIMEOUTS.contains(&timeout) { Ok(()) } else { Err(wrong("timeout_seconds", "0.1 to 25 seconds")) }
}

pub(super) fn wrong(field: &'static str, expected: &'static str) -> Error {
    Error::new(Code::InvalidRequest, format!("{field} of the connection: expected {expected}"))
        .with("field", field)
        .with("expected", expected)
}
