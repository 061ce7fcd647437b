//! The commit source that asks GitHub, against a GitHub that is played over real HTTP.

mod asking;
#[allow(clippy::unwrap_used, reason = "it is shared with the tests of the triggers")]
#[path = "../forge/mod.rs"]
mod forge;
mod github;
mod outside;
#[allow(clippy::unwrap_used, reason = "it is shared with the tests of the triggers")]
#[path = "../workflows/server.rs"]
mod server;
mod trouble;
