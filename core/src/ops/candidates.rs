//! `get_release`, `list_releases`, `get_candidate`, `list_candidates`

use serde::Serialize;

use super::lookup::{self, Ahead, shown_candidate};
use super::paging::{self, Paging, page_of};
use crate::change::Reads;
use crate::client::{Call, Releases};
use crate::error::{Code, Error, Result};
use crate::known::Known;
use crate::model::{Candidate, CandidateVersion, Page, Project, ProjectId, Release, ReleaseVersion};
use crate::record::{CandidateRecord, Key, List, ReleaseRecord};
use crate::view::{Context, Decide, View};

/// One release; the call of [`Releases::get_release`].
#[derive(Debug, Serialize)]
pub struct GetRelease {
    project: String,
    version: String,
}

/// A project's releases; the call of [`Releases::list_releases`].
#[derive(Debug, Serialize)]
pub struct ListReleases {
    project: String,
    paging: Paging,
}

/// One candidate; the call of [`Releases::get_candidate`].
#[derive(Debug, Serialize)]
pub struct GetCandidate {
    project: String,
    version: String,
}

/// A project's candidates; the call of [`Releases::list_candidates`].
#[derive(Debug, Serialize)]
pub struct ListCandidates {
    project: String,
    release: Option<String>,
    paging: Paging,
}

impl Releases {
    /// A release by its version.
    ///
    /// # Errors
    /// `invalid_request` (the version), `invalid_name`, `project_not_found`, `release_not_found`.
    pub fn get_release(&self, project: impl AsRef<str>, release_version: impl AsRef<str>) -> Call<GetRelease> {
        let (project, version) = (project.as_ref().to_owned(), release_version.as_ref().to_owned());
        Call::new(self, GetRelease { project, version })
    }

    /// A project's releases, the latest version first.
    ///
    /// # Errors
    /// `invalid_name`, `project_not_found`, `invalid_request` (`per_page`), `invalid_cursor`.
    pub fn list_releases(&self, project: impl AsRef<str>) -> Call<ListReleases> {
        Call::new(self, ListReleases { project: project.as_ref().to_owned(), paging: Paging::default() })
    }

    /// A candidate by its version.
    ///
    /// # Errors
    /// `invalid_release_candidate_version`, `invalid_name`, `project_not_found`, `release_not_found`.
    pub fn get_candidate(&self, project: impl AsRef<str>, candidate_version: impl AsRef<str>) -> Call<GetCandidate> {
        Call::new(self, GetCandidate::new(project.as_ref(), candidate_version.as_ref()))
    }

    /// A project's candidates, the latest version first.
    ///
    /// # Errors
    /// `invalid_name`, `project_not_found`, `invalid_request` (`per_page`, the release's version), `invalid_cursor`.
    pub fn list_candidates(&self, project: impl AsRef<str>) -> Call<ListCandidates> {
        let project = project.as_ref().to_owned();
        Call::new(self, ListCandidates { project, release: None, paging: Paging::default() })
    }
}

impl Call<ListCandidates> {
    /// Only the candidates of one release.
    pub fn release(mut self, release_version: impl AsRef<str>) -> Self {
        self.operation.release = Some(release_version.as_ref().to_owned());
        self
    }
}

super::paging::paged!(ListReleases);
super::paging::paged!(ListCandidates);

fn shown_release(record: &ReleaseRecord, project: &Project) -> Release {
    Release { project: project.name.clone(), ..record.data.clone() }
}

impl GetCandidate {
    pub(crate) fn new(project: &str, version: &str) -> GetCandidate {
        GetCandidate { project: project.to_owned(), version: version.to_owned() }
    }
}

impl Decide for GetRelease {
    const NAME: &'static str = "get_release";
    const READ_ONLY: bool = true;
    type Output = Release;

    fn reads(&self, known: &Known) -> Reads {
        Ahead::project(known, &self.project).release(&self.version).reads()
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<Release> {
        let version = ReleaseVersion::new(&self.version)?;
        let project = lookup::project(view, &self.project)?;
        let record = view.get::<ReleaseRecord>(&Key::release(project.id, &version))?.ok_or_else(|| {
            Error::new(Code::ReleaseNotFound, format!("there is no release {version} in project {:?}", project.name))
                .with("project", &project.name)
                .with("release_version", &version)
        })?;
        Ok(shown_release(&record, &project))
    }
}

impl Decide for ListReleases {
    const NAME: &'static str = "list_releases";
    const READ_ONLY: bool = true;
    type Output = Page<Release>;

    fn reads(&self, known: &Known) -> Reads {
        let page = |project| paging::ahead(&self.paging, List::Releases, project, true);
        Ahead::project(known, &self.project).list_of_project(page).reads()
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<Page<Release>> {
        let project = lookup::project(view, &self.project)?;
        let page = page_of::<ReleaseRecord>(view, &self.paging, List::Releases, project.id, true, |_| true)?;
        Ok(page.map(|(_, record)| shown_release(&record, &project)))
    }
}

impl Decide for GetCandidate {
    const NAME: &'static str = "get_candidate";
    const READ_ONLY: bool = true;
    type Output = Candidate;

    fn reads(&self, known: &Known) -> Reads {
        Ahead::project(known, &self.project).candidate(&self.version).reads()
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<Candidate> {
        let version = CandidateVersion::new(&self.version)?;
        let project = lookup::project(view, &self.project)?;
        Ok(shown_candidate(&*lookup::candidate(view, &project, &version)?, &project))
    }
}

impl ListCandidates {
    /// The list that has them, and the part of it.
    fn list(&self, project: ProjectId) -> Result<(List, String)> {
        let release = self.release.as_deref().map(ReleaseVersion::new).transpose()?;
        Ok(match release {
            Some(release) => (List::ReleaseCandidates, format!("{project}/{release}")),
            None => (List::Candidates, project.to_string()),
        })
    }
}

impl Decide for ListCandidates {
    const NAME: &'static str = "list_candidates";
    const READ_ONLY: bool = true;
    type Output = Page<Candidate>;

    fn reads(&self, known: &Known) -> Reads {
        let page = |project| {
            let (list, partition) = self.list(project).ok()?;
            paging::ahead(&self.paging, list, partition, true)
        };
        Ahead::project(known, &self.project).list_of_project(page).reads()
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<Page<Candidate>> {
        self.release.as_deref().map(ReleaseVersion::new).transpose()?;
        let project = lookup::project(view, &self.project)?;
        let (list, partition) = self.list(project.id)?;
        let page = page_of::<CandidateRecord>(view, &self.paging, list, partition, true, |_| true)?;
        Ok(page.map(|(_, record)| shown_candidate(&record, &project)))
    }
}
