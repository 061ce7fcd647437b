//! Files, notes and programs for the tests beside.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use release_core::testing::{Script, changes, note, note_key, note_value};
use release_core::{Code, Error, Reads, Result, SqliteOptions, SqliteStorage, Storage, Stored, Write};

/// A folder of its own with the path of a database that is not there yet.
pub(crate) fn new_file() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("releases.db");
    (folder, path)
}

pub(crate) fn open(path: &Path) -> Result<SqliteStorage> {
    SqliteStorage::open(path, SqliteOptions::new())
}

pub(crate) fn open_impatient(path: &Path) -> Result<SqliteStorage> {
    SqliteStorage::open(path, SqliteOptions::new().busy_timeout(Duration::from_millis(100)))
}

pub(crate) fn by_hand(path: &Path) -> rusqlite::Connection {
    rusqlite::Connection::open(path).unwrap()
}

pub(crate) fn insert(storage: &SqliteStorage, name: &str, value: i64) -> Result<()> {
    storage.commit(&changes([Write::Insert(note(name, value))]))
}

pub(crate) fn stored(storage: &SqliteStorage, name: &str) -> Result<Option<Stored>> {
    Ok(storage.read(&Reads { keys: vec![note_key(name)], queries: Vec::new() })?.records.remove(0))
}

pub(crate) fn value(storage: &SqliteStorage, name: &str) -> Result<Option<i64>> {
    Ok(stored(storage, name)?.and_then(|stored| note_value(&stored.record)))
}

pub(crate) fn increment(storage: &SqliteStorage, name: &'static str) -> Result<()> {
    storage.execute(Arc::new(Script::new(move |notes| {
        let value = notes.get(name)?.unwrap_or_default();
        notes.put(name, value + 1);
        Ok(())
    })))
}

/// An error of use: its code, whether it is worth trying again, and that it names the file.
#[track_caller]
pub(crate) fn assert_error<T: std::fmt::Debug>(outcome: Result<T>, code: Code, retryable: bool, path: &Path) -> Error {
    let error = outcome.unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), (code, retryable), "{error:?}");
    assert!(error.message().contains(path.to_str().unwrap()), "{error:?}");
    assert!(error.get("path").is_some(), "{error:?}");
    error
}

/// A call that leads and stays in its decision until it is let go.
pub(crate) struct Blocker {
    begun: Instant,
    go: Sender<()>,
    call: JoinHandle<Result<()>>,
}

impl Blocker {
    pub(crate) fn new(storage: &Arc<SqliteStorage>) -> Blocker {
        let (go, wait) = channel();
        let (begun, is_begun) = channel();
        let wait = std::sync::Mutex::new(wait);
        let script = Script::new(move |_| {
            begun.send(()).ok();
            wait.lock().unwrap().recv().ok();
            Ok(())
        });
        let storage = Arc::clone(storage);
        let call = std::thread::spawn(move || storage.execute(Arc::new(script)));
        is_begun.recv().unwrap();
        Blocker { begun: Instant::now(), go, call }
    }

    /// Lets it go once so many calls wait behind it and its own group takes in nobody more, so that they are the next
    /// group. Answers when that was.
    pub(crate) fn let_go_before(self, storage: &SqliteStorage, waiting: usize) -> Instant {
        until(|| storage.waiting() == waiting && self.begun.elapsed() > GROUP_IS_OPEN);
        let gone = Instant::now();
        self.go.send(()).unwrap();
        // A group that failed is decided again, one by one; nothing is to wait then.
        drop(self.go);
        self.call.join().unwrap().unwrap();
        gone
    }
}

/// How long a group takes in who waits.
const GROUP_IS_OPEN: Duration = Duration::from_millis(50);

/// What a round came to that was over before its group took in nobody more; a slow machine may need several.
#[track_caller]
pub(crate) fn in_time<T>(round: impl Fn() -> (Duration, T)) -> T {
    for _ in 0..100 {
        let (took, result) = round();
        if took < GROUP_IS_OPEN {
            return result;
        }
    }
    panic!("no round of a hundred was over in {GROUP_IS_OPEN:?}");
}

/// Waits until something holds, which it will unless the test fails.
#[track_caller]
pub(crate) fn until(holds: impl Fn() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(60), "it never came to hold");
        std::thread::yield_now();
    }
}

/// How many commits the file's log holds: a frame that ends a commit says how large the file then is.
pub(crate) fn commits_in_log(path: &Path) -> usize {
    const HEADER: usize = 32;
    const FRAME: usize = 24 + 4096;
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let bytes = std::fs::read(log).unwrap();
    let salt = &bytes[16..24];
    let frames = bytes[HEADER..].chunks_exact(FRAME).take_while(|frame| &frame[8..16] == salt);
    frames.filter(|frame| frame[4..8] != [0; 4]).count()
}

/// This program again, running one test that is otherwise ignored.
pub(crate) fn this_test(name: &str, path: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", name, "--ignored", "--nocapture"]).env("STORAGE_TEST_PATH", path);
    command
}

/// The path that [`this_test`] was given; nothing where somebody runs ignored tests by hand.
pub(crate) fn given_path() -> Option<PathBuf> {
    std::env::var_os("STORAGE_TEST_PATH").map(PathBuf::from)
}

/// Says in the output of the tests that one was left out. Not by `eprintln!`, which tests that pass keep to
/// themselves.
pub(crate) fn left_out(why: &str) {
    let test = std::thread::current().name().unwrap_or_default().to_owned();
    writeln!(std::io::stderr(), "test {test} was LEFT OUT: {why}").unwrap();
}
