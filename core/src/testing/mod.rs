//! What tests need: a clock that is set by hand, and a conformance suite for storages of your own.

mod clock;
mod note;
mod storage;
mod workload;

pub use clock::ManualClock;
pub use note::{Notes, Script, changes, line, line_partition, note, note_at, note_key, note_value, notes};
pub use storage::{OpenStorage, StorageCheck, conformance, shared_conformance, shared_storage_checks, storage_checks};
pub use workload::Workload;
