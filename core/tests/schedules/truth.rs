//! What the CI systems know, and what the database says of it.

use release_core::{BuildStatus, Deployment, DispatchState, Status};
use serde_json::Value;

use crate::world::{Forge, State, World};

/// A run as its CI system has it.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub(crate) id: String,
    /// How its attempts ended.
    pub(crate) endings: Vec<Status>,
    pub(crate) has_ended: bool,
    /// It was asked to stop.
    pub(crate) is_stopping: bool,
}

fn of_github(conclusion: &str) -> Status {
    match conclusion {
        "success" | "neutral" => Status::Success,
        "failure" | "timed_out" | "startup_failure" => Status::Failure,
        "cancelled" => Status::Canceled,
        other => panic!("what is {other}?"),
    }
}

impl State {
    /// The runs of a deployment, or of a build, by the id that they were started with.
    pub(crate) fn runs_of(&self, id: &str) -> Vec<Run> {
        let mut runs = Vec::new();
        for run in &self.github.runs {
            if run.inputs.get("aviator_deployment_id").or_else(|| run.inputs.get("start")) == Some(&Value::from(id)) {
                runs.push(Run {
                    id: run.data["id"].to_string(),
                    endings: run.endings.iter().map(|conclusion| of_github(conclusion)).collect(),
                    has_ended: run.has_ended(),
                    // What waits for somebody's action cannot be stopped; it goes on, and then it can.
                    is_stopping: run.is_stopping || run.data["conclusion"] == "action_required",
                });
            }
        }
        for build in self.buildkite.builds.iter().filter(|build| build.data["env"]["AVIATOR_DEPLOYMENT_ID"] == id) {
            let state = build.data["state"].as_str().unwrap();
            let ending = match state {
                "passed" => Status::Success,
                "failed" => Status::Failure,
                _ => Status::Canceled,
            };
            runs.push(Run {
                id: build.data["id"].as_str().unwrap().to_owned(),
                endings: build.has_ended().then_some(ending).into_iter().collect(),
                has_ended: build.has_ended(),
                // The same at a block step.
                is_stopping: state == "canceling" || build.data["blocked"] == true,
            });
        }
        for run in self.receiver.runs.iter().filter(|run| run.document["deployment_id"] == id) {
            runs.push(Run {
                id: run.id.clone(),
                endings: run.has_ended().then(|| run.status.parse().unwrap()).into_iter().collect(),
                has_ended: run.has_ended(),
                is_stopping: run.is_stopping,
            });
        }
        runs
    }
}

impl World {
    pub(crate) fn deployments(&self, forge: Forge) -> Vec<Deployment> {
        let mut all = Vec::new();
        for page in 1.. {
            let page = self.observer.list_deployments("web", forge.name()).per_page(100).page(page).call().unwrap();
            let is_last = page.items.len() < 100;
            all.extend(page.items);
            if is_last {
                return all;
            }
        }
        all
    }

    /// What must have held at every moment, by the audit log: no status has gone back.
    fn compare_courses(&self) {
        let mut cursor = None;
        loop {
            let call = self.observer.history().per_page(100);
            let call = if let Some(cursor) = cursor { call.cursor(cursor) } else { call };
            let page = call.call().unwrap();
            for event in page.items.iter().filter(|event| event.action == "deployment.status_changed") {
                let word = |of: &serde_json::Map<String, Value>| {
                    of.get("status").map(|status| status.as_str().unwrap().parse::<Status>().unwrap())
                };
                let (Some(from), Some(to)) = (word(&event.before), word(&event.after)) else { continue };
                let goes_back = match from {
                    Status::Pending => false,
                    Status::InProgress | Status::Unknown => to == Status::Pending,
                    Status::Canceling => matches!(to, Status::Pending | Status::InProgress),
                    _ => to.is_open(),
                };
                if goes_back {
                    self.fail(format!("{} was {from} and then {to}", self.name(event.deployment_id.unwrap())));
                }
            }
            cursor = page.next;
            if cursor.is_none() {
                return;
            }
        }
    }

    /// A start has come to a CI system: no deployment has two runs, and a rollback's waits for those that it cancels.
    pub(crate) fn see_start(&self, forge: Forge) {
        let deployments = self.deployments(forge);
        for deployment in &deployments {
            let runs = self.state().runs_of(&deployment.id.to_string());
            if runs.len() > 1 {
                self.fail(format!("{} has the runs {runs:?}", self.name(deployment.id)));
            }
        }
        if self.state().forces {
            return;
        }
        for rollback in deployments.iter().filter(|deployment| deployment.rollback_of.is_some()) {
            let has_run = !self.state().runs_of(&rollback.id.to_string()).is_empty();
            let is_new = has_run && self.state().rollbacks.insert(rollback.id);
            if !is_new || self.now() >= rollback.created_at.as_millis() + 600_000 {
                continue;
            }
            let is_waited_for =
                |other: &&Deployment| other.number < rollback.number && other.status == Status::Canceling;
            if let Some(other) = deployments.iter().find(is_waited_for) {
                let (rollback, other) = (self.name(rollback.id), self.name(other.id));
                self.fail(format!("rollback {rollback} did not wait for {other}"));
            }
        }
    }

    /// What must hold when runs go on only where somebody stops them: whatever is to be canceled was asked to stop.
    pub(crate) fn compare_cancellations(&self) {
        for forge in Forge::ALL {
            for deployment in self.deployments(forge).iter().filter(|d| d.status == Status::Canceling) {
                let runs = self.state().runs_of(&deployment.id.to_string());
                if runs.iter().any(|run| !run.has_ended && !run.is_stopping && run.endings.is_empty()) {
                    self.fail(format!("{} is to be canceled, and nobody stops its run", self.name(deployment.id)));
                }
            }
        }
    }

    /// What must hold when all has settled: every status is the truth.
    pub(crate) fn compare(&self) {
        self.compare_courses();
        for forge in Forge::ALL {
            for deployment in self.deployments(forge) {
                let runs = self.state().runs_of(&deployment.id.to_string());
                let dispatch = deployment.dispatch_id.map(|id| self.observer.get_dispatch(id).call().unwrap());
                let is_true = match (&dispatch, runs.as_slice()) {
                    // Another attempt of a run that was started before.
                    (None, _) => self.attempt_is_true(forge, &deployment),
                    (Some(dispatch), []) => match deployment.status {
                        Status::Canceled => true,
                        Status::Error => deployment.error_message.is_some(),
                        Status::Unknown => dispatch.state == DispatchState::Unknown,
                        _ => false,
                    },
                    (Some(_), [run]) => self.is_true(forge, &deployment, run),
                    (Some(_), _) => false,
                };
                if !is_true {
                    let (name, dispatch) = (self.name(deployment.id), dispatch.map(|d| (d.state, d.message)));
                    self.fail(format!(
                        "{name} is {} in truth: {runs:?}, {dispatch:?}, {deployment:?}",
                        deployment.status
                    ));
                }
            }
        }
        self.compare_builds();
    }

    fn is_true(&self, forge: Forge, deployment: &Deployment, run: &Run) -> bool {
        let attempt = deployment.attempt.unwrap_or(1) as usize;
        let told = deployment.run_id.as_ref().is_none_or(|id| *id == run.id);
        let ended = run.endings.get(attempt - 1) == Some(&deployment.status);
        // One that is known to have been started stays as it is where nothing of its run is known: pending, or in progress
        // where it was started again after it had been unknown.
        let is_open = matches!(deployment.status, Status::Pending | Status::InProgress | Status::Unknown);
        told && (ended || (is_open && self.nobody_can_know(forge, deployment)))
    }

    fn attempt_is_true(&self, forge: Forge, deployment: &Deployment) -> bool {
        let of = self
            .deployments(forge)
            .into_iter()
            .find(|other| other.dispatch_id.is_some() && other.run_id == deployment.run_id && other.run_id.is_some());
        let runs = of.map(|of| self.state().runs_of(&of.id.to_string())).unwrap_or_default();
        runs.len() == 1 && self.is_true(forge, deployment, &runs[0])
    }

    /// A run whose title does not say what it is of, and of which nobody has told.
    fn nobody_can_know(&self, forge: Forge, deployment: &Deployment) -> bool {
        forge == Forge::Github && !self.state().github.titled && deployment.run_id.is_none()
    }

    fn compare_builds(&self) {
        for candidate in self.observer.list_candidates("web").per_page(100).call().unwrap().items {
            let Some(id) = candidate.dispatch_id else { continue };
            let runs = self.state().runs_of(&id.to_string());
            let dispatch = self.observer.get_dispatch(id).call().unwrap();
            let is_true = match (runs.as_slice(), candidate.build_status) {
                ([], BuildStatus::Failed) => candidate.error_message.is_some(),
                // There is no word for a build of which nobody knows; it says why nothing happens.
                ([] | [_], BuildStatus::Building) => {
                    dispatch.state != DispatchState::Queued
                        && candidate.error_message.is_some()
                        && (runs.is_empty() || !self.state().github.titled)
                }
                ([run], BuildStatus::Ready) => run.endings.last() == Some(&Status::Success),
                ([run], BuildStatus::Failed) => run.endings.last().is_some_and(|ending| *ending != Status::Success),
                _ => false,
            };
            if !is_true {
                self.fail(format!("the build of {candidate:?} in truth: {runs:?}, {dispatch:?}"));
            }
        }
    }
}
