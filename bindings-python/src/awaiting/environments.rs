//! Environments. Written by `generate.py`.

use pyo3::prelude::*;

use super::AsyncReleases;
use crate::arguments::{Count, Described, Flag, Given, Moment, Setting, Text};
use crate::calls::environments as calls;
use crate::results::{Applied, Environment, PageOf};

#[pymethods]
impl AsyncReleases {
    /// Creates an environment of a project.
    ///
    /// Args:
    ///     project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
    ///     environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
    ///     tier: What it is for: a `Tier` or its word; `development` where nothing is said. One of `production`,
    ///         `staging`, `development`, or a `Tier`.
    ///     concurrency: What happens when a candidate is to be deployed while another one is: a `Concurrency` or its
    ///         word; `allow` where nothing is said. One of `allow`, `reject`, or a `Concurrency`.
    ///     deploy_workflow: The workflow that deploys to it.
    ///     actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
    ///         and with no space at either end.
    ///     idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
    ///         once, and answered again with the first answer, for 7 days where the database was opened with no other
    ///         time. Another request under the key is refused (`idempotency_key_reused`).
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_name`, `invalid_request`
    ///     NotFoundError: `project_not_found`
    ///     RefusedError: `archived`, `idempotency_key_reused`
    ///     AlreadyExistsError: `environment_exists`
    ///
    /// `invalid_name`, `invalid_request` (tier, concurrency, workflow); `project_not_found`; `archived`;
    /// `environment_exists`.
    #[pyo3(signature = (project, environment, *, tier=None, concurrency=None, deploy_workflow=None, actor=None, idempotency_key=None), text_signature = "($self, project, environment, *, tier=None, concurrency=None, deploy_workflow=None, actor=None, idempotency_key=None)")]
    async fn create_environment(
        &self,
        project: Given<Text>,
        environment: Given<Text>,
        tier: Option<Given<Text>>,
        concurrency: Option<Given<Text>>,
        deploy_workflow: Option<Given<Described>>,
        actor: Option<Given<Text>>,
        idempotency_key: Option<Given<Text>>,
    ) -> PyResult<Environment> {
        let call = calls::create_environment(
            self.releases()?,
            project,
            environment,
            tier,
            concurrency,
            deploy_workflow,
            actor,
            idempotency_key,
        )?;
        self.run(call).await.map(Into::into)
    }

    /// An environment by its name.
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
    async fn get_environment(&self, project: Given<Text>, environment: Given<Text>) -> PyResult<Environment> {
        let call = calls::get_environment(self.releases()?, project, environment)?;
        self.run(call).await.map(Into::into)
    }

    /// A project's environments by name, without the archived ones.
    ///
    /// Args:
    ///     project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
    ///     include_archived: The archived ones too.
    ///     per_page: How many items a page has: 1 to 100, 50 where nothing is said.
    ///     cursor: Where the page begins: the `next` of the page before.
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_name`, `invalid_request`, `invalid_cursor`
    ///     NotFoundError: `project_not_found`
    ///
    /// `invalid_name`, `project_not_found`, `invalid_request` (`per_page`), `invalid_cursor`.
    #[pyo3(signature = (project, *, include_archived=Given::default(false), per_page=None, cursor=None), text_signature = "($self, project, *, include_archived=False, per_page=None, cursor=None)")]
    async fn list_environments(
        &self,
        project: Given<Text>,
        include_archived: Given<Flag>,
        per_page: Option<Given<Count>>,
        cursor: Option<Given<Text>>,
    ) -> PyResult<PageOf<Environment>> {
        let call = calls::list_environments(self.releases()?, project, include_archived, per_page, cursor)?;
        self.run(call).await.map(Into::into)
    }

    /// Changes what is said of an environment's settings; what is not said stays. Deployments that were recorded
    /// before go on as they were.
    ///
    /// Args:
    ///     project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
    ///     environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
    ///     tier: What it is for: a `Tier` or its word. One of `production`, `staging`, `development`, or a `Tier`.
    ///     concurrency: What happens when a candidate is to be deployed while another one is: a `Concurrency` or its
    ///         word. One of `allow`, `reject`, or a `Concurrency`.
    ///     deploy_workflow: The workflow that deploys to it from now on; `None` for none.
    ///     actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
    ///         and with no space at either end.
    ///     idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
    ///         once, and answered again with the first answer, for 7 days where the database was opened with no other
    ///         time. Another request under the key is refused (`idempotency_key_reused`).
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_name`, `invalid_request`
    ///     NotFoundError: `project_not_found`, `environment_not_found`
    ///     RefusedError: `archived`, `idempotency_key_reused`
    ///
    /// `invalid_name`, `invalid_request` (tier, concurrency, workflow); `project_not_found`, `environment_not_found`;
    /// `archived`.
    #[pyo3(signature = (project, environment, *, tier=None, concurrency=None, deploy_workflow=Setting::Unsaid, actor=None, idempotency_key=None), text_signature = "($self, project, environment, *, tier=None, concurrency=None, deploy_workflow=..., actor=None, idempotency_key=None)")]
    async fn update_environment(
        &self,
        project: Given<Text>,
        environment: Given<Text>,
        tier: Option<Given<Text>>,
        concurrency: Option<Given<Text>>,
        deploy_workflow: Setting<Described>,
        actor: Option<Given<Text>>,
        idempotency_key: Option<Given<Text>>,
    ) -> PyResult<Environment> {
        let call = calls::update_environment(
            self.releases()?,
            project,
            environment,
            tier,
            concurrency,
            deploy_workflow,
            actor,
            idempotency_key,
        )?;
        self.run(call).await.map(Into::into)
    }

    /// Gives an environment another name. Its id, history and deployments stay; the old name is free again. Renaming
    /// to the same name changes nothing.
    ///
    /// Args:
    ///     project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
    ///     environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
    ///     to: What it is from now on.
    ///     actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
    ///         and with no space at either end.
    ///     idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
    ///         once, and answered again with the first answer, for 7 days where the database was opened with no other
    ///         time. Another request under the key is refused (`idempotency_key_reused`).
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_name`
    ///     NotFoundError: `project_not_found`, `environment_not_found`
    ///     AlreadyExistsError: `environment_exists`
    ///     RefusedError: `idempotency_key_reused`
    ///
    /// `invalid_name`, `project_not_found`, `environment_not_found`, `environment_exists`.
    #[pyo3(signature = (project, environment, to, *, actor=None, idempotency_key=None), text_signature = "($self, project, environment, to, *, actor=None, idempotency_key=None)")]
    async fn rename_environment(
        &self,
        project: Given<Text>,
        environment: Given<Text>,
        to: Given<Text>,
        actor: Option<Given<Text>>,
        idempotency_key: Option<Given<Text>>,
    ) -> PyResult<Environment> {
        let call = calls::rename_environment(self.releases()?, project, environment, to, actor, idempotency_key)?;
        self.run(call).await.map(Into::into)
    }

    /// Archives an environment: it is kept with its history, hidden from lists, and refused for new work. Reports on
    /// what is under way are still taken. Archiving an archived one changes nothing.
    ///
    /// Args:
    ///     project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
    ///     environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
    ///     actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
    ///         and with no space at either end.
    ///     idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
    ///         once, and answered again with the first answer, for 7 days where the database was opened with no other
    ///         time. Another request under the key is refused (`idempotency_key_reused`).
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_name`
    ///     NotFoundError: `project_not_found`, `environment_not_found`
    ///     RefusedError: `idempotency_key_reused`
    ///
    /// `invalid_name`, `project_not_found`, `environment_not_found`.
    #[pyo3(signature = (project, environment, *, actor=None, idempotency_key=None), text_signature = "($self, project, environment, *, actor=None, idempotency_key=None)")]
    async fn archive_environment(
        &self,
        project: Given<Text>,
        environment: Given<Text>,
        actor: Option<Given<Text>>,
        idempotency_key: Option<Given<Text>>,
    ) -> PyResult<Environment> {
        let call = calls::archive_environment(self.releases()?, project, environment, actor, idempotency_key)?;
        self.run(call).await.map(Into::into)
    }

    /// Takes an environment out of the archive.
    ///
    /// Args:
    ///     project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
    ///     environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
    ///     actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
    ///         and with no space at either end.
    ///     idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
    ///         once, and answered again with the first answer, for 7 days where the database was opened with no other
    ///         time. Another request under the key is refused (`idempotency_key_reused`).
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_name`
    ///     NotFoundError: `project_not_found`, `environment_not_found`
    ///     RefusedError: `idempotency_key_reused`
    ///
    /// `invalid_name`, `project_not_found`, `environment_not_found`.
    #[pyo3(signature = (project, environment, *, actor=None, idempotency_key=None), text_signature = "($self, project, environment, *, actor=None, idempotency_key=None)")]
    async fn unarchive_environment(
        &self,
        project: Given<Text>,
        environment: Given<Text>,
        actor: Option<Given<Text>>,
        idempotency_key: Option<Given<Text>>,
    ) -> PyResult<Environment> {
        let call = calls::unarchive_environment(self.releases()?, project, environment, actor, idempotency_key)?;
        self.run(call).await.map(Into::into)
    }

    /// Freezes an environment: it takes no new deployment without `force`, until it is unfrozen or the time has come.
    /// Freezing a frozen one replaces the reason and the end.
    ///
    /// Args:
    ///     project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
    ///     environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
    ///     reason: Why, for people: 1 byte to 8 KiB.
    ///     until: When the freeze ends by itself: an aware `datetime`, or RFC 3339 text.
    ///     actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
    ///         and with no space at either end.
    ///     idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
    ///         once, and answered again with the first answer, for 7 days where the database was opened with no other
    ///         time. Another request under the key is refused (`idempotency_key_reused`).
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_name`, `invalid_request`
    ///     NotFoundError: `project_not_found`, `environment_not_found`
    ///     RefusedError: `archived`, `idempotency_key_reused`
    ///
    /// `invalid_name`, `project_not_found`, `environment_not_found`; `invalid_request` (an empty reason or one over 8
    /// KiB, an end that is no time or has passed); `archived`.
    #[pyo3(signature = (project, environment, reason, *, until=None, actor=None, idempotency_key=None), text_signature = "($self, project, environment, reason, *, until=None, actor=None, idempotency_key=None)")]
    async fn freeze(
        &self,
        project: Given<Text>,
        environment: Given<Text>,
        reason: Given<Text>,
        until: Option<Given<Moment>>,
        actor: Option<Given<Text>>,
        idempotency_key: Option<Given<Text>>,
    ) -> PyResult<Environment> {
        let call = calls::freeze(self.releases()?, project, environment, reason, until, actor, idempotency_key)?;
        self.run(call).await.map(Into::into)
    }

    /// Ends a freeze. Where nothing is frozen, nothing changes.
    ///
    /// Args:
    ///     project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
    ///     environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
    ///     actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
    ///         and with no space at either end.
    ///     idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
    ///         once, and answered again with the first answer, for 7 days where the database was opened with no other
    ///         time. Another request under the key is refused (`idempotency_key_reused`).
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_name`
    ///     NotFoundError: `project_not_found`, `environment_not_found`
    ///     RefusedError: `idempotency_key_reused`
    ///
    /// `invalid_name`, `project_not_found`, `environment_not_found`.
    #[pyo3(signature = (project, environment, *, actor=None, idempotency_key=None), text_signature = "($self, project, environment, *, actor=None, idempotency_key=None)")]
    async fn unfreeze(
        &self,
        project: Given<Text>,
        environment: Given<Text>,
        actor: Option<Given<Text>>,
        idempotency_key: Option<Given<Text>>,
    ) -> PyResult<Environment> {
        let call = calls::unfreeze(self.releases()?, project, environment, actor, idempotency_key)?;
        self.run(call).await.map(Into::into)
    }

    /// Makes projects and environments as a file declares them, all in one commit: what is not there is created, what
    /// differs is changed, and each change has its line in the audit log. What stays as it is writes nothing, so that
    /// the same file can be applied again and again.
    ///
    /// The text is TOML, with the same keys in every language: for each project a table, projects.NAME, with
    /// repository, version_scheme, path_patterns, build_workflow and archived; in it for each environment a table,
    /// environments.NAME, with tier, concurrency, deploy_workflow and archived. Their values are of the form that
    /// creating and changing take. A key that is left out keeps what is there, and gives what is new its default; a
    /// new project needs a repository, and another one than before says that the repository moved, which is recorded
    /// as `rename_repository` does, also of a project that is archived. A workflow that is false is taken away.
    ///
    /// What exists and is not declared is told, and left alone: nothing is archived because it is missing in the
    /// file. A project or environment that was renamed and still has its old name in the file is created anew.
    ///
    /// Args:
    ///     declarations: The text of the file, in TOML: at most 1 MiB, with at most 1,000 projects and environments
    ///         in all.
    ///     dry_run: Says what would be changed, and changes nothing.
    ///     actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
    ///         and with no space at either end.
    ///     idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
    ///         once, and answered again with the first answer, for 7 days where the database was opened with no other
    ///         time. Another request under the key is refused (`idempotency_key_reused`).
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_request`, `invalid_name`, `invalid_repository`
    ///     RefusedError: `archived`, `idempotency_key_reused`
    ///
    /// Each with the place in the text (`key`, `line`, `column`): `invalid_request` (no TOML, a key that is not
    /// known, a value that is not as expected, a new project without a repository, more than 1 MiB or than 1,000
    /// projects and environments), `invalid_name`, `invalid_repository`; `archived` (another change of what is
    /// archived than where its repository is, without `archived = false`).
    #[pyo3(signature = (declarations, *, dry_run=Given::default(false), actor=None, idempotency_key=None), text_signature = "($self, declarations, *, dry_run=False, actor=None, idempotency_key=None)")]
    async fn apply(
        &self,
        declarations: Given<Text>,
        dry_run: Given<Flag>,
        actor: Option<Given<Text>>,
        idempotency_key: Option<Given<Text>>,
    ) -> PyResult<Applied> {
        let call = calls::apply(self.releases()?, declarations, dry_run, actor, idempotency_key)?;
        self.run(call).await.map(Into::into)
    }
}
