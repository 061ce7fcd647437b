//! The answers to our own webhook: how a program that was asked to start a run says how it goes.

use serde::Deserialize;

use super::{AnyId, Headers, Inbound, RunNews, Says, kept_url, limited, parsed, signature, time};
use crate::error::{Code, Error, Result};
use crate::model::{BuildStatus, Status, Timestamp};
use crate::secret::Secret;

const SIGNATURE: &str = "Release-Signature";
const DELIVERY: &str = "Release-Delivery";

/// Verifies an answer to our own webhook by the connection's key, and reads it. It is signed like the webhook itself:
/// `Release-Signature: timestamp=<seconds>,signature=<digits>`, the HMAC-SHA256 of `{timestamp}.{exact body}`; the time
/// must be within five minutes of `now`.
///
/// The body is JSON: `dispatch_id` or `deployment_id` (as the webhook said them), `status` (a deployment's or a
/// build's), and where they are known `run_id`, `attempt`, `url`, `message` and `observed_at`. A delivery that is
/// repeated is known by `delivery_id` in the body, else by the header `Release-Delivery`, else by its body.
///
/// # Errors
/// `payload_too_large` over [`MAX_BODY`](super::MAX_BODY); `invalid_signature` where a header is missing, does not fit or
/// is old; `invalid_request` where the body is not such JSON; `invalid_status`.
pub fn webhook(key: &Secret, headers: &Headers, body: &[u8], now: Timestamp) -> Result<Inbound> {
    limited(body)?;
    signature::check_stamped(key, headers.proof(SIGNATURE)?, body, now, SIGNATURE)?;
    let answer: Answer = parsed(body, "an answer: dispatch_id or deployment_id, and status")?;
    let names: Vec<String> = [answer.dispatch_id, answer.deployment_id].into_iter().flatten().collect();
    let run_ids: Vec<String> = answer.run_id.map(AnyId::into_text).into_iter().collect();
    if names.is_empty() && run_ids.is_empty() {
        return Err(Error::new(Code::InvalidRequest, "the answer names no dispatch_id, deployment_id or run_id")
            .with("field", "dispatch_id")
            .with("expected", "the id that the webhook said"));
    }
    let news = RunNews {
        attempt: answer.attempt.filter(|attempt| *attempt > 0 && !run_ids.is_empty()),
        run_ids,
        status: status(&answer.status)?,
        observed_at: time(answer.observed_at.as_deref()),
        url: kept_url(answer.url),
        message: answer.message,
        names,
        repository: None,
        asked_for: true,
    };
    let named = answer.delivery_id.or_else(|| headers.get(DELIVERY).map(str::to_owned));
    let delivery_id = named.unwrap_or_else(|| signature::digest(body));
    Ok(Inbound { delivery_id, event: "answer".to_owned(), says: Says::Run(Box::new(news)) })
}

#[derive(Deserialize)]
struct Answer {
    dispatch_id: Option<String>,
    deployment_id: Option<String>,
    status: String,
    run_id: Option<AnyId>,
    attempt: Option<u32>,
    url: Option<String>,
    message: Option<String>,
    observed_at: Option<String>,
    delivery_id: Option<String>,
}

fn status(word: &str) -> Result<Status> {
    match word.parse::<BuildStatus>() {
        Ok(BuildStatus::Building) => Ok(Status::InProgress),
        Ok(BuildStatus::Ready) => Ok(Status::Success),
        Ok(BuildStatus::Failed) => Ok(Status::Failure),
        Err(_) => word.parse(),
    }
}
