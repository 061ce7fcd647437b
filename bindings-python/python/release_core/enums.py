"""The enumerations of this package. Written by `generate.py`.

A member is a `str`: `Status.SUCCESS == "success"`.
"""

from __future__ import annotations

from enum import Enum

__all__ = [
    "BuildStatus",
    "Bump",
    "Concurrency",
    "DeliveryOutcome",
    "DispatchState",
    "Gap",
    "Relation",
    "SkipReason",
    "Status",
    "Tier",
    "Truth",
]


class _Word(str, Enum):
    """A word: what `enum.StrEnum` is in newer Pythons."""

    __str__ = str.__str__

    def __format__(self, form: str) -> str:
        return str.__format__(self, form)


class BuildStatus(_Word):
    """The state of a candidate's build."""

    BUILDING = "building"
    """The artifacts are being made."""
    READY = "ready"
    """The candidate can be deployed."""
    FAILED = "failed"
    """The build failed; `rebuild` starts it again."""


class Bump(_Word):
    """Which number of a version is raised; as text `major`, `minor` or `patch`."""

    MAJOR = "major"
    """The first number, for changes that break something."""
    MINOR = "minor"
    """The second number, for what is new."""
    PATCH = "patch"
    """The third number, for what is mended."""


class Concurrency(_Word):
    """What happens when a candidate is to be deployed while another one is."""

    ALLOW = "allow"
    """Both go on; the one that ends last is live."""
    REJECT = "reject"
    """The second is refused with `deployment_in_progress`."""


class DeliveryOutcome(_Word):
    """What a webhook did."""

    APPLIED = "applied"
    """The deployment or build was moved, or has learned something new."""
    ALREADY_APPLIED = "already_applied"
    """The delivery was taken before, or says what is known."""
    STALE = "stale"
    """It is older than what is known."""
    IGNORED = "ignored"
    """It says nothing that a deployment or build could be moved by."""
    UNKNOWN_RUN = "unknown_run"
    """No deployment or build is known of that run."""


class DispatchState(_Word):
    """How far the start of a workflow has come."""

    QUEUED = "queued"
    """To be started when it is due."""
    SENDING = "sending"
    """Written before the request leaves, so that a crash leaves a trace."""
    STARTED = "started"
    """The CI system took it."""
    REFUSED = "refused"
    """The CI system refused it for good."""
    UNKNOWN = "unknown"
    """Whether it was taken is not known; it is looked for, and never sent again blindly."""
    WITHDRAWN = "withdrawn"
    """Taken back before it was sent."""


class Gap(_Word):
    """Why not everything is told of what has changed."""

    NO_COMMIT_SOURCE = "no_commit_source"
    """The repository has no commit source here, and nothing was recorded."""
    UNKNOWN_COMMIT = "unknown_commit"
    """The commit source does not have one of the two commits: it may have been lost with a branch that was force-pushed."""
    MISSING_HISTORY = "missing_history"
    """A part of the history is missing, as in a shallow clone."""


class Relation(_Word):
    """How a commit stands to another one, the base."""

    IDENTICAL = "identical"
    """It is the same commit."""
    AHEAD = "ahead"
    """The base is in its history."""
    BEHIND = "behind"
    """It is in the base's history."""
    DIVERGED = "diverged"
    """Each has commits that the other has not, on a history that they share."""
    UNRELATED = "unrelated"
    """They share no history."""
    UNKNOWN = "unknown"
    """It cannot be told, because history is missing."""


class SkipReason(_Word):
    """Why a tag was not imported."""

    INVALID_VERSION = "invalid_version"
    """What it names is no release version."""
    VERSION_SCHEME = "version_scheme"
    """The project's version scheme does not allow the version."""
    NO_COMMIT = "no_commit"
    """It leads to no commit."""
    CANDIDATE_EXISTS = "candidate_exists"
    """The candidate exists at another commit."""


class Status(_Word):
    """The status of a deployment. The first four are open, the last four closed."""

    PENDING = "pending"
    """Recorded; nothing is known to have started."""
    IN_PROGRESS = "in_progress"
    """Its run is under way."""
    CANCELING = "canceling"
    """Asked to stop; the CI system has not said yet that it did."""
    UNKNOWN = "unknown"
    """Whether a run started, or how it ended, could not be found out."""
    SUCCESS = "success"
    """The candidate runs in the environment."""
    FAILURE = "failure"
    """The run failed."""
    CANCELED = "canceled"
    """Stopped before its end."""
    ERROR = "error"
    """It could not be run: the CI system refused, or broke."""


class Tier(_Word):
    """What an environment is for."""

    PRODUCTION = "production"
    """Serves users."""
    STAGING = "staging"
    """Shows a candidate as it would be in production."""
    DEVELOPMENT = "development"
    """For those who build it."""


class Truth(_Word):
    """Whether something is so, as far as it is known."""

    YES = "yes"
    """It is so."""
    NO = "no"
    """It is not so."""
    UNKNOWN = "unknown"
    """It cannot be told: history is missing, as in a shallow clone, or nobody knows the commits."""
