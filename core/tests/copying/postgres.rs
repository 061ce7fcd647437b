//! Into PostgreSQL, and back.

use release_core::{Code, Error, PostgresStorage, Releases};

use crate::killed::killed_in_the_middle;
use crate::postgres_server::{Server, in_new_schema, new_schema, shared, sql};
use crate::store::{copied, furnish, new_file, open, revisions_hold, seen, storage, tables, works};

fn schema(url: &str) -> &str {
    url.rsplit("schema=").next().unwrap()
}

#[test]
fn a_file_goes_to_postgres_and_back_exactly() {
    let ((_from, from), (_to, to), url) = (new_file(), new_file(), new_schema());
    // With one connection, which is enough.
    let (source, between, target) = (open(&from), Releases::open(format!("{url}&pool_size=1")).unwrap(), open(&to));
    furnish(&source, 300);
    copied(&source, &between);
    copied(&between, &target);
    assert_eq!(tables(&to), tables(&from));
    works(&source, &between);
    revisions_hold(&storage(&from), &PostgresStorage::open(&url).unwrap());
    works(&source, &target);
}

#[test]
fn postgres_is_copied_into_postgres() {
    let (one, other) = (new_schema(), new_schema());
    let (source, target) = (Releases::open(&one).unwrap(), Releases::open(&other).unwrap());
    furnish(&source, 3);
    copied(&source, &target);
    works(&source, &target);
    let error = source.copy_to(&Releases::open(&one).unwrap()).call().unwrap_err();
    assert!(error.message().contains("both source and target"), "{error}");
    let error = source.copy_to(&Releases::open(new_schema()).unwrap()).retire(true).call().unwrap_err();
    assert_eq!((error.code(), error.get("field")), (Code::InvalidRequest, Some("retire")));
}

#[test]
fn a_copy_in_postgres_is_whole_or_not_there() {
    let ((_from, from), url) = (new_file(), new_schema());
    furnish(&open(&from), 600);
    let before = seen(&open(&from));
    killed_in_the_middle(from.to_str().unwrap(), &url);
    let (source, target) = (open(&from), Releases::open(&url).unwrap());
    assert_eq!(seen(&source), before);
    assert!(target.list_projects().include_archived(true).call().unwrap().items.is_empty());
    // It waits for the server to notice that the other one is gone.
    copied(&source, &target);
    works(&source, &target);
}

/// Who writes to the target while it is filled waits, and then finds what was copied.
#[test]
fn nobody_writes_into_a_copy_in_postgres() {
    let ((_from, from), url) = (new_file(), new_schema());
    let (source, target) = (open(&from), Releases::open(&url).unwrap());
    furnish(&source, 3);
    let waiting = format!(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND pid IN (SELECT pid FROM \
         pg_stat_activity WHERE query LIKE '%{}%')",
        schema(&url)
    );
    std::thread::scope(|scope| {
        let mut writer = None;
        let writes = |_: &release_core::Copied| {
            if writer.is_none() {
                let other = Releases::open(&url).unwrap();
                writer = Some(scope.spawn(move || other.create_project("web", "acme/web").call()));
                crate::postgres_server::until("the writer waits", || {
                    sql(shared(), &waiting)[0][0].as_deref() == Some("1")
                });
            }
        };
        source.copy_to(&target).on_progress(writes).call().unwrap();
        let error = writer.unwrap().join().unwrap().unwrap_err();
        assert_eq!(error.code(), Code::ProjectExists, "{error}");
    });
    assert_eq!(seen(&target), seen(&source));
}

#[test]
fn postgres_that_is_not_there_is_not_made_by_looking() {
    let url = new_schema();
    let error = Releases::options().must_exist(true).open(&url).unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), (Code::Unavailable, false));
    assert!(error.message().contains("there is nothing in"), "{error}");
    let made = format!("SELECT count(*) FROM pg_namespace WHERE nspname = '{}'", schema(&url));
    assert_eq!(sql(shared(), &made)[0][0].as_deref(), Some("0"));
    drop(Releases::open(&url).unwrap());
    Releases::options().must_exist(true).open(&url).unwrap();
}

/// After a failover the name of a server may lead to a standby, which does not have everything.
#[test]
fn postgres_that_is_a_standby_is_not_copied() {
    let server = Server::start(&[]);
    let (folder, standby) = (server.folder.display().to_string(), server.folder.join("standby").display().to_string());
    let both = server.socket.replace(&format!("host={folder}"), &format!("host={folder}&host={standby}"));
    let source = Releases::open(in_new_schema(&format!("{both}&retry_timeout_ms=300"))).unwrap();
    furnish(&source, 1);
    server.tell("replica");
    server.tell("stop");
    let target = Releases::in_memory();
    for error in [source.copy_to(&target).call().unwrap_err(), target_of(&source)] {
        assert_eq!(error.code(), Code::StorageReadOnly, "{error}");
        assert!(error.message().contains("is a replica"), "{error}");
    }
    assert!(target.list_projects().call().unwrap().items.is_empty());
    server.tell("start");
    source.copy_to(&target).call().unwrap();
    assert_eq!(seen(&target), seen(&source));
}

fn target_of(target: &Releases) -> Error {
    let source = Releases::in_memory();
    source.create_project("web", "acme/web").call().unwrap();
    source.copy_to(target).call().unwrap_err()
}

/// A file whose mark cannot be written, and the guide's way out, as it is written there.
#[test]
fn postgres_takes_over_from_a_file_that_is_retired_by_hand() {
    let ((_from, from), url) = (new_file(), new_schema());
    let (source, guide) = (open(&from), include_str!("../../../docs/postgresql.md"));
    let commands: Vec<&str> = guide
        .lines()
        .filter_map(|line| line.trim().strip_prefix("$ sqlite3 releases.db \"")?.strip_suffix('"'))
        .collect();
    let [given, by_hand] = commands[..] else { panic!("{commands:?}") };
    let (given_there, drop_it) = ("SELECT last_value FROM release_core.revisions", "DROP SCHEMA release_core CASCADE");
    assert!(guide.contains(given_there) && guide.contains(drop_it));
    furnish(&source, 1);
    let file = rusqlite::Connection::open(&from).unwrap();
    file.execute_batch("CREATE VIEW moved AS SELECT 1").unwrap();
    let numbers = || {
        let here: i64 = file.query_row(given, [], |row| row.get(0)).unwrap();
        let there = sql(shared(), &given_there.replace("release_core", schema(&url)));
        (here, there[0][0].clone().unwrap().parse::<i64>().unwrap())
    };

    for _ in 0..2 {
        let error = source.copy_to(&Releases::open(&url).unwrap()).retire(true).call().unwrap_err();
        assert_eq!((error.get("copied"), error.is_retryable()), (Some("true"), false), "{error}");
        assert!(error.message().contains("do not copy again") && !error.message().contains("call again"), "{error}");
        let (here, there) = numbers();
        assert_eq!(here, there);
        // The next attempt is by somebody who did not stop what uses the file.
        source.add_document("tokens", &format!("late-{here}"), serde_json::json!(1)).unwrap();
        let (here, there) = numbers();
        assert!(here > there);
        sql(shared(), &drop_it.replace("release_core", schema(&url)));
    }
    let target = Releases::open(&url).unwrap();
    source.copy_to(&target).retire(true).call().unwrap_err();
    assert_eq!(numbers().0, numbers().1);
    file.execute_batch("DROP VIEW moved").unwrap();
    file.execute_batch(by_hand).unwrap();
    let error = source.list_projects().call().unwrap_err();
    // Errors name no user of a URL.
    assert_eq!(error.get("moved_to"), Some("postgres://***@db.acme.dev:5432/releases?schema=release_core"));
    assert!(file.execute_batch(by_hand).unwrap_err().to_string().contains("table moved already exists"));
    file.execute_batch("ROLLBACK").unwrap();
    let kept: u32 = file.query_row("SELECT version FROM moved", [], |row| row.get(0)).unwrap();
    file.execute_batch(&format!("BEGIN IMMEDIATE; PRAGMA user_version = {kept}; DROP TABLE moved; COMMIT")).unwrap();
    assert_eq!(seen(&source), seen(&target));
}

/// What a user may not do at the end is told at the beginning.
#[test]
fn postgres_says_what_to_grant() {
    let server = Server::start(&[]);
    let url = in_new_schema(&server.socket);
    let (source, owner) = (Releases::in_memory(), Releases::open(&url).unwrap());
    furnish(&source, 1);
    let guide = include_str!("../../../docs/postgresql.md");
    let grants: String = guide.lines().filter(|line| line.starts_with("GRANT ") && line.ends_with("TO app;")).collect();
    sql(&server.socket, &format!("CREATE ROLE app LOGIN; {}", grants.replace("release_core", schema(&url))));
    let app = Releases::open(url.replace("user=postgres", "user=app").replace("//postgres@", "//app@")).unwrap();

    let mut parts = 0;
    let error = source.copy_to(&app).on_progress(|_| parts += 1).call().unwrap_err();
    let update = format!("GRANT UPDATE ON SEQUENCE {}.revisions TO app", schema(&url));
    assert_eq!((error.get("grants"), error.is_retryable(), parts), (Some(&*update), false, 0), "{error}");
    assert!(
        error.message().contains(&update) && guide.contains("GRANT UPDATE ON SEQUENCE release_core.revisions TO app")
    );
    sql(&server.socket, &update);
    source.copy_to(&app).call().unwrap();
    assert_eq!(seen(&owner), seen(&source));

    sql(&server.socket, &format!("REVOKE SELECT ON {}.entries FROM app", schema(&url)));
    let target = Releases::in_memory();
    let error = app.copy_to(&target).on_progress(|_| parts += 1).call().unwrap_err();
    let select = format!("GRANT SELECT ON TABLE {}.entries TO app", schema(&url));
    assert_eq!((error.get("grants"), parts), (Some(&*select), 0), "{error}");
    sql(&server.socket, &select);
    app.copy_to(&target).call().unwrap();
    assert_eq!(seen(&target), seen(&source));
}

/// Large records come in parts of few.
#[test]
fn postgres_gives_parts_of_bounded_size() {
    let (source, large) = (Releases::open(new_schema()).unwrap(), "x".repeat(60_000));
    for number in 0..150 {
        source.add_document("pages", &number.to_string(), serde_json::json!(large)).unwrap();
    }
    let mut steps = vec![0];
    source.copy_to(&Releases::in_memory()).on_progress(|copied| steps.push(copied.records)).call().unwrap();
    let largest = steps.windows(2).skip(1).map(|pair| pair[1] - pair[0]).max().unwrap();
    assert!(steps[1] <= 50 && largest <= 20, "{steps:?}");
}

/// Who copies what others use does not change it for them.
#[test]
fn postgres_of_an_older_version_is_left_as_it_is() {
    let url = new_schema();
    let schema = schema(&url);
    let initial = include_str!("../../src/storage/postgres/migrations/0001_initial.sql");
    let initial = initial.replace("{schema}", schema).replace("{name}", schema);
    sql(shared(), &format!("CREATE SCHEMA {schema}; {initial}; UPDATE {schema}.about SET version = 1"));
    let error = Releases::options().upgrade(false).open(&url).unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), (Code::Unavailable, false));
    assert!(error.message().contains("schema version 1") && error.message().contains("upgrade it first"), "{error}");
    let version = sql(shared(), &format!("SELECT version FROM {schema}.about"));
    assert_eq!(version[0][0].as_deref(), Some("1"));
    drop(Releases::open(&url).unwrap());
    Releases::options().upgrade(false).open(&url).unwrap();
}

/// Tables that a newer version of the library has changed since they were opened.
#[test]
fn postgres_of_a_newer_version_is_neither_source_nor_target() {
    let ((_from, from), url) = (new_file(), new_schema());
    let (file, database) = (open(&from), Releases::open(&url).unwrap());
    furnish(&file, 1);
    sql(shared(), &format!("UPDATE {}.about SET version = 99", schema(&url)));
    assert_eq!(file.copy_to(&database).call().unwrap_err().code(), Code::SchemaTooNew);
    assert_eq!(database.copy_to(&Releases::in_memory()).call().unwrap_err().code(), Code::SchemaTooNew);
}
