//! Writes deployments to a database in which other processes, of any language, write at the same time:
//!
//! ```console
//! $ cargo run --example writer -- releases.db 100
//! ```
//!
//! The project `web` with its environment `production` and candidate `1.4.0-rc1` must be there. The tests of the Python
//! package run it beside themselves.

#![allow(clippy::print_stdout, reason = "a program for another one to read")]

use std::env;
use std::error::Error;

use release_core::{Releases, Status};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let path = arguments.next().ok_or("usage: writer DATABASE COUNT")?;
    let count: u32 = arguments.next().ok_or("usage: writer DATABASE COUNT")?.parse()?;

    let releases = Releases::open(path)?;
    for _ in 0..count {
        let made = releases.create_deployment("web", "production", "1.4.0-rc1").redeploy(true).actor("rust").call()?;
        releases.update_deployment_status_by_id(made.id.to_string(), Status::Success).call()?;
    }
    println!("{count} deployments");
    Ok(())
}
