//! `import_tags`

use std::collections::{BTreeSet, HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::lookup::{self, Ahead, ROWS, everything};
use crate::change::{Query, Reads};
use crate::client::{Call, Inner, Releases, WriteOperation};
use crate::commits::{Tag, unavailable};
use crate::error::{Code, Error, Result, excerpt};
use crate::known::Known;
use crate::model::{
    BuildStatus, Candidate, CandidateVersion, CommitHash, ImportedTag, ImportedTags, Project, ProjectId,
    ReleaseVersion, SkipReason, SkippedTag,
};
use crate::record::{BuildRun, CandidateRecord, Key, List};
use crate::view::{Context, Decide, View};

/// Makes releases and candidates of tags; the call of [`Releases::import_tags`].
#[derive(Debug, Serialize)]
pub struct ImportTags {
    project: String,
    pattern: Option<String>,
    dry_run: bool,
    #[serde(skip)]
    plan: Option<(ProjectId, ImportedTags)>,
}

/// What stands for the version in a pattern.
const PLACE: &str = "{version}";
/// The longest pattern, in bytes.
const LONGEST_PATTERN: usize = 200;

impl Releases {
    /// Makes releases and candidates of the tags that the project's repository has, so that a team starts with its
    /// history. A tag such as `v1.4.0-rc2` becomes that candidate; one such as `v1.4.0` becomes the next candidate of its
    /// release, unless a candidate of that release is at the tag's commit. All are `ready`, and nothing is built.
    ///
    /// The same call again makes only what is not there yet. One call makes at most
    /// [`MAX_IMPORTED`](ImportedTags::MAX_IMPORTED) candidates, the lowest versions first, and tells how many tags are
    /// left.
    ///
    /// # Errors
    /// In this order: `invalid_request` (the pattern), `invalid_name`, `project_not_found`, `archived`,
    /// `repository_not_found` (no commit source knows it), `commit_source_unavailable`, `conflict` (candidates were cut
    /// while the tags were read).
    pub fn import_tags(&self, project: impl AsRef<str>) -> Call<ImportTags> {
        let project = project.as_ref().to_owned();
        Call::new(self, ImportTags { project, pattern: None, dry_run: false, plan: None })
    }
}

impl Call<ImportTags> {
    /// Which tags are this project's, with `{version}` where the version stands: `web-v{version}`, `web/{version}`; 1
    /// to 200 bytes. Without a pattern, those that begin with a digit, or with `v` and a digit.
    pub fn pattern(mut self, pattern: impl Into<String>) -> Self {
        self.operation.pattern = Some(pattern.into());
        self
    }

    /// Says what would be made, and changes nothing.
    pub fn dry_run(mut self, dry_run: bool) -> Self {
        self.operation.dry_run = dry_run;
        self
    }
}

impl WriteOperation for ImportTags {}

impl Decide for ImportTags {
    const NAME: &'static str = "import_tags";
    type Output = ImportedTags;

    fn prepare(&mut self, inner: &Inner) -> Result<()> {
        let pattern = Pattern::new(self.pattern.as_deref())?;
        let there = inner.query(FindCandidates { project: self.project.clone() })?;
        let project = &there.project;
        let Some((repository, source)) = inner.source_of(project) else {
            let message =
                format!("no commit source knows repository {}: register one, then import", project.repository);
            return Err(Error::new(Code::RepositoryNotFound, message).with("repository", &project.repository));
        };
        if !source.has_repository(&repository).map_err(|error| unavailable(&repository, &error))? {
            let message = format!("the commit source knows no repository {repository}");
            return Err(Error::new(Code::RepositoryNotFound, message).with("repository", &repository));
        }
        let tags = source.tags(&repository).map_err(|error| unavailable(&repository, &error))?;
        self.plan = Some((project.id, Plan::new(&there).made(&pattern, tags)));
        Ok(())
    }

    fn reads(&self, known: &Known) -> Reads {
        let mut reads = Ahead::project(known, &self.project).reads();
        if let Some((project, plan)) = self.plan.as_ref().filter(|_| !self.dry_run) {
            let versions = || plan.imported.iter().map(|tag| &tag.candidate_version);
            let releases: BTreeSet<_> = versions().map(|version| Key::release(*project, version.release())).collect();
            reads.keys.extend(versions().map(|version| Key::candidate(*project, version)).chain(releases));
        }
        reads
    }

    fn decide(&self, view: &mut View<'_>, context: &Context) -> Result<ImportedTags> {
        let project = lookup::project(view, &self.project)?;
        lookup::not_archived(&project)?;
        let Some((_, plan)) = self.plan.as_ref().filter(|(id, _)| *id == project.id) else {
            return Err(overtaken(&project));
        };
        if !self.dry_run {
            for (n, tag) in plan.imported.iter().enumerate() {
                import(view, context, &project, tag, n)?;
            }
        }
        Ok(plan.clone())
    }
}

fn overtaken(project: &Project) -> Error {
    let message = format!("project {:?} was changed while its tags were read; try again", project.name);
    Error::new(Code::Conflict, message).with("project", &project.name)
}

fn import(view: &mut View<'_>, context: &Context, project: &Project, tag: &ImportedTag, n: usize) -> Result<()> {
    let (version, release) = (&tag.candidate_version, tag.candidate_version.release());
    if view.get::<CandidateRecord>(&Key::candidate(project.id, version))?.is_some() {
        return Err(overtaken(project));
    }
    let now = view.now();
    let data = Candidate {
        id: context.nth_candidate_id(n),
        project: project.name.clone(),
        release_version: release.clone(),
        version: version.clone(),
        repository: project.repository.clone(),
        commit: tag.commit.clone(),
        build_status: BuildStatus::Ready,
        error_message: None,
        url: None,
        run_id: None,
        dispatch_id: None,
        created_at: now,
        build_end_at: Some(now),
        actor: context.actor.clone(),
    };
    super::create_release::release(view, project, &data)?;
    view.event(context, project, "candidate.imported")
        .candidate(version)
        .after("repository", &data.repository)
        .after("commit", &data.commit)
        .after("tag", &tag.tag)
        .log(view);
    view.put(CandidateRecord { project_id: project.id, data, run: BuildRun::default() });
    Ok(())
}

/// What is before and behind the version in a tag.
struct Pattern<'a> {
    parts: Option<(&'a str, &'a str)>,
}

impl<'a> Pattern<'a> {
    fn new(pattern: Option<&'a str>) -> Result<Pattern<'a>> {
        let Some(text) = pattern else { return Ok(Pattern { parts: None }) };
        let parts = text.split_once(PLACE).filter(|(_, behind)| !behind.contains(PLACE));
        match parts {
            Some(parts) if text.len() <= LONGEST_PATTERN => Ok(Pattern { parts: Some(parts) }),
            _ => {
                let expected = "a tag with {version} once, such as web-v{version}, of at most 200 bytes";
                let message = format!("invalid pattern {:?}: expected {expected}", excerpt(text));
                Err(Error::new(Code::InvalidRequest, message)
                    .with("field", "pattern")
                    .with("expected", expected)
                    .with("found", text))
            }
        }
    }

    /// The version in a tag that is the project's.
    fn version<'t>(&self, tag: &'t str) -> Option<&'t str> {
        match self.parts {
            Some((before, behind)) => tag.strip_prefix(before)?.strip_suffix(behind).filter(|found| !found.is_empty()),
            None => {
                let version = tag.strip_prefix('v').unwrap_or(tag);
                version.starts_with(|c: char| c.is_ascii_digit()).then_some(version)
            }
        }
    }
}

/// What is to be made of tags, beside the candidates that are there.
struct Plan<'a> {
    project: &'a Project,
    commits: HashMap<CandidateVersion, CommitHash>,
    /// The commits that a release has a candidate at.
    cut: HashSet<(ReleaseVersion, CommitHash)>,
    /// The highest number of a release's candidates.
    highest: HashMap<ReleaseVersion, u32>,
    answer: ImportedTags,
}

impl Plan<'_> {
    fn new(there: &Candidates) -> Plan<'_> {
        let project = &there.project;
        let answer = ImportedTags {
            project: project.name.clone(),
            repository: project.repository.clone(),
            imported: Vec::new(),
            present: 0,
            left: 0,
            other: 0,
            skipped: 0,
            skipped_tags: Vec::new(),
        };
        let (commits, cut, highest) = (HashMap::new(), HashSet::new(), HashMap::new());
        let mut plan = Plan { project, commits, cut, highest, answer };
        for (version, commit) in &there.candidates {
            plan.know(version, commit);
        }
        plan
    }

    fn know(&mut self, version: &CandidateVersion, commit: &CommitHash) {
        let highest = self.highest.entry(version.release().clone()).or_default();
        *highest = version.number().max(*highest);
        self.cut.insert((version.release().clone(), commit.clone()));
        self.commits.insert(version.clone(), commit.clone());
    }

    fn made(mut self, pattern: &Pattern<'_>, tags: Vec<Tag>) -> ImportedTags {
        let (mut candidates, mut releases) = (Vec::new(), Vec::new());
        for tag in tags {
            let Some(found) = pattern.version(&tag.name) else {
                self.answer.other += 1;
                continue;
            };
            match CandidateVersion::new(found).map(Ok).or_else(|_| ReleaseVersion::new(found).map(Err)) {
                Ok(version) => {
                    let release = version.as_ref().map_or_else(|release| release, CandidateVersion::release);
                    if let Err(error) = self.project.version_scheme.check(release) {
                        self.skip(&tag, SkipReason::VersionScheme, error.to_string());
                        continue;
                    }
                    let Some(commit) = tag.commit.clone() else {
                        self.skip(&tag, SkipReason::NoCommit, "the tag leads to no commit".to_owned());
                        continue;
                    };
                    match version {
                        Ok(candidate) => candidates.push((candidate, commit, tag)),
                        Err(release) => releases.push((release, commit, tag)),
                    }
                }
                Err(error) => self.skip(&tag, SkipReason::InvalidVersion, error.to_string()),
            }
        }
        // Candidates first: a tag of their release at one of their commits stands for that one.
        for (version, commit, tag) in candidates {
            self.candidate(version, commit, &tag);
        }
        for (release, commit, tag) in releases {
            if self.cut.contains(&(release.clone(), commit.clone())) {
                self.answer.present += 1;
                continue;
            }
            match self.highest.get(&release).map_or(Some(1), |highest| highest.checked_add(1)) {
                Some(number) => self.candidate(release.candidate(number), commit, &tag),
                None => self.skip(&tag, SkipReason::CandidateExists, "the release can have no further one".to_owned()),
            }
        }
        let answer = &mut self.answer;
        answer.imported.sort_by(|a, b| a.candidate_version.cmp(&b.candidate_version));
        answer.left = answer.imported.len().saturating_sub(ImportedTags::MAX_IMPORTED) as u64;
        answer.imported.truncate(ImportedTags::MAX_IMPORTED);
        self.answer
    }

    fn candidate(&mut self, version: CandidateVersion, commit: CommitHash, tag: &Tag) {
        match self.commits.get(&version) {
            Some(there) if *there == commit => self.answer.present += 1,
            Some(there) => {
                let message = format!("{version} exists already, at commit {there}");
                self.skip(tag, SkipReason::CandidateExists, message);
            }
            None => {
                self.know(&version, &commit);
                self.answer.imported.push(ImportedTag { tag: tag.name.clone(), candidate_version: version, commit });
            }
        }
    }

    fn skip(&mut self, tag: &Tag, reason: SkipReason, message: String) {
        self.answer.skipped += 1;
        if self.answer.skipped_tags.len() < ImportedTags::MAX_SKIPPED {
            let tag = excerpt(&tag.name).to_string();
            self.answer.skipped_tags.push(SkippedTag { tag, reason, message });
        }
    }
}

/// A project's candidates and their commits.
#[derive(Debug, Serialize)]
struct FindCandidates {
    project: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Candidates {
    project: Project,
    candidates: Vec<(CandidateVersion, CommitHash)>,
}

impl Decide for FindCandidates {
    const NAME: &'static str = "import_tags";
    const READ_ONLY: bool = true;
    type Output = Candidates;

    fn reads(&self, known: &Known) -> Reads {
        let first = |project| Some(Query::first(List::Candidates, project).limit(ROWS));
        Ahead::project(known, &self.project).list_of_project(first).reads()
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<Candidates> {
        let project = lookup::project(view, &self.project)?;
        lookup::not_archived(&project)?;
        let all = everything::<CandidateRecord>(view, List::Candidates, project.id)?;
        let candidates = all.iter().map(|record| (record.data.version.clone(), record.data.commit.clone())).collect();
        Ok(Candidates { project: (*project).clone(), candidates })
    }
}
