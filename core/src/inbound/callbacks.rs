//! The two calls by which a step of a workflow says which run it is of.

use serde::Deserialize;

use super::{AnyId, limited, parsed};
use crate::error::Result;

/// Which run builds a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SyncBuild {
    /// The candidate's id, the "release cut id" that the workflow was told.
    pub release_cut_id: String,
    /// The run's id.
    pub workflow_run_id: String,
}

/// Which run carries out a deployment.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SyncDeploy {
    /// The deployment's id.
    pub deployment_id: String,
    /// The run's id.
    pub workflow_run_id: String,
}

/// Reads `{"release_cut_id": …, "workflow_run_id": …}`, texts or numbers; other members are not looked at. Hand it to
/// [`Releases::sync_build`](crate::Releases::sync_build).
///
/// # Errors
/// `payload_too_large`, `invalid_request`.
pub fn sync_build(body: &[u8]) -> Result<SyncBuild> {
    #[derive(Deserialize)]
    struct Body {
        release_cut_id: AnyId,
        workflow_run_id: AnyId,
    }
    limited(body)?;
    let Body { release_cut_id, workflow_run_id } = parsed(body, "release_cut_id and workflow_run_id")?;
    Ok(SyncBuild { release_cut_id: release_cut_id.into_text(), workflow_run_id: workflow_run_id.into_text() })
}

/// Reads `{"deployment_id": …, "workflow_run_id": …}`, texts or numbers; other members are not looked at. Hand it to
/// [`Releases::sync_deploy`](crate::Releases::sync_deploy).
///
/// # Errors
/// `payload_too_large`, `invalid_request`.
pub fn sync_deploy(body: &[u8]) -> Result<SyncDeploy> {
    #[derive(Deserialize)]
    struct Body {
        deployment_id: AnyId,
        workflow_run_id: AnyId,
    }
    limited(body)?;
    let Body { deployment_id, workflow_run_id } = parsed(body, "deployment_id and workflow_run_id")?;
    Ok(SyncDeploy { deployment_id: deployment_id.into_text(), workflow_run_id: workflow_run_id.into_text() })
}
