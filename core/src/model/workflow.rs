//! The configuration of a workflow: which trigger, by which connection, with what.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::names::ConnectionName;
use crate::error::{Code, Error, Result, excerpt};

/// A CI/CD workflow, configured on a project (its build) or on an environment (its deploy).
///
/// A workflow *names* things: the kind of trigger, and the connection that a program registers under that name with
/// its address, credential or program. It never holds any of these itself, so that who can write to the database
/// cannot make another program's handle run something of their own.
///
/// ```
/// use release_core::Workflow;
///
/// let deploy = Workflow::new("command", "deploy-script")?.parameter("region", "eu-west-1");
/// # Ok::<(), release_core::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Workflow {
    /// The kind of trigger that starts it, for example `command`.
    pub trigger: ConnectionName,
    /// The name that the running program registered the trigger under.
    pub connection: ConnectionName,
    /// What the kind of trigger needs to know besides, for example a workflow's file name and branch.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub settings: Map<String, Value>,
    /// Parameters of your own, passed on as they are: at most 100, names of 1 to 128 ASCII letters, digits, `-`, `_`
    /// and `.`, 65,535 bytes in all.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, String>,
}

/// The most parameters of a workflow, and the most settings.
pub const MAX_PARAMETERS: usize = 100;
/// The longest name of a parameter.
pub const MAX_PARAMETER_NAME: usize = 128;
/// The most bytes of a workflow's parameters, and of its settings, names included.
pub const MAX_PARAMETER_BYTES: usize = 65_535;
/// How deep settings may be nested: what is kept must be readable again.
const MAX_DEPTH: usize = 16;

impl Workflow {
    /// A workflow started by a kind of trigger (`command`, …) over a connection.
    ///
    /// # Errors
    /// `invalid_name`, where either is not a name.
    pub fn new(trigger: impl AsRef<str>, connection: impl AsRef<str>) -> Result<Workflow> {
        Ok(Workflow {
            trigger: ConnectionName::new(trigger)?,
            connection: ConnectionName::new(connection)?,
            settings: Map::new(),
            parameters: BTreeMap::new(),
        })
    }

    /// Reads a workflow from JSON: an object of `trigger`, `connection`, `settings` and `parameters`.
    ///
    /// # Errors
    /// `invalid_name`, where `trigger` or `connection` is not a name; `invalid_request`, with what else is wrong.
    pub fn from_json(value: Value) -> Result<Workflow> {
        for name in ["trigger", "connection"] {
            if let Some(text) = value.get(name).and_then(Value::as_str) {
                ConnectionName::new(text)?;
            }
        }
        serde_json::from_value(value)
            .map_err(|error| bad(format!("invalid workflow: {}", excerpt(&error.to_string()))).caused_by(error))
    }

    /// Adds a setting of the trigger's.
    #[must_use]
    pub fn setting(mut self, name: impl Into<String>, value: impl Into<Value>) -> Workflow {
        self.settings.insert(name.into(), value.into());
        self
    }

    /// Adds a parameter of your own.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Workflow {
        self.parameters.insert(name.into(), value.into());
        self
    }

    /// Checks what holds for every kind of trigger. Called where a workflow is stored.
    ///
    /// # Errors
    /// `invalid_request`, with the field.
    pub fn check(&self) -> Result<()> {
        if self.settings.values().any(|value| is_deeper_than(value, MAX_DEPTH)) {
            return Err(bad(format!("too deep a workflow: expected settings nested at most {MAX_DEPTH} levels deep")));
        }
        for name in self.parameters.keys() {
            let fine = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
            if name.is_empty() || name.len() > MAX_PARAMETER_NAME || !fine {
                let expected = "1 to 128 ASCII letters, digits, '-', '_' and '.'";
                return Err(bad(format!("invalid parameter name {:?}: expected {expected}", excerpt(name)))
                    .with("expected", expected)
                    .with("found", name));
            }
        }
        if let Some((name, _)) = self.parameters.iter().find(|(_, value)| value.contains('\0')) {
            return Err(bad(format!("invalid parameter {name:?}: a value holds no NUL")));
        }
        if let Some((name, _)) = self.settings.iter().find(|(name, value)| name.contains('\0') || holds_nul(value)) {
            return Err(bad(format!("invalid setting {:?}: it holds no NUL", excerpt(name))));
        }
        let bytes: usize = self.parameters.iter().map(|(name, value)| name.len() + value.len()).sum();
        let settings = self.settings.iter().map(|(name, value)| name.len() + value.to_string().len()).sum::<usize>();
        if self.parameters.len().max(self.settings.len()) > MAX_PARAMETERS || bytes.max(settings) > MAX_PARAMETER_BYTES
        {
            return Err(bad(format!(
                "too large a workflow: expected at most {MAX_PARAMETERS} parameters and settings of \
                 {MAX_PARAMETER_BYTES} bytes each in all, found {} and {} of {bytes} and {settings} bytes",
                self.parameters.len(),
                self.settings.len(),
            )));
        }
        Ok(())
    }
}

/// Looked at level by level and not by recursion, because the depth is the caller's.
fn is_deeper_than(value: &Value, most: usize) -> bool {
    let mut level = vec![value];
    for _ in 0..most {
        let below = level.iter().flat_map(|value| -> Vec<&Value> {
            match value {
                Value::Array(items) => items.iter().collect(),
                Value::Object(fields) => fields.values().collect(),
                _ => Vec::new(),
            }
        });
        level = below.collect();
        if level.is_empty() {
            return false;
        }
    }
    true
}

/// Not too deep, as was checked before.
fn holds_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(holds_nul),
        Value::Object(fields) => fields.iter().any(|(name, value)| name.contains('\0') || holds_nul(value)),
        _ => false,
    }
}

fn bad(message: String) -> Error {
    Error::new(Code::InvalidRequest, message).with("field", "workflow")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_checked() {
        let workflow = Workflow::new("command", "deploy").unwrap();
        assert!(workflow.clone().parameter("region", "eu").check().is_ok());
        assert!(workflow.clone().parameter("", "x").check().is_err());
        assert!(workflow.clone().parameter("LD PRELOAD", "x").check().is_err());
        assert!(workflow.clone().parameter("a", "x\0y").check().is_err());
        assert!(workflow.clone().parameter("a", "x".repeat(MAX_PARAMETER_BYTES)).check().is_err());
        assert!(workflow.clone().setting("a", "x".repeat(MAX_PARAMETER_BYTES)).check().is_err());
        for bad in [serde_json::json!("x\0y"), serde_json::json!([{"a": ["\0"]}]), serde_json::json!({"\0": 1})] {
            assert!(workflow.clone().setting("a", bad).check().is_err());
        }
        assert!(workflow.clone().setting("a\0", 1).check().is_err());
        assert!(workflow.clone().setting("a", "\\u0000").check().is_ok());
        let nested = |depth| (0..depth).fold(Value::Null, |inside, _| Value::Array(vec![inside]));
        assert!(workflow.clone().setting("a", nested(15)).check().is_ok());
        assert!(workflow.clone().setting("a", nested(16)).check().is_err());
        assert!(workflow.clone().setting("a", nested(120)).check().is_err());
        let many = (0..=MAX_PARAMETERS).fold(workflow, |w, n| w.parameter(format!("p{n}"), "x"));
        assert!(many.check().is_err());
        assert!(Workflow::new("command", "rm -rf /").is_err());
    }
}
