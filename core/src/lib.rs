//! An embeddable release-management engine: what was released, where it runs, and how to get back.
//!
//! Projects have releases (`1.4.0`), releases have candidates (`1.4.0-rc2`, each tied to one commit for ever),
//! candidates are deployed to environments, deployments have a status, and CI/CD workflows are started and followed.
//! It is a library with a file beside it: no server is needed, and several processes may use one file at once.
//!
//! ```
//! use release_core::{Releases, Status, Tier};
//!
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("releases.db").to_string_lossy().into_owned();
//! let releases = Releases::open(&path)?; // or "releases.db", "memory:", "postgres://…"
//! releases.create_project("web", "acme/web").call()?;
//! releases.create_environment("web", "production").tier(Tier::Production).call()?;
//!
//! for (version, commit) in [("1.4.0-rc1", "a1".repeat(20)), ("1.4.0-rc2", "b2".repeat(20))] {
//!     releases.create_release("web", version, "acme/web", commit).call()?;
//!     releases.create_deployment("web", "production", version).actor("ana@acme.dev").call()?;
//!     releases.update_deployment_status("web", "production", version, Status::Success).call()?;
//! }
//! let back = releases.rollback("web", "production").dry_run(true).call()?;
//! assert_eq!(back.target.as_str(), "1.4.0-rc1");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The nouns
//! - [`Releases`] is the handle; each method gives a [`Call`] that is made by `.call()`, or by `.await` with the feature
//!   `tokio`.
//! - [`Project`], [`Environment`], [`Release`], [`Candidate`], [`Deployment`], [`Event`] and [`Dispatch`] are plain data.
//! - [`ReleaseVersion`] and [`CandidateVersion`] have one total order; a [`VersionScheme`] narrows them and tells what
//!   is next.
//! - [`Status`] is a deployment's status, and its [`transition`](Status::transition) the one table of moves.
//! - [`Releases::apply_webhook`] takes what CI systems say of runs, verified by [`inbound`]; a [`Worker`] does what is due.
//! - [`WorkflowTrigger`] starts workflows; [`CommandTrigger`] is one that runs a program. [`CommitSource`] knows commits.
//! - [`Error`] has a [`Kind`], a [`Code`], a message for people and its facts as pairs.
//! - [`Storage`] is where it is all kept: [`SqliteStorage`], [`MemoryStorage`], or one of your own.
//!
//! # What it promises
//! - A change and everything that follows from it (the line of the audit log, the start of a workflow) are committed
//!   together or not at all. A call that returned survives a power cut.
//! - A call that fails changes nothing.
//! - Opening a database starts nothing. A handle starts only workflows whose trigger its own program registered.
//! - A workflow is not started twice for one deployment unless a person asks for it: where it cannot be known whether a start arrived, the run is
//!   looked for, and the deployment is `unknown` until somebody says more.
//!
//! # Features
//! | feature | what it adds |
//! |---|---|
//! | `sqlite` (default) | the embedded SQLite storage, with SQLite compiled in |
//! | `declarations` (default) | [`Releases::apply`]: projects and environments declared in a TOML file |
//! | `postgres` | the PostgreSQL storage ([`PostgresStorage`]), for what many machines share: `postgres://…` where a file's path stood |
//! | `tokio` | `.await` on every call, on tokio's pool of blocking threads |
//! | `github`, `buildkite`, `webhook` | connections over HTTP; `github` is also a commit source ([`CommitSourceConfig`]) |
//! | `schema` | the JSON Schema of every public type (`schemars::JsonSchema`) |
//! | `git` | [`GitCommits`], a commit source that reads a git repository on this machine |
//! | `testing` | a conformance suite for storages, a clock set by hand |

#![cfg_attr(
    not(all(feature = "declarations", feature = "git", feature = "postgres", feature = "sqlite")),
    allow(rustdoc::broken_intra_doc_links, reason = "it tells too what further features would bring")
)]

mod change;
mod client;
mod clock;
mod commits;
mod connection;
mod error;
mod hex;
#[cfg(feature = "http")]
#[cfg_attr(
    not(all(feature = "github", feature = "buildkite", feature = "webhook")),
    allow(
        dead_code,
        unused_imports,
        reason = "a trigger uses a part; the build with all of them tells what none does"
    )
)]
pub mod http;
pub mod inbound;
mod known;
mod model;
mod ops;
mod record;
mod secret;
mod storage;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg_attr(not(feature = "postgres"), allow(dead_code, reason = "only that storage follows what records say"))]
mod through;
mod trace;
mod view;
mod workflow;

pub use change::{ChangeSet, Expect, Listed, Query, Reads, Snapshot, Stored, Write};
pub use client::{
    Call, CheckRuns, CheckedRuns, Copied, CopyTo, DispatchPending, Dispatched, Document, GetDispatch, Invoke,
    InvokeText, Operation, Options, Releases, Reports, RunReport, Wait, WaitForBuild, Worker, WorkerOptions,
    WriteOperation,
};
pub use clock::Clock;
#[cfg(feature = "git")]
pub use commits::GitCommits;
pub use commits::{
    CommitSource, CommitSourceConfig, Commits, Comparison, KnownCommit, KnownCommits, Resolved, Span, Tag,
};
pub use connection::{BuildkiteConnection, Connection, GithubConnection, WebhookConnection};
pub use error::{Code, Error, Kind, Result, Row, Wire};
pub use model::*;
#[cfg(feature = "declarations")]
pub use ops::Apply;
pub use ops::{
    ApplyWebhook, ArchiveEnvironment, ArchiveProject, CancelDeployment, CreateDeployment, CreateEnvironment,
    CreateProject, CreateRelease, DispatchNow, FindCommit, FreezeEnvironment, GetCandidate, GetChanges, GetDeployment,
    GetEnvironment, GetLive, GetProject, GetRelease, GetReleaseNotes, History, ImportTags, ListCandidates,
    ListDeployments, ListEnvironments, ListProjects, ListReleases, NextCandidate, NextRelease, OPERATIONS,
    PurgeExpired, Rebuild, RenameEnvironment, RenameProject, RenameRepository, RetryDispatch, RollBack, SyncBuild,
    SyncDeploy, Unfreeze, UpdateBuildStatus, UpdateDeploymentStatus, UpdateEnvironment, UpdateProject,
};
pub use record::{Entry, Key, List, Position, Record};
pub use secret::Secret;
#[doc(hidden)]
pub use storage::HandedOver;
#[cfg(feature = "postgres")]
pub use storage::PostgresStorage;
pub use storage::{MemoryStorage, Storage, execute_optimistically};
#[cfg(feature = "sqlite")]
pub use storage::{SqliteOptions, SqliteStorage, Synchronous};
pub use view::{Decision, Reader, View};
pub use workflow::{CancelAnswer, CommandTrigger, Found, RunRef, RunState, StartRequest, Started, WorkflowTrigger};

/// The README's examples are tested like any other, where the triggers that they show are built.
#[cfg(all(doctest, feature = "github"))]
#[doc = include_str!("../../README.md")]
struct Readme;
