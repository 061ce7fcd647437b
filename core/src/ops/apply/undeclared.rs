//! What exists and is not declared: it is left alone, and told.

use super::declared::Declared;
use crate::client::Inner;
use crate::error::{Code, Result};
use crate::model::{Applied, EnvironmentName, ProjectName, Undeclared};
use crate::ops::paging::{MOST, Paging};
use crate::ops::{ListEnvironments, ListProjects};

/// What was found: the first ones by their names, and how many there are.
#[derive(Debug, Default, Clone)]
pub(super) struct Found {
    pub(super) named: Vec<Undeclared>,
    pub(super) total: u64,
}

impl Found {
    /// Looks for projects that are not declared, and for environments of declared ones that are not; what is archived
    /// is left out. Each page is a query of its own, so that on a busy storage none of them is overtaken. The handle
    /// learns the ids of the names by it.
    pub(super) fn look(inner: &Inner, declared: &Declared) -> Result<Found> {
        let mut found = Found::default();
        let mut paging = Paging { per_page: Some(MOST), cursor: None };
        loop {
            let page = inner.query(ListProjects { include_archived: true, paging: paging.clone() })?;
            for project in page.items {
                match declared.project(&project.name) {
                    Some(declared) => {
                        found.look_in(inner, &project.name, |name| declared.environment(name).is_some())?
                    }
                    None if project.archived_at.is_none() => found.note(&project.name, None),
                    None => {}
                }
            }
            if page.next.is_none() {
                return Ok(found);
            }
            paging.cursor = page.next;
        }
    }

    fn look_in(
        &mut self,
        inner: &Inner,
        project: &ProjectName,
        is_declared: impl Fn(&EnvironmentName) -> bool,
    ) -> Result<()> {
        let mut paging = Paging { per_page: Some(MOST), cursor: None };
        loop {
            let query =
                ListEnvironments { project: project.to_string(), include_archived: true, paging: paging.clone() };
            let page = match inner.query(query) {
                // It was renamed meanwhile.
                Err(error) if error.code() == Code::ProjectNotFound => return Ok(()),
                page => page?,
            };
            for environment in page.items {
                if environment.archived_at.is_none() && !is_declared(&environment.name) {
                    self.note(project, Some(&environment.name));
                }
            }
            if page.next.is_none() {
                return Ok(());
            }
            paging.cursor = page.next;
        }
    }

    fn note(&mut self, project: &ProjectName, environment: Option<&EnvironmentName>) {
        self.total += 1;
        if self.named.len() < Applied::MAX_UNDECLARED {
            self.named.push(Undeclared { project: project.clone(), environment: environment.cloned() });
        }
    }
}
