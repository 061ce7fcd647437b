//! The writer: threads that make calls one after another, and tell of each before and after it. Where its disk fails on
//! purpose, a thread whose call failed is done; the others go on.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use release_core::{
    Clock, Code, Deployment, Error, Releases, Result, SqliteOptions, SqliteStorage, Status, Timestamp, Workflow,
};
use serde_json::{Value, json};

use crate::books::Books;
use crate::calls::{CI, COMMAND, COMMIT, Do, Line, PROJECT, REPOSITORY, SHARED, Says, VERSIONS};
use crate::dice::{Dice, number};
use crate::writers::{AHEAD, DATABASE, DISK, FOLDER, LOG, MILLIS, NAME, SEED, THREADS};
use crate::{books, ci};

/// How long a call is repeated whose error says that it may be.
const PATIENCE: Duration = Duration::from_secs(60);

/// A handle whose clock is ahead by so much.
pub(crate) fn open(path: &Path, ahead: Duration) -> Releases {
    let clock = Clock::new(move || Timestamp::now().plus(ahead));
    // On a busy machine somebody else may be setting the file up for longer than the busy time-out.
    let opened = patiently(|| SqliteStorage::open(path, SqliteOptions::new().clock(clock.clone())));
    let storage = or_end(opened);
    Releases::options().open_storage(Arc::new(storage))
}

/// What was answered before the first call; the writer ends well where its disk failed.
fn or_end<T>(outcome: Result<T>) -> T {
    match outcome {
        Err(error) if is_of_the_disk(&error) => std::process::exit(0),
        other => other.unwrap(),
    }
}

/// Whether an error is one that a failing disk excuses.
fn is_of_the_disk(error: &Error) -> bool {
    let of_the_disk = matches!(error.code(), Code::Unavailable | Code::StorageFull) && !error.is_retryable();
    of_the_disk && std::env::var_os(DISK).is_some()
}

/// The environment that belongs to one thread of one writer, or of its heir.
pub(crate) fn own_environment(writer: &str, thread: u64) -> String {
    let heritage = writer.split('-').next().unwrap();
    format!("own-{heritage}-{thread}")
}

#[test]
#[ignore = "a part of the other tests"]
fn writes() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    // A thread that fails ends the writer, whatever the others do.
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        usual(panic);
        std::process::exit(101);
    }));
    let name = std::env::var(NAME).unwrap();
    let mut dice = Dice::new(number(SEED).unwrap());
    let releases = open(&folder.join(DATABASE), Duration::from_secs(number(AHEAD).unwrap()));
    ci::register(&releases, &folder.join(LOG), dice.fork());
    let threads = number(THREADS).unwrap();
    set_up(&releases, &name, threads);
    let until = number(MILLIS).map(|millis| Instant::now() + Duration::from_millis(millis));
    let books = Books::read(&folder.join(DATABASE));
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let (dice, releases) = (dice.fork(), releases.clone());
            let own = Own::inherit(&books, own_environment(&name, thread));
            own.check(&releases);
            let name = format!("{name}.{thread}");
            scope.spawn(move || Thread { releases, dice, own, name, calls: 0, seen: Vec::new() }.work(until));
        }
    });
}

/// Makes what is not there yet; other writers may be about it too.
fn set_up(releases: &Releases, name: &str, threads: u64) {
    let there = |made: Result<()>| match made {
        Err(error) if !matches!(error.code(), Code::ProjectExists | Code::EnvironmentExists) => or_end(Err(error)),
        _ => {}
    };
    let build = ci::workflow(CI);
    there(patiently(|| releases.create_project(PROJECT, REPOSITORY).build_workflow(build.clone()).call()).map(drop));
    for version in VERSIONS {
        or_end(patiently(|| releases.create_release(PROJECT, version, REPOSITORY, COMMIT).call()));
    }
    let environment = |name: &str, workflow: Option<Workflow>| {
        let made = patiently(|| match &workflow {
            Some(workflow) => releases.create_environment(PROJECT, name).deploy_workflow(workflow.clone()).call(),
            None => releases.create_environment(PROJECT, name).call(),
        });
        there(made.map(drop));
    };
    environment(SHARED, None);
    environment(CI, Some(ci::workflow(CI)));
    environment(COMMAND, Some(ci::workflow(COMMAND)));
    (0..threads).for_each(|thread| environment(&own_environment(name, thread), None));
}

fn patiently<T>(call: impl Fn() -> Result<T>) -> Result<T> {
    let begun = Instant::now();
    loop {
        match call() {
            Err(error) if error.is_retryable() && begun.elapsed() < PATIENCE => {}
            other => return other,
        }
    }
}

/// What a thread knows of the environment that only it writes to: enough to know what is live.
struct Own {
    environment: String,
    deployments: BTreeMap<String, Status>,
    /// In the order of their endings.
    ended: Vec<String>,
}

impl Own {
    /// Takes over what a writer before has left.
    fn inherit(books: &Books, environment: String) -> Own {
        let found = books.environments().into_iter().find(|found| found.name == environment).unwrap();
        let status = |d: &Value| books::text(d, "/data/status").parse().unwrap();
        let id = |d: &Value| books::text(d, "/data/id").to_owned();
        let mut ended: Vec<_> = found.deployments.iter().filter(|d| books::Environment::ending(d).is_some()).collect();
        ended.sort_by_key(|d| books::Environment::ending(d));
        Own {
            deployments: found.deployments.iter().map(|d| (id(d), status(d))).collect(),
            ended: ended.into_iter().map(|d| id(d)).collect(),
            environment,
        }
    }

    fn note(&mut self, id: &str, status: Status) {
        self.deployments.insert(id.to_owned(), status);
        if status.is_closed() && !self.ended.iter().any(|ended| ended == id) {
            self.ended.push(id.to_owned());
        }
    }

    fn answered(&mut self, what: &Do, answer: &Value) {
        if let Do::RollBack { .. } = what {
            for id in answer["cancels"].as_array().unwrap() {
                let id = id.as_str().unwrap();
                self.note(id, canceled(self.deployments[id]));
            }
        }
        let deployment = if let Do::RollBack { .. } = what { &answer["deployment"] } else { answer };
        if let (Some(id), Some(status)) = (deployment["id"].as_str(), deployment["status"].as_str()) {
            self.note(id, status.parse().unwrap());
        }
    }

    /// What is live is known after every step.
    fn check(&self, releases: &Releases) {
        let live = self.ended.iter().rev().find(|id| self.deployments[*id] == Status::Success);
        let found = patiently(|| releases.live(PROJECT, &self.environment).call()).unwrap();
        assert_eq!(found.deployment.map(|live| live.id.to_string()).as_ref(), live, "live in {}", self.environment);
        let open = self.deployments.values().filter(|status| status.is_open()).count();
        assert_eq!(found.in_flight.len(), open.min(100), "in flight in {}", self.environment);
    }
}

/// What canceling makes of a deployment without a workflow: one that was reported to run has to be reported to end.
pub(crate) fn canceled(status: Status) -> Status {
    if matches!(status, Status::InProgress | Status::Canceling) { Status::Canceling } else { Status::Canceled }
}

struct Thread {
    releases: Releases,
    dice: Dice,
    own: Own,
    name: String,
    calls: u64,
    /// Deployments of environments that are not only this thread's.
    seen: Vec<(String, String)>,
}

impl Thread {
    fn work(mut self, until: Option<Instant>) {
        while until.is_none_or(|until| Instant::now() < until) {
            let what = self.choose();
            self.calls += 1;
            let call = format!("{}.{}", self.name, self.calls);
            Line { call: call.clone(), says: Says::Begun(what.clone()) }.say();
            let says = self.make(&call, &what);
            let failed = matches!(says, Says::Failed { .. });
            Line { call, says }.say();
            if failed {
                return;
            }
            if what.environment() == Some(&self.own.environment) {
                self.own.check(&self.releases);
            }
        }
    }

    fn choose(&mut self) -> Do {
        let dice = &mut self.dice;
        let own = self.own.environment.clone();
        let version = (*dice.pick(&VERSIONS)).to_owned();
        // How a deployment goes on where no workflow is: mostly well.
        let status = (*dice.pick(&["in_progress", "success", "success", "failure", "canceled", "unknown"])).to_owned();
        let deploy = |environment: &str, version, dice: &mut Dice| Do::Deploy {
            environment: environment.to_owned(),
            version,
            keyed: dice.one_in(2),
            redeploy: dice.one_in(2),
            later: dice.one_in(4),
        };
        match dice.below(100) {
            0..15 => deploy(&own, version, dice),
            15..30 => Do::Report { environment: own, version, status, keyed: dice.one_in(2) },
            30..42 => match self.own.deployments.keys().nth_back(dice.below(6) as usize) {
                Some(id) => Do::ReportById { environment: own, id: id.clone(), status },
                None => deploy(&own, version, dice),
            },
            42..46 => match self.own.deployments.keys().next_back() {
                Some(id) => Do::Cancel { environment: own, id: id.clone() },
                None => deploy(&own, version, dice),
            },
            46..52 => Do::RollBack { environment: own },
            52..55 => Do::Freeze { environment: own },
            55..58 => Do::Unfreeze { environment: own },
            58..66 => deploy(SHARED, version, dice),
            66..76 => Do::Report { environment: SHARED.to_owned(), version, status, keyed: dice.one_in(2) },
            76..86 => deploy(CI, version, dice),
            86..90 => deploy(COMMAND, version, dice),
            90..93 => match self.seen.last() {
                Some((environment, id)) => Do::Cancel { environment: environment.clone(), id: id.clone() },
                None => Do::Pump,
            },
            93..97 => {
                let version = format!("2.{}-rc{}", self.name.replace('-', "."), self.calls);
                Do::Cut { version, build: dice.one_in(2) }
            }
            _ => Do::Pump,
        }
    }

    fn make(&mut self, call: &str, what: &Do) -> Says {
        let begun = Instant::now();
        let mut repeated = 0;
        loop {
            match self.attempt(call, what) {
                Ok(answer) => {
                    self.note(what, &answer);
                    let live = self.live_after(what, &answer);
                    return Says::Answered { answer, live, repeated };
                }
                Err(error) if error.is_retryable() && begun.elapsed() < PATIENCE => repeated += 1,
                Err(error) if is_of_the_disk(&error) => {
                    let unknown = error.get("outcome") == Some("unknown");
                    return Says::Failed { code: error.code().as_str().to_owned(), unknown };
                }
                Err(error) => return Says::Refused { code: refusal(what, &error) },
            }
        }
    }

    fn attempt(&self, call: &str, what: &Do) -> Result<Value> {
        let releases = &self.releases;
        match what {
            Do::Cut { version, build } => to_json(
                &releases
                    .create_release(PROJECT, version, REPOSITORY, COMMIT)
                    .trigger_build_workflow(*build)
                    .actor(call)
                    .call()?,
            ),
            Do::Deploy { environment, version, keyed, redeploy, later } => {
                let create = releases.create_deployment(PROJECT, environment, version).redeploy(*redeploy);
                let create = create.dispatch_later(*later).actor(call);
                to_json(&if *keyed { create.idempotency_key(call) } else { create }.call()?)
            }
            Do::Report { environment, version, status, keyed } => {
                let report = releases.update_deployment_status(PROJECT, environment, version, status).actor(call);
                to_json(&if *keyed { report.idempotency_key(call) } else { report }.call()?)
            }
            Do::ReportById { id, status, .. } => {
                to_json(&releases.update_deployment_status_by_id(id, status).actor(call).call()?)
            }
            Do::Cancel { id, .. } => to_json(&releases.cancel_deployment(id).actor(call).call()?),
            Do::RollBack { environment } => to_json(&releases.rollback(PROJECT, environment).actor(call).call()?),
            Do::Freeze { environment } => to_json(&releases.freeze(PROJECT, environment, call).actor(call).call()?),
            Do::Unfreeze { environment } => to_json(&releases.unfreeze(PROJECT, environment).actor(call).call()?),
            Do::Pump => to_json(&releases.dispatch_pending().call()?),
        }
    }

    fn note(&mut self, what: &Do, answer: &Value) {
        match what.environment() {
            Some(environment) if environment == self.own.environment => self.own.answered(what, answer),
            Some(environment) if matches!(what, Do::Deploy { .. }) => {
                self.seen.push((environment.to_owned(), answer["id"].as_str().unwrap().to_owned()));
            }
            _ => {}
        }
    }

    /// What is live in the shared environment right after a success in it.
    fn live_after(&self, what: &Do, answer: &Value) -> Option<String> {
        if what.environment() != Some(SHARED) || answer["status"] != "success" {
            return None;
        }
        let live = patiently(|| self.releases.live(PROJECT, SHARED).call()).unwrap();
        live.deployment.map(|live: Deployment| live.id.to_string())
    }
}

fn to_json(answer: &impl serde::Serialize) -> Result<Value> {
    Ok(json!(answer))
}

/// The code of an error that the rules may give for this call; every other one is a failure.
fn refusal(what: &Do, error: &Error) -> String {
    let fits = match what {
        Do::Deploy { .. } => matches!(error.code(), Code::EnvironmentFrozen),
        Do::RollBack { .. } => matches!(error.code(), Code::EnvironmentFrozen | Code::NothingToRollBack),
        Do::Cancel { .. } => matches!(error.code(), Code::InvalidTransition),
        _ => false,
    };
    assert!(fits, "{what:?} failed with {error:?}");
    error.code().as_str().to_owned()
}
