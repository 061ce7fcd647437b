//! Declarations in a file: what is answered, as people read it; that what is declared is reached from any state, and
//! that reaching it again changes nothing; texts that are meant to do harm; and two that apply at once.

#![allow(clippy::unwrap_used, reason = "a test fails by it")]

#[path = "arbitrary_input/snapshot.rs"]
#[expect(dead_code, reason = "the test of arbitrary input uses more of it")]
mod snapshot;

use std::fmt::Write as _;

use proptest::prelude::*;
use release_core::{Code, Error, Releases, Workflow};

/// What the reader of `examples/rest/releases.toml` starts from.
const EXAMPLE: &str = include_str!("../../examples/rest/releases.toml");

#[test]
fn the_difference_as_people_read_it() {
    let releases = Releases::in_memory();
    let first = releases.apply(EXAMPLE).call().unwrap();
    insta::assert_snapshot!("all_is_new", first.text);

    releases.create_project("intranet", "acme/intranet").call().unwrap();
    releases.create_environment("api", "qa").call().unwrap();
    releases.update_project("web").version_scheme("any").path_patterns(["old/"]).call().unwrap();
    let workflow = Workflow::new("command", "other").unwrap().parameter("note", "two\nlines \u{202e}and back");
    releases.update_environment("web", "production").tier("staging").deploy_workflow(workflow).call().unwrap();
    releases.rename_repository("api", "acme/backend").call().unwrap();
    releases.archive_environment("web", "staging").call().unwrap();
    let text = format!("{EXAMPLE}archived = true\n");
    let dry = releases.apply(&text).dry_run(true).call().unwrap();
    insta::assert_snapshot!("what_differs", dry.text);

    let made = releases.apply(&text).call().unwrap();
    assert_eq!((&made.changes, &made.text), (&dry.changes, &dry.text));
    insta::assert_snapshot!("nothing_differs", releases.apply(&text).call().unwrap().text);
}

/// Inline tables in inline tables, each by a dotted key: some thousands, one inside the other, in a short text.
fn deep(depth: usize) -> String {
    let key = format!("a{}", ".a".repeat(depth));
    let opened = format!("{{{key} = ").repeat(depth);
    format!("[{key}]\n{key} = {opened}1{}", "}".repeat(depth))
}

#[test]
fn texts_that_are_meant_to_do_harm_are_refused_shortly() {
    let releases = Releases::in_memory();
    let million = 1 << 20;
    for text in [
        "a".repeat(million + 1),
        "[".repeat(million),
        format!("a = {}", "[".repeat(million - 4)),
        format!("a = {}", "{a=".repeat(million / 3 - 2)),
        format!("a{} = 1", ".a".repeat(million / 2 - 4)),
        format!("[a{}]", ".a".repeat(million / 2 - 4)),
        format!("[projects.web.build_workflow.settings{}]", ".a".repeat(60)),
        deep(78),
        "a.a = 1\n".repeat(million / 8),
        (0..million / 12).map(|n| format!("x{n} = 1\n")).collect(),
        format!("a = \"{}\"", "x".repeat(million - 7)),
        format!("[projects.{}]", "x".repeat(million - 11)),
        format!("[projects.\"{}\"]", "\\u202e".repeat(10_000)),
        format!("[projects.web]\nrepository = \"{}\"", "x".repeat(million - 40)),
        format!("[projects.web]\nbuild_workflow = {{ trigger = \"{}\" }}", "x".repeat(100_000)),
        format!("[projects.web]\nbuild_workflow = {{ trigger = \"x\", {} = 1 }}", "x".repeat(100_000)),
        "projects = \"\0\"".to_owned(),
        "projects = 'x'\r".to_owned(),
        "\u{feff}\u{feff}".to_owned(),
        "projects.web.build_workflow = { trigger = 'a', connection = 'b', settings.n = 9223372036854775808 }"
            .to_owned(),
        "projects.web.build_workflow = { trigger = 'a', connection = 'b', settings.n = -inf }".to_owned(),
    ] {
        let begun = std::time::Instant::now();
        let error = releases.apply(&text).call().unwrap_err();
        let short: String = text.chars().take(60).collect();
        assert!(
            matches!(error.code(), Code::InvalidRequest | Code::InvalidName | Code::InvalidRepository),
            "{short}: {error:?}"
        );
        assert!(error.message().len() < 1000, "{short}: {}", error.message());
        assert!(error.context().iter().all(|(_, value)| value.len() < 1000), "{short}: {error:?}");
        assert!(!error.message().contains(['\u{202e}', '\u{7}', '\n']), "{short}: {error}");
        assert!(begun.elapsed().as_secs() < 10, "{short} took {:?}", begun.elapsed());
    }
    assert!(releases.list_projects().call().unwrap().items.is_empty());
}

#[test]
fn a_file_as_editors_on_other_systems_write_it() {
    let releases = Releases::in_memory();
    let text = "\u{feff}[projects.web]\r\nrepository = \"acme/web\"\r\n";
    assert_eq!(releases.apply(text).call().unwrap().changes.len(), 1);
    let error = releases.apply("\u{feff}[projects.web]\r\n# \u{e4}\u{1f680}\r\n repo = 1\r\n").call().unwrap_err();
    assert_eq!((error.get("line"), error.get("column")), (Some("3"), Some("2")), "{error}");
}

#[test]
fn a_thousand_are_made_at_once_and_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let releases = Releases::open(folder.path().join("releases.db").to_string_lossy()).unwrap();
    let mut text = String::new();
    for n in 0..250 {
        writeln!(text, "[projects.p{n}]\nrepository = \"acme/p{n}\"").unwrap();
        for environment in ["development", "staging", "production"] {
            writeln!(text, "[projects.p{n}.environments.{environment}]\ntier = \"{environment}\"").unwrap();
        }
    }
    assert_eq!(releases.apply(&text).call().unwrap().changes.len(), 1000);
    assert!(releases.apply(&text).call().unwrap().is_unchanged());
    let archived = text.replace("tier =", "archived = true\ntier =");
    assert_eq!(releases.apply(&archived).call().unwrap().changes.len(), 750);

    text.push_str("[projects.one-more]\nrepository = \"acme/more\"\n");
    let error = releases.apply(&text).call().unwrap_err();
    assert!(error.message().contains("at most 1000 projects and environments"), "{error}");
}

/// Two processes, as far as the file can tell, and threads of each.
#[test]
fn who_applies_at_once_makes_everything_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("releases.db").to_string_lossy().into_owned();
    let handles = [Releases::open(&path).unwrap(), Releases::open(&path).unwrap()];
    let barrier = std::sync::Barrier::new(8);
    let changes: usize = std::thread::scope(|scope| {
        let apply = |releases: Releases| {
            let barrier = &barrier;
            scope.spawn(move || {
                barrier.wait();
                releases.apply(EXAMPLE).call().unwrap().changes.len()
            })
        };
        let threads: Vec<_> = (0..8).map(|n| apply(handles[n % 2].clone())).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    let alone = Releases::in_memory().apply(EXAMPLE).call().unwrap().changes.len();
    assert_eq!(changes, alone);
    let events = handles[0].history().per_page(100).call().unwrap().items.len();
    assert_eq!(events, alone);
}

const PROJECTS: [&str; 2] = ["web", "api"];
const ENVIRONMENTS: [&str; 2] = ["production", "staging"];
const REPOSITORIES: [&str; 3] = ["acme/web", "Acme/web", "acme/api"];
const SCHEMES: [&str; 3] = ["any", "semver", "calver:YYYY.0M.MICRO"];
const TIERS: [&str; 3] = ["production", "staging", "development"];
const CONCURRENCIES: [&str; 2] = ["allow", "reject"];

/// A workflow of one of some shapes, as data and as TOML.
fn workflow(n: u8) -> Workflow {
    let workflow = Workflow::new("command", format!("c{}", n % 2)).unwrap();
    match n % 4 {
        0 => workflow,
        1 => workflow.setting("ratio", f64::from(n) / 7.0).setting("list", vec![1, 2]).parameter("a.b", "x\"y\n"),
        2 => workflow.setting("deep", serde_json::json!({"a": [{"b": [true, -1, 1e300]}]})),
        _ => workflow.parameter("region", "eu \u{202e}"),
    }
}

fn toml_of(value: &serde_json::Value) -> String {
    use serde_json::Value;
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(toml_of).collect::<Vec<_>>().join(", ")),
        Value::Object(members) => {
            let members =
                members.iter().map(|(name, value)| format!("{} = {}", Value::from(name.as_str()), toml_of(value)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
        Value::Number(number) if number.is_f64() => format!("{:?}", number.as_f64().unwrap()),
        other => other.to_string(),
    }
}

/// What is declared of a workflow: nothing, none, or one.
fn a_workflow() -> impl Strategy<Value = Option<Option<Workflow>>> {
    prop_oneof![2 => Just(None), 1 => Just(Some(None)), 3 => (0..12_u8).prop_map(|n| Some(Some(workflow(n))))]
}

fn one_of(words: &'static [&'static str]) -> impl Strategy<Value = Option<&'static str>> {
    prop::option::of(prop::sample::select(words))
}

#[derive(Debug, Clone)]
struct Environment {
    tier: Option<&'static str>,
    concurrency: Option<&'static str>,
    deploy_workflow: Option<Option<Workflow>>,
    archived: Option<bool>,
}

#[derive(Debug, Clone)]
struct Project {
    repository: &'static str,
    version_scheme: Option<&'static str>,
    path_patterns: Option<Vec<&'static str>>,
    build_workflow: Option<Option<Workflow>>,
    archived: Option<bool>,
    environments: [Option<Environment>; 2],
}

type Declarations = [Option<Project>; 2];

fn declarations() -> impl Strategy<Value = Declarations> {
    let archived = || prop_oneof![3 => Just(None), 1 => Just(Some(true)), 3 => Just(Some(false))];
    let environment = move || {
        let parts = (one_of(&TIERS), one_of(&CONCURRENCIES), a_workflow(), archived());
        prop::option::weighted(
            0.7,
            parts.prop_map(|(tier, concurrency, deploy_workflow, archived)| Environment {
                tier,
                concurrency,
                deploy_workflow,
                archived,
            }),
        )
    };
    let patterns = prop::option::of(prop::sample::select(vec![vec![], vec!["apps/web/"], vec!["*.rs", "!docs/"]]));
    let parts = (
        prop::sample::select(&REPOSITORIES[..]),
        one_of(&SCHEMES),
        patterns,
        a_workflow(),
        archived(),
        [environment(), environment()],
    );
    let project =
        parts.prop_map(|(repository, version_scheme, path_patterns, build_workflow, archived, environments)| Project {
            repository,
            version_scheme,
            path_patterns,
            build_workflow,
            archived,
            environments,
        });
    let project = prop::option::weighted(0.8, project).boxed();
    [project.clone(), project]
}

/// The file, with its keys in one of two orders and forms.
fn written(declarations: &Declarations, backwards: bool) -> String {
    let mut tables = Vec::new();
    for (name, project) in PROJECTS.iter().zip(declarations) {
        let Some(project) = project else { continue };
        let mut lines = vec![format!("repository = {:?}", project.repository)];
        lines.extend(project.version_scheme.map(|scheme| format!("version_scheme = '{scheme}'")));
        lines.extend(project.path_patterns.as_ref().map(|patterns| format!("path_patterns = {patterns:?}")));
        lines.extend(project.build_workflow.as_ref().map(|workflow| said("build_workflow", workflow.as_ref())));
        lines.extend(project.archived.map(|archived| format!("archived = {archived}")));
        tables.push((format!("projects.{name}"), lines));
        for (environment, declared) in ENVIRONMENTS.iter().zip(&project.environments) {
            let Some(declared) = declared else { continue };
            let mut lines = Vec::new();
            lines.extend(declared.tier.map(|tier| format!("tier = '{tier}'")));
            lines.extend(declared.concurrency.map(|concurrency| format!("concurrency = '{concurrency}'")));
            lines.extend(declared.deploy_workflow.as_ref().map(|workflow| said("deploy_workflow", workflow.as_ref())));
            lines.extend(declared.archived.map(|archived| format!("archived = {archived}")));
            tables.push((format!("projects.{name}.environments.{environment}"), lines));
        }
    }
    if backwards {
        tables.reverse();
        tables.iter_mut().for_each(|(_, lines)| lines.reverse());
    }
    tables.into_iter().map(|(header, lines)| format!("[{header}]\n{}\n", lines.join("\n"))).collect()
}

fn said(name: &str, workflow: Option<&Workflow>) -> String {
    let value = workflow.map_or("false".to_owned(), |workflow| toml_of(&serde_json::to_value(workflow).unwrap()));
    format!("{name} = {value}")
}

/// A call that may have been made before; what it answers is of no interest.
fn before(releases: &Releases, (kind, a, b, n): (u8, usize, usize, u8)) {
    let (project, environment) = (PROJECTS[a], ENVIRONMENTS[b]);
    let n_th = usize::from(n);
    let made: Result<(), Error> = match kind {
        0 => releases.create_project(project, REPOSITORIES[n_th % 3]).build_workflow(workflow(n)).call().map(drop),
        1 => releases.create_environment(project, environment).tier(TIERS[n_th % 3]).call().map(drop),
        2 => releases.update_project(project).version_scheme(SCHEMES[n_th % 3]).path_patterns(["x/"]).call().map(drop),
        3 => releases.update_environment(project, environment).deploy_workflow(workflow(n)).call().map(drop),
        4 => releases.rename_repository(project, REPOSITORIES[n_th % 3]).call().map(drop),
        5 => releases.archive_project(project).call().map(drop),
        6 => releases.unarchive_project(project).call().map(drop),
        7 => releases.archive_environment(project, environment).call().map(drop),
        8 => releases.unarchive_environment(project, environment).call().map(drop),
        9 => releases.rename_project(project, PROJECTS[1 - a]).call().map(drop),
        10 => releases.rename_environment(project, environment, ENVIRONMENTS[1 - b]).call().map(drop),
        11 => releases.freeze(project, environment, "stocktaking").call().map(drop),
        12 => releases.create_release(project, "1.0.0-rc1", REPOSITORIES[n_th % 3], "a1".repeat(20)).call().map(drop),
        _ => releases.create_deployment(project, environment, "1.0.0-rc1").call().map(drop),
    };
    drop(made);
}

/// That what is said is so.
fn check(releases: &Releases, declarations: &Declarations) {
    for (name, declared) in PROJECTS.iter().zip(declarations) {
        let Some(declared) = declared else { continue };
        let project = releases.get_project(name).call().unwrap();
        assert_eq!(project.repository.as_str(), declared.repository);
        assert!(declared.version_scheme.is_none_or(|scheme| project.version_scheme.as_str() == scheme));
        assert!(declared.path_patterns.as_ref().is_none_or(|patterns| project.path_patterns.as_slice() == patterns));
        assert!(declared.build_workflow.as_ref().is_none_or(|workflow| project.build_workflow == *workflow));
        assert!(declared.archived.is_none_or(|archived| project.archived_at.is_some() == archived));
        for (environment, declared) in ENVIRONMENTS.iter().zip(&declared.environments) {
            let Some(declared) = declared else { continue };
            let there = releases.get_environment(name, environment).call().unwrap();
            assert!(declared.tier.is_none_or(|tier| there.tier.as_str() == tier));
            assert!(declared.concurrency.is_none_or(|concurrency| there.concurrency.as_str() == concurrency));
            assert!(declared.deploy_workflow.as_ref().is_none_or(|workflow| there.deploy_workflow == *workflow));
            assert!(declared.archived.is_none_or(|archived| there.archived_at.is_some() == archived));
        }
    }
}

fn events(releases: &Releases) -> usize {
    let mut page = releases.history().per_page(100).call().unwrap();
    let mut count = page.items.len();
    while let Some(next) = page.next {
        page = releases.history().per_page(100).cursor(next).call().unwrap();
        count += page.items.len();
    }
    count
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_declared_is_reached_from_any_state_and_stays(
        steps in prop::collection::vec((0..14_u8, 0..2_usize, 0..2_usize, 0..12_u8), 0..20),
        declarations in declarations(),
        backwards in any::<bool>(),
    ) {
        let releases = Releases::in_memory();
        steps.into_iter().for_each(|step| before(&releases, step));
        let (text, there, logged) = (written(&declarations, backwards), snapshot::of(&releases), events(&releases));

        let dry = releases.apply(&text).dry_run(true).call();
        prop_assert_eq!(&snapshot::of(&releases), &there);
        let made = releases.apply(&text).call();
        match (dry, made) {
            (Ok(dry), Ok(made)) => {
                prop_assert_eq!((&dry.changes, &dry.text), (&made.changes, &made.text));
                prop_assert_eq!(events(&releases), logged + made.changes.len());
                check(&releases, &declarations);
            }
            (Err(dry), Err(error)) => {
                prop_assert_eq!(error.code(), Code::Archived, "{:?}", error);
                prop_assert_eq!(dry.message(), error.message());
                prop_assert_eq!(snapshot::of(&releases), there);
                return Ok(());
            }
            other => prop_assert!(false, "{:?}", other),
        }

        let there = snapshot::of(&releases);
        for backwards in [true, false] {
            let again = releases.apply(written(&declarations, backwards)).call().unwrap();
            prop_assert!(again.is_unchanged(), "{}", again.text);
            prop_assert_eq!(&snapshot::of(&releases), &there);
        }
    }
}
