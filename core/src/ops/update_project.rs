//! `update_project`

use serde::Serialize;

use super::lookup::{self, Ahead};
use crate::change::Reads;
use crate::client::{Call, Inner, Releases, WriteOperation};
use crate::error::Result;
use crate::known::Known;
use crate::model::{PathPatterns, Project, Workflow};
use crate::view::{Context, Decide, View};

/// Changes a project's settings; the call of [`Releases::update_project`].
#[derive(Debug, Serialize)]
pub struct UpdateProject {
    pub(super) project: String,
    pub(super) version_scheme: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) path_patterns: Option<Vec<String>>,
    pub(super) build_workflow: Option<Option<Workflow>>,
}

impl Releases {
    /// Changes what is said of a project's settings; what is not said stays. What was created before stays as it is,
    /// also where a narrower version scheme would refuse it now.
    ///
    /// # Errors
    /// `invalid_name`, `invalid_request` (version scheme, path patterns, workflow); `project_not_found`; `archived`.
    pub fn update_project(&self, project: impl AsRef<str>) -> Call<UpdateProject> {
        let project = project.as_ref().to_owned();
        let operation = UpdateProject { project, version_scheme: None, path_patterns: None, build_workflow: None };
        Call::new(self, operation)
    }
}

impl Call<UpdateProject> {
    /// What release versions are narrowed to from now on; see [`VersionScheme`](crate::VersionScheme).
    pub fn version_scheme(mut self, scheme: impl ToString) -> Self {
        self.operation.version_scheme = Some(scheme.to_string());
        self
    }

    /// Which paths of the repository are the project's from now on; none for all of them. See [`PathPatterns`].
    pub fn path_patterns<P: Into<String>>(mut self, patterns: impl IntoIterator<Item = P>) -> Self {
        self.operation.path_patterns = Some(patterns.into_iter().map(Into::into).collect());
        self
    }

    /// The workflow that makes a candidate's artifacts from now on; `None` for none.
    pub fn build_workflow(mut self, workflow: impl Into<Option<Workflow>>) -> Self {
        self.operation.build_workflow = Some(workflow.into());
        self
    }
}

impl WriteOperation for UpdateProject {}

impl Decide for UpdateProject {
    const NAME: &'static str = "update_project";
    type Output = Project;

    fn prepare(&mut self, inner: &Inner) -> Result<()> {
        self.build_workflow.iter().flatten().try_for_each(|workflow| inner.check_workflow(workflow))
    }

    fn reads(&self, known: &Known) -> Reads {
        Ahead::project(known, &self.project).reads()
    }

    fn decide(&self, view: &mut View<'_>, context: &Context) -> Result<Project> {
        let before = lookup::project(view, &self.project)?;
        lookup::not_archived(&before)?;
        let project = self.changed(&before)?;
        if project != *before {
            view.event(context, &project, "project.updated")
                .change("version_scheme", &before.version_scheme, &project.version_scheme)
                .change("path_patterns", &before.path_patterns, &project.path_patterns)
                .change("build_workflow", &before.build_workflow, &project.build_workflow)
                .log_changes(view);
            view.put(project.clone());
        }
        Ok(project)
    }
}

impl UpdateProject {
    /// The project as it is to be.
    pub(super) fn changed(&self, before: &Project) -> Result<Project> {
        let mut project = before.clone();
        if let Some(scheme) = &self.version_scheme {
            project.version_scheme = scheme.parse()?;
        }
        if let Some(patterns) = &self.path_patterns {
            project.path_patterns = PathPatterns::new(patterns)?;
        }
        if let Some(workflow) = &self.build_workflow {
            project.build_workflow.clone_from(workflow);
        }
        Ok(project)
    }
}
