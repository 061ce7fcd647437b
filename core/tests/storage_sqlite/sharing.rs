//! One file, used by several storages, threads and processes.

use std::time::{Duration, Instant};

use release_core::{Code, Storage};

use crate::common::*;

const TIMES: i64 = 50;

#[test]
fn two_storages_on_one_file_count_together() {
    let (_folder, path) = new_file();
    let storages = [open(&path).unwrap(), open(&path).unwrap()];
    std::thread::scope(|scope| {
        for storage in &storages {
            for _ in 0..4 {
                scope.spawn(move || (0..TIMES).for_each(|_| increment(storage, "counter").unwrap()));
            }
        }
    });
    for storage in &storages {
        assert_eq!(value(storage, "counter").unwrap(), Some(8 * TIMES));
    }
}

#[test]
fn what_one_storage_remembers_another_one_may_change() {
    let (_folder, path) = new_file();
    let (one, other) = (open(&path).unwrap(), open(&path).unwrap());
    let mut last = 0;
    for round in 1..=10 {
        for storage in [&one, &one, &other] {
            increment(storage, "counter").unwrap();
            let revision = stored(storage, "counter").unwrap().unwrap().revision;
            assert!(revision > last);
            last = revision;
        }
        assert_eq!(value(&one, "counter").unwrap(), Some(round * 3));
    }
}

/// Several processes make the file at once, and count in it together.
#[test]
fn processes_make_and_share_a_file() {
    let (_folder, path) = new_file();
    let children: Vec<_> = (0..4).map(|_| this_test("sharing::child_counts", &path).spawn().unwrap()).collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(value(&open(&path).unwrap(), "counter").unwrap(), Some(4 * TIMES));
}

#[test]
#[ignore = "a part of processes_make_and_share_a_file"]
fn child_counts() {
    let Some(path) = given_path() else { return };
    let storage = open(&path).unwrap();
    (0..TIMES).for_each(|_| increment(&storage, "counter").unwrap());
}

#[test]
fn threads_make_a_file_at_once() {
    for _ in 0..10 {
        let (_folder, path) = new_file();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| increment(&open(&path).unwrap(), "counter").unwrap());
            }
        });
        assert_eq!(value(&open(&path).unwrap(), "counter").unwrap(), Some(8));
    }
}

/// A process that is killed leaves its log, and the next one to open the file finds what was committed.
#[test]
fn what_was_committed_survives_a_process_that_dies() {
    let (_folder, path) = new_file();
    let status = this_test("sharing::child_dies", &path).status().unwrap();
    assert!(!status.success());
    assert_eq!(value(&open(&path).unwrap(), "counter").unwrap(), Some(TIMES));
}

#[test]
#[ignore = "a part of what_was_committed_survives_a_process_that_dies"]
fn child_dies() {
    let Some(path) = given_path() else { return };
    let storage = open(&path).unwrap();
    (0..TIMES).for_each(|_| increment(&storage, "counter").unwrap());
    std::process::abort();
}

#[test]
fn a_file_that_stays_locked_is_busy() {
    let (_folder, path) = new_file();
    let storage = open_impatient(&path).unwrap();
    insert(&storage, "a", 1).unwrap();
    let other = by_hand(&path);
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = assert_error(increment(&storage, "a"), Code::Unavailable, true, &path);
    assert!(error.message().contains("busy") && error.cause().is_some(), "{error:?}");
    assert_error(insert(&storage, "b", 1), Code::Unavailable, true, &path);
    assert_eq!(value(&storage, "a").unwrap(), Some(1), "readers need no lock");
    other.execute_batch("COMMIT").unwrap();
    increment(&storage, "a").unwrap();
    assert_eq!(value(&storage, "a").unwrap(), Some(2));
}

#[test]
fn callers_wait_for_a_locked_file_together_and_not_one_behind_the_other() {
    const CALLERS: u32 = 64;
    let (_folder, path) = new_file();
    let patience = Duration::from_millis(300);
    let options = release_core::SqliteOptions::new().busy_timeout(patience);
    let storage = release_core::SqliteStorage::open(&path, options).unwrap();
    let other = by_hand(&path);
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let start = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..CALLERS {
            scope.spawn(|| assert_error(increment(&storage, "a"), Code::Unavailable, true, &path));
        }
    });
    assert!(start.elapsed() < patience * CALLERS / 2, "they took {:?}", start.elapsed());
}

#[test]
fn a_file_that_is_locked_while_it_is_opened_is_busy() {
    let (_folder, path) = new_file();
    let other = by_hand(&path);
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    assert_error(open_impatient(&path), Code::Unavailable, true, &path);
    other.execute_batch("COMMIT").unwrap();
    open_impatient(&path).unwrap().close().unwrap();
}

#[test]
fn a_lock_that_is_given_back_in_time_is_waited_for() {
    let (_folder, path) = new_file();
    let storage = open(&path).unwrap();
    let other = by_hand(&path);
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    std::thread::scope(|scope| {
        let call = scope.spawn(|| increment(&storage, "a"));
        std::thread::sleep(Duration::from_millis(50));
        other.execute_batch("COMMIT").unwrap();
        call.join().unwrap().unwrap();
    });
    assert_eq!(value(&storage, "a").unwrap(), Some(1));
}
