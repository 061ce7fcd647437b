//! `sync_build`, `sync_deploy`: a step of a workflow says which run it is of.

use serde::Serialize;

use super::lookup::{self, Ahead, shown_candidate};
use super::report::{self, Report};
use super::{builds, follow};
use crate::change::{Query, Reads};
use crate::client::{Call, Releases, WriteOperation};
use crate::error::{Code, Error, Result};
use crate::known::Known;
use crate::model::{Candidate, CandidateId, Deployment, ProjectName, Status};
use crate::record::List;
use crate::view::{Context, Decide, View};

/// Links a build to its run; the call of [`Releases::sync_build`].
#[derive(Debug, Serialize)]
pub struct SyncBuild {
    release_cut_id: String,
    run_id: String,
}

/// Links a deployment to its run; the call of [`Releases::sync_deploy`].
#[derive(Debug, Serialize)]
pub struct SyncDeploy {
    deployment_id: String,
    run_id: String,
}

impl Releases {
    /// Says which run builds a candidate, by the candidate's id (the "release cut id" that the workflow was told). A
    /// candidate whose build has ended is linked and stays as it is.
    ///
    /// # Errors
    /// `invalid_request` (no id, or a run's id that is not 1 to 255 visible ASCII characters), `release_not_found`;
    /// `invalid_transition` where another run builds it.
    pub fn sync_build(&self, release_cut_id: impl ToString, run_id: impl ToString) -> Call<SyncBuild> {
        Call::new(self, SyncBuild { release_cut_id: release_cut_id.to_string(), run_id: run_id.to_string() })
    }

    /// Says which run carries out a deployment, by the deployment's id: it is in progress then. A deployment that has
    /// ended or is being canceled is linked and stays as it is.
    ///
    /// # Errors
    /// `invalid_request` (no id, or a run's id that is not 1 to 255 visible ASCII characters), `deployment_not_found`;
    /// `invalid_transition` where another run carries it out.
    pub fn sync_deploy(&self, deployment_id: impl ToString, run_id: impl ToString) -> Call<SyncDeploy> {
        Call::new(self, SyncDeploy { deployment_id: deployment_id.to_string(), run_id: run_id.to_string() })
    }
}

impl Releases {
    /// The project of a candidate that is named by its id, for services that must know it before they let somebody
    /// call [`sync_build`](Releases::sync_build). Blocks.
    ///
    /// # Errors
    /// `invalid_request` (no id), `release_not_found`.
    pub fn project_of_candidate(&self, release_cut_id: impl ToString) -> Result<ProjectName> {
        self.inner().query(ProjectOfCandidate { release_cut_id: release_cut_id.to_string() })
    }
}

impl WriteOperation for SyncBuild {}
impl WriteOperation for SyncDeploy {}

impl Decide for SyncBuild {
    const NAME: &'static str = "sync_build";
    type Output = Candidate;

    fn reads(&self, _: &Known) -> Reads {
        let id = self.release_cut_id.parse::<CandidateId>();
        Reads { keys: Vec::new(), queries: id.map(|id| Query::first(List::CandidateById, id)).into_iter().collect() }
    }

    fn decide(&self, view: &mut View<'_>, context: &Context) -> Result<Candidate> {
        let id: CandidateId = self.release_cut_id.parse()?;
        let report = linking(&self.run_id)?;
        let record = follow::candidate(view, id)?.ok_or_else(|| no_candidate(id))?;
        not_another(&self.run_id, record.data.run_id.as_ref(), "the build", id)?;
        let project = lookup::project_by_id(view, record.project_id)?;
        let record = builds::apply(view, context, &project, &record, record.data.build_status, &report)?;
        Ok(shown_candidate(&record, &project))
    }
}

#[derive(Debug, Serialize)]
struct ProjectOfCandidate {
    release_cut_id: String,
}

impl Decide for ProjectOfCandidate {
    const NAME: &'static str = "project_of_candidate";
    const READ_ONLY: bool = true;
    type Output = ProjectName;

    fn reads(&self, _: &Known) -> Reads {
        let id = self.release_cut_id.parse::<CandidateId>();
        Reads { keys: Vec::new(), queries: id.map(|id| Query::first(List::CandidateById, id)).into_iter().collect() }
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<ProjectName> {
        let id: CandidateId = self.release_cut_id.parse()?;
        let record = follow::candidate(view, id)?.ok_or_else(|| no_candidate(id))?;
        Ok(lookup::project_by_id(view, record.project_id)?.name.clone())
    }
}

fn no_candidate(id: CandidateId) -> Error {
    Error::new(Code::ReleaseNotFound, format!("there is no release candidate with the id {id}"))
        .with("candidate_id", id)
}

impl Decide for SyncDeploy {
    const NAME: &'static str = "sync_deploy";
    type Output = Deployment;

    fn reads(&self, known: &Known) -> Reads {
        Ahead::deployment(known, &self.deployment_id).reads()
    }

    fn decide(&self, view: &mut View<'_>, context: &Context) -> Result<Deployment> {
        let report = linking(&self.run_id)?;
        let (mut scene, record) = lookup::deployment(view, &self.deployment_id)?;
        not_another(&self.run_id, record.data.run_id.as_ref(), "the deployment", record.data.id)?;
        let status = match record.data.status {
            Status::Pending | Status::Unknown => Status::InProgress,
            status => status,
        };
        let record = report::apply(view, context, &mut scene, &record, status, &report)?;
        let answer = scene.show(&record);
        scene.save(view);
        Ok(answer)
    }
}

fn linking(run_id: &str) -> Result<Report> {
    let report = Report { run_id: Some(run_id.to_owned()), ..Report::default() };
    report.check()?;
    Ok(report)
}

/// Refuses a run that is not the one that is known.
pub(super) fn not_another(run: &str, own: Option<&String>, what: &str, id: impl std::fmt::Display) -> Result<()> {
    match own {
        Some(own) if own != run => {
            let message = format!("{what} {id} is run {own}'s, and run {run} cannot take it over");
            Err(Error::new(Code::InvalidTransition, message).with("run_id", own).with("found", run))
        }
        _ => Ok(()),
    }
}
