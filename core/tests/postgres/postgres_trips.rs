//! How many round trips a call is, counted on the wire.

use release_core::{Releases, Status};

use crate::postgres_server::{Server, in_new_schema};
use crate::proxy::Proxy;

#[test]
fn a_write_is_two_round_trips_and_a_read_is_one() {
    let server = Server::start(&[]);
    let proxy = Proxy::new(&format!("{}?sslmode=disable", server.url));
    let releases = Releases::open(in_new_schema(&proxy.url)).unwrap();
    releases.create_project("web", "acme/web").call().unwrap();
    releases.create_environment("web", "production").call().unwrap();
    let cut =
        |version: &str| drop(releases.create_release("web", version, "acme/web", "a1".repeat(20)).call().unwrap());
    let deploy = |version: &str| drop(releases.create_deployment("web", "production", version).call().unwrap());
    let report = |version: &str, status: Status| {
        drop(releases.update_deployment_status("web", "production", version, status).call().unwrap());
    };
    // The first calls learn the names' ids.
    cut("1.0.0-rc1");
    deploy("1.0.0-rc1");

    assert_eq!(proxy.trips_of(|| cut("1.0.0-rc2")), 2);
    assert_eq!(proxy.trips_of(|| deploy("1.0.0-rc2")), 2);
    assert_eq!(proxy.trips_of(|| report("1.0.0-rc2", Status::InProgress)), 2);
    assert_eq!(proxy.trips_of(|| report("1.0.0-rc2", Status::Success)), 2);
    assert_eq!(proxy.trips_of(|| drop(releases.live("web", "production").call().unwrap())), 1);
    assert_eq!(proxy.trips_of(|| drop(releases.get_candidate("web", "1.0.0-rc2").call().unwrap())), 1);
    assert_eq!(proxy.trips_of(|| drop(releases.list_deployments("web", "production").call().unwrap())), 1);
    assert_eq!(proxy.trips_of(|| drop(releases.get_environment("web", "production").call().unwrap())), 1);
    assert_eq!(proxy.trips_of(|| drop(releases.list_projects().call().unwrap())), 1);
    assert_eq!(proxy.trips_of(|| drop(releases.list_candidates("web").call().unwrap())), 1);
    assert_eq!(proxy.trips_of(|| drop(releases.history().project("web").environment("production").call().unwrap())), 1);
}

#[test]
fn a_thousand_that_are_declared_are_no_thousand_round_trips() {
    let server = Server::start(&[]);
    let proxy = Proxy::new(&format!("{}?sslmode=disable", server.url));
    let releases = Releases::open(in_new_schema(&proxy.url)).unwrap();
    let mut text = String::new();
    for n in 0..250 {
        text.push_str(&format!("[projects.p{n}]\nrepository = \"acme/p{n}\"\n"));
        for tier in ["development", "staging", "production"] {
            text.push_str(&format!("[projects.p{n}.environments.{tier}]\ntier = \"{tier}\"\n"));
        }
    }
    let trips = proxy.trips_of(|| assert_eq!(releases.apply(&text).call().unwrap().changes.len(), 1000));
    assert!(trips < 10, "{trips}");
    assert!(releases.apply(&text).call().unwrap().is_unchanged());
    assert_eq!(releases.list_environments("p249").call().unwrap().items.len(), 3);
}
