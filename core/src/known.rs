//! The ids that names had when they were last looked up, and where deployments and dispatches belong.
//!
//! Records below a project or an environment are keyed by its id, and callers know names; or they know a deployment, and
//! what is decided on are its environment and project too. What is remembered here lets an operation say all the keys it
//! will read before it runs. It is never believed: the decision reads the records themselves, so an old memory costs one
//! more read and decides nothing.
//!
//! Where a storage follows what records say ([`through`](crate::through)), a copy of the memory answers what is not in it
//! with stand-ins, and gathers what they stand for.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use crate::change::{Query, Reads};
use crate::model::{
    CandidateVersion, DeploymentId, DispatchId, EnvironmentId, EnvironmentName, ProjectId, ProjectName,
};
use crate::record::Key;
use crate::through::{Gathered, Through};

/// A handle's memory of names.
#[derive(Debug, Default)]
pub struct Known {
    memory: Arc<Memory>,
    /// What a storage is to follow for the decision that asks; nothing for one that reads by keys alone.
    gathered: Option<Gathered>,
}

#[derive(Debug, Default)]
struct Memory {
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
    /// Another handle on the same memory.
    pub(crate) fn share(&self) -> Known {
        Known { memory: Arc::clone(&self.memory), gathered: None }
    }

    /// What is to be read, with stand-ins in the places of ids that are not known.
    pub(crate) fn reads_through(&self, reads: impl FnOnce(&Known) -> Reads) -> Through {
        let known = Known { gathered: Some(Gathered::new()), ..self.share() };
        let reads = reads(&known);
        known.gathered.map_or_else(Through::default, |gathered| gathered.with(reads))
    }

    pub(crate) fn project(&self, name: &ProjectName) -> Option<ProjectId> {
        self.memory.project(name).or_else(|| self.project_in(&Key::project(name), "{id}"))
    }

    pub(crate) fn environment(&self, project: ProjectId, name: &EnvironmentName) -> Option<EnvironmentId> {
        let known = self.memory.environment(project, name);
        known.or_else(|| self.environment_in(&Key::environment(project, name), "{data,id}"))
    }

    pub(crate) fn deployment(&self, id: DeploymentId) -> Option<Place> {
        self.memory.deployment(id).or_else(|| {
            let key = Key::deployment(id);
            Some(Place {
                project: self.project_in(&key, "{project_id}")?,
                environment: self.environment_in(&key, "{environment_id}")?,
                dispatch: self.gathered.as_ref()?.id(&key, "{data,dispatch_id}").map(DispatchId::from_uuid),
            })
        })
    }

    pub(crate) fn dispatch(&self, id: DispatchId) -> Option<Errand> {
        self.memory.dispatch(id).or_else(|| {
            let (key, gathered) = (Key::dispatch(id), self.gathered.as_ref()?);
            let project = self.project_in(&key, "{project_id}")?;
            let environment = self.environment_in(&key, "{environment_id}")?;
            let deployment = gathered.id(&key, "{data,deployment_id}").map(DeploymentId::from_uuid)?;
            let candidate = gathered.stand_in(&key, "{data,candidate_version}", |id| format!("{id}-rc0"));
            let candidate = CandidateVersion::new(candidate?.1).ok()?;
            Some(Errand { project, candidate, deployment: Some((environment, deployment)) })
        })
    }

    /// Beside the deployments of a list, their candidates.
    pub(crate) fn with_candidates(&self, project: ProjectId, deployments: &Query) {
        if let Some(gathered) = &self.gathered {
            gathered.beside(deployments, Key::candidates_of(project), "{data,release_candidate_version}");
        }
    }

    /// Beside the deployments or candidates of a list, the dispatches that are theirs.
    pub(crate) fn with_dispatches(&self, list: &Query) {
        if let Some(gathered) = &self.gathered {
            gathered.beside(list, Key::DISPATCHES.to_owned(), "{data,dispatch_id}");
        }
    }

    fn project_in(&self, key: &Key, path: &'static str) -> Option<ProjectId> {
        self.gathered.as_ref()?.id(key, path).map(ProjectId::from_uuid)
    }

    fn environment_in(&self, key: &Key, path: &'static str) -> Option<EnvironmentId> {
        self.gathered.as_ref()?.id(key, path).map(EnvironmentId::from_uuid)
    }

    pub(crate) fn learn_project(&self, name: &ProjectName, id: ProjectId) {
        if self.memory.project(name) != Some(id)
            && let Ok(mut projects) = self.memory.projects.write()
            && projects.len() < MOST
        {
            projects.insert(name.clone(), id);
        }
    }

    pub(crate) fn learn_environment(&self, project: ProjectId, name: &EnvironmentName, id: EnvironmentId) {
        if self.memory.environment(project, name) != Some(id)
            && let Ok(mut environments) = self.memory.environments.write()
            && environments.len() < MOST
        {
            environments.insert((project, name.clone()), id);
        }
    }

    pub(crate) fn learn_deployment(&self, id: DeploymentId, place: Place) {
        if self.memory.deployment(id) != Some(place)
            && let Ok(mut deployments) = self.memory.deployments.write()
        {
            make_room(&mut deployments);
            deployments.insert(id, place);
        }
    }

    pub(crate) fn learn_dispatch(&self, id: DispatchId, errand: Errand) {
        if self.memory.dispatch(id).as_ref() != Some(&errand)
            && let Ok(mut dispatches) = self.memory.dispatches.write()
        {
            make_room(&mut dispatches);
            dispatches.insert(id, errand);
        }
    }
}

impl Memory {
    fn project(&self, name: &ProjectName) -> Option<ProjectId> {
        self.projects.read().ok()?.get(name).copied()
    }

    fn environment(&self, project: ProjectId, name: &EnvironmentName) -> Option<EnvironmentId> {
        self.environments.read().ok()?.get(&(project, name.clone())).copied()
    }

    fn deployment(&self, id: DeploymentId) -> Option<Place> {
        self.deployments.read().ok()?.get(&id).copied()
    }

    fn dispatch(&self, id: DispatchId) -> Option<Errand> {
        self.dispatches.read().ok()?.get(&id).cloned()
    }
}

/// Names stay and deployments come and go: where there are too many, all are forgotten for those that come.
fn make_room<K, V>(of: &mut HashMap<K, V>) {
    if of.len() >= MOST {
        of.clear();
    }
}
