//! A writer as its parent sees it.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::calls::Line;

/// What a writer is told in its environment.
pub(crate) const NAME: &str = "RELEASE_TEST_WRITER";
pub(crate) const FOLDER: &str = "RELEASE_TEST_FOLDER";
pub(crate) const SEED: &str = "RELEASE_TEST_SEED";
/// How far its clock is ahead, in seconds.
pub(crate) const AHEAD: &str = "RELEASE_TEST_AHEAD";
pub(crate) const THREADS: &str = "RELEASE_TEST_THREADS";
/// How long it writes; without, until it is killed.
pub(crate) const MILLIS: &str = "RELEASE_TEST_MILLIS";

/// Said where its disk fails on purpose: the library that stands between it and the disk.
pub(crate) const DISK: &str = "LD_PRELOAD";

/// The database in a folder, and beside it the log of the CI systems.
pub(crate) const DATABASE: &str = "releases.db";
pub(crate) const LOG: &str = "starts.log";

pub(crate) struct Writer {
    child: Child,
    out: BufReader<ChildStdout>,
}

impl Writer {
    pub(crate) fn start(folder: &Path, variables: &[(&str, String)]) -> Writer {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "worker::writes", "--ignored", "--nocapture"]).env(FOLDER, folder);
        command.envs(variables.iter().map(|(name, value)| (name, value))).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        Writer { child, out }
    }

    /// The next line that it says; nothing once it has ended.
    pub(crate) fn hear(&mut self) -> Option<Line> {
        loop {
            let mut text = Vec::new();
            if self.out.read_until(b'\n', &mut text).unwrap() == 0 {
                return None;
            }
            if let Some(line) = Line::hear(&String::from_utf8_lossy(&text)) {
                return Some(line);
            }
        }
    }

    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
    }

    /// Waits for its end, and says whether it was killed; it may not fail.
    pub(crate) fn ended(mut self) -> bool {
        let status = self.child.wait().unwrap();
        let signal = std::os::unix::process::ExitStatusExt::signal(&status);
        assert!(status.success() || signal == Some(9), "a writer failed: {status}; see what it said above");
        signal.is_some()
    }
}
