//! A commit source made of data.

use std::collections::HashMap;

use super::{CommitSource, Resolved};
use crate::error::Result;
use crate::model::{CommitHash, CommitName, Repository};

/// A commit source that knows the commits it was told: for tests, and where another tool knows them already.
///
/// ```
/// use release_core::KnownCommits;
///
/// let source = KnownCommits::new().commit("acme/web", &"a1".repeat(20))?;
/// # Ok::<(), release_core::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct KnownCommits {
    repositories: HashMap<Repository, Vec<CommitHash>>,
}

impl KnownCommits {
    /// A source that knows no repository.
    pub fn new() -> KnownCommits {
        KnownCommits::default()
    }

    /// Makes a repository known.
    ///
    /// # Errors
    /// `invalid_repository`.
    pub fn repository(mut self, repository: impl AsRef<str>) -> Result<KnownCommits> {
        self.repositories.entry(Repository::new(repository)?).or_default();
        Ok(self)
    }

    /// Makes a commit of a repository known.
    ///
    /// # Errors
    /// `invalid_repository`, `invalid_commit_hash`.
    pub fn commit(mut self, repository: impl AsRef<str>, commit: impl AsRef<str>) -> Result<KnownCommits> {
        let commit = CommitHash::new(commit)?;
        self.repositories.entry(Repository::new(repository)?).or_default().push(commit);
        Ok(self)
    }
}

impl CommitSource for KnownCommits {
    fn has_repository(&self, repository: &Repository) -> Result<bool> {
        Ok(self.repositories.contains_key(repository))
    }

    fn resolve(&self, repository: &Repository, commit: &CommitName) -> Result<Resolved> {
        let known = self.repositories.get(repository).map(Vec::as_slice).unwrap_or_default();
        let mut matching = known.iter().filter(|known| commit.may_be(known));
        Ok(match (matching.next(), matching.next()) {
            (None, _) => Resolved::Unknown,
            (Some(found), None) => Resolved::Commit(found.clone()),
            (Some(found), Some(_)) if matches!(commit, CommitName::Full(_)) => Resolved::Commit(found.clone()),
            (Some(_), Some(_)) => Resolved::Ambiguous,
        })
    }
}
