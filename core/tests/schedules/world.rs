//! What a schedule goes on in: the time, the CI systems, the processes, and what is on its way between them.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use release_core::{Clock, DeploymentId, MemoryStorage, Releases, Timestamp, Workflow};

use crate::dice::Dice;
use crate::forge::{Reply, Seen, buildkite, github, receiver};
use crate::process::{Life, Process};

pub(crate) const COMMIT: &str = "9fceb02d0ae598e95dc970b74767f19372d61af8";
pub(crate) const BEGIN: i64 = 1_800_000_000_000;
/// How deep others may act while somebody is between two steps.
const DEPTH: usize = 2;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Forge {
    Github,
    Buildkite,
    Receiver,
}

impl Forge {
    pub(crate) const ALL: [Forge; 3] = [Forge::Github, Forge::Buildkite, Forge::Receiver];

    /// What the connection is called, and the environment that is deployed to over it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Forge::Github => "github",
            Forge::Buildkite => "buildkite",
            Forge::Receiver => "receiver",
        }
    }
}

pub(crate) struct World {
    now: Arc<AtomicI64>,
    begun: Instant,
    pub(crate) storage: Arc<MemoryStorage>,
    /// Looks at the database from outside: nothing goes wrong for it.
    pub(crate) observer: Releases,
    state: Mutex<State>,
}

pub(crate) struct State {
    pub(crate) dice: Dice,
    /// Faults and crashes happen.
    pub(crate) chaos: bool,
    /// A request goes wrong once in so many times.
    pub(crate) faults: u64,
    /// Webhooks of GitHub and Buildkite may be lost.
    pub(crate) loses: bool,
    /// Rollbacks may be forced.
    pub(crate) forces: bool,
    depth: usize,
    pub(crate) github: github::State,
    pub(crate) buildkite: buildkite::State,
    pub(crate) receiver: receiver::State,
    pub(crate) post: Vec<Letter>,
    pub(crate) late: Vec<Late>,
    /// The bodies of starts that are on their way.
    pub(crate) starting: Vec<String>,
    pub(crate) processes: Vec<Process>,
    pub(crate) lives: usize,
    pub(crate) cut: u64,
    pub(crate) deliveries: u64,
    pub(crate) numbers: HashMap<String, usize>,
    /// Rollbacks whose run was seen to start.
    pub(crate) rollbacks: HashSet<DeploymentId>,
    log: Vec<String>,
    wrong: Vec<String>,
}

/// A webhook on its way.
#[derive(Debug, Clone)]
pub(crate) struct Letter {
    pub(crate) forge: Forge,
    pub(crate) run: usize,
    pub(crate) body: serde_json::Value,
    pub(crate) delivery: String,
}

/// A request that its sender has given up, and that is acted on later.
#[derive(Debug, Clone)]
pub(crate) struct Late {
    pub(crate) at: i64,
    pub(crate) forge: Forge,
    pub(crate) seen: Seen,
}

impl World {
    pub(crate) fn new(seed: u64) -> Arc<World> {
        let now = Arc::new(AtomicI64::new(BEGIN));
        let clock = Arc::clone(&now);
        let clock = Clock::new(move || Timestamp::from_millis(clock.load(Ordering::SeqCst)));
        let storage = Arc::new(MemoryStorage::with_clock(clock));
        let observer = Releases::options().open_storage(storage.clone());
        let mut dice = Dice::new(seed);
        let mut github = github::State { stops_at_once: false, ..github::State::default() };
        github.knows_question = !dice.one_in(4);
        github.titled = !dice.one_in(8);
        github.lists_after = *dice.pick(&[0, 0, 3_000, 20_000, 90_000]);
        let buildkite = buildkite::State { lists_after: *dice.pick(&[0, 0, 2_000, 30_000]), ..Default::default() };
        let receiver = receiver::State { tells: !dice.one_in(3), ..Default::default() };
        let mut state = State {
            chaos: true,
            faults: *dice.pick(&[0, 2, 3, 4, 4, 6, 10]),
            loses: dice.one_in(3),
            forces: dice.one_in(4),
            depth: 0,
            github,
            buildkite,
            receiver,
            post: Vec::new(),
            late: Vec::new(),
            starting: Vec::new(),
            processes: Vec::new(),
            lives: 0,
            cut: 3,
            deliveries: 0,
            numbers: HashMap::new(),
            rollbacks: HashSet::new(),
            log: Vec::new(),
            wrong: Vec::new(),
            dice,
        };
        let asks = state.dice.one_in(2);
        let by_dispatch = state.dice.one_in(2);
        state.log.push(format!(
            "GitHub knows the question: {}, titled: {}, lists after {} ms; Buildkite lists after {} ms; the receiver tells: \
             {}; a fault in {}; loses webhooks: {}; forces: {}; asks for runs: {asks}; titles by dispatch: {by_dispatch}",
            state.github.knows_question, state.github.titled, state.github.lists_after, state.buildkite.lists_after,
            state.receiver.tells, state.faults, state.loses, state.forces,
        ));
        let world = Arc::new(World { now, begun: Instant::now(), storage, observer, state: Mutex::new(state) });
        world.furnish(by_dispatch);
        let processes = vec![world.process(asks), world.process(asks)];
        world.state().processes = processes;
        world
    }

    /// A project that is built by GitHub, with an environment for each CI system, and candidates that are ready.
    fn furnish(&self, by_dispatch: bool) {
        let github = |file: &str, mark: bool| {
            let workflow = Workflow::new("github", "github").unwrap().setting("workflow", file).setting("ref", "main");
            if mark { workflow.setting("dispatch_id_input", "start") } else { workflow }
        };
        let buildkite = Workflow::new("buildkite", "buildkite").unwrap().setting("pipeline", "deploy");
        let workflows = [
            (Forge::Github, github("deploy.yml", by_dispatch)),
            (Forge::Buildkite, buildkite.setting("branch", "main")),
            (Forge::Receiver, Workflow::new("webhook", "receiver").unwrap()),
        ];
        let of = &self.observer;
        of.create_project("web", "acme/web").build_workflow(github("build.yml", true)).call().unwrap();
        for (forge, workflow) in workflows {
            of.create_environment("web", forge.name()).deploy_workflow(workflow).call().unwrap();
        }
        for n in 1..=3 {
            of.create_release("web", format!("1.0.0-rc{n}"), "acme/web", COMMIT).call().unwrap();
        }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn now(&self) -> i64 {
        self.now.load(Ordering::SeqCst)
    }

    /// The moment that the time stands for.
    pub(crate) fn instant(&self) -> Instant {
        self.begun + Duration::from_millis(u64::try_from(self.now() - BEGIN).unwrap())
    }

    pub(crate) fn length(&self) -> u64 {
        12 + self.state().dice.below(30)
    }

    pub(crate) fn pass(&self, millis: i64) {
        self.now.fetch_add(millis, Ordering::SeqCst);
        self.act_late();
    }

    /// A request comes to a CI system.
    pub(crate) fn arrives(&self, forge: Forge, seen: &Seen) -> Reply {
        let now = self.now();
        let reply = self.state().answer(forge, seen, now);
        if seen.is_start() {
            self.see_start(forge);
        }
        reply
    }

    fn act_late(&self) {
        loop {
            let now = self.now();
            let mut state = self.state();
            let Some(nth) = state.late.iter().position(|late| late.at <= now) else { return };
            let Late { forge, seen, .. } = state.late.remove(nth);
            drop(state);
            self.note(format!("{} acts on a request that was given up", forge.name()));
            self.arrives(forge, &seen);
        }
    }

    pub(crate) fn note(&self, what: impl Into<String>) {
        let (now, mut state) = (self.now() - BEGIN, self.state());
        let depth = state.depth;
        state.log.push(format!("{:>9}.{:03} {}{}", now / 1000, now % 1000, "  ".repeat(depth), what.into()));
    }

    pub(crate) fn fail(&self, what: impl Into<String>) {
        let what = what.into();
        self.note(format!("WRONG: {what}"));
        self.state().wrong.push(what);
    }

    /// A name for a deployment or dispatch that a seed repeats.
    pub(crate) fn name(&self, id: impl ToString) -> String {
        let mut state = self.state();
        let next = state.numbers.len() + 1;
        format!("#{}", state.numbers.entry(id.to_string()).or_insert(next))
    }

    /// A process comes to its next step. It may die there, and others may act meanwhile.
    pub(crate) fn step(self: &Arc<Self>, life: &Life, what: &str) -> Result<(), ()> {
        if !life.goes_on() {
            return Err(());
        }
        if life.burns() {
            self.note(format!("process {} dies: {what}", life.nth));
            return Err(());
        }
        let others_act = {
            let mut state = self.state();
            let acts = state.chaos && state.depth < DEPTH && state.dice.one_in(8);
            state.depth += usize::from(acts);
            acts
        };
        if others_act {
            self.note(format!("while process {} {what}:", life.nth));
            self.act();
            self.state().depth -= 1;
        }
        if life.goes_on() { Ok(()) } else { Err(()) }
    }

    /// Ends the schedule: what was wrong, and what happened.
    pub(crate) fn end(&self) -> (Vec<String>, Vec<String>) {
        let mut state = self.state();
        // They hold this world, as it holds them.
        let processes = std::mem::take(&mut state.processes);
        let told = (std::mem::take(&mut state.wrong), std::mem::take(&mut state.log));
        drop(state);
        drop(processes);
        told
    }
}

impl State {
    fn answer(&mut self, forge: Forge, seen: &Seen, now: i64) -> Reply {
        match forge {
            Forge::Github => {
                self.github.now = now;
                self.github.answer(seen)
            }
            Forge::Buildkite => {
                self.buildkite.now = now;
                self.buildkite.answer(seen)
            }
            Forge::Receiver => {
                self.receiver.now = now;
                self.receiver.answer(seen)
            }
        }
    }
}
