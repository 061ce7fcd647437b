//! Files that are no database, not ours, damaged, or not to be used: each is told from the others, and none is harmed.

use std::fs;
use std::path::Path;

use release_core::{Code, SqliteOptions, SqliteStorage, Storage};

use crate::common::*;

#[test]
fn a_new_file_and_an_empty_file_become_databases() {
    let (_folder, path) = new_file();
    for prepare in [None, Some("")] {
        if let Some(content) = prepare {
            fs::remove_file(&path).unwrap();
            fs::write(&path, content).unwrap();
        }
        let storage = open(&path).unwrap();
        insert(&storage, "a", 1).unwrap();
        storage.close().unwrap();
        assert_eq!(value(&open(&path).unwrap(), "a").unwrap(), Some(1));
    }
}

#[test]
fn a_text_file_is_not_a_database() {
    let (_folder, path) = new_file();
    for text in ["hello".to_owned(), "project,version\n".repeat(1000)] {
        fs::write(&path, &text).unwrap();
        let error = assert_error(open(&path), Code::NotADatabase, false, &path);
        assert!(error.message().contains("no SQLite file"), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
}

#[test]
fn another_programs_database_is_left_as_it_is() {
    for mark in ["", "PRAGMA application_id = 1234;", "PRAGMA user_version = 1;"] {
        let (_folder, path) = new_file();
        by_hand(&path).execute_batch(&format!("{mark} CREATE TABLE records (theirs);")).unwrap();
        let before = fs::read(&path).unwrap();
        let error = assert_error(open(&path), Code::NotADatabase, false, &path);
        assert!(error.message().contains("another program"), "{error}");
        assert!(error.get("expected").is_some() && error.get("found").is_some());
        assert_eq!(fs::read(&path).unwrap(), before);
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "a file was left beside it");
    }
}

#[test]
fn a_newer_schema_is_left_as_it_is() {
    let (_folder, path) = new_file();
    open(&path).unwrap().close().unwrap();
    let connection = by_hand(&path);
    let known: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    connection.execute_batch("PRAGMA user_version = 99").unwrap();
    drop(connection);
    let error = assert_error(open(&path), Code::SchemaTooNew, false, &path);
    assert_eq!((error.get("found"), error.get("expected")), (Some("99"), Some(&*format!("at most {known}"))));
}

#[test]
fn a_schema_that_becomes_newer_is_noticed_by_those_who_have_it_open() {
    let (_folder, path) = new_file();
    let storage = open(&path).unwrap();
    insert(&storage, "a", 1).unwrap();
    value(&storage, "a").unwrap();
    by_hand(&path).execute_batch("PRAGMA user_version = 99").unwrap();
    assert_error(value(&storage, "a"), Code::SchemaTooNew, false, &path);
    assert_error(increment(&storage, "a"), Code::SchemaTooNew, false, &path);
    assert_error(insert(&storage, "b", 1), Code::SchemaTooNew, false, &path);
}

#[test]
fn paths_that_cannot_be_databases_are_refused() {
    for bad in ["", ":memory:", "a\0b"] {
        let error = open(Path::new(bad)).unwrap_err();
        assert_eq!((error.code(), error.get("field")), (Code::InvalidRequest, Some("database")), "{error:?}");
        assert!(error.get("expected").is_some());
    }
    let (folder, path) = new_file();
    let error = assert_error(open(folder.path()), Code::Unavailable, false, folder.path());
    assert!(error.message().contains("is a folder"), "{error}");
    let missing = folder.path().join("no/such/releases.db");
    let error = assert_error(open(&missing), Code::Unavailable, false, &missing);
    assert!(error.message().contains("make the folder first"), "{error}");
    fs::write(&path, "").unwrap();
    let below_a_file = path.join("releases.db");
    assert_error(open(&below_a_file), Code::Unavailable, false, &below_a_file);
}

#[test]
fn a_path_is_a_path_whatever_it_looks_like() {
    let (folder, _) = new_file();
    for name in ["file:x?mode=memory", "releases 100% ?#.db", "ä.db"] {
        let path = folder.path().join(name);
        insert(&open(&path).unwrap(), "a", 1).unwrap();
        assert!(path.is_file());
        assert_eq!(value(&open(&path).unwrap(), "a").unwrap(), Some(1));
    }
}

#[test]
fn the_location_is_absolute() {
    let (folder, path) = new_file();
    let storage = open(&path).unwrap();
    assert_eq!(storage.location(), format!("sqlite:{}", path.display()));
    assert!(storage.path().is_absolute());
    drop(folder);
}

#[test]
fn a_file_that_was_deleted_or_replaced_takes_no_more_writes() {
    let (folder, path) = new_file();
    let storage = open(&path).unwrap();
    insert(&storage, "a", 1).unwrap();
    let aside = folder.path().join("aside.db");
    fs::rename(&path, &aside).unwrap();
    assert_error(insert(&storage, "b", 1), Code::Unavailable, false, &path);
    assert_error(value(&storage, "a"), Code::Unavailable, false, &path);
    let other = open(&folder.path().join("other.db")).unwrap();
    other.close().unwrap();
    fs::rename(folder.path().join("other.db"), &path).unwrap();
    assert_error(insert(&storage, "b", 1), Code::Unavailable, false, &path);
    fs::rename(&aside, &path).unwrap();
    insert(&storage, "b", 1).unwrap();
}

#[test]
fn a_damaged_file_is_told_and_survived() {
    let (_folder, path) = new_file();
    let storage = open(&path).unwrap();
    for number in 0..300 {
        insert(&storage, &format!("note-{number:03}"), number).unwrap();
    }
    storage.close().unwrap();
    let mut bytes = fs::read(&path).unwrap();
    // All but the first page, which has the schema.
    for byte in &mut bytes[4096..] {
        *byte ^= 0x5a;
    }
    fs::write(&path, &bytes).unwrap();
    let storage = open(&path).unwrap();
    for _ in 0..2 {
        let error = assert_error(value(&storage, "note-000"), Code::Internal, false, &path);
        assert!(error.message().contains("damaged"), "{error}");
        assert!(!error.wire_text().contains("releases.db"), "{error}");
        assert_error(increment(&storage, "note-000"), Code::Internal, false, &path);
    }
    storage.close().unwrap();
}

#[test]
fn a_damaged_record_fails_those_who_read_it() {
    let (_folder, path) = new_file();
    let storage = open(&path).unwrap();
    insert(&storage, "bad", 1).unwrap();
    insert(&storage, "good", 1).unwrap();
    by_hand(&path).execute_batch("UPDATE records SET body = '{' WHERE key LIKE '%/bad'").unwrap();
    let error = value(&storage, "bad").unwrap_err();
    assert_eq!(error.code(), Code::Internal);
    assert!(error.message().contains("damaged store") && error.message().contains("bad"), "{error}");
    assert_eq!(increment(&storage, "bad").unwrap_err().code(), Code::Internal);
    increment(&storage, "good").unwrap();
    assert_eq!(value(&storage, "good").unwrap(), Some(2));
}

#[test]
fn a_closed_storage_leaves_one_file_and_says_so() {
    let (folder, path) = new_file();
    let storage = open(&path).unwrap();
    insert(&storage, "a", 1).unwrap();
    value(&storage, "a").unwrap();
    storage.close().unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "the log was not put away");
    let error = assert_error(value(&storage, "a"), Code::Unavailable, false, &path);
    assert!(error.message().contains("open it again"), "{error}");
    assert_error(storage.now(), Code::Unavailable, false, &path);
    storage.close().unwrap();
}

#[test]
fn dropping_closes() {
    let (folder, path) = new_file();
    let storage = SqliteStorage::open(&path, SqliteOptions::new()).unwrap();
    insert(&storage, "a", 1).unwrap();
    value(&storage, "a").unwrap();
    drop(storage);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "the log was not put away");
    assert_eq!(value(&open(&path).unwrap(), "a").unwrap(), Some(1));
}
