//! Every operation with every option, in sequences on one handle; the same calls as `core/tests/arbitrary_input.rs`. A
//! call that fails, or only looks, has changed nothing.

#![no_main]
#![allow(dead_code, reason = "each target uses a part of the checks")]

#[path = "../../core/tests/arbitrary_input/operations.rs"]
mod operations;
#[path = "../../core/tests/arbitrary_input/parsers.rs"]
mod parsers;
#[path = "../../core/tests/arbitrary_input/snapshot.rs"]
mod snapshot;

use libfuzzer_sys::arbitrary::{Arbitrary, Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use operations::{KNOWN, Request};
use release_core::Code;

#[derive(Debug)]
struct Calls(Vec<Request>);

impl<'a> Arbitrary<'a> for Calls {
    fn arbitrary(bytes: &mut Unstructured<'a>) -> Result<Calls> {
        let mut calls = Vec::new();
        while !bytes.is_empty() && calls.len() < 12 {
            let kind = bytes.arbitrary()?;
            let mut texts: [String; 6] = Default::default();
            for text in &mut texts {
                // Mostly what means something, or hardly any call would get past its first check.
                *text = match bytes.arbitrary::<u8>()? {
                    known if usize::from(known) < KNOWN.len() * 5 => KNOWN[usize::from(known) % KNOWN.len()].to_owned(),
                    _ => bytes.arbitrary::<&str>()?.to_owned(),
                };
            }
            calls.push(Request { kind, texts, number: bytes.arbitrary()?, options: bytes.arbitrary()? });
        }
        Ok(Calls(calls))
    }
}

fuzz_target!(|calls: Calls| {
    let releases = operations::prepared();
    let mut before = snapshot::of(&releases);
    for mut request in calls.0 {
        operations::fill_in(&releases, &mut request);
        let made = operations::make(&releases, &request);
        let after = snapshot::of(&releases);
        if let Err(error) = &made {
            parsers::check_error(error);
        }
        // An explicit start that the CI system refuses leaves its attempt in the history, as it says.
        if made.is_err_and(|error| error.code() != Code::DispatchFailed) || request.looks() {
            assert!(before == after, "{request:?} changed something:\n{}", snapshot::difference(&before, &after));
        }
        before = after;
    }
});
