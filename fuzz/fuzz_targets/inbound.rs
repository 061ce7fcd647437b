//! What arrives from outside: bodies of webhooks and callbacks, rightly signed, and proofs of all sorts.

#![no_main]
#![allow(dead_code, reason = "each target uses a part of the checks")]

#[path = "../../core/tests/arbitrary_input/parsers.rs"]
mod parsers;

use libfuzzer_sys::fuzz_target;
use parsers::check_error;
use release_core::inbound::{Headers, buildkite, github, sync_build, sync_deploy, webhook};
use release_core::{Secret, Timestamp};

const TOKEN: &str = "a token of some length, for signatures";
const NAMES: [&str; 4] = ["X-Hub-Signature-256", "X-Buildkite-Signature", "X-Buildkite-Token", "Release-Signature"];

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fuzz_target!(|input: (&str, &str, &[u8])| {
    let (event, header, body) = input;
    let (secret, now) = (Secret::new(TOKEN), Timestamp::from_millis(1_790_000_000_000));
    let signed = format!("sha256={}", hex(&secret.hmac_sha256(&[body])));
    let stamped = hex(&secret.hmac_sha256(&[b"1790000000", b".", body]));
    let stamped = format!("timestamp=1790000000,signature={stamped}");
    let strange = Headers::new(NAMES.map(|name| (name, header)));
    let proven = Headers::new([
        ("X-Hub-Signature-256", signed.as_str()),
        ("X-GitHub-Event", if event.is_empty() { "workflow_run" } else { event }),
        ("X-GitHub-Delivery", header),
        ("X-Buildkite-Signature", stamped.as_str()),
        ("X-Buildkite-Event", if event.is_empty() { "build.finished" } else { event }),
        ("Release-Signature", stamped.as_str()),
    ]);
    for headers in [&strange, &proven] {
        github(&secret, headers, body).inspect_err(check_error).ok();
        buildkite(&secret, headers, body, now).inspect_err(check_error).ok();
        webhook(&secret, headers, body, now).inspect_err(check_error).ok();
    }
    sync_build(body).inspect_err(check_error).ok();
    sync_deploy(body).inspect_err(check_error).ok();
});
