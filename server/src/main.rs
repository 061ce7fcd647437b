//! The program `release-server`: see `release-server --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    release_server::program::run(std::env::args_os().skip(1))
}
