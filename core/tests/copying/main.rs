//! Everything in one database, copied into another: what is seen, what goes on, and what fails.

#![allow(clippy::unwrap_used, reason = "a test fails by it")]

mod busy;
mod files;
mod killed;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "postgres")]
#[path = "../postgres_server/mod.rs"]
mod postgres_server;
mod store;
