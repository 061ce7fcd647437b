//! Projects. Written by `generate.py`.

use pyo3::prelude::*;
use release_core::{Call, Operation, Releases};

use crate::arguments::{Count, Described, Flag, Given, Setting, Text, Texts};

pub(crate) fn create_project(
    releases: &Releases,
    project: Given<Text>,
    repository: Given<Text>,
    version_scheme: Option<Given<Text>>,
    path_patterns: Option<Given<Texts>>,
    build_workflow: Option<Given<Described>>,
    actor: Option<Given<Text>>,
    idempotency_key: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::Project>>> {
    let call = releases.create_project(project.of("project")?, repository.of("repository")?);
    let call = match version_scheme {
        Some(value) => call.version_scheme(value.of("version_scheme")?),
        None => call,
    };
    let call = match path_patterns {
        Some(value) => call.path_patterns(value.of("path_patterns")?),
        None => call,
    };
    let call = match build_workflow {
        Some(value) => call.build_workflow(value.of("build_workflow")?),
        None => call,
    };
    let call = match actor {
        Some(value) => call.actor(value.of("actor")?),
        None => call,
    };
    let call = match idempotency_key {
        Some(value) => call.idempotency_key(value.of("idempotency_key")?),
        None => call,
    };
    Ok(call)
}

pub(crate) fn get_project(
    releases: &Releases,
    project: Given<Text>,
) -> PyResult<Call<impl Operation<Output = release_core::Project>>> {
    let call = releases.get_project(project.of("project")?);
    Ok(call)
}

pub(crate) fn list_projects(
    releases: &Releases,
    include_archived: Given<Flag>,
    per_page: Option<Given<Count>>,
    cursor: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::Page<release_core::Project>>>> {
    let call = releases.list_projects();
    let call = call.include_archived(include_archived.of("include_archived")?);
    let call = match per_page {
        Some(value) => call.per_page(value.of("per_page")?),
        None => call,
    };
    let call = match cursor {
        Some(value) => call.cursor(value.of("cursor")?),
        None => call,
    };
    Ok(call)
}

pub(crate) fn update_project(
    releases: &Releases,
    project: Given<Text>,
    version_scheme: Option<Given<Text>>,
    path_patterns: Option<Given<Texts>>,
    build_workflow: Setting<Described>,
    actor: Option<Given<Text>>,
    idempotency_key: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::Project>>> {
    let call = releases.update_project(project.of("project")?);
    let call = match version_scheme {
        Some(value) => call.version_scheme(value.of("version_scheme")?),
        None => call,
    };
    let call = match path_patterns {
        Some(value) => call.path_patterns(value.of("path_patterns")?),
        None => call,
    };
    let call = match build_workflow.of("build_workflow")? {
        Some(value) => call.build_workflow(value),
        None => call,
    };
    let call = match actor {
        Some(value) => call.actor(value.of("actor")?),
        None => call,
    };
    let call = match idempotency_key {
        Some(value) => call.idempotency_key(value.of("idempotency_key")?),
        None => call,
    };
    Ok(call)
}

pub(crate) fn rename_project(
    releases: &Releases,
    project: Given<Text>,
    to: Given<Text>,
    actor: Option<Given<Text>>,
    idempotency_key: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::Project>>> {
    let call = releases.rename_project(project.of("project")?, to.of("to")?);
    let call = match actor {
        Some(value) => call.actor(value.of("actor")?),
        None => call,
    };
    let call = match idempotency_key {
        Some(value) => call.idempotency_key(value.of("idempotency_key")?),
        None => call,
    };
    Ok(call)
}

pub(crate) fn rename_repository(
    releases: &Releases,
    project: Given<Text>,
    to: Given<Text>,
    actor: Option<Given<Text>>,
    idempotency_key: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::Project>>> {
    let call = releases.rename_repository(project.of("project")?, to.of("to")?);
    let call = match actor {
        Some(value) => call.actor(value.of("actor")?),
        None => call,
    };
    let call = match idempotency_key {
        Some(value) => call.idempotency_key(value.of("idempotency_key")?),
        None => call,
    };
    Ok(call)
}

pub(crate) fn archive_project(
    releases: &Releases,
    project: Given<Text>,
    actor: Option<Given<Text>>,
    idempotency_key: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::Project>>> {
    let call = releases.archive_project(project.of("project")?);
    let call = match actor {
        Some(value) => call.actor(value.of("actor")?),
        None => call,
    };
    let call = match idempotency_key {
        Some(value) => call.idempotency_key(value.of("idempotency_key")?),
        None => call,
    };
    Ok(call)
}

pub(crate) fn unarchive_project(
    releases: &Releases,
    project: Given<Text>,
    actor: Option<Given<Text>>,
    idempotency_key: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::Project>>> {
    let call = releases.unarchive_project(project.of("project")?);
    let call = match actor {
        Some(value) => call.actor(value.of("actor")?),
        None => call,
    };
    let call = match idempotency_key {
        Some(value) => call.idempotency_key(value.of("idempotency_key")?),
        None => call,
    };
    Ok(call)
}
