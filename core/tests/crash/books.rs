//! All that a file holds, read past the library, and held against itself.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use release_core::Record;
use serde_json::Value;

/// The records of a file.
pub(crate) struct Books {
    records: BTreeMap<String, (u64, Value)>,
}

/// An environment with its deployments, in the order of their numbers.
pub(crate) struct Environment<'b> {
    pub(crate) name: &'b str,
    pub(crate) record: &'b Value,
    pub(crate) deployments: Vec<&'b Value>,
}

/// A part of a record, by a JSON pointer.
#[track_caller]
pub(crate) fn text<'v>(record: &'v Value, pointer: &str) -> &'v str {
    maybe(record, pointer).unwrap_or_else(|| panic!("no {pointer} in {record}"))
}

pub(crate) fn maybe<'v>(record: &'v Value, pointer: &str) -> Option<&'v str> {
    record.pointer(pointer).and_then(Value::as_str)
}

fn number(record: &Value, pointer: &str) -> Option<u64> {
    record.pointer(pointer).and_then(Value::as_u64)
}

impl Books {
    /// Reads a file, whose pages, lists and revisions must be whole.
    pub(crate) fn read(path: &Path) -> Books {
        let mut connection = rusqlite::Connection::open(path).unwrap();
        connection.busy_timeout(std::time::Duration::from_secs(60)).unwrap();
        // Other writers may be about, and all of this is of one moment.
        let connection = connection.transaction().unwrap();
        let integrity: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(integrity, "ok");
        let (mut records, mut expected, mut revisions) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new());
        let mut select = connection.prepare("SELECT id, key, revision, body FROM records").unwrap();
        let mut rows = select.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let (id, key): (i64, String) = (row.get(0).unwrap(), row.get(1).unwrap());
            let (revision, body): (i64, String) = (row.get(2).unwrap(), row.get(3).unwrap());
            let record = Record::decode(&key, body.as_bytes()).unwrap();
            for entry in record.entries() {
                let place = (entry.list.number(), entry.partition, entry.position.bytes(revision.cast_unsigned()), id);
                assert!(expected.insert(place), "{key} stands twice in {:?}", entry.list);
            }
            assert!(revisions.insert(revision), "{key} shares its revision {revision}");
            records.insert(key, (revision.cast_unsigned(), serde_json::from_str(&body).unwrap()));
        }
        let of_partitions = "SELECT list, name, position, record FROM entries JOIN partitions ON id = partition";
        let mut select = connection.prepare(of_partitions).unwrap();
        let found = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))).unwrap();
        let found: BTreeSet<(u8, String, Vec<u8>, i64)> = found.map(Result::unwrap).collect();
        assert_eq!(found.difference(&expected).collect::<Vec<_>>(), Vec::<&_>::new(), "entries of no record");
        assert_eq!(expected.difference(&found).collect::<Vec<_>>(), Vec::<&_>::new(), "records without their entries");
        let one = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!(one("SELECT count(*) FROM entries"), i64::try_from(found.len()).unwrap(), "entries of no partition");
        let [given, partition] = ["SELECT revision FROM counter", "SELECT partition FROM counter"].map(one);
        assert!(revisions.last().is_none_or(|last| *last <= given), "revisions beyond {given} are in use");
        assert_eq!(one("SELECT coalesce(max(id), 0) FROM partitions"), partition, "the highest partition");
        assert_eq!(one("SELECT count(*) - count(DISTINCT id) FROM partitions"), 0, "partitions share a number");
        Books { records }
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Value> {
        self.records.get(key).map(|(_, body)| body)
    }

    fn of_kind<'b>(&'b self, kind: &'b str) -> impl Iterator<Item = (u64, &'b Value)> {
        let kept = self.records.range(format!("{kind}/")..format!("{kind}0"));
        kept.map(|(_, (revision, body))| (*revision, body))
    }

    pub(crate) fn deployment(&self, id: &str) -> Option<&Value> {
        self.get(&format!("deployment/{id}"))
    }

    pub(crate) fn dispatches(&self) -> impl Iterator<Item = &Value> {
        self.of_kind("dispatch").map(|(_, body)| body)
    }

    /// The candidates of the only project.
    pub(crate) fn candidate(&self, version: &str) -> Option<&Value> {
        self.of_kind("candidate").map(|(_, body)| body).find(|body| text(body, "/data/version") == version)
    }

    /// The lines of the audit log, in its order.
    pub(crate) fn events(&self) -> Vec<&Value> {
        let mut events: Vec<_> = self.of_kind("event").collect();
        events.sort_by_key(|(revision, _)| *revision);
        events.into_iter().map(|(_, body)| body).collect()
    }

    pub(crate) fn environments(&self) -> Vec<Environment<'_>> {
        let mut of: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
        for (_, deployment) in self.of_kind("deployment") {
            of.entry(text(deployment, "/environment_id")).or_default().push(deployment);
        }
        let records = self.of_kind("environment").map(|(_, record)| record);
        let with_deployments = |record| {
            let mut deployments = of.remove(text(record, "/data/id")).unwrap_or_default();
            deployments.sort_by_key(|deployment| number(deployment, "/data/number"));
            Environment { name: text(record, "/data/name"), record, deployments }
        };
        records.map(with_deployments).collect()
    }

    /// What must hold of every file at every moment.
    pub(crate) fn check(&self) {
        for environment in self.environments() {
            environment.check();
        }
        self.check_events();
        for dispatch in self.dispatches() {
            self.check_dispatch(dispatch);
        }
    }

    /// Each deployment was logged once when it was made, and its status is where the log's moves lead to.
    fn check_events(&self) {
        let mut statuses: BTreeMap<&str, &str> = BTreeMap::new();
        for event in self.events() {
            let Some(id) = maybe(event, "/data/deployment_id") else { continue };
            assert!(self.deployment(id).is_some(), "an event of a deployment that is not there: {event}");
            let after = maybe(event, "/data/after/status");
            match (text(event, "/data/action"), after) {
                ("deployment.created", after) => {
                    assert_eq!(statuses.insert(id, after.unwrap()), None, "{id} was made twice");
                }
                (_, Some(after)) => {
                    let before = statuses.insert(id, after).unwrap_or_else(|| panic!("{id} moved before it was made"));
                    assert_eq!(maybe(event, "/data/before/status"), Some(before), "{event}");
                }
                (_, None) => {}
            }
        }
        let deployments: BTreeMap<&str, &str> =
            self.of_kind("deployment").map(|(_, d)| (text(d, "/data/id"), text(d, "/data/status"))).collect();
        assert_eq!(statuses, deployments, "what the log tells, and what is");
    }

    fn check_dispatch(&self, dispatch: &Value) {
        let id = text(dispatch, "/data/id");
        let (state, due) = (text(dispatch, "/data/state"), dispatch.pointer("/data/due_at").is_some());
        let owner = match maybe(dispatch, "/data/deployment_id") {
            Some(deployment) => self.deployment(deployment).expect("a dispatch has its deployment"),
            None => self.candidate(text(dispatch, "/data/candidate_version")).expect("a dispatch has its candidate"),
        };
        assert_eq!(maybe(owner, "/data/dispatch_id"), Some(id), "{dispatch} and {owner}");
        let sent = dispatch.pointer("/sent_at").is_some();
        assert_eq!(number(dispatch, "/data/attempts") > Some(0), sent, "{dispatch}");
        match state {
            "queued" | "sending" => assert!(due, "somebody must look at {dispatch}"),
            "refused" | "withdrawn" => assert!(!due, "nobody need look at {dispatch}"),
            _ => {}
        }
        assert!(sent || !matches!(state, "sending" | "started" | "unknown"), "{dispatch}");
    }
}

impl Environment<'_> {
    /// The place of a deployment in the order of endings.
    pub(crate) fn ending(deployment: &Value) -> Option<u64> {
        number(deployment, "/ending")
    }

    /// The deployment that is live, found the long way.
    pub(crate) fn live(&self) -> Option<&str> {
        let successes = self.deployments.iter().filter(|deployment| text(deployment, "/data/status") == "success");
        successes.max_by_key(|deployment| Environment::ending(deployment)).map(|live| text(live, "/data/id"))
    }

    fn check(&self) {
        let name = self.name;
        let numbers: Vec<_> = self.deployments.iter().map(|d| number(d, "/data/number").unwrap()).collect();
        assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>(), "numbers in {name}");
        assert_eq!(number(self.record, "/deployments"), Some(numbers.len() as u64), "counted in {name}");
        let mut endings: Vec<_> = self.deployments.iter().filter_map(|d| Environment::ending(d)).collect();
        endings.sort_unstable();
        assert_eq!(endings, (1..=endings.len() as u64).collect::<Vec<_>>(), "endings in {name}");
        assert_eq!(number(self.record, "/endings"), Some(endings.len() as u64), "endings counted in {name}");
        for deployment in &self.deployments {
            let open = matches!(text(deployment, "/data/status"), "pending" | "in_progress" | "canceling" | "unknown");
            assert_eq!(Environment::ending(deployment).is_none(), open, "{deployment}");
            assert_eq!(deployment.pointer("/data/deploy_end_at").is_none(), open, "{deployment}");
            let needs_dispatch = self.record.pointer("/data/deploy_workflow").is_some();
            assert_eq!(deployment.pointer("/data/dispatch_id").is_some(), needs_dispatch, "{deployment}");
        }
        assert_eq!(maybe(self.record, "/live/deployment"), self.live(), "what is live in {name}");
    }
}
