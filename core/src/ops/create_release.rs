//! `create_release`

use serde::{Deserialize, Serialize};

use super::dispatching;
use super::lookup::{self, Ahead, shown_candidate};
use super::recording::{Heard, Pair, release_before};
use crate::change::Reads;
use crate::client::{Call, Inner, Releases, WriteOperation};
use crate::commits::{Facts, Resolved, unavailable};
use crate::error::{Code, Error, Result};
use crate::known::Known;
use crate::model::{BuildStatus, Candidate, CandidateVersion, CommitHash, CommitName, Project, Release, Repository};
use crate::record::{BuildRun, CandidateRecord, Key, ReleaseRecord};
use crate::view::{Context, Decide, View};

/// Cuts a release candidate; the call of [`Releases::create_release`].
#[derive(Debug, Serialize)]
pub struct CreateRelease {
    project: String,
    version: String,
    repo: String,
    commit: String,
    trigger_build_workflow: bool,
    #[serde(skip)]
    facts: Facts,
    #[serde(skip)]
    heard: Option<Heard>,
}

impl Releases {
    /// Cuts a release candidate at a commit, and its release where it is the first one. A candidate is one commit's for
    /// ever: the same call again answers the candidate that is there and starts nothing.
    ///
    /// `commit` is a full hash, or a prefix of 7 digits or more where a commit source is registered.
    ///
    /// # Errors
    /// In this order: `invalid_release_candidate_version`, `invalid_commit_hash`, `invalid_name`, `project_not_found`,
    /// `candidate_exists` (at another commit), `archived`, `invalid_release_candidate_version` (the project's version
    /// scheme), `repository_not_found`, `invalid_commit_hash` (unknown to the commit source),
    /// `commit_source_unavailable`.
    pub fn create_release(
        &self,
        project: impl AsRef<str>,
        candidate_version: impl AsRef<str>,
        repo: impl AsRef<str>,
        commit: impl AsRef<str>,
    ) -> Call<CreateRelease> {
        let operation = CreateRelease {
            project: project.as_ref().to_owned(),
            version: candidate_version.as_ref().to_owned(),
            repo: repo.as_ref().to_owned(),
            commit: commit.as_ref().to_owned(),
            trigger_build_workflow: false,
            facts: Facts::NoSource,
            heard: None,
        };
        Call::new(self, operation)
    }
}

impl Call<CreateRelease> {
    /// Starts the project's build workflow, so that the candidate is `building` until it has ended. Without this, or
    /// without a build workflow, the candidate is `ready` at once.
    pub fn trigger_build_workflow(mut self, trigger: bool) -> Self {
        self.operation.trigger_build_workflow = trigger;
        self
    }
}

impl WriteOperation for CreateRelease {}

impl Decide for CreateRelease {
    const NAME: &'static str = "create_release";
    type Output = Candidate;

    /// Asks the commit source, where there is one and the candidate is new.
    fn prepare(&mut self, inner: &Inner) -> Result<()> {
        let (Ok(repository), Ok(commit)) = (Repository::new(&self.repo), CommitName::new(&self.commit)) else {
            return Ok(());
        };
        if !inner.has_sources() {
            return Ok(());
        }
        let wanted = Wanted { project: self.project.clone(), version: self.version.clone(), repository };
        let Wants { project, previous } = match inner.query(wanted)? {
            Some(wants) => wants,
            None => {
                self.facts = Facts::NotAsked;
                return Ok(());
            }
        };
        let Some((repository, source)) = inner.source_of(&project) else { return Ok(()) };
        self.facts = Facts::ask(&*source, &repository, &commit);
        if let (Facts::Commit(Resolved::Commit(to)), Some(from)) = (&self.facts, previous) {
            self.heard = Heard::ask(inner, &project, Pair { from, to: to.clone() });
        }
        Ok(())
    }

    fn reads(&self, known: &Known) -> Reads {
        Ahead::project(known, &self.project).candidate(&self.version).release_of(&self.version).reads()
    }

    fn decide(&self, view: &mut View<'_>, context: &Context) -> Result<Candidate> {
        let version = CandidateVersion::new(&self.version)?;
        let commit = CommitName::new(&self.commit)?;
        let project = lookup::project(view, &self.project)?;
        if let Some(there) = view.get::<CandidateRecord>(&Key::candidate(project.id, &version))? {
            return self.existing(&project, &there, &commit);
        }
        lookup::not_archived(&project)?;
        project.version_scheme.check(version.release())?;
        let repository = self.own_repository(&project)?;
        let commit = self.resolved(&repository, commit)?;

        let builds = project.build_workflow.as_ref().filter(|_| self.trigger_build_workflow);
        let now = view.now();
        let mut candidate = Candidate {
            id: context.candidate_id(),
            project: project.name.clone(),
            release_version: version.release().clone(),
            version,
            repository,
            commit,
            build_status: if builds.is_some() { BuildStatus::Building } else { BuildStatus::Ready },
            error_message: None,
            url: None,
            run_id: None,
            dispatch_id: None,
            created_at: now,
            build_end_at: builds.is_none().then_some(now),
            actor: context.actor.clone(),
        };
        if let Some(workflow) = builds {
            let id = dispatching::queue(view, context, &project, &candidate, workflow, None, now);
            candidate.dispatch_id = Some(id);
            view.start(id);
        }
        release(view, &project, &candidate)?;
        view.event(context, &project, "candidate.created")
            .candidate(&candidate.version)
            .after("repository", &candidate.repository)
            .after("commit", &candidate.commit)
            .after("build_status", candidate.build_status)
            .log(view);
        let run = BuildRun::default();
        view.put(CandidateRecord { project_id: project.id, data: candidate.clone(), run });
        if let Some(heard) = &self.heard {
            heard.record(view, &project)?;
        }
        Ok(candidate)
    }

    fn refresh(candidate: Candidate, inner: &Inner) -> Result<Candidate> {
        inner.query(super::GetCandidate::new(candidate.project.as_str(), candidate.version.as_str()))
    }
}

impl CreateRelease {
    /// A retried step is harmless: the same repository, by any name that it had, and commit answer what is there.
    fn existing(&self, project: &Project, there: &CandidateRecord, commit: &CommitName) -> Result<Candidate> {
        let candidate = &there.data;
        if !commit.may_be(&candidate.commit) {
            let message = format!(
                "release candidate {} exists already, at commit {} of {}; a candidate keeps its commit, so cut the next one",
                candidate.version, candidate.commit, candidate.repository
            );
            return Err(Error::new(Code::CandidateExists, message)
                .with("release_candidate_version", &candidate.version)
                .with("expected", &candidate.commit)
                .with("found", commit.as_str())
                .with("repository", &candidate.repository));
        }
        let own = |repository: &Repository| {
            *repository == candidate.repository || project.former_repositories.contains(repository)
        };
        if !Repository::new(&self.repo).is_ok_and(|repository| own(&repository)) {
            self.own_repository(project)?;
        }
        Ok(shown_candidate(there, project))
    }

    fn own_repository(&self, project: &Project) -> Result<Repository> {
        let not_found = |message: String| {
            Error::new(Code::RepositoryNotFound, message)
                .with("field", "repo")
                .with("expected", &project.repository)
                .with("found", &self.repo)
        };
        let repository = Repository::new(&self.repo).map_err(|error| not_found(error.to_string()).caused_by(error))?;
        if repository != project.repository {
            return Err(not_found(format!(
                "repository {repository} is not that of project {:?}, which is {}",
                project.name, project.repository
            )));
        }
        if matches!(self.facts, Facts::NoRepository) {
            return Err(not_found(format!("the commit source knows no repository {repository}")));
        }
        Ok(repository)
    }

    fn resolved(&self, repository: &Repository, commit: CommitName) -> Result<CommitHash> {
        let invalid = |message: String| {
            Error::new(Code::InvalidCommitHash, message).with("field", "commit").with("found", commit.as_str())
        };
        match (&self.facts, &commit) {
            (Facts::Unavailable(error), _) => Err(unavailable(repository, error)),
            (Facts::NotAsked, _) => {
                let message =
                    format!("project {:?} was changed while its commit source was asked; try again", self.project);
                Err(Error::new(Code::Conflict, message).with("project", &self.project))
            }
            (Facts::Commit(Resolved::Commit(hash)), _) => Ok(hash.clone()),
            (Facts::Commit(Resolved::Unknown), _) => {
                Err(invalid(format!("there is no commit {} in {}", commit.as_str(), self.repo)))
            }
            (Facts::Commit(Resolved::Ambiguous), _) => Err(invalid(format!(
                "more than one commit of {} begins with {}; say more digits",
                self.repo,
                commit.as_str()
            ))),
            (Facts::Commit(Resolved::OutOfReach), _) => Err(Error::new(
                Code::CommitSourceUnavailable,
                format!(
                    "the commit source has only a part of the history of {}, without {}; let it have all of it, as by \
                     git fetch --unshallow",
                    self.repo,
                    commit.as_str()
                ),
            )
            .retryable(false)
            .with("commit", commit.as_str())),
            (Facts::NoSource | Facts::NoRepository, CommitName::Full(hash)) => Ok(hash.clone()),
            (Facts::NoSource | Facts::NoRepository, CommitName::Prefix(prefix)) => Err(invalid(format!(
                "invalid commit hash {prefix:?}: expected 40 or 64 hexadecimal digits; a prefix needs a commit source"
            ))
            .with("expected", "40 or 64 hexadecimal digits")),
        }
    }
}

/// Writes the candidate's release, where it is new or the candidate is its head now.
pub(super) fn release(view: &mut View<'_>, project: &Project, candidate: &Candidate) -> Result<()> {
    let there = view.get::<ReleaseRecord>(&Key::release(project.id, &candidate.release_version))?;
    if there.as_ref().is_some_and(|release| release.data.head > candidate.version) {
        return Ok(());
    }
    let created_at = there.map_or(candidate.created_at, |release| release.data.created_at);
    view.put(ReleaseRecord {
        project_id: project.id,
        data: Release {
            project: project.name.clone(),
            version: candidate.release_version.clone(),
            head: candidate.version.clone(),
            created_at,
        },
    });
    Ok(())
}

/// What the commit source is to be asked about, where the candidate would be new and the repository is the project's.
#[derive(Debug, Serialize)]
struct Wanted {
    project: String,
    version: String,
    repository: Repository,
}

/// The project, and the commit that the release before has at its head.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Wants {
    project: Project,
    previous: Option<CommitHash>,
}

impl Decide for Wanted {
    const NAME: &'static str = "create_release";
    const READ_ONLY: bool = true;
    type Output = Option<Wants>;

    fn reads(&self, known: &Known) -> Reads {
        Ahead::project(known, &self.project).candidate(&self.version).reads()
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<Option<Wants>> {
        let Ok(version) = CandidateVersion::new(&self.version) else { return Ok(None) };
        let Ok(project) = lookup::project(view, &self.project) else { return Ok(None) };
        let is_new = view.get::<CandidateRecord>(&Key::candidate(project.id, &version))?.is_none();
        if !is_new || project.repository != self.repository {
            return Ok(None);
        }
        let previous = release_before(view, &project, &version)?.map(|head| head.data.commit.clone());
        Ok(Some(Wants { project: (*project).clone(), previous }))
    }
}
