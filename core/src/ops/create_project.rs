//! `create_project`

use serde::Serialize;

use super::lookup::Ahead;
use crate::change::Reads;
use crate::client::{Call, Inner, Releases, WriteOperation};
use crate::error::{Code, Error, Result};
use crate::known::Known;
use crate::model::{Project, ProjectName, Repository, VersionScheme, Workflow};
use crate::record::Key;
use crate::view::{Context, Decide, View};

/// Creates a project; the call of [`Releases::create_project`].
#[derive(Debug, Serialize)]
pub struct CreateProject {
    project: String,
    repository: String,
    version_scheme: Option<String>,
    build_workflow: Option<Workflow>,
}

impl Releases {
    /// Registers a project and the repository that its candidates are cut from.
    ///
    /// # Errors
    /// `invalid_name`, `invalid_repository`, `invalid_request` (version scheme, workflow); `project_exists`.
    pub fn create_project(&self, project: impl AsRef<str>, repository: impl AsRef<str>) -> Call<CreateProject> {
        let operation = CreateProject {
            project: project.as_ref().to_owned(),
            repository: repository.as_ref().to_owned(),
            version_scheme: None,
            build_workflow: None,
        };
        Call::new(self, operation)
    }
}

impl Call<CreateProject> {
    /// What release versions are narrowed to, for example `semver` or `calver:YYYY.0M.MICRO`; see [`VersionScheme`].
    pub fn version_scheme(mut self, scheme: impl ToString) -> Self {
        self.operation.version_scheme = Some(scheme.to_string());
        self
    }

    /// The workflow that makes a candidate's artifacts.
    pub fn build_workflow(mut self, workflow: Workflow) -> Self {
        self.operation.build_workflow = Some(workflow);
        self
    }
}

impl WriteOperation for CreateProject {}

impl Decide for CreateProject {
    const NAME: &'static str = "create_project";
    type Output = Project;

    fn prepare(&mut self, inner: &Inner) -> Result<()> {
        self.build_workflow.as_ref().map_or(Ok(()), |workflow| inner.check_workflow(workflow))
    }

    fn reads(&self, known: &Known) -> Reads {
        Ahead::project(known, &self.project).reads()
    }

    fn decide(&self, view: &mut View<'_>, context: &Context) -> Result<Project> {
        let name = ProjectName::new(&self.project)?;
        let repository = Repository::new(&self.repository)?;
        let version_scheme = match &self.version_scheme {
            Some(text) => text.parse::<VersionScheme>()?,
            None => VersionScheme::default(),
        };
        vacant(view, &name)?;
        let project = Project {
            id: context.project_id(),
            name,
            repository,
            former_repositories: Vec::new(),
            version_scheme,
            build_workflow: self.build_workflow.clone(),
            archived_at: None,
            created_at: view.now(),
            actor: context.actor.clone(),
        };
        view.event(context, &project, "project.created")
            .after("repository", &project.repository)
            .after("version_scheme", &project.version_scheme)
            .after("build_workflow", &project.build_workflow)
            .log(view);
        view.put(project.clone());
        Ok(project)
    }
}

/// Refuses a project's name that is taken.
pub(super) fn vacant(view: &mut View<'_>, name: &ProjectName) -> Result<()> {
    match view.get::<Project>(&Key::project(name))? {
        None => Ok(()),
        Some(there) => Err(Error::new(
            Code::ProjectExists,
            format!("project {name:?} exists already, of repository {}", there.repository),
        )
        .with("project", name)
        .with("repository", &there.repository)),
    }
}
