//! What a call comes to where the storage is overtaken or busy at the worst moment.

#![allow(clippy::unwrap_used, reason = "a test fails by it")]

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

#[cfg(unix)]
use release_core::CommandTrigger;
use release_core::{
    CancelAnswer, ChangeSet, Code, Decision, Error, Found, MemoryStorage, Reads, Releases, Reports, Result, RunState,
    Snapshot, StartRequest, Started, Status, Storage, Timestamp, Workflow, WorkflowTrigger, execute_optimistically,
};

const COMMIT: &str = "9fceb02d0ae598e95dc970b74767f19372d61af8";

type Meddling = Box<dyn Fn(usize) + Send + Sync>;

/// A storage behind whose back something may happen after each read, and that fails some decisions.
#[derive(Default)]
struct Troubled {
    storage: MemoryStorage,
    reads: AtomicUsize,
    meddles: AtomicBool,
    meddling: Mutex<Option<Meddling>>,
    failing: Mutex<Option<Failing>>,
}

/// Which decisions fail, how many more of them, and how.
struct Failing(&'static str, usize, fn() -> Error);

impl std::fmt::Debug for Troubled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Troubled")
    }
}

impl Troubled {
    fn opened(self: &Arc<Self>) -> Releases {
        Releases::options().open_storage(Arc::clone(self) as Arc<dyn Storage>)
    }

    /// Is busy for the next decisions whose name begins like this.
    fn be_busy(&self, decision: &'static str, times: usize) {
        self.fail(decision, times, || Error::new(Code::Unavailable, "busy"));
    }

    /// Fails the next decisions whose name begins like this.
    fn fail(&self, decision: &'static str, times: usize, error: fn() -> Error) {
        *self.failing.lock().unwrap() = Some(Failing(decision, times, error));
    }

    /// How many more decisions it is to fail.
    fn failures_left(&self) -> usize {
        self.failing.lock().unwrap().as_ref().map_or(0, |Failing(_, times, _)| *times)
    }
}

impl Storage for Troubled {
    fn read(&self, reads: &Reads) -> Result<Snapshot> {
        let snapshot = self.storage.read(reads);
        if self.meddles.swap(false, Ordering::SeqCst) {
            let number = self.reads.fetch_add(1, Ordering::SeqCst) + 1;
            if let Some(meddle) = &*self.meddling.lock().unwrap() {
                meddle(number);
            }
            self.meddles.store(true, Ordering::SeqCst);
        }
        snapshot
    }

    fn commit(&self, changes: &ChangeSet) -> Result<()> {
        self.storage.commit(changes)
    }

    fn now(&self) -> Result<Timestamp> {
        self.storage.now()
    }

    fn execute(&self, decision: Arc<dyn Decision>) -> Result<()> {
        if let Some(Failing(name, times, error)) = &mut *self.failing.lock().unwrap()
            && *times > 0
            && format!("{decision:?}").starts_with(*name)
        {
            *times -= 1;
            return Err(error());
        }
        execute_optimistically(self, &*decision)
    }

    fn close(&self) -> Result<()> {
        self.storage.close()
    }

    fn location(&self) -> String {
        self.storage.location()
    }
}

/// Counts its starts and refuses each.
#[derive(Debug, Default)]
struct Refusing(Arc<AtomicUsize>);

impl WorkflowTrigger for Refusing {
    fn kind(&self) -> &str {
        "refusing"
    }

    fn check(&self, _: &Workflow) -> Result<()> {
        Ok(())
    }

    fn is_idempotent(&self) -> bool {
        false
    }

    fn start(&self, _: &StartRequest, _: &Reports) -> Started {
        self.0.fetch_add(1, Ordering::SeqCst);
        Started::refused("no such workflow")
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

fn with_candidates(releases: &Releases) {
    releases.create_project("web", "acme/web").call().unwrap();
    let workflow = Workflow::new("refusing", "ci").unwrap();
    releases.create_environment("web", "staging").deploy_workflow(workflow).call().unwrap();
    releases.create_environment("web", "production").call().unwrap();
    for version in ["1.0.0-rc1", "1.1.0-rc1"] {
        releases.create_release("web", version, "acme/web", COMMIT).call().unwrap();
    }
}

#[test]
fn an_error_that_was_decided_on_two_moments_is_decided_again() {
    for at in 1..=6 {
        let storage = Arc::new(Troubled::default());
        let releases = storage.opened();
        with_candidates(&releases);
        releases.update_deployment_status("web", "production", "1.0.0-rc1", Status::Success).call().unwrap();
        releases.create_deployment("web", "production", "1.1.0-rc1").call().unwrap();
        // Whether the rollback or this success comes first, it goes back to 1.0.0-rc1.
        let other = releases.clone();
        *storage.meddling.lock().unwrap() = Some(Box::new(move |number| {
            if number == at {
                other.update_deployment_status("web", "production", "1.1.0-rc1", Status::Success).call().unwrap();
            }
        }));
        // A handle that knows no name yet reads in several steps.
        let fresh = storage.opened();
        storage.meddles.store(true, Ordering::SeqCst);
        let back = fresh.rollback("web", "production").call();
        storage.meddles.store(false, Ordering::SeqCst);
        assert_eq!(back.map(|back| back.target.to_string()).unwrap(), "1.0.0-rc1", "meddled with after read {at}");
    }
}

fn full() -> Error {
    Error::new(Code::StorageFull, "no room")
}

fn unknown() -> Error {
    Error::new(Code::Unavailable, "a sync failed").with("outcome", "unknown").retryable(false)
}

#[test]
fn what_the_ci_system_said_is_written_down_until_the_storage_takes_it() {
    let busy = || Error::new(Code::Unavailable, "busy");
    for error in [busy as fn() -> Error, full, unknown] {
        let storage = Arc::new(Troubled::default());
        let releases = storage.opened();
        releases.register_trigger("ci", Refusing::default()).unwrap();
        with_candidates(&releases);
        storage.fail("SettleDispatch", 2, error);
        let deployment = releases.create_deployment("web", "staging", "1.0.0-rc1").call().unwrap();
        assert_eq!((deployment.status, storage.failures_left()), (Status::Error, 0));
        assert_eq!(deployment.error_message.as_deref(), Some("no such workflow"));
    }
}

/// Nobody else knows how a program ended, so a disk that is full for a while may not swallow it.
#[cfg(unix)]
#[test]
fn how_a_program_ended_is_told_until_the_disk_takes_it() {
    for error in [full as fn() -> Error, unknown] {
        let storage = Arc::new(Troubled::default());
        let releases = storage.opened();
        releases.register_trigger("ci", CommandTrigger::new("true")).unwrap();
        with_candidates(&releases);
        let workflow = Workflow::new("command", "ci").unwrap();
        releases.create_environment("web", "canary").deploy_workflow(workflow).call().unwrap();
        storage.fail("ReportRun", 3, error);
        let deployment = releases.create_deployment("web", "canary", "1.0.0-rc1").call().unwrap();
        let ended = releases.wait(deployment.id).limit(Duration::from_secs(30)).call().unwrap();
        assert_eq!((ended.status, storage.failures_left()), (Status::Success, 0));
    }
}

/// A process may be stopped at any moment, for any time.
#[test]
fn a_wait_answers_how_it_is_when_its_limit_has_passed() {
    let storage = Arc::new(Troubled::default());
    let releases = storage.opened();
    with_candidates(&releases);
    let deployment = releases.create_deployment("web", "production", "1.0.0-rc1").call().unwrap();
    let limit = Duration::from_millis(20);
    let other = releases.clone();
    *storage.meddling.lock().unwrap() = Some(Box::new(move |number| {
        if number == 1 {
            other.update_deployment_status_by_id(deployment.id, Status::Success).call().unwrap();
            std::thread::sleep(limit);
        }
    }));
    storage.meddles.store(true, Ordering::SeqCst);
    let ended = releases.wait(deployment.id).limit(limit).call().unwrap();
    assert_eq!(ended.status, Status::Success);
}

#[test]
fn a_look_that_fails_after_the_commit_fails_no_call_and_forgets_no_key() {
    let storage = Arc::new(Troubled::default());
    let releases = storage.opened();
    let trigger = Refusing::default();
    let starts = Arc::clone(&trigger.0);
    releases.register_trigger("ci", trigger).unwrap();
    with_candidates(&releases);
    storage.be_busy("GetDeployment", 1);
    let deploy = || releases.create_deployment("web", "staging", "1.0.0-rc1").idempotency_key("step-1").call().unwrap();
    let (first, again) = (deploy(), deploy());
    assert_eq!((first.id, first.number), (again.id, 1));
    assert_eq!(starts.load(Ordering::SeqCst), 1);
}

#[test]
fn a_run_is_of_its_environment_though_others_have_its_id_too() {
    let releases = Releases::in_memory();
    with_candidates(&releases);
    let report = |project: &str, environment: &str, status: Status, run: &str| {
        releases.update_deployment_status(project, environment, "1.0.0-rc1", status).run_id(run).call().unwrap()
    };
    let first = report("web", "production", Status::InProgress, "17");
    report("web", "production", Status::InProgress, "18");
    releases.create_project("other", "acme/other").call().unwrap();
    releases.create_release("other", "1.0.0-rc1", "acme/other", COMMIT).call().unwrap();
    for number in 0..101 {
        let environment = format!("e{number}");
        releases.create_environment("other", &environment).call().unwrap();
        report("other", &environment, Status::InProgress, "17");
    }
    assert_eq!(report("web", "production", Status::Success, "17").id, first.id);
    assert_eq!(releases.list_deployments("web", "production").call().unwrap().total, Some(2));
}

#[cfg(feature = "sqlite")]
#[test]
fn what_is_too_much_for_the_file_is_refused_before() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("releases.db");
    // The longest time-out is more than SQLite takes.
    let releases = Releases::open(format!("sqlite:{}?busy_timeout_ms=4294967295", path.display())).unwrap();
    let deep = (0..126).fold(serde_json::Value::Null, |inside, _| serde_json::json!([inside]));
    let workflow = Workflow::new("refusing", "ci").unwrap().setting("deep", deep);
    let error = releases.create_project("web", "acme/web").build_workflow(workflow).call().unwrap_err();
    assert_eq!((error.code(), error.get("field")), (Code::InvalidRequest, Some("workflow")));
    assert!(releases.list_projects().call().unwrap().items.is_empty());
}
