//! How fast the SQLite storage records deployments, beside the same rows written by hand with rusqlite.
//!
//! `cargo bench -p release-core --features testing --bench storage` takes about twenty seconds; a number behind `--`
//! multiplies the time of each figure. On a shared machine only the ratios of one run mean anything: each one has its
//! baseline measured in turns with it, and beside them stands what the disk itself could do in the same minute.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, reason = "a program for a person to read")]

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Barrier, Mutex};
use std::time::{Duration, Instant};

use release_core::testing::Workload;
use release_core::{
    ChangeSet, Decision, MemoryStorage, Reads, Result, Snapshot, SqliteOptions, SqliteStorage, Storage, Synchronous,
    Timestamp, Write,
};
use rusqlite::{Connection, OptionalExtension};

const SLICE: Duration = Duration::from_millis(200);
const TURNS: usize = 3;

fn main() {
    let factor = std::env::args().skip(1).find_map(|word| word.parse::<u32>().ok()).unwrap_or(1);
    let slice = SLICE * factor;
    for (name, folder) in [("disk", std::env::temp_dir()), ("memory", PathBuf::from("/dev/shm"))] {
        if !folder.is_dir() {
            println!("{name}: no folder {}, left out", folder.display());
            continue;
        }
        let folder = tempfile::tempdir_in(folder).unwrap();
        println!(
            "\n{name} ({}): {:.0} appends of 4 KiB a second, each synced",
            folder.path().display(),
            probe(&folder)
        );
        for synchronous in [Synchronous::Full, Synchronous::Normal] {
            section(folder.path(), synchronous, slice);
        }
    }
}

fn probe(folder: &tempfile::TempDir) -> f64 {
    let mut file = OpenOptions::new().create(true).append(true).open(folder.path().join("probe")).unwrap();
    let start = Instant::now();
    let mut count = 0.0;
    while start.elapsed() < SLICE {
        file.write_all(&[7; 4096]).unwrap();
        file.sync_data().unwrap();
        count += 1.0;
    }
    count / start.elapsed().as_secs_f64()
}

fn section(folder: &Path, synchronous: Synchronous, slice: Duration) {
    println!("  synchronous={}", synchronous.as_str());
    println!("    {:<34}{:>12}{:>12}{:>10}{:>18}", "", "by hand/s", "storage/s", "ratio", "to one by hand");
    let mut one_by_hand = 0.0;
    for (threads, loads) in [(1, 1), (8, 8), (64, 64), (64, 1)] {
        let hand =
            ByHand::new(&folder.join(format!("hand-{}-{threads}-{loads}", synchronous.as_str())), synchronous, loads);
        let ours =
            Ours::new(&folder.join(format!("ours-{}-{threads}-{loads}", synchronous.as_str())), synchronous, loads);
        let (mut by_hand, mut storage, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..TURNS {
            let hand = rate(threads, slice, |thread| hand.caller(thread));
            let ours = rate(threads, slice, |thread| ours.caller(thread));
            by_hand.push(hand);
            storage.push(ours);
            ratios.push(ours / hand);
        }
        let (by_hand, storage, ratio) = (median(by_hand), median(storage), median(ratios));
        if threads == 1 {
            one_by_hand = by_hand;
        }
        let name = format!("{threads} callers, {loads} environments");
        println!("    {name:<34}{by_hand:>12.0}{storage:>12.0}{ratio:>10.2}{:>18.2}", storage / one_by_hand);
    }
}

/// Calls a second of so many threads, each with a function of its own.
fn rate<F: FnMut()>(threads: usize, slice: Duration, caller: impl Fn(usize) -> F + Sync) -> f64 {
    let (barrier, count, caller) = (Barrier::new(threads + 1), AtomicU64::new(0), &caller);
    let mut elapsed = Duration::ZERO;
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|thread| {
                let (barrier, count) = (&barrier, &count);
                scope.spawn(move || {
                    let mut call = caller(thread);
                    call();
                    barrier.wait();
                    let start = Instant::now();
                    let mut calls = 0;
                    while start.elapsed() < slice {
                        call();
                        calls += 1;
                    }
                    count.fetch_add(calls, Ordering::Relaxed);
                })
            })
            .collect();
        barrier.wait();
        let start = Instant::now();
        workers.into_iter().for_each(|worker| worker.join().unwrap());
        elapsed = start.elapsed();
    });
    count.load(Ordering::Relaxed) as f64 / elapsed.as_secs_f64()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

struct Ours {
    storage: SqliteStorage,
    loads: Vec<Workload>,
}

impl Ours {
    fn new(path: &Path, synchronous: Synchronous, loads: usize) -> Ours {
        let storage = SqliteStorage::open(path, SqliteOptions::new().synchronous(synchronous)).unwrap();
        let loads: Vec<_> = (0..loads).map(|number| Workload::new(number).unwrap()).collect();
        loads.iter().for_each(|load| load.prepare(&storage).unwrap());
        Ours { storage, loads }
    }

    fn caller(&self, thread: usize) -> impl FnMut() {
        let load = &self.loads[thread % self.loads.len()];
        move || self.storage.execute(load.deploy()).unwrap()
    }
}

/// What one deployment reads and writes, as rows.
struct Rows {
    reads: Vec<String>,
    environment: (String, Vec<u8>),
    new: Vec<New>,
}

struct New {
    kind: &'static str,
    body: Vec<u8>,
    /// Lists, with the numbers of partitions that were made before.
    entries: Vec<(u8, i64)>,
}

struct ByHand {
    path: PathBuf,
    synchronous: Synchronous,
    rows: Vec<Rows>,
    number: AtomicU64,
}

impl ByHand {
    fn new(path: &Path, synchronous: Synchronous, loads: usize) -> ByHand {
        let this = ByHand { path: path.to_owned(), synchronous, rows: Vec::new(), number: AtomicU64::new(1) };
        let connection = this.connect();
        connection.execute_batch(include_str!("../src/storage/sqlite/migrations/0001_initial.sql")).unwrap();
        connection.execute_batch(include_str!("../src/storage/sqlite/migrations/0003_partitions.sql")).unwrap();
        let mut rows = Vec::new();
        for number in 0..loads {
            let recorder = Recorder::default();
            let load = Workload::new(number).unwrap();
            load.prepare(&recorder).unwrap();
            for write in std::mem::take(&mut recorder.changes.lock().unwrap().writes) {
                let Write::Insert(record) = write else { continue };
                let values = (record.key().as_str().to_owned(), String::from_utf8(record.encode().unwrap()).unwrap());
                connection.execute("INSERT INTO records (key, revision, body) VALUES (?1, 1, ?2)", values).unwrap();
            }
            let decision = load.deploy();
            recorder.execute(Arc::clone(&decision)).unwrap();
            rows.push(to_rows(&*decision, &recorder.changes.lock().unwrap(), &connection));
        }
        ByHand { rows, ..this }
    }

    fn connect(&self) -> Connection {
        let connection = Connection::open(&self.path).unwrap();
        connection.busy_timeout(Duration::from_secs(60)).unwrap();
        connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).unwrap();
        connection.execute_batch(&format!("PRAGMA synchronous = {}", self.synchronous.as_str())).unwrap();
        connection
    }

    fn caller(&self, thread: usize) -> impl FnMut() {
        let mut connection = self.connect();
        let rows = &self.rows[thread % self.rows.len()];
        move || {
            let number = self.number.fetch_add(1, Ordering::Relaxed);
            deploy_by_hand(&mut connection, rows, number).unwrap();
        }
    }
}

fn deploy_by_hand(connection: &mut Connection, rows: &Rows, number: u64) -> rusqlite::Result<()> {
    let open = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    for key in &rows.reads {
        let mut select = open.prepare_cached("SELECT revision, body FROM records WHERE key = ?1")?;
        let read = select.query_row([key], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))).optional()?;
        std::hint::black_box(read);
    }
    let (key, body) = &rows.environment;
    open.prepare_cached("UPDATE records SET revision = ?2, body = ?3 WHERE key = ?1")?.execute((
        key,
        number as i64,
        std::str::from_utf8(body).unwrap(),
    ))?;
    for new in &rows.new {
        let key = format!("{}/01900000-0000-7000-8000-{number:012x}", new.kind);
        let mut insert = open.prepare_cached("INSERT INTO records (key, revision, body) VALUES (?1, ?2, ?3)")?;
        let id = insert.insert((key, number as i64, std::str::from_utf8(&new.body).unwrap()))?;
        for (list, partition) in &new.entries {
            open.prepare_cached("INSERT INTO entries (partition, list, position, record) VALUES (?1, ?2, ?3, ?4)")?
                .execute((partition, list, number.to_be_bytes(), id))?;
        }
    }
    open.commit()
}

/// The number of a partition, which gets one where it has none.
fn partition(connection: &Connection, name: &str) -> i64 {
    let make = "INSERT OR IGNORE INTO partitions (name, id) SELECT ?1, count(*) + 1 FROM partitions";
    connection.execute(make, [name]).unwrap();
    connection.query_row("SELECT id FROM partitions WHERE name = ?1", [name], |row| row.get(0)).unwrap()
}

fn to_rows(decision: &dyn Decision, changes: &ChangeSet, connection: &Connection) -> Rows {
    let mut rows = Rows {
        reads: decision.reads().keys.iter().map(|key| key.as_str().to_owned()).collect(),
        environment: Default::default(),
        new: Vec::new(),
    };
    for write in &changes.writes {
        match write {
            Write::Update { after, .. } => {
                rows.environment = (after.key().as_str().to_owned(), after.encode().unwrap());
            }
            Write::Insert(record) => rows.new.push(New {
                kind: if record.key().as_str().starts_with("event") { "event" } else { "deployment" },
                body: record.encode().unwrap(),
                entries: record
                    .entries()
                    .iter()
                    .map(|entry| (entry.list.number(), partition(connection, &entry.partition)))
                    .collect(),
            }),
            Write::Delete { .. } => {}
        }
    }
    assert_eq!((rows.reads.len(), rows.new.len()), (4, 2));
    assert_eq!(rows.new.iter().map(|new| new.entries.len()).sum::<usize>(), 8);
    rows
}

/// A storage in memory that keeps the last change set.
#[derive(Debug, Default)]
struct Recorder {
    storage: MemoryStorage,
    changes: Mutex<ChangeSet>,
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

    fn close(&self) -> Result<()> {
        self.storage.close()
    }

    fn location(&self) -> String {
        self.storage.location()
    }
}
