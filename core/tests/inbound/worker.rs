//! A worker does what is due until it is stopped.

use std::time::Duration;

use release_core::{RunReport, RunState, Status, WorkerOptions};

use crate::world::*;

fn later(world: &World) -> release_core::Deployment {
    world.releases.create_deployment("web", "prod", "1.0.0-rc1").redeploy(true).dispatch_later(true).call().unwrap()
}

/// A worker that looks for others' work as seldom as can be said, so that what it does soon it does because it was woken.
fn patient() -> WorkerOptions {
    WorkerOptions::new().poll_interval(Duration::MAX).check_interval(Duration::MAX).silent_after(Duration::MAX)
}

#[test]
fn it_starts_what_is_queued_before_and_after_it_begins() {
    let world = World::github();
    let before = later(&world);
    assert_eq!(world.fake.started(), 0, "nothing starts by itself");
    let worker = world.releases.start_worker(patient()).unwrap();
    until(|| world.get(&before).run_id.is_some());
    let after = later(&world);
    until(|| world.get(&after).run_id.is_some());
    assert!(worker.last_error().is_none());
    worker.stop();
    later(&world);
    assert_eq!(world.fake.started(), 2);
}

#[test]
fn it_takes_up_what_another_process_left_and_asks_about_silent_runs() {
    let world = World::github();
    let options = WorkerOptions::new().poll_interval(Duration::from_millis(10)).check_interval(Duration::ZERO);
    let worker = world.releases.start_worker(options).unwrap();
    let other = release_core::Releases::options().open_storage(world.storage.clone());
    let deployment = other.create_deployment("web", "prod", "1.0.0-rc1").call().unwrap();
    until(|| world.get(&deployment).run_id.is_some());
    world.fake.state(RunState::Known(RunReport::new(Status::Success)));
    world.pass(Duration::from_secs(601));
    let ended = world.releases.wait(deployment.id).limit(LONG).call().unwrap();
    assert_eq!(ended.status, Status::Success);
    drop(worker);
}

#[test]
fn it_ends_with_the_handle() {
    let world = World::github();
    let worker = world.releases.start_worker(patient()).unwrap();
    world.releases.close().unwrap();
    until(|| worker.has_ended());
    worker.stop();
}
