//! Disks that are full or may not be written to. They are mounted in a process of their own, and gone with it.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use release_core::testing::{Script, changes, line, notes};
use release_core::{Code, Reads, Storage, Write};

use crate::common::*;

/// Runs a test on a small disk of its own in memory; says so where this user may not mount one.
fn on_a_small_disk(name: &str) {
    const CANNOT_MOUNT: i32 = 99;
    let folder = tempfile::tempdir().unwrap();
    let mount = format!("mount -t tmpfs -o size=2m none '{0}' || exit {CANNOT_MOUNT}", folder.path().display());
    let test = this_test(name, folder.path());
    let mut command = Command::new("unshare");
    command.args(["--mount", "--propagation", "private", "sh", "-c", &format!("{mount}; exec \"$0\" \"$@\"")]);
    command.arg(test.get_program()).args(test.get_args()).env("STORAGE_TEST_PATH", folder.path());
    match command.output() {
        Err(error) => left_out(&format!("unshare cannot be run: {error}")),
        Ok(output) => {
            let words = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
            if output.status.code() == Some(CANNOT_MOUNT) || words.contains("unshare failed") {
                return left_out(&format!("this user may not mount: {words}"));
            }
            assert!(output.status.success(), "{words}");
        }
    }
}

#[test]
fn a_full_disk_is_told_and_survived() {
    on_a_small_disk("disk::child_fills_the_disk");
}

#[test]
#[ignore = "a part of a_full_disk_is_told_and_survived"]
fn child_fills_the_disk() {
    let Some(folder) = given_path() else { return };
    let path = folder.join("releases.db");
    let ballast = folder.join("ballast");
    // Enough that, once it is gone, the log fits into the file beside itself.
    fs::write(&ballast, vec![1; 1_200_000]).unwrap();
    let storage = open(&path).unwrap();
    let mut kept = 0;
    let error = loop {
        match storage.commit(&changes([Write::Insert(line(1, &format!("{kept:0>10000}")))])) {
            Ok(()) => kept += 1,
            Err(error) => break error,
        }
    };
    assert!(kept > 10, "{error:?}");
    assert_error::<()>(Err(error), Code::StorageFull, false, &path);
    let lines = || {
        let query = release_core::Query { list: release_core::List::History, ..notes(10_000) };
        storage.read(&Reads { keys: Vec::new(), queries: vec![query] }).unwrap().rows[0].len()
    };
    assert_eq!(lines(), kept, "all that was acknowledged, and nothing else");
    fs::remove_file(&ballast).unwrap();
    storage.commit(&changes([Write::Insert(line(1, "after"))])).unwrap();
    assert_eq!(lines(), kept + 1);
    storage.close().unwrap();
    let storage = open(&path).unwrap();
    insert(&storage, "a", 1).unwrap();
}

#[test]
fn one_that_is_too_large_for_the_disk_fails_alone() {
    on_a_small_disk("disk::child_groups_a_large_one_with_others");
}

#[test]
#[ignore = "a part of one_that_is_too_large_for_the_disk_fails_alone"]
fn child_groups_a_large_one_with_others() {
    let Some(folder) = given_path() else { return };
    let path = folder.join("releases.db");
    let storage = Arc::new(open(&path).unwrap());
    let adds = |number: i64| {
        let storage = Arc::clone(&storage);
        let script = Script::new(move |notes| {
            let value = notes.get("a")?.unwrap_or_default();
            notes.put("a", value + number);
            Ok(())
        });
        std::thread::spawn(move || storage.execute(Arc::new(script)))
    };
    let blocker = Blocker::new(&storage);
    let first = adds(1);
    until(|| storage.waiting() == 1);
    let own = Arc::clone(&storage);
    let large = std::thread::spawn(move || own.commit(&changes([Write::Insert(line(1, &"x".repeat(4_000_000)))])));
    until(|| storage.waiting() == 2);
    let last = adds(10);
    blocker.let_go_before(&storage, 3);
    first.join().unwrap().unwrap();
    last.join().unwrap().unwrap();
    assert_error(large.join().unwrap(), Code::StorageFull, false, &path);
    assert_eq!(value(&storage, "a").unwrap(), Some(11));
}

#[test]
fn a_disk_without_room_for_a_new_file_is_full() {
    on_a_small_disk("disk::child_opens_on_a_full_disk");
}

#[test]
#[ignore = "a part of a_disk_without_room_for_a_new_file_is_full"]
fn child_opens_on_a_full_disk() {
    let Some(folder) = given_path() else { return };
    let path = folder.join("releases.db");
    fs::write(folder.join("ballast"), vec![1; 10_000_000]).unwrap_err();
    assert_error(open(&path), Code::StorageFull, false, &path);
    fs::remove_file(folder.join("ballast")).unwrap();
    open(&path).unwrap();
}

#[test]
fn a_disk_that_may_only_be_read_is_told() {
    on_a_small_disk("disk::child_remounts_read_only");
}

#[test]
#[ignore = "a part of a_disk_that_may_only_be_read_is_told"]
fn child_remounts_read_only() {
    let Some(folder) = given_path() else { return };
    let path = folder.join("releases.db");
    insert(&open(&path).unwrap(), "a", 1).unwrap();
    let remount = |how: &str| {
        let status = Command::new("mount").args(["-o", how]).arg(&folder).status().unwrap();
        assert!(status.success());
    };
    remount("remount,ro");
    let error = assert_error(open(&path), Code::StorageReadOnly, false, &path);
    assert!(error.message().contains("may only be read"), "{error}");
    assert_error(open(&folder.join("new.db")), Code::Unavailable, false, Path::new("new.db"));
    remount("remount,rw");
    assert_eq!(value(&open(&path).unwrap(), "a").unwrap(), Some(1));
}
