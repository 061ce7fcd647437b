//! What a trigger tells of a run that it follows by itself.

use serde::Serialize;

use super::Releases;
use crate::error::Result;
use crate::model::{DispatchId, Status};
use crate::ops::{IsCancelWanted, ReportRun};
use crate::view::Context;
use crate::workflow::StartRequest;

/// Takes a trigger's reports of one run: its deployment or build moves by them.
#[derive(Debug, Clone)]
pub struct Reports {
    releases: Releases,
    dispatch: DispatchId,
    attempt: u32,
}

/// What a trigger knows of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RunReport {
    /// Where the run stands; a build is `ready` where it says `success`, and `failed` where it ended otherwise.
    pub status: Status,
    /// The run, where it has an id.
    pub run_id: Option<String>,
    /// The attempt of the run, from 1, where its attempts share an id.
    pub attempt: Option<u32>,
    /// What went wrong; cut to 8 KiB.
    pub error_message: Option<String>,
}

impl RunReport {
    /// A run stands there.
    pub fn new(status: Status) -> RunReport {
        RunReport { status, run_id: None, attempt: None, error_message: None }
    }

    /// The run, where it has an id.
    #[must_use]
    pub fn run_id(self, run_id: Option<String>) -> RunReport {
        RunReport { run_id, ..self }
    }

    /// The attempt of the run.
    #[must_use]
    pub fn attempt(self, attempt: Option<u32>) -> RunReport {
        RunReport { attempt, ..self }
    }

    /// What went wrong.
    #[must_use]
    pub fn error_message(self, message: Option<String>) -> RunReport {
        RunReport { error_message: message, ..self }
    }
}

impl Reports {
    pub(crate) fn new(releases: &Releases, request: &StartRequest) -> Reports {
        Reports { releases: releases.clone(), dispatch: request.dispatch_id, attempt: request.attempt }
    }

    /// Whether the run is to be stopped: it was asked for, perhaps by another process.
    ///
    /// # Errors
    /// The storage's.
    pub fn is_cancel_wanted(&self) -> Result<bool> {
        self.releases.inner().query(IsCancelWanted::new(self.dispatch, self.attempt))
    }

    /// Applies a report.
    ///
    /// # Errors
    /// `invalid_request` for a run id that is not 1 to 255 visible ASCII characters, and the storage's. A report that is older than what is known changes nothing, and is no error.
    pub fn report(&self, report: RunReport) -> Result<()> {
        let operation = ReportRun::new(self.dispatch, self.attempt, report);
        let (_, starts) = self.releases.inner().execute(operation, Context::new(None), None)?;
        self.releases.start_now(&starts);
        Ok(())
    }
}
