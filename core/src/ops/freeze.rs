//! `freeze`, `unfreeze`

use serde::Serialize;

use super::lookup::{self, Ahead, shown_environment};
use crate::change::Reads;
use crate::client::{Call, Releases, WriteOperation};
use crate::error::{Code, Error, Result};
use crate::known::Known;
use crate::model::{self, Environment, Timestamp, names};
use crate::view::{Context, Decide, View};

/// Freezes an environment; the call of [`Releases::freeze`].
#[derive(Debug, Serialize)]
pub struct Freeze {
    project: String,
    environment: String,
    reason: String,
    until: Option<String>,
}

/// Ends an environment's freeze; the call of [`Releases::unfreeze`].
#[derive(Debug, Serialize)]
pub struct Unfreeze {
    project: String,
    environment: String,
}

impl Releases {
    /// Freezes an environment: it takes no new deployment without `force`, until it is unfrozen or the time has come.
    /// Freezing a frozen one replaces the reason and the end.
    ///
    /// # Errors
    /// `invalid_name`, `project_not_found`, `environment_not_found`; `invalid_request` (an empty reason or one over
    /// 8 KiB, an end that is no time or has passed); `archived`.
    pub fn freeze(
        &self,
        project: impl AsRef<str>,
        environment: impl AsRef<str>,
        reason: impl Into<String>,
    ) -> Call<Freeze> {
        let operation = Freeze {
            project: project.as_ref().to_owned(),
            environment: environment.as_ref().to_owned(),
            reason: reason.into(),
            until: None,
        };
        Call::new(self, operation)
    }

    /// Ends a freeze. Where nothing is frozen, nothing changes.
    ///
    /// # Errors
    /// `invalid_name`, `project_not_found`, `environment_not_found`.
    pub fn unfreeze(&self, project: impl AsRef<str>, environment: impl AsRef<str>) -> Call<Unfreeze> {
        let (project, environment) = (project.as_ref().to_owned(), environment.as_ref().to_owned());
        Call::new(self, Unfreeze { project, environment })
    }
}

impl Call<Freeze> {
    /// When the freeze ends by itself: a [`Timestamp`], or RFC 3339 text.
    pub fn until(mut self, until: impl ToString) -> Self {
        self.operation.until = Some(until.to_string());
        self
    }
}

impl WriteOperation for Freeze {}
impl WriteOperation for Unfreeze {}

/// Refuses a deployment to a frozen environment, unless it is forced.
pub(super) fn not_frozen(view: &View<'_>, environment: &Environment, forced: bool) -> Result<()> {
    match &environment.freeze {
        Some(freeze) if freeze.holds_at(view.now()) && !forced => {
            let until = freeze.until.map(|until| format!(" until {until}")).unwrap_or_default();
            let message = format!(
                "environment {:?} is frozen{until}: {}; wait, unfreeze it, or force it",
                environment.name,
                crate::error::excerpt(&freeze.reason)
            );
            let mut error = Error::new(Code::EnvironmentFrozen, message)
                .with("environment", &environment.name)
                .with("reason", &freeze.reason)
                .with("since", freeze.since);
            if let Some(until) = freeze.until {
                error = error.with("until", until);
            }
            if let Some(actor) = &freeze.actor {
                error = error.with("actor", actor);
            }
            Err(error)
        }
        _ => Ok(()),
    }
}

impl Decide for Freeze {
    const NAME: &'static str = "freeze";
    type Output = Environment;

    fn reads(&self, known: &Known) -> Reads {
        Ahead::project(known, &self.project).environment(known, &self.environment).reads()
    }

    fn decide(&self, view: &mut View<'_>, context: &Context) -> Result<Environment> {
        let mut scene = lookup::scene(view, &self.project, &self.environment)?;
        scene.for_new_work()?;
        names::message("reason", &self.reason)?;
        let until = self.until.as_deref().map(str::parse::<Timestamp>).transpose().map_err(|e| e.in_field("until"))?;
        if let Some(until) = until.filter(|until| *until <= view.now()) {
            let message = format!("invalid until {until}: expected a time to come, and it is {}", view.now());
            return Err(Error::new(Code::InvalidRequest, message).with("field", "until").with("found", until));
        }
        let freeze =
            model::Freeze { reason: self.reason.clone(), actor: context.actor.clone(), since: view.now(), until };
        let environment = scene.change();
        let before = environment.data.freeze.replace(freeze);
        view.event(context, &scene.project, "environment.frozen")
            .environment(&scene.environment)
            .change("freeze", before, &scene.environment.data.freeze)
            .reason(Some(&self.reason))
            .log(view);
        let answer = shown_environment(view, &scene.environment, &scene.project);
        scene.save(view);
        Ok(answer)
    }
}

impl Decide for Unfreeze {
    const NAME: &'static str = "unfreeze";
    type Output = Environment;

    fn reads(&self, known: &Known) -> Reads {
        Ahead::project(known, &self.project).environment(known, &self.environment).reads()
    }

    fn decide(&self, view: &mut View<'_>, context: &Context) -> Result<Environment> {
        let mut scene = lookup::scene(view, &self.project, &self.environment)?;
        if scene.environment.data.freeze.is_some() {
            let before = scene.change().data.freeze.take();
            view.event(context, &scene.project, "environment.unfrozen")
                .environment(&scene.environment)
                .change("freeze", before, Option::<model::Freeze>::None)
                .log(view);
        }
        let answer = shown_environment(view, &scene.environment, &scene.project);
        scene.save(view);
        Ok(answer)
    }
}
