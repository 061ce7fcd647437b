//! From a path to connections.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, MAIN_DB, OpenFlags};

use super::errors;
use super::options::{SqliteOptions, Synchronous};
use super::place::Place;
use super::schema;
use crate::error::{Code, Error, Result, excerpt};

/// What writing may leave in the log before a commit copies it into the file, in pages of 4 KiB. SQLite's 1000 would
/// make a group of 256 decisions copy at nearly every commit.
const CHECKPOINT_PAGES: u32 = 4000;
/// What the log's file is cut to once it was copied.
const LOG_BYTES: u32 = 64 << 20;
const WRITER_CACHE_KIB: u32 = 16 << 10;
const READER_CACHE_KIB: u32 = 2 << 10;
/// More than there are statements.
const STATEMENTS: usize = 40;

/// Opens a file, makes it where there is none, and brings an older one up to date if `upgrade` says so: its place and the connection that writes.
pub(super) fn open(path: &Path, options: &SqliteOptions, upgrade: bool) -> Result<(Place, Connection)> {
    // Made absolute, because further connections are opened later, when the process may work in another folder.
    let path = checked(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let connection = connect(&path, flags).map_err(|error| errors::from_sqlite(&path, error))?;
    let place = Place::new(path, options);
    if connection.is_readonly(MAIN_DB).map_err(|error| place.error(error))? {
        let shown = place.path().display();
        return Err(Error::new(Code::StorageReadOnly, errors::read_only(&shown)).with("path", shown));
    }
    connection.busy_timeout(place.busy_timeout).map_err(|error| place.error(error))?;
    schema::version(&connection, &place, schema::latest(schema::MIGRATIONS))
        .and_then(|found| schema::may_be_used(&place, found, upgrade))?;
    use_log(&connection, &place)?;
    set_up(&connection, &place, WRITER_CACHE_KIB).map_err(|error| place.error(error))?;
    schema::migrate(&connection, &place, schema::MIGRATIONS)?;
    // From here on `begin` waits for the lock itself, at a finer pace than SQLite's own handler.
    connection.busy_timeout(Duration::ZERO).map_err(|error| place.error(error))?;
    Ok((place, connection))
}

/// One more connection that writes, to a file that is open; for what must not be lost, whatever the handle allows for.
pub(super) fn open_writer(place: &Place) -> Result<Connection> {
    let connection = connect(place.path(), OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(|error| place.error(error))?;
    let set_up = || {
        connection.busy_timeout(place.busy_timeout)?;
        set_up(&connection, place, WRITER_CACHE_KIB)?;
        connection.execute_batch("PRAGMA synchronous = FULL")?;
        // `begin` waits for the lock itself, as long as the handle says.
        connection.busy_timeout(Duration::ZERO)
    };
    set_up().map_err(|error| place.error(error))?;
    Ok(connection)
}

/// One more connection to a file that is open, for reading only.
pub(super) fn open_reader(place: &Place) -> Result<Connection> {
    // Not SQLITE_OPEN_READ_ONLY: readers write the shared memory that says what they read.
    let connection = connect(place.path(), OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(|error| place.error(error))?;
    let set_up = || {
        connection.busy_timeout(place.busy_timeout)?;
        set_up(&connection, place, READER_CACHE_KIB)?;
        connection.execute_batch("PRAGMA query_only = ON")
    };
    set_up().map_err(|error| place.error(error))?;
    Ok(connection)
}

fn connect(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    // Without SQLITE_OPEN_URI, so that a path that begins with "file:" is a path like any other.
    let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_EXRESCODE;
    Connection::open_with_flags(path, flags)
}

fn set_up(connection: &Connection, place: &Place, cache_kib: u32) -> rusqlite::Result<()> {
    let synchronous = match place.synchronous {
        Synchronous::Full => "FULL",
        Synchronous::Normal => "NORMAL",
    };
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // Otherwise SQLite plans a statement anew whenever a bound position differs from the last one.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // On macOS a plain fsync does not reach the disk; elsewhere fullfsync means nothing.
    connection.execute_batch(&format!(
        "PRAGMA synchronous = {synchronous};
         PRAGMA fullfsync = ON;
         PRAGMA checkpoint_fullfsync = ON;
         PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES};
         PRAGMA journal_size_limit = {LOG_BYTES};
         PRAGMA cache_size = -{cache_kib};
         PRAGMA temp_store = MEMORY;
         PRAGMA trusted_schema = OFF;"
    ))
}

/// Switches the file to a write-ahead log, which it stays in. SQLite does not wait for others at this step.
fn use_log(connection: &Connection, place: &Place) -> Result<()> {
    let start = Instant::now();
    loop {
        match connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get::<_, String>(0)) {
            Ok(mode) if mode == "wal" => return Ok(()),
            Ok(mode) => {
                let path = place.path().display();
                let message = format!(
                    "the database {path} cannot have a write-ahead log where it is; keep it on a local disk, not on a \
                     network's"
                );
                return Err(Error::new(Code::Unavailable, message)
                    .with("path", path)
                    .with("expected", "journal mode wal")
                    .with("found", mode)
                    .retryable(false));
            }
            Err(error) if errors::is_busy(&error) && start.elapsed() < place.busy_timeout => {
                std::thread::sleep(Duration::from_millis(1));
            }
            Err(error) => return Err(place.error(error)),
        }
    }
}

/// The path, absolute; refused where SQLite's own words for it would tell nobody what is wrong.
fn checked(path: &Path) -> Result<PathBuf> {
    let bytes = path.as_os_str().as_encoded_bytes();
    if bytes.is_empty() || bytes == b":memory:" || bytes.contains(&0) {
        let (found, expected) = (path.to_string_lossy(), "the path of a file; for a storage in memory, 'memory:'");
        let message = format!("invalid database {:?}: expected {expected}", excerpt(&found));
        return Err(Error::new(Code::InvalidRequest, message)
            .with("field", "database")
            .with("expected", expected)
            .with("found", found));
    }
    let path = std::path::absolute(path).map_err(|error| refused(path, "cannot be found", error))?;
    match fs::metadata(&path) {
        Ok(found) if found.is_file() => Ok(path),
        Ok(found) if found.is_dir() => {
            Err(refused(&path, "is a folder; give the path of a file in it", io::ErrorKind::IsADirectory.into()))
        }
        Ok(_) => Err(refused(&path, "is no regular file; give the path of one", io::ErrorKind::InvalidInput.into())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => match path.parent().map(fs::metadata) {
            Some(Ok(folder)) if folder.is_dir() => Ok(path),
            _ => Err(refused(&path, "is in a folder that does not exist; make the folder first", error)),
        },
        Err(error) => Err(refused(&path, "cannot be opened; see that its folder exists and may be entered", error)),
    }
}

fn refused(path: &Path, why: &str, error: io::Error) -> Error {
    Error::new(Code::Unavailable, format!("the database {} {why}", path.display()))
        .with("path", path.display())
        .retryable(false)
        .caused_by(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_further_writer_syncs_and_leaves_waiting_to_its_caller() {
        let folder = tempfile::tempdir().unwrap();
        let options = SqliteOptions::new().synchronous(Synchronous::Normal);
        let (place, first) = open(&folder.path().join("x.db"), &options, true).unwrap();
        let setting = |connection: &Connection, name: &str| -> i64 {
            connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get(0)).unwrap()
        };
        assert_eq!(setting(&first, "synchronous"), 1);
        let further = open_writer(&place).unwrap();
        assert_eq!((setting(&further, "synchronous"), setting(&further, "busy_timeout")), (2, 0));
    }
}
