//! Starting what was decided to be started: right after the commit, or later by whoever takes it up.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::call::Caller;
use super::{Call, Inner, Operation, Releases, Reports};
use crate::change::{Query, Reads};
use crate::error::{Code, Error, Result};
use crate::known::Known;
use crate::model::{Dispatch, DispatchId, DispatchState, Timestamp};
use crate::ops::dispatching::{Given, LEASE, TakeDispatch, Task};
use crate::ops::settling::{Outcome, SettleDispatch};
use crate::record::{DispatchRecord, Key, List};
use crate::storage::{panicked, words_of_panic};
use crate::trace;
use crate::view::{Context, Decide, View};
use crate::workflow::{CancelAnswer, Found, Started, WorkflowTrigger};

/// How much of the lease may have passed before a request is not sent any more: a process that was paused must not
/// send what others have begun to look for.
const SEND_WITHIN: Duration = Duration::from_secs(LEASE.as_secs() / 2);
/// Dispatches that one round looks at together, and how many of them are worked on at a time.
const ROUND: usize = 100;
const SIDE_BY_SIDE: usize = 8;

/// What a round of [`Releases::dispatch_pending`] did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Dispatched {
    /// Workflows that were started, and runs that were found again.
    pub started: usize,
    /// Starts that were refused for good.
    pub refused: usize,
    /// Starts put off, because nothing could be sent now.
    pub postponed: usize,
    /// Starts whose outcome is still looked for, or could not be found out.
    pub unknown: usize,
    /// Dispatches that are due and need a trigger that this handle was not given.
    pub without_trigger: usize,
}

/// One round of taking up dispatches; made by [`Releases::dispatch_pending`].
#[derive(Debug)]
pub struct DispatchPending(());

impl Releases {
    /// Takes up every dispatch that is due and whose trigger this handle was given: starts what is queued, looks for
    /// what was perhaps started by a process that died, and cancels what was asked to be canceled. One round; a
    /// program calls it as often as it likes. Several processes may call it at once: each dispatch is one's.
    ///
    /// # Errors
    /// As the storage's. What a CI system says is no error: it stands on the deployment.
    pub fn dispatch_pending(&self) -> Call<DispatchPending> {
        Call::new(self, DispatchPending(()))
    }

    /// Starts these dispatches on threads of their own, and waits for the answers up to the handle's limit.
    pub(crate) fn start_now(&self, dispatches: &[DispatchId]) {
        self.start(dispatches, self.inner().options.dispatch_wait);
    }

    /// Starts these dispatches on threads of their own, and waits for nothing.
    pub(crate) fn start_apart(&self, dispatches: &[DispatchId]) {
        self.start(dispatches, Duration::ZERO);
    }

    /// What fails stays recorded and due.
    fn start(&self, dispatches: &[DispatchId], wait: Duration) {
        if self.inner().options.in_order {
            return dispatches.iter().for_each(|id| drop(self.take_up_safely(*id)));
        }
        let (sender, answers) = mpsc::channel();
        let mut waiting = 0;
        for id in dispatches.iter().copied() {
            let (releases, sender) = (self.clone(), sender.clone());
            let work = move || {
                // The one who waits may have given up; the outcome is in the storage all the same.
                let _ = sender.send(releases.take_up(id));
            };
            if thread::Builder::new().name("release-dispatch".to_owned()).spawn(work).is_ok() {
                waiting += 1;
            }
        }
        drop(sender);
        let begun = Instant::now();
        for _ in 0..waiting {
            let left = wait.saturating_sub(begun.elapsed());
            if answers.recv_timeout(left).is_err() {
                return;
            }
        }
    }

    /// Works on one dispatch, where this handle has its trigger and nobody else works on it.
    pub(crate) fn take_up(&self, id: DispatchId) -> Result<Option<Taken>> {
        let inner = self.inner();
        let dispatch = inner.query(GetDispatch { id: id.to_string() })?;
        let Some(trigger) = inner.trigger(&dispatch.workflow) else { return Ok(None) };
        let begun = Instant::now();
        let idempotent = trigger.is_idempotent();
        let take = TakeDispatch { id, idempotent };
        let (Some(Given { task, at }), _) = inner.execute(take, Context::new(None), None)? else { return Ok(None) };
        let (attempt, is_cancel) = (task.attempt(), matches!(task, Task::Cancel(..)));
        let outcome = self.perform(&*trigger, task, Taking { begun, at });
        let settle = SettleDispatch { id, attempt, outcome, idempotent, jitter: inner.jitter() };
        let (state, starts) = settle_patiently(inner, settle)?;
        self.start_now(&starts);
        Ok(Some(if is_cancel { Taken::Canceled } else { Taken::Start(state) }))
    }

    fn take_up_safely(&self, id: DispatchId) -> Result<Option<Taken>> {
        catch_unwind(AssertUnwindSafe(|| self.take_up(id))).unwrap_or_else(|panic| Err(panicked(&*panic)))
    }

    fn perform(&self, trigger: &dyn WorkflowTrigger, task: Task, taking: Taking) -> Outcome {
        let (Task::Send(request) | Task::Find(request) | Task::Cancel(request, _)) = &task;
        let span = trace::trigger(trigger, task.name(), request);
        let entered = span.enter();
        let caught = catch_unwind(AssertUnwindSafe(|| match &task {
            Task::Send(_) if !taking.may_send(self.inner()) => Outcome::Sent(Started::not_sent(
                "the process was paused for too long before the request was sent",
                None,
            )),
            Task::Send(request) => Outcome::Sent(match trigger.check(&request.workflow) {
                Ok(()) => trigger.start(request, &Reports::new(self, request)),
                Err(error) => Started::Refused { message: error.to_string() },
            }),
            Task::Find(request) => Outcome::Looked(trigger.find(request)),
            Task::Cancel(request, run_id) => Outcome::Canceled(trigger.cancel(request, run_id)),
        }));
        drop(entered);
        let outcome = caught.unwrap_or_else(|panic| {
            let message = format!("the trigger broke down: {}", words_of_panic(&*panic));
            match task {
                Task::Send(_) => Outcome::Sent(Started::Unknown { message }),
                Task::Find(_) => Outcome::Looked(Found::NotAsked { message, retry_after: None }),
                Task::Cancel(..) => Outcome::Canceled(CancelAnswer::Impossible { message }),
            }
        });
        span.record("outcome", outcome.name());
        outcome
    }
}

impl Operation for DispatchPending {
    type Output = Dispatched;

    fn run(self, releases: &Releases, _: Caller) -> Result<Dispatched> {
        Ok(releases.take_up_due()?.0)
    }
}

impl Releases {
    /// A round of [`dispatch_pending`](Releases::dispatch_pending), and how long it was until the next dispatch would be
    /// due when it looked. What it has worked on may be due sooner by now.
    ///
    /// One dispatch that cannot be worked on must not hold up those behind it, so the first error is told at the end.
    pub(crate) fn take_up_due(&self) -> Result<(Dispatched, Option<Duration>)> {
        let mut done = Dispatched::default();
        let mut failed = None;
        let mut after = None;
        loop {
            let due = self.inner().query(DueDispatches { after: after.take() })?;
            let mut ids = VecDeque::new();
            for dispatch in &due.items {
                if self.inner().trigger(&dispatch.workflow).is_none() {
                    done.without_trigger += 1;
                    continue;
                }
                ids.push_back(dispatch.id);
            }
            side_by_side(self, ids, |came| match came {
                Came::Of(Ok(Some(Taken::Start(state)))) => done.count(state),
                Came::Of(Ok(Some(Taken::Canceled) | None)) => {}
                Came::Of(Err(error)) => failed = failed.take().or(Some(error)),
                Came::Unanswered => done.unknown += 1,
            });
            match due.next {
                Some(next) => after = Some(next),
                None => return failed.map_or(Ok((done, due.until_next)), Err),
            }
        }
    }
}

impl Dispatched {
    fn count(&mut self, state: DispatchState) {
        match state {
            DispatchState::Started => self.started += 1,
            DispatchState::Refused => self.refused += 1,
            DispatchState::Queued => self.postponed += 1,
            DispatchState::Unknown | DispatchState::Sending => self.unknown += 1,
            DispatchState::Withdrawn => {}
        }
    }
}

/// What was done about a dispatch.
pub(crate) enum Taken {
    /// Its start was sent or looked for, and has come so far.
    Start(DispatchState),
    /// Its run was asked to stop.
    Canceled,
}

/// When a dispatch was taken. The two clocks differ: this process's stands still while the machine sleeps, and the
/// storage's may be set.
struct Taking {
    begun: Instant,
    at: Timestamp,
}

impl Taking {
    /// Whether the lease is young enough, by both clocks.
    fn may_send(&self, inner: &Inner) -> bool {
        let by_storage = inner.storage.now().is_ok_and(|now| now.since(self.at) <= SEND_WITHIN);
        by_storage && self.begun.elapsed() <= SEND_WITHIN
    }
}

/// What came of one dispatch of a round.
enum Came {
    Of(Result<Option<Taken>>),
    /// Its trigger has not answered in the time of a lease.
    Unanswered,
}

/// Works on several dispatches at a time, on threads of their own: a trigger may bring a runtime that must not meet the
/// caller's, and one that hangs must not hold up the others. What hangs for longer than a lease is left behind.
fn side_by_side(releases: &Releases, ids: VecDeque<DispatchId>, mut each: impl FnMut(Came)) {
    if releases.inner().options.in_order {
        return ids.into_iter().for_each(|id| each(Came::Of(releases.take_up_safely(id))));
    }
    let count = ids.len();
    let waiting = Arc::new(Mutex::new(ids));
    let (sender, answers) = mpsc::channel();
    let mut failed = None;
    for _ in 0..count.min(SIDE_BY_SIDE) {
        let (releases, waiting, sender) = (releases.clone(), Arc::clone(&waiting), sender.clone());
        let work = move || {
            while let Some(id) = next(&waiting) {
                if sender.send(releases.take_up_safely(id)).is_err() {
                    return;
                }
            }
        };
        if let Err(error) = thread::Builder::new().name("release-dispatch".to_owned()).spawn(work) {
            failed = Some(error);
        }
    }
    drop(sender);
    for answered in 0..count {
        match answers.recv_timeout(LEASE) {
            Ok(taken) => each(Came::Of(taken)),
            Err(mpsc::RecvTimeoutError::Timeout) => {
                let left = std::mem::take(&mut *waiting.lock().unwrap_or_else(PoisonError::into_inner)).len();
                (answered + left..count).for_each(|_| each(Came::Unanswered));
                return;
            }
            // No thread is left, because none could be started.
            Err(mpsc::RecvTimeoutError::Disconnected) => break,
        }
    }
    if let Some(error) = failed.filter(|_| next(&waiting).is_some()) {
        let message = "no thread could be started for a dispatch; try again";
        each(Came::Of(Err(Error::new(Code::Unavailable, message).caused_by(error))));
    }
}

fn next(waiting: &Mutex<VecDeque<DispatchId>>) -> Option<DispatchId> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
}

impl Task {
    fn name(&self) -> &'static str {
        match self {
            Task::Send(_) => "start",
            Task::Find(_) => "find",
            Task::Cancel(..) => "cancel",
        }
    }

    fn attempt(&self) -> u32 {
        match self {
            Task::Send(request) | Task::Find(request) | Task::Cancel(request, _) => request.attempt,
        }
    }
}

/// Writes down what a CI system said, again and again where the storage is busy, or its disk full: it will not be said a
/// second time. An answer that was written down already is not written again.
fn settle_patiently(inner: &Inner, settle: SettleDispatch) -> Result<(DispatchState, Vec<DispatchId>)> {
    const ATTEMPTS: u32 = 8;
    for attempt in 1..ATTEMPTS {
        match inner.execute(settle.clone(), Context::new(None), None) {
            Err(error) if error.may_pass() => thread::sleep(Duration::from_millis(50) * 2u32.pow(attempt)),
            other => return other,
        }
    }
    inner.execute(settle, Context::new(None), None)
}

impl Inner {
    /// What spreads repeated attempts.
    fn jitter(&self) -> u32 {
        if self.options.in_order { 0 } else { jitter() }
    }
}

/// A number from 0 to 999 that differs between processes and moments.
pub(crate) fn jitter() -> u32 {
    u32::try_from(uuid::Uuid::now_v7().as_u128() % 1000).unwrap_or(0)
}

/// The dispatches that are due, the longest due first.
#[derive(Debug, Serialize)]
struct DueDispatches {
    after: Option<Vec<u8>>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Due {
    items: Vec<Dispatch>,
    next: Option<Vec<u8>>,
    /// How long it is until the first one behind them is due, where there is one; known once there is no next page.
    until_next: Option<Duration>,
}

impl Decide for DueDispatches {
    const NAME: &'static str = "due_dispatches";
    const READ_ONLY: bool = true;
    type Output = Due;

    fn reads(&self, _: &Known) -> Reads {
        Reads { keys: Vec::new(), queries: vec![self.query()] }
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<Due> {
        let now = view.now();
        let mut rows = view.list_positions::<DispatchRecord>(&self.query())?;
        let is_full = rows.len() == ROUND;
        let due = |dispatch: &DispatchRecord| dispatch.data.due_at.is_some_and(|due| due <= now);
        let first_later = rows.iter().position(|(_, dispatch)| !due(dispatch)).unwrap_or(rows.len());
        let later = rows.get(first_later).and_then(|(_, dispatch)| dispatch.data.due_at);
        rows.truncate(first_later);
        let next = rows.last().filter(|_| is_full && later.is_none()).map(|(position, _)| position.clone());
        let items = rows.into_iter().map(|(_, dispatch)| dispatch.data.clone()).collect();
        Ok(Due { items, next, until_next: later.map(|due| due.since(now)) })
    }
}

impl DueDispatches {
    fn query(&self) -> Query {
        Query::first(List::Due, "").limit(ROUND).after(self.after.clone())
    }
}

/// One dispatch; the call of [`Releases::get_dispatch`].
#[derive(Debug, Serialize)]
pub struct GetDispatch {
    id: String,
}

impl Releases {
    /// A dispatch by its id: how far the start of a workflow has come, and what the CI system said.
    ///
    /// # Errors
    /// `invalid_request` for what is no id; `deployment_not_found` where there is no such dispatch.
    pub fn get_dispatch(&self, id: impl ToString) -> Call<GetDispatch> {
        Call::new(self, GetDispatch { id: id.to_string() })
    }
}

impl GetDispatch {
    pub(crate) fn new(id: &str) -> GetDispatch {
        GetDispatch { id: id.to_owned() }
    }
}

impl Decide for GetDispatch {
    const NAME: &'static str = "get_dispatch";
    const READ_ONLY: bool = true;
    type Output = Dispatch;

    fn reads(&self, _: &Known) -> Reads {
        Reads { keys: self.id.parse().map(Key::dispatch).into_iter().collect(), queries: Vec::new() }
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<Dispatch> {
        let id: DispatchId = self.id.parse()?;
        let found: Option<Arc<DispatchRecord>> = view.get(&Key::dispatch(id))?;
        found.map(|record| record.data.clone()).ok_or_else(|| {
            Error::new(Code::DeploymentNotFound, format!("there is no dispatch {id}")).with("dispatch_id", id)
        })
    }
}
