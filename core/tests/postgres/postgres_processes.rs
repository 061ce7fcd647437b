//! Eight processes on one server, while connections are ended, the server crashes, processes are killed and a proxy cuts
//! and delays. What each saw must be what could have happened one call after another.
//!
//! `RELEASE_CORE_POSTGRES_SECONDS=3600` makes the long form.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use release_core::{CommandTrigger, Error, Releases, Status, Workflow};
use serde_json::{Value, json};

use crate::linear::{Call, Seen, is_linearizable};
use crate::postgres_server::{Server, in_new_schema, sql};
use crate::proxy::{Fault, Proxy};

const URL: &str = "RELEASE_TEST_URL";
const FOLDER: &str = "RELEASE_TEST_FOLDER";
const SECONDS: &str = "RELEASE_TEST_SECONDS";
const SEED: &str = "RELEASE_TEST_SEED";
const PROCESSES: u64 = 8;
const ENVIRONMENTS: u64 = 6;
/// Where deployments start a program.
const STARTS: &str = "starts";
/// What tells a line of a writer from those of the test's harness.
const MARK: &str = "@@";

/// Choices that can be repeated.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
}

fn now() -> u64 {
    u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos()).unwrap()
}

fn number(name: &str) -> Option<u64> {
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
    let mut dice = Dice(number(SEED).unwrap() | 1);
    let until = Instant::now() + Duration::from_secs(number(SECONDS).unwrap());
    let releases = opened(&url);
    let log = Path::new(&std::env::var(FOLDER).unwrap()).join("log");
    let program = r#"echo "$RELEASE_DISPATCH_ID" >> "$0""#;
    releases.register_trigger(STARTS, CommandTrigger::new("/bin/sh").args(["-c", program]).arg(log)).unwrap();
    let mut mine: Vec<(String, u64, String)> = Vec::new();
    let mut calls = 0;
    while Instant::now() < until {
        calls += 1;
        let call = format!("{}-{calls}", std::process::id());
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
            Err(error) => assert!(error.is_retryable() && begun.elapsed() < Duration::from_secs(60), "{error:?}"),
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

/// A writer, whose words are noted as they come.
fn start(url: &str, folder: &Path, seconds: u64, seed: u64) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "postgres_processes::postgres_writes", "--ignored", "--nocapture"])
        .envs([(URL, url), (FOLDER, folder.to_str().unwrap())])
        .envs([(SECONDS, seconds.to_string()), (SEED, seed.to_string())])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

fn listen(child: &mut Child) -> std::thread::JoinHandle<Vec<Value>> {
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

#[test]
fn postgres_keeps_its_promises_to_eight_processes_while_everything_fails() {
    let seconds = number("RELEASE_CORE_POSTGRES_SECONDS").unwrap_or(10);
    let mut dice = Dice(number("RELEASE_CORE_SEED").unwrap_or_else(now) | 1);
    let seed = dice.0;
    let server = Server::start(&["durable"]);
    let proxy = Proxy::new(&format!("{}?sslmode=disable", server.url));
    let direct = in_new_schema(&format!("{}?retry_timeout_ms=60000", server.url));
    let schema = direct.rsplit("schema=").next().unwrap();
    let cut = format!("{}&retry_timeout_ms=60000&schema={schema}", proxy.url);
    let releases = Releases::open(&direct).unwrap();
    releases.create_project("web", "acme/web").call().unwrap();
    releases.create_release("web", "1.0.0-rc1", "acme/web", "a1".repeat(20)).call().unwrap();
    for environment in 0..ENVIRONMENTS {
        releases.create_environment("web", format!("e{environment}")).call().unwrap();
    }
    let workflow = Workflow::new("command", STARTS).unwrap();
    releases.create_environment("web", STARTS).deploy_workflow(workflow).call().unwrap();

    let folder = tempfile::tempdir().unwrap();
    let until = Instant::now() + Duration::from_secs(seconds);
    let mut listeners = Vec::new();
    let mut writers: Vec<Child> = Vec::new();
    let begin = |at: u64, dice: &mut Dice| {
        let left = until.saturating_duration_since(Instant::now()).as_secs();
        start(if at.is_multiple_of(2) { &direct } else { &cut }, folder.path(), left, dice.below(u64::MAX))
    };
    for at in 0..PROCESSES {
        let mut writer = begin(at, &mut dice);
        listeners.push(listen(&mut writer));
        writers.push(writer);
    }
    let faults = Mutex::new(BTreeMap::<&str, u32>::new());
    let note = |fault| *faults.lock().unwrap().entry(fault).or_default() += 1;
    while Instant::now() + Duration::from_secs(1) < until {
        // The faults are spread over the time, not waited for.
        std::thread::sleep(Duration::from_millis(200 + dice.below(400)));
        match dice.below(10) {
            0 => {
                server.tell("crash");
                std::thread::sleep(Duration::from_millis(dice.below(300)));
                server.tell("start");
                note("crashes of the server");
            }
            1..3 => {
                let at = usize::try_from(dice.below(PROCESSES)).unwrap();
                writers[at].kill().unwrap();
                writers[at].wait().unwrap();
                let mut heir = begin(at as u64, &mut dice);
                listeners.push(listen(&mut heir));
                writers[at] = heir;
                note("processes killed");
            }
            3..6 => {
                sql(
                    &server.url,
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'release-core' AND \
                     random() < 0.5",
                );
                note("times that connections were ended");
            }
            other => {
                let delay = Fault::Delays(Duration::from_millis(dice.below(500)));
                proxy.next_commit([Fault::LosesTheAnswer, Fault::LosesTheRequest, delay, delay][other as usize - 6]);
                note("commits cut or delayed");
            }
        }
    }
    for writer in &mut writers {
        assert!(writer.wait().unwrap().success(), "a writer failed; see what it said above");
    }
    let lines: Vec<Value> = listeners.into_iter().flat_map(|listener| listener.join().unwrap()).collect();
    let (histories, kept, calls) = histories(&lines);
    for (environment, history) in &histories {
        assert!(is_linearizable(history), "what was seen of {environment} cannot have happened, seed {seed}");
    }

    let found =
        sql(&server.url, &format!("SELECT environment, number, body #>> '{{data,id}}' FROM {schema}.deployments"));
    let text = |column: &Option<String>| column.clone().unwrap();
    let found: BTreeSet<_> = found.iter().map(|row| (text(&row[0]), text(&row[1]), text(&row[2]))).collect();
    let lost: Vec<_> = kept.difference(&found).collect();
    assert!(lost.is_empty(), "answered and not there: {lost:?}, seed {seed}");
    let log = std::fs::read_to_string(folder.path().join("log")).unwrap_or_default();
    let started: BTreeSet<_> = log.lines().collect();
    assert_eq!(started.len(), log.lines().count(), "a dispatch was sent twice, seed {seed}");
    let answered = histories.values().flatten().filter(|seen| seen.answered != u64::MAX);
    let longest = answered.map(|seen| seen.answered - seen.begun).max().unwrap_or(0) / 1_000_000;
    let summary = format!(
        "{PROCESSES} processes for {seconds} s, seed {seed}: {calls} calls, the longest {longest} ms, {} environments as if one call after another, \
         {} answered deployments all there, {} programs started once each; {:?}\n",
        histories.len(),
        kept.len(),
        started.len(),
        faults.into_inner().unwrap()
    );
    std::io::stderr().write_all(summary.as_bytes()).unwrap();
}

type Kept = BTreeSet<(String, String, String)>;

/// Of each environment, what was seen; and the deployments that were answered.
fn histories(lines: &[Value]) -> (BTreeMap<String, Vec<Seen>>, Kept, usize) {
    let ends: BTreeMap<&str, &Value> = lines
        .iter()
        .filter(|line| line["begun"].is_null())
        .map(|line| (line["call"].as_str().unwrap(), line))
        .collect();
    let (mut histories, mut kept, mut calls) = (BTreeMap::<String, Vec<Seen>>::new(), Kept::new(), 0);
    for line in lines.iter().filter(|line| !line["begun"].is_null()) {
        calls += 1;
        let end = ends.get(line["call"].as_str().unwrap());
        let answer = end.filter(|end| end["failed"].is_null());
        if end.is_some_and(|end| end["failed"] == true) {
            continue;
        }
        let environment = line["environment"].as_str().unwrap().to_owned();
        let number = answer.and_then(|answer| answer["number"].as_u64());
        let call = match (line["what"].as_str().unwrap(), answer) {
            ("deploy" | "start", _) => {
                if let Some(answer) = answer {
                    let id = answer["id"].as_str().unwrap().to_owned();
                    kept.insert((environment.clone(), number.unwrap().to_string(), id));
                }
                Call::Deploy(number)
            }
            ("succeed", _) => Call::Succeed(line["number"].as_u64().unwrap()),
            ("live", Some(_)) => Call::Live(number),
            ("newest", Some(_)) => Call::Newest(number.unwrap()),
            _ => continue,
        };
        let answered = answer.map_or(u64::MAX, |answer| answer["answered"].as_u64().unwrap());
        histories.entry(environment).or_default().push(Seen { begun: line["begun"].as_u64().unwrap(), answered, call });
    }
    (histories, kept, calls)
}
