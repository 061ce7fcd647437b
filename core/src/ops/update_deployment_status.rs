//! `update_deployment_status`, and the same by a deployment's id

use serde::Serialize;

use super::lookup::{self, Ahead};
use super::recording::{self, BeforeDeployment, Heard};
use super::report::{self, Report};
use crate::change::{Query, Reads};
use crate::client::{Call, Inner, Releases, WriteOperation};
use crate::error::Result;
use crate::known::Known;
use crate::model::{CandidateVersion, Deployment, Status, Timestamp, names};
use crate::record::{List, of_candidate};
use crate::view::{Context, Decide, View};

/// Reports a deployment's status; the call of [`Releases::update_deployment_status`] and
/// [`Releases::update_deployment_status_by_id`].
#[derive(Debug, Serialize)]
pub struct UpdateDeploymentStatus {
    of: Of,
    status: String,
    report: Report,
    observed_at: Option<String>,
    #[serde(skip)]
    heard: Option<Heard>,
}

#[derive(Debug, Serialize)]
enum Of {
    Candidate { project: String, environment: String, version: String },
    Id(String),
}

impl Releases {
    /// Says how the deployment of a candidate stands: a [`Status`] or its word. It is the newest deployment of that
    /// candidate in that environment, or the one of the run that is named; where there is none, it is recorded with
    /// that status. What the report does goes by [`Status::transition`]; one that is older than what is known is
    /// logged and changes nothing. Never starts a workflow of the deployment's own.
    ///
    /// # Errors
    /// In this order: `invalid_release_candidate_version`, `invalid_status`, `invalid_request` (an option),
    /// `invalid_name`, `project_not_found`, `environment_not_found`, `release_not_found`, `invalid_transition`,
    /// `archived` (where a deployment would have to be recorded).
    pub fn update_deployment_status(
        &self,
        project: impl AsRef<str>,
        environment: impl AsRef<str>,
        candidate_version: impl AsRef<str>,
        status: impl AsRef<str>,
    ) -> Call<UpdateDeploymentStatus> {
        let of = Of::Candidate {
            project: project.as_ref().to_owned(),
            environment: environment.as_ref().to_owned(),
            version: candidate_version.as_ref().to_owned(),
        };
        Call::new(self, UpdateDeploymentStatus::new(of, status.as_ref()))
    }

    /// Says how one deployment stands, by its id; otherwise like
    /// [`update_deployment_status`](Releases::update_deployment_status). The answer is another deployment where the
    /// report is of a new attempt.
    ///
    /// # Errors
    /// `invalid_status`, `invalid_request` (an option, or no id), `deployment_not_found`, `invalid_transition`,
    /// `archived`.
    pub fn update_deployment_status_by_id(
        &self,
        deployment_id: impl ToString,
        status: impl AsRef<str>,
    ) -> Call<UpdateDeploymentStatus> {
        Call::new(self, UpdateDeploymentStatus::new(Of::Id(deployment_id.to_string()), status.as_ref()))
    }
}

impl UpdateDeploymentStatus {
    fn new(of: Of, status: &str) -> UpdateDeploymentStatus {
        UpdateDeploymentStatus {
            of,
            status: status.to_owned(),
            report: Report::default(),
            observed_at: None,
            heard: None,
        }
    }
}

impl Call<UpdateDeploymentStatus> {
    /// What went wrong, at most 8 KiB. It stays until another is said, or the deployment comes to be a success.
    pub fn error_message(mut self, message: impl Into<String>) -> Self {
        self.operation.report.error_message = Some(message.into());
        self
    }

    /// Where the run is shown: `http` or `https`, at most 2 KiB.
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.operation.report.url = Some(url.into());
        self
    }

    /// The run that the report is of: 1 to 255 visible ASCII characters. A deployment without a run takes the first one
    /// that is named. A report of another run than the deployment's is of another deployment, also where it is said by
    /// the id: of the one that is known by that run here, or a new one.
    pub fn run_id(mut self, run_id: impl Into<String>) -> Self {
        self.operation.report.run_id = Some(run_id.into());
        self
    }

    /// The attempt of that run, from 1: a report of an earlier one is stale, one of a later one is a new deployment
    /// where the earlier had ended.
    pub fn attempt(mut self, attempt: u32) -> Self {
        self.operation.report.attempt = Some(attempt);
        self
    }

    /// When the status was seen: a [`Timestamp`] or RFC 3339 text. A report that was seen before the last one applied
    /// is stale; what another run said does not count.
    pub fn observed_at(mut self, observed_at: impl ToString) -> Self {
        self.operation.observed_at = Some(observed_at.to_string());
        self
    }
}

impl WriteOperation for UpdateDeploymentStatus {}

impl Decide for UpdateDeploymentStatus {
    const NAME: &'static str = "update_deployment_status";
    type Output = Deployment;

    fn name(&self) -> &'static str {
        match self.of {
            Of::Candidate { .. } => Self::NAME,
            Of::Id(_) => "update_deployment_status_by_id",
        }
    }

    /// A deployment that was started elsewhere is recorded by its first report.
    fn prepare(&mut self, inner: &Inner) -> Result<()> {
        if let Of::Candidate { project, environment, version } = &self.of {
            let (project, environment, version) = (project.clone(), environment.clone(), version.clone());
            let wanted = BeforeDeployment { project, environment, version, first_only: true };
            self.heard = recording::of_deployment(inner, wanted);
        }
        Ok(())
    }

    fn reads(&self, known: &Known) -> Reads {
        match &self.of {
            Of::Candidate { project, environment, version } => Ahead::project(known, project)
                .environment(known, environment)
                .candidate(version)
                .list_with_dispatches(known, |id| {
                    let version = CandidateVersion::new(version).ok()?;
                    Some(Query::last(List::Deployments, of_candidate(id, &version)))
                })
                .list(|id| {
                    let run_id = self.report.run_id.as_deref().filter(|run_id| names::run_id(run_id).is_ok())?;
                    Some(report::runs(id, run_id))
                })
                .reads(),
            Of::Id(id) => Ahead::deployment(known, id).reads(),
        }
    }

    fn decide(&self, view: &mut View<'_>, context: &Context) -> Result<Deployment> {
        let version = match &self.of {
            Of::Candidate { version, .. } => Some(CandidateVersion::new(version)?),
            Of::Id(_) => None,
        };
        let status: Status = self.status.parse()?;
        let observed_at = self.observed_at.as_deref().map(str::parse::<Timestamp>).transpose();
        let report = Report { observed_at: observed_at.map_err(|e| e.in_field("observed_at"))?, ..self.report.clone() };
        report.check()?;
        let (mut scene, record) = match (&self.of, version) {
            (Of::Candidate { project, environment, .. }, Some(version)) => {
                let mut scene = lookup::scene(view, project, environment)?;
                let candidate = lookup::candidate(view, &scene.project, &version)?;
                let Some(record) = report::about(view, &scene, &version, &report)? else {
                    let record = report::attempt(view, context, &mut scene, &candidate.data, status, &report)?;
                    if let Some(heard) = &self.heard {
                        heard.record(view, &scene.project)?;
                    }
                    let answer = scene.show(&record);
                    scene.save(view);
                    return Ok(answer);
                };
                (scene, record)
            }
            (Of::Candidate { version: id, .. } | Of::Id(id), _) => {
                let (scene, record) = lookup::deployment(view, id)?;
                let record = report::about_named(view, &scene, record, &report)?;
                (scene, record)
            }
        };
        let record = report::apply(view, context, &mut scene, &record, status, &report)?;
        let answer = scene.show(&record);
        scene.save(view);
        Ok(answer)
    }

    fn refresh(deployment: Deployment, inner: &Inner) -> Result<Deployment> {
        super::create_deployment::reread(deployment.id, inner)
    }
}
