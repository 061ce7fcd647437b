//! What can be chosen when a file is opened.

use std::str::FromStr;
use std::time::Duration;

use crate::clock::Clock;
use crate::error::{Code, Error, Result, excerpt};

/// How much of a power cut a call that has returned survives.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Synchronous {
    /// All of it: the disk has confirmed every commit before its call returns.
    #[default]
    Full,
    /// The last commits may be lost, and the file stays whole. Nothing is lost when only the process ends.
    Normal,
}

impl Synchronous {
    /// `full` or `normal`.
    pub fn as_str(self) -> &'static str {
        match self {
            Synchronous::Full => "full",
            Synchronous::Normal => "normal",
        }
    }
}

impl FromStr for Synchronous {
    type Err = Error;

    fn from_str(text: &str) -> Result<Synchronous> {
        let expected = "'full' or 'normal'";
        match text {
            "full" => Ok(Synchronous::Full),
            "normal" => Ok(Synchronous::Normal),
            _ => {
                let message = format!("invalid synchronous {:?}: expected {expected}", excerpt(text));
                Err(Error::new(Code::InvalidRequest, message)
                    .with("field", "synchronous")
                    .with("expected", expected)
                    .with("found", text))
            }
        }
    }
}

/// How a file is opened.
///
/// ```
/// use std::time::Duration;
/// use release_core::{SqliteOptions, Synchronous};
///
/// let options = SqliteOptions::new().synchronous(Synchronous::Normal).busy_timeout(Duration::from_secs(1));
/// # let _ = options;
/// ```
#[derive(Debug, Clone)]
pub struct SqliteOptions {
    pub(super) synchronous: Synchronous,
    pub(super) busy_timeout: Duration,
    pub(super) clock: Clock,
}

impl SqliteOptions {
    /// Synchronous in full, five seconds of patience with other processes, the machine's clock.
    pub fn new() -> SqliteOptions {
        SqliteOptions { synchronous: Synchronous::Full, busy_timeout: Duration::from_secs(5), clock: Clock::system() }
    }

    /// How much of a power cut a call that has returned survives.
    #[must_use]
    pub fn synchronous(mut self, synchronous: Synchronous) -> SqliteOptions {
        self.synchronous = synchronous;
        self
    }

    /// How long a call waits for other processes that hold the file's lock, before it fails with `unavailable`.
    #[must_use]
    pub fn busy_timeout(mut self, busy_timeout: Duration) -> SqliteOptions {
        self.busy_timeout = busy_timeout;
        self
    }

    /// The clock that decisions go by.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> SqliteOptions {
        self.clock = clock;
        self
    }
}

impl Default for SqliteOptions {
    fn default() -> SqliteOptions {
        SqliteOptions::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn synchronous_is_a_word() {
        for word in [Synchronous::Full, Synchronous::Normal] {
            assert_eq!(word.as_str().parse::<Synchronous>().unwrap(), word);
        }
        let error = "off".parse::<Synchronous>().unwrap_err();
        assert_eq!(error.code(), Code::InvalidRequest);
        assert_eq!(error.get("field"), Some("synchronous"));
        assert_eq!(error.get("expected"), Some("'full' or 'normal'"));
        assert_eq!(error.get("found"), Some("off"));
    }
}
