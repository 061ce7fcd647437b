//! `create_deployment`

use std::sync::Arc;

use serde::Serialize;

use super::freeze::not_frozen;
use super::lookup::{self, Ahead, Scene};
use super::recording::{self, BeforeDeployment, Heard};
use super::{dispatching, report};
use crate::change::{Query, Reads};
use crate::client::{Call, Inner, Releases, WriteOperation};
use crate::error::{Code, Error, Result};
use crate::known::Known;
use crate::model::{
    BuildStatus, Candidate, CandidateVersion, Concurrency, Deployment, DeploymentId, Status, Timestamp, names,
};
use crate::record::{DeploymentRecord, List, of_candidate};
use crate::view::{Context, Decide, View};

/// Deploys a candidate; the call of [`Releases::create_deployment`].
#[derive(Debug, Serialize)]
pub struct CreateDeployment {
    project: String,
    environment: String,
    version: String,
    force: Option<String>,
    redeploy: bool,
    dispatch_later: bool,
    #[serde(skip)]
    heard: Option<Heard>,
}

impl Releases {
    /// Deploys a candidate to an environment: records a deployment, `pending`, and starts the environment's deploy
    /// workflow once that is committed, where this handle has its trigger. What the CI system says stands on the
    /// deployment that is answered, also where it refuses: then its status is `error`.
    ///
    /// Where the same candidate is being deployed already, that deployment is answered and nothing is started, also
    /// where it is being canceled; [`redeploy`](Call::redeploy) makes another. One that is `unknown` counts as none.
    ///
    /// # Errors
    /// In this order: `invalid_release_candidate_version`, `invalid_name`, `project_not_found`,
    /// `environment_not_found`, `archived`, `release_not_found`, `candidate_not_ready`, `invalid_request` (an
    /// empty or too long reason), `environment_frozen`, `deployment_in_progress`.
    pub fn create_deployment(
        &self,
        project: impl AsRef<str>,
        environment: impl AsRef<str>,
        candidate_version: impl AsRef<str>,
    ) -> Call<CreateDeployment> {
        let operation = CreateDeployment {
            project: project.as_ref().to_owned(),
            environment: environment.as_ref().to_owned(),
            version: candidate_version.as_ref().to_owned(),
            force: None,
            redeploy: false,
            dispatch_later: false,
            heard: None,
        };
        Call::new(self, operation)
    }
}

impl Call<CreateDeployment> {
    /// Deploys to a frozen environment all the same. It is the reason why, as text of 1 byte to 8 KiB, which is logged;
    /// `force` of a rollback is a flag.
    pub fn force(mut self, reason: impl Into<String>) -> Self {
        self.operation.force = Some(reason.into());
        self
    }

    /// Makes another deployment also where the same candidate is being deployed already.
    pub fn redeploy(mut self, redeploy: bool) -> Self {
        self.operation.redeploy = redeploy;
        self
    }

    /// Leaves the start of the workflow to [`Releases::dispatch_pending`], of this or another process.
    pub fn dispatch_later(mut self, later: bool) -> Self {
        self.operation.dispatch_later = later;
        self
    }
}

impl WriteOperation for CreateDeployment {}

impl Decide for CreateDeployment {
    const NAME: &'static str = "create_deployment";
    type Output = Deployment;

    fn prepare(&mut self, inner: &Inner) -> Result<()> {
        let (project, environment) = (self.project.clone(), self.environment.clone());
        let wanted = BeforeDeployment { project, environment, version: self.version.clone(), first_only: false };
        self.heard = recording::of_deployment(inner, wanted);
        Ok(())
    }

    fn reads(&self, known: &Known) -> Reads {
        Ahead::project(known, &self.project)
            .environment(known, &self.environment)
            .candidate(&self.version)
            .list(|environment| {
                let version = CandidateVersion::new(&self.version).ok()?;
                Some(Query::last(List::OpenDeployments, of_candidate(environment, &version)))
            })
            .reads()
    }

    fn decide(&self, view: &mut View<'_>, context: &Context) -> Result<Deployment> {
        let version = CandidateVersion::new(&self.version)?;
        let mut scene = lookup::scene(view, &self.project, &self.environment)?;
        scene.for_new_work()?;
        let candidate = lookup::candidate(view, &scene.project, &version)?;
        ready(&candidate.data)?;
        self.force.as_deref().map_or(Ok(()), |reason| names::message("force", reason))?;
        not_frozen(view, &scene.environment.data, self.force.is_some())?;
        if !self.redeploy
            && let Some(open) = open_already(view, &scene, &version)?
        {
            return Ok(scene.show(&open));
        }
        one_at_a_time(view, &scene, &version)?;
        let mut record = report::new_deployment(view, context, &mut scene, &candidate.data);
        record.data.reason.clone_from(&self.force);
        report::created(view, context, &scene, &record, self.force.as_deref());
        let now = view.now();
        dispatch(view, context, &scene, &candidate.data, &mut record, now);
        if let Some(id) = record.data.dispatch_id.filter(|_| !self.dispatch_later) {
            view.start(id);
        }
        if let Some(heard) = &self.heard {
            heard.record(view, &scene.project)?;
        }
        let answer = scene.show(&record);
        view.put(record);
        scene.save(view);
        Ok(answer)
    }

    fn refresh(deployment: Deployment, inner: &Inner) -> Result<Deployment> {
        reread(deployment.id, inner)
    }
}

/// A deployment as it is now, after its workflow was started.
pub(super) fn reread(id: DeploymentId, inner: &Inner) -> Result<Deployment> {
    inner.query(super::GetDeployment::new(&id.to_string()))
}

/// Queues the environment's deploy workflow, where there is one.
pub(super) fn dispatch(
    view: &mut View<'_>,
    context: &Context,
    scene: &Scene,
    candidate: &Candidate,
    record: &mut DeploymentRecord,
    due_at: Timestamp,
) {
    if let Some(workflow) = &scene.environment.data.deploy_workflow {
        let deployment = Some((scene, record.data.id));
        let id = dispatching::queue(view, context, &scene.project, candidate, workflow, deployment, due_at);
        record.data.dispatch_id = Some(id);
    }
}

/// The open deployment of the same candidate, where there is one.
pub(super) fn open_already(
    view: &mut View<'_>,
    scene: &Scene,
    version: &CandidateVersion,
) -> Result<Option<Arc<DeploymentRecord>>> {
    view.only(&Query::last(List::OpenDeployments, of_candidate(scene.environment.data.id, version)))
}

/// Refuses a candidate that cannot be deployed.
pub(super) fn ready(candidate: &Candidate) -> Result<()> {
    let advice = match candidate.build_status {
        BuildStatus::Ready => return Ok(()),
        BuildStatus::Building => "wait for its build",
        BuildStatus::Failed => "rebuild it, or report its build as ready",
    };
    let message = format!("release candidate {} is {}; {advice}", candidate.version, candidate.build_status);
    Err(Error::new(Code::CandidateNotReady, message)
        .with("release_candidate_version", &candidate.version)
        .with("build_status", candidate.build_status))
}

/// More deployments than are ever open in one environment.
pub(super) const ALL: usize = 1_000_000;

/// The open deployments of an environment, newest first.
pub(super) fn open_deployments(view: &mut View<'_>, scene: &Scene, limit: usize) -> Result<Vec<Arc<DeploymentRecord>>> {
    let query = Query::last(List::OpenDeployments, scene.environment.data.id).limit(limit);
    view.list(&query)
}

/// Refuses where another candidate is being deployed to an environment that takes one at a time.
pub(super) fn one_at_a_time(view: &mut View<'_>, scene: &Scene, version: &CandidateVersion) -> Result<()> {
    if scene.environment.data.concurrency != Concurrency::Reject {
        return Ok(());
    }
    let open = open_deployments(view, scene, ALL)?;
    let other =
        open.iter().find(|other| other.data.status != Status::Unknown && other.data.candidate_version != *version);
    match other.map(|other| &other.data) {
        None => Ok(()),
        Some(other) => Err(Error::new(
            Code::DeploymentInProgress,
            format!(
                "{} is being deployed to {:?}, which takes one candidate at a time; wait for it or cancel it",
                other.candidate_version, scene.environment.data.name
            ),
        )
        .with("rule", "concurrency: reject")
        .with("deployment_id", other.id)
        .with("release_candidate_version", &other.candidate_version)
        .with("status", other.status)),
    }
}
