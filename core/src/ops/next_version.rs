//! `next_candidate`, `next_release`

use serde::Serialize;

use super::lookup::{self, Ahead};
use crate::change::{Query, Reads};
use crate::client::{Call, Releases};
use crate::error::{Code, Error, Result};
use crate::known::Known;
use crate::model::{Bump, CandidateVersion, ReleaseVersion, Step};
use crate::record::{Key, List, ReleaseRecord};
use crate::view::{Context, Decide, View};

/// The next candidate of a release; the call of [`Releases::next_candidate`].
#[derive(Debug, Serialize)]
pub struct NextCandidate {
    project: String,
    release: String,
}

/// The next release of a project; the call of [`Releases::next_release`].
#[derive(Debug, Serialize)]
pub struct NextRelease {
    project: String,
    bump: Option<String>,
}

impl Releases {
    /// The version that the next candidate of a release has: one after its head, `-rc1` where there is none.
    /// Nothing is reserved: two who ask at once are told the same, and only one of them can cut it at its commit.
    ///
    /// # Errors
    /// `invalid_request` (the version, or no number is left), `invalid_name`, `project_not_found`,
    /// `invalid_release_candidate_version` (the project's version scheme).
    pub fn next_candidate(&self, project: impl AsRef<str>, release_version: impl AsRef<str>) -> Call<NextCandidate> {
        let (project, release) = (project.as_ref().to_owned(), release_version.as_ref().to_owned());
        Call::new(self, NextCandidate { project, release })
    }

    /// The version that the next release of a project has, by its version scheme, after its latest one: a date's
    /// version for CalVer, by the storage's clock; a bump of the latest for the others.
    ///
    /// # Errors
    /// `invalid_name`, `project_not_found`; `invalid_request` for an unknown bump, and where the scheme cannot tell
    /// what is next.
    pub fn next_release(&self, project: impl AsRef<str>) -> Call<NextRelease> {
        Call::new(self, NextRelease { project: project.as_ref().to_owned(), bump: None })
    }
}

impl Call<NextRelease> {
    /// Which number is raised: a [`Bump`] or its word, `major`, `minor` or `patch`.
    pub fn bump(mut self, bump: impl AsRef<str>) -> Self {
        self.operation.bump = Some(bump.as_ref().to_owned());
        self
    }
}

impl Decide for NextCandidate {
    const NAME: &'static str = "next_candidate";
    const READ_ONLY: bool = true;
    type Output = CandidateVersion;

    fn reads(&self, known: &Known) -> Reads {
        Ahead::project(known, &self.project).release(&self.release).reads()
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<CandidateVersion> {
        let release = ReleaseVersion::new(&self.release)?;
        let project = lookup::project(view, &self.project)?;
        match view.get::<ReleaseRecord>(&Key::release(project.id, &release))? {
            Some(there) => there.data.head.next().ok_or_else(|| {
                let message = format!("{} is the last candidate that {release} can have", there.data.head);
                Error::new(Code::InvalidRequest, message).with("field", "release_version")
            }),
            None => {
                project.version_scheme.check(&release)?;
                Ok(release.candidate(1))
            }
        }
    }
}

impl Decide for NextRelease {
    const NAME: &'static str = "next_release";
    const READ_ONLY: bool = true;
    type Output = ReleaseVersion;

    fn reads(&self, known: &Known) -> Reads {
        let latest = |project| Some(Query::last(List::Releases, project));
        Ahead::project(known, &self.project).list_of_project(latest).reads()
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<ReleaseVersion> {
        let bump = self.bump.as_deref().map(str::parse::<Bump>).transpose()?;
        let project = lookup::project(view, &self.project)?;
        let latest = view.only::<ReleaseRecord>(&Query::last(List::Releases, project.id))?;
        let step = Step { bump, date: Some(view.now().date()) };
        project.version_scheme.next(latest.as_ref().map(|release| &release.data.version), step)
    }
}
