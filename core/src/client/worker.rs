//! The worker: a thread that takes up dispatches, asks about silent runs and forgets what has expired, until it is
//! stopped. Nothing starts one by itself.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::Releases;
use super::check_runs::SILENT_AFTER;
use super::dispatcher::jitter;
use crate::error::{Code, Error, Result};
use crate::storage::panicked;

/// What a [`Worker`] does how often.
#[derive(Debug, Clone)]
pub struct WorkerOptions {
    poll_interval: Duration,
    check_interval: Duration,
    silent_after: Duration,
}

impl Default for WorkerOptions {
    fn default() -> WorkerOptions {
        WorkerOptions {
            poll_interval: Duration::from_secs(5),
            check_interval: Duration::from_secs(60),
            silent_after: SILENT_AFTER,
        }
    }
}

impl WorkerOptions {
    /// The defaults: looks for work of other processes every 5 seconds, for silent runs every minute, and asks about
    /// those that have been silent for 10 minutes.
    pub fn new() -> WorkerOptions {
        WorkerOptions::default()
    }

    /// How often it looks for work that another process has left; what this handle decides wakes it at once. At least
    /// 10 ms, and at most a day.
    #[must_use]
    pub fn poll_interval(self, interval: Duration) -> WorkerOptions {
        WorkerOptions { poll_interval: interval.clamp(SHORTEST_POLL, LONGEST_POLL), ..self }
    }

    /// How often it looks for runs that have fallen silent.
    #[must_use]
    pub fn check_interval(self, interval: Duration) -> WorkerOptions {
        WorkerOptions { check_interval: interval, ..self }
    }

    /// How long a run must have been silent to be asked about; at least a second.
    #[must_use]
    pub fn silent_after(self, silence: Duration) -> WorkerOptions {
        WorkerOptions { silent_after: silence, ..self }
    }
}

/// A worker that runs; made by [`Releases::start_worker`]. Dropping it stops it like [`stop`](Worker::stop).
#[must_use = "a worker stops when it is dropped"]
#[derive(Debug)]
pub struct Worker {
    releases: Releases,
    state: Arc<State>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct State {
    stops: AtomicBool,
    trouble: Mutex<Option<Error>>,
}

const SHORTEST_POLL: Duration = Duration::from_millis(10);
const LONGEST_POLL: Duration = Duration::from_secs(24 * 3600);
/// How often what has expired is forgotten.
const PURGE_EVERY: Duration = Duration::from_secs(600);
/// How long a worker lets others begin what they have decided, and gathers it, before it looks again.
const GATHER: Duration = Duration::from_millis(20);
const FIRST_BACKOFF: Duration = Duration::from_millis(500);
const LONGEST_BACKOFF: Duration = Duration::from_secs(60);

impl Releases {
    /// Starts a worker on a thread of its own: it calls [`dispatch_pending`](Releases::dispatch_pending) when something
    /// is due, [`check_runs`](Releases::check_runs) and [`purge_expired`](Releases::purge_expired) now and then, and
    /// tries again after a pause where the storage cannot be used. Several workers may run on one database, in one
    /// process or many. It ends when it is stopped or dropped, or the handle is closed.
    ///
    /// # Errors
    /// `unavailable`, where no thread can be started.
    pub fn start_worker(&self, options: WorkerOptions) -> Result<Worker> {
        let state = Arc::new(State::default());
        let (releases, shared) = (self.clone(), Arc::clone(&state));
        let thread = thread::Builder::new().name("release-worker".to_owned());
        let thread = thread.spawn(move || Work::new(releases, options, shared).run()).map_err(|error| {
            Error::new(Code::Unavailable, "no thread could be started for a worker; try again").caused_by(error)
        })?;
        Ok(Worker { releases: self.clone(), state, thread: Some(thread) })
    }
}

impl Worker {
    /// Stops the worker, and waits for the round that it is in: at most for the answer of the CI system that it waits
    /// for. What it has not done stays recorded and due.
    pub fn stop(self) {
        drop(self);
    }

    /// Whether it has ended by itself, because the handle was closed.
    pub fn has_ended(&self) -> bool {
        self.thread.as_ref().is_none_or(JoinHandle::is_finished)
    }

    /// What kept its last round from being done; nothing where that went well.
    pub fn last_error(&self) -> Option<Error> {
        self.state.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.state.stops.store(true, Ordering::SeqCst);
        self.releases.inner().changed();
        if let Some(thread) = self.thread.take()
            && thread.thread().id() != thread::current().id()
        {
            // It catches panics itself; there is nothing to hand on.
            let _ = thread.join();
        }
    }
}

struct Work {
    releases: Releases,
    options: WorkerOptions,
    state: Arc<State>,
    checked: Option<Instant>,
    purged: Option<Instant>,
    failures: u32,
}

impl Work {
    fn new(releases: Releases, options: WorkerOptions, state: Arc<State>) -> Work {
        Work { releases, options, state, checked: None, purged: None, failures: 0 }
    }

    fn run(mut self) {
        while !self.stops() {
            let seen = self.releases.inner().changes();
            let round = catch_unwind(AssertUnwindSafe(|| self.round())).unwrap_or_else(|panic| Err(panicked(&*panic)));
            let pause = match &round {
                Ok(next) => {
                    self.failures = 0;
                    let due = next.map(|next| next.saturating_duration_since(Instant::now()));
                    due.unwrap_or(self.options.poll_interval).min(spread(self.options.poll_interval))
                }
                Err(_) => {
                    self.failures += 1;
                    let doubled = FIRST_BACKOFF * 2u32.saturating_pow((self.failures - 1).min(16));
                    spread(doubled.min(LONGEST_BACKOFF))
                }
            };
            *self.state.trouble.lock().unwrap_or_else(PoisonError::into_inner) = round.err();
            // After trouble only time helps, not that others write.
            let wakes = if self.failures == 0 { Some(seen) } else { None };
            self.pause(pause, wakes);
        }
    }

    fn stops(&self) -> bool {
        self.state.stops.load(Ordering::SeqCst) || self.releases.inner().is_closed()
    }

    /// One round; the answer is when the next dispatch is due, where one is. What a round has worked on may be due
    /// sooner, but it was written by this handle, which wakes the worker at once.
    fn round(&mut self) -> Result<Option<Instant>> {
        let (_, until_next) = self.releases.take_up_due()?;
        let next = until_next.and_then(|time| Instant::now().checked_add(time));
        if is_over(self.checked, self.options.check_interval) && !self.stops() {
            self.checked = Some(Instant::now());
            self.releases.check_runs().silent_after(self.options.silent_after).call()?;
        }
        if is_over(self.purged, PURGE_EVERY) && !self.stops() {
            self.purged = Some(Instant::now());
            while self.releases.purge_expired().call()? > 0 && !self.stops() {}
        }
        Ok(next)
    }

    fn pause(&self, limit: Duration, wakes: Option<u64>) {
        let inner = self.releases.inner();
        inner.wait_for_change(limit, |count| wakes.is_none_or(|seen| seen == count) && !self.stops());
        // Whoever made the change starts what it asked for, and waits for that; the worker takes up what was left. It is
        // not woken by each change meanwhile, as it would be by waiting for one.
        thread::sleep(GATHER.min(limit));
    }
}

fn is_over(last: Option<Instant>, interval: Duration) -> bool {
    last.is_none_or(|last| last.elapsed() >= interval)
}

/// Up to a quarter more, so that processes that were started together do not stay together.
fn spread(pause: Duration) -> Duration {
    pause + pause * jitter() / 4000
}
