//! What went wrong, and the table of errors, as the core has them.

use std::error::Error as StdError;
use std::iter::successors;

use release_core::{Code, Error, Wire};

/// One fact of an error.
#[derive(Debug, Clone, uniffi::Record)]
pub struct Fact {
    /// What it is of, for example `field`.
    pub key: String,
    /// The fact.
    pub value: String,
}

/// An error of the core, as data.
#[derive(Debug, Clone, uniffi::Record)]
pub struct Trouble {
    /// What exactly went wrong, for programs.
    pub code: String,
    /// The kind of the code.
    pub kind: String,
    /// The sentence for people.
    pub message: String,
    /// Whether the same call may succeed later.
    pub retryable: bool,
    /// The facts, in their order.
    pub context: Vec<Fact>,
    /// What led to it, the nearest first.
    pub causes: Vec<String>,
}

/// The one error of the boundary.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub enum NativeError {
    /// A call failed.
    #[error("{}", .trouble.message)]
    Failed {
        /// What went wrong.
        trouble: Trouble,
    },
}

impl From<&Error> for Trouble {
    fn from(error: &Error) -> Trouble {
        let fact = |(key, value): &(&str, String)| Fact { key: (*key).to_owned(), value: value.clone() };
        let cause = error.cause().map(|cause| cause as &(dyn StdError + 'static));
        let causes = successors(cause, |&cause| cause.source()).map(ToString::to_string).collect();
        Trouble {
            code: error.code().as_str().to_owned(),
            kind: error.kind().as_str().to_owned(),
            message: error.message().to_owned(),
            retryable: error.is_retryable(),
            context: error.context().iter().map(fact).collect(),
            causes,
        }
    }
}

impl From<Error> for NativeError {
    fn from(error: Error) -> NativeError {
        NativeError::Failed { trouble: Trouble::from(&error) }
    }
}

/// One row of the core's table of errors.
#[derive(Debug, Clone, uniffi::Record)]
pub struct ErrorRow {
    /// The code.
    pub code: String,
    /// Its kind.
    pub kind: String,
    /// Its status on the wire.
    pub http_status: u16,
    /// Whether the same call may succeed later, unless the error itself knows better.
    pub retryable: bool,
    /// Its fixed text on the wire, where it has one.
    pub wire_text: Option<String>,
}

/// The core's table of errors.
#[uniffi::export]
pub fn error_table() -> Vec<ErrorRow> {
    let row = |code: &Code| {
        let row = code.row();
        ErrorRow {
            code: row.name.to_owned(),
            kind: row.kind.as_str().to_owned(),
            http_status: row.http_status,
            retryable: row.retryable,
            wire_text: match row.wire {
                Wire::Exact(text) | Wire::Withheld(text) => Some(text.to_owned()),
                Wire::Message => None,
            },
        }
    };
    Code::ALL.iter().map(row).collect()
}
