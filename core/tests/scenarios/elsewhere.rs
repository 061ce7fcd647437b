//! The codes of `elsewhere.json` that only a program in Rust reaches: by a commit source or a storage of its own.

use std::sync::Arc;

use release_core::{
    ChangeSet, Code, CommitName, CommitSource, Error, MemoryStorage, Reads, Releases, Repository, Resolved, Result,
    Snapshot, Storage, Timestamp,
};

const COMMIT: &str = "a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1";

#[derive(Debug)]
struct Unreachable;

impl CommitSource for Unreachable {
    fn has_repository(&self, _: &Repository) -> Result<bool> {
        Err(Error::new(Code::Unavailable, "the forge does not answer"))
    }

    fn resolve(&self, _: &Repository, _: &CommitName) -> Result<Resolved> {
        Err(Error::new(Code::Unavailable, "the forge does not answer"))
    }
}

#[test]
fn a_commit_source_that_cannot_be_asked() {
    let releases = Releases::in_memory();
    releases.create_project("web", "acme/web").call().unwrap();
    releases.create_release("web", "1.4.0-rc1", "acme/web", COMMIT).call().unwrap();
    releases.register_commit_source(Unreachable);
    let create = |version| releases.create_release("web", version, "acme/web", COMMIT).call();

    let error = create("1.4.0-rc2").unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), (Code::CommitSourceUnavailable, true));
    // What exists needs no source, and a repository that is not the project's is refused without one.
    assert!(create("1.4.0-rc1").is_ok());
    let other = releases.create_release("web", "1.4.0-rc2", "acme/other", COMMIT).call();
    assert_eq!(other.unwrap_err().code(), Code::RepositoryNotFound);
}

/// Reads as the storage in memory, and refuses to commit.
#[derive(Debug)]
struct Refusing(MemoryStorage, Code);

impl Storage for Refusing {
    fn read(&self, reads: &Reads) -> Result<Snapshot> {
        self.0.read(reads)
    }

    fn commit(&self, changes: &ChangeSet) -> Result<()> {
        if changes.writes.is_empty() {
            return self.0.commit(changes);
        }
        Err(Error::new(self.1, "not now"))
    }

    fn now(&self) -> Result<Timestamp> {
        self.0.now()
    }

    fn close(&self) -> Result<()> {
        self.0.close()
    }

    fn location(&self) -> String {
        self.0.location()
    }
}

#[test]
fn what_a_storage_says_is_handed_on() {
    for code in [Code::Internal, Code::StorageReadOnly, Code::StorageFull, Code::Unavailable] {
        let storage = Arc::new(Refusing(MemoryStorage::new(), code));
        let releases = Releases::options().open_storage(storage);
        let error = releases.create_project("web", "acme/web").call().unwrap_err();
        assert_eq!(error.code(), code);
        assert_eq!(error.get("operation"), Some("create_project"));
        assert!(releases.list_projects().call().unwrap().items.is_empty());
    }
}
