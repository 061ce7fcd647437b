//! One of the processes of `postgres_processes`: random calls, and what was answered, in lines on the standard output.
//!
//! `writer.py` and `writer.mjs` do and say the same through the packages. Before each call a line says when it begins and
//! what it is, and after it another what was answered and when, or that it failed and whether it says that nothing was
//! done. Times are nanoseconds of the machine's clock.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use release_core::{CommandTrigger, Error, Releases, Status};
use serde_json::{Value, json};

const URL: &str = "RELEASE_TEST_URL";
const FOLDER: &str = "RELEASE_TEST_FOLDER";
const SECONDS: &str = "RELEASE_TEST_SECONDS";
const SEED: &str = "RELEASE_TEST_SEED";
/// An interpreter that finds the Python package.
const PYTHON: &str = "RELEASE_CORE_TEST_PYTHON";
/// The folder of the Node package.
const NODE: &str = "RELEASE_CORE_TEST_NODE";
pub(crate) const ENVIRONMENTS: u64 = 6;
/// Where deployments start a program.
pub(crate) const STARTS: &str = "starts";
/// What tells a line of a writer from those of the test's harness.
const MARK: &str = "@@";

/// Choices that can be repeated.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
}

pub(crate) fn now() -> u64 {
    u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos()).unwrap()
}

pub(crate) fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// A line in one piece, also where it is the last thing that this process does.
fn say(line: &Value) {
    std::io::stdout().lock().write_all(format!("{MARK}{line}\n").as_bytes()).unwrap();
}

#[test]
#[ignore = "a part of the other test"]
fn postgres_writes() {
    let Ok(url) = std::env::var(URL) else { return };
    let seed = number(SEED).unwrap();
    let mut dice = Dice(seed | 1);
    let until = Instant::now() + Duration::from_secs(number(SECONDS).unwrap());
    let releases = opened(&url);
    let log = Path::new(&std::env::var(FOLDER).unwrap()).join("log");
    let program = r#"echo "$RELEASE_DISPATCH_ID" >> "$0""#;
    releases.register_trigger(STARTS, CommandTrigger::new("/bin/sh").args(["-c", program]).arg(log)).unwrap();
    let mut mine: Vec<(String, u64, String)> = Vec::new();
    let mut calls = 0;
    while Instant::now() < until {
        calls += 1;
        let call = format!("{seed}-{calls}");
        let environment = format!("e{}", dice.below(ENVIRONMENTS));
        let (what, on) = match dice.below(10) {
            0..4 => ("deploy", environment),
            4..6 if !mine.is_empty() => ("succeed", String::new()),
            6..8 => ("live", environment),
            8 => ("start", STARTS.to_owned()),
            _ => ("newest", environment),
        };
        let of = if what == "succeed" {
            mine.swap_remove(dice.below(mine.len() as u64) as usize)
        } else {
            (on, 0, String::new())
        };
        say(&json!({"call": call, "begun": now(), "what": what, "environment": of.0, "number": of.1}));
        let answer = make(&releases, what, &of);
        let answered = now();
        match answer {
            Ok((number, id)) => {
                if what == "deploy" {
                    mine.push((of.0, number.unwrap(), id.clone().unwrap()));
                }
                say(&json!({"call": call, "answered": answered, "number": number, "id": id}));
            }
            Err(error) => {
                assert_eq!(error.code().as_str(), "unavailable", "{what}: {error:?}");
                // That it may be tried again says that nothing was done.
                let nothing = error.is_retryable();
                assert!(nothing || error.get("outcome") == Some("unknown"), "{what}: {error:?}");
                say(&json!({"call": call, "failed": nothing}));
            }
        }
    }
}

/// Opening fails at once where the server is away; here it will come back.
fn opened(url: &str) -> Releases {
    let begun = Instant::now();
    loop {
        match Releases::open(url) {
            Ok(releases) => return releases,
            Err(error) => assert!(error.is_retryable() && begun.elapsed() < Duration::from_secs(600), "{error:?}"),
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

type Answer = (Option<u64>, Option<String>);

fn make(releases: &Releases, what: &str, of: &(String, u64, String)) -> Result<Answer, Error> {
    Ok(match what {
        "deploy" | "start" => {
            let made = releases.create_deployment("web", &of.0, "1.0.0-rc1").redeploy(true).call()?;
            (Some(made.number), Some(made.id.to_string()))
        }
        "succeed" => {
            releases.update_deployment_status_by_id(&of.2, Status::Success).call()?;
            (Some(of.1), Some(of.2.clone()))
        }
        "live" => (releases.live("web", &of.0).call()?.deployment.map(|live| live.number), None),
        _ => {
            let page = releases.list_deployments("web", &of.0).per_page(1).call()?;
            (Some(page.items.first().map_or(0, |newest| newest.number)), None)
        }
    })
}

/// What a writer is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Language {
    Rust,
    Python,
    Node,
}

impl Language {
    /// Those whose packages the environment names, and Rust.
    pub(crate) fn all() -> Vec<Language> {
        let named = |name| std::env::var_os(name).is_some();
        let all = [(Language::Rust, true), (Language::Python, named(PYTHON)), (Language::Node, named(NODE))];
        all.into_iter().filter_map(|(language, is_there)| is_there.then_some(language)).collect()
    }

    fn command(self) -> Command {
        let file = |name| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/postgres").join(name);
        let mut command = match self {
            Language::Rust => Command::new(std::env::current_exe().unwrap()),
            Language::Python => Command::new(PathBuf::from(std::env::var_os(PYTHON).unwrap())),
            Language::Node => Command::new("node"),
        };
        match self {
            Language::Rust => command.args(["--exact", "writer::postgres_writes", "--ignored", "--nocapture"]),
            Language::Python => command.arg(file("writer.py")),
            Language::Node => command.arg(file("writer.mjs")),
        };
        command
    }
}

/// Starts a writer that goes on for some seconds.
pub(crate) fn start(language: Language, url: &str, folder: &Path, seconds: u64, seed: u64) -> Child {
    language
        .command()
        .envs([(URL, url), (FOLDER, folder.to_str().unwrap())])
        .envs([(SECONDS, seconds.to_string()), (SEED, seed.to_string())])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("the writer in {language:?} cannot be started: {error}"))
}

/// Notes what a writer says as it comes.
pub(crate) fn listen(child: &mut Child) -> std::thread::JoinHandle<Vec<Value>> {
    let out = BufReader::new(child.stdout.take().unwrap());
    std::thread::spawn(move || {
        let lines = out.split(b'\n').map_while(Result::ok);
        let line = |line: Vec<u8>| {
            let text = String::from_utf8_lossy(&line).into_owned();
            text.split_once(MARK).and_then(|(_, line)| serde_json::from_str(line).ok())
        };
        lines.filter_map(line).collect()
    })
}
