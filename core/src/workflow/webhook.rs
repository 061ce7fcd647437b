//! The webhook: posts a signed document to a URL, for every CI system that has no trigger of its own.

use std::sync::Arc;
use std::time::UNIX_EPOCH;

use serde_json::{Map, Value, json};

use super::answers::{not_started, unanswered};
use super::settings::Settings;
use super::{CancelAnswer, Found, RunRef, RunState, StartRequest, Started, WorkflowTrigger};
use crate::client::Reports;
use crate::error::Result;
use crate::hex;
use crate::http::{Api, Failure, Method, Response};
use crate::model::{Workflow, names};
use crate::secret::Secret;

/// Posts starts and cancellations; [`Releases::connect`](crate::Releases::connect) registers it with a
/// [`WebhookConnection`](crate::WebhookConnection), which describes what is sent.
#[derive(Debug)]
pub(crate) struct WebhookTrigger {
    api: Arc<Api>,
    key: Secret,
}

impl WebhookTrigger {
    pub(crate) fn new(api: Arc<Api>, key: Secret) -> WebhookTrigger {
        WebhookTrigger { api, key }
    }

    /// Sends a document. The delivery's id says what it is about, and is the same however often it is sent.
    fn post(&self, event: &str, delivery: &str, body: &Value) -> Result<Response, Failure> {
        let body = body.to_string().into_bytes();
        let now = self.api.transport().time().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs().to_string();
        let signature = hex::encode(self.key.hmac_sha256(&[now.as_bytes(), b".", &body]));
        let headers = [
            ("content-type", Secret::new("application/json")),
            ("release-event", Secret::new(event)),
            ("release-delivery", Secret::new(delivery)),
            ("release-signature", Secret::new(format!("timestamp={now},signature={signature}"))),
        ];
        self.api.send(Method::Post, self.api.base(), &headers, body)
    }
}

impl WorkflowTrigger for WebhookTrigger {
    fn kind(&self) -> &str {
        "webhook"
    }

    fn check(&self, workflow: &Workflow) -> Result<()> {
        Settings::new(workflow).finish()
    }

    /// A receiver knows a delivery by its id.
    fn is_idempotent(&self) -> bool {
        true
    }

    fn start(&self, request: &StartRequest, _: &Reports) -> Started {
        let delivery = format!("{}.{}", request.dispatch_id, "start");
        match self.post("start", &delivery, &document("start", request, None)) {
            Ok(response) if response.is_success() => Started::Run(told(&response)),
            // What was said already is not started again.
            Ok(response) if response.status == 409 => Started::Run(told(&response)),
            Ok(response) => not_started(&self.api, &response, ""),
            Err(failure) => unanswered(failure),
        }
    }

    /// There is nobody to ask: where the start was taken without an id, its run tells its own.
    fn find(&self, _: &StartRequest) -> Found {
        Found::None
    }

    fn cancel(&self, request: &StartRequest, run_id: &str) -> CancelAnswer {
        let delivery = format!("{}.{}", request.dispatch_id, "cancel");
        match self.post("cancel", &delivery, &document("cancel", request, Some(run_id))) {
            Ok(response) if response.is_success() || response.status == 409 => CancelAnswer::Accepted,
            // A signature may have grown old on its way.
            Ok(response)
                if matches!(response.status, 401 | 408 | 425 | 500..) || self.api.limited(&response).is_some() =>
            {
                CancelAnswer::not_asked(self.api.words(&response), self.api.limited(&response))
            }
            Ok(response) => CancelAnswer::impossible(self.api.words(&response)),
            Err(Failure::NotSent { message, retry_after }) => CancelAnswer::not_asked(message, retry_after),
            Err(Failure::PerhapsSent { message }) => CancelAnswer::not_asked(message, None),
        }
    }

    fn run_state(&self, _: &StartRequest, _: &str) -> RunState {
        RunState::CannotTell
    }
}

/// What the receiver is told.
fn document(event: &str, request: &StartRequest, run_id: Option<&str>) -> Value {
    let optional = |value: Option<String>| value.map_or(Value::Null, Value::String);
    let fields = json!({
        "event": event,
        "dispatch_id": request.dispatch_id.to_string(),
        "attempt": request.attempt,
        "kind": if request.deployment_id.is_some() { "deploy" } else { "build" },
        "project": request.project.to_string(),
        "environment": optional(request.environment.as_ref().map(ToString::to_string)),
        "deployment_id": optional(request.deployment_id.map(|id| id.to_string())),
        "release_cut_id": request.candidate_id.to_string(),
        "release_version": request.candidate_version.release().to_string(),
        "release_candidate_version": request.candidate_version.to_string(),
        "repository": request.repository.to_string(),
        "commit": request.commit.as_str(),
        "run_id": optional(run_id.filter(|id| *id != request.dispatch_id.to_string()).map(str::to_owned)),
        "parameters": request.workflow.parameters,
    });
    // What does not apply is left out.
    let Value::Object(fields) = fields else { return fields };
    Value::Object(fields.into_iter().filter(|(_, value)| !value.is_null()).collect::<Map<_, _>>())
}

/// The run, where the receiver tells one: `{"run_id": …, "url": …}`.
fn told(response: &Response) -> RunRef {
    let body = response.json().unwrap_or_default();
    let run_id = match &body["run_id"] {
        Value::String(id) => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    };
    RunRef::new(run_id.filter(|id| names::run_id(id).is_ok())).url(body["url"].as_str().map(str::to_owned))
}
