//! What lies between two commits, as it was when a commit source was asked.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Body, Entry, Kept, Key, Record};
use crate::model::{ChangedCommits, CommitHash, PathPatterns, ProjectId, Relation, Timestamp};

/// What lies between two commits of a project. Commits do not change, so a record is true for ever; only which of them
/// are the project's may be seen otherwise later. So it is kept by the commits, and written once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ChangesRecord {
    pub(crate) project_id: ProjectId,
    pub(crate) from: CommitHash,
    pub(crate) to: CommitHash,
    pub(crate) relation: Relation,
    pub(crate) brings: ChangedCommits,
    pub(crate) takes_away: ChangedCommits,
    /// The patterns by which commits were left out.
    #[serde(default, skip_serializing_if = "PathPatterns::is_empty")]
    pub(crate) path_patterns: PathPatterns,
    pub(crate) recorded_at: Timestamp,
}

impl ChangesRecord {
    /// The same as seen from the other commit.
    pub(crate) fn reversed(&self) -> ChangesRecord {
        let relation = match self.relation {
            Relation::Ahead => Relation::Behind,
            Relation::Behind => Relation::Ahead,
            same => same,
        };
        let ChangesRecord { from, to, brings, takes_away, .. } = self.clone();
        ChangesRecord { from: to, to: from, relation, brings: takes_away, takes_away: brings, ..self.clone() }
    }
}

impl Key {
    pub(crate) fn changes(project: ProjectId, from: &CommitHash, to: &CommitHash) -> Key {
        Key(format!("changes/{project}/{from}..{to}").into())
    }
}

impl Kept for ChangesRecord {
    wraps!(Changes);

    fn key(&self) -> Key {
        Key::changes(self.project_id, &self.from, &self.to)
    }

    fn entries(&self) -> Vec<Entry> {
        Vec::new()
    }
}
