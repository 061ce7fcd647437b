//! Workflows: their starts, and what is heard of their runs. Written by `generate.py`.

use pyo3::prelude::*;
use release_core::{Call, Operation, Releases};

use crate::arguments::{Body, Given, Headers, Span, Text};

pub(crate) fn dispatch(
    releases: &Releases,
    deployment_id: Given<Text>,
    actor: Option<Given<Text>>,
    idempotency_key: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::Deployment>>> {
    let call = releases.dispatch(deployment_id.of("deployment_id")?);
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

pub(crate) fn retry_dispatch(
    releases: &Releases,
    deployment_id: Given<Text>,
    actor: Option<Given<Text>>,
    idempotency_key: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::Deployment>>> {
    let call = releases.retry_dispatch(deployment_id.of("deployment_id")?);
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

pub(crate) fn dispatch_pending(
    releases: &Releases,
) -> PyResult<Call<impl Operation<Output = release_core::Dispatched>>> {
    let call = releases.dispatch_pending();
    Ok(call)
}

pub(crate) fn get_dispatch(
    releases: &Releases,
    dispatch_id: Given<Text>,
) -> PyResult<Call<impl Operation<Output = release_core::Dispatch>>> {
    let call = releases.get_dispatch(dispatch_id.of("dispatch_id")?);
    Ok(call)
}

pub(crate) fn check_runs(
    releases: &Releases,
    silent_after: Option<Given<Span>>,
) -> PyResult<Call<impl Operation<Output = release_core::CheckedRuns>>> {
    let call = releases.check_runs();
    let call = match silent_after {
        Some(value) => call.silent_after(value.of("silent_after")?),
        None => call,
    };
    Ok(call)
}

pub(crate) fn apply_webhook(
    releases: &Releases,
    connection: Given<Text>,
    headers: Given<Headers>,
    body: Given<Body>,
    actor: Option<Given<Text>>,
    idempotency_key: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::Delivery>>> {
    let call = releases.apply_webhook(connection.of("connection")?, headers.of("headers")?, body.of("body")?);
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

pub(crate) fn sync_build(
    releases: &Releases,
    release_cut_id: Given<Text>,
    run_id: Given<Text>,
    actor: Option<Given<Text>>,
    idempotency_key: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::Candidate>>> {
    let call = releases.sync_build(release_cut_id.of("release_cut_id")?, run_id.of("run_id")?);
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

pub(crate) fn sync_deploy(
    releases: &Releases,
    deployment_id: Given<Text>,
    run_id: Given<Text>,
    actor: Option<Given<Text>>,
    idempotency_key: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::Deployment>>> {
    let call = releases.sync_deploy(deployment_id.of("deployment_id")?, run_id.of("run_id")?);
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
