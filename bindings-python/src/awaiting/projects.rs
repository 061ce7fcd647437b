//! Projects. Written by `generate.py`.

use pyo3::prelude::*;

use super::AsyncReleases;
use crate::arguments::{Count, Described, Flag, Given, Setting, Text, Texts};
use crate::calls::projects as calls;
use crate::results::{PageOf, Project};

#[pymethods]
impl AsyncReleases {
    /// Registers a project and the repository that its candidates are cut from.
    ///
    /// Args:
    ///     project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
    ///     repository: The repository: `org/repo_name`.
    ///     version_scheme: What release versions are narrowed to, for example `semver` or `calver:YYYY.0M.MICRO`; see
    ///         `VersionScheme`.
    ///     path_patterns: Which paths of the repository are the project's, as in a `.gitignore` file; see
    ///         `PathPatterns`. Without any, all of them are.
    ///     build_workflow: The workflow that makes a candidate's artifacts.
    ///     actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
    ///         and with no space at either end.
    ///     idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
    ///         once, and answered again with the first answer, for 7 days where the database was opened with no other
    ///         time. Another request under the key is refused (`idempotency_key_reused`).
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_name`, `invalid_repository`, `invalid_request`
    ///     AlreadyExistsError: `project_exists`
    ///     RefusedError: `idempotency_key_reused`
    ///
    /// `invalid_name`, `invalid_repository`, `invalid_request` (version scheme, path patterns, workflow);
    /// `project_exists`.
    #[pyo3(signature = (project, repository, *, version_scheme=None, path_patterns=None, build_workflow=None, actor=None, idempotency_key=None), text_signature = "($self, project, repository, *, version_scheme=None, path_patterns=None, build_workflow=None, actor=None, idempotency_key=None)")]
    async fn create_project(
        &self,
        project: Given<Text>,
        repository: Given<Text>,
        version_scheme: Option<Given<Text>>,
        path_patterns: Option<Given<Texts>>,
        build_workflow: Option<Given<Described>>,
        actor: Option<Given<Text>>,
        idempotency_key: Option<Given<Text>>,
    ) -> PyResult<Project> {
        let call = calls::create_project(
            self.releases()?,
            project,
            repository,
            version_scheme,
            path_patterns,
            build_workflow,
            actor,
            idempotency_key,
        )?;
        self.run(call).await.map(Into::into)
    }

    /// A project by its name.
    ///
    /// Args:
    ///     project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_name`
    ///     NotFoundError: `project_not_found`
    ///
    /// `invalid_name`, `project_not_found`.
    #[pyo3(signature = (project), text_signature = "($self, project)")]
    async fn get_project(&self, project: Given<Text>) -> PyResult<Project> {
        let call = calls::get_project(self.releases()?, project)?;
        self.run(call).await.map(Into::into)
    }

    /// The projects by name, without the archived ones.
    ///
    /// Args:
    ///     include_archived: The archived ones too.
    ///     per_page: How many items a page has: 1 to 100, 50 where nothing is said.
    ///     cursor: Where the page begins: the `next` of the page before.
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_request`, `invalid_cursor`
    ///
    /// `invalid_request` (`per_page`), `invalid_cursor`.
    #[pyo3(signature = (*, include_archived=Given::default(false), per_page=None, cursor=None), text_signature = "($self, *, include_archived=False, per_page=None, cursor=None)")]
    async fn list_projects(
        &self,
        include_archived: Given<Flag>,
        per_page: Option<Given<Count>>,
        cursor: Option<Given<Text>>,
    ) -> PyResult<PageOf<Project>> {
        let call = calls::list_projects(self.releases()?, include_archived, per_page, cursor)?;
        self.run(call).await.map(Into::into)
    }

    /// Changes what is said of a project's settings; what is not said stays. What was created before stays as it is,
    /// also where a narrower version scheme would refuse it now.
    ///
    /// Args:
    ///     project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
    ///     version_scheme: What release versions are narrowed to from now on; see `VersionScheme`.
    ///     path_patterns: Which paths of the repository are the project's from now on; none for all of them. See
    ///         `PathPatterns`.
    ///     build_workflow: The workflow that makes a candidate's artifacts from now on; `None` for none.
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
    ///
    /// `invalid_name`, `invalid_request` (version scheme, path patterns, workflow); `project_not_found`; `archived`.
    #[pyo3(signature = (project, *, version_scheme=None, path_patterns=None, build_workflow=Setting::Unsaid, actor=None, idempotency_key=None), text_signature = "($self, project, *, version_scheme=None, path_patterns=None, build_workflow=..., actor=None, idempotency_key=None)")]
    async fn update_project(
        &self,
        project: Given<Text>,
        version_scheme: Option<Given<Text>>,
        path_patterns: Option<Given<Texts>>,
        build_workflow: Setting<Described>,
        actor: Option<Given<Text>>,
        idempotency_key: Option<Given<Text>>,
    ) -> PyResult<Project> {
        let call = calls::update_project(
            self.releases()?,
            project,
            version_scheme,
            path_patterns,
            build_workflow,
            actor,
            idempotency_key,
        )?;
        self.run(call).await.map(Into::into)
    }

    /// Gives a project another name. Its id, history and everything in it stay; the old name is free again. Renaming
    /// to the same name changes nothing.
    ///
    /// Args:
    ///     project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
    ///     to: What it is from now on.
    ///     actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
    ///         and with no space at either end.
    ///     idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
    ///         once, and answered again with the first answer, for 7 days where the database was opened with no other
    ///         time. Another request under the key is refused (`idempotency_key_reused`).
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_name`
    ///     NotFoundError: `project_not_found`
    ///     AlreadyExistsError: `project_exists`
    ///     RefusedError: `idempotency_key_reused`
    ///
    /// `invalid_name`, `project_not_found`, `project_exists`.
    #[pyo3(signature = (project, to, *, actor=None, idempotency_key=None), text_signature = "($self, project, to, *, actor=None, idempotency_key=None)")]
    async fn rename_project(
        &self,
        project: Given<Text>,
        to: Given<Text>,
        actor: Option<Given<Text>>,
        idempotency_key: Option<Given<Text>>,
    ) -> PyResult<Project> {
        let call = calls::rename_project(self.releases()?, project, to, actor, idempotency_key)?;
        self.run(call).await.map(Into::into)
    }

    /// Records that the project's repository moved to another owner or name. It is the same repository: a project
    /// keeps one for life. Candidates keep the name under which they were cut.
    ///
    /// Args:
    ///     project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
    ///     to: What it is from now on.
    ///     actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
    ///         and with no space at either end.
    ///     idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
    ///         once, and answered again with the first answer, for 7 days where the database was opened with no other
    ///         time. Another request under the key is refused (`idempotency_key_reused`).
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_name`, `invalid_repository`
    ///     NotFoundError: `project_not_found`
    ///     RefusedError: `idempotency_key_reused`
    ///
    /// `invalid_name`, `project_not_found`, `invalid_repository`.
    #[pyo3(signature = (project, to, *, actor=None, idempotency_key=None), text_signature = "($self, project, to, *, actor=None, idempotency_key=None)")]
    async fn rename_repository(
        &self,
        project: Given<Text>,
        to: Given<Text>,
        actor: Option<Given<Text>>,
        idempotency_key: Option<Given<Text>>,
    ) -> PyResult<Project> {
        let call = calls::rename_repository(self.releases()?, project, to, actor, idempotency_key)?;
        self.run(call).await.map(Into::into)
    }

    /// Archives a project: it is kept with its history, hidden from lists, and refused for new work. Reports on what
    /// is under way are still taken. Archiving an archived one changes nothing.
    ///
    /// Args:
    ///     project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
    ///     actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
    ///         and with no space at either end.
    ///     idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
    ///         once, and answered again with the first answer, for 7 days where the database was opened with no other
    ///         time. Another request under the key is refused (`idempotency_key_reused`).
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_name`
    ///     NotFoundError: `project_not_found`
    ///     RefusedError: `idempotency_key_reused`
    ///
    /// `invalid_name`, `project_not_found`.
    #[pyo3(signature = (project, *, actor=None, idempotency_key=None), text_signature = "($self, project, *, actor=None, idempotency_key=None)")]
    async fn archive_project(
        &self,
        project: Given<Text>,
        actor: Option<Given<Text>>,
        idempotency_key: Option<Given<Text>>,
    ) -> PyResult<Project> {
        let call = calls::archive_project(self.releases()?, project, actor, idempotency_key)?;
        self.run(call).await.map(Into::into)
    }

    /// Takes a project out of the archive.
    ///
    /// Args:
    ///     project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
    ///     actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
    ///         and with no space at either end.
    ///     idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
    ///         once, and answered again with the first answer, for 7 days where the database was opened with no other
    ///         time. Another request under the key is refused (`idempotency_key_reused`).
    ///
    /// Raises:
    ///     InvalidInputError: `invalid_name`
    ///     NotFoundError: `project_not_found`
    ///     RefusedError: `idempotency_key_reused`
    ///
    /// `invalid_name`, `project_not_found`.
    #[pyo3(signature = (project, *, actor=None, idempotency_key=None), text_signature = "($self, project, *, actor=None, idempotency_key=None)")]
    async fn unarchive_project(
        &self,
        project: Given<Text>,
        actor: Option<Given<Text>>,
        idempotency_key: Option<Given<Text>>,
    ) -> PyResult<Project> {
        let call = calls::unarchive_project(self.releases()?, project, actor, idempotency_key)?;
        self.run(call).await.map(Into::into)
    }
}
