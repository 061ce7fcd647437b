//! `get_environment`, `list_environments`

use serde::Serialize;

use super::lookup::{self, Ahead, shown_environment};
use super::paging::{self, Paging, page_of};
use crate::change::Reads;
use crate::client::{Call, Releases};
use crate::error::Result;
use crate::known::Known;
use crate::model::{Environment, Page};
use crate::record::{EnvironmentRecord, List};
use crate::view::{Context, Decide, View};

/// One environment; the call of [`Releases::get_environment`].
#[derive(Debug, Serialize)]
pub struct GetEnvironment {
    project: String,
    environment: String,
}

/// A project's environments; the call of [`Releases::list_environments`].
#[derive(Debug, Serialize)]
pub struct ListEnvironments {
    pub(super) project: String,
    pub(super) include_archived: bool,
    pub(super) paging: Paging,
}

impl Releases {
    /// An environment by its name.
    ///
    /// # Errors
    /// `invalid_name`, `project_not_found`, `environment_not_found`.
    pub fn get_environment(&self, project: impl AsRef<str>, environment: impl AsRef<str>) -> Call<GetEnvironment> {
        let (project, environment) = (project.as_ref().to_owned(), environment.as_ref().to_owned());
        Call::new(self, GetEnvironment { project, environment })
    }

    /// A project's environments by name, without the archived ones.
    ///
    /// # Errors
    /// `invalid_name`, `project_not_found`, `invalid_request` (`per_page`), `invalid_cursor`.
    pub fn list_environments(&self, project: impl AsRef<str>) -> Call<ListEnvironments> {
        let project = project.as_ref().to_owned();
        Call::new(self, ListEnvironments { project, include_archived: false, paging: Paging::default() })
    }
}

impl Call<ListEnvironments> {
    /// The archived ones too.
    pub fn include_archived(mut self, include: bool) -> Self {
        self.operation.include_archived = include;
        self
    }
}

super::paging::paged!(ListEnvironments);

impl Decide for GetEnvironment {
    const NAME: &'static str = "get_environment";
    const READ_ONLY: bool = true;
    type Output = Environment;

    fn reads(&self, known: &Known) -> Reads {
        Ahead::project(known, &self.project).environment(known, &self.environment).reads()
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<Environment> {
        let scene = lookup::scene(view, &self.project, &self.environment)?;
        Ok(shown_environment(view, &scene.environment, &scene.project))
    }
}

impl Decide for ListEnvironments {
    const NAME: &'static str = "list_environments";
    const READ_ONLY: bool = true;
    type Output = Page<Environment>;

    fn reads(&self, known: &Known) -> Reads {
        let page = |project| paging::ahead(&self.paging, List::Environments, project, false);
        Ahead::project(known, &self.project).list_of_project(page).reads()
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<Page<Environment>> {
        let project = lookup::project(view, &self.project)?;
        let wanted = |record: &EnvironmentRecord| self.include_archived || record.data.archived_at.is_none();
        let page = page_of(view, &self.paging, List::Environments, project.id, false, wanted)?;
        Ok(page.map(|(_, record)| shown_environment(view, &record, &project)))
    }
}
