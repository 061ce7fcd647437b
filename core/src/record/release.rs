//! A release and its candidates as they are kept.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Body, Entry, Kept, Key, List, Position, Record, SILENT_BUILDS};
use crate::model::{BuildStatus, Candidate, ProjectId, Release, Timestamp};

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
