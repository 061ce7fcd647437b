//! Commit sources: who knows repositories, their commits, and how one commit stands to another.
//!
//! A source is asked before a decision and never inside a storage's transaction; its answers are handed to the
//! decision. A handle without a source takes every full hash at its word, and can tell of a commit only where it was
//! cut itself.

mod answers;
mod asking;
mod between;
mod config;
mod data;
#[cfg(feature = "git")]
mod git;
#[cfg(feature = "github")]
mod github;
mod graph;

use std::fmt::Debug;

pub use answers::{Commits, Comparison, Resolved, Span, Tag};
pub(crate) use asking::{Facts, unavailable};
pub(crate) use between::Between;
pub use config::CommitSourceConfig;
pub use data::{KnownCommit, KnownCommits};
#[cfg(feature = "git")]
pub use git::GitCommits;

use crate::error::Result;
use crate::model::{Commit, CommitHash, CommitName, Repository, Truth};

/// Knows repositories and their commits.
///
/// # Behavior
/// - An answer is a fact about the repository; an error says that the source could not be asked. The caller gets it as
///   `commit_source_unavailable`, with the error as its cause.
/// - What is missing is said and not guessed: [`Truth::Unknown`], [`Relation::Unknown`](crate::Relation::Unknown),
///   [`Resolved::OutOfReach`], `complete: false`.
/// - Several threads ask at once. A source has limits of its own for how long an answer takes.
/// - [`has_repository`](CommitSource::has_repository) is asked first; for a repository that a source does not have, its
///   other answers are errors.
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

    /// A commit with the paths that it touches; nothing where the source does not have it.
    ///
    /// # Errors
    /// Where the source cannot be asked.
    fn commit(&self, repository: &Repository, commit: &CommitHash) -> Result<Option<Commit>>;

    /// For each of the heads, in their order, whether the commit is it or in its history.
    ///
    /// # Errors
    /// Where the source cannot be asked.
    fn contains(&self, repository: &Repository, commit: &CommitHash, heads: &[CommitHash]) -> Result<Vec<Truth>>;

    /// How `head` stands to `base`.
    ///
    /// # Errors
    /// Where the source cannot be asked.
    fn compare(&self, repository: &Repository, base: &CommitHash, head: &CommitHash) -> Result<Comparison>;

    /// The commits that one has and another one has not. The same question has the same order, so that the next part is
    /// asked for with a higher `skip`.
    ///
    /// # Errors
    /// Where the source cannot be asked.
    fn commits(&self, repository: &Repository, span: &Span) -> Result<Commits>;

    /// All tags, by name.
    ///
    /// # Errors
    /// Where the source cannot be asked.
    fn tags(&self, repository: &Repository) -> Result<Vec<Tag>>;
}
