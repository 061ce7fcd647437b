//! Synthetic records and decisions, for tests that are about a storage and not about releases.
//!
//! They are of the library's own kinds, so that a storage meets nothing in tests that it does not meet in earnest.

use std::fmt;
use std::sync::Arc;

use serde_json::{Map, Value};
use uuid::Uuid;

use crate::change::{ChangeSet, Query, Reads};
use crate::error::{Code, Error, Result};
use crate::model::{
    CandidateVersion, CommitHash, Deployment, DeploymentId, EnvironmentId, EnvironmentName, Event, ProjectId,
    ProjectName, Status, Timestamp,
};
use crate::record::{DeploymentRecord, EventRecord, IdempotencyRecord, Kept, Key, List, Record};
use crate::view::{Decision, View};

const OPERATION: &str = "note";

/// A record with a name and a number. It stands in one list, [`List::Expiring`] without partition, at `place`
/// milliseconds.
pub fn note_at(name: &str, value: i64, place: i64) -> Record {
    IdempotencyRecord::wrap(Arc::new(IdempotencyRecord {
        operation: OPERATION.to_owned(),
        key: name.to_owned(),
        request: String::new(),
        answer: Value::from(value),
        expires_at: Timestamp::from_millis(place),
    }))
}

/// A record with a name and a number, at the start of its list.
pub fn note(name: &str, value: i64) -> Record {
    note_at(name, value, 0)
}

/// The key of a note.
pub fn note_key(name: &str) -> Key {
    Key::idempotency(OPERATION, name)
}

/// The number of a note; nothing for another kind of record.
pub fn note_value(record: &Record) -> Option<i64> {
    IdempotencyRecord::unwrap(record).and_then(|note| note.answer.as_i64())
}

/// All notes, in the order of their places and keys, at most `limit`.
pub fn notes(limit: usize) -> Query {
    Query { list: List::Expiring, partition: String::new(), descending: false, after: None, limit }
}

/// A record that stands where its revision says: in [`List::History`] without partition, and in the partition
/// [`line_partition`] of `group`.
pub fn line(group: u128, name: &str) -> Record {
    EventRecord::wrap(Arc::new(EventRecord {
        id: name.to_owned(),
        project_id: project_id(group),
        environment_id: None,
        data: Event {
            sequence: 0,
            at: Timestamp::from_millis(0),
            actor: None,
            action: "conformance.line".to_owned(),
            project: valid(ProjectName::new("conformance")),
            environment: None,
            candidate_version: None,
            deployment_id: None,
            before: Map::new(),
            after: Map::new(),
            reason: None,
        },
    }))
}

/// The partition of [`List::History`] that lines of this group stand in.
pub fn line_partition(group: u128) -> String {
    project_id(group).to_string()
}

/// A record that stands in [`List::Successes`] of the partition [`line_partition`]`(0)`, at the place `ending`, if it
/// has one.
pub(super) fn success(number: u64, ending: Option<u64>) -> Record {
    let version = valid(CandidateVersion::new("1.0.0-rc1"));
    DeploymentRecord::wrap(Arc::new(DeploymentRecord {
        project_id: project_id(0),
        environment_id: EnvironmentId::from_uuid(Uuid::nil()),
        data: Deployment {
            id: DeploymentId::from_uuid(Uuid::from_u128(number.into())),
            number,
            project: valid(ProjectName::new("conformance")),
            environment: valid(EnvironmentName::new("production")),
            release_version: version.release().clone(),
            candidate_version: version,
            commit: valid(CommitHash::new("1".repeat(40))),
            from_release_version: None,
            from_candidate_version: None,
            status: Status::Success,
            actor: None,
            created_at: Timestamp::from_millis(0),
            deploy_start_at: None,
            deploy_end_at: None,
            error_message: None,
            url: None,
            run_id: None,
            attempt: None,
            dispatch_id: None,
            rollback_of: None,
            reason: None,
            retry_of: None,
        },
        ending,
        observed_at: None,
        heard_at: None,
        asked_at: None,
    }))
}

fn valid<T>(text: Result<T>) -> T {
    text.unwrap_or_else(|error| unreachable!("the texts in here are valid: {error}"))
}

fn project_id(group: u128) -> ProjectId {
    ProjectId::from_uuid(Uuid::from_u128(group))
}

/// A decision that is a closure over notes.
pub struct Script {
    read_only: bool,
    reads: Reads,
    #[expect(clippy::type_complexity, reason = "it is written here only")]
    run: Box<dyn Fn(&mut Notes<'_, '_>) -> Result<()> + Send + Sync>,
}

impl Script {
    /// A decision that may write.
    pub fn new(run: impl Fn(&mut Notes<'_, '_>) -> Result<()> + Send + Sync + 'static) -> Script {
        Script { read_only: false, reads: Reads::default(), run: Box::new(run) }
    }

    /// A decision that only reads.
    pub fn read_only(run: impl Fn(&mut Notes<'_, '_>) -> Result<()> + Send + Sync + 'static) -> Script {
        Script { read_only: true, ..Script::new(run) }
    }

    /// Says before it runs that it will read these notes.
    #[must_use]
    pub fn reading(mut self, names: &[&str]) -> Script {
        self.reads.keys.extend(names.iter().map(|name| note_key(name)));
        self
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Script").field("read_only", &self.read_only).field("reads", &self.reads).finish_non_exhaustive()
    }
}

impl Decision for Script {
    fn reads(&self) -> Reads {
        self.reads.clone()
    }

    fn is_read_only(&self) -> bool {
        self.read_only
    }

    fn decide(&self, view: &mut View<'_>) -> Result<()> {
        (self.run)(&mut Notes(view))
    }
}

/// What a [`Script`] reads and writes.
#[derive(Debug)]
pub struct Notes<'v, 'r>(&'v mut View<'r>);

impl Notes<'_, '_> {
    /// The number of a note; nothing where there is no such note.
    ///
    /// # Errors
    /// As the storage's.
    pub fn get(&mut self, name: &str) -> Result<Option<i64>> {
        Ok(self.0.get::<IdempotencyRecord>(&note_key(name))?.and_then(|note| note.answer.as_i64()))
    }

    /// Writes a note that was read before.
    pub fn put(&mut self, name: &str, value: i64) {
        self.put_at(name, value, 0);
    }

    /// Writes a note that was read before, and its place in the list.
    pub fn put_at(&mut self, name: &str, value: i64, place: i64) {
        if let Some(note) = IdempotencyRecord::unwrap(&note_at(name, value, place)) {
            self.0.put(IdempotencyRecord::clone(note));
        }
    }

    /// Forgets a note that was read before.
    pub fn delete(&mut self, name: &str) {
        self.0.delete(&note_key(name));
    }

    /// The numbers of the notes in a part of their list.
    ///
    /// # Errors
    /// As the storage's.
    pub fn list(&mut self, query: &Query) -> Result<Vec<i64>> {
        let notes = self.0.list::<IdempotencyRecord>(query)?;
        Ok(notes.iter().filter_map(|note| note.answer.as_i64()).collect())
    }

    /// The storage's time.
    pub fn now(&self) -> Timestamp {
        self.0.now()
    }

    /// An error, as a rule would give it.
    pub fn refuse(&self) -> Error {
        Error::new(Code::InvalidTransition, "the script says no")
    }
}

/// A change set of these writes that expects nothing else.
pub fn changes(writes: impl IntoIterator<Item = crate::Write>) -> ChangeSet {
    ChangeSet { expects: Vec::new(), writes: writes.into_iter().collect() }
}
