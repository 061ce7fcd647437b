//! Deployments. Written by `generate.py`.

use pyo3::prelude::*;

use super::Releases;
use crate::arguments::{Count, Flag, Given, Moment, Number, Text, Version};
use crate::calls::deployments as calls;
use crate::results::{Deployment, PageOf, Rollback};
use crate::running::run;

#[pymethods]
impl Releases {
    /// Deploys a candidate to an environment: records a deployment, `pending`, and starts the environment's deploy
    /// workflow once that is committed, where this handle has its trigger. What the CI system says stands on the
    /// deployment that is answered, also where it refuses: then its status is `error`.
    ///
    /// Where the same candidate is being deployed already, that deployment is answered and nothing is started, also
    /// where it is being canceled; `redeploy` makes another. One that is `unknown` counts as none.
    ///
    /// Args:
    ///     project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
    ///     environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
    ///     candidate_version: The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
    ///     force: Deploys to a frozen environment all the same. It is the reason why, as text of 1 byte to 8 KiB,
    ///         which is logged; `force` of a rollback is a flag.
    ///     redeploy: Makes another deployment also where the same candidate is being deployed already.
    ///     dispatch_later: Leaves the start of the workflow to `dispatch_pending`, of this or another process.
    ///     actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
    ///         and with no space at either end.
    ///     idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
    ///         once, and answered again with the first answer, for 7 days where the database was opened with no other
    ///         time. Another request under the key is refused (`idempotency_key_reused`).
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_release_candidate_version`, `invalid_name`, `invalid_request`
    ///     NotFoundError: `project_not_found`, `environment_not_found`, `release_not_found`
    ///     RefusedError: `archived`, `candidate_not_ready`, `environment_frozen`, `deployment_in_progress`,
    ///         `idempotency_key_reused`
    ///
    /// In this order: `invalid_release_candidate_version`, `invalid_name`, `project_not_found`,
    /// `environment_not_found`, `archived`, `release_not_found`, `candidate_not_ready`, `invalid_request` (an empty
    /// or too long reason), `environment_frozen`, `deployment_in_progress`.
    #[pyo3(signature = (project, environment, candidate_version, *, force=None, redeploy=Given::default(false), dispatch_later=Given::default(false), actor=None, idempotency_key=None), text_signature = "($self, project, environment, candidate_version, *, force=None, redeploy=False, dispatch_later=False, actor=None, idempotency_key=None)")]
    fn create_deployment(
        &self,
        py: Python<'_>,
        project: Given<Text>,
        environment: Given<Text>,
        candidate_version: Given<Version>,
        force: Option<Given<Text>>,
        redeploy: Given<Flag>,
        dispatch_later: Given<Flag>,
        actor: Option<Given<Text>>,
        idempotency_key: Option<Given<Text>>,
    ) -> PyResult<Deployment> {
        let call = calls::create_deployment(
            self.releases()?,
            project,
            environment,
            candidate_version,
            force,
            redeploy,
            dispatch_later,
            actor,
            idempotency_key,
        )?;
        run(py, call).map(Into::into)
    }

    /// A deployment by its id.
    ///
    /// Args:
    ///     deployment_id: The deployment's id.
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_request`
    ///     NotFoundError: `deployment_not_found`
    ///
    /// `invalid_request` (no id), `deployment_not_found`.
    #[pyo3(signature = (deployment_id), text_signature = "($self, deployment_id)")]
    fn get_deployment(&self, py: Python<'_>, deployment_id: Given<Text>) -> PyResult<Deployment> {
        let call = calls::get_deployment(self.releases()?, deployment_id)?;
        run(py, call).map(Into::into)
    }

    /// An environment's deployments, newest first, 10 a page where nothing else is said. Pages are counted (`page`)
    /// or follow each other (`cursor`); every page costs the same. Counted pages shift when deployments are added; a
    /// cursor goes on where its page ended.
    ///
    /// Args:
    ///     project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
    ///     environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
    ///     page: The page, counted from 1.
    ///     per_page: How many deployments a page has: 1 to 100, 10 where nothing is said.
    ///     cursor: Where the page begins: the `next` of the page before.
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_name`, `invalid_request`, `invalid_cursor`
    ///     NotFoundError: `project_not_found`, `environment_not_found`
    ///
    /// `invalid_name`, `project_not_found`, `environment_not_found`, `invalid_request` (`page`, `per_page`),
    /// `invalid_cursor`.
    #[pyo3(signature = (project, environment, *, page=None, per_page=None, cursor=None), text_signature = "($self, project, environment, *, page=None, per_page=None, cursor=None)")]
    fn list_deployments(
        &self,
        py: Python<'_>,
        project: Given<Text>,
        environment: Given<Text>,
        page: Option<Given<Number>>,
        per_page: Option<Given<Count>>,
        cursor: Option<Given<Text>>,
    ) -> PyResult<PageOf<Deployment>> {
        let call = calls::list_deployments(self.releases()?, project, environment, page, per_page, cursor)?;
        run(py, call).map(Into::into)
    }

    /// Says how the deployment of a candidate stands: a `Status` or its word. It is the newest deployment of that
    /// candidate in that environment, or the one of the run that is named; where there is none, it is recorded with
    /// that status. What the report does goes by `transition`; one that is older than what is known is logged and
    /// changes nothing. Never starts a workflow of the deployment's own.
    ///
    /// Args:
    ///     project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
    ///     environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
    ///     candidate_version: The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
    ///     status: The status, by its word. One of `pending`, `in_progress`, `canceling`, `unknown`, `success`,
    ///         `failure`, `canceled`, `error`, or a `Status`.
    ///     error_message: What went wrong, at most 8 KiB. It stays until another is said, or the deployment comes to
    ///         be a success.
    ///     url: Where the run is shown: `http` or `https`, at most 2 KiB.
    ///     run_id: The run that the report is of: 1 to 255 visible ASCII characters. A deployment without a run takes
    ///         the first one that is named. A report of another run than the deployment's is of another deployment,
    ///         also where it is said by the id: of the one that is known by that run here, or a new one.
    ///     attempt: The attempt of that run, from 1: a report of an earlier one is stale, one of a later one is a new
    ///         deployment where the earlier had ended.
    ///     observed_at: When the status was seen: a `datetime` or RFC 3339 text. A report that was seen before the
    ///         last one applied is stale; what another run said does not count.
    ///     actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
    ///         and with no space at either end.
    ///     idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
    ///         once, and answered again with the first answer, for 7 days where the database was opened with no other
    ///         time. Another request under the key is refused (`idempotency_key_reused`).
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_release_candidate_version`, `invalid_status`, `invalid_request`,
    ///         `invalid_name`
    ///     NotFoundError: `project_not_found`, `environment_not_found`, `release_not_found`
    ///     RefusedError: `invalid_transition`, `archived`, `idempotency_key_reused`
    ///
    /// In this order: `invalid_release_candidate_version`, `invalid_status`, `invalid_request` (an option),
    /// `invalid_name`, `project_not_found`, `environment_not_found`, `release_not_found`, `invalid_transition`,
    /// `archived` (where a deployment would have to be recorded).
    #[pyo3(signature = (project, environment, candidate_version, status, *, error_message=None, url=None, run_id=None, attempt=None, observed_at=None, actor=None, idempotency_key=None), text_signature = "($self, project, environment, candidate_version, status, *, error_message=None, url=None, run_id=None, attempt=None, observed_at=None, actor=None, idempotency_key=None)")]
    fn update_deployment_status(
        &self,
        py: Python<'_>,
        project: Given<Text>,
        environment: Given<Text>,
        candidate_version: Given<Version>,
        status: Given<Text>,
        error_message: Option<Given<Text>>,
        url: Option<Given<Text>>,
        run_id: Option<Given<Text>>,
        attempt: Option<Given<Count>>,
        observed_at: Option<Given<Moment>>,
        actor: Option<Given<Text>>,
        idempotency_key: Option<Given<Text>>,
    ) -> PyResult<Deployment> {
        let call = calls::update_deployment_status(
            self.releases()?,
            project,
            environment,
            candidate_version,
            status,
            error_message,
            url,
            run_id,
            attempt,
            observed_at,
            actor,
            idempotency_key,
        )?;
        run(py, call).map(Into::into)
    }

    /// Says how one deployment stands, by its id; otherwise like `update_deployment_status`. The answer is another
    /// deployment where the report is of a new attempt.
    ///
    /// Args:
    ///     deployment_id: The deployment's id.
    ///     status: The status, by its word. One of `pending`, `in_progress`, `canceling`, `unknown`, `success`,
    ///         `failure`, `canceled`, `error`, or a `Status`.
    ///     error_message: What went wrong, at most 8 KiB. It stays until another is said, or the deployment comes to
    ///         be a success.
    ///     url: Where the run is shown: `http` or `https`, at most 2 KiB.
    ///     run_id: The run that the report is of: 1 to 255 visible ASCII characters. A deployment without a run takes
    ///         the first one that is named. A report of another run than the deployment's is of another deployment,
    ///         also where it is said by the id: of the one that is known by that run here, or a new one.
    ///     attempt: The attempt of that run, from 1: a report of an earlier one is stale, one of a later one is a new
    ///         deployment where the earlier had ended.
    ///     observed_at: When the status was seen: a `datetime` or RFC 3339 text. A report that was seen before the
    ///         last one applied is stale; what another run said does not count.
    ///     actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
    ///         and with no space at either end.
    ///     idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
    ///         once, and answered again with the first answer, for 7 days where the database was opened with no other
    ///         time. Another request under the key is refused (`idempotency_key_reused`).
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_status`, `invalid_request`
    ///     NotFoundError: `deployment_not_found`
    ///     RefusedError: `invalid_transition`, `archived`, `idempotency_key_reused`
    ///
    /// `invalid_status`, `invalid_request` (an option, or no id), `deployment_not_found`, `invalid_transition`,
    /// `archived`.
    #[pyo3(signature = (deployment_id, status, *, error_message=None, url=None, run_id=None, attempt=None, observed_at=None, actor=None, idempotency_key=None), text_signature = "($self, deployment_id, status, *, error_message=None, url=None, run_id=None, attempt=None, observed_at=None, actor=None, idempotency_key=None)")]
    fn update_deployment_status_by_id(
        &self,
        py: Python<'_>,
        deployment_id: Given<Text>,
        status: Given<Text>,
        error_message: Option<Given<Text>>,
        url: Option<Given<Text>>,
        run_id: Option<Given<Text>>,
        attempt: Option<Given<Count>>,
        observed_at: Option<Given<Moment>>,
        actor: Option<Given<Text>>,
        idempotency_key: Option<Given<Text>>,
    ) -> PyResult<Deployment> {
        let call = calls::update_deployment_status_by_id(
            self.releases()?,
            deployment_id,
            status,
            error_message,
            url,
            run_id,
            attempt,
            observed_at,
            actor,
            idempotency_key,
        )?;
        run(py, call).map(Into::into)
    }

    /// Cancels an open deployment: `canceled` at once where nothing was started, else `canceling` until the CI system
    /// or somebody reports how it ended. Canceling twice is answered as it is.
    ///
    /// Args:
    ///     deployment_id: The deployment's id.
    ///     actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
    ///         and with no space at either end.
    ///     idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
    ///         once, and answered again with the first answer, for 7 days where the database was opened with no other
    ///         time. Another request under the key is refused (`idempotency_key_reused`).
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_request`
    ///     NotFoundError: `deployment_not_found`
    ///     RefusedError: `invalid_transition`, `idempotency_key_reused`
    ///
    /// `invalid_request` (no id), `deployment_not_found`; `invalid_transition` where it has ended.
    #[pyo3(signature = (deployment_id, *, actor=None, idempotency_key=None), text_signature = "($self, deployment_id, *, actor=None, idempotency_key=None)")]
    fn cancel_deployment(
        &self,
        py: Python<'_>,
        deployment_id: Given<Text>,
        actor: Option<Given<Text>>,
        idempotency_key: Option<Given<Text>>,
    ) -> PyResult<Deployment> {
        let call = calls::cancel_deployment(self.releases()?, deployment_id, actor, idempotency_key)?;
        run(py, call).map(Into::into)
    }

    /// Goes back in an environment: where the newest deployment succeeded, to what was live before it; where it did
    /// not, to what is live. Each time further back, and never to a candidate that a rollback has left. Deployments
    /// that are open are canceled first, and the rollback's workflow starts when their runs have ended, or after ten
    /// minutes.
    ///
    /// The same call again while the rollback is `pending` or `in_progress` answers that rollback, so that a retry
    /// goes back once.
    ///
    /// Args:
    ///     project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
    ///     environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
    ///     force: Goes back also where the environment is frozen, and starts the workflow at once, without waiting
    ///         for the runs that are canceled. It is a flag; `force` of a new deployment is the reason, as text.
    ///     to: Goes to this candidate.
    ///     from_: Goes back only where this candidate is live, so that a decision made on an old view is refused.
    ///     dry_run: Says what would be done, and changes nothing.
    ///     actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
    ///         and with no space at either end.
    ///     idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
    ///         once, and answered again with the first answer, for 7 days where the database was opened with no other
    ///         time. Another request under the key is refused (`idempotency_key_reused`).
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_release_candidate_version`, `invalid_name`
    ///     NotFoundError: `project_not_found`, `environment_not_found`, `release_not_found`, `nothing_to_roll_back`
    ///     RefusedError: `archived`, `environment_frozen`, `candidate_not_ready`, `idempotency_key_reused`
    ///     ConflictError: `conflict`
    ///
    /// In this order: `invalid_release_candidate_version` (`to`, `from`), `invalid_name`, `project_not_found`,
    /// `environment_not_found`, `archived`, `environment_frozen`, `conflict` (`from` is not live),
    /// `release_not_found` and `candidate_not_ready` (`to`), `nothing_to_roll_back` (also with `to`, where nothing
    /// was deployed yet).
    #[pyo3(signature = (project, environment, *, force=Given::default(false), to=None, from_=None, dry_run=Given::default(false), actor=None, idempotency_key=None), text_signature = "($self, project, environment, *, force=False, to=None, from_=None, dry_run=False, actor=None, idempotency_key=None)")]
    fn rollback(
        &self,
        py: Python<'_>,
        project: Given<Text>,
        environment: Given<Text>,
        force: Given<Flag>,
        to: Option<Given<Version>>,
        from_: Option<Given<Version>>,
        dry_run: Given<Flag>,
        actor: Option<Given<Text>>,
        idempotency_key: Option<Given<Text>>,
    ) -> PyResult<Rollback> {
        let call =
            calls::rollback(self.releases()?, project, environment, force, to, from_, dry_run, actor, idempotency_key)?;
        run(py, call).map(Into::into)
    }
}
