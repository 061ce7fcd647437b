//! A process of ours: a handle whose storage and connections end with it.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use release_core::http::{Failure, Request, Response, Transport};
use release_core::{
    BuildkiteConnection, ChangeSet, Code, Error, GithubConnection, Reads, Releases, Result, Snapshot, Storage,
    Timestamp, WebhookConnection,
};

use crate::forge::{Fault, Reply, SECRET, Seen, TOKEN};
use crate::world::{Forge, World};

#[derive(Clone)]
pub(crate) struct Process {
    pub(crate) life: Arc<Life>,
    pub(crate) releases: Releases,
    asks: bool,
}

pub(crate) struct Life {
    pub(crate) nth: usize,
    alive: AtomicBool,
    /// The steps that are left to it.
    fuse: AtomicI64,
    /// Until when it was told to leave a CI system alone.
    pauses: Mutex<HashMap<Forge, i64>>,
}

impl Life {
    pub(crate) fn goes_on(&self) -> bool {
        self.alive.load(Ordering::SeqCst)
    }

    /// Whether this was its last step.
    pub(crate) fn burns(&self) -> bool {
        let dies = self.fuse.fetch_sub(1, Ordering::SeqCst) <= 1;
        if dies {
            self.alive.store(false, Ordering::SeqCst);
        }
        dies
    }

    pub(crate) fn light(&self, steps: u64) {
        self.fuse.store(i64::try_from(steps).unwrap() + 1, Ordering::SeqCst);
    }
}

impl World {
    /// Starts a process on the database.
    pub(crate) fn process(self: &Arc<Self>, asks: bool) -> Process {
        let nth = {
            let mut state = self.state();
            state.lives += 1;
            state.lives
        };
        let (alive, fuse) = (AtomicBool::new(true), AtomicI64::new(i64::MAX));
        let life = Arc::new(Life { nth, alive, fuse, pauses: Mutex::default() });
        let disk = Arc::new(Disk { world: Arc::clone(self), life: Arc::clone(&life) });
        let releases = Releases::options().in_order(true).open_storage(disk);
        let wire = |forge| Wire { world: Arc::clone(self), life: Arc::clone(&life), forge };
        let github = GithubConnection::new(TOKEN).webhook_secret(SECRET).return_run_details(asks);
        releases.connect_through("github", github, wire(Forge::Github)).unwrap();
        let buildkite = BuildkiteConnection::new("acme", TOKEN).webhook_token(SECRET);
        releases.connect_through("buildkite", buildkite, wire(Forge::Buildkite)).unwrap();
        let receiver = WebhookConnection::new("https://ci.acme.dev/hook", SECRET);
        releases.connect_through("receiver", receiver, wire(Forge::Receiver)).unwrap();
        Process { life, releases, asks }
    }

    /// One of the processes that run; what has died is started again.
    pub(crate) fn somebody(self: &Arc<Self>) -> Process {
        let (nth, process) = {
            let mut state = self.state();
            let count = state.processes.len() as u64;
            let nth = usize::try_from(state.dice.below(count)).unwrap();
            (nth, state.processes[nth].clone())
        };
        if process.life.goes_on() {
            return process;
        }
        let new = self.process(process.asks);
        self.note(format!("process {} takes the place of {}", new.life.nth, process.life.nth));
        self.state().processes[nth] = new.clone();
        new
    }
}

/// The storage as one process has it.
struct Disk {
    world: Arc<World>,
    life: Arc<Life>,
}

impl Disk {
    fn alive(&self) -> Result<()> {
        if self.life.goes_on() { Ok(()) } else { Err(dead()) }
    }

    fn step(&self, what: &str) -> Result<()> {
        self.world.step(&self.life, what).map_err(|()| dead())
    }
}

fn dead() -> Error {
    Error::new(Code::Internal, "this process is dead")
}

impl fmt::Debug for Disk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Disk({})", self.life.nth)
    }
}

impl Storage for Disk {
    fn read(&self, reads: &Reads) -> Result<Snapshot> {
        self.alive()?;
        self.world.storage.read(reads)
    }

    fn commit(&self, changes: &ChangeSet) -> Result<()> {
        if changes.writes.is_empty() {
            self.alive()?;
            return self.world.storage.commit(changes);
        }
        self.step("is about to commit")?;
        self.world.storage.commit(changes)?;
        self.step("has committed")
    }

    fn now(&self) -> Result<Timestamp> {
        self.alive()?;
        self.world.storage.now()
    }

    fn close(&self) -> Result<()> {
        Ok(())
    }

    fn location(&self) -> String {
        "a schedule's".to_owned()
    }
}

/// The connection of one process to one CI system.
struct Wire {
    world: Arc<World>,
    life: Arc<Life>,
    forge: Forge,
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Wire({}, {:?})", self.life.nth, self.forge)
    }
}

impl Transport for Wire {
    fn send(&self, request: Request) -> Result<Response, Failure> {
        self.keeps_the_pause();
        let seen = seen(&request);
        let body = String::from_utf8_lossy(&seen.body).into_owned();
        let is_start = seen.is_start();
        if is_start {
            self.world.state().starting.push(body.clone());
        }
        let answer = self.exchange(&seen, request.timeout);
        if is_start {
            let mut state = self.world.state();
            let nth = state.starting.iter().position(|starting| *starting == body).unwrap();
            state.starting.remove(nth);
        }
        answer
    }

    fn now(&self) -> Instant {
        self.world.instant()
    }

    fn wait(&self, time: Duration) {
        self.world.pass(millis(time));
    }

    fn time(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_millis(self.world.now().unsigned_abs())
    }
}

impl Wire {
    fn exchange(&self, seen: &Seen, timeout: Duration) -> Result<Response, Failure> {
        let (world, forge) = (&self.world, self.forge);
        let dead = |()| Failure::perhaps_sent("this process is dead");
        world.step(&self.life, "is about to send").map_err(dead)?;
        let fault = world.fault(forge, seen);
        let what = format!("process {} → {} {} {}", self.life.nth, forge.name(), seen.method, seen.what());
        let how = fault.as_ref().map_or_else(String::new, |fault| format!(": {}", crate::chance::told(fault)));
        world.note(format!("{what}{how}"));
        let broke = || Failure::perhaps_sent("the connection broke");
        let answer = match fault {
            None => Ok(response(world.arrives(forge, seen))),
            Some(Fault::NoConnection) => Err(Failure::not_sent("no connection could be made")),
            Some(Fault::DropBefore) => Err(broke()),
            Some(Fault::DropAfter) => {
                world.arrives(forge, seen);
                Err(broke())
            }
            Some(Fault::Instead(reply)) => Ok(response(reply)),
            Some(Fault::AfterActing(reply)) => {
                world.arrives(forge, seen);
                Ok(response(reply))
            }
            Some(Fault::Slow(time)) => {
                let reply = world.arrives(forge, seen);
                world.pass(millis(time));
                Ok(response(reply))
            }
            Some(Fault::CutShort) => {
                let mut cut = response(world.arrives(forge, seen));
                cut.body.truncate(cut.body.len() / 2);
                cut.complete = false;
                Ok(cut)
            }
            Some(Fault::ActsLater(time)) => {
                let (at, seen) = (world.now() + millis(timeout) + millis(time), seen.clone());
                world.state().late.push(crate::world::Late { at, forge, seen });
                world.pass(millis(timeout));
                Err(Failure::perhaps_sent("no answer came in time"))
            }
        };
        world.step(&self.life, "has an answer").map_err(dead)?;
        answer.inspect(|response| self.note_limits(response))
    }

    /// What a process was told about limits, it keeps to for as long as it lives.
    fn note_limits(&self, response: &Response) {
        let seconds = |name: &str| response.header(name).and_then(|value| value.parse::<i64>().ok());
        let now = self.world.now();
        let until = seconds("x-ratelimit-reset").map(|reset| reset * 1000);
        let until = until.or_else(|| Some(now + seconds("retry-after").or_else(|| seconds("ratelimit-reset"))? * 1000));
        if let Some(until) = until {
            self.life.pauses.lock().unwrap().insert(self.forge, until);
        }
    }

    fn keeps_the_pause(&self) {
        let until = self.life.pauses.lock().unwrap().get(&self.forge).copied();
        if until.is_some_and(|until| self.world.now() < until) {
            self.world.fail(format!("process {} does not leave {} alone", self.life.nth, self.forge.name()));
        }
    }
}

pub(crate) fn millis(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap()
}

fn response(reply: Reply) -> Response {
    let headers = reply.headers.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value)).collect();
    Response::new(reply.status, headers, reply.body)
}

fn seen(request: &Request) -> Seen {
    let (_, rest) = request.url.split_once("://").unwrap();
    let target = rest.find('/').map_or("/", |at| &rest[at..]);
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let headers = request.headers.iter().map(|(name, value)| ((*name).to_owned(), value.expose().to_owned()));
    Seen {
        method: request.method.to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        headers: headers.collect(),
        body: request.body.clone(),
    }
}
