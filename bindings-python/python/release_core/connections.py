"""What a program hands to a handle: connections, commit sources and workflows as plain dictionaries, requests' headers.

These types are for type checkers; a plain `dict` does as well::

    releases.connect("github", {"kind": "github", "token": token, "webhook_secret": secret})
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from typing import Any, Literal, Protocol, TypedDict, Union

__all__ = [
    "BuildkiteConnection",
    "CommandConnection",
    "CommitSource",
    "Connection",
    "DataCommitSource",
    "GitCommitSource",
    "GithubCommitSource",
    "GithubConnection",
    "KnownCommit",
    "RequestHeaders",
    "WebhookConnection",
    "WorkflowDescription",
]


class _Github(TypedDict):
    kind: Literal["github"]
    token: str


class GithubConnection(_Github, total=False):
    """GitHub, or a GitHub Enterprise Server, with a token that may write Actions."""

    base_url: str
    webhook_secret: str
    return_run_details: bool
    neutral: Literal["success", "failure", "canceled", "error"]
    proxy: str
    timeout_seconds: float


class _Buildkite(TypedDict):
    kind: Literal["buildkite"]
    organization: str
    token: str


class BuildkiteConnection(_Buildkite, total=False):
    """An organization on Buildkite, with a token that may write builds."""

    base_url: str
    webhook_token: str
    proxy: str
    timeout_seconds: float


class _Webhook(TypedDict):
    kind: Literal["webhook"]
    url: str
    key: str


class WebhookConnection(_Webhook, total=False):
    """A URL that signed requests are sent to, and whose signed answers are taken."""

    allow_private_addresses: bool
    timeout_seconds: float


class _Command(TypedDict):
    kind: Literal["command"]
    program: str | PathLike[str]


class CommandConnection(_Command, total=False):
    """A program of this machine; it finds the release's facts in its environment, and reports by its exit code."""

    args: Sequence[str]
    current_dir: str | PathLike[str]
    env: Mapping[str, str]
    env_inherit: Sequence[str]
    inherit_stdout: bool
    time_limit_seconds: float
    grace_seconds: float


Connection = Union[GithubConnection, BuildkiteConnection, WebhookConnection, CommandConnection]
"""What `Releases.connect` takes."""


class _KnownCommit(TypedDict):
    commit: str


class KnownCommit(_KnownCommit, total=False):
    """A commit that a commit source made of data knows."""

    parents: Sequence[str]
    author: str
    time: str
    subject: str
    paths: Sequence[str]
    tags: Sequence[str]


class DataCommitSource(TypedDict):
    """A commit source that knows the commits it is told, by repository."""

    kind: Literal["data"]
    repositories: Mapping[str, Sequence[str | KnownCommit]]


class GitCommitSource(TypedDict):
    """A git repository on this machine: its work tree or its git folder. Of the repository that it is added for."""

    kind: Literal["git"]
    path: str | PathLike[str]


class GithubCommitSource(TypedDict):
    """GitHub, asked over a connection that was registered before, by its name; its token may read contents."""

    kind: Literal["github"]
    connection: str


CommitSource = Union[DataCommitSource, GitCommitSource, GithubCommitSource]
"""What `Releases.add_commit_source` takes."""


class _WorkflowDescription(TypedDict):
    trigger: str
    connection: str


class WorkflowDescription(_WorkflowDescription, total=False):
    """A workflow: the kind of trigger that starts it, the connection it goes over, and what the trigger needs to know."""

    settings: Mapping[str, Any]
    parameters: Mapping[str, str]


class _Items(Protocol):
    def items(self) -> Iterable[tuple[str, str]]: ...


RequestHeaders = Union[_Items, Iterable[tuple[Union[str, bytes], Union[str, bytes]]]]
"""The headers of a request as web frameworks have them: something with `items()`, or pairs."""
