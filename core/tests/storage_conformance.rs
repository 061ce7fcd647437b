//! The storages of this crate conform; and the suite notices storages that do not.

#![cfg(feature = "testing")]
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

mod faulty;
#[cfg(feature = "postgres")]
mod postgres_server;

use std::sync::Arc;

use faulty::{Fault, Faulty};
use release_core::testing::{conformance, storage_checks};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use release_core::{ChangeSet, Reads, Result, Snapshot, Timestamp};
use release_core::{MemoryStorage, Storage};

#[test]
fn memory_conforms() {
    conformance(&|| Arc::new(MemoryStorage::new()));
}

#[cfg(feature = "sqlite")]
mod sqlite {
    use std::cell::Cell;
    use std::sync::Arc;

    use release_core::testing::conformance;
    use release_core::{SqliteOptions, SqliteStorage, Storage, Synchronous};

    use crate::Optimistic;

    #[test]
    fn sqlite_conforms() {
        with_files(|storage| Arc::new(storage));
    }

    /// The same through `read` and `commit` alone, as the default of `execute` uses them.
    #[test]
    fn sqlite_conforms_without_its_own_execute() {
        with_files(|storage| Arc::new(Optimistic(storage)));
    }

    fn with_files(wrap: impl Fn(SqliteStorage) -> Arc<dyn Storage>) {
        let folder = tempfile::tempdir().unwrap();
        let number = Cell::new(0);
        conformance(&|| {
            number.set(number.get() + 1);
            let path = folder.path().join(format!("{}.db", number.get()));
            // What survives a power cut is not what these checks are about.
            wrap(SqliteStorage::open(path, SqliteOptions::new().synchronous(Synchronous::Normal)).unwrap())
        });
    }
}

#[cfg(feature = "postgres")]
mod postgres {
    use std::sync::Arc;

    use release_core::PostgresStorage;
    use release_core::testing::conformance;

    use crate::{Optimistic, postgres_server};

    fn open() -> PostgresStorage {
        PostgresStorage::open(&postgres_server::new_schema()).unwrap()
    }

    #[test]
    fn postgres_conforms() {
        conformance(&|| Arc::new(open()));
    }

    /// The same through `read` and `commit` alone, as the default of `execute` uses them.
    #[test]
    fn postgres_conforms_without_its_own_execute() {
        conformance(&|| Arc::new(Optimistic(open())));
    }
}

/// A storage whose `execute` is the default one.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
#[derive(Debug)]
struct Optimistic<S>(S);

#[cfg(any(feature = "sqlite", feature = "postgres"))]
impl<S: Storage> Storage for Optimistic<S> {
    fn read(&self, reads: &Reads) -> Result<Snapshot> {
        self.0.read(reads)
    }

    fn commit(&self, changes: &ChangeSet) -> Result<()> {
        self.0.commit(changes)
    }

    fn now(&self) -> Result<Timestamp> {
        self.0.now()
    }

    fn close(&self) -> Result<()> {
        self.0.close()
    }

    fn location(&self) -> String {
        self.0.location()
    }
}

#[test]
fn a_storage_without_a_fault_passes_as_a_wrapper_too() {
    conformance(&|| Arc::new(Faulty::new(None)));
}

/// Every fault is noticed by the checks that are about it.
#[test]
fn the_suite_notices_every_fault() {
    let checks = storage_checks();
    for (fault, expected) in Fault::ALL {
        for name in *expected {
            let check = checks.iter().find(|check| check.name() == *name).unwrap();
            let found = check.run(&|| Arc::new(Faulty::new(Some(*fault))) as Arc<dyn Storage>);
            assert!(found.is_err(), "{fault:?} was not noticed by {name}: {}", check.rule());
        }
    }
}

#[test]
fn a_failing_suite_names_the_check_its_rule_and_what_was_found() {
    let suite = || conformance(&|| Arc::new(Faulty::new(Some(Fault::IgnoresLimit))));
    let panic = std::panic::catch_unwind(suite).unwrap_err();
    let words = panic.downcast_ref::<String>().unwrap();
    assert!(words.contains("list_stops_at_its_limit: At most `limit` rows are given, the first ones."), "{words}");
    assert!(words.contains("limit 0: expected [], found [1, 2, 3, 4, 5, 6]"), "{words}");
}
