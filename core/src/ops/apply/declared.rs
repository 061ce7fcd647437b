//! What a file declares, read and judged by itself.

use std::thread;

use super::reading::{Member, Place, Table, document};
use crate::error::{Code, Error, Result};
use crate::model::{
    Concurrency, EnvironmentName, PathPatterns, ProjectName, Repository, Tier, VersionScheme, Workflow,
};
use crate::ops::{
    ArchiveEnvironment, ArchiveProject, CreateEnvironment, CreateProject, RenameRepository, UpdateEnvironment,
    UpdateProject,
};

/// The longest file, in bytes.
const MAX_BYTES: usize = 1 << 20;
/// The most projects and environments of a file: one commit has to hold them all.
const MAX_DECLARED: usize = 1000;

/// Dotted keys in tables in tables may be nested some thousands deep before anything but the parser sees them, and are
/// dropped one inside the other. The memory is used only as far as that goes.
const STACK: usize = 32 << 20;

/// What a file declares, in the order of the names.
#[derive(Debug, Default)]
pub(super) struct Declared {
    pub(super) projects: Vec<DeclaredProject>,
}

/// A project. What is not said stays as it is.
#[derive(Debug)]
pub(super) struct DeclaredProject {
    pub(super) place: Place,
    pub(super) name: ProjectName,
    repository: Option<String>,
    version_scheme: Option<String>,
    path_patterns: Option<Vec<String>>,
    build_workflow: Option<Option<Workflow>>,
    archived: Option<bool>,
    pub(super) environments: Vec<DeclaredEnvironment>,
}

/// An environment. What is not said stays as it is.
#[derive(Debug)]
pub(super) struct DeclaredEnvironment {
    pub(super) place: Place,
    pub(super) name: EnvironmentName,
    tier: Option<String>,
    concurrency: Option<String>,
    deploy_workflow: Option<Option<Workflow>>,
    archived: Option<bool>,
}

/// Judges a workflow by what the handle knows of triggers.
type CheckWorkflow<'a> = dyn Fn(&Workflow) -> Result<()> + Sync + 'a;

impl Declared {
    /// Reads a file. Each error says where in it.
    pub(super) fn read(text: &str, check: &CheckWorkflow<'_>) -> Result<Declared> {
        if text.len() > MAX_BYTES {
            return Err(too_much(format!("at most {MAX_BYTES} bytes"), text.len()));
        }
        // Whatever the stack of the caller is.
        thread::scope(|scope| {
            let reader = thread::Builder::new().name("release-declarations".to_owned()).stack_size(STACK);
            let reading = reader.spawn_scoped(scope, || Declared::parse(text, check)).map_err(|error| {
                let message = format!("no thread could be started to read the declarations: {error}");
                Error::new(Code::Unavailable, message).caused_by(error)
            })?;
            reading.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })
    }

    fn parse(text: &str, check: &CheckWorkflow<'_>) -> Result<Declared> {
        let document = document(text)?;
        let root = Table::root(text, &document);
        root.only(&["projects"])?;
        let Some(projects) = root.member("projects") else { return Ok(Declared::default()) };
        let projects = projects.table()?;
        let mut declared = Declared { projects: Vec::new() };
        for member in projects.members() {
            declared.projects.push(DeclaredProject::read(&member, check)?);
            if declared.count() > MAX_DECLARED {
                let expected =
                    format!("at most {MAX_DECLARED} projects and environments; more can be declared in several files");
                return Err(too_much(expected, "more"));
            }
        }
        // A table has its keys in their order or in that of the text, as the features of its crate are.
        declared.projects.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(declared)
    }

    pub(super) fn project(&self, name: &ProjectName) -> Option<&DeclaredProject> {
        let place = self.projects.binary_search_by(|project| project.name.cmp(name)).ok()?;
        self.projects.get(place)
    }

    pub(super) fn environments(&self) -> usize {
        self.projects.iter().map(|project| project.environments.len()).sum()
    }

    fn count(&self) -> usize {
        self.projects.len() + self.environments()
    }
}

fn too_much(expected: String, found: impl std::fmt::Display) -> Error {
    Error::new(Code::InvalidRequest, format!("too long a file of declarations: expected {expected}"))
        .with("field", "declarations")
        .with("expected", expected)
        .with("found", found)
}

impl DeclaredProject {
    fn read(member: &Member<'_>, check: &CheckWorkflow<'_>) -> Result<DeclaredProject> {
        let name = ProjectName::new(member.name).map_err(|error| member.blame_key(error))?;
        let table = member.table()?;
        let keys = ["repository", "version_scheme", "path_patterns", "build_workflow", "archived", "environments"];
        table.only(&keys)?;
        let said = |name| table.member(name);
        let mut environments: Vec<DeclaredEnvironment> = Vec::new();
        if let Some(member) = said("environments") {
            for member in member.table()?.members() {
                environments.push(DeclaredEnvironment::read(&member, check)?);
            }
        }
        environments.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(DeclaredProject {
            repository: said("repository").map(|member| member.checked::<Repository>()).transpose()?,
            version_scheme: said("version_scheme").map(|member| member.checked::<VersionScheme>()).transpose()?,
            path_patterns: said("path_patterns").map(|member| path_patterns(&member)).transpose()?,
            build_workflow: said("build_workflow").map(|member| workflow(&member, check)).transpose()?,
            archived: said("archived").map(|member| member.flag()).transpose()?,
            place: table.place,
            name,
            environments,
        })
    }

    pub(super) fn environment(&self, name: &EnvironmentName) -> Option<&DeclaredEnvironment> {
        let place = self.environments.binary_search_by(|environment| environment.name.cmp(name)).ok()?;
        self.environments.get(place)
    }

    /// How it is made where it is not there yet.
    pub(super) fn creation(&self) -> Result<CreateProject> {
        let Some(repository) = &self.repository else {
            let message = format!("project {:?} is not there yet, and a new one needs a repository", self.name);
            return Err(Error::new(Code::InvalidRequest, message)
                .with("field", "repository")
                .with("expected", "org/repo_name"));
        };
        Ok(CreateProject {
            project: self.name.to_string(),
            repository: repository.clone(),
            version_scheme: self.version_scheme.clone(),
            path_patterns: self.path_patterns.clone(),
            build_workflow: self.build_workflow.clone().flatten(),
        })
    }

    /// What is done to one that is there, besides archiving.
    pub(super) fn repository(&self) -> Option<RenameRepository> {
        let repository = self.repository.as_ref()?;
        Some(RenameRepository { project: self.name.to_string(), to: repository.clone() })
    }

    pub(super) fn update(&self) -> UpdateProject {
        UpdateProject {
            project: self.name.to_string(),
            version_scheme: self.version_scheme.clone(),
            path_patterns: self.path_patterns.clone(),
            build_workflow: self.build_workflow.clone(),
        }
    }

    /// How it comes to be archived, or not, where that is said.
    pub(super) fn archiving(&self, archived: bool) -> Option<ArchiveProject> {
        (self.archived == Some(archived)).then(|| ArchiveProject { project: self.name.to_string(), archived })
    }
}

impl DeclaredEnvironment {
    fn read(member: &Member<'_>, check: &CheckWorkflow<'_>) -> Result<DeclaredEnvironment> {
        let name = EnvironmentName::new(member.name).map_err(|error| member.blame_key(error))?;
        let table = member.table()?;
        table.only(&["tier", "concurrency", "deploy_workflow", "archived"])?;
        let said = |name| table.member(name);
        Ok(DeclaredEnvironment {
            tier: said("tier").map(|member| member.checked::<Tier>()).transpose()?,
            concurrency: said("concurrency").map(|member| member.checked::<Concurrency>()).transpose()?,
            deploy_workflow: said("deploy_workflow").map(|member| workflow(&member, check)).transpose()?,
            archived: said("archived").map(|member| member.flag()).transpose()?,
            place: table.place,
            name,
        })
    }

    pub(super) fn creation(&self, project: &ProjectName) -> CreateEnvironment {
        CreateEnvironment {
            project: project.to_string(),
            environment: self.name.to_string(),
            tier: self.tier.clone(),
            concurrency: self.concurrency.clone(),
            deploy_workflow: self.deploy_workflow.clone().flatten(),
        }
    }

    pub(super) fn update(&self, project: &ProjectName) -> UpdateEnvironment {
        UpdateEnvironment {
            project: project.to_string(),
            environment: self.name.to_string(),
            tier: self.tier.clone(),
            concurrency: self.concurrency.clone(),
            deploy_workflow: self.deploy_workflow.clone(),
        }
    }

    pub(super) fn archiving(&self, project: &ProjectName, archived: bool) -> Option<ArchiveEnvironment> {
        let (project, environment) = (project.to_string(), self.name.to_string());
        (self.archived == Some(archived)).then_some(ArchiveEnvironment { project, environment, archived })
    }
}

fn path_patterns(member: &Member<'_>) -> Result<Vec<String>> {
    let patterns = member.texts()?;
    PathPatterns::new(patterns.iter().map(String::as_str)).map_err(|error| member.blame(error))?;
    Ok(patterns)
}

fn workflow(member: &Member<'_>, check: &CheckWorkflow<'_>) -> Result<Option<Workflow>> {
    let Some(value) = member.json_or_false()? else { return Ok(None) };
    let workflow = Workflow::from_json(value).and_then(|workflow| check(&workflow).map(|()| workflow));
    workflow.map(Some).map_err(|error| member.blame(error))
}
