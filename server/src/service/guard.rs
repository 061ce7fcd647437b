//! Whether a token may do what a route does.

use release_core::{Code, Error, Releases, Result};
use serde_json::{Value, json};

use super::request::Arguments;
use crate::routes::{Of, Route};
use crate::tokens::Token;

/// Checks a token for a route and its arguments.
///
/// # Errors
/// For a project that the token does not see the same error as for one that is not there; `forbidden` where the project
/// is there and the token's scope is too small.
pub(crate) async fn check(releases: &Releases, token: &Token, route: &Route, arguments: &Arguments) -> Result<()> {
    let is_in_scope = token.scope >= route.scope;
    if is_in_scope && token.sees_everything() {
        return Ok(());
    }
    match route.of {
        Of::Itself | Of::WhatIsSeen => {}
        Of::Everything => {
            if !token.sees_everything() {
                return Err(forbidden(token, route));
            }
        }
        Of::Project => {
            let project = text(arguments, "project");
            if !token.sees(project) {
                return Err(no_project(project));
            }
            // A new project is not there yet; for all others, what is not there is said before what may not be done.
            if !is_in_scope && route.operation_name() != "create_project" {
                releases.get_project(project).await?;
            }
        }
        Of::Deployment => {
            let id = text(arguments, "deployment_id");
            let deployment = releases.get_deployment(id).await?;
            if !token.sees(deployment.project.as_str()) {
                let id = deployment.id;
                let error = Error::new(Code::DeploymentNotFound, format!("there is no deployment {id}"));
                return Err(error.with("deployment_id", id).with("operation", "get_deployment"));
            }
        }
        Of::Dispatch => {
            let id = text(arguments, "dispatch_id");
            let dispatch = releases.get_dispatch(id).await?;
            if !token.sees(dispatch.project.as_str()) {
                let id = dispatch.id;
                let error = Error::new(Code::DeploymentNotFound, format!("there is no dispatch {id}"));
                return Err(error.with("dispatch_id", id).with("operation", "get_dispatch"));
            }
        }
        Of::Candidate => {
            let id = text(arguments, "release_cut_id").to_owned();
            let (releases, asked) = (releases.clone(), id.clone());
            let project = super::blocking(move || releases.project_of_candidate(asked)).await?;
            if !token.sees(project.as_str()) {
                let error =
                    Error::new(Code::ReleaseNotFound, format!("there is no release candidate with the id {id}"));
                return Err(error.with("candidate_id", id).with("operation", "project_of_candidate"));
            }
        }
    }
    if is_in_scope { Ok(()) } else { Err(forbidden(token, route)) }
}

/// Takes out of an answer what the token does not see.
pub(crate) fn only_seen(token: &Token, answer: &mut Value) {
    if token.sees_everything() {
        return;
    }
    let sees = |item: &Value, member: &str| item[member].as_str().is_some_and(|name| token.sees(name));
    if let Some(items) = answer.get_mut("items").and_then(Value::as_array_mut) {
        items.retain(|item| sees(item, "name"));
    }
    if let Some(projects) = answer.get_mut("projects").and_then(Value::as_array_mut) {
        projects.retain(|item| sees(item, "project"));
    }
    if let Some(members) = answer.as_object_mut() {
        members.remove("total");
    }
}

fn text<'a>(arguments: &'a Arguments, name: &str) -> &'a str {
    arguments.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn no_project(project: &str) -> Error {
    let name = json!(project);
    Error::new(Code::ProjectNotFound, format!("there is no project {name}; create it, or mind the case"))
        .with("project", project)
}

fn forbidden(token: &Token, route: &Route) -> Error {
    let message = format!(
        "token {:?} has the scope {}: {} needs {}, for {}",
        token.name,
        token.scope,
        route.operation_name(),
        route.scope,
        if route.of == Of::Everything { "all projects" } else { "the project" },
    );
    Error::new(Code::Forbidden, message).with("expected", route.scope).with("found", token.scope)
}
