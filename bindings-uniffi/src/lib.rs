//! The boundary to the JVM and to Ruby: a handle that takes an operation's name and JSON, and what cannot be said in
//! JSON beside it. The operations with their types and documentation are written in each language by `generate.py`.

mod error;
mod handle;
mod json;
mod versions;
mod worker;

pub use error::{ErrorRow, Fact, NativeError, Trouble, error_table};
pub use handle::NativeReleases;
pub use versions::{ParsedVersion, library_version, parse_candidate_version, parse_release_version};
pub use worker::NativeWorker;

uniffi::setup_scaffolding!("release_ffi");
