//! PostgreSQL behind the library: what a storage's conformance does not ask for.

#![allow(clippy::unwrap_used, reason = "a test fails by it")]

mod linear;
mod postgres_breaking;
mod postgres_opening;
mod postgres_ordering;
mod postgres_plans;
mod postgres_processes;
mod postgres_pump;
#[path = "../postgres_server/mod.rs"]
mod postgres_server;
mod postgres_trips;
mod proxy;
mod writer;
