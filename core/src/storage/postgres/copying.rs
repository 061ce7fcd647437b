//! All of a schema for a copy, and a schema as the copy of something.
//!
//! Read is in one transaction that sees one moment. Written is in one that has the lock of all who draw revisions, so that
//! nobody else commits before it has ended, and who waited then finds what was copied. A process that dies ends its
//! connection, and the server rolls back; where nobody tells it, a minute later.

use std::sync::Arc;

use tokio_postgres::Row;
use tokio_postgres::types::{FromSql, Type};

use super::errors::{Failure, Outcome};
use super::pool::{Connection, Statement};
use super::statements::{Value, get, not_understood, value};
use super::{Pause, PostgresStorage, schema};
use crate::error::{Code, Error, Result};
use crate::storage::Storage;
use crate::storage::copying::{BYTES, CopiedEntry, CopiedRecord, Part, Pour, ROWS, Take, Whole, damaged, not_empty};

/// Whatever the role says: it may take as long as it needs, but a process that stopped keeps nobody waiting for long.
/// What there is none of in an older server is left out.
const SETTINGS: &str = "SET LOCAL search_path = pg_catalog, pg_temp; SET LOCAL statement_timeout = 0; SET LOCAL \
    idle_in_transaction_session_timeout = '60s'; SELECT set_config(name, '0', true) FROM pg_settings WHERE name = \
    'transaction_timeout'; SELECT set_config('synchronous_commit', 'local', true) WHERE \
    current_setting('synchronous_commit') = 'off'";

/// How many rows are asked for where nobody knows yet how large they are.
const FIRST_ROWS: usize = 50;

/// What a copy needs of tables and of the sequence, as a source and as a target. Which number a sequence gave last is told to
/// who may use it or select from it.
const READS: [(&str, &str); 3] = [("records", "SELECT"), ("entries", "SELECT"), ("revisions", "USAGE, SELECT")];
const WRITES: [(&str, &str); 6] = [
    ("records", "SELECT"),
    ("records", "INSERT"),
    ("entries", "SELECT"),
    ("entries", "INSERT"),
    ("revisions", "USAGE, SELECT"),
    ("revisions", "UPDATE"),
];

impl Whole for PostgresStorage {
    fn copy_out(&self, moved_to: Option<&str>, copy: &mut dyn FnMut(&mut Pour<'_>) -> Result<()>) -> Result<()> {
        self.check()?;
        if moved_to.is_some() {
            let message = format!(
                "{} cannot be retired, only a file can: take the right to use the schema from its users instead",
                self.location()
            );
            return Err(Error::new(Code::InvalidRequest, message).with("field", "retire"));
        }
        let open = self.open_at_leisure("REPEATABLE READ, READ ONLY")?;
        let copied = self
            .is_known(&open)
            .and_then(|()| self.is_granted(&open, &READS))
            .and_then(|()| copy(&mut |take| self.pour(&open, take)));
        self.roll_back(open)?;
        copied
    }

    fn copy_in(&self, pour: &mut Pour<'_>) -> Result<()> {
        self.check()?;
        let open = self.open_at_leisure("READ COMMITTED")?;
        let taken = self.take_all(&open, pour);
        if taken.is_err() {
            self.roll_back(open)?;
            return taken;
        }
        let location = self.location();
        self.run(async move {
            match open.commit_at_leisure().await {
                Ok(()) => Ok(()),
                Err(Failure { error, outcome: Outcome::Lost }) => Err(is_unknown(&location, error)),
                Err(Failure { error, .. }) => Err(error),
            }
        })
    }
}

impl PostgresStorage {
    fn open_at_leisure(&self, how: &str) -> Result<Arc<Connection>> {
        let inner = Arc::clone(&self.inner);
        let begin = format!("BEGIN ISOLATION LEVEL {how}; {SETTINGS}");
        self.run(async move {
            let (deadline, mut pause) = (inner.deadline(), Pause::default());
            loop {
                let connection = inner.pool.connection(deadline).await?;
                match begin_at_primary(&connection, &begin).await {
                    Ok(()) => return Ok(Arc::new(connection)),
                    Err(failure) => {
                        // Nothing was done yet. The connection is given up, and the next one may find the primary server.
                        drop(connection);
                        inner.retry(failure, deadline, &mut pause).await?;
                    }
                }
            }
        })
    }

    fn roll_back(&self, open: Arc<Connection>) -> Result<()> {
        self.run(async move {
            open.roll_back().await;
            Ok(())
        })
    }

    /// One statement of the open transaction.
    fn ask(&self, open: &Arc<Connection>, text: &str, values: Values) -> Result<Vec<Row>> {
        let (open, text) = (Arc::clone(open), text.to_owned());
        self.run(async move {
            let answer = open.query(Statement { text: &text, values }).await;
            // Before the answer is known, so that who has it holds the connection alone.
            drop(open);
            answer.map_err(|failure| failure.error)
        })
    }

    /// Whether the tables are still those of this version, now that nobody changes them.
    fn is_known(&self, open: &Arc<Connection>) -> Result<()> {
        let text = format!("SELECT version FROM \"{}\".about", self.schema());
        let version: i32 = first(&self.ask(open, &text, Vec::new())?)?;
        let (found, latest) = (usize::try_from(version).unwrap_or(usize::MAX), schema::MIGRATIONS.len());
        if found == latest { Ok(()) } else { Err(schema::too_new(&self.inner.pool, found, latest)) }
    }

    /// Whether the user has the rights that are needed, also those that are used only at the end.
    fn is_granted(&self, open: &Arc<Connection>, rights: &[(&str, &str)]) -> Result<()> {
        let text = "SELECT string_agg(format('GRANT %s ON %s %I.%I TO %I', w.privileges, CASE c.relkind WHEN 'S' THEN \
                    'SEQUENCE' ELSE 'TABLE' END, n.nspname, c.relname, current_user), '; ') FROM unnest($2, $3) AS w \
                    (relation, privileges) JOIN pg_class AS c ON c.relname = w.relation JOIN pg_namespace AS n ON n.oid = \
                    c.relnamespace WHERE n.nspname = $1 AND NOT CASE c.relkind WHEN 'S' THEN \
                    has_sequence_privilege(c.oid, w.privileges) ELSE has_table_privilege(c.oid, w.privileges) END";
        let (relations, privileges): (Vec<_>, Vec<_>) =
            rights.iter().map(|(relation, privileges)| ((*relation).to_owned(), (*privileges).to_owned())).unzip();
        let values = vec![
            value(self.schema().to_owned(), Type::TEXT),
            value(relations, Type::TEXT_ARRAY),
            value(privileges, Type::TEXT_ARRAY),
        ];
        match first::<Option<String>>(&self.ask(open, text, values)?)? {
            None => Ok(()),
            Some(grants) => {
                let message = format!(
                    "the user lacks rights that a copy needs in {}; nothing was copied: copy as the owner of the schema, or \
                     let the owner run: {grants}",
                    self.location()
                );
                Err(Error::new(Code::Unavailable, message).with("grants", grants).retryable(false))
            }
        }
    }

    fn pour(&self, open: &Arc<Connection>, take: &mut Take<'_>) -> Result<()> {
        let schema = self.schema();
        let mut highest = 0;
        let texts = format!("SELECT key, revision, body::text FROM \"{schema}\".records");
        self.each(open, &texts, &mut |rows| {
            let record = |row: &Row| -> Result<CopiedRecord> {
                let revision = get::<i64>(row, 1)?.cast_unsigned();
                highest = revision.max(highest);
                Ok(CopiedRecord { key: get(row, 0)?, revision, body: get(row, 2)? })
            };
            let records: Vec<_> = rows.iter().map(record).collect::<Result<_>>()?;
            let bytes = records.iter().map(|record| record.key.len() + record.body.len()).sum();
            take(Part::Records(records))?;
            Ok(bytes)
        })?;
        let texts = format!("SELECT list, partition, position, key FROM \"{schema}\".entries");
        self.each(open, &texts, &mut |rows| {
            let entry = |row: &Row| -> Result<CopiedEntry> {
                let list = u8::try_from(get::<i16>(row, 0)?);
                let list = list.map_err(|_| not_understood("a list of no number"))?;
                Ok(CopiedEntry { list, partition: get(row, 1)?, position: get(row, 2)?, key: get(row, 3)? })
            };
            let entries: Vec<_> = rows.iter().map(entry).collect::<Result<_>>()?;
            let bytes =
                entries.iter().map(|entry| entry.partition.len() + entry.position.len() + entry.key.len()).sum();
            take(Part::Entries(entries))?;
            Ok(bytes)
        })?;
        // A sequence is of no moment: it may be further than what was read, and never behind it.
        let text = "SELECT coalesce(max(last_value), 0) FROM pg_sequences WHERE schemaname = $1 AND sequencename = \
                    'revisions'";
        let rows = self.ask(open, text, vec![value(schema.to_owned(), Type::TEXT)])?;
        let given = first::<i64>(&rows)?.cast_unsigned();
        if given < highest {
            let what = "has records with higher numbers than its sequence revisions has given; set it as after a restore \
                        (docs/postgresql.md)";
            return Err(damaged(&self.location(), what));
        }
        take(Part::Revision(given))
    }

    /// Lets a function have all rows of a query, some at a time, and hear how many bytes they were. Rows of one size mostly
    /// stand together; after small ones, larger ones come in parts that grow slowly.
    fn each(&self, open: &Arc<Connection>, query: &str, then: &mut dyn FnMut(&[Row]) -> Result<usize>) -> Result<()> {
        self.ask(open, &format!("DECLARE copied NO SCROLL CURSOR FOR {query}"), Vec::new())?;
        let mut count = FIRST_ROWS;
        loop {
            let rows = self.ask(open, &format!("FETCH FORWARD {count} FROM copied"), Vec::new())?;
            if rows.is_empty() {
                break;
            }
            let bytes = then(&rows)?.max(1);
            count = (rows.len() * BYTES / bytes).clamp(1, ROWS.min(2 * count));
        }
        self.ask(open, "CLOSE copied", Vec::new()).map(drop)
    }

    fn take_all(&self, open: &Arc<Connection>, pour: &mut Pour<'_>) -> Result<()> {
        let schema = self.schema();
        // As the functions of the schema have it.
        let lock = "SELECT pg_advisory_xact_lock(hashtextextended('', hashtextextended($1, 0)))::text";
        self.ask(open, lock, vec![value(schema.to_owned(), Type::TEXT)])?;
        self.is_known(open)?;
        self.is_granted(open, &WRITES)?;
        let text = format!(
            "SELECT coalesce((SELECT key FROM \"{schema}\".records LIMIT 1), (SELECT '' FROM \"{schema}\".entries LIMIT 1))"
        );
        if let Some(key) = first::<Option<String>>(&self.ask(open, &text, Vec::new())?)? {
            return Err(not_empty(&self.location(), Some(key.as_str()).filter(|key| !key.is_empty())));
        }
        let records = format!(
            "INSERT INTO \"{schema}\".records (key, revision, body) SELECT w.key, w.revision, w.body::json FROM \
             unnest($1, $2, $3) AS w (key, revision, body)"
        );
        let entries = format!(
            "INSERT INTO \"{schema}\".entries (list, partition, position, key) SELECT * FROM unnest($1, $2, $3, $4)"
        );
        let sequence = format!(
            "SELECT CASE WHEN $1 > coalesce(max(last_value), 0) THEN setval('\"{schema}\".revisions', $1) END FROM \
             pg_sequences WHERE schemaname = '{schema}' AND sequencename = 'revisions'"
        );
        pour(&mut |part| {
            let (text, values) = match part {
                Part::Records(rows) => (&records, of_records(rows)),
                Part::Entries(rows) => (&entries, of_entries(rows)),
                // What is not rolled back, where something still fails, are only numbers that are never given.
                Part::Revision(given) => (&sequence, vec![value(given.cast_signed(), Type::INT8)]),
            };
            self.ask(open, text, values).map(drop)
        })
    }

    fn schema(&self) -> &str {
        &self.inner.pool.address.schema
    }
}

/// Opens a transaction; not on a standby, which may lag behind.
async fn begin_at_primary(connection: &Connection, begin: &str) -> std::result::Result<(), Failure> {
    connection.begin_at_leisure(begin).await?;
    connection.read(Statement { text: "SELECT pg_is_in_recovery()", values: Vec::new() }).await.map(drop)
}

type Values = Vec<(Value, Type)>;

fn of_records(rows: Vec<CopiedRecord>) -> Values {
    let (mut keys, mut revisions, mut bodies) = (Vec::new(), Vec::new(), Vec::new());
    for CopiedRecord { key, revision, body } in rows {
        keys.push(key);
        revisions.push(revision.cast_signed());
        bodies.push(body);
    }
    vec![value(keys, Type::TEXT_ARRAY), value(revisions, Type::INT8_ARRAY), value(bodies, Type::TEXT_ARRAY)]
}

fn of_entries(rows: Vec<CopiedEntry>) -> Values {
    let (mut lists, mut partitions, mut positions, mut keys) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for CopiedEntry { list, partition, position, key } in rows {
        lists.push(i16::from(list));
        partitions.push(partition);
        positions.push(position);
        keys.push(key);
    }
    vec![
        value(lists, Type::INT2_ARRAY),
        value(partitions, Type::TEXT_ARRAY),
        value(positions, Type::BYTEA_ARRAY),
        value(keys, Type::TEXT_ARRAY),
    ]
}

fn first<T: for<'r> FromSql<'r>>(rows: &[Row]) -> Result<T> {
    get(rows.first().ok_or_else(|| not_understood("no answer"))?, 0)
}

/// The connection broke while all was being committed.
fn is_unknown(location: &str, error: Error) -> Error {
    let message = format!(
        "the connection to {location} broke while the copy was committed, so whether it is there is not known: it is there \
         whole or not at all; copy again, which is refused where it is"
    );
    Error::new(Code::Unavailable, message).with("outcome", "unknown").retryable(false).caused_by(error)
}
