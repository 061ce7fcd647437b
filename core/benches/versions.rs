//! Measures parsing and sorting of versions against the `semver` crate, in alternation within one run.

#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]

use std::hint::black_box;
use std::time::Instant;

use release_core::{CandidateVersion, ReleaseVersion};

const ROUNDS: usize = 41;
const TIMES: u32 = 20_000;

fn main() {
    println!("median ratio ours/semver of {ROUNDS} alternating rounds (lower is better)");
    for text in ["1.4.0", "2026.11.23", "1.4.0-beta.3+build.5"] {
        let theirs = |text: &str| parse(text, |text| semver::Version::parse(text).ok());
        let candidate = format!("{text}-rc2");
        report(&format!("parse {text}"), || parse(text, |text| ReleaseVersion::new(text).ok()), || theirs(text));
        report(
            &format!("parse {candidate}"),
            || parse(&candidate, |text| CandidateVersion::new(text).ok()),
            || theirs(&candidate),
        );
    }
    for (name, suffix) in [("triples", ""), ("a third of them pre-releases", "-beta.")] {
        let texts: Vec<String> = shuffled(10_000)
            .into_iter()
            .map(|n| match n % 3 {
                0 if !suffix.is_empty() => format!("{}.{}.{}{suffix}{}", n / 2000, n / 100 % 20, n / 30 % 3, n % 30),
                _ => format!("{}.{}.{}", n / 1000, n / 10 % 100, n % 10),
            })
            .collect();
        let ours: Vec<ReleaseVersion> = texts.iter().filter_map(|text| text.parse().ok()).collect();
        let theirs: Vec<semver::Version> = texts.iter().filter_map(|text| text.parse().ok()).collect();
        assert_eq!((ours.len(), theirs.len()), (texts.len(), texts.len()));
        report(&format!("sort 10,000 shuffled {name}"), || sort(&ours), || sort(&theirs));
    }
}

/// The numbers below `n` in an order that is the same in every run.
fn shuffled(n: u64) -> Vec<u64> {
    let mut numbers: Vec<u64> = (0..n).collect();
    numbers.sort_by_key(|number| number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(17));
    numbers
}

/// Nanoseconds a version.
fn parse<T>(text: &str, parse: impl Fn(&str) -> Option<T>) -> f64 {
    let start = Instant::now();
    for _ in 0..TIMES {
        black_box(parse(black_box(text)));
    }
    start.elapsed().as_secs_f64() * 1e9 / f64::from(TIMES)
}

/// Nanoseconds for the whole list.
fn sort<T: Ord + Clone>(list: &[T]) -> f64 {
    let mut list = list.to_vec();
    let start = Instant::now();
    black_box(&mut list).sort();
    start.elapsed().as_secs_f64() * 1e9
}

fn report(name: &str, ours: impl Fn() -> f64, theirs: impl Fn() -> f64) {
    let mut rounds: Vec<(f64, f64)> = (0..ROUNDS).map(|_| (theirs(), ours())).collect();
    rounds.sort_by(|(a, b), (c, d)| (b / a).total_cmp(&(d / c)));
    let (theirs, ours) = rounds[ROUNDS / 2];
    println!("{:>5.2}  {name}: {ours:.1} ns / {theirs:.1} ns", ours / theirs);
}
