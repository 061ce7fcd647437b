//! The statements on the tables, and rows as records.

use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row};

use super::errors;
use super::partitions::Partitions;
use super::place::Place;
use crate::change::{ChangeSet, Expect, Listed, Query, Stored, Write};
use crate::error::{Code, Error, Result};
use crate::record::{Entry, Key, Record};
use crate::view::Reader;

/// The tables, as an open transaction or a single statement sees them.
pub(super) struct Rows<'c> {
    connection: &'c Connection,
    place: &'c Place,
}

impl<'c> Rows<'c> {
    pub(super) fn new(connection: &'c Connection, place: &'c Place) -> Rows<'c> {
        Rows { connection, place }
    }

    pub(super) fn record(&self, key: &Key) -> Result<Option<Stored>> {
        let sql = "SELECT revision, body FROM records WHERE key = ?1";
        let mut statement = self.connection.prepare_cached(sql).map_err(|error| self.place.error(error))?;
        let mut rows = statement.query([key.as_str()]).map_err(|error| self.place.error(error))?;
        match rows.next().map_err(|error| self.place.error(error))? {
            Some(row) => self.stored(key.as_str(), row, 0).map(Some),
            None => Ok(None),
        }
    }

    pub(super) fn rows(&self, query: &Query) -> Result<Vec<Listed>> {
        // CROSS JOIN fixes the order: to the partition, along its list, then to each record.
        macro_rules! select {
            ($after:literal, $order:literal) => {
                concat!(
                    "SELECT e.position, r.key, r.revision, r.body FROM partitions AS p CROSS JOIN entries AS e ON \
                     e.partition = p.id CROSS JOIN records AS r ON r.id = e.record WHERE p.name = ?2 AND e.list = ?1 ",
                    $after,
                    " ORDER BY e.position ",
                    $order,
                    " LIMIT ?3"
                )
            };
        }
        let sql = match (query.descending, query.after.is_some()) {
            (false, false) => select!("", "ASC"),
            (false, true) => select!("AND e.position > ?4", "ASC"),
            (true, false) => select!("", "DESC"),
            (true, true) => select!("AND e.position < ?4", "DESC"),
        };
        let mut statement = self.connection.prepare_cached(sql).map_err(|error| self.place.error(error))?;
        let limit = i64::try_from(query.limit).unwrap_or(i64::MAX);
        let list = query.list.number();
        let mut rows = match &query.after {
            None => statement.query((list, &query.partition, limit)),
            Some(after) => statement.query((list, &query.partition, limit, after)),
        }
        .map_err(|error| self.place.error(error))?;
        let mut listed = Vec::new();
        while let Some(row) = rows.next().map_err(|error| self.place.error(error))? {
            let position = row.get(0).map_err(|error| self.place.error(error))?;
            let key = row.get_ref(1).and_then(|key| Ok(key.as_str()?)).map_err(|error| self.place.error(error))?;
            listed.push(Listed { position, stored: self.stored(key, row, 2)? });
        }
        Ok(listed)
    }

    fn stored(&self, key: &str, row: &Row<'_>, column: usize) -> Result<Stored> {
        let revision: i64 = row.get(column).map_err(|error| self.place.error(error))?;
        let body = row.get_ref(column + 1).and_then(|body| Ok(body.as_bytes()?));
        let body = body.map_err(|error| self.place.error(error))?;
        let record = Record::decode(key, body).map_err(|error| error.with("path", self.place.path().display()))?;
        Ok(Stored { revision: u64::try_from(revision).unwrap_or_default(), record })
    }

    /// Fails with `conflict` where something that a change set expects does not hold.
    pub(super) fn check(&self, changes: &ChangeSet) -> Result<()> {
        for (key, expect) in &changes.expects {
            let expected = match expect {
                Expect::Absent => None,
                Expect::Revision(revision) => Some(*revision),
            };
            self.check_one(key, expected)?;
        }
        for write in &changes.writes {
            match write {
                Write::Insert(record) => self.check_one(&record.key(), None)?,
                Write::Update { before, .. } | Write::Delete { before } => {
                    self.check_one(&before.record.key(), Some(before.revision))?;
                }
            }
        }
        Ok(())
    }

    fn check_one(&self, key: &Key, expected: Option<u64>) -> Result<()> {
        let found = self.sql(|connection| {
            let mut statement = connection.prepare_cached("SELECT revision FROM records WHERE key = ?1")?;
            statement.query_row([key.as_str()], |row| row.get::<_, i64>(0)).optional()
        })?;
        if found.map(i64::cast_unsigned) == expected { Ok(()) } else { Err(Error::overtaken().with("key", key)) }
    }

    pub(super) fn connection(&self) -> &'c Connection {
        self.connection
    }

    /// A number that differs from the last answer where another connection has committed since.
    pub(super) fn data_version(&self) -> Result<i64> {
        self.sql(|connection| connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0)))
    }

    /// The highest revision given so far, and the partitions with the highest number given.
    pub(super) fn counters(&self) -> Result<(u64, Partitions)> {
        self.sql(|connection| {
            let mut statement = connection.prepare_cached("SELECT revision, partition FROM counter WHERE id = 1")?;
            let row = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?.cast_unsigned(), Partitions::after(row.get(1)?)));
            statement.query_row([], row)
        })
    }

    pub(super) fn keep_counters(&self, revision: u64, partitions: &Partitions) -> Result<()> {
        self.sql(|connection| {
            let sql = "UPDATE counter SET revision = ?1, partition = ?2 WHERE id = 1";
            connection.prepare_cached(sql)?.execute((revision.cast_signed(), partitions.last))
        })
        .map(|_| ())
    }

    /// Writes a change set whose expectations hold in this transaction; each write takes the next revision.
    pub(super) fn write(&self, changes: &ChangeSet, revision: &mut u64, partitions: &mut Partitions) -> Result<()> {
        let mut added = Vec::with_capacity(changes.writes.len());
        for write in &changes.writes {
            *revision += 1;
            let entries = write.added_entries();
            let id = self.write_record(write, *revision, !entries.is_empty(), partitions)?;
            added.extend(entries.into_iter().map(|entry| (entry, id, *revision)));
        }
        // Behind the loop, because one record may take the place in a list that another one leaves.
        for (entry, id, revision) in added {
            self.add(&entry, id, revision, partitions)?;
        }
        Ok(())
    }

    /// Writes the record, and takes it out of the lists that it leaves; gives its id where that is wanted.
    fn write_record(&self, write: &Write, revision: u64, wants_id: bool, partitions: &mut Partitions) -> Result<i64> {
        let key = write.key();
        let (before, id) = match write {
            Write::Insert(record) => (0, Some(self.insert(&key, record, revision)?)),
            Write::Update { before, after } => {
                (before.revision, self.update(&key, before.revision, after, revision, wants_id)?)
            }
            Write::Delete { before } => (before.revision, self.delete(&key, before.revision)?),
        };
        for entry in write.removed_entries() {
            self.remove(&entry, before, partitions)?;
        }
        id.ok_or_else(|| Error::overtaken().with("key", key))
    }

    fn insert(&self, key: &Key, record: &Record, revision: u64) -> Result<i64> {
        let body = record.encode()?;
        let inserted = self.connection.prepare_cached("INSERT INTO records (key, revision, body) VALUES (?1, ?2, ?3)");
        match inserted.and_then(|mut s| s.insert((key.as_str(), revision.cast_signed(), Text(&body)))) {
            Err(error) if errors::is_duplicate(&error) => Err(Error::overtaken().with("key", key)),
            other => other.map_err(|error| self.place.error(error)),
        }
    }

    fn update(&self, key: &Key, before: u64, after: &Record, revision: u64, wants_id: bool) -> Result<Option<i64>> {
        let body = after.encode()?;
        let values = (key.as_str(), before.cast_signed(), revision.cast_signed(), Text(&body));
        self.sql(|connection| {
            if wants_id {
                let sql = "UPDATE records SET revision = ?3, body = ?4 WHERE key = ?1 AND revision = ?2 RETURNING id";
                return connection.prepare_cached(sql)?.query_row(values, |row| row.get(0)).optional();
            }
            let sql = "UPDATE records SET revision = ?3, body = ?4 WHERE key = ?1 AND revision = ?2";
            Ok((connection.prepare_cached(sql)?.execute(values)? == 1).then_some(0))
        })
    }

    fn delete(&self, key: &Key, before: u64) -> Result<Option<i64>> {
        self.sql(|connection| {
            let sql = "DELETE FROM records WHERE key = ?1 AND revision = ?2";
            let values = (key.as_str(), before.cast_signed());
            Ok((connection.prepare_cached(sql)?.execute(values)? == 1).then_some(0))
        })
    }

    fn remove(&self, entry: &Entry, before: u64, partitions: &mut Partitions) -> Result<()> {
        self.sql(|connection| {
            let Some(partition) = partitions.find(connection, &entry.partition)? else { return Ok(0) };
            let sql = "DELETE FROM entries WHERE partition = ?1 AND list = ?2 AND position = ?3";
            let values = (partition, entry.list.number(), entry.position.bytes(before));
            connection.prepare_cached(sql)?.execute(values)
        })
        .map(|_| ())
    }

    fn add(&self, entry: &Entry, record: i64, revision: u64, partitions: &mut Partitions) -> Result<()> {
        self.sql(|connection| {
            let partition = partitions.find_or_make(connection, &entry.partition)?;
            let sql = "INSERT INTO entries (partition, list, position, record) VALUES (?1, ?2, ?3, ?4)";
            let values = (partition, entry.list.number(), entry.position.bytes(revision), record);
            connection.prepare_cached(sql)?.execute(values)
        })
        .map(|_| ())
        .map_err(|error| match error.code() {
            // Two records at one place: the entries of a kind of record are wrong, and nobody must lose a row to that.
            Code::Internal => error.with("list", format_args!("{:?} {:?}", entry.list, entry.partition)),
            _ => error,
        })
    }

    /// Puts every record into the lists that its entries name, and takes it out of all others.
    pub(super) fn reindex(&self) -> Result<()> {
        self.sql(|connection| connection.execute("DELETE FROM entries", []))?;
        let (given, mut partitions) = self.counters()?;
        let sql = "SELECT id, key, revision, body FROM records ORDER BY id";
        let mut statement = self.connection.prepare(sql).map_err(|error| self.place.error(error))?;
        let mut rows = statement.query([]).map_err(|error| self.place.error(error))?;
        while let Some(row) = rows.next().map_err(|error| self.place.error(error))? {
            let id = row.get(0).map_err(|error| self.place.error(error))?;
            let key = row.get_ref(1).and_then(|key| Ok(key.as_str()?)).map_err(|error| self.place.error(error))?;
            let Stored { revision, record } = self.stored(key, row, 2)?;
            // A record that stands where its revision says is written once, so its revision is still that one.
            for entry in record.entries() {
                self.add(&entry, id, revision, &mut partitions)?;
            }
        }
        self.keep_counters(given, &partitions)
    }

    fn sql<T>(&self, run: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        run(self.connection).map_err(|error| self.place.error(error))
    }
}

impl Reader for Rows<'_> {
    fn get(&mut self, keys: &[Key]) -> Result<Vec<Option<Stored>>> {
        keys.iter().map(|key| self.record(key)).collect()
    }

    fn list(&mut self, query: &Query) -> Result<Vec<Listed>> {
        self.rows(query)
    }
}

/// Bytes that are UTF-8 by their making, kept as text so that SQLite's JSON functions and people can read them.
struct Text<'a>(&'a [u8]);

impl ToSql for Text<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(ValueRef::Text(self.0)))
    }
}
