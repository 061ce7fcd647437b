//! Callers that wait together share a transaction; a lone caller waits for nobody.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use release_core::testing::{ManualClock, Script, line};
use release_core::{Clock, Code, Result, SqliteOptions, SqliteStorage, Storage, Timestamp, Write};

use crate::common::*;

fn spawn(storage: &Arc<SqliteStorage>, script: Script) -> std::thread::JoinHandle<Result<()>> {
    let storage = Arc::clone(storage);
    std::thread::spawn(move || storage.execute(Arc::new(script)))
}

fn adds(name: &'static str, number: i64) -> Script {
    Script::new(move |notes| {
        let value = notes.get(name)?.unwrap_or_default();
        notes.put(name, value + number);
        Ok(())
    })
}

#[test]
fn a_lone_caller_decides_on_its_own_thread_and_commits_alone() {
    let (_folder, path) = new_file();
    let storage = open(&path).unwrap();
    let before = commits_in_log(&path);
    let own = std::thread::current().id();
    for _ in 0..3 {
        let script = Script::new(move |notes| {
            assert_eq!(std::thread::current().id(), own);
            let value = notes.get("a")?.unwrap_or_default();
            notes.put("a", value + 1);
            Ok(())
        });
        storage.execute(Arc::new(script)).unwrap();
    }
    assert_eq!(commits_in_log(&path) - before, 3);
}

#[test]
fn callers_that_wait_together_share_a_commit() {
    let commits = in_time(|| {
        let (_folder, path) = new_file();
        let storage = Arc::new(open(&path).unwrap());
        let before = commits_in_log(&path);
        let blocker = Blocker::new(&storage);
        let calls: Vec<_> = (0..20).map(|_| spawn(&storage, adds("a", 1))).collect();
        let gone = blocker.let_go_before(&storage, 20);
        for call in calls {
            call.join().unwrap().unwrap();
        }
        let took = gone.elapsed();
        assert_eq!(value(&storage, "a").unwrap(), Some(20));
        (took, commits_in_log(&path) - before)
    });
    assert_eq!(commits, 1, "all of them were in the transaction of the first");
}

#[test]
fn a_group_has_a_greatest_size() {
    let (_folder, path) = new_file();
    let storage = Arc::new(open(&path).unwrap());
    let before = commits_in_log(&path);
    let blocker = Blocker::new(&storage);
    let calls: Vec<_> = (0..300).map(|_| spawn(&storage, adds("a", 1))).collect();
    blocker.let_go_before(&storage, 300);
    for call in calls {
        call.join().unwrap().unwrap();
    }
    assert_eq!(value(&storage, "a").unwrap(), Some(300));
    assert!(commits_in_log(&path) - before >= 2);
}

#[test]
fn one_that_is_refused_or_panics_hurts_no_other_of_its_group() {
    let commits = in_time(|| {
        let (_folder, path) = new_file();
        let storage = Arc::new(open(&path).unwrap());
        let before = commits_in_log(&path);
        let blocker = Blocker::new(&storage);
        let mut good = vec![spawn(&storage, adds("a", 1))];
        until(|| storage.waiting() == 1);
        let refused = spawn(
            &storage,
            Script::new(|notes| {
                assert_eq!(notes.get("a")?, Some(1), "it sees what those before it in the group have written");
                notes.put("a", -1000);
                Err(notes.refuse())
            }),
        );
        until(|| storage.waiting() == 2);
        let panics = spawn(
            &storage,
            Script::new(|notes| {
                notes.get("a")?;
                notes.put("a", -1000);
                std::panic::resume_unwind(Box::new("on purpose"))
            }),
        );
        until(|| storage.waiting() == 3);
        good.push(spawn(&storage, adds("a", 10)));
        let gone = blocker.let_go_before(&storage, 4);
        assert_eq!(refused.join().unwrap().unwrap_err().code(), Code::InvalidTransition);
        let panicked = panics.join().unwrap().unwrap_err();
        assert_eq!(panicked.code(), Code::Internal);
        assert!(panicked.message().contains("on purpose"), "{panicked}");
        for call in good {
            call.join().unwrap().unwrap();
        }
        let took = gone.elapsed();
        assert_eq!(value(&storage, "a").unwrap(), Some(11));
        (took, commits_in_log(&path) - before)
    });
    assert_eq!(commits, 1);
}

#[test]
fn a_write_that_fails_fails_its_own_caller_only() {
    let (_folder, path) = new_file();
    let storage = Arc::new(open(&path).unwrap());
    insert(&storage, "taken", 1).unwrap();
    // Stands where the next note is to stand, as nothing but damage would make it.
    let position = "SELECT 14, '', position || x'', record FROM entries WHERE list = 14";
    let steal = "UPDATE entries SET position = CAST(replace(CAST(position AS TEXT), 'taken', 'other') AS BLOB)";
    by_hand(&path).execute_batch(&format!("{position}; {steal} WHERE list = 14")).unwrap();
    let before = commits_in_log(&path);
    let blocker = Blocker::new(&storage);
    let mut good = vec![spawn(&storage, adds("a", 1))];
    until(|| storage.waiting() == 1);
    let bad = spawn(&storage, adds("other", 1));
    until(|| storage.waiting() == 2);
    good.push(spawn(&storage, adds("a", 10)));
    blocker.let_go_before(&storage, 3);
    let error = assert_error(bad.join().unwrap(), Code::Internal, false, &path);
    assert!(error.get("list").is_some(), "{error:?}");
    for call in good {
        call.join().unwrap().unwrap();
    }
    assert_eq!(value(&storage, "a").unwrap(), Some(11));
    assert_eq!(value(&storage, "other").unwrap(), None);
    assert_eq!(commits_in_log(&path) - before, 2, "each of the good ones was committed by itself");
}

#[test]
fn a_conflict_of_a_commit_hurts_no_other_of_its_group() {
    let (_folder, path) = new_file();
    let storage = Arc::new(open(&path).unwrap());
    insert(&storage, "a", 1).unwrap();
    let blocker = Blocker::new(&storage);
    let commits: Vec<_> = [("a", 5), ("b", 6), ("b", 7), ("c", 8)]
        .into_iter()
        .enumerate()
        .map(|(waiting, (name, number))| {
            let own = Arc::clone(&storage);
            let call = std::thread::spawn(move || insert(&own, name, number));
            until(|| storage.waiting() == waiting + 1);
            call
        })
        .collect();
    blocker.let_go_before(&storage, 4);
    let codes: Vec<_> = commits.into_iter().map(|call| call.join().unwrap().err().map(|e| e.code())).collect();
    assert_eq!(codes, [Some(Code::Conflict), None, Some(Code::Conflict), None]);
    assert_eq!((value(&storage, "b").unwrap(), value(&storage, "c").unwrap()), (Some(6), Some(8)));
}

#[test]
fn a_decision_that_is_put_off_writes_what_it_decided_last() {
    let (_folder, path) = new_file();
    let storage = Arc::new(open(&path).unwrap());
    let blocker = Blocker::new(&storage);
    let first = spawn(&storage, adds("a", 1));
    until(|| storage.waiting() == 1);
    // Inserts a key that it never read, and that the one before it in the group has made.
    let blind = spawn(
        &storage,
        Script::new(|notes| {
            notes.put("a", 1000);
            Ok(())
        }),
    );
    blocker.let_go_before(&storage, 2);
    first.join().unwrap().unwrap();
    assert_eq!(blind.join().unwrap().unwrap_err().code(), Code::Conflict);
    assert_eq!(value(&storage, "a").unwrap(), Some(1));
}

#[test]
fn readers_do_not_wait_for_the_writer() {
    let (_folder, path) = new_file();
    let storage = Arc::new(open(&path).unwrap());
    insert(&storage, "a", 1).unwrap();
    let blocker = Blocker::new(&storage);
    assert_eq!(value(&storage, "a").unwrap(), Some(1));
    let seen = Arc::new(Mutex::new(None));
    let sink = Arc::clone(&seen);
    let script = Script::read_only(move |notes| {
        *sink.lock().unwrap() = notes.get("a")?;
        Ok(())
    });
    storage.execute(Arc::new(script)).unwrap();
    assert_eq!(*seen.lock().unwrap(), Some(1));
    storage.commit(&release_core::ChangeSet::default()).unwrap();
    blocker.let_go_before(&storage, 0);
}

#[test]
fn a_decision_that_lied_about_only_reading_writes_nothing() {
    let (_folder, path) = new_file();
    let storage = open(&path).unwrap();
    let lies = Script::read_only(|notes| {
        notes.get("a")?;
        notes.put("a", 1);
        Ok(())
    });
    assert_eq!(storage.execute(Arc::new(lies)).unwrap_err().code(), Code::Internal);
    assert_eq!(value(&storage, "a").unwrap(), None);
}

#[test]
fn more_threads_read_than_there_are_connections() {
    let (_folder, path) = new_file();
    let storage = open(&path).unwrap();
    insert(&storage, "a", 1).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..40 {
            scope.spawn(|| {
                for _ in 0..10 {
                    assert_eq!(value(&storage, "a").unwrap(), Some(1));
                }
            });
        }
    });
}

#[test]
fn calls_that_wait_when_the_storage_is_closed_end_as_they_would_have() {
    let (_folder, path) = new_file();
    let storage = Arc::new(open(&path).unwrap());
    let blocker = Blocker::new(&storage);
    let calls: Vec<_> = (0..5).map(|_| spawn(&storage, adds("a", 1))).collect();
    until(|| storage.waiting() == 5);
    let closer = Arc::clone(&storage);
    let closing = std::thread::spawn(move || closer.close());
    until(|| storage.now().is_err());
    assert_error(increment(&storage, "a"), Code::Unavailable, false, &path);
    blocker.let_go_before(&storage, 5);
    for call in calls {
        call.join().unwrap().unwrap();
    }
    closing.join().unwrap().unwrap();
    assert_eq!(value(&open(&path).unwrap(), "a").unwrap(), Some(5));
}

#[test]
fn a_clock_that_panics_hurts_nobody_but_those_who_ask_it() {
    let (_folder, path) = new_file();
    let broken = Arc::new(AtomicBool::new(false));
    let is_broken = Arc::clone(&broken);
    let clock = Clock::new(move || match is_broken.load(Ordering::SeqCst) {
        true => std::panic::resume_unwind(Box::new("the clock is broken")),
        false => Timestamp::from_millis(0),
    });
    let storage = SqliteStorage::open(&path, SqliteOptions::new().clock(clock)).unwrap();
    increment(&storage, "a").unwrap();
    broken.store(true, Ordering::SeqCst);
    assert_eq!(increment(&storage, "a").unwrap_err().code(), Code::Internal);
    broken.store(false, Ordering::SeqCst);
    increment(&storage, "a").unwrap();
    assert_eq!(value(&storage, "a").unwrap(), Some(2));
}

#[test]
fn decisions_go_by_the_clock_that_was_given() {
    let (_folder, path) = new_file();
    let clock = ManualClock::at("2026-11-23T08:00:00Z".parse().unwrap());
    let storage = SqliteStorage::open(&path, SqliteOptions::new().clock(clock.clock())).unwrap();
    for _ in 0..2 {
        clock.advance(std::time::Duration::from_secs(3600));
        let expected = clock.now();
        assert_eq!(storage.now().unwrap(), expected);
        let look = move |notes: &mut release_core::testing::Notes<'_, '_>| {
            assert_eq!(notes.now(), expected);
            Ok(())
        };
        storage.execute(Arc::new(Script::new(look))).unwrap();
        storage.execute(Arc::new(Script::read_only(look))).unwrap();
    }
}

#[test]
fn a_large_change_set_is_written_as_one() {
    let (_folder, path) = new_file();
    let storage = open(&path).unwrap();
    let before = commits_in_log(&path);
    let writes = (0..2000).map(|number| Write::Insert(line(1, &number.to_string()))).collect();
    storage.commit(&release_core::ChangeSet { expects: Vec::new(), writes }).unwrap();
    assert_eq!(commits_in_log(&path), before + 1);
}
