//! Tokens: who may do what. A token's text is shown once; what is kept is its SHA-256, in the same database as the
//! releases, so that every process that serves the database knows it.

mod scope;
mod store;
mod text;

use std::collections::BTreeSet;

use release_core::{Secret, Timestamp};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

pub use scope::Scope;
pub use store::{NewToken, Tokens};
use text::Digest;
pub(crate) use text::random_hex;

/// A token as it is kept: all but its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Token {
    /// What tells it from others, and stands in its text; no secret.
    #[serde(skip)]
    pub id: String,
    /// Who it stands for: the actor in the audit log.
    pub name: String,
    /// What it may do.
    pub scope: Scope,
    /// The projects that it sees, by name; all of them where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub projects: Option<BTreeSet<String>>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who made it, as far as it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_by: Option<String>,
    /// When it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
    sha256: Digest,
}

/// A token that was revoked: what is remembered of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RevokedToken {
    /// Its id.
    #[serde(skip)]
    pub id: String,
    /// Who it stood for.
    pub name: String,
    /// What it might do.
    pub scope: Scope,
    /// The projects that it saw; all of them where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub projects: Option<BTreeSet<String>>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who made it, as far as it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_by: Option<String>,
    /// When it was revoked.
    pub revoked_at: Timestamp,
    /// Who revoked it, as far as it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_by: Option<String>,
}

impl Token {
    /// Whether it sees a project, which need not exist.
    pub fn sees(&self, project: &str) -> bool {
        self.projects.as_ref().is_none_or(|projects| projects.contains(project))
    }

    /// Whether it sees every project, also those to come.
    pub fn sees_everything(&self) -> bool {
        self.projects.is_none()
    }

    /// Whether its time is over.
    pub fn has_ended(&self, now: Timestamp) -> bool {
        self.ends_at.is_some_and(|end| end <= now)
    }

    /// Whether this text is the token; compared in constant time.
    fn is(&self, text: &Secret) -> bool {
        self.sha256.0.ct_eq(&Digest::of(text).0).into()
    }
}
