//! Every parser of texts that people and programs write; the same checks as `core/tests/arbitrary_input.rs`.

#![no_main]
#![allow(dead_code, reason = "each target uses a part of the checks")]

#[path = "../../core/tests/arbitrary_input/parsers.rs"]
mod parsers;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|texts: (&str, &str)| {
    let (text, other) = texts;
    parsers::check_versions(text);
    parsers::check_order(text, other);
    parsers::check_scheme(text, other);
    parsers::check_names(text);
    parsers::check_words(text);
});
