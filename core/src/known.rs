//! The ids that names had when they were last looked up.
//!
//! Records below a project or an environment are keyed by its id, and callers know names. What is remembered here lets
//! an operation say all the keys it will read before it runs. It is never believed: the decision reads the names'
//! own records, so an old memory costs one more read and decides nothing.

use std::collections::HashMap;
use std::sync::RwLock;

use crate::model::{EnvironmentId, EnvironmentName, ProjectId, ProjectName};

/// A handle's memory of names.
#[derive(Debug, Default)]
pub struct Known {
    projects: RwLock<HashMap<ProjectName, ProjectId>>,
    environments: RwLock<HashMap<(ProjectId, EnvironmentName), EnvironmentId>>,
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
}
