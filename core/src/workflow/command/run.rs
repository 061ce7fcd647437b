//! Runs that this process follows.

use std::collections::HashMap;
use std::process::{Child, ChildStderr, ExitStatus};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::process;
use super::tail::{self, Tail};
use crate::client::RunReport;
use crate::model::Status;
use crate::workflow::CancelAnswer;

/// How long the last words of a program that failed are waited for: a process that it left behind may hold them open.
/// The time is counted in parts, so that a machine that stops for longer takes away one part only, and what was written
/// before the end is read.
const LAST_WORDS: (u32, Duration) = (20, Duration::from_millis(50));
/// How often it is asked whether another process wants the run to stop.
const ASK_EVERY: Duration = Duration::from_secs(2);

/// The runs that have not ended, by their ids.
#[derive(Debug, Default)]
pub(super) struct Runs(Mutex<HashMap<String, Arc<Run>>>);

impl Runs {
    pub(super) fn get(&self, run_id: &str) -> Option<Arc<Run>> {
        self.lock().get(run_id).cloned()
    }

    pub(super) fn insert(&self, run: &Arc<Run>) {
        self.lock().insert(run.id.clone(), Arc::clone(run));
    }

    pub(super) fn remove(&self, run: &Run) {
        self.lock().remove(&run.id);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Arc<Run>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One program that runs.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) id: String,
    pid: u32,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug)]
pub(super) struct State {
    pub(super) child: Child,
    tail: Tail,
    /// Nobody writes to standard error any more.
    silent: bool,
    /// The end of the process was seen; whether it is still there to be reaped.
    ended: Option<bool>,
    reaped: bool,
    stop: Option<Stop>,
}

/// The wish that the program ends.
#[derive(Debug, Clone, Copy)]
struct Stop {
    why: Why,
    /// Never, where the grace has no end.
    kill_at: Option<Instant>,
    killed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Why {
    Canceled,
    TimeLimit(Duration),
}

impl Run {
    pub(super) fn new(id: String, child: Child) -> Run {
        let pid = child.id();
        let state = State { child, tail: Tail::default(), silent: false, ended: None, reaped: false, stop: None };
        Run { id, pid, state: Mutex::new(state), changed: Condvar::new() }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps the last of what the program writes, until nobody writes any more.
    pub(super) fn listen(&self, stderr: ChildStderr) {
        tail::drain(stderr, |keep| keep(&mut self.lock().tail));
        self.lock().silent = true;
        self.changed.notify_all();
    }

    /// Notes the end of the process.
    pub(super) fn await_end(&self) {
        let seen = process::await_end(self.pid, &self.state);
        self.lock().ended = Some(seen);
        self.changed.notify_all();
    }

    /// Asks the program to stop.
    pub(super) fn cancel(&self, grace: Duration) -> CancelAnswer {
        if self.lock().stop(Why::Canceled, grace) {
            self.changed.notify_all();
        }
        CancelAnswer::Accepted
    }

    /// Follows the program to its end, and says how it ended.
    pub(super) fn follow(
        &self,
        time_limit: Option<Duration>,
        grace: Duration,
        is_cancel_wanted: impl Fn() -> bool,
    ) -> RunReport {
        let begun = Instant::now();
        let mut ask_at = begun + ASK_EVERY;
        let over = time_limit.and_then(|limit| Some((limit, begun.checked_add(limit)?)));
        let mut state = self.lock();
        while state.ended.is_none() {
            let now = Instant::now();
            let next = match state.stop {
                Some(Stop { killed: true, .. }) => None,
                Some(Stop { kill_at: Some(at), .. }) if at <= now => {
                    state.kill();
                    None
                }
                Some(stop) => stop.kill_at,
                None => match over {
                    Some((limit, at)) if at <= now => {
                        // Where it has ended just in time, that will be noted.
                        if state.stop(Why::TimeLimit(limit), grace) {
                            continue;
                        }
                        None
                    }
                    _ if ask_at <= now => {
                        drop(state);
                        if is_cancel_wanted() {
                            self.cancel(grace);
                        }
                        ask_at = Instant::now() + ASK_EVERY;
                        state = self.lock();
                        continue;
                    }
                    over => Some(over.map_or(ask_at, |(_, at)| at.min(ask_at))),
                },
            };
            state = self.wait(state, next);
        }
        if let Some(stop) = state.stop {
            // The group's other members have the rest of the grace. The leader is not reaped yet, so that the group's
            // id is still its own.
            state = self.wait_for_silence(state, stop.kill_at);
            if state.ended == Some(true) {
                state.kill();
            }
        }
        let status = state.child.wait();
        state.reaped = true;
        if state.stop.is_none() && !status.as_ref().is_ok_and(ExitStatus::success) {
            state = self.wait_for_last_words(state);
        }
        self.report(&state, status)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>, until: Option<Instant>) -> MutexGuard<'a, State> {
        match until {
            None => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
            Some(until) => {
                let left = until.saturating_duration_since(Instant::now());
                self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0
            }
        }
    }

    fn wait_for_silence<'a>(&self, mut state: MutexGuard<'a, State>, until: Option<Instant>) -> MutexGuard<'a, State> {
        while !state.silent && until.is_none_or(|until| Instant::now() < until) {
            state = self.wait(state, until);
        }
        state
    }

    fn wait_for_last_words<'a>(&self, mut state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        let (parts, part) = LAST_WORDS;
        for _ in 0..parts {
            let waited = self.changed.wait_timeout_while(state, part, |state| !state.silent);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        state
    }

    fn report(&self, state: &State, ended: std::io::Result<ExitStatus>) -> RunReport {
        let (status, what) = match (state.stop.map(|stop| stop.why), ended) {
            (Some(Why::Canceled), _) => (Status::Canceled, None),
            (Some(Why::TimeLimit(limit)), _) => {
                (Status::Failure, Some(format!("stopped, because it took longer than {limit:?}")))
            }
            (None, Ok(status)) if status.success() => (Status::Success, None),
            (None, Ok(status)) => (Status::Failure, Some(failure(status))),
            (None, Err(error)) => {
                let message = format!("how the program ended could not be found out: {error}; report its status");
                (Status::Unknown, Some(message))
            }
        };
        let last_words = state.tail.text();
        let error_message = what.map(|what| if last_words.is_empty() { what } else { format!("{what}: {last_words}") });
        RunReport::new(status).run_id(Some(self.id.clone())).error_message(error_message)
    }
}

impl State {
    /// Asks the program to stop; says whether it does. One that is asked already is not asked again, and one that has ended
    /// by itself is reported as it ended, also where its end is not noted yet.
    fn stop(&mut self, why: Why, grace: Duration) -> bool {
        if self.ended.is_some() || self.reaped || self.stop.is_some() || process::has_ended(&mut self.child) {
            return false;
        }
        self.stop = Some(Stop { why, kill_at: Instant::now().checked_add(grace), killed: false });
        process::terminate(&mut self.child);
        true
    }

    fn kill(&mut self) {
        process::kill(&mut self.child);
        if let Some(stop) = &mut self.stop {
            stop.killed = true;
        }
    }
}

fn failure(status: ExitStatus) -> String {
    match (status.code(), process::killed_by(status)) {
        (Some(code), _) => format!("exit code {code}"),
        (None, Some(signal)) => format!("killed by signal {signal}"),
        (None, None) => format!("ended abnormally ({status})"),
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_ended_in_time_did_not_take_too_long() {
        let run = Run::new("1.1".to_owned(), std::process::Command::new("true").spawn().unwrap());
        assert!(process::await_end(run.pid, &run.state), "it has ended, though that is not noted yet");
        assert!(!run.lock().stop(Why::TimeLimit(Duration::ZERO), Duration::ZERO));
        run.await_end();
        assert_eq!(run.follow(Some(Duration::ZERO), Duration::ZERO, || false).status, Status::Success);
    }
}
