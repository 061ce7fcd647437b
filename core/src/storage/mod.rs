//! Storages: where records are kept.
//!
//! A storage keeps records under keys and in ordered lists, and commits change sets; it knows no operation. The trait
//! takes data, so that a storage of your own is possible: implement [`Storage`], and hand it to
//! [`Options::open_storage`](crate::Options::open_storage).

pub(crate) mod copying;
pub(crate) mod handed;
mod memory;
mod optimistic;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "sqlite")]
pub(crate) mod sqlite;
mod url;

use std::fmt::Debug;
use std::sync::Arc;

pub use handed::HandedOver;
pub use memory::MemoryStorage;
pub use optimistic::execute_optimistically;
pub(crate) use optimistic::{panicked, words_of_panic};
#[cfg(feature = "postgres")]
pub use postgres::PostgresStorage;
#[cfg(feature = "sqlite")]
pub use sqlite::{SqliteOptions, SqliteStorage, Synchronous};
pub(crate) use url::open;

use crate::change::{ChangeSet, Reads, Snapshot};
use crate::error::Result;
use crate::model::Timestamp;
use crate::view::Decision;

/// Where records are kept.
///
/// # Behavior
/// Every method may be called from many threads at once, and by many processes where the storage is shared.
/// An error changes nothing. Errors of use are `unavailable` (try again), `storage_read_only`, `storage_full`,
/// `not_a_database`, `schema_too_new` and `internal` (damaged).
pub trait Storage: Debug + Send + Sync + 'static {
    /// Reads records and parts of lists.
    ///
    /// # Behavior
    /// - The answers are in the order of the requests, one for each.
    /// - All of them are as of one moment: no commit is seen in one answer and not in another.
    /// - Every commit that was acknowledged before the call is seen.
    /// - A key without a record gives `None`; a list or partition without records gives no rows.
    /// - Rows come in the order of their positions as bytes, the highest first where `descending` is said, only those
    ///   behind `after`, at most `limit`.
    /// - A record stands in exactly the lists that its entries name, as of its last write.
    fn read(&self, reads: &Reads) -> Result<Snapshot>;

    /// Checks what a change set expects and writes it.
    ///
    /// # Behavior
    /// - Everything is written, or nothing; no reader sees a part of it.
    /// - It is refused with `conflict` where an `expects` does not hold, where an insert's key has a record, or where
    ///   an update's or delete's record does not have the revision of its `before`.
    /// - Each written record gets a revision higher than every revision given before, to any record; it is never given
    ///   again, not even after a delete. [`Position::Revision`](crate::Position::Revision) stands for it.
    /// - A change set without writes checks its expectations and changes nothing.
    /// - Once the call has returned, the writes are as durable as the storage promises.
    fn commit(&self, changes: &ChangeSet) -> Result<()>;

    /// The time, which decisions go by.
    ///
    /// # Behavior
    /// - All users of one storage go by one clock as far as the storage has one; it is never a caller's argument.
    fn now(&self) -> Result<Timestamp>;

    /// Lets a decision decide, and commits what it wrote.
    ///
    /// # Behavior
    /// - The effect is as if decisions were made one after another, each on all that was committed before it.
    /// - An error of the decision is handed on, and nothing of it is written.
    /// - A decision that was overtaken is made again, so often as is sensible; then `conflict`.
    /// - A panic in a decision is answered with `internal` and hurts no other call.
    /// - It returns only after the commit.
    ///
    /// The default is [`execute_optimistically`], a loop over `read` and `commit`. A storage may replace it by a better
    /// one: with a transaction that is open while the decision reads, nothing needs to be checked again.
    fn execute(&self, decision: Arc<dyn Decision>) -> Result<()> {
        execute_optimistically(self, &*decision)
    }

    /// As [`execute`](Storage::execute), for who does not wait on a thread: takes the decision over, or gives it back to be
    /// executed on a thread that waits. Only this crate can do either.
    #[doc(hidden)]
    fn hand_over(&self, handed: HandedOver) -> Option<HandedOver> {
        Some(handed)
    }

    /// Whether reads take so little that a few threads do as well as many, because nobody is waited for.
    #[doc(hidden)]
    fn reads_are_short(&self) -> bool {
        false
    }

    /// Makes decisions that were handed over, on a thread that was lent for that.
    #[doc(hidden)]
    fn lead_apart(&self) {}

    /// Gives back what the storage holds (files, connections). Later calls fail with `unavailable`.
    ///
    /// # Behavior
    /// - Calls that are under way end as they would have.
    /// - Closing twice is no error.
    fn close(&self) -> Result<()>;

    /// What is kept where, for people.
    ///
    /// # Behavior
    /// - It is a path or an address, without credentials.
    fn location(&self) -> String;

    /// By what all of it is copied; nothing where it cannot be. Only this crate's storages can.
    #[doc(hidden)]
    fn whole(&self) -> Option<&dyn copying::Whole> {
        None
    }
}
