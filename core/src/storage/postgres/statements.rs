//! What is sent, and what comes back.

use std::collections::HashMap;

use tokio_postgres::Row;
use tokio_postgres::types::{ToSql, Type};
use uuid::Uuid;

use super::following::{Follows, followed};
use super::pool::Statement;
use crate::change::{ChangeSet, Expect, Listed, Reads, Snapshot, Stored, Write};
use crate::error::{Code, Error, Result};
use crate::model::Timestamp;
use crate::record::{Key, Position, Record};
use crate::through::Through;

/// How long an attempt to commit is remembered. An attempt that arrives later than five minutes after it was decided is
/// refused, so nothing that is forgotten can still happen.
const REMEMBERED: &str = "interval '10 minutes'";
const REMEMBERED_MS: i64 = 10 * 60 * 1000;
/// More keys than this take the lock of all, as the schema's `commit_1` has it.
const MOST_LOCKS: usize = 500;
/// How long after its decision an attempt that is not known was surely not committed: less than it is remembered, by
/// what clocks are set.
const SURELY_KNOWN_MS: i64 = 9 * 60 * 1000;

/// The texts, for one schema.
#[derive(Debug)]
pub(super) struct Statements {
    read: String,
    read_settled: String,
    read_through: String,
    read_through_settled: String,
    lock: String,
    commit: String,
    commit_held: String,
    fence: String,
    forget: String,
}

impl Statements {
    pub(super) fn new(schema: &str) -> Statements {
        let read = |function, parameters| {
            let parameters: Vec<_> = (1..=parameters).map(|number| format!("${number}")).collect();
            let parameters = parameters.join(",");
            format!(
                "SELECT request, place, record, revised, content, pg_catalog.pg_is_in_recovery() FROM \
                 \"{schema}\".{function}({parameters})"
            )
        };
        let parameters: Vec<_> = (1..=21).map(|number| format!("${number}")).collect();
        Statements {
            read: read("read_1", 6),
            read_settled: read("read_settled_1", 6),
            read_through: read("read_through_1", 11),
            read_through_settled: read("read_through_settled_1", 11),
            lock: format!("SELECT \"{schema}\".lock_1($1)::text"),
            commit: format!("SELECT \"{schema}\".commit_1({})", parameters.join(",")),
            // Who holds locks waits for no others, or two may wait for each other; what it did not get, it locks first
            // next time. What it has locked before it asks for in the same way: a weaker lock is not given at once while
            // others wait for that record. The functions are PostgreSQL's own, whatever the caller's path finds before them.
            commit_held: format!(
                "SELECT CASE WHEN held.every THEN \"{schema}\".commit_1({}) ELSE held.missing END FROM (SELECT \
                 pg_catalog.bool_and(tried.got) AS every, pg_catalog.array_agg(tried.key) FILTER (WHERE NOT tried.got) AS \
                 missing FROM (SELECT k.key, CASE WHEN k.written OR k.key OPERATOR(pg_catalog.=) ANY ($22) THEN pg_catalog.pg_try_advisory_xact_lock(k.lock) ELSE \
                 pg_catalog.pg_try_advisory_xact_lock_shared(k.lock) END AS got FROM (SELECT key, written, \
                 pg_catalog.hashtextextended(key, pg_catalog.hashtextextended('{schema}', 0)) AS lock FROM \
                 unnest($3, $5) AS given (key, written)) AS k) AS tried) AS held",
                parameters.join(",")
            ),
            // The update changes nothing; it makes the statement answer with the row that is there.
            fence: format!(
                "INSERT INTO \"{schema}\".commits AS c (id, at, fenced) VALUES ($1::text::uuid, clock_timestamp(), \
                 true) ON CONFLICT (id) DO UPDATE SET at = c.at RETURNING fenced, floor(extract(epoch FROM \
                 clock_timestamp()) * 1000)::bigint"
            ),
            forget: format!(
                "DELETE FROM \"{schema}\".commits WHERE id IN (SELECT id FROM \"{schema}\".commits WHERE id < \
                 $1::text::uuid AND at < clock_timestamp() - {REMEMBERED} LIMIT 5000 FOR UPDATE SKIP LOCKED)"
            ),
        }
    }

    /// Reads everything as of one moment, with the time.
    pub(super) fn read(&self, through: &Through) -> Statement<'_> {
        let Through { reads, .. } = through;
        let by_revision = reads.queries.iter().any(|query| query.list.is_by_revision());
        let follows = (!through.is_plain()).then(|| Follows::of(through));
        let text = |text: &str| match &follows {
            Some(follows) => follows.template(text),
            None => text.to_owned(),
        };
        let keys: Vec<_> = reads.keys.iter().map(|key| text(key.as_str())).collect();
        let lists: Vec<_> = reads.queries.iter().map(|query| i16::from(query.list.number())).collect();
        let partitions: Vec<_> = reads.queries.iter().map(|query| text(&query.partition)).collect();
        let descending: Vec<_> = reads.queries.iter().map(|query| query.descending).collect();
        let afters: Vec<_> = reads.queries.iter().map(|query| query.after.clone()).collect();
        let limits: Vec<_> = reads.queries.iter().map(|query| i64::try_from(query.limit).unwrap_or(i64::MAX)).collect();
        let mut values = vec![
            value(keys, Type::TEXT_ARRAY),
            value(lists, Type::INT2_ARRAY),
            value(partitions, Type::TEXT_ARRAY),
            value(descending, Type::BOOL_ARRAY),
            value(afters, Type::BYTEA_ARRAY),
            value(limits, Type::INT8_ARRAY),
        ];
        let text = match (&follows, by_revision) {
            (None, false) => &self.read,
            (None, true) => &self.read_settled,
            (Some(_), false) => &self.read_through,
            (Some(_), true) => &self.read_through_settled,
        };
        values.extend(follows.into_iter().flat_map(Follows::values));
        Statement { text, values }
    }

    /// Locks records until the end of the transaction.
    pub(super) fn lock<'k>(&self, keys: impl IntoIterator<Item = &'k Key>) -> Statement<'_> {
        let keys: Vec<_> = keys.into_iter().map(text).collect();
        Statement { text: &self.lock, values: vec![value(keys, Type::TEXT_ARRAY)] }
    }

    /// Commits in a transaction that has locked records before.
    pub(super) fn commit_held<'k>(
        &self,
        locks: impl IntoIterator<Item = &'k Key>,
        attempt: Uuid,
        decided_at: Timestamp,
        changes: &ChangeSet,
    ) -> Result<Statement<'_>> {
        let mut commit = self.commit(attempt, decided_at, changes)?;
        // Without a write nothing is locked, and many keys are locked by one lock for all.
        let locks_keys = !changes.writes.is_empty() && changes.expects.len() + changes.writes.len() <= MOST_LOCKS;
        if locks_keys {
            commit.text = &self.commit_held;
            commit.values.push(value(locks.into_iter().map(text).collect::<Vec<_>>(), Type::TEXT_ARRAY));
        }
        Ok(commit)
    }

    /// Commits, under an id that tells this attempt from all others.
    pub(super) fn commit(&self, attempt: Uuid, decided_at: Timestamp, changes: &ChangeSet) -> Result<Statement<'_>> {
        let mut sent = Sent::default();
        for (key, expect) in &changes.expects {
            sent.expect(
                key,
                match expect {
                    Expect::Absent => None,
                    Expect::Revision(revision) => Some(*revision),
                },
            );
        }
        for (write, number) in changes.writes.iter().zip(1..) {
            sent.write(write, number)?;
        }
        Ok(Statement { text: &self.commit, values: sent.values(attempt, decided_at, changes.writes.len()) })
    }

    /// Finds out whether an attempt was committed, and makes sure that it never will be if it was not.
    pub(super) fn fence(&self, attempt: Uuid) -> Statement<'_> {
        Statement { text: &self.fence, values: vec![value(attempt.to_string(), Type::TEXT)] }
    }

    /// Forgets attempts that are long over.
    pub(super) fn forget(&self, now: Timestamp) -> Statement<'_> {
        // Attempts order by the time at which they were made, by the clocks of those who made them.
        Statement { text: &self.forget, values: vec![value(first_remembered(now).to_string(), Type::TEXT)] }
    }
}

/// Greater than the ids of attempts that are forgotten by then: without it each look would read all that are not.
fn first_remembered(now: Timestamp) -> Uuid {
    let millis = u128::try_from(now.as_millis().saturating_sub(REMEMBERED_MS)).unwrap_or(0);
    Uuid::from_u128(millis << 80)
}

/// A change set as columns.
#[derive(Debug, Default)]
struct Sent {
    keys: Vec<String>,
    expected: Vec<Option<i64>>,
    written: Vec<bool>,
    inserted: Bodies,
    updated: Bodies,
    deleted: Vec<String>,
    left: Places<Vec<u8>>,
    joined: Places<Option<Vec<u8>>>,
    joined_numbers: Vec<i32>,
    joined_keys: Vec<String>,
}

#[derive(Debug, Default)]
struct Bodies {
    keys: Vec<String>,
    numbers: Vec<i32>,
    bodies: Vec<String>,
}

#[derive(Debug, Default)]
struct Places<P> {
    lists: Vec<i16>,
    partitions: Vec<String>,
    positions: Vec<P>,
}

impl Sent {
    fn expect(&mut self, key: &Key, revision: Option<u64>) {
        self.keys.push(text(key));
        self.expected.push(revision.map(u64::cast_signed));
        self.written.push(false);
    }

    fn write(&mut self, write: &Write, number: i32) -> Result<()> {
        let key = write.key();
        let before = match write {
            Write::Insert(record) => {
                self.inserted.push(&key, number, record)?;
                None
            }
            Write::Update { before, after } => {
                self.updated.push(&key, number, after)?;
                Some(before.revision)
            }
            Write::Delete { before } => {
                self.deleted.push(text(&key));
                Some(before.revision)
            }
        };
        self.expect(&key, before);
        if let Some(written) = self.written.last_mut() {
            *written = true;
        }
        for entry in write.removed_entries() {
            let position = entry.position.bytes(before.unwrap_or_default());
            self.left.push(entry.list.number(), entry.partition, position);
        }
        for entry in write.added_entries() {
            let position = match entry.position {
                Position::Bytes(bytes) => Some(bytes),
                Position::Revision => None,
            };
            self.joined.push(entry.list.number(), entry.partition, position);
            self.joined_numbers.push(number);
            self.joined_keys.push(text(&key));
        }
        Ok(())
    }

    fn values(self, attempt: Uuid, decided_at: Timestamp, writes: usize) -> Vec<(Value, Type)> {
        vec![
            value(attempt.to_string(), Type::TEXT),
            value(decided_at.as_millis(), Type::INT8),
            value(self.keys, Type::TEXT_ARRAY),
            value(self.expected, Type::INT8_ARRAY),
            value(self.written, Type::BOOL_ARRAY),
            value(i32::try_from(writes).unwrap_or(i32::MAX), Type::INT4),
            value(self.inserted.keys, Type::TEXT_ARRAY),
            value(self.inserted.numbers, Type::INT4_ARRAY),
            value(self.inserted.bodies, Type::TEXT_ARRAY),
            value(self.updated.keys, Type::TEXT_ARRAY),
            value(self.updated.numbers, Type::INT4_ARRAY),
            value(self.updated.bodies, Type::TEXT_ARRAY),
            value(self.deleted, Type::TEXT_ARRAY),
            value(self.left.lists, Type::INT2_ARRAY),
            value(self.left.partitions, Type::TEXT_ARRAY),
            value(self.left.positions, Type::BYTEA_ARRAY),
            value(self.joined.lists, Type::INT2_ARRAY),
            value(self.joined.partitions, Type::TEXT_ARRAY),
            value(self.joined.positions, Type::BYTEA_ARRAY),
            value(self.joined_numbers, Type::INT4_ARRAY),
            value(self.joined_keys, Type::TEXT_ARRAY),
        ]
    }
}

impl Bodies {
    fn push(&mut self, key: &Key, number: i32, record: &Record) -> Result<()> {
        let body = String::from_utf8(record.encode()?)
            .map_err(|error| Error::new(Code::Internal, format!("record {key} is no text")).caused_by(error))?;
        self.keys.push(text(key));
        self.numbers.push(number);
        self.bodies.push(body);
        Ok(())
    }
}

impl<P> Places<P> {
    fn push(&mut self, list: u8, partition: String, position: P) {
        self.lists.push(list.into());
        self.partitions.push(partition);
        self.positions.push(position);
    }
}

pub(super) type Value = Box<dyn ToSql + Send + Sync>;

pub(super) fn value(value: impl ToSql + Send + Sync + 'static, kind: Type) -> (Value, Type) {
    (Box::new(value), kind)
}

fn text(key: &Key) -> String {
    key.as_str().to_owned()
}

/// What came back of a read.
pub(super) struct Found {
    /// What was read, by the keys and partitions that were really looked at, and what is beside it.
    pub(super) reads: Reads,
    pub(super) snapshot: Snapshot,
    pub(super) now: Timestamp,
}

/// The rows of a read, as answers to its requests.
pub(super) fn found(through: &Through, rows: &[Row]) -> Result<Found> {
    let mut now = None;
    let mut said = vec![None; through.follow.links.len()];
    let mut records: HashMap<Key, Stored> = HashMap::with_capacity(through.reads.keys.len());
    let mut lists = vec![Vec::new(); through.reads.queries.len()];
    for row in rows {
        let request: i32 = get(row, 0)?;
        if request < 0 {
            let said = usize::try_from(-1 - i64::from(request)).ok().and_then(|link| said.get_mut(link));
            *said.ok_or_else(unasked)? = get(row, 4)?;
            continue;
        }
        let Some(key) = get::<Option<&str>>(row, 2)? else {
            now = Some(Timestamp::from_millis(get(row, 3)?));
            continue;
        };
        let revision = get::<i64>(row, 3)?.cast_unsigned();
        let stored = Stored { revision, record: Record::decode(key, get::<&str>(row, 4)?.as_bytes())? };
        match usize::try_from(request).ok().and_then(|request| request.checked_sub(1)) {
            None => drop(records.insert(Key::from_text(key), stored)),
            Some(request) => {
                lists.get_mut(request).ok_or_else(unasked)?.push(Listed { position: get(row, 1)?, stored });
            }
        }
    }
    let now = now.ok_or_else(|| not_understood("no time"))?;
    let (reads, snapshot) = followed(through, &said, records, lists);
    Ok(Found { reads, snapshot, now })
}

fn unasked() -> Error {
    not_understood("an answer that was not asked for")
}

/// The keys that were not as they were expected; none where a change set was committed.
pub(super) fn overtaken(rows: &[Row]) -> Result<Vec<Key>> {
    let row = rows.first().ok_or_else(|| not_understood("no answer to a commit"))?;
    let keys: Option<Vec<String>> = get(row, 0)?;
    Ok(keys.unwrap_or_default().into_iter().map(Key::from_text).collect())
}

/// Whether an attempt was committed before it was fenced; nothing where it may have been, and be forgotten.
pub(super) fn was_committed(rows: &[Row], decided_at: Timestamp) -> Result<Option<bool>> {
    let row = rows.first().ok_or_else(|| not_understood("no answer about a commit"))?;
    Ok(known(get(row, 0)?, get(row, 1)?, decided_at))
}

fn known(fenced: bool, now: i64, decided_at: Timestamp) -> Option<bool> {
    let surely = !fenced || now.saturating_sub(decided_at.as_millis()) < SURELY_KNOWN_MS;
    surely.then_some(!fenced)
}

pub(super) fn get<'r, T: tokio_postgres::types::FromSql<'r>>(row: &'r Row, column: usize) -> Result<T> {
    row.try_get(column).map_err(|error| not_understood("a column of another type").caused_by(error))
}

pub(super) fn not_understood(what: &str) -> Error {
    Error::new(Code::Internal, format!("damaged store or a bug: the database gave {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_forgotten_is_older_than_what_is_remembered() {
        let at = |millis: u64| Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, millis / 1000, 0));
        let now = Timestamp::from_millis(1_000_000_000);
        assert!(at(1_000_000_000) > first_remembered(now));
        assert!(at(1_000_000_000 - 599_000) > first_remembered(now));
        assert!(at(1_000_000_000 - 601_000) < first_remembered(now));
        assert_eq!(first_remembered(Timestamp::from_millis(0)), Uuid::nil());
    }

    #[test]
    fn what_may_be_forgotten_is_not_known() {
        let decided_at = Timestamp::from_millis(1_000_000);
        let after = |minutes: i64| decided_at.as_millis() + minutes * 60_000;
        assert_eq!(known(false, after(1), decided_at), Some(true));
        assert_eq!(known(false, after(20), decided_at), Some(true));
        assert_eq!(known(true, after(8), decided_at), Some(false));
        assert_eq!(known(true, after(9), decided_at), None);
        assert_eq!(known(true, after(20), decided_at), None);
    }
}
