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
            // Without one, the operation says so, whoever asks.
            let Some(project) = arguments.get("project").and_then(Value::as_str) else {
                return if is_in_scope { Ok(()) } else { Err(forbidden(token, route)) };
            };
            if !token.sees(project) {
                return Err(no_project(project));
            }
            // Whether the new name is free would tell of a hidden project, and taking it would take it from others.
            let to = arguments.get("to").and_then(Value::as_str).filter(|_| route.operation_name() == "rename_project");
            let hidden = to.filter(|name| !token.sees(name));
            // A new project is not there yet; for all others, what is not there is said before what may not be done.
            if (!is_in_scope || hidden.is_some()) && route.operation_name() != "create_project" {
                releases.get_project(project).await?;
            }
            if let (true, Some(name)) = (is_in_scope, hidden) {
                let message =
                    format!("token {:?} has no project {:?}, and so cannot rename one to it", token.name, name);
                return Err(Error::new(Code::Forbidden, message).with("field", "to").with("found", name));
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

/// Takes out of an answer of `where_is` what the token does not see.
pub(crate) fn only_seen(token: &Token, answer: &mut Value) {
    if let Some(projects) = answer.get_mut("projects").and_then(Value::as_array_mut) {
        projects.retain(|item| item["project"].as_str().is_some_and(|name| token.sees(name)));
    }
}

/// The page of `list_projects` that a token of some projects gets. Blocks.
pub(crate) fn projects(releases: &Releases, token: &Token, arguments: Arguments) -> Result<Value> {
    let cursor = arguments.get("cursor").cloned();
    let read = |cursor: Option<&Value>, most: Option<usize>| {
        let mut arguments = arguments.clone();
        arguments.extend(cursor.map(|cursor| ("cursor".to_owned(), cursor.clone())));
        arguments.extend(most.map(|most| ("per_page".to_owned(), most.into())));
        let mut page = releases.invoke("list_projects", arguments).call()?;
        let next = page.get_mut("next").map(Value::take).filter(|next| !next.is_null());
        let items = page["items"].as_array_mut().map(std::mem::take).unwrap_or_default();
        Ok((items, next))
    };
    let sees = |project: &Value| project["name"].as_str().is_some_and(|name| token.sees(name));
    let (items, next) = seen_page(cursor, read, sees)?;
    Ok(match next {
        Some(next) => json!({ "items": items, "next": next }),
        None => json!({ "items": items }),
    })
}

/// Projects that are read together where none of a page is seen.
const MANY: usize = 100;

/// A page of what is seen of a list. A cursor names the item that it stands behind, so a page ends with one that is seen;
/// it may be shorter for that. `read` reads a page from a cursor on, of so many items or as many as were asked for.
pub(crate) fn seen_page<T, C>(
    mut cursor: Option<C>,
    read: impl Fn(Option<&C>, Option<usize>) -> Result<(Vec<T>, Option<C>)>,
    sees: impl Fn(&T) -> bool,
) -> Result<(Vec<T>, Option<C>)> {
    let (mut most, mut skipping) = (None, false);
    loop {
        let (mut items, next) = read(cursor.as_ref(), most)?;
        let mut seen = (0..items.len()).filter(|place| items.get(*place).is_some_and(&sees));
        // A page that was read to find the first that is seen may be longer than was asked for.
        let end = if skipping { seen.next() } else { seen.next_back() };
        match (end, next) {
            (None, Some(next)) => (cursor, most, skipping) = (Some(next), Some(MANY), true),
            (Some(end), next) if end + 1 < items.len() && (skipping || next.is_some()) => {
                (most, skipping) = (Some(end + 1), false);
            }
            (_, next) => {
                items.retain(&sees);
                return Ok((items, next));
            }
        }
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
