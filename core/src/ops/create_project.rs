//! `create_project`

use serde::Serialize;

use super::lookup::Ahead;
use crate::change::Reads;
use crate::client::{Call, Inner, Releases, WriteOperation};
use crate::error::{Code, Error, Result};
use crate::known::Known;
use crate::model::{PathPatterns, Project, ProjectName, Repository, VersionScheme, Workflow};
use crate::record::Key;
use crate::view::{Context, Decide, View};

/// Creates a project; the call of [`Releases::create_project`].
#[derive(Debug, Serialize)]
pub struct CreateProject {
    pub(super) project: String,
    pub(super) repository: String,
    pub(super) version_scheme: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) path_patterns: Option<Vec<String>>,
    pub(super) build_workflow: Option<Workflow>,
}

impl Releases {
    /// Registers a project and the repository that its candidates are cut from.
    ///
    /// # Errors
    /// `invalid_name`, `invalid_repository`, `invalid_request` (version scheme, path patterns, workflow);
    /// `project_exists`.
    pub fn create_project(&self, project: impl AsRef<str>, repository: impl AsRef<str>) -> Call<CreateProject> {
        let operation = CreateProject {
            project: project.as_ref().to_owned(),
            repository: repository.as_ref().to_owned(),
            version_scheme: None,
            path_patterns: None,
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

    /// Which paths of the repository are the project's, as in a `.gitignore` file; see [`PathPatterns`]. Without any,
    /// all of them are.
    pub fn path_patterns<P: Into<String>>(mut self, patterns: impl IntoIterator<Item = P>) -> Self {
        self.operation.path_patterns = Some(patterns.into_iter().map(Into::into).collect());
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
        let path_patterns = PathPatterns::new(self.path_patterns.iter().flatten())?;
        vacant(view, &name)?;
        let project = Project {
            id: context.project_id(),
            name,
            repository,
            former_repositories: Vec::new(),
            path_patterns,
            version_scheme,
            build_workflow: self.build_workflow.clone(),
            archived_at: None,
            created_at: view.now(),
            actor: context.actor.clone(),
        };
        view.event(context, &project, "project.created")
            .after("repository", &project.repository)
            .after("version_scheme", &project.version_scheme)
            .change("path_patterns", PathPatterns::default(), &project.path_patterns)
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
