//! What changes is recorded when a candidate is cut and when one is deployed, so that it can be told later without the
//! commit source. It is asked before the decision, and that it cannot be asked fails nothing.

use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::lookup::{self, Ahead};
use crate::change::{Query, Reads};
use crate::client::Inner;
use crate::commits::Between;
use crate::error::Result;
use crate::known::Known;
use crate::model::{CandidateVersion, CommitHash, PathPatterns, Project, ProjectId, Relation};
use crate::record::{CandidateRecord, ChangesRecord, DeploymentRecord, Key, List, ReleaseRecord, of_candidate};
use crate::view::{Context, Decide, View};

/// How long a call waits for changes that it only records.
const PATIENCE: Duration = Duration::from_secs(5);

/// Two commits of a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pair {
    pub(super) from: CommitHash,
    pub(super) to: CommitHash,
}

/// What a source said lies between two commits of a project, to be recorded.
#[derive(Debug)]
pub(super) struct Heard {
    project: ProjectId,
    pair: Pair,
    /// By which it was told what is relevant.
    patterns: PathPatterns,
    between: Between,
}

impl Heard {
    /// Asks the source of a project, for a few seconds at most. What is not whole is not worth recording: it may be later.
    pub(super) fn ask(inner: &Inner, project: &Project, pair: Pair) -> Option<Heard> {
        let (repository, source) = inner.source_of(project)?;
        if pair.from == pair.to {
            return None;
        }
        let (id, patterns) = (project.id, project.path_patterns.clone());
        let until = if inner.options.in_order { None } else { Instant::now().checked_add(PATIENCE) };
        let ask = move || {
            if !source.has_repository(&repository).ok()? {
                return None;
            }
            let between = Between::ask(&*source, &repository, &patterns, Some(&pair.from), &pair.to, until).ok()?;
            between.gap.is_none().then_some(Heard { project: id, pair, patterns, between })
        };
        if inner.options.in_order { ask() } else { within(PATIENCE, ask) }
    }

    /// Records it, where it is not recorded yet. It is true of these commits, whatever else the decision found.
    pub(super) fn record(&self, view: &mut View<'_>, project: &Project) -> Result<()> {
        let Heard { pair, patterns, between, .. } = self;
        if self.project == project.id && recorded(view, project.id, pair)?.is_none() {
            view.put(ChangesRecord {
                project_id: project.id,
                from: pair.from.clone(),
                to: pair.to.clone(),
                relation: between.relation.unwrap_or(Relation::Unknown),
                brings: between.brings.clone(),
                takes_away: between.takes_away.clone(),
                path_patterns: patterns.clone(),
                recorded_at: view.now(),
            });
        }
        Ok(())
    }
}

/// The answer, where it comes in time. One that comes too late is given up.
fn within<T: Send + 'static>(patience: Duration, ask: impl FnOnce() -> Option<T> + Send + 'static) -> Option<T> {
    let (answers, answer) = mpsc::channel();
    let asking = thread::Builder::new().name("release-changes".to_owned());
    asking.spawn(move || answers.send(ask())).ok()?;
    answer.recv_timeout(patience).ok()?
}

/// What is recorded of two commits, from either side.
pub(super) fn recorded(view: &mut View<'_>, project: ProjectId, pair: &Pair) -> Result<Option<ChangesRecord>> {
    if let Some(there) = view.get::<ChangesRecord>(&Key::changes(project, &pair.from, &pair.to))? {
        return Ok(Some((*there).clone()));
    }
    let there = view.get::<ChangesRecord>(&Key::changes(project, &pair.to, &pair.from))?;
    Ok(there.map(|there| there.reversed()))
}

/// The head of the release before that candidate's, by version.
pub(super) fn release_before(
    view: &mut View<'_>,
    project: &Project,
    version: &CandidateVersion,
) -> Result<Option<Arc<CandidateRecord>>> {
    let query = Query::last(List::Releases, project.id).after(version.release().sort_key());
    let Some(release) = view.list::<ReleaseRecord>(&query)?.pop() else { return Ok(None) };
    view.get(&Key::candidate(project.id, &release.data.head))
}

/// What a deployment that is about to be recorded changes, where there is a source to be asked and it is not recorded.
pub(super) fn of_deployment(inner: &Inner, wanted: BeforeDeployment) -> Option<Heard> {
    if !inner.has_sources() {
        return None;
    }
    let (project, pair) = inner.query(wanted).ok()??;
    Heard::ask(inner, &project, pair)
}

/// The commits that a deployment would move an environment between, where that is not recorded.
#[derive(Debug, Serialize)]
pub(super) struct BeforeDeployment {
    pub(super) project: String,
    pub(super) environment: String,
    pub(super) version: String,
    /// Only where the candidate was not deployed there yet.
    pub(super) first_only: bool,
}

impl Decide for BeforeDeployment {
    const NAME: &'static str = "create_deployment";
    const READ_ONLY: bool = true;
    type Output = Option<(Project, Pair)>;

    fn reads(&self, known: &Known) -> Reads {
        Ahead::project(known, &self.project).environment(known, &self.environment).candidate(&self.version).reads()
    }

    fn decide(&self, view: &mut View<'_>, _: &Context) -> Result<Self::Output> {
        let version = CandidateVersion::new(&self.version)?;
        let scene = lookup::scene(view, &self.project, &self.environment)?;
        let candidate = lookup::candidate(view, &scene.project, &version)?;
        let Some(live) = scene.environment.live.as_ref().map(|live| live.candidate.clone()) else { return Ok(None) };
        let there = of_candidate(scene.environment.data.id, &version);
        if self.first_only && view.only::<DeploymentRecord>(&Query::last(List::Deployments, there))?.is_some() {
            return Ok(None);
        }
        let live = lookup::candidate(view, &scene.project, &live)?;
        let pair = Pair { from: live.data.commit.clone(), to: candidate.data.commit.clone() };
        let is_known = recorded(view, scene.project.id, &pair)?.is_some();
        Ok((!is_known).then(|| ((*scene.project).clone(), pair)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_answer_is_not_waited_for() {
        let (go_on, held) = mpsc::channel::<()>();
        let slow = move || held.recv().err().map(|_| 1);
        assert_eq!(within(Duration::from_millis(1), slow), None);
        drop(go_on);
        let long = Duration::from_secs(60);
        assert_eq!((within(long, || Some(1)), within::<u8>(long, || None)), (Some(1), None));
    }
}
