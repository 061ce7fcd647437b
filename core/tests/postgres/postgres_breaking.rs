//! Connections that break, servers that go away: nothing is lost, nothing is done twice.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use release_core::{Releases, Status};

use crate::postgres_server::{Server, in_new_schema, shared, sql, until};
use crate::proxy::{Fault, Proxy};

fn ready(url: &str) -> Releases {
    let releases = Releases::open(url).unwrap();
    releases.create_project("web", "acme/web").call().unwrap();
    releases.create_environment("web", "production").call().unwrap();
    releases.create_release("web", "1.0.0-rc1", "acme/web", "a1".repeat(20)).call().unwrap();
    releases
}

/// One more deployment, whatever is open.
fn deploy(releases: &Releases) -> u64 {
    releases.create_deployment("web", "production", "1.0.0-rc1").redeploy(true).call().unwrap().number
}

#[test]
fn a_commit_whose_connection_broke_is_made_once() {
    let server = Server::start(&[]);
    let proxy = Proxy::new(&format!("{}?sslmode=disable", server.url));
    let releases = ready(&in_new_schema(&proxy.url));
    let late = Fault::Delays(Duration::from_millis(300));
    let faults = [Fault::LosesTheAnswer, Fault::LosesTheRequest, late, Fault::LosesTheAnswer, late];
    for (fault, number) in faults.into_iter().zip(1..) {
        proxy.next_commit(fault);
        assert_eq!(deploy(&releases), number, "{fault:?}");
        assert!(proxy.has_struck(), "{fault:?}");
    }
    // What comes late changes nothing.
    let begun = std::time::Instant::now();
    while proxy.late_arrivals() < 4 {
        assert!(begun.elapsed() < Duration::from_secs(20), "{} of 4 arrived", proxy.late_arrivals());
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(deploy(&releases), faults.len() as u64 + 1);
    let page = releases.list_deployments("web", "production").per_page(100).call().unwrap();
    assert_eq!(page.items.len(), faults.len() + 1);
}

/// Statements that lock the environment for so many seconds.
fn locked_for(seconds: u32, url: &str) -> String {
    let schema = url.rsplit("schema=").next().unwrap();
    format!(
        "BEGIN; SELECT {schema}.lock_1(ARRAY[(SELECT key FROM {schema}.records WHERE key LIKE 'environment/%')]); SELECT \
         pg_sleep({seconds}); COMMIT"
    )
}

fn until_locked(server: &Server) {
    let locks = "SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted";
    until("the environment is locked", || sql(&server.url, locks).len() == 1);
}

/// An attempt whose connection broke comes to the server after all, and before the one that repeats it: all that it expects
/// is still true, so that only the fence can refuse it.
#[test]
fn what_comes_late_fails_on_the_fence() {
    let server = Server::start(&[]);
    let proxy = Proxy::new(&format!("{}?sslmode=disable", server.url));
    let url = in_new_schema(&format!("{}&statement_timeout_ms=700&retry_timeout_ms=30000", proxy.url));
    let releases = ready(&url);
    deploy(&releases);
    let locked = locked_for(2, &url);
    std::thread::scope(|scope| {
        scope.spawn(|| sql(&server.url, &locked));
        until_locked(&server);
        // The second attempt waits for the lock and is given up; then the first one waits, and the third one behind it.
        proxy.next_commit(Fault::Delays(Duration::from_millis(300)));
        assert_eq!(deploy(&releases), 2);
    });
    assert!(proxy.has_struck());
    until("it has come late", || proxy.late_arrivals() == 1);
    assert_eq!(deploy(&releases), 3);
    assert_eq!(releases.list_deployments("web", "production").call().unwrap().items.len(), 3);
}

/// A statement that takes too long is given up by the server too: it does not go on, nor does its connection stay.
#[test]
fn what_takes_too_long_is_given_up() {
    let server = Server::start(&[]);
    let url = in_new_schema(&server.url);
    // Only the call that is to be given up is in a hurry.
    let patient = ready(&url);
    let hurry =
        url.replace("?schema=", "?application_name=impatient&statement_timeout_ms=3000&retry_timeout_ms=0&schema=");
    let locked = locked_for(90, &url);
    std::thread::scope(|scope| {
        let locks = scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let (client, connection) = tokio_postgres::connect(&server.url, tokio_postgres::NoTls).await.unwrap();
                tokio::spawn(connection);
                client.simple_query(&locked).await.unwrap_err()
            })
        });
        until_locked(&server);
        let releases = Releases::open(&hurry).unwrap();
        let call = releases.create_deployment("web", "production", "1.0.0-rc1").redeploy(true);
        let error = call.call().unwrap_err();
        assert_eq!((error.code().as_str(), error.is_retryable()), ("unavailable", true), "{error}");
        let waits = "SELECT FROM pg_stat_activity WHERE application_name = 'impatient' AND wait_event_type = 'Lock'";
        until("nothing of it waits", || sql(&server.url, waits).is_empty());
        sql(
            &server.url,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(90)%' AND \
                          pid <> pg_backend_pid()",
        );
        locks.join().unwrap();
    });
    assert_eq!(deploy(&patient), 1, "what was given up has done nothing");
}

/// A name that led to the primary server leads to a standby: it may lag behind, so that what it says does not count.
#[test]
fn a_standby_is_not_read_after_a_failover() {
    let server = Server::start(&[]);
    let (folder, standby) = (server.folder.display().to_string(), server.folder.join("standby").display().to_string());
    let both = server.socket.replace(&format!("host={folder}"), &format!("host={folder}&host={standby}"));
    let releases = ready(&in_new_schema(&format!("{both}&retry_timeout_ms=300")));
    server.tell("replica");
    server.tell("stop");
    for error in [
        releases.list_projects().call().unwrap_err(),
        releases.live("web", "production").call().unwrap_err(),
        releases.create_project("api", "acme/api").call().unwrap_err(),
    ] {
        assert_eq!(error.code().as_str(), "storage_read_only", "{error}");
    }
    server.tell("start");
    assert_eq!(releases.list_projects().call().unwrap().items.len(), 1);
    releases.create_project("api", "acme/api").call().unwrap();
}

#[test]
fn connections_that_are_ended_cost_no_call() {
    let url = in_new_schema(shared());
    let releases = ready(&format!("{url}&application_name={}", url.rsplit('=').next().unwrap()));
    let name = url.rsplit('=').next().unwrap();
    let end = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{name}'");
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::SeqCst) {
                sql(shared(), &end);
                // So that some calls are between two of them.
                std::thread::sleep(Duration::from_millis(30));
            }
        });
        let callers: Vec<_> = (0..4).map(|_| scope.spawn(|| (0..10).map(|_| deploy(&releases)).collect())).collect();
        let mut numbers: Vec<u64> =
            callers.into_iter().flat_map(|caller| -> Vec<u64> { caller.join().unwrap() }).collect();
        done.store(true, Ordering::SeqCst);
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=40).collect::<Vec<_>>(), "each deployment was answered, and there is no other");
    });
    let newest = releases.list_deployments("web", "production").call().unwrap();
    assert_eq!(newest.items[0].number, 40);
}

#[test]
fn calls_ride_out_a_crash_of_the_server() {
    // It syncs, so what was acknowledged is there after the crash.
    let server = Server::start(&["durable"]);
    let releases = ready(&in_new_schema(&format!("{}?retry_timeout_ms=60000", server.url)));
    let down = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let callers: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    let mut numbers = Vec::new();
                    while !down.load(Ordering::SeqCst) {
                        numbers.push(deploy(&releases));
                    }
                    numbers.push(deploy(&releases));
                    numbers
                })
            })
            .collect();
        for _ in 0..2 {
            let before = deploy(&releases);
            while deploy(&releases) < before + 10 {}
            server.tell("crash");
            server.tell("start");
        }
        down.store(true, Ordering::SeqCst);
        for caller in callers {
            let numbers = caller.join().unwrap();
            assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]), "{numbers:?}");
        }
    });
    let newest = releases.list_deployments("web", "production").call().unwrap().items[0].number;
    let counted =
        sql(&server.url, "SELECT table_schema FROM information_schema.tables WHERE table_name = 'deployments'");
    let schema = counted[0][0].clone().unwrap();
    let counted = sql(&server.url, &format!("SELECT count(*) FROM {schema}.deployments"));
    assert_eq!(counted[0][0], Some(newest.to_string()));
}

#[test]
fn a_server_that_stays_away_is_unavailable_and_nothing_is_guessed() {
    let server = Server::start(&[]);
    let releases = ready(&in_new_schema(&format!("{}?retry_timeout_ms=300", server.url)));
    server.tell("stop");
    let error = releases.list_projects().call().unwrap_err();
    assert_eq!((error.code().as_str(), error.is_retryable()), ("unavailable", true), "{error}");
    let error = releases.create_project("api", "acme/api").call().unwrap_err();
    assert_eq!((error.code().as_str(), error.is_retryable()), ("unavailable", true), "{error}");
    server.tell("start");
    releases.create_project("api", "acme/api").call().unwrap();
}

/// A blocking call by mistake from inside of an async runtime works.
#[test]
fn it_works_inside_of_an_async_runtime() {
    let url = in_new_schema(shared());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let releases = ready(&url);
        deploy(&releases);
        releases.update_deployment_status("web", "production", "1.0.0-rc1", Status::Success).call().unwrap();
        releases.close().unwrap();
    });
}
