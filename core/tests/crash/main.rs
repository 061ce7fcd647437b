//! Writers on one file: killed at random moments, on a disk that fails and whose power is cut, and many processes at once.
//!
//! The writers are this program again, running one ignored test. Each says on a pipe what it is about to call and what
//! it was answered; the parent compares that with what the file holds. A kill alone is no power cut: what was written and
//! not synced survives the end of a process. So `disk.c` stands between some of the writers and their disk.
//!
//! `RELEASE_CORE_CRASH_KILLS=1000`, `RELEASE_CORE_DISK_LIVES=1000` and `RELEASE_CORE_PROCESSES_SECONDS=60` make the long
//! forms; `RELEASE_CORE_SEED` repeats a run's choices, as far as threads can be repeated.

#![cfg(all(feature = "sqlite", unix))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::explicit_write,
    reason = "a test fails by it, and is heard past the capture"
)]

mod books;
mod calls;
mod ci;
mod dice;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod disk;
mod killed;
mod ledger;
mod processes;
mod worker;
mod writers;
