//! Connections and commit sources from the configuration. A text in a description may be taken from the environment or
//! from a file, so that no secret has to stand in the configuration itself: `token = { env = "GITHUB_TOKEN" }`,
//! `token = { file = "/run/secrets/github" }`.

use release_core::{Code, CommitSourceConfig, Connection, Error, Releases, Result};
use serde_json::{Map, Value};

pub(super) fn connect(releases: &Releases, name: &str, description: &toml::Table) -> Result<()> {
    let place = format!("connections.{name}");
    let members = resolved(&place, description)?;
    let connection = Connection::from_json(&Value::Object(members).to_string());
    connection.and_then(|connection| releases.connect(name, connection)).map_err(|error| in_place(&place, &error))
}

pub(super) fn add_commit_source(releases: &Releases, number: usize, description: &toml::Table) -> Result<()> {
    let place = format!("commit_sources[{number}]");
    let mut members = resolved(&place, description)?;
    let repository = match members.remove("repository") {
        None => None,
        Some(Value::String(repository)) => Some(repository),
        Some(_) => return Err(wrong(&place, "repository: expected a text")),
    };
    let config = CommitSourceConfig::from_json(&Value::Object(members).to_string());
    config
        .and_then(|config| releases.add_commit_source(repository.as_deref(), config))
        .map_err(|error| in_place(&place, &error))
}

/// A description as JSON, with what it takes from elsewhere.
fn resolved(place: &str, description: &toml::Table) -> Result<Map<String, Value>> {
    let member = |(name, value): (&String, &toml::Value)| {
        let place = format!("{place}.{name}");
        let value = match elsewhere(value) {
            Some(Elsewhere::Variable(variable)) => {
                let found = std::env::var(variable);
                found.map(Value::String).map_err(|_| wrong(&place, format!("the variable {variable:?} is not set")))?
            }
            Some(Elsewhere::File(path)) => {
                let found = std::fs::read_to_string(path);
                let text =
                    found.map_err(|error| wrong(&place, format!("the file {path:?} cannot be read: {error}")))?;
                Value::String(text.trim_end_matches(['\r', '\n']).to_owned())
            }
            None => serde_json::to_value(value).map_err(|_| wrong(&place, "it cannot be written as JSON"))?,
        };
        Ok((name.clone(), value))
    };
    description.iter().map(member).collect()
}

enum Elsewhere<'a> {
    Variable(&'a str),
    File(&'a str),
}

/// A value that says where it is, and nothing else.
fn elsewhere(value: &toml::Value) -> Option<Elsewhere<'_>> {
    let mut members = value.as_table()?.iter();
    match (members.next()?, members.next()) {
        ((name, toml::Value::String(variable)), None) if name == "env" => Some(Elsewhere::Variable(variable)),
        ((name, toml::Value::String(path)), None) if name == "file" => Some(Elsewhere::File(path)),
        _ => None,
    }
}

fn in_place(place: &str, error: &Error) -> Error {
    wrong(place, error.message())
}

fn wrong(place: &str, what: impl std::fmt::Display) -> Error {
    Error::new(Code::InvalidRequest, format!("invalid configuration: {place}: {what}")).with("field", place)
}
