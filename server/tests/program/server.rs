//! The real program, on a free port of this machine, with a database of its own.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::http::{self, Reply};

/// The admin token that every test's server is given.
pub(crate) const ADMIN: &str = "admin-token-of-the-tests";
const PROGRAM: &str = env!("CARGO_BIN_EXE_release-server");

/// A server that runs; it is ended with the value.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    pub(crate) folder: Folder,
}

/// Where a server's files are: the database, the configuration and the log.
pub(crate) struct Folder(TempDir);

impl Folder {
    /// In memory, where the system has such a place.
    pub(crate) fn new() -> Folder {
        let memory = Path::new("/dev/shm");
        Folder(if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.path("log")).unwrap()
    }

    /// The program with this folder's database and configuration.
    pub(crate) fn program(&self) -> Command {
        let mut command = Command::new(PROGRAM);
        command.current_dir(self.0.path()).env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        if self.path("config.toml").exists() {
            command.arg("--config").arg(self.path("config.toml"));
        }
        command
    }

    /// A new token, made by the command.
    pub(crate) fn token(&self, arguments: &[&str]) -> String {
        let made = self.program().args(["token", "create"]).args(arguments).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        String::from_utf8(made.stdout).unwrap().trim().to_owned()
    }
}

impl Server {
    pub(crate) fn start(config: &str) -> Server {
        Server::start_in(Folder::new(), config)
    }

    pub(crate) fn start_in(folder: Folder, config: &str) -> Server {
        std::fs::write(folder.path("config.toml"), config).unwrap();
        let log = std::fs::OpenOptions::new().create(true).append(true).open(folder.path("log")).unwrap();
        let mut child = folder
            .program()
            .args(["--listen", "127.0.0.1:0"])
            .env("RELEASE_SERVER_TOKEN", ADMIN)
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit_once("//").map(|(_, address)| address.parse());
        let Some(Ok(address)) = address else {
            let _ = child.wait();
            panic!("the server did not start: {}", folder.log());
        };
        Server { child, address, folder }
    }

    /// A request with the admin token, and a JSON body where there is one.
    pub(crate) fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Reply {
        self.send_as(ADMIN, method, path, &[], body)
    }

    pub(crate) fn get(&self, path: &str) -> Reply {
        self.send("GET", path, None)
    }

    pub(crate) fn send_as(
        &self,
        token: &str,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Reply {
        http::send(self.address, token, method, path, headers, body)
    }

    pub(crate) fn raw(&self, bytes: &[u8]) -> Reply {
        http::expect(self.address, bytes)
    }

    /// Tells it to end, as an operator's system does.
    pub(crate) fn terminate(&self) {
        assert!(Command::new("kill").arg(self.child.id().to_string()).status().unwrap().success());
    }

    /// Waits until it has ended, and leaves its folder.
    pub(crate) fn ended(mut self) -> (bool, Folder) {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return (status.success(), std::mem::replace(&mut self.folder, Folder::new()));
            }
            assert!(begun.elapsed() < Duration::from_secs(60), "it does not end");
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    pub(crate) fn restart(self, config: &str) -> Server {
        self.terminate();
        let (success, folder) = self.ended();
        assert!(success, "{}", folder.log());
        Server::start_in(folder, config)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
