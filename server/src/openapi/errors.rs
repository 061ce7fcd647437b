//! The errors of routes, by status: those that an operation documents, and those that every request may meet.

use std::collections::BTreeMap;

use release_core::{Code, Wire};
use serde_json::{Map, Value, json};

use super::reference;
use crate::interface::Kind;
use crate::routes::{Does, Of, Route};

/// The codes that the storage may fail every call with.
const STORAGE: &[Code] = &[Code::Internal, Code::Unavailable];
/// The codes that the storage may fail every write with.
const WRITING: &[Code] = &[Code::Conflict, Code::StorageReadOnly, Code::StorageFull, Code::IdempotencyKeyReused];

pub(super) fn responses(route: &Route) -> Map<String, Value> {
    let operation = route.operation();
    let named = |name: &String| Code::ALL.iter().copied().find(|code| code.as_str() == name);
    let mut codes: Vec<Code> = operation.errors.iter().filter_map(named).collect();
    codes.extend(STORAGE);
    // A path or a parameter that is no UTF-8, or of another type.
    codes.push(Code::InvalidRequest);
    if operation.kind != Kind::Query {
        codes.extend(WRITING);
    }
    if !route.is_read() {
        codes.push(Code::PayloadTooLarge);
    }
    if route.of != Of::Itself {
        codes.extend([Code::Unauthorized, Code::Forbidden]);
    }
    match route.of {
        Of::Project => codes.push(Code::ProjectNotFound),
        Of::Deployment | Of::Dispatch => codes.push(Code::DeploymentNotFound),
        Of::Candidate => codes.push(Code::ReleaseNotFound),
        Of::Everything | Of::WhatIsSeen | Of::Itself => {}
    }
    if let Does::Put { update, .. } = route.does {
        codes.extend(crate::interface::operations()[update].errors.iter().filter_map(named));
    }
    let mut by_status: BTreeMap<u16, Vec<Code>> = BTreeMap::new();
    for code in codes {
        let codes = by_status.entry(code.row().http_status).or_default();
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    let mut responses: Map<String, Value> =
        by_status.into_iter().map(|(status, codes)| (status.to_string(), described(&codes))).collect();
    responses.entry("503").or_insert_with(|| described(&[Code::Unavailable]));
    if !route.is_read() {
        responses.insert("408".to_owned(), plain("The body took too long."));
    }
    responses
}

fn described(codes: &[Code]) -> Value {
    let lines: Vec<String> = codes.iter().map(|code| line(*code)).collect();
    let mut examples = Map::new();
    for code in codes {
        if let Wire::Exact(text) = code.row().wire {
            examples.insert(code.to_string(), json!({ "value": { "error": text, "code": code.as_str() } }));
        }
    }
    let mut content = json!({ "schema": reference("Error") });
    if !examples.is_empty() {
        content["examples"] = examples.into();
    }
    json!({ "description": lines.join("; "), "content": { "application/json": content } })
}

fn line(code: Code) -> String {
    match code.row().wire {
        Wire::Exact(text) | Wire::Withheld(text) => format!("`{code}`: `{text}`"),
        Wire::Message => format!("`{code}`"),
    }
}

fn plain(description: &str) -> Value {
    json!({ "description": description, "content": { "application/json": { "schema": reference("Error") } } })
}

/// The JSON Schema of an error.
pub(super) fn schema() -> Value {
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    let kinds: Vec<&str> = release_core::Kind::ALL.iter().map(|kind| kind.as_str()).collect();
    json!({
        "type": "object",
        "description": "Why a request failed; a failed request changes nothing.",
        "required": ["error"],
        "properties": {
            "error": { "type": "string", "description": "For people; where the documentation has a text, exactly that." },
            "code": { "type": "string", "enum": codes, "description": "What exactly. Missing where HTTP alone says it." },
            "kind": { "type": "string", "enum": kinds, "description": "What a program branches on." },
            "detail": { "type": "string", "description": "What was wrong, where, and what was expected." },
            "retryable": { "type": "boolean", "description": "Whether the same request may succeed later." },
            "context": {
                "type": "object",
                "additionalProperties": { "type": "string" },
                "description": "The facts as pairs: `field`, `expected`, `found`, and what else a rule knows.",
            },
            "reference": { "type": "string", "description": "The request's id in the server's log." },
        },
    })
}

/// The paths that are no operations.
pub(super) fn pages() -> [(&'static str, Value); 4] {
    let text = |description: &str| json!({ "description": description, "content": { "text/plain": {} } });
    let page = |id: &str, summary: &str, mut responses: Value, open: bool| {
        responses["503"] = plain("`unavailable`");
        let mut described =
            json!({ "operationId": id, "tags": ["service"], "summary": summary, "responses": responses });
        if open {
            described["security"] = json!([]);
        }
        json!({ "get": described })
    };
    let json_answer = json!({ "description": "OpenAPI 3.1.", "content": { "application/json": {} } });
    [
        ("/healthz", page("healthz", "Whether the process is there", json!({ "200": text("It is.") }), true)),
        ("/readyz", page("readyz", "Whether requests can be answered", json!({ "200": text("They can.") }), true)),
        (
            "/metrics",
            page(
                "metrics",
                "Numbers in the text format of Prometheus; a token is needed unless the configuration opens them",
                json!({ "200": text("The numbers."), "401": described(&[Code::Unauthorized]) }),
                false,
            ),
        ),
        (
            "/openapi.json",
            page(
                "openapi",
                "This description",
                json!({ "200": json_answer, "304": { "description": "As the client has it." } }),
                true,
            ),
        ),
    ]
}
