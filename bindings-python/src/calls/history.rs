//! The audit log, and what expires. Written by `generate.py`.

use pyo3::prelude::*;
use release_core::{Call, Operation, Releases};

use crate::arguments::{Count, Given, Text, Version};

pub(crate) fn history(
    releases: &Releases,
    project: Option<Given<Text>>,
    environment: Option<Given<Text>>,
    candidate: Option<Given<Version>>,
    per_page: Option<Given<Count>>,
    cursor: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::Page<release_core::Event>>>> {
    let call = releases.history();
    let call = match project {
        Some(value) => call.project(value.of("project")?),
        None => call,
    };
    let call = match environment {
        Some(value) => call.environment(value.of("environment")?),
        None => call,
    };
    let call = match candidate {
        Some(value) => call.candidate(value.of("candidate")?),
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

pub(crate) fn purge_expired(
    releases: &Releases,
    actor: Option<Given<Text>>,
    idempotency_key: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = u64>>> {
    let call = releases.purge_expired();
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
