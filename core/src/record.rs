//! Records: what the store keeps, under which key, and in which lists.
//!
//! A storage needs to know nothing of what is in a record. It keeps `key → (revision, bytes)`, and the record's
//! entries in ordered lists; so a new operation or a new list is no change to any storage.
//!
//! Each kind of record has a file of its own in here; `key` and `list` say where records are kept.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{Code, Error, Result};
use crate::model::Project;

/// Makes one kind of record out of the enum of all, and back.
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

mod changes;
mod deployment;
mod dispatch;
mod document;
mod environment;
mod event;
mod idempotency;
mod key;
mod list;
mod project;
mod release;
#[cfg(test)]
mod tests;

pub(crate) use changes::ChangesRecord;
pub(crate) use deployment::DeploymentRecord;
pub(crate) use dispatch::{Cancel, DispatchRecord};
pub(crate) use document::DocumentRecord;
pub(crate) use environment::{EnvironmentRecord, Held, LiveRef};
pub(crate) use event::EventRecord;
pub(crate) use idempotency::IdempotencyRecord;
pub use key::Key;
#[cfg(debug_assertions)]
pub(crate) use list::ANYWHERE;
pub use list::{Entry, List, Position};
pub(crate) use list::{SILENT_BUILDS, SILENT_DEPLOYMENTS, of_any_run, of_candidate, of_repository, of_run};
pub(crate) use release::{BuildRun, CandidateRecord, ReleaseRecord};

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
