//! What is live, and where a commit is. Written by `generate.py`.

use pyo3::prelude::*;
use release_core::{Call, Operation, Releases};

use crate::arguments::{Given, Span, Text, Version};

pub(crate) fn live(
    releases: &Releases,
    project: Given<Text>,
    environment: Given<Text>,
) -> PyResult<Call<impl Operation<Output = release_core::Live>>> {
    let call = releases.live(project.of("project")?, environment.of("environment")?);
    Ok(call)
}

pub(crate) fn where_is(
    releases: &Releases,
    commit: Given<Text>,
    repository: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::WhereIs>>> {
    let call = releases.where_is(commit.of("commit")?);
    let call = match repository {
        Some(value) => call.repository(value.of("repository")?),
        None => call,
    };
    Ok(call)
}

pub(crate) fn changes(
    releases: &Releases,
    project: Given<Text>,
    environment: Given<Text>,
    from_: Option<Given<Version>>,
    to: Option<Given<Version>>,
) -> PyResult<Call<impl Operation<Output = release_core::Changes>>> {
    let call = releases.changes(project.of("project")?, environment.of("environment")?);
    let call = match from_ {
        Some(value) => call.from(value.of("from_")?),
        None => call,
    };
    let call = match to {
        Some(value) => call.to(value.of("to")?),
        None => call,
    };
    Ok(call)
}

pub(crate) fn release_notes(
    releases: &Releases,
    project: Given<Text>,
    candidate_version: Given<Version>,
    from_: Option<Given<Version>>,
) -> PyResult<Call<impl Operation<Output = release_core::Changes>>> {
    let call = releases.release_notes(project.of("project")?, candidate_version.of("candidate_version")?);
    let call = match from_ {
        Some(value) => call.from(value.of("from_")?),
        None => call,
    };
    Ok(call)
}

pub(crate) fn wait(
    releases: &Releases,
    deployment_id: Given<Text>,
    limit: Option<Given<Span>>,
) -> PyResult<Call<impl Operation<Output = release_core::Deployment>>> {
    let call = releases.wait(deployment_id.of("deployment_id")?);
    let call = match limit {
        Some(value) => call.limit(value.of("limit")?),
        None => call,
    };
    Ok(call)
}
