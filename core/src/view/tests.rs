//! The laws of views, by random scripts over a storage that somebody else may change meanwhile.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::model::{PathPatterns, VersionScheme, Workflow};
use crate::record::List;
use crate::storage::{MemoryStorage, Storage};
use crate::{Releases, Status};

/// What a decision may do to one of a few records, told apart by a number.
#[derive(Debug, Clone, Copy)]
enum Step {
    Get(u8),
    List,
    Put(u8, u8),
    Delete(u8),
}

const RECORDS: u8 = 4;

fn step() -> impl Strategy<Value = Step> {
    let record = 0..RECORDS;
    prop_oneof![
        3 => record.clone().prop_map(Step::Get),
        1 => Just(Step::List),
        3 => (record.clone(), 0..3_u8).prop_map(|(record, value)| Step::Put(record, value)),
        2 => record.prop_map(Step::Delete),
    ]
}

fn record(number: u8, value: u8) -> Project {
    Project {
        id: ProjectId::from_uuid(Uuid::from_u128(number.into())),
        name: ProjectName::new(format!("p{number}")).unwrap(),
        repository: format!("acme/r{value}").parse().unwrap(),
        former_repositories: Vec::new(),
        version_scheme: VersionScheme::default(),
        path_patterns: PathPatterns::default(),
        build_workflow: None,
        archived_at: None,
        created_at: Timestamp::from_millis(0),
        actor: None,
    }
}

fn key(number: u8) -> Key {
    record(number, 0).key()
}

fn value(project: &Project) -> u8 {
    project.repository.as_str().trim_start_matches("acme/r").parse().unwrap()
}

/// A reader that reads each time anew, as a storage without transactions does.
struct Direct<'s>(&'s MemoryStorage);

impl Reader for Direct<'_> {
    fn get(&mut self, keys: &[Key]) -> Result<Vec<Option<Stored>>> {
        Ok(self.0.read(&Reads { keys: keys.to_vec(), queries: Vec::new() })?.records)
    }

    fn list(&mut self, query: &Query) -> Result<Vec<Listed>> {
        Ok(self.0.read(&Reads { keys: Vec::new(), queries: vec![query.clone()] })?.rows.remove(0))
    }
}

fn stored(storage: &MemoryStorage, number: u8) -> Option<Stored> {
    Direct(storage).get(&[key(number)]).unwrap().remove(0)
}

fn storage_with(there: &BTreeMap<u8, u8>) -> MemoryStorage {
    let storage = MemoryStorage::new();
    let writes = there.iter().map(|(&number, &value)| Write::Insert(Project::wrap(Arc::new(record(number, value)))));
    storage.commit(&ChangeSet { expects: Vec::new(), writes: writes.collect() }).unwrap();
    storage
}

/// Changes a record behind a decision's back.
fn meddle(storage: &MemoryStorage, number: u8, deletes: bool) {
    let after = Project::wrap(Arc::new(record(number, 9)));
    let write = match stored(storage, number) {
        Some(before) if deletes => Write::Delete { before },
        Some(before) => Write::Update { before, after },
        None => Write::Insert(after),
    };
    storage.commit(&ChangeSet { expects: Vec::new(), writes: vec![write] }).unwrap();
}

/// What a script has come to, kept in the plainest way.
#[derive(Debug, Default)]
struct Outcome {
    seen: BTreeSet<u8>,
    /// What the script wrote last, or that it deleted.
    written: BTreeMap<u8, Option<u8>>,
}

impl Outcome {
    /// Runs a script, and holds what the view answers to what is there and was written.
    fn of(script: &[Step], there: &BTreeMap<u8, u8>, view: &mut View<'_>) -> Outcome {
        let mut outcome = Outcome::default();
        let Outcome { seen, written } = &mut outcome;
        for step in script {
            match *step {
                Step::Get(number) => {
                    let expected = written.get(&number).copied().unwrap_or_else(|| there.get(&number).copied());
                    if !written.contains_key(&number) {
                        seen.insert(number);
                    }
                    assert_eq!(view.get::<Project>(&key(number)).unwrap().map(|project| value(&project)), expected);
                }
                Step::List => {
                    seen.extend(there.keys());
                    let all = Query::first(List::Projects, "").limit(usize::MAX);
                    let listed = view.list::<Project>(&all).unwrap();
                    let listed: Vec<u8> = listed.iter().map(|project| value(project)).collect();
                    assert_eq!(listed, there.values().copied().collect::<Vec<u8>>(), "a list is as it was before");
                }
                Step::Put(number, value) => {
                    view.put(record(number, value));
                    written.insert(number, Some(value));
                }
                Step::Delete(number) => {
                    view.delete(&key(number));
                    let was_made_unread = !seen.contains(&number) && written.contains_key(&number);
                    if was_made_unread {
                        written.remove(&number);
                    } else {
                        written.insert(number, None);
                    }
                }
            }
        }
        outcome
    }

    /// Whether a record was deleted that nobody had looked at.
    fn is_a_bug(&self) -> bool {
        self.written.iter().any(|(number, value)| value.is_none() && !self.seen.contains(number))
    }

    /// Whether a record that is new by the script is there already.
    fn is_overtaken(&self, storage: &MemoryStorage) -> bool {
        let new = self.written.iter().filter(|(number, value)| value.is_some() && !self.seen.contains(number));
        new.into_iter().any(|(&number, _)| stored(storage, number).is_some())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_read_is_expected_and_what_was_written_is_there(
        there in prop::collection::btree_map(0..RECORDS, 0..3_u8, 0..4),
        script in prop::collection::vec(step(), 0..10),
        meddled in prop::option::of((0..RECORDS, any::<bool>())),
        ahead in prop::collection::btree_set(0..RECORDS, 0..3),
    ) {
        let storage = storage_with(&there);
        let mut reader = Direct(&storage);
        let mut view = View::new(&mut reader, Timestamp::from_millis(0));
        let reads = Reads { keys: ahead.iter().map(|number| key(*number)).collect(), queries: Vec::new() };
        let snapshot = storage.read(&reads).unwrap();
        view.prefetched(reads, snapshot);
        // What was fetched ahead is known; so it need not be read before it is written.
        let script: Vec<Step> = ahead.into_iter().map(Step::Get).chain(script).collect();
        let outcome = Outcome::of(&script, &there, &mut view);
        let changes = match view.finish() {
            Ok(changes) => changes,
            Err(error) => {
                prop_assert!(outcome.is_a_bug(), "{error:?}");
                return Ok(());
            }
        };
        prop_assert!(!outcome.is_a_bug());
        let keys = changes.expects.iter().map(|(key, _)| key.clone()).chain(changes.writes.iter().map(Write::key));
        let keys: Vec<Key> = keys.collect();
        prop_assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "each key once");
        let touched = outcome.seen.iter().chain(outcome.written.keys()).collect::<BTreeSet<_>>();
        prop_assert_eq!(touched.len(), keys.len(), "{:?} of {:?}", changes, outcome);

        if let Some((number, deletes)) = meddled {
            meddle(&storage, number, deletes);
        }
        let before: Vec<_> = (0..RECORDS).map(|number| stored(&storage, number)).collect();
        let overtaken = meddled.is_some_and(|(number, _)| outcome.seen.contains(&number));
        let refused = overtaken || outcome.is_overtaken(&storage);
        match storage.commit(&changes) {
            Ok(()) => {
                prop_assert!(!refused, "{changes:?}");
                for number in 0..RECORDS {
                    let there = stored(&storage, number).map(|stored| value(Project::unwrap(&stored.record).unwrap()));
                    let unwritten = before[usize::from(number)].as_ref();
                    let unwritten = || unwritten.map(|stored| value(Project::unwrap(&stored.record).unwrap()));
                    prop_assert_eq!(there, outcome.written.get(&number).copied().unwrap_or_else(unwritten));
                }
            }
            Err(error) => {
                prop_assert!(refused, "{error:?}: {changes:?}");
                let after: Vec<_> = (0..RECORDS).map(|number| stored(&storage, number)).collect();
                prop_assert_eq!(before, after);
            }
        }
    }
}

#[test]
fn what_was_made_and_taken_back_was_still_absent() {
    let storage = MemoryStorage::new();
    let mut reader = Direct(&storage);
    let mut view = View::new(&mut reader, Timestamp::from_millis(0));
    assert!(view.get::<Project>(&key(1)).unwrap().is_none());
    view.put(record(1, 1));
    view.delete(&key(1));
    assert_eq!(view.finish().unwrap(), ChangeSet { expects: vec![(key(1), Expect::Absent)], writes: Vec::new() });
}

/// An environment with a deployment, and its record.
fn with_a_deployment() -> (Arc<MemoryStorage>, EnvironmentRecord) {
    let storage = Arc::new(MemoryStorage::new());
    let releases = Releases::options().open_storage(Arc::clone(&storage) as Arc<dyn Storage>);
    releases.create_project("web", "acme/web").call().unwrap();
    let workflow = Workflow::new("command", "ci").unwrap();
    releases.create_environment("web", "prod").deploy_workflow(workflow).call().unwrap();
    releases.create_release("web", "1.0.0-rc1", "acme/web", "9fceb02d0ae598e95dc970b74767f19372d61af8").call().unwrap();
    releases.update_deployment_status("web", "prod", "1.0.0-rc1", Status::Success).run_id("r1").call().unwrap();
    let project = releases.get_project("web").call().unwrap();
    let key = Key::environment(project.id, &EnvironmentName::new("prod").unwrap());
    let stored = Direct(&storage).get(&[key]).unwrap().remove(0).unwrap();
    let environment = EnvironmentRecord::unwrap(&stored.record).unwrap();
    let environment = (**environment).clone();
    (storage, environment)
}

/// Both sides of the promise that makes lists safe to decide on; checked in builds with debug assertions.
#[test]
#[cfg(debug_assertions)]
fn lists_of_an_environment_are_read_and_changed_with_its_record() {
    let (storage, environment) = with_a_deployment();
    let id = environment.data.id;
    for list in [List::Deployments, List::OpenDeployments, List::Successes, List::Runs] {
        for partition in [id.to_string(), format!("{id}/1.0.0-rc1")] {
            let query = Query::last(list, partition);
            let mut reader = Direct(&storage);
            let mut view = View::new(&mut reader, Timestamp::from_millis(0));
            assert_eq!(view.list::<crate::record::DeploymentRecord>(&query).unwrap_err().code(), Code::Internal);
            view.get::<EnvironmentRecord>(&environment.key()).unwrap().unwrap();
            view.list::<crate::record::DeploymentRecord>(&query).unwrap();
        }
    }

    let query = Query::last(List::Deployments, id);
    for writes_the_environment in [false, true] {
        let mut reader = Direct(&storage);
        let mut view = View::new(&mut reader, Timestamp::from_millis(0));
        let read = view.get::<EnvironmentRecord>(&environment.key()).unwrap().unwrap();
        let mut deployment = (*view.only::<crate::record::DeploymentRecord>(&query).unwrap().unwrap()).clone();
        deployment.data.status = Status::Failure;
        view.put(deployment);
        if writes_the_environment {
            view.put((*read).clone());
        }
        let finished = view.finish();
        assert_eq!(finished.map_err(|error| error.code()).err(), (!writes_the_environment).then_some(Code::Internal));
    }
}
