//! Environments. Written by `generate.py`.

use pyo3::prelude::*;
use release_core::{Call, Operation, Releases};

use crate::arguments::{Count, Described, Flag, Given, Moment, Setting, Text};

pub(crate) fn create_environment(
    releases: &Releases,
    project: Given<Text>,
    environment: Given<Text>,
    tier: Option<Given<Text>>,
    concurrency: Option<Given<Text>>,
    deploy_workflow: Option<Given<Described>>,
    actor: Option<Given<Text>>,
    idempotency_key: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::Environment>>> {
    let call = releases.create_environment(project.of("project")?, environment.of("environment")?);
    let call = match tier {
        Some(value) => call.tier(value.of("tier")?),
        None => call,
    };
    let call = match concurrency {
        Some(value) => call.concurrency(value.of("concurrency")?),
        None => call,
    };
    let call = match deploy_workflow {
        Some(value) => call.deploy_workflow(value.of("deploy_workflow")?),
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

pub(crate) fn get_environment(
    releases: &Releases,
    project: Given<Text>,
    environment: Given<Text>,
) -> PyResult<Call<impl Operation<Output = release_core::Environment>>> {
    let call = releases.get_environment(project.of("project")?, environment.of("environment")?);
    Ok(call)
}

pub(crate) fn list_environments(
    releases: &Releases,
    project: Given<Text>,
    include_archived: Given<Flag>,
    per_page: Option<Given<Count>>,
    cursor: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::Page<release_core::Environment>>>> {
    let call = releases.list_environments(project.of("project")?);
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

pub(crate) fn update_environment(
    releases: &Releases,
    project: Given<Text>,
    environment: Given<Text>,
    tier: Option<Given<Text>>,
    concurrency: Option<Given<Text>>,
    deploy_workflow: Setting<Described>,
    actor: Option<Given<Text>>,
    idempotency_key: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::Environment>>> {
    let call = releases.update_environment(project.of("project")?, environment.of("environment")?);
    let call = match tier {
        Some(value) => call.tier(value.of("tier")?),
        None => call,
    };
    let call = match concurrency {
        Some(value) => call.concurrency(value.of("concurrency")?),
        None => call,
    };
    let call = match deploy_workflow.of("deploy_workflow")? {
        Some(value) => call.deploy_workflow(value),
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

pub(crate) fn rename_environment(
    releases: &Releases,
    project: Given<Text>,
    environment: Given<Text>,
    to: Given<Text>,
    actor: Option<Given<Text>>,
    idempotency_key: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::Environment>>> {
    let call = releases.rename_environment(project.of("project")?, environment.of("environment")?, to.of("to")?);
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

pub(crate) fn archive_environment(
    releases: &Releases,
    project: Given<Text>,
    environment: Given<Text>,
    actor: Option<Given<Text>>,
    idempotency_key: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::Environment>>> {
    let call = releases.archive_environment(project.of("project")?, environment.of("environment")?);
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

pub(crate) fn unarchive_environment(
    releases: &Releases,
    project: Given<Text>,
    environment: Given<Text>,
    actor: Option<Given<Text>>,
    idempotency_key: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::Environment>>> {
    let call = releases.unarchive_environment(project.of("project")?, environment.of("environment")?);
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

pub(crate) fn freeze(
    releases: &Releases,
    project: Given<Text>,
    environment: Given<Text>,
    reason: Given<Text>,
    until: Option<Given<Moment>>,
    actor: Option<Given<Text>>,
    idempotency_key: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::Environment>>> {
    let call = releases.freeze(project.of("project")?, environment.of("environment")?, reason.of("reason")?);
    let call = match until {
        Some(value) => call.until(value.of("until")?),
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

pub(crate) fn unfreeze(
    releases: &Releases,
    project: Given<Text>,
    environment: Given<Text>,
    actor: Option<Given<Text>>,
    idempotency_key: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::Environment>>> {
    let call = releases.unfreeze(project.of("project")?, environment.of("environment")?);
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

pub(crate) fn apply(
    releases: &Releases,
    declarations: Given<Text>,
    dry_run: Given<Flag>,
    actor: Option<Given<Text>>,
    idempotency_key: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::Applied>>> {
    let call = releases.apply(declarations.of("declarations")?);
    let call = call.dry_run(dry_run.of("dry_run")?);
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
