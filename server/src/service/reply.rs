//! Answers: JSON with an entity tag, and errors as the core's table has them.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use release_core::{Code, Error, Wire};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::RequestId;

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// An error as it stands on the wire.
#[derive(Serialize)]
struct ErrorBody<'a> {
    error: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retryable: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<serde_json::Map<String, serde_json::Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<&'a str>,
}

/// An answer in JSON.
pub(crate) fn json(status: StatusCode, body: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, JSON);
    response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// The answer to a read: with its entity tag, and without its body where the client has it already.
pub(crate) fn tagged(request: &HeaderMap, body: Vec<u8>) -> Response {
    let tag = entity_tag(&body);
    let mut response = match knows(request, &tag) {
        true => {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response
        }
        false => json(StatusCode::OK, body),
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("authorization"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

fn entity_tag(body: &[u8]) -> String {
    let digest = Sha256::digest(body);
    let digits: String = digest[..16].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("\"{digits}\"")
}

/// Whether `If-None-Match` names the tag; compared weakly, as that header is.
fn knows(request: &HeaderMap, tag: &str) -> bool {
    let values = request.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut tags = values.flat_map(|value| value.split(',')).map(str::trim);
    tags.any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

/// An error of the core: status and text by its table. What may name files or the inside of a store is told to the log,
/// under the request's id.
pub(crate) fn error(error: &Error, id: &RequestId) -> Response {
    let row = error.code().row();
    let withheld = matches!(row.wire, Wire::Withheld(_));
    if withheld {
        tracing::error!(request_id = id.as_str(), code = error.code().as_str(), error = ?error, "a request failed");
    }
    let text = error.wire_text();
    let context = error.context().iter().map(|(key, value)| ((*key).to_owned(), value.clone().into()));
    let body = ErrorBody {
        error: text,
        code: Some(row.name),
        kind: Some(row.kind.as_str()),
        detail: Some(error.message()).filter(|message| !withheld && *message != text),
        retryable: Some(error.is_retryable()),
        context: (!withheld).then(|| context.collect()),
        reference: withheld.then(|| id.as_str()),
    };
    let status = StatusCode::from_u16(row.http_status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = json(status, serde_json::to_vec(&body).unwrap_or_default());
    let headers = response.headers_mut();
    if error.is_retryable() {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    if error.code() == Code::Unauthorized {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

/// An error of HTTP alone, which the table of the core does not know.
pub(crate) fn plain(status: StatusCode, text: &str) -> Response {
    let body = ErrorBody {
        error: text,
        code: None,
        kind: None,
        detail: None,
        retryable: None,
        context: None,
        reference: None,
    };
    json(status, serde_json::to_vec(&body).unwrap_or_default())
}

/// There is too much to do; the same request may succeed soon.
pub(crate) fn busy(text: &str) -> Response {
    let body = ErrorBody {
        error: text,
        code: Some(Code::Unavailable.as_str()),
        kind: Some(Code::Unavailable.kind().as_str()),
        detail: None,
        retryable: Some(true),
        context: None,
        reference: None,
    };
    let mut response = json(StatusCode::SERVICE_UNAVAILABLE, serde_json::to_vec(&body).unwrap_or_default());
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    response
}
