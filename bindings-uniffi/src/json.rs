//! JSON that crosses the boundary.

use std::time::Duration;

use release_core::{Code, Error, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The arguments of an operation.
pub(crate) fn arguments(text: &str) -> Result<Value> {
    // What serde says of JSON that it does not understand shows no value.
    serde_json::from_str(text).map_err(|error| {
        let message = format!("the arguments are no JSON: {error}");
        Error::new(Code::InvalidRequest, message).with("field", "arguments").caused_by(error)
    })
}

/// A record of options.
pub(crate) fn options<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| {
        let message = format!("invalid options: {error}");
        Error::new(Code::InvalidRequest, message).with("field", "options").caused_by(error)
    })
}

/// Whole milliseconds.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(transparent)]
pub(crate) struct Milliseconds(u64);

impl Milliseconds {
    pub(crate) fn duration(self) -> Duration {
        Duration::from_millis(self.0)
    }
}
