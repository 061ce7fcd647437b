//! A conformance suite for storages: every line of [`Storage`]'s `# Behavior`, and races that end in an exact number.

mod close;
mod commits;
mod decisions;
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

/// Runs all checks, each on a new storage.
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
pub fn conformance(open: &OpenStorage<'_>) {
    let checks = storage_checks();
    let failed: Vec<String> = checks
        .iter()
        .filter_map(|check| Some(format!("{}: {}\n    {}", check.name, check.rule, check.run(open).err()?)))
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
