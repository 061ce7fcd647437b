//! The reference for deployments: §3's table and identities, what is live, and going back.

use release_core::{BuildStatus, Code, DispatchState, Status};

use crate::action::{Of, Place, Said};
use crate::seen::{self, Answer};
use crate::world::{Deployment, Outcome, World, known_version};

/// How long a rollback waits for the runs that it cancels.
const HOLD: i64 = 10 * 60 * 1000;

enum Verdict {
    /// The deployment takes this status, which may be the one that it has.
    Becomes(Status),
    Stale,
    Attempt,
    Refused,
}

impl World {
    pub(crate) fn deploy(&mut self, place: Place, version: &str, force: bool, redeploy: bool) -> Outcome<usize> {
        known_version(version)?;
        let environment = self.environment(place)?;
        self.active(environment)?;
        self.ready(environment, version)?;
        self.not_frozen(environment, force)?;
        let mut open = self.open(environment);
        // `unknown` blocks nothing.
        open.retain(|nth| self.deployments[*nth].seen.status != Status::Unknown);
        let of_it = |nth: &&usize| self.deployments[**nth].seen.version == version;
        if !redeploy && let Some(there) = open.iter().find(of_it) {
            return Ok(*there);
        }
        if self.environments[environment].one_at_a_time && open.iter().any(|nth| !of_it(&nth)) {
            return Err(Code::DeploymentInProgress);
        }
        let nth = self.record(environment, version);
        self.deployments[nth].seen.has_reason = force;
        self.log_of(nth);
        self.dispatch(nth, self.now);
        Ok(nth)
    }

    fn ready(&self, environment: usize, version: &str) -> Outcome<()> {
        match self.build_of(environment, version)? {
            BuildStatus::Ready => Ok(()),
            _ => Err(Code::CandidateNotReady),
        }
    }

    /// A new deployment, `pending`.
    fn record(&mut self, environment: usize, version: &str) -> usize {
        let from = self.successes(environment).first().map(|live| self.deployments[*live].seen.version.clone());
        let seen = seen::Deployment {
            nth: self.deployments.len(),
            number: self.newest_first(environment).len() as u64 + 1,
            project: String::new(),
            environment: String::new(),
            version: version.to_owned(),
            from,
            status: Status::Pending,
            created_at: self.now,
            start_at: None,
            end_at: None,
            message: None,
            run: None,
            attempt: None,
            rollback_of: None,
            is_dispatched: false,
            has_reason: false,
        };
        let (dispatch, observed, waits_for, unstarted) = (None, None, Vec::new(), false);
        self.deployments.push(Deployment { environment, seen, dispatch, observed, waits_for, unstarted });
        self.deployments.len() - 1
    }

    fn dispatch(&mut self, nth: usize, due_at: i64) {
        if self.environments[self.deployments[nth].environment].deploys {
            self.deployments[nth].dispatch = Some(self.queue(due_at));
            self.deployments[nth].seen.is_dispatched = true;
        }
    }

    fn log_of(&mut self, nth: usize) {
        let environment = self.deployments[nth].environment;
        let version = self.deployments[nth].seen.version.clone();
        self.log(self.environments[environment].project, Some(environment), Some(&version));
    }

    pub(crate) fn report(&mut self, of: Of, status: &str, said: &Said) -> Outcome<usize> {
        if let Of::Candidate(_, version) = of {
            known_version(version)?;
        }
        let status = status.parse::<Status>().map_err(|_| Code::InvalidStatus)?;
        let nth = match of {
            Of::Candidate(place, version) => {
                let environment = self.environment(place)?;
                self.build_of(environment, version)?;
                let newest = || {
                    let mut all = self.newest_first(environment).into_iter();
                    all.find(|nth| self.deployments[*nth].seen.version == version)
                };
                match self.of_run(environment, version, said).or_else(newest) {
                    Some(nth) => nth,
                    None => return self.reported(environment, version, status, said),
                }
            }
            Of::Nth(nth) => {
                let named = self.deployments.get(nth).ok_or(Code::DeploymentNotFound)?;
                let (run, attempt) = (&named.seen.run, named.seen.attempt);
                let own = run.is_none() || said.run.is_none();
                let own = own || (run.as_deref() == said.run && said.attempt.is_none_or(|said| Some(said) <= attempt));
                let (environment, version) = (named.environment, named.seen.version.clone());
                let of_run = if own { None } else { self.of_run(environment, &version, said) };
                of_run.unwrap_or(nth)
            }
        };
        match self.judge(nth, status, said) {
            Verdict::Refused => Err(Code::InvalidTransition),
            Verdict::Stale => {
                self.log_of(nth);
                Ok(nth)
            }
            Verdict::Attempt => {
                let (environment, version) = (self.deployments[nth].environment, &self.deployments[nth].seen.version);
                self.reported(environment, &version.clone(), status, said)
            }
            Verdict::Becomes(status) => {
                let before = self.deployments[nth].clone();
                self.note(nth, said);
                if status == Status::Success && before.seen.status != Status::Success {
                    // What went wrong on the way is in the log.
                    self.deployments[nth].seen.message = said.message.map(str::to_owned);
                }
                self.becomes(nth, status, &before);
                Ok(nth)
            }
        }
    }

    /// The deployment of a run, of its highest attempt.
    fn of_run(&self, environment: usize, version: &str, said: &Said) -> Option<usize> {
        let run = said.run?;
        let of_it = self.newest_first(environment).into_iter().rev().filter(|nth| {
            let deployment = &self.deployments[*nth].seen;
            deployment.version == version && deployment.run.as_deref() == Some(run)
        });
        of_it.max_by_key(|nth| self.deployments[*nth].seen.attempt)
    }

    /// Identity first, and then the table.
    fn judge(&self, nth: usize, status: Status, said: &Said) -> Verdict {
        let deployment = &self.deployments[nth];
        let known = deployment.seen.run.as_deref().zip(said.run);
        if known.is_some_and(|(own, said)| own != said) {
            return Verdict::Attempt;
        }
        let from = deployment.seen.status;
        let own = deployment.seen.attempt.unwrap_or(1);
        let attempt = said.attempt.unwrap_or(own);
        let is_later = known.is_some() && attempt > own;
        if !is_later && said.observed.is_some() && said.observed < deployment.observed {
            return Verdict::Stale;
        }
        match known {
            Some(_) if attempt < own => Verdict::Stale,
            Some(_) if attempt > own && from.is_closed() => Verdict::Attempt,
            Some(_) if attempt == own && from.is_closed() && status.is_open() => Verdict::Stale,
            Some(_) if attempt > own => match table(from, status) {
                Verdict::Stale => Verdict::Becomes(from),
                verdict => verdict,
            },
            _ => table(from, status),
        }
    }

    fn note(&mut self, nth: usize, said: &Said) {
        let deployment = &mut self.deployments[nth];
        if let Some(message) = said.message {
            deployment.seen.message = Some(message.to_owned());
        }
        if let Some(run) = said.run {
            let before = (deployment.seen.run.is_some(), deployment.seen.attempt);
            deployment.seen.attempt = said.attempt.or(deployment.seen.attempt).or(Some(1));
            deployment.seen.run = Some(run.to_owned());
            // Times are compared within an attempt.
            if before.0 && before.1 != deployment.seen.attempt {
                deployment.observed = None;
            }
        }
        deployment.observed = said.observed.or(deployment.observed);
    }

    /// A deployment that is first heard of.
    fn reported(&mut self, environment: usize, version: &str, status: Status, said: &Said) -> Outcome<usize> {
        self.active(environment)?;
        let nth = self.record(environment, version);
        self.note(nth, said);
        self.log_of(nth);
        let before = self.deployments[nth].clone();
        self.becomes(nth, status, &before);
        Ok(nth)
    }

    /// Gives a deployment a status, with all that follows. `before` is as it was before the report.
    fn becomes(&mut self, nth: usize, status: Status, before: &Deployment) {
        let now = self.now;
        let from = before.seen.status;
        let deployment = &mut self.deployments[nth];
        deployment.seen.status = status;
        if from == Status::Pending && status != Status::Pending {
            deployment.seen.start_at = Some(now);
        }
        let heard_of = status != from || deployment.seen.run != before.seen.run;
        let (environment, version) = (deployment.environment, deployment.seen.version.clone());
        let (number, dispatch) = (deployment.seen.number, deployment.dispatch);
        let ends = status.is_closed() && deployment.seen.end_at.is_none();
        if ends {
            deployment.seen.end_at = Some(now);
        }
        let seen = deployment.seen != before.seen;
        let has_run = deployment.seen.run.is_some();
        let run_is_new = has_run && before.seen.run.is_none();
        if heard_of {
            self.withdraw(dispatch);
        }
        if run_is_new || (status != from && matches!(from, Status::Pending | Status::Unknown)) {
            self.deployments[nth].unstarted = dispatch.is_some() && status == Status::Canceling && !has_run;
        }
        if ends {
            self.environments[environment].endings.push(nth);
        }
        // `unknown` blocks nothing.
        if ends || (status == Status::Unknown && from != Status::Unknown) {
            self.let_go(nth);
        }
        if status == Status::Success && from != Status::Success {
            self.environments[environment].abandoned.retain(|(left, by)| *left != version || *by > number);
        }
        if seen {
            self.log_of(nth);
        }
    }

    /// Lets what waited for a deployment, and for nothing else, go on.
    fn let_go(&mut self, ended: usize) {
        for nth in 0..self.deployments.len() {
            let waits_for = &mut self.deployments[nth].waits_for;
            let waited = waits_for.contains(&ended);
            waits_for.retain(|other| *other != ended);
            if waited
                && waits_for.is_empty()
                && let Some(dispatch) = self.deployments[nth].dispatch
            {
                let dispatch = &mut self.dispatches[dispatch];
                if dispatch.state == DispatchState::Queued {
                    dispatch.due_at = Some(self.now);
                }
            }
        }
    }

    /// At once where nothing was started, else until somebody says that it has ended.
    pub(crate) fn cancel(&mut self, nth: usize) {
        let before = self.deployments[nth].clone();
        let started = before.seen.status == Status::InProgress || before.seen.run.is_some();
        match before.seen.status {
            // Reported before anything was started.
            Status::Canceling if before.unstarted && !started => self.becomes(nth, Status::Canceled, &before),
            Status::Canceling => {}
            _ if started => self.becomes(nth, Status::Canceling, &before),
            _ => self.becomes(nth, Status::Canceled, &before),
        }
    }

    pub(crate) fn roll_back(
        &mut self,
        place: Place,
        force: bool,
        to: Option<&str>,
        from: Option<&str>,
        dry_run: bool,
    ) -> Outcome<Answer> {
        to.map_or(Ok(()), known_version)?;
        from.map_or(Ok(()), known_version)?;
        let environment = self.environment(place)?;
        self.active(environment)?;
        self.not_frozen(environment, force)?;
        let live = self.successes(environment).first().copied();
        let version = |nth: usize| self.deployments[nth].seen.version.clone();
        if from.is_some() && live.map(version).as_deref() != from {
            return Err(Code::Conflict);
        }
        let open = self.open(environment);
        let under_way = open.iter().copied().find(|nth| {
            let deployment = &self.deployments[*nth].seen;
            deployment.rollback_of.is_some() && matches!(deployment.status, Status::Pending | Status::InProgress)
        });
        if let Some(nth) = under_way.filter(|_| to.is_none() && !force) {
            let leaves = self.deployments[nth].seen.rollback_of.map(version).unwrap_or_default();
            let deployment = (!dry_run).then(|| self.show(nth));
            return Ok(Answer::Rollback { target: version(nth), leaves, cancels: Vec::new(), deployment });
        }
        if let Some(to) = to {
            self.ready(environment, to)?;
        }
        let newest = self.newest_first(environment).first().copied().ok_or(Code::NothingToRollBack)?;
        let went_well = self.deployments[newest].seen.status == Status::Success;
        let left = if went_well { live.unwrap_or(newest) } else { newest };
        let abandoned: Vec<String> =
            self.environments[environment].abandoned.iter().map(|(version, _)| version.clone()).collect();
        let is_good = |version: &str| !abandoned.iter().any(|left| left == version);
        let again = live.filter(|_| !went_well).map(version).filter(|version| is_good(version));
        let before = || self.previous(environment, is_good).map(version);
        let target = to.map(str::to_owned).or(again).or_else(before).ok_or(Code::NothingToRollBack)?;
        let leaves = version(left);
        // With it what is live, which is left too where the target is said.
        let mut gone = vec![leaves.clone()];
        gone.extend(live.map(version));
        gone.retain(|version| *version != target);
        if dry_run {
            return Ok(Answer::Rollback { target, leaves, cancels: open, deployment: None });
        }
        for nth in &open {
            self.cancel(*nth);
        }
        let mut waits_for = open.clone();
        waits_for.retain(|nth| self.deployments[*nth].seen.status.is_open());
        let nth = self.record(environment, &target);
        self.deployments[nth].seen.rollback_of = Some(left);
        self.deployments[nth].seen.has_reason = true;
        let number = self.deployments[nth].seen.number;
        for gone in gone {
            let marks = &mut self.environments[environment].abandoned;
            marks.retain(|(version, _)| *version != gone);
            marks.push((gone, number));
        }
        self.log_of(nth);
        let holds = !waits_for.is_empty() && !force;
        self.dispatch(nth, if holds { self.now + HOLD } else { self.now });
        if holds {
            self.deployments[nth].waits_for = waits_for;
        }
        Ok(Answer::Rollback { target, leaves, cancels: open, deployment: Some(self.show(nth)) })
    }
}

/// The table of §3, cell by cell.
fn table(from: Status, to: Status) -> Verdict {
    use Status::{Canceling, InProgress, Pending, Unknown};
    match (from, to) {
        _ if from == to => Verdict::Becomes(to),
        (InProgress | Canceling | Unknown, Pending) | (Canceling, InProgress) => Verdict::Stale,
        _ if from.is_open() => Verdict::Becomes(to),
        (_, Pending | InProgress) => Verdict::Attempt,
        (_, Canceling) => Verdict::Refused,
        (_, Unknown) => Verdict::Stale,
        _ => Verdict::Becomes(to),
    }
}
