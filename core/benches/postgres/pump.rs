//! How many dispatches machines start that pump at once, where the CI system takes its time to answer.

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex};
use std::time::{Duration, Instant};

use release_core::{
    CancelAnswer, Found, Releases, Reports, Result, RunRef, RunState, StartRequest, Started, Workflow, WorkflowTrigger,
};

use crate::postgres_server::{Server, in_new_schema};
use crate::{COMMIT, PROJECT, version};

const DISPATCHES: usize = 800;
const ANSWERS_AFTER: Duration = Duration::from_millis(50);

#[derive(Debug, Clone, Default)]
struct Slow {
    started: Arc<Mutex<HashSet<String>>>,
    sent: Arc<AtomicUsize>,
}

impl WorkflowTrigger for Slow {
    fn kind(&self) -> &str {
        "command"
    }

    fn check(&self, _: &Workflow) -> Result<()> {
        Ok(())
    }

    fn is_idempotent(&self) -> bool {
        false
    }

    fn start(&self, request: &StartRequest, _: &Reports) -> Started {
        std::thread::sleep(ANSWERS_AFTER);
        self.sent.fetch_add(1, Ordering::Relaxed);
        self.started.lock().unwrap().insert(request.dispatch_id.to_string());
        Started::Run(RunRef::new(Some(request.dispatch_id.to_string())))
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

pub(crate) fn measure() {
    let server = Server::start(&["durable"]);
    println!(
        "{DISPATCHES} dispatches in 16 environments, a CI system that answers after {ANSWERS_AFTER:?}, starts a second"
    );
    for machines in [1, 2, 4] {
        let (url, slow) = (in_new_schema(&server.url), Slow::default());
        let machines: Vec<_> = (0..machines)
            .map(|_| {
                let releases = Releases::open(&url).unwrap();
                releases.register_trigger("ci", slow.clone()).unwrap();
                releases
            })
            .collect();
        queue(&machines[0]);
        let (barrier, begun) = (Barrier::new(machines.len()), Mutex::new(None));
        std::thread::scope(|scope| {
            for machine in &machines {
                scope.spawn(|| {
                    barrier.wait();
                    begun.lock().unwrap().get_or_insert_with(Instant::now);
                    machine.dispatch_pending().call().unwrap();
                });
            }
        });
        let time = begun.into_inner().unwrap().unwrap().elapsed().as_secs_f64();
        let (sent, started) = (slow.sent.load(Ordering::Relaxed), slow.started.lock().unwrap().len());
        assert_eq!((sent, started), (DISPATCHES, DISPATCHES), "each is started once");
        println!("{:>44}{:>12.0}", format!("{} machines", machines.len()), DISPATCHES as f64 / time);
    }
}

fn queue(releases: &Releases) {
    releases.create_project(PROJECT, "acme/web").call().unwrap();
    releases.create_release(PROJECT, version(0), "acme/web", COMMIT).call().unwrap();
    std::thread::scope(|scope| {
        for number in 0..16 {
            scope.spawn(move || {
                let name = format!("environment-{number}");
                let workflow = Workflow::new("command", "ci").unwrap();
                releases.create_environment(PROJECT, &name).deploy_workflow(workflow).call().unwrap();
                for _ in 0..DISPATCHES / 16 {
                    let call = releases.create_deployment(PROJECT, &name, version(0)).redeploy(true);
                    call.dispatch_later(true).call().unwrap();
                }
            });
        }
    });
}
