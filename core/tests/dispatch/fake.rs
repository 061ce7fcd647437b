//! A trigger that is told its answers, and a storage whose time is set by hand.

use std::collections::VecDeque;
use std::fmt;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use release_core::{
    CancelAnswer, Clock, Deployment, Dispatch, Found, MemoryStorage, Releases, Reports, Result, RunRef, RunReport,
    RunState, StartRequest, Started, Status, Timestamp, Workflow, WorkflowTrigger,
};

pub(crate) const COMMIT: &str = "9fceb02d0ae598e95dc970b74767f19372d61af8";
/// The longest that anything in a test is waited for.
pub(crate) const LONG: Duration = Duration::from_secs(30);

type Start = Box<dyn FnOnce(&StartRequest, &Reports) -> Started + Send>;
type Find = Box<dyn FnOnce() -> Found + Send>;

#[derive(Default)]
pub(crate) struct Script {
    starts: Mutex<VecDeque<Start>>,
    finds: Mutex<VecDeque<Find>>,
    cancels: Mutex<VecDeque<CancelAnswer>>,
    pub(crate) requests: Mutex<Vec<(StartRequest, Reports)>>,
    pub(crate) found: AtomicUsize,
    pub(crate) canceled: Mutex<Vec<String>>,
    idempotent: bool,
}

/// A fake of the kind `command`; clones are one.
#[derive(Clone, Default)]
pub(crate) struct Fake(Arc<Script>);

impl Fake {
    pub(crate) fn idempotent() -> Fake {
        Fake(Arc::new(Script { idempotent: true, ..Script::default() }))
    }

    /// What the next start does; without, it answers with a run.
    pub(crate) fn start(&self, start: impl FnOnce(&StartRequest, &Reports) -> Started + Send + 'static) -> &Fake {
        self.0.starts.lock().unwrap().push_back(Box::new(start));
        self
    }

    pub(crate) fn answer(&self, answer: Started) -> &Fake {
        self.start(move |_, _| answer)
    }

    pub(crate) fn find(&self, found: Found) -> &Fake {
        self.find_by(move || found)
    }

    /// What the next look for a run does; without, there is none.
    pub(crate) fn find_by(&self, find: impl FnOnce() -> Found + Send + 'static) -> &Fake {
        self.0.finds.lock().unwrap().push_back(Box::new(find));
        self
    }

    pub(crate) fn on_cancel(&self, answer: CancelAnswer) -> &Fake {
        self.0.cancels.lock().unwrap().push_back(answer);
        self
    }

    /// How often a start was sent.
    pub(crate) fn sent(&self) -> usize {
        self.requests().len()
    }

    pub(crate) fn looked(&self) -> usize {
        self.0.found.load(Ordering::SeqCst)
    }

    pub(crate) fn canceled(&self) -> Vec<String> {
        self.0.canceled.lock().unwrap().clone()
    }

    pub(crate) fn requests(&self) -> MutexGuard<'_, Vec<(StartRequest, Reports)>> {
        self.0.requests.lock().unwrap()
    }

    /// Lets the trigger report on the start of that place.
    pub(crate) fn report(&self, nth: usize, status: Status, run_id: Option<&str>) {
        let reports = self.requests()[nth].1.clone();
        reports.report(RunReport::new(status).run_id(run_id.map(str::to_owned))).unwrap();
    }
}

impl fmt::Debug for Fake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fake")
    }
}

impl WorkflowTrigger for Fake {
    fn kind(&self) -> &str {
        "command"
    }

    fn check(&self, _: &Workflow) -> Result<()> {
        Ok(())
    }

    fn is_idempotent(&self) -> bool {
        self.0.idempotent
    }

    fn start(&self, request: &StartRequest, reports: &Reports) -> Started {
        let nth = {
            let mut requests = self.requests();
            requests.push((request.clone(), reports.clone()));
            requests.len()
        };
        let next = self.0.starts.lock().unwrap().pop_front();
        next.map_or_else(|| run(&format!("run-{nth}")), |start| start(request, reports))
    }

    fn find(&self, _: &StartRequest) -> Found {
        self.0.found.fetch_add(1, Ordering::SeqCst);
        let next = self.0.finds.lock().unwrap().pop_front();
        next.map_or(Found::None, |find| find())
    }

    fn cancel(&self, _: &StartRequest, run_id: &str) -> CancelAnswer {
        self.0.canceled.lock().unwrap().push(run_id.to_owned());
        self.0.cancels.lock().unwrap().pop_front().unwrap_or(CancelAnswer::Accepted)
    }

    fn run_state(&self, _: &StartRequest, _: &str) -> RunState {
        RunState::CannotTell
    }
}

pub(crate) fn run(id: &str) -> Started {
    Started::Run(RunRef::new(Some(id.to_owned())).url(Some(format!("https://ci/{id}"))).in_progress(true))
}

pub(crate) fn found(id: &str) -> Found {
    Found::Run(RunRef::new(Some(id.to_owned())).in_progress(true))
}

pub(crate) fn refused(message: &str) -> Started {
    Started::refused(message)
}

pub(crate) fn not_sent(retry_after: Option<u64>) -> Started {
    Started::not_sent("no network", retry_after.map(Duration::from_secs))
}

pub(crate) fn unknown() -> Started {
    Started::unknown("the connection broke")
}

/// A handle on a storage with a clock of its own, with project `web`, its environment `prod`, which has a deploy
/// workflow, and the candidates `1.0.0-rc1` to `1.3.0-rc1`.
pub(crate) struct World {
    pub(crate) releases: Releases,
    pub(crate) fake: Fake,
    pub(crate) storage: Arc<MemoryStorage>,
    now: Arc<AtomicI64>,
}

impl World {
    pub(crate) fn new() -> World {
        World::with(Fake::default())
    }

    pub(crate) fn with(fake: Fake) -> World {
        let world = World::without_trigger(fake);
        world.releases.register_trigger("ci", world.fake.clone()).unwrap();
        world
    }

    pub(crate) fn without_trigger(fake: Fake) -> World {
        let now = Arc::new(AtomicI64::new(1_800_000_000_000));
        let clock = Arc::clone(&now);
        let clock = Clock::new(move || Timestamp::from_millis(clock.load(Ordering::SeqCst)));
        let storage = Arc::new(MemoryStorage::with_clock(clock));
        let releases = Releases::options().dispatch_wait(LONG).open_storage(storage.clone());
        releases.create_project("web", "acme/web").call().unwrap();
        releases.create_environment("web", "prod").deploy_workflow(workflow()).call().unwrap();
        for minor in 0..4 {
            releases.create_release("web", format!("1.{minor}.0-rc1"), "acme/web", COMMIT).call().unwrap();
        }
        World { releases, fake, storage, now }
    }

    /// Another handle on the same storage, without any trigger.
    pub(crate) fn other_handle(&self) -> Releases {
        Releases::options().dispatch_wait(LONG).open_storage(self.storage.clone())
    }

    pub(crate) fn pass(&self, time: Duration) {
        self.now.fetch_add(i64::try_from(time.as_millis()).unwrap(), Ordering::SeqCst);
    }

    pub(crate) fn pass_secs(&self, seconds: u64) {
        self.pass(Duration::from_secs(seconds));
    }

    pub(crate) fn deploy(&self, version: &str) -> Deployment {
        self.releases.create_deployment("web", "prod", version).call().unwrap()
    }

    pub(crate) fn deploy_later(&self, version: &str) -> Deployment {
        self.releases.create_deployment("web", "prod", version).dispatch_later(true).call().unwrap()
    }

    /// A deployment that has succeeded.
    pub(crate) fn succeed(&self, version: &str) -> Deployment {
        let deployment = self.deploy(version);
        self.fake.report(self.fake.sent() - 1, Status::Success, deployment.run_id.as_deref());
        self.get(&deployment)
    }

    pub(crate) fn get(&self, deployment: &Deployment) -> Deployment {
        self.releases.get_deployment(deployment.id).call().unwrap()
    }

    pub(crate) fn dispatch(&self, deployment: &Deployment) -> Dispatch {
        self.releases.get_dispatch(deployment.dispatch_id.unwrap()).call().unwrap()
    }

    pub(crate) fn pump(&self) -> release_core::Dispatched {
        self.releases.dispatch_pending().call().unwrap()
    }
}

pub(crate) fn workflow() -> Workflow {
    Workflow::new("command", "ci").unwrap()
}

/// Waits until something holds that another thread is about to make true.
pub(crate) fn until(holds: impl Fn() -> bool) {
    let begun = std::time::Instant::now();
    while !holds() {
        assert!(begun.elapsed() < LONG, "it never came true");
        std::thread::sleep(Duration::from_millis(2));
    }
}
