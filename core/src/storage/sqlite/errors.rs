//! SQLite's errors in this library's words: what is wrong with which file, and what to do.

use std::path::Path;

use rusqlite::ErrorCode;
use rusqlite::ffi;

use crate::error::{Code, Error};

/// Whether another connection holds a lock that will be given back.
pub(super) fn is_busy(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
}

/// Whether a row is there already that may be there once.
pub(super) fn is_duplicate(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error().map(|error| error.extended_code);
    matches!(code, Some(ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY))
}

/// Whether it is the disk that failed, so that nobody can say what it holds.
pub(super) fn is_of_the_disk(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::SystemIoFailure)
}

/// The error of this library for one of SQLite's.
pub(super) fn from_sqlite(path: &Path, error: rusqlite::Error) -> Error {
    let shown = path.display();
    let (code, retryable, message) = classify(&shown, &error);
    Error::new(code, message).with("path", shown).retryable(retryable).caused_by(error)
}

fn classify(path: &std::path::Display<'_>, error: &rusqlite::Error) -> (Code, bool, String) {
    let Some(sqlite) = error.sqlite_error() else {
        return (Code::Internal, false, format!("damaged store or a bug: the database {path} answered: {error}"));
    };
    match (sqlite.code, sqlite.extended_code) {
        (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => (
            Code::Unavailable,
            true,
            format!(
                "the database {path} is busy: another process kept it locked for all of the busy time-out; try again, \
                 or wait longer with busy_timeout_ms"
            ),
        ),
        (ErrorCode::OperationInterrupted | ErrorCode::FileLockingProtocolFailed | ErrorCode::SchemaChanged, _) => {
            (Code::Unavailable, true, format!("the database {path} could not be used just now ({error}); try again"))
        }
        (_, ffi::SQLITE_READONLY_DBMOVED) => (
            Code::Unavailable,
            false,
            format!("the database {path} was moved while it was open; put it back or open it again"),
        ),
        (ErrorCode::ReadOnly, _) => (Code::StorageReadOnly, false, read_only(path)),
        // The file of shared memory could not be made as large as it must be.
        (ErrorCode::DiskFull, _) | (_, ffi::SQLITE_IOERR_SHMSIZE) => (
            Code::StorageFull,
            false,
            format!("no room on the disk of the database {path}: nothing was changed; free some, then call again"),
        ),
        (ErrorCode::NotADatabase, _) => (
            Code::NotADatabase,
            false,
            format!("{path} is not a release database: it is no SQLite file at all; give the path of another file"),
        ),
        (ErrorCode::DatabaseCorrupt, _) => (
            Code::Internal,
            false,
            format!(
                "the database {path} is damaged ({error}); restore a backup, or save what can be read with \
                 'sqlite3 FILE .recover'"
            ),
        ),
        (ErrorCode::CannotOpen | ErrorCode::PermissionDenied | ErrorCode::AuthorizationForStatementDenied, _) => (
            Code::Unavailable,
            false,
            format!(
                "the database {path} cannot be opened ({error}); see that its folder exists and that this user may \
                 write to the file and to the folder"
            ),
        ),
        (ErrorCode::SystemIoFailure, _) => (
            Code::Unavailable,
            false,
            format!("the disk of the database {path} failed ({error}); see the system's log"),
        ),
        (ErrorCode::OutOfMemory, _) => {
            (Code::Unavailable, false, format!("not enough memory to use the database {path}"))
        }
        (ErrorCode::TooBig, _) => {
            (Code::InvalidRequest, false, format!("a record is too large for the database {path} ({error})"))
        }
        _ => (Code::Internal, false, format!("damaged store or a bug: the database {path} answered: {error}")),
    }
}

pub(super) fn read_only(path: &std::path::Display<'_>) -> String {
    format!("the database {path} may only be read; see that this user may write to the file, its folder and its disk")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapped(code: i32) -> Error {
        from_sqlite(Path::new("/srv/x.db"), rusqlite::Error::SqliteFailure(ffi::Error::new(code), None))
    }

    #[test]
    fn every_trouble_has_its_code() {
        for (sqlite, code, retryable) in [
            (ffi::SQLITE_BUSY, Code::Unavailable, true),
            (ffi::SQLITE_BUSY_SNAPSHOT, Code::Unavailable, true),
            (ffi::SQLITE_BUSY_RECOVERY, Code::Unavailable, true),
            (ffi::SQLITE_LOCKED, Code::Unavailable, true),
            (ffi::SQLITE_SCHEMA, Code::Unavailable, true),
            (ffi::SQLITE_PROTOCOL, Code::Unavailable, true),
            (ffi::SQLITE_READONLY, Code::StorageReadOnly, false),
            (ffi::SQLITE_READONLY_DIRECTORY, Code::StorageReadOnly, false),
            (ffi::SQLITE_READONLY_DBMOVED, Code::Unavailable, false),
            (ffi::SQLITE_FULL, Code::StorageFull, false),
            (ffi::SQLITE_IOERR_SHMSIZE, Code::StorageFull, false),
            (ffi::SQLITE_NOTADB, Code::NotADatabase, false),
            (ffi::SQLITE_CORRUPT, Code::Internal, false),
            (ffi::SQLITE_CORRUPT_INDEX, Code::Internal, false),
            (ffi::SQLITE_CANTOPEN, Code::Unavailable, false),
            (ffi::SQLITE_CANTOPEN_ISDIR, Code::Unavailable, false),
            (ffi::SQLITE_PERM, Code::Unavailable, false),
            (ffi::SQLITE_IOERR_FSYNC, Code::Unavailable, false),
            (ffi::SQLITE_NOMEM, Code::Unavailable, false),
            (ffi::SQLITE_ERROR, Code::Internal, false),
            (ffi::SQLITE_MISUSE, Code::Internal, false),
        ] {
            let error = mapped(sqlite);
            assert_eq!((error.code(), error.is_retryable()), (code, retryable), "{sqlite}");
            assert_eq!(error.get("path"), Some("/srv/x.db"));
            assert!(error.message().contains("/srv/x.db") && error.cause().is_some());
            assert!(!error.wire_text().contains("/srv"), "{error}");
        }
    }
}
