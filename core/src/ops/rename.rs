//! `rename_project`, `rename_environment`, `rename_repository`

use serde::Serialize;

use super::lookup::{self, Ahead, shown_environment};
use super::{create_environment, create_project};
use crate::change::Reads;
use crate::client::{Call, Releases, WriteOperation};
use crate::error::Result;
use crate::known::Known;
use crate::model::{Environment, EnvironmentName, Project, ProjectName, Repository};
use crate::record::Key;
use crate::view::{Context, Decide, View};

/// Renames a project; the call of [`Releases::rename_project`].
#[derive(Debug, Serialize)]
pub struct RenameProject {
    project: String,
    to: String,
}

/// Renames an environment; the call of [`Releases::rename_environment`].
#[derive(Debug, Serialize)]
pub struct RenameEnvironment {
    project: String,
    environment: String,
    to: String,
}

/// Records that a repository moved; the call of [`Releases::rename_repository`].
#[derive(Debug, Serialize)]
pub struct RenameRepository {
    pub(super) project: String,
    pub(super) to: String,
}

impl Releases {
    /// Gives a project another name. Its id, history and everything in it stay; the old name is free again.
    /// Renaming to the same name changes nothing.
    ///
    /// # Errors
    /// `invalid_name`, `project_not_found`, `project_exists`.
    pub fn rename_project(&self, project: impl AsRef<str>, to: impl AsRef<str>) -> Call<RenameProject> {
        Call::new(self, RenameProject { project: project.as_ref().to_owned(), to: to.as_ref().to_owned() })
    }

    /// Gives an environment another name. Its id, history and deployments stay; the old name is free again.
    /// Renaming to the same name changes nothing.
    ///
    /// # Errors
    /// `invalid_name`, `project_not_found`, `environment_not_found`, `environment_exists`.
    pub fn rename_environment(
        &self,
        project: impl AsRef<str>,
        environment: impl AsRef<str>,
        to: impl AsRef<str>,
    ) -> Call<RenameEnvironment> {
        let operation = RenameEnvironment {
            project: project.as_ref().to_owned(),
            environment: environment.as_ref().to_owned(),
            to: to.as_ref().to_owned(),
        };
        Call::new(self, operation)
    }

    /// Records that the project's repository moved to another owner or name. It is the same repository: a project
    /// keeps one for life. Candidates keep the name under which they were cut.
    ///
    /// # Errors
    /// `invalid_name`, `project_not_found`, `invalid_repository`.
    pub fn rename_repository(&self, project: impl AsRef<str>, to: impl AsRef<str>) -> Call<RenameRepository> {
        Call::new(self, RenameRepository { project: project.as_ref().to_owned(), to: to.as_ref().to_owned() })
    }
}

impl WriteOperation for RenameProject {}
impl WriteOperation for RenameEnvironment {}
impl WriteOperation for RenameRepository {}

impl Decide for RenameProject {
    const NAME: &'static str = "rename_project";
    type Output = Project;

    fn reads(&self, known: &Known) -> Reads {
        let mut reads = Ahead::project(known, &self.project).reads();
        reads.keys.extend(ProjectName::new(&self.to).map(|to| Key::project(&to)));
        reads
    }

    fn decide(&self, view: &mut View<'_>, context: &Context) -> Result<Project> {
        let before = lookup::project(view, &self.project)?;
        let to = ProjectName::new(&self.to).map_err(|error| error.with("argument", "to"))?;
        if to == before.name {
            return Ok((*before).clone());
        }
        create_project::vacant(view, &to)?;
        let after = Project { name: to, ..(*before).clone() };
        view.event(context, &after, "project.renamed").change("name", &before.name, &after.name).log(view);
        view.delete(&Key::project(&before.name));
        view.put(after.clone());
        Ok(after)
    }
}

impl Decide for RenameEnvironment {
    const NAME: &'static str = "rename_environment";
    type Output = Environment;

    fn reads(&self, known: &Known) -> Reads {
        let ahead = Ahead::project(known, &self.project).environment(known, &self.environment);
        ahead.environment(known, &self.to).reads()
    }

    fn decide(&self, view: &mut View<'_>, context: &Context) -> Result<Environment> {
        let mut scene = lookup::scene(view, &self.project, &self.environment)?;
        let to = EnvironmentName::new(&self.to).map_err(|error| error.with("argument", "to"))?;
        let before = scene.environment.data.name.clone();
        if to != before {
            create_environment::vacant(view, &scene.project, &to)?;
            view.delete(&Key::environment(scene.project.id, &before));
            scene.change().data.name = to;
            view.event(context, &scene.project, "environment.renamed")
                .environment(&scene.environment)
                .change("name", &before, &scene.environment.data.name)
                .log(view);
        }
        let answer = shown_environment(view, &scene.environment, &scene.project);
        scene.save(view);
        Ok(answer)
    }
}

impl Decide for RenameRepository {
    const NAME: &'static str = "rename_repository";
    type Output = Project;

    fn reads(&self, known: &Known) -> Reads {
        Ahead::project(known, &self.project).reads()
    }

    fn decide(&self, view: &mut View<'_>, context: &Context) -> Result<Project> {
        let before = lookup::project(view, &self.project)?;
        let to = Repository::new(&self.to)?;
        if to.as_str() == before.repository.as_str() {
            return Ok((*before).clone());
        }
        let mut after = (*before).clone();
        after.former_repositories.retain(|former| *former != to);
        if to != before.repository {
            after.former_repositories.push(before.repository.clone());
        }
        after.repository = to;
        view.event(context, &after, "project.repository_renamed")
            .change("repository", &before.repository, &after.repository)
            .log(view);
        view.put(after.clone());
        Ok(after)
    }
}
