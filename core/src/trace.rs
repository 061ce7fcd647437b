//! Spans for operations and for what is asked of CI systems, with ids. What a span may show is listed here; whatever else
//! a caller hands in stays out of it.

use serde::Serialize;
use serde_json::Value;
use tracing::Span;
use tracing::field::Empty;

use crate::error::{Error, excerpt};
use crate::workflow::{StartRequest, WorkflowTrigger};

/// The members of a request that name something, and the fields that they are shown as.
const NAMES: &[(&str, &str)] = &[
    ("project", "project"),
    ("environment", "environment"),
    ("version", "candidate_version"),
    ("deployment_id", "deployment_id"),
    ("release_cut_id", "candidate_id"),
    ("connection", "connection"),
];

/// The same of an answer.
const IDS: &[(&str, &str)] = &[("deployment_id", "deployment_id"), ("dispatch_id", "dispatch_id")];

/// The span of an operation: a query's is of the level `debug`, a write's of `info`.
pub(crate) fn operation(name: &'static str, only_reads: bool, request: &impl Serialize) -> Span {
    macro_rules! span {
        ($level:ident) => {
            tracing::$level!(
                target: "release_core",
                "operation",
                operation = name,
                project = Empty,
                environment = Empty,
                candidate_version = Empty,
                candidate_id = Empty,
                deployment_id = Empty,
                dispatch_id = Empty,
                connection = Empty,
                error = Empty,
            )
        };
    }
    let span = if only_reads { span!(debug_span) } else { span!(info_span) };
    if !span.is_disabled() {
        let request = serde_json::to_value(request).unwrap_or_default();
        record(&span, NAMES, &request);
        // Some operations may name what they are about in more than one way.
        let one_way = request.get("of").and_then(Value::as_object).and_then(|of| of.values().next());
        record(&span, NAMES, one_way.unwrap_or(&Value::Null));
        if let Some(id) = request.get("id").or(one_way).and_then(Value::as_str) {
            span.record(if name == "get_dispatch" { "dispatch_id" } else { "deployment_id" }, &*excerpt(id));
        }
    }
    span
}

/// Adds what an operation came to.
pub(crate) fn outcome<T: Serialize>(span: &Span, outcome: &Result<T, Error>) {
    if span.is_disabled() {
        return;
    }
    match outcome {
        Ok(answer) => {
            let answer = serde_json::to_value(answer).unwrap_or_default();
            record(span, IDS, &answer);
            // A deployment names itself by `id`, beside the number that only deployments have.
            if let (Some(Value::String(id)), Some(_)) = (answer.get("id"), answer.get("number")) {
                span.record("deployment_id", &**id);
            }
        }
        Err(error) => {
            span.record("error", error.code().as_str());
        }
    }
}

/// The span of a question to a CI system: `start`, `find`, `cancel`, `run_state`.
pub(crate) fn trigger(trigger: &dyn WorkflowTrigger, task: &'static str, request: &StartRequest) -> Span {
    let span = tracing::info_span!(
        target: "release_core",
        "trigger",
        task,
        trigger = trigger.kind(),
        connection = request.workflow.connection.as_str(),
        project = request.project.as_str(),
        environment = Empty,
        candidate_version = request.candidate_version.as_str(),
        deployment_id = Empty,
        dispatch_id = tracing::field::display(request.dispatch_id),
        attempt = request.attempt,
        outcome = Empty,
    );
    if let Some(environment) = &request.environment {
        span.record("environment", environment.as_str());
    }
    if let Some(id) = request.deployment_id {
        span.record("deployment_id", tracing::field::display(id));
    }
    span
}

fn record(span: &Span, fields: &[(&str, &'static str)], of: &Value) {
    for (name, value) in of.as_object().into_iter().flatten() {
        if let (Some((_, field)), Value::String(text)) = (fields.iter().find(|(member, _)| member == name), value) {
            span.record(*field, &*excerpt(text));
        }
    }
}
