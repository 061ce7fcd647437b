//! The operations: each file holds one, or a small family: the value, its decision, its options, and the method of
//! [`Releases`](crate::Releases) that makes it.

#[cfg(feature = "declarations")]
mod apply;
mod apply_webhook;
mod archive;
pub(crate) mod asking;
mod builds;
mod cancel_deployment;
mod candidates;
mod changes;
mod create_deployment;
mod create_environment;
mod create_project;
mod create_release;
mod deployments;
pub(crate) mod dispatching;
mod environments;
mod follow;
mod freeze;
mod history;
mod import_tags;
mod live;
mod lookup;
mod next_version;
mod paging;
mod projects;
mod purge;
mod recording;
mod rename;
mod report;
mod report_run;
mod retry_dispatch;
mod rollback;
pub(crate) mod settling;
mod sync;
mod update_deployment_status;
mod update_environment;
mod update_project;
mod where_is;

#[cfg(feature = "declarations")]
pub use apply::Apply;
pub use apply_webhook::ApplyWebhook;
pub use archive::{ArchiveEnvironment, ArchiveProject};
pub use builds::{Rebuild, UpdateBuildStatus};
pub use cancel_deployment::CancelDeployment;
pub use candidates::{GetCandidate, GetRelease, ListCandidates, ListReleases};
pub use changes::{GetChanges, GetReleaseNotes};
pub use create_deployment::CreateDeployment;
pub use create_environment::CreateEnvironment;
pub use create_project::CreateProject;
pub use create_release::CreateRelease;
pub use deployments::{GetDeployment, ListDeployments};
pub use environments::{GetEnvironment, ListEnvironments};
pub use freeze::{Freeze as FreezeEnvironment, Unfreeze};
pub use history::History;
pub use import_tags::ImportTags;
pub use live::GetLive;
pub use next_version::{NextCandidate, NextRelease};
pub use projects::{GetProject, ListProjects};
pub use purge::PurgeExpired;
pub use rename::{RenameEnvironment, RenameProject, RenameRepository};
pub(crate) use report_run::{IsCancelWanted, ReportRun};
pub use retry_dispatch::{DispatchNow, RetryDispatch};
pub use rollback::RollBack;
pub use sync::{SyncBuild, SyncDeploy};
pub use update_deployment_status::UpdateDeploymentStatus;
pub use update_environment::UpdateEnvironment;
pub use update_project::UpdateProject;
pub use where_is::FindCommit;

/// Every operation of [`Releases`](crate::Releases) by the name of its method, the same in every language. The scenarios
/// in `tests/scenarios` and every face of the library are held to this list.
pub const OPERATIONS: &[&str] = &[
    "create_project",
    "get_project",
    "list_projects",
    "update_project",
    "rename_project",
    "rename_repository",
    "archive_project",
    "unarchive_project",
    "create_environment",
    "get_environment",
    "list_environments",
    "update_environment",
    "rename_environment",
    "archive_environment",
    "unarchive_environment",
    "freeze",
    "unfreeze",
    #[cfg(feature = "declarations")]
    "apply",
    "create_release",
    "get_release",
    "list_releases",
    "get_candidate",
    "list_candidates",
    "next_candidate",
    "next_release",
    "import_tags",
    "update_build_status",
    "rebuild",
    "wait_for_build",
    "create_deployment",
    "get_deployment",
    "list_deployments",
    "update_deployment_status",
    "update_deployment_status_by_id",
    "cancel_deployment",
    "rollback",
    "live",
    "where_is",
    "changes",
    "release_notes",
    "wait",
    "dispatch",
    "retry_dispatch",
    "dispatch_pending",
    "get_dispatch",
    "check_runs",
    "apply_webhook",
    "sync_build",
    "sync_deploy",
    "history",
    "purge_expired",
];
