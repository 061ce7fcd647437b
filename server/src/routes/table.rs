//! The table. A new operation is a line here.

use super::{Answer, Does, Method, Of, Route, Sender};
use crate::tokens::Scope;

const fn get(path: &'static str, operation: &'static str) -> Route {
    Route::new(Method::Get, path, Does::Call(operation), Scope::Read)
}

const fn post(path: &'static str, operation: &'static str, scope: Scope) -> Route {
    Route::new(Method::Post, path, Does::Call(operation), scope)
}

const fn patch(path: &'static str, operation: &'static str, scope: Scope) -> Route {
    Route::new(Method::Patch, path, Does::Call(operation), scope)
}

const fn put(path: &'static str, create: &'static str, update: &'static str) -> Route {
    Route::new(Method::Put, path, Does::Put { create, update }, Scope::Admin)
}

const fn webhook(path: &'static str, sender: Sender) -> Route {
    Route::new(Method::Post, path, Does::Webhook(sender), Scope::Read).of(Of::Itself)
}

use Scope::{Admin, Deploy};

pub(crate) const ROUTES: &[Route] = &[
    // The API that scripts know, and its later edition.
    post("/api/releases/{project}/releases/{candidate_version}", "create_release", Deploy).created(),
    post("/api/releases/{project}/environments/{environment}/deployments", "create_deployment", Deploy).created(),
    patch("/api/releases/{project}/environments/{environment}/deployments", "update_deployment_status", Deploy),
    get("/api/releases/{project}/environments/{environment}/deployments", "list_deployments").answers(Answer::Items),
    post("/api/releases/{project}/environments/{environment}/rollback", "rollback", Deploy).created(),
    post("/api/v1/sync-build-github-action", "sync_build", Deploy).of(Of::Candidate).renamed(SYNC),
    post("/api/v1/sync-deploy-github-action", "sync_deploy", Deploy).of(Of::Deployment).renamed(SYNC),
    webhook("/api/github/webhook", Sender::Github),
    webhook("/api/buildkite/webhook", Sender::Buildkite),
    webhook("/api/webhook/{connection}", Sender::Named),
    // Projects.
    get("/api/releases", "list_projects").of(Of::WhatIsSeen),
    post("/api/releases", "create_project", Admin).created(),
    get("/api/releases/{project}", "get_project"),
    put("/api/releases/{project}", "create_project", "update_project"),
    patch("/api/releases/{project}", "update_project", Admin),
    post("/api/releases/{project}/rename", "rename_project", Admin),
    post("/api/releases/{project}/rename-repository", "rename_repository", Admin),
    post("/api/releases/{project}/archive", "archive_project", Admin),
    post("/api/releases/{project}/unarchive", "unarchive_project", Admin),
    get("/api/releases/{project}/history", "history"),
    post("/api/releases/{project}/import-tags", "import_tags", Deploy),
    get("/api/releases/{project}/next-release", "next_release").answers(Answer::Member("release_version")),
    // Releases and candidates.
    get("/api/releases/{project}/releases", "list_releases"),
    get("/api/releases/{project}/releases/{release_version}", "get_release"),
    get("/api/releases/{project}/releases/{release_version}/next-candidate", "next_candidate")
        .answers(Answer::Member("release_candidate_version")),
    get("/api/releases/{project}/candidates", "list_candidates"),
    get("/api/releases/{project}/candidates/{candidate_version}", "get_candidate"),
    patch("/api/releases/{project}/candidates/{candidate_version}", "update_build_status", Deploy),
    post("/api/releases/{project}/candidates/{candidate_version}/rebuild", "rebuild", Deploy),
    get("/api/releases/{project}/candidates/{candidate_version}/release-notes", "release_notes"),
    get("/api/releases/{project}/candidates/{candidate_version}/wait", "wait_for_build"),
    // Environments.
    get("/api/releases/{project}/environments", "list_environments"),
    post("/api/releases/{project}/environments", "create_environment", Admin).created(),
    get("/api/releases/{project}/environments/{environment}", "get_environment"),
    put("/api/releases/{project}/environments/{environment}", "create_environment", "update_environment"),
    patch("/api/releases/{project}/environments/{environment}", "update_environment", Admin),
    post("/api/releases/{project}/environments/{environment}/rename", "rename_environment", Admin),
    post("/api/releases/{project}/environments/{environment}/archive", "archive_environment", Admin),
    post("/api/releases/{project}/environments/{environment}/unarchive", "unarchive_environment", Admin),
    post("/api/releases/{project}/environments/{environment}/freeze", "freeze", Deploy),
    post("/api/releases/{project}/environments/{environment}/unfreeze", "unfreeze", Deploy),
    get("/api/releases/{project}/environments/{environment}/live", "live"),
    get("/api/releases/{project}/environments/{environment}/history", "history"),
    get("/api/releases/{project}/environments/{environment}/changes", "changes"),
    // Deployments by their id.
    get("/api/deployments/{deployment_id}", "get_deployment").of(Of::Deployment),
    patch("/api/deployments/{deployment_id}", "update_deployment_status_by_id", Deploy).of(Of::Deployment),
    post("/api/deployments/{deployment_id}/cancel", "cancel_deployment", Deploy).of(Of::Deployment),
    post("/api/deployments/{deployment_id}/retry", "retry_dispatch", Deploy).of(Of::Deployment),
    post("/api/deployments/{deployment_id}/dispatch", "dispatch", Deploy).of(Of::Deployment),
    get("/api/deployments/{deployment_id}/wait", "wait").of(Of::Deployment),
    get("/api/dispatches/{dispatch_id}", "get_dispatch").of(Of::Dispatch),
    // Across projects.
    get("/api/commits/{commit}", "where_is").of(Of::WhatIsSeen),
    get("/api/history", "history").of(Of::Everything),
    post("/api/apply", "apply", Admin).of(Of::Everything),
    // What the server also does by itself.
    post("/api/work/dispatch-pending", "dispatch_pending", Admin).of(Of::Everything),
    post("/api/work/check-runs", "check_runs", Admin).of(Of::Everything),
    post("/api/work/purge-expired", "purge_expired", Admin).of(Of::Everything).answers(Answer::Member("purged")),
];

const SYNC: &[(&str, &str)] = &[("workflow_run_id", "run_id")];
