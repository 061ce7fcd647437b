//! Where webhooks come in: the few lines that a program adds to its own web server.

use std::net::SocketAddr;

use release_core::Releases;

use crate::Result;
use crate::http::{Request, Server};

pub(crate) struct Receiver(Server);

impl Receiver {
    pub(crate) fn start(releases: Releases) -> Result<Receiver> {
        Ok(Receiver(Server::start(move |request| take(&releases, request))?))
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.0.address()
    }

    pub(crate) fn stop(self) {
        self.0.stop();
    }
}

/// Hands over the headers and the body as they came. What it did, or why it did nothing, is the answer.
fn take(releases: &Releases, request: Request) -> (u16, String) {
    match releases.apply_webhook("github", request.headers, request.body).call() {
        Ok(delivery) => (200, serde_json::json!({ "outcome": delivery.outcome }).to_string()),
        Err(error) => (error.http_status(), serde_json::json!({ "error": error.wire_text() }).to_string()),
    }
}
