//! The reference: what the rules say, in the plainest form. A call is made on a copy of everything, which takes the
//! place of what was there where the call succeeds; what is live, open or abandoned is looked for and never kept.

use release_core::{BuildStatus, Code, DispatchState, Status};

use crate::action::{Action, Name, Place, VERSIONS};
use crate::seen::{self, Answer, Dispatch, Seen};

pub(crate) const HOUR: i64 = 3_600_000;
/// How long answers are kept.
const KEPT: i64 = 7 * 24 * HOUR;

#[derive(Debug, Clone)]
pub(crate) struct Project {
    pub(crate) name: String,
    /// Every name that the repository has had, the one of today last.
    repositories: Vec<String>,
    builds: bool,
    archived_at: Option<i64>,
}

#[derive(Debug, Clone)]
pub(crate) struct Environment {
    pub(crate) project: usize,
    pub(crate) name: String,
    pub(crate) one_at_a_time: bool,
    pub(crate) deploys: bool,
    frozen: Option<Option<i64>>,
    archived_at: Option<i64>,
    /// The deployments that have ended, in the order in which they did.
    pub(crate) endings: Vec<usize>,
    /// The candidates that a rollback has left, with the number of that rollback.
    pub(crate) abandoned: Vec<(String, u64)>,
}

#[derive(Debug, Clone)]
struct Candidate {
    project: usize,
    seen: seen::Candidate,
    dispatch: Option<usize>,
}

#[derive(Debug, Clone)]
pub(crate) struct Deployment {
    pub(crate) environment: usize,
    pub(crate) seen: seen::Deployment,
    pub(crate) dispatch: Option<usize>,
    pub(crate) observed: Option<i64>,
    /// Whether it was said to be canceling before anything was started.
    pub(crate) unstarted: bool,
    /// For a rollback that is held: the deployments whose ends it waits for.
    pub(crate) waits_for: Vec<usize>,
}

/// What a line of the log is about.
#[derive(Debug, Clone)]
struct Event {
    project: usize,
    environment: Option<usize>,
    version: Option<String>,
}

#[derive(Debug, Clone)]
struct Kept {
    key: Name,
    action: Action,
    answer: Answer,
    until: i64,
}

#[derive(Debug, Clone)]
pub(crate) struct World {
    pub(crate) now: i64,
    projects: Vec<Project>,
    pub(crate) environments: Vec<Environment>,
    candidates: Vec<Candidate>,
    pub(crate) deployments: Vec<Deployment>,
    pub(crate) dispatches: Vec<Dispatch>,
    events: Vec<Event>,
    kept: Vec<Kept>,
}

pub(crate) type Outcome<T> = std::result::Result<T, Code>;

impl World {
    pub(crate) fn new(now: i64) -> World {
        let (projects, environments, candidates) = (Vec::new(), Vec::new(), Vec::new());
        let (deployments, dispatches, events, kept) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        World { now, projects, environments, candidates, deployments, dispatches, events, kept }
    }

    /// Makes a call: a key that is known answers, and one that fails changes nothing.
    pub(crate) fn call(&mut self, action: &Action, key: Option<Name>) -> Outcome<Answer> {
        let same = |kept: &Kept| Some(kept.key) == key && kept.action.operation() == action.operation();
        if let Some(kept) = self.kept.iter().find(|kept| same(kept) && self.now < kept.until) {
            return if kept.action == *action { Ok(kept.answer.clone()) } else { Err(Code::IdempotencyKeyReused) };
        }
        let mut after = self.clone();
        let answer = after.make(action)?;
        if let Some(key) = key {
            after.kept.retain(|kept| !same(kept));
            after.kept.push(Kept { key, action: action.clone(), answer: answer.clone(), until: self.now + KEPT });
        }
        *self = after;
        Ok(answer)
    }

    fn make(&mut self, action: &Action) -> Outcome<Answer> {
        match action {
            Action::CreateProject { .. }
            | Action::UpdateProject { .. }
            | Action::RenameProject { .. }
            | Action::RenameRepository { .. }
            | Action::ArchiveProject { .. } => {
                let project = self.change_project(action)?;
                Ok(Answer::Project(self.show_project(project)))
            }
            Action::CreateEnvironment { place, one_at_a_time, deploys } => {
                let project = self.project(place.0)?;
                self.active_project(project)?;
                self.vacant(project, place.1)?;
                self.environments.push(Environment {
                    project,
                    name: place.1.to_owned(),
                    one_at_a_time: *one_at_a_time,
                    deploys: *deploys,
                    frozen: None,
                    archived_at: None,
                    endings: Vec::new(),
                    abandoned: Vec::new(),
                });
                let environment = self.environments.len() - 1;
                self.log(project, Some(environment), None);
                Ok(Answer::Environment(self.show_environment(environment)))
            }
            Action::UpdateEnvironment { place, .. }
            | Action::RenameEnvironment { place, .. }
            | Action::ArchiveEnvironment { place, .. }
            | Action::Freeze { place, .. }
            | Action::Unfreeze { place } => {
                let environment = self.environment(*place)?;
                self.change_environment(environment, action)?;
                Ok(Answer::Environment(self.show_environment(environment)))
            }
            Action::CreateRelease { .. } | Action::UpdateBuild { .. } | Action::Rebuild { .. } => {
                let candidate = self.change_candidate(action)?;
                Ok(Answer::Candidate(self.candidates[candidate].seen.clone()))
            }
            Action::Deploy { place, version, force, redeploy } => {
                let nth = self.deploy(*place, version, *force, *redeploy)?;
                Ok(Answer::Deployment(self.show(nth)))
            }
            Action::Report { of, status, said } => {
                let nth = self.report(*of, status, said)?;
                Ok(Answer::Deployment(self.show(nth)))
            }
            Action::Cancel { nth } => {
                let nth = *nth;
                let deployment = self.deployments.get(nth).ok_or(Code::DeploymentNotFound)?;
                if deployment.seen.status.is_closed() {
                    return Err(Code::InvalidTransition);
                }
                self.cancel(nth);
                Ok(Answer::Deployment(self.show(nth)))
            }
            Action::RollBack { place, force, to, from, dry_run } => {
                self.roll_back(*place, *force, to.as_deref(), from.as_deref(), *dry_run)
            }
        }
    }

    fn change_project(&mut self, action: &Action) -> Outcome<usize> {
        let now = self.now;
        match action {
            Action::CreateProject { project, repository, builds } => {
                self.no_project(project)?;
                let (name, repositories) = ((*project).to_owned(), vec![(*repository).to_owned()]);
                self.projects.push(Project { name, repositories, builds: *builds, archived_at: None });
                self.log(self.projects.len() - 1, None, None);
                Ok(self.projects.len() - 1)
            }
            Action::UpdateProject { project, builds } => {
                let project = self.project(project)?;
                self.active_project(project)?;
                if self.projects[project].builds != *builds {
                    self.projects[project].builds = *builds;
                    self.log(project, None, None);
                }
                Ok(project)
            }
            Action::RenameProject { project, to } => {
                let project = self.project(project)?;
                if self.projects[project].name != *to {
                    self.no_project(to)?;
                    self.projects[project].name = (*to).to_owned();
                    self.log(project, None, None);
                }
                Ok(project)
            }
            Action::RenameRepository { project, to } => {
                let project = self.project(project)?;
                let names = &mut self.projects[project].repositories;
                if names.last().is_some_and(|name| name != to) {
                    names.push((*to).to_owned());
                    self.log(project, None, None);
                }
                Ok(project)
            }
            Action::ArchiveProject { project, archived } => {
                let project = self.project(project)?;
                if self.projects[project].archived_at.is_some() != *archived {
                    self.projects[project].archived_at = archived.then_some(now);
                    self.log(project, None, None);
                }
                Ok(project)
            }
            _ => unreachable!("no change of a project: {action:?}"),
        }
    }

    fn change_environment(&mut self, nth: usize, action: &Action) -> Outcome<()> {
        let (now, project) = (self.now, self.environments[nth].project);
        match action {
            Action::UpdateEnvironment { .. } | Action::Freeze { .. } => self.active(nth)?,
            Action::RenameEnvironment { to, .. } if self.environments[nth].name != *to => self.vacant(project, to)?,
            _ => {}
        }
        let environment = &mut self.environments[nth];
        let changes = match action {
            Action::UpdateEnvironment { one_at_a_time, deploys, .. } => {
                let before = (environment.one_at_a_time, environment.deploys);
                (environment.one_at_a_time, environment.deploys) = (*one_at_a_time, *deploys);
                before != (*one_at_a_time, *deploys)
            }
            Action::RenameEnvironment { to, .. } => std::mem::replace(&mut environment.name, (*to).to_owned()) != *to,
            Action::ArchiveEnvironment { archived, .. } => {
                let changes = environment.archived_at.is_some() != *archived;
                if changes {
                    environment.archived_at = archived.then_some(now);
                }
                changes
            }
            Action::Freeze { until, .. } => {
                let until = until.map(|hours| hours * HOUR);
                if until.is_some_and(|until| until <= now) {
                    return Err(Code::InvalidRequest);
                }
                environment.frozen = Some(until);
                true
            }
            Action::Unfreeze { .. } => environment.frozen.take().is_some(),
            _ => unreachable!("no change of an environment: {action:?}"),
        };
        if changes {
            self.log(project, Some(nth), None);
        }
        Ok(())
    }

    fn change_candidate(&mut self, action: &Action) -> Outcome<usize> {
        match action {
            Action::CreateRelease { project, version, repository, commit, builds } => {
                known_version(version)?;
                let commit: String = std::iter::repeat_n(*commit, 40).collect();
                if !commit.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                    return Err(Code::InvalidCommitHash);
                }
                let project = self.project(project)?;
                if let Ok(there) = self.candidate(project, version) {
                    return match &self.candidates[there].seen {
                        candidate if candidate.commit != commit => Err(Code::CandidateExists),
                        _ if !self.projects[project].repositories.iter().any(|name| name == repository) => {
                            Err(Code::RepositoryNotFound)
                        }
                        _ => Ok(there),
                    };
                }
                self.active_project(project)?;
                if self.projects[project].repositories.last().map(String::as_str) != Some(repository) {
                    return Err(Code::RepositoryNotFound);
                }
                let builds = *builds && self.projects[project].builds;
                let dispatch = builds.then(|| self.queue(self.now));
                let build_status = if builds { BuildStatus::Building } else { BuildStatus::Ready };
                let seen = seen::Candidate {
                    version: (*version).to_owned(),
                    repository: (*repository).to_owned(),
                    commit,
                    build_status,
                    message: None,
                    created_at: self.now,
                    end_at: (!builds).then_some(self.now),
                    is_dispatched: builds,
                };
                self.candidates.push(Candidate { project, seen, dispatch });
                self.log(project, None, Some(version));
                Ok(self.candidates.len() - 1)
            }
            Action::UpdateBuild { project, version, status, message } => {
                known_version(version)?;
                let status = status.parse::<BuildStatus>().map_err(|_| Code::InvalidStatus)?;
                let project = self.project(project)?;
                let nth = self.candidate(project, version)?;
                let now = self.now;
                let candidate = &mut self.candidates[nth].seen;
                let before = candidate.clone();
                if status == BuildStatus::Building && before.build_status != BuildStatus::Building {
                    return Err(Code::InvalidTransition);
                }
                candidate.build_status = status;
                let ended = status != BuildStatus::Building;
                if ended {
                    candidate.end_at = before.end_at.or(Some(now));
                }
                if status == BuildStatus::Ready {
                    candidate.message = None;
                }
                if message.is_some() {
                    candidate.message = message.map(str::to_owned);
                }
                let changes = *candidate != before;
                if ended {
                    self.withdraw(self.candidates[nth].dispatch);
                }
                if changes {
                    self.log(project, None, Some(version));
                }
                Ok(nth)
            }
            Action::Rebuild { project, version } => {
                known_version(version)?;
                let project = self.project(project)?;
                let nth = self.candidate(project, version)?;
                self.active_project(project)?;
                match self.candidates[nth].seen.build_status {
                    BuildStatus::Building => return Ok(nth),
                    BuildStatus::Ready => return Err(Code::InvalidTransition),
                    BuildStatus::Failed => {}
                }
                let dispatch = self.projects[project].builds.then(|| self.queue(self.now));
                let candidate = &mut self.candidates[nth];
                candidate.dispatch = dispatch;
                candidate.seen.is_dispatched = dispatch.is_some();
                candidate.seen.build_status = BuildStatus::Building;
                candidate.seen.end_at = None;
                candidate.seen.message = None;
                self.log(project, None, Some(version));
                Ok(nth)
            }
            _ => unreachable!("no change of a candidate: {action:?}"),
        }
    }

    /// A workflow that nobody here can start: it stays queued until it is not needed any more.
    pub(crate) fn queue(&mut self, due_at: i64) -> usize {
        self.dispatches.push(Dispatch { state: DispatchState::Queued, due_at: Some(due_at) });
        self.dispatches.len() - 1
    }

    pub(crate) fn withdraw(&mut self, dispatch: Option<usize>) {
        let Some(dispatch) = dispatch.map(|nth| &mut self.dispatches[nth]) else { return };
        if dispatch.state == DispatchState::Queued {
            *dispatch = Dispatch { state: DispatchState::Withdrawn, due_at: None };
        }
    }

    pub(crate) fn log(&mut self, project: usize, environment: Option<usize>, version: Option<&str>) {
        self.events.push(Event { project, environment, version: version.map(str::to_owned) });
    }

    fn project(&self, name: &str) -> Outcome<usize> {
        self.projects.iter().position(|project| project.name == name).ok_or(Code::ProjectNotFound)
    }

    fn no_project(&self, name: &str) -> Outcome<()> {
        if self.project(name).is_ok() { Err(Code::ProjectExists) } else { Ok(()) }
    }

    fn environment_of(&self, project: usize, name: &str) -> Option<usize> {
        self.environments.iter().position(|there| there.project == project && there.name == name)
    }

    pub(crate) fn environment(&self, place: Place) -> Outcome<usize> {
        let project = self.project(place.0)?;
        self.environment_of(project, place.1).ok_or(Code::EnvironmentNotFound)
    }

    fn vacant(&self, project: usize, name: &str) -> Outcome<()> {
        self.environment_of(project, name).map_or(Ok(()), |_| Err(Code::EnvironmentExists))
    }

    fn active_project(&self, project: usize) -> Outcome<()> {
        self.projects[project].archived_at.map_or(Ok(()), |_| Err(Code::Archived))
    }

    pub(crate) fn active(&self, environment: usize) -> Outcome<()> {
        let environment = &self.environments[environment];
        self.active_project(environment.project)?;
        environment.archived_at.map_or(Ok(()), |_| Err(Code::Archived))
    }

    fn freeze(&self, environment: usize) -> Option<Option<i64>> {
        self.environments[environment].frozen.filter(|until| until.is_none_or(|until| self.now < until))
    }

    pub(crate) fn not_frozen(&self, environment: usize, force: bool) -> Outcome<()> {
        if force || self.freeze(environment).is_none() { Ok(()) } else { Err(Code::EnvironmentFrozen) }
    }

    fn candidate(&self, project: usize, version: &str) -> Outcome<usize> {
        let is_it = |candidate: &Candidate| candidate.project == project && candidate.seen.version == version;
        self.candidates.iter().position(is_it).ok_or(Code::ReleaseNotFound)
    }

    /// The build of a candidate that is to be deployed in an environment.
    pub(crate) fn build_of(&self, environment: usize, version: &str) -> Outcome<BuildStatus> {
        let nth = self.candidate(self.environments[environment].project, version)?;
        Ok(self.candidates[nth].seen.build_status)
    }

    /// An environment's deployments, newest first.
    pub(crate) fn newest_first(&self, environment: usize) -> Vec<usize> {
        let here = |nth: &usize| self.deployments[*nth].environment == environment;
        (0..self.deployments.len()).filter(here).rev().collect()
    }

    pub(crate) fn open(&self, environment: usize) -> Vec<usize> {
        let mut open = self.newest_first(environment);
        open.retain(|nth| self.deployments[*nth].seen.status.is_open());
        open
    }

    /// The successes in the order of endings, the last one first: the first of them is live.
    pub(crate) fn successes(&self, environment: usize) -> Vec<usize> {
        let endings = self.environments[environment].endings.iter().rev();
        endings.copied().filter(|nth| self.deployments[*nth].seen.status == Status::Success).collect()
    }

    /// The success with another candidate that ended last before the live one, and is wanted.
    pub(crate) fn previous(&self, environment: usize, wanted: impl Fn(&str) -> bool) -> Option<usize> {
        let successes = self.successes(environment);
        let version = |nth: &usize| self.deployments[*nth].seen.version.as_str();
        let live = version(successes.first()?);
        successes.iter().copied().find(|nth| version(nth) != live && wanted(version(nth)))
    }

    /// A deployment by the names of today.
    pub(crate) fn show(&self, nth: usize) -> seen::Deployment {
        let deployment = &self.deployments[nth];
        let environment = &self.environments[deployment.environment];
        let project = self.projects[environment.project].name.clone();
        seen::Deployment { project, environment: environment.name.clone(), ..deployment.seen.clone() }
    }

    fn show_project(&self, nth: usize) -> seen::Project {
        let Project { name, repositories, builds, archived_at } = self.projects[nth].clone();
        let repository = repositories.last().cloned().unwrap_or_default();
        seen::Project { name, repository, builds, archived_at }
    }

    fn show_environment(&self, nth: usize) -> seen::Environment {
        let environment = &self.environments[nth];
        seen::Environment {
            project: self.projects[environment.project].name.clone(),
            name: environment.name.clone(),
            one_at_a_time: environment.one_at_a_time,
            deploys: environment.deploys,
            frozen: self.freeze(nth),
            archived_at: environment.archived_at,
        }
    }

    fn in_environment(&self, nth: usize) -> seen::InEnvironment {
        let dispatch = |nth: usize| self.deployments[nth].dispatch.map(|dispatch| self.dispatches[dispatch]);
        let all = self.newest_first(nth).into_iter().map(|nth| (self.show(nth), dispatch(nth)));
        seen::InEnvironment {
            environment: self.show_environment(nth),
            live: self.successes(nth).first().map(|nth| self.show(*nth)),
            in_flight: self.open(nth).into_iter().map(|nth| self.show(nth)).collect(),
            previous: self.previous(nth, |_| true).map(|nth| self.show(nth)),
            deployments: all.collect(),
            events: self.events.iter().filter(|event| event.environment == Some(nth)).count(),
        }
    }

    fn in_project(&self, nth: usize) -> seen::InProject {
        let mut environments: Vec<usize> = (0..self.environments.len()).collect();
        environments.retain(|environment| self.environments[*environment].project == nth);
        environments.sort_by_key(|environment| &self.environments[*environment].name);
        let active = environments.iter().map(|environment| &self.environments[*environment]);
        let active = active.filter(|environment| environment.archived_at.is_none());
        let mut candidates: Vec<&Candidate> = self.candidates.iter().filter(|there| there.project == nth).collect();
        candidates.sort_by_key(|candidate| VERSIONS.iter().position(|version| *version == candidate.seen.version));
        let mut releases: Vec<(String, String)> = Vec::new();
        for candidate in &candidates {
            let version = candidate.seen.version.clone();
            let release = version.split("-rc").next().unwrap_or_default().to_owned();
            releases.retain(|(there, _)| *there != release);
            releases.push((release, version));
        }
        let in_candidate = |candidate: &&Candidate| {
            let version = Some(&candidate.seen.version);
            let about = |event: &&Event| event.project == nth && event.version.as_ref() == version;
            let dispatch = candidate.dispatch.map(|dispatch| self.dispatches[dispatch]);
            (candidate.seen.clone(), dispatch, self.events.iter().filter(about).count())
        };
        seen::InProject {
            project: self.show_project(nth),
            active_environments: active.map(|environment| environment.name.clone()).collect(),
            environments: environments.into_iter().map(|environment| self.in_environment(environment)).collect(),
            candidates: candidates.iter().map(in_candidate).collect(),
            releases,
            events: self.events.iter().filter(|event| event.project == nth).count(),
        }
    }

    /// All that can be seen.
    pub(crate) fn seen(&self) -> Seen {
        let mut projects: Vec<usize> = (0..self.projects.len()).collect();
        projects.sort_by_key(|project| &self.projects[*project].name);
        let active = projects.iter().map(|project| &self.projects[*project]);
        let active = active.filter(|project| project.archived_at.is_none());
        Seen {
            active_projects: active.map(|project| project.name.clone()).collect(),
            projects: projects.into_iter().map(|project| self.in_project(project)).collect(),
            events: self.events.len(),
        }
    }
}

pub(crate) fn known_version(version: &str) -> Outcome<()> {
    if VERSIONS.contains(&version) { Ok(()) } else { Err(Code::InvalidReleaseCandidateVersion) }
}
