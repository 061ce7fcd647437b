//! From an operation's name and its arguments to the method and its setters. Tests hold it to the methods' own
//! documentation, by way of `interface/operations.json`.

use super::Invocation;
use super::arguments::Arguments;
use crate::client::{Call, Operation, Releases, WriteOperation};

/// Sets the options that are said, each by the setter of its name.
macro_rules! set {
    ($call:expr, $a:expr $(, $option:ident: $kind:ident)*) => {{
        let call = $call;
        $(let call = match $a.$kind(stringify!($option)) {
            Some(value) => call.$option(value),
            None => call,
        };)*
        call
    }};
}

macro_rules! read {
    ($call:expr, $a:expr $(, $option:ident: $kind:ident)*) => {
        boxed(set!($call, $a $(, $option: $kind)*))
    };
}

/// As `read!`, for a write: with who asks, and the key by which a repeated call is known.
macro_rules! write {
    ($call:expr, $a:expr $(, $option:ident: $kind:ident)*) => {
        write_of(set!($call, $a $(, $option: $kind)*), $a)
    };
}

fn boxed<O: Operation>(call: Call<O>) -> Box<dyn Invocation>
where
    O::Output: serde::Serialize,
{
    Box::new(call)
}

fn write_of<O: WriteOperation>(call: Call<O>, a: &mut Arguments) -> Box<dyn Invocation>
where
    O::Output: serde::Serialize,
{
    boxed(set!(call, a, actor: text, idempotency_key: text))
}

/// The call of that name; nothing where there is no such operation.
pub(super) fn prepare(r: &Releases, operation: &str, a: &mut Arguments) -> Option<Box<dyn Invocation>> {
    Some(match operation {
        "create_project" => {
            let call = r.create_project(a.need("project"), a.need("repository"));
            let call = set!(call, a, version_scheme: text, path_patterns: texts);
            match a.workflow("build_workflow").flatten() {
                Some(workflow) => write_of(call.build_workflow(workflow), a),
                None => write_of(call, a),
            }
        }
        "get_project" => read!(r.get_project(a.need("project")), a),
        "list_projects" => read!(r.list_projects(), a, include_archived: flag, per_page: small, cursor: text),
        "update_project" => {
            write!(r.update_project(a.need("project")), a, version_scheme: text, path_patterns: texts, build_workflow: workflow)
        }
        "rename_project" => write!(r.rename_project(a.need("project"), a.need("to")), a),
        "rename_repository" => write!(r.rename_repository(a.need("project"), a.need("to")), a),
        "archive_project" => write!(r.archive_project(a.need("project")), a),
        "unarchive_project" => write!(r.unarchive_project(a.need("project")), a),
        "create_environment" => {
            let call = r.create_environment(a.need("project"), a.need("environment"));
            let call = set!(call, a, tier: text, concurrency: text);
            match a.workflow("deploy_workflow").flatten() {
                Some(workflow) => write_of(call.deploy_workflow(workflow), a),
                None => write_of(call, a),
            }
        }
        "get_environment" => read!(r.get_environment(a.need("project"), a.need("environment")), a),
        "list_environments" => {
            let call = r.list_environments(a.need("project"));
            read!(call, a, include_archived: flag, per_page: small, cursor: text)
        }
        "update_environment" => {
            let call = r.update_environment(a.need("project"), a.need("environment"));
            write!(call, a, tier: text, concurrency: text, deploy_workflow: workflow)
        }
        "rename_environment" => {
            write!(r.rename_environment(a.need("project"), a.need("environment"), a.need("to")), a)
        }
        "archive_environment" => write!(r.archive_environment(a.need("project"), a.need("environment")), a),
        "unarchive_environment" => write!(r.unarchive_environment(a.need("project"), a.need("environment")), a),
        "freeze" => {
            write!(r.freeze(a.need("project"), a.need("environment"), a.need("reason")), a, until: text)
        }
        "unfreeze" => write!(r.unfreeze(a.need("project"), a.need("environment")), a),
        #[cfg(feature = "declarations")]
        "apply" => write!(r.apply(a.need("declarations")), a, dry_run: flag),
        "create_release" => {
            let (project, version) = (a.need("project"), a.need("candidate_version"));
            write!(r.create_release(project, version, a.need("repo"), a.need("commit")), a, trigger_build_workflow: flag)
        }
        "get_release" => read!(r.get_release(a.need("project"), a.need("release_version")), a),
        "list_releases" => read!(r.list_releases(a.need("project")), a, per_page: small, cursor: text),
        "get_candidate" => read!(r.get_candidate(a.need("project"), a.need("candidate_version")), a),
        "list_candidates" => {
            read!(r.list_candidates(a.need("project")), a, release: text, per_page: small, cursor: text)
        }
        "next_candidate" => read!(r.next_candidate(a.need("project"), a.need("release_version")), a),
        "next_release" => read!(r.next_release(a.need("project")), a, bump: text),
        "import_tags" => write!(r.import_tags(a.need("project")), a, pattern: text, dry_run: flag),
        "update_build_status" => {
            let call = r.update_build_status(a.need("project"), a.need("candidate_version"), a.need("status"));
            write!(call, a, error_message: text, url: text, run_id: text)
        }
        "rebuild" => write!(r.rebuild(a.need("project"), a.need("candidate_version")), a),
        "wait_for_build" => {
            let call = r.wait_for_build(a.need("project"), a.need("candidate_version"));
            match a.milliseconds("limit_ms") {
                Some(limit) => boxed(call.limit(limit)),
                None => boxed(call),
            }
        }
        "create_deployment" => {
            let call = r.create_deployment(a.need("project"), a.need("environment"), a.need("candidate_version"));
            write!(call, a, force: text, redeploy: flag, dispatch_later: flag)
        }
        "get_deployment" => read!(r.get_deployment(a.need("deployment_id")), a),
        "list_deployments" => {
            let call = r.list_deployments(a.need("project"), a.need("environment"));
            read!(call, a, page: number, per_page: small, cursor: text)
        }
        "update_deployment_status" => {
            let (project, environment) = (a.need("project"), a.need("environment"));
            let (version, status) = (a.need("candidate_version"), a.need("status"));
            let call = r.update_deployment_status(project, environment, version, status);
            write!(call, a, error_message: text, url: text, run_id: text, attempt: small, observed_at: text)
        }
        "update_deployment_status_by_id" => {
            let call = r.update_deployment_status_by_id(a.need("deployment_id"), a.need("status"));
            write!(call, a, error_message: text, url: text, run_id: text, attempt: small, observed_at: text)
        }
        "cancel_deployment" => write!(r.cancel_deployment(a.need("deployment_id")), a),
        "rollback" => {
            let call = r.rollback(a.need("project"), a.need("environment"));
            write!(call, a, force: flag, to: text, from: text, dry_run: flag)
        }
        "live" => read!(r.live(a.need("project"), a.need("environment")), a),
        "where_is" => read!(r.where_is(a.need("commit")), a, repository: text),
        "changes" => {
            read!(r.changes(a.need("project"), a.need("environment")), a, from: text, to: text)
        }
        "release_notes" => {
            read!(r.release_notes(a.need("project"), a.need("candidate_version")), a, from: text)
        }
        "wait" => {
            let call = r.wait(a.need("deployment_id"));
            match a.milliseconds("limit_ms") {
                Some(limit) => boxed(call.limit(limit)),
                None => boxed(call),
            }
        }
        "dispatch" => write!(r.dispatch(a.need("deployment_id")), a),
        "retry_dispatch" => write!(r.retry_dispatch(a.need("deployment_id")), a),
        "dispatch_pending" => read!(r.dispatch_pending(), a),
        "get_dispatch" => read!(r.get_dispatch(a.need("dispatch_id")), a),
        "check_runs" => match a.milliseconds("silent_after_ms") {
            Some(silence) => boxed(r.check_runs().silent_after(silence)),
            None => boxed(r.check_runs()),
        },
        "apply_webhook" => {
            write!(r.apply_webhook(a.need("connection"), a.headers("headers"), a.need("body")), a)
        }
        "sync_build" => write!(r.sync_build(a.need("release_cut_id"), a.need("run_id")), a),
        "sync_deploy" => write!(r.sync_deploy(a.need("deployment_id"), a.need("run_id")), a),
        "history" => {
            read!(r.history(), a, project: text, environment: text, candidate: text, per_page: small, cursor: text)
        }
        "purge_expired" => write!(r.purge_expired(), a),
        _ => return None,
    })
}
