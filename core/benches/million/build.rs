//! Files with many deployments of one environment: begun by the library, and gone on with by a script that writes the
//! same rows much faster.

use std::path::Path;

use regex::Regex;
use release_core::{Releases, Status};
use rusqlite::Connection;

use crate::script::Script;
use crate::{ENVIRONMENT, PROJECT};

pub(crate) const CANDIDATES: u64 = 64;
/// Deployments that the library makes first: each candidate twice, so that those of the second round, which follow upon
/// another, are like all that come later.
pub(crate) const BY_LIBRARY: u64 = 2 * CANDIDATES;
const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

pub(crate) fn version(number: u64) -> String {
    format!("1.{}.0-rc1", 1000 + number % CANDIDATES)
}

/// Makes a file with so many deployments, each of which has succeeded.
pub(crate) fn by_script(file: &Path, count: u64) {
    begin(file);
    Script::of(file).run(count);
}

/// Holds a file of the script against one of the library, row by row.
pub(crate) fn prove(folder: &Path, count: u64) {
    let [library, script] = ["library.db", "script.db"].map(|name| folder.join(name));
    begin(&library);
    std::fs::copy(&library, &script).unwrap();
    deploy(&library, BY_LIBRARY + 1, count);
    Script::of(&script).run(count);

    let [expected, found] = [&library, &script].map(|file| dump(file));
    assert_eq!(found.len(), expected.len());
    for (expected, found) in expected.iter().zip(&found) {
        assert_eq!(found, expected, "the script writes what the library does");
    }
    let [by_library, by_script] = [&library, &script].map(|file| std::fs::metadata(file).unwrap().len());
    println!(
        "{} rows of {count} deployments by the script are those of the library; {} KiB, and by the library {} KiB",
        found.len(),
        by_script >> 10,
        by_library >> 10
    );
    [library, script].iter().for_each(|file| std::fs::remove_file(file).unwrap());
}

fn begin(file: &Path) {
    let releases = Releases::open(file.to_str().unwrap()).unwrap();
    releases.create_project(PROJECT, "acme/web").call().unwrap();
    releases.create_environment(PROJECT, ENVIRONMENT).call().unwrap();
    for number in 0..CANDIDATES {
        releases.create_release(PROJECT, version(number), "acme/web", COMMIT).call().unwrap();
    }
    releases.close().unwrap();
    deploy(file, 1, BY_LIBRARY);
}

fn deploy(file: &Path, first: u64, last: u64) {
    let releases = Releases::open(format!("sqlite:{}?synchronous=normal", file.display())).unwrap();
    for number in first..=last {
        let version = version(number);
        releases.create_deployment(PROJECT, ENVIRONMENT, &version).actor("ana@acme.dev").call().unwrap();
        let report = releases.update_deployment_status(PROJECT, ENVIRONMENT, &version, Status::Success);
        assert_eq!(report.actor("ana@acme.dev").call().unwrap().number, number);
    }
    releases.close().unwrap();
}

/// Everything in a file as text, with the names of ids by their first appearance, and without times.
fn dump(file: &Path) -> Vec<String> {
    let connection = Connection::open(file).unwrap();
    let tables = [
        "SELECT revision || ' ' || key || ' ' || body FROM records ORDER BY revision",
        "SELECT p.name || ' ' || e.list || ' ' || hex(e.position) || ' ' || r.revision
         FROM entries AS e JOIN partitions AS p ON p.id = e.partition JOIN records AS r ON r.id = e.record
         ORDER BY p.id, e.list, e.position",
        "SELECT id || ' ' || name FROM partitions ORDER BY id",
        "SELECT revision || ' ' || partition FROM counter",
        "SELECT count(*) || ' rows in lists' FROM entries",
        "PRAGMA integrity_check",
    ];
    let mut lines = Vec::new();
    for sql in tables {
        let mut select = connection.prepare(sql).unwrap();
        let rows = select.query_map([], |row| row.get::<_, String>(0)).unwrap();
        lines.extend(rows.map(Result::unwrap));
    }
    let id = Regex::new("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}").unwrap();
    let time = Regex::new(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z").unwrap();
    let mut ids = std::collections::HashMap::new();
    let masked = |line: String| {
        let line = id.replace_all(&line, |found: &regex::Captures<'_>| {
            let next = ids.len();
            format!("id {}", ids.entry(found[0].to_owned()).or_insert(next))
        });
        time.replace_all(&line, "time").into_owned()
    };
    lines.into_iter().map(masked).collect()
}
