//! How a service is set up, for programs that mount it. The program `release-server` fills these in from its
//! configuration.

use std::time::Duration;

use release_core::{Code, Error, Releases, Result, Secret};

use crate::tokens::Tokens;

/// How a [`Service`](crate::Service) is set up.
#[derive(Debug, Clone)]
pub struct ServiceOptions {
    admin_token: Option<Secret>,
    open_status_page: bool,
    open_metrics: bool,
    log_requests: bool,
    github: String,
    buildkite: String,
    limits: Limits,
}

/// What a request may take.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Limits {
    /// The largest body, in bytes; 1 MiB by default.
    pub body_bytes: usize,
    /// The largest body of a webhook, in bytes; 25 MiB by default, which is the largest that GitHub sends.
    pub webhook_body_bytes: usize,
    /// How long a body may take to arrive; 30 s by default.
    pub body_time: Duration,
    /// How long a request may take in all, from its headers to its answer; 60 s by default.
    pub request_time: Duration,
    /// How long a request that waits for a deployment or a build may wait: at most, and where it does not say; 25 s.
    pub wait_time: Duration,
    /// How many bytes of bodies are held at once: of callers with a token, and as many of webhooks; 256 MiB by default.
    /// Bodies beyond it wait for room. At least as much as the largest body.
    pub held_body_bytes: usize,
    /// How many requests are worked on at once; 256 by default, and at least one. Others wait for their turn. A request
    /// takes its place when its token is known and its body is there.
    pub concurrency: usize,
    /// How many requests wait for a deployment or a build at once, beside those that are worked on; 256 by default, and
    /// at least one. Others wait for their turn.
    pub waits: usize,
    /// How long a request waits for its turn, or for room for its body; then it is answered 503; 5 s by default.
    pub queue_time: Duration,
}

impl Limits {
    /// Refuses limits under which nothing could be answered.
    pub(crate) fn check(&self) -> Result<()> {
        let wrong = |field: &str, expected: &str, found: usize| {
            let message = format!("invalid limits: {field}: expected {expected}, found {found}");
            Err(Error::new(Code::InvalidRequest, message)
                .with("field", format!("limits.{field}"))
                .with("expected", expected)
                .with("found", found))
        };
        for (field, places) in [("concurrency", self.concurrency), ("waits", self.waits)] {
            if places == 0 {
                return wrong(field, "1 or more", places);
            }
        }
        if self.held_body_bytes < self.body_bytes.max(self.webhook_body_bytes) {
            let expected = "body_bytes and webhook_body_bytes at least";
            return wrong("held_body_bytes", expected, self.held_body_bytes);
        }
        Ok(())
    }
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            body_bytes: 1 << 20,
            webhook_body_bytes: release_core::inbound::MAX_BODY,
            body_time: Duration::from_secs(30),
            request_time: Duration::from_secs(60),
            wait_time: Duration::from_secs(25),
            held_body_bytes: 256 << 20,
            concurrency: 256,
            waits: 256,
            queue_time: Duration::from_secs(5),
        }
    }
}

impl Default for ServiceOptions {
    fn default() -> ServiceOptions {
        ServiceOptions {
            admin_token: None,
            open_status_page: false,
            open_metrics: false,
            log_requests: true,
            github: "github".to_owned(),
            buildkite: "buildkite".to_owned(),
            limits: Limits::default(),
        }
    }
}

impl ServiceOptions {
    /// The defaults: tokens are needed for everything but `/healthz`, `/readyz` and `/openapi.json`.
    pub fn new() -> ServiceOptions {
        ServiceOptions::default()
    }

    /// An admin token from outside, besides those that are kept: at least 16 visible ASCII characters.
    ///
    /// # Errors
    /// `invalid_request`.
    pub fn admin_token(self, token: Secret) -> Result<ServiceOptions> {
        Tokens::check_given(&token)?;
        Ok(ServiceOptions { admin_token: Some(token), ..self })
    }

    /// Whether anybody may read the status page.
    #[must_use]
    pub fn open_status_page(self, open: bool) -> ServiceOptions {
        ServiceOptions { open_status_page: open, ..self }
    }

    /// Whether anybody may read `/metrics`; they name no project.
    #[must_use]
    pub fn open_metrics(self, open: bool) -> ServiceOptions {
        ServiceOptions { open_metrics: open, ..self }
    }

    /// Whether each request is an event of `tracing`, of the target `access`.
    #[must_use]
    pub fn log_requests(self, log: bool) -> ServiceOptions {
        ServiceOptions { log_requests: log, ..self }
    }

    /// The connection whose webhooks come to `/api/github/webhook`; `github` by default.
    #[must_use]
    pub fn github_connection(self, name: impl Into<String>) -> ServiceOptions {
        ServiceOptions { github: name.into(), ..self }
    }

    /// The connection whose webhooks come to `/api/buildkite/webhook`; `buildkite` by default.
    #[must_use]
    pub fn buildkite_connection(self, name: impl Into<String>) -> ServiceOptions {
        ServiceOptions { buildkite: name.into(), ..self }
    }

    /// What a request may take.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> ServiceOptions {
        ServiceOptions { limits, ..self }
    }

    pub(crate) fn tokens(&self, releases: &Releases) -> Result<Tokens> {
        let tokens = Tokens::new(releases);
        match &self.admin_token {
            Some(token) => tokens.with_admin(token.clone()),
            None => Ok(tokens),
        }
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    pub(crate) fn logs_requests(&self) -> bool {
        self.log_requests
    }

    pub(crate) fn has_open_status_page(&self) -> bool {
        self.open_status_page
    }

    pub(crate) fn has_open_metrics(&self) -> bool {
        self.open_metrics
    }

    pub(crate) fn github(&self) -> &str {
        &self.github
    }

    pub(crate) fn buildkite(&self) -> &str {
        &self.buildkite
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Service;

    #[test]
    fn limits_under_which_nothing_could_be_answered_are_refused() {
        let service = |limits| Service::new(Releases::in_memory(), ServiceOptions::new().with_limits(limits));
        let usual = Limits::default;
        for (limits, says) in [
            (Limits { concurrency: 0, ..usual() }, "concurrency: expected 1 or more, found 0"),
            (Limits { waits: 0, ..usual() }, "waits: expected 1 or more, found 0"),
            (Limits { held_body_bytes: usual().webhook_body_bytes - 1, ..usual() }, "held_body_bytes: expected"),
        ] {
            let error = service(limits).unwrap_err();
            assert_eq!(error.code(), Code::InvalidRequest);
            assert!(error.message().contains(says), "{error}");
        }
        let most = usize::MAX;
        let limits = Limits { concurrency: most, waits: most, held_body_bytes: most, ..usual() };
        assert!(service(limits).is_ok());
    }
}
