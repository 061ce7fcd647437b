//! The states of deployments and builds, and the one table of moves between them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::{Code, Error, Result, excerpt};

macro_rules! word_type {
    ($(#[$doc:meta])* $type:ident, $code:ident, $field:literal, { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum $type { $($(#[$vdoc])* #[serde(rename = $word)] $variant,)* }

        impl $type {
            /// Every word, in the order in which they are documented.
            pub const ALL: &'static [$type] = &[$($type::$variant,)*];

            /// The word, the same in every language.
            pub const fn as_str(self) -> &'static str {
                match self { $($type::$variant => $word,)* }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl FromStr for $type {
            type Err = Error;
            fn from_str(text: &str) -> Result<Self> {
                match text {
                    $($word => Ok($type::$variant),)*
                    _ => Err($crate::model::status::unknown_word(Code::$code, $field, text, &[$($word,)*])),
                }
            }
        }
    };
}
pub(crate) use word_type;

word_type!(
    /// The status of a deployment. The first four are open, the last four closed. Errors: `invalid_status`.
    Status, InvalidStatus, "status", {
        /// Recorded; nothing is known to have started.
        Pending = "pending",
        /// Its run is under way.
        InProgress = "in_progress",
        /// Asked to stop; the CI system has not said yet that it did.
        Canceling = "canceling",
        /// Whether a run started, or how it ended, could not be found out.
        Unknown = "unknown",
        /// The candidate runs in the environment.
        Success = "success",
        /// The run failed.
        Failure = "failure",
        /// Stopped before its end.
        Canceled = "canceled",
        /// It could not be run: the CI system refused, or broke.
        Error = "error",
    }
);

word_type!(
    /// The state of a candidate's build. Errors: `invalid_status`.
    BuildStatus, InvalidStatus, "status", {
        /// The artifacts are being made.
        Building = "building",
        /// The candidate can be deployed.
        Ready = "ready",
        /// The build failed; `rebuild` starts it again.
        Failed = "failed",
    }
);

/// What a report does to a deployment, by its status: a cell of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transition {
    /// The status stays; a new message or URL is kept.
    Same,
    /// The status changes.
    Moves,
    /// The report is older than what is known: logged, and nothing changes.
    Stale,
    /// A closed deployment's status changes; its end time and its place among the endings stay.
    Corrects,
    /// The report is of a new deployment of the same candidate; the closed one keeps its history.
    Attempt,
    /// There is no such move: `invalid_transition`.
    Refused,
}

impl Status {
    /// Whether the deployment has not come to its end.
    pub const fn is_open(self) -> bool {
        matches!(self, Status::Pending | Status::InProgress | Status::Canceling | Status::Unknown)
    }

    /// Whether the deployment has come to its end.
    pub const fn is_closed(self) -> bool {
        !self.is_open()
    }

    /// The table of moves: what a report of `to` does to a deployment in this status.
    pub const fn transition(self, to: Status) -> Transition {
        use Status::{Canceled, Canceling, Error, Failure, InProgress, Pending, Success, Unknown};
        use Transition::{Attempt, Corrects, Moves, Refused, Same, Stale};
        match (self, to) {
            (Pending, Pending) | (InProgress, InProgress) | (Canceling, Canceling) | (Unknown, Unknown) => Same,
            (Success, Success) | (Failure, Failure) | (Canceled, Canceled) | (Error, Error) => Same,
            (InProgress | Canceling | Unknown, Pending) | (Canceling, InProgress) => Stale,
            (Pending | InProgress | Canceling | Unknown, _) => Moves,
            (Success | Failure | Canceled | Error, Pending | InProgress) => Attempt,
            (Success | Failure | Canceled | Error, Canceling) => Refused,
            (Success | Failure | Canceled | Error, Unknown) => Stale,
            (Success | Failure | Canceled | Error, Success | Failure | Canceled | Error) => Corrects,
        }
    }
}

impl BuildStatus {
    /// The table of builds: an ended build is corrected by a report, and started again only by `rebuild`.
    pub const fn transition(self, to: BuildStatus) -> Transition {
        use BuildStatus::{Building, Failed, Ready};
        match (self, to) {
            (Building, Building) | (Ready, Ready) | (Failed, Failed) => Transition::Same,
            (Building, Ready | Failed) => Transition::Moves,
            (Ready, Failed) | (Failed, Ready) => Transition::Corrects,
            (Ready | Failed, Building) => Transition::Refused,
        }
    }
}

pub(crate) fn unknown_word(code: Code, field: &'static str, text: &str, words: &[&str]) -> Error {
    let expected = words.join(", ");
    Error::new(code, format!("invalid {} {:?}: expected one of {expected}", field.replace('_', " "), excerpt(text)))
        .with("field", field)
        .with("expected", expected)
        .with("found", text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table as the rules print it: a row for each status moved from, a column for each status moved to.
    const TABLE: &str = "
        pending     | same    moves   moves   moves   moves    moves    moves    moves
        in_progress | stale   same    moves   moves   moves    moves    moves    moves
        canceling   | stale   stale   same    moves   moves    moves    moves    moves
        unknown     | stale   moves   moves   same    moves    moves    moves    moves
        success     | attempt attempt refused stale   same     corrects corrects corrects
        failure     | attempt attempt refused stale   corrects same     corrects corrects
        canceled    | attempt attempt refused stale   corrects corrects same     corrects
        error       | attempt attempt refused stale   corrects corrects corrects same";

    #[test]
    fn all_sixty_four_pairs() {
        let mut pairs = 0;
        for line in TABLE.trim().lines() {
            let (from, cells) = line.trim().split_once('|').unwrap();
            let from: Status = from.trim().parse().unwrap();
            for (to, cell) in Status::ALL.iter().zip(cells.split_whitespace()) {
                assert_eq!(format!("{:?}", from.transition(*to)).to_lowercase(), cell, "{from} to {to}");
                pairs += 1;
            }
        }
        assert_eq!(pairs, 64);
    }

    #[test]
    fn words_are_the_same_everywhere() {
        for status in Status::ALL {
            assert_eq!(status.as_str().parse::<Status>().unwrap(), *status);
            assert_eq!(serde_json::to_string(status).unwrap(), format!("{:?}", status.as_str()));
        }
        let error = "done".parse::<Status>().unwrap_err();
        assert_eq!(error.code(), Code::InvalidStatus);
        assert_eq!(
            error.to_string(),
            "invalid status \"done\": expected one of pending, in_progress, canceling, unknown, success, failure, \
             canceled, error"
        );
    }
}
