//! The storages of this crate conform; and the suite notices storages that do not.

#![cfg(feature = "testing")]
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

mod faulty;
#[cfg(feature = "postgres")]
mod postgres_server;

use std::collections::BTreeSet;
use std::sync::Arc;

use faulty::{Fault, Faulty, handles};
use release_core::testing::{StorageCheck, conformance, shared_conformance, shared_storage_checks, storage_checks};
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

    use release_core::testing::{conformance, shared_conformance};
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

    #[test]
    fn handles_of_one_sqlite_file_conform() {
        let folder = tempfile::tempdir().unwrap();
        let number = Cell::new(0);
        shared_conformance(&|| {
            number.set(number.get() + 1);
            let path = folder.path().join(format!("{}.db", number.get()));
            Box::new(move || Arc::new(SqliteStorage::open(&path, SqliteOptions::new()).unwrap()))
        });
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
    use release_core::testing::{conformance, shared_conformance};

    use crate::{Optimistic, postgres_server};

    fn open() -> PostgresStorage {
        PostgresStorage::open(&postgres_server::new_schema()).unwrap()
    }

    #[test]
    fn postgres_conforms() {
        conformance(&|| Arc::new(open()));
    }

    #[test]
    fn handles_of_one_postgres_schema_conform() {
        shared_conformance(&|| {
            let schema = postgres_server::new_schema();
            Box::new(move || Arc::new(PostgresStorage::open(&schema).unwrap()))
        });
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

/// Whether a check fails. Where it is a race, a fault can win it on a busy machine, but not time and again.
fn notices(run: impl Fn() -> bool) -> bool {
    (0..10).any(|_| run())
}

/// Every fault is noticed by the checks that are about it.
#[test]
fn the_suite_notices_every_fault() {
    let checks = storage_checks();
    for (fault, expected) in Fault::ALL {
        for name in *expected {
            let check = checks.iter().find(|check| check.name() == *name).unwrap();
            let open = || Arc::new(Faulty::new(Some(*fault))) as Arc<dyn Storage>;
            assert!(notices(|| check.run(&open).is_err()), "{fault:?} was not noticed by {name}: {}", check.rule());
        }
    }
}

#[test]
fn handles_without_a_fault_conform() {
    shared_conformance(&|| handles::place(handles::Fault::None));
}

#[test]
fn the_suite_notices_every_fault_of_handles() {
    let checks = shared_storage_checks();
    for (fault, expected) in handles::Fault::ALL {
        for name in *expected {
            let check = checks.iter().find(|check| check.name() == *name).unwrap();
            assert!(
                notices(|| check.run(&*handles::place(*fault)).is_err()),
                "{fault:?} was not noticed by {name}: {}",
                check.rule()
            );
        }
    }
}

/// A check that no fault makes fail may be one that cannot fail.
#[test]
fn every_check_notices_a_fault() {
    let of_handles = handles::Fault::ALL.iter().flat_map(|(_, checks)| *checks);
    let noticing: BTreeSet<&str> =
        Fault::ALL.iter().flat_map(|(_, checks)| *checks).chain(of_handles).copied().collect();
    let checks: BTreeSet<&str> =
        storage_checks().iter().chain(&shared_storage_checks()).map(StorageCheck::name).collect();
    assert_eq!(noticing, checks);
}

/// Every `# Behavior` line of the trait stands in the list of what proves it, word for word, and what is named there is
/// a check.
#[test]
fn every_line_of_behavior_has_its_checks() {
    let stated = behavior(include_str!("../src/storage/mod.rs"));
    let list = include_str!("../src/testing/storage/behavior.md");
    let proven: Vec<String> = list
        .lines()
        .filter_map(|line| line.strip_prefix("- "))
        .map(|line| line.split(" → ").next().unwrap().to_owned())
        .collect();
    assert_eq!(proven, stated);
    let checks: BTreeSet<&str> =
        storage_checks().iter().chain(&shared_storage_checks()).map(StorageCheck::name).collect();
    let behind = list.lines().filter_map(|line| line.split_once(" → ")).flat_map(|(_, checks)| checks.split(", "));
    let named: BTreeSet<&str> = behind.map(|name| name.trim_matches('`')).collect();
    let unknown: Vec<_> = named.iter().filter(|name| !checks.contains(*name)).collect();
    assert!(unknown.is_empty(), "no checks: {unknown:?}");
    let unnamed: Vec<_> = checks.iter().filter(|name| !named.contains(*name)).collect();
    assert!(unnamed.is_empty(), "checks that prove no line: {unnamed:?}");
}

/// The lines of the trait that begin with a dash, each with those that go on with it.
fn behavior(source: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in source.lines().map(str::trim) {
        let Some(text) = line.strip_prefix("///") else {
            goes_on = false;
            continue;
        };
        if let Some(begun) = text.strip_prefix(" - ") {
            lines.push(begun.to_owned());
            goes_on = true;
        } else if let Some(more) = text.strip_prefix("   ")
            && goes_on
        {
            let line = lines.last_mut().unwrap();
            line.push(' ');
            line.push_str(more);
        } else {
            goes_on = false;
        }
    }
    lines
}

#[test]
fn a_failing_suite_names_the_check_its_rule_and_what_was_found() {
    let suite = || conformance(&|| Arc::new(Faulty::new(Some(Fault::IgnoresLimit))));
    let panic = std::panic::catch_unwind(suite).unwrap_err();
    let words = panic.downcast_ref::<String>().unwrap();
    assert!(words.contains("list_stops_at_its_limit: At most `limit` rows are given, the first ones."), "{words}");
    assert!(words.contains("limit 0: expected [], found [1, 2, 3, 4, 5, 6]"), "{words}");
}
