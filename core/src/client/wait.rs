//! Waiting for a deployment or a build to come to its end.

use std::time::{Duration, Instant};

#[cfg(feature = "tokio")]
use super::call::Awaited;
use super::call::Caller;
use super::{Call, Inner, Operation, Releases};
use crate::error::Result;
use crate::model::{BuildStatus, Candidate, Deployment};
use crate::ops::{GetCandidate, GetDeployment};

/// How long a wait lasts where the caller does not say.
const DEFAULT_LIMIT: Duration = Duration::from_secs(3600);
/// How soon a change by another process is noticed, at first and after a while.
pub(super) const FIRST_LOOK: Duration = Duration::from_millis(20);
pub(super) const LONGEST_LOOK: Duration = Duration::from_secs(1);

/// Waits for a deployment; the call of [`Releases::wait`].
#[derive(Debug)]
pub struct Wait {
    id: String,
    limit: Duration,
}

/// Waits for a build; the call of [`Releases::wait_for_build`].
#[derive(Debug)]
pub struct WaitForBuild {
    project: String,
    version: String,
    limit: Duration,
}

impl Releases {
    /// Waits until a deployment has come to its end, at most for an hour or what [`limit`](Call::limit) says, and
    /// answers the deployment as it is then: look at its `status`, which is still open where the limit has passed.
    ///
    /// # Errors
    /// `invalid_request`, `deployment_not_found`.
    pub fn wait(&self, deployment_id: impl ToString) -> Call<Wait> {
        Call::new(self, Wait { id: deployment_id.to_string(), limit: DEFAULT_LIMIT })
    }

    /// Waits until a candidate's build has come to its end, at most for an hour or what [`limit`](Call::limit) says,
    /// and answers the candidate as it is then.
    ///
    /// # Errors
    /// `invalid_release_candidate_version`, `invalid_name`, `project_not_found`, `release_not_found`.
    pub fn wait_for_build(&self, project: impl AsRef<str>, candidate_version: impl AsRef<str>) -> Call<WaitForBuild> {
        let (project, version) = (project.as_ref().to_owned(), candidate_version.as_ref().to_owned());
        Call::new(self, WaitForBuild { project, version, limit: DEFAULT_LIMIT })
    }
}

impl Call<Wait> {
    /// How long to wait at most; zero looks once.
    pub fn limit(mut self, limit: Duration) -> Self {
        self.operation.limit = limit;
        self
    }
}

impl Call<WaitForBuild> {
    /// How long to wait at most; zero looks once.
    pub fn limit(mut self, limit: Duration) -> Self {
        self.operation.limit = limit;
        self
    }
}

impl Operation for Wait {
    type Output = Deployment;

    fn run(self, releases: &Releases, _: Caller) -> Result<Deployment> {
        releases.inner().wait_until(self.limit, || self.look(releases), has_ended)
    }

    #[cfg(feature = "tokio")]
    fn run_awaited(self, releases: Releases, _: Caller) -> Awaited<Deployment> {
        Box::pin(releases.watch(self.limit, move |releases| self.look(releases), has_ended))
    }
}

impl Operation for WaitForBuild {
    type Output = Candidate;

    fn run(self, releases: &Releases, _: Caller) -> Result<Candidate> {
        releases.inner().wait_until(self.limit, || self.look(releases), is_built)
    }

    #[cfg(feature = "tokio")]
    fn run_awaited(self, releases: Releases, _: Caller) -> Awaited<Candidate> {
        Box::pin(releases.watch(self.limit, move |releases| self.look(releases), is_built))
    }
}

impl Wait {
    fn look(&self, releases: &Releases) -> Result<Deployment> {
        releases.inner().query(GetDeployment::new(&self.id))
    }
}

impl WaitForBuild {
    fn look(&self, releases: &Releases) -> Result<Candidate> {
        releases.inner().query(GetCandidate::new(&self.project, &self.version))
    }
}

fn has_ended(deployment: &Deployment) -> bool {
    deployment.status.is_closed()
}

fn is_built(candidate: &Candidate) -> bool {
    candidate.build_status != BuildStatus::Building
}

impl Inner {
    /// Looks again whenever this handle has changed something, and now and then for what other processes do. The last look
    /// begins after the limit has passed, however long one takes.
    fn wait_until<T>(&self, limit: Duration, look: impl Fn() -> Result<T>, done: impl Fn(&T) -> bool) -> Result<T> {
        let begun = Instant::now();
        let mut pause = FIRST_LOOK;
        loop {
            let seen = self.changes();
            let left = limit.saturating_sub(begun.elapsed());
            let found = look()?;
            if done(&found) || left.is_zero() {
                return Ok(found);
            }
            self.wait_for_change(pause.min(left), |count| count == seen);
            pause = (pause * 3 / 2).min(LONGEST_LOOK);
        }
    }
}
