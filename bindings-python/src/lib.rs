//! The Python package `release_core`: the operations of the crate, blocking and for asyncio. This module holds no rule of
//! its own: it converts, calls, and converts back.
#![allow(clippy::wrong_self_convention, reason = "an attribute of a result may be called `from_…`")]
#![allow(clippy::too_many_arguments, reason = "operations have as many options as they have, each a keyword in Python")]

mod arguments;
mod awaiting;
mod blocking;
mod calls;
mod error;
mod handle;
mod json;
mod results;
mod running;
mod versions;
mod worker;

use pyo3::prelude::*;

/// What the package is made of; use `release_core`.
#[pymodule]
mod _native {
    #[pymodule_export]
    use super::awaiting::AsyncReleases;
    #[pymodule_export]
    use super::blocking::Releases;
    #[pymodule_export]
    use super::running::_at_exit;
    #[pymodule_export]
    use super::versions::{CandidateVersion, ReleaseVersion};
    #[pymodule_export]
    use super::worker::Worker;

    // Results, written by `generate.py`.
    #[pymodule_export]
    use super::results::Applied;
    #[pymodule_export]
    use super::results::AppliedChange;
    #[pymodule_export]
    use super::results::Candidate;
    #[pymodule_export]
    use super::results::ChangedCommit;
    #[pymodule_export]
    use super::results::ChangedCommits;
    #[pymodule_export]
    use super::results::Changes;
    #[pymodule_export]
    use super::results::CheckedRuns;
    #[pymodule_export]
    use super::results::Commit;
    #[pymodule_export]
    use super::results::CommitInCandidates;
    #[pymodule_export]
    use super::results::CommitInEnvironment;
    #[pymodule_export]
    use super::results::CommitInProject;
    #[pymodule_export]
    use super::results::CommitStay;
    #[pymodule_export]
    use super::results::Cut;
    #[pymodule_export]
    use super::results::Delivery;
    #[pymodule_export]
    use super::results::Deployment;
    #[pymodule_export]
    use super::results::Dispatch;
    #[pymodule_export]
    use super::results::Dispatched;
    #[pymodule_export]
    use super::results::Environment;
    #[pymodule_export]
    use super::results::Event;
    #[pymodule_export]
    use super::results::Freeze;
    #[pymodule_export]
    use super::results::ImportedTag;
    #[pymodule_export]
    use super::results::ImportedTags;
    #[pymodule_export]
    use super::results::Live;
    #[pymodule_export]
    use super::results::Project;
    #[pymodule_export]
    use super::results::Release;
    #[pymodule_export]
    use super::results::Rollback;
    #[pymodule_export]
    use super::results::SkippedTag;
    #[pymodule_export]
    use super::results::Undeclared;
    #[pymodule_export]
    use super::results::WhereIs;
    #[pymodule_export]
    use super::results::Workflow;
    // The end of results.

    /// The version of this package.
    #[pymodule_export]
    #[allow(non_upper_case_globals, reason = "Python's name for it")]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
