//! What is seen of requests from outside: numbers, and a line in the log for each.

mod metrics;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{ConnectInfo, Request};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;

pub(crate) use metrics::Metrics;

use crate::service::RequestId;
use crate::tokens::Token;

/// Sees every request.
#[derive(Debug)]
pub(crate) struct Observer {
    pub(crate) metrics: Metrics,
    logs: bool,
}

/// What handling a request found out about it; an extension of the response.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seen {
    /// The route, by its number in the table.
    pub(crate) route: Option<usize>,
    pub(crate) token: Option<Arc<Token>>,
}

impl Observer {
    pub(crate) fn new(logs: bool) -> Observer {
        Observer { metrics: Metrics::new(), logs }
    }

    /// Lets a request be handled, and tells of it. Queries, headers and bodies are never told, because a secret could be
    /// in them.
    pub(crate) async fn observe(&self, id: RequestId, mut request: Request, next: Next) -> Response {
        let begun = Instant::now();
        let asked = self.logs.then(|| {
            let path = request.extensions().get::<axum::extract::OriginalUri>();
            let path = path.map_or(request.uri().path(), |uri| uri.0.path()).to_owned();
            let remote = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0);
            (request.method().clone(), path, remote)
        });
        request.extensions_mut().insert(id.clone());
        let under_way = self.metrics.begin();
        let mut response = next.run(request).await;
        under_way.end();
        let seen = response.extensions_mut().remove::<Seen>().unwrap_or_default();
        let took = begun.elapsed();
        self.metrics.count(seen.route, response.status().as_u16(), took);
        if let Some((method, path, remote)) = asked {
            tracing::info!(
                target: "access",
                request_id = id.as_str(),
                method = %method,
                path = path.as_str(),
                status = response.status().as_u16(),
                micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
                actor = seen.token.as_ref().map(|token| token.name.as_str()),
                token = seen.token.as_ref().map(|token| token.id.as_str()),
                remote = remote.map(tracing::field::display),
            );
        }
        if let Ok(value) = HeaderValue::from_str(id.as_str()) {
            response.headers_mut().insert("x-request-id", value);
        }
        response
    }
}
