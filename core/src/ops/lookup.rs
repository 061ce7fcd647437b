//! Finding what a call names, in the order in which the rules check it.

use std::sync::Arc;

use crate::change::{Query, Reads};
use crate::error::{Code, Error, Result};
use crate::known::{Errand, Known};
use crate::model::{
    Candidate, CandidateVersion, Deployment, DeploymentId, DispatchId, Environment, EnvironmentId, EnvironmentName,
    Project, ProjectId, ProjectName, ReleaseVersion,
};
use crate::record::{CandidateRecord, DeploymentRecord, EnvironmentRecord, Kept, Key, List, of_candidate};
use crate::view::View;

/// An environment and its project, with what a decision has made of the environment so far.
pub(crate) struct Scene {
    pub(crate) project: Arc<Project>,
    pub(crate) environment: EnvironmentRecord,
    dirty: bool,
}

impl Scene {
    fn new(project: Arc<Project>, environment: &Arc<EnvironmentRecord>) -> Scene {
        Scene { project, environment: (**environment).clone(), dirty: false }
    }

    /// The environment, to be changed; it is written by [`save`](Scene::save).
    pub(crate) fn change(&mut self) -> &mut EnvironmentRecord {
        self.dirty = true;
        &mut self.environment
    }

    /// Writes the environment where it was changed.
    pub(crate) fn save(self, view: &mut View<'_>) {
        if self.dirty {
            view.put(self.environment);
        }
    }

    /// Refuses new work where the project or the environment is archived.
    pub(crate) fn for_new_work(&self) -> Result<()> {
        not_archived(&self.project)?;
        match self.environment.data.archived_at {
            None => Ok(()),
            Some(at) => Err(Error::new(
                Code::Archived,
                format!("environment {:?} of project {:?} is archived", self.environment.data.name, self.project.name),
            )
            .with("environment", &self.environment.data.name)
            .with("archived_at", at)),
        }
    }

    /// The public face of a deployment here, by the names of today.
    pub(crate) fn show(&self, record: &DeploymentRecord) -> Deployment {
        shown_deployment(record, &self.project, &self.environment)
    }
}

pub(crate) fn shown_deployment(
    record: &DeploymentRecord,
    project: &Project,
    environment: &EnvironmentRecord,
) -> Deployment {
    Deployment { project: project.name.clone(), environment: environment.data.name.clone(), ..record.data.clone() }
}

/// The public face of an environment: a freeze that has come to its end is none.
pub(crate) fn shown_environment(view: &View<'_>, record: &EnvironmentRecord, project: &Project) -> Environment {
    let freeze = record.data.freeze.clone().filter(|freeze| freeze.holds_at(view.now()));
    Environment { project: project.name.clone(), freeze, ..record.data.clone() }
}

pub(crate) fn shown_candidate(record: &CandidateRecord, project: &Project) -> Candidate {
    Candidate { project: project.name.clone(), ..record.data.clone() }
}

pub(crate) fn not_archived(project: &Project) -> Result<()> {
    match project.archived_at {
        None => Ok(()),
        Some(at) => Err(Error::new(Code::Archived, format!("project {:?} is archived", project.name))
            .with("project", &project.name)
            .with("archived_at", at)),
    }
}

pub(crate) fn project(view: &mut View<'_>, name: &str) -> Result<Arc<Project>> {
    let name = ProjectName::new(name)?;
    view.get(&Key::project(&name))?.ok_or_else(|| {
        Error::new(Code::ProjectNotFound, format!("there is no project {name:?}; create it, or mind the case"))
            .with("project", &name)
    })
}

pub(crate) fn scene(view: &mut View<'_>, project_name: &str, environment: &str) -> Result<Scene> {
    let project = project(view, project_name)?;
    scene_in(view, project, environment)
}

pub(crate) fn scene_in(view: &mut View<'_>, project: Arc<Project>, environment: &str) -> Result<Scene> {
    let name = EnvironmentName::new(environment)?;
    let record = view.get::<EnvironmentRecord>(&Key::environment(project.id, &name))?.ok_or_else(|| {
        let message =
            format!("there is no environment {name:?} in project {:?}; create it, or mind the case", project.name);
        Error::new(Code::EnvironmentNotFound, message).with("project", &project.name).with("environment", &name)
    })?;
    Ok(Scene::new(project, &record))
}

pub(crate) fn candidate(
    view: &mut View<'_>,
    project: &Project,
    version: &CandidateVersion,
) -> Result<Arc<CandidateRecord>> {
    view.get(&Key::candidate(project.id, version))?.ok_or_else(|| {
        let message = format!("there is no release candidate {version} in project {:?}; cut it first", project.name);
        Error::new(Code::ReleaseNotFound, message)
            .with("project", &project.name)
            .with("release_candidate_version", version)
    })
}

/// A deployment by its id, with its environment and project.
pub(crate) fn deployment(view: &mut View<'_>, id: &str) -> Result<(Scene, Arc<DeploymentRecord>)> {
    let id: DeploymentId = id.parse()?;
    let record = view.get::<DeploymentRecord>(&Key::deployment(id))?.ok_or_else(|| {
        Error::new(Code::DeploymentNotFound, format!("there is no deployment {id}")).with("deployment_id", id)
    })?;
    let scene = scene_by_id(view, record.project_id, record.environment_id)?;
    Ok((scene, record))
}

pub(crate) fn scene_by_id(view: &mut View<'_>, project: ProjectId, environment: EnvironmentId) -> Result<Scene> {
    let project = project_by_id(view, project)?;
    let record = view
        .only::<EnvironmentRecord>(&Query::first(List::EnvironmentById, environment))?
        .ok_or_else(|| damaged("environment", environment))?;
    Ok(Scene::new(project, &record))
}

pub(crate) fn project_by_id(view: &mut View<'_>, id: ProjectId) -> Result<Arc<Project>> {
    view.only(&Query::first(List::ProjectById, id))?.ok_or_else(|| damaged("project", id))
}

fn damaged(what: &str, id: impl std::fmt::Display) -> Error {
    Error::new(Code::Internal, format!("damaged store: {what} {id} is named by a record and is missing"))
}

/// Rows that are read together where all of a list is read.
pub(crate) const ROWS: usize = 500;

/// All of a part of a list.
pub(crate) fn everything<T: Kept>(
    view: &mut View<'_>,
    list: List,
    partition: impl std::fmt::Display,
) -> Result<Vec<Arc<T>>> {
    let mut query = Query::first(list, partition).limit(ROWS);
    let mut all = Vec::new();
    loop {
        let rows = view.list_positions::<T>(&query)?;
        let end = rows.last().filter(|_| rows.len() == ROWS).map(|(position, _)| position.clone());
        all.extend(rows.into_iter().map(|(_, record)| record));
        match end {
            Some(end) => query = query.after(end),
            None => return Ok(all),
        }
    }
}

/// The newest deployment of a candidate in an environment.
pub(crate) fn newest_of(
    view: &mut View<'_>,
    scene: &Scene,
    version: &CandidateVersion,
) -> Result<Option<Arc<DeploymentRecord>>> {
    view.only(&Query::last(List::Deployments, of_candidate(scene.environment.data.id, version)))
}

/// Says ahead what a call that names these will read, as far as the names' ids are known.
#[derive(Default)]
pub(crate) struct Ahead {
    reads: Reads,
    project: Option<ProjectId>,
    environment: Option<EnvironmentId>,
}

impl Ahead {
    pub(crate) fn project(known: &Known, name: &str) -> Ahead {
        let mut ahead = Ahead::default();
        if let Ok(name) = ProjectName::new(name) {
            ahead.reads.keys.push(Key::project(&name));
            ahead.project = known.project(&name);
        }
        ahead
    }

    /// A deployment by its id, with its environment and project.
    pub(crate) fn deployment(known: &Known, id: &str) -> Ahead {
        let mut ahead = Ahead::default();
        if let Ok(id) = id.parse::<DeploymentId>() {
            ahead.reads.keys.push(Key::deployment(id));
            if let Some(place) = known.deployment(id) {
                ahead = ahead.scene_by_id(place.project, place.environment);
                ahead.reads.keys.extend(place.dispatch.map(Key::dispatch));
            }
        }
        ahead
    }

    /// A dispatch by its id, with all that it is for.
    pub(crate) fn dispatch(known: &Known, id: DispatchId) -> Ahead {
        let mut ahead = Ahead::default();
        ahead.reads.keys.push(Key::dispatch(id));
        if let Some(Errand { project, candidate, deployment }) = known.dispatch(id) {
            ahead.reads.keys.push(Key::candidate(project, &candidate));
            match deployment {
                Some((environment, deployment)) => {
                    ahead.reads.keys.push(Key::deployment(deployment));
                    ahead = ahead.scene_by_id(project, environment);
                }
                None => ahead.reads.queries.push(Query::first(List::ProjectById, project)),
            }
        }
        ahead
    }

    fn scene_by_id(mut self, project: ProjectId, environment: EnvironmentId) -> Ahead {
        self.reads.queries.push(Query::first(List::ProjectById, project));
        self.reads.queries.push(Query::first(List::EnvironmentById, environment));
        (self.project, self.environment) = (Some(project), Some(environment));
        self
    }

    pub(crate) fn environment(mut self, known: &Known, name: &str) -> Ahead {
        if let (Some(project), Ok(name)) = (self.project, EnvironmentName::new(name)) {
            self.reads.keys.push(Key::environment(project, &name));
            self.environment = known.environment(project, &name);
        }
        self
    }

    pub(crate) fn candidate(mut self, version: &str) -> Ahead {
        if let (Some(project), Ok(version)) = (self.project, CandidateVersion::new(version)) {
            self.reads.keys.push(Key::candidate(project, &version));
        }
        self
    }

    pub(crate) fn release(mut self, version: &str) -> Ahead {
        if let (Some(project), Ok(version)) = (self.project, ReleaseVersion::new(version)) {
            self.reads.keys.push(Key::release(project, &version));
        }
        self
    }

    pub(crate) fn release_of(mut self, version: &str) -> Ahead {
        if let (Some(project), Ok(version)) = (self.project, CandidateVersion::new(version)) {
            self.reads.keys.push(Key::release(project, version.release()));
        }
        self
    }

    /// A query that needs the environment's id.
    pub(crate) fn list(mut self, query: impl FnOnce(EnvironmentId) -> Option<Query>) -> Ahead {
        if let Some(query) = self.environment.and_then(query) {
            self.reads.queries.push(query);
        }
        self
    }

    /// The same with the candidates of its deployments, where the storage follows them.
    pub(crate) fn list_with_candidates(self, known: &Known, query: impl FnOnce(EnvironmentId) -> Query) -> Ahead {
        let (Some(project), Some(query)) = (self.project, self.environment.map(query)) else { return self };
        known.with_candidates(project, &query);
        self.list(|_| Some(query))
    }

    /// The same with the dispatches of its deployments.
    pub(crate) fn list_with_dispatches(
        self,
        known: &Known,
        query: impl FnOnce(EnvironmentId) -> Option<Query>,
    ) -> Ahead {
        let Some(query) = self.environment.and_then(query) else { return self };
        known.with_dispatches(&query);
        self.list(|_| Some(query))
    }

    /// A query that needs the project's id.
    pub(crate) fn list_of_project(mut self, query: impl FnOnce(ProjectId) -> Option<Query>) -> Ahead {
        if let Some(query) = self.project.and_then(query) {
            self.reads.queries.push(query);
        }
        self
    }

    pub(crate) fn reads(self) -> Reads {
        self.reads
    }
}
