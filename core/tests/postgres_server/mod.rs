//! A PostgreSQL server for tests: the one that `RELEASE_CORE_TEST_POSTGRES` names, or one that ends with this process.

#![allow(dead_code, clippy::unwrap_used, reason = "every test file uses a part of it, and fails by it")]

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};

/// A URL of a schema that nothing is in, on the server that these tests share.
pub(crate) fn new_schema() -> String {
    in_new_schema(shared())
}

/// The URL of a server, for a schema of it that nothing is in.
pub(crate) fn in_new_schema(url: &str) -> String {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos();
    let join = if url.contains('?') { '&' } else { '?' };
    format!("{url}{join}schema=release_test_{now:x}_{}_{number}", std::process::id())
}

/// A schema that may have been used before, and in which nothing is. Making one takes longer than emptying it.
pub(crate) struct Reused(pub(crate) String);

static EMPTY: Mutex<Vec<String>> = Mutex::new(Vec::new());

impl Reused {
    pub(crate) fn take() -> Reused {
        let Some(url) = EMPTY.lock().unwrap().pop() else { return Reused(new_schema()) };
        let schema = url.rsplit("schema=").next().unwrap();
        let text = ["records", "entries", "commits"].map(|table| format!("DELETE FROM {schema}.{table};")).concat();
        sql(shared(), &text);
        Reused(url)
    }
}

impl Drop for Reused {
    fn drop(&mut self) {
        EMPTY.lock().unwrap().push(std::mem::take(&mut self.0));
    }
}

/// Runs statements, and gives the columns of all rows as texts.
pub(crate) fn sql(url: &str, text: &str) -> Vec<Vec<Option<String>>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let url = url.split("&schema=").next().unwrap().split("?schema=").next().unwrap();
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
        let connection = tokio::spawn(connection);
        let messages = client.simple_query(text).await.unwrap_or_else(|error| panic!("{text}: {error:?}"));
        drop(client);
        let _ = connection.await;
        let row = |row: tokio_postgres::SimpleQueryRow| (0..row.len()).map(|i| row.get(i).map(str::to_owned)).collect();
        messages
            .into_iter()
            .filter_map(|message| match message {
                tokio_postgres::SimpleQueryMessage::Row(found) => Some(row(found)),
                _ => None,
            })
            .collect()
    })
}

/// Waits for something that will be so soon.
pub(crate) fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = std::time::Instant::now();
    while !holds() {
        assert!(begun.elapsed().as_secs() < 60, "waited for a minute: {what}");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}

/// The URL of the server that these tests share.
pub(crate) fn shared() -> &'static str {
    static URL: OnceLock<String> = OnceLock::new();
    URL.get_or_init(|| match std::env::var("RELEASE_CORE_TEST_POSTGRES") {
        Ok(url) => url,
        Err(_) => {
            // It lives until this process ends, which closes its standard input.
            let server: &'static Server = Box::leak(Box::new(Server::start(&[])));
            server.socket.clone()
        }
    })
}

/// A server of a test's own.
pub(crate) struct Server {
    /// By TCP, on loopback.
    pub(crate) url: String,
    /// By its socket.
    pub(crate) socket: String,
    pub(crate) folder: PathBuf,
    process: Mutex<Option<(Child, ChildStdin, BufReader<ChildStdout>)>>,
}

impl Server {
    pub(crate) fn start(arguments: &[&str]) -> Server {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/postgres-server.sh");
        let mut child = Command::new(script)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("tests/postgres-server.sh can be started");
        let input = child.stdin.take().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let (url, socket) = (line(&mut output), line(&mut output));
        let folder = socket.split("host=").nth(1).and_then(|rest| rest.split('&').next()).unwrap().into();
        Server { url, socket, folder, process: Mutex::new(Some((child, input, output))) }
    }

    /// `crash`, `stop`, `start` or `replica`; returns when it is done.
    pub(crate) fn tell(&self, command: &str) {
        let mut process = self.process.lock().unwrap();
        let (_, input, output) = process.as_mut().unwrap();
        writeln!(input, "{command}").unwrap();
        assert_eq!(line(output), format!("{command}: done"));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let Ok(process) = self.process.get_mut() else { return };
        // The script ends, and the server with it, when its standard input does.
        if let Some((mut child, input, _)) = process.take() {
            drop(input);
            let _ = child.wait();
        }
    }
}

fn line(output: &mut BufReader<ChildStdout>) -> String {
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    assert!(line.ends_with('\n'), "tests/postgres-server.sh ended: see its words on the standard error");
    line.trim_end().to_owned()
}
