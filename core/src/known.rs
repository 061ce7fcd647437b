//! The ids that names had when they were last looked up, and where deployments and dispatches belong.
//!
//! Records below a project or an environment are keyed by its id, and callers know names; or they know a deployment, and
//! what is decided on are its environment and project too. What is remembered here lets an operation say all the keys it
//! will read before it runs. It is never believed: the decision reads the records themselves, so an old memory costs one
//! more read and decides nothing.

use std::collections::HashMap;
use std::sync::RwLock;

use crate::model::{
    CandidateVersion, DeploymentId, DispatchId, EnvironmentId, EnvironmentName, ProjectId, ProjectName,
};

/// A handle's memory of names.
#[derive(Debug, Default)]
pub struct Known {
    projects: RwLock<HashMap<ProjectName, ProjectId>>,
    environments: RwLock<HashMap<(ProjectId, EnvironmentName), EnvironmentId>>,
    deployments: RwLock<HashMap<DeploymentId, Place>>,
    dispatches: RwLock<HashMap<DispatchId, Errand>>,
}

/// Where a deployment belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) project: ProjectId,
    pub(crate) environment: EnvironmentId,
    pub(crate) dispatch: Option<DispatchId>,
}

/// What a dispatch is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Errand {
    pub(crate) project: ProjectId,
    pub(crate) candidate: CandidateVersion,
    pub(crate) deployment: Option<(EnvironmentId, DeploymentId)>,
}

/// More names than this are not remembered; a handle in a long-lived service must not grow without end.
const MOST: usize = 10_000;

impl Known {
    pub(crate) fn project(&self, name: &ProjectName) -> Option<ProjectId> {
        self.projects.read().ok()?.get(name).copied()
    }

    pub(crate) fn environment(&self, project: ProjectId, name: &EnvironmentName) -> Option<EnvironmentId> {
        self.environments.read().ok()?.get(&(project, name.clone())).copied()
    }

    pub(crate) fn learn_project(&self, name: &ProjectName, id: ProjectId) {
        if self.project(name) != Some(id)
            && let Ok(mut projects) = self.projects.write()
            && projects.len() < MOST
        {
            projects.insert(name.clone(), id);
        }
    }

    pub(crate) fn learn_environment(&self, project: ProjectId, name: &EnvironmentName, id: EnvironmentId) {
        if self.environment(project, name) != Some(id)
            && let Ok(mut environments) = self.environments.write()
            && environments.len() < MOST
        {
            environments.insert((project, name.clone()), id);
        }
    }

    pub(crate) fn deployment(&self, id: DeploymentId) -> Option<Place> {
        self.deployments.read().ok()?.get(&id).copied()
    }

    pub(crate) fn dispatch(&self, id: DispatchId) -> Option<Errand> {
        self.dispatches.read().ok()?.get(&id).cloned()
    }

    pub(crate) fn learn_deployment(&self, id: DeploymentId, place: Place) {
        if self.deployment(id) != Some(place)
            && let Ok(mut deployments) = self.deployments.write()
        {
            make_room(&mut deployments);
            deployments.insert(id, place);
        }
    }

    pub(crate) fn learn_dispatch(&self, id: DispatchId, errand: Errand) {
        if self.dispatch(id).as_ref() != Some(&errand)
            && let Ok(mut dispatches) = self.dispatches.write()
        {
            make_room(&mut dispatches);
            dispatches.insert(id, errand);
        }
    }
}

/// Names stay and deployments come and go: where there are too many, all are forgotten for those that come.
fn make_room<K, V>(of: &mut HashMap<K, V>) {
    if of.len() >= MOST {
        of.clear();
    }
}
