//! Commits, by their full hash or a prefix of it.

use std::sync::Arc;

use super::text::text_traits;
use crate::error::{Code, Error, Result, excerpt};

/// A commit's full hash: 40 (SHA-1) or 64 (SHA-256) hexadecimal digits, not all zeros, kept in lower case.
/// Errors: `invalid_commit_hash`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CommitHash(Arc<str>);

/// What a caller may name a commit by: a full hash, or a prefix of 7 digits or more for a commit source to resolve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommitName {
    /// All the digits.
    Full(CommitHash),
    /// The first digits, in lower case.
    Prefix(String),
}

/// The shortest prefix of a hash that a commit source is asked about.
pub const MIN_PREFIX: usize = 7;

text_traits!(CommitHash);

const EXPECTED: &str = "40 or 64 hexadecimal digits";

impl CommitHash {
    /// Parses a full hash; upper-case digits are taken as lower-case ones.
    ///
    /// # Errors
    /// `invalid_commit_hash`.
    pub fn new(text: impl AsRef<str>) -> Result<CommitHash> {
        match CommitName::new(text.as_ref())? {
            CommitName::Full(hash) => Ok(hash),
            CommitName::Prefix(_) => Err(invalid(text.as_ref(), EXPECTED)),
        }
    }

    /// The digits, in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first twelve digits, for people.
    pub fn short(&self) -> &str {
        self.0.get(..12).unwrap_or(&self.0)
    }
}

impl CommitName {
    /// Parses a full hash or a prefix of at least [`MIN_PREFIX`] digits. Branch and tag names are refused.
    ///
    /// # Errors
    /// `invalid_commit_hash`.
    pub fn new(text: &str) -> Result<CommitName> {
        if text.len() > 64 || text.is_empty() {
            return Err(invalid(text, EXPECTED));
        }
        if let Some((position, _)) = text.char_indices().find(|(_, c)| !c.is_ascii_hexdigit()) {
            return Err(invalid(text, EXPECTED).with("position", position));
        }
        let digits = text.to_ascii_lowercase();
        match digits.len() {
            40 | 64 if digits.bytes().all(|b| b == b'0') => {
                Err(invalid(text, "a commit, not the zeros that git uses for 'none'"))
            }
            40 | 64 => Ok(CommitName::Full(CommitHash(digits.into()))),
            n if n >= MIN_PREFIX => Ok(CommitName::Prefix(digits)),
            _ => Err(invalid(text, EXPECTED)),
        }
    }

    /// Whether this name can mean that commit.
    pub fn may_be(&self, commit: &CommitHash) -> bool {
        match self {
            CommitName::Full(hash) => hash == commit,
            CommitName::Prefix(prefix) => commit.0.starts_with(prefix.as_str()),
        }
    }

    /// The digits, in lower case.
    pub fn as_str(&self) -> &str {
        match self {
            CommitName::Full(hash) => &hash.0,
            CommitName::Prefix(prefix) => prefix,
        }
    }
}

fn invalid(text: &str, expected: &str) -> Error {
    Error::new(
        Code::InvalidCommitHash,
        format!("invalid commit hash: expected {expected}, found {:?} ({} bytes)", excerpt(text), text.len()),
    )
    .with("field", "commit")
    .with("expected", expected)
    .with("found", text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_hashes_and_prefixes() {
        let sha1 = "A94A8FE5CCB19BA61C4C0873D391E987982FBBD3";
        assert_eq!(CommitHash::new(sha1).unwrap().as_str(), sha1.to_lowercase());
        assert!(CommitHash::new("ab".repeat(32)).is_ok());
        assert!(CommitName::new("a94a8fe").unwrap().may_be(&CommitHash::new(sha1).unwrap()));
        assert!(matches!(CommitName::new(&sha1[..39]).unwrap(), CommitName::Prefix(_)));
        for bad in ["", "main", "HEAD", "a94a8f", &"0".repeat(40), &"a".repeat(65), "refs/heads/main", "a94a8fe5 "] {
            assert_eq!(CommitName::new(bad).unwrap_err().code(), Code::InvalidCommitHash, "{bad}");
        }
        assert!(CommitHash::new("a94a8fe").is_err());
    }

    #[test]
    fn the_message_tells_what_was_found() {
        let error = CommitHash::new("main").unwrap_err();
        assert_eq!(
            error.to_string(),
            "invalid commit hash: expected 40 or 64 hexadecimal digits, found \"main\" (4 bytes)"
        );
    }
}
