//! Commit sources by a description, so that every language registers them alike.

use std::collections::HashMap;

use serde::Deserialize;

use super::{KnownCommit, KnownCommits};
use crate::client::Releases;
use crate::error::{Code, Error, Result};
use crate::model::Repository;

/// What a commit source is, as data: a record with the member `kind`.
///
/// | kind | members |
/// |---|---|
/// | `data` | `repositories`: for each `org/repo_name` its commits, each a full hash or an object as [`KnownCommit`] |
///
/// ```
/// use release_core::{CommitSourceConfig, Releases};
///
/// let releases = Releases::in_memory();
/// let config = CommitSourceConfig::from_json(r#"{"kind": "data", "repositories": {"acme/web": []}}"#)?;
/// releases.add_commit_source(Some("acme/web"), config)?;
/// # Ok::<(), release_core::Error>(())
/// ```
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum CommitSourceConfig {
    /// A [`KnownCommits`].
    Data {
        /// The commits that it knows, by repository.
        repositories: HashMap<Repository, Vec<KnownCommit>>,
    },
}

impl CommitSourceConfig {
    /// Reads a description from JSON.
    ///
    /// # Errors
    /// `invalid_request`, with what is wrong.
    pub fn from_json(json: &str) -> Result<CommitSourceConfig> {
        serde_json::from_str(json).map_err(|error| {
            let message = format!("invalid description of a commit source: {error}");
            Error::new(Code::InvalidRequest, message).with("field", "config").caused_by(error)
        })
    }
}

impl Releases {
    /// Gives this handle and its clones a commit source that is described as data: for one repository, or for all that
    /// have none of their own.
    ///
    /// # Errors
    /// `invalid_repository`.
    pub fn add_commit_source(&self, repository: Option<&str>, config: CommitSourceConfig) -> Result<()> {
        match config {
            CommitSourceConfig::Data { repositories } => {
                let mut known = KnownCommits::new();
                for (repository, commits) in repositories {
                    known = known.repository(&repository)?;
                    known = commits.into_iter().try_fold(known, |known, commit| known.add(&repository, commit))?;
                }
                self.give(repository, known)
            }
        }
    }
}
