//! What a request has: parameters and a body.

use serde_json::{Map, Value, json};

use super::{reference, texts};
use crate::interface::{Argument, ArgumentKind, Kind};
use crate::routes::{Of, Route};

pub(super) fn parameters(route: &Route, shown_path: &str) -> Vec<Value> {
    let names = shown_path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let in_path = route.path_arguments().zip(names).filter_map(|(name, shown)| {
        let (argument, _) = route.operation().arguments().find(|(argument, _)| argument.name == name)?;
        Some(json!({
            "name": shown,
            "in": "path",
            "required": true,
            "description": argument.description,
            "schema": schema(route, argument),
        }))
    });
    let mut parameters: Vec<Value> = in_path.collect();
    if route.is_read() {
        for (argument, needed) in elsewhere(route) {
            parameters.push(json!({
                "name": route.wire_name(&argument.name),
                "in": "query",
                "required": needed,
                "description": argument.description,
                "schema": schema(route, argument),
            }));
        }
    }
    if route.operation().kind == Kind::Write && route.of != Of::Itself {
        let description = "The same request under the same key is made once, and answered again with the first answer.";
        parameters.push(json!({
            "name": "Idempotency-Key",
            "in": "header",
            "required": false,
            "description": description,
            "schema": { "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$" },
        }));
    }
    parameters
}

/// The arguments that do not stand in the path.
fn elsewhere(route: &Route) -> impl Iterator<Item = (&'static Argument, bool)> {
    route.operation().arguments().filter(|(argument, _)| !route.path_arguments().any(|name| name == argument.name))
}

pub(super) fn body(route: &Route) -> Option<Value> {
    if route.is_read() {
        return None;
    }
    if route.of == Of::Itself {
        let content = json!({ "schema": { "type": "object" } });
        return Some(json!({
            "description": "As the sender sends it.",
            "required": true,
            "content": { "application/json": content },
        }));
    }
    let mut properties = Map::new();
    let mut required = Vec::new();
    for (argument, needed) in elsewhere(route) {
        let name = route.wire_name(&argument.name);
        let mut member = schema(route, argument);
        // A null counts as not said; where it is said, it takes something away.
        if !needed || argument.nullable {
            member = json!({ "anyOf": [member, { "type": "null" }] });
        }
        member["description"] = argument.description.clone().into();
        properties.insert(name.to_owned(), member);
        // A project that is there keeps its repository.
        if needed && !(route.is_put() && name == "repository") {
            required.push(name);
        }
    }
    if properties.is_empty() {
        return None;
    }
    let mut object = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        object["required"] = json!(required);
    }
    Some(json!({
        "required": object.get("required").is_some(),
        "content": { "application/json": { "schema": object } },
    }))
}

fn schema(route: &Route, argument: &Argument) -> Value {
    let text = json!({ "type": "string" });
    match argument.kind {
        ArgumentKind::Text => match &argument.words {
            Some(words) => reference(words),
            None => texts::schema(route.operation_name(), &argument.name),
        },
        ArgumentKind::Time => json!({ "type": "string", "format": "date-time" }),
        ArgumentKind::Flag => json!({ "type": "boolean" }),
        ArgumentKind::Number => number(&argument.name),
        ArgumentKind::Milliseconds => json!({ "type": "integer", "minimum": 0, "maximum": u64::MAX }),
        ArgumentKind::Texts => json!({ "type": "array", "items": text }),
        ArgumentKind::Workflow => reference("Workflow"),
        ArgumentKind::Headers | ArgumentKind::Body => text,
    }
}

fn number(name: &str) -> Value {
    match name {
        "per_page" => json!({ "type": "integer", "minimum": 1, "maximum": 100 }),
        "page" => json!({ "type": "integer", "minimum": 1, "maximum": u64::from(u32::MAX) }),
        "attempt" => json!({ "type": "integer", "minimum": 1, "maximum": u64::from(u32::MAX) }),
        _ => json!({ "type": "integer", "minimum": 0 }),
    }
}
