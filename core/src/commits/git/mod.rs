//! A git repository on this machine.

mod history;
mod objects;
mod open;

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use self::history::History;
use super::{CommitSource, Commits, Comparison, Resolved, Span, Tag};
use crate::error::{Code, Error, Result};
use crate::model::{Commit, CommitHash, CommitName, Repository, Truth};

/// A commit source that reads a git repository on this machine: a clone with or without a work tree, a work tree of its
/// own (`git worktree add`), shallow or partial, with SHA-1 or SHA-256. Feature `git`.
///
/// It reads objects and tags and nothing else: it runs no program, fetches nothing, and goes by no configuration but the
/// repository's own format. Whoever keeps the clone fetches; what arrives is seen by the next question. History that a
/// shallow or partial clone lacks is said to be unknown.
///
/// The first question about ancestors reads the history of the candidates' commits and keeps it in memory, about 100
/// bytes a commit; later questions read what is new. `git commit-graph write --reachable` makes the first one faster.
///
/// ```no_run
/// use release_core::{GitCommits, Releases};
///
/// let releases = Releases::in_memory();
/// releases.register_commit_source(GitCommits::open("acme/web", "/srv/clones/web.git")?);
/// # Ok::<(), release_core::Error>(())
/// ```
pub struct GitCommits {
    repository: Repository,
    path: PathBuf,
    history: Mutex<History>,
}

impl GitCommits {
    /// The repository at a path: of its work tree, or of its git folder. It answers for the repository of that name and
    /// for no other.
    ///
    /// # Errors
    /// `invalid_repository`; `invalid_request` (`path`) where there is no git repository, where it may not be read, and
    /// where it is of a format that is not known.
    pub fn open(repository: impl AsRef<str>, path: impl Into<PathBuf>) -> Result<GitCommits> {
        let (repository, path) = (Repository::new(repository)?, path.into());
        open::at(&path).map_err(|problem| problem.at(&path))?;
        Ok(GitCommits { repository, path, history: Mutex::default() })
    }

    /// Opens the repository for one question, so that what was fetched since is seen.
    fn ask<T>(&self, repository: &Repository, question: impl FnOnce(&gix::Repository) -> Result<T>) -> Result<T> {
        if *repository != self.repository {
            let message = format!("the clone is of {}, not of {repository}", self.repository);
            return Err(Error::new(Code::RepositoryNotFound, message));
        }
        // What a damaged repository does to its reader is not known; it may not end the program.
        let asked = catch_unwind(AssertUnwindSafe(|| {
            let opened = open::at(&self.path).map_err(|problem| problem.of(repository))?;
            question(&opened)
        }));
        asked.unwrap_or_else(|panic| Err(crate::storage::panicked(&*panic)))
    }

    /// A question that goes by the history of some commits.
    fn ask_history<T>(
        &self,
        repository: &Repository,
        heads: &[&CommitHash],
        question: impl FnOnce(&gix::Repository, &History) -> Result<T>,
    ) -> Result<T> {
        self.ask(repository, |opened| {
            let mut history = self.history.lock().unwrap_or_else(|broken| {
                self.history.clear_poison();
                let mut history = PoisonError::into_inner(broken);
                *history = History::default();
                history
            });
            history.reach(opened, heads)?;
            question(opened, &history)
        })
    }
}

impl CommitSource for GitCommits {
    fn has_repository(&self, repository: &Repository) -> Result<bool> {
        if *repository != self.repository {
            return Ok(false);
        }
        self.ask(repository, |_| Ok(true))
    }

    fn resolve(&self, repository: &Repository, commit: &CommitName) -> Result<Resolved> {
        self.ask(repository, |opened| objects::resolve(opened, commit))
    }

    fn commit(&self, repository: &Repository, commit: &CommitHash) -> Result<Option<Commit>> {
        self.ask(repository, |opened| match objects::id(opened, commit) {
            Some(id) => objects::commit(opened, id, true),
            None => Ok(None),
        })
    }

    fn contains(&self, repository: &Repository, commit: &CommitHash, heads: &[CommitHash]) -> Result<Vec<Truth>> {
        let reached: Vec<&CommitHash> = heads.iter().collect();
        self.ask_history(repository, &reached, |opened, history| Ok(history.contains(opened, commit, heads)))
    }

    fn compare(&self, repository: &Repository, base: &CommitHash, head: &CommitHash) -> Result<Comparison> {
        self.ask_history(repository, &[base, head], |opened, history| history.compare(opened, base, head))
    }

    fn commits(&self, repository: &Repository, span: &Span) -> Result<Commits> {
        let ends: Vec<&CommitHash> = span.from.iter().chain([&span.to]).collect();
        self.ask_history(repository, &ends, |opened, history| history.commits(opened, span))
    }

    fn tags(&self, repository: &Repository) -> Result<Vec<Tag>> {
        self.ask(repository, objects::tags)
    }
}

impl fmt::Debug for GitCommits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GitCommits")
            .field("repository", &self.repository)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// What cannot be read of a repository that could be opened. It names objects and no path, because callers far away see
/// it.
fn damaged(what: impl fmt::Display, error: &gix::Error) -> Error {
    Error::new(Code::CommitSourceUnavailable, format!("{what} cannot be read: {error}; try git fsck")).retryable(false)
}
