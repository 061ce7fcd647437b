//! Files of earlier versions, and what people see who open a file with the `sqlite3` shell.

use release_core::testing::{Workload, line_partition, notes};
use release_core::{List, Query, Reads, Storage};

use crate::common::*;

/// A dump of a file of each schema version. Each has the notes `kept` (7) and `changed` (2), and one line of group 1.
const FIXTURES: &[&str] = &[
    include_str!("../fixtures/schema-1.sql"),
    include_str!("../fixtures/schema-2.sql"),
    include_str!("../fixtures/schema-3.sql"),
];

/// A file of schema version 1 with a deployment and a build under way.
const RUNS: &str = include_str!("../fixtures/schema-1-runs.sql");

fn schema_of(path: &std::path::Path) -> Vec<(String, String)> {
    let connection = by_hand(path);
    let mut statement =
        connection.prepare("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

fn version_of(path: &std::path::Path) -> i64 {
    by_hand(path).query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap()
}

#[test]
fn files_of_every_version_are_brought_up_to_date_in_place() {
    let (_new_folder, new) = new_file();
    open(&new).unwrap().close().unwrap();
    assert_eq!(version_of(&new), i64::try_from(FIXTURES.len()).unwrap(), "each schema version has a fixture");
    for (dump, version) in FIXTURES.iter().zip(1..) {
        let (_folder, path) = new_file();
        by_hand(&path).execute_batch(dump).unwrap();
        assert_eq!(version_of(&path), version);
        let storage = open(&path).unwrap();
        assert_eq!(value(&storage, "kept").unwrap(), Some(7));
        let before = stored(&storage, "changed").unwrap().unwrap().revision;
        increment(&storage, "changed").unwrap();
        let after = stored(&storage, "changed").unwrap().unwrap();
        assert!(after.revision > before && after.revision > 4, "revisions go on where they were");
        assert_eq!(value(&storage, "changed").unwrap(), Some(3));
        let lines = Query { list: List::History, partition: line_partition(1), ..notes(10) };
        let rows = storage.read(&Reads { keys: Vec::new(), queries: vec![lines, notes(10)] }).unwrap().rows;
        assert_eq!((rows[0].len(), rows[1].len()), (1, 2));
        storage.close().unwrap();
        assert_eq!(schema_of(&path), schema_of(&new), "of version {version}");
    }
}

/// The lists that a file's records stand in: each list with its partition and the record's key.
fn lists_of(path: &std::path::Path) -> Vec<(u8, String, Vec<u8>, String)> {
    let connection = by_hand(path);
    let sql = match version_of(path) {
        1 | 2 => "SELECT list, partition, position, key FROM entries JOIN records ON records.id = record",
        _ => {
            "SELECT list, name, position, key FROM entries JOIN partitions ON partitions.id = partition
             JOIN records ON records.id = record"
        }
    };
    let mut statement = connection.prepare(&format!("{sql} ORDER BY 1, 2, 3")).unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn the_runs_of_an_old_file_stand_in_the_new_lists() {
    let (_folder, path) = new_file();
    by_hand(&path).execute_batch(RUNS).unwrap();
    let before = lists_of(&path);
    // As several processes that are started together would.
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| open(&path).unwrap().close().unwrap());
        }
    });
    let after = lists_of(&path);
    assert!(before.iter().all(|entry| after.contains(entry)), "what stood in a list stays there");
    let added: Vec<_> = after.into_iter().filter(|entry| !before.contains(entry)).collect();
    let added: Vec<_> = added.iter().map(|(list, partition, ..)| (*list, partition.as_str())).collect();
    let expected = [
        (12, "*/deploy-1"),
        (12, "*/deploy-2"),
        (20, "build-7"),
        (21, "builds"),
        (21, "deployments"),
        (22, "acme/web"),
    ];
    assert_eq!(added, expected);
}

#[test]
fn an_old_file_with_a_damaged_record_is_left_as_it_was() {
    let (_folder, path) = new_file();
    let connection = by_hand(&path);
    connection.execute_batch(RUNS).unwrap();
    connection.execute_batch("UPDATE records SET body = '{}' WHERE key LIKE 'deployment/%'").unwrap();
    drop(connection);
    let before = lists_of(&path);
    assert_error_of_damage(open(&path));
    assert_eq!((version_of(&path), lists_of(&path)), (1, before));
}

fn assert_error_of_damage(outcome: release_core::Result<release_core::SqliteStorage>) {
    let error = outcome.unwrap_err();
    assert_eq!(error.code(), release_core::Code::Internal, "{error:?}");
    assert!(error.get("path").is_some(), "{error:?}");
}

#[test]
fn people_can_read_the_file() {
    let (_folder, path) = new_file();
    let storage = open(&path).unwrap();
    let load = Workload::new(1).unwrap();
    load.prepare(&storage).unwrap();
    storage.execute(load.deploy()).unwrap();
    let connection = by_hand(&path);
    for (view, expected) in [
        ("SELECT name || ' ' || repository FROM projects", "web-1 acme/web"),
        ("SELECT project || ' ' || name || ' ' || tier FROM environments", "web-1 production production"),
        (
            "SELECT project || ' ' || version || ' ' || substr(\"commit\", 1, 7) FROM candidates",
            "web-1 1.4.0-rc1 0123456",
        ),
        (
            "SELECT project || ' ' || environment || ' ' || number || ' ' || candidate || ' ' || status FROM deployments",
            "web-1 production 1 1.4.0-rc1 pending",
        ),
        (
            "SELECT action || ' ' || project || ' ' || environment || ' ' || candidate FROM events",
            "deployment.created web-1 production 1.4.0-rc1",
        ),
    ] {
        let found: String = connection.query_row(view, [], |row| row.get(0)).unwrap();
        assert_eq!(found, expected, "{view}");
    }
    let status = "SELECT json_extract(body, '$.data.status') FROM records WHERE key LIKE 'deployment/%'";
    assert_eq!(connection.query_row(status, [], |row| row.get::<_, String>(0)).unwrap(), "pending");
}
