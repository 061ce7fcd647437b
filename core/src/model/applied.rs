//! What declarations have changed.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{EnvironmentName, Event, ProjectName};

/// What a file of declarations has changed: the answer of [`Releases::apply`](crate::Releases::apply).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Applied {
    /// Whether this was a dry run, which changes nothing.
    pub dry_run: bool,
    /// How many projects are declared.
    pub projects: u64,
    /// How many environments are declared.
    pub environments: u64,
    /// What was changed, or for a dry run would be, in the order of the names; nothing where all was as declared.
    pub changes: Vec<AppliedChange>,
    /// What exists and is not declared, without what is archived: it is left as it is. At most 1,000 are named.
    pub undeclared: Vec<Undeclared>,
    /// How many there are of them in all.
    pub undeclared_total: u64,
    /// All of it as plain text, for terminals and reviews: a line for each thing that changes, and one for each value
    /// that it had and has.
    pub text: String,
}

/// One change, as the audit log has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct AppliedChange {
    /// What, by the word of the audit log: `project.created`, `project.updated`, `project.repository_renamed`,
    /// `project.archived`, `project.unarchived`, and the same of an environment.
    pub action: String,
    /// The project.
    pub project: ProjectName,
    /// The environment, where it is one that changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<EnvironmentName>,
    /// The fields that change, as they were.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub before: Map<String, Value>,
    /// The fields that change, as they are to be.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub after: Map<String, Value>,
}

/// A project that is not declared, or an environment of a declared one that is not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Undeclared {
    /// The project.
    pub project: ProjectName,
    /// The environment; nothing where it is the project with all that is in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<EnvironmentName>,
}

/// The fields in the order in which people write them.
const FIELDS: [&str; 7] =
    ["repository", "version_scheme", "path_patterns", "build_workflow", "tier", "concurrency", "deploy_workflow"];
/// When something was archived is told by the action, and is no value that could be declared.
const ARCHIVED_AT: &str = "archived_at";
/// The longest value in the text, in characters.
const LONGEST: usize = 1000;

impl Applied {
    /// The most that is named of what is not declared.
    pub const MAX_UNDECLARED: usize = 1000;

    /// Whether nothing differs from what is declared.
    pub fn is_unchanged(&self) -> bool {
        self.changes.is_empty()
    }

    pub(crate) fn new<'a>(
        dry_run: bool,
        (projects, environments): (usize, usize),
        logged: impl Iterator<Item = &'a Event>,
        (undeclared, undeclared_total): (Vec<Undeclared>, u64),
    ) -> Applied {
        let changes = logged.map(AppliedChange::of).collect();
        let (projects, environments) = (projects as u64, environments as u64);
        let text = String::new();
        let mut applied = Applied { dry_run, projects, environments, changes, undeclared, undeclared_total, text };
        applied.text = applied.written();
        applied
    }

    fn written(&self) -> String {
        let mut text = String::new();
        for change in &self.changes {
            change.write(&mut text);
        }
        if self.changes.is_empty() {
            text.push_str("nothing to do\n");
        }
        for Undeclared { project, environment } in &self.undeclared {
            let what = named(project, environment.as_ref());
            // Writing to a text cannot fail.
            let _ = writeln!(text, "  not declared, left as it is: {what}");
        }
        let more = self.undeclared_total.saturating_sub(self.undeclared.len() as u64);
        if more > 0 {
            let _ = writeln!(text, "  not declared, left as it is: {more} more");
        }
        text
    }
}

impl AppliedChange {
    fn of(event: &Event) -> AppliedChange {
        let without = |fields: &Map<String, Value>| {
            fields
                .iter()
                .filter(|(name, _)| *name != ARCHIVED_AT)
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect()
        };
        AppliedChange {
            action: event.action.clone(),
            project: event.project.clone(),
            environment: event.environment.clone(),
            // What is new was nothing before, not even what it is by default.
            before: if event.action.ends_with(".created") { Map::new() } else { without(&event.before) },
            after: without(&event.after),
        }
    }

    fn write(&self, text: &mut String) {
        let what = named(&self.project, self.environment.as_ref());
        let (sign, words) = match self.action.rsplit('.').next() {
            Some("created") => ("+", ""),
            Some("archived") => ("-", ": archived"),
            Some("unarchived") => ("+", ": taken out of the archive"),
            _ => ("~", ""),
        };
        let _ = writeln!(text, "{sign} {what}{words}");
        let others =
            self.before.keys().chain(self.after.keys()).map(String::as_str).filter(|name| !FIELDS.contains(name));
        let others: std::collections::BTreeSet<&str> = others.collect();
        for field in FIELDS.into_iter().chain(others) {
            for (sign, fields) in [("-", &self.before), ("+", &self.after)] {
                if let Some(value) = fields.get(field) {
                    let _ = writeln!(text, "    {sign} {field}: {}", shown(value));
                }
            }
        }
    }
}

fn named(project: &ProjectName, environment: Option<&EnvironmentName>) -> String {
    match environment {
        None => format!("project {project:?}"),
        Some(environment) => format!("environment {environment:?} of project {project:?}"),
    }
}

/// A value on one line: members by their names, nothing that a terminal would take for a command, and not too long.
fn shown(value: &Value) -> String {
    let mut text = String::new();
    show(value, &mut text);
    match text.char_indices().nth(LONGEST) {
        None => text,
        Some((end, _)) => format!("{}… ({} characters)", &text[..end], text.chars().count()),
    }
}

fn show(value: &Value, text: &mut String) {
    match value {
        Value::String(inner) => {
            let _ = write!(text, "{inner:?}");
        }
        Value::Array(items) => {
            text.push('[');
            for (n, item) in items.iter().enumerate() {
                text.push_str(if n == 0 { "" } else { ", " });
                show(item, text);
            }
            text.push(']');
        }
        Value::Object(members) => {
            let members: std::collections::BTreeMap<_, _> = members.iter().collect();
            text.push('{');
            for (n, (name, item)) in members.into_iter().enumerate() {
                let _ = write!(text, "{}{name:?}: ", if n == 0 { "" } else { ", " });
                show(item, text);
            }
            text.push('}');
        }
        other => {
            let _ = write!(text, "{other}");
        }
    }
}
