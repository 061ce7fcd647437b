//! What is live, and where a commit is. Written by `generate.py`.

use pyo3::prelude::*;

use super::AsyncReleases;
use crate::arguments::{Given, Span, Text, Version};
use crate::calls::live as calls;
use crate::results::{Changes, Deployment, Live, WhereIs};

#[pymethods]
impl AsyncReleases {
    /// What is live in an environment: the successful deployment that ended last. With what is in flight, what was
    /// live before, and the freeze that holds. At most the newest 100 in flight are answered, and what was live
    /// before is looked for among the last 1000 successes.
    ///
    /// Args:
    ///     project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
    ///     environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_name`
    ///     NotFoundError: `project_not_found`, `environment_not_found`
    ///
    /// `invalid_name`, `project_not_found`, `environment_not_found`.
    #[pyo3(signature = (project, environment), text_signature = "($self, project, environment)")]
    async fn live(&self, project: Given<Text>, environment: Given<Text>) -> PyResult<Live> {
        let call = calls::live(self.releases()?, project, environment)?;
        self.run(call).await.map(Into::into)
    }

    /// Where a commit is: for each project of a repository that has it, in which candidates, in which environments
    /// now and since when, and where it was and is not any more. A candidate contains a commit that is its own or in
    /// its history, as the repository's commit source says; without a source, that is known of its own commit only.
    ///
    /// `commit` is a full hash, or a prefix of 7 digits or more where a commit source is registered. Archived
    /// projects and environments are left out.
    ///
    /// Args:
    ///     commit: A full hash of 40 or 64 hexadecimal digits, or a prefix of 7 or more where a commit source is
    ///         registered.
    ///     repository: Only the projects of this repository, by a name that it has or had.
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_commit_hash`, `invalid_repository`
    ///     NotFoundError: `repository_not_found`
    ///     UnavailableError: `commit_source_unavailable`
    ///
    /// `invalid_commit_hash` (malformed, known to no source, or a prefix of more than one), `invalid_repository`,
    /// `repository_not_found` (no project's, or unknown to its source), `commit_source_unavailable`.
    #[pyo3(signature = (commit, *, repository=None), text_signature = "($self, commit, *, repository=None)")]
    async fn where_is(&self, commit: Given<Text>, repository: Option<Given<Text>>) -> PyResult<WhereIs> {
        let call = calls::where_is(self.releases()?, commit, repository)?;
        self.run(call).await.map(Into::into)
    }

    /// What a deployment brings to an environment and takes away from it, commit by commit: what is live against what
    /// was live there before it. With `to`, what that candidate would change if it were deployed now. What was live
    /// before is looked for among the last 1000 successes, as `live` does.
    ///
    /// It is told by the repository's commit source, or by what was recorded when the candidate was cut or deployed
    /// while there was one. A commit that touches no path of the project is counted and not listed.
    ///
    /// Args:
    ///     project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
    ///     environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
    ///     from_: Compares with this candidate instead of what is live or was.
    ///     to: Tells what this candidate changes instead of what is live.
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_release_candidate_version`, `invalid_name`
    ///     NotFoundError: `project_not_found`, `environment_not_found`, `release_not_found`, `deployment_not_found`,
    ///         `repository_not_found`
    ///     UnavailableError: `commit_source_unavailable`
    ///
    /// In this order: `invalid_release_candidate_version` (`from`, `to`), `invalid_name`, `project_not_found`,
    /// `environment_not_found`, `release_not_found`, `deployment_not_found` (nothing is live yet, and no `to` was
    /// said), `repository_not_found` and `commit_source_unavailable` (nothing was recorded, and the source does not
    /// know the repository or cannot be asked).
    #[pyo3(signature = (project, environment, *, from_=None, to=None), text_signature = "($self, project, environment, *, from_=None, to=None)")]
    async fn changes(
        &self,
        project: Given<Text>,
        environment: Given<Text>,
        from_: Option<Given<Version>>,
        to: Option<Given<Version>>,
    ) -> PyResult<Changes> {
        let call = calls::changes(self.releases()?, project, environment, from_, to)?;
        self.run(call).await.map(Into::into)
    }

    /// What a candidate brings and takes away against the head of the release before its own, by version: the commits
    /// for its release notes.
    ///
    /// It is told as `changes` are, and recorded when the candidate is cut.
    ///
    /// Args:
    ///     project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
    ///     candidate_version: The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
    ///     from_: Compares with this candidate instead of the release before.
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_release_candidate_version`, `invalid_name`
    ///     NotFoundError: `project_not_found`, `release_not_found`, `repository_not_found`
    ///     UnavailableError: `commit_source_unavailable`
    ///
    /// In this order: `invalid_release_candidate_version`, `invalid_name`, `project_not_found`, `release_not_found`,
    /// `repository_not_found`, `commit_source_unavailable`.
    #[pyo3(signature = (project, candidate_version, *, from_=None), text_signature = "($self, project, candidate_version, *, from_=None)")]
    async fn release_notes(
        &self,
        project: Given<Text>,
        candidate_version: Given<Version>,
        from_: Option<Given<Version>>,
    ) -> PyResult<Changes> {
        let call = calls::release_notes(self.releases()?, project, candidate_version, from_)?;
        self.run(call).await.map(Into::into)
    }

    /// Waits until a deployment has come to its end, at most for an hour or what `limit` says, and answers the
    /// deployment as it is then: look at its `status`, which is still open where the limit has passed.
    ///
    /// Args:
    ///     deployment_id: The deployment's id.
    ///     limit: How long to wait at most; zero looks once.
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_request`
    ///     NotFoundError: `deployment_not_found`
    ///
    /// `invalid_request`, `deployment_not_found`.
    #[pyo3(signature = (deployment_id, *, limit=None), text_signature = "($self, deployment_id, *, limit=None)")]
    async fn wait(&self, deployment_id: Given<Text>, limit: Option<Given<Span>>) -> PyResult<Deployment> {
        let call = calls::wait(self.releases()?, deployment_id, limit)?;
        self.run(call).await.map(Into::into)
    }
}
