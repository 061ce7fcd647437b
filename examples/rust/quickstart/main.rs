//! The main job from beginning to end, on a git repository:
//! `cargo run -p release-core --example quickstart --features git`.
//!
//! Options: `--repo PATH` takes another git repository than the one it stands in; `--keep FILE` keeps the database. The
//! environment variable `RELEASE_CORE_DATABASE` names another database, by a path or URL.
#![allow(clippy::print_stderr, reason = "an example talks to a person")]

/// Prints a line; where nobody reads on, as behind `| head`, the program ends.
macro_rules! say {
    ($($words:tt)*) => {
        if std::io::Write::write_fmt(&mut std::io::stdout(), format_args!("{}\n", format_args!($($words)*))).is_err() {
            std::process::exit(0);
        }
    };
}

mod repository;
mod table;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use release_core::{CommandTrigger, Deployment, Error, GitCommits, Releases, Status, Tier, Truth, Workflow};
use repository::GitRepository;

type Result<T, E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

fn main() -> ExitCode {
    match arguments().and_then(|arguments| run(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("quickstart: {error}");
            ExitCode::FAILURE
        }
    }
}

struct Arguments {
    repository: PathBuf,
    keep: Option<PathBuf>,
}

fn arguments() -> Result<Arguments> {
    let mut arguments = Arguments { repository: PathBuf::from("."), keep: None };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or(format!("{word} needs a value"));
        match word.as_str() {
            "--repo" => arguments.repository = value()?.into(),
            "--keep" => arguments.keep = Some(value()?.into()),
            _ => return Err("usage: quickstart [--repo PATH] [--keep FILE]".into()),
        }
    }
    Ok(arguments)
}

fn run(arguments: &Arguments) -> Result<()> {
    let git = GitRepository::read(&arguments.repository)?;
    let folder = tempfile::tempdir()?;
    let file = arguments.keep.clone().unwrap_or_else(|| folder.path().join("releases.db"));
    let named = std::env::var("RELEASE_CORE_DATABASE").ok();
    let releases = Releases::open(named.as_deref().unwrap_or(&file.to_string_lossy()))?;
    // Where a URL has a password, the location does not.
    let shown = if named.is_some() { releases.location() } else { file.display().to_string() };
    say!("Database:   {shown}\nRepository: {} in {}\n", git.name, git.folder.display());

    let (first, second) = match &git.parent {
        Some(parent) => (parent.clone(), git.head.clone()),
        None => {
            say!("This repository has one commit only, so both candidates are cut at it.\n");
            (git.head.clone(), git.head.clone())
        }
    };

    let project = git.project.as_str();
    releases.register_commit_source(GitCommits::open(&git.name, &git.folder)?);
    register(&releases, project, &git.name)?;

    let release = "1.0.0";
    let old = releases.next_candidate(project, release).call()?;
    releases.create_release(project, &old, &git.name, &first).actor("quickstart").call()?;
    let new = releases.next_candidate(project, release).call()?;
    releases.create_release(project, &new, &git.name, &second).actor("quickstart").call()?;

    // The workflow is a program that runs here and now. It fails for the newer candidate in production.
    let deploy = CommandTrigger::new("sh").arg("-c").arg(DEPLOY_SCRIPT).env("BROKEN_VERSION", new.as_str());
    releases.register_trigger("deploy-script", deploy)?;

    for (environment, candidate) in [("staging", &old), ("production", &old), ("staging", &new), ("production", &new)] {
        let deployment = releases.create_deployment(project, environment, candidate).actor("quickstart").call()?;
        tell(&releases.wait(deployment.id).limit(Duration::from_secs(30)).call()?);
    }

    let plan = releases.rollback(project, "production").dry_run(true).call()?;
    say!("\nGoing back in production to {}: {}.", plan.target, plan.reason);
    let rollback = releases.rollback(project, "production").actor("quickstart").call()?;
    if let Some(deployment) = rollback.deployment {
        tell(&releases.wait(deployment.id).limit(Duration::from_secs(30)).call()?);
    }

    say!("\nWhere is {}?", &second[..12]);
    tell_where(&releases, &second)?;
    let changes = releases.changes(project, "production").to(&new).call()?;
    say!("\nWhat would deploying {new} to production change?\n{}", indented(&changes.text));

    say!("What is live");
    table::live(&releases, project)?;
    say!("\nHistory, newest first");
    table::history(&releases, project)?;
    if arguments.keep.is_some() {
        say!("\nKept in {}", file.display());
    }
    Ok(())
}

const DEPLOY_SCRIPT: &str = r#"
if [ "$RELEASE_ENVIRONMENT" = production ] && [ "$AVIATOR_RELEASE_CANDIDATE_VERSION" = "$BROKEN_VERSION" ]; then
    echo "the smoke test of $AVIATOR_RELEASE_CANDIDATE_VERSION failed" >&2
    exit 1
fi
"#;

/// Registers the project and its environments; with `--keep`, they may be there from an earlier run.
fn register(releases: &Releases, project: &str, repository: &str) -> Result<(), Error> {
    unless_there(releases.create_project(project, repository).version_scheme("semver").actor("quickstart").call())?;
    for (name, tier) in [("staging", Tier::Staging), ("production", Tier::Production)] {
        let environment = releases
            .create_environment(project, name)
            .tier(tier)
            .deploy_workflow(Workflow::new("command", "deploy-script")?)
            .actor("quickstart");
        unless_there(environment.call())?;
    }
    Ok(())
}

fn unless_there<T>(created: Result<T, Error>) -> Result<(), Error> {
    match created {
        Err(error) if error.kind() != release_core::Kind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// Where a commit is, in each environment of each project of its repository.
fn tell_where(releases: &Releases, commit: &str) -> Result<(), Error> {
    for project in releases.where_is(commit).call()?.projects {
        for here in project.environments {
            let live = here.live.map_or("nothing".to_owned(), |live| live.to_string());
            let answer = match (here.contained, here.since, here.was) {
                (Truth::Yes, Some(since), _) => format!("here since {since}, with {live}"),
                (Truth::Yes, None, _) => format!("here, with {live}"),
                (Truth::No, _, Some(was)) => format!("not here any more since {}; {live} is live", was.until),
                (Truth::No, _, None) => format!("not here; {live} is live"),
                (Truth::Unknown, ..) => "not known: a part of the history is missing here".to_owned(),
            };
            say!("  {:<12}{answer}", here.environment);
        }
    }
    Ok(())
}

fn indented(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("  {line}\n") }).collect()
}

fn tell(deployment: &Deployment) {
    let Deployment { candidate_version, environment, status, error_message, .. } = deployment;
    let why = match (status, error_message) {
        (Status::Success, _) | (_, None) => String::new(),
        (_, Some(message)) => format!(": {}", message.trim()),
    };
    say!("Deployed {candidate_version} to {environment}: {status}{why}");
}
