//! A store with all kinds of things in it, everything that can be seen of one, and work that goes on.

use std::fmt::Debug;
use std::path::{Path, PathBuf};

use release_core::{
    ChangeSet, Code, Concurrency, Deployment, Page, Reads, Releases, Result, SqliteOptions, SqliteStorage, Status,
    Storage, Stored, Tier, Timestamp, Workflow, Write,
};

/// A folder with the path of a database in it that is not there yet.
pub(crate) fn new_file() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("releases.db");
    (folder, path)
}

pub(crate) fn open(path: &Path) -> Releases {
    // Nothing here is about a power cut.
    Releases::open(format!("sqlite:{}?synchronous=normal", path.display())).unwrap()
}

/// Of a trigger that no handle has, so that its dispatches stay queued.
fn workflow() -> Workflow {
    Workflow::new("command", "elsewhere").unwrap()
}

/// The deployment that [`furnish`] made with this idempotency key, made with it again.
pub(crate) fn deploy_with_key(r: &Releases) -> Deployment {
    r.create_deployment("web", "staging", "1.0.0-rc1").actor("ci").idempotency_key("run-1").call().unwrap()
}

/// Projects, candidates, builds and deployments in many states, with so many deployments in one environment.
pub(crate) fn furnish(r: &Releases, deployments: usize) {
    r.create_project("web", "acme/web").build_workflow(workflow()).actor("ana@acme.dev").call().unwrap();
    r.create_project("api", "acme/api").call().unwrap();
    r.create_project("old", "acme/old").call().unwrap();
    r.rename_project("api", "apis").call().unwrap();
    r.rename_repository("apis", "acme/apis").call().unwrap();
    r.archive_project("old").call().unwrap();
    r.create_environment("web", "production").tier(Tier::Production).deploy_workflow(workflow()).call().unwrap();
    r.create_environment("web", "staging").concurrency(Concurrency::Reject).call().unwrap();
    r.create_environment("web", "qa").call().unwrap();
    r.create_environment("web", "frozen").call().unwrap();
    r.create_environment("web", "gone").call().unwrap();
    r.archive_environment("web", "gone").call().unwrap();
    r.rename_environment("web", "qa", "quality").call().unwrap();
    r.freeze("web", "frozen", "the audit").until(Timestamp::from_millis(4_000_000_000_000)).call().unwrap();
    for (number, digit) in [(1, "a"), (2, "b"), (3, "c")] {
        let version = format!("1.0.0-rc{number}");
        r.create_release("web", &version, "acme/web", digit.repeat(40)).call().unwrap();
    }
    // A build that is queued, and one that failed; what stands in them is no ASCII.
    r.create_release("web", "1.1.0-rc1", "acme/web", "d".repeat(40)).trigger_build_workflow(true).call().unwrap();
    r.create_release("web", "2.0.0-rc1", "acme/web", "e".repeat(40)).trigger_build_workflow(true).call().unwrap();
    r.update_build_status("web", "2.0.0-rc1", "failed").error_message("nö: \u{1} ☠ \"'").call().unwrap();

    deploy_with_key(r);
    r.update_deployment_status("web", "staging", "1.0.0-rc1", Status::Success).call().unwrap();
    for version in ["1.0.0-rc1", "1.0.0-rc2"] {
        r.create_deployment("web", "production", version).call().unwrap();
        r.update_deployment_status("web", "production", version, Status::Success).call().unwrap();
    }
    r.rollback("web", "production").call().unwrap();
    let canceled = r.create_deployment("web", "production", "1.0.0-rc3").call().unwrap();
    r.cancel_deployment(canceled.id).call().unwrap();
    r.create_deployment("web", "frozen", "1.0.0-rc1").force("it burns").call().unwrap();
    for _ in 0..deployments {
        r.create_deployment("web", "quality", "1.0.0-rc1").redeploy(true).call().unwrap();
        r.update_deployment_status("web", "quality", "1.0.0-rc1", Status::Success).call().unwrap();
    }
    // As a service keeps its tokens; one was taken back.
    for name in ["one", "two"] {
        r.add_document("tokens", name, serde_json::json!({ "hash": name, "scope": "deploy" })).unwrap();
    }
    assert!(r.remove_document("tokens", "one").unwrap());
}

/// All pages of a list, a line for each.
fn pages<T: Debug>(page: impl Fn(Option<String>) -> Result<Page<T>>) -> Vec<String> {
    let (mut lines, mut cursor) = (Vec::new(), None);
    loop {
        let there = page(cursor).unwrap();
        lines.push(format!("{there:?}"));
        cursor = there.next;
        if cursor.is_none() {
            return lines;
        }
    }
}

macro_rules! paged {
    ($call:expr, $per_page:expr) => {
        pages(|cursor| match cursor {
            Some(cursor) => $call.per_page($per_page).cursor(cursor).call(),
            None => $call.per_page($per_page).call(),
        })
    };
}

/// Every list and record, the lists page by page.
pub(crate) fn seen(r: &Releases) -> Vec<String> {
    let mut seen = paged!(r.list_projects().include_archived(true), 2);
    seen.extend(paged!(r.history(), 7));
    seen.push(format!("{:?}", r.documents("tokens").unwrap()));
    for project in r.list_projects().include_archived(true).call().unwrap().items {
        let name = &project.name;
        seen.push(format!("{:?}", r.get_project(name).call().unwrap()));
        seen.extend(paged!(r.list_releases(name), 2));
        seen.extend(paged!(r.list_candidates(name), 2));
        seen.extend(paged!(r.history().project(name), 20));
        for candidate in r.list_candidates(name).call().unwrap().items {
            seen.extend(candidate.dispatch_id.map(|id| format!("{:?}", r.get_dispatch(id).call().unwrap())));
            seen.push(format!("{:?}", r.where_is(&candidate.commit).call()));
        }
        for environment in r.list_environments(name).include_archived(true).call().unwrap().items {
            let place = &environment.name;
            seen.push(format!("{environment:?} {:?}", r.live(name, place).call()));
            seen.push(format!("{:?}", r.rollback(name, place).dry_run(true).call()));
            seen.extend(paged!(r.list_deployments(name, place), 3));
            seen.extend(paged!(r.history().project(name).environment(place), 20));
            for deployment in r.list_deployments(name, place).call().unwrap().items {
                seen.extend(deployment.dispatch_id.map(|id| format!("{:?}", r.get_dispatch(id).call().unwrap())));
            }
        }
    }
    seen
}

/// What a file's tables hold, the numbers left out that a file gives by itself.
pub(crate) fn tables(path: &Path) -> Vec<String> {
    let connection = rusqlite::Connection::open(path).unwrap();
    let mut all = Vec::new();
    for sql in [
        "SELECT key || ' ' || revision || ' ' || body FROM records ORDER BY 1",
        "SELECT list || ' ' || name || ' ' || hex(position) || ' ' || key FROM entries JOIN partitions ON partitions.id = \
         partition JOIN records ON records.id = record ORDER BY 1",
        "SELECT 'revision ' || revision FROM counter",
    ] {
        let mut statement = connection.prepare(sql).unwrap();
        let rows: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        assert!(!rows.is_empty(), "{sql}");
        all.extend(rows);
    }
    all
}

/// Copies, and holds the copy against the source: all that is seen, and where a cursor leads that was had before.
pub(crate) fn copied(source: &Releases, target: &Releases) {
    let before = seen(source);
    let history = source.history().per_page(5).call().unwrap().next.unwrap();
    let deployments = source.list_deployments("web", "quality").per_page(2).call().unwrap().next.unwrap();

    let mut steps = Vec::new();
    let copied = source.copy_to(target).on_progress(|sofar| steps.push(sofar.records)).call().unwrap();
    assert!(steps.is_sorted() && steps.len() >= 3, "{steps:?}");
    assert_eq!(steps.last(), Some(&copied.records));
    assert_eq!(copied.kinds.values().sum::<u64>(), copied.records);
    assert_eq!((copied.kinds["project"], copied.kinds["document"]), (3, 1));
    assert!(copied.kinds["idempotency"] >= 1 && copied.kinds["dispatch"] >= 4 && copied.entries > copied.records);

    assert_eq!(seen(target), before);
    assert_eq!(seen(source), before);
    let page = |r: &Releases| r.history().per_page(5).cursor(&history).call().unwrap();
    assert_eq!(page(target), page(source));
    let page = |r: &Releases| r.list_deployments("web", "quality").per_page(2).cursor(&deployments).call().unwrap();
    assert_eq!(page(target), page(source));
    // A second copy would not be one.
    let error = source.copy_to(target).call().unwrap_err();
    assert_eq!(error.code(), Code::InvalidRequest);
    assert!(error.message().contains("is not empty") && error.message().contains(&target.location()), "{error}");
    assert_eq!(seen(target), before);
}

/// Goes on with a copy, where the source would have gone on too.
pub(crate) fn works(source: &Releases, target: &Releases) {
    let newest = |r: &Releases, place| r.list_deployments("web", place).call().unwrap().items.remove(0);
    let last = newest(source, "quality").number;
    let next = target.create_deployment("web", "quality", "1.0.0-rc2").call().unwrap();
    assert_eq!(next.number, last + 1);
    // A call that was made before is known, and is not made again.
    let count = target.list_deployments("web", "staging").call().unwrap().items.len();
    assert_eq!(deploy_with_key(target), deploy_with_key(source));
    assert_eq!(target.list_deployments("web", "staging").call().unwrap().items.len(), count);
    let reused = target.create_deployment("web", "staging", "1.0.0-rc2").actor("ci").idempotency_key("run-1").call();
    assert_eq!(reused.unwrap_err().code(), Code::IdempotencyKeyReused);
    // The log goes on behind what was in it.
    let (new, old) = (target.history().call().unwrap().items, source.history().call().unwrap().items);
    assert!(new[0].sequence > old[0].sequence, "{new:?}\n{old:?}");
    assert_eq!(
        target.next_candidate("web", "1.0.0").call().unwrap(),
        source.next_candidate("web", "1.0.0").call().unwrap()
    );
    // What is open can still be ended, and a rollback goes where it would have gone.
    let open = newest(target, "frozen");
    target.update_deployment_status_by_id(open.id, Status::Failure).call().unwrap();
    target.unarchive_project("old").call().unwrap();
    target.unfreeze("web", "frozen").call().unwrap();
    assert!(target.remove_document("tokens", "two").unwrap());
    assert_eq!(newest(source, "frozen"), open);
}

pub(crate) fn storage(path: &Path) -> SqliteStorage {
    SqliteStorage::open(path, SqliteOptions::new()).unwrap()
}

/// A change that was decided on a record of the source holds on the copy, once.
pub(crate) fn revisions_hold(source: &dyn Storage, target: &dyn Storage) {
    let read = |storage: &dyn Storage| -> Stored {
        let key = release_core::Key::from_text("project/web");
        storage.read(&Reads { keys: vec![key], queries: Vec::new() }).unwrap().records.remove(0).unwrap()
    };
    let before = read(source);
    assert_eq!(read(target), before);
    let newest = |storage: &dyn Storage| {
        let query = release_core::Query {
            list: release_core::List::History,
            partition: String::new(),
            descending: true,
            after: None,
            limit: 1,
        };
        let rows = storage.read(&Reads { keys: Vec::new(), queries: vec![query] }).unwrap().rows.remove(0);
        rows[0].stored.revision
    };
    let highest = newest(source);
    let change =
        ChangeSet { expects: Vec::new(), writes: vec![Write::Update { before: before.clone(), after: before.record }] };
    target.commit(&change).unwrap();
    assert!(read(target).revision > highest, "a revision that the source gave is given again");
    assert_eq!(target.commit(&change).unwrap_err().code(), Code::Conflict);
}
