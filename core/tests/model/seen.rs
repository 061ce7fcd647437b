//! What can be seen of a world, in the form in which the reference and the engine are compared. Deployments are told
//! apart by the order in which they were recorded, because only the engine knows ids.

use release_core::{BuildStatus, DispatchState, Status};

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Deployment {
    pub(crate) nth: usize,
    pub(crate) number: u64,
    pub(crate) project: String,
    pub(crate) environment: String,
    pub(crate) version: String,
    pub(crate) from: Option<String>,
    pub(crate) status: Status,
    pub(crate) created_at: i64,
    pub(crate) start_at: Option<i64>,
    pub(crate) end_at: Option<i64>,
    pub(crate) message: Option<String>,
    pub(crate) run: Option<String>,
    pub(crate) attempt: Option<u32>,
    pub(crate) rollback_of: Option<usize>,
    pub(crate) is_dispatched: bool,
    pub(crate) has_reason: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Candidate {
    pub(crate) version: String,
    pub(crate) repository: String,
    pub(crate) commit: String,
    pub(crate) build_status: BuildStatus,
    pub(crate) message: Option<String>,
    pub(crate) created_at: i64,
    pub(crate) end_at: Option<i64>,
    pub(crate) is_dispatched: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Project {
    pub(crate) name: String,
    pub(crate) repository: String,
    pub(crate) builds: bool,
    pub(crate) archived_at: Option<i64>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Environment {
    pub(crate) project: String,
    pub(crate) name: String,
    pub(crate) one_at_a_time: bool,
    pub(crate) deploys: bool,
    /// Whether it is frozen, and until when.
    pub(crate) frozen: Option<Option<i64>>,
    pub(crate) archived_at: Option<i64>,
}

/// What a call answers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Answer {
    Project(Project),
    Environment(Environment),
    Candidate(Candidate),
    Deployment(Deployment),
    Rollback { target: String, leaves: String, cancels: Vec<usize>, deployment: Option<Deployment> },
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Dispatch {
    pub(crate) state: DispatchState,
    pub(crate) due_at: Option<i64>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct InEnvironment {
    pub(crate) environment: Environment,
    pub(crate) live: Option<Deployment>,
    pub(crate) in_flight: Vec<Deployment>,
    pub(crate) previous: Option<Deployment>,
    /// All of them, newest first, with their dispatches.
    pub(crate) deployments: Vec<(Deployment, Option<Dispatch>)>,
    pub(crate) events: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct InProject {
    pub(crate) project: Project,
    pub(crate) environments: Vec<InEnvironment>,
    pub(crate) active_environments: Vec<String>,
    /// In the order of their versions, with their dispatches and how much the log says of each.
    pub(crate) candidates: Vec<(Candidate, Option<Dispatch>, usize)>,
    /// Each release with its head.
    pub(crate) releases: Vec<(String, String)>,
    pub(crate) events: usize,
}

/// Everything.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Seen {
    pub(crate) projects: Vec<InProject>,
    pub(crate) active_projects: Vec<String>,
    pub(crate) events: usize,
}
