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

/// What the example says is what holds without it, where it does not say otherwise.
#[test]
fn the_example_has_every_option_with_its_default() {
    let mut example = config(EXAMPLE, &[]).unwrap();
    assert!(example.tls.is_some() && !example.connections.is_empty() && !example.commit_sources.is_empty());
    (example.tls, example.connections, example.commit_sources) = (None, BTreeMap::new(), Vec::new());
    assert_eq!(example, Config::default());

    for variable in variables() {
        assert!(EXAMPLE.contains(&variable), "the example lacks {variable}");
    }
    let table: toml::Table = EXAMPLE.parse().unwrap();
    let mut options = Vec::new();
    for (name, value) in &table {
        match value.as_table() {
            Some(section) if name != "connections" => options.extend(section.keys().map(|key| format!("{name}_{key}"))),
            None if name != "commit_sources" => options.push(name.clone()),
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
        ("[limits]\nheld_body_bytes = 1048576", &[], "held_body_bytes: expected body_bytes and webhook_body_bytes"),
        ("[limits]\nconnections = 0", &[], "limits.connections: expected 1 or more"),
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
