//! `apply`
//!
//! A file declares projects and environments, by the options of the operations that create and change them. The
//! difference to what is there is made by those operations themselves, one after the other on one view: so they judge
//! and write, everything is committed together or not at all, and each change has its line in the audit log. Those
//! lines are also the answer. A dry run takes back what it wrote before it is committed.

mod declared;
mod reading;
mod undeclared;

use serde::Serialize;

use self::declared::{Declared, DeclaredEnvironment, DeclaredProject};
use self::undeclared::Found;
use crate::change::Reads;
use crate::client::{Call, Inner, Releases, WriteOperation};
use crate::error::{Code, Error, Result};
use crate::known::Known;
use crate::model::{Applied, Project};
use crate::record::{EnvironmentRecord, Key};
use crate::view::{Context, Decide, View};

/// Makes what a file declares so; the call of [`Releases::apply`].
#[derive(Debug, Serialize)]
pub struct Apply {
    declarations: String,
    dry_run: bool,
    #[serde(skip)]
    declared: Declared,
    #[serde(skip)]
    undeclared: Found,
}

impl Releases {
    /// Makes projects and environments as a file declares them, all in one commit: what is not there is created, what
    /// differs is changed, and each change has its line in the audit log. What stays as it is writes nothing, so
    /// that the same file can be applied again and again.
    ///
    /// The text is TOML, with the same keys in every language: for each project a table, projects.NAME, with repository,
    /// version_scheme, path_patterns, build_workflow and archived; in it for each environment a table, environments.NAME,
    /// with tier, concurrency, deploy_workflow and archived. Their values are of the form that creating and changing take. A
    /// key that is left out keeps what is there, and gives what is new its default; a new project needs a repository, and
    /// another one than before says that the repository moved, which is recorded as `rename_repository` does, also of a
    /// project that is archived. A workflow that is false is taken away.
    ///
    /// What exists and is not declared is told, and left alone: nothing is archived because it is missing in the file. A
    /// project or environment that was renamed and still has its old name in the file is created anew.
    ///
    /// # Errors
    /// Each with the place in the text (`key`, `line`, `column`): `invalid_request` (no TOML, a key that is not known, a
    /// value that is not as expected, a new project without a repository, more than 1 MiB or than 1,000 projects and
    /// environments), `invalid_name`, `invalid_repository`; `archived` (another change of what is archived than where
    /// its repository is, without `archived = false`).
    pub fn apply(&self, declarations: impl AsRef<str>) -> Call<Apply> {
        let operation = Apply {
            declarations: declarations.as_ref().to_owned(),
            dry_run: false,
            declared: Declared::default(),
            undeclared: Found::default(),
        };
        Call::new(self, operation)
    }
}

impl Call<Apply> {
    /// Says what would be changed, and changes nothing.
    pub fn dry_run(mut self, dry_run: bool) -> Self {
        self.operation.dry_run = dry_run;
        self
    }
}

impl WriteOperation for Apply {}

impl Decide for Apply {
    const NAME: &'static str = "apply";
    type Output = Applied;

    fn prepare(&mut self, inner: &Inner) -> Result<()> {
        self.declared = Declared::read(&self.declarations, &|workflow| inner.check_workflow(workflow))?;
        // Apart from the decision, which would otherwise be made again whenever one of all projects is written.
        self.undeclared = Found::look(inner, &self.declared)?;
        Ok(())
    }

    fn reads(&self, known: &Known) -> Reads {
        let mut keys = Vec::new();
        for project in &self.declared.projects {
            keys.push(Key::project(&project.name));
            if let Some(id) = known.project(&project.name) {
                keys.extend(project.environments.iter().map(|environment| Key::environment(id, &environment.name)));
            }
        }
        Reads { keys, queries: Vec::new() }
    }

    fn decide(&self, view: &mut View<'_>, context: &Context) -> Result<Applied> {
        let mut steps = Steps { text: &self.declarations, view, context, taken: 0 };
        for project in &self.declared.projects {
            steps.project(project)?;
        }
        let applied = Applied::new(
            self.dry_run,
            (self.declared.projects.len(), self.declared.environments()),
            view.logged(),
            (self.undeclared.named.clone(), self.undeclared.total),
        );
        if self.dry_run {
            view.take_back();
        }
        Ok(applied)
    }
}

/// The operations that lead to what is declared.
struct Steps<'a, 'v> {
    text: &'a str,
    view: &'a mut View<'v>,
    context: &'a Context,
    taken: usize,
}

impl Steps<'_, '_> {
    fn project(&mut self, declared: &DeclaredProject) -> Result<()> {
        let made = match self.view.get::<Project>(&Key::project(&declared.name))? {
            None => declared.creation().and_then(|creation| self.take(&creation)).map(|created| {
                for environment in &declared.environments {
                    self.view.expect_none(Key::environment(created.id, &environment.name));
                }
            }),
            Some(there) => self.change_project(declared, &there),
        };
        made.map_err(|error| declared.place.blame(self.text, explained(error)))?;
        for environment in &declared.environments {
            let made = self.environment(declared, environment);
            made.map_err(|error| environment.place.blame(self.text, explained(error)))?;
        }
        if let Some(archiving) = declared.archiving(true) {
            self.take(&archiving)?;
        }
        Ok(())
    }

    fn change_project(&mut self, declared: &DeclaredProject, there: &Project) -> Result<()> {
        if let Some(unarchiving) = declared.archiving(false) {
            self.take(&unarchiving)?;
        }
        if let Some(rename) = declared.repository() {
            self.take(&rename)?;
        }
        // What is archived is refused only where it would change.
        let update = declared.update();
        if update.changed(there)? != *there {
            self.take(&update)?;
        }
        Ok(())
    }

    fn environment(&mut self, project: &DeclaredProject, declared: &DeclaredEnvironment) -> Result<()> {
        let name = &project.name;
        let id = super::lookup::project(self.view, name.as_str())?.id;
        match self.view.get::<EnvironmentRecord>(&Key::environment(id, &declared.name))? {
            None => {
                self.take(&declared.creation(name))?;
            }
            Some(there) => {
                if let Some(unarchiving) = declared.archiving(name, false) {
                    self.take(&unarchiving)?;
                }
                let update = declared.update(name);
                if update.changed(&there.data)? != there.data {
                    self.take(&update)?;
                }
            }
        }
        if let Some(archiving) = declared.archiving(name, true) {
            self.take(&archiving)?;
        }
        Ok(())
    }

    /// Lets an operation decide, with ids of its own.
    fn take<D: Decide>(&mut self, operation: &D) -> Result<D::Output> {
        let context = self.context.nth(self.taken);
        self.taken += 1;
        operation.decide(self.view, &context)
    }
}

/// What to do about what is archived, which is said otherwise in a file than in a call.
fn explained(error: Error) -> Error {
    match error.code() {
        Code::Archived => {
            let archived = if error.get("environment").is_some() { "environment" } else { "project" };
            error.reworded(|message| format!("{message}; 'archived = false' takes the {archived} out of the archive"))
        }
        _ => error,
    }
}
