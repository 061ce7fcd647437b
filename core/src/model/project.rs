//! Projects.

use serde::{Deserialize, Serialize};

use super::{Actor, PathPatterns, ProjectId, ProjectName, Repository, Timestamp, VersionScheme, Workflow};

/// A thing that is built and deployed together. It keeps one repository for life; a repository may have many projects.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Project {
    /// Its id, which outlives a renaming.
    pub id: ProjectId,
    /// Its name.
    pub name: ProjectName,
    /// The repository that its candidates are cut from.
    pub repository: Repository,
    /// The names that the repository had before it moved.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former_repositories: Vec<Repository>,
    /// Which paths of the repository are the project's; without patterns, all of them.
    #[serde(default, skip_serializing_if = "PathPatterns::is_empty")]
    pub path_patterns: PathPatterns,
    /// What its release versions are narrowed to.
    pub version_scheme: VersionScheme,
    /// The workflow that makes a candidate's artifacts; without one, candidates are ready at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub build_workflow: Option<Workflow>,
    /// Since when it is archived: kept, hidden from lists, refused for new work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived_at: Option<Timestamp>,
    /// When it was created.
    pub created_at: Timestamp,
    /// Who created it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Actor>,
}
