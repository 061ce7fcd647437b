//! Rust's side of `bench.mjs`, which starts it: for each line it reads, `OPERATION CALLERS CALLS`, it makes so many calls by
//! so many threads, and prints how many microseconds that took. `deploy` is `create_deployment`, `look` is
//! `get_environment`.

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
        let mut words = line.split(' ');
        let mut word = || words.next().unwrap();
        let call = match word() {
            "deploy" => deploy,
            "look" => look,
            other => panic!("there is no {other}"),
        };
        println!("{}", measure(&releases, call, word().parse().unwrap(), word().parse().unwrap()));
    }
}

fn deploy(releases: &Releases) {
    releases.create_deployment("web", "production", "1.4.0-rc1").redeploy(true).call().unwrap();
}

fn look(releases: &Releases) {
    releases.get_environment("web", "production").call().unwrap();
}

fn measure(releases: &Releases, call: fn(&Releases), callers: usize, calls: usize) -> u128 {
    let barrier = Barrier::new(callers + 1);
    thread::scope(|scope| {
        let threads: Vec<_> = (0..callers)
            .map(|_| {
                scope.spawn(|| {
                    barrier.wait();
                    (0..calls / callers).for_each(|_| call(releases));
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
