//! Whose schema it is, which version its tables have, and how an older one is brought up to date.
//!
//! The migrations have one step a version, in order. One that was released is never changed; a change is a further step.
//! A step that changes what the functions take or mean makes functions of a further number and drops those before it, so
//! that a process with an older version of this library fails, finds out why, and writes nothing.

use tokio_postgres::types::{FromSql, Type};

use super::errors::Failure;
use super::pool::{Connection, Pool, Statement};
use crate::error::{Code, Error, Result};
use crate::storage::url::older;

pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_initial.sql"),
    include_str!("migrations/0002_one_process.sql"),
    include_str!("migrations/0003_reading_through.sql"),
];

/// Whose a schema is, in its own words.
const PROGRAM: &str = "release-core";
/// PostgreSQL 13, in the server's own way of counting.
const OLDEST: i32 = 130_000;

/// What a schema holds.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    Nothing,
    Version(usize),
}

/// Applies the migrations that the schema lacks. Several processes may do so at once: one after another takes a lock and
/// looks first what is still needed. Where there is nothing at all, it is made only if `make` says
/// so; what is older is left as it is unless `upgrade` does.
pub(super) async fn migrate(pool: &Pool, migrations: &[&str], make: bool, upgrade: bool) -> Result<()> {
    let connection = pool.first_connection().await?;
    suits(pool, &connection).await?;
    match version(pool, &connection, migrations.len()).await? {
        Found::Version(version) if version == migrations.len() => return Ok(()),
        Found::Nothing if !make => {
            let message = format!("there is nothing in {}: see the database and schema= of the URL", pool.address);
            return Err(Error::new(Code::Unavailable, message).with("database", &pool.address).retryable(false));
        }
        Found::Version(version) if !upgrade => {
            return Err(older(&pool.address, version, migrations.len()).with("database", &pool.address));
        }
        Found::Version(_) | Found::Nothing => {}
    }
    connection.begin(lock(pool)?, Statement { text: "SELECT 1", values: Vec::new() }).await.map_err(of(pool))?;
    let steps = steps(pool, &connection, migrations).await;
    match steps {
        Ok(()) => {
            let ended = connection.commit(Statement { text: "SELECT 1", values: Vec::new() }).await;
            ended.map(drop).map_err(of(pool))
        }
        Err(error) => {
            connection.roll_back().await;
            Err(error)
        }
    }
}

/// Fails where another process, with a later version of this library, has changed the tables since they were opened.
pub(super) async fn still_known(pool: &Pool) -> Result<()> {
    let connection = pool.first_connection().await?;
    match version(pool, &connection, MIGRATIONS.len()).await? {
        Found::Version(_) => Ok(()),
        Found::Nothing => {
            let message = format!("what {} had is gone: it was dropped while it was open", pool.address);
            Err(Error::new(Code::Unavailable, message).retryable(false))
        }
    }
}

async fn steps(pool: &Pool, connection: &Connection, migrations: &[&str]) -> Result<()> {
    let schema = &pool.address.schema;
    let done = match version(pool, connection, migrations.len()).await? {
        Found::Version(version) => version,
        Found::Nothing => {
            // Not `IF NOT EXISTS` alone: it asks for the right to create schemas also where there is one.
            let text = "SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1)";
            if !ask::<bool>(pool, connection, text).await? {
                connection.batch(&format!("CREATE SCHEMA \"{schema}\"")).await.map_err(of(pool))?;
            }
            0
        }
    };
    for (step, number) in migrations.iter().zip(1..).skip(done) {
        let step = step.replace("{schema}", &format!("\"{schema}\"")).replace("{name}", schema);
        connection.batch_at_leisure(&step).await.map_err(of(pool))?;
        let keep = format!("UPDATE \"{schema}\".about SET version = {number} WHERE id = 1");
        connection.batch(&keep).await.map_err(of(pool))?;
    }
    Ok(())
}

/// Whether this server can be used at all.
async fn suits(pool: &Pool, connection: &Connection) -> Result<()> {
    let text = "SELECT CASE WHEN pg_catalog.pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on' THEN \
                -1 WHEN current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN -2 \
                ELSE current_setting('server_version_num')::integer END WHERE $1 IS NOT NULL";
    let found: i32 = ask(pool, connection, text).await?;
    if found == -2 {
        let message = format!("{} cannot be used: {}", pool.address, super::errors::ISOLATION);
        return Err(Error::new(Code::Unavailable, message).with("database", &pool.address).retryable(false));
    }
    if found < 0 {
        let message = format!(
            "{} may only be read: it is a replica, or default_transaction_read_only is on; connect to the primary \
             server (target_session_attrs=read-write finds it among several hosts)",
            pool.address
        );
        return Err(Error::new(Code::StorageReadOnly, message).with("database", &pool.address));
    }
    if found < OLDEST {
        let message = format!("{} is a PostgreSQL older than 13, which cannot be used", pool.address);
        return Err(Error::new(Code::Unavailable, message).with("found", found).retryable(false));
    }
    Ok(())
}

/// The version of the tables. Changes nothing, so that another program's schema stays as it was.
async fn version(pool: &Pool, connection: &Connection, latest: usize) -> Result<Found> {
    let schema = &pool.address.schema;
    // 0: an empty schema or none, 1: of another program, 2: of this one, as far as names tell.
    let text = "SELECT CASE WHEN count(*) = 0 THEN 0 WHEN count(*) FILTER (WHERE c.relname = 'about') = 0 OR count(*) \
                FILTER (WHERE c.relname = 'records') = 0 THEN 1 ELSE 2 END FROM pg_catalog.pg_class AS c JOIN \
                pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = $1";
    match ask::<i32>(pool, connection, text).await? {
        0 => return Ok(Found::Nothing),
        2 => {}
        _ => return Err(another_program(pool)),
    }
    let text = format!(
        "SELECT CASE WHEN a.program = '{PROGRAM}' THEN a.version ELSE -1 END FROM \"{schema}\".about AS a WHERE $1 IS \
         NOT NULL"
    );
    match usize::try_from(ask::<i32>(pool, connection, &text).await?) {
        Ok(version) if version <= latest => Ok(Found::Version(version)),
        Ok(version) => Err(too_new(pool, version, latest)),
        Err(_) => Err(another_program(pool)),
    }
}

pub(super) fn too_new(pool: &Pool, version: usize, latest: usize) -> Error {
    let message = format!(
        "{} has schema version {version}, and this version of release-core knows {latest} at most; use the newer \
         release-core that made it",
        pool.address
    );
    Error::new(Code::SchemaTooNew, message)
        .with("database", &pool.address)
        .with("expected", format_args!("at most {latest}"))
        .with("found", version)
}

fn another_program(pool: &Pool) -> Error {
    let message = format!(
        "the schema of {} holds tables of another program; it was left as it is: name another one with schema=",
        pool.address
    );
    Error::new(Code::NotADatabase, message).with("database", &pool.address)
}

fn lock(pool: &Pool) -> Result<Statement<'static>> {
    let text = "SELECT pg_advisory_xact_lock(hashtextextended($1, 1919247204))::text";
    Ok(Statement { text, values: vec![(Box::new(pool.address.schema.clone()), Type::TEXT)] })
}

/// The first column of the first row of a question about the schema.
async fn ask<T: for<'r> FromSql<'r>>(pool: &Pool, connection: &Connection, text: &str) -> Result<T> {
    let values: Vec<(Box<dyn tokio_postgres::types::ToSql + Send + Sync>, _)> =
        vec![(Box::new(pool.address.schema.clone()), Type::TEXT)];
    let rows = connection.query(Statement { text, values }).await.map_err(of(pool))?;
    let answer = rows.first().and_then(|row| row.try_get(0).ok());
    answer.ok_or_else(|| Error::new(Code::Internal, format!("damaged store: {} tells no version", pool.address)))
}

fn of(pool: &Pool) -> impl Fn(Failure) -> Error {
    let address = pool.address.clone();
    move |failure| match failure.error.get("sqlstate") {
        Some("42501") => {
            let message = format!(
                "the user may not make or bring up to date the tables of {address}: let an owner open it once, or grant \
                 CREATE on the database (operator's guide, docs/postgresql.md)"
            );
            Error::new(Code::Unavailable, message).with("database", &address).retryable(false).caused_by(failure.error)
        }
        _ => failure.error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The server converts them to its database's encoding, comments too.
    #[test]
    fn steps_are_of_characters_that_every_encoding_has() {
        assert!(MIGRATIONS.iter().all(|step| step.is_ascii()));
    }
}
