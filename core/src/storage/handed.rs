//! A decision that is handed to a storage, so that no thread waits while it is made.

use std::fmt;
use std::sync::Arc;

use super::Storage;
use crate::error::Result;
use crate::view::Decision;

/// Is told what came of a decision, once, on any thread. It must be quick, and not call the storage.
pub(crate) type Done = Box<dyn FnOnce(Result<()>) + Send>;
/// Lends a thread that may block, on which [`Storage::lead_apart`] is called. It must return at once.
pub(crate) type Lend = Box<dyn Fn() + Send + Sync>;

/// A decision with what is to be done once it is made.
#[cfg_attr(not(feature = "sqlite"), expect(dead_code, reason = "only SQLite takes what is handed over"))]
pub struct HandedOver {
    pub(crate) decision: Arc<dyn Decision>,
    pub(crate) done: Done,
    pub(crate) lend: Lend,
}

impl HandedOver {
    /// Makes the decision on this thread.
    #[cfg_attr(not(feature = "tokio"), expect(dead_code, reason = "only awaited calls are handed over"))]
    pub(crate) fn execute(self, storage: &dyn Storage) {
        (self.done)(storage.execute(self.decision));
    }
}

impl fmt::Debug for HandedOver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("HandedOver").field(&self.decision).finish()
    }
}
