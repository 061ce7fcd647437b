//! A load for benchmarks of storages: what recording a deployment reads and writes.

use std::sync::Arc;

use uuid::Uuid;

use crate::change::{ChangeSet, Reads, Write};
use crate::error::Result;
use crate::model::{
    BuildStatus, Candidate, CandidateId, CandidateVersion, CommitHash, Concurrency, Deployment, DeploymentId,
    Environment, EnvironmentId, EnvironmentName, Project, ProjectId, ProjectName, ReleaseVersion, Repository, Status,
    Tier, Timestamp, VersionScheme,
};
use crate::record::{BuildRun, CandidateRecord, DeploymentRecord, EnvironmentRecord, Kept, Key, Record};
use crate::storage::Storage;
use crate::view::{Context, Decision, View};

/// One environment of one project, to which one candidate is deployed over and over.
#[derive(Debug, Clone)]
pub struct Workload {
    project: Project,
    environment: Key,
    candidate: Key,
    start: [Record; 3],
}

impl Workload {
    /// A load of its own; two with the same number share nothing but the shape.
    ///
    /// # Errors
    /// None, as long as the names in here are valid.
    pub fn new(number: usize) -> Result<Workload> {
        let created_at = Timestamp::now();
        let project = Project {
            id: ProjectId::from_uuid(Uuid::now_v7()),
            name: ProjectName::new(format!("web-{number}"))?,
            repository: "acme/web".parse::<Repository>()?,
            former_repositories: Vec::new(),
            path_patterns: Default::default(),
            version_scheme: VersionScheme::default(),
            build_workflow: None,
            archived_at: None,
            created_at,
            actor: None,
        };
        let environment = EnvironmentRecord {
            project_id: project.id,
            data: Environment {
                id: EnvironmentId::from_uuid(Uuid::now_v7()),
                project: project.name.clone(),
                name: EnvironmentName::new("production")?,
                tier: Tier::Production,
                concurrency: Concurrency::Allow,
                deploy_workflow: None,
                freeze: None,
                archived_at: None,
                created_at,
                actor: None,
            },
            deployments: 0,
            endings: 0,
            live: None,
            abandoned: Default::default(),
            held: Vec::new(),
        };
        let candidate = CandidateRecord {
            project_id: project.id,
            data: Candidate {
                id: CandidateId::from_uuid(Uuid::now_v7()),
                project: project.name.clone(),
                version: "1.4.0-rc1".parse::<CandidateVersion>()?,
                release_version: "1.4.0".parse::<ReleaseVersion>()?,
                repository: project.repository.clone(),
                commit: "0123456789abcdef0123456789abcdef01234567".parse::<CommitHash>()?,
                build_status: BuildStatus::Ready,
                error_message: None,
                url: None,
                run_id: None,
                dispatch_id: None,
                created_at,
                build_end_at: None,
                actor: None,
            },
            run: BuildRun::default(),
        };
        Ok(Workload {
            environment: environment.key(),
            candidate: candidate.key(),
            start: [
                Project::wrap(Arc::new(project.clone())),
                EnvironmentRecord::wrap(Arc::new(environment)),
                CandidateRecord::wrap(Arc::new(candidate)),
            ],
            project,
        })
    }

    /// Writes the records that deployments need.
    ///
    /// # Errors
    /// As the storage's.
    pub fn prepare(&self, storage: &dyn Storage) -> Result<()> {
        let writes = self.start.iter().cloned().map(Write::Insert).collect();
        storage.commit(&ChangeSet { expects: Vec::new(), writes })
    }

    /// One deployment: reads four records, one of which is not there, and writes three with eight entries in lists.
    pub fn deploy(&self) -> Arc<dyn Decision> {
        Arc::new(Deploy { load: self.clone(), context: Context::new(None) })
    }
}

#[derive(Debug)]
struct Deploy {
    load: Workload,
    context: Context,
}

impl Decision for Deploy {
    fn reads(&self) -> Reads {
        let idempotency = Key::idempotency("create_deployment", &self.context.request.to_string());
        let project = Key::project(&self.load.project.name);
        let keys = vec![project, self.load.environment.clone(), self.load.candidate.clone(), idempotency];
        Reads { keys, queries: Vec::new() }
    }

    fn is_read_only(&self) -> bool {
        false
    }

    fn decide(&self, view: &mut View<'_>) -> Result<()> {
        let keys = self.reads().keys;
        let project = view.get::<Project>(&keys[0])?;
        let environment = view.get::<EnvironmentRecord>(&keys[1])?;
        let candidate = view.get::<CandidateRecord>(&keys[2])?;
        view.get::<crate::record::IdempotencyRecord>(&keys[3])?;
        let (Some(project), Some(environment), Some(candidate)) = (project, environment, candidate) else {
            return Err(crate::Error::new(crate::Code::ProjectNotFound, "the load was not prepared"));
        };
        let mut after = EnvironmentRecord::clone(&environment);
        after.deployments += 1;
        let deployment = self.deployment(after.deployments, view.now(), &environment, &candidate);
        view.event(&self.context, &project, "deployment.created")
            .environment(&after)
            .deployment(&deployment)
            .after("status", deployment.status)
            .log(view);
        view.put(DeploymentRecord {
            project_id: project.id,
            environment_id: environment.data.id,
            data: deployment,
            ending: None,
            observed_at: None,
            heard_at: None,
            asked_at: None,
        });
        view.put(after);
        Ok(())
    }
}

impl Deploy {
    fn deployment(&self, number: u64, at: Timestamp, to: &EnvironmentRecord, of: &CandidateRecord) -> Deployment {
        Deployment {
            id: DeploymentId::from_uuid(self.context.ids[1]),
            number,
            project: to.data.project.clone(),
            environment: to.data.name.clone(),
            release_version: of.data.release_version.clone(),
            candidate_version: of.data.version.clone(),
            commit: of.data.commit.clone(),
            from_release_version: None,
            from_candidate_version: None,
            status: Status::Pending,
            actor: None,
            created_at: at,
            deploy_start_at: None,
            deploy_end_at: None,
            error_message: None,
            url: None,
            run_id: None,
            attempt: None,
            dispatch_id: None,
            rollback_of: None,
            reason: None,
            retry_of: None,
        }
    }
}
