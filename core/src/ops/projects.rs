//! `get_project`, `list_projects`

use serde::Serialize;

use super::lookup::{self, Ahead};
use super::paging::{self, Paging, page_of};
use crate::change::Reads;
use crate::client::{Call, Releases};
use crate::error::Result;
use crate::known::Known;
use crate::model::{Page, Project};
use crate::record::List;
use crate::view::{Context, Decide, View};

/// One project; the call of [`Releases::get_project`].
#[derive(Debug, Serialize)]
pub struct GetProject {
    project: String,
}

/// All projects; the call of [`Releases::list_projects`].
#[derive(Debug, Default, Serialize)]
pub struct ListProjects {
    pub(super) include_archived: bool,
    pub(super) paging: Paging,
}

impl Releases {
    /// A project by its name.
    ///
    /// # Errors
    /// `invalid_name`, `project_not_found`.
    pub fn get_project(&self, project: impl AsRef<str>) -> Call<GetProject> {
        Call::new(self, GetProject { project: project.as_ref().to_owned() })
    }

    /// The projects by name, without the archived ones.
    ///
    /// # Errors
    /// `invalid_request` (`per_page`), `invalid_cursor`.
    pub fn list_projects(&self) -> Call<ListProjects> {
        Call::new(self, ListProjects::default())
    }
}

impl Call<ListProjects> {
    /// The archived ones too.
    pub fn include_archived(mut self, include: bool) -> Self {
        self.operation.include_archived = include;
        self
    }
}

super::paging::paged!(ListProjects);

impl Decide for GetProject {
    const NAME: &'static str = "get_project";
    const READ_ONLY: bool = true;
    type Output = Project;

    fn reads(&self, known: &Known) -> Reads {
        Ahead::project(known, &self.project).reads()
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<Project> {
        Ok((*lookup::project(view, &self.project)?).clone())
    }
}

impl Decide for ListProjects {
    const NAME: &'static str = "list_projects";
    const READ_ONLY: bool = true;
    type Output = Page<Project>;

    fn reads(&self, _: &Known) -> Reads {
        let page = paging::ahead(&self.paging, List::Projects, "", false);
        Reads { keys: Vec::new(), queries: page.into_iter().collect() }
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<Page<Project>> {
        let page = page_of::<Project>(view, &self.paging, List::Projects, "", false, |project| {
            self.include_archived || project.archived_at.is_none()
        })?;
        Ok(page.map(|(_, project)| (*project).clone()))
    }
}
