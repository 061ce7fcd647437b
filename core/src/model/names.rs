//! The names of things, and the other short texts that callers hand in.

use std::sync::Arc;

use super::text::text_type;
use crate::error::{Code, Error, Result, excerpt};

/// The name of a project: 1 to 100 ASCII letters, digits, `-`, `_` and spaces, with no space at either end.
/// Case counts. Errors: `invalid_name`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProjectName(Arc<str>);

/// The name of an environment: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts. Errors: `invalid_name`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EnvironmentName(Arc<str>);

/// The name under which a program registers a trigger or a commit source, with its address and credential:
/// 1 to 100 ASCII letters, digits, `-`, `_` and `.`. Case counts. Errors: `invalid_name`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConnectionName(Arc<str>);

/// Who did something, as the audit log shows it: 1 to 255 characters without control characters and with no space at
/// either end, for example `ana@acme.dev` or `ci/deploy`. Errors: `invalid_request`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Actor(Arc<str>);

/// The key under which the answer of a write is kept, so that the same request said twice is done once:
/// 1 to 255 visible ASCII characters. Errors: `invalid_request`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IdempotencyKey(Arc<str>);

text_type!(ProjectName, "project");
text_type!(EnvironmentName, "environment");
text_type!(ConnectionName, "connection");
text_type!(Actor, "actor");
text_type!(IdempotencyKey, "idempotency_key");

/// The longest name of a project, an environment or a connection.
pub const MAX_NAME: usize = 100;
/// The longest actor and the longest idempotency key, in characters.
pub const MAX_ACTOR: usize = 255;
/// The longest reason and error message, in bytes.
pub const MAX_MESSAGE: usize = 8 * 1024;
/// The longest URL, in bytes.
pub const MAX_URL: usize = 2 * 1024;
/// The longest id of a run, in bytes.
pub const MAX_RUN_ID: usize = 255;

impl ProjectName {
    fn check(text: &str) -> Result<()> {
        const WHAT: &str = "project name";
        const EXPECTED: &str = "ASCII letters, digits, '-', '_' and inner spaces";
        name(text, WHAT, EXPECTED, |c| matches!(c, 'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_' | ' '))?;
        if text.starts_with(' ') {
            return Err(bad_name(WHAT, text, 0, "no space at either end"));
        }
        if text.ends_with(' ') {
            return Err(bad_name(WHAT, text, text.len() - 1, "no space at either end"));
        }
        Ok(())
    }
}

impl EnvironmentName {
    fn check(text: &str) -> Result<()> {
        name(
            text,
            "environment name",
            "ASCII letters, digits, '-' and '_'",
            |c| matches!(c, 'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_'),
        )
    }
}

impl ConnectionName {
    fn check(text: &str) -> Result<()> {
        name(
            text,
            "connection name",
            "ASCII letters, digits, '-', '_' and '.'",
            |c| matches!(c, 'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_' | '.'),
        )
    }
}

impl Actor {
    fn check(text: &str) -> Result<()> {
        let expected = "1 to 255 characters without control characters and with no space at either end";
        let long = text.len() > 4 * MAX_ACTOR || text.chars().count() > MAX_ACTOR;
        if long || text.is_empty() || text.trim() != text || text.chars().any(char::is_control) {
            return Err(Error::new(
                Code::InvalidRequest,
                format!("invalid actor {:?}: expected {expected}", excerpt(text)),
            )
            .with("expected", expected)
            .with("found", text));
        }
        Ok(())
    }
}

impl IdempotencyKey {
    fn check(text: &str) -> Result<()> {
        let expected = "1 to 255 visible ASCII characters";
        if text.is_empty() || text.len() > 255 || !text.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(Error::new(
                Code::InvalidRequest,
                format!("invalid idempotency key {:?}: expected {expected}", excerpt(text)),
            )
            .with("expected", expected)
            .with("found", text));
        }
        Ok(())
    }
}

fn name(text: &str, what: &str, expected: &str, allowed: impl Fn(char) -> bool) -> Result<()> {
    if text.is_empty() {
        return Err(bad_name(what, text, 0, "1 to 100 characters"));
    }
    if let Some((position, _)) = text.char_indices().take(MAX_NAME).find(|(_, c)| !allowed(*c)) {
        return Err(bad_name(what, text, position, expected));
    }
    if text.len() > MAX_NAME {
        return Err(bad_name(what, text, MAX_NAME, "1 to 100 characters"));
    }
    Ok(())
}

fn bad_name(what: &str, text: &str, position: usize, expected: &str) -> Error {
    let message = format!("invalid {what} {:?}: expected {expected}, at position {position}", excerpt(text));
    Error::new(Code::InvalidName, message).with("position", position).with("expected", expected).with("found", text)
}

/// Checks a text for people (a reason, an error message): not empty, at most [`MAX_MESSAGE`] bytes, and without the NUL
/// character, which PostgreSQL reads in no text.
pub(crate) fn message(field: &'static str, text: &str) -> Result<()> {
    limited(field, text, MAX_MESSAGE, |c| c != '\0', "text without a NUL character")
}

/// What is kept of a text for people that a CI system says, which is no caller to be refused: without NUL characters,
/// and its first `most` bytes.
pub(crate) fn kept(text: &str, most: usize) -> String {
    let mut text = text.replace('\0', "");
    let end = (0..=text.len().min(most)).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text.truncate(end);
    text
}

/// Checks the URL of a run: `http` or `https`, visible ASCII, at most [`MAX_URL`] bytes.
pub(crate) fn url(text: &str) -> Result<()> {
    limited("url", text, MAX_URL, |c| c.is_ascii_graphic(), "visible ASCII characters")?;
    if let Some(rest) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if host.contains('@') {
            // Neither kept nor quoted: what stands before the '@' is a credential.
            return Err(Error::new(Code::InvalidRequest, "invalid url: expected one without a user name or password")
                .with("field", "url")
                .with("expected", "no user name or password"));
        }
        return Ok(());
    }
    Err(Error::new(Code::InvalidRequest, format!("invalid url {:?}: expected http:// or https://", excerpt(text)))
        .with("field", "url")
        .with("expected", "http:// or https://")
        .with("found", text))
}

/// Checks the id that a CI system gave a run: visible ASCII, at most [`MAX_RUN_ID`] bytes.
pub(crate) fn run_id(text: &str) -> Result<()> {
    limited("run_id", text, MAX_RUN_ID, |c| c.is_ascii_graphic(), "visible ASCII characters")
}

fn limited(field: &'static str, text: &str, max: usize, allowed: impl Fn(char) -> bool, kind: &str) -> Result<()> {
    let expected = format!("1 to {max} bytes of {kind}");
    if text.is_empty() || text.len() > max || !text.chars().all(allowed) {
        return Err(Error::new(
            Code::InvalidRequest,
            format!("invalid {field} {:?}: expected {expected}", excerpt(text)),
        )
        .with("field", field)
        .with("expected", expected)
        .with("found", text));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_where_they_are_wrong() {
        let error = EnvironmentName::new("prod uction").unwrap_err();
        assert_eq!(
            error.to_string(),
            "invalid environment name \"prod uction\": expected ASCII letters, digits, '-' and '_', at position 4"
        );
        assert_eq!((error.get("field"), error.get("position")), (Some("environment"), Some("4")));
        assert!(ProjectName::new("my web app").is_ok());
        for bad in ["", " web", "web ", "wéb", "a/b", "web\n", &"x".repeat(101)] {
            assert_eq!(ProjectName::new(bad).unwrap_err().code(), Code::InvalidName, "{bad:?}");
        }
        assert!(ProjectName::new("x".repeat(100)).is_ok());
    }

    #[test]
    fn ten_megabytes_are_refused_with_a_short_message() {
        let text = "x".repeat(10_000_000);
        assert!(ProjectName::new(&text).unwrap_err().to_string().len() < 400);
        assert!(Actor::new(&text).unwrap_err().to_string().len() < 400);
        assert!(IdempotencyKey::new(&text).is_err());
        assert!(message("reason", &text).is_err());
    }

    #[test]
    fn no_text_for_people_holds_a_nul() {
        let error = message("reason", "a\0b").unwrap_err();
        assert_eq!((error.code(), error.get("field")), (Code::InvalidRequest, Some("reason")));
        assert!(error.to_string().contains("without a NUL character"), "{error}");
        assert!(message("reason", "a\u{1}b\n").is_ok());
        assert_eq!(kept("\0a\0b\0", 10), "ab");
        assert_eq!(kept("\0\0", 10), "");
    }

    #[test]
    fn what_is_kept_is_cut_between_characters() {
        assert_eq!(
            (kept("größe", 3), kept("größe", 2), kept("größe", 100)),
            ("gr".into(), "gr".into(), "größe".into())
        );
        assert_eq!((kept("\0größe", 4), kept("ö", 1)), ("grö".into(), String::new()));
        assert_eq!(kept(&"x".repeat(10_000_000), MAX_MESSAGE).len(), MAX_MESSAGE);
    }

    #[test]
    fn serde_is_no_way_around_the_check() {
        assert!(serde_json::from_str::<Actor>("\" ana\"").is_err());
        let name: ProjectName = serde_json::from_str("\"web\"").unwrap();
        assert_eq!(serde_json::to_string(&name).unwrap(), "\"web\"");
    }
}
