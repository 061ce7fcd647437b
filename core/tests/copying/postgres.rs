//! Into PostgreSQL, and back.

use release_core::{Code, Error, PostgresStorage, Releases};

use crate::killed::killed_in_the_middle;
use crate::postgres_server::{Server, in_new_schema, new_schema, shared, sql};
use crate::store::{copied, furnish, new_file, open, revisions_hold, seen, storage, tables, works};

fn schema(url: &str) -> &str {
    url.rsplit("schema=").next().unwrap()
}

#[test]
fn a_file_goes_to_postgres_and_back_exactly() {
    let ((_from, from), (_to, to), url) = (new_file(), new_file(), new_schema());
    // With one connection, which is enough.
    let (source, between, target) = (open(&from), Releases::open(format!("{url}&pool_size=1")).unwrap(), open(&to));
    furnish(&source, 300);
    copied(&source, &between);
    copied(&between, &target);
    assert_eq!(tables(&to), tables(&from));
    works(&source, &between);
    revisions_hold(&storage(&from), &PostgresStorage::open(&url).unwrap());
    works(&source, &target);
}

#[test]
fn postgres_is_copied_into_postgres() {
    let (one, other) = (new_schema(), new_schema());
    let (source, target) = (Releases::open(&one).unwrap(), Releases::open(&other).unwrap());
    furnish(&source, 3);
    copied(&source, &target);
    works(&source, &target);
    let error = source.copy_to(&Releases::open(&one).unwrap()).call().unwrap_err();
    assert!(error.message().contains("both source and target"), "{error}");
    let error = source.copy_to(&Releases::open(new_schema()).unwrap()).retire(true).call().unwrap_err();
    assert_eq!((error.code(), error.get("field")), (Code::InvalidRequest, Some("retire")));
}

#[test]
fn a_copy_in_postgres_is_whole_or_not_there() {
    let ((_from, from), url) = (new_file(), new_schema());
    furnish(&open(&from), 600);
    let before = seen(&open(&from));
    killed_in_the_middle(from.to_str().unwrap(), &url);
    let (source, target) = (open(&from), Releases::open(&url).unwrap());
    assert_eq!(seen(&source), before);
    assert!(target.list_projects().include_archived(true).call().unwrap().items.is_empty());
    // It waits for the server to notice that the other one is gone.
    copied(&source, &target);
    works(&source, &target);
}

/// Who writes to the target while it is filled waits, and then finds what was copied.
#[test]
fn nobody_writes_into_a_copy_in_postgres() {
    let ((_from, from), url) = (new_file(), new_schema());
    let (source, target) = (open(&from), Releases::open(&url).unwrap());
    furnish(&source, 3);
    let waiting = format!(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND pid IN (SELECT pid FROM \
         pg_stat_activity WHERE query LIKE '%{}%')",
        schema(&url)
    );
    std::thread::scope(|scope| {
        let mut writer = None;
        let writes = |_: &release_core::Copied| {
            if writer.is_none() {
                let other = Releases::open(&url).unwrap();
                writer = Some(scope.spawn(move || other.create_project("web", "acme/web").call()));
                crate::postgres_server::until("the writer waits", || {
                    sql(shared(), &waiting)[0][0].as_deref() == Some("1")
                });
            }
        };
        source.copy_to(&target).on_progress(writes).call().unwrap();
        let error = writer.unwrap().join().unwrap().unwrap_err();
        assert_eq!(error.code(), Code::ProjectExists, "{error}");
    });
    assert_eq!(seen(&target), seen(&source));
}

#[test]
fn postgres_that_is_not_there_is_not_made_by_looking() {
    let url = new_schema();
    let error = Releases::options().must_exist(true).open(&url).unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), (Code::Unavailable, false));
    assert!(error.message().contains("there is nothing in"), "{error}");
    let made = format!("SELECT count(*) FROM pg_namespace WHERE nspname = '{}'", schema(&url));
    assert_eq!(sql(shared(), &made)[0][0].as_deref(), Some("0"));
    drop(Releases::open(&url).unwrap());
    Releases::options().must_exist(true).open(&url).unwrap();
}

/// After a failover the name of a server may lead to a standby, which does not have everything.
#[test]
fn postgres_that_is_a_standby_is_not_copied() {
    let server = Server::start(&[]);
    let (folder, standby) = (server.folder.display().to_string(), server.folder.join("standby").display().to_string());
    let both = server.socket.replace(&format!("host={folder}"), &format!("host={folder}&host={standby}"));
    let source = Releases::open(in_new_schema(&format!("{both}&retry_timeout_ms=300"))).unwrap();
    furnish(&source, 1);
    server.tell("replica");
    server.tell("stop");
    let target = Releases::in_memory();
    for error in [source.copy_to(&target).call().unwrap_err(), target_of(&source)] {
        assert_eq!(error.code(), Code::StorageReadOnly, "{error}");
        assert!(error.message().contains("is a replica"), "{error}");
    }
    assert!(target.list_projects().call().unwrap().items.is_empty());
    server.tell("start");
    source.copy_to(&target).call().unwrap();
    assert_eq!(seen(&target), seen(&source));
}

fn target_of(target: &Releases) -> Error {
    let source = Releases::in_memory();
    source.create_project("web", "acme/web").call().unwrap();
    source.copy_to(target).call().unwrap_err()
}

/// Tables that a newer version of the library has changed since they were opened.
#[test]
fn postgres_of_a_newer_version_is_neither_source_nor_target() {
    let ((_from, from), url) = (new_file(), new_schema());
    let (file, database) = (open(&from), Releases::open(&url).unwrap());
    furnish(&file, 1);
    sql(shared(), &format!("UPDATE {}.about SET version = 99", schema(&url)));
    assert_eq!(file.copy_to(&database).call().unwrap_err().code(), Code::SchemaTooNew);
    assert_eq!(database.copy_to(&Releases::in_memory()).call().unwrap_err().code(), Code::SchemaTooNew);
}
