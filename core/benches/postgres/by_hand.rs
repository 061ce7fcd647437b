//! The same rows by hand: scripts of pgbench.
//!
//! By hand means two statements a call: one that reads what the operation must read (project, environment, candidate),
//! and one that writes the same rows (the environment, the deployment, the line of the audit log, all their places in
//! lists, and the attempt) into the same tables. Their JSON was made before and nothing is decided, checked or parsed,
//! so a program that did the same work would be slower.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use crate::postgres_server::sql;
use crate::{ENVIRONMENTS, PROJECT, environment, version};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Script {
    /// Both in one transaction, in as many round trips, by the simple protocol.
    Transaction,
    /// Each in a transaction of its own, prepared.
    Statements,
    /// As in one transaction, with the environment locked by `SELECT … FOR UPDATE`.
    Locked,
}

pub(crate) struct ByHand {
    url: String,
    /// Texts of the statements, for the environment of a caller.
    read: String,
    lock: String,
    write: String,
}

impl ByHand {
    /// In a schema that the library has made, with one deployment to write others after.
    pub(crate) fn new(url: &str, schema: &str) -> ByHand {
        let text = |of: &str| sql(url, of).remove(0).remove(0).unwrap();
        let id = text(&format!("SELECT body ->> 'id' FROM {schema}.records WHERE key = 'project/{PROJECT}'"));
        let number = "lpad((:client_id::int % :environments::int)::text, 2, '0')";
        let prefix = environment(ENVIRONMENTS).replace(&ENVIRONMENTS.to_string(), "");
        let place = format!("'environment/{id}/{prefix}' || {number}");
        let of_kind = |kind: &str| {
            let of = format!("FROM {schema}.records WHERE key LIKE '{kind}/%' ORDER BY revision DESC LIMIT 1");
            (text(&format!("SELECT key {of}")), plain(&text(&format!("SELECT body {of}"))))
        };
        let environments = format!("environment/{id}/{}", environment(0));
        let body = plain(&text(&format!("SELECT body FROM {schema}.records WHERE key = '{environments}'")));
        let (deployment, event) = (of_kind("deployment"), of_kind("event"));
        let entries = |key: &str| {
            let rows =
                sql(url, &format!("SELECT list, partition FROM {schema}.entries WHERE key = '{key}' ORDER BY list"));
            rows.into_iter().map(|row| (row[0].clone().unwrap(), row[1].clone().unwrap())).collect::<Vec<_>>()
        };
        let values = |kind: &str, key: &str, revision: &str| {
            let row = |(list, partition): (String, String)| {
                // A partition for each environment, as long as the library's.
                let partition = format!("'{partition}' || {number}");
                format!("SELECT {list}::smallint, {partition}, int8send({revision}), '{kind}/' || id FROM made")
            };
            entries(key).into_iter().map(row).collect::<Vec<_>>().join(" UNION ALL ")
        };
        let keys = format!("'project/{PROJECT}', {place}, 'candidate/{id}/{}'", version(1));
        let write = format!(
            "WITH made AS MATERIALIZED (SELECT nextval('{schema}.revisions') AS a, nextval('{schema}.revisions') AS b, \
             nextval('{schema}.revisions') AS c, gen_random_uuid() AS id), environment AS (UPDATE {schema}.records SET \
             revision = (SELECT a FROM made), body = '{body}' WHERE key = {place}), kept AS (INSERT INTO \
             {schema}.records (key, revision, body) SELECT 'deployment/' || id, b, '{}'::json FROM made UNION ALL SELECT \
             'event/' || id, c, '{}'::json FROM made), attempt AS (INSERT INTO {schema}.commits (id, at, fenced) SELECT \
             id, clock_timestamp(), false FROM made) INSERT INTO {schema}.entries (list, partition, position, key) {} \
             UNION ALL {}",
            deployment.1,
            event.1,
            values("deployment", &deployment.0, "b"),
            values("event", &event.0, "c"),
        );
        let read = format!("SELECT key, revision, body FROM {schema}.records WHERE key = ANY (ARRAY[{keys}])");
        let lock = format!("SELECT revision FROM {schema}.records WHERE key = {place} FOR UPDATE");
        ByHand { url: url.to_owned(), read, lock, write }
    }

    /// Calls a second.
    pub(crate) fn rate(&self, script: Script, callers: usize, environments: usize, time: Duration) -> f64 {
        let ByHand { read, lock, write, .. } = self;
        let (text, protocol) = match script {
            Script::Transaction => (format!("BEGIN \\;\n{read};\n{write} \\;\nCOMMIT;\n"), "simple"),
            Script::Statements => (format!("{read};\n{write};\n"), "prepared"),
            Script::Locked => (format!("BEGIN \\;\n{lock} \\;\n{read};\n{write} \\;\nCOMMIT;\n"), "simple"),
        };
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        let callers = callers.to_string();
        let done = Command::new(pgbench())
            .args(["--no-vacuum", "--protocol", protocol, "--client", &callers, "--jobs", &callers])
            .args(["--time", &time.as_secs().to_string(), "--define", &format!("environments={environments}")])
            .arg("--file")
            .arg(file.path())
            .arg(&self.url)
            .output()
            .expect("pgbench can be started: Debian has it in the package of the server");
        let (said, wrong) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
        assert!(done.status.success(), "{wrong}");
        let rate = said.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
        rate.unwrap_or_else(|| panic!("pgbench tells no rate: {said}{wrong}"))
    }
}

/// JSON in which pgbench sees no variables: it takes a colon and a word for one, also within quotes.
fn plain(json: &str) -> String {
    let mut text = String::new();
    for letter in json.chars() {
        match letter {
            ':' if text.ends_with('"') => text.push_str(": "),
            ':' => text.push_str("\\u003a"),
            letter => text.push(letter),
        }
    }
    text
}

/// Where Debian has it, or wherever it is found.
fn pgbench() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let there = versions.map(|version| version.path().join("bin/pgbench")).filter(|path| path.is_file());
    there.max().unwrap_or_else(|| PathBuf::from("pgbench"))
}
