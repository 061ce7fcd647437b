//! The public types and the table of errors as data, in `interface/`: what faces in other languages are generated from.
//! `UPDATE_INTERFACE=1` writes the files; otherwise they must not differ.

use std::fs;
use std::path::Path;

use regex::Regex;
use release_core::{
    Applied, Bump, Candidate, Changes, CheckedRuns, Code, Commit, Delivery, Deployment, Dispatch, Dispatched,
    Environment, Event, ImportedTags, Live, Project, Release, Rollback, WhereIs, Wire, Workflow,
};
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

#[test]
fn the_types_are_as_committed() {
    let mut generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    macro_rules! types {
        ($($type:ident),* $(,)?) => { $(generator.subschema_for::<$type>();)* };
    }
    types!(
        Applied,
        Bump,
        Candidate,
        Changes,
        CheckedRuns,
        Commit,
        Delivery,
        Deployment,
        Dispatch,
        Dispatched,
        Environment,
        Event,
        ImportedTags,
        Live,
        Project,
        Release,
        Rollback,
        WhereIs,
        Workflow,
    );
    let mut definitions = Value::Object(generator.take_definitions(true));
    tidy(&mut definitions);
    committed(
        "types.json",
        &json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "description": "Every public type, from the Rust types and their documentation. Written by core/tests/interface.rs.",
            "$defs": definitions,
        }),
    );
}

#[test]
fn the_errors_are_as_committed() {
    let rows: Vec<Value> = Code::ALL
        .iter()
        .map(|code| {
            let row = code.row();
            let text = match row.wire {
                Wire::Exact(text) | Wire::Withheld(text) => Value::from(text),
                Wire::Message => Value::Null,
            };
            json!({
                "code": row.name,
                "kind": row.kind.as_str(),
                "http_status": row.http_status,
                "retryable": row.retryable,
                "wire_text": text,
            })
        })
        .collect();
    committed(
        "errors.json",
        &json!({
            "subject": "The table of errors. A row without a wire text shows its message. Written by core/tests/interface.rs.",
            "errors": rows,
        }),
    );
}

/// Links of Rust's documentation mean nothing elsewhere, and the widths of Rust's integers are no part of the types.
fn tidy(value: &mut Value) {
    match value {
        Value::Object(members) => {
            if members.get("format").and_then(Value::as_str).is_some_and(|format| format.starts_with("uint")) {
                members.remove("format");
            }
            for (name, value) in members.iter_mut() {
                match value {
                    Value::String(text) if name == "description" => *text = plain(text),
                    other => tidy(other),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        _ => {}
    }
}

fn plain(text: &str) -> String {
    let link = Regex::new(r"\[(`?)(?:\w+::)*(\w[^`\]]*)`?\](?:\([^)]*\))?").expect("a regular expression");
    let examples = Regex::new(r"(?s)\n*```.*?```").expect("a regular expression");
    let text = examples.replace_all(text, "");
    let lines = text.split("\n\n").map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "));
    link.replace_all(&lines.collect::<Vec<_>>().join("\n\n"), "$1$2$1").into_owned()
}

#[track_caller]
fn committed(name: &str, document: &Value) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../interface").join(name);
    let text = format!("{document:#}\n");
    if std::env::var_os("UPDATE_INTERFACE").is_some() {
        fs::write(&path, text).expect("the file can be written");
        return;
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        there == text,
        "interface/{name} differs: UPDATE_INTERFACE=1 cargo test -p release-core --features schema --test interface"
    );
}
