//! Versions, without a database.

use napi::bindgen_prelude::Either;
use napi_derive::napi;
use release_core::{CandidateVersion, Code, Error, ReleaseVersion};
use serde_json::json;

use crate::answer::{failure, text};

/// The text of a candidate version's parts.
#[napi(catch_unwind)]
pub fn parse_candidate_version(version: String) -> String {
    let parsed = CandidateVersion::new(&version);
    text(parsed.map(|version| json!({"release": version.release().as_str(), "number": version.number()})))
}

/// -1, 0 or 1 as `Array.prototype.sort` wants it, or the text of an error. Two candidates or two releases.
#[napi(catch_unwind)]
pub fn compare_versions(a: String, b: String) -> Either<i32, String> {
    match compared(&a, &b) {
        Ok(order) => Either::A(order as i32),
        Err(error) => Either::B(failure(error)),
    }
}

fn compared(a: &str, b: &str) -> Result<std::cmp::Ordering, Error> {
    match (CandidateVersion::new(a), CandidateVersion::new(b)) {
        (Ok(a), Ok(b)) => Ok(a.cmp(&b)),
        (Err(_), Err(_)) => Ok(ReleaseVersion::new(a)?.cmp(&ReleaseVersion::new(b)?)),
        (Ok(_), Err(error)) | (Err(error), Ok(_)) => {
            let message =
                "a candidate and a release have no order: compare two candidate versions or two release versions";
            Err(Error::new(Code::InvalidReleaseCandidateVersion, message).caused_by(error))
        }
    }
}
