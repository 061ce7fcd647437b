"""
What the package is made of; use `release_core`.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from os import PathLike
from release_core.connections import CommitSource, Connection, RequestHeaders, WorkflowDescription
from release_core.enums import BuildStatus, Concurrency, DeliveryOutcome, DispatchState, Gap, Relation, SkipReason, Status, Tier, Truth
from release_core.errors import ReleaseError
from release_core.page import Page
from typing import Any, Final, final

__all__ = ["__version__", "Applied", "AppliedChange", "AsyncReleases", "Candidate", "CandidateVersion", "ChangedCommit", "ChangedCommits", "Changes", "CheckedRuns", "Commit", "CommitInCandidates", "CommitInEnvironment", "CommitInProject", "CommitStay", "Cut", "Delivery", "Deployment", "Dispatch", "Dispatched", "Environment", "Event", "Freeze", "ImportedTag", "ImportedTags", "Live", "Project", "Release", "ReleaseVersion", "Releases", "Rollback", "SkippedTag", "Undeclared", "WhereIs", "Worker", "Workflow", "_at_exit"]

__version__: Final[str]
"""
The version of this package.
"""

@final
class Applied:
    """
    What a file of declarations has changed: the answer of `apply`.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _from_json(text: str) -> Applied:
        """
        Reads what was pickled.
        """
    @property
    def changes(self, /) -> tuple[AppliedChange, ...]:
        """
        What was changed, or for a dry run would be, in the order of the names; nothing where all was as declared.
        """
    @property
    def dry_run(self, /) -> bool:
        """
        Whether this was a dry run, which changes nothing.
        """
    @property
    def environments(self, /) -> int:
        """
        How many environments are declared.
        """
    @property
    def projects(self, /) -> int:
        """
        How many projects are declared.
        """
    @property
    def text(self, /) -> str:
        """
        All of it as plain text, for terminals and reviews: a line for each thing that changes, and one for each value
        that it had and has.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        As plain data, which `json.dumps` takes: the form that every language and the HTTP service share.
        """
    @property
    def undeclared(self, /) -> tuple[Undeclared, ...]:
        """
        What exists and is not declared, without what is archived: it is left as it is. At most 1,000 are named.
        """
    @property
    def undeclared_total(self, /) -> int:
        """
        How many there are of them in all.
        """

@final
class AppliedChange:
    """
    One change, as the audit log has it.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _from_json(text: str) -> AppliedChange:
        """
        Reads what was pickled.
        """
    @property
    def action(self, /) -> str:
        """
        What, by the word of the audit log: `project.created`, `project.updated`, `project.repository_renamed`,
        `project.archived`, `project.unarchived`, and the same of an environment.
        """
    @property
    def after(self, /) -> dict[str, Any]:
        """
        The fields that change, as they are to be.
        """
    @property
    def before(self, /) -> dict[str, Any]:
        """
        The fields that change, as they were.
        """
    @property
    def environment(self, /) -> str | None:
        """
        The environment, where it is one that changes.
        """
    @property
    def project(self, /) -> str:
        """
        The project.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        As plain data, which `json.dumps` takes: the form that every language and the HTTP service share.
        """

@final
class AsyncReleases:
    """
    A handle on one database of releases for asyncio: the operations of `Releases`, each to be awaited.

    No call blocks the event loop; tasks and threads may share a handle. Where an awaiting task is canceled, a call that
    has begun is made to its end, whole, or has not begun and is not made; waits are given up.

    Creating a handle opens the database, which takes a moment: from within a loop, `await AsyncReleases.open(…)`.

        async with await AsyncReleases.open("releases.db") as releases:
            await releases.create_project("web", "acme/web")

    Args:
        location: A path or a URL, as for `Releases`: `releases.db`, `memory:`, `postgres://…`.
        idempotency_ttl: How long the answers of calls with an idempotency key are kept; 7 days by default.
        dispatch_wait: How long a call that starts a workflow waits for the CI system's answer; 10 seconds by default.

    Raises:
        InvalidInputError: a URL that is not understood
        UnavailableError: `not_a_database`, `schema_too_new`, `storage_read_only`, `storage_full`, `unavailable`
    """
    async def __aenter__(self, /) -> AsyncReleases: ...
    async def __aexit__(self, /, *raised: "object") -> None: ...
    def __new__(cls, /, location: str | PathLike[str], *, idempotency_ttl: timedelta | float | None = None, dispatch_wait: timedelta | float | None = None) -> AsyncReleases: ...
    def __repr__(self, /) -> str: ...
    async def add_commit_source(self, /, repository: str | None, source: CommitSource) -> None:
        """
        Gives this handle a commit source, as `Releases.add_commit_source` does.

        Args:
            repository: The repository, `org/repo_name`; `None` for all that have no source of their own.
            source: What it is, as a mapping with `kind`: see `release_core.connections`.

        Raises:
            InvalidInputError: `invalid_repository`, `invalid_request`
        """
    async def apply(self, /, declarations: str, *, dry_run: bool = ..., actor: str | None = None, idempotency_key: str | None = None) -> Applied:
        """
        Makes projects and environments as a file declares them, all in one commit: what is not there is created, what
        differs is changed, and each change has its line in the audit log. What stays as it is writes nothing, so that
        the same file can be applied again and again.

        The text is TOML, with the same keys in every language: for each project a table, projects.NAME, with
        repository, version_scheme, path_patterns, build_workflow and archived; in it for each environment a table,
        environments.NAME, with tier, concurrency, deploy_workflow and archived. Their values are of the form that
        creating and changing take. A key that is left out keeps what is there, and gives what is new its default; a
        new project needs a repository, and another one than before says that the repository moved, which is recorded
        as `rename_repository` does, also of a project that is archived. A workflow that is false is taken away.

        What exists and is not declared is told, and left alone: nothing is archived because it is missing in the
        file. A project or environment that was renamed and still has its old name in the file is created anew.

        Args:
            declarations: The text of the file, in TOML: at most 1 MiB, with at most 1,000 projects and environments
                in all.
            dry_run: Says what would be changed, and changes nothing.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_request`, `invalid_name`, `invalid_repository`
            RefusedError: `archived`, `idempotency_key_reused`

        Each with the place in the text (`key`, `line`, `column`): `invalid_request` (no TOML, a key that is not
        known, a value that is not as expected, a new project without a repository, more than 1 MiB or than 1,000
        projects and environments), `invalid_name`, `invalid_repository`; `archived` (another change of what is
        archived than where its repository is, without `archived = false`).
        """
    async def apply_webhook(self, /, connection: str, headers: RequestHeaders, body: bytes | bytearray | memoryview | str, *, actor: str | None = None, idempotency_key: str | None = None) -> Delivery:
        """
        Takes a webhook that came in for a connection: verifies it by that connection's secret, finds the deployment
        or build that its run is of, and moves it, never backwards and never twice. The headers are pairs in any case
        and order, the body is exactly what was received, at most 25 MiB (`MAX_BODY`).

        The answer says what it did, or why it did nothing. A webhook for a run that nobody knows is no error: it is
        kept as `unknown_run`, logged for the projects of its repository where somebody asked for the run, and taken
        again when it is delivered again. Other deliveries are known for as long as idempotency keys are, 7 days where
        the database was opened with no other time. It does not wait for workflows that start by it.

        Args:
            connection: The name under which the connection was registered.
            headers: The request's headers, in any case and order.
            body: The request's body, exactly as it was received.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_name`, `invalid_request`, `payload_too_large`, `invalid_signature`,
                `invalid_status`
            RefusedError: `idempotency_key_reused`

        In this order: `invalid_name`; `invalid_request` where the connection was not registered or has no secret for
        webhooks; `payload_too_large`; `invalid_signature`; `invalid_request` where a header is missing or the body is
        not what the sender sends; `invalid_status`.
        """
    async def archive_environment(self, /, project: str, environment: str, *, actor: str | None = None, idempotency_key: str | None = None) -> Environment:
        """
        Archives an environment: it is kept with its history, hidden from lists, and refused for new work. Reports on
        what is under way are still taken. Archiving an archived one changes nothing.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_name`
            NotFoundError: `project_not_found`, `environment_not_found`
            RefusedError: `idempotency_key_reused`

        `invalid_name`, `project_not_found`, `environment_not_found`.
        """
    async def archive_project(self, /, project: str, *, actor: str | None = None, idempotency_key: str | None = None) -> Project:
        """
        Archives a project: it is kept with its history, hidden from lists, and refused for new work. Reports on what
        is under way are still taken. Archiving an archived one changes nothing.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_name`
            NotFoundError: `project_not_found`
            RefusedError: `idempotency_key_reused`

        `invalid_name`, `project_not_found`.
        """
    async def cancel_deployment(self, /, deployment_id: str, *, actor: str | None = None, idempotency_key: str | None = None) -> Deployment:
        """
        Cancels an open deployment: `canceled` at once where nothing was started, else `canceling` until the CI system
        or somebody reports how it ended. Canceling twice is answered as it is.

        Args:
            deployment_id: The deployment's id.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_request`
            NotFoundError: `deployment_not_found`
            RefusedError: `invalid_transition`, `idempotency_key_reused`

        `invalid_request` (no id), `deployment_not_found`; `invalid_transition` where it has ended.
        """
    async def changes(self, /, project: str, environment: str, *, from_: str | CandidateVersion | ReleaseVersion | None = None, to: str | CandidateVersion | ReleaseVersion | None = None) -> Changes:
        """
        What a deployment brings to an environment and takes away from it, commit by commit: what is live against what
        was live there before it. With `to`, what that candidate would change if it were deployed now. What was live
        before is looked for among the last 1000 successes, as `live` does.

        It is told by the repository's commit source, or by what was recorded when the candidate was cut or deployed
        while there was one. A commit that touches no path of the project is counted and not listed.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
            from_: Compares with this candidate instead of what is live or was.
            to: Tells what this candidate changes instead of what is live.

        Raises:
            InvalidInputError: `invalid_release_candidate_version`, `invalid_name`
            NotFoundError: `project_not_found`, `environment_not_found`, `release_not_found`, `deployment_not_found`,
                `repository_not_found`
            UnavailableError: `commit_source_unavailable`

        In this order: `invalid_release_candidate_version` (`from`, `to`), `invalid_name`, `project_not_found`,
        `environment_not_found`, `release_not_found`, `deployment_not_found` (nothing is live yet, and no `to` was
        said), `repository_not_found` and `commit_source_unavailable` (nothing was recorded, and the source does not
        know the repository or cannot be asked).
        """
    async def check_runs(self, /, *, silent_after: timedelta | float | None = None) -> CheckedRuns:
        """
        Asks the CI systems about runs that were started from here, have not ended, and have not been heard of for a
        while, and moves their deployments and builds by the answers. A run that its CI system does not know leaves
        its deployment `unknown`. One round, for the triggers that this handle was given; several processes may call
        it at once: each run is asked about by one, and ever more seldom while there is no answer.

        Args:
            silent_after: How long a run must have been silent; 10 minutes by default, at least a second.

        As the storage's. What a CI system says is no error.
        """
    async def close(self, /) -> None:
        """
        Closes the database, for this handle and those that share it; later calls raise `UnavailableError`.
        """
    async def connect(self, /, name: str, connection: Connection) -> None:
        """
        Registers a connection under a name, as `Releases.connect` does.

        Args:
            name: The name by which workflows ask for it.
            connection: What it is, as a mapping with `kind`: see `release_core.connections`.

        Raises:
            InvalidInputError: `invalid_name`, `invalid_request`; no message shows a value
        """
    async def create_deployment(self, /, project: str, environment: str, candidate_version: str | CandidateVersion | ReleaseVersion, *, force: str | None = None, redeploy: bool = ..., dispatch_later: bool = ..., actor: str | None = None, idempotency_key: str | None = None) -> Deployment:
        """
        Deploys a candidate to an environment: records a deployment, `pending`, and starts the environment's deploy
        workflow once that is committed, where this handle has its trigger. What the CI system says stands on the
        deployment that is answered, also where it refuses: then its status is `error`.

        Where the same candidate is being deployed already, that deployment is answered and nothing is started, also
        where it is being canceled; `redeploy` makes another. One that is `unknown` counts as none.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
            candidate_version: The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
            force: Deploys to a frozen environment all the same. It is the reason why, as text of 1 byte to 8 KiB,
                which is logged; `force` of a rollback is a flag.
            redeploy: Makes another deployment also where the same candidate is being deployed already.
            dispatch_later: Leaves the start of the workflow to `dispatch_pending`, of this or another process.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_release_candidate_version`, `invalid_name`, `invalid_request`
            NotFoundError: `project_not_found`, `environment_not_found`, `release_not_found`
            RefusedError: `archived`, `candidate_not_ready`, `environment_frozen`, `deployment_in_progress`,
                `idempotency_key_reused`

        In this order: `invalid_release_candidate_version`, `invalid_name`, `project_not_found`,
        `environment_not_found`, `archived`, `release_not_found`, `candidate_not_ready`, `invalid_request` (an empty
        or too long reason), `environment_frozen`, `deployment_in_progress`.
        """
    async def create_environment(self, /, project: str, environment: str, *, tier: str | None = None, concurrency: str | None = None, deploy_workflow: Workflow | WorkflowDescription | None = None, actor: str | None = None, idempotency_key: str | None = None) -> Environment:
        """
        Creates an environment of a project.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
            tier: What it is for: a `Tier` or its word; `development` where nothing is said. One of `production`,
                `staging`, `development`, or a `Tier`.
            concurrency: What happens when a candidate is to be deployed while another one is: a `Concurrency` or its
                word; `allow` where nothing is said. One of `allow`, `reject`, or a `Concurrency`.
            deploy_workflow: The workflow that deploys to it.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_name`, `invalid_request`
            NotFoundError: `project_not_found`
            RefusedError: `archived`, `idempotency_key_reused`
            AlreadyExistsError: `environment_exists`

        `invalid_name`, `invalid_request` (tier, concurrency, workflow); `project_not_found`; `archived`;
        `environment_exists`.
        """
    async def create_project(self, /, project: str, repository: str, *, version_scheme: str | None = None, path_patterns: Iterable[str] | None = None, build_workflow: Workflow | WorkflowDescription | None = None, actor: str | None = None, idempotency_key: str | None = None) -> Project:
        """
        Registers a project and the repository that its candidates are cut from.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            repository: The repository: `org/repo_name`.
            version_scheme: What release versions are narrowed to, for example `semver` or `calver:YYYY.0M.MICRO`; see
                `VersionScheme`.
            path_patterns: Which paths of the repository are the project's, as in a `.gitignore` file; see
                `PathPatterns`. Without any, all of them are.
            build_workflow: The workflow that makes a candidate's artifacts.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_name`, `invalid_repository`, `invalid_request`
            AlreadyExistsError: `project_exists`
            RefusedError: `idempotency_key_reused`

        `invalid_name`, `invalid_repository`, `invalid_request` (version scheme, path patterns, workflow);
        `project_exists`.
        """
    async def create_release(self, /, project: str, candidate_version: str | CandidateVersion | ReleaseVersion, repo: str, commit: str, *, trigger_build_workflow: bool = ..., actor: str | None = None, idempotency_key: str | None = None) -> Candidate:
        """
        Cuts a release candidate at a commit, and its release where it is the first one. A candidate is one commit's
        for ever: the same call again answers the candidate that is there and starts nothing.

        `commit` is a full hash, or a prefix of 7 digits or more where a commit source is registered.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            candidate_version: The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
            repo: The repository: `org/repo_name`, the project's own.
            commit: A full hash of 40 or 64 hexadecimal digits, or a prefix of 7 or more where a commit source is
                registered.
            trigger_build_workflow: Starts the project's build workflow, so that the candidate is `building` until it
                has ended. Without this, or without a build workflow, the candidate is `ready` at once.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_release_candidate_version`, `invalid_commit_hash`, `invalid_name`
            NotFoundError: `project_not_found`, `repository_not_found`
            AlreadyExistsError: `candidate_exists`
            RefusedError: `archived`, `idempotency_key_reused`
            UnavailableError: `commit_source_unavailable`

        In this order: `invalid_release_candidate_version`, `invalid_commit_hash`, `invalid_name`,
        `project_not_found`, `candidate_exists` (at another commit), `archived`, `invalid_release_candidate_version`
        (the project's version scheme), `repository_not_found`, `invalid_commit_hash` (unknown to the commit source),
        `commit_source_unavailable`.
        """
    async def dispatch(self, /, deployment_id: str, *, actor: str | None = None, idempotency_key: str | None = None) -> Deployment:
        """
        Starts the workflow of a deployment that is queued, now: one created with `dispatch_later`, or one that waits
        to be tried again. A rollback that waits for other runs to end waits no more. A deployment that has been
        started already is answered as it is.

        Args:
            deployment_id: The deployment's id.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_request`
            NotFoundError: `deployment_not_found`
            RefusedError: `invalid_transition`, `idempotency_key_reused`
            DispatchError: `dispatch_failed`

        `invalid_request` (no id), `deployment_not_found`; `invalid_transition` where no workflow is queued;
        `dispatch_failed` where this handle was not given the trigger, and where the CI system refuses: its words are
        in the context, and the deployment has ended as `error`.
        """
    async def dispatch_pending(self, /) -> Dispatched:
        """
        Takes up every dispatch that is due and whose trigger this handle was given: starts what is queued, looks for
        what was perhaps started by a process that died, and cancels what was asked to be canceled. One round; a
        program calls it as often as it likes. Several processes may call it at once: each dispatch is one's.

        As the storage's. What a CI system says is no error: it stands on the deployment.
        """
    async def freeze(self, /, project: str, environment: str, reason: str, *, until: datetime | str | None = None, actor: str | None = None, idempotency_key: str | None = None) -> Environment:
        """
        Freezes an environment: it takes no new deployment without `force`, until it is unfrozen or the time has come.
        Freezing a frozen one replaces the reason and the end.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
            reason: Why, for people: 1 byte to 8 KiB.
            until: When the freeze ends by itself: an aware `datetime`, or RFC 3339 text.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_name`, `invalid_request`
            NotFoundError: `project_not_found`, `environment_not_found`
            RefusedError: `archived`, `idempotency_key_reused`

        `invalid_name`, `project_not_found`, `environment_not_found`; `invalid_request` (an empty reason or one over 8
        KiB, an end that is no time or has passed); `archived`.
        """
    async def get_candidate(self, /, project: str, candidate_version: str | CandidateVersion | ReleaseVersion) -> Candidate:
        """
        A candidate by its version.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            candidate_version: The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.

        Raises:
            InvalidInputError: `invalid_release_candidate_version`, `invalid_name`
            NotFoundError: `project_not_found`, `release_not_found`

        `invalid_release_candidate_version`, `invalid_name`, `project_not_found`, `release_not_found`.
        """
    async def get_deployment(self, /, deployment_id: str) -> Deployment:
        """
        A deployment by its id.

        Args:
            deployment_id: The deployment's id.

        Raises:
            InvalidInputError: `invalid_request`
            NotFoundError: `deployment_not_found`

        `invalid_request` (no id), `deployment_not_found`.
        """
    async def get_dispatch(self, /, dispatch_id: str) -> Dispatch:
        """
        A dispatch by its id: how far the start of a workflow has come, and what the CI system said.

        Args:
            dispatch_id: The dispatch's id.

        Raises:
            InvalidInputError: `invalid_request`
            NotFoundError: `deployment_not_found`

        `invalid_request` for what is no id; `deployment_not_found` where there is no such dispatch.
        """
    async def get_environment(self, /, project: str, environment: str) -> Environment:
        """
        An environment by its name.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.

        Raises:
            InvalidInputError: `invalid_name`
            NotFoundError: `project_not_found`, `environment_not_found`

        `invalid_name`, `project_not_found`, `environment_not_found`.
        """
    async def get_project(self, /, project: str) -> Project:
        """
        A project by its name.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.

        Raises:
            InvalidInputError: `invalid_name`
            NotFoundError: `project_not_found`

        `invalid_name`, `project_not_found`.
        """
    async def get_release(self, /, project: str, release_version: str | CandidateVersion | ReleaseVersion) -> Release:
        """
        A release by its version.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            release_version: The release: 1 to 128 ASCII letters, digits, `.`, `_`, `+` and `-`, for example `1.4.0`.

        Raises:
            InvalidInputError: `invalid_request`, `invalid_name`
            NotFoundError: `project_not_found`, `release_not_found`

        `invalid_request` (the version), `invalid_name`, `project_not_found`, `release_not_found`.
        """
    async def history(self, /, *, project: str | None = None, environment: str | None = None, candidate: str | CandidateVersion | ReleaseVersion | None = None, per_page: int | None = None, cursor: str | None = None) -> Page[Event]:
        """
        The audit log, newest first: who, when, what, before, after. Of everything, or of a project, an environment, a
        candidate, or a candidate in an environment.

        Args:
            project: Only what concerns this project.
            environment: Only what concerns this environment of the project.
            candidate: Only what concerns this candidate of the project.
            per_page: How many items a page has: 1 to 100, 50 where nothing is said.
            cursor: Where the page begins: the `next` of the page before.

        Raises:
            InvalidInputError: `invalid_request`, `invalid_name`, `invalid_release_candidate_version`,
                `invalid_cursor`
            NotFoundError: `project_not_found`, `environment_not_found`

        `invalid_request` (`per_page`, or an environment or candidate without its project), `invalid_name`,
        `invalid_release_candidate_version`, `project_not_found`, `environment_not_found`, `invalid_cursor`.
        """
    async def import_tags(self, /, project: str, *, pattern: str | None = None, dry_run: bool = ..., actor: str | None = None, idempotency_key: str | None = None) -> ImportedTags:
        """
        Makes releases and candidates of the tags that the project's repository has, so that a team starts with its
        history. A tag such as `v1.4.0-rc2` becomes that candidate; one such as `v1.4.0` becomes the next candidate of
        its release, unless a candidate of that release is at the tag's commit. All are `ready`, and nothing is built.

        The same call again makes only what is not there yet. One call makes at most `MAX_IMPORTED` candidates, the
        lowest versions first, and tells how many tags are left.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            pattern: Which tags are this project's, with `{version}` where the version stands: `web-v{version}`,
                `web/{version}`; 1 to 200 bytes. Without a pattern, those that begin with a digit, or with `v` and a
                digit.
            dry_run: Says what would be made, and changes nothing.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_request`, `invalid_name`
            NotFoundError: `project_not_found`, `repository_not_found`
            RefusedError: `archived`, `idempotency_key_reused`
            UnavailableError: `commit_source_unavailable`
            ConflictError: `conflict`

        In this order: `invalid_request` (the pattern), `invalid_name`, `project_not_found`, `archived`,
        `repository_not_found` (no commit source knows it), `commit_source_unavailable`, `conflict` (candidates were
        cut while the tags were read).
        """
    @staticmethod
    def in_memory(*, idempotency_ttl: timedelta | float | None = None, dispatch_wait: timedelta | float | None = None) -> AsyncReleases:
        """
        A database in memory, for tests and for trying things out. It is gone with its last handle.
        """
    async def list_candidates(self, /, project: str, *, release: str | CandidateVersion | ReleaseVersion | None = None, per_page: int | None = None, cursor: str | None = None) -> Page[Candidate]:
        """
        A project's candidates, the latest version first.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            release: Only the candidates of one release.
            per_page: How many items a page has: 1 to 100, 50 where nothing is said.
            cursor: Where the page begins: the `next` of the page before.

        Raises:
            InvalidInputError: `invalid_name`, `invalid_request`, `invalid_cursor`
            NotFoundError: `project_not_found`

        `invalid_name`, `project_not_found`, `invalid_request` (`per_page`, the release's version), `invalid_cursor`.
        """
    async def list_deployments(self, /, project: str, environment: str, *, page: int | None = None, per_page: int | None = None, cursor: str | None = None) -> Page[Deployment]:
        """
        An environment's deployments, newest first, 10 a page where nothing else is said. Pages are counted (`page`)
        or follow each other (`cursor`); every page costs the same. Counted pages shift when deployments are added; a
        cursor goes on where its page ended.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
            page: The page, counted from 1.
            per_page: How many deployments a page has: 1 to 100, 10 where nothing is said.
            cursor: Where the page begins: the `next` of the page before.

        Raises:
            InvalidInputError: `invalid_name`, `invalid_request`, `invalid_cursor`
            NotFoundError: `project_not_found`, `environment_not_found`

        `invalid_name`, `project_not_found`, `environment_not_found`, `invalid_request` (`page`, `per_page`),
        `invalid_cursor`.
        """
    async def list_environments(self, /, project: str, *, include_archived: bool = ..., per_page: int | None = None, cursor: str | None = None) -> Page[Environment]:
        """
        A project's environments by name, without the archived ones.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            include_archived: The archived ones too.
            per_page: How many items a page has: 1 to 100, 50 where nothing is said.
            cursor: Where the page begins: the `next` of the page before.

        Raises:
            InvalidInputError: `invalid_name`, `invalid_request`, `invalid_cursor`
            NotFoundError: `project_not_found`

        `invalid_name`, `project_not_found`, `invalid_request` (`per_page`), `invalid_cursor`.
        """
    async def list_projects(self, /, *, include_archived: bool = ..., per_page: int | None = None, cursor: str | None = None) -> Page[Project]:
        """
        The projects by name, without the archived ones.

        Args:
            include_archived: The archived ones too.
            per_page: How many items a page has: 1 to 100, 50 where nothing is said.
            cursor: Where the page begins: the `next` of the page before.

        Raises:
            InvalidInputError: `invalid_request`, `invalid_cursor`

        `invalid_request` (`per_page`), `invalid_cursor`.
        """
    async def list_releases(self, /, project: str, *, per_page: int | None = None, cursor: str | None = None) -> Page[Release]:
        """
        A project's releases, the latest version first.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            per_page: How many items a page has: 1 to 100, 50 where nothing is said.
            cursor: Where the page begins: the `next` of the page before.

        Raises:
            InvalidInputError: `invalid_name`, `invalid_request`, `invalid_cursor`
            NotFoundError: `project_not_found`

        `invalid_name`, `project_not_found`, `invalid_request` (`per_page`), `invalid_cursor`.
        """
    async def live(self, /, project: str, environment: str) -> Live:
        """
        What is live in an environment: the successful deployment that ended last. With what is in flight, what was
        live before, and the freeze that holds. At most the newest 100 in flight are answered, and what was live
        before is looked for among the last 1000 successes.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.

        Raises:
            InvalidInputError: `invalid_name`
            NotFoundError: `project_not_found`, `environment_not_found`

        `invalid_name`, `project_not_found`, `environment_not_found`.
        """
    @property
    def location(self, /) -> str:
        """
        Where the database is, for people: a path or URL without credentials.
        """
    async def next_candidate(self, /, project: str, release_version: str | CandidateVersion | ReleaseVersion) -> CandidateVersion:
        """
        The version that the next candidate of a release has: one after its head, `-rc1` where there is none. Nothing
        is reserved: two who ask at once are told the same, and only one of them can cut it at its commit.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            release_version: The release: 1 to 128 ASCII letters, digits, `.`, `_`, `+` and `-`, for example `1.4.0`.

        Raises:
            InvalidInputError: `invalid_request`, `invalid_name`, `invalid_release_candidate_version`
            NotFoundError: `project_not_found`

        `invalid_request` (the version, or no number is left), `invalid_name`, `project_not_found`,
        `invalid_release_candidate_version` (the project's version scheme).
        """
    async def next_release(self, /, project: str, *, bump: str | None = None) -> ReleaseVersion:
        """
        The version that the next release of a project has, by its version scheme, after its latest one: a date's
        version for CalVer, by the storage's clock; a bump of the latest for the others.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            bump: Which number is raised: a `Bump` or its word, `major`, `minor` or `patch`. One of `major`, `minor`,
                `patch`, or a `Bump`.

        Raises:
            InvalidInputError: `invalid_name`, `invalid_request`
            NotFoundError: `project_not_found`

        `invalid_name`, `project_not_found`; `invalid_request` for an unknown bump, and where the scheme cannot tell
        what is next.
        """
    @staticmethod
    async def open(location: str | PathLike[str], *, idempotency_ttl: timedelta | float | None = None, dispatch_wait: timedelta | float | None = None) -> AsyncReleases:
        """
        Opens a database, as creating an `AsyncReleases` does, without blocking the loop.
        """
    async def purge_expired(self, /, *, actor: str | None = None, idempotency_key: str | None = None) -> int:
        """
        Forgets the answers whose idempotency keys have expired, at most 500 a call, and answers how many it forgot.
        An expired key is not honoured, forgotten or not; this only makes room.

        Args:
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            RefusedError: `idempotency_key_reused`

        As the storage's.
        """
    async def rebuild(self, /, project: str, candidate_version: str | CandidateVersion | ReleaseVersion, *, actor: str | None = None, idempotency_key: str | None = None) -> Candidate:
        """
        Starts a failed build again, with the build workflow that the project has now; without one, the candidate
        waits for a status report. One that is building already is answered as it is.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            candidate_version: The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_release_candidate_version`, `invalid_name`
            NotFoundError: `project_not_found`, `release_not_found`
            RefusedError: `archived`, `invalid_transition`, `idempotency_key_reused`

        `invalid_release_candidate_version`, `invalid_name`, `project_not_found`, `release_not_found`, `archived`;
        `invalid_transition` where the build did not fail.
        """
    async def release_notes(self, /, project: str, candidate_version: str | CandidateVersion | ReleaseVersion, *, from_: str | CandidateVersion | ReleaseVersion | None = None) -> Changes:
        """
        What a candidate brings and takes away against the head of the release before its own, by version: the commits
        for its release notes.

        It is told as `changes` are, and recorded when the candidate is cut.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            candidate_version: The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
            from_: Compares with this candidate instead of the release before.

        Raises:
            InvalidInputError: `invalid_release_candidate_version`, `invalid_name`
            NotFoundError: `project_not_found`, `release_not_found`, `repository_not_found`
            UnavailableError: `commit_source_unavailable`

        In this order: `invalid_release_candidate_version`, `invalid_name`, `project_not_found`, `release_not_found`,
        `repository_not_found`, `commit_source_unavailable`.
        """
    async def rename_environment(self, /, project: str, environment: str, to: str, *, actor: str | None = None, idempotency_key: str | None = None) -> Environment:
        """
        Gives an environment another name. Its id, history and deployments stay; the old name is free again. Renaming
        to the same name changes nothing.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
            to: What it is from now on.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_name`
            NotFoundError: `project_not_found`, `environment_not_found`
            AlreadyExistsError: `environment_exists`
            RefusedError: `idempotency_key_reused`

        `invalid_name`, `project_not_found`, `environment_not_found`, `environment_exists`.
        """
    async def rename_project(self, /, project: str, to: str, *, actor: str | None = None, idempotency_key: str | None = None) -> Project:
        """
        Gives a project another name. Its id, history and everything in it stay; the old name is free again. Renaming
        to the same name changes nothing.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            to: What it is from now on.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_name`
            NotFoundError: `project_not_found`
            AlreadyExistsError: `project_exists`
            RefusedError: `idempotency_key_reused`

        `invalid_name`, `project_not_found`, `project_exists`.
        """
    async def rename_repository(self, /, project: str, to: str, *, actor: str | None = None, idempotency_key: str | None = None) -> Project:
        """
        Records that the project's repository moved to another owner or name. It is the same repository: a project
        keeps one for life. Candidates keep the name under which they were cut.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            to: What it is from now on.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_name`, `invalid_repository`
            NotFoundError: `project_not_found`
            RefusedError: `idempotency_key_reused`

        `invalid_name`, `project_not_found`, `invalid_repository`.
        """
    async def retry_dispatch(self, /, deployment_id: str, *, actor: str | None = None, idempotency_key: str | None = None) -> Deployment:
        """
        Starts the workflow again of a deployment whose start was refused, or whose start could not be found out. A
        refused one has ended: the answer is a new deployment with `retry_of`. An unknown one is sent again as it is,
        which is for a person to decide, because the first start may have happened. Where the same candidate is being
        deployed there already, nothing is started, and the answer is that deployment.

        Args:
            deployment_id: The deployment's id.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_request`
            NotFoundError: `deployment_not_found`
            RefusedError: `archived`, `invalid_transition`, `candidate_not_ready`, `environment_frozen`,
                `deployment_in_progress`, `idempotency_key_reused`
            DispatchError: `dispatch_failed`

        `invalid_request` (no id), `deployment_not_found`, `archived`; `invalid_transition` where its start has not
        failed; `candidate_not_ready`, `environment_frozen` and `deployment_in_progress` as for a new deployment;
        `dispatch_failed` where the CI system refuses again: its words are in the context, and the attempt stands in
        the history.
        """
    async def rollback(self, /, project: str, environment: str, *, force: bool = ..., to: str | CandidateVersion | ReleaseVersion | None = None, from_: str | CandidateVersion | ReleaseVersion | None = None, dry_run: bool = ..., actor: str | None = None, idempotency_key: str | None = None) -> Rollback:
        """
        Goes back in an environment: where the newest deployment succeeded, to what was live before it; where it did
        not, to what is live. Each time further back, and never to a candidate that a rollback has left. Deployments
        that are open are canceled first, and the rollback's workflow starts when their runs have ended, or after ten
        minutes.

        The same call again while the rollback is `pending` or `in_progress` answers that rollback, so that a retry
        goes back once.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
            force: Goes back also where the environment is frozen, and starts the workflow at once, without waiting
                for the runs that are canceled. It is a flag; `force` of a new deployment is the reason, as text.
            to: Goes to this candidate.
            from_: Goes back only where this candidate is live, so that a decision made on an old view is refused.
            dry_run: Says what would be done, and changes nothing.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_release_candidate_version`, `invalid_name`
            NotFoundError: `project_not_found`, `environment_not_found`, `release_not_found`, `nothing_to_roll_back`
            RefusedError: `archived`, `environment_frozen`, `candidate_not_ready`, `idempotency_key_reused`
            ConflictError: `conflict`

        In this order: `invalid_release_candidate_version` (`to`, `from`), `invalid_name`, `project_not_found`,
        `environment_not_found`, `archived`, `environment_frozen`, `conflict` (`from` is not live),
        `release_not_found` and `candidate_not_ready` (`to`), `nothing_to_roll_back` (also with `to`, where nothing
        was deployed yet).
        """
    def start_worker(self, /, *, poll_interval: timedelta | float | None = None, check_interval: timedelta | float | None = None, silent_after: timedelta | float | None = None) -> Worker:
        """
        Starts a worker on a thread of its own, as `Releases.start_worker` does. To stop it blocks for the round that it is
        in: `await asyncio.to_thread(worker.stop)`.

        Args:
            poll_interval: How often it looks for work that another process has left; 5 seconds by default.
            check_interval: How often it looks for runs that have fallen silent; a minute by default.
            silent_after: How long a run must have been silent to be asked about; 10 minutes by default.

        Raises:
            UnavailableError: where no thread can be started
        """
    async def sync_build(self, /, release_cut_id: str, run_id: str, *, actor: str | None = None, idempotency_key: str | None = None) -> Candidate:
        """
        Says which run builds a candidate, by the candidate's id (the "release cut id" that the workflow was told). A
        candidate whose build has ended is linked and stays as it is.

        Args:
            release_cut_id: The candidate's id, which its build workflow was told as the release cut id.
            run_id: The id that the CI system gave the run: 1 to 255 visible ASCII characters.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_request`
            NotFoundError: `release_not_found`
            RefusedError: `invalid_transition`, `idempotency_key_reused`

        `invalid_request` (no id, or a run's id that is not 1 to 255 visible ASCII characters), `release_not_found`;
        `invalid_transition` where another run builds it.
        """
    async def sync_deploy(self, /, deployment_id: str, run_id: str, *, actor: str | None = None, idempotency_key: str | None = None) -> Deployment:
        """
        Says which run carries out a deployment, by the deployment's id: it is in progress then. A deployment that has
        ended or is being canceled is linked and stays as it is.

        Args:
            deployment_id: The deployment's id.
            run_id: The id that the CI system gave the run: 1 to 255 visible ASCII characters.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_request`
            NotFoundError: `deployment_not_found`
            RefusedError: `invalid_transition`, `idempotency_key_reused`

        `invalid_request` (no id, or a run's id that is not 1 to 255 visible ASCII characters),
        `deployment_not_found`; `invalid_transition` where another run carries it out.
        """
    async def unarchive_environment(self, /, project: str, environment: str, *, actor: str | None = None, idempotency_key: str | None = None) -> Environment:
        """
        Takes an environment out of the archive.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_name`
            NotFoundError: `project_not_found`, `environment_not_found`
            RefusedError: `idempotency_key_reused`

        `invalid_name`, `project_not_found`, `environment_not_found`.
        """
    async def unarchive_project(self, /, project: str, *, actor: str | None = None, idempotency_key: str | None = None) -> Project:
        """
        Takes a project out of the archive.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_name`
            NotFoundError: `project_not_found`
            RefusedError: `idempotency_key_reused`

        `invalid_name`, `project_not_found`.
        """
    async def unfreeze(self, /, project: str, environment: str, *, actor: str | None = None, idempotency_key: str | None = None) -> Environment:
        """
        Ends a freeze. Where nothing is frozen, nothing changes.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_name`
            NotFoundError: `project_not_found`, `environment_not_found`
            RefusedError: `idempotency_key_reused`

        `invalid_name`, `project_not_found`, `environment_not_found`.
        """
    async def update_build_status(self, /, project: str, candidate_version: str | CandidateVersion | ReleaseVersion, status: str, *, error_message: str | None = None, url: str | None = None, run_id: str | None = None, actor: str | None = None, idempotency_key: str | None = None) -> Candidate:
        """
        Says how a candidate's build stands: a `BuildStatus` or its word. An ended build may be corrected; it is
        started again only by `rebuild`.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            candidate_version: The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
            status: The status, by its word. One of `building`, `ready`, `failed`, or a `BuildStatus`.
            error_message: What went wrong, at most 8 KiB.
            url: Where the run is shown: `http` or `https`, at most 2 KiB.
            run_id: The id that the CI system gave the run: 1 to 255 visible ASCII characters.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_release_candidate_version`, `invalid_status`, `invalid_request`,
                `invalid_name`
            NotFoundError: `project_not_found`, `release_not_found`
            RefusedError: `invalid_transition`, `idempotency_key_reused`

        In this order: `invalid_release_candidate_version`, `invalid_status`, `invalid_request` (message, URL, run),
        `invalid_name`, `project_not_found`, `release_not_found`, `invalid_transition`.
        """
    async def update_deployment_status(self, /, project: str, environment: str, candidate_version: str | CandidateVersion | ReleaseVersion, status: str, *, error_message: str | None = None, url: str | None = None, run_id: str | None = None, attempt: int | None = None, observed_at: datetime | str | None = None, actor: str | None = None, idempotency_key: str | None = None) -> Deployment:
        """
        Says how the deployment of a candidate stands: a `Status` or its word. It is the newest deployment of that
        candidate in that environment, or the one of the run that is named; where there is none, it is recorded with
        that status. What the report does goes by `transition`; one that is older than what is known is logged and
        changes nothing. Never starts a workflow of the deployment's own.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
            candidate_version: The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
            status: The status, by its word. One of `pending`, `in_progress`, `canceling`, `unknown`, `success`,
                `failure`, `canceled`, `error`, or a `Status`.
            error_message: What went wrong, at most 8 KiB. It stays until another is said, or the deployment comes to
                be a success.
            url: Where the run is shown: `http` or `https`, at most 2 KiB.
            run_id: The run that the report is of: 1 to 255 visible ASCII characters. A deployment without a run takes
                the first one that is named. A report of another run than the deployment's is of another deployment,
                also where it is said by the id: of the one that is known by that run here, or a new one.
            attempt: The attempt of that run, from 1: a report of an earlier one is stale, one of a later one is a new
                deployment where the earlier had ended.
            observed_at: When the status was seen: a `datetime` or RFC 3339 text. A report that was seen before the
                last one applied is stale; what another run said does not count.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_release_candidate_version`, `invalid_status`, `invalid_request`,
                `invalid_name`
            NotFoundError: `project_not_found`, `environment_not_found`, `release_not_found`
            RefusedError: `invalid_transition`, `archived`, `idempotency_key_reused`

        In this order: `invalid_release_candidate_version`, `invalid_status`, `invalid_request` (an option),
        `invalid_name`, `project_not_found`, `environment_not_found`, `release_not_found`, `invalid_transition`,
        `archived` (where a deployment would have to be recorded).
        """
    async def update_deployment_status_by_id(self, /, deployment_id: str, status: str, *, error_message: str | None = None, url: str | None = None, run_id: str | None = None, attempt: int | None = None, observed_at: datetime | str | None = None, actor: str | None = None, idempotency_key: str | None = None) -> Deployment:
        """
        Says how one deployment stands, by its id; otherwise like `update_deployment_status`. The answer is another
        deployment where the report is of a new attempt.

        Args:
            deployment_id: The deployment's id.
            status: The status, by its word. One of `pending`, `in_progress`, `canceling`, `unknown`, `success`,
                `failure`, `canceled`, `error`, or a `Status`.
            error_message: What went wrong, at most 8 KiB. It stays until another is said, or the deployment comes to
                be a success.
            url: Where the run is shown: `http` or `https`, at most 2 KiB.
            run_id: The run that the report is of: 1 to 255 visible ASCII characters. A deployment without a run takes
                the first one that is named. A report of another run than the deployment's is of another deployment,
                also where it is said by the id: of the one that is known by that run here, or a new one.
            attempt: The attempt of that run, from 1: a report of an earlier one is stale, one of a later one is a new
                deployment where the earlier had ended.
            observed_at: When the status was seen: a `datetime` or RFC 3339 text. A report that was seen before the
                last one applied is stale; what another run said does not count.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_status`, `invalid_request`
            NotFoundError: `deployment_not_found`
            RefusedError: `invalid_transition`, `archived`, `idempotency_key_reused`

        `invalid_status`, `invalid_request` (an option, or no id), `deployment_not_found`, `invalid_transition`,
        `archived`.
        """
    async def update_environment(self, /, project: str, environment: str, *, tier: str | None = None, concurrency: str | None = None, deploy_workflow: Workflow | WorkflowDescription | None = ..., actor: str | None = None, idempotency_key: str | None = None) -> Environment:
        """
        Changes what is said of an environment's settings; what is not said stays. Deployments that were recorded
        before go on as they were.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
            tier: What it is for: a `Tier` or its word. One of `production`, `staging`, `development`, or a `Tier`.
            concurrency: What happens when a candidate is to be deployed while another one is: a `Concurrency` or its
                word. One of `allow`, `reject`, or a `Concurrency`.
            deploy_workflow: The workflow that deploys to it from now on; `None` for none.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_name`, `invalid_request`
            NotFoundError: `project_not_found`, `environment_not_found`
            RefusedError: `archived`, `idempotency_key_reused`

        `invalid_name`, `invalid_request` (tier, concurrency, workflow); `project_not_found`, `environment_not_found`;
        `archived`.
        """
    async def update_project(self, /, project: str, *, version_scheme: str | None = None, path_patterns: Iterable[str] | None = None, build_workflow: Workflow | WorkflowDescription | None = ..., actor: str | None = None, idempotency_key: str | None = None) -> Project:
        """
        Changes what is said of a project's settings; what is not said stays. What was created before stays as it is,
        also where a narrower version scheme would refuse it now.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            version_scheme: What release versions are narrowed to from now on; see `VersionScheme`.
            path_patterns: Which paths of the repository are the project's from now on; none for all of them. See
                `PathPatterns`.
            build_workflow: The workflow that makes a candidate's artifacts from now on; `None` for none.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_name`, `invalid_request`
            NotFoundError: `project_not_found`
            RefusedError: `archived`, `idempotency_key_reused`

        `invalid_name`, `invalid_request` (version scheme, path patterns, workflow); `project_not_found`; `archived`.
        """
    async def wait(self, /, deployment_id: str, *, limit: timedelta | float | None = None) -> Deployment:
        """
        Waits until a deployment has come to its end, at most for an hour or what `limit` says, and answers the
        deployment as it is then: look at its `status`, which is still open where the limit has passed.

        Args:
            deployment_id: The deployment's id.
            limit: How long to wait at most; zero looks once.

        Raises:
            InvalidInputError: `invalid_request`
            NotFoundError: `deployment_not_found`

        `invalid_request`, `deployment_not_found`.
        """
    async def wait_for_build(self, /, project: str, candidate_version: str | CandidateVersion | ReleaseVersion, *, limit: timedelta | float | None = None) -> Candidate:
        """
        Waits until a candidate's build has come to its end, at most for an hour or what `limit` says, and answers the
        candidate as it is then.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            candidate_version: The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
            limit: How long to wait at most; zero looks once.

        Raises:
            InvalidInputError: `invalid_release_candidate_version`, `invalid_name`
            NotFoundError: `project_not_found`, `release_not_found`

        `invalid_release_candidate_version`, `invalid_name`, `project_not_found`, `release_not_found`.
        """
    async def where_is(self, /, commit: str, *, repository: str | None = None) -> WhereIs:
        """
        Where a commit is: for each project of a repository that has it, in which candidates, in which environments
        now and since when, and where it was and is not any more. A candidate contains a commit that is its own or in
        its history, as the repository's commit source says; without a source, that is known of its own commit only.

        `commit` is a full hash, or a prefix of 7 digits or more where a commit source is registered. Archived
        projects and environments are left out.

        Args:
            commit: A full hash of 40 or 64 hexadecimal digits, or a prefix of 7 or more where a commit source is
                registered.
            repository: Only the projects of this repository, by a name that it has or had.

        Raises:
            InvalidInputError: `invalid_commit_hash`, `invalid_repository`
            NotFoundError: `repository_not_found`
            UnavailableError: `commit_source_unavailable`

        `invalid_commit_hash` (malformed, known to no source, or a prefix of more than one), `invalid_repository`,
        `repository_not_found` (no project's, or unknown to its source), `commit_source_unavailable`.
        """

@final
class Candidate:
    """
    A release candidate: one commit, for ever.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _from_json(text: str) -> Candidate:
        """
        Reads what was pickled.
        """
    @property
    def actor(self, /) -> str | None:
        """
        Who cut it.
        """
    @property
    def build_end_at(self, /) -> datetime | None:
        """
        When its build ended, or when it was cut where there was nothing to build.
        """
    @property
    def build_status(self, /) -> BuildStatus:
        """
        The state of its build.
        """
    @property
    def commit(self, /) -> str:
        """
        The commit that it was cut at.
        """
    @property
    def created_at(self, /) -> datetime:
        """
        When it was cut.
        """
    @property
    def dispatch_id(self, /) -> str | None:
        """
        The dispatch of its newest build.
        """
    @property
    def error_message(self, /) -> str | None:
        """
        What went wrong with the build.
        """
    @property
    def id(self, /) -> str:
        """
        Its id, the "release cut id" that a build workflow is told.
        """
    @property
    def project(self, /) -> str:
        """
        The project it belongs to.
        """
    @property
    def release_version(self, /) -> ReleaseVersion:
        """
        The version of the release that it is a candidate of.
        """
    @property
    def repository(self, /) -> str:
        """
        The repository as it was named when the candidate was cut.
        """
    @property
    def run_id(self, /) -> str | None:
        """
        The id that the CI system gave the build's run.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        As plain data, which `json.dumps` takes: the form that every language and the HTTP service share.
        """
    @property
    def url(self, /) -> str | None:
        """
        Where the build's run is shown.
        """
    @property
    def version(self, /) -> CandidateVersion:
        """
        Its version.
        """

@final
class CandidateVersion:
    """
    A release version and a counter, `<release-version>-rc<N>`, such as `1.4.0-rc2`.

    Candidates go by release version, then by number, so that `1.4.0-rc10` is after `1.4.0-rc2`. A version equals the text
    that it is written as, and nothing else.

    Raises:
        InvalidInputError: `invalid_release_candidate_version`
    """
    def __eq__(self, other: object, /) -> Any: ...
    def __ge__(self, other: object, /) -> Any: ...
    def __gt__(self, other: object, /) -> Any: ...
    def __hash__(self, /) -> int:
        """
        As of the text, because a version equals its text.
        """
    def __le__(self, other: object, /) -> Any: ...
    def __lt__(self, other: object, /) -> Any: ...
    def __ne__(self, other: object, /) -> Any: ...
    def __new__(cls, version: str, /) -> CandidateVersion: ...
    def __reduce__(self, /) -> tuple[type, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def number(self, /) -> int:
        """
        The counter: 2 in `1.4.0-rc2`.
        """
    @property
    def release(self, /) -> ReleaseVersion:
        """
        The release version: `1.4.0` in `1.4.0-rc2`.
        """

@final
class ChangedCommit:
    """
    A commit in a list of changes.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _from_json(text: str) -> ChangedCommit:
        """
        Reads what was pickled.
        """
    @property
    def author(self, /) -> str:
        """
        Who wrote it: a name.
        """
    @property
    def commit(self, /) -> str:
        """
        Its full hash.
        """
    @property
    def parents(self, /) -> tuple[str, ...]:
        """
        The commits that it was made of, the one that it was made on first.
        """
    @property
    def paths(self, /) -> tuple[str, ...] | None:
        """
        The files that differ from its first parent, from the repository's root, with `/`. Nothing where they were not
        asked for, where they cannot be read, and where they are more than `MAX_PATHS`.
        """
    @property
    def pull_requests(self, /) -> tuple[int, ...]:
        """
        The numbers of the pull requests that its subject names.
        """
    @property
    def relevant(self, /) -> Truth:
        """
        Whether it touches a path of the project.
        """
    @property
    def subject(self, /) -> str:
        """
        The first line of its message.
        """
    @property
    def time(self, /) -> datetime:
        """
        When it was committed.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        As plain data, which `json.dumps` takes: the form that every language and the HTTP service share.
        """

@final
class ChangedCommits:
    """
    The commits that one candidate has and another one has not.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _from_json(text: str) -> ChangedCommits:
        """
        Reads what was pickled.
        """
    @property
    def commits(self, /) -> tuple[ChangedCommit, ...]:
        """
        Those that touch the project or may touch it, the newest first: at most `MAX_COMMITS`.
        """
    @property
    def looked_at(self, /) -> int:
        """
        How many of the newest ones were looked at. Where this is less than `total`, the rest is not listed.
        """
    @property
    def not_relevant(self, /) -> int:
        """
        How many of those that were looked at touch nothing of the project, and are not listed.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        As plain data, which `json.dumps` takes: the form that every language and the HTTP service share.
        """
    @property
    def total(self, /) -> int:
        """
        How many there are in all, as far as the history is known.
        """

@final
class Changes:
    """
    What a candidate brings and takes away against another one: the answer of `changes` and `release_notes`.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _from_json(text: str) -> Changes:
        """
        Reads what was pickled.
        """
    @property
    def brings(self, /) -> ChangedCommits:
        """
        The commits that `to` has and `from` has not.
        """
    @property
    def environment(self, /) -> str | None:
        """
        The environment; nothing for release notes.
        """
    @property
    def from_(self, /) -> Cut | None:
        """
        What was there before; nothing where there was nothing.
        """
    @property
    def gap(self, /) -> Gap | None:
        """
        Why not everything is told; nothing where it is.
        """
    @property
    def markdown(self, /) -> str:
        """
        All of it as Markdown, for release notes and comments.
        """
    @property
    def project(self, /) -> str:
        """
        The project.
        """
    @property
    def recorded_at(self, /) -> datetime | None:
        """
        When this was recorded, where it was not asked of a commit source just now.
        """
    @property
    def relation(self, /) -> Relation | None:
        """
        How `to` stands to `from`; nothing without `from`.
        """
    @property
    def takes_away(self, /) -> ChangedCommits:
        """
        The commits that `from` has and `to` has not.
        """
    @property
    def text(self, /) -> str:
        """
        All of it as plain text, for terminals and chats.
        """
    @property
    def to(self, /) -> Cut:
        """
        What is compared with it.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        As plain data, which `json.dumps` takes: the form that every language and the HTTP service share.
        """

@final
class CheckedRuns:
    """
    What a round of `check_runs` did.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _from_json(text: str) -> CheckedRuns:
        """
        Reads what was pickled.
        """
    @property
    def heard(self, /) -> int:
        """
        Runs that were asked about and are known to stand somewhere.
        """
    @property
    def moved(self, /) -> int:
        """
        Of these, the ones whose deployment or build has moved by the answer.
        """
    @property
    def not_asked(self, /) -> int:
        """
        Runs whose CI system could not be asked now.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        As plain data, which `json.dumps` takes: the form that every language and the HTTP service share.
        """
    @property
    def unknown(self, /) -> int:
        """
        Runs that the CI system does not know, or that its trigger cannot tell of.
        """
    @property
    def without_trigger(self, /) -> int:
        """
        Silent runs that need a trigger that this handle was not given.
        """

@final
class Commit:
    """
    A commit as its source shows it.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _from_json(text: str) -> Commit:
        """
        Reads what was pickled.
        """
    @property
    def author(self, /) -> str:
        """
        Who wrote it: a name.
        """
    @property
    def commit(self, /) -> str:
        """
        Its full hash.
        """
    @property
    def parents(self, /) -> tuple[str, ...]:
        """
        The commits that it was made of, the one that it was made on first.
        """
    @property
    def paths(self, /) -> tuple[str, ...] | None:
        """
        The files that differ from its first parent, from the repository's root, with `/`. Nothing where they were not
        asked for, where they cannot be read, and where they are more than `MAX_PATHS`.
        """
    @property
    def subject(self, /) -> str:
        """
        The first line of its message.
        """
    @property
    def time(self, /) -> datetime:
        """
        When it was committed.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        As plain data, which `json.dumps` takes: the form that every language and the HTTP service share.
        """

@final
class CommitInCandidates:
    """
    The candidates of a project that contain a commit: it is theirs, or in the history of theirs.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _from_json(text: str) -> CommitInCandidates:
        """
        Reads what was pickled.
        """
    @property
    def count(self, /) -> int:
        """
        How many contain it.
        """
    @property
    def first(self, /) -> CandidateVersion | None:
        """
        The lowest version that contains it.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        As plain data, which `json.dumps` takes: the form that every language and the HTTP service share.
        """
    @property
    def unknown(self, /) -> int:
        """
        Of how many it cannot be told.
        """

@final
class CommitInEnvironment:
    """
    Where a commit is in one environment.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _from_json(text: str) -> CommitInEnvironment:
        """
        Reads what was pickled.
        """
    @property
    def contained(self, /) -> Truth:
        """
        Whether what is live contains the commit.
        """
    @property
    def environment(self, /) -> str:
        """
        The environment.
        """
    @property
    def live(self, /) -> CandidateVersion | None:
        """
        What is live.
        """
    @property
    def since(self, /) -> datetime | None:
        """
        Since when all that was live contained it. Of a thousand successes and more, the time of the thousandth.
        """
    @property
    def tier(self, /) -> Tier:
        """
        Its tier.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        As plain data, which `json.dumps` takes: the form that every language and the HTTP service share.
        """
    @property
    def was(self, /) -> CommitStay | None:
        """
        Where it is not contained, the last time that it was, among the last thousand successes.
        """

@final
class CommitInProject:
    """
    Where a commit is in one project.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _from_json(text: str) -> CommitInProject:
        """
        Reads what was pickled.
        """
    @property
    def candidates(self, /) -> CommitInCandidates:
        """
        The candidates that contain it.
        """
    @property
    def commit(self, /) -> str:
        """
        The commit's full hash.
        """
    @property
    def details(self, /) -> Commit | None:
        """
        The commit as its source shows it, without its paths; nothing without a source, and where it does not reach
        it.
        """
    @property
    def environments(self, /) -> tuple[CommitInEnvironment, ...]:
        """
        The project's environments by name, without the archived ones; empty where the commit is not relevant.
        """
    @property
    def project(self, /) -> str:
        """
        The project.
        """
    @property
    def relevant(self, /) -> Truth:
        """
        Whether the commit touches a path of the project. Where it does not, nothing more is looked up.
        """
    @property
    def repository(self, /) -> str:
        """
        Its repository.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        As plain data, which `json.dumps` takes: the form that every language and the HTTP service share.
        """

@final
class CommitStay:
    """
    A time in which an environment contained a commit that it does not contain any more.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _from_json(text: str) -> CommitStay:
        """
        Reads what was pickled.
        """
    @property
    def candidate_version(self, /) -> CandidateVersion:
        """
        The candidate that was live last with it.
        """
    @property
    def deployment_id(self, /) -> str:
        """
        That candidate's deployment.
        """
    @property
    def replaced_by(self, /) -> CandidateVersion:
        """
        The candidate that took it away.
        """
    @property
    def rolled_back(self, /) -> bool:
        """
        Whether that was a rollback.
        """
    @property
    def since(self, /) -> datetime:
        """
        Since when it was contained.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        As plain data, which `json.dumps` takes: the form that every language and the HTTP service share.
        """
    @property
    def until(self, /) -> datetime:
        """
        Until when.
        """

@final
class Cut:
    """
    A candidate and the commit that it was cut at.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _from_json(text: str) -> Cut:
        """
        Reads what was pickled.
        """
    @property
    def candidate_version(self, /) -> CandidateVersion:
        """
        The candidate.
        """
    @property
    def commit(self, /) -> str:
        """
        Its commit.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        As plain data, which `json.dumps` takes: the form that every language and the HTTP service share.
        """

@final
class Delivery:
    """
    What came of a webhook, and why.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _from_json(text: str) -> Delivery:
        """
        Reads what was pickled.
        """
    @property
    def attempt(self, /) -> int | None:
        """
        The attempt of the run, where the sender counts them.
        """
    @property
    def candidate_version(self, /) -> CandidateVersion | None:
        """
        The candidate that is deployed or built.
        """
    @property
    def delivery_id(self, /) -> str:
        """
        What tells this delivery from others.
        """
    @property
    def deployment_id(self, /) -> str | None:
        """
        The deployment; nothing where it is a build. A new one where the run was attempted again after its end.
        """
    @property
    def environment(self, /) -> str | None:
        """
        The environment of the deployment.
        """
    @property
    def event(self, /) -> str:
        """
        What it was about, in the sender's words: `workflow_run.completed`, `build.finished`.
        """
    @property
    def outcome(self, /) -> DeliveryOutcome:
        """
        What it did.
        """
    @property
    def project(self, /) -> str | None:
        """
        The project of the deployment or build.
        """
    @property
    def reason(self, /) -> str | None:
        """
        Why it did nothing, where it did nothing.
        """
    @property
    def run_id(self, /) -> str | None:
        """
        The run.
        """
    @property
    def status_after(self, /) -> str | None:
        """
        The status since.
        """
    @property
    def status_before(self, /) -> str | None:
        """
        The status before: a deployment's word, or a build's.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        As plain data, which `json.dumps` takes: the form that every language and the HTTP service share.
        """

@final
class Deployment:
    """
    One attempt to put one candidate into one environment.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _from_json(text: str) -> Deployment:
        """
        Reads what was pickled.
        """
    @property
    def actor(self, /) -> str | None:
        """
        Who asked for it.
        """
    @property
    def attempt(self, /) -> int | None:
        """
        The attempt of that run, from 1.
        """
    @property
    def commit(self, /) -> str:
        """
        The candidate's commit.
        """
    @property
    def created_at(self, /) -> datetime:
        """
        When it was recorded.
        """
    @property
    def deploy_end_at(self, /) -> datetime | None:
        """
        When it first came to its end.
        """
    @property
    def deploy_start_at(self, /) -> datetime | None:
        """
        When it first moved out of `pending`.
        """
    @property
    def dispatch_id(self, /) -> str | None:
        """
        The dispatch of its workflow; missing where none is configured or it was only reported.
        """
    @property
    def environment_name(self, /) -> str:
        """
        The environment.
        """
    @property
    def error_message(self, /) -> str | None:
        """
        What went wrong, in the words of who reported it.
        """
    @property
    def from_release_candidate_version(self, /) -> CandidateVersion | None:
        """
        The candidate that the environment is moving from.
        """
    @property
    def from_release_version(self, /) -> ReleaseVersion | None:
        """
        The release that the environment is moving from.
        """
    @property
    def id(self, /) -> str:
        """
        Its id, the "deployment id" that a deploy workflow is told.
        """
    @property
    def number(self, /) -> int:
        """
        Its number, counted within the environment from 1.
        """
    @property
    def project(self, /) -> str:
        """
        The project.
        """
    @property
    def reason(self, /) -> str | None:
        """
        For a rollback, why this target; for a forced deployment, why it was forced.
        """
    @property
    def release_candidate_version(self, /) -> CandidateVersion:
        """
        The candidate.
        """
    @property
    def release_version(self, /) -> ReleaseVersion:
        """
        The version of the candidate's release.
        """
    @property
    def retry_of(self, /) -> str | None:
        """
        For a deployment made by `retry_dispatch`: the one whose start had failed.
        """
    @property
    def rollback_of(self, /) -> str | None:
        """
        For a rollback: the deployment that it takes the environment away from.
        """
    @property
    def run_id(self, /) -> str | None:
        """
        The id that the CI system gave its run.
        """
    @property
    def status(self, /) -> Status:
        """
        Its status.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        As plain data, which `json.dumps` takes: the form that every language and the HTTP service share.
        """
    @property
    def url(self, /) -> str | None:
        """
        Where its run is shown.
        """

@final
class Dispatch:
    """
    The start of one workflow, from the decision until it is known to have started or to be impossible.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _from_json(text: str) -> Dispatch:
        """
        Reads what was pickled.
        """
    @property
    def attempts(self, /) -> int:
        """
        How often it was sent, or tried to be.
        """
    @property
    def candidate_id(self, /) -> str:
        """
        The candidate's id.
        """
    @property
    def candidate_version(self, /) -> CandidateVersion:
        """
        The candidate that is built or deployed.
        """
    @property
    def created_at(self, /) -> datetime:
        """
        When it was recorded.
        """
    @property
    def deployment_id(self, /) -> str | None:
        """
        The deployment, for a deploy workflow.
        """
    @property
    def due_at(self, /) -> datetime | None:
        """
        When it is to be looked at next; nothing where it is settled.
        """
    @property
    def environment(self, /) -> str | None:
        """
        The environment, for a deploy workflow.
        """
    @property
    def id(self, /) -> str:
        """
        Its id, which the CI system is told, so that its run can be found again.
        """
    @property
    def message(self, /) -> str | None:
        """
        The CI system's words, or what went wrong on the way to it.
        """
    @property
    def project(self, /) -> str:
        """
        The project.
        """
    @property
    def run_id(self, /) -> str | None:
        """
        The id that the CI system gave the run.
        """
    @property
    def state(self, /) -> DispatchState:
        """
        How far it has come.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        As plain data, which `json.dumps` takes: the form that every language and the HTTP service share.
        """
    @property
    def url(self, /) -> str | None:
        """
        Where the run is shown.
        """
    @property
    def workflow(self, /) -> Workflow:
        """
        The workflow as it was configured when the dispatch was recorded.
        """

@final
class Dispatched:
    """
    What a round of `dispatch_pending` did.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _from_json(text: str) -> Dispatched:
        """
        Reads what was pickled.
        """
    @property
    def postponed(self, /) -> int:
        """
        Starts put off, because nothing could be sent now.
        """
    @property
    def refused(self, /) -> int:
        """
        Starts that were refused for good.
        """
    @property
    def started(self, /) -> int:
        """
        Workflows that were started, and runs that were found again.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        As plain data, which `json.dumps` takes: the form that every language and the HTTP service share.
        """
    @property
    def unknown(self, /) -> int:
        """
        Starts whose outcome is still looked for, or could not be found out.
        """
    @property
    def without_trigger(self, /) -> int:
        """
        Dispatches that are due and need a trigger that this handle was not given.
        """

@final
class Environment:
    """
    A place that a project is deployed to.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _from_json(text: str) -> Environment:
        """
        Reads what was pickled.
        """
    @property
    def actor(self, /) -> str | None:
        """
        Who created it.
        """
    @property
    def archived_at(self, /) -> datetime | None:
        """
        Since when it is archived: kept, hidden from lists, refused for new work.
        """
    @property
    def concurrency(self, /) -> Concurrency:
        """
        What happens when a candidate is to be deployed while another one is.
        """
    @property
    def created_at(self, /) -> datetime:
        """
        When it was created.
        """
    @property
    def deploy_workflow(self, /) -> Workflow | None:
        """
        The workflow that deploys to it; without one, deployments wait for status updates.
        """
    @property
    def freeze(self, /) -> Freeze | None:
        """
        Why it takes no deployments now.
        """
    @property
    def id(self, /) -> str:
        """
        Its id, which outlives a renaming.
        """
    @property
    def name(self, /) -> str:
        """
        Its name.
        """
    @property
    def project(self, /) -> str:
        """
        The project it belongs to.
        """
    @property
    def tier(self, /) -> Tier:
        """
        What it is for.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        As plain data, which `json.dumps` takes: the form that every language and the HTTP service share.
        """

@final
class Event:
    """
    One line of the audit log: who, when, what, before, after.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _from_json(text: str) -> Event:
        """
        Reads what was pickled.
        """
    @property
    def action(self, /) -> str:
        """
        What, for example `deployment.created`.
        """
    @property
    def actor(self, /) -> str | None:
        """
        Who, where the call said so.
        """
    @property
    def after(self, /) -> dict[str, Any]:
        """
        What changed, as it is since.
        """
    @property
    def at(self, /) -> datetime:
        """
        When, by the storage's clock.
        """
    @property
    def before(self, /) -> dict[str, Any]:
        """
        What changed, as it was before.
        """
    @property
    def candidate_version(self, /) -> CandidateVersion | None:
        """
        The candidate.
        """
    @property
    def deployment_id(self, /) -> str | None:
        """
        The deployment.
        """
    @property
    def environment(self, /) -> str | None:
        """
        The environment, as it was named then.
        """
    @property
    def project(self, /) -> str:
        """
        The project, as it was named then.
        """
    @property
    def reason(self, /) -> str | None:
        """
        Why, where the call or the rule said so.
        """
    @property
    def sequence(self, /) -> int:
        """
        Its place in the log; a later event has a higher number.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        As plain data, which `json.dumps` takes: the form that every language and the HTTP service share.
        """

@final
class Freeze:
    """
    A freeze of an environment.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _from_json(text: str) -> Freeze:
        """
        Reads what was pickled.
        """
    @property
    def actor(self, /) -> str | None:
        """
        Who froze it.
        """
    @property
    def reason(self, /) -> str:
        """
        Why.
        """
    @property
    def since(self, /) -> datetime:
        """
        Since when.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        As plain data, which `json.dumps` takes: the form that every language and the HTTP service share.
        """
    @property
    def until(self, /) -> datetime | None:
        """
        Until when; until it is ended by hand where this is missing.
        """

@final
class ImportedTag:
    """
    A candidate that was made of a tag.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _from_json(text: str) -> ImportedTag:
        """
        Reads what was pickled.
        """
    @property
    def candidate_version(self, /) -> CandidateVersion:
        """
        The candidate.
        """
    @property
    def commit(self, /) -> str:
        """
        The commit.
        """
    @property
    def tag(self, /) -> str:
        """
        The tag.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        As plain data, which `json.dumps` takes: the form that every language and the HTTP service share.
        """

@final
class ImportedTags:
    """
    What an import of tags did: the answer of `import_tags`.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _from_json(text: str) -> ImportedTags:
        """
        Reads what was pickled.
        """
    @property
    def imported(self, /) -> tuple[ImportedTag, ...]:
        """
        The candidates that were made, the lowest version first; for a dry run, those that would be.
        """
    @property
    def left(self, /) -> int:
        """
        How many tags are left for another call, because one makes at most `MAX_IMPORTED` candidates.
        """
    @property
    def other(self, /) -> int:
        """
        How many tags do not look like versions of this project.
        """
    @property
    def present(self, /) -> int:
        """
        How many tags stand for candidates that were there already.
        """
    @property
    def project(self, /) -> str:
        """
        The project.
        """
    @property
    def repository(self, /) -> str:
        """
        Its repository.
        """
    @property
    def skipped(self, /) -> int:
        """
        How many tags look like versions of this project and cannot be imported.
        """
    @property
    def skipped_tags(self, /) -> tuple[SkippedTag, ...]:
        """
        Which ones, and why: at most `MAX_SKIPPED`.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        As plain data, which `json.dumps` takes: the form that every language and the HTTP service share.
        """

@final
class Live:
    """
    What is live in an environment, what is in flight, and what was live before.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _from_json(text: str) -> Live:
        """
        Reads what was pickled.
        """
    @property
    def deployment(self, /) -> Deployment | None:
        """
        The successful deployment that ended last; nothing where there was none yet.
        """
    @property
    def environment(self, /) -> str:
        """
        The environment.
        """
    @property
    def freeze(self, /) -> Freeze | None:
        """
        The freeze that holds now.
        """
    @property
    def in_flight(self, /) -> tuple[Deployment, ...]:
        """
        The open deployments, newest first, at most 100.
        """
    @property
    def previous(self, /) -> Deployment | None:
        """
        The success with another candidate that ended last before the live one.
        """
    @property
    def project(self, /) -> str:
        """
        The project.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        As plain data, which `json.dumps` takes: the form that every language and the HTTP service share.
        """

@final
class Project:
    """
    A thing that is built and deployed together. It keeps one repository for life; a repository may have many
    projects.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _from_json(text: str) -> Project:
        """
        Reads what was pickled.
        """
    @property
    def actor(self, /) -> str | None:
        """
        Who created it.
        """
    @property
    def archived_at(self, /) -> datetime | None:
        """
        Since when it is archived: kept, hidden from lists, refused for new work.
        """
    @property
    def build_workflow(self, /) -> Workflow | None:
        """
        The workflow that makes a candidate's artifacts; without one, candidates are ready at once.
        """
    @property
    def created_at(self, /) -> datetime:
        """
        When it was created.
        """
    @property
    def former_repositories(self, /) -> tuple[str, ...]:
        """
        The names that the repository had before it moved.
        """
    @property
    def id(self, /) -> str:
        """
        Its id, which outlives a renaming.
        """
    @property
    def name(self, /) -> str:
        """
        Its name.
        """
    @property
    def path_patterns(self, /) -> tuple[str, ...]:
        """
        Which paths of the repository are the project's; without patterns, all of them.
        """
    @property
    def repository(self, /) -> str:
        """
        The repository that its candidates are cut from.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        As plain data, which `json.dumps` takes: the form that every language and the HTTP service share.
        """
    @property
    def version_scheme(self, /) -> str:
        """
        What its release versions are narrowed to.
        """

@final
class Release:
    """
    One release version of a project; it has one or more candidates.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _from_json(text: str) -> Release:
        """
        Reads what was pickled.
        """
    @property
    def created_at(self, /) -> datetime:
        """
        When its first candidate was cut.
        """
    @property
    def head(self, /) -> CandidateVersion:
        """
        Its newest candidate: the one with the highest number.
        """
    @property
    def project(self, /) -> str:
        """
        The project it belongs to.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        As plain data, which `json.dumps` takes: the form that every language and the HTTP service share.
        """
    @property
    def version(self, /) -> ReleaseVersion:
        """
        Its version.
        """

@final
class ReleaseVersion:
    """
    A release version, such as `1.4.0`, `2026.11.23` or `nightly-3`.

    1 to 128 ASCII letters, digits, `.`, `_`, `+` and `-`, with a letter or digit at both ends and no empty part between
    two dots. Versions have one total order: SemVer's precedence where both are SemVer, part by part for dotted numbers.
    A version equals the text that it is written as, and nothing else.

    Raises:
        InvalidInputError: `invalid_request`
    """
    def __eq__(self, other: object, /) -> Any: ...
    def __ge__(self, other: object, /) -> Any: ...
    def __gt__(self, other: object, /) -> Any: ...
    def __hash__(self, /) -> int:
        """
        As of the text, because a version equals its text.
        """
    def __le__(self, other: object, /) -> Any: ...
    def __lt__(self, other: object, /) -> Any: ...
    def __ne__(self, other: object, /) -> Any: ...
    def __new__(cls, version: str, /) -> ReleaseVersion: ...
    def __reduce__(self, /) -> tuple[type, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...

@final
class Releases:
    """
    A handle on one database of releases, which threads may share.

    Opens a database by its path or URL, and makes it where there is none: `releases.db`,
    `sqlite:releases.db?synchronous=normal`, `memory:`, `postgres://deploy@db.acme.dev/releases?sslmode=verify-full`.
    Options of a `sqlite:` URL: `synchronous` (`full`, the default, survives a power cut; `normal` may lose the last calls
    to one, never the file), `busy_timeout_ms` (how long to wait for another process that writes; 5000). Those of a
    `postgres:` URL are in `docs/postgresql.md` of the repository.

    Opening a handle starts nothing. It starts only workflows over connections that this program has registered by
    `connect`, and takes up what others have left only when told to, by `dispatch_pending` or a worker.

    Every operation may raise `UnavailableError` (a busy or closed store, a full disk), `ConflictError` and `InternalError`,
    besides what its own description says; a call that fails changes nothing. A wrong type of an argument is a `TypeError`.

        with Releases("releases.db") as releases:
            releases.create_project("web", "acme/web")

    Args:
        location: A path or a URL.
        idempotency_ttl: How long the answers of calls with an idempotency key are kept; 7 days by default.
        dispatch_wait: How long a call that starts a workflow waits for the CI system's answer; 10 seconds by default.

    Raises:
        InvalidInputError: a URL that is not understood
        UnavailableError: `not_a_database`, `schema_too_new`, `storage_read_only`, `storage_full`, `unavailable`
    """
    def __enter__(self, /) -> Releases: ...
    def __exit__(self, /, *raised: "object") -> None: ...
    def __new__(cls, /, location: str | PathLike[str], *, idempotency_ttl: timedelta | float | None = None, dispatch_wait: timedelta | float | None = None) -> Releases: ...
    def __repr__(self, /) -> str: ...
    def add_commit_source(self, /, repository: str | None, source: CommitSource) -> None:
        """
        Gives this handle a commit source: for one repository, or for all that have none of their own.

        Args:
            repository: The repository, `org/repo_name`; `None` for all others.
            source: What it is, as a mapping with `kind`: see `release_core.connections`.

        Raises:
            InvalidInputError: `invalid_repository`, `invalid_request`
        """
    def apply(self, /, declarations: str, *, dry_run: bool = ..., actor: str | None = None, idempotency_key: str | None = None) -> Applied:
        """
        Makes projects and environments as a file declares them, all in one commit: what is not there is created, what
        differs is changed, and each change has its line in the audit log. What stays as it is writes nothing, so that
        the same file can be applied again and again.

        The text is TOML, with the same keys in every language: for each project a table, projects.NAME, with
        repository, version_scheme, path_patterns, build_workflow and archived; in it for each environment a table,
        environments.NAME, with tier, concurrency, deploy_workflow and archived. Their values are of the form that
        creating and changing take. A key that is left out keeps what is there, and gives what is new its default; a
        new project needs a repository, and another one than before says that the repository moved, which is recorded
        as `rename_repository` does, also of a project that is archived. A workflow that is false is taken away.

        What exists and is not declared is told, and left alone: nothing is archived because it is missing in the
        file. A project or environment that was renamed and still has its old name in the file is created anew.

        Args:
            declarations: The text of the file, in TOML: at most 1 MiB, with at most 1,000 projects and environments
                in all.
            dry_run: Says what would be changed, and changes nothing.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_request`, `invalid_name`, `invalid_repository`
            RefusedError: `archived`, `idempotency_key_reused`

        Each with the place in the text (`key`, `line`, `column`): `invalid_request` (no TOML, a key that is not
        known, a value that is not as expected, a new project without a repository, more than 1 MiB or than 1,000
        projects and environments), `invalid_name`, `invalid_repository`; `archived` (another change of what is
        archived than where its repository is, without `archived = false`).
        """
    def apply_webhook(self, /, connection: str, headers: RequestHeaders, body: bytes | bytearray | memoryview | str, *, actor: str | None = None, idempotency_key: str | None = None) -> Delivery:
        """
        Takes a webhook that came in for a connection: verifies it by that connection's secret, finds the deployment
        or build that its run is of, and moves it, never backwards and never twice. The headers are pairs in any case
        and order, the body is exactly what was received, at most 25 MiB (`MAX_BODY`).

        The answer says what it did, or why it did nothing. A webhook for a run that nobody knows is no error: it is
        kept as `unknown_run`, logged for the projects of its repository where somebody asked for the run, and taken
        again when it is delivered again. Other deliveries are known for as long as idempotency keys are, 7 days where
        the database was opened with no other time. It does not wait for workflows that start by it.

        Args:
            connection: The name under which the connection was registered.
            headers: The request's headers, in any case and order.
            body: The request's body, exactly as it was received.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_name`, `invalid_request`, `payload_too_large`, `invalid_signature`,
                `invalid_status`
            RefusedError: `idempotency_key_reused`

        In this order: `invalid_name`; `invalid_request` where the connection was not registered or has no secret for
        webhooks; `payload_too_large`; `invalid_signature`; `invalid_request` where a header is missing or the body is
        not what the sender sends; `invalid_status`.
        """
    def archive_environment(self, /, project: str, environment: str, *, actor: str | None = None, idempotency_key: str | None = None) -> Environment:
        """
        Archives an environment: it is kept with its history, hidden from lists, and refused for new work. Reports on
        what is under way are still taken. Archiving an archived one changes nothing.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_name`
            NotFoundError: `project_not_found`, `environment_not_found`
            RefusedError: `idempotency_key_reused`

        `invalid_name`, `project_not_found`, `environment_not_found`.
        """
    def archive_project(self, /, project: str, *, actor: str | None = None, idempotency_key: str | None = None) -> Project:
        """
        Archives a project: it is kept with its history, hidden from lists, and refused for new work. Reports on what
        is under way are still taken. Archiving an archived one changes nothing.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_name`
            NotFoundError: `project_not_found`
            RefusedError: `idempotency_key_reused`

        `invalid_name`, `project_not_found`.
        """
    def cancel_deployment(self, /, deployment_id: str, *, actor: str | None = None, idempotency_key: str | None = None) -> Deployment:
        """
        Cancels an open deployment: `canceled` at once where nothing was started, else `canceling` until the CI system
        or somebody reports how it ended. Canceling twice is answered as it is.

        Args:
            deployment_id: The deployment's id.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_request`
            NotFoundError: `deployment_not_found`
            RefusedError: `invalid_transition`, `idempotency_key_reused`

        `invalid_request` (no id), `deployment_not_found`; `invalid_transition` where it has ended.
        """
    def changes(self, /, project: str, environment: str, *, from_: str | CandidateVersion | ReleaseVersion | None = None, to: str | CandidateVersion | ReleaseVersion | None = None) -> Changes:
        """
        What a deployment brings to an environment and takes away from it, commit by commit: what is live against what
        was live there before it. With `to`, what that candidate would change if it were deployed now. What was live
        before is looked for among the last 1000 successes, as `live` does.

        It is told by the repository's commit source, or by what was recorded when the candidate was cut or deployed
        while there was one. A commit that touches no path of the project is counted and not listed.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
            from_: Compares with this candidate instead of what is live or was.
            to: Tells what this candidate changes instead of what is live.

        Raises:
            InvalidInputError: `invalid_release_candidate_version`, `invalid_name`
            NotFoundError: `project_not_found`, `environment_not_found`, `release_not_found`, `deployment_not_found`,
                `repository_not_found`
            UnavailableError: `commit_source_unavailable`

        In this order: `invalid_release_candidate_version` (`from`, `to`), `invalid_name`, `project_not_found`,
        `environment_not_found`, `release_not_found`, `deployment_not_found` (nothing is live yet, and no `to` was
        said), `repository_not_found` and `commit_source_unavailable` (nothing was recorded, and the source does not
        know the repository or cannot be asked).
        """
    def check_runs(self, /, *, silent_after: timedelta | float | None = None) -> CheckedRuns:
        """
        Asks the CI systems about runs that were started from here, have not ended, and have not been heard of for a
        while, and moves their deployments and builds by the answers. A run that its CI system does not know leaves
        its deployment `unknown`. One round, for the triggers that this handle was given; several processes may call
        it at once: each run is asked about by one, and ever more seldom while there is no answer.

        Args:
            silent_after: How long a run must have been silent; 10 minutes by default, at least a second.

        As the storage's. What a CI system says is no error.
        """
    def close(self, /) -> None:
        """
        Closes the database, for this handle and those that were made of it; later calls raise `UnavailableError`.
        """
    def connect(self, /, name: str, connection: Connection) -> None:
        """
        Registers a connection under a name, for this handle: workflows that name it are started over it, and its webhooks
        are checked by it. A connection of the same name is replaced, which is how a token is changed.

        Args:
            name: The name by which workflows ask for it.
            connection: What it is, as a mapping with `kind`: see `release_core.connections`.

        Raises:
            InvalidInputError: `invalid_name`, `invalid_request`; no message shows a value
        """
    def create_deployment(self, /, project: str, environment: str, candidate_version: str | CandidateVersion | ReleaseVersion, *, force: str | None = None, redeploy: bool = ..., dispatch_later: bool = ..., actor: str | None = None, idempotency_key: str | None = None) -> Deployment:
        """
        Deploys a candidate to an environment: records a deployment, `pending`, and starts the environment's deploy
        workflow once that is committed, where this handle has its trigger. What the CI system says stands on the
        deployment that is answered, also where it refuses: then its status is `error`.

        Where the same candidate is being deployed already, that deployment is answered and nothing is started, also
        where it is being canceled; `redeploy` makes another. One that is `unknown` counts as none.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
            candidate_version: The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
            force: Deploys to a frozen environment all the same. It is the reason why, as text of 1 byte to 8 KiB,
                which is logged; `force` of a rollback is a flag.
            redeploy: Makes another deployment also where the same candidate is being deployed already.
            dispatch_later: Leaves the start of the workflow to `dispatch_pending`, of this or another process.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_release_candidate_version`, `invalid_name`, `invalid_request`
            NotFoundError: `project_not_found`, `environment_not_found`, `release_not_found`
            RefusedError: `archived`, `candidate_not_ready`, `environment_frozen`, `deployment_in_progress`,
                `idempotency_key_reused`

        In this order: `invalid_release_candidate_version`, `invalid_name`, `project_not_found`,
        `environment_not_found`, `archived`, `release_not_found`, `candidate_not_ready`, `invalid_request` (an empty
        or too long reason), `environment_frozen`, `deployment_in_progress`.
        """
    def create_environment(self, /, project: str, environment: str, *, tier: str | None = None, concurrency: str | None = None, deploy_workflow: Workflow | WorkflowDescription | None = None, actor: str | None = None, idempotency_key: str | None = None) -> Environment:
        """
        Creates an environment of a project.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
            tier: What it is for: a `Tier` or its word; `development` where nothing is said. One of `production`,
                `staging`, `development`, or a `Tier`.
            concurrency: What happens when a candidate is to be deployed while another one is: a `Concurrency` or its
                word; `allow` where nothing is said. One of `allow`, `reject`, or a `Concurrency`.
            deploy_workflow: The workflow that deploys to it.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_name`, `invalid_request`
            NotFoundError: `project_not_found`
            RefusedError: `archived`, `idempotency_key_reused`
            AlreadyExistsError: `environment_exists`

        `invalid_name`, `invalid_request` (tier, concurrency, workflow); `project_not_found`; `archived`;
        `environment_exists`.
        """
    def create_project(self, /, project: str, repository: str, *, version_scheme: str | None = None, path_patterns: Iterable[str] | None = None, build_workflow: Workflow | WorkflowDescription | None = None, actor: str | None = None, idempotency_key: str | None = None) -> Project:
        """
        Registers a project and the repository that its candidates are cut from.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            repository: The repository: `org/repo_name`.
            version_scheme: What release versions are narrowed to, for example `semver` or `calver:YYYY.0M.MICRO`; see
                `VersionScheme`.
            path_patterns: Which paths of the repository are the project's, as in a `.gitignore` file; see
                `PathPatterns`. Without any, all of them are.
            build_workflow: The workflow that makes a candidate's artifacts.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_name`, `invalid_repository`, `invalid_request`
            AlreadyExistsError: `project_exists`
            RefusedError: `idempotency_key_reused`

        `invalid_name`, `invalid_repository`, `invalid_request` (version scheme, path patterns, workflow);
        `project_exists`.
        """
    def create_release(self, /, project: str, candidate_version: str | CandidateVersion | ReleaseVersion, repo: str, commit: str, *, trigger_build_workflow: bool = ..., actor: str | None = None, idempotency_key: str | None = None) -> Candidate:
        """
        Cuts a release candidate at a commit, and its release where it is the first one. A candidate is one commit's
        for ever: the same call again answers the candidate that is there and starts nothing.

        `commit` is a full hash, or a prefix of 7 digits or more where a commit source is registered.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            candidate_version: The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
            repo: The repository: `org/repo_name`, the project's own.
            commit: A full hash of 40 or 64 hexadecimal digits, or a prefix of 7 or more where a commit source is
                registered.
            trigger_build_workflow: Starts the project's build workflow, so that the candidate is `building` until it
                has ended. Without this, or without a build workflow, the candidate is `ready` at once.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_release_candidate_version`, `invalid_commit_hash`, `invalid_name`
            NotFoundError: `project_not_found`, `repository_not_found`
            AlreadyExistsError: `candidate_exists`
            RefusedError: `archived`, `idempotency_key_reused`
            UnavailableError: `commit_source_unavailable`

        In this order: `invalid_release_candidate_version`, `invalid_commit_hash`, `invalid_name`,
        `project_not_found`, `candidate_exists` (at another commit), `archived`, `invalid_release_candidate_version`
        (the project's version scheme), `repository_not_found`, `invalid_commit_hash` (unknown to the commit source),
        `commit_source_unavailable`.
        """
    def dispatch(self, /, deployment_id: str, *, actor: str | None = None, idempotency_key: str | None = None) -> Deployment:
        """
        Starts the workflow of a deployment that is queued, now: one created with `dispatch_later`, or one that waits
        to be tried again. A rollback that waits for other runs to end waits no more. A deployment that has been
        started already is answered as it is.

        Args:
            deployment_id: The deployment's id.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_request`
            NotFoundError: `deployment_not_found`
            RefusedError: `invalid_transition`, `idempotency_key_reused`
            DispatchError: `dispatch_failed`

        `invalid_request` (no id), `deployment_not_found`; `invalid_transition` where no workflow is queued;
        `dispatch_failed` where this handle was not given the trigger, and where the CI system refuses: its words are
        in the context, and the deployment has ended as `error`.
        """
    def dispatch_pending(self, /) -> Dispatched:
        """
        Takes up every dispatch that is due and whose trigger this handle was given: starts what is queued, looks for
        what was perhaps started by a process that died, and cancels what was asked to be canceled. One round; a
        program calls it as often as it likes. Several processes may call it at once: each dispatch is one's.

        As the storage's. What a CI system says is no error: it stands on the deployment.
        """
    def freeze(self, /, project: str, environment: str, reason: str, *, until: datetime | str | None = None, actor: str | None = None, idempotency_key: str | None = None) -> Environment:
        """
        Freezes an environment: it takes no new deployment without `force`, until it is unfrozen or the time has come.
        Freezing a frozen one replaces the reason and the end.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
            reason: Why, for people: 1 byte to 8 KiB.
            until: When the freeze ends by itself: an aware `datetime`, or RFC 3339 text.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_name`, `invalid_request`
            NotFoundError: `project_not_found`, `environment_not_found`
            RefusedError: `archived`, `idempotency_key_reused`

        `invalid_name`, `project_not_found`, `environment_not_found`; `invalid_request` (an empty reason or one over 8
        KiB, an end that is no time or has passed); `archived`.
        """
    def get_candidate(self, /, project: str, candidate_version: str | CandidateVersion | ReleaseVersion) -> Candidate:
        """
        A candidate by its version.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            candidate_version: The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.

        Raises:
            InvalidInputError: `invalid_release_candidate_version`, `invalid_name`
            NotFoundError: `project_not_found`, `release_not_found`

        `invalid_release_candidate_version`, `invalid_name`, `project_not_found`, `release_not_found`.
        """
    def get_deployment(self, /, deployment_id: str) -> Deployment:
        """
        A deployment by its id.

        Args:
            deployment_id: The deployment's id.

        Raises:
            InvalidInputError: `invalid_request`
            NotFoundError: `deployment_not_found`

        `invalid_request` (no id), `deployment_not_found`.
        """
    def get_dispatch(self, /, dispatch_id: str) -> Dispatch:
        """
        A dispatch by its id: how far the start of a workflow has come, and what the CI system said.

        Args:
            dispatch_id: The dispatch's id.

        Raises:
            InvalidInputError: `invalid_request`
            NotFoundError: `deployment_not_found`

        `invalid_request` for what is no id; `deployment_not_found` where there is no such dispatch.
        """
    def get_environment(self, /, project: str, environment: str) -> Environment:
        """
        An environment by its name.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.

        Raises:
            InvalidInputError: `invalid_name`
            NotFoundError: `project_not_found`, `environment_not_found`

        `invalid_name`, `project_not_found`, `environment_not_found`.
        """
    def get_project(self, /, project: str) -> Project:
        """
        A project by its name.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.

        Raises:
            InvalidInputError: `invalid_name`
            NotFoundError: `project_not_found`

        `invalid_name`, `project_not_found`.
        """
    def get_release(self, /, project: str, release_version: str | CandidateVersion | ReleaseVersion) -> Release:
        """
        A release by its version.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            release_version: The release: 1 to 128 ASCII letters, digits, `.`, `_`, `+` and `-`, for example `1.4.0`.

        Raises:
            InvalidInputError: `invalid_request`, `invalid_name`
            NotFoundError: `project_not_found`, `release_not_found`

        `invalid_request` (the version), `invalid_name`, `project_not_found`, `release_not_found`.
        """
    def history(self, /, *, project: str | None = None, environment: str | None = None, candidate: str | CandidateVersion | ReleaseVersion | None = None, per_page: int | None = None, cursor: str | None = None) -> Page[Event]:
        """
        The audit log, newest first: who, when, what, before, after. Of everything, or of a project, an environment, a
        candidate, or a candidate in an environment.

        Args:
            project: Only what concerns this project.
            environment: Only what concerns this environment of the project.
            candidate: Only what concerns this candidate of the project.
            per_page: How many items a page has: 1 to 100, 50 where nothing is said.
            cursor: Where the page begins: the `next` of the page before.

        Raises:
            InvalidInputError: `invalid_request`, `invalid_name`, `invalid_release_candidate_version`,
                `invalid_cursor`
            NotFoundError: `project_not_found`, `environment_not_found`

        `invalid_request` (`per_page`, or an environment or candidate without its project), `invalid_name`,
        `invalid_release_candidate_version`, `project_not_found`, `environment_not_found`, `invalid_cursor`.
        """
    def import_tags(self, /, project: str, *, pattern: str | None = None, dry_run: bool = ..., actor: str | None = None, idempotency_key: str | None = None) -> ImportedTags:
        """
        Makes releases and candidates of the tags that the project's repository has, so that a team starts with its
        history. A tag such as `v1.4.0-rc2` becomes that candidate; one such as `v1.4.0` becomes the next candidate of
        its release, unless a candidate of that release is at the tag's commit. All are `ready`, and nothing is built.

        The same call again makes only what is not there yet. One call makes at most `MAX_IMPORTED` candidates, the
        lowest versions first, and tells how many tags are left.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            pattern: Which tags are this project's, with `{version}` where the version stands: `web-v{version}`,
                `web/{version}`; 1 to 200 bytes. Without a pattern, those that begin with a digit, or with `v` and a
                digit.
            dry_run: Says what would be made, and changes nothing.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_request`, `invalid_name`
            NotFoundError: `project_not_found`, `repository_not_found`
            RefusedError: `archived`, `idempotency_key_reused`
            UnavailableError: `commit_source_unavailable`
            ConflictError: `conflict`

        In this order: `invalid_request` (the pattern), `invalid_name`, `project_not_found`, `archived`,
        `repository_not_found` (no commit source knows it), `commit_source_unavailable`, `conflict` (candidates were
        cut while the tags were read).
        """
    @staticmethod
    def in_memory(*, idempotency_ttl: timedelta | float | None = None, dispatch_wait: timedelta | float | None = None) -> Releases:
        """
        A database in memory, for tests and for trying things out. It is gone with its last handle.
        """
    def list_candidates(self, /, project: str, *, release: str | CandidateVersion | ReleaseVersion | None = None, per_page: int | None = None, cursor: str | None = None) -> Page[Candidate]:
        """
        A project's candidates, the latest version first.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            release: Only the candidates of one release.
            per_page: How many items a page has: 1 to 100, 50 where nothing is said.
            cursor: Where the page begins: the `next` of the page before.

        Raises:
            InvalidInputError: `invalid_name`, `invalid_request`, `invalid_cursor`
            NotFoundError: `project_not_found`

        `invalid_name`, `project_not_found`, `invalid_request` (`per_page`, the release's version), `invalid_cursor`.
        """
    def list_deployments(self, /, project: str, environment: str, *, page: int | None = None, per_page: int | None = None, cursor: str | None = None) -> Page[Deployment]:
        """
        An environment's deployments, newest first, 10 a page where nothing else is said. Pages are counted (`page`)
        or follow each other (`cursor`); every page costs the same. Counted pages shift when deployments are added; a
        cursor goes on where its page ended.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
            page: The page, counted from 1.
            per_page: How many deployments a page has: 1 to 100, 10 where nothing is said.
            cursor: Where the page begins: the `next` of the page before.

        Raises:
            InvalidInputError: `invalid_name`, `invalid_request`, `invalid_cursor`
            NotFoundError: `project_not_found`, `environment_not_found`

        `invalid_name`, `project_not_found`, `environment_not_found`, `invalid_request` (`page`, `per_page`),
        `invalid_cursor`.
        """
    def list_environments(self, /, project: str, *, include_archived: bool = ..., per_page: int | None = None, cursor: str | None = None) -> Page[Environment]:
        """
        A project's environments by name, without the archived ones.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            include_archived: The archived ones too.
            per_page: How many items a page has: 1 to 100, 50 where nothing is said.
            cursor: Where the page begins: the `next` of the page before.

        Raises:
            InvalidInputError: `invalid_name`, `invalid_request`, `invalid_cursor`
            NotFoundError: `project_not_found`

        `invalid_name`, `project_not_found`, `invalid_request` (`per_page`), `invalid_cursor`.
        """
    def list_projects(self, /, *, include_archived: bool = ..., per_page: int | None = None, cursor: str | None = None) -> Page[Project]:
        """
        The projects by name, without the archived ones.

        Args:
            include_archived: The archived ones too.
            per_page: How many items a page has: 1 to 100, 50 where nothing is said.
            cursor: Where the page begins: the `next` of the page before.

        Raises:
            InvalidInputError: `invalid_request`, `invalid_cursor`

        `invalid_request` (`per_page`), `invalid_cursor`.
        """
    def list_releases(self, /, project: str, *, per_page: int | None = None, cursor: str | None = None) -> Page[Release]:
        """
        A project's releases, the latest version first.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            per_page: How many items a page has: 1 to 100, 50 where nothing is said.
            cursor: Where the page begins: the `next` of the page before.

        Raises:
            InvalidInputError: `invalid_name`, `invalid_request`, `invalid_cursor`
            NotFoundError: `project_not_found`

        `invalid_name`, `project_not_found`, `invalid_request` (`per_page`), `invalid_cursor`.
        """
    def live(self, /, project: str, environment: str) -> Live:
        """
        What is live in an environment: the successful deployment that ended last. With what is in flight, what was
        live before, and the freeze that holds. At most the newest 100 in flight are answered, and what was live
        before is looked for among the last 1000 successes.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.

        Raises:
            InvalidInputError: `invalid_name`
            NotFoundError: `project_not_found`, `environment_not_found`

        `invalid_name`, `project_not_found`, `environment_not_found`.
        """
    @property
    def location(self, /) -> str:
        """
        Where the database is, for people: a path or URL without credentials.
        """
    def next_candidate(self, /, project: str, release_version: str | CandidateVersion | ReleaseVersion) -> CandidateVersion:
        """
        The version that the next candidate of a release has: one after its head, `-rc1` where there is none. Nothing
        is reserved: two who ask at once are told the same, and only one of them can cut it at its commit.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            release_version: The release: 1 to 128 ASCII letters, digits, `.`, `_`, `+` and `-`, for example `1.4.0`.

        Raises:
            InvalidInputError: `invalid_request`, `invalid_name`, `invalid_release_candidate_version`
            NotFoundError: `project_not_found`

        `invalid_request` (the version, or no number is left), `invalid_name`, `project_not_found`,
        `invalid_release_candidate_version` (the project's version scheme).
        """
    def next_release(self, /, project: str, *, bump: str | None = None) -> ReleaseVersion:
        """
        The version that the next release of a project has, by its version scheme, after its latest one: a date's
        version for CalVer, by the storage's clock; a bump of the latest for the others.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            bump: Which number is raised: a `Bump` or its word, `major`, `minor` or `patch`. One of `major`, `minor`,
                `patch`, or a `Bump`.

        Raises:
            InvalidInputError: `invalid_name`, `invalid_request`
            NotFoundError: `project_not_found`

        `invalid_name`, `project_not_found`; `invalid_request` for an unknown bump, and where the scheme cannot tell
        what is next.
        """
    def purge_expired(self, /, *, actor: str | None = None, idempotency_key: str | None = None) -> int:
        """
        Forgets the answers whose idempotency keys have expired, at most 500 a call, and answers how many it forgot.
        An expired key is not honoured, forgotten or not; this only makes room.

        Args:
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            RefusedError: `idempotency_key_reused`

        As the storage's.
        """
    def rebuild(self, /, project: str, candidate_version: str | CandidateVersion | ReleaseVersion, *, actor: str | None = None, idempotency_key: str | None = None) -> Candidate:
        """
        Starts a failed build again, with the build workflow that the project has now; without one, the candidate
        waits for a status report. One that is building already is answered as it is.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            candidate_version: The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_release_candidate_version`, `invalid_name`
            NotFoundError: `project_not_found`, `release_not_found`
            RefusedError: `archived`, `invalid_transition`, `idempotency_key_reused`

        `invalid_release_candidate_version`, `invalid_name`, `project_not_found`, `release_not_found`, `archived`;
        `invalid_transition` where the build did not fail.
        """
    def release_notes(self, /, project: str, candidate_version: str | CandidateVersion | ReleaseVersion, *, from_: str | CandidateVersion | ReleaseVersion | None = None) -> Changes:
        """
        What a candidate brings and takes away against the head of the release before its own, by version: the commits
        for its release notes.

        It is told as `changes` are, and recorded when the candidate is cut.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            candidate_version: The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
            from_: Compares with this candidate instead of the release before.

        Raises:
            InvalidInputError: `invalid_release_candidate_version`, `invalid_name`
            NotFoundError: `project_not_found`, `release_not_found`, `repository_not_found`
            UnavailableError: `commit_source_unavailable`

        In this order: `invalid_release_candidate_version`, `invalid_name`, `project_not_found`, `release_not_found`,
        `repository_not_found`, `commit_source_unavailable`.
        """
    def rename_environment(self, /, project: str, environment: str, to: str, *, actor: str | None = None, idempotency_key: str | None = None) -> Environment:
        """
        Gives an environment another name. Its id, history and deployments stay; the old name is free again. Renaming
        to the same name changes nothing.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
            to: What it is from now on.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_name`
            NotFoundError: `project_not_found`, `environment_not_found`
            AlreadyExistsError: `environment_exists`
            RefusedError: `idempotency_key_reused`

        `invalid_name`, `project_not_found`, `environment_not_found`, `environment_exists`.
        """
    def rename_project(self, /, project: str, to: str, *, actor: str | None = None, idempotency_key: str | None = None) -> Project:
        """
        Gives a project another name. Its id, history and everything in it stay; the old name is free again. Renaming
        to the same name changes nothing.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            to: What it is from now on.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_name`
            NotFoundError: `project_not_found`
            AlreadyExistsError: `project_exists`
            RefusedError: `idempotency_key_reused`

        `invalid_name`, `project_not_found`, `project_exists`.
        """
    def rename_repository(self, /, project: str, to: str, *, actor: str | None = None, idempotency_key: str | None = None) -> Project:
        """
        Records that the project's repository moved to another owner or name. It is the same repository: a project
        keeps one for life. Candidates keep the name under which they were cut.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            to: What it is from now on.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_name`, `invalid_repository`
            NotFoundError: `project_not_found`
            RefusedError: `idempotency_key_reused`

        `invalid_name`, `project_not_found`, `invalid_repository`.
        """
    def retry_dispatch(self, /, deployment_id: str, *, actor: str | None = None, idempotency_key: str | None = None) -> Deployment:
        """
        Starts the workflow again of a deployment whose start was refused, or whose start could not be found out. A
        refused one has ended: the answer is a new deployment with `retry_of`. An unknown one is sent again as it is,
        which is for a person to decide, because the first start may have happened. Where the same candidate is being
        deployed there already, nothing is started, and the answer is that deployment.

        Args:
            deployment_id: The deployment's id.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_request`
            NotFoundError: `deployment_not_found`
            RefusedError: `archived`, `invalid_transition`, `candidate_not_ready`, `environment_frozen`,
                `deployment_in_progress`, `idempotency_key_reused`
            DispatchError: `dispatch_failed`

        `invalid_request` (no id), `deployment_not_found`, `archived`; `invalid_transition` where its start has not
        failed; `candidate_not_ready`, `environment_frozen` and `deployment_in_progress` as for a new deployment;
        `dispatch_failed` where the CI system refuses again: its words are in the context, and the attempt stands in
        the history.
        """
    def rollback(self, /, project: str, environment: str, *, force: bool = ..., to: str | CandidateVersion | ReleaseVersion | None = None, from_: str | CandidateVersion | ReleaseVersion | None = None, dry_run: bool = ..., actor: str | None = None, idempotency_key: str | None = None) -> Rollback:
        """
        Goes back in an environment: where the newest deployment succeeded, to what was live before it; where it did
        not, to what is live. Each time further back, and never to a candidate that a rollback has left. Deployments
        that are open are canceled first, and the rollback's workflow starts when their runs have ended, or after ten
        minutes.

        The same call again while the rollback is `pending` or `in_progress` answers that rollback, so that a retry
        goes back once.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
            force: Goes back also where the environment is frozen, and starts the workflow at once, without waiting
                for the runs that are canceled. It is a flag; `force` of a new deployment is the reason, as text.
            to: Goes to this candidate.
            from_: Goes back only where this candidate is live, so that a decision made on an old view is refused.
            dry_run: Says what would be done, and changes nothing.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_release_candidate_version`, `invalid_name`
            NotFoundError: `project_not_found`, `environment_not_found`, `release_not_found`, `nothing_to_roll_back`
            RefusedError: `archived`, `environment_frozen`, `candidate_not_ready`, `idempotency_key_reused`
            ConflictError: `conflict`

        In this order: `invalid_release_candidate_version` (`to`, `from`), `invalid_name`, `project_not_found`,
        `environment_not_found`, `archived`, `environment_frozen`, `conflict` (`from` is not live),
        `release_not_found` and `candidate_not_ready` (`to`), `nothing_to_roll_back` (also with `to`, where nothing
        was deployed yet).
        """
    def start_worker(self, /, *, poll_interval: timedelta | float | None = None, check_interval: timedelta | float | None = None, silent_after: timedelta | float | None = None) -> Worker:
        """
        Starts a worker on a thread of its own, which takes up dispatches, asks about silent runs and forgets what has
        expired, and tries again after a pause where the storage cannot be used. Several workers may run on one database.

        Args:
            poll_interval: How often it looks for work that another process has left; 5 seconds by default.
            check_interval: How often it looks for runs that have fallen silent; a minute by default.
            silent_after: How long a run must have been silent to be asked about; 10 minutes by default.

        Raises:
            UnavailableError: where no thread can be started
        """
    def sync_build(self, /, release_cut_id: str, run_id: str, *, actor: str | None = None, idempotency_key: str | None = None) -> Candidate:
        """
        Says which run builds a candidate, by the candidate's id (the "release cut id" that the workflow was told). A
        candidate whose build has ended is linked and stays as it is.

        Args:
            release_cut_id: The candidate's id, which its build workflow was told as the release cut id.
            run_id: The id that the CI system gave the run: 1 to 255 visible ASCII characters.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_request`
            NotFoundError: `release_not_found`
            RefusedError: `invalid_transition`, `idempotency_key_reused`

        `invalid_request` (no id, or a run's id that is not 1 to 255 visible ASCII characters), `release_not_found`;
        `invalid_transition` where another run builds it.
        """
    def sync_deploy(self, /, deployment_id: str, run_id: str, *, actor: str | None = None, idempotency_key: str | None = None) -> Deployment:
        """
        Says which run carries out a deployment, by the deployment's id: it is in progress then. A deployment that has
        ended or is being canceled is linked and stays as it is.

        Args:
            deployment_id: The deployment's id.
            run_id: The id that the CI system gave the run: 1 to 255 visible ASCII characters.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_request`
            NotFoundError: `deployment_not_found`
            RefusedError: `invalid_transition`, `idempotency_key_reused`

        `invalid_request` (no id, or a run's id that is not 1 to 255 visible ASCII characters),
        `deployment_not_found`; `invalid_transition` where another run carries it out.
        """
    def to_async(self, /) -> AsyncReleases:
        """
        The same database and connections, to be awaited. Closing one closes the other.
        """
    def unarchive_environment(self, /, project: str, environment: str, *, actor: str | None = None, idempotency_key: str | None = None) -> Environment:
        """
        Takes an environment out of the archive.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_name`
            NotFoundError: `project_not_found`, `environment_not_found`
            RefusedError: `idempotency_key_reused`

        `invalid_name`, `project_not_found`, `environment_not_found`.
        """
    def unarchive_project(self, /, project: str, *, actor: str | None = None, idempotency_key: str | None = None) -> Project:
        """
        Takes a project out of the archive.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_name`
            NotFoundError: `project_not_found`
            RefusedError: `idempotency_key_reused`

        `invalid_name`, `project_not_found`.
        """
    def unfreeze(self, /, project: str, environment: str, *, actor: str | None = None, idempotency_key: str | None = None) -> Environment:
        """
        Ends a freeze. Where nothing is frozen, nothing changes.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_name`
            NotFoundError: `project_not_found`, `environment_not_found`
            RefusedError: `idempotency_key_reused`

        `invalid_name`, `project_not_found`, `environment_not_found`.
        """
    def update_build_status(self, /, project: str, candidate_version: str | CandidateVersion | ReleaseVersion, status: str, *, error_message: str | None = None, url: str | None = None, run_id: str | None = None, actor: str | None = None, idempotency_key: str | None = None) -> Candidate:
        """
        Says how a candidate's build stands: a `BuildStatus` or its word. An ended build may be corrected; it is
        started again only by `rebuild`.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            candidate_version: The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
            status: The status, by its word. One of `building`, `ready`, `failed`, or a `BuildStatus`.
            error_message: What went wrong, at most 8 KiB.
            url: Where the run is shown: `http` or `https`, at most 2 KiB.
            run_id: The id that the CI system gave the run: 1 to 255 visible ASCII characters.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_release_candidate_version`, `invalid_status`, `invalid_request`,
                `invalid_name`
            NotFoundError: `project_not_found`, `release_not_found`
            RefusedError: `invalid_transition`, `idempotency_key_reused`

        In this order: `invalid_release_candidate_version`, `invalid_status`, `invalid_request` (message, URL, run),
        `invalid_name`, `project_not_found`, `release_not_found`, `invalid_transition`.
        """
    def update_deployment_status(self, /, project: str, environment: str, candidate_version: str | CandidateVersion | ReleaseVersion, status: str, *, error_message: str | None = None, url: str | None = None, run_id: str | None = None, attempt: int | None = None, observed_at: datetime | str | None = None, actor: str | None = None, idempotency_key: str | None = None) -> Deployment:
        """
        Says how the deployment of a candidate stands: a `Status` or its word. It is the newest deployment of that
        candidate in that environment, or the one of the run that is named; where there is none, it is recorded with
        that status. What the report does goes by `transition`; one that is older than what is known is logged and
        changes nothing. Never starts a workflow of the deployment's own.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
            candidate_version: The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
            status: The status, by its word. One of `pending`, `in_progress`, `canceling`, `unknown`, `success`,
                `failure`, `canceled`, `error`, or a `Status`.
            error_message: What went wrong, at most 8 KiB. It stays until another is said, or the deployment comes to
                be a success.
            url: Where the run is shown: `http` or `https`, at most 2 KiB.
            run_id: The run that the report is of: 1 to 255 visible ASCII characters. A deployment without a run takes
                the first one that is named. A report of another run than the deployment's is of another deployment,
                also where it is said by the id: of the one that is known by that run here, or a new one.
            attempt: The attempt of that run, from 1: a report of an earlier one is stale, one of a later one is a new
                deployment where the earlier had ended.
            observed_at: When the status was seen: a `datetime` or RFC 3339 text. A report that was seen before the
                last one applied is stale; what another run said does not count.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_release_candidate_version`, `invalid_status`, `invalid_request`,
                `invalid_name`
            NotFoundError: `project_not_found`, `environment_not_found`, `release_not_found`
            RefusedError: `invalid_transition`, `archived`, `idempotency_key_reused`

        In this order: `invalid_release_candidate_version`, `invalid_status`, `invalid_request` (an option),
        `invalid_name`, `project_not_found`, `environment_not_found`, `release_not_found`, `invalid_transition`,
        `archived` (where a deployment would have to be recorded).
        """
    def update_deployment_status_by_id(self, /, deployment_id: str, status: str, *, error_message: str | None = None, url: str | None = None, run_id: str | None = None, attempt: int | None = None, observed_at: datetime | str | None = None, actor: str | None = None, idempotency_key: str | None = None) -> Deployment:
        """
        Says how one deployment stands, by its id; otherwise like `update_deployment_status`. The answer is another
        deployment where the report is of a new attempt.

        Args:
            deployment_id: The deployment's id.
            status: The status, by its word. One of `pending`, `in_progress`, `canceling`, `unknown`, `success`,
                `failure`, `canceled`, `error`, or a `Status`.
            error_message: What went wrong, at most 8 KiB. It stays until another is said, or the deployment comes to
                be a success.
            url: Where the run is shown: `http` or `https`, at most 2 KiB.
            run_id: The run that the report is of: 1 to 255 visible ASCII characters. A deployment without a run takes
                the first one that is named. A report of another run than the deployment's is of another deployment,
                also where it is said by the id: of the one that is known by that run here, or a new one.
            attempt: The attempt of that run, from 1: a report of an earlier one is stale, one of a later one is a new
                deployment where the earlier had ended.
            observed_at: When the status was seen: a `datetime` or RFC 3339 text. A report that was seen before the
                last one applied is stale; what another run said does not count.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_status`, `invalid_request`
            NotFoundError: `deployment_not_found`
            RefusedError: `invalid_transition`, `archived`, `idempotency_key_reused`

        `invalid_status`, `invalid_request` (an option, or no id), `deployment_not_found`, `invalid_transition`,
        `archived`.
        """
    def update_environment(self, /, project: str, environment: str, *, tier: str | None = None, concurrency: str | None = None, deploy_workflow: Workflow | WorkflowDescription | None = ..., actor: str | None = None, idempotency_key: str | None = None) -> Environment:
        """
        Changes what is said of an environment's settings; what is not said stays. Deployments that were recorded
        before go on as they were.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            environment: The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
            tier: What it is for: a `Tier` or its word. One of `production`, `staging`, `development`, or a `Tier`.
            concurrency: What happens when a candidate is to be deployed while another one is: a `Concurrency` or its
                word. One of `allow`, `reject`, or a `Concurrency`.
            deploy_workflow: The workflow that deploys to it from now on; `None` for none.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_name`, `invalid_request`
            NotFoundError: `project_not_found`, `environment_not_found`
            RefusedError: `archived`, `idempotency_key_reused`

        `invalid_name`, `invalid_request` (tier, concurrency, workflow); `project_not_found`, `environment_not_found`;
        `archived`.
        """
    def update_project(self, /, project: str, *, version_scheme: str | None = None, path_patterns: Iterable[str] | None = None, build_workflow: Workflow | WorkflowDescription | None = ..., actor: str | None = None, idempotency_key: str | None = None) -> Project:
        """
        Changes what is said of a project's settings; what is not said stays. What was created before stays as it is,
        also where a narrower version scheme would refuse it now.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            version_scheme: What release versions are narrowed to from now on; see `VersionScheme`.
            path_patterns: Which paths of the repository are the project's from now on; none for all of them. See
                `PathPatterns`.
            build_workflow: The workflow that makes a candidate's artifacts from now on; `None` for none.
            actor: Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters
                and with no space at either end.
            idempotency_key: A key of 1 to 255 visible ASCII characters: the same request under the same key is made
                once, and answered again with the first answer, for 7 days where the database was opened with no other
                time. Another request under the key is refused (`idempotency_key_reused`).

        Raises:
            InvalidInputError: `invalid_name`, `invalid_request`
            NotFoundError: `project_not_found`
            RefusedError: `archived`, `idempotency_key_reused`

        `invalid_name`, `invalid_request` (version scheme, path patterns, workflow); `project_not_found`; `archived`.
        """
    def wait(self, /, deployment_id: str, *, limit: timedelta | float | None = None) -> Deployment:
        """
        Waits until a deployment has come to its end, at most for an hour or what `limit` says, and answers the
        deployment as it is then: look at its `status`, which is still open where the limit has passed.

        Args:
            deployment_id: The deployment's id.
            limit: How long to wait at most; zero looks once.

        Raises:
            InvalidInputError: `invalid_request`
            NotFoundError: `deployment_not_found`

        `invalid_request`, `deployment_not_found`.
        """
    def wait_for_build(self, /, project: str, candidate_version: str | CandidateVersion | ReleaseVersion, *, limit: timedelta | float | None = None) -> Candidate:
        """
        Waits until a candidate's build has come to its end, at most for an hour or what `limit` says, and answers the
        candidate as it is then.

        Args:
            project: The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
            candidate_version: The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
            limit: How long to wait at most; zero looks once.

        Raises:
            InvalidInputError: `invalid_release_candidate_version`, `invalid_name`
            NotFoundError: `project_not_found`, `release_not_found`

        `invalid_release_candidate_version`, `invalid_name`, `project_not_found`, `release_not_found`.
        """
    def where_is(self, /, commit: str, *, repository: str | None = None) -> WhereIs:
        """
        Where a commit is: for each project of a repository that has it, in which candidates, in which environments
        now and since when, and where it was and is not any more. A candidate contains a commit that is its own or in
        its history, as the repository's commit source says; without a source, that is known of its own commit only.

        `commit` is a full hash, or a prefix of 7 digits or more where a commit source is registered. Archived
        projects and environments are left out.

        Args:
            commit: A full hash of 40 or 64 hexadecimal digits, or a prefix of 7 or more where a commit source is
                registered.
            repository: Only the projects of this repository, by a name that it has or had.

        Raises:
            InvalidInputError: `invalid_commit_hash`, `invalid_repository`
            NotFoundError: `repository_not_found`
            UnavailableError: `commit_source_unavailable`

        `invalid_commit_hash` (malformed, known to no source, or a prefix of more than one), `invalid_repository`,
        `repository_not_found` (no project's, or unknown to its source), `commit_source_unavailable`.
        """

@final
class Rollback:
    """
    What a rollback does, or would do.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _from_json(text: str) -> Rollback:
        """
        Reads what was pickled.
        """
    @property
    def cancels(self, /) -> tuple[str, ...]:
        """
        The open deployments that are canceled by it.
        """
    @property
    def deployment(self, /) -> Deployment | None:
        """
        The rollback's own deployment; nothing for a dry run.
        """
    @property
    def leaves(self, /) -> CandidateVersion:
        """
        The candidate that is left, and marked as abandoned in the environment where it differs from the target.
        """
    @property
    def reason(self, /) -> str:
        """
        Why that one.
        """
    @property
    def target(self, /) -> CandidateVersion:
        """
        The candidate that is deployed.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        As plain data, which `json.dumps` takes: the form that every language and the HTTP service share.
        """

@final
class SkippedTag:
    """
    A tag that was not imported.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _from_json(text: str) -> SkippedTag:
        """
        Reads what was pickled.
        """
    @property
    def message(self, /) -> str:
        """
        What exactly, for people.
        """
    @property
    def reason(self, /) -> SkipReason:
        """
        Why.
        """
    @property
    def tag(self, /) -> str:
        """
        The tag, cut where it is longer than a version can be.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        As plain data, which `json.dumps` takes: the form that every language and the HTTP service share.
        """

@final
class Undeclared:
    """
    A project that is not declared, or an environment of a declared one that is not.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _from_json(text: str) -> Undeclared:
        """
        Reads what was pickled.
        """
    @property
    def environment(self, /) -> str | None:
        """
        The environment; nothing where it is the project with all that is in it.
        """
    @property
    def project(self, /) -> str:
        """
        The project.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        As plain data, which `json.dumps` takes: the form that every language and the HTTP service share.
        """

@final
class WhereIs:
    """
    Where a commit is: the answer of `where_is`.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _from_json(text: str) -> WhereIs:
        """
        Reads what was pickled.
        """
    @property
    def commit(self, /) -> str:
        """
        What was asked for, in lower case.
        """
    @property
    def projects(self, /) -> tuple[CommitInProject, ...]:
        """
        The projects of the repositories that have the commit, by name.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        As plain data, which `json.dumps` takes: the form that every language and the HTTP service share.
        """

@final
class Worker:
    """
    A worker that runs; made by `start_worker`. It stops by `stop()` and at the end of a `with` block, which wait for it, and
    with its last reference, which does not::

        with releases.start_worker():
            serve()
    """
    def __enter__(self, /) -> Worker: ...
    def __exit__(self, /, *raised: "object") -> None: ...
    def __repr__(self, /) -> str: ...
    @property
    def has_ended(self, /) -> bool:
        """
        Whether it has ended: it was stopped, or the handle was closed.
        """
    @property
    def last_error(self, /) -> ReleaseError | None:
        """
        What kept its last round from being done: an exception; nothing where that went well.
        """
    def stop(self, /) -> None:
        """
        Stops the worker, and waits for the round that it is in: at most for the answer of the CI system that it waits for.
        What it has not done stays recorded and due. Stopping twice is no error.
        """

@final
class Workflow:
    """
    A CI/CD workflow, configured on a project (its build) or on an environment (its deploy).

    A workflow *names* things: the kind of trigger, and the connection that a program registers under that name with
    its address, credential or program. It never holds any of these itself, so that who can write to the database
    cannot make another program's handle run something of their own.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, trigger: str, connection: str, *, settings: Mapping[str, object] | None = None, parameters: Mapping[str, object] | None = None) -> Workflow: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _from_json(text: str) -> Workflow:
        """
        Reads what was pickled.
        """
    @property
    def connection(self, /) -> str:
        """
        The name that the running program registered the trigger under.
        """
    @property
    def parameters(self, /) -> dict[str, str]:
        """
        Parameters of your own, passed on as they are: at most 100, names of 1 to 128 ASCII letters, digits, `-`, `_`
        and `.`, 65,535 bytes in all.
        """
    @property
    def settings(self, /) -> dict[str, Any]:
        """
        What the kind of trigger needs to know besides, for example a workflow's file name and branch.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        As plain data, which `json.dumps` takes: the form that every language and the HTTP service share.
        """
    @property
    def trigger(self, /) -> str:
        """
        The kind of trigger that starts it, for example `command`.
        """

def _at_exit() -> None:
    """
    Lets threads that are waking tasks come to their end, before the interpreter ends: what they woke has ended, and they may
    not have come back from it, and a thread that is inside of Python then would be the end of the process.
    """
