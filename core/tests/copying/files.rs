//! Files, memory, and what is refused.

use std::sync::Arc;
use std::time::Duration;

use release_core::{
    ChangeSet, Code, MemoryStorage, Reads, Releases, Result, Snapshot, SqliteOptions, SqliteStorage, Storage, Timestamp,
};

use crate::store::{copied, furnish, new_file, open, revisions_hold, seen, storage, tables, works};

#[test]
fn a_file_is_copied_into_a_file_exactly() {
    let ((_from, from), (_to, to)) = (new_file(), new_file());
    let (source, target) = (open(&from), open(&to));
    furnish(&source, 300);
    copied(&source, &target);
    assert_eq!(tables(&to), tables(&from));
    works(&source, &target);
    revisions_hold(&storage(&from), &storage(&to));
}

#[test]
fn memory_is_copied_and_is_a_copy() {
    let ((_from, from), (_to, to)) = (new_file(), new_file());
    let (source, between, target) = (open(&from), Releases::in_memory(), open(&to));
    furnish(&source, 3);
    copied(&source, &between);
    copied(&between, &target);
    assert_eq!(tables(&to), tables(&from));
    works(&source, &between);
}

/// Revisions that were given to what is gone are not given again, whichever of the two gave more.
#[test]
fn the_higher_number_counts() {
    let ((_from, from), (_to, to)) = (new_file(), new_file());
    let (source, target) = (open(&from), open(&to));
    furnish(&source, 0);
    for _ in 0..300 {
        target.add_document("tokens", "one", serde_json::json!(1)).unwrap();
        target.remove_document("tokens", "one").unwrap();
    }
    let copied = source.copy_to(&target).call().unwrap();
    assert!(copied.revision < 600);
    target.create_project("new", "acme/new").call().unwrap();
    assert!(target.history().call().unwrap().items[0].sequence > 600);
}

#[test]
fn a_file_of_an_older_version_is_copied_as_it_is_brought_up_to_date() {
    let ((_from, from), (_to, to)) = (new_file(), new_file());
    let dump = include_str!("../fixtures/schema-1-runs.sql");
    rusqlite::Connection::open(&from).unwrap().execute_batch(dump).unwrap();
    let error = Releases::options().upgrade(false).open(from.to_str().unwrap()).unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), (Code::Unavailable, false));
    assert!(error.message().contains("schema version 1") && error.message().contains("upgrade it first"), "{error}");
    let (source, target) = (open(&from), open(&to));
    source.copy_to(&target).call().unwrap();
    assert_eq!(seen(&target), seen(&source));
    drop(Releases::options().upgrade(false).open(from.to_str().unwrap()).unwrap());
    assert_eq!(tables(&to), tables(&from));

    // A newer one cannot even be opened.
    rusqlite::Connection::open(&from).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    assert_eq!(Releases::open(from.to_str().unwrap()).unwrap_err().code(), Code::SchemaTooNew);
    assert_eq!(
        source.copy_to(&open(&new_file().1.with_file_name("c.db"))).call().unwrap_err().code(),
        Code::SchemaTooNew
    );
}

#[test]
fn what_others_write_meanwhile_is_not_in_the_copy() {
    let ((_from, from), (_to, to)) = (new_file(), new_file());
    let (source, target, other) = (open(&from), open(&to), open(&from));
    furnish(&source, 3);
    let before = seen(&source);
    let mut written = false;
    let writes = |_: &release_core::Copied| {
        if !std::mem::replace(&mut written, true) {
            other.create_project("late", "acme/late").call().unwrap();
        }
    };
    source.copy_to(&target).on_progress(writes).call().unwrap();
    assert!(written);
    assert_eq!(seen(&target), before);
    assert_eq!(other.get_project("late").call().unwrap().name.as_str(), "late");
}

#[test]
fn a_retired_file_says_where_everything_went() {
    let ((_from, from), (_to, to)) = (new_file(), new_file());
    let (source, target) = (open(&from), open(&to));
    let impatient = SqliteOptions::new().busy_timeout(Duration::from_millis(20));
    let other = Releases::options().open_storage(Arc::new(SqliteStorage::open(&from, impatient).unwrap()));
    furnish(&source, 3);
    let before = seen(&source);
    let mut refused = 0;
    let writes = |_: &release_core::Copied| {
        let error = other.create_project("late", "acme/late").call().unwrap_err();
        assert_eq!((error.code(), error.is_retryable()), (Code::Unavailable, true), "{error}");
        refused += 1;
    };
    source.copy_to(&target).retire(true).on_progress(writes).call().unwrap();
    assert!(refused > 0);
    assert_eq!(seen(&target), before);

    let opened = Releases::open(from.to_str().unwrap()).unwrap_err();
    let written = other.create_project("late", "acme/late").call().unwrap_err();
    let read = other.list_projects().call().unwrap_err();
    let pumped = source.dispatch_pending().call().unwrap_err();
    for error in
        [opened, written, read, pumped, source.copy_to(&open(&new_file().1.with_file_name("x.db"))).call().unwrap_err()]
    {
        assert_eq!((error.code(), error.is_retryable()), (Code::Unavailable, false), "{error}");
        assert_eq!(error.get("moved_to"), Some(target.location().as_str()));
        assert!(error.message().contains(from.to_str().unwrap()) && error.message().contains("moved"), "{error}");
    }
    works_after_taking_it_back(&from, &before);
}

/// As the operator's guide says it.
fn works_after_taking_it_back(path: &std::path::Path, before: &[String]) {
    let connection = rusqlite::Connection::open(path).unwrap();
    let version: u32 = connection.query_row("SELECT version FROM moved", [], |row| row.get(0)).unwrap();
    let text = include_str!("../../../docs/sqlite.md");
    let command = format!("BEGIN IMMEDIATE; PRAGMA user_version = {version}; DROP TABLE moved; COMMIT");
    assert!(text.contains(&command), "docs/sqlite.md says how: {command}");
    connection.execute_batch(&command).unwrap();
    assert_eq!(seen(&open(path)), before);
}

/// Who took the version back, and left the note of where all went.
#[test]
fn a_file_is_retired_a_second_time() {
    let ((_from, from), (_one, one), (_two, two)) = (new_file(), new_file(), new_file());
    let source = open(&from);
    furnish(&source, 1);
    source.copy_to(&open(&one)).retire(true).call().unwrap();
    let connection = rusqlite::Connection::open(&from).unwrap();
    let version: u32 = connection.query_row("SELECT version FROM moved", [], |row| row.get(0)).unwrap();
    connection.execute_batch(&format!("PRAGMA user_version = {version}")).unwrap();
    let target = open(&two);
    source.copy_to(&target).retire(true).call().unwrap();
    let error = source.list_projects().call().unwrap_err();
    assert_eq!(error.get("moved_to"), Some(target.location().as_str()), "{error}");
}

#[test]
fn a_lock_is_waited_for_as_long_as_the_handle_says() {
    let ((_from, from), (_to, to)) = (new_file(), new_file());
    furnish(&open(&from), 0);
    let impatient = |path| {
        let options = SqliteOptions::new().busy_timeout(Duration::from_millis(20));
        Releases::options().open_storage(Arc::new(SqliteStorage::open(path, options).unwrap()))
    };
    let (source, target) = (impatient(&from), impatient(&to));
    for (locked, retire) in [(&from, true), (&to, false)] {
        let other = rusqlite::Connection::open(locked).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let begun = std::time::Instant::now();
        let error = source.copy_to(&target).retire(retire).call().unwrap_err();
        assert_eq!((error.code(), error.is_retryable()), (Code::Unavailable, true), "{error}");
        assert!(error.message().contains(locked.to_str().unwrap()), "{error}");
        // The client of SQLite has a time-out of its own, of 5 s.
        assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
    }
    source.copy_to(&target).retire(true).call().unwrap();
}

#[cfg(unix)]
#[test]
fn a_file_by_another_name_is_the_same() {
    let (folder, path) = new_file();
    let source = open(&path);
    furnish(&source, 0);
    let link = folder.path().join("link.db");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    let error = source.copy_to(&open(&link)).retire(true).call().unwrap_err();
    assert!(error.message().contains("both source and target"), "{error}");
    source.create_project("more", "acme/more").call().unwrap();
}

#[test]
fn only_a_file_is_retired_and_not_for_memory() {
    let ((_file, file), (_other, other)) = (new_file(), new_file());
    let (file, other, memory) = (open(&file), open(&other), Releases::in_memory());
    furnish(&file, 1);
    file.copy_to(&memory).call().unwrap();
    for (from, to) in [(&memory, &other), (&file, &Releases::in_memory())] {
        let error = from.copy_to(to).retire(true).call().unwrap_err();
        assert_eq!((error.code(), error.get("field")), (Code::InvalidRequest, Some("retire")), "{error}");
        assert!(to.list_projects().call().unwrap().items.is_empty());
    }
    file.create_project("more", "acme/more").call().unwrap();
}

#[test]
fn what_makes_no_sense_is_refused() {
    let (_folder, path) = new_file();
    let missing = Releases::options().must_exist(true);
    for location in [path.to_str().unwrap(), &format!("sqlite:{}?synchronous=normal", path.display())] {
        let error = missing.clone().open(location).unwrap_err();
        assert_eq!((error.code(), error.is_retryable()), (Code::Unavailable, false));
        assert!(error.message().contains("there is no database") && error.message().contains(path.to_str().unwrap()));
        assert!(!path.exists(), "it was made");
    }
    assert_eq!(missing.open("memory:").unwrap_err().code(), Code::InvalidRequest);

    let (empty, target) = (open(&path), Releases::in_memory());
    let error = empty.copy_to(&target).call().unwrap_err();
    assert!(error.message().contains("there is nothing in") && error.code() == Code::InvalidRequest, "{error}");
    furnish(&empty, 1);
    for itself in [&empty, &open(&path)] {
        let error = empty.copy_to(itself).retire(true).call().unwrap_err();
        assert!(error.message().contains("both source and target"), "{error}");
    }
    target.create_project("web", "acme/web").call().unwrap();
    let before = seen(&target);
    let error = empty.copy_to(&target).call().unwrap_err();
    assert!(error.message().contains("is not empty") && error.get("field") == Some("target"), "{error}");
    assert_eq!(seen(&target), before);
    seen(&empty);
    empty.close().unwrap();
    assert_eq!(empty.copy_to(&Releases::in_memory()).call().unwrap_err().code(), Code::Unavailable);
}

/// A storage as somebody else writes it.
#[derive(Debug)]
struct Theirs(MemoryStorage);

impl Storage for Theirs {
    fn read(&self, reads: &Reads) -> Result<Snapshot> {
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
        "theirs:".to_owned()
    }
}

#[test]
fn a_storage_of_somebody_elses_says_that_it_cannot_be_copied() {
    let theirs = Releases::options().open_storage(Arc::new(Theirs(MemoryStorage::new())));
    let ours = Releases::in_memory();
    ours.create_project("web", "acme/web").call().unwrap();
    theirs.create_project("web", "acme/web").call().unwrap();
    for error in [theirs.copy_to(&Releases::in_memory()).call(), ours.copy_to(&theirs).call()].map(Result::unwrap_err) {
        assert_eq!(error.code(), Code::InvalidRequest);
        assert!(error.message().contains("theirs: is of a storage that cannot be copied"), "{error}");
    }
}

/// A record that is in no list, and a place of no record: what is damaged is not copied in part.
#[test]
fn a_damaged_file_is_not_copied() {
    let ((_from, from), (_to, to)) = (new_file(), new_file());
    let (source, target) = (open(&from), open(&to));
    furnish(&source, 1);
    let sql = "DELETE FROM records WHERE key LIKE 'event/%'";
    assert!(rusqlite::Connection::open(&from).unwrap().execute(sql, []).unwrap() > 0);
    assert_eq!(source.copy_to(&target).call().unwrap_err().code(), Code::Internal);
    assert!(seen(&target).iter().all(|line| !line.contains("web")));
}
