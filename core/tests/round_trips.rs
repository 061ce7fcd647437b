//! How often a storage is asked: on a storage behind a network, every question costs a round trip.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use release_core::{ChangeSet, MemoryStorage, Reads, Releases, Result, Snapshot, Status, Storage, Timestamp};

/// Counts what the storage is asked, and leaves `execute` as it comes.
#[derive(Debug, Default)]
struct Counting {
    storage: MemoryStorage,
    reads: AtomicUsize,
    commits: AtomicUsize,
}

impl Storage for Counting {
    fn read(&self, reads: &Reads) -> Result<Snapshot> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        self.storage.read(reads)
    }

    fn commit(&self, changes: &ChangeSet) -> Result<()> {
        self.commits.fetch_add(1, Ordering::Relaxed);
        self.storage.commit(changes)
    }

    fn now(&self) -> Result<Timestamp> {
        self.storage.now()
    }

    fn close(&self) -> Result<()> {
        self.storage.close()
    }

    fn location(&self) -> String {
        self.storage.location()
    }
}

impl Counting {
    /// The reads and commits of what is done.
    fn of(&self, work: impl FnOnce()) -> (usize, usize) {
        let before = (self.reads.load(Ordering::Relaxed), self.commits.load(Ordering::Relaxed));
        work();
        (self.reads.load(Ordering::Relaxed) - before.0, self.commits.load(Ordering::Relaxed) - before.1)
    }
}

#[test]
fn a_write_asks_twice_and_a_query_once() {
    let storage = Arc::new(Counting::default());
    let releases = Releases::options().open_storage(storage.clone());
    releases.create_project("web", "acme/web").call().unwrap();
    releases.create_environment("web", "production").call().unwrap();
    let cut = |version: &str| {
        releases.create_release("web", version, "acme/web", "a1".repeat(20)).call().unwrap();
    };
    let deploy = |version: &str| {
        releases.create_deployment("web", "production", version).call().unwrap();
    };
    let report = |version: &str, status: Status| {
        releases.update_deployment_status("web", "production", version, status).call().unwrap();
    };
    // The first calls learn the names' ids.
    cut("1.0.0-rc1");
    deploy("1.0.0-rc1");

    assert_eq!(storage.of(|| cut("1.0.0-rc2")), (1, 1));
    assert_eq!(storage.of(|| deploy("1.0.0-rc2")), (1, 1));
    assert_eq!(storage.of(|| report("1.0.0-rc2", Status::InProgress)), (1, 1));
    assert_eq!(storage.of(|| report("1.0.0-rc2", Status::Success)), (1, 1));
    assert_eq!(storage.of(|| drop(releases.live("web", "production").call().unwrap())), (1, 0));
    assert_eq!(storage.of(|| drop(releases.get_candidate("web", "1.0.0-rc2").call().unwrap())), (1, 0));
    assert_eq!(storage.of(|| drop(releases.get_environment("web", "production").call().unwrap())), (1, 0));
}

#[test]
fn an_old_memory_of_a_name_decides_nothing() {
    let storage = Arc::new(MemoryStorage::new());
    let (one, other) = (Releases::options().open_storage(storage.clone()), Releases::options().open_storage(storage));
    one.create_project("web", "acme/web").call().unwrap();
    one.create_environment("web", "staging").call().unwrap();
    other.create_release("web", "1.0.0-rc1", "acme/web", "a1".repeat(20)).call().unwrap();
    other.create_deployment("web", "staging", "1.0.0-rc1").call().unwrap();

    // Behind the other handle's back, both names come to mean something else.
    one.rename_environment("web", "staging", "old-staging").call().unwrap();
    one.create_environment("web", "staging").call().unwrap();
    one.rename_project("web", "site").call().unwrap();
    one.create_project("web", "acme/web2").call().unwrap();

    let error = other.create_deployment("web", "staging", "1.0.0-rc1").call().unwrap_err();
    assert_eq!(error.code(), release_core::Code::EnvironmentNotFound);
    assert!(other.list_deployments("site", "staging").call().unwrap().items.is_empty());
    assert_eq!(other.list_deployments("site", "old-staging").call().unwrap().items.len(), 1);
}

#[cfg(feature = "declarations")]
#[test]
fn what_is_declared_is_asked_for_in_one_go() {
    let storage = Arc::new(Counting::default());
    let releases = Releases::options().open_storage(storage.clone());
    let mut text = String::from("[projects.web]\nrepository = \"acme/web\"\n");
    for n in 0..100 {
        text.push_str(&format!("[projects.web.environments.e{n}]\n"));
    }
    let apply = |text: &str| releases.apply(text).call().unwrap().changes.len();
    // A read of the list of projects to see what is not declared, and one of what is.
    assert_eq!(storage.of(|| assert_eq!(apply(&text), 101)), (2, 1));
    // The list of the project's environments besides; nothing is to be committed.
    assert_eq!(storage.of(|| assert_eq!(apply(&text), 0)), (3, 0));
    let moved = text.replace("e7]", "e7]\ntier = \"production\"").replace("e8]", "another]");
    assert_eq!(storage.of(|| assert_eq!(apply(&moved), 2)), (3, 1));
}
