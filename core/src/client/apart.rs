//! Awaited writes, which keep no thread while others write: the storage takes the decision over, and tells what came of it.

use std::sync::Arc;

use tokio::runtime::Handle;
use tokio::sync::oneshot;

use super::Releases;
use super::call::{Caller, Declared, Operation, Prepared, finish, on_blocking_thread};
use crate::error::{Code, Error, Result};
use crate::storage::handed::HandedOver;
use crate::trace;
use crate::view::Decide;

/// Makes a call whose operation asks nobody. A call that was handed over is made to its end, whoever waits for it.
pub(super) async fn run<D: Decide>(mut operation: D, releases: Releases, caller: Caller) -> Result<D::Output> {
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
            answer.await.unwrap_or_else(|_| {
                let message = "the call came to no answer: its thread panicked, or the runtime was shut down";
                Err(Error::new(Code::Internal, message))
            })
        }
        Err(error) => Err(error),
    };
    let answer = answer.map_err(|error| error.with("operation", name));
    trace::outcome(&span, &answer);
    answer
}

/// Leads when it is dropped: on the thread that was lent, or where a runtime that is shut down gives none, right here.
struct Leads(Releases);

impl Drop for Leads {
    fn drop(&mut self) {
        self.0.inner().storage.lead_apart();
    }
}
