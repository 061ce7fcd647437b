//! CI systems as the tests play them: what they know, and what they answer to a request. Served over HTTP by the tests
//! of the triggers, and within the process by the fault schedules.

#![allow(dead_code, reason = "each test program uses a part")]

pub(crate) mod buildkite;
pub(crate) mod github;
mod message;
pub(crate) mod receiver;

pub(crate) use message::{Fault, Reply, Seen, hex};

/// The token that the CI systems know.
pub(crate) const TOKEN: &str = "ghp_unmistakable-Token-0123456789";
/// What webhooks are signed with, in both directions.
pub(crate) const SECRET: &str = "unmistakable-Key-0123456789abcdef";
