//! How fast `where_is` and `changes` are on a git repository of 50,000 commits and a project of 100 environments.
//!
//! `cargo bench -p release-core --features git --bench commits` makes the repository with the `git` program and the
//! releases in a SQLite file, about a minute in all. `-- PATH` takes a repository of yours instead. The first look is
//! that of a handle that has just been opened; the later ones are medians.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, reason = "a program for a person to read")]

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use release_core::{GitCommits, Releases, Status};

const COMMITS: usize = 50_000;
const CANDIDATES: usize = 1_000;
const ENVIRONMENTS: usize = 100;
/// How many times each environment was deployed to.
const DEPLOYMENTS: usize = 20;
const NAME: &str = "acme/web";

fn main() {
    let given = std::env::args().skip(1).find(|word| word != "--bench").map(PathBuf::from);
    let folder = tempfile::tempdir().expect("a folder");
    let path = given.unwrap_or_else(|| made(folder.path()));
    let commits: Vec<String> =
        git(&path, &["rev-list", "--topo-order", "--reverse", "HEAD"], b"").lines().map(str::to_owned).collect();
    println!("{} commits, {ENVIRONMENTS} environments, {CANDIDATES} candidates", commits.len());
    let file = folder.path().join("releases.db").to_string_lossy().into_owned();
    let cut: Vec<&String> = (1..=CANDIDATES).map(|n| &commits[n * commits.len() / CANDIDATES - 1]).collect();
    fill(&Releases::open(&file).expect("a database"), &cut);

    for summary in [false, true] {
        if summary {
            git(&path, &["commit-graph", "write", "--reachable"], b"");
        }
        let releases = Releases::open(&file).expect("a database");
        releases.register_commit_source(GitCommits::open(NAME, &path).expect("a repository"));
        println!("\n{} a commit graph of git's own", if summary { "with" } else { "without" });
        let first = timed(|| drop(releases.where_is(&commits[commits.len() / 2]).call().expect("an answer")));
        println!("  where_is, the first look: {first:?}");
        let places = [0, 10, 25, 50, 75, 90, 98, 99].map(|percent| commits.len() * percent / 100);
        let later = places.map(|place| timed(|| drop(releases.where_is(&commits[place]).call().expect("an answer"))));
        println!("  where_is, later, of a commit at 0, 10, 25, 50, 75, 90, 98 and 99 %: {later:?}");
        let changes = |from: usize, to: usize| {
            let (from, to) = (format!("1.{from}.0-rc1"), format!("1.{to}.0-rc1"));
            timed(|| drop(releases.changes("web", "env-0").from(&from).to(&to).call().expect("an answer")))
        };
        println!("  changes of one release: {:?}", changes(CANDIDATES - 2, CANDIDATES - 1));
        println!("  changes of half of the history: {:?}", changes(CANDIDATES / 2, CANDIDATES - 1));
        let releases = Releases::open(&file).expect("a database");
        releases.register_commit_source(GitCommits::open(NAME, &path).expect("a repository"));
        releases.update_project("web").path_patterns(["area-3/"]).call().expect("the project");
        let changed = timed(|| {
            let from = format!("1.{}.0-rc1", CANDIDATES - 20);
            drop(releases.changes("web", "env-0").from(from).to(format!("1.{}.0-rc1", CANDIDATES - 1)).call().unwrap());
        });
        println!("  changes of twenty releases by path patterns, a first look: {changed:?}");
        releases.update_project("web").path_patterns(Vec::<String>::new()).call().expect("the project");
    }
}

/// Candidates all over the history, and environments that went through the last of them, each a little behind.
fn fill(releases: &Releases, cut: &[&String]) {
    releases.create_project("web", NAME).call().expect("a project");
    for (n, commit) in cut.iter().enumerate() {
        releases.create_release("web", format!("1.{n}.0-rc1"), NAME, commit).call().expect("a candidate");
    }
    for environment in 0..ENVIRONMENTS {
        let name = format!("env-{environment}");
        releases.create_environment("web", &name).call().expect("an environment");
        for deployment in 0..DEPLOYMENTS {
            let n = CANDIDATES - 1 - environment - (DEPLOYMENTS - 1 - deployment) * 5;
            let version = format!("1.{n}.0-rc1");
            releases.update_deployment_status("web", &name, version, Status::Success).call().expect("a deployment");
        }
    }
}

fn timed(act: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    act();
    begun.elapsed()
}

/// A repository with a merge at every tenth commit, packed as git packs it.
fn made(folder: &Path) -> PathBuf {
    let path = folder.join("repository.git");
    git(folder, &["init", "-q", "--bare", "-b", "main", &path.to_string_lossy()], b"");
    let mut stream = String::new();
    for n in 1..=COMMITS {
        let who = format!("Ana <ana@acme.dev> {} +0000", 1_500_000_000 + n * 600);
        let subject = format!("Change {n} (#{n})");
        let branch = if n % 10 == 9 { "side" } else { "main" };
        let _ = writeln!(stream, "commit refs/heads/{branch}\nmark :{n}\nauthor {who}\ncommitter {who}");
        let _ = writeln!(stream, "data {}\n{subject}", subject.len());
        match n {
            1 => {}
            _ if n % 10 == 9 => drop(writeln!(stream, "from :{}", n - 1)),
            _ if n % 10 == 0 => drop(writeln!(stream, "from :{}\nmerge :{}", n - 2, n - 1)),
            _ => drop(writeln!(stream, "from :{}", n - 1)),
        }
        let _ =
            writeln!(stream, "M 100644 inline area-{}/file-{}\ndata {}\n{n}\n", n % 7, n % 500, n.to_string().len());
    }
    git(&path, &["fast-import", "--quiet", "--force"], stream.as_bytes());
    git(&path, &["-c", "gc.writeCommitGraph=false", "-c", "core.commitGraph=false", "gc", "-q"], b"");
    path
}

fn git(folder: &Path, arguments: &[&str], input: &[u8]) -> String {
    let mut child = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the git program");
    let mut stdin = child.stdin.take().expect("its input");
    stdin.write_all(input).expect("it reads");
    drop(stdin);
    let output = child.wait_with_output().expect("its end");
    assert!(output.status.success(), "git {arguments:?}");
    String::from_utf8(output.stdout).expect("text")
}
