//! Releases, candidates and builds. Written by `generate.py`.

use pyo3::prelude::*;
use release_core::{Call, Operation, Releases};

use crate::arguments::{Count, Flag, Given, Span, Text, Version};

pub(crate) fn create_release(
    releases: &Releases,
    project: Given<Text>,
    candidate_version: Given<Version>,
    repo: Given<Text>,
    commit: Given<Text>,
    trigger_build_workflow: Given<Flag>,
    actor: Option<Given<Text>>,
    idempotency_key: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::Candidate>>> {
    let call = releases.create_release(
        project.of("project")?,
        candidate_version.of("candidate_version")?,
        repo.of("repo")?,
        commit.of("commit")?,
    );
    let call = call.trigger_build_workflow(trigger_build_workflow.of("trigger_build_workflow")?);
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

pub(crate) fn get_release(
    releases: &Releases,
    project: Given<Text>,
    release_version: Given<Version>,
) -> PyResult<Call<impl Operation<Output = release_core::Release>>> {
    let call = releases.get_release(project.of("project")?, release_version.of("release_version")?);
    Ok(call)
}

pub(crate) fn list_releases(
    releases: &Releases,
    project: Given<Text>,
    per_page: Option<Given<Count>>,
    cursor: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::Page<release_core::Release>>>> {
    let call = releases.list_releases(project.of("project")?);
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

pub(crate) fn get_candidate(
    releases: &Releases,
    project: Given<Text>,
    candidate_version: Given<Version>,
) -> PyResult<Call<impl Operation<Output = release_core::Candidate>>> {
    let call = releases.get_candidate(project.of("project")?, candidate_version.of("candidate_version")?);
    Ok(call)
}

pub(crate) fn list_candidates(
    releases: &Releases,
    project: Given<Text>,
    release: Option<Given<Version>>,
    per_page: Option<Given<Count>>,
    cursor: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::Page<release_core::Candidate>>>> {
    let call = releases.list_candidates(project.of("project")?);
    let call = match release {
        Some(value) => call.release(value.of("release")?),
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

pub(crate) fn next_candidate(
    releases: &Releases,
    project: Given<Text>,
    release_version: Given<Version>,
) -> PyResult<Call<impl Operation<Output = release_core::CandidateVersion>>> {
    let call = releases.next_candidate(project.of("project")?, release_version.of("release_version")?);
    Ok(call)
}

pub(crate) fn next_release(
    releases: &Releases,
    project: Given<Text>,
    bump: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::ReleaseVersion>>> {
    let call = releases.next_release(project.of("project")?);
    let call = match bump {
        Some(value) => call.bump(value.of("bump")?),
        None => call,
    };
    Ok(call)
}

pub(crate) fn import_tags(
    releases: &Releases,
    project: Given<Text>,
    pattern: Option<Given<Text>>,
    dry_run: Given<Flag>,
    actor: Option<Given<Text>>,
    idempotency_key: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::ImportedTags>>> {
    let call = releases.import_tags(project.of("project")?);
    let call = match pattern {
        Some(value) => call.pattern(value.of("pattern")?),
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

pub(crate) fn update_build_status(
    releases: &Releases,
    project: Given<Text>,
    candidate_version: Given<Version>,
    status: Given<Text>,
    error_message: Option<Given<Text>>,
    url: Option<Given<Text>>,
    run_id: Option<Given<Text>>,
    actor: Option<Given<Text>>,
    idempotency_key: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::Candidate>>> {
    let call = releases.update_build_status(
        project.of("project")?,
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

pub(crate) fn rebuild(
    releases: &Releases,
    project: Given<Text>,
    candidate_version: Given<Version>,
    actor: Option<Given<Text>>,
    idempotency_key: Option<Given<Text>>,
) -> PyResult<Call<impl Operation<Output = release_core::Candidate>>> {
    let call = releases.rebuild(project.of("project")?, candidate_version.of("candidate_version")?);
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

pub(crate) fn wait_for_build(
    releases: &Releases,
    project: Given<Text>,
    candidate_version: Given<Version>,
    limit: Option<Given<Span>>,
) -> PyResult<Call<impl Operation<Output = release_core::Candidate>>> {
    let call = releases.wait_for_build(project.of("project")?, candidate_version.of("candidate_version")?);
    let call = match limit {
        Some(value) => call.limit(value.of("limit")?),
        None => call,
    };
    Ok(call)
}
