//! What is live, and pages of a history, at a thousand deployments and at a million; and what a million take in the
//! file and in memory.
//!
//! `cargo bench -p release-core --bench million` takes a few minutes and some 5 GB in the folder for temporary files. In
//! two steps, so that what is measured can wait for a quiet moment: `-- build FOLDER` makes `few.db` and `many.db`
//! there, and `-- read FOLDER` measures them. A number behind `--` or `FOLDER` makes another count than a million. Each
//! figure is the median over calls that are made in turns on both files, by a process that has made neither.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, reason = "a program for a person to read")]

#[path = "million/build.rs"]
mod build;
#[path = "million/compare.rs"]
mod compare;
#[path = "million/script.rs"]
mod script;

use std::path::Path;
use std::time::Instant;

use compare::compare;

use release_core::{Deployment, Page, Releases};

pub(crate) const PROJECT: &str = "web";
pub(crate) const ENVIRONMENT: &str = "production";
const FEW: u64 = 1_000;
const MANY: u64 = 1_000_000;
const FILES: [&str; 2] = ["few.db", "many.db"];

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match *words.as_slice() {
        ["read", folder] => read(Path::new(folder)),
        ["build", folder] => build(Path::new(folder), MANY),
        ["build", folder, count] => build(Path::new(folder), count.parse().unwrap()),
        ref words => {
            let folder = tempfile::tempdir().unwrap();
            build(folder.path(), words.first().map_or(MANY, |word| word.parse().unwrap()));
            let mut reader = std::process::Command::new(std::env::current_exe().unwrap());
            assert!(reader.arg("read").arg(folder.path()).status().unwrap().success());
        }
    }
}

fn build(folder: &Path, count: u64) {
    std::fs::create_dir_all(folder).unwrap();
    build::prove(folder, FEW);
    for (name, count) in FILES.into_iter().zip([FEW, count]) {
        let (file, begun) = (folder.join(name), Instant::now());
        build::by_script(&file, count);
        let bytes = std::fs::metadata(&file).unwrap().len();
        println!(
            "{count} deployments: {} MiB in the file, {} bytes each with its lines of the log; made in {} s",
            bytes >> 20,
            bytes / count,
            begun.elapsed().as_secs()
        );
    }
}

/// Measures both files in turns.
fn read(folder: &Path) {
    let bare = resident();
    let files = FILES.map(|name| folder.join(name));
    let handles = files.map(|file| {
        let releases = Releases::open(file.to_str().unwrap()).unwrap();
        let count = live(&releases).number;
        (releases, count)
    });
    let opened = resident();
    println!("  {:<38}{:>14}{:>14}{:>10}", "", handles[0].1, handles[1].1, "ratio");
    compare("live", &handles, |releases, count| assert_eq!(live(releases).number, count));
    compare("list_deployments, first page", &handles, |releases, count| {
        assert_eq!(page(releases, 1).items[0].number, count);
    });
    compare("list_deployments, page in the middle", &handles, |releases, count| {
        assert_eq!(page(releases, count / 20 + 1).items[0].number, count - count / 20 * 10);
    });
    let cursors = handles.each_ref().map(|(releases, count)| page(releases, count / 20).next.expect("it goes on"));
    compare("list_deployments, cursor there", &handles, |releases, count| {
        let cursor = &cursors[usize::from(count != handles[0].1)];
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

fn live(releases: &Releases) -> Deployment {
    releases.live(PROJECT, ENVIRONMENT).call().unwrap().deployment.expect("something is live")
}

fn page(releases: &Releases, number: u64) -> Page<Deployment> {
    releases.list_deployments(PROJECT, ENVIRONMENT).page(number).call().unwrap()
}

/// What this process holds in memory, in KiB; nothing where the system does not tell it as Linux does.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}
