//! Commit sources by a description, so that every language registers them alike.

use std::collections::HashMap;
use std::path::PathBuf;

use serde::Deserialize;

use super::{KnownCommit, KnownCommits};
use crate::client::Releases;
use crate::error::{Code, Error, Result};
use crate::model::Repository;

/// What a commit source is, as data: a record with the member `kind`.
///
/// | kind | members |
/// |---|---|
/// | `github` | `connection`: the name of a registered [`GithubConnection`](crate::GithubConnection), whose token may read contents |
/// | `git` | `path`: a clone on this machine, as [`GitCommits`](crate::GitCommits); of the repository that it is added for |
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
    /// GitHub, or a GitHub Enterprise Server, in a build with the feature `github`.
    Github {
        /// The name of the connection that was registered.
        connection: String,
    },
    /// A `GitCommits`, in a build with the feature `git`.
    Git {
        /// Where the repository is: its work tree or its git folder.
        path: PathBuf,
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
    /// `invalid_repository`, `invalid_name`; `invalid_request` with the member that is wrong, where a clone is added for no repository, and
    /// for a kind that this build lacks the cargo feature for.
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
            #[cfg(feature = "github")]
            CommitSourceConfig::Github { connection } => self.give(repository, self.github_commits(&connection)?),
            #[cfg(not(feature = "github"))]
            CommitSourceConfig::Github { .. } => Err(lacks_feature("github")),
            #[cfg(feature = "git")]
            CommitSourceConfig::Git { path } => {
                let repository = repository.ok_or_else(|| {
                    let message = "a clone is of one repository: say which one it is added for";
                    Error::new(Code::InvalidRequest, message).with("field", "repository")
                })?;
                self.register_commit_source_for(repository, super::GitCommits::open(repository, path)?)
            }
            #[cfg(not(feature = "git"))]
            CommitSourceConfig::Git { .. } => Err(lacks_feature("git")),
        }
    }
}

#[cfg(feature = "github")]
impl Releases {
    fn github_commits(&self, connection: &str) -> Result<super::github::GithubCommits> {
        let name = crate::model::ConnectionName::new(connection)?;
        match self.inner().connection(&name) {
            Some(connected) if connected.connection.kind() == "github" => {
                Ok(super::github::GithubCommits::new(std::sync::Arc::clone(&connected.api)))
            }
            other => {
                let found = other.map_or("none", |connected| connected.connection.kind());
                let message = format!("there is no GitHub connection {name:?}: register it by connect first");
                Err(Error::new(Code::InvalidRequest, message)
                    .with("field", "connection")
                    .with("expected", "the name of a github connection")
                    .with("found", found))
            }
        }
    }
}

#[cfg(not(all(feature = "git", feature = "github")))]
fn lacks_feature(kind: &str) -> Error {
    let message =
        format!("this build of release-core has no {kind} commit sources: build it with the cargo feature {kind}");
    Error::new(Code::InvalidRequest, message).with("field", "kind").with("found", kind)
}
