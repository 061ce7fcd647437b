//! Plain data: what the library speaks of. No input or output, no clock and no random number in here.

pub(crate) mod text;

#[cfg(feature = "declarations")]
mod applied;
mod calver;
mod changes;
mod changes_text;
mod commit;
mod delivery;
mod deployment;
mod dispatch;
mod environment;
mod event;
mod history;
mod id;
mod imported_tags;
pub(crate) mod names;
mod next_version;
mod page;
mod path_patterns;
mod project;
mod release;
mod repository;
mod scheme;
mod semver_syntax;
mod status;
mod time;
mod version;
mod version_order;
#[cfg(test)]
pub(crate) mod version_samples;
mod version_syntax;
mod where_is;
mod workflow;

#[cfg(feature = "declarations")]
pub use applied::{Applied, AppliedChange, Undeclared};
pub use calver::CalVer;
pub use changes::{ChangedCommit, ChangedCommits, Changes, Cut, Gap};
pub use commit::{CommitHash, CommitName, MIN_PREFIX};
pub use delivery::{Delivery, DeliveryOutcome};
pub use deployment::{Deployment, Live, Rollback};
pub use dispatch::{Dispatch, DispatchState};
pub use environment::{Concurrency, Environment, Freeze, Tier};
pub use event::Event;
pub(crate) use history::one_line;
pub use history::{Commit, Relation, Truth};
pub use id::{CandidateId, DeploymentId, DispatchId, EnvironmentId, ProjectId};
pub use imported_tags::{ImportedTag, ImportedTags, SkipReason, SkippedTag};
pub use names::{
    Actor, ConnectionName, EnvironmentName, IdempotencyKey, MAX_ACTOR, MAX_MESSAGE, MAX_NAME, MAX_RUN_ID, MAX_URL,
    ProjectName,
};
pub use next_version::{Bump, Step};
pub use page::Page;
pub use path_patterns::PathPatterns;
pub use project::Project;
pub use release::{Candidate, Release};
pub use repository::Repository;
pub use scheme::{VersionPattern, VersionScheme};
pub use status::{BuildStatus, Status, Transition};
pub use time::Timestamp;
pub use version::{CandidateVersion, ReleaseVersion};
pub use where_is::{CommitInCandidates, CommitInEnvironment, CommitInProject, CommitStay, WhereIs};
pub use workflow::{MAX_PARAMETER_BYTES, MAX_PARAMETER_NAME, MAX_PARAMETERS, Workflow};
