//! `workflow_run` of GitHub Actions.

use serde::Deserialize;

use super::{Headers, Inbound, RunNews, Says, ids_in, kept_url, limited, parsed, signature, time};
use crate::error::{Result, excerpt};
use crate::model::Status;
use crate::secret::Secret;

const SIGNATURE: &str = "X-Hub-Signature-256";

/// Verifies a webhook of GitHub by its secret, and reads a `workflow_run`. Other events say nothing of a run.
///
/// The webhook's content type must be `application/json`. A run that ended as `neutral` counts as a success here; what it
/// counts as for [`Releases::apply_webhook`](crate::Releases::apply_webhook) is the connection's to say.
///
/// # Errors
/// `payload_too_large` over [`MAX_BODY`](super::MAX_BODY); `invalid_signature` where `X-Hub-Signature-256` is missing
/// or does not fit; `invalid_request` where `X-GitHub-Event` or `X-GitHub-Delivery` is missing, or the body is not what
/// GitHub sends.
pub fn github(secret: &Secret, headers: &Headers, body: &[u8]) -> Result<Inbound> {
    read(secret, headers, body, NEUTRAL)
}

/// What a run that ended as `neutral` counts as where nothing else is said.
pub(crate) const NEUTRAL: Status = Status::Success;

/// The same, where a run that ended as `neutral` counts as something else.
pub(crate) fn read(secret: &Secret, headers: &Headers, body: &[u8], neutral: Status) -> Result<Inbound> {
    limited(body)?;
    let signed = headers.proof(SIGNATURE)?;
    let digits = signed.strip_prefix("sha256=").unwrap_or_default();
    signature::check(secret, &[body], digits, SIGNATURE)?;
    let event = headers.need("X-GitHub-Event")?;
    let delivery_id = headers.need("X-GitHub-Delivery")?.to_owned();
    if event != "workflow_run" {
        let reason = format!("{} says nothing of a workflow's run", excerpt(event));
        return Ok(Inbound { delivery_id, event: excerpt(event), says: Says::Nothing { reason } });
    }
    let payload: Payload = parsed(body, "a workflow_run event, sent as application/json")?;
    let event = format!("{event}.{}", excerpt(&payload.action));
    Ok(Inbound { delivery_id, event, says: payload.workflow_run.says(payload.repository.full_name, neutral) })
}

#[derive(Deserialize)]
struct Payload {
    action: String,
    workflow_run: WorkflowRun,
    repository: Repository,
}

#[derive(Deserialize)]
struct Repository {
    full_name: String,
}

#[derive(Deserialize)]
struct WorkflowRun {
    id: u64,
    run_attempt: Option<u32>,
    status: Option<String>,
    conclusion: Option<String>,
    event: String,
    display_title: Option<String>,
    html_url: Option<String>,
    updated_at: Option<String>,
}

impl WorkflowRun {
    fn says(self, repository: String, neutral: Status) -> Says {
        let (status, conclusion) = (self.status.as_deref().unwrap_or_default(), self.conclusion.as_deref());
        let (status, message) = match stands(status, conclusion, neutral) {
            Ok(stands) => stands,
            Err(reason) => return Says::Nothing { reason },
        };
        Says::Run(Box::new(RunNews {
            run_ids: vec![self.id.to_string()],
            attempt: self.run_attempt.filter(|attempt| *attempt > 0),
            status,
            observed_at: time(self.updated_at.as_deref()),
            url: kept_url(self.html_url),
            message,
            names: self.display_title.as_deref().map(|title| ids_in(title).collect()).unwrap_or_default(),
            repository: Some(repository),
            asked_for: self.event == "workflow_dispatch",
        }))
    }
}

/// A run's status and conclusion as a status of ours, and what there is to say of one that did not succeed.
pub(crate) fn stands(
    status: &str,
    conclusion: Option<&str>,
    neutral: Status,
) -> Result<(Status, Option<String>), String> {
    let failed = |status, words: &str| Ok((status, Some(words.to_owned())));
    match (status, conclusion) {
        ("requested" | "queued" | "waiting" | "pending", _) => Ok((Status::Pending, None)),
        ("in_progress", _) => Ok((Status::InProgress, None)),
        ("completed", Some(conclusion)) => match conclusion {
            "success" => Ok((Status::Success, None)),
            "neutral" if neutral == Status::Success => Ok((neutral, None)),
            "neutral" => failed(neutral, "the GitHub run ended as neutral"),
            "failure" => failed(Status::Failure, "the GitHub run failed"),
            "timed_out" => failed(Status::Failure, "the GitHub run took longer than it may"),
            "startup_failure" => failed(Status::Failure, "the GitHub run could not be started"),
            "cancelled" => failed(Status::Canceled, "the GitHub run was cancelled"),
            "skipped" => failed(Status::Canceled, "the GitHub run was skipped"),
            // It waits for a person, and goes on then.
            "action_required" => Ok((Status::InProgress, None)),
            "stale" => failed(Status::Error, "the GitHub run was given up by GitHub"),
            other => Err(format!("the run's conclusion {:?} is not known", excerpt(other))),
        },
        ("completed", None) => Err("the run is completed and has no conclusion".to_owned()),
        (other, _) => Err(format!("the run's status {:?} is not known", excerpt(other))),
    }
}
