//! One connection writes, and callers that wait for it together share a transaction.
//!
//! There is no thread for it. A caller who finds nobody leading leads: it opens a transaction, runs its own job and
//! those of all who wait, commits, and tells each its own answer. Then the one who has waited longest leads. So a lone
//! caller waits for nobody and never changes threads, and many callers pay for one sync of the disk.
//!
//! A job may also be handed over, so that no thread waits for it: then a thread that its owner lends leads, and goes on
//! for as long as what comes next was handed over too.

use std::collections::VecDeque;
use std::mem;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::place::Place;
use super::recent::Recent;
use super::transaction::{Desk, Fault, Job};
use crate::clock::Clock;
use crate::error::{Code, Error, Result};
use crate::storage::handed::{Done, Lend};

/// A transaction takes in nobody more after so many jobs or so long: those in it wait for its end.
const MOST: usize = 256;
const LONGEST: Duration = Duration::from_millis(50);
/// A thread that was lent leads so many transactions.
const IN_A_ROW: usize = 256;

pub(super) struct Writer {
    place: Arc<Place>,
    line: Mutex<Line>,
    /// Told when nobody leads any more, where somebody closes.
    done: Condvar,
    desk: Mutex<Option<Desk>>,
}

#[derive(Default)]
struct Line {
    waiting: VecDeque<Arc<Call>>,
    led: bool,
    closing: bool,
}

struct Call {
    job: Job,
    since: Instant,
    owner: Owner,
}

enum Owner {
    /// A thread that waits for the answer, and may be told to lead.
    Thread { state: Mutex<CallState>, told: Condvar },
    /// Somebody who is told the answer, and can lend a thread to lead.
    Apart { done: Mutex<Option<Done>>, lend: Lend },
}

#[derive(Default)]
struct CallState {
    turn: Turn,
    waits: bool,
}

#[derive(Default)]
enum Turn {
    #[default]
    Wait,
    Lead,
    Answered(Result<()>),
}

impl Writer {
    pub(super) fn new(place: Arc<Place>, clock: Clock, connection: Connection) -> Writer {
        let (line, done) = Default::default();
        let desk = Desk { connection, place: Arc::clone(&place), clock, recent: Recent::default() };
        Writer { place, line, done, desk: Mutex::new(Some(desk)) }
    }

    /// Does a job in a transaction, alone or with others, and returns after its commit.
    pub(super) fn submit(&self, job: Job) -> Result<()> {
        let owner = Owner::Thread { state: Mutex::default(), told: Condvar::new() };
        let call = Arc::new(Call { job, since: Instant::now(), owner });
        let mut line = lock(&self.line);
        if line.led {
            line.waiting.push_back(Arc::clone(&call));
            drop(line);
            if let Some(answer) = call.wait() {
                return answer;
            }
        } else {
            line.led = true;
            drop(line);
        }
        let mut group = Group { writer: self, calls: vec![Arc::clone(&call)], answers: Vec::new(), passes: true };
        self.lead(&mut group);
        drop(group);
        call.wait().unwrap_or_else(|| Err(abandoned()))
    }

    /// Takes over a job: `done` is told its answer. Where nobody leads, a thread is lent for
    /// [`lead_apart`](Writer::lead_apart).
    pub(super) fn hand_over(&self, job: Job, done: Done, lend: Lend) {
        let owner = Owner::Apart { done: Mutex::new(Some(done)), lend };
        let call = Arc::new(Call { job, since: Instant::now(), owner });
        let mut line = lock(&self.line);
        line.waiting.push_back(Arc::clone(&call));
        let is_led = mem::replace(&mut line.led, true);
        drop(line);
        if !is_led {
            call.lead();
        }
    }

    /// Leads on a thread that was lent, for as long as the next in line has no thread of its own; but not for ever, where
    /// others wait for that thread.
    pub(super) fn lead_apart(&self) {
        let _passes = Passes(self);
        for _ in 0..IN_A_ROW {
            let Some(call) = self.next_apart() else { return };
            let mut group = Group { writer: self, calls: vec![call], answers: Vec::new(), passes: false };
            self.lead(&mut group);
        }
    }

    fn next_apart(&self) -> Option<Arc<Call>> {
        let waiting = &mut lock(&self.line).waiting;
        let is_apart = waiting.front().is_some_and(|call| call.is_apart());
        if is_apart { waiting.pop_front() } else { None }
    }

    /// Lets the next in line lead, or nobody.
    fn pass(&self) {
        let mut line = lock(&self.line);
        let next = match line.waiting.front() {
            // It stays in line until the thread that it lends takes it up.
            Some(call) if call.is_apart() => Some(Arc::clone(call)),
            _ => line.waiting.pop_front(),
        };
        line.led = next.is_some();
        let closing = line.closing && !line.led;
        drop(line);
        if let Some(next) = next {
            next.lead();
        }
        if closing {
            self.done.notify_all();
        }
    }

    fn lead(&self, group: &mut Group<'_>) {
        let mut desk = lock(&self.desk);
        let Some(desk) = &mut *desk else {
            group.answers.push(Err(self.place.is_closed()));
            return;
        };
        match self.together(desk, group) {
            Ok(answers) => group.answers = answers,
            Err(Fault(error)) if group.calls.len() == 1 => group.answers = vec![Err(error)],
            // One of them may have been too much for the disk, or hit upon what is damaged: only that one shall fail.
            Err(_) => self.one_by_one(desk, group),
        }
    }

    fn together(&self, desk: &mut Desk, group: &mut Group<'_>) -> Result<Vec<Result<()>>, Fault> {
        // Counted from when the leader came, or callers that wait in line for a locked file would each wait in turn.
        let since = group.calls.first().map_or_else(Instant::now, |call| call.since);
        let mut open = desk.begin(since).map_err(Fault)?;
        let start = Instant::now();
        let mut answers = Vec::new();
        while let Some(call) = group.calls.get(answers.len()) {
            answers.push(open.run(&call.job)?);
            if answers.len() < MOST && start.elapsed() < LONGEST {
                group.calls.extend(lock(&self.line).waiting.pop_front());
            }
        }
        open.commit().map_err(Fault)?;
        Ok(answers)
    }

    fn one_by_one(&self, desk: &mut Desk, group: &mut Group<'_>) {
        for call in &group.calls {
            let answer = match desk.begin(Instant::now()) {
                Ok(mut open) => match open.run(&call.job) {
                    Ok(answer) => answer.and_then(|()| open.commit()),
                    Err(Fault(error)) => Err(error),
                },
                Err(error) => {
                    // The file cannot be written to at all; that each of them waits for it would help nobody.
                    group.answers.resize(group.calls.len(), Err(error));
                    return;
                }
            };
            group.answers.push(answer);
        }
    }

    /// Waits for the calls that are under way, and closes the connection.
    pub(super) fn close(&self) -> Result<()> {
        let mut line = lock(&self.line);
        line.closing = true;
        while line.led {
            line = self.done.wait(line).unwrap_or_else(PoisonError::into_inner);
        }
        drop(line);
        match lock(&self.desk).take() {
            Some(desk) => desk.connection.close().map_err(|(_, error)| self.place.error(error)),
            None => Ok(()),
        }
    }

    /// Leaves the connection as it is, for ever.
    pub(super) fn forget(&mut self) {
        mem::forget(self.desk.get_mut().unwrap_or_else(PoisonError::into_inner).take());
    }

    #[cfg(any(test, feature = "testing"))]
    pub(super) fn waiting(&self) -> usize {
        lock(&self.line).waiting.len()
    }
}

/// Those who share a transaction. However the leader ends, each of these is answered.
struct Group<'w> {
    writer: &'w Writer,
    calls: Vec<Arc<Call>>,
    answers: Vec<Result<()>>,
    /// Whether the leader leads this group alone.
    passes: bool,
}

impl Drop for Group<'_> {
    fn drop(&mut self) {
        // First, so that the next transaction is under way while the callers of this one are woken.
        if self.passes {
            self.writer.pass();
        }
        let answers = mem::take(&mut self.answers).into_iter().chain(std::iter::repeat_with(|| Err(abandoned())));
        for (call, answer) in self.calls.iter().zip(answers) {
            call.answer(answer);
        }
    }
}

/// However a leader of many groups ends, the next one leads.
struct Passes<'w>(&'w Writer);

impl Drop for Passes<'_> {
    fn drop(&mut self) {
        self.0.pass();
    }
}

impl Call {
    fn is_apart(&self) -> bool {
        matches!(self.owner, Owner::Apart { .. })
    }

    /// The answer; nothing where this call is to lead.
    fn wait(&self) -> Option<Result<()>> {
        let Owner::Thread { state, told } = &self.owner else { return None };
        let mut state = lock(state);
        loop {
            match mem::take(&mut state.turn) {
                Turn::Wait => {
                    state.waits = true;
                    state = told.wait(state).unwrap_or_else(PoisonError::into_inner);
                }
                Turn::Lead => return None,
                Turn::Answered(answer) => return Some(answer),
            }
        }
    }

    fn lead(&self) {
        match &self.owner {
            Owner::Thread { state, told } => tell(state, told, Turn::Lead),
            Owner::Apart { lend, .. } => lend(),
        }
    }

    fn answer(&self, answer: Result<()>) {
        match &self.owner {
            Owner::Thread { state, told } => tell(state, told, Turn::Answered(answer)),
            Owner::Apart { done, .. } => {
                let done = lock(done).take();
                if let Some(done) = done {
                    done(answer);
                }
            }
        }
    }
}

fn tell(state: &Mutex<CallState>, told: &Condvar, turn: Turn) {
    let mut state = lock(state);
    state.turn = turn;
    let waits = state.waits;
    drop(state);
    // Waking nobody is a call of the system too, which a lone caller need not pay for.
    if waits {
        told.notify_one();
    }
}

/// Locks, also where a thread panicked in here: nothing that these locks guard is left half changed by that.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn abandoned() -> Error {
    Error::new(Code::Internal, "a bug: a transaction was abandoned by the call that led it; please report it")
}
