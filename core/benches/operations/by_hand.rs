//! The same rows by hand: what one real call has written, taken down once, and written over and over with other ids.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use release_core::{
    ChangeSet, Deployment, Entry, Position, Reads, Releases, Result, Snapshot, SqliteOptions, SqliteStorage, Storage,
    Timestamp, Write,
};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};
use serde_json::Value;

use crate::Operation;
use crate::measure::{Measured, round};
use crate::world::{self, ENVIRONMENTS, PROJECT, World, aim, environment, prepared, version};

/// What one call reads and writes, but for the ids and numbers that differ from call to call.
#[derive(Debug, Clone, Default)]
struct Rows {
    reads: Vec<String>,
    /// The partition whose newest deployment is read.
    newest: Option<String>,
    environment: (String, String),
    deployment: String,
    /// Lists that the deployment leaves and comes into.
    left: Vec<Place>,
    entered: Vec<Place>,
    event: String,
    logged: Vec<Place>,
}

/// A deployment's key and number.
type Numbered = (String, i64);

/// A list and a partition; the position is the deployment's number, or the revision for a line of the log.
type Place = (u8, String);

/// Far from the numbers of the library.
static PARTITION: AtomicI64 = AtomicI64::new(1 << 40);

impl Rows {
    /// The rows of a call with another candidate.
    fn with(&self, candidate: usize) -> Rows {
        let (from, to) = (version(0), version(candidate));
        // A release's version is the beginning of its candidate's.
        let (from, to) = (from.trim_end_matches("-rc1"), to.trim_end_matches("-rc1"));
        let mut rows = self.clone();
        let places = rows.left.iter_mut().chain(&mut rows.entered).chain(&mut rows.logged);
        let texts = places.map(|(_, partition)| partition).chain(&mut rows.reads).chain(&mut rows.newest);
        for text in texts.chain([&mut rows.deployment, &mut rows.event, &mut rows.environment.1]) {
            *text = text.replace(from, to);
        }
        rows
    }
}

pub(crate) struct ByHand {
    file: PathBuf,
    synchronous: &'static str,
    operation: Operation,
    /// For each environment, the rows of a call with the first candidate.
    rows: Vec<Rows>,
    revision: AtomicI64,
}

impl ByHand {
    pub(crate) fn new(world: &World, file: &Path, synchronous: &str, operation: Operation) -> ByHand {
        let recorded = world.copy("recorded");
        let recorder = Arc::new(Recorder::new(&recorded));
        let releases = Releases::options().open_storage(recorder.clone());
        let first = version(0);
        let rows = (0..ENVIRONMENTS).map(|number| {
            let to = environment(number);
            // Makes the names known, so that the next call says all that it reads.
            releases.live(PROJECT, &to).call().unwrap();
            releases.create_deployment(PROJECT, &to, &first).redeploy(true).call().unwrap();
            if operation == Operation::Update {
                releases.update_deployment_status(PROJECT, &to, &first, "success").call().unwrap();
            }
            to_rows(&recorder.reads.lock().unwrap(), &recorder.changes.lock().unwrap())
        });
        let rows: Vec<_> = rows.collect();
        releases.close().unwrap();
        crate::remove(&recorded);
        let synchronous = if synchronous == "full" { "FULL" } else { "NORMAL" };
        // Far from the revisions of the library, which prepares deployments in the same file.
        ByHand { file: file.to_owned(), synchronous, operation, rows, revision: AtomicI64::new(1 << 40) }
    }

    pub(crate) fn round(&self, callers: usize, environments: usize) -> Measured {
        let (rows, deployments) = match self.operation {
            Operation::Create => (self.rows.clone(), Vec::new()),
            Operation::Update => self.prepare(callers, environments),
        };
        round(callers, |caller| {
            let mut connection = self.connect();
            let calls = if self.operation == Operation::Update { prepared(callers) } else { 512 };
            let aims = (0..calls).map(|call| aim(caller, call, callers, environments));
            let items: Vec<Rows> = aims.map(|(to, candidate)| rows[to].with(candidate)).collect();
            let (mut call, deployments) = (0, &deployments);
            move || {
                let revision = self.revision.fetch_add(2, Ordering::Relaxed);
                match self.operation {
                    Operation::Create => create(&mut connection, &items[call % calls], revision).unwrap(),
                    Operation::Update if call == calls => return false,
                    Operation::Update => {
                        update(&mut connection, &items[call], &deployments[caller][call], revision).unwrap();
                    }
                }
                call += 1;
                true
            }
        })
    }

    /// Lets the library make the deployments of a round, and gives their keys and numbers; and the rows, with the
    /// environments' counts as they are then.
    fn prepare(&self, callers: usize, environments: usize) -> (Vec<Rows>, Vec<Vec<Numbered>>) {
        let releases = world::open(&self.file, "normal");
        let made = world::prepare(&releases, callers, environments);
        releases.close().unwrap();
        let connection = self.connect();
        let mut rows = self.rows.clone();
        for Rows { environment: (key, body), .. } in &mut rows {
            let select = "SELECT body FROM records WHERE key = ?1";
            let found: String = connection.query_row(select, [&*key], |row| row.get(0)).unwrap();
            let found: Value = serde_json::from_str(&found).unwrap();
            let mut shaped: Value = serde_json::from_str(body).unwrap();
            shaped["deployments"] = found["deployments"].clone();
            *body = shaped.to_string();
        }
        let numbered =
            |deployment: &Deployment| (format!("deployment/{}", deployment.id), deployment.number.cast_signed());
        (rows, made.iter().map(|made| made.iter().map(numbered).collect()).collect())
    }

    fn connect(&self) -> Connection {
        let connection = Connection::open(&self.file).unwrap();
        connection.busy_timeout(Duration::from_secs(60)).unwrap();
        connection.set_prepared_statement_cache_capacity(40);
        connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).unwrap();
        // As the library has it, so that both copy the log into the file equally often.
        connection
            .execute_batch(&format!("PRAGMA synchronous = {}; PRAGMA wal_autocheckpoint = 4000", self.synchronous))
            .unwrap();
        connection
    }
}

fn create(connection: &mut Connection, rows: &Rows, revision: i64) -> rusqlite::Result<()> {
    let open = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    read(&open, rows)?;
    write_environment(&open, rows, revision)?;
    let key = format!("deployment/01900000-0000-7000-8000-{revision:012x}");
    let id = insert(&open, &key, &rows.deployment, revision)?;
    enter(&open, &rows.entered, revision, id)?;
    log(&open, rows, revision)?;
    open.commit()
}

fn update(connection: &mut Connection, rows: &Rows, (key, number): &Numbered, revision: i64) -> rusqlite::Result<()> {
    let open = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    read(&open, rows)?;
    write_environment(&open, rows, revision)?;
    let id: i64 = open
        .prepare_cached("UPDATE records SET revision = ?2, body = ?3 WHERE key = ?1 RETURNING id")?
        .query_row((key, revision, &rows.deployment), |row| row.get(0))?;
    for (list, partition) in &rows.left {
        let removed = open
            .prepare_cached(
                "DELETE FROM entries
                 WHERE partition = (SELECT id FROM partitions WHERE name = ?2) AND list = ?1 AND position = ?3",
            )?
            .execute((list, partition, number.to_be_bytes()))?;
        assert_eq!(removed, 1, "the prepared deployment stands in {partition}");
    }
    enter(&open, &rows.entered, revision, id)?;
    log(&open, rows, revision)?;
    open.commit()
}

fn read(open: &Connection, rows: &Rows) -> rusqlite::Result<()> {
    type Row = (i64, String);
    let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
    for key in &rows.reads {
        let mut select = open.prepare_cached("SELECT revision, body FROM records WHERE key = ?1")?;
        let read: Option<Row> = select.query_row([key], row).optional()?;
        std::hint::black_box(read.expect("what is read is there"));
    }
    if let Some(partition) = &rows.newest {
        let mut select = open.prepare_cached(
            "SELECT r.revision, r.body FROM partitions AS p CROSS JOIN entries AS e ON e.partition = p.id
             CROSS JOIN records AS r ON r.id = e.record
             WHERE p.name = ?1 AND e.list = 9 ORDER BY e.position DESC LIMIT 1",
        )?;
        let read: Row = select.query_row([partition], row)?;
        std::hint::black_box(read);
    }
    Ok(())
}

fn write_environment(open: &Connection, rows: &Rows, revision: i64) -> rusqlite::Result<()> {
    let (key, body) = &rows.environment;
    let mut update = open.prepare_cached("UPDATE records SET revision = ?2, body = ?3 WHERE key = ?1")?;
    update.execute((key, revision, body)).map(|_| ())
}

fn insert(open: &Connection, key: &str, body: &str, revision: i64) -> rusqlite::Result<i64> {
    open.prepare_cached("INSERT INTO records (key, revision, body) VALUES (?1, ?2, ?3)")?.insert((key, revision, body))
}

fn enter(open: &Connection, places: &[Place], position: i64, id: i64) -> rusqlite::Result<()> {
    for (list, partition) in places {
        let mut insert = open.prepare_cached(
            "INSERT INTO entries (partition, list, position, record)
             SELECT id, ?2, ?3, ?4 FROM partitions WHERE name = ?1",
        )?;
        let values = (partition, list, position.to_be_bytes(), id);
        if insert.execute(values)? == 0 {
            let number = PARTITION.fetch_add(1, Ordering::Relaxed);
            open.prepare_cached("INSERT INTO partitions (name, id) VALUES (?1, ?2)")?.execute((partition, number))?;
            insert.execute(values)?;
        }
    }
    Ok(())
}

fn log(open: &Connection, rows: &Rows, revision: i64) -> rusqlite::Result<()> {
    let key = format!("event/01900000-0000-7000-8000-{revision:012x}-0");
    let id = insert(open, &key, &rows.event, revision + 1)?;
    enter(open, &rows.logged, revision, id)
}

fn to_rows(reads: &Reads, changes: &ChangeSet) -> Rows {
    let mut rows = Rows::default();
    let places = |entries: Vec<Entry>| -> Vec<Place> {
        entries.into_iter().map(|entry| (entry.list.number(), entry.partition)).collect()
    };
    rows.reads = reads.keys.iter().map(|key| key.as_str().to_owned()).collect();
    for write in &changes.writes {
        let (Write::Insert(record) | Write::Update { after: record, .. }) = write else { continue };
        let (key, body) = (record.key().as_str().to_owned(), String::from_utf8(record.encode().unwrap()).unwrap());
        match key.split('/').next() {
            Some("environment") => rows.environment = (key, body),
            Some("deployment") => {
                rows.deployment = body;
                (rows.left, rows.entered) = (places(write.removed_entries()), places(write.added_entries()));
            }
            Some("event") => {
                rows.event = body;
                assert!(record.entries().iter().all(|entry| entry.position == Position::Revision));
                rows.logged = places(write.added_entries());
            }
            other => panic!("a call writes a record of kind {other:?}"),
        }
    }
    if !rows.left.is_empty() {
        rows.newest = reads.queries.first().map(|query| query.partition.clone());
    }
    assert_eq!(rows.reads.len(), 3, "project, environment, candidate");
    assert!(!rows.environment.1.is_empty() && !rows.deployment.is_empty() && !rows.event.is_empty());
    rows
}

/// A storage that remembers what the last decision was said to read, and wrote.
#[derive(Debug)]
struct Recorder {
    storage: SqliteStorage,
    reads: Mutex<Reads>,
    changes: Mutex<ChangeSet>,
}

impl Recorder {
    fn new(file: &Path) -> Recorder {
        let storage = SqliteStorage::open(file, SqliteOptions::new()).unwrap();
        Recorder { storage, reads: Mutex::default(), changes: Mutex::default() }
    }
}

impl Storage for Recorder {
    fn read(&self, reads: &Reads) -> Result<Snapshot> {
        self.storage.read(reads)
    }

    fn commit(&self, changes: &ChangeSet) -> Result<()> {
        *self.changes.lock().unwrap() = changes.clone();
        self.storage.commit(changes)
    }

    fn now(&self) -> Result<Timestamp> {
        self.storage.now()
    }

    fn execute(&self, decision: Arc<dyn release_core::Decision>) -> Result<()> {
        *self.reads.lock().unwrap() = decision.reads();
        release_core::execute_optimistically(self, &*decision)
    }

    fn close(&self) -> Result<()> {
        self.storage.close()
    }

    fn location(&self) -> String {
        self.storage.location()
    }
}
