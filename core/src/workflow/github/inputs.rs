//! The inputs of a `workflow_dispatch`: the release's facts by the names that the workflow declares.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::error::{Result, excerpt};
use crate::workflow::StartRequest;
use crate::workflow::settings::{Settings, bad, wrong};

/// GitHub's limits: inputs, and characters of all of them as JSON.
const MAX_INPUTS: usize = 25;
const MAX_CHARACTERS: usize = 65_535;

/// A fact, and the input that it is passed as.
type Named<'a> = (Fact, &'a str);

/// The facts that can be inputs, by the names that a workflow's settings use.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fact {
    ReleaseCutId,
    DeploymentId,
    Commit,
    Version,
    ReleaseVersion,
    Project,
    Environment,
    Repository,
    DispatchId,
}

const FACTS: [(&str, Fact); 9] = [
    ("release_cut_id", Fact::ReleaseCutId),
    ("deployment_id", Fact::DeploymentId),
    ("commit", Fact::Commit),
    ("version", Fact::Version),
    ("release_version", Fact::ReleaseVersion),
    ("project", Fact::Project),
    ("environment", Fact::Environment),
    ("repository", Fact::Repository),
    ("dispatch_id", Fact::DispatchId),
];

const AVIATOR: [Named<'static>; 4] = [
    (Fact::ReleaseCutId, "aviator_release_cut_id"),
    (Fact::DeploymentId, "aviator_deployment_id"),
    (Fact::Commit, "aviator_release_cut_commit_hash"),
    (Fact::Version, "aviator_release_candidate_version"),
];

const PLAIN: [Named<'static>; 4] = [
    (Fact::ReleaseCutId, "release_cut_id"),
    (Fact::DeploymentId, "deployment_id"),
    (Fact::Commit, "commit_sha"),
    (Fact::Version, "version"),
];

/// Which inputs a workflow gets.
pub(super) struct Inputs<'a> {
    facts: Vec<Named<'a>>,
    parameters: &'a BTreeMap<String, String>,
}

impl<'a> Inputs<'a> {
    pub(super) fn read(settings: &mut Settings<'a>, parameters: &'a BTreeMap<String, String>) -> Result<Inputs<'a>> {
        let mut facts = match settings.value("inputs") {
            None => AVIATOR.to_vec(),
            Some(Value::String(profile)) if profile == "aviator" => AVIATOR.to_vec(),
            Some(Value::String(profile)) if profile == "plain" => PLAIN.to_vec(),
            Some(Value::Object(own)) => own_names(own)?,
            Some(other) => {
                let expected = "\"aviator\", \"plain\", or an object that gives each fact's input, such as \
                                {\"version\": \"tag\"}";
                return Err(wrong("inputs", expected, &other.to_string()));
            }
        };
        if let Some(name) = settings.text("dispatch_id_input")? {
            facts.push((Fact::DispatchId, input_name(name)?));
        }
        let inputs = Inputs { facts, parameters };
        inputs.check()?;
        Ok(inputs)
    }

    /// Refuses an input that is given twice, and more inputs than GitHub takes for a deploy or a build.
    fn check(&self) -> Result<()> {
        let mut names: Vec<&str> = self.facts.iter().map(|(_, name)| *name).collect();
        names.extend(self.parameters.keys().map(String::as_str));
        names.sort_unstable();
        if let Some(pair) = names.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(bad(format!("the input {:?} would be given twice; rename one", pair[0])).with("found", pair[0]));
        }
        // A build has no deployment, and a deploy is no cut: one of the two is left out.
        let either = |fact| self.facts.iter().any(|(own, _)| *own == fact);
        let both = either(Fact::ReleaseCutId) && either(Fact::DeploymentId);
        let count = names.len() - usize::from(both);
        if count > MAX_INPUTS {
            return Err(bad(format!("{count} inputs are too many: GitHub takes at most {MAX_INPUTS}"))
                .with("expected", format!("at most {MAX_INPUTS} inputs"))
                .with("found", count));
        }
        let shortest: usize = self.parameters.iter().map(|(name, value)| name.len() + value.chars().count() + 6).sum();
        if shortest > MAX_CHARACTERS { Err(too_long(shortest)) } else { Ok(()) }
    }

    /// The inputs of a request.
    pub(super) fn of(&self, request: &StartRequest) -> Result<Value> {
        let facts = self.facts.iter().filter_map(|(fact, name)| Some(((*name).to_owned(), fact.of(request)?)));
        let own = self.parameters.iter().map(|(name, value)| (name.clone(), value.clone()));
        let inputs: Map<String, Value> = facts.chain(own).map(|(name, value)| (name, Value::String(value))).collect();
        let inputs = Value::Object(inputs);
        let characters = inputs.to_string().chars().count();
        if characters > MAX_CHARACTERS { Err(too_long(characters)) } else { Ok(inputs) }
    }
}

fn too_long(found: usize) -> crate::error::Error {
    bad(format!("inputs of {found} characters are too long: GitHub takes at most {MAX_CHARACTERS} as JSON"))
        .with("expected", format!("at most {MAX_CHARACTERS} characters"))
        .with("found", found)
}

fn own_names(own: &Map<String, Value>) -> Result<Vec<Named<'_>>> {
    own.iter()
        .map(|(fact, input)| {
            let known = FACTS.iter().find(|(name, _)| name == fact);
            let (_, known) = known.ok_or_else(|| {
                let names: Vec<&str> = FACTS.iter().map(|(name, _)| *name).collect();
                wrong("inputs", &format!("facts among {}", names.join(", ")), fact)
            })?;
            let input = input.as_str().ok_or_else(|| wrong("inputs", "an input's name", &input.to_string()))?;
            Ok((*known, input_name(input)?))
        })
        .collect()
}

fn input_name(name: &str) -> Result<&str> {
    let fine = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    if name.is_empty() || name.len() > 128 || !fine {
        let message =
            format!("invalid name of an input {:?}: expected ASCII letters, digits, '-' and '_'", excerpt(name));
        return Err(bad(message).with("found", name));
    }
    Ok(name)
}

impl Fact {
    fn of(self, request: &StartRequest) -> Option<String> {
        match self {
            Fact::ReleaseCutId => request.deployment_id.is_none().then(|| request.candidate_id.to_string()),
            Fact::DeploymentId => request.deployment_id.map(|id| id.to_string()),
            Fact::Commit => Some(request.commit.to_string()),
            Fact::Version => Some(request.candidate_version.to_string()),
            Fact::ReleaseVersion => Some(request.candidate_version.release().to_string()),
            Fact::Project => Some(request.project.to_string()),
            Fact::Environment => request.environment.as_ref().map(ToString::to_string),
            Fact::Repository => Some(request.repository.to_string()),
            Fact::DispatchId => Some(request.dispatch_id.to_string()),
        }
    }
}
