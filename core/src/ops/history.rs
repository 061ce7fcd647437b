//! `history`

use serde::Serialize;

use super::lookup::{self, Ahead};
use super::paging::{self, Paging, page_of};
use crate::change::Reads;
use crate::client::{Call, Releases};
use crate::error::{Code, Error, Result};
use crate::known::Known;
use crate::model::{CandidateVersion, Event, Page};
use crate::record::{EventRecord, List, of_candidate};
use crate::view::{Context, Decide, View};

/// The audit log; the call of [`Releases::history`].
#[derive(Debug, Default, Serialize)]
pub struct History {
    project: Option<String>,
    environment: Option<String>,
    candidate: Option<String>,
    paging: Paging,
}

impl Releases {
    /// The audit log, newest first: who, when, what, before, after. Of everything, or of a project, an environment, a
    /// candidate, or a candidate in an environment.
    ///
    /// # Errors
    /// `invalid_request` (`per_page`, or an environment or candidate without its project), `invalid_name`,
    /// `invalid_release_candidate_version`, `project_not_found`, `environment_not_found`, `invalid_cursor`.
    pub fn history(&self) -> Call<History> {
        Call::new(self, History::default())
    }
}

impl Call<History> {
    /// Only what concerns this project.
    pub fn project(mut self, project: impl AsRef<str>) -> Self {
        self.operation.project = Some(project.as_ref().to_owned());
        self
    }

    /// Only what concerns this environment of the project.
    pub fn environment(mut self, environment: impl AsRef<str>) -> Self {
        self.operation.environment = Some(environment.as_ref().to_owned());
        self
    }

    /// Only what concerns this candidate of the project.
    pub fn candidate(mut self, candidate_version: impl AsRef<str>) -> Self {
        self.operation.candidate = Some(candidate_version.as_ref().to_owned());
        self
    }
}

super::paging::paged!(History);

impl Decide for History {
    const NAME: &'static str = "history";
    const READ_ONLY: bool = true;
    type Output = Page<Event>;

    fn reads(&self, known: &Known) -> Reads {
        let page = |partition: &dyn std::fmt::Display| paging::ahead(&self.paging, List::History, partition, true);
        let Some(project) = &self.project else {
            return Reads { keys: Vec::new(), queries: page(&"").into_iter().collect() };
        };
        let ahead = Ahead::project(known, project);
        let ahead = match &self.environment {
            Some(environment) => ahead.environment(known, environment),
            None => ahead,
        };
        match (&self.candidate, &self.environment) {
            (Some(candidate), _) => {
                let candidate = CandidateVersion::new(candidate).ok();
                ahead.list_of_project(|project| page(&of_candidate(project, &candidate?)))
            }
            (None, Some(_)) => ahead.list(|environment| page(&environment)),
            (None, None) => ahead.list_of_project(|project| page(&project)),
        }
        .reads()
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<Page<Event>> {
        let candidate = self.candidate.as_deref().map(CandidateVersion::new).transpose()?;
        let Some(project) = &self.project else {
            if candidate.is_some() || self.environment.is_some() {
                let message = "environments and candidates are named within a project: say the project too";
                return Err(Error::new(Code::InvalidRequest, message).with("field", "project"));
            }
            return events(view, &self.paging, "", |_| true);
        };
        let project = lookup::project(view, project)?;
        let environment = match &self.environment {
            Some(name) => Some(lookup::scene_in(view, project.clone(), name)?.environment.data.id),
            None => None,
        };
        match (candidate, environment) {
            // A candidate's log is the shorter one: it is in few environments.
            (Some(candidate), environment) => {
                let here = |event: &EventRecord| environment.is_none() || event.environment_id == environment;
                events(view, &self.paging, of_candidate(project.id, &candidate), here)
            }
            (None, Some(environment)) => events(view, &self.paging, environment, |_| true),
            (None, None) => events(view, &self.paging, project.id, |_| true),
        }
    }
}

fn events(
    view: &mut View<'_>,
    paging: &Paging,
    partition: impl std::fmt::Display,
    wanted: impl Fn(&EventRecord) -> bool,
) -> Result<Page<Event>> {
    let page = page_of::<EventRecord>(view, paging, List::History, partition, true, wanted)?;
    Ok(page.map(|(position, record)| {
        let sequence = position.try_into().map(u64::from_be_bytes).unwrap_or(0);
        Event { sequence, ..record.data.clone() }
    }))
}
