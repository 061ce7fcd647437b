//! Deployments as they are answered: what the API names for each of them is said, also where there is nothing.

use release_core::Result;
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::handle::unwritable;

/// The members that are named, and may have nothing to say.
pub(crate) const NAMED: [&str; 6] = [
    "from_release_version",
    "from_release_candidate_version",
    "actor",
    "deploy_start_at",
    "deploy_end_at",
    "error_message",
];

/// Which of them an answer says.
#[derive(Deserialize)]
struct Says {
    #[serde(default)]
    from_release_version: Said,
    #[serde(default)]
    from_release_candidate_version: Said,
    #[serde(default)]
    actor: Said,
    #[serde(default)]
    deploy_start_at: Said,
    #[serde(default)]
    deploy_end_at: Said,
    #[serde(default)]
    error_message: Said,
}

#[derive(Default)]
struct Said(bool);

impl<'de> Deserialize<'de> for Said {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Said, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Said(true))
    }
}

/// Adds a deployment's JSON to a text, with `null` for each named member that it does not say.
pub(super) fn add(text: &mut String, deployment: &str) -> Result<()> {
    let says: Says = serde_json::from_str(deployment).map_err(unwritable)?;
    let said = [
        says.from_release_version,
        says.from_release_candidate_version,
        says.actor,
        says.deploy_start_at,
        says.deploy_end_at,
        says.error_message,
    ];
    // Its id is always there, so that a comma is right.
    text.push_str(deployment.strip_suffix('}').unwrap_or(deployment));
    for (name, _) in NAMED.iter().zip(said).filter(|(_, said)| !said.0) {
        text.push_str(",\"");
        text.push_str(name);
        text.push_str("\":null");
    }
    text.push('}');
    Ok(())
}

/// A list of deployments.
pub(super) fn list(rows: &[&RawValue]) -> Result<String> {
    let bytes: usize = rows.iter().map(|row| row.get().len() + 100).sum();
    let mut text = String::with_capacity(bytes + 2);
    text.push('[');
    for (place, row) in rows.iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        add(&mut text, row.get())?;
    }
    text.push(']');
    Ok(text)
}

/// The members of an answer of this type that are deployments, or lists of them.
pub(crate) fn members(answer: &str) -> &'static [&'static str] {
    match answer {
        "Live" => &["deployment", "in_flight", "previous"],
        "Rollback" => &["deployment"],
        _ => &[],
    }
}

/// Says in an answer's deployments what they do not say.
pub(super) fn complete(answer: &mut Value, members: &[&str]) {
    for member in members {
        match answer.get_mut(*member) {
            Some(Value::Array(all)) => all.iter_mut().for_each(name_all),
            Some(one) => name_all(one),
            None => {}
        }
    }
}

fn name_all(deployment: &mut Value) {
    // What is no object is no deployment: there is none.
    if let Some(said) = deployment.as_object_mut() {
        for name in NAMED {
            said.entry(name).or_insert(Value::Null);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interface;

    /// A type with deployments in it is one whose deployments are completed.
    #[test]
    fn every_type_with_deployments_is_known() {
        for operation in interface::operations().values() {
            let name = operation.returns.as_str();
            let properties = interface::types()[name]["properties"].clone();
            let has = |schema: &Value| schema.to_string().contains("/Deployment\"");
            let with = properties.as_object().into_iter().flatten().filter(|(_, schema)| has(schema));
            let with: Vec<&str> = with.map(|(member, _)| member.as_str()).collect();
            let mut known = members(name).to_vec();
            known.sort_unstable();
            assert!(with.len() == known.len() && known.iter().all(|member| with.contains(member)), "{name}: {with:?}");
        }
    }
}
