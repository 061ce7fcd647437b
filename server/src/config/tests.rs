use release_core::Code;

use super::environment::variables;
use super::*;

fn config(toml: &str, variables: &[(&str, &str)]) -> Result<Config> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("release-server.toml");
    std::fs::write(&path, toml).unwrap();
    let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::load(Some(&path), &Environment::of(variables))
}

const EXAMPLE: &str = include_str!("../../release-server.example.toml");

/// The example with what is commented out in it. Prose has a space behind its '#'.
fn uncommented() -> toml::Table {
    let option = |line: &'static str| line.strip_prefix('#').filter(|line| !line.starts_with(' '));
    let lines: Vec<&str> = EXAMPLE.lines().map(|line| option(line).unwrap_or(line)).collect();
    lines.join("\n").parse().unwrap()
}

#[test]
fn a_copy_of_the_example_starts_and_changes_nothing() {
    assert_eq!(config(EXAMPLE, &[]).unwrap(), Config::default());
}

#[test]
fn the_example_has_every_option() {
    for variable in variables() {
        assert!(EXAMPLE.contains(&variable), "the example lacks {variable}");
    }
    let mut options = Vec::new();
    for (name, value) in uncommented() {
        match value.as_table() {
            Some(section) if name != "connections" => options.extend(section.keys().map(|key| format!("{name}_{key}"))),
            None if name != "commit_sources" => options.push(name),
            _ => {}
        }
    }
    let mut named: Vec<_> = options.iter().map(|name| format!("RELEASE_SERVER_{}", name.to_uppercase())).collect();
    let mut expected: Vec<_> = variables().collect();
    named.sort();
    expected.sort();
    assert_eq!(named, expected);
}

#[test]
fn the_example_has_every_member_of_connections_and_commit_sources_and_they_are_accepted() {
    let table = uncommented();
    let releases = Releases::in_memory();
    let mut kinds = Vec::new();
    for (name, description) in table["connections"].as_table().unwrap() {
        let mut description = description.as_table().unwrap().clone();
        for (member, value) in &mut description {
            // What it takes from elsewhere is not there in a test.
            if member != "env" && value.is_table() {
                *value = "a-secret-of-the-tests".into();
            }
        }
        connections::connect(&releases, name, &description).unwrap();
        kinds.push(description["kind"].as_str().unwrap().to_owned());

        // The refusal of an unknown member tells which are known.
        let mut wrong = description.clone();
        wrong.insert("colour".to_owned(), "red".into());
        let error = connections::connect(&releases, name, &wrong).unwrap_err();
        let (_, known) = error.message().split_once(": expected ").unwrap();
        let mut known: Vec<_> = known.split(", ").collect();
        let mut named: Vec<_> = description.keys().map(String::as_str).collect();
        known.sort_unstable();
        named.sort_unstable();
        assert_eq!(named, known, "{name}");
    }
    let mut unknown = toml::Table::new();
    unknown.insert("kind".to_owned(), "pigeon".into());
    let error = connections::connect(&releases, "x", &unknown).unwrap_err();
    for kind in &kinds {
        assert!(error.message().contains(kind), "{error}");
    }
    assert_eq!(kinds.len(), error.message().rsplit("one of ").next().unwrap().split(", ").count(), "{error}");

    let sources = table["commit_sources"].as_array().unwrap();
    for (number, source) in sources.iter().enumerate() {
        let added = connections::add_commit_source(&releases, number, source.as_table().unwrap());
        match source["kind"].as_str().unwrap() {
            // It has a clone that is not there.
            "git" => assert!(added.unwrap_err().message().contains("/srv/clones/api.git")),
            _ => added.unwrap(),
        }
    }
    unknown.insert("repository".to_owned(), "acme/web".into());
    let error = connections::add_commit_source(&releases, 0, &unknown).unwrap_err();
    for source in sources {
        assert!(error.message().contains(source["kind"].as_str().unwrap()), "{error}");
    }
}

#[test]
fn variables_go_before_the_file() {
    let toml = "listen = '127.0.0.1:1'\n[limits]\nbody_bytes = 5\nheaders = 7";
    let variables = [
        ("RELEASE_SERVER_LISTEN", "[::1]:2"),
        ("RELEASE_SERVER_LIMITS_BODY_BYTES", "6"),
        ("RELEASE_SERVER_WORKER_ENABLED", "false"),
        ("RELEASE_SERVER_LOG_LEVEL", ""),
        ("RELEASE_SERVER_PORT", "tcp://10.0.0.1:80"),
    ];
    let found = config(toml, &variables).unwrap();
    assert_eq!((found.listen.as_str(), found.limits.body_bytes, found.limits.headers), ("[::1]:2", 6, 7));
    assert!(!found.worker.enabled && found.log.level == "info");
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    for (toml, variables, says) in [
        ("listen = 5", &[][..], "invalid type: integer"),
        ("listen = 'localhost'", &[], "listen: expected an address with a port"),
        ("lisen = ''", &[], "unknown field `lisen`"),
        ("[limits]\nbody = 5", &[], "unknown field `body`"),
        ("[limits]\nbody_seconds = -1", &[], "limits.body_seconds: expected a number of seconds"),
        ("[limits]\nwait_seconds = 60", &[], "limits.wait_seconds: expected less than"),
        ("[limits]\nconcurrency = 0", &[], "concurrency: expected 1 or more"),
        ("[limits]\nwaits = 0", &[], "waits: expected 1 or more"),
        ("[limits]\nconnections = 0", &[], "limits.connections: expected 1 or more"),
        ("[limits]\nheld_body_bytes = 1048576", &[], "held_body_bytes: expected body_bytes and webhook_body_bytes"),
        ("[log]\nlevel = 'loud'", &[], "log.level: expected error, warn"),
        ("[log]\nformat = 'xml'", &[], "log.format: expected json or text"),
        ("\na = 'x\nb", &[], "is no TOML: line"),
        ("", &[("RELEASE_SERVER_LIMITS_HEADERS", "many")], "RELEASE_SERVER_LIMITS_HEADERS: expected a whole number"),
    ] {
        let error = config(toml, variables).unwrap_err();
        assert_eq!(error.code(), Code::InvalidRequest);
        assert!(error.message().contains(says), "{toml}: {error}");
    }
    assert!(Config::load(Some(Path::new("/nowhere/x.toml")), &Environment::default()).is_err());
}

#[test]
fn connections_are_taken_from_files_and_variables_and_no_error_shows_a_secret() {
    let folder = tempfile::tempdir().unwrap();
    let secret = folder.path().join("token");
    std::fs::write(&secret, "ghp_secret\n").unwrap();
    let github =
        |token: &str| format!("database = 'memory:'\n[connections.github]\nkind = 'github'\ntoken = {token}\n");
    let file = format!("{{ file = {:?} }}", secret.to_str().unwrap());
    assert!(config(&github(&file), &[]).unwrap().open().is_ok());
    // Set by cargo for every test.
    assert!(config(&github("{ env = 'CARGO_MANIFEST_DIR' }"), &[]).unwrap().open().is_ok());

    for (toml, says) in [
        (
            github("{ env = 'RELEASE_NOT_SET' }"),
            "connections.github.token: the variable \"RELEASE_NOT_SET\" is not set",
        ),
        (github("{ file = '/nowhere/x' }"), "connections.github.token: the file \"/nowhere/x\" cannot be read"),
        (github("5"), "connections.github: token of the github connection: expected a text"),
        (format!("{}url = 'x'", github("'ghp_secret'")), "unknown member \"url\""),
        ("database = 'memory:'\n[[commit_sources]]\nkind = 'x'".to_owned(), "commit_sources[0]"),
        ("database = 'oracle://x'".to_owned(), "invalid database"),
    ] {
        let error = config(&toml, &[]).unwrap().open().unwrap_err();
        assert!(error.message().contains(says), "{error}");
        assert!(!format!("{error:?}").contains("ghp_secret"), "{error:?}");
    }
    let broken = config("[connections.github]\ntoken = 'ghp_secret", &[]).unwrap_err();
    assert!(!format!("{broken:?}").contains("ghp_secret"), "{broken:?}");
}
