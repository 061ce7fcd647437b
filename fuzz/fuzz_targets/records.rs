//! What may stand in a store: keys and bytes that somebody has damaged, or made.

#![no_main]
#![allow(dead_code, reason = "each target uses a part of the checks")]

#[path = "../../core/tests/arbitrary_input/parsers.rs"]
mod parsers;

use libfuzzer_sys::fuzz_target;

const KINDS: [&str; 8] =
    ["project", "environment", "release", "candidate", "deployment", "dispatch", "event", "idempotency"];

fuzz_target!(|input: (u8, &[u8])| {
    let (kind, bytes) = input;
    parsers::check_record(&format!("{}/x", KINDS[usize::from(kind) % KINDS.len()]), bytes);
});
