//! Records: what the store keeps, under which key, and in which lists.
//!
//! A storage needs to know nothing of what is in a record. It keeps `key → (revision, bytes)`, and the record's
//! entries in ordered lists; so a new operation or a new list is no change to any storage.
//!
//! Records are keyed by what callers know: a project by its name, an environment by its project and name, a candidate
//! by its project and version. Names may change, so everything below a project or an environment is keyed by its id.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::error::{Code, Error, Result};
use crate::model::{
    BuildStatus, Candidate, CandidateVersion, Deployment, DeploymentId, Dispatch, DispatchId, DispatchState,
    Environment, EnvironmentId, EnvironmentName, Event, Project, ProjectId, ProjectName, Release, ReleaseVersion,
    Repository, Status, Timestamp,
};

/// The key of a record: its kind and what tells it from others of its kind, as one text.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(Arc<str>);

impl Key {
    /// The key as text, at most 600 bytes of ASCII.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A key from its text, as a storage has kept it.
    pub fn from_text(text: impl Into<Arc<str>>) -> Key {
        Key(text.into())
    }

    pub(crate) fn project(name: &ProjectName) -> Key {
        Key(format!("project/{name}").into())
    }

    pub(crate) fn environment(project: ProjectId, name: &EnvironmentName) -> Key {
        Key(format!("environment/{project}/{name}").into())
    }

    pub(crate) fn release(project: ProjectId, version: &ReleaseVersion) -> Key {
        Key(format!("release/{project}/{version}").into())
    }

    pub(crate) fn candidate(project: ProjectId, version: &CandidateVersion) -> Key {
        Key(format!("candidate/{project}/{version}").into())
    }

    pub(crate) fn deployment(id: DeploymentId) -> Key {
        Key(format!("deployment/{id}").into())
    }

    pub(crate) fn dispatch(id: DispatchId) -> Key {
        Key(format!("dispatch/{id}").into())
    }

    pub(crate) fn idempotency(operation: &str, key: &str) -> Key {
        Key(format!("idempotency/{operation}/{key}").into())
    }

    pub(crate) fn document(collection: &str, name: &str) -> Key {
        Key(format!("document/{collection}/{name}").into())
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The ordered lists that records stand in. A storage keeps the number; it never changes its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
#[non_exhaustive]
pub enum List {
    /// All projects, by name.
    Projects = 1,
    /// One project by its id.
    ProjectById = 2,
    /// A project's environments, by name.
    Environments = 3,
    /// One environment by its id.
    EnvironmentById = 4,
    /// A project's releases, by version.
    Releases = 5,
    /// A project's candidates, by version.
    Candidates = 6,
    /// A release's candidates, by number.
    ReleaseCandidates = 7,
    /// One candidate by its id.
    CandidateById = 8,
    /// An environment's deployments, by number; and one candidate's in it.
    Deployments = 9,
    /// An environment's open deployments, by number; and one candidate's in it that are not `unknown`.
    OpenDeployments = 10,
    /// An environment's successful deployments, in the order of endings.
    Successes = 11,
    /// The deployments that a CI system's run stands for: those in an environment, and all.
    Runs = 12,
    /// Dispatches that somebody must look at, by the time at which they are due.
    Due = 13,
    /// Records that may be forgotten, by the time after which.
    Expiring = 14,
    /// The audit log: of everything, of a project, of an environment, of a candidate.
    History = 15,
    /// The candidates whose newest build a CI system's run stands for.
    BuildRuns = 20,
    /// Runs that were started and have not ended, by the time at which something was last heard of them: those of
    /// deployments, and those of builds.
    Silent = 21,
    /// The projects of a repository, by the names that it has and had.
    RepositoryProjects = 22,
    /// What a face of the library keeps in a collection, by name.
    Documents = 40,
}

impl List {
    /// The number that a storage keeps.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// Whether records stand in it by their revision, so that one may still come before those that are there.
    #[cfg(feature = "postgres")]
    pub(crate) const fn is_by_revision(self) -> bool {
        matches!(self, List::History)
    }

    /// Whether the list belongs to an environment, whose record is then written with every change of the list.
    #[cfg(debug_assertions)]
    pub(crate) const fn guarded_by_environment(self) -> bool {
        matches!(self, List::Deployments | List::OpenDeployments | List::Successes | List::Runs)
    }
}

/// A place in a list: bytes that order like what they stand for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Position {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The revision that the record gets when it is written, as eight bytes, the highest first.
    Revision,
}

impl Position {
    pub(crate) fn number(number: u64) -> Position {
        Position::Bytes(number.to_be_bytes().to_vec())
    }

    /// A time and, to tell two of them apart, an id.
    fn due(at: Timestamp, tie: &[u8]) -> Position {
        let mut bytes = u64::try_from(at.as_millis()).unwrap_or(0).to_be_bytes().to_vec();
        bytes.extend_from_slice(tie);
        Position::Bytes(bytes)
    }

    /// The bytes, for a record of that revision.
    pub fn bytes(&self, revision: u64) -> Vec<u8> {
        match self {
            Position::Bytes(bytes) => bytes.clone(),
            Position::Revision => revision.to_be_bytes().to_vec(),
        }
    }
}

/// A record's place in one list. No two records have the same list, partition and position.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Entry {
    /// The list.
    pub list: List,
    /// The part of the list that is read as one.
    pub partition: String,
    /// The place within the partition.
    pub position: Position,
}

impl Entry {
    fn new(list: List, partition: impl fmt::Display, position: Position) -> Entry {
        Entry { list, partition: partition.to_string(), position }
    }
}

/// One record. Opaque to a storage, which asks it for its key, its entries and its bytes.
#[derive(Clone, PartialEq)]
pub struct Record(pub(crate) Body);

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Body {
    Project(Arc<Project>),
    Environment(Arc<EnvironmentRecord>),
    Release(Arc<ReleaseRecord>),
    Candidate(Arc<CandidateRecord>),
    Deployment(Arc<DeploymentRecord>),
    Dispatch(Arc<DispatchRecord>),
    Event(Arc<EventRecord>),
    Idempotency(Arc<IdempotencyRecord>),
    Changes(Arc<ChangesRecord>),
    Document(Arc<DocumentRecord>),
}

/// What every kind of record can do; `Record` goes by it.
pub(crate) trait Kept:
    Serialize + DeserializeOwned + Clone + PartialEq + fmt::Debug + Send + Sync + 'static
{
    fn key(&self) -> Key;
    fn entries(&self) -> Vec<Entry>;
    fn wrap(this: Arc<Self>) -> Record;
    fn unwrap(record: &Record) -> Option<&Arc<Self>>;
}

macro_rules! kept {
    ($($variant:ident($type:ty) = $prefix:literal,)*) => {
        impl Record {
            /// The key that the record is kept under.
            pub fn key(&self) -> Key {
                match &self.0 { $(Body::$variant(inner) => inner.key(),)* }
            }

            /// The record's places in lists.
            pub fn entries(&self) -> Vec<Entry> {
                match &self.0 { $(Body::$variant(inner) => inner.entries(),)* }
            }

            /// The record as bytes: JSON, in UTF-8.
            ///
            /// # Errors
            /// `internal`, where it cannot be written as JSON.
            pub fn encode(&self) -> Result<Vec<u8>> {
                match &self.0 { $(Body::$variant(inner) => serde_json::to_vec(&**inner),)* }.map_err(|error| {
                    Error::new(Code::Internal, format!("record {} cannot be written", self.key())).caused_by(error)
                })
            }

            /// The record of a key from its bytes.
            ///
            /// # Errors
            /// `internal`, where the bytes are not what [`encode`](Record::encode) gave for this kind of key.
            pub fn decode(key: &str, bytes: &[u8]) -> Result<Record> {
                let kind = key.split('/').next().unwrap_or_default();
                let body = match kind {
                    $($prefix => serde_json::from_slice(bytes).map(|inner| Body::$variant(Arc::new(inner))),)*
                    _ => return Err(Error::new(Code::Internal, format!("damaged store: unknown kind of record {key:?}"))),
                };
                body.map(Record).map_err(|error| {
                    Error::new(Code::Internal, format!("damaged store: record {key:?} cannot be read")).caused_by(error)
                })
            }
        }
    };
}

kept! {
    Project(Project) = "project",
    Environment(EnvironmentRecord) = "environment",
    Release(ReleaseRecord) = "release",
    Candidate(CandidateRecord) = "candidate",
    Deployment(DeploymentRecord) = "deployment",
    Dispatch(DispatchRecord) = "dispatch",
    Event(EventRecord) = "event",
    Idempotency(IdempotencyRecord) = "idempotency",
    Changes(ChangesRecord) = "changes",
    Document(DocumentRecord) = "document",
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

macro_rules! wraps {
    ($variant:ident) => {
        fn wrap(this: Arc<Self>) -> Record {
            Record(Body::$variant(this))
        }

        fn unwrap(record: &Record) -> Option<&Arc<Self>> {
            match &record.0 {
                Body::$variant(inner) => Some(inner),
                _ => None,
            }
        }
    };
}

impl Kept for Project {
    wraps!(Project);

    fn key(&self) -> Key {
        Key::project(&self.name)
    }

    fn entries(&self) -> Vec<Entry> {
        let mut entries = vec![
            Entry::new(List::Projects, "", Position::Bytes(self.name.as_str().as_bytes().to_vec())),
            Entry::new(List::ProjectById, self.id, Position::number(0)),
        ];
        for repository in std::iter::once(&self.repository).chain(&self.former_repositories) {
            let position = Position::Bytes(self.id.as_bytes().to_vec());
            let entry = Entry::new(List::RepositoryProjects, of_repository(repository), position);
            // A repository that got an earlier name back is named twice.
            if !entries.contains(&entry) {
                entries.push(entry);
            }
        }
        entries
    }
}

/// An environment, and what decisions about it need to know at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct EnvironmentRecord {
    pub(crate) project_id: ProjectId,
    pub(crate) data: Environment,
    /// The number of the newest deployment.
    pub(crate) deployments: u64,
    /// The number of the newest ending.
    pub(crate) endings: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) live: Option<LiveRef>,
    /// The candidates that a rollback has left, with the number of that rollback.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) abandoned: BTreeMap<CandidateVersion, u64>,
    /// The rollback whose workflow waits for other deployments to end; files of earlier versions may have several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) held: Vec<Held>,
}

/// The deployment that is live.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct LiveRef {
    pub(crate) deployment: DeploymentId,
    pub(crate) candidate: CandidateVersion,
    pub(crate) ending: u64,
}

/// A dispatch that waits for deployments to end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Held {
    pub(crate) dispatch: DispatchId,
    pub(crate) waits_for: Vec<DeploymentId>,
}

impl Kept for EnvironmentRecord {
    wraps!(Environment);

    fn key(&self) -> Key {
        Key::environment(self.project_id, &self.data.name)
    }

    fn entries(&self) -> Vec<Entry> {
        let name = self.data.name.as_str().as_bytes().to_vec();
        vec![
            Entry::new(List::Environments, self.project_id, Position::Bytes(name)),
            Entry::new(List::EnvironmentById, self.data.id, Position::number(0)),
        ]
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ReleaseRecord {
    pub(crate) project_id: ProjectId,
    pub(crate) data: Release,
}

impl Kept for ReleaseRecord {
    wraps!(Release);

    fn key(&self) -> Key {
        Key::release(self.project_id, &self.data.version)
    }

    fn entries(&self) -> Vec<Entry> {
        vec![Entry::new(List::Releases, self.project_id, Position::Bytes(self.data.version.sort_key()))]
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct CandidateRecord {
    pub(crate) project_id: ProjectId,
    pub(crate) data: Candidate,
    #[serde(default, skip_serializing_if = "BuildRun::is_unknown")]
    pub(crate) run: BuildRun,
}

/// What is known of the run of a candidate's newest build, besides what people see.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct BuildRun {
    /// The attempt, where a report said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) attempt: Option<u32>,
    /// The time of the newest report that was applied and said when it was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) observed_at: Option<Timestamp>,
    /// When something was last heard of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) heard_at: Option<Timestamp>,
    /// When the CI system was last asked about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) asked_at: Option<Timestamp>,
}

impl BuildRun {
    fn is_unknown(&self) -> bool {
        *self == BuildRun::default()
    }
}

impl CandidateRecord {
    /// Since when nothing is known of a run that should be under way.
    pub(crate) fn silent_since(&self) -> Option<Timestamp> {
        let Candidate { build_status, dispatch_id, run_id, created_at, .. } = &self.data;
        if *build_status != BuildStatus::Building || dispatch_id.is_none() {
            return None;
        }
        let heard = self.run.heard_at.or(run_id.is_some().then_some(*created_at))?;
        Some(self.run.asked_at.map_or(heard, |asked| asked.max(heard)))
    }
}

impl Kept for CandidateRecord {
    wraps!(Candidate);

    fn key(&self) -> Key {
        Key::candidate(self.project_id, &self.data.version)
    }

    fn entries(&self) -> Vec<Entry> {
        let (project, candidate) = (self.project_id, &self.data);
        let mut entries = vec![
            Entry::new(List::Candidates, project, Position::Bytes(candidate.version.sort_key())),
            Entry::new(
                List::ReleaseCandidates,
                format_args!("{project}/{}", candidate.release_version),
                Position::number(candidate.version.number().into()),
            ),
            Entry::new(List::CandidateById, candidate.id, Position::number(0)),
        ];
        if let Some(run_id) = &candidate.run_id {
            entries.push(Entry::new(List::BuildRuns, run_id, Position::Bytes(candidate.id.as_bytes().to_vec())));
        }
        if let Some(since) = self.silent_since() {
            entries.push(Entry::new(List::Silent, SILENT_BUILDS, Position::due(since, candidate.id.as_bytes())));
        }
        entries
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct DeploymentRecord {
    pub(crate) project_id: ProjectId,
    pub(crate) environment_id: EnvironmentId,
    pub(crate) data: Deployment,
    /// Its place in the environment's order of endings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ending: Option<u64>,
    /// The time of the newest report that was applied and said when it was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) observed_at: Option<Timestamp>,
    /// When something was last heard of its run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) heard_at: Option<Timestamp>,
    /// When the CI system was last asked about its run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) asked_at: Option<Timestamp>,
}

impl DeploymentRecord {
    /// Since when nothing is known of a run that should be under way.
    pub(crate) fn silent_since(&self) -> Option<Timestamp> {
        let Deployment { status, dispatch_id, run_id, created_at, deploy_start_at, .. } = &self.data;
        if status.is_closed() || dispatch_id.is_none() {
            return None;
        }
        let heard = self.heard_at.or(*deploy_start_at).or(run_id.is_some().then_some(*created_at))?;
        Some(self.asked_at.map_or(heard, |asked| asked.max(heard)))
    }
}

impl Kept for DeploymentRecord {
    wraps!(Deployment);

    fn key(&self) -> Key {
        Key::deployment(self.data.id)
    }

    fn entries(&self) -> Vec<Entry> {
        let (environment, deployment) = (self.environment_id, &self.data);
        let of_candidate = of_candidate(environment, &deployment.candidate_version);
        let number = || Position::number(deployment.number);
        let mut entries = Vec::with_capacity(8);
        entries.push(Entry::new(List::Deployments, environment, number()));
        entries.push(Entry::new(List::Deployments, &of_candidate, number()));
        if deployment.status.is_open() {
            entries.push(Entry::new(List::OpenDeployments, environment, number()));
            if deployment.status != Status::Unknown {
                entries.push(Entry::new(List::OpenDeployments, &of_candidate, number()));
            }
        }
        if let (Status::Success, Some(ending)) = (deployment.status, self.ending) {
            entries.push(Entry::new(List::Successes, environment, Position::number(ending)));
        }
        if let Some(run_id) = &deployment.run_id {
            let mut position = u64::from(deployment.attempt.unwrap_or(1)).to_be_bytes().to_vec();
            position.extend_from_slice(deployment.id.as_bytes());
            entries.push(Entry::new(List::Runs, of_run(environment, run_id), Position::Bytes(position.clone())));
            entries.push(Entry::new(List::Runs, of_any_run(run_id), Position::Bytes(position)));
        }
        if let Some(since) = self.silent_since() {
            entries.push(Entry::new(List::Silent, SILENT_DEPLOYMENTS, Position::due(since, deployment.id.as_bytes())));
        }
        entries
    }
}

/// What has become of the wish to cancel a started run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Cancel {
    Requested,
    Sent,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct DispatchRecord {
    pub(crate) project_id: ProjectId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) environment_id: Option<EnvironmentId>,
    pub(crate) data: Dispatch,
    /// When the request was last about to leave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sent_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cancel: Option<Cancel>,
    /// When the CI system first did not take the cancellation that is requested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cancel_failed_at: Option<Timestamp>,
    /// Whether a request that left was not answered, so that a later refusal proves nothing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) unanswered: bool,
}

impl DispatchRecord {
    /// Whether nothing can have been started.
    pub(crate) fn is_unsent(&self) -> bool {
        matches!(self.data.state, DispatchState::Queued | DispatchState::Refused | DispatchState::Withdrawn)
    }
}

impl Kept for DispatchRecord {
    wraps!(Dispatch);

    fn key(&self) -> Key {
        Key::dispatch(self.data.id)
    }

    fn entries(&self) -> Vec<Entry> {
        let due = self.data.due_at;
        due.map(|at| Entry::new(List::Due, "", Position::due(at, self.data.id.as_bytes()))).into_iter().collect()
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct EventRecord {
    /// The request that it is of, and its place among that request's events.
    pub(crate) id: String,
    pub(crate) project_id: ProjectId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) environment_id: Option<EnvironmentId>,
    /// Its `sequence` is the revision that it is written with, and 0 in here.
    pub(crate) data: Event,
}

impl Kept for EventRecord {
    wraps!(Event);

    fn key(&self) -> Key {
        Key(format!("event/{}", self.id).into())
    }

    fn entries(&self) -> Vec<Entry> {
        let mut entries = Vec::with_capacity(4);
        entries.push(Entry::new(List::History, "", Position::Revision));
        entries.push(Entry::new(List::History, self.project_id, Position::Revision));
        if let Some(environment) = self.environment_id {
            entries.push(Entry::new(List::History, environment, Position::Revision));
        }
        if let Some(candidate) = &self.data.candidate_version {
            let partition = format_args!("{}/{candidate}", self.project_id);
            entries.push(Entry::new(List::History, partition, Position::Revision));
        }
        entries
    }
}

/// The answer of a write that was said with an idempotency key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct IdempotencyRecord {
    pub(crate) operation: String,
    pub(crate) key: String,
    /// A digest of the request, to tell whether it is the same one.
    pub(crate) request: String,
    pub(crate) answer: serde_json::Value,
    pub(crate) expires_at: Timestamp,
}

impl IdempotencyRecord {
    /// An answer as it is kept.
    pub(crate) fn written(answer: &impl Serialize) -> Result<serde_json::Value> {
        serde_json::to_value(answer)
            .map_err(|error| Error::new(Code::Internal, "an answer cannot be written as JSON").caused_by(error))
    }

    /// The answer.
    pub(crate) fn answer<T: DeserializeOwned>(&self) -> Result<T> {
        T::deserialize(&self.answer)
            .map_err(|error| Error::new(Code::Internal, "damaged store: a kept answer cannot be read").caused_by(error))
    }

    /// Whether it is still given.
    pub(crate) fn holds_at(&self, now: Timestamp) -> bool {
        now < self.expires_at
    }
}

impl Kept for IdempotencyRecord {
    wraps!(Idempotency);

    fn key(&self) -> Key {
        Key::idempotency(&self.operation, &self.key)
    }

    fn entries(&self) -> Vec<Entry> {
        let key = self.key();
        vec![Entry::new(List::Expiring, "", Position::due(self.expires_at, key.as_str().as_bytes()))]
    }
}

/// What a face of the library keeps beside the releases.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct DocumentRecord {
    pub(crate) collection: String,
    pub(crate) name: String,
    pub(crate) value: serde_json::Value,
}

impl Kept for DocumentRecord {
    wraps!(Document);

    fn key(&self) -> Key {
        Key::document(&self.collection, &self.name)
    }

    fn entries(&self) -> Vec<Entry> {
        vec![Entry::new(List::Documents, &self.collection, Position::Bytes(self.name.as_bytes().to_vec()))]
    }
}

/// The last position of a list by time that stands for that moment.
pub(crate) fn behind(at: Timestamp) -> Vec<u8> {
    Position::due(at, &[0xff; 16]).bytes(0)
}

/// The partition of one run within an environment: run ids of different projects may be the same.
pub(crate) fn of_run(environment: EnvironmentId, run_id: &str) -> String {
    format!("{environment}/{run_id}")
}

/// The partition of a repository, whose names are compared without regard to case.
pub(crate) fn of_repository(repository: &Repository) -> String {
    repository.as_str().to_ascii_lowercase()
}

/// What stands in a partition where others have their environment: no environment guards it, so it may find a record
/// and never show that there is none.
pub(crate) const ANYWHERE: &str = "*";

/// The partition of one run wherever it deploys to.
pub(crate) fn of_any_run(run_id: &str) -> String {
    format!("{ANYWHERE}/{run_id}")
}

/// The partition of [`List::Silent`] for deployments.
pub(crate) const SILENT_DEPLOYMENTS: &str = "deployments";
/// The partition of [`List::Silent`] for candidates.
pub(crate) const SILENT_BUILDS: &str = "builds";

/// The partition of one candidate within an environment's lists, or within the history of a project.
pub(crate) fn of_candidate(parent: impl fmt::Display, candidate: &CandidateVersion) -> String {
    format!("{parent}/{candidate}")
}

mod changes;
pub(crate) use changes::ChangesRecord;

#[cfg(test)]
mod tests;
