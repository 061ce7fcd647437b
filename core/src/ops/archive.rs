//! `archive_project`, `archive_environment`, and their undoing

use serde::Serialize;

use super::lookup::{self, Ahead, shown_environment};
use crate::change::Reads;
use crate::client::{Call, Releases, WriteOperation};
use crate::error::Result;
use crate::known::Known;
use crate::model::{Environment, Project};
use crate::view::{Context, Decide, View};

/// Archives a project or takes it back; the call of [`Releases::archive_project`] and [`Releases::unarchive_project`].
#[derive(Debug, Serialize)]
pub struct ArchiveProject {
    pub(super) project: String,
    pub(super) archived: bool,
}

/// Archives an environment or takes it back; the call of [`Releases::archive_environment`] and
/// [`Releases::unarchive_environment`].
#[derive(Debug, Serialize)]
pub struct ArchiveEnvironment {
    pub(super) project: String,
    pub(super) environment: String,
    pub(super) archived: bool,
}

impl Releases {
    /// Archives a project: it is kept with its history, hidden from lists, and refused for new work. Reports on what
    /// is under way are still taken. Archiving an archived one changes nothing.
    ///
    /// # Errors
    /// `invalid_name`, `project_not_found`.
    pub fn archive_project(&self, project: impl AsRef<str>) -> Call<ArchiveProject> {
        Call::new(self, ArchiveProject { project: project.as_ref().to_owned(), archived: true })
    }

    /// Takes a project out of the archive.
    ///
    /// # Errors
    /// `invalid_name`, `project_not_found`.
    pub fn unarchive_project(&self, project: impl AsRef<str>) -> Call<ArchiveProject> {
        Call::new(self, ArchiveProject { project: project.as_ref().to_owned(), archived: false })
    }

    /// Archives an environment: it is kept with its history, hidden from lists, and refused for new work. Reports on
    /// what is under way are still taken. Archiving an archived one changes nothing.
    ///
    /// # Errors
    /// `invalid_name`, `project_not_found`, `environment_not_found`.
    pub fn archive_environment(
        &self,
        project: impl AsRef<str>,
        environment: impl AsRef<str>,
    ) -> Call<ArchiveEnvironment> {
        let (project, environment) = (project.as_ref().to_owned(), environment.as_ref().to_owned());
        Call::new(self, ArchiveEnvironment { project, environment, archived: true })
    }

    /// Takes an environment out of the archive.
    ///
    /// # Errors
    /// `invalid_name`, `project_not_found`, `environment_not_found`.
    pub fn unarchive_environment(
        &self,
        project: impl AsRef<str>,
        environment: impl AsRef<str>,
    ) -> Call<ArchiveEnvironment> {
        let (project, environment) = (project.as_ref().to_owned(), environment.as_ref().to_owned());
        Call::new(self, ArchiveEnvironment { project, environment, archived: false })
    }
}

impl WriteOperation for ArchiveProject {}
impl WriteOperation for ArchiveEnvironment {}

impl Decide for ArchiveProject {
    const NAME: &'static str = "archive_project";
    type Output = Project;

    fn name(&self) -> &'static str {
        if self.archived { Self::NAME } else { "unarchive_project" }
    }

    fn reads(&self, known: &Known) -> Reads {
        Ahead::project(known, &self.project).reads()
    }

    fn decide(&self, view: &mut View<'_>, context: &Context) -> Result<Project> {
        let before = lookup::project(view, &self.project)?;
        if before.archived_at.is_some() == self.archived {
            return Ok((*before).clone());
        }
        let mut project = (*before).clone();
        project.archived_at = self.archived.then(|| view.now());
        view.event(context, &project, if self.archived { "project.archived" } else { "project.unarchived" })
            .change("archived_at", before.archived_at, project.archived_at)
            .log(view);
        view.put(project.clone());
        Ok(project)
    }
}

impl Decide for ArchiveEnvironment {
    const NAME: &'static str = "archive_environment";
    type Output = Environment;

    fn name(&self) -> &'static str {
        if self.archived { Self::NAME } else { "unarchive_environment" }
    }

    fn reads(&self, known: &Known) -> Reads {
        Ahead::project(known, &self.project).environment(known, &self.environment).reads()
    }

    fn decide(&self, view: &mut View<'_>, context: &Context) -> Result<Environment> {
        let mut scene = lookup::scene(view, &self.project, &self.environment)?;
        let before = scene.environment.data.archived_at;
        if before.is_some() != self.archived {
            let after = self.archived.then(|| view.now());
            view.event(
                context,
                &scene.project,
                if self.archived { "environment.archived" } else { "environment.unarchived" },
            )
            .environment(&scene.environment)
            .change("archived_at", before, after)
            .log(view);
            scene.change().data.archived_at = after;
        }
        let answer = shown_environment(view, &scene.environment, &scene.project);
        scene.save(view);
        Ok(answer)
    }
}
