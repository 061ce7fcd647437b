//! Deployments. Written by `generate.py`.

use pyo3::prelude::*;
use release_core::{Call, Operation, Releases};

use crate::arguments::{Count, Flag, Given, Moment, Number, Text, Version};

pub(crate) fn create_deployment(
    releases: &Releases,
    project: Given<Text>,
    environment: Given<Text>,
    candidate_version: Given<Version>,
    force: Option<Given<Text>>,
    redeploy: Given<Flag>,
    dispatch_later: Given<Flag>,
    actor: Option<Given<Text>>,
    idempotency_key: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::Deployment>>> {
    let call = releases.create_deployment(
        project.of("project")?,
        environment.of("environment")?,
        candidate_version.of("candidate_version")?,
    );
    let call = match force {
        Some(value) => call.force(value.of("force")?),
        None => call,
    };
    let call = call.redeploy(redeploy.of("redeploy")?);
    let call = call.dispatch_later(dispatch_later.of("dispatch_later")?);
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

pub(crate) fn get_deployment(
    releases: &Releases,
    deployment_id: Given<Text>,
) -> PyResult<Call<impl Operation<Output = release_core::Deployment>>> {
    let call = releases.get_deployment(deployment_id.of("deployment_id")?);
    Ok(call)
}

pub(crate) fn list_deployments(
    releases: &Releases,
    project: Given<Text>,
    environment: Given<Text>,
    page: Option<Given<Number>>,
    per_page: Option<Given<Count>>,
    cursor: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::Page<release_core::Deployment>>>> {
    let call = releases.list_deployments(project.of("project")?, environment.of("environment")?);
    let call = match page {
        Some(value) => call.page(value.of("page")?),
        None => call,
    };
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

pub(crate) fn update_deployment_status(
    releases: &Releases,
    project: Given<Text>,
    environment: Given<Text>,
    candidate_version: Given<Version>,
    status: Given<Text>,
    error_message: Option<Given<Text>>,
    url: Option<Given<Text>>,
    run_id: Option<Given<Text>>,
    attempt: Option<Given<Count>>,
    observed_at: Option<Given<Moment>>,
    actor: Option<Given<Text>>,
    idempotency_key: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::Deployment>>> {
    let call = releases.update_deployment_status(
        project.of("project")?,
        environment.of("environment")?,
        candidate_version.of("candidate_version")?,
        status.of("status")?,
    );
    let call = match error_message {
        Some(value) => call.error_message(value.of("error_message")?),
        None => call,
    };
    let call = match url {
        Some(value) => call.url(value.of("url")?),
        None => call,
    };
    let call = match run_id {
        Some(value) => call.run_id(value.of("run_id")?),
        None => call,
    };
    let call = match attempt {
        Some(value) => call.attempt(value.of("attempt")?),
        None => call,
    };
    let call = match observed_at {
        Some(value) => call.observed_at(value.of("observed_at")?),
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

pub(crate) fn update_deployment_status_by_id(
    releases: &Releases,
    deployment_id: Given<Text>,
    status: Given<Text>,
    error_message: Option<Given<Text>>,
    url: Option<Given<Text>>,
    run_id: Option<Given<Text>>,
    attempt: Option<Given<Count>>,
    observed_at: Option<Given<Moment>>,
    actor: Option<Given<Text>>,
    idempotency_key: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::Deployment>>> {
    let call = releases.update_deployment_status_by_id(deployment_id.of("deployment_id")?, status.of("status")?);
    let call = match error_message {
        Some(value) => call.error_message(value.of("error_message")?),
        None => call,
    };
    let call = match url {
        Some(value) => call.url(value.of("url")?),
        None => call,
    };
    let call = match run_id {
        Some(value) => call.run_id(value.of("run_id")?),
        None => call,
    };
    let call = match attempt {
        Some(value) => call.attempt(value.of("attempt")?),
        None => call,
    };
    let call = match observed_at {
        Some(value) => call.observed_at(value.of("observed_at")?),
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

pub(crate) fn cancel_deployment(
    releases: &Releases,
    deployment_id: Given<Text>,
    actor: Option<Given<Text>>,
    idempotency_key: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::Deployment>>> {
    let call = releases.cancel_deployment(deployment_id.of("deployment_id")?);
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

pub(crate) fn rollback(
    releases: &Releases,
    project: Given<Text>,
    environment: Given<Text>,
    force: Given<Flag>,
    to: Option<Given<Version>>,
    from_: Option<Given<Version>>,
    dry_run: Given<Flag>,
    actor: Option<Given<Text>>,
    idempotency_key: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::Rollback>>> {
    let call = releases.rollback(project.of("project")?, environment.of("environment")?);
    let call = call.force(force.of("force")?);
    let call = match to {
        Some(value) => call.to(value.of("to")?),
        None => call,
    };
    let call = match from_ {
        Some(value) => call.from(value.of("from_")?),
        None => call,
    };
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
