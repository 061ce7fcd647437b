//! The pages of a list that is answered as a bare array: where the next one is stands in the headers.

use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::request::path_as_asked;

/// A page, of which only that is read which the headers tell.
#[derive(Deserialize)]
pub(crate) struct Page<'a> {
    #[serde(borrow)]
    pub(crate) items: Vec<&'a RawValue>,
    #[serde(default)]
    next: Option<String>,
    #[serde(default)]
    total: Option<u64>,
}

/// Adds `Link` (RFC 8288) for the pages around this one, `X-Total-Count`, and `X-Next-Cursor`, which goes on where this
/// page ended also when something was added meanwhile.
pub(crate) fn link(headers: &mut HeaderMap, parts: &Parts, page: &Page<'_>) {
    let query: Vec<(String, String)> =
        form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
    let number =
        |name: &str| query.iter().rfind(|(key, _)| key == name).and_then(|(_, value)| value.parse::<u64>().ok());
    let next = page.next.as_deref();
    let total = page.total;
    let mut links = Vec::new();
    let mut add = |rel: &str, name: &str, value: &str| {
        let others = query.iter().filter(|(key, _)| !matches!(key.as_str(), "page" | "cursor"));
        let mut text = form_urlencoded::Serializer::new(String::new());
        text.extend_pairs(others).append_pair(name, value);
        links.push(format!("<{}?{}>; rel=\"{rel}\"", path_as_asked(parts), text.finish()));
    };
    if query.iter().any(|(key, _)| key == "cursor") {
        if let Some(cursor) = next {
            add("next", "cursor", cursor);
        }
    } else {
        let here = number("page").unwrap_or(1);
        let last = total.map(|total| total.div_ceil(number("per_page").unwrap_or(10).max(1)).max(1));
        if next.is_some() {
            add("next", "page", &here.saturating_add(1).to_string());
        }
        if here > 1 {
            add("prev", "page", &(here - 1).to_string());
            add("first", "page", "1");
        }
        if let (Some(last), true) = (last, next.is_some()) {
            add("last", "page", &last.to_string());
        }
    }
    let mut insert = |name: &'static str, value: String| {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    };
    if !links.is_empty() {
        insert("link", links.join(", "));
    }
    if let Some(total) = total {
        insert("x-total-count", total.to_string());
    }
    if let Some(cursor) = next {
        insert("x-next-cursor", cursor.to_owned());
    }
}
