//! Git repositories for tests.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use release_core::{CommitHash, CommitName, CommitSource, GitCommits, Repository};

/// The name under which all of them are registered.
pub(crate) const NAME: &str = "acme/web";

pub(crate) fn name() -> Repository {
    Repository::new(NAME).expect("a repository")
}

pub(crate) fn hash(text: &str) -> CommitHash {
    CommitHash::new(text).expect("a hash")
}

pub(crate) fn named(text: &str) -> CommitName {
    CommitName::new(text).expect("a commit's name")
}

/// A folder with repositories in it, which is removed in the end.
pub(crate) struct World {
    folder: tempfile::TempDir,
    pub(crate) path: PathBuf,
}

/// A commit to be made.
#[derive(Debug, Clone, Default)]
pub(crate) struct Make {
    /// Its parents, by their places among those that are made.
    pub(crate) parents: Vec<usize>,
    pub(crate) subject: String,
    /// Seconds since 1970.
    pub(crate) time: i64,
    /// Files that are written; without a content they are removed.
    pub(crate) files: Vec<(String, Option<String>)>,
}

impl Make {
    pub(crate) fn new(parents: &[usize], subject: &str, time: i64) -> Make {
        Make { parents: parents.to_vec(), subject: subject.to_owned(), time, files: Vec::new() }
    }

    pub(crate) fn file(mut self, path: &str, content: &str) -> Make {
        self.files.push((path.to_owned(), Some(content.to_owned())));
        self
    }

    pub(crate) fn remove(mut self, path: &str) -> Make {
        self.files.push((path.to_owned(), None));
        self
    }
}

impl World {
    pub(crate) fn new() -> World {
        World::with_format("sha1")
    }

    pub(crate) fn with_format(format: &str) -> World {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("repository");
        let world = World { folder, path };
        let path = world.path.to_string_lossy().into_owned();
        world.run(&["init", "-q", "-b", "main", "--object-format", format, &path], None);
        world
    }

    /// A place beside the repository.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn source(&self) -> GitCommits {
        GitCommits::open(NAME, &self.path).expect("a repository")
    }

    /// Runs git in the repository.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        git_in(&self.path, arguments, None)
    }

    fn run(&self, arguments: &[&str], input: Option<&[u8]>) -> String {
        git_in(self.folder.path(), arguments, input)
    }

    /// Clones the repository by git's protocol, so that it may be shallow or partial.
    pub(crate) fn clone(&self, name: &str, options: &[&str]) -> PathBuf {
        let (from, to) = (format!("file://{}", self.path.display()), self.beside(name));
        self.git(&["config", "uploadpack.allowFilter", "true"]);
        let target = to.to_string_lossy().into_owned();
        self.run(&[&["clone", "-q"], options, &[&from, &target]].concat(), None);
        to
    }

    /// Makes commits, each on a branch of its own, and `main` at the last one. Answers their hashes.
    pub(crate) fn make(&self, commits: &[Make]) -> Vec<String> {
        let mut stream = String::new();
        for (place, make) in commits.iter().enumerate() {
            let Make { parents, subject, time, files } = make;
            let _ = write!(stream, "commit refs/heads/made/{place}\nmark :{}\n", place + 1);
            for who in ["author Ana", "committer Ben"] {
                let _ = writeln!(stream, "{who} <who@acme.dev> {time} +0100");
            }
            let _ = writeln!(stream, "data {}\n{subject}", subject.len());
            for (number, parent) in parents.iter().enumerate() {
                let _ = writeln!(stream, "{} :{}", if number == 0 { "from" } else { "merge" }, parent + 1);
            }
            for (path, content) in files {
                let _ = match content {
                    Some(content) => writeln!(stream, "M 100644 inline {path}\ndata {}\n{content}", content.len()),
                    None => writeln!(stream, "D {path}"),
                };
            }
            stream.push('\n');
        }
        let marks = self.beside("marks");
        git_in(
            &self.path,
            &["fast-import", "--quiet", &format!("--export-marks={}", marks.display())],
            Some(stream.as_bytes()),
        );
        let marks = std::fs::read_to_string(marks).expect("the marks");
        let by_number: BTreeMap<usize, String> = marks
            .lines()
            .filter_map(|line| line.strip_prefix(':')?.split_once(' '))
            .map(|(number, hash)| (number.parse().expect("a number"), hash.to_owned()))
            .collect();
        let made: Vec<String> = by_number.into_values().collect();
        if let Some(last) = made.last() {
            self.git(&["update-ref", "refs/heads/main", last]);
        }
        made
    }

    /// Gives fast-import a stream.
    pub(crate) fn import(&self, stream: &str) {
        git_in(&self.path, &["fast-import", "--quiet", "--force"], Some(stream.as_bytes()));
    }
}

/// Runs git in a folder, without anybody's configuration.
pub(crate) fn git_in(folder: &Path, arguments: &[&str], input: Option<&[u8]>) -> String {
    let mut child = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["-c", "user.name=Ana", "-c", "user.email=ana@acme.dev", "-c", "gc.auto=0"])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env_remove("GIT_DIR")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the git program");
    child.stdin.take().expect("its input").write_all(input.unwrap_or_default()).expect("it reads");
    let output = child.wait_with_output().expect("its end");
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "git {arguments:?}: {words}");
    String::from_utf8(output.stdout).expect("text").trim_end().to_owned()
}

/// A small history.
/// ```text
/// 0 ─ 1 ─ 2 ─── 4      5
///      \─ 3 ────┘
/// ```
pub(crate) fn small() -> Vec<Make> {
    let day = |n: i64| 1_790_000_000 + n * 86_400;
    vec![
        Make::new(&[], "Begin\n\nWith a body", day(0)).file("README.md", "Read me").file("apps/web/main.rs", "main"),
        Make::new(&[0], "Add the cart (#12)", day(1)).file("apps/web/cart.rs", "cart"),
        Make::new(&[1], "Explain the cart", day(2)).file("docs/cart.md", "The cart").remove("README.md"),
        Make::new(&[1], "Mend the price", day(3)).file("apps/web/price.rs", "price"),
        Make::new(&[2, 3], "Merge pull request #15 from cleo/price", day(4)).file("apps/web/price.rs", "price"),
        Make::new(&[], "Begin anew", day(5)).file("apps/web/main.rs", "new"),
    ]
}

/// Whether what a source says is about this repository at all.
pub(crate) fn knows(source: &impl CommitSource) -> bool {
    source.has_repository(&name()).expect("an answer")
}
