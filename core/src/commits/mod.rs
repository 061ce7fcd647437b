//! Commit sources: who knows whether a repository and a commit exist.
//!
//! A source is asked before a decision and never inside a storage's transaction; its answers are handed to the
//! decision. A handle without a source takes every full hash at its word.

mod data;

use std::fmt::Debug;

pub use data::KnownCommits;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::model::{CommitHash, CommitName, Repository};

/// Knows repositories and their commits.
///
/// # Behavior
/// An answer is a fact about the repository; an error says that the source could not be asked. The caller gets it as
/// `commit_source_unavailable`, with the error as its cause.
pub trait CommitSource: Debug + Send + Sync + 'static {
    /// Whether the repository exists and may be read.
    ///
    /// # Errors
    /// Where the source cannot be asked.
    fn has_repository(&self, repository: &Repository) -> Result<bool>;

    /// The commit of that full hash, or the only one that begins with that prefix.
    ///
    /// # Errors
    /// Where the source cannot be asked.
    fn resolve(&self, repository: &Repository, commit: &CommitName) -> Result<Resolved>;
}

/// What a source says of a commit's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Resolved {
    /// This commit.
    Commit(CommitHash),
    /// No commit.
    Unknown,
    /// More than one commit begins with the prefix.
    Ambiguous,
}

/// What a source said before a decision.
#[derive(Debug, Clone, Default)]
pub(crate) enum Facts {
    /// There is no source, or there was nothing to ask.
    #[default]
    NotAsked,
    NoRepository,
    Commit(Resolved),
    Unavailable(Error),
}

impl Facts {
    pub(crate) fn ask(source: &dyn CommitSource, repository: &Repository, commit: &CommitName) -> Facts {
        match source.has_repository(repository) {
            Err(error) => Facts::Unavailable(error),
            Ok(false) => Facts::NoRepository,
            Ok(true) => match source.resolve(repository, commit) {
                Err(error) => Facts::Unavailable(error),
                Ok(resolved) => Facts::Commit(resolved),
            },
        }
    }
}
