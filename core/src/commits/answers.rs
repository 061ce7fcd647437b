//! What commit sources are asked and what they answer.

use serde::{Deserialize, Serialize};

use crate::model::{Commit, CommitHash, Relation};

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
    /// None that the source has, but it lacks a part of the history, as a shallow clone does.
    OutOfReach,
}

/// How a commit stands to another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// How it stands to the base.
    pub relation: Relation,
    /// A newest commit that both have in their histories, where there is one and it is known.
    pub merge_base: Option<CommitHash>,
}

/// Asks for the commits that `to` has and `from` has not, a part of them at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// What is known before; nothing for the whole history of `to`.
    pub from: Option<CommitHash>,
    /// The commit whose history it is.
    pub to: CommitHash,
    /// How many of the newest ones are left out.
    pub skip: usize,
    /// At most so many.
    pub limit: usize,
    /// Whether the paths that each commit touches are wanted, where that costs more.
    pub paths: bool,
}

/// Commits that one has and another one has not.
#[derive(Debug, Clone, PartialEq)]
pub struct Commits {
    /// The newest first, and none before one that is made on it.
    pub items: Vec<Commit>,
    /// How many there are in all.
    pub total: u64,
    /// Whether no history is missing that may belong to them.
    pub complete: bool,
}

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Its name, without `refs/tags/`.
    pub name: String,
    /// The commit that it leads to; nothing where it leads to something else.
    pub commit: Option<CommitHash>,
}
