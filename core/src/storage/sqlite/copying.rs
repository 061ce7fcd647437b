//! All of a file for a copy, and a file as the copy of something.
//!
//! Both have a connection of their own, so that calls on the handle go on beside them as beside another process.

use std::time::Instant;

use rusqlite::{Connection, Row};

use super::partitions::Partitions;
use super::place::Place;
use super::rows::Rows;
use super::transaction::begin;
use super::{SqliteStorage, errors, open, schema};
use crate::error::Result;
use crate::storage::Storage;
use crate::storage::copying::{Batch, CopiedEntry, CopiedRecord, Part, Pour, Take, Whole, damaged, not_empty};

/// Places in lists are in another order than the records that they are of.
const CACHE: &str = "PRAGMA cache_size = -65536";

impl Whole for SqliteStorage {
    fn file(&self) -> Option<(u64, u64)> {
        self.place.identity()
    }

    fn copy_out(&self, moved_to: Option<&str>, copy: &mut dyn FnMut(&mut Pour<'_>) -> Result<()>) -> Result<()> {
        let place = &*self.place;
        place.check()?;
        let connection = match moved_to {
            Some(_) => open::open_writer(place)?,
            None => open::open_reader(place)?,
        };
        // Dropped before it is committed, it is rolled back.
        match moved_to {
            Some(_) => begin(&connection, place, Instant::now())?,
            None => batch(&connection, place, "BEGIN")?,
        }
        schema::still_known(&connection, place)?;
        batch(&connection, place, CACHE)?;
        copy(&mut |take| self.pour(&connection, take))?;
        match moved_to {
            Some(to) => schema::mark_as_moved(&connection, place, to),
            None => Ok(()),
        }
    }

    fn copy_in(&self, pour: &mut Pour<'_>) -> Result<()> {
        let place = &*self.place;
        place.check()?;
        let connection = open::open_writer(place)?;
        begin(&connection, place, Instant::now())?;
        schema::still_known(&connection, place)?;
        batch(&connection, place, CACHE)?;
        let sql = "SELECT coalesce((SELECT key FROM records LIMIT 1), (SELECT '' FROM entries LIMIT 1))";
        let found = connection.query_row(sql, [], |row| row.get::<_, Option<String>>(0));
        if let Some(key) = found.map_err(|error| place.error(error))? {
            return Err(not_empty(&self.location(), Some(&key).filter(|key| !key.is_empty()).map(String::as_str)));
        }
        let rows = Rows::new(&connection, place);
        let (mut revision, mut partitions) = rows.counters()?;
        pour(&mut |part| {
            match part {
                Part::Records(records) => records.iter().try_for_each(|record| insert(&connection, record)),
                Part::Entries(entries) => entries.iter().try_for_each(|entry| add(&connection, entry, &mut partitions)),
                Part::Revision(given) => {
                    revision = revision.max(given);
                    Ok(())
                }
            }
            .map_err(|error| place.error(error))
        })?;
        rows.keep_counters(revision, &partitions)?;
        place.check()?;
        connection.execute_batch("COMMIT").map_err(|error| {
            let is_unknown = errors::is_of_the_disk(&error);
            let error = place.error(error);
            if is_unknown { error.with("outcome", "unknown") } else { error }
        })
    }
}

impl SqliteStorage {
    fn pour(&self, connection: &Connection, take: &mut Take<'_>) -> Result<()> {
        let place = &*self.place;
        let sql = "SELECT key, revision, body FROM records ORDER BY id";
        let mut records = Batch::new(Part::Records);
        each(
            connection,
            place,
            sql,
            |row| {
                let record = CopiedRecord {
                    key: row.get(0)?,
                    revision: row.get::<_, i64>(1)?.cast_unsigned(),
                    body: row.get(2)?,
                };
                Ok((record.key.len() + record.body.len(), record))
            },
            |bytes, record| records.push(bytes, record, take),
        )?;
        records.end(take)?;

        // CROSS JOIN fixes the order: a list after another, along each, and then to its records.
        let sql = "SELECT e.list, p.name, e.position, r.key FROM partitions AS p CROSS JOIN entries AS e ON e.partition \
                   = p.id CROSS JOIN records AS r ON r.id = e.record";
        let mut entries = Batch::new(Part::Entries);
        let mut count = 0_i64;
        each(
            connection,
            place,
            sql,
            |row| {
                let entry =
                    CopiedEntry { list: row.get(0)?, partition: row.get(1)?, position: row.get(2)?, key: row.get(3)? };
                Ok((entry.partition.len() + entry.position.len() + entry.key.len(), entry))
            },
            |bytes, entry| {
                count += 1;
                entries.push(bytes, entry, take)
            },
        )?;
        entries.end(take)?;
        let all = connection.query_row("SELECT count(*) FROM entries", [], |row| row.get::<_, i64>(0));
        if all.map_err(|error| place.error(error))? != count {
            return Err(damaged(&self.location(), "has places in lists that are of no record"));
        }
        take(Part::Revision(Rows::new(connection, place).counters()?.0))
    }
}

/// Lets a function have each row of a statement.
fn each<T>(
    connection: &Connection,
    place: &Place,
    sql: &str,
    read: impl Fn(&Row<'_>) -> rusqlite::Result<(usize, T)>,
    mut then: impl FnMut(usize, T) -> Result<()>,
) -> Result<()> {
    let mut statement = connection.prepare(sql).map_err(|error| place.error(error))?;
    let mut rows = statement.query([]).map_err(|error| place.error(error))?;
    while let Some(row) = rows.next().map_err(|error| place.error(error))? {
        let (bytes, found) = read(row).map_err(|error| place.error(error))?;
        then(bytes, found)?;
    }
    Ok(())
}

fn insert(connection: &Connection, record: &CopiedRecord) -> rusqlite::Result<()> {
    let sql = "INSERT INTO records (key, revision, body) VALUES (?1, ?2, ?3)";
    let values = (&record.key, record.revision.cast_signed(), &record.body);
    connection.prepare_cached(sql)?.execute(values).map(|_| ())
}

fn add(connection: &Connection, entry: &CopiedEntry, partitions: &mut Partitions) -> rusqlite::Result<()> {
    let mut select = connection.prepare_cached("SELECT id FROM records WHERE key = ?1")?;
    let record: i64 = select.query_row([&entry.key], |row| row.get(0))?;
    let partition = partitions.find_or_make(connection, &entry.partition)?;
    let sql = "INSERT INTO entries (partition, list, position, record) VALUES (?1, ?2, ?3, ?4)";
    connection.prepare_cached(sql)?.execute((partition, entry.list, &entry.position, record)).map(|_| ())
}

fn batch(connection: &Connection, place: &Place, sql: &str) -> Result<()> {
    connection.execute_batch(sql).map_err(|error| place.error(error))
}
