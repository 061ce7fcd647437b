//! What a token may do.

use std::fmt;
use std::str::FromStr;

use release_core::{Code, Error};
use serde::{Deserialize, Serialize};

/// What a token may do; each scope has all that the ones before it have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Look at what is there.
    Read,
    /// Cut releases, deploy, report, roll back, freeze.
    Deploy,
    /// Create, configure and archive projects and environments.
    Admin,
}

impl Scope {
    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Scope::Read => "read",
            Scope::Deploy => "deploy",
            Scope::Admin => "admin",
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Scope {
    type Err = Error;

    fn from_str(word: &str) -> Result<Scope, Error> {
        let all = [Scope::Read, Scope::Deploy, Scope::Admin];
        all.into_iter().find(|scope| scope.as_str() == word).ok_or_else(|| {
            let message = format!("unknown scope {word:?}: expected read, deploy or admin");
            Error::new(Code::InvalidRequest, message).with("field", "scope").with("expected", "read, deploy or admin")
        })
    }
}
