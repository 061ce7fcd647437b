//! What people, processes and CI systems do, by chance.

use std::sync::Arc;
use std::time::Duration;

use release_core::{BuildStatus, Code, Deployment, DispatchState, Error, Status};
use serde_json::Value;

use crate::forge::{buildkite, github, receiver};
use crate::process::Process;
use crate::world::{COMMIT, Forge, Letter, World};

impl World {
    /// Something happens.
    pub(crate) fn act(self: &Arc<Self>) {
        let roll = self.below(100);
        match roll {
            0..14 => self.deploys(),
            14..17 => self.cuts(),
            17..24 => self.cancels(),
            24..28 => self.rolls_back(),
            28..42 => self.pumps(),
            42..47 => self.checks(),
            47..60 => self.time_passes(),
            60..75 => self.a_run_goes_on(),
            75..89 => self.a_letter_comes(),
            89..92 => self.a_run_tells_its_id(),
            92..96 => self.will_die(),
            96..98 => self.a_person_retries(),
            _ => self.is_run_again(),
        }
    }

    pub(crate) fn below(&self, n: u64) -> u64 {
        self.state().dice.below(n)
    }

    fn one_in(&self, n: u64) -> bool {
        self.state().dice.one_in(n)
    }

    fn forge(&self) -> Forge {
        *self.state().dice.pick(&Forge::ALL)
    }

    /// What a process was answered; errors that it may be given are no news, and what it learns when it is dead neither.
    fn told<T>(&self, process: &Process, answer: Result<T, Error>, may_be: &[Code], what: &str) -> Option<T> {
        match answer {
            Ok(answer) => Some(answer),
            Err(_) if !process.life.goes_on() => None,
            Err(error) if may_be.contains(&error.code()) => {
                self.note(format!("{what}: {}", error.code()));
                None
            }
            Err(error) => {
                self.fail(format!("{what}: {error:?}"));
                None
            }
        }
    }

    fn told_of(&self, process: &Process, answer: Result<Deployment, Error>, may_be: &[Code], what: &str) {
        if let Some(deployment) = self.told(process, answer, may_be, what) {
            self.note(format!("{what}: {} is {}", self.name(deployment.id), deployment.status));
        }
    }

    fn deploys(self: &Arc<Self>) {
        let (forge, process) = (self.forge(), self.somebody());
        let (later, again) = (self.one_in(4), self.one_in(5));
        let cut = self.state().cut;
        let version = format!("1.0.0-rc{}", 1 + self.below(cut));
        let what = format!("process {} deploys {version} to {}", process.life.nth, forge.name());
        self.note(&*what);
        let call = process.releases.create_deployment("web", forge.name(), version);
        let answer = call.dispatch_later(later).redeploy(again).call();
        self.told_of(&process, answer, &[Code::CandidateNotReady, Code::ReleaseNotFound], &what);
    }

    fn cuts(self: &Arc<Self>) {
        let process = self.somebody();
        let version = {
            let mut state = self.state();
            state.cut += 1;
            format!("1.0.0-rc{}", state.cut)
        };
        self.note(format!("process {} cuts {version}", process.life.nth));
        let call = process.releases.create_release("web", version, "acme/web", COMMIT);
        self.told(&process, call.trigger_build_workflow(true).call(), &[], "cut");
    }

    fn open_deployment(&self, wanted: impl Fn(&Deployment) -> bool) -> Option<Deployment> {
        let forge = self.forge();
        let all = self.observer.list_deployments("web", forge.name()).per_page(100).call().unwrap().items;
        let open: Vec<Deployment> = all.into_iter().filter(wanted).collect();
        (!open.is_empty()).then(|| self.state().dice.pick(&open).clone())
    }

    fn cancels(self: &Arc<Self>) {
        // Who ends by hand what nobody knows of has looked at the CI system.
        let is_canceled = |deployment: &Deployment| match deployment.status {
            Status::Unknown => !self.state().may_have_started(&deployment.id.to_string()),
            status => status.is_open(),
        };
        let Some(deployment) = self.open_deployment(is_canceled) else { return };
        let process = self.somebody();
        let what = format!("process {} cancels {}", process.life.nth, self.name(deployment.id));
        self.note(&*what);
        let answer = process.releases.cancel_deployment(deployment.id).call();
        self.told_of(&process, answer, &[Code::InvalidTransition], &what);
    }

    fn rolls_back(self: &Arc<Self>) {
        let (forge, process) = (self.forge(), self.somebody());
        let forces = self.state().forces;
        let force = forces && self.one_in(2);
        let what = format!("process {} rolls {} back, forced: {force}", process.life.nth, forge.name());
        self.note(&*what);
        let answer = process.releases.rollback("web", forge.name()).force(force).call();
        let rollback = self.told(&process, answer, &[Code::NothingToRollBack], &what);
        if let Some(deployment) = rollback.and_then(|rollback| rollback.deployment) {
            self.note(format!("{what}: {} is {}", self.name(deployment.id), deployment.status));
        }
    }

    fn pumps(self: &Arc<Self>) {
        let process = self.somebody();
        self.note(format!("process {} pumps", process.life.nth));
        let answer = process.releases.dispatch_pending().call();
        if let Some(done) = self.told(&process, answer, &[], "pump") {
            self.note(format!("{done:?}"));
        }
    }

    fn checks(self: &Arc<Self>) {
        let process = self.somebody();
        self.note(format!("process {} asks about silent runs", process.life.nth));
        let silent_after = Duration::from_secs(1 + self.below(600));
        let answer = process.releases.check_runs().silent_after(silent_after).call();
        if let Some(done) = self.told(&process, answer, &[], "check") {
            self.note(format!("{done:?}"));
        }
    }

    fn time_passes(&self) {
        let most = *self.state().dice.pick(&[2_000, 10_000, 10_000, 60_000, 700_000]);
        let millis = i64::try_from(self.below(most)).unwrap();
        self.note(format!("{millis} ms pass"));
        self.pass(millis);
    }

    /// One of the runs that have not ended comes to its next state.
    fn a_run_goes_on(&self) {
        let forge = self.forge();
        let open = self.state().open_runs(forge);
        if !open.is_empty() {
            let nth = *self.state().dice.pick(&open);
            self.run_goes_on(forge, nth);
        }
    }

    /// A run comes to its next state, and a webhook says so.
    pub(crate) fn run_goes_on(&self, forge: Forge, nth: usize) {
        let now = self.now();
        let mut state = self.state();
        let roll = state.dice.below(12);
        let to = match forge {
            Forge::Github => {
                let (status, conclusion) = next_of_github(&state.github.runs[nth], roll);
                state.github.now = now;
                state.github.advance(nth, status, conclusion);
                conclusion.unwrap_or(status)
            }
            Forge::Buildkite => {
                let (to, blocked) =
                    next_of_buildkite(state.buildkite.builds[nth].data["state"].as_str().unwrap(), roll);
                state.buildkite.now = now;
                state.buildkite.advance(nth, to, blocked);
                if blocked { "blocked" } else { to }
            }
            Forge::Receiver => {
                let run = &state.receiver.runs[nth];
                let to = match (run.status, run.is_stopping, roll) {
                    ("pending", false, _) => "in_progress",
                    (_, true, 1..) => "canceled",
                    (_, _, ..8) => "success",
                    _ => "failure",
                };
                state.receiver.now = now;
                state.receiver.advance(nth, to);
                to
            }
        };
        drop(state);
        self.note(format!("run {nth} of {} is {to}", forge.name()));
        self.writes(forge, nth);
    }

    /// A CI system sends a webhook off.
    fn writes(&self, forge: Forge, run: usize) {
        let mut state = self.state();
        state.deliveries += 1;
        let delivery = format!("delivery-{}", state.deliveries);
        let body = state.body(forge, run);
        // A program that answers goes on until it is heard.
        if state.chaos && state.loses && forge != Forge::Receiver && state.dice.one_in(3) {
            return;
        }
        state.post.push(Letter { forge, run, body, delivery });
    }

    fn a_letter_comes(self: &Arc<Self>) {
        let letter = {
            let mut state = self.state();
            if state.post.is_empty() {
                return;
            }
            let count = state.post.len() as u64;
            let nth = usize::try_from(state.dice.below(count)).unwrap();
            let again = state.dice.one_in(4);
            if again { state.post[nth].clone() } else { state.post.remove(nth) }
        };
        self.deliver(letter);
    }

    pub(crate) fn deliver(self: &Arc<Self>, mut letter: Letter) {
        let (process, now) = (self.somebody(), self.now());
        // Buildkite may tell of a later moment than the one that it writes about.
        if letter.forge == Forge::Buildkite && self.one_in(2) {
            letter.body = self.state().body(letter.forge, letter.run);
        }
        let body = letter.body.to_string().into_bytes();
        let headers = match letter.forge {
            Forge::Github => github::headers(&letter.delivery, &body),
            Forge::Buildkite => buildkite::headers(&body, now),
            Forge::Receiver => receiver::headers(&body, now),
        };
        let what = format!("process {} reads {} of run {}", process.life.nth, letter.delivery, letter.run);
        self.note(&*what);
        let answer = process.releases.apply_webhook(letter.forge.name(), headers, body).call();
        if !process.life.goes_on() {
            // It was not acknowledged, so it comes again.
            self.state().post.push(letter);
            return;
        }
        if let Some(delivery) = self.told(&process, answer, &[], &what) {
            let (from, to) = (delivery.status_before.unwrap_or_default(), delivery.status_after.unwrap_or_default());
            self.note(format!("{}: {from} → {to} {}", delivery.outcome, delivery.reason.unwrap_or_default()));
        }
    }

    /// A step of a workflow says which run it is of.
    fn a_run_tells_its_id(self: &Arc<Self>) {
        let runs: Vec<(String, String)> = {
            let state = self.state();
            let running = state.github.runs.iter().filter(|run| run.data["status"] == "in_progress");
            let deploys = running.filter_map(|run| Some((run.inputs.get("aviator_deployment_id")?, &run.data["id"])));
            deploys.map(|(of, id)| (of.as_str().unwrap().to_owned(), id.to_string())).collect()
        };
        if runs.is_empty() {
            return;
        }
        let (deployment, run) = self.state().dice.pick(&runs).clone();
        let process = self.somebody();
        let what = format!("process {} hears that run {run} is {}'s", process.life.nth, self.name(&deployment));
        self.note(&*what);
        self.told_of(&process, process.releases.sync_deploy(deployment, run).call(), &[], &what);
    }

    fn will_die(self: &Arc<Self>) {
        let (process, steps) = (self.somebody(), self.below(12));
        self.note(format!("process {} has {steps} steps to live", process.life.nth));
        process.life.light(steps);
    }

    /// A person who has looked at the CI system, and at what is on its way to it, starts again what was not started.
    fn a_person_retries(self: &Arc<Self>) {
        let is_retried = |deployment: &Deployment| match deployment.status {
            Status::Unknown => {
                let dispatch = deployment.dispatch_id.map(|id| self.observer.get_dispatch(id).call().unwrap());
                let is_unknown = dispatch.is_some_and(|dispatch| dispatch.state == DispatchState::Unknown);
                is_unknown && !self.state().may_have_started(&deployment.id.to_string())
            }
            Status::Error => true,
            _ => false,
        };
        if let Some(deployment) = self.open_deployment(is_retried) {
            let process = self.somebody();
            let what = format!("process {} retries {}", process.life.nth, self.name(deployment.id));
            self.note(&*what);
            let answer = process.releases.retry_dispatch(deployment.id).call();
            self.told_of(&process, answer, &[Code::InvalidTransition, Code::DispatchFailed], &what);
            return;
        }
        let candidates = self.observer.list_candidates("web").per_page(100).call().unwrap().items;
        let failed = candidates.iter().find(|candidate| candidate.build_status == BuildStatus::Failed);
        if let Some(candidate) = failed {
            let process = self.somebody();
            self.note(format!("process {} builds {} again", process.life.nth, candidate.version));
            let answer = process.releases.rebuild("web", candidate.version.as_str()).call();
            self.told(&process, answer, &[Code::InvalidTransition], "rebuild");
        }
    }

    /// Somebody has a run of GitHub's attempted again that has ended.
    fn is_run_again(&self) {
        let now = self.now();
        let mut state = self.state();
        let runs = state.github.runs.iter().enumerate();
        let ended: Vec<usize> = runs.filter(|(_, run)| run.has_ended()).map(|(nth, _)| nth).collect();
        // Where webhooks are lost, nobody hears of it.
        if ended.is_empty() || state.loses {
            return;
        }
        let nth = *state.dice.pick(&ended);
        state.github.now = now;
        state.github.run_again(nth);
        drop(state);
        self.note(format!("run {nth} of github is attempted again"));
        self.writes(Forge::Github, nth);
    }
}

fn next_of_github(run: &github::Run, roll: u64) -> (&'static str, Option<&'static str>) {
    let status = run.data["status"].as_str().unwrap();
    match (status, run.is_stopping, roll) {
        (_, true, 1..) => ("completed", Some("cancelled")),
        ("queued", _, 0) => ("completed", Some("startup_failure")),
        ("queued", _, 1) => ("completed", Some("cancelled")),
        ("queued", _, 2) => ("waiting", None),
        ("queued" | "waiting" | "completed", ..) => ("in_progress", None),
        (_, _, 0) => ("completed", Some("action_required")),
        (_, _, 1) => ("completed", Some("timed_out")),
        (_, _, 2) => ("completed", Some("neutral")),
        (_, _, 3..5) => ("completed", Some("failure")),
        _ => ("completed", Some("success")),
    }
}

fn next_of_buildkite(state: &str, roll: u64) -> (&'static str, bool) {
    match (state, roll) {
        ("canceling", _) => ("canceled", false),
        ("scheduled", _) => ("running", false),
        // It waits at a block step, and somebody lets it go on.
        ("passed", _) => ("running", false),
        (_, 0) => ("passed", true),
        (_, 1..4) => ("failed", false),
        _ => ("passed", false),
    }
}

impl crate::world::State {
    pub(crate) fn open_runs(&self, forge: Forge) -> Vec<usize> {
        let open = |ended: Vec<bool>| (0..ended.len()).filter(|nth| !ended[*nth]).collect();
        match forge {
            Forge::Github => open(self.github.runs.iter().map(github::Run::has_ended).collect()),
            Forge::Buildkite => open(self.buildkite.builds.iter().map(buildkite::Build::has_ended).collect()),
            Forge::Receiver => open(self.receiver.runs.iter().map(receiver::Run::has_ended).collect()),
        }
    }

    fn body(&self, forge: Forge, run: usize) -> Value {
        match forge {
            Forge::Github => self.github.webhook(run),
            Forge::Buildkite => self.buildkite.webhook(run),
            Forge::Receiver => self.receiver.webhook(run),
        }
    }

    /// Whether a start of this deployment has come to a CI system or is on its way.
    fn may_have_started(&self, deployment: &str) -> bool {
        let late = self.late.iter().any(|late| String::from_utf8_lossy(&late.seen.body).contains(deployment));
        late || self.starting.iter().any(|body| body.contains(deployment)) || !self.runs_of(deployment).is_empty()
    }
}
