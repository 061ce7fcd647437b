//! A handle on a storage with a clock of its own, with a project that has one environment.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use release_core::{Clock, Connection, Deployment, Dispatch, Dispatched, MemoryStorage, Releases, Timestamp, Workflow};

pub(crate) const COMMIT: &str = "9fceb02d0ae598e95dc970b74767f19372d61af8";
pub(crate) use crate::forge::TOKEN;

pub(crate) struct World {
    pub(crate) releases: Releases,
    now: Arc<AtomicI64>,
}

impl World {
    /// Candidates `1.0.0-rc1` to `1.3.0-rc1`, deployed by this workflow over this connection, named `ci`.
    pub(crate) fn new(workflow: &Workflow, connection: impl Into<Connection>) -> World {
        let now = Arc::new(AtomicI64::new(1_800_000_000_000));
        let clock = Arc::clone(&now);
        let clock = Clock::new(move || Timestamp::from_millis(clock.load(Ordering::SeqCst)));
        let storage = Arc::new(MemoryStorage::with_clock(clock));
        let releases = Releases::options().dispatch_wait(Duration::from_secs(60)).open_storage(storage);
        releases.connect("ci", connection).unwrap();
        releases.create_project("web", "acme/web").call().unwrap();
        releases.create_environment("web", "prod").deploy_workflow(workflow.clone()).call().unwrap();
        for minor in 0..4 {
            releases.create_release("web", format!("1.{minor}.0-rc1"), "acme/web", COMMIT).call().unwrap();
        }
        World { releases, now }
    }

    pub(crate) fn deploy(&self, version: &str) -> Deployment {
        self.releases.create_deployment("web", "prod", version).call().unwrap()
    }

    pub(crate) fn get(&self, deployment: &Deployment) -> Deployment {
        self.releases.get_deployment(deployment.id).call().unwrap()
    }

    pub(crate) fn dispatch(&self, deployment: &Deployment) -> Dispatch {
        self.releases.get_dispatch(deployment.dispatch_id.unwrap()).call().unwrap()
    }

    pub(crate) fn pass(&self, seconds: u64) {
        self.now.fetch_add(i64::try_from(seconds * 1000).unwrap(), Ordering::SeqCst);
    }

    /// Lets the time pass, and a round of what is due be worked on.
    pub(crate) fn pump(&self, seconds: u64) -> Dispatched {
        self.pass(seconds);
        self.releases.dispatch_pending().call().unwrap()
    }

    /// The storage's seconds until a dispatch is due.
    pub(crate) fn due_in(&self, deployment: &Deployment) -> i64 {
        let due = self.dispatch(deployment).due_at.unwrap().as_millis();
        (due - self.now.load(Ordering::SeqCst)) / 1000
    }
}
