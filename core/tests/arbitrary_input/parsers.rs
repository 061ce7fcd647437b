//! Every parser on one text. Also the body of fuzz targets, so it uses nothing but the crate and `serde_json`.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use release_core::{
    Actor, BuildStatus, Bump, CalVer, CandidateId, CandidateVersion, CommitHash, CommitName, Concurrency,
    ConnectionName, DeploymentId, DispatchId, DispatchState, EnvironmentId, EnvironmentName, Error, IdempotencyKey,
    Kind, ProjectId, ProjectName, Record, ReleaseVersion, Repository, Status, Tier, Timestamp, VersionScheme,
};
use serde::de::DeserializeOwned;

/// The longest message of an error, and the longest value of its context, in bytes.
const LONGEST: usize = 1000;

/// An error is short, says something, and has the code's own kind.
pub(crate) fn check_error(error: &Error) {
    let message = error.message();
    assert!(!message.is_empty() && message.len() <= LONGEST, "{} bytes: {message}", message.len());
    assert_eq!(error.kind(), error.code().kind());
    assert!(!matches!(error.kind(), Kind::Internal | Kind::Unavailable), "{error:?}");
    for (key, value) in error.context() {
        assert!(value.len() <= LONGEST, "{key} has {} bytes", value.len());
    }
    assert!(error.wire_text().len() <= LONGEST);
}

/// What is read is written in one way, which is read as the same; a refusal is short and says which field is wrong.
fn check<T>(text: &str)
where
    T: FromStr<Err = Error> + Display + Debug + PartialEq + DeserializeOwned + serde::Serialize,
{
    match text.parse::<T>() {
        Ok(value) => {
            let written = value.to_string();
            assert_eq!(written.parse::<T>().as_ref().ok(), Some(&value), "{text:?} is written as {written:?}");
            let json = serde_json::to_string(&value).expect("JSON");
            assert_eq!(serde_json::from_str::<T>(&json).expect("the same"), value);
        }
        Err(error) => {
            check_error(&error);
            assert_eq!(error.kind(), Kind::InvalidInput, "{error:?}");
            assert!(error.get("field").is_some() || error.get("expected").is_some(), "{error:?}");
            // Serde reads by the same parser; megabytes of JSON would only be slow.
            let json = serde_json::to_string(text.get(..10_000).unwrap_or(text)).expect("JSON");
            assert!(
                text.len() > 10_000 || serde_json::from_str::<T>(&json).is_err(),
                "serde is no way around the check"
            );
        }
    }
}

/// A format or a word that is only read.
fn check_read<T: FromStr<Err = Error> + Debug>(text: &str) -> Option<T> {
    text.parse::<T>().inspect_err(check_error).ok()
}

pub(crate) fn check_versions(text: &str) {
    check::<ReleaseVersion>(text);
    check::<CandidateVersion>(text);
    check::<VersionScheme>(text);
    if let Ok(candidate) = CandidateVersion::new(text) {
        assert_eq!(candidate.as_str(), text, "one spelling");
        assert_eq!(candidate.release().candidate(candidate.number()), candidate);
        assert!(candidate.next().is_none_or(|next| candidate < next));
    }
    if let Ok(format) = CalVer::new(text) {
        assert_eq!(CalVer::new(format.as_str()).expect("the same").as_str(), format.as_str());
    }
}

/// What a scheme says of a version, and what it says is next.
pub(crate) fn check_scheme(scheme: &str, version: &str) {
    let (Some(scheme), Some(version)) = (check_read::<VersionScheme>(scheme), check_read::<ReleaseVersion>(version))
    else {
        return;
    };
    let fits = scheme.check(&version).inspect_err(check_error).is_ok();
    let bumps = [None, Some(Bump::Major), Some(Bump::Minor), Some(Bump::Patch)];
    for bump in bumps {
        let step = release_core::Step { bump, date: Some((2026, 2, 28)) };
        match scheme.next(Some(&version), step) {
            Ok(next) => {
                assert!(scheme.check(&next).is_ok(), "{next} is next and not of {scheme}");
                assert!(!fits || next > version, "{next} comes after {version} by {scheme}");
            }
            Err(error) => check_error(&error),
        }
    }
}

/// Two versions stand in the same order as the bytes that a store sorts them by.
pub(crate) fn check_order(one: &str, other: &str) {
    if let (Ok(a), Ok(b)) = (ReleaseVersion::new(one), ReleaseVersion::new(other)) {
        assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
        assert_eq!(a.cmp(&b), a.sort_key().cmp(&b.sort_key()), "{a} and {b}");
        assert_eq!(a == b, one == other);
    }
    if let (Ok(a), Ok(b)) = (CandidateVersion::new(one), CandidateVersion::new(other)) {
        assert_eq!(a.cmp(&b), a.sort_key().cmp(&b.sort_key()), "{a} and {b}");
    }
}

pub(crate) fn check_names(text: &str) {
    check::<ProjectName>(text);
    check::<EnvironmentName>(text);
    check::<ConnectionName>(text);
    check::<Actor>(text);
    check::<IdempotencyKey>(text);
    check::<Repository>(text);
    check::<CommitHash>(text);
    if let Ok(name) = CommitName::new(text).inspect_err(check_error) {
        assert_eq!(name.as_str(), text.to_ascii_lowercase());
    }
}

pub(crate) fn check_words(text: &str) {
    check::<Status>(text);
    check::<BuildStatus>(text);
    check::<DispatchState>(text);
    check::<Tier>(text);
    check::<Concurrency>(text);
    check::<Timestamp>(text);
    check::<ProjectId>(text);
    check::<EnvironmentId>(text);
    check::<CandidateId>(text);
    check::<DeploymentId>(text);
    check::<DispatchId>(text);
    check_read::<Bump>(text);
}

/// Bytes that stand in a store where a record should be: read or refused, and what is read is written again.
pub(crate) fn check_record(key: &str, bytes: &[u8]) {
    if let Ok(record) = Record::decode(key, bytes) {
        let again = record.encode().expect("bytes");
        assert_eq!(Record::decode(record.key().as_str(), &again).expect("the same"), record);
        let _ = record.entries();
    }
}
