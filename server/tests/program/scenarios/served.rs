//! What a scenario speaks to: a service in this process, or the program.

use std::net::SocketAddr;
use std::sync::LazyLock;
use std::time::Duration;

use release_core::{CommandTrigger, Releases, Secret};
use release_server::{Listener, NewToken, Scope, Service, ServiceOptions};
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

use super::extend;
use super::format::Given;
use crate::server::{ADMIN, Folder, Server};

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

pub(super) enum Served {
    Here { releases: Releases, service: Service, address: SocketAddr, task: JoinHandle<usize> },
    Program { server: Option<Server>, given: Given },
}

impl Served {
    pub(super) fn here(given: Given) -> Served {
        let options = given.options.iter().fold(Releases::options(), |options, (name, millis)| {
            let time = Duration::from_millis(*millis);
            match name.as_str() {
                "idempotency_ttl_ms" => options.idempotency_ttl(time),
                "dispatch_wait_ms" => options.dispatch_wait(time),
                other => panic!("no option {other}"),
            }
        });
        let releases = options.open("memory:").unwrap();
        let options = ServiceOptions::new().admin_token(Secret::new(ADMIN)).unwrap();
        let service = Service::new(releases.clone(), options).unwrap();
        let listener = RUNTIME.block_on(Listener::bind(([127, 0, 0, 1], 0).into(), None)).unwrap();
        let address = listener.url().unwrap().trim_start_matches("http://").parse().unwrap();
        let task = RUNTIME.spawn(listener.serve(service.router(), std::future::pending()));
        let mut served = Served::Here { releases, service, address, task };
        served.give(&given);
        served
    }

    pub(super) fn by_program(given: Given) -> Served {
        let server = Server::start_in(Folder::new(), &config(&given));
        Served::Program { server: Some(server), given }
    }

    pub(super) fn address(&self) -> SocketAddr {
        match self {
            Served::Here { address, .. } => *address,
            Served::Program { server, .. } => server.as_ref().unwrap().address,
        }
    }

    pub(super) fn give(&mut self, more: &Given) {
        match self {
            Served::Here { releases, .. } => {
                for (name, program) in &more.triggers {
                    let trigger = CommandTrigger::new(&program.program).args(&program.args);
                    releases.register_trigger(name, trigger).unwrap();
                }
                for (repository, commits) in &more.commits {
                    let known = if repository == "*" { json!({}) } else { json!({ repository.as_str(): commits }) };
                    let config = serde_json::from_value(json!({ "kind": "data", "repositories": known })).unwrap();
                    let repository = Some(repository.as_str()).filter(|name| *name != "*");
                    releases.add_commit_source(repository, config).unwrap();
                }
            }
            Served::Program { given, .. } => {
                extend(given, more);
                self.reopen();
            }
        }
    }

    pub(super) fn reopen(&mut self) {
        match self {
            Served::Here { .. } => panic!("a handle that is opened again needs the program"),
            Served::Program { server, given } => {
                let config = config(given);
                *server = server.take().map(|server| server.restart(&config));
            }
        }
    }

    /// A new token for everything; nothing where none may have that name.
    pub(super) fn token(&self, actor: &str) -> Option<String> {
        match self {
            Served::Here { service, .. } => {
                let (_, text) = service.tokens().create(NewToken::new(actor, Scope::Admin)).ok()?;
                Some(text.expose().to_owned())
            }
            Served::Program { server, .. } => Some(server.as_ref()?.folder.token(&["--scope", "admin", "--", actor])),
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if let Served::Here { task, .. } = self {
            task.abort();
        }
    }
}

/// A configuration that gives a server what a scenario is given.
fn config(given: &Given) -> String {
    let mut text =
        "database = 'releases.db'\n[log]\nlevel = 'warn'\nrequests = false\n[worker]\nenabled = false\n".to_owned();
    for (name, millis) in &given.options {
        let name = match name.as_str() {
            "idempotency_ttl_ms" => "idempotency_seconds",
            "dispatch_wait_ms" => "dispatch_wait_seconds",
            other => panic!("no option {other}"),
        };
        text.push_str(&format!("[calls]\n{name} = {}.{:03}\n", millis / 1000, millis % 1000));
    }
    for (name, program) in &given.triggers {
        let (program, args) = (json!(program.program), json!(program.args));
        text.push_str(&format!(
            "[connections.{}]\nkind = 'command'\nprogram = {program}\nargs = {args}\n",
            json!(name)
        ));
    }
    for (repository, commits) in &given.commits {
        text.push_str("[[commit_sources]]\nkind = 'data'\n");
        if repository == "*" {
            text.push_str("repositories = {}\n");
        } else {
            let (name, commits) = (json!(repository), toml(&json!(commits)));
            text.push_str(&format!("repository = {name}\nrepositories = {{ {name} = {commits} }}\n"));
        }
    }
    text
}

/// JSON as a TOML value of one line.
fn toml(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(toml).collect::<Vec<_>>().join(", ")),
        Value::Object(members) => {
            let said = members.iter().filter(|(_, value)| !value.is_null());
            let pairs: Vec<_> = said.map(|(name, value)| format!("{} = {}", json!(name), toml(value))).collect();
            format!("{{ {} }}", pairs.join(", "))
        }
        other => other.to_string(),
    }
}
