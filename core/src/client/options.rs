//! How a database is opened.

use std::sync::Arc;
use std::time::Duration;

use super::Releases;
use crate::error::Result;
use crate::storage::{self, Storage};

/// How a database is opened; made by [`Releases::options`].
///
/// ```
/// use std::time::Duration;
/// use release_core::Releases;
///
/// let releases = Releases::options().dispatch_wait(Duration::from_secs(3)).open("memory:")?;
/// # Ok::<(), release_core::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Options {
    pub(crate) idempotency_ttl: Duration,
    pub(crate) dispatch_wait: Duration,
    make: bool,
    upgrade: bool,
    /// Whether triggers are called on the calling thread, one after the other.
    pub(crate) in_order: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            idempotency_ttl: Duration::from_secs(7 * 24 * 3600),
            dispatch_wait: Duration::from_secs(10),
            make: true,
            upgrade: true,
            in_order: false,
        }
    }
}

impl Options {
    /// How long the answers of calls with an idempotency key are kept; 7 days by default.
    #[must_use]
    pub fn idempotency_ttl(self, keep: Duration) -> Options {
        Options { idempotency_ttl: keep, ..self }
    }

    /// How long a call that starts a workflow waits for the CI system's answer; 10 seconds by default. The start itself
    /// goes on, and the answer is written down when it comes.
    #[must_use]
    pub fn dispatch_wait(self, limit: Duration) -> Options {
        Options { dispatch_wait: limit, ..self }
    }

    /// Whether a database that is not there is an error, and not made; `false` by default. A misspelt path is then told.
    #[must_use]
    pub fn must_exist(self, must_exist: bool) -> Options {
        Options { make: !must_exist, ..self }
    }

    /// Whether a database of an older version of this library is brought up to date, after which older versions refuse it;
    /// `true` by default. Otherwise it is an error, `unavailable`, and left as it is: for who only looks at what others use.
    #[must_use]
    pub fn upgrade(self, upgrade: bool) -> Options {
        Options { upgrade, ..self }
    }

    /// For simulations: triggers are called on the thread that makes the call, one after the other, and repeated
    /// attempts are not spread at random, so that the same calls do the same in the same order. A call then takes as
    /// long as the CI system does.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn in_order(self, in_order: bool) -> Options {
        Options { in_order, ..self }
    }

    /// Opens a database by its path or URL; see [`Releases::open`].
    ///
    /// # Errors
    /// As [`Releases::open`].
    pub fn open(self, location: impl AsRef<str>) -> Result<Releases> {
        Ok(Releases::new(storage::open(location.as_ref(), self.make, self.upgrade)?, self))
    }

    /// Opens a database in a storage of your own.
    pub fn open_storage(self, storage: Arc<dyn Storage>) -> Releases {
        Releases::new(storage, self)
    }
}
