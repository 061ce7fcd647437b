//! The audit log, and what expires. Written by `generate.py`.

use pyo3::prelude::*;

use super::AsyncReleases;
use crate::arguments::{Count, Given, Text, Version};
use crate::calls::history as calls;
use crate::results::{Event, PageOf};

#[pymethods]
impl AsyncReleases {
    /// The audit log, newest first: who, when, what, before, after. Of everything, or of a project, an environment, a
    /// candidate, or a candidate in an environment.
    ///
    /// Args:
    ///     project: Only what concerns this project.
    ///     environment: Only what concerns this environment of the project.
    ///     candidate: Only what concerns this candidate of the project.
    ///     per_page: How many items a page has: 1 to 100, 50 where nothing is said.
    ///     cursor: Where the page begins: the `next` of the page before.
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_request`, `invalid_name`, `invalid_release_candidate_version`,
    ///         `invalid_cursor`
    ///     NotFoundError: `project_not_found`, `environment_not_found`
    ///
    /// `invalid_request` (`per_page`, or an environment or candidate without its project), `invalid_name`,
    /// `invalid_release_candidate_version`, `project_not_found`, `environment_not_found`, `invalid_cursor`.
    #[pyo3(signature = (*, project=None, environment=None, candidate=None, per_page=None, cursor=None), text_signature = "($self, *, project=None, environment=None, candidate=None, per_page=None, cursor=None)")]
    async fn history(
        &self,
        project: Option<Given<Text>>,
        environment: Option<Given<Text>>,
        candidate: Option<Given<Version>>,
        per_page: Option<Given<Count>>,
        cursor: Option<Given<Text>>,
    ) -> PyResult<PageOf<Event>> {
        let call = calls::history(self.releases()?, project, environment, candidate, per_page, cursor)?;
        self.run(call).await.map(Into::into)
    }

    /// Forgets the answers whose idempotency keys have expired, at most 500 a call, and answers how many it forgot.
    /// An expired key is not honoured, forgotten or not; this only makes room.
    ///
    /// Args:
    ///     actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
    ///         and with no space at either end.
    ///     idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
    ///         once, and answered again with the first answer, for 7 days where the database was opened with no other
    ///         time. Another request under the key is refused (`idempotency_key_reused`).
    ///
    /// Raises:
    ///     RefusedError: `idempotency_key_reused`
    ///
    /// As the storage's.
    #[pyo3(signature = (*, actor=None, idempotency_key=None), text_signature = "($self, *, actor=None, idempotency_key=None)")]
    async fn purge_expired(&self, actor: Option<Given<Text>>, idempotency_key: Option<Given<Text>>) -> PyResult<u64> {
        let call = calls::purge_expired(self.releases()?, actor, idempotency_key)?;
        self.run(call).await
    }
}
