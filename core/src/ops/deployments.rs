//! `get_deployment`, `list_deployments`

use serde::Serialize;

use super::lookup::{self, Ahead};
use super::paging::{self, Paging};
use crate::change::{Query, Reads};
use crate::client::{Call, Releases};
use crate::error::{Code, Error, Result};
use crate::known::Known;
use crate::model::{Deployment, EnvironmentId, Page};
use crate::record::{DeploymentRecord, List};
use crate::view::{Context, Decide, View};

/// One deployment; the call of [`Releases::get_deployment`].
#[derive(Debug, Serialize)]
pub struct GetDeployment {
    id: String,
}

/// An environment's deployments; the call of [`Releases::list_deployments`].
#[derive(Debug, Serialize)]
pub struct ListDeployments {
    project: String,
    environment: String,
    page: Option<u64>,
    paging: Paging,
}

/// The deployments of a page where the caller does not say, as the seed's later reference has it.
const USUAL: u32 = 10;

impl Releases {
    /// A deployment by its id.
    ///
    /// # Errors
    /// `invalid_request` (no id), `deployment_not_found`.
    pub fn get_deployment(&self, deployment_id: impl ToString) -> Call<GetDeployment> {
        Call::new(self, GetDeployment { id: deployment_id.to_string() })
    }

    /// An environment's deployments, newest first, 10 a page where nothing else is said. Pages are counted
    /// ([`page`](Call::page)) or follow each other ([`cursor`](Call::cursor)); every page costs the same. Counted pages
    /// shift when deployments are added; a cursor goes on where its page ended.
    ///
    /// # Errors
    /// `invalid_name`, `project_not_found`, `environment_not_found`, `invalid_request` (`page`, `per_page`),
    /// `invalid_cursor`.
    pub fn list_deployments(&self, project: impl AsRef<str>, environment: impl AsRef<str>) -> Call<ListDeployments> {
        let operation = ListDeployments {
            project: project.as_ref().to_owned(),
            environment: environment.as_ref().to_owned(),
            page: None,
            paging: Paging::default(),
        };
        Call::new(self, operation)
    }
}

impl Call<ListDeployments> {
    /// The page, counted from 1.
    pub fn page(mut self, page: u64) -> Self {
        self.operation.page = Some(page);
        self
    }

    /// How many deployments a page has: 1 to 100, 10 where nothing is said.
    pub fn per_page(mut self, items: u32) -> Self {
        self.operation.paging.per_page = Some(items);
        self
    }

    /// Where the page begins: the `next` of the page before.
    pub fn cursor(mut self, cursor: impl Into<String>) -> Self {
        self.operation.paging.cursor = Some(cursor.into());
        self
    }
}

impl GetDeployment {
    pub(crate) fn new(id: &str) -> GetDeployment {
        GetDeployment { id: id.to_owned() }
    }
}

impl Decide for GetDeployment {
    const NAME: &'static str = "get_deployment";
    const READ_ONLY: bool = true;
    type Output = Deployment;

    fn reads(&self, known: &Known) -> Reads {
        Ahead::deployment(known, &self.id).reads()
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<Deployment> {
        let (scene, record) = lookup::deployment(view, &self.id)?;
        Ok(scene.show(&record))
    }
}

impl ListDeployments {
    fn query(&self, environment: EnvironmentId, after: Option<Vec<u8>>) -> Result<Query> {
        let limit = self.paging.limit(USUAL)?;
        Ok(Query::last(List::Deployments, environment).after(after).limit(limit))
    }
}

impl Decide for ListDeployments {
    const NAME: &'static str = "list_deployments";
    const READ_ONLY: bool = true;
    type Output = Page<Deployment>;

    fn reads(&self, known: &Known) -> Reads {
        // A page by its number depends on how many there are, which is known once the environment was read.
        let page = |environment| match (self.page, &self.paging.cursor) {
            (None | Some(1), None) => self.query(environment, None).ok(),
            (None, Some(cursor)) => {
                let position = paging::position(cursor, List::Deployments, &environment.to_string()).ok()?;
                self.query(environment, Some(position)).ok()
            }
            _ => None,
        };
        Ahead::project(known, &self.project).environment(known, &self.environment).list(page).reads()
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<Page<Deployment>> {
        let scene = lookup::scene(view, &self.project, &self.environment)?;
        let limit = self.paging.limit(USUAL)?;
        let partition = scene.environment.data.id.to_string();
        let total = scene.environment.deployments;
        // Numbers have no gaps, so a page's place is computed and not counted off.
        let after = match (self.page, &self.paging.cursor) {
            (Some(_), Some(_)) => return Err(bad_page("page and cursor exclude each other", 0)),
            (Some(0), None) => return Err(bad_page("invalid page 0: expected 1 or more", 0)),
            (None | Some(1), None) => None,
            (Some(page), None) => {
                let skipped = (page - 1).saturating_mul(limit as u64);
                Some((total + 1).saturating_sub(skipped).to_be_bytes().to_vec())
            }
            (None, Some(cursor)) => Some(paging::position(cursor, List::Deployments, &partition)?),
        };
        let query = self.query(scene.environment.data.id, after)?;
        let rows = view.list_positions::<DeploymentRecord>(&query)?;
        let next = match rows.last() {
            Some((position, last)) if last.data.number > 1 => {
                Some(paging::cursor(List::Deployments, &partition, position))
            }
            _ => None,
        };
        let items = rows.iter().map(|(_, record)| scene.show(record)).collect();
        Ok(Page { items, next, total: Some(total) })
    }
}

fn bad_page(message: &str, found: u64) -> Error {
    Error::new(Code::InvalidRequest, message).with("field", "page").with("expected", "1 or more").with("found", found)
}
