//! From a request to the arguments of an operation. What is wrong with them, the operation says itself.

use std::collections::HashMap;
use std::time::Duration;

use axum::body::Body;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use release_core::{Code, Error, Result, Secret};
use serde_json::{Map, Value};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

use super::reply;
use crate::interface::ArgumentKind;
use crate::routes::{Route, place_name};

/// The arguments of a call, by name.
pub(crate) type Arguments = Map<String, Value>;

/// The token that a request shows, as `Authorization: Bearer`.
pub(crate) fn bearer(headers: &HeaderMap) -> Result<Secret> {
    let missing = || {
        let message = "no token: expected the header 'Authorization: Bearer <token>'";
        Error::new(Code::Unauthorized, message).with("field", "Authorization")
    };
    let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).ok_or_else(missing)?;
    let (scheme, token) = value.split_once(' ').ok_or_else(missing)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(missing());
    }
    Ok(Secret::new(token.trim()))
}

/// The arguments that stand in the path, decoded.
pub(crate) fn in_path(
    route: &Route,
    places: std::result::Result<Path<HashMap<String, String>>, PathRejection>,
) -> Result<Arguments> {
    let bad = |message: String| Error::new(Code::InvalidRequest, message).with("field", "path");
    let Path(mut places) = places.map_err(|rejection| bad(format!("invalid path: {rejection}")))?;
    let named = route.path_arguments().enumerate().map(|(place, name)| {
        let text = places.remove(&place_name(place)).ok_or_else(|| bad(format!("the path has no {name}")))?;
        Ok((name.to_owned(), Value::String(text)))
    });
    named.collect()
}

/// A body, and its bytes' share of those that may be held at once.
pub(crate) struct Held<'a> {
    pub(crate) bytes: Vec<u8>,
    pub(crate) room: Option<SemaphorePermit<'a>>,
}

/// The body, at most so long. What has come of it is held, in bytes of `room`: a body that is slow or only announced
/// takes nothing from others. Room is waited for as long as `patience` says.
pub(crate) async fn body<'a>(
    headers: &HeaderMap,
    body: Body,
    limit: usize,
    room: &'a Semaphore,
    patience: Duration,
) -> Result<Held<'a>, BodyError> {
    let said = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if said.is_some_and(|length| length > limit as u64) {
        return Err(BodyError::Core(too_large(limit)));
    }
    let mut body = Limited::new(body, limit);
    let mut held = Held { bytes: Vec::new(), room: None };
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| match error.is::<LengthLimitError>() {
            true => BodyError::Core(too_large(limit)),
            false => BodyError::CutOff,
        })?;
        // Trailers say nothing here.
        let Ok(data) = frame.into_data() else { continue };
        let needed = u32::try_from(data.len()).unwrap_or(u32::MAX);
        let Ok(Ok(more)) = timeout(patience, room.acquire_many(needed)).await else { return Err(BodyError::NoRoom) };
        match &mut held.room {
            Some(room) => room.merge(more),
            none => *none = Some(more),
        }
        held.bytes.extend_from_slice(&data);
    }
    Ok(held)
}

/// Why a body could not be read.
pub(crate) enum BodyError {
    Core(Error),
    CutOff,
    /// Bodies of others take all that may be held.
    NoRoom,
}

impl BodyError {
    pub(crate) fn answer(self, id: &super::RequestId) -> Response {
        match self {
            BodyError::Core(error) => reply::error(&error, id),
            BodyError::CutOff => reply::plain(StatusCode::BAD_REQUEST, "The request's body is cut off"),
            BodyError::NoRoom => reply::busy("Too much is being sent at once"),
        }
    }
}

fn too_large(limit: usize) -> Error {
    let expected = format!("at most {limit} bytes");
    Error::new(Code::PayloadTooLarge, format!("the body is too large: expected {expected}"))
        .with("field", "body")
        .with("expected", expected)
}

/// Adds what a query says. Parameters that the operation does not know are ignored.
pub(crate) fn add_query(route: &Route, arguments: &mut Arguments, query: &str) {
    let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
    for (argument, _) in route.operation().arguments() {
        if arguments.contains_key(&argument.name) {
            continue;
        }
        let name = route.wire_name(&argument.name);
        let mut values = pairs.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_ref());
        let value = match argument.kind {
            ArgumentKind::Texts => {
                Some(values.map(Value::from).collect::<Vec<_>>()).filter(|values| !values.is_empty()).map(Value::Array)
            }
            kind => values.next_back().map(|text| typed(kind, text)),
        };
        if let Some(value) = value {
            arguments.insert(argument.name.clone(), value);
        }
    }
}

/// A parameter's value of the argument's type; one that is of another type stays a text, which the operation refuses.
fn typed(kind: ArgumentKind, text: &str) -> Value {
    match (kind, text) {
        (ArgumentKind::Flag, "true" | "1" | "") => Value::Bool(true),
        (ArgumentKind::Flag, "false" | "0") => Value::Bool(false),
        (ArgumentKind::Number | ArgumentKind::Milliseconds, digits)
            if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            digits.parse::<u64>().map_or_else(|_| text.into(), Value::from)
        }
        _ => text.into(),
    }
}

/// The key by which a repeated request is known.
pub(crate) fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let key = value.to_str().map_err(|_| {
        Error::new(Code::InvalidRequest, "invalid Idempotency-Key: expected 1 to 255 visible ASCII characters")
            .with("field", "idempotency_key")
    })?;
    Ok(Some(key.to_owned()))
}

/// The address that the client asked for, without what a router that this one is mounted in has taken off.
pub(crate) fn path_as_asked(parts: &Parts) -> &str {
    let original = parts.extensions.get::<axum::extract::OriginalUri>();
    original.map_or(parts.uri.path(), |uri| uri.0.path())
}
