//! What a program is told of the release, as environment variables.

use std::collections::BTreeMap;

use crate::error::{Code, Error, Result};
use crate::model::Workflow;
use crate::workflow::StartRequest;

/// The prefix of the variables of a workflow's parameters. Part of the name is chosen by whoever may write to the
/// database, so all of them are kept behind it, away from names that mean something to a loader or a shell.
pub(super) const PARAMETER: &str = "RELEASE_PARAMETER_";

/// The names of all facts, whether a request has them or not.
pub(super) const NAMES: [&str; 11] = [
    "AVIATOR_RELEASE_CUT_ID",
    "AVIATOR_DEPLOYMENT_ID",
    "AVIATOR_RELEASE_CANDIDATE_VERSION",
    "AVIATOR_RELEASE_CUT_COMMIT_HASH",
    "RELEASE_PROJECT",
    "RELEASE_ENVIRONMENT",
    "RELEASE_REPOSITORY",
    "RELEASE_VERSION",
    "RELEASE_DISPATCH_ID",
    "RELEASE_ATTEMPT",
    "RELEASE_RUN_ID",
];

/// The variables of a request.
pub(super) fn of(request: &StartRequest) -> Vec<(String, String)> {
    let values = [
        request.deployment_id.is_none().then(|| request.candidate_id.to_string()),
        request.deployment_id.map(|id| id.to_string()),
        Some(request.candidate_version.to_string()),
        Some(request.commit.to_string()),
        Some(request.project.to_string()),
        request.environment.as_ref().map(ToString::to_string),
        Some(request.repository.to_string()),
        Some(request.candidate_version.release().to_string()),
        Some(request.dispatch_id.to_string()),
        Some(request.attempt.to_string()),
        Some(super::run_id(request)),
    ];
    let facts = NAMES.into_iter().zip(values).filter_map(|(name, value)| Some((name.to_owned(), value?)));
    let parameters = request.workflow.parameters.iter().map(|(name, value)| (variable(name), value.clone()));
    facts.chain(parameters).collect()
}

/// Refuses settings, of which there are none, and parameters that would be one variable.
pub(super) fn check(workflow: &Workflow) -> Result<()> {
    if let Some(name) = workflow.settings.keys().next() {
        let message = format!(
            "unknown setting {:?}: a command workflow has none; its program and arguments are registered by the program \
             that runs it",
            crate::error::excerpt(name)
        );
        return Err(bad(message).with("expected", "no settings").with("found", name));
    }
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for name in workflow.parameters.keys() {
        if let Some(other) = seen.insert(variable(name), name) {
            let message =
                format!("parameters {other:?} and {name:?} would both be the variable {}; rename one", variable(name));
            return Err(bad(message).with("found", name));
        }
    }
    Ok(())
}

fn variable(parameter: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
    PARAMETER.chars().chain(parameter.chars().map(letter)).collect()
}

fn bad(message: String) -> Error {
    Error::new(Code::InvalidRequest, message).with("field", "workflow")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_never_names_a_variable_of_its_own() {
        assert_eq!(variable("region.eu-1"), "RELEASE_PARAMETER_REGION_EU_1");
        assert_eq!(variable("LD_PRELOAD"), "RELEASE_PARAMETER_LD_PRELOAD");
        assert_eq!(variable("x=y\0\u{fc}"), "RELEASE_PARAMETER_X_Y__");
    }

    #[test]
    fn collisions_and_settings_are_refused() {
        let workflow = Workflow::new("command", "deploy").unwrap();
        assert!(check(&workflow.clone().parameter("a", "1").parameter("b", "2")).is_ok());
        let error = check(&workflow.clone().parameter("a-b", "1").parameter("A.b", "2")).unwrap_err();
        assert_eq!(error.code(), Code::InvalidRequest);
        assert!(error.to_string().contains("RELEASE_PARAMETER_A_B"), "{error}");
        let error = check(&workflow.setting("program", "/bin/sh")).unwrap_err();
        assert_eq!((error.code(), error.get("found")), (Code::InvalidRequest, Some("program")));
    }
}
