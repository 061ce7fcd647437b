//! PostgreSQL: how fast operations are beside the same rows written by hand with pgbench, and what a million deployments
//! cost their readers.
//!
//! `cargo bench -p release-core --features postgres --bench postgres` starts servers of its own by
//! `tests/postgres-server.sh`: one that syncs, by TCP on loopback, for `writes`, `hot` and `pump`, and one for `million`. Words
//! behind `--` choose among these, and a number is a number of rounds, or of deployments instead of a million. Where
//! `RELEASE_CORE_TEST_POSTGRES` names a server, `million` uses that one and leaves there what it has filled, which takes
//! minutes; so a later run only measures. On a shared machine only the ratios mean anything: each is of sides that were
//! measured in turns.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, reason = "a program for a person to read")]

mod by_hand;
#[path = "../million/compare.rs"]
mod compare;
mod million;
#[path = "../../tests/postgres_server/mod.rs"]
mod postgres_server;
mod pump;

use std::sync::Barrier;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use by_hand::{ByHand, Script};
use postgres_server::{Server, in_new_schema, sql};
use release_core::Releases;

pub(crate) const PROJECT: &str = "web";
pub(crate) const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";
const ENVIRONMENTS: usize = 32;
pub(crate) const CANDIDATES: u64 = 64;
const ROUNDS: usize = 5;
/// How long one side of a round is measured; pgbench counts in whole seconds.
const SLICE: Duration = Duration::from_secs(2);

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let number = words.iter().find_map(|word| word.parse::<u64>().ok());
    let sections = ["writes", "hot", "pump", "million"];
    let chosen: Vec<_> = sections.into_iter().filter(|section| words.iter().any(|word| word == section)).collect();
    let wanted = |section| chosen.is_empty() || chosen.contains(&section);
    if wanted("writes") || wanted("hot") {
        let rounds = number.and_then(|rounds| usize::try_from(rounds).ok()).filter(|rounds| *rounds < 1000);
        let world = World::make();
        println!("{:>44}{:>12}{:>10}{:>8}  {:>8}", "", "by hand/s", "ours/s", "ratio", "rounds");
        for callers in [1, 8, 32].into_iter().filter(|_| wanted("writes")) {
            // Two statements in one transaction, and two in one of their own each.
            for (name, script) in [("one transaction", Script::Transaction), ("two", Script::Statements)] {
                world.compare(&format!("{callers} callers, beside {name}"), callers, callers, script, rounds);
            }
        }
        for callers in [8, 32].into_iter().filter(|_| wanted("hot")) {
            world.compare(&format!("{callers} callers on one environment"), callers, 1, Script::Locked, rounds);
        }
    }
    if wanted("pump") {
        pump::measure();
    }
    if wanted("million") {
        million::measure(number.filter(|count| *count >= 1000).unwrap_or(1_000_000));
    }
}

pub(crate) fn version(number: u64) -> String {
    format!("1.{}.0-rc1", 1000 + number % CANDIDATES)
}

fn environment(number: usize) -> String {
    format!("environment-{number:02}")
}

struct World {
    server: Server,
    url: String,
    hand: ByHand,
}

impl World {
    fn make() -> World {
        let server = Server::start(&["durable"]);
        // A schema for each side, so that neither finds what the other has left.
        let (url, other) = (in_new_schema(&server.url), in_new_schema(&server.url));
        for url in [&url, &other] {
            let releases = Releases::open(url).unwrap();
            releases.create_project(PROJECT, "acme/web").call().unwrap();
            for number in 0..ENVIRONMENTS {
                releases.create_environment(PROJECT, environment(number)).call().unwrap();
            }
            for number in 0..CANDIDATES {
                releases.create_release(PROJECT, version(number), "acme/web", COMMIT).call().unwrap();
            }
            releases.create_deployment(PROJECT, environment(0), version(1)).call().unwrap();
        }
        let version = sql(&server.url, "SHOW server_version")[0][0].clone().unwrap();
        println!("PostgreSQL {version}, fsync on, TCP; create_deployment, medians");
        let hand = ByHand::new(&server.url, other.rsplit("schema=").next().unwrap());
        World { server, url, hand }
    }

    fn compare(&self, name: &str, callers: usize, environments: usize, script: Script, rounds: Option<usize>) {
        let releases = Releases::open(format!("{}&pool_size={callers}", self.url)).unwrap();
        let rounds: Vec<(f64, f64)> = (0..rounds.unwrap_or(ROUNDS))
            .map(|_| {
                // What the other side has written is flushed before, and not meanwhile.
                sql(&self.server.url, "CHECKPOINT");
                let hand = self.hand.rate(script, callers, environments, SLICE);
                sql(&self.server.url, "CHECKPOINT");
                (hand, ours(&releases, callers, environments))
            })
            .collect();
        let ratios: Vec<f64> = rounds.iter().map(|(hand, ours)| ours / hand).collect();
        println!(
            "{name:>44}{:>12.0}{:>10.0}{:>8.2}  {}",
            median(rounds.iter().map(|(hand, _)| *hand)),
            median(rounds.iter().map(|(_, ours)| *ours)),
            median(ratios.iter().copied()),
            ratios.iter().map(|ratio| format!("{ratio:.2}")).collect::<Vec<_>>().join(" ")
        );
    }
}

/// Deployments a second, by so many callers of one handle.
fn ours(releases: &Releases, callers: usize, environments: usize) -> f64 {
    let (barrier, count) = (Barrier::new(callers), AtomicU64::new(0));
    std::thread::scope(|scope| {
        for caller in 0..callers {
            let (barrier, count) = (&barrier, &count);
            scope.spawn(move || {
                let to = environment(caller % environments);
                let deploy = |number| {
                    releases.create_deployment(PROJECT, &to, version(number)).redeploy(true).call().unwrap();
                };
                // The connection is there, and the names' ids are known, as they are to a program that goes on.
                deploy(0);
                barrier.wait();
                let begun = Instant::now();
                let mut calls = 0;
                while begun.elapsed() < SLICE {
                    deploy(caller as u64 + calls);
                    calls += 1;
                }
                count.fetch_add(calls, Ordering::Relaxed);
            });
        }
    });
    count.into_inner() as f64 / SLICE.as_secs_f64()
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
