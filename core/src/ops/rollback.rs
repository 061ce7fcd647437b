//! `rollback`

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;

use super::freeze::not_frozen;
use super::live::{AT_ONCE, previous};
use super::lookup::{self, Ahead, Scene};
use super::{cancel_deployment, create_deployment, report};
use crate::change::{Query, Reads};
use crate::client::{Call, Inner, Releases, WriteOperation};
use crate::error::{Code, Error, Result};
use crate::known::Known;
use crate::model::{CandidateVersion, Deployment, EnvironmentId, Rollback, Status};
use crate::record::{DeploymentRecord, Held, Key, List};
use crate::view::{Context, Decide, View};

/// Goes back; the call of [`Releases::rollback`].
#[derive(Debug, Serialize)]
pub struct RollBack {
    project: String,
    environment: String,
    force: bool,
    to: Option<String>,
    from: Option<String>,
    dry_run: bool,
}

/// How long a rollback's workflow waits for the runs that it cancels.
const HOLD: Duration = Duration::from_secs(600);

impl Releases {
    /// Goes back in an environment: where the newest deployment succeeded, to what was live before it; where it did
    /// not, to what is live. Each time further back, and never to a candidate that a rollback has left. Deployments
    /// that are open are canceled first, and the rollback's workflow starts when their runs have ended, or after ten
    /// minutes.
    ///
    /// The same call again while the rollback is `pending` or `in_progress` answers that rollback, so that a retry goes
    /// back once.
    ///
    /// # Errors
    /// In this order: `invalid_release_candidate_version` (`to`, `from`), `invalid_name`, `project_not_found`,
    /// `environment_not_found`, `archived`, `environment_frozen`, `conflict` (`from` is not live), `release_not_found`
    /// and `candidate_not_ready` (`to`), `nothing_to_roll_back` (also with `to`, where nothing was deployed yet).
    pub fn rollback(&self, project: impl AsRef<str>, environment: impl AsRef<str>) -> Call<RollBack> {
        let operation = RollBack {
            project: project.as_ref().to_owned(),
            environment: environment.as_ref().to_owned(),
            force: false,
            to: None,
            from: None,
            dry_run: false,
        };
        Call::new(self, operation)
    }
}

impl Call<RollBack> {
    /// Goes back also where the environment is frozen, and starts the workflow at once, without waiting for the runs
    /// that are canceled. It is a flag; `force` of a new deployment is the reason, as text.
    pub fn force(mut self, force: bool) -> Self {
        self.operation.force = force;
        self
    }

    /// Goes to this candidate.
    pub fn to(mut self, candidate_version: impl AsRef<str>) -> Self {
        self.operation.to = Some(candidate_version.as_ref().to_owned());
        self
    }

    /// Goes back only where this candidate is live, so that a decision made on an old view is refused.
    pub fn from(mut self, candidate_version: impl AsRef<str>) -> Self {
        self.operation.from = Some(candidate_version.as_ref().to_owned());
        self
    }

    /// Says what would be done, and changes nothing.
    pub fn dry_run(mut self, dry_run: bool) -> Self {
        self.operation.dry_run = dry_run;
        self
    }
}

impl WriteOperation for RollBack {}

/// Where a rollback goes, and from where.
struct Target {
    version: CandidateVersion,
    reason: String,
    leaves: Arc<DeploymentRecord>,
}

impl Decide for RollBack {
    const NAME: &'static str = "rollback";
    type Output = Rollback;

    fn reads(&self, known: &Known) -> Reads {
        let open = |id| Some(Query::last(List::OpenDeployments, id).limit(create_deployment::ALL));
        let ahead = Ahead::project(known, &self.project).environment(known, &self.environment);
        let ahead = ahead.list(|id| Some(Query::last(List::Deployments, id))).list_with_dispatches(known, open);
        // Which candidate it goes back to is decided by these, unless it is said.
        match &self.to {
            Some(to) => ahead.list(|id| Some(last_successes(id))).candidate(to),
            None => ahead.list_with_candidates(known, last_successes),
        }
        .reads()
    }

    fn decide(&self, view: &mut View<'_>, context: &Context) -> Result<Rollback> {
        let to = self.to.as_deref().map(CandidateVersion::new).transpose().map_err(|e| e.with("argument", "to"))?;
        let from = self.from.as_deref().map(CandidateVersion::new).transpose();
        let from = from.map_err(|error| error.with("argument", "from"))?;
        let mut scene = lookup::scene(view, &self.project, &self.environment)?;
        scene.for_new_work()?;
        not_frozen(view, &scene.environment.data, self.force)?;
        if let Some(from) = &from {
            is_live(&scene, from)?;
        }
        let open = create_deployment::open_deployments(view, &scene, create_deployment::ALL)?;
        if to.is_none()
            && !self.force
            && let Some(rollback) = open.iter().find(|open| is_open_rollback(open))
        {
            return self.already(view, &scene, rollback);
        }
        if let Some(to) = &to {
            create_deployment::ready(&lookup::candidate(view, &scene.project, to)?.data)?;
        }
        let target = self.target(view, &scene, to.as_ref())?;
        // What was live before did run, whatever is said of its build since.
        let candidate = lookup::candidate(view, &scene.project, &target.version)?;

        let mut answer = Rollback {
            target: target.version.clone(),
            reason: target.reason.clone(),
            leaves: target.leaves.data.candidate_version.clone(),
            cancels: open.iter().map(|open| open.data.id).collect(),
            deployment: None,
        };
        if self.dry_run {
            return Ok(answer);
        }
        // A rollback that waits is open, and so canceled with the rest: nothing is held but this one.
        if !scene.environment.held.is_empty() {
            scene.change().held.clear();
        }
        let mut waits_for = Vec::new();
        for open in &open {
            if cancel_deployment::cancel(view, context, &mut scene, open)?.data.status == Status::Canceling {
                waits_for.push(open.data.id);
            }
        }
        let mut record = report::new_deployment(view, context, &mut scene, &candidate.data);
        record.data.rollback_of = Some(target.leaves.data.id);
        record.data.reason = Some(target.reason);
        // Where a target is said, what is live is left as well as a newer one that came to nothing.
        let live = scene.environment.live.as_ref().map(|live| live.candidate.clone());
        for left in [Some(answer.leaves.clone()), live].into_iter().flatten().filter(|left| *left != answer.target) {
            scene.change().abandoned.insert(left, record.data.number);
        }
        report::created(view, context, &scene, &record, record.data.reason.as_deref());
        let holds = !waits_for.is_empty() && !self.force;
        let due = if holds { view.now().plus(HOLD) } else { view.now() };
        create_deployment::dispatch(view, context, &scene, &candidate.data, &mut record, due);
        match record.data.dispatch_id {
            Some(dispatch) if holds => scene.change().held.push(Held { dispatch, waits_for }),
            Some(dispatch) => view.start(dispatch),
            None => {}
        }
        answer.deployment = Some(scene.show(&record));
        view.put(record);
        scene.save(view);
        Ok(answer)
    }

    fn refresh(rollback: Rollback, inner: &Inner) -> Result<Rollback> {
        let deployment = match &rollback.deployment {
            Some(deployment) => Some(create_deployment::reread(deployment.id, inner)?),
            None => None,
        };
        Ok(Rollback { deployment, ..rollback })
    }
}

fn last_successes(environment: EnvironmentId) -> Query {
    Query::last(List::Successes, environment).limit(AT_ONCE)
}

/// `unknown` blocks nothing, also not a further rollback.
fn is_open_rollback(record: &DeploymentRecord) -> bool {
    record.data.rollback_of.is_some() && !matches!(record.data.status, Status::Unknown | Status::Canceling)
}

fn is_live(scene: &Scene, from: &CandidateVersion) -> Result<()> {
    let live = scene.environment.live.as_ref().map(|live| &live.candidate);
    if live == Some(from) {
        return Ok(());
    }
    let found = live.map_or("nothing", |live| live.as_str());
    let message =
        format!("{from} is not live in {:?}: {found} is; look again before you go back", scene.environment.data.name);
    Err(Error::new(Code::Conflict, message)
        .with("argument", "from")
        .with("expected", from)
        .with("found", found)
        .retryable(false))
}

impl RollBack {
    fn target(&self, view: &mut View<'_>, scene: &Scene, to: Option<&CandidateVersion>) -> Result<Target> {
        let environment = &scene.environment;
        let nothing = |why: &str| {
            Error::new(
                Code::NothingToRollBack,
                format!("there is nothing to go back to in {:?}: {why}", environment.data.name),
            )
            .with("environment", &environment.data.name)
            .with("rule", why)
        };
        let newest = view.only::<DeploymentRecord>(&Query::last(List::Deployments, environment.data.id))?;
        let newest = newest.ok_or_else(|| nothing("nothing was deployed yet"))?;
        // What is live is mostly among them, and so is what was before.
        let successes = view.list::<DeploymentRecord>(&last_successes(environment.data.id))?;
        let live = match &environment.live {
            Some(live) => view.get::<DeploymentRecord>(&Key::deployment(live.deployment))?,
            None => None,
        };
        let ended_well = newest.data.status == Status::Success;
        let leaves = live.clone().filter(|_| ended_well).unwrap_or_else(|| Arc::clone(&newest));
        if let Some(to) = to {
            let reason = format!("asked for {to}");
            return Ok(Target { version: to.clone(), reason, leaves });
        }
        let abandoned = |version: &CandidateVersion| environment.abandoned.contains_key(version);
        match live {
            Some(live) if !ended_well && !abandoned(&live.data.candidate_version) => {
                let version = live.data.candidate_version.clone();
                let reason = format!(
                    "deployment {} of {} is {}, so {version}, which is live, is deployed again",
                    newest.data.number, newest.data.candidate_version, newest.data.status
                );
                Ok(Target { version, reason, leaves })
            }
            _ => {
                let wanted = |record: &DeploymentRecord| !abandoned(&record.data.candidate_version);
                let earlier = |record: &&Arc<DeploymentRecord>| {
                    environment.live.as_ref().is_some_and(|live| {
                        record.ending < Some(live.ending) && record.data.candidate_version != live.candidate
                    })
                };
                let back = match successes.iter().filter(earlier).find(|record| wanted(record)) {
                    None if successes.len() == AT_ONCE => previous(view, scene, None, wanted)?,
                    found => found.cloned(),
                };
                let back =
                    back.ok_or_else(|| nothing("no other candidate was live before that no rollback has left"))?;
                let version = back.data.candidate_version.clone();
                let reason = format!("{version} was live before {}", leaves.data.candidate_version);
                Ok(Target { version, reason, leaves })
            }
        }
    }

    /// The rollback that is under way. A dry run tells of it, and has no deployment of its own.
    fn already(&self, view: &mut View<'_>, scene: &Scene, rollback: &DeploymentRecord) -> Result<Rollback> {
        let left = match rollback.data.rollback_of {
            Some(id) => view.get::<DeploymentRecord>(&Key::deployment(id))?,
            None => None,
        };
        let target = rollback.data.candidate_version.clone();
        let mut reason = rollback.data.reason.clone().unwrap_or_default();
        if self.dry_run {
            let Deployment { number, status, .. } = &rollback.data;
            reason = format!("deployment {number} is {status} and goes back already: {reason}");
        }
        Ok(Rollback {
            leaves: left.map_or_else(|| target.clone(), |left| left.data.candidate_version.clone()),
            target,
            reason,
            cancels: Vec::new(),
            deployment: (!self.dry_run).then(|| scene.show(rollback)),
        })
    }
}
