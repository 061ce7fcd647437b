//! Random sequences of operations, made by the engine and by a tiny reference of the rules: after every step the answer
//! and all that can be seen are the same, on each storage, and so a call that failed has changed nothing.
//!
//! Longer: `RELEASE_CORE_MODEL_CASES=100000 cargo test --release --test model`.

#![allow(clippy::unwrap_used, reason = "a test fails by it")]

mod action;
mod deployments;
mod engine;
mod seen;
mod world;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use action::{Action, Name, Step};
use engine::Engine;
use proptest::prelude::*;
use proptest::test_runner::{FileFailurePersistence, TestRunner};
use release_core::{Clock, MemoryStorage, Releases, Storage, Timestamp};
use world::World;

fn config(usual: u32) -> ProptestConfig {
    let asked = std::env::var("RELEASE_CORE_MODEL_CASES").ok();
    let asked = asked.map(|text| text.parse::<u32>().expect("RELEASE_CORE_MODEL_CASES is a number of cases"));
    let kept = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/model/failures.txt");
    ProptestConfig {
        cases: asked.unwrap_or(usual),
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(kept))),
        max_shrink_iters: 20_000,
        ..ProptestConfig::default()
    }
}

/// A time that only this test moves.
#[derive(Clone)]
struct Time(Arc<AtomicI64>);

impl Time {
    fn begin() -> Time {
        Time(Arc::new(AtomicI64::new(200 * world::HOUR)))
    }

    fn now(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    fn pass(&self, millis: i64) -> i64 {
        self.0.fetch_add(millis, Ordering::SeqCst) + millis
    }

    fn clock(&self) -> Clock {
        let this = self.clone();
        Clock::new(move || Timestamp::from_millis(this.now()))
    }
}

/// The engine beside the reference.
struct Pair {
    engine: Engine,
    world: World,
    time: Time,
}

impl Pair {
    fn new(storages: [Arc<dyn Storage>; 2], time: Time) -> Pair {
        let handles = storages.map(|storage| Releases::options().open_storage(storage));
        let mut pair = Pair { engine: Engine::new(handles), world: World::new(time.now()), time };
        for action in action::beginning() {
            pair.call(&action, None, 0);
        }
        pair
    }

    fn call(&mut self, action: &Action, key: Option<Name>, handle: usize) {
        self.world.now = self.time.pass(1000);
        let expected = self.world.call(action, key);
        let answer = self.engine.call(action, key, handle);
        match (&answer, &expected) {
            (Ok(answer), Ok(expected)) => assert_eq!(answer, expected, "the answer to {action:?}"),
            (Err(error), Err(code)) => assert_eq!(error.code(), *code, "{action:?}: {error}"),
            _ => panic!("{action:?}\nthe engine: {answer:?}\nthe reference: {expected:?}"),
        }
    }

    fn compare(&self, step: &Step, handle: usize) {
        let (engine, world) = (self.engine.seen(handle).unwrap(), self.world.seen());
        assert_eq!(format!("{engine:#?}"), format!("{world:#?}"), "what can be seen after {step:?}");
    }

    /// Goes on with a copy, in these storages that are one.
    fn go_on_in(&mut self, storages: [Arc<dyn Storage>; 2]) {
        let handles = storages.map(|storage| Releases::options().open_storage(storage));
        self.engine.handles[0].copy_to(&handles[0]).call().unwrap();
        let left = std::mem::replace(&mut self.engine.handles, handles);
        left.iter().for_each(|handle| handle.close().unwrap());
    }

    /// Makes all steps; half-way everything is copied, where somewhere is given.
    fn run(&mut self, steps: &[Step], mut elsewhere: Option<[Arc<dyn Storage>; 2]>) {
        let mut calls: Vec<(&Action, Option<Name>)> = Vec::new();
        for (number, step) in steps.iter().enumerate() {
            if number == steps.len() / 2
                && let Some(storages) = elsewhere.take()
            {
                self.go_on_in(storages);
            }
            let handle = match step {
                Step::Call { action, key, handle } => {
                    calls.push((action, *key));
                    *handle
                }
                Step::Again { back, handle } if *back <= calls.len() => {
                    calls.push(calls[calls.len() - back]);
                    *handle
                }
                Step::Again { .. } => continue,
                Step::Pass(time) => {
                    self.world.now = self.time.pass(i64::try_from(time.as_millis()).unwrap());
                    self.compare(step, 0);
                    continue;
                }
            };
            if let Some((action, key)) = calls.last() {
                self.call(action, *key, handle);
            }
            // By the other handle: what one of them did is there for both.
            self.compare(step, 1 - handle);
        }
    }
}

/// The longest sequence.
const STEPS: usize = 40;

/// Runs random sequences, each on storages of its own.
fn check(cases: u32, open: impl Fn(&Time) -> [Arc<dyn Storage>; 2] + Send + 'static) {
    check_with_a_copy(cases, open, |_| None);
}

/// The same; half-way each is copied, where somewhere is given, and goes on there.
fn check_with_a_copy(
    cases: u32,
    open: impl Fn(&Time) -> [Arc<dyn Storage>; 2] + Send + 'static,
    elsewhere: impl Fn(&Time) -> Option<[Arc<dyn Storage>; 2]> + Send + 'static,
) {
    let ran = move || {
        let sequences = prop::collection::vec(action::step(), 1..STEPS);
        TestRunner::new(config(cases)).run(&sequences, |steps| {
            let time = Time::begin();
            let mut pair = Pair::new(open(&time), time.clone());
            pair.run(&steps, elsewhere(&time));
            pair.engine.handles.iter().for_each(|handle| handle.close().unwrap());
            Ok(())
        })
    };
    // What makes the sequences nests deeply, and is large where nothing is optimised.
    let ran = std::thread::Builder::new().stack_size(64 << 20).spawn(ran).unwrap().join();
    ran.unwrap().unwrap_or_else(|failure| panic!("{failure}"));
}

/// One storage in memory, twice.
fn in_memory(time: &Time) -> [Arc<dyn Storage>; 2] {
    let storage: Arc<dyn Storage> = Arc::new(MemoryStorage::with_clock(time.clock()));
    [Arc::clone(&storage), storage]
}

/// Files in a new folder: each call makes one, with two storages on it, as two processes would have.
#[cfg(feature = "sqlite")]
fn in_files() -> impl Fn(&Time) -> [Arc<dyn Storage>; 2] + Send + 'static {
    use release_core::{SqliteOptions, SqliteStorage, Synchronous};

    let folder = tempfile::tempdir().unwrap();
    let files = AtomicI64::new(0);
    move |time| {
        let path = folder.path().join(format!("{}.db", files.fetch_add(1, Ordering::SeqCst)));
        [(), ()].map(|()| -> Arc<dyn Storage> {
            let options = SqliteOptions::new().synchronous(Synchronous::Normal).clock(time.clock());
            Arc::new(SqliteStorage::open(&path, options).unwrap())
        })
    }
}

#[test]
fn memory_does_what_the_rules_say() {
    check(50, in_memory);
}

#[cfg(feature = "sqlite")]
#[test]
fn sqlite_does_what_the_rules_say() {
    check(8, in_files());
}

/// Whatever was done before a copy, what is done behind it is as if there had been none.
#[test]
fn a_copy_in_memory_does_what_the_rules_say() {
    check_with_a_copy(20, in_memory, |time| Some(in_memory(time)));
}

#[cfg(feature = "sqlite")]
#[test]
fn a_copy_in_sqlite_does_what_the_rules_say() {
    let files = in_files();
    check_with_a_copy(6, in_memory, move |time| Some(files(time)));
}
