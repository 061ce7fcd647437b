//! The native part of the Node package `release-core`.
//!
//! It is thin on purpose. An operation comes in by its name with its arguments as JSON text, is made by
//! `Releases::invoke` on a thread of this library's own, and its answer goes out as JSON text, which JavaScript reads
//! faster than objects can be built from here. What people call (methods, types, errors with their callers' stacks)
//! is JavaScript in `lib/`, generated from `interface/`.
//!
//! Nothing here is rejected: a text holds the answer or the error ([`answer`]), and JavaScript makes the error, so that it
//! is a real one with a stack. The texts go back together, as many as there are ([`calls`]).

mod answer;
mod calls;
mod handle;
mod numbers;
mod runtime;
mod versions;
mod worker;

pub use calls::Calls;
pub use handle::{Handle, Stop, open};
pub use versions::{compare_versions, parse_candidate_version};
pub use worker::NativeWorker;
