//! An embeddable release-management engine: what was released, where it runs, and how to get back.

mod change;
mod client;
mod clock;
mod commits;
mod error;
mod known;
mod model;
mod ops;
mod record;
mod storage;
#[cfg(feature = "testing")]
pub mod testing;
mod view;
mod workflow;

pub use change::{ChangeSet, Expect, Listed, Query, Reads, Snapshot, Stored, Write};
pub use client::{
    Call, DispatchPending, Dispatched, GetDispatch, Operation, Options, Releases, Reports, RunReport, Wait,
    WaitForBuild, WriteOperation,
};
pub use clock::Clock;
pub use commits::{CommitSource, KnownCommits, Resolved};
pub use error::{Code, Error, Kind, Result, Row, Wire};
pub use model::*;
pub use ops::{
    ArchiveEnvironment, ArchiveProject, CancelDeployment, CreateDeployment, CreateEnvironment, CreateProject,
    CreateRelease, DispatchNow, FreezeEnvironment, GetCandidate, GetDeployment, GetEnvironment, GetLive, GetProject,
    GetRelease, History, ListCandidates, ListDeployments, ListEnvironments, ListProjects, ListReleases, NextCandidate,
    NextRelease, OPERATIONS, PurgeExpired, Rebuild, RenameEnvironment, RenameProject, RenameRepository, RetryDispatch,
    RollBack, Unfreeze, UpdateBuildStatus, UpdateDeploymentStatus, UpdateEnvironment, UpdateProject,
};
pub use record::{Entry, Key, List, Position, Record};
pub use storage::{MemoryStorage, Storage, execute_optimistically};
#[cfg(feature = "sqlite")]
pub use storage::{SqliteOptions, SqliteStorage, Synchronous};
pub use view::{Decision, Reader, View};
pub use workflow::{CancelAnswer, Found, StartRequest, Started, WorkflowTrigger};
