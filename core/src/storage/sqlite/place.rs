//! Which file a handle is for, and whether the handle may still be used.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::errors;
use super::options::{SqliteOptions, Synchronous};
use crate::error::{Code, Error, Result};

/// The file that a handle was opened for.
#[derive(Debug)]
pub(super) struct Place {
    path: PathBuf,
    identity: Option<Identity>,
    process: u32,
    closed: AtomicBool,
    pub(super) synchronous: Synchronous,
    pub(super) busy_timeout: Duration,
}

/// The longest time-out that SQLite can be told: 24 days.
pub(super) fn bounded(timeout: Duration) -> Duration {
    timeout.min(Duration::from_millis(i32::MAX.unsigned_abs().into()))
}

/// What tells one file from another that has taken its name.
type Identity = (u64, u64);

impl Place {
    /// The place of a file that exists.
    pub(super) fn new(path: PathBuf, options: &SqliteOptions) -> Place {
        Place {
            identity: identity(&path),
            path,
            process: std::process::id(),
            closed: AtomicBool::new(false),
            synchronous: options.synchronous,
            busy_timeout: bounded(options.busy_timeout),
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn identity(&self) -> Option<(u64, u64)> {
        self.identity
    }

    /// Says why the handle may not be used, if so. Nothing of the handle may be touched before, not even a lock.
    pub(super) fn check(&self) -> Result<()> {
        if self.is_forked() {
            let message = format!(
                "the database {} was opened before this process was forked; open it again in the new process",
                self.path.display()
            );
            return Err(self.gone(message).with("opened_by_process", self.process));
        }
        if self.closed.load(Ordering::Acquire) {
            return Err(self.is_closed());
        }
        // A file that was deleted or replaced can still be written to, and all of it would be lost silently.
        if self.identity.is_some() && identity(&self.path) != self.identity {
            let message = format!(
                "the database {} was deleted, moved or replaced while it was open; put it back or open it again",
                self.path.display()
            );
            return Err(self.gone(message));
        }
        Ok(())
    }

    pub(super) fn is_forked(&self) -> bool {
        std::process::id() != self.process
    }

    pub(super) fn close(&self) {
        self.closed.store(true, Ordering::Release);
    }

    pub(super) fn is_closed(&self) -> Error {
        self.gone(format!("the database {} was closed; open it again", self.path.display()))
    }

    fn gone(&self, message: String) -> Error {
        Error::new(Code::Unavailable, message).with("path", self.path.display()).retryable(false)
    }

    /// The error of this library for one of SQLite's.
    pub(super) fn error(&self, error: rusqlite::Error) -> Error {
        errors::from_sqlite(&self.path, error)
    }
}

#[cfg(unix)]
fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;

    // Only asked for, never opened: closing another descriptor of the file would drop SQLite's locks on it.
    std::fs::metadata(path).ok().map(|found| (found.dev(), found.ino()))
}

#[cfg(not(unix))]
fn identity(_: &Path) -> Option<Identity> {
    // Elsewhere an open file can be neither deleted nor replaced.
    None
}
