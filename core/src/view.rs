//! The view that a decision reads through and writes into.
//!
//! Every record that is read is remembered, also that there was none; so the expectations of the change set write
//! themselves, and no check can be forgotten. Lists are not remembered row by row: a list may decide something only
//! where it belongs to an environment whose record was read first, because every change of such a list writes that
//! record too. The view holds both sides to that.

use std::collections::HashMap;
use std::fmt::Debug;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::change::{ChangeSet, Expect, Listed, Query, Reads, Snapshot, Stored, Write};
use crate::client::Inner;
use crate::error::{Code, Error, Result};
use crate::known::{Errand, Known, Place};
use crate::model::{
    Actor, CandidateId, CandidateVersion, Deployment, DeploymentId, DispatchId, EnvironmentId, EnvironmentName, Event,
    Project, ProjectId, ProjectName, Timestamp,
};
use crate::record::{Body, EnvironmentRecord, EventRecord, Kept, Key, Record};
use crate::through::Through;

/// What a view reads from: one moment of a storage, or a transaction that is open.
pub trait Reader {
    /// The records of these keys, in their order.
    ///
    /// # Errors
    /// As the storage's.
    fn get(&mut self, keys: &[Key]) -> Result<Vec<Option<Stored>>>;

    /// A part of a list.
    ///
    /// # Errors
    /// As the storage's.
    fn list(&mut self, query: &Query) -> Result<Vec<Listed>>;
}

/// A decision as a storage sees it: it says what it will read, and decides.
pub trait Decision: Debug + Send + Sync {
    /// What the decision is known to read. It may read more.
    fn reads(&self) -> Reads;

    /// The same, with what is kept under ids that only other records say: for a storage that follows them.
    #[doc(hidden)]
    fn reads_through(&self) -> Through {
        self.reads().into()
    }

    /// Whether it never writes, so that a storage need not lock anything for it.
    fn is_read_only(&self) -> bool;

    /// Reads the view and writes into it. May be called again, on another view, where the first attempt was overtaken;
    /// its answer counts once the view's changes are committed.
    ///
    /// # Errors
    /// What the rules say; nothing is to be written then.
    fn decide(&self, view: &mut View<'_>) -> Result<()>;
}

/// What was fixed for a call before its first attempt.
#[derive(Debug, Clone)]
pub struct Context {
    /// Tells this request from every other one.
    pub(crate) request: Uuid,
    pub(crate) ids: [Uuid; 3],
    pub(crate) actor: Option<Actor>,
}

impl Context {
    /// The context of a call that may make something new.
    pub(crate) fn new(actor: Option<Actor>) -> Context {
        let request = Uuid::now_v7();
        Context { request, ids: std::array::from_fn(|n| neighbour(request, n)), actor }
    }

    /// The context of a call that only reads.
    pub(crate) fn of_query() -> Context {
        Context { request: Uuid::nil(), ids: [Uuid::nil(); 3], actor: None }
    }

    pub(crate) fn project_id(&self) -> ProjectId {
        ProjectId::from_uuid(self.ids[0])
    }

    pub(crate) fn environment_id(&self) -> EnvironmentId {
        EnvironmentId::from_uuid(self.ids[0])
    }

    pub(crate) fn candidate_id(&self) -> CandidateId {
        CandidateId::from_uuid(self.ids[0])
    }

    /// The id of one of many candidates, by its place among them: less than 65,000.
    pub(crate) fn nth_candidate_id(&self, n: usize) -> CandidateId {
        CandidateId::from_uuid(neighbour(self.request, self.ids.len() + n))
    }

    pub(crate) fn deployment_id(&self) -> DeploymentId {
        DeploymentId::from_uuid(self.ids[1])
    }

    pub(crate) fn dispatch_id(&self) -> DispatchId {
        DispatchId::from_uuid(self.ids[2])
    }
}

/// Drawn once a request: neighbours of one random number are as unlikely to be met again as itself, and cost nothing.
fn neighbour(request: Uuid, n: usize) -> Uuid {
    Uuid::from_u128(request.as_u128() ^ (n as u128 + 1))
}

/// An operation or a query as a value: what it reads, and one pure function.
///
/// Serialising it gives the request, to tell whether an idempotency key is used for the same one again.
pub trait Decide: Serialize + Debug + Send + Sync + 'static {
    /// The operation's name, the same in every language.
    const NAME: &'static str;
    /// The name of this call, where one type stands for two operations.
    fn name(&self) -> &'static str {
        Self::NAME
    }

    /// Whether it only reads.
    const READ_ONLY: bool = false;
    /// Whether the call is answered only once the CI systems have answered what it starts, up to the handle's limit.
    const WAITS_FOR_STARTS: bool = true;
    /// Whether preparing it proves who asks: then a call that fails to is given no answer, kept or not.
    const PROVES_ITSELF: bool = false;
    type Output: Clone + Serialize + DeserializeOwned + Send + 'static;

    /// Whether preparing it may take long, because somebody is asked.
    fn asks(&self, inner: &Inner) -> bool {
        inner.has_sources()
    }

    /// What has to be asked or checked outside of the storage before the decision.
    fn prepare(&mut self, _: &Inner) -> Result<()> {
        Ok(())
    }

    /// What the decision will read, as far as it is known before.
    fn reads(&self, known: &Known) -> Reads;

    /// The operation itself: pure, and possibly made more than once.
    fn decide(&self, view: &mut View<'_>, context: &Context) -> Result<Self::Output>;

    /// The answer once the workflows that it started have been heard of.
    fn refresh(output: Self::Output, _: &Inner) -> Result<Self::Output> {
        Ok(output)
    }
}

/// Tracked reads of a storage as of one moment, and the writes that a decision makes of them.
#[derive(Debug)]
pub struct View<'a> {
    reader: Source<'a>,
    now: Timestamp,
    seen: HashMap<Key, Option<Stored>>,
    fetched: HashMap<Query, Vec<Listed>>,
    writes: Vec<(Key, Option<Record>)>,
    /// Where a key stands among the writes.
    places: HashMap<Key, usize>,
    starts: Vec<DispatchId>,
    events: usize,
}

struct Source<'a>(&'a mut dyn Reader);

impl Debug for Source<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Reader")
    }
}

impl<'a> View<'a> {
    /// A view over what the reader shows, at that time.
    pub fn new(reader: &'a mut dyn Reader, now: Timestamp) -> View<'a> {
        View {
            reader: Source(reader),
            now,
            seen: HashMap::new(),
            fetched: HashMap::new(),
            writes: Vec::new(),
            places: HashMap::new(),
            starts: Vec::new(),
            events: 0,
        }
    }

    /// Hands over what was fetched ahead, so that reading it costs nothing more.
    pub fn prefetched(&mut self, reads: Reads, snapshot: Snapshot) {
        self.seen.extend(reads.keys.into_iter().zip(snapshot.records));
        self.fetched.extend(reads.queries.into_iter().zip(snapshot.rows));
    }

    /// The storage's time.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// What is to be committed: the writes, and what must still hold of the records that were only read.
    ///
    /// # Errors
    /// `internal`, where a decision changed a list of an environment without writing the environment, or deleted what
    /// it had not read.
    pub fn finish(self) -> Result<ChangeSet> {
        let View { mut seen, writes: written, .. } = self;
        let mut writes = Vec::with_capacity(written.len());
        for (key, record) in written {
            let before = match record {
                // Made and taken back: that there was none is still what the decision went by.
                None if seen.get(&key).is_some_and(Option::is_none) => continue,
                _ => seen.remove(&key).flatten(),
            };
            match (before, record) {
                (None, Some(record)) => writes.push(Write::Insert(record)),
                (None, None) => return Err(unread(&key)),
                (Some(before), Some(after)) => writes.push(Write::Update { before, after }),
                (Some(before), None) => writes.push(Write::Delete { before }),
            }
        }
        let changes = ChangeSet { expects: expected(seen), writes };
        #[cfg(debug_assertions)]
        check_guards(&changes)?;
        Ok(changes)
    }

    /// What must still hold of all that was read, for an error that was decided on it to be true.
    pub(crate) fn expectations(self) -> ChangeSet {
        ChangeSet { expects: expected(self.seen), writes: Vec::new() }
    }

    /// The record of a key, as this decision has left it.
    pub(crate) fn get<T: Kept>(&mut self, key: &Key) -> Result<Option<Arc<T>>> {
        if let Some(place) = self.places.get(key) {
            return Ok(self.writes[*place].1.as_ref().and_then(T::unwrap).cloned());
        }
        if !self.seen.contains_key(key) {
            let stored = self.reader.0.get(std::slice::from_ref(key))?.pop().flatten();
            self.seen.insert(key.clone(), stored);
        }
        Ok(self.seen.get(key).and_then(Option::as_ref).and_then(|stored| T::unwrap(&stored.record)).cloned())
    }

    /// A part of a list, as it was before this decision wrote anything. The rows are remembered like records read by
    /// key; that no row is missing is not, unless the list belongs to an environment that was read before.
    pub(crate) fn list<T: Kept>(&mut self, query: &Query) -> Result<Vec<Arc<T>>> {
        Ok(self.list_positions(query)?.into_iter().map(|(_, record)| record).collect())
    }

    /// The same with the rows' positions, where the next page goes on.
    pub(crate) fn list_positions<T: Kept>(&mut self, query: &Query) -> Result<Vec<(Vec<u8>, Arc<T>)>> {
        #[cfg(debug_assertions)]
        self.check_guard(query)?;
        let rows = match self.fetched.remove(query) {
            Some(rows) => rows,
            None => self.reader.0.list(query)?,
        };
        let mut out = Vec::with_capacity(rows.len());
        for Listed { position, stored } in rows {
            let key = stored.record.key();
            let seen = self.seen.entry(key).or_insert_with(|| Some(stored.clone()));
            if seen.as_ref().map(|seen| seen.revision) != Some(stored.revision) {
                return Err(Error::overtaken());
            }
            let record = T::unwrap(&stored.record).ok_or_else(|| damaged(&stored.record.key()))?;
            out.push((position, Arc::clone(record)));
        }
        Ok(out)
    }

    /// The only row of a list that has one.
    pub(crate) fn only<T: Kept>(&mut self, query: &Query) -> Result<Option<Arc<T>>> {
        let Some(found) = self.list::<T>(query)?.pop() else { return Ok(None) };
        self.get(&found.key())
    }

    /// Writes a record that was read before, or is known to be new because its key has an id made for this request.
    pub(crate) fn put<T: Kept>(&mut self, record: T) {
        let key = record.key();
        self.write(key, Some(T::wrap(Arc::new(record))));
    }

    /// Forgets a record that was read before, or was put by this decision.
    pub(crate) fn delete(&mut self, key: &Key) {
        match self.places.get(key) {
            Some(place) if !self.seen.contains_key(key) => {
                self.writes.remove(*place);
                let keys = self.writes.iter().map(|(key, _)| key.clone());
                self.places = keys.enumerate().map(|(place, key)| (key, place)).collect();
            }
            _ => self.write(key.clone(), None),
        }
    }

    fn write(&mut self, key: Key, record: Option<Record>) {
        match self.places.get(&key) {
            Some(place) => self.writes[*place].1 = record,
            None => {
                self.places.insert(key.clone(), self.writes.len());
                self.writes.push((key, record));
            }
        }
    }

    /// Asks that a dispatch be started once the change set is committed, where this handle has its trigger.
    pub(crate) fn start(&mut self, dispatch: DispatchId) {
        if !self.starts.contains(&dispatch) {
            self.starts.push(dispatch);
        }
    }

    /// A list of an environment is safe to decide on only once the environment's record was read: a change of the list
    /// between the two reads would otherwise go unnoticed.
    #[cfg(debug_assertions)]
    fn check_guard(&self, query: &Query) -> Result<()> {
        let of = query.partition.split('/').next().unwrap_or_default();
        if !query.list.guarded_by_environment() || of == crate::record::ANYWHERE {
            return Ok(());
        }
        let is_read = self.seen.values().flatten().any(|stored| match &stored.record.0 {
            Body::Environment(environment) => environment.data.id.to_string() == of,
            _ => false,
        });
        if is_read {
            return Ok(());
        }
        let message = format!("a bug: {:?} of {of} was read before the environment's record", query.list);
        Err(Error::new(Code::Internal, message))
    }

    /// The ids of the names that were read, and where deployments and dispatches belong.
    pub(crate) fn names(&self) -> Names {
        let mut names = Names::default();
        let read = self.seen.values().flatten().map(|stored| &stored.record);
        // What is written may be asked for by its id next.
        for record in read.chain(self.writes.iter().filter_map(|(_, record)| record.as_ref())) {
            match &record.0 {
                Body::Project(project) => names.projects.push((project.name.clone(), project.id)),
                Body::Environment(record) => {
                    names.environments.push((record.project_id, record.data.name.clone(), record.data.id));
                }
                Body::Deployment(record) => {
                    let (project, environment) = (record.project_id, record.environment_id);
                    let place = Place { project, environment, dispatch: record.data.dispatch_id };
                    names.deployments.push((record.data.id, place));
                }
                Body::Dispatch(record) => {
                    let errand = Errand {
                        project: record.project_id,
                        candidate: record.data.candidate_version.clone(),
                        deployment: record.environment_id.zip(record.data.deployment_id),
                    };
                    names.dispatches.push((record.data.id, errand));
                }
                _ => {}
            }
        }
        names
    }

    pub(crate) fn take_starts(&mut self) -> Vec<DispatchId> {
        std::mem::take(&mut self.starts)
    }

    /// Begins a line of the audit log.
    pub(crate) fn event(&mut self, context: &Context, project: &Project, action: &str) -> EventDraft {
        let id = format!("{}-{}", context.request, self.events);
        self.events += 1;
        EventDraft(EventRecord {
            id,
            project_id: project.id,
            environment_id: None,
            data: Event {
                sequence: 0,
                at: self.now,
                actor: context.actor.clone(),
                action: action.to_owned(),
                project: project.name.clone(),
                environment: None,
                candidate_version: None,
                deployment_id: None,
                before: Map::new(),
                after: Map::new(),
                reason: None,
            },
        })
    }
}

/// What a decision has read and made, for others to say ahead what they will read.
#[derive(Debug, Default)]
pub(crate) struct Names {
    projects: Vec<(ProjectName, ProjectId)>,
    environments: Vec<(ProjectId, EnvironmentName, EnvironmentId)>,
    deployments: Vec<(DeploymentId, Place)>,
    dispatches: Vec<(DispatchId, Errand)>,
}

impl Names {
    pub(crate) fn learn(self, known: &Known) {
        for (name, id) in self.projects {
            known.learn_project(&name, id);
        }
        for (project, name, id) in self.environments {
            known.learn_environment(project, &name, id);
        }
        for (id, place) in self.deployments {
            known.learn_deployment(id, place);
        }
        for (id, errand) in self.dispatches {
            known.learn_dispatch(id, errand);
        }
    }
}

/// A line of the audit log that is being written.
#[must_use]
pub(crate) struct EventDraft(EventRecord);

impl EventDraft {
    pub(crate) fn environment(mut self, environment: &EnvironmentRecord) -> Self {
        self.0.environment_id = Some(environment.data.id);
        self.0.data.environment = Some(environment.data.name.clone());
        self
    }

    pub(crate) fn candidate(mut self, version: &CandidateVersion) -> Self {
        self.0.data.candidate_version = Some(version.clone());
        self
    }

    pub(crate) fn deployment(mut self, deployment: &Deployment) -> Self {
        self.0.data.deployment_id = Some(deployment.id);
        self.candidate(&deployment.candidate_version)
    }

    pub(crate) fn about_deployment(mut self, id: Option<DeploymentId>) -> Self {
        self.0.data.deployment_id = id;
        self
    }

    /// What a field was and is; nothing where it stayed.
    pub(crate) fn change(mut self, field: &str, before: impl Serialize, after: impl Serialize) -> Self {
        let (before, after) = (json(before), json(after));
        if before != after {
            for (map, value) in [(&mut self.0.data.before, before), (&mut self.0.data.after, after)] {
                if !value.is_null() {
                    map.insert(field.to_owned(), value);
                }
            }
        }
        self
    }

    /// What a field is of something new.
    pub(crate) fn after(self, field: &str, value: impl Serialize) -> Self {
        self.change(field, Value::Null, value)
    }

    pub(crate) fn reason(mut self, reason: Option<&str>) -> Self {
        self.0.data.reason = reason.map(str::to_owned);
        self
    }

    pub(crate) fn log(self, view: &mut View<'_>) {
        view.put(self.0);
    }

    /// Writes the line unless it tells of no change.
    pub(crate) fn log_changes(self, view: &mut View<'_>) {
        if !(self.0.data.before.is_empty() && self.0.data.after.is_empty()) {
            self.log(view);
        }
    }
}

fn json(value: impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}

/// What must still hold of records that were read and are not written.
fn expected(seen: HashMap<Key, Option<Stored>>) -> Vec<(Key, Expect)> {
    let expect = |stored: Option<Stored>| stored.map_or(Expect::Absent, |stored| Expect::Revision(stored.revision));
    seen.into_iter().map(|(key, stored)| (key, expect(stored))).collect()
}

fn unread(key: &Key) -> Error {
    Error::new(Code::Internal, format!("a bug: record {key} was to be deleted and had not been read"))
}

fn damaged(key: &Key) -> Error {
    Error::new(Code::Internal, format!("damaged store: record {key} stands in a list of another kind of record"))
}

/// A change of a list that belongs to an environment must write the environment, or a decision that read the list
/// would not notice.
#[cfg(debug_assertions)]
fn check_guards(changes: &ChangeSet) -> Result<()> {
    for write in &changes.writes {
        let record = match write {
            Write::Insert(record) | Write::Update { after: record, .. } => record,
            Write::Delete { before } => &before.record,
        };
        let Body::Deployment(deployment) = &record.0 else { continue };
        let guarded = |entry: &crate::record::Entry| entry.list.guarded_by_environment();
        let moved = write.added_entries().iter().any(guarded) || write.removed_entries().iter().any(guarded);
        let written = changes.writes.iter().any(|other| match other {
            Write::Insert(record) | Write::Update { after: record, .. } => {
                matches!(&record.0, Body::Environment(e) if e.data.id == deployment.environment_id)
            }
            Write::Delete { .. } => false,
        });
        if moved && !written {
            let message =
                format!("deployment {} moved in lists and its environment was not written", deployment.data.id);
            return Err(Error::new(Code::Internal, message));
        }
    }
    Ok(())
}

#[cfg(feature = "declarations")]
mod composing;
#[cfg(test)]
mod tests;
