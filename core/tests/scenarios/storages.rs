//! The storages that every scenario is run against.

use std::sync::Arc;
use std::time::Duration;

use release_core::{CommandTrigger, Error, MemoryStorage, Options, Releases, Storage};
use serde_json::json;
use tempfile::TempDir;

use crate::format::Given;

/// A kind of storage.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    make: fn() -> Database,
}

pub(crate) const MEMORY: Kind = Kind { name: "memory", make: || Database::Memory(Arc::new(MemoryStorage::new())) };

#[cfg(feature = "sqlite")]
pub(crate) const SQLITE: Kind =
    Kind { name: "sqlite", make: || Database::Sqlite(tempfile::tempdir().expect("a temporary folder can be made")) };

#[cfg(feature = "postgres")]
pub(crate) const POSTGRES: Kind =
    Kind { name: "postgres", make: || Database::Postgres(crate::postgres_server::Reused::take()) };

/// One database, empty at first, that can be opened more than once.
enum Database {
    Memory(Arc<dyn Storage>),
    #[cfg_attr(not(feature = "sqlite"), expect(dead_code, reason = "only SQLite has files"))]
    Sqlite(TempDir),
    #[cfg(feature = "postgres")]
    Postgres(crate::postgres_server::Reused),
}

/// A handle on a database, with what the program around it gives to it.
pub(crate) struct Handle {
    // Before the database, which may be another's as soon as it is given back.
    pub(crate) releases: Releases,
    database: Database,
    given: Given,
}

impl Handle {
    pub(crate) fn open(kind: Kind, given: &Given) -> Result<Handle, Error> {
        let database = (kind.make)();
        let releases = database.open(given)?;
        let mut handle = Handle { database, given: Given::default(), releases };
        handle.give(given)?;
        Ok(handle)
    }

    /// Registers triggers and commit sources.
    pub(crate) fn give(&mut self, given: &Given) -> Result<(), Error> {
        for (name, program) in &given.triggers {
            let trigger = CommandTrigger::new(&program.program).args(&program.args);
            self.releases.register_trigger(name, trigger)?;
        }
        for (repository, commits) in &given.commits {
            let known = if repository == "*" { json!({}) } else { json!({ repository.as_str(): commits }) };
            let config = serde_json::from_value(json!({ "kind": "data", "repositories": known }));
            let config = config.unwrap_or_else(|error| panic!("the commits of {repository}: {error}"));
            self.releases.add_commit_source(Some(repository.as_str()).filter(|name| *name != "*"), config)?;
        }
        self.given.options.extend(given.options.clone());
        self.given.triggers.extend(given.triggers.clone());
        self.given.commits.extend(given.commits.clone());
        Ok(())
    }

    /// Opens the database again, as another process would after this one has ended.
    pub(crate) fn reopen(&mut self) -> Result<(), Error> {
        if !matches!(self.database, Database::Memory(_)) {
            self.releases.close()?;
        }
        self.releases = self.database.open(&self.given)?;
        let given = self.given.clone();
        self.give(&given)
    }
}

impl Database {
    fn open(&self, given: &Given) -> Result<Releases, Error> {
        let options = given.options.iter().fold(Releases::options(), option);
        match self {
            Database::Memory(storage) => Ok(options.open_storage(Arc::clone(storage))),
            Database::Sqlite(folder) => options.open(folder.path().join("releases.db").to_string_lossy()),
            #[cfg(feature = "postgres")]
            Database::Postgres(schema) => options.open(&schema.0),
        }
    }
}

fn option(options: Options, (name, value): (&String, &u64)) -> Options {
    let duration = Duration::from_millis(*value);
    match name.as_str() {
        "idempotency_ttl_ms" => options.idempotency_ttl(duration),
        "dispatch_wait_ms" => options.dispatch_wait(duration),
        _ => panic!("there is no option {name:?} of a handle"),
    }
}
