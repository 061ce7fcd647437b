//! The status page: for each project what is live, in flight and frozen, what was deployed last, and the candidates.
//! Plain HTML of the server's, without scripts; it only reads.

mod html;

use release_core::{Candidate, Code, Deployment, Environment, Live, Project, Releases, Result};

use crate::service::guard::seen_page;
use crate::tokens::Token;

pub(crate) use html::{refused, written};

/// The style, which the content security policy names by its digest.
pub(crate) const STYLE: &str = include_str!("style.css");

/// What a page shows.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) projects: Vec<Shown>,
    /// Where the next page of projects begins.
    pub(crate) next: Option<String>,
    /// Whether it is of one project.
    pub(crate) is_of_one: bool,
}

/// A project with all that is shown of it.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) project: Project,
    pub(crate) environments: Vec<(Environment, Live)>,
    pub(crate) deployments: Vec<Deployment>,
    pub(crate) candidates: Vec<Candidate>,
}

/// Projects on one page, and rows of each project there.
const PROJECTS: u32 = 20;
const FEW: u32 = 5;
/// Rows on the page of one project.
const MANY: u32 = 25;
/// Environments that are shown of a project.
const ENVIRONMENTS: u32 = 50;

/// All projects that the reader sees, from a cursor on. Blocks.
pub(crate) fn overview(releases: &Releases, token: Option<&Token>, cursor: Option<&str>) -> Result<Page> {
    let read = |cursor: Option<&String>, most: Option<usize>| {
        let list = releases.list_projects();
        let list = list.per_page(most.and_then(|most| u32::try_from(most).ok()).unwrap_or(PROJECTS));
        let page = cursor.into_iter().fold(list, |list, cursor| list.cursor(cursor)).call()?;
        Ok((page.items, page.next))
    };
    let sees = |project: &Project| token.is_none_or(|token| token.sees(project.name.as_str()));
    let (seen, next) = seen_page(cursor.map(str::to_owned), read, sees)?;
    let projects = seen.into_iter().map(|project| shown(releases, project, FEW)).collect::<Result<_>>()?;
    Ok(Page { projects, next, is_of_one: false })
}

/// One project. Blocks.
pub(crate) fn one(releases: &Releases, token: Option<&Token>, project: &str) -> Result<Page> {
    if token.is_some_and(|token| !token.sees(project)) {
        return Err(release_core::Error::new(Code::ProjectNotFound, "there is no such project"));
    }
    let project = releases.get_project(project).call()?;
    Ok(Page { projects: vec![shown(releases, project, MANY)?], next: None, is_of_one: true })
}

fn shown(releases: &Releases, project: Project, rows: u32) -> Result<Shown> {
    let name = project.name.as_str();
    let mut environments = Vec::new();
    let mut deployments = Vec::new();
    for environment in releases.list_environments(name).per_page(ENVIRONMENTS).call()?.items {
        let live = releases.live(name, environment.name.as_str()).call()?;
        deployments.extend(releases.list_deployments(name, environment.name.as_str()).per_page(rows).call()?.items);
        environments.push((environment, live));
    }
    deployments.sort_by_key(|deployment| std::cmp::Reverse(deployment.created_at));
    deployments.truncate(rows as usize);
    let candidates = releases.list_candidates(name).per_page(rows).call()?.items;
    Ok(Shown { project, environments, deployments, candidates })
}
