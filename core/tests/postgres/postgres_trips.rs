//! How many round trips a call is, counted on the wire.

use std::cell::RefCell;

use release_core::{KnownCommit, KnownCommits, Releases, Status};

use crate::postgres_server::{Server, in_new_schema};
use crate::proxy::Proxy;

const COMMIT: &str = "a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1";

/// Counts, and tells all that were wrong at once.
struct Counter {
    proxy: Proxy,
    wrong: RefCell<Vec<String>>,
}

impl Counter {
    fn is(&self, name: &str, expected: usize, work: impl FnOnce()) {
        let trips = self.proxy.trips_of(work);
        if trips != expected {
            self.wrong.borrow_mut().push(format!("{name}: {trips} round trips, expected {expected}"));
        }
    }
}

#[test]
fn a_write_is_two_round_trips_and_a_read_is_one() {
    let server = Server::start(&[]);
    // Where a commit has set off the tidying up, whose trips are of no call, all is counted anew; eight in a row do so once
    // in some millions.
    let mut counted = (1..=8).map(|_| counted(&server));
    let wrong = counted.find_map(|(wrong, tidied)| (wrong.is_empty() || !tidied).then_some(wrong));
    let wrong = wrong.expect("tidying up is rare");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What was wrong, and whether something was tidied up meanwhile.
fn counted(server: &Server) -> (Vec<String>, bool) {
    let proxy = Proxy::new(&format!("{}?sslmode=disable", server.url));
    let releases = Releases::open(in_new_schema(&proxy.url)).unwrap();
    let count = Counter { proxy, wrong: RefCell::default() };
    let cut = |version: &str| drop(releases.create_release("web", version, "acme/web", COMMIT).call().unwrap());
    let deploy = |version: &str| {
        let call = releases.create_deployment("web", "production", version).redeploy(true);
        call.call().unwrap().id.to_string()
    };
    let report = |version: &str, status: Status| {
        drop(releases.update_deployment_status("web", "production", version, status).call().unwrap());
    };
    let by_id = |id: &str, status| drop(releases.update_deployment_status_by_id(id, status).call().unwrap());

    // A write asks for what it decides on, and commits.
    count.is("create_project", 2, || drop(releases.create_project("web", "acme/web").call().unwrap()));
    count.is("create_environment", 2, || drop(releases.create_environment("web", "production").call().unwrap()));
    count.is("create_release", 2, || cut("1.0.0-rc1"));
    count.is("create_release, the next", 2, || cut("1.0.0-rc2"));
    count.is("create_deployment", 2, || drop(deploy("1.0.0-rc1")));
    count.is("update_deployment_status", 2, || report("1.0.0-rc1", Status::InProgress));
    count.is("update_deployment_status to success", 2, || report("1.0.0-rc1", Status::Success));
    count.is("update_deployment_status, a deployment from elsewhere", 2, || report("1.0.0-rc2", Status::Success));
    let id = deploy("1.0.0-rc1");
    count.is("update_deployment_status_by_id", 2, || by_id(&id, Status::Success));
    let id = deploy("1.0.0-rc2");
    count.is("cancel_deployment", 2, || drop(releases.cancel_deployment(&id).call().unwrap()));
    // Which candidate it goes back to is known once the deployments are, so that one is asked for by itself.
    count.is("rollback, a rehearsal", 3, || {
        drop(releases.rollback("web", "production").dry_run(true).call().unwrap());
    });
    count.is("rollback", 3, || drop(releases.rollback("web", "production").call().unwrap()));
    count.is("freeze", 2, || drop(releases.freeze("web", "production", "sale").call().unwrap()));
    count.is("unfreeze", 2, || drop(releases.unfreeze("web", "production").call().unwrap()));
    count.is("update_environment", 2, || {
        drop(releases.update_environment("web", "production").tier(release_core::Tier::Staging).call().unwrap());
    });
    count.is("update_build_status", 2, || {
        drop(releases.update_build_status("web", "1.0.0-rc2", release_core::BuildStatus::Failed).call().unwrap());
    });
    count
        .is("rename_environment", 2, || drop(releases.rename_environment("web", "production", "live").call().unwrap()));
    count.is("rename_environment back", 2, || {
        drop(releases.rename_environment("web", "live", "production").call().unwrap());
    });
    count.is("rename_repository", 2, || drop(releases.rename_repository("web", "acme/site").call().unwrap()));
    count.is("rename_project", 2, || drop(releases.rename_project("web", "site").call().unwrap()));
    drop(releases.rename_project("site", "web").call().unwrap());
    count.is("archive_project", 2, || drop(releases.archive_project("web").call().unwrap()));
    count.is("unarchive_project", 2, || drop(releases.unarchive_project("web").call().unwrap()));
    count.is("with an idempotency key", 2, || {
        let call = releases.create_deployment("web", "production", "1.0.0-rc1").redeploy(true);
        drop(call.idempotency_key("run-1").call().unwrap());
    });
    count.is("a refusal", 1, || drop(releases.create_project("web", "acme/other").call().unwrap_err()));

    // A read asks once.
    count.is("live", 1, || drop(releases.live("web", "production").call().unwrap()));
    count.is("get_project", 1, || drop(releases.get_project("web").call().unwrap()));
    count.is("get_environment", 1, || drop(releases.get_environment("web", "production").call().unwrap()));
    count.is("get_release", 1, || drop(releases.get_release("web", "1.0.0").call().unwrap()));
    count.is("get_candidate", 1, || drop(releases.get_candidate("web", "1.0.0-rc2").call().unwrap()));
    count.is("get_deployment", 1, || drop(releases.get_deployment(&id).call().unwrap()));
    count.is("list_deployments", 1, || drop(releases.list_deployments("web", "production").call().unwrap()));
    count.is("list_projects", 1, || drop(releases.list_projects().call().unwrap()));
    count.is("list_environments", 1, || drop(releases.list_environments("web").call().unwrap()));
    count.is("list_releases", 1, || drop(releases.list_releases("web").call().unwrap()));
    count.is("list_candidates", 1, || drop(releases.list_candidates("web").call().unwrap()));
    count.is("next_release", 1, || drop(releases.next_release("web").bump("minor").call().unwrap()));
    count.is("next_candidate", 1, || drop(releases.next_candidate("web", "1.0.0").call().unwrap()));
    count.is("history", 1, || drop(releases.history().project("web").environment("production").call().unwrap()));

    // However many tags there are, they are asked about together: what is there, what of it is new, and the commit.
    let (mut source, head) = (KnownCommits::new(), COMMIT);
    let mut commit = KnownCommit::new(head).unwrap();
    for number in 0..200 {
        commit = commit.tag(format!("v2.{number}.0"));
    }
    source = source.add("acme/site", commit).unwrap();
    releases.register_commit_source(source);
    count.is("import_tags", 3, || {
        assert_eq!(releases.import_tags("web").call().unwrap().imported.len(), 200);
    });
    (count.wrong.into_inner(), count.proxy.has_tidied())
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
