//! A conformance suite for storages: every line of [`Storage`]'s `# Behavior`, and races that end in an exact number.
//! Which check proves which line stands in `behavior.md`.

mod close;
mod commits;
mod decisions;
mod handles;
mod races;
mod reads;
mod support;

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use support::Outcome;

use crate::storage::Storage;

/// Opens a storage that is empty and shares nothing with the ones opened before.
pub type OpenStorage<'a> = dyn Fn() -> Arc<dyn Storage> + 'a;

/// One check of the suite.
#[derive(Clone, Copy)]
pub struct StorageCheck {
    name: &'static str,
    rule: &'static str,
    run: fn(&OpenStorage<'_>) -> Outcome,
}

impl StorageCheck {
    /// What it is called, for example `commit_is_all_or_nothing`.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The rule that it checks, in one sentence.
    pub fn rule(&self) -> &'static str {
        self.rule
    }

    /// Runs it on a new storage.
    ///
    /// # Errors
    /// What was found and what was expected, as a sentence for a person; also where the storage panicked.
    pub fn run(&self, open: &OpenStorage<'_>) -> Result<(), String> {
        let outcome = catch_unwind(AssertUnwindSafe(|| (self.run)(open)));
        outcome.unwrap_or_else(|panic| Err(support::Failure::of_panic(&*panic))).map_err(|failure| failure.0)
    }
}

impl fmt::Debug for StorageCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StorageCheck").field("name", &self.name).field("rule", &self.rule).finish_non_exhaustive()
    }
}

/// The checks, for those who want to run or report them one by one.
pub fn storage_checks() -> Vec<StorageCheck> {
    [reads::CHECKS, commits::CHECKS, decisions::CHECKS, races::CHECKS, close::CHECKS].concat()
}

/// The checks of storages that are kept, or shared, or both: several handles of one place, and a place that is opened
/// again.
pub fn shared_storage_checks() -> Vec<StorageCheck> {
    handles::CHECKS.to_vec()
}

/// Runs all checks, each on a new storage. A storage that outlives its handle, or that several handles share, is also
/// for [`shared_conformance`].
///
/// ```
/// use std::sync::Arc;
/// use release_core::MemoryStorage;
///
/// // In a test of your own storage:
/// release_core::testing::conformance(&|| Arc::new(MemoryStorage::new()));
/// ```
///
/// # Panics
/// Where a check fails, with the name of each that did, its rule, and what was found.
///
#[doc = include_str!("behavior.md")]
pub fn conformance(open: &OpenStorage<'_>) {
    run_all(&storage_checks(), |check| check.run(open));
}

/// Runs the checks of storages that are kept or shared, each on a new place. `place` makes one, and gives what opens a
/// handle of it; while a handle is open, another may be opened, and after all are closed the place is opened again.
///
/// ```
/// use std::sync::Arc;
/// use release_core::SqliteStorage;
///
/// let folder = tempfile::tempdir()?;
/// let number = std::cell::Cell::new(0);
/// release_core::testing::shared_conformance(&|| {
///     number.set(number.get() + 1);
///     let file = folder.path().join(format!("{}.db", number.get()));
///     Box::new(move || Arc::new(SqliteStorage::open(&file, Default::default()).unwrap()))
/// });
/// # std::io::Result::Ok(())
/// ```
///
/// # Panics
/// As [`conformance`].
pub fn shared_conformance(place: &dyn Fn() -> Box<OpenStorage<'static>>) {
    run_all(&shared_storage_checks(), |check| check.run(&*place()));
}

fn run_all(checks: &[StorageCheck], run: impl Fn(&StorageCheck) -> Result<(), String>) {
    let failed: Vec<String> = checks
        .iter()
        .filter_map(|check| Some(format!("{}: {}\n    {}", check.name, check.rule, run(check).err()?)))
        .collect();
    assert!(
        failed.is_empty(),
        "{} of {} checks of a storage failed:\n\n{}\n",
        failed.len(),
        checks.len(),
        failed.join("\n")
    );
}

macro_rules! checks {
    ($($name:ident: $rule:literal,)*) => {
        pub(super) const CHECKS: &[super::StorageCheck] = &[
            $(super::StorageCheck { name: stringify!($name), rule: $rule, run: $name },)*
        ];
    };
}
use checks;
