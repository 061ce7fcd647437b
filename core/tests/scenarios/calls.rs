//! From an operation's name and a step's `with` to the public method and its setters.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::time::Duration;

use release_core::{Call, Error, Operation, Releases, Workflow, WriteOperation};
use serde::Serialize;
use serde_json::{Map, Value};

/// The arguments of a call, and which ones the operation knows.
pub(crate) struct Arguments<'a> {
    with: &'a Map<String, Value>,
    known: RefCell<Known>,
}

/// The names that an operation asked for.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) takes: BTreeSet<String>,
    pub(crate) options: BTreeSet<String>,
    faults: Vec<String>,
}

/// What a call that could be made came to.
pub(crate) type Answer = Result<Value, Error>;

impl Arguments<'_> {
    fn need(&self, name: &str) -> String {
        self.known.borrow_mut().takes.insert(name.to_owned());
        match self.with.get(name) {
            Some(Value::String(text)) => text.clone(),
            other => self.fault(name, "a text", other).unwrap_or_default(),
        }
    }

    fn option<T>(&self, name: &str, kind: &str, read: impl Fn(&Value) -> Option<T>) -> Option<T> {
        self.known.borrow_mut().options.insert(name.to_owned());
        let value = self.with.get(name)?;
        read(value).or_else(|| self.fault(name, kind, Some(value)))
    }

    fn text(&self, name: &str) -> Option<String> {
        self.option(name, "a text", |value| value.as_str().map(str::to_owned))
    }

    fn flag(&self, name: &str) -> Option<bool> {
        self.option(name, "true or false", Value::as_bool)
    }

    fn texts(&self, name: &str) -> Option<Vec<String>> {
        self.option(name, "a list of texts", |value| serde_json::from_value(value.clone()).ok())
    }

    fn number(&self, name: &str) -> Option<u32> {
        self.option(name, "a number", |value| value.as_u64()?.try_into().ok())
    }

    fn page(&self, name: &str) -> Option<u64> {
        self.option(name, "a number", Value::as_u64)
    }

    fn duration(&self, name: &str) -> Option<Duration> {
        self.option(name, "milliseconds", |value| value.as_u64().map(Duration::from_millis))
    }

    /// The headers of a request, as an object of texts.
    fn headers(&self) -> Vec<(String, String)> {
        self.known.borrow_mut().takes.insert("headers".to_owned());
        let value = self.with.get("headers");
        let Some(members) = value.and_then(Value::as_object) else {
            return self.fault("headers", "an object", value).unwrap_or_default();
        };
        members.iter().map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned())).collect()
    }

    /// A workflow; `null` is none, and not the same as saying nothing.
    fn workflow(&self, name: &str) -> Option<Result<Option<Workflow>, Error>> {
        self.option(name, "a workflow", |value| match value {
            Value::Null => Some(Ok(None)),
            Value::Object(members) => Some(workflow(members)?.map(Some)),
            _ => None,
        })
    }

    fn fault<T>(&self, name: &str, kind: &str, found: Option<&Value>) -> Option<T> {
        let found = found.map_or_else(|| "nothing".to_owned(), Value::to_string);
        self.known.borrow_mut().faults.push(format!("{name}: expected {kind}, found {found}"));
        None
    }
}

fn workflow(members: &Map<String, Value>) -> Option<Result<Workflow, Error>> {
    let mut made = Workflow::new(members.get("trigger")?.as_str()?, members.get("connection")?.as_str()?);
    for (name, value) in members.get("settings").and_then(Value::as_object).into_iter().flatten() {
        made = made.map(|workflow| workflow.setting(name, value.clone()));
    }
    for (name, value) in members.get("parameters").and_then(Value::as_object).into_iter().flatten() {
        made = made.map(|workflow| workflow.parameter(name, value.as_str().unwrap_or_default()));
    }
    Some(made)
}

/// Sets the options that a step says, each by the setter of its name.
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

/// As `set!`, for a write: with who asks, and the key by which a repeated call is known.
macro_rules! write {
    ($call:expr, $a:expr $(, $option:ident: $kind:ident)*) => {
        made_write(set!($call, $a $(, $option: $kind)*), $a)
    };
}

macro_rules! read {
    ($call:expr, $a:expr $(, $option:ident: $kind:ident)*) => {
        made(set!($call, $a $(, $option: $kind)*))
    };
}

fn made<O: Operation>(call: Call<O>) -> Answer
where
    O::Output: Serialize,
{
    call.call().map(|answer| serde_json::to_value(answer).expect("every answer can be written as JSON"))
}

fn made_write<O: WriteOperation>(call: Call<O>, a: &Arguments<'_>) -> Answer
where
    O::Output: Serialize,
{
    made(set!(call, a, actor: text, idempotency_key: text))
}

/// As `made_write`, with the workflow that is configured, where the step says one.
fn configured<O: WriteOperation>(
    call: Call<O>,
    a: &Arguments<'_>,
    field: &str,
    configure: impl FnOnce(Call<O>, Option<Workflow>) -> Call<O>,
) -> Answer
where
    O::Output: Serialize,
{
    let call = set!(call, a, actor: text, idempotency_key: text);
    match a.workflow(field).transpose()? {
        Some(workflow) => made(configure(call, workflow)),
        None => made(call),
    }
}

/// Makes a call. The outer error says that the step is written wrongly.
pub(crate) fn call(r: &Releases, operation: &str, with: &Map<String, Value>) -> Result<(Answer, Known), String> {
    let a = Arguments { with, known: RefCell::default() };
    let answer = answer(r, operation, &a).ok_or_else(|| format!("there is no operation {operation:?}"))?;
    let mut known = a.known.into_inner();
    if let Some(name) = with.keys().find(|name| !known.takes.contains(*name) && !known.options.contains(*name)) {
        known.faults.push(format!("{operation} has no option {name:?}"));
    }
    if known.faults.is_empty() { Ok((answer, known)) } else { Err(known.faults.join("; ")) }
}

fn answer(r: &Releases, operation: &str, a: &Arguments<'_>) -> Option<Answer> {
    let project = || a.need("project");
    let environment = || a.need("environment");
    let version = || a.need("candidate_version");
    let id = || a.need("deployment_id");
    Some(match operation {
        "create_project" => {
            let call = r.create_project(project(), a.need("repository"));
            let call = set!(call, a, version_scheme: text, path_patterns: texts);
            configured(call, a, "build_workflow", |call, workflow| match workflow {
                Some(workflow) => call.build_workflow(workflow),
                None => call,
            })
        }
        "get_project" => read!(r.get_project(project()), a),
        "list_projects" => read!(r.list_projects(), a, include_archived: flag, per_page: number, cursor: text),
        "update_project" => {
            let call = set!(r.update_project(project()), a, version_scheme: text, path_patterns: texts);
            configured(call, a, "build_workflow", |call, workflow| call.build_workflow(workflow))
        }
        "rename_project" => write!(r.rename_project(project(), a.need("to")), a),
        "rename_repository" => write!(r.rename_repository(project(), a.need("to")), a),
        "archive_project" => write!(r.archive_project(project()), a),
        "unarchive_project" => write!(r.unarchive_project(project()), a),
        "create_environment" => {
            let call = set!(r.create_environment(project(), environment()), a, tier: text, concurrency: text);
            configured(call, a, "deploy_workflow", |call, workflow| match workflow {
                Some(workflow) => call.deploy_workflow(workflow),
                None => call,
            })
        }
        "get_environment" => read!(r.get_environment(project(), environment()), a),
        "list_environments" => {
            read!(r.list_environments(project()), a, include_archived: flag, per_page: number, cursor: text)
        }
        "update_environment" => {
            let call = set!(r.update_environment(project(), environment()), a, tier: text, concurrency: text);
            configured(call, a, "deploy_workflow", |call, workflow| call.deploy_workflow(workflow))
        }
        "rename_environment" => write!(r.rename_environment(project(), environment(), a.need("to")), a),
        "archive_environment" => write!(r.archive_environment(project(), environment()), a),
        "unarchive_environment" => write!(r.unarchive_environment(project(), environment()), a),
        "freeze" => write!(r.freeze(project(), environment(), a.need("reason")), a, until: text),
        "unfreeze" => write!(r.unfreeze(project(), environment()), a),
        "create_release" => {
            let call = r.create_release(project(), version(), a.need("repo"), a.need("commit"));
            write!(call, a, trigger_build_workflow: flag)
        }
        "get_release" => read!(r.get_release(project(), a.need("release_version")), a),
        "list_releases" => read!(r.list_releases(project()), a, per_page: number, cursor: text),
        "get_candidate" => read!(r.get_candidate(project(), version()), a),
        "list_candidates" => read!(r.list_candidates(project()), a, release: text, per_page: number, cursor: text),
        "next_candidate" => read!(r.next_candidate(project(), a.need("release_version")), a),
        "next_release" => read!(r.next_release(project()), a, bump: text),
        "update_build_status" => {
            let call = r.update_build_status(project(), version(), a.need("status"));
            write!(call, a, error_message: text, url: text, run_id: text)
        }
        "rebuild" => write!(r.rebuild(project(), version()), a),
        "wait_for_build" => match a.duration("limit_ms") {
            Some(limit) => read!(r.wait_for_build(project(), version()).limit(limit), a),
            None => read!(r.wait_for_build(project(), version()), a),
        },
        "create_deployment" => {
            let call = r.create_deployment(project(), environment(), version());
            write!(call, a, force: text, redeploy: flag, dispatch_later: flag)
        }
        "get_deployment" => read!(r.get_deployment(id()), a),
        "list_deployments" => {
            read!(r.list_deployments(project(), environment()), a, page: page, per_page: number, cursor: text)
        }
        "update_deployment_status" => {
            let call = r.update_deployment_status(project(), environment(), version(), a.need("status"));
            write!(call, a, error_message: text, url: text, run_id: text, attempt: number, observed_at: text)
        }
        "update_deployment_status_by_id" => {
            let call = r.update_deployment_status_by_id(id(), a.need("status"));
            write!(call, a, error_message: text, url: text, run_id: text, attempt: number, observed_at: text)
        }
        "cancel_deployment" => write!(r.cancel_deployment(id()), a),
        "rollback" => {
            write!(r.rollback(project(), environment()), a, force: flag, to: text, from: text, dry_run: flag)
        }
        "live" => read!(r.live(project(), environment()), a),
        "where_is" => read!(r.where_is(a.need("commit")), a, repository: text),
        "wait" => match a.duration("limit_ms") {
            Some(limit) => read!(r.wait(id()).limit(limit), a),
            None => read!(r.wait(id()), a),
        },
        "dispatch" => write!(r.dispatch(id()), a),
        "retry_dispatch" => write!(r.retry_dispatch(id()), a),
        "dispatch_pending" => read!(r.dispatch_pending(), a),
        "get_dispatch" => read!(r.get_dispatch(a.need("dispatch_id")), a),
        "check_runs" => match a.duration("silent_after_ms") {
            Some(silence) => read!(r.check_runs().silent_after(silence), a),
            None => read!(r.check_runs(), a),
        },
        "apply_webhook" => {
            write!(r.apply_webhook(a.need("connection"), a.headers(), a.need("body")), a)
        }
        "sync_build" => write!(r.sync_build(a.need("release_cut_id"), a.need("run_id")), a),
        "sync_deploy" => write!(r.sync_deploy(id(), a.need("run_id")), a),
        "history" => read!(
            r.history(), a, project: text, environment: text, candidate: text, per_page: number, cursor: text
        ),
        "purge_expired" => write!(r.purge_expired(), a),
        _ => return None,
    })
}
