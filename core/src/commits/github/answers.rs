//! What GitHub answers, as far as it is read.

use serde::Deserialize;

use super::ask::failed;
use crate::commits::{Comparison, Tag};
use crate::error::Result;
use crate::model::{Commit, CommitHash, Relation, Timestamp, one_line};

/// A commit; in lists, without its files.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct FoundCommit {
    sha: String,
    #[serde(default)]
    parents: Vec<Named>,
    commit: Said,
    #[serde(default)]
    files: Vec<File>,
}

#[derive(Debug, Clone, Deserialize)]
struct Named {
    sha: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Said {
    #[serde(default)]
    message: String,
    author: Option<Person>,
    committer: Option<Person>,
}

#[derive(Debug, Clone, Deserialize)]
struct Person {
    name: Option<String>,
    date: Option<Timestamp>,
}

#[derive(Debug, Clone, Deserialize)]
struct File {
    filename: String,
    previous_filename: Option<String>,
}

impl FoundCommit {
    /// The commit, and the paths of this page.
    pub(super) fn read(self) -> Result<(Commit, Vec<String>)> {
        let Said { message, author, committer } = self.commit;
        let time = committer.and_then(|committer| committer.date).unwrap_or(Timestamp::from_millis(0));
        let mut commit = Commit::new(CommitHash::new(&self.sha).map_err(|_| no_hash())?, time);
        let parents = self.parents.iter().map(|parent| CommitHash::new(&parent.sha).map_err(|_| no_hash()));
        commit.parents = parents.collect::<Result<_>>()?;
        commit.author = one_line(&author.and_then(|author| author.name).unwrap_or_default());
        commit.subject = one_line(&message);
        let mut paths = Vec::new();
        for file in self.files {
            paths.push(file.filename);
            paths.extend(file.previous_filename);
        }
        Ok((commit, paths))
    }
}

fn no_hash() -> crate::Error {
    failed("GitHub answered with a commit whose hash is none".to_owned(), false)
}

/// A comparison of two commits, with a page of those between them.
#[derive(Debug, Deserialize)]
pub(super) struct FoundComparison {
    status: String,
    merge_base_commit: Option<Named>,
    #[serde(default)]
    total_commits: usize,
    #[serde(default)]
    commits: Vec<FoundCommit>,
}

/// What GitHub has no word for: it answers that there is nothing.
const UNRELATED: &str = "unrelated";

impl FoundComparison {
    /// Of commits that share no history.
    pub(super) fn unrelated() -> FoundComparison {
        FoundComparison { status: UNRELATED.to_owned(), merge_base_commit: None, total_commits: 0, commits: Vec::new() }
    }

    pub(super) fn is_unrelated(&self) -> bool {
        self.status == UNRELATED
    }

    pub(super) fn read(self) -> Comparison {
        let relation = match self.status.as_str() {
            "identical" => Relation::Identical,
            "ahead" => Relation::Ahead,
            "behind" => Relation::Behind,
            "diverged" => Relation::Diverged,
            UNRELATED => Relation::Unrelated,
            _ => Relation::Unknown,
        };
        Comparison { relation, merge_base: self.merge_base_commit.and_then(|base| CommitHash::new(base.sha).ok()) }
    }

    /// How many commits there are, and those of this page.
    pub(super) fn listed(self) -> Result<(usize, Vec<Commit>)> {
        let commits = self.commits.into_iter().map(|commit| Ok(commit.read()?.0));
        Ok((self.total_commits, commits.collect::<Result<_>>()?))
    }
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct FoundTag {
    name: String,
    commit: Option<Named>,
}

impl FoundTag {
    pub(super) fn read(self) -> Tag {
        Tag { name: self.name, commit: self.commit.and_then(|commit| CommitHash::new(commit.sha).ok()) }
    }
}
