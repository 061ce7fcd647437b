//! `create_environment`

use std::collections::BTreeMap;

use serde::Serialize;

use super::lookup::{self, Ahead};
use crate::change::Reads;
use crate::client::{Call, Inner, Releases, WriteOperation};
use crate::error::{Code, Error, Result};
use crate::known::Known;
use crate::model::{Concurrency, Environment, EnvironmentName, Project, Tier, Workflow};
use crate::record::{EnvironmentRecord, Key};
use crate::view::{Context, Decide, View};

/// Creates an environment; the call of [`Releases::create_environment`].
#[derive(Debug, Serialize)]
pub struct CreateEnvironment {
    pub(super) project: String,
    pub(super) environment: String,
    pub(super) tier: Option<String>,
    pub(super) concurrency: Option<String>,
    pub(super) deploy_workflow: Option<Workflow>,
}

impl Releases {
    /// Creates an environment of a project.
    ///
    /// # Errors
    /// `invalid_name`, `invalid_request` (tier, concurrency, workflow); `project_not_found`; `archived`;
    /// `environment_exists`.
    pub fn create_environment(
        &self,
        project: impl AsRef<str>,
        environment: impl AsRef<str>,
    ) -> Call<CreateEnvironment> {
        let operation = CreateEnvironment {
            project: project.as_ref().to_owned(),
            environment: environment.as_ref().to_owned(),
            tier: None,
            concurrency: None,
            deploy_workflow: None,
        };
        Call::new(self, operation)
    }
}

impl Call<CreateEnvironment> {
    /// What it is for: a [`Tier`] or its word; `development` where nothing is said.
    pub fn tier(mut self, tier: impl AsRef<str>) -> Self {
        self.operation.tier = Some(tier.as_ref().to_owned());
        self
    }

    /// What happens when a candidate is to be deployed while another one is: a [`Concurrency`] or its word; `allow`
    /// where nothing is said.
    pub fn concurrency(mut self, concurrency: impl AsRef<str>) -> Self {
        self.operation.concurrency = Some(concurrency.as_ref().to_owned());
        self
    }

    /// The workflow that deploys to it.
    pub fn deploy_workflow(mut self, workflow: Workflow) -> Self {
        self.operation.deploy_workflow = Some(workflow);
        self
    }
}

impl WriteOperation for CreateEnvironment {}

impl Decide for CreateEnvironment {
    const NAME: &'static str = "create_environment";
    type Output = Environment;

    fn prepare(&mut self, inner: &Inner) -> Result<()> {
        self.deploy_workflow.as_ref().map_or(Ok(()), |workflow| inner.check_workflow(workflow))
    }

    fn reads(&self, known: &Known) -> Reads {
        Ahead::project(known, &self.project).environment(known, &self.environment).reads()
    }

    fn decide(&self, view: &mut View<'_>, context: &Context) -> Result<Environment> {
        let name = EnvironmentName::new(&self.environment)?;
        let tier = self.tier.as_deref().map_or(Ok(Tier::Development), str::parse)?;
        let concurrency = self.concurrency.as_deref().map_or(Ok(Concurrency::Allow), str::parse)?;
        let project = lookup::project(view, &self.project)?;
        lookup::not_archived(&project)?;
        vacant(view, &project, &name)?;
        let data = Environment {
            id: context.environment_id(),
            project: project.name.clone(),
            name,
            tier,
            concurrency,
            deploy_workflow: self.deploy_workflow.clone(),
            freeze: None,
            archived_at: None,
            created_at: view.now(),
            actor: context.actor.clone(),
        };
        let record = EnvironmentRecord {
            project_id: project.id,
            data,
            deployments: 0,
            endings: 0,
            live: None,
            abandoned: BTreeMap::new(),
            held: Vec::new(),
        };
        view.event(context, &project, "environment.created")
            .environment(&record)
            .after("tier", tier)
            .after("concurrency", concurrency)
            .after("deploy_workflow", &record.data.deploy_workflow)
            .log(view);
        view.put(record.clone());
        Ok(record.data)
    }
}

/// Refuses an environment's name that is taken in the project.
pub(super) fn vacant(view: &mut View<'_>, project: &Project, name: &EnvironmentName) -> Result<()> {
    match view.get::<EnvironmentRecord>(&Key::environment(project.id, name))? {
        None => Ok(()),
        Some(_) => {
            let message = format!("environment {name:?} exists already in project {:?}", project.name);
            Err(Error::new(Code::EnvironmentExists, message).with("project", &project.name).with("environment", name))
        }
    }
}
