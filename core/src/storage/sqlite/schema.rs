//! Whose file it is, which version its tables have, and how an older one is brought up to date.
//!
//! The migrations have one step a version, in order. One that was released is never changed; a change is a further step:
//! SQL in `migrations/`, and whether the lists are made anew behind it, because records stand in others than before or
//! the lists are kept in another way. The lists follow from the records, so they are made once, behind the last step.

use std::time::Instant;

use rusqlite::Connection;

use super::place::Place;
use super::rows::Rows;
use super::transaction::begin;
use crate::error::{Code, Error, Result};
use crate::storage::copying::moved;
use crate::storage::url::older;

/// Marks a file as one of this library's, in its header: the letters `RCOR`.
pub(super) const APPLICATION_ID: u32 = 0x5243_4f52;

/// The version of a file that was moved elsewhere: newer than any, so that every version of this library refuses it, also
/// one that has it open. Where to, and the version that it had, stand in the table `moved`.
const MOVED: u32 = i32::MAX.unsigned_abs();

/// What leads from one version of the tables to the next.
#[derive(Debug, Clone, Copy)]
pub(super) struct Migration {
    sql: &'static str,
    /// Whether every record is then put into the lists that it stands in. Costs time with the number of records.
    lists: bool,
}

pub(super) const MIGRATIONS: &[Migration] = &[
    Migration { sql: include_str!("migrations/0001_initial.sql"), lists: false },
    Migration { sql: "", lists: true },
    Migration { sql: include_str!("migrations/0003_partitions.sql"), lists: true },
];

/// The version that the migrations lead to.
pub(super) fn latest(migrations: &[Migration]) -> u32 {
    u32::try_from(migrations.len()).unwrap_or(u32::MAX)
}

/// The version of the file's tables; 0 for a file without any. Changes nothing, so that another program's file stays
/// as it was.
pub(super) fn version(connection: &Connection, place: &Place, latest: u32) -> Result<u32> {
    // One statement, so that it is one moment of a file that another process may be setting up.
    let sql = "SELECT (SELECT application_id FROM pragma_application_id), (SELECT user_version FROM \
               pragma_user_version), (SELECT count(*) FROM sqlite_schema)";
    let read = connection.query_row(sql, [], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get(2)?)));
    let (application, version, tables): (i64, i64, i64) = read.map_err(|error| place.error(error))?;
    match (application, version, tables) {
        (0, 0, 0) => Ok(0),
        (application, version, _) if application == i64::from(APPLICATION_ID) => match u32::try_from(version) {
            Ok(version) if version <= latest => Ok(version),
            _ => Err(refused(connection, place, version, latest)),
        },
        _ => Err(another_program(place, application)),
    }
}

/// Fails where the file would have to be brought up to date and is not to be.
pub(super) fn may_be_used(place: &Place, found: u32, upgrade: bool) -> Result<()> {
    let path = place.path().display();
    match found == 0 || found == latest(MIGRATIONS) || upgrade {
        true => Ok(()),
        false => Err(older(format_args!("the database {path}"), found, MIGRATIONS.len()).with("path", path)),
    }
}

/// Fails where another process, with a later version of this library, has changed the tables since they were opened.
pub(super) fn still_known(connection: &Connection, place: &Place) -> Result<()> {
    let read = connection.prepare_cached("PRAGMA user_version").and_then(|mut s| s.query_row([], |row| row.get(0)));
    let version: i64 = read.map_err(|error| place.error(error))?;
    let latest = latest(MIGRATIONS);
    if version == i64::from(latest) { Ok(()) } else { Err(refused(connection, place, version, latest)) }
}

/// Applies the migrations that the file lacks, all of them or none. Several processes may do so at once: the
/// transaction looks first which of them are still needed.
pub(super) fn migrate(connection: &Connection, place: &Place, migrations: &[Migration]) -> Result<()> {
    let latest = latest(migrations);
    if version(connection, place, latest)? == latest {
        return Ok(());
    }
    begin(connection, place, Instant::now())?;
    let done = apply(connection, place, migrations);
    if done.is_err() && !connection.is_autocommit() {
        // The error that is reported is the step's; a transaction that cannot be rolled back ends with the connection.
        let _ = connection.execute_batch("ROLLBACK");
    }
    done
}

fn apply(connection: &Connection, place: &Place, migrations: &[Migration]) -> Result<()> {
    let latest = latest(migrations);
    let from = version(connection, place, latest)?;
    let run = |sql: &str| connection.execute_batch(sql).map_err(|error| place.error(error));
    let missing = usize::try_from(from).ok().and_then(|from| migrations.get(from..)).unwrap_or_default();
    for migration in missing {
        run(migration.sql)?;
    }
    if missing.iter().any(|migration| migration.lists) {
        Rows::new(connection, place).reindex()?;
    }
    run(&format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {latest}; COMMIT"))
}

/// Commits the open transaction, and with it that everything in the file was moved elsewhere.
pub(super) fn mark_as_moved(connection: &Connection, place: &Place, to: &str) -> Result<()> {
    let latest = latest(MIGRATIONS);
    connection
        // It may be there, where somebody took the version back by hand and nothing else.
        .execute_batch(
            "CREATE TABLE IF NOT EXISTS moved (place TEXT NOT NULL, version INTEGER NOT NULL); DELETE FROM moved",
        )
        .and_then(|()| connection.execute("INSERT INTO moved (place, version) VALUES (?1, ?2)", (to, latest)))
        .and_then(|_| connection.execute_batch(&format!("PRAGMA user_version = {MOVED}; COMMIT")))
        .map_err(|error| place.error(error))
}

/// A file whose version this library does not know, or that was moved.
fn refused(connection: &Connection, place: &Place, found: i64, latest: u32) -> Error {
    if found == i64::from(MOVED) {
        let to = connection.query_row("SELECT place FROM moved", [], |row| row.get::<_, String>(0));
        return moved(&place.path().display().to_string(), to.as_deref().unwrap_or("another database"))
            .with("path", place.path().display());
    }
    let path = place.path().display();
    let message = format!(
        "the database {path} has schema version {found}, and this version of release-core knows {latest} at most; \
         use the newer release-core that wrote it"
    );
    Error::new(Code::SchemaTooNew, message)
        .with("path", path)
        .with("expected", format_args!("at most {latest}"))
        .with("found", found)
}

fn another_program(place: &Place, application: i64) -> Error {
    let path = place.path().display();
    let message =
        format!("{path} is an SQLite database of another program; it was left as it is: give the path of another file");
    Error::new(Code::NotADatabase, message)
        .with("path", path)
        .with("expected", format_args!("application id {APPLICATION_ID}"))
        .with("found", format_args!("application id {application}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::sqlite::SqliteOptions;

    const NEXT: Migration =
        Migration { sql: "ALTER TABLE records ADD COLUMN colour TEXT NOT NULL DEFAULT 'red'", lists: false };

    fn new_file() -> (tempfile::TempDir, Place, Connection) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.db");
        let connection = Connection::open(&path).unwrap();
        connection.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
        (folder, Place::new(path, &SqliteOptions::new()), connection)
    }

    #[test]
    fn each_step_is_applied_once_and_keeps_what_is_there() {
        let (_folder, place, connection) = new_file();
        migrate(&connection, &place, MIGRATIONS).unwrap();
        connection.execute_batch("INSERT INTO records (key, revision, body) VALUES ('a', 1, '{}')").unwrap();
        let further: Vec<_> = MIGRATIONS.iter().copied().chain([NEXT]).collect();
        for _ in 0..2 {
            migrate(&connection, &place, &further).unwrap();
            assert_eq!(version(&connection, &place, latest(&further)).unwrap(), latest(MIGRATIONS) + 1);
        }
        let colour: String = connection.query_row("SELECT colour FROM records", [], |row| row.get(0)).unwrap();
        assert_eq!(colour, "red");

        let error = version(&connection, &place, latest(MIGRATIONS)).unwrap_err();
        assert_eq!(error.code(), Code::SchemaTooNew);
        assert_eq!(still_known(&connection, &place).unwrap_err().code(), Code::SchemaTooNew);
    }

    #[test]
    fn a_step_that_fails_leaves_the_file_as_it_was() {
        let (_folder, place, connection) = new_file();
        migrate(&connection, &place, MIGRATIONS).unwrap();
        let broken: Vec<_> = MIGRATIONS
            .iter()
            .copied()
            .chain([NEXT, Migration { sql: "CREATE TABLE half (x); SELECT * FROM nowhere", lists: false }])
            .collect();
        assert_eq!(migrate(&connection, &place, &broken).unwrap_err().code(), Code::Internal);
        assert_eq!(version(&connection, &place, latest(&broken)).unwrap(), latest(MIGRATIONS));
        let half = "SELECT count(*) FROM sqlite_schema WHERE name = 'half' OR sql LIKE '%colour%'";
        assert_eq!(connection.query_row(half, [], |row| row.get::<_, i64>(0)).unwrap(), 0);
    }

    #[test]
    fn many_connections_may_migrate_at_once() {
        let (_folder, place, _connection) = new_file();
        let further: Vec<_> = MIGRATIONS.iter().copied().chain([NEXT]).collect();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let connection = Connection::open(place.path()).unwrap();
                    connection.busy_timeout(place.busy_timeout).unwrap();
                    migrate(&connection, &place, &further).unwrap();
                });
            }
        });
    }
}
