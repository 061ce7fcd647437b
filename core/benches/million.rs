//! What is live, and pages of a history, at a thousand deployments and at a million; and what a million take in the
//! file and in memory.
//!
//! `cargo bench -p release-core --bench million` builds both files by a script of its own, which takes some minutes and
//! some 4 GB in the folder for temporary files; a number behind `--` builds another count than a million. Each figure
//! is the median over calls that were made in turns on both files by a process that has built neither.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, reason = "a program for a person to read")]

use std::path::Path;
use std::time::{Duration, Instant};

use release_core::{
    ChangeSet, Deployment, Key, Page, Reads, Record, Releases, SqliteOptions, SqliteStorage, Status, Storage, Stored,
    Synchronous, Write,
};
use serde_json::{Value, json};

const PROJECT: &str = "web";
const ENVIRONMENT: &str = "production";
const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";
const CANDIDATES: u64 = 64;
const FEW: u64 = 1_000;
const MANY: u64 = 1_000_000;
/// Deployments that the script writes in one transaction.
const BATCH: u64 = 1_000;
const CALLS: usize = 301;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    if let [word, few, many, count] = words.as_slice()
        && word == "read"
    {
        return read(Path::new(few), Path::new(many), count.parse().unwrap());
    }
    let count = words.iter().find_map(|word| word.parse().ok()).unwrap_or(MANY);
    let folder = tempfile::tempdir().unwrap();
    let files = [FEW, count].map(|count| {
        let (file, begun) = (folder.path().join(format!("{count}.db")), Instant::now());
        build(&file, count);
        let bytes = std::fs::metadata(&file).unwrap().len();
        println!(
            "{count} deployments: {} MiB in the file, {} bytes each with its lines of the log; built in {} s",
            bytes >> 20,
            bytes / count,
            begun.elapsed().as_secs()
        );
        file
    });
    let mut reader = std::process::Command::new(std::env::current_exe().unwrap());
    reader.arg("read").args(&files).arg(count.to_string());
    assert!(reader.status().unwrap().success());
}

fn version(number: u64) -> String {
    format!("1.{}.0-rc1", 1000 + number % CANDIDATES)
}

/// Makes one deployment by the library, and writes the others after its example, each with its two lines of the log.
fn build(file: &Path, count: u64) {
    let releases = Releases::open(file.to_str().unwrap()).unwrap();
    releases.create_project(PROJECT, "acme/web").call().unwrap();
    releases.create_environment(PROJECT, ENVIRONMENT).call().unwrap();
    for number in 0..CANDIDATES {
        releases.create_release(PROJECT, version(number), "acme/web", COMMIT).call().unwrap();
    }
    releases.create_deployment(PROJECT, ENVIRONMENT, version(1)).actor("ana@acme.dev").call().unwrap();
    let report = releases.update_deployment_status(PROJECT, ENVIRONMENT, version(1), Status::Success);
    let example = report.actor("ana@acme.dev").call().unwrap();
    releases.close().unwrap();

    let script = Script::new(file, &example);
    let options = SqliteOptions::new().synchronous(Synchronous::Normal);
    let storage = SqliteStorage::open(file, options).unwrap();
    let mut next = 2;
    while next <= count {
        let last = count.min(next + BATCH - 1);
        let writes = (next..=last).flat_map(|number| script.rows(number)).map(Write::Insert).collect();
        storage.commit(&ChangeSet { expects: Vec::new(), writes }).unwrap();
        next = last + 1;
    }
    let before: Stored = {
        let keys = vec![Key::from_text(script.environment.0.as_str())];
        storage.read(&Reads { keys, queries: Vec::new() }).unwrap().records.remove(0).unwrap()
    };
    let after = script.environment_after(count);
    storage.commit(&ChangeSet { expects: Vec::new(), writes: vec![Write::Update { before, after }] }).unwrap();
    storage.close().unwrap();
}

/// The rows of the example, to be written with other ids and numbers.
struct Script {
    example: String,
    deployment: Value,
    events: Vec<Value>,
    environment: (String, Value),
}

impl Script {
    fn new(file: &Path, example: &Deployment) -> Script {
        let connection = rusqlite::Connection::open(file).unwrap();
        let of_kind = |kind: &str| -> Vec<(String, Value)> {
            let sql = "SELECT key, body FROM records WHERE key >= ?1 || '/' AND key < ?1 || '0' ORDER BY revision";
            let mut select = connection.prepare(sql).unwrap();
            let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get::<_, String>(1)?));
            let rows = select.query_map([kind], row).unwrap().map(Result::unwrap);
            rows.map(|(key, body)| (key, serde_json::from_str(&body).unwrap())).collect()
        };
        let id = example.id.to_string();
        let of_example = |(_, event): &(String, Value)| event["data"]["deployment_id"] == *id;
        Script {
            deployment: of_kind("deployment").remove(0).1,
            events: of_kind("event").into_iter().filter(of_example).map(|(_, event)| event).collect(),
            environment: of_kind("environment").remove(0),
            example: id,
        }
    }

    fn id(&self, number: u64) -> String {
        if number == 1 { self.example.clone() } else { format!("01900000-0000-7000-8000-{number:012x}") }
    }

    fn rows(&self, number: u64) -> Vec<Record> {
        let (id, version) = (self.id(number), version(number));
        let mut deployment = self.deployment.clone();
        deployment["data"]["id"] = json!(id);
        deployment["data"]["number"] = json!(number);
        deployment["data"]["release_candidate_version"] = json!(version);
        deployment["data"]["release_version"] = json!(version.trim_end_matches("-rc1"));
        deployment["ending"] = json!(number);
        let mut rows = vec![record(&format!("deployment/{id}"), &deployment)];
        for (place, event) in self.events.iter().enumerate() {
            let mut event = event.clone();
            event["id"] = json!(format!("{id}-{place}"));
            event["data"]["deployment_id"] = json!(id);
            event["data"]["candidate_version"] = json!(version);
            rows.push(record(&format!("event/{id}-{place}"), &event));
        }
        rows
    }

    /// The environment as so many deployments leave it.
    fn environment_after(&self, count: u64) -> Record {
        let (key, body) = &self.environment;
        let mut body = body.clone();
        body["deployments"] = json!(count);
        body["endings"] = json!(count);
        body["live"] = json!({ "deployment": self.id(count), "candidate": version(count), "ending": count });
        record(key, &body)
    }
}

fn record(key: &str, body: &Value) -> Record {
    Record::decode(key, body.to_string().as_bytes()).unwrap()
}

/// Measures both files in turns.
fn read(few: &Path, many: &Path, count: u64) {
    let bare = resident();
    let files = [(few, FEW), (many, count)];
    let handles = files.map(|(file, count)| (Releases::open(file.to_str().unwrap()).unwrap(), count));
    let opened = resident();
    println!("  {:<34}{:>14}{:>14}{:>10}", "", FEW, count, "ratio");
    compare("live", &handles, |releases, count| {
        let live = releases.live(PROJECT, ENVIRONMENT).call().unwrap().deployment.expect("something is live");
        assert_eq!(live.number, count);
    });
    compare("list_deployments, first page", &handles, |releases, count| {
        assert_eq!(page(releases, 1).items[0].number, count);
    });
    compare("list_deployments, page in the middle", &handles, |releases, count| {
        assert_eq!(page(releases, count / 20 + 1).items[0].number, count - count / 20 * 10);
    });
    let cursors = handles.each_ref().map(|(releases, count)| page(releases, count / 20).next.expect("it goes on"));
    compare("list_deployments, cursor there", &handles, |releases, count| {
        let cursor = &cursors[usize::from(count != FEW)];
        let page = releases.list_deployments(PROJECT, ENVIRONMENT).cursor(cursor.as_str()).call().unwrap();
        assert_eq!(page.items[0].number, count - count / 20 * 10);
    });
    println!(
        "  memory of the reading process: {} MiB before it opened the files, {} after, {} after all calls",
        bare >> 10,
        opened >> 10,
        resident() >> 10
    );
}

fn page(releases: &Releases, number: u64) -> Page<Deployment> {
    releases.list_deployments(PROJECT, ENVIRONMENT).page(number).call().unwrap()
}

fn compare(name: &str, handles: &[(Releases, u64); 2], call: impl Fn(&Releases, u64)) {
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..CALLS {
        for ((releases, count), times) in handles.iter().zip(&mut times) {
            let begun = Instant::now();
            call(releases, *count);
            times.push(begun.elapsed());
        }
    }
    let [few, many] = times.map(|mut times: Vec<Duration>| {
        times.sort();
        times[times.len() / 2].as_secs_f64() * 1e6
    });
    println!("  {name:<34}{:>11.0} us{:>11.0} us{:>10.2}", few, many, many / few);
}

/// What this process holds in memory, in KiB; nothing where the system does not tell it as Linux does.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}
