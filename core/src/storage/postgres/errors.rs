//! PostgreSQL's errors in this library's words: what is wrong with which database, and what to do. No error has a
//! password, because none is ever in what the server or the client says.

use std::error::Error as _;
use std::time::Duration;

use tokio_postgres::error::{DbError, Severity};

use super::address::Address;
use crate::error::{Code, Error};

/// What to do where transactions would not see what was committed while they waited for a lock.
pub(super) const ISOLATION: &str = "its transactions must be read committed: take back the other \
     default_transaction_isolation of this role or database (ALTER ROLE … RESET, ALTER DATABASE … RESET) or of the server";

/// What is known of what a statement did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Nothing, and it would fail again.
    Nothing,
    /// Nothing, and it may succeed now.
    Again,
    /// Nothing, and it may succeed on another connection: this one's server may only be read.
    Elsewhere,
    /// The connection was lost on the way; whether it did something is not known.
    Lost,
}

/// A statement or connection that failed.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) error: Error,
    pub(super) outcome: Outcome,
}

/// What became of a connection that could not be made.
pub(super) fn of_connecting(address: &Address, error: tokio_postgres::Error) -> Failure {
    let place = address.to_string();
    let Some(db) = error.as_db_error() else {
        // What was said wrongly is wrong again; a server that does not answer may come back.
        let words = words(&error);
        let lasting = words.contains("certificate") || words.contains("server does not support TLS") || is_ours(&words);
        let advice = match lasting {
            true => "see sslmode and the user's password in the URL",
            false => "see that the server runs and is reached from here, or try again later",
        };
        let message = format!("{place} cannot be reached ({words}): {advice}");
        return failure(Code::Unavailable, !lasting, message, place, lost_or_nothing(!lasting)).caused_by(error);
    };
    let said = db.message();
    let (message, outcome) = match db.code().code() {
        "28P01" | "28000" => (
            format!(
                "{place} refuses the user ({said}): see user and password in the URL or PGPASSWORD, and pg_hba.conf"
            ),
            Outcome::Nothing,
        ),
        "3D000" => (format!("{place} does not exist ({said}): create the database first"), Outcome::Nothing),
        "42501" => (format!("{place} refuses the user ({said}): grant CONNECT on the database"), Outcome::Nothing),
        "53300" => (
            format!(
                "{place} has no connection left ({said}): try again, lower pool_size, or use a pooler in front of it"
            ),
            Outcome::Lost,
        ),
        code if code.starts_with("08") || code.starts_with("57") || code.starts_with("53") => {
            (format!("{place} takes no connections just now ({said}); try again"), Outcome::Lost)
        }
        _ => (format!("{place} refuses the connection: {said}"), Outcome::Nothing),
    };
    let state = db.code().code().to_owned();
    let retryable = outcome != Outcome::Nothing;
    failure(Code::Unavailable, retryable, message, place, outcome).caused_by(error).with_state(&state)
}

/// What the client says where it is not the network that failed.
fn is_ours(words: &str) -> bool {
    ["password missing", "invalid configuration", "unsupported authentication", "authentication error"]
        .iter()
        .any(|part| words.contains(part))
}

fn lost_or_nothing(lost: bool) -> Outcome {
    if lost { Outcome::Lost } else { Outcome::Nothing }
}

/// A server that takes a connection and then says nothing.
pub(super) fn timed_out(address: &Address) -> Failure {
    let place = address.to_string();
    let message = format!("{place} does not answer; try again");
    failure(Code::Unavailable, true, message, place, Outcome::Lost)
}

/// A statement that got no answer.
pub(super) fn unanswered(place: &str, after: Duration) -> Failure {
    let message = format!("{place} did not answer for {} s; try again", after.as_secs());
    failure(Code::Unavailable, true, message, place.to_owned(), Outcome::Lost)
}

/// A server that was the primary one, or was taken for it, and is a standby.
pub(super) fn of_standby(place: &str) -> Failure {
    let message = format!("{place} is a replica, which may lag behind; connect to the primary server");
    failure(Code::StorageReadOnly, false, message, place.to_owned(), Outcome::Elsewhere)
}

/// What became of a statement that failed.
pub(super) fn of_statement(place: &str, error: tokio_postgres::Error) -> Failure {
    let Some(db) = error.as_db_error() else {
        let words = words(&error);
        // Of what could not be encoded or decoded, the connection is not to blame.
        let ours = words.contains("serializing") || words.contains("column") || words.contains("parameters");
        let (code, message) = match ours {
            true => (Code::Internal, format!("damaged store or a bug: {place} and this library disagree ({words})")),
            false => (Code::Unavailable, format!("the connection to {place} broke ({words}); try again")),
        };
        return failure(code, !ours, message, place.to_owned(), lost_or_nothing(!ours)).caused_by(error);
    };
    let (code, retryable, message) = classify(place, db);
    let ended = matches!(db.parsed_severity(), Some(Severity::Fatal | Severity::Panic));
    let outcome = match db.code().code() {
        state if ended || state.starts_with("08") => Outcome::Lost,
        "40001" | "40P01" => Outcome::Again,
        "25006" => Outcome::Elsewhere,
        _ => Outcome::Nothing,
    };
    let state = db.code().code().to_owned();
    failure(code, retryable, message, place.to_owned(), outcome).caused_by(error).with_state(&state)
}

fn classify(place: &str, db: &DbError) -> (Code, bool, String) {
    let said = db.message();
    match db.code().code() {
        "40001" | "40P01" => {
            (Code::Conflict, true, format!("{place} gave up one of several changes at once ({said}); try again"))
        }
        "25006" => (
            Code::StorageReadOnly,
            false,
            format!(
                "{place} may only be read ({said}): it is a replica or is set to be; connect to the primary server"
            ),
        ),
        "53100" => (
            Code::StorageFull,
            false,
            format!("no room on the disk of {place} ({said}): nothing was changed; free some, then call again"),
        ),
        // The schema's functions say so.
        "25000" => (Code::Unavailable, false, format!("{place} cannot be used ({said}): {ISOLATION}")),
        "42501" => (
            Code::Unavailable,
            false,
            format!("the user may not do this in {place} ({said}): grant what the operator's guide lists"),
        ),
        "54000" | "22021" | "22P05" => {
            (Code::InvalidRequest, false, format!("a record is not one that {place} can keep ({said})"))
        }
        "57014" | "55P03" => {
            (Code::Unavailable, true, format!("{place} gave up a statement that took too long ({said}); try again"))
        }
        "XX001" | "XX002" => {
            (Code::Internal, false, format!("{place} is damaged ({said}); restore a backup, and see the server's log"))
        }
        state if ["08", "53", "57", "58"].iter().any(|class| state.starts_with(class)) => {
            (Code::Unavailable, true, format!("{place} could not be used just now ({said}); try again"))
        }
        _ => (Code::Internal, false, format!("damaged store or a bug: {place} answered: {said}")),
    }
}

/// The client's words with those of its cause.
fn words(error: &tokio_postgres::Error) -> String {
    match error.source() {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

fn failure(code: Code, retryable: bool, message: String, place: String, outcome: Outcome) -> Failure {
    Failure { error: Error::new(code, message).with("database", place).retryable(retryable), outcome }
}

impl Failure {
    fn caused_by(self, cause: tokio_postgres::Error) -> Failure {
        Failure { error: self.error.caused_by(cause), ..self }
    }

    fn with_state(self, state: &str) -> Failure {
        Failure { error: self.error.with("sqlstate", state), ..self }
    }
}
