//! How fast whole operations are, beside the same rows written by hand with rusqlite.
//!
//! `cargo bench -p release-core --bench operations` takes about three minutes; a number behind `--` multiplies the
//! rounds, and words choose among `disk`, `memory`, `full`, `normal`, `create` and `update`; with `ours` nothing is done
//! by hand, so that a profiler sees the library alone, and `64/1` is 64 callers on one environment alone. On a shared
//! machine only the ratios mean anything: each is the median over rounds that measure all sides in turns, and beside them
//! stands what the disk itself could do in the same minute.
//!
//! By hand means: one transaction a call, with cached statements that read what the operation must read (project,
//! environment, candidate; for an update the newest deployment) and write the same rows (the environment, the
//! deployment, the line of the audit log, and all their places in lists) into the same tables. Their JSON was made
//! before and nothing is decided, checked, logged in or parsed, so a program that did the same work would be slower.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, reason = "a program for a person to read")]

#[path = "operations/by_hand.rs"]
mod by_hand;
#[path = "operations/measure.rs"]
mod measure;
#[path = "operations/world.rs"]
mod world;

use std::path::{Path, PathBuf};

use by_hand::ByHand;
use measure::{Measured, median, probe};
use world::{Ours, World};

const ROUNDS: usize = 5;
/// Callers, and the environments that they are spread over.
const CASES: [(usize, usize); 5] = [(1, 1), (8, 8), (8, 1), (64, 64), (64, 1)];

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operation {
    Create,
    Update,
}

impl Operation {
    fn name(self) -> &'static str {
        match self {
            Operation::Create => "create_deployment",
            Operation::Update => "update_deployment_status",
        }
    }
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let rounds = ROUNDS * words.iter().find_map(|word| word.parse().ok()).unwrap_or(1);
    // A word counts among those that exclude each other; of each group that no word is of, all are measured.
    let wanted = |word: &str, group: &[&str]| {
        !words.iter().any(|given| group.contains(&given.as_str())) || words.iter().any(|given| given == word)
    };
    let case = |(callers, environments): &(usize, usize)| format!("{callers}/{environments}");
    let named = |chosen: &(usize, usize)| words.contains(&case(chosen));
    let cases: Vec<_> = CASES.into_iter().filter(|chosen| named(chosen) || !CASES.iter().any(named)).collect();
    for (place, folder) in [("disk", std::env::temp_dir()), ("memory", PathBuf::from("/dev/shm"))] {
        if !wanted(place, &["disk", "memory"]) {
            continue;
        }
        if !folder.is_dir() {
            println!("{place}: no folder {}, left out", folder.display());
            continue;
        }
        let folder = tempfile::tempdir_in(folder).unwrap();
        let world = World::make(folder.path());
        for synchronous in ["full", "normal"] {
            for operation in [Operation::Create, Operation::Update] {
                let word = if operation == Operation::Create { "create" } else { "update" };
                if !wanted(synchronous, &["full", "normal"]) || !wanted(word, &["create", "update"]) {
                    continue;
                }
                if words.iter().any(|word| word == "ours") {
                    alone(&world, synchronous, operation, &cases, rounds);
                } else {
                    section(place, &world, synchronous, operation, &cases, rounds);
                }
            }
        }
    }
}

fn section(
    place: &str,
    world: &World,
    synchronous: &str,
    operation: Operation,
    cases: &[(usize, usize)],
    rounds: usize,
) {
    println!(
        "\n{place}, synchronous={synchronous}, {}: {:.0} appends of 4 KiB a second, each synced",
        operation.name(),
        probe(world.folder())
    );
    println!(
        "  {:<32}{:>10}{:>10}{:>8}{:>12}{:>14}{:>12}",
        "", "by hand/s", "ours/s", "ratio", "to one", "CPU us a call", "by hand"
    );
    for &(callers, environments) in cases {
        let files: Vec<PathBuf> = ["one", "hand", "ours"].iter().map(|name| world.copy(name)).collect();
        let [one, hand, ours] = files.as_slice() else { unreachable!("three files") };
        let one = ByHand::new(world, one, synchronous, operation);
        let hand = ByHand::new(world, hand, synchronous, operation);
        let ours = Ours::new(ours, synchronous, operation);
        let rounds: Vec<[Measured; 3]> = (0..rounds)
            .map(|_| [one.round(1, 1), hand.round(callers, environments), ours.round(callers, environments)])
            .collect();
        let over = |of: &dyn Fn(&[Measured; 3]) -> f64| median(rounds.iter().map(of).collect());
        println!(
            "  {:<32}{:>10.0}{:>10.0}{:>8.2}{:>12.2}{:>14.0}{:>12.0}",
            format!("{callers} callers, {environments} environments"),
            over(&|[_, hand, _]| hand.rate),
            over(&|[_, _, ours]| ours.rate),
            over(&|[_, hand, ours]| ours.rate / hand.rate),
            over(&|[one, _, ours]| ours.rate / one.rate),
            over(&|[_, _, ours]| ours.cpu_micros),
            over(&|[_, hand, _]| hand.cpu_micros),
        );
        files.iter().for_each(|file| remove(file));
    }
}

/// The library's side alone.
fn alone(world: &World, synchronous: &str, operation: Operation, cases: &[(usize, usize)], rounds: usize) {
    println!("\n{}: calls a second, CPU us a call", operation.name());
    for &(callers, environments) in cases {
        let file = world.copy("ours");
        let ours = Ours::new(&file, synchronous, operation);
        let rounds: Vec<Measured> = (0..rounds).map(|_| ours.round(callers, environments)).collect();
        let over = |of: &dyn Fn(&Measured) -> f64| median(rounds.iter().map(of).collect());
        println!(
            "  {:<32}{:>10.0}{:>8.0}",
            format!("{callers} callers, {environments} environments"),
            over(&|round| round.rate),
            over(&|round| round.cpu_micros)
        );
        drop(ours);
        remove(&file);
    }
}

fn remove(file: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = file.as_os_str().to_owned();
        name.push(suffix);
        // The last connection has removed what SQLite made beside the file.
        let _ = std::fs::remove_file(name);
    }
}
