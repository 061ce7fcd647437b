//! How many round trips a call is, counted on the wire.

use std::cell::RefCell;
use std::time::Duration;

use release_core::{BuildStatus, KnownCommit, KnownCommits, Releases, Status, Tier, WorkerOptions, Workflow};

use crate::postgres_server::{Server, in_new_schema, until};
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
    count.is("update_deployment_status of a run", 2, || {
        let call = releases.update_deployment_status("web", "production", "1.0.0-rc2", Status::Failure);
        drop(call.run_id("run-1").call().unwrap());
    });
    count.is("rollback, a rehearsal", 1, || {
        drop(releases.rollback("web", "production").dry_run(true).call().unwrap());
    });
    count.is("rollback", 2, || drop(releases.rollback("web", "production").call().unwrap()));
    count.is("freeze", 2, || drop(releases.freeze("web", "production", "sale").call().unwrap()));
    count.is("unfreeze", 2, || drop(releases.unfreeze("web", "production").call().unwrap()));
    count.is("update_environment", 2, || {
        drop(releases.update_environment("web", "production").tier(Tier::Staging).call().unwrap());
    });
    count.is("update_build_status", 2, || {
        drop(releases.update_build_status("web", "1.0.0-rc2", BuildStatus::Failed).call().unwrap());
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

    // A worker's round asks once where nothing is due, and twice more where it also looks for silent runs.
    count.is("dispatch_pending", 1, || assert_eq!(releases.dispatch_pending().call().unwrap().started, 0));
    count.is("check_runs", 2, || assert_eq!(releases.check_runs().call().unwrap().heard, 0));

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

/// What a handle that was just opened is made to do.
type First<'a> = Box<dyn Fn(&Releases) + 'a>;

#[test]
fn the_first_call_of_a_handle_is_no_more_round_trips() {
    let server = Server::start(&[]);
    let mut counted = (1..=8).map(|_| counted_first(&server));
    let wrong = counted.find_map(|(wrong, tidied)| (wrong.is_empty() || !tidied).then_some(wrong));
    let wrong = wrong.expect("tidying up is rare");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn counted_first(server: &Server) -> (Vec<String>, bool) {
    let proxy = Proxy::new(&format!("{}?sslmode=disable", server.url));
    let url = in_new_schema(&proxy.url);
    let count = Counter { proxy, wrong: RefCell::default() };
    let setting = Releases::open(&url).unwrap();
    setting.create_project("web", "acme/web").call().unwrap();
    // What is queued is sent by nobody, so that rollbacks have starts to take back.
    let workflow = || Workflow::new("command", "ci").unwrap();
    setting.create_environment("web", "production").deploy_workflow(workflow()).call().unwrap();
    for number in 1..=5 {
        let version = format!("1.0.0-rc{number}");
        setting.create_release("web", &version, "acme/web", COMMIT).call().unwrap();
        setting.update_deployment_status("web", "production", &version, Status::Success).call().unwrap();
    }
    let deploy = |version: &str| {
        let call = setting.create_deployment("web", "production", version).redeploy(true);
        call.dispatch_later(true).call().unwrap().id.to_string()
    };
    let ids: Vec<_> = (1..=4).map(|number| deploy(&format!("1.0.0-rc{number}"))).collect();
    let dispatch = setting.get_deployment(&ids[0]).call().unwrap().dispatch_id.unwrap();
    let cursor = setting.list_deployments("web", "production").per_page(2).call().unwrap().next.unwrap();

    let calls: Vec<(&str, usize, First<'_>)> = vec![
        ("create_project", 2, Box::new(|r| drop(r.create_project("site", "acme/site").call().unwrap()))),
        ("create_environment", 2, Box::new(|r| drop(r.create_environment("web", "staging").call().unwrap()))),
        (
            "create_release",
            2,
            Box::new(|r| drop(r.create_release("web", "1.1.0-rc1", "acme/web", COMMIT).call().unwrap())),
        ),
        (
            "create_deployment",
            2,
            Box::new(|r| {
                drop(
                    r.create_deployment("web", "production", "1.1.0-rc1")
                        .dispatch_later(true)
                        .idempotency_key("100%")
                        .call()
                        .unwrap(),
                )
            }),
        ),
        (
            "create_deployment that is there",
            1,
            Box::new(|r| drop(r.create_deployment("web", "production", "1.1.0-rc1").call().unwrap())),
        ),
        (
            "update_deployment_status",
            2,
            Box::new(|r| {
                drop(
                    r.update_deployment_status("web", "production", "1.1.0-rc1", Status::InProgress)
                        .run_id("50%")
                        .call()
                        .unwrap(),
                )
            }),
        ),
        (
            "update_deployment_status_by_id",
            2,
            Box::new(|r| drop(r.update_deployment_status_by_id(&ids[0], Status::Failure).call().unwrap())),
        ),
        ("cancel_deployment", 2, Box::new(|r| drop(r.cancel_deployment(&ids[1]).call().unwrap()))),
        ("freeze", 2, Box::new(|r| drop(r.freeze("web", "production", "sale").call().unwrap()))),
        ("unfreeze", 2, Box::new(|r| drop(r.unfreeze("web", "production").call().unwrap()))),
        (
            "update_environment",
            2,
            Box::new(|r| drop(r.update_environment("web", "production").tier(Tier::Staging).call().unwrap())),
        ),
        (
            "update_build_status",
            2,
            Box::new(|r| drop(r.update_build_status("web", "1.1.0-rc1", BuildStatus::Failed).call().unwrap())),
        ),
        (
            "rename_environment",
            2,
            Box::new(|r| drop(r.rename_environment("web", "production", "live").call().unwrap())),
        ),
        (
            "rename_environment back",
            2,
            Box::new(|r| drop(r.rename_environment("web", "live", "production").call().unwrap())),
        ),
        // Two deployments are open whose starts are taken back, and one whose run is asked to stop.
        ("rollback, a rehearsal", 1, Box::new(|r| drop(r.rollback("web", "production").dry_run(true).call().unwrap()))),
        ("rollback", 2, Box::new(|r| assert_eq!(r.rollback("web", "production").call().unwrap().cancels.len(), 3))),
        (
            "rollback to a candidate",
            2,
            Box::new(|r| drop(r.rollback("web", "production").to("1.0.0-rc1").call().unwrap())),
        ),
        ("live", 1, Box::new(|r| drop(r.live("web", "production").call().unwrap()))),
        ("get_environment", 1, Box::new(|r| drop(r.get_environment("web", "production").call().unwrap()))),
        ("get_release", 1, Box::new(|r| drop(r.get_release("web", "1.0.0").call().unwrap()))),
        ("get_candidate", 1, Box::new(|r| drop(r.get_candidate("web", "1.0.0-rc2").call().unwrap()))),
        ("get_deployment", 1, Box::new(|r| drop(r.get_deployment(&ids[0]).call().unwrap()))),
        ("list_deployments", 1, Box::new(|r| drop(r.list_deployments("web", "production").call().unwrap()))),
        // A cursor is of one list, and which one is known once the names are; so what was read in two goes is checked.
        (
            "list_deployments, a further page",
            3,
            Box::new(|r| drop(r.list_deployments("web", "production").cursor(&cursor).call().unwrap())),
        ),
        ("list_environments", 1, Box::new(|r| drop(r.list_environments("web").call().unwrap()))),
        ("list_releases", 1, Box::new(|r| drop(r.list_releases("web").call().unwrap()))),
        ("list_candidates", 1, Box::new(|r| drop(r.list_candidates("web").call().unwrap()))),
        ("next_release", 1, Box::new(|r| drop(r.next_release("web").bump("minor").call().unwrap()))),
        ("next_candidate", 1, Box::new(|r| drop(r.next_candidate("web", "1.0.0").call().unwrap()))),
        (
            "history",
            1,
            Box::new(|r| {
                assert!(!r.history().project("web").environment("production").call().unwrap().items.is_empty())
            }),
        ),
        ("get_dispatch", 1, Box::new(|r| drop(r.get_dispatch(dispatch).call().unwrap()))),
        ("a project that is not there", 1, Box::new(|r| drop(r.live("nowhere", "production").call().unwrap_err()))),
        ("an environment that is not there", 1, Box::new(|r| drop(r.live("web", "nowhere").call().unwrap_err()))),
        ("dispatch_pending", 1, Box::new(|r| assert_eq!(r.dispatch_pending().call().unwrap().started, 0))),
    ];
    for (name, expected, call) in calls {
        let releases = Releases::open(&url).unwrap();
        count.is(name, expected, || call(&releases));
    }
    (count.wrong.into_inner(), count.proxy.has_tidied())
}

#[test]
fn a_worker_asks_once_a_round() {
    let server = Server::start(&[]);
    let proxy = Proxy::new(&format!("{}?sslmode=disable", server.url));
    let releases = Releases::open(in_new_schema(&proxy.url)).unwrap();
    // The first round also looks for silent runs of deployments and of builds, and for what has expired; that last one may
    // write, so that the worker looks once more.
    let before = proxy.trips();
    let trips = proxy.trips_of(|| {
        let worker = releases.start_worker(WorkerOptions::new().poll_interval(Duration::from_secs(3600))).unwrap();
        until("five round trips", || proxy.trips() >= before + 5);
        worker.stop();
    });
    assert_eq!(trips, 5);
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
