//! From a path or URL to a storage.

use std::borrow::Cow;
use std::sync::Arc;

use super::{MemoryStorage, Storage};
use crate::error::{Code, Error, Result, excerpt};

/// The longest path or URL.
const MAX: usize = 4096;

/// Opens the storage that a path or URL names. Where there is nothing, it is made if `make` says so, and what is older is
/// brought up to date if `upgrade` does.
pub(crate) fn open(location: &str, make: bool, upgrade: bool) -> Result<Arc<dyn Storage>> {
    if location.is_empty() || location.len() > MAX || location.contains('\0') {
        return Err(bad(location, "a path or URL of 1 to 4096 bytes without NUL"));
    }
    match scheme(location) {
        Some(("memory", "")) if !make => Err(bad(location, "a database that is there, which 'memory:' never is")),
        Some(("memory", "")) => Ok(Arc::new(MemoryStorage::new())),
        Some(("memory", _)) => Err(bad(location, "'memory:' alone")),
        Some(("sqlite", rest)) => open_sqlite(rest, true, make, upgrade),
        Some(("postgres" | "postgresql", _)) => open_postgres(location, make, upgrade),
        None => open_sqlite(location, false, make, upgrade),
        Some((scheme, _)) => {
            Err(bad(location, "a path, 'sqlite:PATH', 'postgres://…' or 'memory:'").with("scheme", scheme))
        }
    }
}

/// A scheme has at least two letters, so that `C:\releases.db` is a path.
fn scheme(location: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = location.split_once(':')?;
    let named = scheme.len() >= 2 && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-'));
    (named && (matches!(scheme, "memory" | "sqlite") || rest.starts_with("//"))).then_some((scheme, rest))
}

#[cfg(feature = "sqlite")]
fn open_sqlite(rest: &str, is_url: bool, make: bool, upgrade: bool) -> Result<Arc<dyn Storage>> {
    use super::sqlite::{SqliteOptions, SqliteStorage};

    let mut options = SqliteOptions::default();
    let mut path = rest;
    if is_url {
        let (before, query) = rest.split_once('?').unwrap_or((rest, ""));
        path = before.strip_prefix("//").unwrap_or(before);
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            options = match (name, value) {
                ("synchronous", word) => options.synchronous(word.parse()?),
                ("busy_timeout_ms", number) => options.busy_timeout(milliseconds(number)?),
                _ => return Err(bad(pair, "'synchronous=full', 'synchronous=normal' or 'busy_timeout_ms=5000'")),
            };
        }
    }
    if path.is_empty() {
        return Err(bad(rest, "a path"));
    }
    if !make && std::fs::metadata(path).is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound) {
        let message = format!("there is no database {path}");
        return Err(Error::new(Code::Unavailable, message).with("path", path).retryable(false));
    }
    Ok(Arc::new(SqliteStorage::open_or_upgrade(path.as_ref(), options, upgrade)?))
}

#[cfg(feature = "sqlite")]
fn milliseconds(text: &str) -> Result<std::time::Duration> {
    match text.parse::<u32>() {
        Ok(millis) => Ok(std::time::Duration::from_millis(millis.into())),
        Err(_) => Err(bad(text, "milliseconds, 0 to 4294967295")),
    }
}

#[cfg(not(feature = "sqlite"))]
fn open_sqlite(rest: &str, _: bool, _: bool, _: bool) -> Result<Arc<dyn Storage>> {
    Err(bad(rest, "'memory:', because this program was built without the feature 'sqlite'"))
}

#[cfg(feature = "postgres")]
fn open_postgres(url: &str, make: bool, upgrade: bool) -> Result<Arc<dyn Storage>> {
    Ok(Arc::new(super::postgres::PostgresStorage::open_or_make(url, make, upgrade)?))
}

#[cfg(not(feature = "postgres"))]
fn open_postgres(url: &str, _: bool, _: bool) -> Result<Arc<dyn Storage>> {
    Err(bad(url, "a path or 'memory:', because this program was built without the feature 'postgres'"))
}

/// A database that is not to be brought up to date.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(super) fn older(place: impl std::fmt::Display, found: impl std::fmt::Display, latest: usize) -> Error {
    let message = format!(
        "{place} has schema version {found}, and this version of release-core uses {latest}: it was left as it is, because \
         the programs that use it would refuse it; use the version of release-core that they have, or upgrade it first \
         with them"
    );
    Error::new(Code::Unavailable, message)
        .with("expected", format_args!("schema version {latest}"))
        .with("found", found)
        .retryable(false)
}

fn bad(found: &str, expected: &str) -> Error {
    let found = &*without_password(found);
    Error::new(Code::InvalidRequest, format!("invalid database {:?}: expected {expected}", excerpt(found)))
        .with("field", "database")
        .with("expected", expected)
        .with("found", found)
}

/// A URL without what stands between its user and its host, and without parameters, which may have a password too.
fn without_password(url: &str) -> Cow<'_, str> {
    let Some((before, rest)) = url.split_once("://") else { return Cow::Borrowed(url) };
    let shown = |text| str::split(text, '?').next().unwrap_or_default().to_owned();
    let Some((user, host)) = rest.split_once('@') else { return Cow::Owned(format!("{before}://{}", shown(rest))) };
    if user.contains('?') || host.contains('@') {
        // Where the password ends is not to be told.
        return Cow::Owned(format!("{before}://…"));
    }
    let name = user.split(':').next().unwrap_or_default();
    Cow::Owned(format!("{before}://{name}@{}", shown(host)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_is_shown() {
        for (url, shown) in [
            ("mysql://ana:s3cret@host/db", "mysql://***@host/db"),
            ("mysql://ana:s3cret@host/db?password=s3cret", "mysql://***@host/db"),
            ("mysql://host/db?password=s3cret", "mysql://host/db"),
            ("mysql://host/db?password=part@s3cret", "mysql://…"),
            ("mysql://ana:part@s3cret@host/db", "mysql://…"),
            ("mysql://ana:part?s3cret@host/db", "mysql://…"),
        ] {
            let error = open(url, true, true).map(drop).unwrap_err();
            assert!(error.message().contains(&format!("\"{shown}\"")), "{error}");
            assert!(!format!("{error} {error:?}").contains("s3cret"), "{error:?}");
        }
    }
}
