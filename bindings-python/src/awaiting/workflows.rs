//! Workflows: their starts, and what is heard of their runs. Written by `generate.py`.

use pyo3::prelude::*;

use super::AsyncReleases;
use crate::arguments::{Body, Given, Headers, Span, Text};
use crate::calls::workflows as calls;
use crate::results::{Candidate, CheckedRuns, Delivery, Deployment, Dispatch, Dispatched};

#[pymethods]
impl AsyncReleases {
    /// Starts the workflow of a deployment that is queued, now: one created with `dispatch_later`, or one that waits
    /// to be tried again. A rollback that waits for other runs to end waits no more. A deployment that has been
    /// started already is answered as it is.
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
    ///     DispatchError: `dispatch_failed`
    ///
    /// `invalid_request` (no id), `deployment_not_found`; `invalid_transition` where no workflow is queued;
    /// `dispatch_failed` where this handle was not given the trigger, and where the CI system refuses: its words are
    /// in the context, and the deployment has ended as `error`.
    #[pyo3(signature = (deployment_id, *, actor=None, idempotency_key=None), text_signature = "($self, deployment_id, *, actor=None, idempotency_key=None)")]
    async fn dispatch(
        &self,
        deployment_id: Given<Text>,
        actor: Option<Given<Text>>,
        idempotency_key: Option<Given<Text>>,
    ) -> PyResult<Deployment> {
        let call = calls::dispatch(self.releases()?, deployment_id, actor, idempotency_key)?;
        self.run(call).await.map(Into::into)
    }

    /// Starts the workflow again of a deployment whose start was refused, or whose start could not be found out. A
    /// refused one has ended: the answer is a new deployment with `retry_of`. An unknown one is sent again as it is,
    /// which is for a person to decide, because the first start may have happened. Where the same candidate is being
    /// deployed there already, nothing is started, and the answer is that deployment.
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
    ///     RefusedError: `archived`, `invalid_transition`, `candidate_not_ready`, `environment_frozen`,
    ///         `deployment_in_progress`, `idempotency_key_reused`
    ///     DispatchError: `dispatch_failed`
    ///
    /// `invalid_request` (no id), `deployment_not_found`, `archived`; `invalid_transition` where its start has not
    /// failed; `candidate_not_ready`, `environment_frozen` and `deployment_in_progress` as for a new deployment;
    /// `dispatch_failed` where the CI system refuses again: its words are in the context, and the attempt stands in
    /// the history.
    #[pyo3(signature = (deployment_id, *, actor=None, idempotency_key=None), text_signature = "($self, deployment_id, *, actor=None, idempotency_key=None)")]
    async fn retry_dispatch(
        &self,
        deployment_id: Given<Text>,
        actor: Option<Given<Text>>,
        idempotency_key: Option<Given<Text>>,
    ) -> PyResult<Deployment> {
        let call = calls::retry_dispatch(self.releases()?, deployment_id, actor, idempotency_key)?;
        self.run(call).await.map(Into::into)
    }

    /// Takes up every dispatch that is due and whose trigger this handle was given: starts what is queued, looks for
    /// what was perhaps started by a process that died, and cancels what was asked to be canceled. One round; a
    /// program calls it as often as it likes. Several processes may call it at once: each dispatch is one's.
    ///
    /// As the storage's. What a CI system says is no error: it stands on the deployment.
    #[pyo3(signature = (), text_signature = "($self)")]
    async fn dispatch_pending(&self) -> PyResult<Dispatched> {
        let call = calls::dispatch_pending(self.releases()?)?;
        self.run(call).await.map(Into::into)
    }

    /// A dispatch by its id: how far the start of a workflow has come, and what the CI system said.
    ///
    /// Args:
    ///     dispatch_id: The dispatch's id.
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_request`
    ///     NotFoundError: `deployment_not_found`
    ///
    /// `invalid_request` for what is no id; `deployment_not_found` where there is no such dispatch.
    #[pyo3(signature = (dispatch_id), text_signature = "($self, dispatch_id)")]
    async fn get_dispatch(&self, dispatch_id: Given<Text>) -> PyResult<Dispatch> {
        let call = calls::get_dispatch(self.releases()?, dispatch_id)?;
        self.run(call).await.map(Into::into)
    }

    /// Asks the CI systems about runs that were started from here, have not ended, and have not been heard of for a
    /// while, and moves their deployments and builds by the answers. A run that its CI system does not know leaves
    /// its deployment `unknown`. One round, for the triggers that this handle was given; several processes may call
    /// it at once: each run is asked about by one, and ever more seldom while there is no answer.
    ///
    /// Args:
    ///     silent_after: How long a run must have been silent; 10 minutes by default, at least a second.
    ///
    /// As the storage's. What a CI system says is no error.
    #[pyo3(signature = (*, silent_after=None), text_signature = "($self, *, silent_after=None)")]
    async fn check_runs(&self, silent_after: Option<Given<Span>>) -> PyResult<CheckedRuns> {
        let call = calls::check_runs(self.releases()?, silent_after)?;
        self.run(call).await.map(Into::into)
    }

    /// Takes a webhook that came in for a connection: verifies it by that connection's secret, finds the deployment
    /// or build that its run is of, and moves it, never backwards and never twice. The headers are pairs in any case
    /// and order, the body is exactly what was received, at most 25 MiB (`MAX_BODY`).
    ///
    /// The answer says what it did, or why it did nothing. A webhook for a run that nobody knows is no error: it is
    /// kept as `unknown_run`, logged for the projects of its repository where somebody asked for the run, and taken
    /// again when it is delivered again. Other deliveries are known for as long as idempotency keys are, 7 days where
    /// the database was opened with no other time. It does not wait for workflows that start by it.
    ///
    /// Args:
    ///     connection: The name under which the connection was registered.
    ///     headers: The request's headers, in any case and order.
    ///     body: The request's body, exactly as it was received.
    ///     actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
    ///         and with no space at either end.
    ///     idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
    ///         once, and answered again with the first answer, for 7 days where the database was opened with no other
    ///         time. Another request under the key is refused (`idempotency_key_reused`).
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_name`, `invalid_request`, `payload_too_large`, `invalid_signature`,
    ///         `invalid_status`
    ///     RefusedError: `idempotency_key_reused`
    ///
    /// In this order: `invalid_name`; `invalid_request` where the connection was not registered or has no secret for
    /// webhooks; `payload_too_large`; `invalid_signature`; `invalid_request` where a header is missing or the body is
    /// not what the sender sends; `invalid_status`.
    #[pyo3(signature = (connection, headers, body, *, actor=None, idempotency_key=None), text_signature = "($self, connection, headers, body, *, actor=None, idempotency_key=None)")]
    async fn apply_webhook(
        &self,
        connection: Given<Text>,
        headers: Given<Headers>,
        body: Given<Body>,
        actor: Option<Given<Text>>,
        idempotency_key: Option<Given<Text>>,
    ) -> PyResult<Delivery> {
        let call = calls::apply_webhook(self.releases()?, connection, headers, body, actor, idempotency_key)?;
        self.run(call).await.map(Into::into)
    }

    /// Says which run builds a candidate, by the candidate's id (the "release cut id" that the workflow was told). A
    /// candidate whose build has ended is linked and stays as it is.
    ///
    /// Args:
    ///     release_cut_id: The candidate's id, which its build workflow was told as the release cut id.
    ///     run_id: The id that the CI system gave the run: 1 to 255 visible ASCII characters.
    ///     actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
    ///         and with no space at either end.
    ///     idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
    ///         once, and answered again with the first answer, for 7 days where the database was opened with no other
    ///         time. Another request under the key is refused (`idempotency_key_reused`).
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_request`
    ///     NotFoundError: `release_not_found`
    ///     RefusedError: `invalid_transition`, `idempotency_key_reused`
    ///
    /// `invalid_request` (no id, or a run's id that is not 1 to 255 visible ASCII characters), `release_not_found`;
    /// `invalid_transition` where another run builds it.
    #[pyo3(signature = (release_cut_id, run_id, *, actor=None, idempotency_key=None), text_signature = "($self, release_cut_id, run_id, *, actor=None, idempotency_key=None)")]
    async fn sync_build(
        &self,
        release_cut_id: Given<Text>,
        run_id: Given<Text>,
        actor: Option<Given<Text>>,
        idempotency_key: Option<Given<Text>>,
    ) -> PyResult<Candidate> {
        let call = calls::sync_build(self.releases()?, release_cut_id, run_id, actor, idempotency_key)?;
        self.run(call).await.map(Into::into)
    }

    /// Says which run carries out a deployment, by the deployment's id: it is in progress then. A deployment that has
    /// ended or is being canceled is linked and stays as it is.
    ///
    /// Args:
    ///     deployment_id: The deployment's id.
    ///     run_id: The id that the CI system gave the run: 1 to 255 visible ASCII characters.
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
    /// `invalid_request` (no id, or a run's id that is not 1 to 255 visible ASCII characters),
    /// `deployment_not_found`; `invalid_transition` where another run carries it out.
    #[pyo3(signature = (deployment_id, run_id, *, actor=None, idempotency_key=None), text_signature = "($self, deployment_id, run_id, *, actor=None, idempotency_key=None)")]
    async fn sync_deploy(
        &self,
        deployment_id: Given<Text>,
        run_id: Given<Text>,
        actor: Option<Given<Text>>,
        idempotency_key: Option<Given<Text>>,
    ) -> PyResult<Deployment> {
        let call = calls::sync_deploy(self.releases()?, deployment_id, run_id, actor, idempotency_key)?;
        self.run(call).await.map(Into::into)
    }
}
