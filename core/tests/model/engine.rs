//! The engine, driven by the same actions, and looked at in the form of the reference.

use release_core::{Call, Concurrency, DeploymentId, DispatchId, Page, Releases, Timestamp, Workflow};
use release_core::{Result, WriteOperation};

use crate::action::{Action, Name, Of, REASON, Said};
use crate::seen::{self, Answer, Seen};
use crate::world::HOUR;

/// Two handles on one store, and the deployments in the order in which they were recorded.
pub(crate) struct Engine {
    pub(crate) handles: [Releases; 2],
    ids: Vec<DeploymentId>,
}

fn workflow() -> Workflow {
    // Of a trigger that no handle has, so that its dispatches stay queued.
    Workflow::new("command", "elsewhere").expect("a workflow")
}

fn made<O: WriteOperation>(call: Call<O>, key: Option<Name>) -> Result<O::Output> {
    match key {
        Some(key) => call.idempotency_key(key).call(),
        None => call.call(),
    }
}

fn millis(time: Option<Timestamp>) -> Option<i64> {
    time.map(Timestamp::as_millis)
}

fn project(project: &release_core::Project) -> seen::Project {
    seen::Project {
        name: project.name.to_string(),
        repository: project.repository.to_string(),
        builds: project.build_workflow.is_some(),
        archived_at: millis(project.archived_at),
    }
}

fn environment(environment: &release_core::Environment) -> seen::Environment {
    seen::Environment {
        project: environment.project.to_string(),
        name: environment.name.to_string(),
        one_at_a_time: environment.concurrency == Concurrency::Reject,
        deploys: environment.deploy_workflow.is_some(),
        frozen: environment.freeze.as_ref().map(|freeze| millis(freeze.until)),
        archived_at: millis(environment.archived_at),
    }
}

fn candidate(candidate: &release_core::Candidate) -> seen::Candidate {
    seen::Candidate {
        version: candidate.version.to_string(),
        repository: candidate.repository.to_string(),
        commit: candidate.commit.to_string(),
        build_status: candidate.build_status,
        message: candidate.error_message.clone(),
        created_at: candidate.created_at.as_millis(),
        end_at: millis(candidate.build_end_at),
        is_dispatched: candidate.dispatch_id.is_some(),
    }
}

impl Engine {
    pub(crate) fn new(handles: [Releases; 2]) -> Engine {
        Engine { handles, ids: Vec::new() }
    }

    fn id(&self, nth: usize) -> String {
        // One that nobody has seen, for a deployment that is not there.
        self.ids.get(nth).map_or_else(|| "0197a000-0000-7000-8000-000000000000".to_owned(), ToString::to_string)
    }

    fn nth(&self, id: DeploymentId) -> usize {
        self.ids.iter().position(|there| *there == id).expect("a deployment that a call has answered")
    }

    fn deployment(&self, deployment: &release_core::Deployment) -> seen::Deployment {
        seen::Deployment {
            nth: self.nth(deployment.id),
            number: deployment.number,
            project: deployment.project.to_string(),
            environment: deployment.environment.to_string(),
            version: deployment.candidate_version.to_string(),
            from: deployment.from_candidate_version.as_ref().map(ToString::to_string),
            status: deployment.status,
            created_at: deployment.created_at.as_millis(),
            start_at: millis(deployment.deploy_start_at),
            end_at: millis(deployment.deploy_end_at),
            message: deployment.error_message.clone(),
            run: deployment.run_id.clone(),
            attempt: deployment.attempt,
            rollback_of: deployment.rollback_of.map(|id| self.nth(id)),
            is_dispatched: deployment.dispatch_id.is_some(),
            has_reason: deployment.reason.is_some(),
        }
    }

    fn answer(&mut self, deployment: &release_core::Deployment) -> seen::Deployment {
        if !self.ids.contains(&deployment.id) {
            self.ids.push(deployment.id);
        }
        self.deployment(deployment)
    }

    /// Makes a call by one of the handles.
    pub(crate) fn call(&mut self, action: &Action, key: Option<Name>, handle: usize) -> Result<Answer> {
        let r = &self.handles[handle];
        match action {
            Action::CreateProject { project: name, repository, builds } => {
                let call = r.create_project(name, repository);
                let call = if *builds { call.build_workflow(workflow()) } else { call };
                made(call, key).map(|there| Answer::Project(project(&there)))
            }
            Action::UpdateProject { project: name, builds } => {
                let call = r.update_project(name).build_workflow(builds.then(workflow));
                made(call, key).map(|there| Answer::Project(project(&there)))
            }
            Action::RenameProject { project: name, to } => {
                made(r.rename_project(name, to), key).map(|there| Answer::Project(project(&there)))
            }
            Action::RenameRepository { project: name, to } => {
                made(r.rename_repository(name, to), key).map(|there| Answer::Project(project(&there)))
            }
            Action::ArchiveProject { project: name, archived } => {
                let call = if *archived { r.archive_project(name) } else { r.unarchive_project(name) };
                made(call, key).map(|there| Answer::Project(project(&there)))
            }
            Action::CreateEnvironment { place, one_at_a_time, deploys } => {
                let call = r.create_environment(place.0, place.1).concurrency(concurrency(*one_at_a_time));
                let call = if *deploys { call.deploy_workflow(workflow()) } else { call };
                made(call, key).map(|there| Answer::Environment(environment(&there)))
            }
            Action::UpdateEnvironment { place, one_at_a_time, deploys } => {
                let call = r.update_environment(place.0, place.1).concurrency(concurrency(*one_at_a_time));
                made(call.deploy_workflow(deploys.then(workflow)), key)
                    .map(|there| Answer::Environment(environment(&there)))
            }
            Action::RenameEnvironment { place, to } => {
                let call = r.rename_environment(place.0, place.1, to);
                made(call, key).map(|there| Answer::Environment(environment(&there)))
            }
            Action::ArchiveEnvironment { place, archived: true } => {
                made(r.archive_environment(place.0, place.1), key).map(|there| Answer::Environment(environment(&there)))
            }
            Action::ArchiveEnvironment { place, archived: false } => {
                made(r.unarchive_environment(place.0, place.1), key)
                    .map(|there| Answer::Environment(environment(&there)))
            }
            Action::Freeze { place, until } => {
                let call = r.freeze(place.0, place.1, REASON);
                let call = match until {
                    Some(hours) => call.until(Timestamp::from_millis(hours * HOUR)),
                    None => call,
                };
                made(call, key).map(|there| Answer::Environment(environment(&there)))
            }
            Action::Unfreeze { place } => {
                made(r.unfreeze(place.0, place.1), key).map(|there| Answer::Environment(environment(&there)))
            }
            Action::CreateRelease { project, version, repository, commit, builds } => {
                let commit: String = std::iter::repeat_n(*commit, 40).collect();
                let call = r.create_release(project, version, repository, commit).trigger_build_workflow(*builds);
                made(call, key).map(|there| Answer::Candidate(candidate(&there)))
            }
            Action::UpdateBuild { project, version, status, message } => {
                let call = r.update_build_status(project, version, status);
                let call = match message {
                    Some(message) => call.error_message(*message),
                    None => call,
                };
                made(call, key).map(|there| Answer::Candidate(candidate(&there)))
            }
            Action::Rebuild { project, version } => {
                made(r.rebuild(project, version), key).map(|there| Answer::Candidate(candidate(&there)))
            }
            Action::Deploy { place, version, force, redeploy } => {
                let call = r.create_deployment(place.0, place.1, version).redeploy(*redeploy);
                let call = if *force { call.force(REASON) } else { call };
                made(call, key).map(|there| Answer::Deployment(self.answer(&there)))
            }
            Action::Report { of, status, said } => {
                let Said { message, run, attempt, observed } = said;
                let mut call = match of {
                    Of::Candidate(place, version) => r.update_deployment_status(place.0, place.1, version, status),
                    Of::Nth(nth) => r.update_deployment_status_by_id(self.id(*nth), status),
                };
                if let Some(message) = message {
                    call = call.error_message(*message);
                }
                if let Some(run) = run {
                    call = call.run_id(*run);
                }
                if let Some(attempt) = attempt {
                    call = call.attempt(*attempt);
                }
                if let Some(minutes) = observed {
                    call = call.observed_at(Timestamp::from_millis(minutes * 60_000));
                }
                made(call, key).map(|there| Answer::Deployment(self.answer(&there)))
            }
            Action::Cancel { nth } => {
                made(r.cancel_deployment(self.id(*nth)), key).map(|there| Answer::Deployment(self.answer(&there)))
            }
            Action::RollBack { place, force, to, from, dry_run } => {
                let mut call = r.rollback(place.0, place.1).force(*force).dry_run(*dry_run);
                if let Some(to) = to {
                    call = call.to(to);
                }
                if let Some(from) = from {
                    call = call.from(from);
                }
                made(call, key).map(|there| Answer::Rollback {
                    target: there.target.to_string(),
                    leaves: there.leaves.to_string(),
                    cancels: there.cancels.iter().map(|id| self.nth(*id)).collect(),
                    deployment: there.deployment.as_ref().map(|deployment| self.answer(deployment)),
                })
            }
        }
    }

    /// All that can be seen by one of the handles.
    pub(crate) fn seen(&self, handle: usize) -> Result<Seen> {
        let r = &self.handles[handle];
        let projects = r.list_projects().include_archived(true).call()?.items;
        Ok(Seen {
            active_projects: r.list_projects().call()?.items.iter().map(|there| there.name.to_string()).collect(),
            projects: projects.iter().map(|there| self.in_project(r, there)).collect::<Result<_>>()?,
            events: counted(|cursor| match cursor {
                Some(cursor) => r.history().per_page(100).cursor(cursor).call(),
                None => r.history().per_page(100).call(),
            })?,
        })
    }

    fn in_project(&self, r: &Releases, there: &release_core::Project) -> Result<seen::InProject> {
        let name = &there.name;
        let all = r.list_environments(name).include_archived(true).call()?.items;
        let active = r.list_environments(name).call()?.items;
        let mut candidates = Vec::new();
        for there in r.list_candidates(name).call()?.items.iter().rev() {
            let log = r.history().project(name).candidate(&there.version).per_page(100).call()?;
            assert!(log.next.is_none(), "a log that fits into a page");
            candidates.push((candidate(there), dispatch(r, there.dispatch_id)?, log.items.len()));
        }
        let releases = r.list_releases(name).call()?.items;
        Ok(seen::InProject {
            project: project(there),
            environments: all.iter().map(|there| self.in_environment(r, there)).collect::<Result<_>>()?,
            active_environments: active.iter().map(|environment| environment.name.to_string()).collect(),
            candidates,
            releases: releases.iter().rev().map(|there| (there.version.to_string(), there.head.to_string())).collect(),
            events: counted(|cursor| match cursor {
                Some(cursor) => r.history().project(name).per_page(100).cursor(cursor).call(),
                None => r.history().project(name).per_page(100).call(),
            })?,
        })
    }

    fn in_environment(&self, r: &Releases, there: &release_core::Environment) -> Result<seen::InEnvironment> {
        let (project, name) = (&there.project, &there.name);
        let live = r.live(project, name).call()?;
        assert_eq!(live.freeze, there.freeze);
        let mut deployments = Vec::new();
        // By both ways of paging: the counted page that follows is the one that the cursor leads to.
        let mut page = r.list_deployments(project, name).per_page(7).call()?;
        for number in 2.. {
            for there in &page.items {
                assert_eq!(r.get_deployment(there.id).call()?, *there);
                deployments.push((self.deployment(there), dispatch(r, there.dispatch_id)?));
            }
            let Some(cursor) = page.next else { break };
            page = r.list_deployments(project, name).per_page(7).cursor(cursor).call()?;
            assert_eq!(page, r.list_deployments(project, name).per_page(7).page(number).call()?);
        }
        Ok(seen::InEnvironment {
            environment: environment(there),
            live: live.deployment.as_ref().map(|deployment| self.deployment(deployment)),
            in_flight: live.in_flight.iter().map(|deployment| self.deployment(deployment)).collect(),
            previous: live.previous.as_ref().map(|deployment| self.deployment(deployment)),
            deployments,
            events: counted(|cursor| match cursor {
                Some(cursor) => r.history().project(project).environment(name).per_page(100).cursor(cursor).call(),
                None => r.history().project(project).environment(name).per_page(100).call(),
            })?,
        })
    }
}

fn concurrency(one_at_a_time: bool) -> Concurrency {
    if one_at_a_time { Concurrency::Reject } else { Concurrency::Allow }
}

fn dispatch(r: &Releases, id: Option<DispatchId>) -> Result<Option<seen::Dispatch>> {
    let Some(id) = id else { return Ok(None) };
    let there = r.get_dispatch(id).call()?;
    Ok(Some(seen::Dispatch { state: there.state, due_at: millis(there.due_at) }))
}

/// How many items a list has.
fn counted<T>(page: impl Fn(Option<String>) -> Result<Page<T>>) -> Result<usize> {
    let mut count = 0;
    let mut cursor = None;
    loop {
        let there = page(cursor)?;
        count += there.items.len();
        cursor = there.next;
        if cursor.is_none() {
            return Ok(count);
        }
    }
}
