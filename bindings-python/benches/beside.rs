//! The Rust side of `run.py`: makes calls when it is told to on its standard input, and answers how long each took.
//!
//! A line is `KIND LOCATION THREADS COUNT`; the answer is the microseconds that a call took, by the wall clock.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a program for another one to read")]

use std::collections::HashMap;
use std::io::stdin;
use std::time::Instant;

use release_core::Releases;

fn main() {
    let mut handles: HashMap<String, Releases> = HashMap::new();
    for (called, line) in stdin().lines().enumerate() {
        let line = line.unwrap();
        let words: Vec<&str> = line.split(' ').collect();
        let [kind, location, threads, count] = words[..] else { break };
        let (threads, count): (usize, usize) = (threads.parse().unwrap(), count.parse().unwrap());
        let releases = handles.entry(location.to_owned()).or_insert_with(|| open(location)).clone();
        let begun = Instant::now();
        std::thread::scope(|scope| {
            for thread in 0..threads {
                let releases = &releases;
                scope.spawn(move || {
                    for number in 0..count {
                        call(releases, kind, &format!("r{called}t{thread}.{number}-rc1"), thread);
                    }
                });
            }
        });
        println!("{}", begun.elapsed().as_secs_f64() * 1e6 / (threads * count) as f64);
    }
}

/// What is in a file, Python has prepared.
fn open(location: &str) -> Releases {
    let releases = Releases::open(location).unwrap();
    if location == "memory:" {
        releases.create_project("web", "acme/web").call().unwrap();
    }
    releases
}

fn call(releases: &Releases, kind: &str, version: &str, thread: usize) {
    let environment = format!("environment-{thread}");
    match kind {
        "query" => drop(releases.get_project("web").call().unwrap()),
        "release" => drop(releases.create_release("web", version, "acme/web", "a1".repeat(20)).call().unwrap()),
        "deployment" => {
            drop(releases.create_deployment("web", &environment, "1.0.0-rc1").redeploy(true).call().unwrap());
        }
        "status" => {
            let call = releases.update_deployment_status("web", &environment, "1.0.0-rc1", "in_progress");
            drop(call.url("https://ci.example.org/1").call().unwrap());
        }
        other => panic!("no kind {other:?}"),
    }
}
