//! A clock that stands still until it is told to go on.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use crate::clock::Clock;
use crate::model::Timestamp;

/// A clock that is set by hand. Its clones are the same clock.
///
/// ```
/// use std::time::Duration;
/// use release_core::MemoryStorage;
/// use release_core::testing::ManualClock;
///
/// let clock = ManualClock::at("2026-11-23T08:00:00Z".parse()?);
/// let storage = MemoryStorage::with_clock(clock.clock());
/// clock.advance(Duration::from_secs(60));
/// assert_eq!(clock.now().to_string(), "2026-11-23T08:01:00.000Z");
/// # Ok::<(), release_core::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct ManualClock(Arc<AtomicI64>);

impl ManualClock {
    /// A clock that says this time.
    pub fn at(time: Timestamp) -> ManualClock {
        ManualClock(Arc::new(AtomicI64::new(time.as_millis())))
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }

    /// Sets the time, back as well as forth.
    pub fn set(&self, time: Timestamp) {
        self.0.store(time.as_millis(), Ordering::SeqCst);
    }

    /// Lets so much time pass.
    pub fn advance(&self, by: Duration) {
        self.set(self.now().plus(by));
    }

    /// The clock as a storage takes it.
    pub fn clock(&self) -> Clock {
        let this = self.clone();
        Clock::new(move || this.now())
    }
}
