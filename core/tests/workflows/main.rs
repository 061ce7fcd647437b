//! The triggers over real HTTP, against servers that behave as GitHub, Buildkite and a webhook's receiver do, and that
//! misbehave when they are told to.
#![cfg(all(feature = "github", feature = "buildkite", feature = "webhook"))]
#![allow(clippy::unwrap_used)]

mod buildkite;
mod connections;
mod fakes;
#[path = "../forge/mod.rs"]
mod forge;
mod github;
mod github_trouble;
mod recording;
mod server;
mod webhook;
mod world;
