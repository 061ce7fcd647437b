//! `build.*` of Buildkite.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::{Headers, Inbound, RunNews, Says, ids_in, kept_url, limited, parsed, signature, time};
use crate::error::{Result, excerpt};
use crate::model::{Status, Timestamp};
use crate::secret::Secret;

const SIGNATURE: &str = "X-Buildkite-Signature";
const TOKEN: &str = "X-Buildkite-Token";

/// Verifies a webhook of Buildkite by its token, and reads a `build.*` event. Other events say nothing of a run.
///
/// Where Buildkite signs, the signature counts and its time must be within five minutes of `now`; otherwise the token
/// itself is compared.
///
/// # Errors
/// `payload_too_large` over [`MAX_BODY`](super::MAX_BODY); `invalid_signature` where neither `X-Buildkite-Signature` nor
/// `X-Buildkite-Token` is there, or it does not fit, or it is old; `invalid_request` where the body is not what Buildkite
/// sends.
pub fn buildkite(token: &Secret, headers: &Headers, body: &[u8], now: Timestamp) -> Result<Inbound> {
    limited(body)?;
    match headers.get(SIGNATURE) {
        Some(signed) => signature::check_stamped(token, signed, body, now, SIGNATURE)?,
        None if !token.is_empty() && Secret::new(headers.proof(TOKEN)?) == *token => {}
        None => return Err(signature::unproven(format!("the header {TOKEN} is not this connection's token"), TOKEN)),
    }
    // Buildkite gives deliveries no id. What is signed counts, so the event is read from the body.
    let delivery_id = signature::digest(body);
    let Event { event } = parsed(body, "an event of Buildkite")?;
    if !event.starts_with("build.") {
        let reason = format!("{} says nothing of a build's course", excerpt(&event));
        return Ok(Inbound { delivery_id, event: excerpt(&event), says: Says::Nothing { reason } });
    }
    let payload: Payload = parsed(body, "a build event of Buildkite")?;
    let repository = payload.pipeline.and_then(|pipeline| pipeline.repository);
    Ok(Inbound {
        delivery_id,
        event: excerpt(&event),
        says: payload.build.says(repository.as_deref().and_then(repository_of)),
    })
}

#[derive(Deserialize)]
struct Event {
    event: String,
}

#[derive(Deserialize)]
struct Payload {
    build: Build,
    #[serde(default)]
    pipeline: Option<Pipeline>,
}

#[derive(Deserialize)]
struct Pipeline {
    #[serde(default)]
    repository: Option<String>,
}

#[derive(Deserialize)]
struct Build {
    id: String,
    state: String,
    #[serde(default)]
    blocked: bool,
    #[serde(default)]
    web_url: Option<String>,
    #[serde(default)]
    meta_data: BTreeMap<String, Value>,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    created_at: Option<String>,
    #[serde(default)]
    scheduled_at: Option<String>,
    #[serde(default)]
    started_at: Option<String>,
    #[serde(default)]
    finished_at: Option<String>,
}

impl Build {
    fn says(self, repository: Option<String>) -> Says {
        let (status, message) = match stands(&self.state, self.blocked) {
            Ok(stands) => stands,
            Err(reason) => return Says::Nothing { reason },
        };
        // The body may be of a later moment than the event, and the signed time is that of sending: what orders the
        // reports is the build's own time for the state that it is in.
        let begun = self.started_at.or(self.scheduled_at).or(self.created_at);
        let at = if status.is_closed() { self.finished_at.or(begun) } else { begun };
        Says::Run(Box::new(RunNews {
            run_ids: vec![self.id],
            attempt: None,
            status,
            observed_at: time(at.as_deref()),
            url: kept_url(self.web_url),
            message,
            names: self.meta_data.values().filter_map(Value::as_str).flat_map(ids_in).take(8).collect(),
            repository,
            asked_for: self.source.as_deref() == Some("api"),
        }))
    }
}

/// A build's state as a status of ours, and what there is to say of one that did not succeed.
pub(crate) fn stands(state: &str, blocked: bool) -> Result<(Status, Option<String>), String> {
    let ended = |status, words: &str| Ok((status, Some(words.to_owned())));
    match state {
        "creating" | "scheduled" => Ok((Status::Pending, None)),
        // A build that waits at a block step is shown as passed or failed, and is neither yet.
        "passed" | "failed" if blocked => Ok((Status::InProgress, None)),
        "running" | "started" | "failing" | "blocked" => Ok((Status::InProgress, None)),
        "passed" => Ok((Status::Success, None)),
        "failed" => ended(Status::Failure, "the Buildkite build failed"),
        "canceling" => Ok((Status::Canceling, None)),
        "canceled" => ended(Status::Canceled, "the Buildkite build was canceled"),
        "skipped" | "not_run" => ended(Status::Canceled, "the Buildkite build was not run"),
        other => Err(format!("the build's state {:?} is not known", excerpt(other))),
    }
}

/// `org/repo_name` of a Git URL, such as `git@github.com:acme/web.git` or `https://github.com/acme/web`.
fn repository_of(url: &str) -> Option<String> {
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.split_once('/')?.1,
        None => url.split_once(':')?.1,
    };
    let path = path.trim_matches('/');
    Some(path.strip_suffix(".git").unwrap_or(path).to_owned())
}
