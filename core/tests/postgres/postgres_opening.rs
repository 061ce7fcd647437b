//! Bad input and bad places: a clear error each, retryable where it is.

use std::time::{Duration, Instant};

use release_core::{Code, Error, PostgresStorage, Releases, Storage};

use crate::postgres_server::{Server, in_new_schema, new_schema, shared, sql, until};

fn refused(url: &str) -> Error {
    let error = PostgresStorage::open(url).map(drop).expect_err("it cannot be opened");
    assert!(!format!("{error} {error:?} {:?}", error.cause()).contains("s3cret"), "{error:?}");
    error
}

#[track_caller]
fn is(error: &Error, code: Code, retryable: bool, words: &str) {
    assert_eq!((error.code(), error.is_retryable()), (code, retryable), "{error}");
    assert!(error.message().contains(words), "{error}");
}

#[test]
fn no_server_is_told_at_once_and_may_be_tried_again() {
    let begun = Instant::now();
    let error = refused("postgres://ana:s3cret@127.0.0.1:1/releases?retry_timeout_ms=60000");
    is(&error, Code::Unavailable, true, "postgres://ana@127.0.0.1:1/releases?schema=release_core cannot be reached");
    is(&refused("postgres:///releases?host=/nowhere&user=ana"), Code::Unavailable, true, "/nowhere");
    assert!(begun.elapsed() < Duration::from_secs(30));
}

#[test]
fn who_may_not_come_in_is_told_why() {
    let server = Server::start(&[]);
    sql(
        &server.url,
        "CREATE ROLE guarded LOGIN PASSWORD 's3cret'; CREATE ROLE poor LOGIN; CREATE ROLE few LOGIN CONNECTION LIMIT 1; CREATE ROLE reader LOGIN; ALTER ROLE reader SET default_transaction_read_only = on",
    );
    let of = |user: &str, rest: &str| server.url.replace("//postgres@", &format!("//{user}@")) + rest;

    is(&refused(&of("guarded:wrong-s3cret", "")), Code::Unavailable, false, "refuses the user");
    is(&refused(&of("guarded", "")), Code::Unavailable, false, "password");
    is(&refused(&of("nobody", "")), Code::Unavailable, false, "refuses the user");
    is(&refused(&format!("{}-gone", server.url)), Code::Unavailable, false, "create the database first");
    is(&refused(&of("poor", "")), Code::Unavailable, false, "may not make or bring up to date");
    is(&refused(&of("reader", "")), Code::StorageReadOnly, false, "may only be read");

    // What an owner has made, others use who were granted no more than is needed.
    let url = in_new_schema(&server.url);
    let schema = url.rsplit("schema=").next().unwrap().to_owned();
    drop(PostgresStorage::open(&url).unwrap());
    sql(
        &server.url,
        &format!(
            "GRANT USAGE ON SCHEMA {schema} TO poor, few, guarded; GRANT SELECT, INSERT, UPDATE, DELETE ON \
             {schema}.records, {schema}.entries, {schema}.commits TO poor, few, guarded; GRANT SELECT ON {schema}.about TO \
             poor, few, guarded; GRANT USAGE ON {schema}.revisions TO poor, few, guarded"
        ),
    );
    for user in ["poor", "guarded:s3cret"] {
        let releases = Releases::open(of(user, &format!("?schema={schema}"))).unwrap();
        releases.create_project(format!("of {}", &user[..4]), "acme/web").call().unwrap();
        assert!(!releases.list_projects().call().unwrap().items.is_empty());
        assert!(!format!("{releases:?}").contains("s3cret"));
    }

    let only = Releases::open(of("few", &format!("?schema={schema}"))).unwrap();
    let error = refused(&of("few", &format!("?schema={schema}")));
    is(&error, Code::Unavailable, true, "no connection left");
    // Calls of one handle take turns on what the server allows.
    std::thread::scope(|scope| {
        for caller in 0..4 {
            let only = &only;
            scope.spawn(move || {
                for number in 0..5 {
                    only.create_project(format!("few-{caller}-{number}"), "acme/web").call().unwrap();
                }
            });
        }
    });
    drop(only);
}

/// What is behind a lock is seen only by transactions that are read committed.
#[test]
fn another_isolation_is_refused() {
    let server = Server::start(&[]);
    sql(&server.url, "CREATE ROLE strict LOGIN SUPERUSER");
    let url = in_new_schema(&server.url.replace("//postgres@", "//strict@"));
    let open = Releases::open(format!("{url}&pool_size=1")).unwrap();
    open.create_project("web", "acme/web").call().unwrap();
    for level in ["repeatable read", "serializable"] {
        sql(&server.url, &format!("ALTER ROLE strict SET default_transaction_isolation = '{level}'"));
        is(&refused(&url), Code::Unavailable, false, "default_transaction_isolation");
        // A handle that was open before gets a connection with the new setting.
        sql(&server.url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'strict'");
        let error = open.create_project("api", "acme/api").call().unwrap_err();
        is(&error, Code::Unavailable, false, "default_transaction_isolation");
        let error = open.history().call().unwrap_err();
        is(&error, Code::Unavailable, false, "default_transaction_isolation");
        assert_eq!(open.list_projects().call().unwrap().items.len(), 1);
    }
    sql(&server.url, "ALTER ROLE strict RESET default_transaction_isolation");
    sql(&server.url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'strict'");
    open.create_project("api", "acme/api").call().unwrap();
}

/// The functions of the schema mean PostgreSQL's own functions, whatever the caller's path finds before them.
#[test]
fn a_search_path_changes_nothing() {
    let server = Server::start(&[]);
    sql(
        &server.url,
        "CREATE ROLE shadowed LOGIN SUPERUSER; CREATE SCHEMA shadow; CREATE FUNCTION shadow.cardinality(anyarray) RETURNS \
         integer LANGUAGE sql AS 'SELECT 0'; ALTER ROLE shadowed SET search_path = shadow, pg_catalog",
    );
    let releases = Releases::open(in_new_schema(&server.url.replace("//postgres@", "//shadowed@"))).unwrap();
    releases.create_project("web", "acme/web").call().unwrap();
    assert_eq!(releases.list_projects().call().unwrap().items.len(), 1);
}

#[test]
fn another_program_is_left_alone() {
    let url = new_schema();
    let schema = url.rsplit("schema=").next().unwrap();
    sql(shared(), &format!("CREATE SCHEMA {schema}; CREATE TABLE {schema}.orders (id integer)"));
    is(&refused(&url), Code::NotADatabase, false, "another program");
    sql(shared(), &format!("CREATE TABLE {schema}.about (id integer, program text, version integer)"));
    sql(
        shared(),
        &format!("CREATE TABLE {schema}.records (id integer); INSERT INTO {schema}.about VALUES (1, 'x', 1)"),
    );
    is(&refused(&url), Code::NotADatabase, false, "another program");
    let tables = sql(shared(), &format!("SELECT count(*) FROM pg_tables WHERE schemaname = '{schema}'"));
    assert_eq!(tables[0][0].as_deref(), Some("3"), "nothing was made in it");
    // An empty schema that was made for it is taken.
    let url = new_schema();
    sql(shared(), &format!("CREATE SCHEMA {}", url.rsplit("schema=").next().unwrap()));
    drop(PostgresStorage::open(&url).unwrap());
}

#[test]
fn a_newer_schema_is_not_touched() {
    let url = new_schema();
    let schema = url.rsplit("schema=").next().unwrap();
    let open = Releases::open(&url).unwrap();
    open.create_project("web", "acme/web").call().unwrap();
    // As a later version would: another version, and other functions.
    let newer = ["commit", "read", "lock", "read_settled"]
        .map(|name| format!("ALTER FUNCTION {schema}.{name}_1 RENAME TO {name}_2;"))
        .concat();
    sql(shared(), &format!("UPDATE {schema}.about SET version = 7; {newer}"));
    is(&refused(&url), Code::SchemaTooNew, false, "schema version 7");
    let error = open.list_projects().call().unwrap_err();
    is(&error, Code::SchemaTooNew, false, "schema version 7");
    let error = open.create_project("api", "acme/api").call().unwrap_err();
    is(&error, Code::SchemaTooNew, false, "schema version 7");
}

/// Schemas as earlier versions made them, with what was in them.
#[test]
fn an_older_schema_is_brought_up_to_date() {
    let url = new_schema();
    let schema = url.rsplit("schema=").next().unwrap();
    let initial = include_str!("../../src/storage/postgres/migrations/0001_initial.sql");
    let initial = initial.replace("{schema}", schema).replace("{name}", schema);
    sql(shared(), &format!("CREATE SCHEMA {schema}; {initial}; UPDATE {schema}.about SET version = 1"));
    let releases = Releases::open(&url).unwrap();
    releases.create_project("web", "acme/web").call().unwrap();
    assert_eq!(releases.list_projects().call().unwrap().items.len(), 1);
    let version = |schema: &str| sql(shared(), &format!("SELECT version FROM {schema}.about"));
    let other = new_schema();
    drop(PostgresStorage::open(&other).unwrap());
    assert_eq!(version(schema), version(other.rsplit("schema=").next().unwrap()));
}

/// A standby that follows by streaming, as many run one.
#[test]
fn a_replica_is_read_only_and_is_passed_over() {
    let server = Server::start(&[]);
    let url = in_new_schema(&server.socket);
    let releases = Releases::open(&url).unwrap();
    releases.create_project("web", "acme/web").call().unwrap();
    server.tell("replica");
    let (folder, standby) = (server.folder.display().to_string(), server.folder.join("standby").display().to_string());
    let at = |hosts: &str| url.replace(&format!("host={folder}"), &format!("host={hosts}"));
    is(&refused(&at(&standby)), Code::StorageReadOnly, false, "replica");
    let other = at(&standby).replace("schema=", "schema=other_");
    is(&refused(&other), Code::StorageReadOnly, false, "replica");
    // Where all are named, the one that may write is found.
    let both =
        Releases::open(format!("{}&target_session_attrs=read-write", at(&format!("{standby}&host={folder}")))).unwrap();
    both.create_project("api", "acme/api").call().unwrap();
    assert_eq!(releases.list_projects().call().unwrap().items.len(), 2);
}

#[test]
fn what_was_dropped_is_missed() {
    let url = new_schema();
    // Finding out why takes no second connection.
    let open = Releases::open(format!("{url}&pool_size=1")).unwrap();
    sql(shared(), &format!("DROP SCHEMA {} CASCADE", url.rsplit("schema=").next().unwrap()));
    is(&open.list_projects().call().unwrap_err(), Code::Unavailable, false, "dropped while it was open");
}

#[test]
fn many_may_open_a_new_schema_at_once() {
    let url = new_schema();
    std::thread::scope(|scope| {
        for number in 0..8 {
            let url = &url;
            scope.spawn(move || {
                let releases = Releases::open(url).unwrap();
                releases.create_project(format!("p{number}"), "acme/web").call().unwrap();
            });
        }
    });
    assert_eq!(Releases::open(&url).unwrap().list_projects().call().unwrap().items.len(), 8);
}

#[test]
fn tls_is_as_the_url_says() {
    let server = Server::start(&[]);
    let base = in_new_schema(&server.url.replace("127.0.0.1", "localhost"));
    let certificate = server.folder.join("server.crt");
    let encrypted = |rest: &str| {
        let storage = PostgresStorage::open(&format!("{base}&application_name=tls_test&{rest}")).unwrap();
        storage.now().unwrap();
        let text = "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = \
                    'tls_test'";
        let found = sql(&server.url, text)[0][0].clone();
        storage.close().unwrap();
        found
    };
    assert_eq!(encrypted("sslmode=disable").as_deref(), Some("f"));
    let none_left = || {
        let text = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tls_test'";
        until("the connection has ended", || sql(&server.url, text)[0][0].as_deref() == Some("0"));
    };
    for rest in ["sslmode=prefer", "sslmode=require"] {
        none_left();
        assert_eq!(encrypted(rest).as_deref(), Some("t"), "{rest}");
    }
    none_left();
    let verified = format!("sslmode=verify-full&sslrootcert={}", certificate.display());
    assert_eq!(encrypted(&verified).as_deref(), Some("t"));
    let error = refused(&format!("{base}&sslmode=verify-full"));
    is(&error, Code::Unavailable, false, "certificate");
    let other = base.replace("localhost", "127.0.0.1");
    is(&refused(&format!("{other}&{verified}")), Code::Unavailable, false, "certificate");
    is(&refused(&format!("{base}&sslmode=verify-full&sslrootcert=/nowhere.pem")), Code::InvalidRequest, false, "PEM");
}
