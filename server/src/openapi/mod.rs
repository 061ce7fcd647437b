//! The OpenAPI 3.1 description, made of the table of routes and the interface of release-core. Types are JSON Schemas of
//! 2020-12, which is the dialect of OpenAPI 3.1.

mod errors;
mod request;
mod texts;

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use crate::interface;
use crate::routes::{Answer, Does, Of, ROUTES, Route};
use crate::service::deployment::{self, NAMED};

/// The description, as JSON; the same for every build of one version.
pub(crate) fn document() -> String {
    static TEXT: LazyLock<String> = LazyLock::new(|| format!("{:#}\n", description()));
    TEXT.clone()
}

const ABOUT: &str = "\
What was released, where it runs, and how to get back: projects have releases, releases have candidates, candidates are \
deployed to environments. Answers are the resources themselves. An error has the member `error`, a text for people that \
is stable where the documentation has it, and `code`, by which a program tells errors apart.

A request is judged in this order: its token (401); whether its body can be read, and its numbers be kept (400); whether \
the token sees the project, and may do this (404, 403); whether its members are of their types (400); then by the checks \
of the operation, in their order. A version, a commit, a status or the `repo` of a release that is missing, unreadable or of \
another type is refused where the operation checks it. A number that 64 bits cannot keep is refused, and never rounded: \
write it as a text.

Paths may end in a slash. Unknown members and parameters are ignored. Every write takes an `Idempotency-Key`, \
which counts within one operation for all tokens of the server: take one that nobody guesses. Every read has an `ETag` and \
honours `If-None-Match`. A token of some projects sees no other: what it asks of them is answered as if \
they were not there.";

fn description() -> Value {
    let mut paths = Map::new();
    for route in ROUTES {
        let path = paths.entry(shown_path(route)).or_insert_with(|| json!({}));
        path[route.method.to_string().to_lowercase()] = operation(route);
    }
    for (path, described) in errors::pages() {
        paths.insert(path.to_owned(), described);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "release-server",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
            "license": { "name": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "security": [{ "token": [] }],
        "tags": [
            { "name": "releases", "description": "Releases, candidates and deployments, as scripts know them." },
            { "name": "projects", "description": "Projects and environments, and what is said of them." },
            { "name": "deployments", "description": "Deployments by their id, and their dispatches." },
            { "name": "callbacks", "description": "What CI systems send." },
            { "name": "service", "description": "Across projects, and the service itself." },
        ],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer", "description": "A token of the service." },
            },
            "schemas": schemas(),
        },
    })
}

/// The path with its arguments as callers know them. Where two routes name one place differently, it is `version`: one
/// place has one name, or it would be two paths.
fn shown_path(route: &Route) -> String {
    let same = |other: &&Route| other.pattern() == route.pattern();
    let names = route.path_arguments().enumerate().map(|(place, name)| {
        let agree = ROUTES.iter().filter(same).all(|other| other.path_arguments().nth(place) == Some(name));
        (name, if agree { route.wire_name(name) } else { "version" })
    });
    names.fold(route.path.to_owned(), |path, (name, shown)| {
        path.replace(&format!("{{{name}}}"), &format!("{{{shown}}}"))
    })
}

fn operation(route: &Route) -> Value {
    let operation = route.operation();
    let mut described = json!({
        "operationId": id(route),
        "tags": [tag(route)],
        "summary": operation.summary,
        "description": about(route),
        "responses": responses(route),
    });
    let parameters = request::parameters(route, &shown_path(route));
    if !parameters.is_empty() {
        described["parameters"] = parameters.into();
    }
    if let Some(body) = request::body(route) {
        described["requestBody"] = body;
    }
    if route.of == Of::Itself {
        described["security"] = json!([]);
    }
    described
}

fn id(route: &Route) -> String {
    let same = |other: &&Route| other.operation_name() == route.operation_name();
    let mut name = match route.does {
        Does::Put { create, .. } => create.replace("create_", "put_"),
        _ => route.operation_name().to_owned(),
    };
    // The first route of an operation has its name; others are told apart by their place.
    let first = ROUTES.iter().filter(same).find(|other| !matches!(other.does, Does::Put { .. }));
    if !matches!(route.does, Does::Put { .. }) && first.is_some_and(|first| first.path != route.path) {
        name = format!("{name}_at{}", route.path.replace(['/', '-'], "_").replace(['{', '}'], ""));
    }
    name
}

fn tag(route: &Route) -> &'static str {
    match route.of {
        Of::Itself | Of::Candidate => "callbacks",
        Of::Deployment if route.path.starts_with("/api/v1") => "callbacks",
        Of::Deployment | Of::Dispatch => "deployments",
        Of::Everything | Of::WhatIsSeen => "service",
        Of::Project if route.path.contains("/deployments") || route.path.contains("/releases/{project}/releases") => {
            "releases"
        }
        Of::Project => "projects",
    }
}

fn about(route: &Route) -> String {
    let does = match route.does {
        Does::Put { .. } => {
            "Creates what is not there (201); where it is there, changes what is said of it (200). What is not said stays."
        }
        Does::Call(_) | Does::Webhook(_) => route.operation().description.as_str(),
    };
    match route.of {
        Of::Itself => {
            format!("{does}\n\nNo token: the request is proven by the signature that the connection's sender makes.")
        }
        Of::Everything => format!("{does}\n\nNeeds the scope `{}`, for all projects.", route.scope),
        _ => format!("{does}\n\nNeeds the scope `{}`.", route.scope),
    }
}

fn responses(route: &Route) -> Value {
    let success = json!({
        "description": "Done.",
        "content": { "application/json": { "schema": answer(route) } },
    });
    let mut responses = errors::responses(route);
    if route.is_read() {
        responses.insert("304".to_owned(), json!({ "description": "As the client has it." }));
    }
    let mut add = |status: &str| {
        let mut success = success.clone();
        if route.answer == Answer::Items {
            success["headers"] = paging_headers();
        }
        responses.insert(status.to_owned(), success);
    };
    add(&route.status.to_string());
    match route.does {
        Does::Put { .. } => add("201"),
        // A dry run creates nothing.
        Does::Call("rollback") => add("200"),
        Does::Call(_) | Does::Webhook(_) => {}
    }
    Value::Object(responses)
}

fn paging_headers() -> Value {
    let text = json!({ "type": "string" });
    json!({
        "Link": { "description": "The pages around this one (RFC 8288).", "schema": text },
        "X-Total-Count": { "description": "How many there are.", "schema": { "type": "integer" } },
        "X-Next-Cursor": { "description": "The `cursor` of the next page.", "schema": text },
    })
}

fn answer(route: &Route) -> Value {
    let whole = returned(&route.operation().returns);
    match route.answer {
        Answer::Whole if route.answers_a_deployment() => complete(whole),
        Answer::Whole => whole,
        Answer::Items => json!({ "type": "array", "items": complete(whole["properties"]["items"]["items"].clone()) }),
        Answer::Member(name) => json!({ "type": "object", "required": [name], "properties": { name: whole } }),
    }
}

/// A deployment that says what it has nothing to say of, too.
fn complete(reference: Value) -> Value {
    json!({ "allOf": [reference, { "required": NAMED }] })
}

fn returned(name: &str) -> Value {
    match name {
        "text" => json!({ "type": "string" }),
        "number" => json!({ "type": "integer", "minimum": 0 }),
        _ => match name.strip_prefix("Page<").and_then(|name| name.strip_suffix('>')) {
            Some(item) => json!({
                "type": "object",
                "required": ["items"],
                "properties": {
                    "items": { "type": "array", "items": reference(item) },
                    "next": {
                        "type": ["string", "null"],
                        "description": "The `cursor` of the next page; missing on the last one.",
                    },
                    "total": { "type": ["integer", "null"], "description": "How many there are, for lists that know." },
                },
            }),
            None => reference(name),
        },
    }
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn schemas() -> Value {
    let mut types = interface::types();
    relocate(&mut types);
    types["Error"] = errors::schema();
    // The deployments in an answer say what they have nothing to say of, too; of `null` nothing is required.
    for operation in interface::operations().values() {
        for member in deployment::members(&operation.returns) {
            let said = &mut types[&operation.returns]["properties"][member];
            let said = if said["type"] == "array" { &mut said["items"] } else { said };
            said["required"] = json!(NAMED);
        }
    }
    // What a workflow names has a form in requests that the type alone does not say.
    let named = &mut types["Workflow"]["properties"];
    for member in ["connection", "trigger"] {
        if let (Some(member), Value::Object(form)) = (named[member].as_object_mut(), texts::schema("", "connection")) {
            member.extend(form);
        }
    }
    named["parameters"]["maxProperties"] = 100.into();
    named["parameters"]["propertyNames"] = texts::parameter_name();
    types
}

/// References within `types.json` as references within this document.
fn relocate(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(text) if name == "$ref" => *text = text.replace("#/$defs/", "#/components/schemas/"),
                    other => relocate(other),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(relocate),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// What is committed is what this version says; `cargo run -p release-server -- openapi > server/openapi.json`.
    #[test]
    fn the_committed_description_is_this_one() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");
        let committed = std::fs::read_to_string(path).unwrap();
        assert!(
            committed == document(),
            "openapi.json is old: cargo run -p release-server -- openapi > server/openapi.json"
        );
    }

    #[test]
    fn every_operation_has_an_id_of_its_own() {
        let ids: Vec<_> = ROUTES.iter().map(id).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document = description();
        let mut references = Vec::new();
        let mut open = vec![&document];
        while let Some(value) = open.pop() {
            match value {
                Value::Object(members) => {
                    references.extend(members.get("$ref").and_then(Value::as_str));
                    open.extend(members.values());
                }
                Value::Array(items) => open.extend(items),
                _ => {}
            }
        }
        assert!(references.len() > 50);
        for reference in references {
            let pointer = reference.strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{reference}");
        }
    }
}
