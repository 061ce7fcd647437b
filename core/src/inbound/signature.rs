//! Whether a request is from who it says, and from now.

use std::time::Duration;

use sha2::{Digest, Sha256};

use crate::error::{Code, Error, Result};
use crate::hex;
use crate::model::Timestamp;
use crate::secret::Secret;

/// How far the time that was signed may be from the storage's, either way.
pub(super) const WINDOW: Duration = Duration::from_secs(300);

/// Checks a signature, in hexadecimal digits, of these parts.
pub(super) fn check(secret: &Secret, parts: &[&[u8]], signature: &str, header: &'static str) -> Result<()> {
    let Some(signature) = hex::decode(signature).filter(|signature| signature.len() == 32) else {
        return Err(unproven(format!("the header {header} holds no signature of 64 hexadecimal digits"), header));
    };
    // A connection without a secret would take what anybody signs with nothing.
    if !secret.is_empty() && secret.has_signed(parts, &signature) {
        return Ok(());
    }
    let message = format!(
        "the header {header} does not fit the body: see that both sides have the same secret, and that the body is \
         handed over as it came"
    );
    Err(unproven(message, header))
}

/// Checks a header `timestamp=<seconds>,signature=<hexadecimal digits>` over `{timestamp}.{exact body}`, and that it is
/// of now.
pub(super) fn check_stamped(
    secret: &Secret,
    signed: &str,
    body: &[u8],
    now: Timestamp,
    header: &'static str,
) -> Result<()> {
    let field = |name: &str| {
        let mut fields = signed.split(',').filter_map(|field| field.trim().split_once('='));
        fields.find(|(field, _)| *field == name).map_or("", |(_, value)| value)
    };
    let (seconds, digits) = (field("timestamp"), field("signature"));
    check(secret, &[seconds.as_bytes(), b".", body], digits, header)?;
    check_time(seconds, now, header)
}

/// Checks that a time in seconds, which was signed, is of now.
fn check_time(seconds: &str, now: Timestamp, header: &'static str) -> Result<()> {
    let signed = seconds.parse::<i64>().ok().and_then(|seconds| seconds.checked_mul(1000)).map(Timestamp::from_millis);
    let Some(signed) = signed else {
        return Err(unproven(format!("the header {header} holds no time in seconds"), header));
    };
    if signed.since(now).max(now.since(signed)) <= WINDOW {
        return Ok(());
    }
    let message = format!("signed at {signed}, which is more than {} s from now", WINDOW.as_secs());
    Err(unproven(message, header).with("found", signed).with("now", now))
}

pub(super) fn unproven(message: impl Into<String>, header: &'static str) -> Error {
    Error::new(Code::InvalidSignature, message).with("field", "headers").with("header", header)
}

/// A name for a delivery whose sender gives it none: the same body is the same delivery.
pub(crate) fn digest(body: &[u8]) -> String {
    format!("sha256:{}", hex::encode(Sha256::digest(body)))
}
