//! Every operation, with every option, made of arbitrary texts. Also the body of a fuzz target, so it uses nothing but
//! the crate.

use std::time::Duration;

use release_core::{
    Call, CancelAnswer, Error, Found, KnownCommits, Operation, Releases, Reports, RunRef, RunState, StartRequest,
    Started, Workflow, WorkflowTrigger, WriteOperation,
};

/// What a call is made of.
#[derive(Clone)]
pub(crate) struct Request {
    /// Which operation, by its place among all.
    pub(crate) kind: u8,
    /// The arguments, and then the texts of options.
    pub(crate) texts: [String; 6],
    /// A page, an attempt, a number of items.
    pub(crate) number: u64,
    /// Which options are said, a bit each.
    pub(crate) options: u16,
}

/// The operations by name, in the order of their kinds.
pub(crate) const NAMES: [&str; 48] = [
    "create_project",
    "update_project",
    "rename_project",
    "rename_repository",
    "archive_project",
    "unarchive_project",
    "create_environment",
    "update_environment",
    "rename_environment",
    "archive_environment",
    "unarchive_environment",
    "freeze",
    "unfreeze",
    "create_release",
    "update_build_status",
    "rebuild",
    "create_deployment",
    "update_deployment_status",
    "update_deployment_status_by_id",
    "cancel_deployment",
    "dispatch",
    "retry_dispatch",
    "rollback",
    "purge_expired",
    "dispatch_pending",
    "register_trigger",
    "register_commit_source_for",
    "get_project",
    "list_projects",
    "get_environment",
    "list_environments",
    "get_release",
    "list_releases",
    "get_candidate",
    "list_candidates",
    "next_candidate",
    "next_release",
    "get_deployment",
    "list_deployments",
    "live",
    "history",
    "wait",
    "wait_for_build",
    "where_is",
    "changes",
    "release_notes",
    "import_tags",
    "apply",
];

impl Request {
    pub(crate) fn name(&self) -> &'static str {
        NAMES[usize::from(self.kind) % NAMES.len()]
    }

    /// Whether the call only looks.
    pub(crate) fn looks(&self) -> bool {
        let name = self.name();
        ["get_", "list_", "next_", "live", "history", "wait", "where_is", "changes", "release_notes"]
            .iter()
            .any(|prefix| name.starts_with(prefix))
    }

    fn says(&self, option: u16) -> bool {
        self.options & (1 << option) != 0
    }

    /// The n-th text where that option is said.
    fn text(&self, option: u16, n: usize) -> Option<&str> {
        self.says(option).then_some(self.texts[n].as_str())
    }
}

impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let short = |text: &String| text.chars().take(60).collect::<String>();
        let texts: Vec<String> = self.texts.iter().map(short).collect();
        write!(f, "{}({texts:?}, {}, {:#b})", self.name(), self.number, self.options)
    }
}

/// Applies an option where it is said.
trait Maybe: Sized {
    fn maybe<T>(self, value: Option<T>, apply: impl FnOnce(Self, T) -> Self) -> Self {
        match value {
            Some(value) => apply(self, value),
            None => self,
        }
    }
}

impl<O> Maybe for Call<O> {}

/// Makes the call; what it answers is of no interest here.
pub(crate) fn make(r: &Releases, request: &Request) -> Result<(), Error> {
    let [a, b, c, d, e, f] = request.texts.each_ref().map(String::as_str);
    let (number, says) = (request.number, |option| request.says(option));
    let small = u32::try_from(number % (1 << 32)).unwrap_or(0);
    let said = |option, n| request.text(option, n);
    let workflow = |option| -> Result<Option<Workflow>, Error> {
        let make = || Ok(Workflow::new(e, f)?.parameter(c, d).setting(c, d));
        if says(option) { make().map(Some) } else { Ok(None) }
    };
    match request.name() {
        "create_project" => {
            let call = r.create_project(a, b).maybe(said(0, 2), |call, text| call.version_scheme(text));
            let call = call.maybe(said(2, 3), |call, text| call.path_patterns([text]));
            write(request, call.maybe(workflow(1)?, |call, workflow| call.build_workflow(workflow)))
        }
        "update_project" => {
            let call = r.update_project(a).maybe(said(0, 1), |call, text| call.version_scheme(text));
            let call = call.maybe(workflow(1)?, |call, workflow| call.build_workflow(workflow));
            let call = call.maybe(said(3, 2), |call, text| call.path_patterns([text]));
            write(request, if says(2) { call.build_workflow(None) } else { call })
        }
        "rename_project" => write(request, r.rename_project(a, b)),
        "rename_repository" => write(request, r.rename_repository(a, b)),
        "archive_project" => write(request, r.archive_project(a)),
        "unarchive_project" => write(request, r.unarchive_project(a)),
        "create_environment" => {
            let call = r.create_environment(a, b).maybe(said(0, 2), |call, text| call.tier(text));
            let call = call.maybe(said(1, 3), |call, text| call.concurrency(text));
            write(request, call.maybe(workflow(2)?, |call, workflow| call.deploy_workflow(workflow)))
        }
        "update_environment" => {
            let call = r.update_environment(a, b).maybe(said(0, 2), |call, text| call.tier(text));
            let call = call.maybe(said(1, 3), |call, text| call.concurrency(text));
            let call = call.maybe(workflow(2)?, |call, workflow| call.deploy_workflow(workflow));
            write(request, if says(3) { call.deploy_workflow(None) } else { call })
        }
        "rename_environment" => write(request, r.rename_environment(a, b, c)),
        "archive_environment" => write(request, r.archive_environment(a, b)),
        "unarchive_environment" => write(request, r.unarchive_environment(a, b)),
        "freeze" => write(request, r.freeze(a, b, c).maybe(said(0, 3), |call, text| call.until(text))),
        "unfreeze" => write(request, r.unfreeze(a, b)),
        "create_release" => write(request, r.create_release(a, b, c, d).trigger_build_workflow(says(0))),
        "update_build_status" => {
            let call = r.update_build_status(a, b, c).maybe(said(0, 3), |call, text| call.error_message(text));
            let call = call.maybe(said(1, 4), |call, text| call.url(text));
            write(request, call.maybe(said(2, 5), |call, text| call.run_id(text)))
        }
        "rebuild" => write(request, r.rebuild(a, b)),
        "create_deployment" => {
            let call = r.create_deployment(a, b, c).redeploy(says(1)).dispatch_later(says(2));
            write(request, call.maybe(said(0, 3), |call, text| call.force(text)))
        }
        name @ ("update_deployment_status" | "update_deployment_status_by_id") => {
            let call = match name {
                "update_deployment_status" => r.update_deployment_status(a, b, c, d),
                _ => r.update_deployment_status_by_id(a, b),
            };
            let call = call.maybe(said(0, 4), |call, text| call.error_message(text));
            let call = call.maybe(said(1, 5), |call, text| call.url(text));
            let call = call.maybe(said(2, 4), |call, text| call.run_id(text));
            let call = call.maybe(says(3).then_some(small), |call, attempt| call.attempt(attempt));
            write(request, call.maybe(said(4, 5), |call, text| call.observed_at(text)))
        }
        "cancel_deployment" => write(request, r.cancel_deployment(a)),
        "dispatch" => write(request, r.dispatch(a)),
        "retry_dispatch" => write(request, r.retry_dispatch(a)),
        "rollback" => {
            let call = r.rollback(a, b).force(says(0)).dry_run(says(1)).maybe(said(2, 2), |call, text| call.to(text));
            write(request, call.maybe(said(3, 3), |call, text| call.from(text)))
        }
        "purge_expired" => write(request, r.purge_expired()),
        "dispatch_pending" => read(r.dispatch_pending()),
        "register_trigger" => r.register_trigger(a, Says(number)),
        "register_commit_source_for" => {
            let known = KnownCommits::new().repository(b).and_then(|source| source.commit(b, c));
            r.register_commit_source_for(a, known.unwrap_or_default())
        }
        "get_project" => read(r.get_project(a)),
        "list_projects" => {
            let call = r.list_projects().include_archived(says(0)).maybe(said(1, 1), |call, text| call.cursor(text));
            read(call.maybe(says(2).then_some(small), |call, items| call.per_page(items)))
        }
        "get_environment" => read(r.get_environment(a, b)),
        "list_environments" => {
            let call =
                r.list_environments(a).include_archived(says(0)).maybe(said(1, 1), |call, text| call.cursor(text));
            read(call.maybe(says(2).then_some(small), |call, items| call.per_page(items)))
        }
        "get_release" => read(r.get_release(a, b)),
        "list_releases" => {
            let call = r.list_releases(a).maybe(said(1, 1), |call, text| call.cursor(text));
            read(call.maybe(says(2).then_some(small), |call, items| call.per_page(items)))
        }
        "get_candidate" => read(r.get_candidate(a, b)),
        "list_candidates" => {
            let call = r.list_candidates(a).maybe(said(0, 2), |call, text| call.release(text));
            let call = call.maybe(said(1, 1), |call, text| call.cursor(text));
            read(call.maybe(says(2).then_some(small), |call, items| call.per_page(items)))
        }
        "next_candidate" => read(r.next_candidate(a, b)),
        "next_release" => read(r.next_release(a).maybe(said(0, 1), |call, text| call.bump(text))),
        "get_deployment" => read(r.get_deployment(a)),
        "list_deployments" => {
            let call = r.list_deployments(a, b).maybe(said(0, 2), |call, text| call.cursor(text));
            let call = call.maybe(says(1).then_some(number), |call, page| call.page(page));
            read(call.maybe(says(2).then_some(small), |call, items| call.per_page(items)))
        }
        "live" => read(r.live(a, b)),
        "history" => {
            let call = r.history().maybe(said(0, 0), |call, text| call.project(text));
            let call = call.maybe(said(1, 1), |call, text| call.environment(text));
            let call = call.maybe(said(2, 2), |call, text| call.candidate(text));
            let call = call.maybe(said(3, 3), |call, text| call.cursor(text));
            read(call.maybe(says(4).then_some(small), |call, items| call.per_page(items)))
        }
        "changes" => {
            let call = r.changes(a, b).maybe(said(0, 2), |call, text| call.from(text));
            read(call.maybe(said(1, 3), |call, text| call.to(text)))
        }
        "release_notes" => read(r.release_notes(a, b).maybe(said(0, 2), |call, text| call.from(text))),
        "import_tags" => {
            let call = r.import_tags(a).dry_run(says(0)).maybe(said(1, 1), |call, text| call.pattern(text));
            write(request, call)
        }
        "apply" => {
            let text = match number % 4 {
                0 => a.to_owned(),
                1 => format!("projects.{a:?}.{c} = {d:?}"),
                // Rust's and TOML's quotations are nearly the same.
                _ => format!(
                    "[projects.{a:?}]\nrepository = {:?}\nversion_scheme = {:?}\narchived = {}\nenvironments.{b:?} = {{ tier \
                     = {c:?}, deploy_workflow = {{ trigger = {e:?}, connection = {f:?}, settings = {{ {d:?} = {number} }} }} }}",
                    if says(1) { "acme/web" } else { d },
                    if says(2) { "semver" } else { c },
                    says(3),
                ),
            };
            write(request, r.apply(text).dry_run(says(0)))
        }
        "where_is" => read(r.where_is(a).maybe(said(0, 1), |call, text| call.repository(text))),
        "wait" => read(r.wait(a).limit(Duration::ZERO)),
        "wait_for_build" => read(r.wait_for_build(a, b).limit(Duration::ZERO)),
        other => unreachable!("{other}"),
    }
}

/// A trigger that starts nothing, and answers one of the things that there are to answer.
#[derive(Debug)]
struct Says(u64);

impl WorkflowTrigger for Says {
    fn kind(&self) -> &str {
        "command"
    }

    fn check(&self, _: &Workflow) -> Result<(), Error> {
        Ok(())
    }

    fn is_idempotent(&self) -> bool {
        false
    }

    fn start(&self, request: &StartRequest, _: &Reports) -> Started {
        let message = request.candidate_version.to_string().repeat(1000);
        match self.0 % 4 {
            0 => Started::Run(RunRef::new(Some(request.dispatch_id.to_string())).in_progress(true)),
            1 => Started::refused(message),
            2 => Started::not_sent(message, Some(Duration::from_secs(self.0))),
            _ => Started::unknown(message),
        }
    }

    fn find(&self, _: &StartRequest) -> Found {
        Found::None
    }

    fn cancel(&self, _: &StartRequest, _: &str) -> CancelAnswer {
        CancelAnswer::Accepted
    }

    fn run_state(&self, _: &StartRequest, _: &str) -> RunState {
        RunState::CannotTell
    }
}

fn read<O: Operation>(call: Call<O>) -> Result<(), Error> {
    call.call().map(drop)
}

fn write<O: WriteOperation>(request: &Request, call: Call<O>) -> Result<(), Error> {
    let call = call.maybe(request.text(14, 4), |call, text| call.actor(text));
    read(call.maybe(request.text(15, 5), |call, text| call.idempotency_key(text)))
}

/// A handle with something of everything in it.
pub(crate) fn prepared() -> Releases {
    let r = Releases::options()
        .dispatch_wait(Duration::from_secs(1))
        .open_storage(std::sync::Arc::new(release_core::MemoryStorage::new()));
    let prepare = || -> Result<(), Error> {
        r.create_project("web", "acme/web").call()?;
        r.create_environment("web", "production").call()?;
        r.create_environment("web", "staging").deploy_workflow(Workflow::new("command", "deploy")?).call()?;
        for version in ["1.0.0-rc1", "1.0.0-rc2", "1.1.0-rc1"] {
            r.create_release("web", version, "acme/web", COMMIT).call()?;
        }
        for version in ["1.0.0-rc1", "1.0.0-rc2"] {
            r.create_deployment("web", "production", version).call()?;
            r.update_deployment_status("web", "production", version, "success").call()?;
        }
        r.create_deployment("web", "staging", "1.0.0-rc1").call()?;
        Ok(())
    };
    prepare().expect("what is there before");
    r
}

pub(crate) const COMMIT: &str = "a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1";

/// Texts that mean something to the handle of [`prepared`]; `$n` is the id of a deployment, see [`fill_in`].
pub(crate) const KNOWN: [&str; 38] = [
    "web",
    "api",
    "production",
    "staging",
    "1.0.0-rc1",
    "1.0.0-rc2",
    "1.1.0-rc1",
    "1.1.0-rc4294967295",
    "1.0.0",
    "2.0.0",
    "acme/web",
    "ACME/Web",
    COMMIT,
    "b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2",
    "a1a1a1a",
    "pending",
    "in_progress",
    "canceling",
    "unknown",
    "success",
    "failure",
    "ready",
    "failed",
    "building",
    "reject",
    "allow",
    "development",
    "command",
    "semver",
    "calver:YYYY.0M.MICRO",
    "regex:\\d+",
    "patch",
    "9999-12-31T23:59:59.999Z",
    "2026-01-01T00:00:00Z",
    "https://ci.example/1",
    "$0",
    "$1",
    "$2",
];

/// Puts the ids of real deployments in the place of `$0`, `$1` and `$2`.
pub(crate) fn fill_in(r: &Releases, request: &mut Request) {
    for text in &mut request.texts {
        let Some(n) = text.strip_prefix('$').and_then(|n| n.parse::<usize>().ok()) else { continue };
        let (environment, back) = if n == 0 { ("staging", 0) } else { ("production", n - 1) };
        if let Ok(page) = r.list_deployments("web", environment).call()
            && let Some(deployment) = page.items.get(back)
        {
            *text = deployment.id.to_string();
        }
    }
}
