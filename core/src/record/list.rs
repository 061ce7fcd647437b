//! The ordered lists that records stand in, their partitions, and the places in them.

use std::fmt;

use crate::model::{CandidateVersion, EnvironmentId, Repository, Timestamp};

/// The ordered lists that records stand in. A storage keeps the number; it never changes its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
#[non_exhaustive]
pub enum List {
    /// All projects, by name.
    Projects = 1,
    /// One project by its id.
    ProjectById = 2,
    /// A project's environments, by name.
    Environments = 3,
    /// One environment by its id.
    EnvironmentById = 4,
    /// A project's releases, by version.
    Releases = 5,
    /// A project's candidates, by version.
    Candidates = 6,
    /// A release's candidates, by number.
    ReleaseCandidates = 7,
    /// One candidate by its id.
    CandidateById = 8,
    /// An environment's deployments, by number; and one candidate's in it.
    Deployments = 9,
    /// An environment's open deployments, by number; and one candidate's in it that are not `unknown`.
    OpenDeployments = 10,
    /// An environment's successful deployments, in the order of endings.
    Successes = 11,
    /// The deployments that a CI system's run stands for: those in an environment, and all.
    Runs = 12,
    /// Dispatches that somebody must look at, by the time at which they are due.
    Due = 13,
    /// Records that may be forgotten, by the time after which.
    Expiring = 14,
    /// The audit log: of everything, of a project, of an environment, of a candidate.
    History = 15,
    /// The candidates whose newest build a CI system's run stands for.
    BuildRuns = 20,
    /// Runs that were started and have not ended, by the time at which something was last heard of them: those of
    /// deployments, and those of builds.
    Silent = 21,
    /// The projects of a repository, by the names that it has and had.
    RepositoryProjects = 22,
    /// What a face of the library keeps in a collection, by name.
    Documents = 40,
}

impl List {
    /// The number that a storage keeps.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// Whether records stand in it by their revision, so that one may still come before those that are there.
    #[cfg(feature = "postgres")]
    pub(crate) const fn is_by_revision(self) -> bool {
        matches!(self, List::History)
    }

    /// Whether the list belongs to an environment, whose record is then written with every change of the list.
    #[cfg(debug_assertions)]
    pub(crate) const fn guarded_by_environment(self) -> bool {
        matches!(self, List::Deployments | List::OpenDeployments | List::Successes | List::Runs)
    }
}

/// A place in a list: bytes that order like what they stand for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Position {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The revision that the record gets when it is written, as eight bytes, the highest first.
    Revision,
}

impl Position {
    pub(crate) fn number(number: u64) -> Position {
        Position::Bytes(number.to_be_bytes().to_vec())
    }

    /// A time and, to tell two of them apart, an id.
    pub(super) fn due(at: Timestamp, tie: &[u8]) -> Position {
        let mut bytes = u64::try_from(at.as_millis()).unwrap_or(0).to_be_bytes().to_vec();
        bytes.extend_from_slice(tie);
        Position::Bytes(bytes)
    }

    /// The bytes, for a record of that revision.
    pub fn bytes(&self, revision: u64) -> Vec<u8> {
        match self {
            Position::Bytes(bytes) => bytes.clone(),
            Position::Revision => revision.to_be_bytes().to_vec(),
        }
    }
}

/// A record's place in one list. No two records have the same list, partition and position.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Entry {
    /// The list.
    pub list: List,
    /// The part of the list that is read as one.
    pub partition: String,
    /// The place within the partition.
    pub position: Position,
}

impl Entry {
    pub(super) fn new(list: List, partition: impl fmt::Display, position: Position) -> Entry {
        Entry { list, partition: partition.to_string(), position }
    }
}

/// The partition of one run within an environment: run ids of different projects may be the same.
pub(crate) fn of_run(environment: EnvironmentId, run_id: &str) -> String {
    format!("{environment}/{run_id}")
}

/// The partition of a repository, whose names are compared without regard to case.
pub(crate) fn of_repository(repository: &Repository) -> String {
    repository.as_str().to_ascii_lowercase()
}

/// What stands in a partition where others have their environment: no environment guards it, so it may find a record
/// and never show that there is none.
pub(crate) const ANYWHERE: &str = "*";

/// The partition of one run wherever it deploys to.
pub(crate) fn of_any_run(run_id: &str) -> String {
    format!("{ANYWHERE}/{run_id}")
}

/// The partition of [`List::Silent`] for deployments.
pub(crate) const SILENT_DEPLOYMENTS: &str = "deployments";
/// The partition of [`List::Silent`] for candidates.
pub(crate) const SILENT_BUILDS: &str = "builds";

/// The partition of one candidate within an environment's lists, or within the history of a project.
pub(crate) fn of_candidate(parent: impl fmt::Display, candidate: &CandidateVersion) -> String {
    format!("{parent}/{candidate}")
}
