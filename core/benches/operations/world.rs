//! A file with a project, environments and candidates to begin from, and the operations on it.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use release_core::{Deployment, Releases};

use crate::Operation;
use crate::measure::{Measured, round};

pub(crate) const PROJECT: &str = "web";
const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";
pub(crate) const ENVIRONMENTS: usize = 64;
pub(crate) const CANDIDATES: usize = 4096;
/// Deployments that one caller has prepared for a round of updates.
const PREPARED: usize = 512;

pub(crate) fn environment(number: usize) -> String {
    format!("environment-{number:02}")
}

/// Each as long as every other, so that their rows are of one size.
pub(crate) fn version(number: usize) -> String {
    format!("1.{}.0-rc1", 1000 + number % CANDIDATES)
}

/// Where a caller's n-th call goes: its environment, and a candidate that no other caller of that environment has.
pub(crate) fn aim(caller: usize, call: usize, callers: usize, environments: usize) -> (usize, usize) {
    let each = CANDIDATES / (callers / environments);
    (caller % environments, caller / environments * each + call % each)
}

/// How many updates a caller can make in a round.
pub(crate) fn prepared(callers: usize) -> usize {
    PREPARED.min(CANDIDATES / callers)
}

pub(crate) struct World {
    folder: PathBuf,
    file: PathBuf,
    copies: AtomicUsize,
}

impl World {
    pub(crate) fn make(folder: &Path) -> World {
        let file = folder.join("world.db");
        let releases = open(&file, "normal");
        releases.create_project(PROJECT, "acme/web").call().unwrap();
        for number in 0..ENVIRONMENTS {
            releases.create_environment(PROJECT, environment(number)).call().unwrap();
        }
        in_parallel(64, CANDIDATES, |number| {
            releases.create_release(PROJECT, version(number), "acme/web", COMMIT).call().unwrap();
        });
        releases.close().unwrap();
        World { folder: folder.to_owned(), file, copies: AtomicUsize::new(0) }
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// A copy of the file, to be written to.
    pub(crate) fn copy(&self, name: &str) -> PathBuf {
        let number = self.copies.fetch_add(1, Ordering::Relaxed);
        let copy = self.folder.join(format!("{name}-{number}.db"));
        std::fs::copy(&self.file, &copy).unwrap();
        copy
    }
}

pub(crate) fn open(file: &Path, synchronous: &str) -> Releases {
    Releases::open(format!("sqlite:{}?synchronous={synchronous}&busy_timeout_ms=60000", file.display())).unwrap()
}

/// Does so many things on so many threads.
fn in_parallel(threads: usize, things: usize, work: impl Fn(usize) + Sync) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= things {
                        return;
                    }
                    work(number);
                }
            });
        }
    });
}

/// Makes the deployments that a round of updates is of; for each caller, in the order of its calls. Those that are updated
/// at the same time are made at the same time too, as deployments are that end at about the same time.
pub(crate) fn prepare(releases: &Releases, callers: usize, environments: usize) -> Vec<Vec<Deployment>> {
    let calls = prepared(callers);
    let made: Vec<_> = (0..callers * calls).map(|_| Mutex::new(None)).collect();
    in_parallel(64, callers * calls, |number| {
        let (caller, call) = (number % callers, number / callers);
        let (environment_number, candidate) = aim(caller, call, callers, environments);
        *made[caller * calls + call].lock().unwrap() = Some(deploy(releases, environment_number, candidate));
    });
    let made: Vec<Deployment> = made.into_iter().map(|made| made.into_inner().unwrap().unwrap()).collect();
    made.chunks(calls).map(<[Deployment]>::to_vec).collect()
}

fn deploy(releases: &Releases, to: usize, candidate: usize) -> Deployment {
    releases.create_deployment(PROJECT, environment(to), version(candidate)).redeploy(true).call().unwrap()
}

/// The library's side.
pub(crate) struct Ours {
    releases: Releases,
    operation: Operation,
}

impl Ours {
    pub(crate) fn new(file: &Path, synchronous: &str, operation: Operation) -> Ours {
        Ours { releases: open(file, synchronous), operation }
    }

    pub(crate) fn round(&self, callers: usize, environments: usize) -> Measured {
        if self.operation == Operation::Update {
            prepare(&self.releases, callers, environments);
        }
        let left = if self.operation == Operation::Update { prepared(callers) } else { usize::MAX };
        round(callers, |caller| {
            let mut call = 0;
            move || {
                let (to, candidate) = aim(caller, call, callers, environments);
                call += 1;
                if call > left {
                    return false;
                }
                match self.operation {
                    Operation::Create => drop(deploy(&self.releases, to, candidate)),
                    Operation::Update => {
                        let (to, version) = (environment(to), version(candidate));
                        self.releases.update_deployment_status(PROJECT, to, version, "success").call().unwrap();
                    }
                }
                true
            }
        })
    }
}
