//! Asking a source before a decision.

use super::{CommitSource, Resolved};
use crate::error::{Code, Error};
use crate::model::{CommitName, Repository};

/// What a source said before a decision.
#[derive(Debug, Clone, Default)]
pub(crate) enum Facts {
    /// There is no source.
    #[default]
    NoSource,
    /// There is a source, and nothing to ask as far as could be seen then.
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

/// A source's error as callers get it.
pub(crate) fn unavailable(repository: &Repository, error: &Error) -> Error {
    let message = format!("the commit source could not be asked about {repository}: {error}");
    Error::new(Code::CommitSourceUnavailable, message)
        .with("repository", repository)
        .retryable(error.is_retryable())
        .caused_by(error.clone())
}
