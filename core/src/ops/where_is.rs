//! `where_is`

use std::collections::HashMap;
use std::sync::Arc;

use serde::Serialize;

use super::lookup::{everything, project_by_id};
use crate::change::{Query, Reads};
use crate::client::{Call, Caller, Inner, Operation, Releases};
use crate::commits::{CommitSource, Resolved, unavailable};
use crate::error::{Code, Error, Result};
use crate::known::Known;
use crate::model::{
    CandidateVersion, Commit, CommitHash, CommitInCandidates, CommitInEnvironment, CommitInProject, CommitName,
    CommitStay, Project, ProjectId, Repository, Timestamp, Truth, WhereIs,
};
use crate::record::{CandidateRecord, DeploymentRecord, EnvironmentRecord, List, of_repository};
use crate::view::{Context, Decide, View};

/// Finds a commit in candidates and environments; the call of [`Releases::where_is`].
#[derive(Debug)]
pub struct FindCommit {
    commit: String,
    repository: Option<String>,
}

/// Successes of an environment that are looked at.
const LOOK_BACK: usize = 1000;
/// Successes that are read together.
const AT_ONCE: usize = 20;

impl Releases {
    /// Where a commit is: for each project of a repository that has it, in which candidates, in which environments now
    /// and since when, and where it was and is not any more. A candidate contains a commit that is its own or in its
    /// history, as the repository's commit source says; without a source, that is known of its own commit only.
    ///
    /// `commit` is a full hash, or a prefix of 7 digits or more where a commit source is registered. Archived projects
    /// and environments are left out.
    ///
    /// # Errors
    /// `invalid_commit_hash` (malformed, known to no source, or a prefix of more than one), `invalid_repository`,
    /// `repository_not_found` (no project's, or unknown to its source), `commit_source_unavailable`.
    pub fn where_is(&self, commit: impl AsRef<str>) -> Call<FindCommit> {
        Call::new(self, FindCommit { commit: commit.as_ref().to_owned(), repository: None })
    }
}

impl Call<FindCommit> {
    /// Only the projects of this repository, by a name that it has or had.
    pub fn repository(mut self, repository: impl AsRef<str>) -> Self {
        self.operation.repository = Some(repository.as_ref().to_owned());
        self
    }
}

impl Operation for FindCommit {
    type Output = WhereIs;

    fn run(self, releases: &Releases, _: Caller) -> Result<WhereIs> {
        self.find(releases.inner()).map_err(|error| error.with("operation", "where_is"))
    }
}

impl FindCommit {
    fn find(&self, inner: &Inner) -> Result<WhereIs> {
        let name = CommitName::new(&self.commit)?;
        let repository = self.repository.as_deref().map(Repository::new).transpose()?;
        let projects = inner.query(Projects { repository: repository.clone() })?;
        if let (Some(repository), []) = (&repository, &projects[..]) {
            let message = format!("no project is of repository {repository}; create one, or leave the repository out");
            return Err(Error::new(Code::RepositoryNotFound, message).with("repository", repository));
        }
        let mut seen = Sightings { name: &name, wanted: repository.as_ref(), by_repository: HashMap::new() };
        let mut found = Vec::new();
        for project in projects {
            if let Some(sighting) = seen.of(inner, &project)? {
                found.push(sighting.in_project(inner, &project)?);
            }
        }
        if found.is_empty() {
            return Err(seen.nowhere());
        }
        Ok(WhereIs { commit: name.as_str().to_owned(), projects: found })
    }
}

/// What the sources say of the commit, each asked once a repository.
struct Sightings<'a> {
    name: &'a CommitName,
    wanted: Option<&'a Repository>,
    by_repository: HashMap<Repository, std::result::Result<Arc<Sighting>, Absence>>,
}

/// A commit that a repository has.
struct Sighting {
    commit: CommitHash,
    details: Option<Commit>,
    source: Option<(Repository, Arc<dyn CommitSource>)>,
}

/// Why a repository does not have the commit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Absence {
    NoSource,
    NoRepository,
    Unknown,
    OutOfReach,
    Ambiguous,
}

impl Sightings<'_> {
    fn of(&mut self, inner: &Inner, project: &Project) -> Result<Option<Arc<Sighting>>> {
        let source = inner.source_of(project);
        let repository = source.as_ref().map_or(&project.repository, |(name, _)| name).clone();
        if let Some(seen) = self.by_repository.get(&repository) {
            return Ok(seen.as_ref().ok().cloned());
        }
        let seen = match &source {
            Some((_, source)) => look(&**source, &repository, self.name).map_err(|e| unavailable(&repository, &e))?,
            None => match self.name {
                CommitName::Full(commit) => Ok((commit.clone(), None)),
                CommitName::Prefix(_) => Err(Absence::NoSource),
            },
        };
        let seen = seen.map(|(commit, details)| Arc::new(Sighting { commit, details, source }));
        Ok(self.by_repository.entry(repository).or_insert(seen).as_ref().ok().cloned())
    }

    /// The error of a commit that no repository has: of the one that was nearest to it.
    fn nowhere(&self) -> Error {
        let absence = self.by_repository.values().filter_map(|seen| seen.as_ref().err()).max();
        let name = self.name.as_str();
        let place = self.wanted.map_or("the repositories of all projects".to_owned(), |wanted| wanted.to_string());
        let invalid =
            |message: String| Error::new(Code::InvalidCommitHash, message).with("field", "commit").with("found", name);
        match absence {
            Some(Absence::Ambiguous) => {
                invalid(format!("more than one commit of {place} begins with {name}; say more digits"))
            }
            Some(Absence::OutOfReach) => invalid(format!(
                "no commit begins with {name} in the part of the history of {place} that the commit source has"
            )),
            Some(Absence::NoRepository) => {
                let message = format!("the commit source knows no repository {place}");
                Error::new(Code::RepositoryNotFound, message).with("field", "repository")
            }
            Some(Absence::NoSource) => invalid(format!(
                "invalid commit hash {name:?}: expected 40 or 64 hexadecimal digits; a prefix needs a commit source"
            ))
            .with("expected", "40 or 64 hexadecimal digits"),
            Some(Absence::Unknown) | None => invalid(format!("there is no commit {name} in {place}")),
        }
    }
}

type Look = std::result::Result<(CommitHash, Option<Commit>), Absence>;

fn look(source: &dyn CommitSource, repository: &Repository, name: &CommitName) -> Result<Look> {
    if !source.has_repository(repository)? {
        return Ok(Err(Absence::NoRepository));
    }
    let commit = match (source.resolve(repository, name)?, name) {
        (Resolved::Commit(commit), _) => commit,
        (Resolved::Ambiguous, _) => return Ok(Err(Absence::Ambiguous)),
        (Resolved::Unknown, _) => return Ok(Err(Absence::Unknown)),
        // It may be a commit all the same, and a candidate's own.
        (Resolved::OutOfReach, CommitName::Full(commit)) => return Ok(Ok((commit.clone(), None))),
        (Resolved::OutOfReach, CommitName::Prefix(_)) => return Ok(Err(Absence::OutOfReach)),
    };
    let details = source.commit(repository, &commit)?;
    Ok(Ok((commit, details)))
}

impl Sighting {
    fn in_project(&self, inner: &Inner, project: &Project) -> Result<CommitInProject> {
        let mut found = CommitInProject {
            project: project.name.clone(),
            repository: project.repository.clone(),
            commit: self.commit.clone(),
            details: self.details.clone().map(|details| Commit { paths: None, ..details }),
            relevant: project.path_patterns.matcher()?.touched_by(self.details.as_ref()),
            candidates: CommitInCandidates::default(),
            environments: Vec::new(),
        };
        if found.relevant == Truth::No {
            return Ok(found);
        }
        let candidates = inner.query(Cuts { project: project.id })?;
        // The highest versions first: a source that can be asked about a few only is asked about these.
        let contains = self.contained_in(candidates.iter().rev().map(|(_, commit)| commit))?;
        for (version, commit) in candidates {
            match contains.get(&commit) {
                Some(Truth::Yes) => {
                    found.candidates.count += 1;
                    found.candidates.first.get_or_insert(version);
                }
                Some(Truth::Unknown) => found.candidates.unknown += 1,
                _ => {}
            }
        }
        found.environments = inner.query(Environments { project: project.id, contains: Contains(contains) })?;
        Ok(found)
    }

    /// For each commit, whether it contains the one that is looked for.
    fn contained_in<'a>(&self, of: impl Iterator<Item = &'a CommitHash>) -> Result<HashMap<CommitHash, Truth>> {
        let (mut contains, mut heads) = (HashMap::new(), Vec::new());
        for head in of {
            let own = *head == self.commit;
            let known = if own { Truth::Yes } else { Truth::Unknown };
            if contains.insert(head.clone(), known).is_none() && !own {
                heads.push(head.clone());
            }
        }
        let Some((repository, source)) = &self.source else { return Ok(contains) };
        if !heads.is_empty() {
            let answers = source.contains(repository, &self.commit, &heads).map_err(|e| unavailable(repository, &e))?;
            contains.extend(heads.into_iter().zip(answers));
        }
        Ok(contains)
    }
}

/// The projects of a repository, or all, without the archived ones.
#[derive(Debug, Serialize)]
struct Projects {
    repository: Option<Repository>,
}

impl Decide for Projects {
    const NAME: &'static str = "where_is";
    const READ_ONLY: bool = true;
    type Output = Vec<Project>;

    fn reads(&self, _: &Known) -> Reads {
        Reads::default()
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<Vec<Project>> {
        let all = match &self.repository {
            Some(repository) => everything::<Project>(view, List::RepositoryProjects, of_repository(repository))?,
            None => everything::<Project>(view, List::Projects, "")?,
        };
        let shown = all.iter().filter(|project| project.archived_at.is_none());
        let mut shown: Vec<Project> = shown.map(|project| (**project).clone()).collect();
        shown.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(shown)
    }
}

/// A project's candidates and their commits, by version.
#[derive(Debug, Serialize)]
struct Cuts {
    project: ProjectId,
}

impl Decide for Cuts {
    const NAME: &'static str = "where_is";
    const READ_ONLY: bool = true;
    type Output = Vec<(CandidateVersion, CommitHash)>;

    fn reads(&self, _: &Known) -> Reads {
        Reads::default()
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<Self::Output> {
        let all = everything::<CandidateRecord>(view, List::Candidates, self.project)?;
        Ok(all.iter().map(|record| (record.data.version.clone(), record.data.commit.clone())).collect())
    }
}

/// What a project's environments have of a commit, of which is known what contains it.
#[derive(Debug, Serialize)]
struct Environments {
    project: ProjectId,
    contains: Contains,
}

#[derive(Debug, Serialize)]
struct Contains(HashMap<CommitHash, Truth>);

impl Contains {
    /// A candidate that was cut after the source was asked is not known.
    fn has(&self, record: &DeploymentRecord) -> Truth {
        self.0.get(&record.data.commit).copied().unwrap_or(Truth::Unknown)
    }

    fn somewhere(&self) -> bool {
        self.0.values().any(|contained| *contained == Truth::Yes)
    }
}

impl Decide for Environments {
    const NAME: &'static str = "where_is";
    const READ_ONLY: bool = true;
    type Output = Vec<CommitInEnvironment>;

    fn reads(&self, _: &Known) -> Reads {
        Reads::default()
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<Vec<CommitInEnvironment>> {
        project_by_id(view, self.project)?;
        let all = everything::<EnvironmentRecord>(view, List::Environments, self.project)?;
        let shown = all.iter().filter(|record| record.data.archived_at.is_none());
        shown.map(|record| self.look(view, record)).collect()
    }
}

impl Environments {
    fn look(&self, view: &mut View<'_>, environment: &EnvironmentRecord) -> Result<CommitInEnvironment> {
        let mut found = CommitInEnvironment {
            environment: environment.data.name.clone(),
            tier: environment.data.tier,
            contained: Truth::No,
            live: None,
            since: None,
            was: None,
        };
        let mut successes = Successes::of(environment);
        let Some(live) = successes.next(view)? else { return Ok(found) };
        found.live = Some(live.data.candidate_version.clone());
        found.contained = self.contains.has(&live);
        match found.contained {
            Truth::Yes => found.since = self.since(view, &live, &mut successes)?,
            _ if self.contains.somewhere() => found.was = self.last_stay(view, live, &mut successes)?,
            _ => {}
        }
        Ok(found)
    }

    /// Since when everything contained the commit, up to that success.
    fn since(&self, view: &mut View<'_>, last: &DeploymentRecord, rest: &mut Successes) -> Result<Option<Timestamp>> {
        let mut since = last.data.deploy_end_at;
        while let Some(earlier) = rest.next(view)? {
            if self.contains.has(&earlier) != Truth::Yes {
                break;
            }
            since = earlier.data.deploy_end_at;
        }
        Ok(since)
    }

    fn last_stay(
        &self,
        view: &mut View<'_>,
        live: Arc<DeploymentRecord>,
        rest: &mut Successes,
    ) -> Result<Option<CommitStay>> {
        let mut after = live;
        while let Some(success) = rest.next(view)? {
            if self.contains.has(&success) != Truth::Yes {
                after = success;
                continue;
            }
            let since = self.since(view, &success, rest)?;
            return Ok(since.zip(after.data.deploy_end_at).map(|(since, until)| CommitStay {
                candidate_version: success.data.candidate_version.clone(),
                deployment_id: success.data.id,
                since,
                until,
                replaced_by: after.data.candidate_version.clone(),
                rolled_back: after.data.rollback_of.is_some(),
            }));
        }
        Ok(None)
    }
}

/// An environment's successes, from the one that is live backwards.
struct Successes {
    next: Query,
    read: std::vec::IntoIter<(Vec<u8>, Arc<DeploymentRecord>)>,
    seen: usize,
    more: bool,
}

impl Successes {
    fn of(environment: &EnvironmentRecord) -> Successes {
        let next = Query::last(List::Successes, environment.data.id).limit(3);
        Successes { next, read: Vec::new().into_iter(), seen: 0, more: true }
    }

    fn next(&mut self, view: &mut View<'_>) -> Result<Option<Arc<DeploymentRecord>>> {
        if self.seen == LOOK_BACK {
            return Ok(None);
        }
        if self.read.len() == 0 && self.more {
            let rows = view.list_positions(&self.next)?;
            self.more = rows.len() == self.next.limit;
            if let Some((position, _)) = rows.last() {
                self.next = self.next.clone().after(position.clone()).limit(AT_ONCE);
            }
            self.read = rows.into_iter();
        }
        self.seen += 1;
        Ok(self.read.next().map(|(_, record)| record))
    }
}
