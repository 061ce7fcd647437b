//! Releases, candidates and builds. Written by `generate.py`.

use pyo3::prelude::*;

use super::AsyncReleases;
use crate::arguments::{Count, Flag, Given, Span, Text, Version};
use crate::calls::releases as calls;
use crate::results::{Candidate, ImportedTags, PageOf, Release};
use crate::versions::{CandidateVersion, ReleaseVersion};

#[pymethods]
impl AsyncReleases {
    /// Cuts a release candidate at a commit, and its release where it is the first one. A candidate is one commit's
    /// for ever: the same call again answers the candidate that is there and starts nothing.
    ///
    /// `commit` is a full hash, or a prefix of 7 digits or more where a commit source is registered.
    ///
    /// Args:
    ///     project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
    ///     candidate_version: The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
    ///     repo: The repository: `org/repo_name`, the project's own.
    ///     commit: A full hash of 40 or 64 hexadecimal digits, or a prefix of 7 or more where a commit source is
    ///         registered.
    ///     trigger_build_workflow: Starts the project's build workflow, so that the candidate is `building` until it
    ///         has ended. Without this, or without a build workflow, the candidate is `ready` at once.
    ///     actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
    ///         and with no space at either end.
    ///     idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
    ///         once, and answered again with the first answer, for 7 days where the database was opened with no other
    ///         time. Another request under the key is refused (`idempotency_key_reused`).
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_release_candidate_version`, `invalid_commit_hash`, `invalid_name`
    ///     NotFoundError: `project_not_found`, `repository_not_found`
    ///     AlreadyExistsError: `candidate_exists`
    ///     RefusedError: `archived`, `idempotency_key_reused`
    ///     UnavailableError: `commit_source_unavailable`
    ///
    /// In this order: `invalid_release_candidate_version`, `invalid_commit_hash`, `invalid_name`,
    /// `project_not_found`, `candidate_exists` (at another commit), `archived`, `invalid_release_candidate_version`
    /// (the project's version scheme), `repository_not_found`, `invalid_commit_hash` (unknown to the commit source),
    /// `commit_source_unavailable`.
    #[pyo3(signature = (project, candidate_version, repo, commit, *, trigger_build_workflow=Given::default(false), actor=None, idempotency_key=None), text_signature = "($self, project, candidate_version, repo, commit, *, trigger_build_workflow=False, actor=None, idempotency_key=None)")]
    async fn create_release(
        &self,
        project: Given<Text>,
        candidate_version: Given<Version>,
        repo: Given<Text>,
        commit: Given<Text>,
        trigger_build_workflow: Given<Flag>,
        actor: Option<Given<Text>>,
        idempotency_key: Option<Given<Text>>,
    ) -> PyResult<Candidate> {
        let call = calls::create_release(
            self.releases()?,
            project,
            candidate_version,
            repo,
            commit,
            trigger_build_workflow,
            actor,
            idempotency_key,
        )?;
        self.run(call).await.map(Into::into)
    }

    /// A release by its version.
    ///
    /// Args:
    ///     project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
    ///     release_version: The release: 1 to 128 ASCII letters, digits, `.`, `_`, `+` and `-`, for example `1.4.0`.
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_request`, `invalid_name`
    ///     NotFoundError: `project_not_found`, `release_not_found`
    ///
    /// `invalid_request` (the version), `invalid_name`, `project_not_found`, `release_not_found`.
    #[pyo3(signature = (project, release_version), text_signature = "($self, project, release_version)")]
    async fn get_release(&self, project: Given<Text>, release_version: Given<Version>) -> PyResult<Release> {
        let call = calls::get_release(self.releases()?, project, release_version)?;
        self.run(call).await.map(Into::into)
    }

    /// A project's releases, the latest version first.
    ///
    /// Args:
    ///     project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
    ///     per_page: How many items a page has: 1 to 100, 50 where nothing is said.
    ///     cursor: Where the page begins: the `next` of the page before.
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_name`, `invalid_request`, `invalid_cursor`
    ///     NotFoundError: `project_not_found`
    ///
    /// `invalid_name`, `project_not_found`, `invalid_request` (`per_page`), `invalid_cursor`.
    #[pyo3(signature = (project, *, per_page=None, cursor=None), text_signature = "($self, project, *, per_page=None, cursor=None)")]
    async fn list_releases(
        &self,
        project: Given<Text>,
        per_page: Option<Given<Count>>,
        cursor: Option<Given<Text>>,
    ) -> PyResult<PageOf<Release>> {
        let call = calls::list_releases(self.releases()?, project, per_page, cursor)?;
        self.run(call).await.map(Into::into)
    }

    /// A candidate by its version.
    ///
    /// Args:
    ///     project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
    ///     candidate_version: The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_release_candidate_version`, `invalid_name`
    ///     NotFoundError: `project_not_found`, `release_not_found`
    ///
    /// `invalid_release_candidate_version`, `invalid_name`, `project_not_found`, `release_not_found`.
    #[pyo3(signature = (project, candidate_version), text_signature = "($self, project, candidate_version)")]
    async fn get_candidate(&self, project: Given<Text>, candidate_version: Given<Version>) -> PyResult<Candidate> {
        let call = calls::get_candidate(self.releases()?, project, candidate_version)?;
        self.run(call).await.map(Into::into)
    }

    /// A project's candidates, the latest version first.
    ///
    /// Args:
    ///     project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
    ///     release: Only the candidates of one release.
    ///     per_page: How many items a page has: 1 to 100, 50 where nothing is said.
    ///     cursor: Where the page begins: the `next` of the page before.
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_name`, `invalid_request`, `invalid_cursor`
    ///     NotFoundError: `project_not_found`
    ///
    /// `invalid_name`, `project_not_found`, `invalid_request` (`per_page`, the release's version), `invalid_cursor`.
    #[pyo3(signature = (project, *, release=None, per_page=None, cursor=None), text_signature = "($self, project, *, release=None, per_page=None, cursor=None)")]
    async fn list_candidates(
        &self,
        project: Given<Text>,
        release: Option<Given<Version>>,
        per_page: Option<Given<Count>>,
        cursor: Option<Given<Text>>,
    ) -> PyResult<PageOf<Candidate>> {
        let call = calls::list_candidates(self.releases()?, project, release, per_page, cursor)?;
        self.run(call).await.map(Into::into)
    }

    /// The version that the next candidate of a release has: one after its head, `-rc1` where there is none. Nothing
    /// is reserved: two who ask at once are told the same, and only one of them can cut it at its commit.
    ///
    /// Args:
    ///     project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
    ///     release_version: The release: 1 to 128 ASCII letters, digits, `.`, `_`, `+` and `-`, for example `1.4.0`.
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_request`, `invalid_name`, `invalid_release_candidate_version`
    ///     NotFoundError: `project_not_found`
    ///
    /// `invalid_request` (the version, or no number is left), `invalid_name`, `project_not_found`,
    /// `invalid_release_candidate_version` (the project's version scheme).
    #[pyo3(signature = (project, release_version), text_signature = "($self, project, release_version)")]
    async fn next_candidate(
        &self,
        project: Given<Text>,
        release_version: Given<Version>,
    ) -> PyResult<CandidateVersion> {
        let call = calls::next_candidate(self.releases()?, project, release_version)?;
        self.run(call).await.map(Into::into)
    }

    /// The version that the next release of a project has, by its version scheme, after its latest one: a date's
    /// version for CalVer, by the storage's clock; a bump of the latest for the others.
    ///
    /// Args:
    ///     project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
    ///     bump: Which number is raised: a `Bump` or its word, `major`, `minor` or `patch`. One of `major`, `minor`,
    ///         `patch`, or a `Bump`.
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_name`, `invalid_request`
    ///     NotFoundError: `project_not_found`
    ///
    /// `invalid_name`, `project_not_found`; `invalid_request` for an unknown bump, and where the scheme cannot tell
    /// what is next.
    #[pyo3(signature = (project, *, bump=None), text_signature = "($self, project, *, bump=None)")]
    async fn next_release(&self, project: Given<Text>, bump: Option<Given<Text>>) -> PyResult<ReleaseVersion> {
        let call = calls::next_release(self.releases()?, project, bump)?;
        self.run(call).await.map(Into::into)
    }

    /// Makes releases and candidates of the tags that the project's repository has, so that a team starts with its
    /// history. A tag such as `v1.4.0-rc2` becomes that candidate; one such as `v1.4.0` becomes the next candidate of
    /// its release, unless a candidate of that release is at the tag's commit. All are `ready`, and nothing is built.
    ///
    /// The same call again makes only what is not there yet. One call makes at most `MAX_IMPORTED` candidates, the
    /// lowest versions first, and tells how many tags are left.
    ///
    /// Args:
    ///     project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
    ///     pattern: Which tags are this project's, with `{version}` where the version stands: `web-v{version}`,
    ///         `web/{version}`; 1 to 200 bytes. Without a pattern, those that begin with a digit, or with `v` and a
    ///         digit.
    ///     dry_run: Says what would be made, and changes nothing.
    ///     actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
    ///         and with no space at either end.
    ///     idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
    ///         once, and answered again with the first answer, for 7 days where the database was opened with no other
    ///         time. Another request under the key is refused (`idempotency_key_reused`).
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_request`, `invalid_name`
    ///     NotFoundError: `project_not_found`, `repository_not_found`
    ///     RefusedError: `archived`, `idempotency_key_reused`
    ///     UnavailableError: `commit_source_unavailable`
    ///     ConflictError: `conflict`
    ///
    /// In this order: `invalid_request` (the pattern), `invalid_name`, `project_not_found`, `archived`,
    /// `repository_not_found` (no commit source knows it), `commit_source_unavailable`, `conflict` (candidates were
    /// cut while the tags were read).
    #[pyo3(signature = (project, *, pattern=None, dry_run=Given::default(false), actor=None, idempotency_key=None), text_signature = "($self, project, *, pattern=None, dry_run=False, actor=None, idempotency_key=None)")]
    async fn import_tags(
        &self,
        project: Given<Text>,
        pattern: Option<Given<Text>>,
        dry_run: Given<Flag>,
        actor: Option<Given<Text>>,
        idempotency_key: Option<Given<Text>>,
    ) -> PyResult<ImportedTags> {
        let call = calls::import_tags(self.releases()?, project, pattern, dry_run, actor, idempotency_key)?;
        self.run(call).await.map(Into::into)
    }

    /// Says how a candidate's build stands: a `BuildStatus` or its word. An ended build may be corrected; it is
    /// started again only by `rebuild`.
    ///
    /// Args:
    ///     project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
    ///     candidate_version: The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
    ///     status: The status, by its word. One of `building`, `ready`, `failed`, or a `BuildStatus`.
    ///     error_message: What went wrong, at most 8 KiB.
    ///     url: Where the run is shown: `http` or `https`, at most 2 KiB.
    ///     run_id: The id that the CI system gave the run: 1 to 255 visible ASCII characters.
    ///     actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
    ///         and with no space at either end.
    ///     idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
    ///         once, and answered again with the first answer, for 7 days where the database was opened with no other
    ///         time. Another request under the key is refused (`idempotency_key_reused`).
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_release_candidate_version`, `invalid_status`, `invalid_request`,
    ///         `invalid_name`
    ///     NotFoundError: `project_not_found`, `release_not_found`
    ///     RefusedError: `invalid_transition`, `idempotency_key_reused`
    ///
    /// In this order: `invalid_release_candidate_version`, `invalid_status`, `invalid_request` (message, URL, run),
    /// `invalid_name`, `project_not_found`, `release_not_found`, `invalid_transition`.
    #[pyo3(signature = (project, candidate_version, status, *, error_message=None, url=None, run_id=None, actor=None, idempotency_key=None), text_signature = "($self, project, candidate_version, status, *, error_message=None, url=None, run_id=None, actor=None, idempotency_key=None)")]
    async fn update_build_status(
        &self,
        project: Given<Text>,
        candidate_version: Given<Version>,
        status: Given<Text>,
        error_message: Option<Given<Text>>,
        url: Option<Given<Text>>,
        run_id: Option<Given<Text>>,
        actor: Option<Given<Text>>,
        idempotency_key: Option<Given<Text>>,
    ) -> PyResult<Candidate> {
        let call = calls::update_build_status(
            self.releases()?,
            project,
            candidate_version,
            status,
            error_message,
            url,
            run_id,
            actor,
            idempotency_key,
        )?;
        self.run(call).await.map(Into::into)
    }

    /// Starts a failed build again, with the build workflow that the project has now; without one, the candidate
    /// waits for a status report. One that is building already is answered as it is.
    ///
    /// Args:
    ///     project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
    ///     candidate_version: The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
    ///     actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
    ///         and with no space at either end.
    ///     idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
    ///         once, and answered again with the first answer, for 7 days where the database was opened with no other
    ///         time. Another request under the key is refused (`idempotency_key_reused`).
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_release_candidate_version`, `invalid_name`
    ///     NotFoundError: `project_not_found`, `release_not_found`
    ///     RefusedError: `archived`, `invalid_transition`, `idempotency_key_reused`
    ///
    /// `invalid_release_candidate_version`, `invalid_name`, `project_not_found`, `release_not_found`, `archived`;
    /// `invalid_transition` where the build did not fail.
    #[pyo3(signature = (project, candidate_version, *, actor=None, idempotency_key=None), text_signature = "($self, project, candidate_version, *, actor=None, idempotency_key=None)")]
    async fn rebuild(
        &self,
        project: Given<Text>,
        candidate_version: Given<Version>,
        actor: Option<Given<Text>>,
        idempotency_key: Option<Given<Text>>,
    ) -> PyResult<Candidate> {
        let call = calls::rebuild(self.releases()?, project, candidate_version, actor, idempotency_key)?;
        self.run(call).await.map(Into::into)
    }

    /// Waits until a candidate's build has come to its end, at most for an hour or what `limit` says, and answers the
    /// candidate as it is then.
    ///
    /// Args:
    ///     project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
    ///     candidate_version: The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
    ///     limit: How long to wait at most; zero looks once.
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_release_candidate_version`, `invalid_name`
    ///     NotFoundError: `project_not_found`, `release_not_found`
    ///
    /// `invalid_release_candidate_version`, `invalid_name`, `project_not_found`, `release_not_found`.
    #[pyo3(signature = (project, candidate_version, *, limit=None), text_signature = "($self, project, candidate_version, *, limit=None)")]
    async fn wait_for_build(
        &self,
        project: Given<Text>,
        candidate_version: Given<Version>,
        limit: Option<Given<Span>>,
    ) -> PyResult<Candidate> {
        let call = calls::wait_for_build(self.releases()?, project, candidate_version, limit)?;
        self.run(call).await.map(Into::into)
    }
}
