//! `changes`, `release_notes`

use serde::{Deserialize, Serialize};

use super::live::{LOOK_BACK, previous};
use super::lookup::{self, Ahead, Scene};
use super::recording::{Pair, recorded, release_before};
use crate::change::Reads;
use crate::client::{Call, Caller, Inner, Operation, Releases};
use crate::commits::{Between, unavailable};
use crate::error::{Code, Error, Result};
use crate::known::Known;
use crate::model::{CandidateVersion, Changes, CommitHash, Cut, EnvironmentName, Gap, Project, Timestamp};
use crate::record::{CandidateRecord, ChangesRecord};
use crate::view::{Context, Decide, View};

/// What a deployment changes; the call of [`Releases::changes`].
#[derive(Debug)]
pub struct GetChanges {
    project: String,
    environment: String,
    from: Option<String>,
    to: Option<String>,
}

/// What a release changes; the call of [`Releases::release_notes`].
#[derive(Debug)]
pub struct GetReleaseNotes {
    project: String,
    candidate: String,
    from: Option<String>,
}

impl Releases {
    /// What a deployment brings to an environment and takes away from it, commit by commit: what is live against what
    /// was live there before it. With [`to`](Call::to), what that candidate would change if it were deployed now. What
    /// was live before is looked for among the last 1000 successes, as [`live`](Releases::live) does.
    ///
    /// It is told by the repository's commit source, or by what was recorded when the candidate was cut or deployed
    /// while there was one. A commit that touches no path of the project is counted and not listed.
    ///
    /// # Errors
    /// In this order: `invalid_release_candidate_version` (`from`, `to`), `invalid_name`, `project_not_found`,
    /// `environment_not_found`, `release_not_found`, `deployment_not_found` (nothing is live yet, and no `to` was
    /// said), `repository_not_found` and `commit_source_unavailable` (nothing was recorded, and the source does not
    /// know the repository or cannot be asked).
    pub fn changes(&self, project: impl AsRef<str>, environment: impl AsRef<str>) -> Call<GetChanges> {
        let (project, environment) = (project.as_ref().to_owned(), environment.as_ref().to_owned());
        Call::new(self, GetChanges { project, environment, from: None, to: None })
    }

    /// What a candidate brings and takes away against the head of the release before its own, by version: the commits
    /// for its release notes.
    ///
    /// It is told as [`changes`](Releases::changes) are, and recorded when the candidate is cut.
    ///
    /// # Errors
    /// In this order: `invalid_release_candidate_version`, `invalid_name`, `project_not_found`, `release_not_found`,
    /// `repository_not_found`, `commit_source_unavailable`.
    pub fn release_notes(&self, project: impl AsRef<str>, candidate_version: impl AsRef<str>) -> Call<GetReleaseNotes> {
        let (project, candidate) = (project.as_ref().to_owned(), candidate_version.as_ref().to_owned());
        Call::new(self, GetReleaseNotes { project, candidate, from: None })
    }
}

impl Call<GetChanges> {
    /// Compares with this candidate instead of what is live or was.
    pub fn from(mut self, candidate_version: impl AsRef<str>) -> Self {
        self.operation.from = Some(candidate_version.as_ref().to_owned());
        self
    }

    /// Tells what this candidate changes instead of what is live.
    pub fn to(mut self, candidate_version: impl AsRef<str>) -> Self {
        self.operation.to = Some(candidate_version.as_ref().to_owned());
        self
    }
}

impl Call<GetReleaseNotes> {
    /// Compares with this candidate instead of the release before.
    pub fn from(mut self, candidate_version: impl AsRef<str>) -> Self {
        self.operation.from = Some(candidate_version.as_ref().to_owned());
        self
    }
}

impl Operation for GetChanges {
    type Output = Changes;

    fn run(self, releases: &Releases, _: Caller) -> Result<Changes> {
        let GetChanges { project, environment, from, to } = self;
        let wanted = FindEnds { project, of: Of::Environment { environment, to }, from };
        told(releases.inner(), wanted).map_err(|error| error.with("operation", "changes"))
    }
}

impl Operation for GetReleaseNotes {
    type Output = Changes;

    fn run(self, releases: &Releases, _: Caller) -> Result<Changes> {
        let GetReleaseNotes { project, candidate, from } = self;
        let wanted = FindEnds { project, of: Of::Release { candidate }, from };
        told(releases.inner(), wanted).map_err(|error| error.with("operation", "release_notes"))
    }
}

fn told(inner: &Inner, wanted: FindEnds) -> Result<Changes> {
    inner.query(wanted)?.changes(inner)
}

/// Finds which candidates are compared, and what is recorded of them.
#[derive(Debug, Serialize)]
struct FindEnds {
    project: String,
    of: Of,
    from: Option<String>,
}

#[derive(Debug, Serialize)]
enum Of {
    Environment { environment: String, to: Option<String> },
    Release { candidate: String },
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Ends {
    project: Project,
    environment: Option<EnvironmentName>,
    from: Option<Cut>,
    to: Cut,
    recorded: Option<ChangesRecord>,
}

impl Decide for FindEnds {
    const NAME: &'static str = "changes";
    const READ_ONLY: bool = true;
    type Output = Ends;

    fn reads(&self, known: &Known) -> Reads {
        let ahead = Ahead::project(known, &self.project);
        match &self.of {
            Of::Environment { environment, .. } => ahead.environment(known, environment).reads(),
            Of::Release { candidate } => ahead.candidate(candidate).reads(),
        }
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<Ends> {
        let from = self.from.as_deref().map(CandidateVersion::new).transpose();
        let from = from.map_err(|error| error.with("argument", "from"))?;
        let (project, environment, from, to) = match &self.of {
            Of::Environment { environment, to } => {
                let to = to.as_deref().map(CandidateVersion::new).transpose();
                let to = to.map_err(|error| error.with("argument", "to"))?;
                let scene = lookup::scene(view, &self.project, environment)?;
                let (from, to) = in_environment(view, &scene, from.as_ref(), to)?;
                (scene.project, Some(scene.environment.data.name), from, to)
            }
            Of::Release { candidate } => {
                let version = CandidateVersion::new(candidate)?;
                let project = lookup::project(view, &self.project)?;
                let to = cut(&*lookup::candidate(view, &project, &version)?);
                let from = match &from {
                    Some(from) => Some(cut(&*lookup::candidate(view, &project, from)?)),
                    None => release_before(view, &project, &version)?.map(|head| cut(&head)),
                };
                (project, None, from, to)
            }
        };
        let recorded = match &from {
            Some(from) => recorded(view, project.id, &Pair { from: from.commit.clone(), to: to.commit.clone() })?,
            None => None,
        };
        Ok(Ends { project: (*project).clone(), environment, from, to, recorded })
    }
}

fn cut(candidate: &CandidateRecord) -> Cut {
    Cut::new(candidate.data.version.clone(), candidate.data.commit.clone())
}

/// What is compared in an environment: what is said; else what is live with what was live before it, and any other
/// candidate with what is live.
fn in_environment(
    view: &mut View<'_>,
    scene: &Scene,
    from: Option<&CandidateVersion>,
    to: Option<CandidateVersion>,
) -> Result<(Option<Cut>, Cut)> {
    let live = scene.environment.live.as_ref().map(|live| live.candidate.clone());
    let Some(target) = to.or_else(|| live.clone()) else {
        let name = &scene.environment.data.name;
        let message = format!("nothing is live in {name:?} yet; say which candidate's changes are wanted ('to')");
        return Err(Error::new(Code::DeploymentNotFound, message).with("environment", name));
    };
    let to = cut(&*lookup::candidate(view, &scene.project, &target)?);
    let before = match (from, live) {
        (Some(from), _) => Some(from.clone()),
        (None, Some(live)) if live != target => Some(live),
        (None, _) => {
            previous(view, scene, Some(LOOK_BACK), |_| true)?.map(|previous| previous.data.candidate_version.clone())
        }
    };
    let from = before.map(|before| lookup::candidate(view, &scene.project, &before)).transpose()?;
    Ok((from.map(|from| cut(&from)), to))
}

impl Ends {
    fn changes(self, inner: &Inner) -> Result<Changes> {
        let (between, recorded_at) = self.between(inner)?;
        let changes = Changes {
            project: self.project.name,
            environment: self.environment,
            from: self.from,
            to: self.to,
            relation: between.relation,
            brings: between.brings,
            takes_away: between.takes_away,
            gap: between.gap,
            recorded_at,
            markdown: String::new(),
            text: String::new(),
        };
        Ok(changes.written())
    }

    /// Commits do not change: what was recorded by the same path patterns is what the source would say. What was
    /// recorded by others is told where there is no better answer.
    fn between(&self, inner: &Inner) -> Result<(Between, Option<Timestamp>)> {
        let from = self.from.as_ref().map(|from| &from.commit);
        if from == Some(&self.to.commit) {
            return Ok((Between::same(), None));
        }
        let recorded = self.recorded.as_ref().map(|recorded| (Between::recorded(recorded), Some(recorded.recorded_at)));
        if let Some(recorded) = recorded.as_ref().filter(|_| self.is_recorded_alike()) {
            return Ok(recorded.clone());
        }
        let asked = self.ask(inner, from);
        match (asked, recorded) {
            (Ok(between), None) => Ok((between, None)),
            (Ok(between), Some(recorded)) if between.gap.is_some() => Ok(recorded),
            (Ok(between), Some(_)) => Ok((between, None)),
            (Err(_), Some(recorded)) => Ok(recorded),
            (Err(error), None) => Err(error),
        }
    }

    fn is_recorded_alike(&self) -> bool {
        self.recorded.as_ref().is_some_and(|recorded| recorded.path_patterns == self.project.path_patterns)
    }

    fn ask(&self, inner: &Inner, from: Option<&CommitHash>) -> Result<Between> {
        let Some((repository, source)) = inner.source_of(&self.project) else {
            return Ok(Between::nothing(from, Gap::NoCommitSource));
        };
        let asked = || -> Result<Option<Between>> {
            if !source.has_repository(&repository)? {
                return Ok(None);
            }
            Between::ask(&*source, &repository, &self.project.path_patterns, from, &self.to.commit, None).map(Some)
        };
        asked().map_err(|error| unavailable(&repository, &error))?.ok_or_else(|| {
            let message = format!("the commit source knows no repository {repository}");
            Error::new(Code::RepositoryNotFound, message).with("repository", &repository)
        })
    }
}
