//! Asking about runs that have been silent: which ones, who asks, and what the answer does.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::follow;
use super::lookup;
use super::report::{self, Report};
use super::{builds, dispatching};
use crate::change::{Query, Reads};
use crate::client::RunReport;
use crate::error::Result;
use crate::inbound::RunNews;
use crate::known::Known;
use crate::model::{BuildStatus, CandidateId, DeploymentId, DispatchId, Status, Timestamp, Workflow, names};
use crate::record::{CandidateRecord, DeploymentRecord, DispatchRecord, Key, List, SILENT_BUILDS, SILENT_DEPLOYMENTS};
use crate::view::{Context, Decide, View};
use crate::workflow::StartRequest;

/// Runs that one question to the storage looks at together.
const ROUND: usize = 100;
/// A run that nothing can be learned of is asked about at least this often.
const LONGEST_PAUSE: Duration = Duration::from_secs(24 * 3600);

/// A deployment or build whose run is silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Whose {
    Deployment(DeploymentId),
    Build(CandidateId),
}

/// A run to ask about.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Silent {
    pub(crate) whose: Whose,
    pub(crate) workflow: Workflow,
}

/// A page of the silent runs, the longest silent first.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SilentRuns {
    pub(crate) items: Vec<Silent>,
    pub(crate) next: Option<Vec<u8>>,
}

/// Looks for silent runs, of builds or of deployments.
#[derive(Debug, Serialize)]
pub(crate) struct FindSilent {
    pub(crate) builds: bool,
    pub(crate) silent_after: Duration,
    pub(crate) after: Option<Vec<u8>>,
}

/// What is silent, and since when.
struct Seen {
    whose: Whose,
    dispatch: Option<DispatchId>,
    run_id: Option<String>,
    silence: Option<Silence>,
}

#[derive(Clone, Copy)]
struct Silence {
    heard: Timestamp,
    since: Timestamp,
}

impl Silence {
    /// Whether it is time to ask: ever more seldom, the longer there was no answer.
    fn is_due(self, now: Timestamp, silent_after: Duration) -> bool {
        let pause = (self.since.since(self.heard) / 2).min(LONGEST_PAUSE).max(silent_after);
        self.since.plus(pause) <= now
    }
}

impl Seen {
    fn deployment(record: &DeploymentRecord) -> Seen {
        let heard = record.heard_at.or(record.data.deploy_start_at).unwrap_or(record.data.created_at);
        Seen {
            whose: Whose::Deployment(record.data.id),
            dispatch: record.data.dispatch_id,
            run_id: record.data.run_id.clone(),
            silence: record.silent_since().map(|since| Silence { heard, since }),
        }
    }

    fn build(record: &CandidateRecord) -> Seen {
        let heard = record.run.heard_at.unwrap_or(record.data.created_at);
        Seen {
            whose: Whose::Build(record.data.id),
            dispatch: record.data.dispatch_id,
            run_id: record.data.run_id.clone(),
            silence: record.silent_since().map(|since| Silence { heard, since }),
        }
    }

    fn is_due(&self, now: Timestamp, silent_after: Duration) -> bool {
        self.silence.is_some_and(|silence| silence.is_due(now, silent_after))
    }
}

impl FindSilent {
    fn query(&self) -> Query {
        let partition = if self.builds { SILENT_BUILDS } else { SILENT_DEPLOYMENTS };
        Query::first(List::Silent, partition).limit(ROUND).after(self.after.clone())
    }
}

impl Decide for FindSilent {
    const NAME: &'static str = "find_silent_runs";
    const READ_ONLY: bool = true;
    type Output = SilentRuns;

    fn reads(&self, known: &Known) -> Reads {
        let query = self.query();
        known.with_dispatches(&query);
        Reads { keys: Vec::new(), queries: vec![query] }
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<SilentRuns> {
        let now = view.now();
        let rows: Vec<(Vec<u8>, Seen)> = if self.builds {
            let rows = view.list_positions::<CandidateRecord>(&self.query())?;
            rows.into_iter().map(|(position, record)| (position, Seen::build(&record))).collect()
        } else {
            let rows = view.list_positions::<DeploymentRecord>(&self.query())?;
            rows.into_iter().map(|(position, record)| (position, Seen::deployment(&record))).collect()
        };
        let long_silent = |seen: &Seen| seen.silence.is_some_and(|s| s.since.plus(self.silent_after) <= now);
        let goes_on = rows.len() == ROUND && rows.last().is_some_and(|(_, seen)| long_silent(seen));
        let next = rows.last().filter(|_| goes_on).map(|(position, _)| position.clone());
        let mut items = Vec::new();
        for (_, seen) in rows.into_iter().filter(|(_, seen)| seen.is_due(now, self.silent_after)) {
            let Some(id) = seen.dispatch else { continue };
            if let Some(dispatch) = view.get::<DispatchRecord>(&Key::dispatch(id))? {
                items.push(Silent { whose: seen.whose, workflow: dispatch.data.workflow.clone() });
            }
        }
        Ok(SilentRuns { items, next })
    }
}

/// Takes a silent run to be asked about, so that no other process asks at the same time.
#[derive(Debug, Serialize)]
pub(crate) struct TakeSilent {
    pub(crate) whose: Whose,
    pub(crate) silent_after: Duration,
}

/// What the trigger is asked with.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Question {
    pub(crate) request: StartRequest,
    /// Without it the run has to be found first.
    pub(crate) run_id: Option<String>,
}

impl Decide for TakeSilent {
    const NAME: &'static str = "take_silent_run";
    type Output = Option<Question>;

    fn reads(&self, _: &Known) -> Reads {
        self.whose.reads()
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<Option<Question>> {
        let now = view.now();
        let seen = match self.whose {
            Whose::Deployment(id) => {
                let Some(record) = view.get::<DeploymentRecord>(&Key::deployment(id))? else { return Ok(None) };
                let seen = Seen::deployment(&record);
                if !seen.is_due(now, self.silent_after) {
                    return Ok(None);
                }
                view.put(DeploymentRecord { asked_at: Some(now), ..(*record).clone() });
                seen
            }
            Whose::Build(id) => {
                let Some(record) = follow::candidate(view, id)? else { return Ok(None) };
                let seen = Seen::build(&record);
                if !seen.is_due(now, self.silent_after) {
                    return Ok(None);
                }
                let mut record = (*record).clone();
                record.run.asked_at = Some(now);
                view.put(record);
                seen
            }
        };
        let Some(id) = seen.dispatch else { return Ok(None) };
        let dispatch = dispatching::find(view, id)?;
        let run_id = seen.run_id.or_else(|| dispatch.data.run_id.clone());
        Ok(Some(Question { request: dispatching::request(view, &dispatch)?, run_id }))
    }
}

impl Whose {
    fn reads(self) -> Reads {
        match self {
            Whose::Deployment(id) => Reads { keys: vec![Key::deployment(id)], queries: Vec::new() },
            Whose::Build(id) => Reads { keys: Vec::new(), queries: vec![Query::first(List::CandidateById, id)] },
        }
    }
}

/// What a CI system said when it was asked.
#[derive(Debug, Clone, Serialize)]
pub(crate) enum Answer {
    Stands(RunReport),
    Gone(String),
}

/// Applies what a CI system said of a silent run.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct HearOf {
    pub(crate) whose: Whose,
    /// For which start it was asked: a build that was started again meanwhile is another run's.
    pub(crate) dispatch: DispatchId,
    pub(crate) answer: Answer,
}

impl Decide for HearOf {
    const NAME: &'static str = "hear_of_run";
    /// Whether a status moved.
    type Output = bool;

    fn reads(&self, _: &Known) -> Reads {
        self.whose.reads()
    }

    fn decide(&self, view: &mut View<'_>, context: &Context) -> Result<bool> {
        match self.whose {
            Whose::Deployment(id) => self.deployment(view, context, id),
            Whose::Build(id) => self.build(view, context, id),
        }
    }
}

impl HearOf {
    fn deployment(&self, view: &mut View<'_>, context: &Context, id: DeploymentId) -> Result<bool> {
        let Some(record) = view.get::<DeploymentRecord>(&Key::deployment(id))? else { return Ok(false) };
        if record.data.dispatch_id != Some(self.dispatch) || record.data.status.is_closed() {
            return Ok(false);
        }
        let mut scene = lookup::scene_by_id(view, record.project_id, record.environment_id)?;
        let after = match &self.answer {
            Answer::Stands(report) => {
                let mut news = news(report);
                if !news.may_be_of(record.data.run_id.as_ref()) {
                    return Ok(false);
                }
                // What is answered now is never old: a run that is queued is there, and no longer `unknown`.
                if record.data.status == Status::Unknown && news.status == Status::Pending {
                    news.status = Status::InProgress;
                }
                follow::move_deployment(view, context, &mut scene, &record, &news)?.1
            }
            Answer::Gone(message) => {
                let report = Report::failed(&names::kept(message, names::MAX_MESSAGE));
                report::apply(view, context, &mut scene, &record, Status::Unknown, &report)?
            }
        };
        scene.save(view);
        Ok(after.data.status != record.data.status)
    }

    fn build(&self, view: &mut View<'_>, context: &Context, id: CandidateId) -> Result<bool> {
        let Some(record) = follow::candidate(view, id)? else { return Ok(false) };
        if record.data.dispatch_id != Some(self.dispatch) || record.data.build_status != BuildStatus::Building {
            return Ok(false);
        }
        let project = lookup::project_by_id(view, record.project_id)?;
        let after = match &self.answer {
            Answer::Stands(report) => {
                let news = news(report);
                if !news.may_be_of(record.data.run_id.as_ref()) {
                    return Ok(false);
                }
                follow::move_build(view, context, &project, &record, &news)?.1
            }
            // What became of it is a person's to say; meanwhile it says why nothing happens.
            Answer::Gone(message) => {
                let report = Report::failed(&names::kept(message, names::MAX_MESSAGE));
                builds::apply(view, context, &project, &record, BuildStatus::Building, &report)?
            }
        };
        Ok(after.data.build_status != record.data.build_status)
    }
}

fn news(report: &RunReport) -> RunNews {
    RunNews {
        run_ids: report.run_id.iter().cloned().collect(),
        attempt: report.attempt,
        status: report.status,
        observed_at: None,
        url: None,
        message: report.error_message.clone(),
        names: Vec::new(),
        repository: None,
        asked_for: true,
    }
}
