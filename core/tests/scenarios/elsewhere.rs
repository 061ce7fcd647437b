//! The codes of `elsewhere.json` that only a program in Rust reaches: by a commit source or a storage of its own.

use std::sync::{Arc, Mutex};

use release_core::{
    CancelAnswer, ChangeSet, Code, Commit, CommitHash, CommitName, CommitSource, Commits, Comparison, Error, Found,
    KnownCommits, MemoryStorage, Reads, Releases, Reports, Repository, Resolved, Result, RunState, Snapshot, Span,
    StartRequest, Started, Storage, Tag, Timestamp, Truth, Workflow, WorkflowTrigger,
};

const COMMIT: &str = "a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1";

#[derive(Debug)]
struct Unreachable;

fn unreachable() -> Error {
    Error::new(Code::Unavailable, "the forge does not answer")
}

impl CommitSource for Unreachable {
    fn has_repository(&self, _: &Repository) -> Result<bool> {
        Err(unreachable())
    }

    fn resolve(&self, _: &Repository, _: &CommitName) -> Result<Resolved> {
        Err(unreachable())
    }

    fn commit(&self, _: &Repository, _: &CommitHash) -> Result<Option<Commit>> {
        Err(unreachable())
    }

    fn contains(&self, _: &Repository, _: &CommitHash, _: &[CommitHash]) -> Result<Vec<Truth>> {
        Err(unreachable())
    }

    fn compare(&self, _: &Repository, _: &CommitHash, _: &CommitHash) -> Result<Comparison> {
        Err(unreachable())
    }

    fn commits(&self, _: &Repository, _: &Span) -> Result<Commits> {
        Err(unreachable())
    }

    fn tags(&self, _: &Repository) -> Result<Vec<Tag>> {
        Err(unreachable())
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

#[test]
fn a_repeated_call_is_answered_whatever_can_be_asked_today() {
    let releases = Releases::in_memory();
    releases.create_project("web", "acme/web").call().unwrap();
    releases.register_trigger("build", Particular(true)).unwrap();
    let workflow = || Workflow::new("particular", "build").unwrap();
    let update = || releases.update_project("web").build_workflow(workflow()).idempotency_key("k");
    let first = update().call().unwrap();
    releases.register_trigger("build", Particular(false)).unwrap();
    assert_eq!(update().call().unwrap(), first);
    let other = update().version_scheme("semver").call().unwrap_err();
    assert_eq!(other.code(), Code::IdempotencyKeyReused);
    let new = releases.update_project("web").build_workflow(workflow()).call().unwrap_err();
    assert_eq!(new.code(), Code::InvalidRequest);
}

/// A trigger that takes every workflow, or none.
#[derive(Debug)]
struct Particular(bool);

impl WorkflowTrigger for Particular {
    fn kind(&self) -> &str {
        "particular"
    }

    fn check(&self, _: &Workflow) -> Result<()> {
        if self.0 { Ok(()) } else { Err(Error::new(Code::InvalidRequest, "not today")) }
    }

    fn is_idempotent(&self) -> bool {
        false
    }

    fn start(&self, _: &StartRequest, _: &Reports) -> Started {
        Started::refused("not at all")
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

/// Moves a project's repository after so many reads: between what a call looks up to ask the source, and its decision.
#[derive(Debug)]
struct Moving(Arc<MemoryStorage>, Mutex<Option<(Releases, u32)>>);

impl Storage for Moving {
    fn read(&self, reads: &Reads) -> Result<Snapshot> {
        let mut armed = self.1.lock().unwrap();
        if let Some((_, left @ 1..)) = armed.as_mut() {
            *left -= 1;
        } else if let Some((other, _)) = armed.take() {
            other.rename_repository("web", "acme/web").call()?;
        }
        self.0.read(reads)
    }

    fn commit(&self, changes: &ChangeSet) -> Result<()> {
        self.0.commit(changes)
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
fn no_candidate_is_cut_past_a_source_because_its_project_moved_meanwhile() {
    let memory = Arc::new(MemoryStorage::new());
    let other = Releases::options().open_storage(memory.clone());
    other.create_project("web", "acme/old").call().unwrap();
    let moving = Arc::new(Moving(memory, Mutex::default()));
    let releases = Releases::options().open_storage(moving.clone());
    releases.register_commit_source(KnownCommits::new().repository("acme/web").unwrap());

    *moving.1.lock().unwrap() = Some((other, 2));
    let cut = || releases.create_release("web", "1.4.0-rc1", "acme/web", COMMIT).call().unwrap_err();
    let error = cut();
    assert_eq!((error.code(), error.is_retryable()), (Code::Conflict, true), "{error}");
    assert_eq!(cut().code(), Code::InvalidCommitHash, "the source is asked");
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
