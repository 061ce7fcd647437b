//! The headers of a request.

use std::fmt;

use crate::error::{Code, Error, Result};

/// The headers of a request, in any order and any case. They show their names only, because a value may be a secret.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Headers(Vec<(String, String)>);

impl Headers {
    /// These headers.
    pub fn new<N: Into<String>, V: Into<String>>(headers: impl IntoIterator<Item = (N, V)>) -> Headers {
        Headers(headers.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }

    /// The first value of a header that is there.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(header, _)| header.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim())
    }

    /// A header without which the webhook cannot be understood.
    pub(super) fn need(&self, name: &'static str) -> Result<&str> {
        self.get(name).ok_or_else(|| {
            Error::new(Code::InvalidRequest, format!("the header {name} is missing"))
                .with("field", "headers")
                .with("expected", name)
        })
    }

    /// A header without which nothing proves who sent the webhook.
    pub(super) fn proof(&self, name: &'static str) -> Result<&str> {
        self.get(name).ok_or_else(|| super::signature::unproven(format!("the header {name} is missing"), name))
    }
}

impl fmt::Debug for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}
