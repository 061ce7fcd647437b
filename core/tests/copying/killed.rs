//! A process that is killed in the middle of a copy.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

use release_core::Releases;

use crate::store::{copied, furnish, new_file, open, seen};

const FROM: &str = "COPYING_TEST_FROM";
const TO: &str = "COPYING_TEST_TO";
const HALF: &str = "@@half";

/// Copies a file in another process, which is killed once a part of the records is in the target.
pub(crate) fn killed_in_the_middle(from: &str, to: &str) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "killed::copies_until_it_is_killed", "--ignored", "--nocapture"])
        .envs([(FROM, from), (TO, to)])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.map_while(Result::ok).any(|line| line.contains(HALF)), "it ended before the middle");
    // SIGKILL: nothing of it is told to end.
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
#[ignore = "the process of the tests beside"]
fn copies_until_it_is_killed() {
    let (Ok(from), Ok(to)) = (std::env::var(FROM), std::env::var(TO)) else { return };
    let (source, target) = (Releases::open(from).unwrap(), Releases::open(to).unwrap());
    let pauses = |copied: &release_core::Copied| {
        if copied.records >= 1000 {
            std::io::stdout().lock().write_all(format!("\n{HALF}\n").as_bytes()).unwrap();
            loop {
                std::thread::park();
            }
        }
    };
    source.copy_to(&target).retire(true).on_progress(pauses).call().unwrap();
}

#[test]
fn a_copy_in_a_file_is_whole_or_not_there() {
    let ((_from, from), (_to, to)) = (new_file(), new_file());
    furnish(&open(&from), 600);
    let before = seen(&open(&from));
    killed_in_the_middle(from.to_str().unwrap(), to.to_str().unwrap());
    let (source, target) = (open(&from), open(&to));
    assert_eq!(seen(&source), before, "the source is as it was, and not retired");
    assert!(target.list_projects().include_archived(true).call().unwrap().items.is_empty());
    assert!(target.history().call().unwrap().items.is_empty());
    copied(&source, &target);
}
