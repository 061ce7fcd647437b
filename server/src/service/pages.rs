//! What is no operation: health, numbers, the description of the API, the status page.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::Router;
use axum::extract::{FromRequestParts, Path, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::get;
use release_core::{Code, Error, Kind, Releases, Result, Secret};
use sha2::{Digest, Sha256};
use tokio::time::timeout;

use super::{App, RequestId, blocking, reply, request};
use crate::openapi;
use crate::page::{self, Page};
use crate::tokens::Token;

pub(super) fn router(app: &Arc<App>) -> Router {
    let (ready, metrics, all, one) = (Arc::clone(app), Arc::clone(app), Arc::clone(app), Arc::clone(app));
    Router::new()
        .route("/healthz", get(async || text("ok\n")))
        .route("/readyz", get(move |request: Request| readiness(Arc::clone(&ready), request)))
        .route("/metrics", get(move |request: Request| numbers(Arc::clone(&metrics), request)))
        .route("/openapi.json", get(description))
        .route("/", get(move |request: Request| overview(Arc::clone(&all), request)))
        .route("/projects/{release_argument_0}", get(move |request: Request| of_project(Arc::clone(&one), request)))
        .method_not_allowed_fallback(super::not_allowed)
}

const ENDS: &str = "The service is about to end";

/// Whether requests can be answered: the storage can be read, and the program is not about to end.
async fn readiness(app: Arc<App>, request: Request) -> Response {
    let is_closing = || app.closing.load(Ordering::SeqCst);
    if is_closing() {
        return reply::busy(ENDS);
    }
    match timeout(app.options.limits().queue_time, app.probe.ask(&app.releases)).await {
        // It may have been told so meanwhile.
        _ if is_closing() => reply::busy(ENDS),
        Ok(Ok(())) => text("ready\n"),
        Ok(Err(error)) => reply::error(&error, &id(&request)),
        Err(_) => reply::busy("The storage does not answer"),
    }
}

async fn numbers(app: Arc<App>, request: Request) -> Response {
    if !app.options.has_open_metrics()
        && let Err(error) = reader(&app, request.headers()).await
    {
        return reply::error(&error, &id(&request));
    }
    let mut response = text(app.observer.metrics.to_string());
    let kind = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

async fn description(request: Request) -> Response {
    reply::tagged(request.headers(), openapi::document().into_bytes())
}

async fn overview(app: Arc<App>, request: Request) -> Response {
    let query = request.uri().query().unwrap_or_default().as_bytes();
    let cursor = form_urlencoded::parse(query).find(|(name, _)| name == "cursor").map(|(_, value)| value.into_owned());
    status_page(app, request.headers(), "./", move |releases, token| page::overview(releases, token, cursor.as_deref()))
        .await
}

async fn of_project(app: Arc<App>, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    let Ok(Path(project)) = Path::<String>::from_request_parts(&mut parts, &()).await else {
        return html(StatusCode::NOT_FOUND, page::refused("Not found", "There is no such project."));
    };
    status_page(app, &parts.headers, "../", move |releases, token| page::one(releases, token, &project)).await
}

/// Answers the status page to who may read it.
async fn status_page(
    app: Arc<App>,
    headers: &HeaderMap,
    root: &'static str,
    read: impl FnOnce(&Releases, Option<&Token>) -> Result<Page> + Send + 'static,
) -> Response {
    let token = match reader_of_pages(&app, headers).await {
        Ok(token) => token,
        Err(error) if error.code() == Code::Unauthorized => {
            let text = "Log in with any user name, and a token as the password.";
            let mut response = html(StatusCode::UNAUTHORIZED, page::refused("A token is needed", text));
            let basic = HeaderValue::from_static("Basic realm=\"release-server\", charset=\"UTF-8\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, basic);
            return response;
        }
        Err(error) => return failed(&error),
    };
    let Ok(Ok(place)) = timeout(app.options.limits().queue_time, Arc::clone(&app.pages).acquire_owned()).await else {
        let mut response =
            html(StatusCode::SERVICE_UNAVAILABLE, page::refused("Not now", "Too many read this page; try again."));
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        return response;
    };
    let releases = app.releases.clone();
    // The place is the reading's, which goes on where the reader has gone.
    let read = blocking(move || {
        let _place = place;
        read(&releases, token.as_deref())
    });
    match read.await {
        Ok(page) => html(StatusCode::OK, page::written(&page, root)),
        Err(error) => failed(&error),
    }
}

fn failed(error: &Error) -> Response {
    match error.kind() {
        Kind::NotFound => html(StatusCode::NOT_FOUND, page::refused("Not found", "There is no such project.")),
        Kind::InvalidInput => html(StatusCode::BAD_REQUEST, page::refused("Bad request", error.wire_text())),
        _ => {
            tracing::error!(error = ?error, "the status page could not be made");
            html(StatusCode::SERVICE_UNAVAILABLE, page::refused("Not now", "The page cannot be made now; try again."))
        }
    }
}

/// The token of who reads a page: as a program shows it, or as a browser does, as the password. Nothing where anybody
/// may read.
async fn reader_of_pages(app: &App, headers: &HeaderMap) -> Result<Option<Arc<Token>>> {
    if app.options.has_open_status_page() {
        return Ok(None);
    }
    let text = match basic_password(headers) {
        Some(password) => password,
        None => request::bearer(headers)?,
    };
    app.tokens.recognise(text).await.map(Some)
}

fn basic_password(headers: &HeaderMap) -> Option<Secret> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, credentials) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(super::base64::decode(credentials.trim())?).ok()?;
    text.split_once(':').map(|(_, password)| Secret::new(password))
}

/// A page of HTML that may load and run nothing but its own style.
fn html(status: StatusCode, body: String) -> Response {
    let style = super::base64::encode(&Sha256::digest(page::STYLE.as_bytes()));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    let mut response = reply::json(status, body.into_bytes());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// Any token may read what is not of one project.
async fn reader(app: &App, headers: &HeaderMap) -> Result<()> {
    app.tokens.recognise(request::bearer(headers)?).await.map(|_| ())
}

fn id(request: &Request) -> RequestId {
    request.extensions().get::<RequestId>().cloned().unwrap_or_else(|| RequestId(Arc::from("")))
}

fn text(body: impl Into<String>) -> Response {
    let mut response = reply::json(StatusCode::OK, body.into().into_bytes());
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::body::Body;
    use tower_service::Service as _;

    use super::*;
    use crate::{Limits, Service, ServiceOptions};

    /// Who reads the status page takes no place of work, and no more of its own than there are.
    #[tokio::test]
    async fn so_many_status_pages_are_made_at_once() {
        let limits = Limits { concurrency: 1, queue_time: Duration::from_millis(20), ..Limits::default() };
        let options = ServiceOptions::new().open_status_page(true).with_limits(limits);
        let service = Service::new(Releases::in_memory(), options).unwrap();
        let asked = async || {
            let request = Request::builder().uri("/").body(Body::empty()).unwrap();
            service.router().call(request).await.unwrap()
        };
        let work = service.app.places.acquire().await.unwrap();
        assert_eq!(asked().await.status(), StatusCode::OK);
        drop(work);
        let all = service.app.pages.available_permits().try_into().unwrap();
        let pages = service.app.pages.acquire_many(all).await.unwrap();
        let refused = asked().await;
        assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(refused.headers()[header::RETRY_AFTER], "1");
        drop(pages);
        assert_eq!(asked().await.status(), StatusCode::OK);
    }
}
