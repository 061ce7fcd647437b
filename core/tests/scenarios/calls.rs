//! From a step to a call: by the operation's name, with the arguments that `interface/operations.json` has.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use release_core::{Error, Releases};
use serde::Deserialize;
use serde_json::{Map, Value};

/// An operation as every face offers it.
#[derive(Debug, Deserialize)]
pub(crate) struct Offered {
    takes: Vec<Argument>,
    options: Vec<Argument>,
}

#[derive(Debug, Deserialize)]
struct Argument {
    name: String,
}

/// What a call that could be made came to.
pub(crate) type Answer = Result<Value, Error>;

pub(crate) static OFFERED: LazyLock<BTreeMap<String, Offered>> = LazyLock::new(|| {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../interface/operations.json");
    let mut document: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    serde_json::from_value(document["operations"].take()).unwrap()
});

impl Offered {
    pub(crate) fn options(&self) -> BTreeSet<String> {
        self.options.iter().map(|option| option.name.clone()).collect()
    }

    /// The arguments in the order in which the operation takes them.
    pub(crate) fn names(&self) -> Vec<&str> {
        self.takes.iter().chain(&self.options).map(|argument| argument.name.as_str()).collect()
    }
}

/// Makes a call. The outer error says that the step is written wrongly.
pub(crate) fn call(releases: &Releases, operation: &str, with: &Map<String, Value>) -> Result<Answer, String> {
    let offered = OFFERED.get(operation).ok_or_else(|| format!("there is no operation {operation:?}"))?;
    if let Some(name) = with.keys().find(|name| !offered.names().contains(&name.as_str())) {
        return Err(format!("{operation} has no argument {name:?}"));
    }
    Ok(releases.invoke(operation, with.clone()).call())
}
