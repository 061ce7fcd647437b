//! Versions: parsed once, and then ordered by a key without crossing the boundary.

use release_core::{CandidateVersion, ReleaseVersion};

use crate::error::NativeError;

/// A version that was parsed.
#[derive(Debug, Clone, uniffi::Record)]
pub struct ParsedVersion {
    /// As it was written.
    pub text: String,
    /// The release version; its own text where it is one.
    pub release: String,
    /// The candidate's number; nothing for a release version.
    pub number: Option<u32>,
    /// Orders versions as bytes.
    pub sort_key: Vec<u8>,
}

/// Parses a candidate version.
#[uniffi::export]
pub fn parse_candidate_version(text: String) -> Result<ParsedVersion, NativeError> {
    let version = CandidateVersion::new(&text)?;
    let (release, number) = (version.release().as_str().to_owned(), Some(version.number()));
    Ok(ParsedVersion { sort_key: version.sort_key(), text, release, number })
}

/// Parses a release version.
#[uniffi::export]
pub fn parse_release_version(text: String) -> Result<ParsedVersion, NativeError> {
    let version = ReleaseVersion::new(&text)?;
    Ok(ParsedVersion { sort_key: version.sort_key(), release: text.clone(), text, number: None })
}

/// The version of this library, which the sources around it must have too.
#[uniffi::export]
pub fn library_version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
