//! The interface of release-core as data: what every operation takes and answers. The routes convert by it, and the
//! OpenAPI description is made of it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;

const OPERATIONS: &str = include_str!("../../interface/operations.json");
const TYPES: &str = include_str!("../../interface/types.json");

/// An operation of release-core.
#[derive(Debug, Deserialize)]
pub(crate) struct Operation {
    pub(crate) kind: Kind,
    pub(crate) summary: String,
    pub(crate) description: String,
    takes: Vec<Argument>,
    options: Vec<Argument>,
    pub(crate) returns: String,
    pub(crate) errors: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    Write,
    Query,
    Wait,
    Work,
}

/// What an operation is told.
#[derive(Debug, Deserialize)]
pub(crate) struct Argument {
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) kind: ArgumentKind,
    pub(crate) description: String,
    /// The type of `types.json` that has its words.
    pub(crate) words: Option<String>,
    #[serde(default)]
    pub(crate) nullable: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ArgumentKind {
    Text,
    Time,
    Flag,
    Number,
    Milliseconds,
    Texts,
    Workflow,
    Headers,
    Body,
}

impl Operation {
    /// What it is told by the caller of a route: all but who asks and the idempotency key, which come by headers.
    pub(crate) fn arguments(&self) -> impl Iterator<Item = (&Argument, bool)> {
        let takes = self.takes.iter().map(|argument| (argument, true));
        let options = self.options.iter().map(|argument| (argument, false));
        takes.chain(options).filter(|(argument, _)| !matches!(argument.name.as_str(), "actor" | "idempotency_key"))
    }
}

/// Every operation by its name.
pub(crate) fn operations() -> &'static BTreeMap<String, Operation> {
    #[derive(Deserialize)]
    struct Document {
        operations: BTreeMap<String, Operation>,
    }
    static ALL: LazyLock<BTreeMap<String, Operation>> = LazyLock::new(|| {
        let document: Document = serde_json::from_str(OPERATIONS).expect("operations.json is compiled in and tested");
        document.operations
    });
    &ALL
}

/// The JSON Schemas of the types that operations answer, by name.
pub(crate) fn types() -> Value {
    let mut document: Value = serde_json::from_str(TYPES).expect("types.json is compiled in and tested");
    document["$defs"].take()
}
