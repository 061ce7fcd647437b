//! Workflow triggers: how a build or a deploy is started, looked for and stopped.
//!
//! A trigger is registered on a handle under a connection's name, by the program that the handle runs in. The database
//! holds only names, so nothing that stands in it can start anything that the program did not register.

#[cfg(feature = "http")]
#[cfg_attr(
    not(any(feature = "github", feature = "buildkite")),
    allow(dead_code, reason = "a trigger uses a part; the build with all of them tells what none does")
)]
mod answers;
#[cfg(feature = "buildkite")]
mod buildkite;
mod command;
#[cfg(feature = "github")]
mod github;
#[cfg(feature = "http")]
#[cfg_attr(
    not(any(feature = "github", feature = "buildkite")),
    allow(dead_code, reason = "a trigger uses a part; the build with all of them tells what none does")
)]
mod settings;
#[cfg(feature = "webhook")]
mod webhook;

use std::fmt::Debug;
use std::time::Duration;

#[cfg(feature = "buildkite")]
pub(crate) use buildkite::BuildkiteTrigger;
pub use command::CommandTrigger;
#[cfg(feature = "github")]
pub(crate) use github::{GithubTrigger, asks_by_default};
use serde::{Deserialize, Serialize};
#[cfg(feature = "webhook")]
pub(crate) use webhook::WebhookTrigger;

use crate::client::{Reports, RunReport};
use crate::error::Result;
use crate::model::{
    CandidateId, CandidateVersion, CommitHash, DeploymentId, DispatchId, EnvironmentName, ProjectName, Repository,
    Workflow,
};

/// Starts runs of one kind over one connection.
///
/// # Behavior
/// The methods block, and are called on threads of the library's own, never while a storage transaction is open.
/// They do not panic; where one does all the same, the outcome counts as unknown.
pub trait WorkflowTrigger: Debug + Send + Sync + 'static {
    /// The kind of trigger, as workflows name it: `command`, …
    fn kind(&self) -> &str;

    /// Checks what a workflow says to this kind of trigger, without asking anybody.
    ///
    /// # Errors
    /// `invalid_request`, with what is wrong.
    fn check(&self, workflow: &Workflow) -> Result<()>;

    /// Whether starting twice with the same dispatch id starts only one run, so that an unknown outcome may be sent
    /// again.
    fn is_idempotent(&self) -> bool;

    /// Starts a run.
    ///
    /// # Behavior
    /// - Called at most once for a dispatch and attempt; the answer decides what happens to it, see [`Started`].
    /// - A trigger that learns of the run's course by itself tells it to `reports`, then or later, from any thread.
    fn start(&self, request: &StartRequest, reports: &Reports) -> Started;

    /// Looks for the run that an earlier, unanswered start may have made.
    fn find(&self, request: &StartRequest) -> Found;

    /// Asks for a run to be stopped.
    fn cancel(&self, request: &StartRequest, run_id: &str) -> CancelAnswer;

    /// Asks how a run stands, for one that has not been heard of for long.
    fn run_state(&self, request: &StartRequest, run_id: &str) -> RunState;
}

/// What a workflow is started with: the facts of the release.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StartRequest {
    /// Tells this start from every other one; the CI system is told it, so that the run can be found again.
    pub dispatch_id: DispatchId,
    /// How often the dispatch has been sent, this time included.
    pub attempt: u32,
    /// The project.
    pub project: ProjectName,
    /// The environment, for a deploy workflow.
    pub environment: Option<EnvironmentName>,
    /// The deployment, for a deploy workflow.
    pub deployment_id: Option<DeploymentId>,
    /// The candidate.
    pub candidate_version: CandidateVersion,
    /// The candidate's id.
    pub candidate_id: CandidateId,
    /// The candidate's repository.
    pub repository: Repository,
    /// The candidate's commit.
    pub commit: CommitHash,
    /// The workflow's configuration.
    pub workflow: Workflow,
}

/// A run, as far as the CI system tells of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RunRef {
    /// The id of the run, where the CI system tells it.
    pub run_id: Option<String>,
    /// Where the run is shown, where the CI system tells it.
    pub url: Option<String>,
    /// Whether the run is under way, not only queued.
    pub in_progress: bool,
}

impl RunRef {
    /// A run that is queued, with its id where that is known.
    pub fn new(run_id: Option<String>) -> RunRef {
        RunRef { run_id, url: None, in_progress: false }
    }

    /// Where the run is shown.
    #[must_use]
    pub fn url(self, url: Option<String>) -> RunRef {
        RunRef { url, ..self }
    }

    /// Whether the run is under way.
    #[must_use]
    pub fn in_progress(self, in_progress: bool) -> RunRef {
        RunRef { in_progress, ..self }
    }
}

/// What came of a start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Started {
    /// The CI system took it.
    Run(RunRef),
    /// It is impossible, and will be: the deployment ends as `error` with these words.
    #[non_exhaustive]
    Refused {
        /// The CI system's words.
        message: String,
    },
    /// Nothing has left this machine, or the CI system asked to come back later: it is tried again.
    #[non_exhaustive]
    NotSent {
        /// What went wrong.
        message: String,
        /// When the CI system asked to come back.
        retry_after: Option<Duration>,
    },
    /// Whether a run was started is not known. It is looked for, and not sent again unless the trigger is idempotent.
    #[non_exhaustive]
    Unknown {
        /// What went wrong.
        message: String,
    },
}

impl Started {
    /// It is impossible, and will be.
    pub fn refused(message: impl Into<String>) -> Started {
        Started::Refused { message: message.into() }
    }

    /// Nothing has left this machine, or the CI system asked to come back later.
    pub fn not_sent(message: impl Into<String>, retry_after: Option<Duration>) -> Started {
        Started::NotSent { message: message.into(), retry_after }
    }

    /// Whether a run was started is not known.
    pub fn unknown(message: impl Into<String>) -> Started {
        Started::Unknown { message: message.into() }
    }
}

/// What came of looking for a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Found {
    /// There it is.
    Run(RunRef),
    /// There is none so far. It may be listed late.
    None,
    /// The CI system could not be asked.
    #[non_exhaustive]
    NotAsked {
        /// What went wrong.
        message: String,
        /// When the CI system asked to come back.
        retry_after: Option<Duration>,
    },
}

impl Found {
    /// The CI system could not be asked.
    pub fn not_asked(message: impl Into<String>, retry_after: Option<Duration>) -> Found {
        Found::NotAsked { message: message.into(), retry_after }
    }
}

/// What came of asking for a run to be stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum CancelAnswer {
    /// It will stop, or has ended; its end is reported like any other.
    Accepted,
    /// Nobody can stop it by this trigger; its end is still reported.
    #[non_exhaustive]
    Impossible {
        /// Why not.
        message: String,
    },
    /// Another process can stop it: it is left to that one for a while.
    #[non_exhaustive]
    NotMine {
        /// Why it cannot be stopped from here.
        message: String,
    },
    /// The CI system could not be asked.
    #[non_exhaustive]
    NotAsked {
        /// What went wrong.
        message: String,
        /// When the CI system asked to come back.
        retry_after: Option<Duration>,
    },
}

impl CancelAnswer {
    /// Nobody can stop it by this trigger.
    pub fn impossible(message: impl Into<String>) -> CancelAnswer {
        CancelAnswer::Impossible { message: message.into() }
    }

    /// Another process can stop it.
    pub fn not_mine(message: impl Into<String>) -> CancelAnswer {
        CancelAnswer::NotMine { message: message.into() }
    }

    /// The CI system could not be asked.
    pub fn not_asked(message: impl Into<String>, retry_after: Option<Duration>) -> CancelAnswer {
        CancelAnswer::NotAsked { message: message.into(), retry_after }
    }
}

/// What came of asking how a run stands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RunState {
    /// It stands there.
    Known(RunReport),
    /// The CI system has no such run, or none any more.
    #[non_exhaustive]
    Gone {
        /// The CI system's words.
        message: String,
    },
    /// This trigger cannot find it out.
    CannotTell,
    /// The CI system could not be asked.
    #[non_exhaustive]
    NotAsked {
        /// What went wrong.
        message: String,
        /// When the CI system asked to come back.
        retry_after: Option<Duration>,
    },
}

impl RunState {
    /// The CI system has no such run.
    pub fn gone(message: impl Into<String>) -> RunState {
        RunState::Gone { message: message.into() }
    }

    /// The CI system could not be asked.
    pub fn not_asked(message: impl Into<String>, retry_after: Option<Duration>) -> RunState {
        RunState::NotAsked { message: message.into(), retry_after }
    }
}
