//! Eight processes on one server, in Rust, Python and Node, while connections are ended, the server crashes, processes are
//! killed and a proxy cuts and delays. What each saw must be what could have happened one call after another.
//!
//! `RELEASE_CORE_POSTGRES_SECONDS=3600` makes the long form. `RELEASE_CORE_TEST_PYTHON` names an interpreter that finds
//! the Python package, `RELEASE_CORE_TEST_NODE` the folder of the Node package; without them the processes are of Rust.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::os::unix::process::ExitStatusExt as _;
use std::process::Child;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use release_core::{Releases, Workflow};
use serde_json::Value;

use crate::linear::{Call, Seen, is_linearizable};
use crate::postgres_server::{Server, in_new_schema, sql};
use crate::proxy::{Fault, Proxy};
use crate::writer::{Dice, ENVIRONMENTS, Language, STARTS, listen, now, number, start};

const PROCESSES: u64 = 8;

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

    let languages = Language::all();
    let folder = tempfile::tempdir().unwrap();
    let until = Instant::now() + Duration::from_secs(seconds);
    let mut listeners = Vec::new();
    let mut writers: Vec<Child> = Vec::new();
    let begin = |at: u64, dice: &mut Dice| {
        let left = until.saturating_duration_since(Instant::now()).as_secs();
        let language = languages[usize::try_from(at).unwrap() % languages.len()];
        let url = if at.is_multiple_of(2) { &direct } else { &cut };
        (language, start(language, url, folder.path(), left, dice.below(u64::MAX)))
    };
    for at in 0..PROCESSES {
        let (language, mut writer) = begin(at, &mut dice);
        listeners.push((language, listen(&mut writer)));
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
                let status = writers[at].wait().unwrap();
                let as_killed = status.success() || status.signal() == Some(9);
                assert!(as_killed, "a writer failed before it was killed ({status}); see what it said above");
                let (language, mut heir) = begin(at as u64, &mut dice);
                listeners.push((language, listen(&mut heir)));
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
    let (mut lines, mut answers) = (Vec::<Value>::new(), BTreeMap::<Language, usize>::new());
    for (language, listener) in listeners {
        let said = listener.join().unwrap();
        *answers.entry(language).or_default() += said.iter().filter(|line| !line["answered"].is_null()).count();
        lines.extend(said);
    }
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
        "{PROCESSES} processes for {seconds} s, seed {seed}: {calls} calls, answered to {answers:?}, the longest {longest} ms, {} environments as if one call after another, \
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
    let mut ends = BTreeMap::<&str, &Value>::new();
    for line in lines.iter().filter(|line| line["begun"].is_null()) {
        let call = line["call"].as_str().unwrap();
        assert!(ends.insert(call, line).is_none(), "two calls are called {call}");
    }
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
