//! The service: a router over a handle.

mod base64;
pub(crate) mod deployment;
pub(crate) mod guard;
mod handle;
mod members;
mod numbers;
mod options;
mod pages;
mod paging;
mod probe;
mod reply;
mod request;
mod shares;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::MethodRouter;
use release_core::{Code, Error, Releases, Result};
use tokio::sync::Semaphore;

pub use options::{Limits, ServiceOptions};

use self::probe::Probe;
use self::shares::Shares;
use crate::observe::Observer;
use crate::routes::ROUTES;
use crate::tokens::{Tokens, random_hex};

/// What every request is handled with.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) releases: Releases,
    pub(crate) tokens: Tokens,
    pub(crate) options: ServiceOptions,
    pub(crate) observer: Observer,
    /// For requests that are worked on.
    pub(crate) places: Semaphore,
    /// For requests that wait for a deployment or a build, which takes long and costs little.
    pub(crate) waits: Shares,
    /// For the status page, which anybody may read where the configuration says so.
    pub(crate) pages: Arc<Semaphore>,
    pub(crate) probe: Probe,
    /// Bytes of the bodies of callers with a token.
    pub(crate) bodies: Semaphore,
    /// Bytes of the bodies of webhooks, whose senders are not known before the whole body is.
    pub(crate) webhook_bodies: Semaphore,
    closing: AtomicBool,
    ids: RequestIds,
}

/// The service over one handle. Cheap to clone.
///
/// ```
/// use release_core::{Releases, Secret};
/// use release_server::{Service, ServiceOptions};
///
/// let releases = Releases::in_memory();
/// let service = Service::new(releases, ServiceOptions::new().admin_token(Secret::new("at-least-16-characters"))?)?;
/// // The paths are `/tools/api/releases/…` then; `/tools/healthz`, `/tools/` and so on come with them.
/// let app: axum::Router = axum::Router::new().nest("/tools", service.router());
/// # Ok::<(), release_core::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Service {
    app: Arc<App>,
}

impl Service {
    /// A service over this handle. It starts nothing: a program that wants workflows to go on by themselves starts a
    /// [worker](Releases::start_worker) too.
    ///
    /// # Errors
    /// `invalid_request`, for limits under which nothing could be answered; `unavailable`, where the operating system
    /// gives no random bytes.
    pub fn new(releases: Releases, options: ServiceOptions) -> Result<Service> {
        let limits = options.limits();
        limits.check()?;
        let app = App {
            tokens: options.tokens(&releases)?,
            observer: Observer::new(options.logs_requests()),
            places: places(limits.concurrency),
            waits: Shares::new(limits.waits),
            pages: Arc::new(places(PAGES)),
            probe: Probe::default(),
            bodies: places(limits.held_body_bytes),
            webhook_bodies: places(limits.held_body_bytes),
            closing: AtomicBool::new(false),
            ids: RequestIds::new()?,
            releases,
            options,
        };
        Ok(Service { app: Arc::new(app) })
    }

    /// The tokens that it goes by, to make and revoke some.
    pub fn tokens(&self) -> &Tokens {
        &self.app.tokens
    }

    /// The router: all paths of `/openapi.json`, `/healthz`, `/readyz`, `/metrics` and the status page.
    ///
    /// It needs a tokio runtime with time. Where it is nested in another router, links in its answers have the
    /// other's prefix.
    pub fn router(&self) -> Router {
        let mut paths: std::collections::BTreeMap<String, MethodRouter> = std::collections::BTreeMap::new();
        for (number, route) in ROUTES.iter().enumerate() {
            let app = Arc::clone(&self.app);
            let handler = move |request: Request| handle::answer(Arc::clone(&app), number, request);
            let methods = paths.remove(&route.pattern()).unwrap_or_default();
            paths.insert(route.pattern(), methods.on(route.method.filter(), handler));
        }
        let mut router = Router::new();
        for (path, methods) in paths {
            let methods = methods.fallback(not_allowed);
            router = router.route(&format!("{path}/"), methods.clone()).route(&path, methods);
        }
        let router = router.merge(pages::router(&self.app)).fallback(not_found);
        let app = Arc::clone(&self.app);
        router.layer(middleware::from_fn(move |request: Request, next: Next| {
            let app = Arc::clone(&app);
            async move {
                let id = app.ids.next();
                app.observer.observe(id, request, next).await
            }
        }))
    }

    /// Says that it is about to end: `/readyz` says no from now on, so that nobody sends more.
    pub fn close_soon(&self) {
        self.app.closing.store(true, Ordering::SeqCst);
    }

    /// The numbers that `/metrics` shows, in the text format of Prometheus.
    pub fn metrics(&self) -> String {
        self.app.observer.metrics.to_string()
    }
}

/// The most status pages that are made at once: each reads the database many times.
const PAGES: usize = 8;

/// So many places, or as many as can be counted.
fn places(count: usize) -> Semaphore {
    Semaphore::new(count.min(Semaphore::MAX_PERMITS))
}

async fn not_found() -> Response {
    reply::plain(StatusCode::NOT_FOUND, "There is nothing at this address; see /openapi.json")
}

async fn not_allowed() -> Response {
    reply::plain(StatusCode::METHOD_NOT_ALLOWED, "This address does not take this method; see /openapi.json")
}

/// Runs what blocks, on tokio's pool for it.
pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|error| Err(Error::new(Code::Internal, "a request's work came to no end").caused_by(error)))
}

/// What names a request in answers and in the log.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(Arc<str>);

impl RequestId {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Gives request ids: random for the process, and counted in it.
#[derive(Debug)]
struct RequestIds {
    process: String,
    next: AtomicU64,
}

impl RequestIds {
    fn new() -> Result<RequestIds> {
        Ok(RequestIds { process: random_hex::<6>()?, next: AtomicU64::new(1) })
    }

    fn next(&self) -> RequestId {
        RequestId(format!("{}-{}", self.process, self.next.fetch_add(1, Ordering::Relaxed)).into())
    }
}
