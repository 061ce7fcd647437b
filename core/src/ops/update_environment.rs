//! `update_environment`

use serde::Serialize;

use super::lookup::{self, Ahead, shown_environment};
use crate::change::Reads;
use crate::client::{Call, Inner, Releases, WriteOperation};
use crate::error::Result;
use crate::known::Known;
use crate::model::{Environment, Workflow};
use crate::view::{Context, Decide, View};

/// Changes an environment's settings; the call of [`Releases::update_environment`].
#[derive(Debug, Serialize)]
pub struct UpdateEnvironment {
    pub(super) project: String,
    pub(super) environment: String,
    pub(super) tier: Option<String>,
    pub(super) concurrency: Option<String>,
    pub(super) deploy_workflow: Option<Option<Workflow>>,
}

impl Releases {
    /// Changes what is said of an environment's settings; what is not said stays. Deployments that were recorded
    /// before go on as they were.
    ///
    /// # Errors
    /// `invalid_name`, `invalid_request` (tier, concurrency, workflow); `project_not_found`, `environment_not_found`;
    /// `archived`.
    pub fn update_environment(
        &self,
        project: impl AsRef<str>,
        environment: impl AsRef<str>,
    ) -> Call<UpdateEnvironment> {
        let operation = UpdateEnvironment {
            project: project.as_ref().to_owned(),
            environment: environment.as_ref().to_owned(),
            tier: None,
            concurrency: None,
            deploy_workflow: None,
        };
        Call::new(self, operation)
    }
}

impl Call<UpdateEnvironment> {
    /// What it is for: a [`Tier`](crate::Tier) or its word.
    pub fn tier(mut self, tier: impl AsRef<str>) -> Self {
        self.operation.tier = Some(tier.as_ref().to_owned());
        self
    }

    /// What happens when a candidate is to be deployed while another one is: a [`Concurrency`](crate::Concurrency) or
    /// its word.
    pub fn concurrency(mut self, concurrency: impl AsRef<str>) -> Self {
        self.operation.concurrency = Some(concurrency.as_ref().to_owned());
        self
    }

    /// The workflow that deploys to it from now on; `None` for none.
    pub fn deploy_workflow(mut self, workflow: impl Into<Option<Workflow>>) -> Self {
        self.operation.deploy_workflow = Some(workflow.into());
        self
    }
}

impl WriteOperation for UpdateEnvironment {}

impl Decide for UpdateEnvironment {
    const NAME: &'static str = "update_environment";
    type Output = Environment;

    fn prepare(&mut self, inner: &Inner) -> Result<()> {
        self.deploy_workflow.iter().flatten().try_for_each(|workflow| inner.check_workflow(workflow))
    }

    fn reads(&self, known: &Known) -> Reads {
        Ahead::project(known, &self.project).environment(known, &self.environment).reads()
    }

    fn decide(&self, view: &mut View<'_>, context: &Context) -> Result<Environment> {
        let mut scene = lookup::scene(view, &self.project, &self.environment)?;
        scene.for_new_work()?;
        let before = scene.environment.data.clone();
        let after = self.changed(&before)?;
        if after != before {
            view.event(context, &scene.project, "environment.updated")
                .environment(&scene.environment)
                .change("tier", before.tier, after.tier)
                .change("concurrency", before.concurrency, after.concurrency)
                .change("deploy_workflow", &before.deploy_workflow, &after.deploy_workflow)
                .log_changes(view);
            scene.change().data = after;
        }
        let answer = shown_environment(view, &scene.environment, &scene.project);
        scene.save(view);
        Ok(answer)
    }
}

impl UpdateEnvironment {
    /// The environment as it is to be.
    pub(super) fn changed(&self, before: &Environment) -> Result<Environment> {
        let mut after = before.clone();
        if let Some(tier) = &self.tier {
            after.tier = tier.parse()?;
        }
        if let Some(concurrency) = &self.concurrency {
            after.concurrency = concurrency.parse()?;
        }
        if let Some(workflow) = &self.deploy_workflow {
            after.deploy_workflow.clone_from(workflow);
        }
        Ok(after)
    }
}
