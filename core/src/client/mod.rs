//! The handle that programs hold.

#[cfg(feature = "tokio")]
mod apart;
mod call;
mod check_runs;
mod copy;
mod dispatcher;
mod documents;
mod invoke;
mod options;
mod reports;
mod wait;
#[cfg(feature = "tokio")]
mod watch;
mod worker;

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError, RwLock};
use std::time::Duration;

pub(crate) use call::Caller;
pub use call::{Call, Operation, WriteOperation};

pub use check_runs::{CheckRuns, CheckedRuns};
pub use copy::{Copied, CopyTo};
pub use dispatcher::{DispatchPending, Dispatched, GetDispatch};
pub use documents::Document;
pub use invoke::{Invoke, InvokeText};
pub use options::Options;
pub use reports::{Reports, RunReport};
pub use wait::{Wait, WaitForBuild};
pub use worker::{Worker, WorkerOptions};

use crate::commits::CommitSource;
use crate::connection::Connected;
use crate::error::Result;
use crate::known::Known;
use crate::model::{ConnectionName, Project, Repository, Workflow};
use crate::storage::Storage;
use crate::workflow::WorkflowTrigger;

/// A handle on one database of releases. Cheap to clone; clones share everything, and threads may share a clone.
///
/// A method takes what an operation must know and gives a [`Call`] with a setter for each option; nothing happens
/// before `.call()`, which blocks, or `.await`, which does not (feature `tokio`).
///
/// Opening a handle starts nothing. It starts only workflows whose trigger it was given by
/// [`register_trigger`](Releases::register_trigger), and takes up what others have left only when told to by
/// [`dispatch_pending`](Releases::dispatch_pending), or by a [worker](Releases::start_worker).
///
/// ```
/// use release_core::{Releases, Status};
///
/// let releases = Releases::in_memory();
/// releases.create_project("web", "acme/web").call()?;
/// releases.create_environment("web", "production").call()?;
/// releases.create_release("web", "1.4.0-rc1", "acme/web", "9fceb02d0ae598e95dc970b74767f19372d61af8").call()?;
/// releases.create_deployment("web", "production", "1.4.0-rc1").actor("ana@acme.dev").call()?;
/// releases.update_deployment_status("web", "production", "1.4.0-rc1", Status::Success).call()?;
///
/// let live = releases.live("web", "production").call()?;
/// assert_eq!(live.candidate_version().map(|version| version.as_str()), Some("1.4.0-rc1"));
/// # Ok::<(), release_core::Error>(())
/// ```
#[derive(Clone)]
pub struct Releases {
    inner: Arc<Inner>,
}

pub struct Inner {
    pub(crate) storage: Arc<dyn Storage>,
    pub(crate) known: Known,
    pub(crate) options: Options,
    triggers: RwLock<HashMap<(String, ConnectionName), Arc<dyn WorkflowTrigger>>>,
    connections: RwLock<HashMap<ConnectionName, Arc<Connected>>>,
    sources: RwLock<Sources>,
    changes: Changes,
    closed: AtomicBool,
    #[cfg(feature = "tokio")]
    pub(crate) watch: watch::Watch,
    #[cfg(feature = "tokio")]
    pub(crate) reading: apart::Reading,
}

#[derive(Default)]
struct Sources {
    by_repository: HashMap<Repository, Arc<dyn CommitSource>>,
    default: Option<Arc<dyn CommitSource>>,
}

/// Wakes those who wait for a change that this handle makes.
#[derive(Default)]
struct Changes {
    count: Mutex<u64>,
    bell: Condvar,
}

impl Releases {
    /// Opens a database by its path or URL, and makes it where there is none: `releases.db`,
    /// `sqlite:releases.db?synchronous=normal`, `memory:`, and with the feature `postgres`
    /// `postgres://deploy@db.acme.dev/releases?sslmode=verify-full`. For more, [`Releases::options`].
    ///
    /// Options of a `sqlite:` URL: `synchronous` (`full`, the default, survives a power cut; `normal` may lose the last
    /// calls to one, never the file), `busy_timeout_ms` (how long to wait for another process that writes; 5000). Those of
    /// a `postgres:` URL are listed in `docs/postgresql.md`, and how to keep a file in `docs/sqlite.md`.
    ///
    /// # Errors
    /// `invalid_request` for a URL that is not understood; `not_a_database`, `schema_too_new`, `storage_read_only`,
    /// `storage_full`, `unavailable` and `internal` for a file or a server that cannot be used.
    pub fn open(location: impl AsRef<str>) -> Result<Releases> {
        Options::default().open(location)
    }

    /// A database in memory, for tests and for trying things out. It is gone with the last clone of the handle.
    pub fn in_memory() -> Releases {
        Options::default().open_storage(Arc::new(crate::storage::MemoryStorage::new()))
    }

    /// How to open a database otherwise than by default.
    pub fn options() -> Options {
        Options::default()
    }

    pub(crate) fn new(storage: Arc<dyn Storage>, options: Options) -> Releases {
        Releases {
            inner: Arc::new(Inner {
                storage,
                known: Known::default(),
                options,
                triggers: RwLock::default(),
                connections: RwLock::default(),
                sources: RwLock::default(),
                changes: Changes::default(),
                closed: AtomicBool::new(false),
                #[cfg(feature = "tokio")]
                watch: watch::Watch::default(),
                #[cfg(feature = "tokio")]
                reading: apart::Reading::default(),
            }),
        }
    }

    /// Gives this handle and its clones a trigger, under the connection name by which workflows ask for it. A trigger
    /// of the same kind and name is replaced.
    ///
    /// # Errors
    /// `invalid_name`.
    pub fn register_trigger(&self, connection: impl AsRef<str>, trigger: impl WorkflowTrigger) -> Result<()> {
        let connection = ConnectionName::new(connection)?;
        let kind = trigger.kind().to_owned();
        let mut triggers = self.inner.triggers.write().unwrap_or_else(PoisonError::into_inner);
        triggers.insert((kind, connection), Arc::new(trigger));
        Ok(())
    }

    /// Gives this handle and its clones a commit source for all repositories that have none of their own.
    pub fn register_commit_source(&self, source: impl CommitSource) {
        self.inner.sources.write().unwrap_or_else(PoisonError::into_inner).default = Some(Arc::new(source));
    }

    /// Gives this handle and its clones a commit source for one repository.
    ///
    /// # Errors
    /// `invalid_repository`.
    pub fn register_commit_source_for(&self, repository: impl AsRef<str>, source: impl CommitSource) -> Result<()> {
        let repository = Repository::new(repository)?;
        let mut sources = self.inner.sources.write().unwrap_or_else(PoisonError::into_inner);
        sources.by_repository.insert(repository, Arc::new(source));
        Ok(())
    }

    /// Gives a source for one repository, or for all that have none of their own.
    pub(crate) fn give(&self, repository: Option<&str>, source: impl CommitSource) -> Result<()> {
        match repository {
            Some(repository) => self.register_commit_source_for(repository, source),
            None => {
                self.register_commit_source(source);
                Ok(())
            }
        }
    }

    /// Closes the database for this handle and all its clones; later calls fail with `unavailable`. Dropping the last
    /// clone closes it too.
    ///
    /// # Errors
    /// As the storage's, where what it holds cannot be given back.
    pub fn close(&self) -> Result<()> {
        self.inner.closed.store(true, Ordering::SeqCst);
        let closed = self.inner.storage.close();
        self.inner.changed();
        closed
    }

    /// Where the database is, for people: a path or URL without credentials.
    pub fn location(&self) -> String {
        self.inner.storage.location()
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.inner
    }
}

impl fmt::Debug for Releases {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Releases").field("location", &self.location()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inner").field("storage", &self.storage).finish_non_exhaustive()
    }
}

impl Inner {
    pub(crate) fn trigger(&self, workflow: &Workflow) -> Option<Arc<dyn WorkflowTrigger>> {
        let triggers = self.triggers.read().unwrap_or_else(PoisonError::into_inner);
        triggers.get(&(workflow.trigger.as_str().to_owned(), workflow.connection.clone())).cloned()
    }

    /// What was registered under a name.
    pub(crate) fn connection(&self, name: &ConnectionName) -> Option<Arc<Connected>> {
        self.connections.read().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }

    pub(crate) fn keep_connection(&self, name: ConnectionName, connected: Connected) {
        self.connections.write().unwrap_or_else(PoisonError::into_inner).insert(name, Arc::new(connected));
    }

    /// Forgets a connection with its trigger, so that another one can take its name.
    pub(crate) fn disconnect(&self, name: &ConnectionName) {
        let former = self.connections.write().unwrap_or_else(PoisonError::into_inner).remove(name);
        if let Some(former) = former {
            let kind = former.connection.kind().to_owned();
            self.triggers.write().unwrap_or_else(PoisonError::into_inner).remove(&(kind, name.clone()));
        }
    }

    /// Whether any commit source was given.
    pub(crate) fn has_sources(&self) -> bool {
        let sources = self.sources.read().unwrap_or_else(PoisonError::into_inner);
        sources.default.is_some() || !sources.by_repository.is_empty()
    }

    /// The source of a project's repository, by the name that it has or one that it had, and that name.
    pub(crate) fn source_of(&self, project: &Project) -> Option<(Repository, Arc<dyn CommitSource>)> {
        let sources = self.sources.read().unwrap_or_else(PoisonError::into_inner);
        let names = std::iter::once(&project.repository).chain(project.former_repositories.iter().rev());
        let own = names.into_iter().find_map(|name| Some((name.clone(), sources.by_repository.get(name)?.clone())));
        own.or_else(|| Some((project.repository.clone(), sources.default.clone()?)))
    }

    /// Checks a workflow that is to be stored: by itself, and by its trigger where this handle has it.
    pub(crate) fn check_workflow(&self, workflow: &Workflow) -> Result<()> {
        workflow.check()?;
        self.trigger(workflow).map_or(Ok(()), |trigger| trigger.check(workflow))
    }

    pub(crate) fn changed(&self) {
        *self.changes.count.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.changes.bell.notify_all();
    }

    /// How many changes this handle has made.
    pub(crate) fn changes(&self) -> u64 {
        *self.changes.count.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits while something holds of the number of changes, at most so long.
    pub(crate) fn wait_for_change(&self, limit: Duration, holds: impl Fn(u64) -> bool) {
        let count = self.changes.count.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.changes.bell.wait_timeout_while(count, limit, |count| holds(*count)));
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::SeqCst)
    }
}
