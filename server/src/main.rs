//! The program `release-server`: see `release-server --help`.

use std::process::ExitCode;

// Requests are many small pieces of memory that one thread takes and another gives back.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    release_server::program::run(std::env::args_os().skip(1))
}
