//! Reading a workflow's settings, one by one.

use serde_json::Value;

use crate::error::{Code, Error, Result, excerpt};
use crate::model::Workflow;

/// The settings of a workflow, for one kind of trigger.
pub(super) struct Settings<'a> {
    workflow: &'a Workflow,
    known: Vec<&'static str>,
}

impl<'a> Settings<'a> {
    pub(super) fn new(workflow: &'a Workflow) -> Settings<'a> {
        Settings { workflow, known: Vec::new() }
    }

    pub(super) fn value(&mut self, name: &'static str) -> Option<&'a Value> {
        self.known.push(name);
        self.workflow.settings.get(name).filter(|value| !value.is_null())
    }

    pub(super) fn text(&mut self, name: &'static str) -> Result<Option<&'a str>> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::String(text)) if !text.is_empty() => Ok(Some(text)),
            Some(other) => Err(wrong(name, "a text", &other.to_string())),
        }
    }

    pub(super) fn needed(&mut self, name: &'static str, example: &str) -> Result<&'a str> {
        let trigger = &self.workflow.trigger;
        self.text(name)?.ok_or_else(|| {
            bad(format!("a {trigger} workflow needs the setting {name:?}, for example {example:?}"))
                .with("expected", format!("{name}: {example}"))
        })
    }

    /// Refuses settings that nobody has asked for.
    pub(super) fn finish(self) -> Result<()> {
        let unknown = self.workflow.settings.keys().find(|name| !self.known.contains(&name.as_str()));
        let Some(name) = unknown else { return Ok(()) };
        let expected = if self.known.is_empty() { "none".to_owned() } else { self.known.join(", ") };
        let message =
            format!("unknown setting {:?} of a {} workflow: expected {expected}", excerpt(name), self.workflow.trigger);
        Err(bad(message).with("expected", expected).with("found", name))
    }
}

/// A setting that has a wrong value.
pub(super) fn wrong(name: &str, expected: &str, found: &str) -> Error {
    bad(format!("setting {name:?} of the workflow: expected {expected}, found {:?}", excerpt(found)))
        .with("expected", expected)
        .with("found", found)
}

pub(super) fn bad(message: String) -> Error {
    Error::new(Code::InvalidRequest, message).with("field", "workflow")
}
