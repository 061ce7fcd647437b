//! From an operation and what it is told to a request, by the OpenAPI description.

use std::net::SocketAddr;
use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use crate::http::{self, Reply, encoded};

/// What was answered, as the scenarios speak of it.
pub(super) struct Said {
    pub(super) found: Value,
    pub(super) failed: bool,
}

static OPENAPI: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../../openapi.json")).unwrap());

/// Makes the call; nothing where HTTP cannot say it.
pub(super) fn say(server: SocketAddr, token: &str, operation: &str, with: &Map<String, Value>) -> Option<Said> {
    if operation == "apply_webhook" {
        return webhook(server, token, with);
    }
    let id = if operation == "history" { "history_at_api_history" } else { operation };
    let (method, template, described) = found(id);
    let mut path = template.clone();
    let mut query = Vec::new();
    let mut body = Map::new();
    let mut headers = Vec::new();
    for (name, value) in with {
        let wire = wire_name(&described, name);
        // One address is a release's and a candidate's.
        let shared = template.contains("{version}") && matches!(name.as_str(), "candidate_version" | "release_version");
        let place = if shared { "{version}".to_owned() } else { format!("{{{wire}}}") };
        match name.as_str() {
            "actor" => {}
            "idempotency_key" => {
                let key = value.as_str()?;
                // A header is trimmed, and has no control characters.
                if key.trim() != key || key.chars().any(char::is_control) {
                    return None;
                }
                headers.push(("Idempotency-Key", key));
            }
            _ if template.contains(&place) => {
                let text = value.as_str().filter(|text| !text.is_empty())?;
                path = path.replace(&place, &encoded(text));
            }
            _ if method == "GET" => query.push(format!("{wire}={}", encoded(&plain(value)))),
            _ => {
                body.insert(wire, value.clone());
            }
        }
    }
    if path.contains('{') {
        return None;
    }
    if !query.is_empty() {
        path = format!("{path}?{}", query.join("&"));
    }
    let body = (method != "GET").then_some(Value::Object(body));
    // A body of many megabytes is refused as a whole, before its texts are looked at.
    if body.as_ref().is_some_and(|body| body.to_string().len() > 1 << 20) || path.len() > 8000 {
        return None;
    }
    let reply = http::send(server, token, &method, &path, &headers, body.as_ref());
    // Names and keys of many thousands of characters are too much for a request's head, which has no JSON then.
    (!matches!(reply.status, 414 | 431)).then(|| answer(operation, &reply))
}

fn webhook(server: SocketAddr, token: &str, with: &Map<String, Value>) -> Option<Said> {
    let path = format!("/api/webhook/{}", encoded(with["connection"].as_str().filter(|name| !name.is_empty())?));
    let headers: Vec<(&str, &str)> = with["headers"]
        .as_object()?
        .iter()
        .map(|(name, value)| Some((name.as_str(), value.as_str()?)))
        .collect::<Option<_>>()?;
    let authorization = format!("Bearer {token}");
    let mut all = vec![("Authorization", authorization.as_str())];
    all.extend(headers);
    let bytes = http::request("POST", &path, &all, with["body"].as_str()?.as_bytes());
    Some(answer("apply_webhook", &http::expect(server, &bytes)))
}

/// The method, path and description of an operation.
fn found(id: &str) -> (String, String, Value) {
    for (path, methods) in OPENAPI["paths"].as_object().unwrap() {
        for (method, described) in methods.as_object().unwrap() {
            if described["operationId"] == id {
                return (method.to_uppercase(), path.clone(), described.clone());
            }
        }
    }
    panic!("the description has no {id}");
}

fn wire_name(described: &Value, name: &str) -> String {
    match name {
        "candidate_version" => "release_candidate_version".to_owned(),
        // The callbacks' name of it.
        "run_id" if described["operationId"].as_str().unwrap().starts_with("sync_") => "workflow_run_id".to_owned(),
        other => other.to_owned(),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn answer(operation: &str, reply: &Reply) -> Said {
    let body = reply.json();
    if reply.status >= 400 {
        let message = body.get("detail").unwrap_or(&body["error"]);
        let mut found = body.clone();
        found["message"] = message.clone();
        return Said { found, failed: true };
    }
    let found = match operation {
        "list_deployments" => {
            let total: u64 = reply.header("x-total-count").unwrap().parse().unwrap();
            json!({ "items": body, "next": reply.header("x-next-cursor"), "total": total })
        }
        "next_candidate" => body["release_candidate_version"].clone(),
        "next_release" => body["release_version"].clone(),
        "purge_expired" => body["purged"].clone(),
        _ => body,
    };
    Said { found, failed: false }
}
