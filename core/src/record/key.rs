//! Under which key a record is kept.
//!
//! Records are keyed by what callers know: a project by its name, an environment by its project and name, a candidate
//! by its project and version. Names may change, so everything below a project or an environment is keyed by its id.

use std::fmt;
use std::sync::Arc;

use crate::model::{
    CandidateVersion, DeploymentId, DispatchId, EnvironmentName, ProjectId, ProjectName, ReleaseVersion,
};

/// The key of a record: its kind and what tells it from others of its kind, as one text.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(pub(super) Arc<str>);

impl Key {
    /// What the keys of dispatches have before the id.
    pub(crate) const DISPATCHES: &'static str = "dispatch/";

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
        Key((Key::candidates_of(project) + version.as_str()).into())
    }

    /// What the keys of a project's candidates have before the version.
    pub(crate) fn candidates_of(project: ProjectId) -> String {
        format!("candidate/{project}/")
    }

    pub(crate) fn deployment(id: DeploymentId) -> Key {
        Key(format!("deployment/{id}").into())
    }

    pub(crate) fn dispatch(id: DispatchId) -> Key {
        Key(format!("{}{id}", Key::DISPATCHES).into())
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
