//! What is special about the SQLite storage: its file, and how callers and processes share it.

#![cfg(all(feature = "sqlite", feature = "testing"))]
#![allow(clippy::unwrap_used, clippy::explicit_write, reason = "a test fails by it, and is heard past the capture")]

mod common;
mod disk;
mod files;
mod groups;
mod schema;
mod sharing;
