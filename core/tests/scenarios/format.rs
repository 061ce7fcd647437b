//! The scenario files as they are written; see `tests/scenarios/README.md`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Map, Value};

/// A file of scenarios.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    #[serde(skip)]
    pub(crate) name: String,
    #[serde(rename = "$schema")]
    pub(crate) _schema: String,
    #[serde(rename = "subject")]
    pub(crate) _subject: String,
    #[serde(default)]
    pub(crate) given: Given,
    #[serde(default)]
    pub(crate) before: Vec<Step>,
    pub(crate) scenarios: Vec<Scenario>,
}

/// What the rules promise, shown by a few calls to a database of its own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Scenario {
    pub(crate) name: String,
    pub(crate) rule: String,
    #[serde(default)]
    pub(crate) given: Given,
    #[serde(default)]
    pub(crate) cases: Vec<Map<String, Value>>,
    pub(crate) steps: Vec<Step>,
}

/// What the program that holds the handle gives to it.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Given {
    #[serde(default)]
    pub(crate) options: BTreeMap<String, u64>,
    #[serde(default)]
    pub(crate) triggers: BTreeMap<String, Program>,
    #[serde(default)]
    pub(crate) commits: BTreeMap<String, Vec<Value>>,
}

/// The program of a `command` trigger.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Program {
    pub(crate) program: String,
    #[serde(default)]
    pub(crate) args: Vec<String>,
}

/// One step: a call, or one of the others.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Step {
    pub(crate) call: Option<String>,
    #[serde(default)]
    pub(crate) with: Map<String, Value>,
    #[serde(default, deserialize_with = "said")]
    pub(crate) returns: Option<Value>,
    pub(crate) fails: Option<Map<String, Value>>,
    #[serde(default)]
    pub(crate) save: BTreeMap<String, String>,
    pub(crate) given: Option<Given>,
    pub(crate) sleep_ms: Option<u64>,
    pub(crate) reopen: Option<bool>,
    pub(crate) close: Option<bool>,
}

/// Keeps a `null` that is said, which is not the same as saying nothing.
fn said<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// Where the scenarios are.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/scenarios")
}

pub(crate) fn json(name: &str) -> Value {
    let path = folder().join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The documents with scenarios, by file name: those that have a member `scenarios`.
pub(crate) fn documents() -> Vec<(String, Value)> {
    let entries = fs::read_dir(folder()).expect("the folder of scenarios can be read");
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|n| n.ends_with(".json"))
        .collect();
    names.sort();
    let documents = names.into_iter().map(|name| (json(&name), name)).map(|(document, name)| (name, document));
    documents.filter(|(_, document)| document.get("scenarios").is_some()).collect()
}

pub(crate) fn files() -> Vec<File> {
    let read = |(name, document)| {
        let file: File = serde_json::from_value(document).unwrap_or_else(|error| panic!("{name}: {error}"));
        File { name, ..file }
    };
    documents().into_iter().map(read).collect()
}
