//! Asking CI systems about runs that nobody has heard of for a while: a lost webhook must not leave a deployment open.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::call::Caller;
use super::{Call, Operation, Releases, RunReport};
use crate::error::{Code, Error, Result};
use crate::model::Status;
use crate::ops::asking::{Answer, FindSilent, HearOf, Question, Silent, TakeSilent};
use crate::storage::words_of_panic;
use crate::trace;
use crate::view::Context;
use crate::workflow::{Found, RunState, WorkflowTrigger};

/// How long a run is silent by default before it is asked about.
pub(crate) const SILENT_AFTER: Duration = Duration::from_secs(600);
/// A run that is silent for less may have said something that is on its way.
const SHORTEST: Duration = Duration::from_secs(1);

/// What a round of [`Releases::check_runs`] did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CheckedRuns {
    /// Runs that were asked about and are known to stand somewhere.
    pub heard: usize,
    /// Of these, the ones whose deployment or build has moved by the answer.
    pub moved: usize,
    /// Runs that the CI system does not know, or that its trigger cannot tell of.
    pub unknown: usize,
    /// Runs whose CI system could not be asked now.
    pub not_asked: usize,
    /// Silent runs that need a trigger that this handle was not given.
    pub without_trigger: usize,
}

/// One round of asking about silent runs; made by [`Releases::check_runs`].
#[derive(Debug)]
pub struct CheckRuns {
    silent_after: Duration,
}

impl Releases {
    /// Asks the CI systems about runs that were started from here, have not ended, and have not been heard of for a
    /// while, and moves their deployments and builds by the answers. A run that its CI system does not know leaves its
    /// deployment `unknown`. One round, for the triggers that this handle was given; several processes may call it at
    /// once: each run is asked about by one, and ever more seldom while there is no answer.
    ///
    /// # Errors
    /// As the storage's. What a CI system says is no error.
    pub fn check_runs(&self) -> Call<CheckRuns> {
        Call::new(self, CheckRuns { silent_after: SILENT_AFTER })
    }
}

impl Call<CheckRuns> {
    /// How long a run must have been silent; 10 minutes by default, at least a second.
    pub fn silent_after(mut self, silent_after: Duration) -> Self {
        self.operation.silent_after = silent_after.max(SHORTEST);
        self
    }
}

impl Operation for CheckRuns {
    type Output = CheckedRuns;

    /// One run that cannot be looked at must not hold up those behind it, so the first error is told at the end.
    fn run(self, releases: &Releases, _: Caller) -> Result<CheckedRuns> {
        let mut done = CheckedRuns::default();
        let mut failed = None;
        for builds in [false, true] {
            let mut after = None;
            loop {
                let find = FindSilent { builds, silent_after: self.silent_after, after: after.take() };
                let page = releases.inner().query(find)?;
                for silent in page.items {
                    if let Err(error) = releases.ask_about(&silent, self.silent_after, &mut done) {
                        failed = failed.or(Some(error));
                    }
                }
                match page.next {
                    Some(next) => after = Some(next),
                    None => break,
                }
            }
        }
        failed.map_or(Ok(done), Err)
    }
}

impl Releases {
    fn ask_about(&self, silent: &Silent, silent_after: Duration, done: &mut CheckedRuns) -> Result<()> {
        let inner = self.inner();
        let Some(trigger) = inner.trigger(&silent.workflow) else {
            done.without_trigger += 1;
            return Ok(());
        };
        let take = TakeSilent { whose: silent.whose, silent_after };
        let (Some(question), _) = inner.execute(take, Context::new(None), None)? else { return Ok(()) };
        let dispatch = question.request.dispatch_id;
        let state = if inner.options.in_order { ask(&*trigger, &question) } else { ask_apart(trigger, question)? };
        let answer = match state {
            RunState::Known(report) => {
                done.heard += 1;
                Answer::Stands(report)
            }
            RunState::Gone { message } => {
                done.unknown += 1;
                Answer::Gone(message)
            }
            RunState::CannotTell => {
                done.unknown += 1;
                return Ok(());
            }
            RunState::NotAsked { .. } => {
                done.not_asked += 1;
                return Ok(());
            }
        };
        let hear = HearOf { whose: silent.whose, dispatch, answer };
        let (moved, starts) = inner.execute(hear, Context::new(None), None)?;
        done.moved += usize::from(moved);
        self.start_now(&starts);
        Ok(())
    }
}

/// A trigger may bring a runtime of its own, which must not meet the caller's.
fn ask_apart(trigger: Arc<dyn WorkflowTrigger>, question: Question) -> Result<RunState> {
    let asking = thread::Builder::new().name("release-check".to_owned());
    let asking = asking.spawn(move || ask(&*trigger, &question)).map_err(|error| {
        Error::new(Code::Unavailable, "no thread could be started to ask about a run; try again").caused_by(error)
    })?;
    Ok(asking.join().unwrap_or(RunState::CannotTell))
}

/// Asks for the run's state; one whose id was never told is looked for.
fn ask(trigger: &dyn WorkflowTrigger, question: &Question) -> RunState {
    let task = if question.run_id.is_some() { "run_state" } else { "find" };
    let span = trace::trigger(trigger, task, &question.request);
    let entered = span.enter();
    let asked = catch_unwind(AssertUnwindSafe(|| match &question.run_id {
        Some(run_id) => trigger.run_state(&question.request, run_id),
        None => match trigger.find(&question.request) {
            Found::Run(run) => {
                let status = if run.in_progress { Status::InProgress } else { Status::Pending };
                RunState::Known(RunReport::new(status).run_id(run.run_id))
            }
            Found::None => RunState::CannotTell,
            Found::NotAsked { message, retry_after } => RunState::not_asked(message, retry_after),
        },
    }));
    drop(entered);
    let state = asked.unwrap_or_else(|panic| {
        RunState::not_asked(format!("the trigger broke down: {}", words_of_panic(&*panic)), None)
    });
    let outcome = match &state {
        RunState::Known(report) => report.status.as_str(),
        RunState::Gone { .. } => "gone",
        RunState::CannotTell => "cannot_tell",
        RunState::NotAsked { .. } => "not_asked",
    };
    span.record("outcome", outcome);
    state
}
