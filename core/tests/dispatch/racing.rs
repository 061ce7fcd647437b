//! Many threads and handles at once: each dispatch is sent once.

use std::collections::HashSet;
use std::sync::Barrier;
use std::thread;

use release_core::{DispatchState, Status};

use crate::fake::*;

#[test]
fn each_dispatch_is_sent_once() {
    const DEPLOYMENTS: usize = 60;
    const THREADS: usize = 8;
    let world = World::new();
    for _ in 0..DEPLOYMENTS {
        world
            .releases
            .create_deployment("web", "prod", "1.0.0-rc1")
            .redeploy(true)
            .dispatch_later(true)
            .call()
            .unwrap();
    }
    let other = world.other_handle();
    other.register_trigger("ci", world.fake.clone()).unwrap();
    let together = Barrier::new(THREADS);
    let started: usize = thread::scope(|scope| {
        let round = |nth| {
            let releases = if nth % 2 == 0 { &world.releases } else { &other };
            let together = &together;
            scope.spawn(move || {
                together.wait();
                releases.dispatch_pending().call().unwrap().started
            })
        };
        let threads: Vec<_> = (0..THREADS).map(round).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!((started, world.fake.sent()), (DEPLOYMENTS, DEPLOYMENTS));
    let sent: HashSet<_> = world.fake.requests().iter().map(|(request, _)| request.dispatch_id).collect();
    assert_eq!(sent.len(), DEPLOYMENTS);
}

#[test]
fn a_call_and_a_round_that_meet_start_it_once() {
    const THREADS: usize = 16;
    let world = World::new();
    let ids: Vec<_> = thread::scope(|scope| {
        let deploy = || world.releases.create_deployment("web", "prod", "1.0.0-rc1").redeploy(true).call().unwrap().id;
        let calls: Vec<_> = (0..THREADS)
            .map(|_| {
                scope.spawn(|| world.pump());
                scope.spawn(deploy)
            })
            .collect();
        calls.into_iter().map(|call| call.join().unwrap()).collect()
    });
    assert_eq!(world.fake.sent(), THREADS);
    for id in ids {
        assert_eq!(world.releases.get_deployment(id).call().unwrap().status, Status::InProgress);
    }
}

#[test]
fn the_same_deployment_at_once_is_one() {
    const THREADS: usize = 16;
    let world = World::new();
    let ids: HashSet<_> = thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(|| world.deploy("1.0.0-rc1").id)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!((ids.len(), world.fake.sent()), (1, 1));
}

#[test]
fn a_report_may_come_before_the_answer() {
    for status in [Status::InProgress, Status::Success, Status::Failure, Status::Canceled] {
        let world = World::new();
        world.fake.start(move |_, reports| {
            let report = release_core::RunReport::new(status).run_id(Some("77".to_owned()));
            reports.report(report).unwrap();
            run("77")
        });
        let deployment = world.deploy("1.0.0-rc1");
        assert_eq!((deployment.status, deployment.run_id.as_deref()), (status, Some("77")));
        assert_eq!(deployment.url.as_deref(), Some("https://ci/77"));
        let dispatch = world.dispatch(&deployment);
        assert_eq!((dispatch.state, dispatch.due_at), (DispatchState::Started, None));
        assert_eq!(world.releases.list_deployments("web", "prod").call().unwrap().total, Some(1));
    }
}

/// The process that started it died between the start and writing that down, and the run has reported meanwhile.
#[test]
fn a_run_that_made_itself_known_is_not_looked_for() {
    let world = World::new();
    world.fake.start(|_, reports| {
        let status = Status::Success;
        reports.report(release_core::RunReport::new(status).run_id(Some("77".to_owned()))).unwrap();
        unknown()
    });
    let deployment = world.deploy("1.0.0-rc1");
    world.pass_secs(100);
    world.pump();
    let dispatch = world.dispatch(&deployment);
    assert_eq!((dispatch.state, dispatch.run_id.as_deref()), (DispatchState::Started, Some("77")));
    assert_eq!((world.get(&deployment).status, world.fake.looked()), (Status::Success, 0));
}
