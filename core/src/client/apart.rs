//! Calls that are awaited, and keep no thread each: a write is handed over to the storage, which tells what came of it;
//! reads that are short are made by a few threads, one after another.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::available_parallelism;

use tokio::runtime::Handle;
use tokio::sync::oneshot;

use super::Releases;
use super::call::{Caller, Declared, Operation, Prepared, finish, on_blocking_thread};
use crate::error::{Code, Error, Result};
use crate::storage::handed::HandedOver;
use crate::trace;
use crate::view::Decide;

/// More threads than this do not read at once, however many processors there are.
const MOST: usize = 8;
/// A thread reads so often before it lets others have their turn on it.
const IN_A_ROW: usize = 256;

/// Reads that wait for one of the threads that read.
#[derive(Default)]
pub(crate) struct Reading(Mutex<Line>);

#[derive(Default)]
struct Line {
    waiting: VecDeque<Read>,
    threads: usize,
}

type Read = Box<dyn FnOnce() + Send>;

/// Makes a call that only reads. Where many read at once, waking a thread for each would cost more than the reading.
pub(super) async fn read<D: Decide>(operation: D, releases: Releases, caller: Caller) -> Result<D::Output> {
    let runtime = Handle::try_current().ok().filter(|_| releases.inner().storage.reads_are_short());
    let Some(runtime) = runtime else {
        return on_blocking_thread(move || operation.run(&releases, caller)).await;
    };
    let (sender, answer) = oneshot::channel();
    let read = {
        let releases = releases.clone();
        // Who asked may have gone.
        Box::new(move || drop(sender.send(operation.run(&releases, caller))))
    };
    if releases.inner().reading.add(read) {
        Reads { releases, runtime }.begin();
    }
    answer.await.unwrap_or_else(|_| Err(no_answer()))
}

impl Reading {
    fn line(&self) -> std::sync::MutexGuard<'_, Line> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether there are too few threads that read.
    fn add(&self, read: Read) -> bool {
        let most = available_parallelism().map_or(2, |processors| processors.get().clamp(2, MOST));
        let mut line = self.line();
        line.waiting.push_back(read);
        let wanted = line.threads < most;
        line.threads += usize::from(wanted);
        wanted
    }

    /// The next read; nothing where this thread is to read no more.
    fn next(&self) -> Option<Read> {
        let mut line = self.line();
        let next = line.waiting.pop_front();
        line.threads -= usize::from(next.is_none());
        next
    }
}

/// Reads when it is dropped: on the thread that it was given, or where a runtime that is shut down gives none, right here.
struct Reads {
    releases: Releases,
    runtime: Handle,
}

impl Reads {
    fn begin(self) {
        let runtime = self.runtime.clone();
        drop(runtime.spawn_blocking(move || drop(self)));
    }
}

impl Drop for Reads {
    fn drop(&mut self) {
        for _ in 0..IN_A_ROW {
            let Some(read) = self.releases.inner().reading.next() else { return };
            // Whoever waits for one that panics is told so by that there is no answer.
            let _ = catch_unwind(AssertUnwindSafe(read));
        }
        Reads { releases: self.releases.clone(), runtime: self.runtime.clone() }.begin();
    }
}

/// Makes a call whose operation asks nobody. A call that was handed over is made to its end, whoever waits for it.
pub(super) async fn write<D: Decide>(mut operation: D, releases: Releases, caller: Caller) -> Result<D::Output> {
    let runtime = Handle::try_current();
    let (Ok(runtime), Ok(())) = (runtime, operation.prepare(releases.inner())) else {
        return on_blocking_thread(move || Operation::run(operation, &releases, caller)).await;
    };
    let name = operation.name();
    let span = trace::operation(name, D::READ_ONLY, &operation);
    let (sender, answer) = oneshot::channel();
    let handed = span.in_scope(|| -> Result<HandedOver> {
        let inner = releases.inner();
        let (prepared, keep) = Prepared::begin(inner, operation, caller)?;
        let prepared = Arc::new(prepared);
        let decision = Arc::new(Declared::new(inner, Arc::clone(&prepared)));
        let lend = {
            let (releases, runtime) = (releases.clone(), runtime.clone());
            Box::new(move || {
                let leads = Leads(releases.clone());
                drop(runtime.spawn_blocking(move || drop(leads)));
            })
        };
        let (releases, span) = (releases.clone(), span.clone());
        let done = Box::new(move |committed: Result<()>| {
            match committed.and_then(|()| prepared.made(releases.inner())) {
                Ok((output, starts)) if !starts.is_empty() => {
                    let finish = move || span.in_scope(|| finish::<D>(&releases, output, &starts, keep));
                    drop(runtime.spawn_blocking(move || sender.send(finish())));
                }
                // Who asked may have gone.
                made => drop(sender.send(made.map(|(output, _)| output))),
            }
        });
        Ok(HandedOver { decision, done, lend })
    });
    let answer = match handed {
        Ok(handed) => {
            if let Some(handed) = releases.inner().storage.hand_over(handed) {
                let releases = releases.clone();
                Handle::current().spawn_blocking(move || handed.execute(&*releases.inner().storage));
            }
            answer.await.unwrap_or_else(|_| Err(no_answer()))
        }
        Err(error) => Err(error),
    };
    let answer = answer.map_err(|error| error.with("operation", name));
    trace::outcome(&span, &answer);
    answer
}

fn no_answer() -> Error {
    Error::new(Code::Internal, "the call came to no answer: its thread panicked, or the runtime was shut down")
}

/// Leads when it is dropped: on the thread that was lent, or where a runtime that is shut down gives none, right here.
struct Leads(Releases);

impl Drop for Leads {
    fn drop(&mut self) {
        self.0.inner().storage.lead_apart();
    }
}
