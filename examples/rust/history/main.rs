//! A repository with a history: its tags become releases, and then where a commit is and what a deployment changes.
//! `cargo run -p release-core --example history --features git -- PATH`
//!
//! Options: `--pattern 'web-v{version}'` says which tags are versions; `--commit HASH` asks for that commit instead of the
//! newest one of the release before the last.
#![allow(clippy::print_stderr, reason = "an example talks to a person")]

/// Prints a line; where nobody reads on, as behind `| head`, the program ends.
macro_rules! say {
    ($($words:tt)*) => {
        if std::io::Write::write_fmt(&mut std::io::stdout(), format_args!("{}\n", format_args!($($words)*))).is_err() {
            std::process::exit(0);
        }
    };
}

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use release_core::{GitCommits, Page, Release, Releases, Status, Truth};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The lines of a list of changes that are shown.
const SHOWN: usize = 12;

#[derive(Default)]
struct Arguments {
    repository: PathBuf,
    pattern: Option<String>,
    commit: Option<String>,
}

fn main() -> ExitCode {
    match arguments().and_then(|arguments| run(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("history: {error}");
            ExitCode::FAILURE
        }
    }
}

fn arguments() -> Result<Arguments> {
    let mut arguments = Arguments { repository: PathBuf::from("."), ..Arguments::default() };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--pattern" => arguments.pattern = words.next(),
            "--commit" => arguments.commit = words.next(),
            path => arguments.repository = path.into(),
        }
    }
    Ok(arguments)
}

fn run(arguments: &Arguments) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let releases = Releases::open(folder.path().join("releases.db").to_string_lossy())?;
    // One database may know many repositories; the name is what its projects are of.
    let name = "local/repository";
    releases.register_commit_source(GitCommits::open(name, &arguments.repository)?);
    releases.create_project("web", name).call()?;
    for environment in ["staging", "production"] {
        releases.create_environment("web", environment).call()?;
    }
    import(&releases, arguments.pattern.as_deref())?;

    let Page { items, .. } = releases.list_releases("web").per_page(3).call()?;
    let [newest, before, rest @ ..] = &items[..] else {
        return Err("two tags that look like versions are needed; say --pattern where they have other names".into());
    };
    let oldest = rest.first().unwrap_or(before);
    deploy(&releases, "production", oldest)?;
    deploy(&releases, "production", before)?;
    deploy(&releases, "staging", newest)?;

    let begun = Instant::now();
    let changes = releases.changes("web", "production").call()?;
    show(&format!("What changed in production ({:?})", begun.elapsed()), &changes.text);
    let begun = Instant::now();
    let next = releases.changes("web", "production").to(&newest.head).call()?;
    show(&format!("What deploying {} there would change ({:?})", newest.head, begun.elapsed()), &next.text);

    let wanted = match &arguments.commit {
        Some(commit) => commit.clone(),
        None => releases.get_candidate("web", &before.head).call()?.commit.to_string(),
    };
    let begun = Instant::now();
    let found = releases.where_is(&wanted).call()?;
    say!("Where is {wanted}? ({:?})", begun.elapsed());
    for project in found.projects {
        let details = project.details.map(|details| format!("{} ({})", details.subject, details.author));
        say!("  {}", details.unwrap_or_default());
        say!("  in {} candidates, first in {:?}", project.candidates.count, project.candidates.first);
        for here in project.environments {
            let contained = match here.contained {
                Truth::Yes => "yes",
                Truth::No => "no",
                Truth::Unknown => "not known",
            };
            say!("  {}: {contained}, {:?} is live", here.environment, here.live);
        }
    }
    Ok(())
}

/// Makes candidates of the tags, a thousand at a time.
fn import(releases: &Releases, pattern: Option<&str>) -> Result<()> {
    loop {
        let begun = Instant::now();
        let call = releases.import_tags("web").actor("history");
        let made = match pattern {
            Some(pattern) => call.pattern(pattern).call()?,
            None => call.call()?,
        };
        say!(
            "Made {} candidates of tags ({:?}); {} were there, {} tags are others, {} could not be taken, {} are left",
            made.imported.len(),
            begun.elapsed(),
            made.present,
            made.other,
            made.skipped,
            made.left
        );
        if made.left == 0 {
            return Ok(());
        }
    }
}

fn deploy(releases: &Releases, environment: &str, release: &Release) -> Result<()> {
    releases.update_deployment_status("web", environment, &release.head, Status::Success).call()?;
    say!("Deployed {} to {environment}", release.head);
    Ok(())
}

fn show(title: &str, text: &str) {
    say!("\n{title}");
    text.lines().take(SHOWN).for_each(|line| say!("  {line}"));
    let more = text.lines().count().saturating_sub(SHOWN);
    if more > 0 {
        say!("  … and {more} lines more");
    }
    say!("");
}
