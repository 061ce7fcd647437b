//! The scenarios of `tests/scenarios`, which every face of the library runs, on every storage of this crate.

#![expect(clippy::unwrap_used, reason = "where the runner itself fails, so does the test")]

mod calls;
mod elsewhere;
mod format;
#[cfg(feature = "postgres")]
#[path = "../postgres_server/mod.rs"]
mod postgres_server;
mod run;
mod schema;
mod storages;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use release_core::{Code, OPERATIONS};
use serde::Deserialize;
use serde_json::{Value, json};

/// The codes that no scenario reaches: why, and what reaches them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Elsewhere {
    #[serde(rename = "subject")]
    _subject: String,
    codes: BTreeMap<String, Place>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    why: String,
    reached_by: String,
}

#[test]
fn in_memory_and_nothing_is_left_out() {
    let reached = run::all(storages::MEMORY, &format::files());

    for operation in OPERATIONS {
        let said = reached.said.get(*operation).unwrap_or_else(|| panic!("no scenario calls {operation}"));
        let options = calls::OFFERED[*operation].options();
        let left_out: Vec<_> = options.difference(said).collect();
        assert!(left_out.is_empty(), "no scenario says these options of {operation}: {left_out:?}");
    }

    let elsewhere: Elsewhere = serde_json::from_value(format::json("elsewhere.json")).unwrap();
    for (name, Place { why, reached_by }) in &elsewhere.codes {
        assert!(Code::ALL.iter().any(|code| code.as_str() == name), "elsewhere.json has {name}, which is no code");
        assert!(!reached.codes.contains(name), "elsewhere.json has {name}, which a scenario reaches");
        assert!(!why.is_empty() && !reached_by.is_empty(), "{name}");
    }
    let reached_code =
        |code: &&Code| reached.codes.contains(code.as_str()) || elsewhere.codes.contains_key(code.as_str());
    let left_out: Vec<_> = Code::ALL.iter().filter(|code| !reached_code(code)).collect();
    assert!(left_out.is_empty(), "no scenario reaches these codes: {left_out:?}");
}

#[cfg(feature = "sqlite")]
#[test]
fn in_sqlite() {
    run::all(storages::SQLITE, &format::files());
}

#[cfg(feature = "postgres")]
#[test]
fn in_postgres() {
    run::all(storages::POSTGRES, &format::files());
}

/// `interface/operations.json` is read from the methods; a call by name takes exactly what stands there.
#[test]
fn a_call_by_name_takes_what_the_method_takes() {
    let described: BTreeSet<&str> = calls::OFFERED.keys().map(String::as_str).collect();
    assert_eq!(described, OPERATIONS.iter().copied().collect(), "interface/operations.json: run interface/generate.py");
    let releases = release_core::Releases::in_memory();
    for (operation, offered) in calls::OFFERED.iter() {
        let error = releases.invoke(operation, json!({"no such argument": 1})).call().unwrap_err();
        let names = if offered.names().is_empty() { "none".to_owned() } else { offered.names().join(", ") };
        let message = format!("{operation} has no argument \"no such argument\": expected {names}");
        assert_eq!((error.code(), error.message()), (Code::InvalidRequest, &*message));
        assert_eq!(error.get("field"), Some("no such argument"));
    }
}

/// What the list of operations is worth: every method that makes a call is in it.
#[test]
fn every_method_is_an_operation() {
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let method = regex::Regex::new(r"(?s)    pub fn (\w+)\(\s*&self,?[^{;]*?\) -> Call<").unwrap();
    let mut found = BTreeSet::new();
    for folder in ["ops", "client"] {
        for entry in std::fs::read_dir(source.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let text = if path.is_file() { std::fs::read_to_string(path).unwrap() } else { continue };
            found.extend(method.captures_iter(&text).map(|method| method[1].to_owned()));
        }
    }
    assert_eq!(found, OPERATIONS.iter().map(|name| (*name).to_owned()).collect());
}

#[test]
fn every_file_keeps_the_schema() {
    let schema = format::json("scenario.schema.json");
    let mut names = BTreeSet::new();
    for (file, document) in format::documents() {
        let faults = schema::faults(&schema, &schema, &document, "");
        assert!(faults.is_empty(), "{file} breaks the schema:\n{}", faults.join("\n"));
        for scenario in document["scenarios"].as_array().unwrap() {
            let name = scenario["name"].as_str().unwrap().to_owned();
            assert!(names.insert((file.clone(), name.clone())), "{file} has two scenarios {name:?}");
        }
    }
    let words =
        |path: &str| -> BTreeSet<String> { serde_json::from_value(schema.pointer(path).unwrap().clone()).unwrap() };
    assert_eq!(words("/$defs/operation/enum"), OPERATIONS.iter().map(|name| (*name).to_owned()).collect());
    assert_eq!(words("/$defs/code/oneOf/0/enum"), Code::ALL.iter().map(|code| code.to_string()).collect());
}

#[test]
fn the_schema_refuses_what_is_no_scenario() {
    let schema = format::json("scenario.schema.json");
    let file =
        |scenario: Value| json!({"$schema": "./scenario.schema.json", "subject": "Projects", "scenarios": [scenario]});
    let refused = |document: &Value| !schema::faults(&schema, &schema, document, "").is_empty();
    let scenario = |step: Value| json!({"name": "a", "rule": "What holds.", "steps": [step]});
    assert!(!refused(&file(scenario(json!({"call": "list_projects", "returns": {"items": []}})))));
    for step in [
        json!({}),
        json!({"call": "list_everything"}),
        json!({"call": "list_projects", "sleep_ms": 5}),
        json!({"call": "list_projects", "returns": {}, "fails": {"code": "internal"}}),
        json!({"call": "list_projects", "fails": {"code": "no_such_code"}}),
        json!({"call": "list_projects", "fails": {}}),
        json!({"call": "list_projects", "save": {"a": "no pointer"}}),
        json!({"sleep_ms": -1}),
        json!({"reopen": false}),
    ] {
        assert!(refused(&file(scenario(step.clone()))), "{step}");
    }
    assert!(refused(&file(json!({"name": "a", "steps": [{"call": "list_projects"}]}))), "a scenario without a rule");
}
