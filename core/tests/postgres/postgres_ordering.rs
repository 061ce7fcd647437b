//! What several machines see of each other.

use std::sync::{Arc, Barrier};

use release_core::testing::{Script, changes, line, line_partition, note, note_key, notes};
use release_core::{ChangeSet, Code, Expect, List, PostgresStorage, Query, Reads, Storage, Write};

use crate::postgres_server::{new_schema, shared, sql};

fn line_reads(group: u128) -> Reads {
    let query = Query { list: List::History, partition: line_partition(group), descending: true, ..notes(100) };
    Reads { keys: Vec::new(), queries: vec![query] }
}

/// Two change sets that each expect the other's record to be absent: one of them must not pass.
#[test]
fn records_that_are_absent_are_locked_too() {
    let url = new_schema();
    let storages = [PostgresStorage::open(&url).unwrap(), PostgresStorage::open(&url).unwrap()];
    for round in 0..40 {
        let names = [format!("a-{round}"), format!("b-{round}")];
        let barrier = Barrier::new(2);
        let passed: Vec<bool> = std::thread::scope(|scope| {
            let commit = |own: usize| {
                let (names, storages, barrier) = (&names, &storages, &barrier);
                scope.spawn(move || {
                    let expects = vec![(note_key(&names[1 - own]), Expect::Absent)];
                    let set = ChangeSet { expects, writes: vec![Write::Insert(note(&names[own], 1))] };
                    barrier.wait();
                    match storages[own].commit(&set) {
                        Ok(()) => true,
                        Err(error) => {
                            assert_eq!(error.code(), Code::Conflict, "{error}");
                            false
                        }
                    }
                })
            };
            let threads = [commit(0), commit(1)];
            threads.map(|thread| thread.join().unwrap()).into()
        });
        assert_eq!(passed.iter().filter(|passed| **passed).count(), 1, "round {round}");
    }
}

/// A reader of the log never sees an event before an earlier one that is still to come.
#[test]
fn no_event_comes_late() {
    let url = new_schema();
    let open = || PostgresStorage::open(&url).unwrap();
    let (writers, reader) = ([open(), open(), open()], open());
    std::thread::scope(|scope| {
        for (writer, storage) in writers.iter().enumerate() {
            scope.spawn(move || {
                for number in 0..60 {
                    let many = (0..=number % 5).map(|n| Write::Insert(line(1, &format!("{writer}-{number}-{n}"))));
                    storage.commit(&changes(many)).unwrap();
                }
            });
        }
        let expected: usize = (0..60).map(|number| number % 5 + 1).sum::<usize>() * writers.len();
        let mut seen: Vec<u64> = Vec::new();
        while seen.len() < expected {
            let mut reads = line_reads(1);
            reads.queries[0].limit = 10_000;
            let found = reader.read(&reads).unwrap().rows.remove(0);
            let mut now: Vec<u64> = found.iter().map(|row| row.stored.revision).collect();
            now.reverse();
            assert!(now.starts_with(&seen), "what was seen once stays the beginning of the log");
            seen = now;
        }
    });
}

/// Many changes at once take the lock of all instead of thousands, and are checked like others.
#[test]
fn a_large_change_set_is_one_too() {
    let storage = PostgresStorage::open(&new_schema()).unwrap();
    let many = |from: i64| (from..from + 1500).map(|n| Write::Insert(note(&format!("n{n}"), n)));
    storage.commit(&changes(many(0))).unwrap();
    let error = storage.commit(&changes(many(1499))).unwrap_err();
    assert_eq!(error.code(), Code::Conflict);
    let found = storage.read(&Reads { keys: Vec::new(), queries: vec![notes(10_000)] }).unwrap();
    assert_eq!(found.rows[0].len(), 1500);
}

/// A decision on a record that many write gets through, and others that only read are not held up by it.
#[test]
fn a_hot_record_is_counted_exactly() {
    let url = new_schema();
    let storages: Vec<_> = (0..3).map(|_| PostgresStorage::open(&url).unwrap()).collect();
    let count = || {
        Arc::new(
            Script::new(|view| {
                let value = view.get("hot")?.unwrap_or_default();
                view.get("read only")?;
                view.put("hot", value + 1);
                Ok(())
            })
            .reading(&["hot", "read only"]),
        )
    };
    std::thread::scope(|scope| {
        for storage in &storages {
            for _ in 0..4 {
                scope.spawn(|| (0..20).for_each(|_| storage.execute(count()).unwrap()));
            }
        }
    });
    let found = storages[0].read(&Reads { keys: vec![note_key("hot")], queries: Vec::new() }).unwrap();
    let value = found.records[0].as_ref().and_then(|stored| release_core::testing::note_value(&stored.record));
    assert_eq!(value, Some(240));
}

/// An attempt that arrives after everybody has forgotten it is refused.
#[test]
fn what_arrives_too_late_is_refused() {
    let url = new_schema();
    drop(PostgresStorage::open(&url).unwrap());
    let schema = url.rsplit("schema=").next().unwrap();
    let commit = |key: &str, age: u32| {
        let empty = "'{}', ".repeat(11);
        let text = format!(
            "SELECT {schema}.commit_1(gen_random_uuid()::text, floor(extract(epoch FROM clock_timestamp()) * \
             1000)::bigint - {age}, '{{{key}}}', '{{NULL}}', '{{t}}', 1, '{{{key}}}', '{{1}}', ARRAY['{{}}'], {empty}'{{}}')"
        );
        sql(shared(), &text)[0][0].clone()
    };
    assert_eq!(commit("a", 300_001).as_deref(), Some("{\"\"}"));
    assert_eq!(commit("a", 250_000), None);

    // So is one that only its wait for a lock has made late.
    let hash = format!("hashtextextended('b', hashtextextended('{schema}', 0))");
    let locked = format!(
        "SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid::bigint << 32 | objid::bigint = {hash} AND"
    );
    std::thread::scope(|scope| {
        let wait_and_go = format!(
            "SELECT {schema}.lock_1('{{b}}'); DO $$ BEGIN WHILE NOT EXISTS ({locked} NOT granted) LOOP PERFORM \
             pg_sleep(0.01); END LOOP; PERFORM pg_sleep(1.1); END $$"
        );
        scope.spawn(move || sql(shared(), &wait_and_go));
        while sql(shared(), &format!("SELECT 1 WHERE EXISTS ({locked} granted)")).is_empty() {}
        assert_eq!(commit("b", 299_000).as_deref(), Some("{\"\"}"));
    });
    let kept = sql(shared(), &format!("SELECT count(*) FROM {schema}.records"));
    assert_eq!(kept[0][0].as_deref(), Some("1"));
}
