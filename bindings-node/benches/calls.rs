//! Rust's side of `bench.mjs`, which starts it: for each line it reads, `CALLERS CALLS`, it makes so many calls of
//! `create_deployment` by so many threads, and prints how many microseconds that took.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a program for a person to read")]

use std::io::BufRead;
use std::sync::Barrier;
use std::thread;
use std::time::Instant;

use release_core::Releases;

fn main() {
    // `cargo bench` says `--bench`; without a database there is nothing to do.
    let Some(location) = std::env::args().skip(1).find(|argument| !argument.starts_with("--")) else { return };
    let releases = Releases::open(location).unwrap();
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let (callers, calls) = line.split_once(' ').unwrap();
        let (callers, calls): (usize, usize) = (callers.parse().unwrap(), calls.parse().unwrap());
        println!("{}", measure(&releases, callers, calls));
    }
}

fn measure(releases: &Releases, callers: usize, calls: usize) -> u128 {
    let barrier = Barrier::new(callers + 1);
    thread::scope(|scope| {
        let threads: Vec<_> = (0..callers)
            .map(|_| {
                scope.spawn(|| {
                    barrier.wait();
                    for _ in 0..calls / callers {
                        releases.create_deployment("web", "production", "1.4.0-rc1").redeploy(true).call().unwrap();
                    }
                })
            })
            .collect();
        barrier.wait();
        let begun = Instant::now();
        for thread in threads {
            thread.join().unwrap();
        }
        begun.elapsed().as_micros()
    })
}
