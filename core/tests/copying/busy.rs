//! A file that another process writes to all the time.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

use release_core::{Code, Releases};

use crate::store::{furnish, new_file, open, seen};

const FILE: &str = "COPYING_TEST_BUSY";
const WRITES: &str = "@@writes";

#[test]
fn a_file_is_retired_under_a_process_that_writes() {
    let ((_from, from), (_to, to)) = (new_file(), new_file());
    furnish(&open(&from), 30);
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "busy::writes_until_it_is_told_to_go_elsewhere", "--ignored", "--nocapture"])
        .env(FILE, &from)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.by_ref().map_while(Result::ok).any(|line| line.contains(WRITES)), "it has not begun");
    let (source, target) = (open(&from), open(&to));
    let copied = source.copy_to(&target).retire(true).call();
    if copied.is_err() {
        child.kill().unwrap();
    }
    let said: Vec<String> = lines.map_while(Result::ok).collect();
    let ended = child.wait().unwrap();
    copied.unwrap();
    assert!(ended.success(), "{said:?}");
    // All that the other process was promised is in the copy.
    let last = said.iter().find_map(|line| line.strip_prefix("written: ")).unwrap().parse::<u64>().unwrap();
    let documents = target.documents("counts").unwrap();
    assert_eq!(documents.len() as u64, last, "{:?}", seen(&target).len());
}

#[test]
#[ignore = "the process of the test beside"]
fn writes_until_it_is_told_to_go_elsewhere() {
    let Ok(file) = std::env::var(FILE) else { return };
    let releases = Releases::open(format!("sqlite:{file}?synchronous=normal")).unwrap();
    for number in 0_u64.. {
        match releases.add_document("counts", &number.to_string(), serde_json::json!(number)) {
            Ok(_) if number == 0 => writeln!(std::io::stdout().lock(), "\n{WRITES}").unwrap(),
            Ok(_) => {}
            Err(error) if error.is_retryable() => panic!("{error}"),
            Err(error) => {
                assert_eq!(error.code(), Code::Unavailable, "{error}");
                assert!(error.get("moved_to").is_some(), "{error}");
                return writeln!(std::io::stdout().lock(), "\nwritten: {number}").unwrap();
            }
        }
    }
}
