"""Exceptions: every row of the table, and each code that Python can reach, reached."""

from __future__ import annotations

import copy
import itertools
import pickle
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

import release_core
from release_core import (
    AlreadyExistsError,
    ConflictError,
    DispatchError,
    InternalError,
    InvalidInputError,
    NotFoundError,
    PermissionDeniedError,
    RefusedError,
    ReleaseError,
    Releases,
    UnavailableError,
    errors,
)

from .support.interface import ERRORS, load

# A kind's class, and the built-in one that it is too.
CLASSES: dict[str, tuple[type[ReleaseError], type[Exception]]] = {
    "invalid_input": (InvalidInputError, ValueError),
    "unauthorized": (PermissionDeniedError, PermissionError),
    "forbidden": (PermissionDeniedError, PermissionError),
    "not_found": (NotFoundError, LookupError),
    "already_exists": (AlreadyExistsError, Exception),
    "refused": (RefusedError, Exception),
    "conflict": (ConflictError, Exception),
    "unavailable": (UnavailableError, ConnectionError),
    "dispatch_failed": (DispatchError, Exception),
    "internal": (InternalError, Exception),
}


@pytest.mark.parametrize("row", ERRORS, ids=lambda row: row["code"])
def test_every_row_of_the_table(row: dict[str, object]) -> None:
    """The library makes its exceptions by `_made`, of what the table says."""
    kind, code, retryable = str(row["kind"]), str(row["code"]), bool(row["retryable"])
    error = errors._made(kind, "what was wrong", code, {"field": "x"}, retryable)
    exact, builtin = CLASSES[kind]
    assert type(error) is exact
    assert isinstance(error, ReleaseError) and isinstance(error, builtin)
    assert (error.kind, error.code, error.retryable) == (kind, code, retryable)
    assert (str(error), error.message, error.context) == ("what was wrong", "what was wrong", {"field": "x"})
    assert code in repr(error)
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(again) is exact
        assert vars(again) == vars(error)


def test_no_class_is_left_over() -> None:
    assert set(errors._CLASSES) == {row["kind"] for row in ERRORS}
    classes = {cls for cls, _ in CLASSES.values()} | {ReleaseError}
    assert {getattr(release_core, name) for name in errors.__all__} == classes


class Reached:
    """The codes that no scenario reaches, each by what leads to it here."""

    @staticmethod
    def invalid_signature(path: str) -> None:
        with Releases(path) as releases:
            releases.connect("github", {"kind": "github", "token": "t", "webhook_secret": "s"})
            headers = {"X-Hub-Signature-256": f"sha256={'0' * 64}", "X-GitHub-Event": "ping", "X-GitHub-Delivery": "1"}
            releases.apply_webhook("github", headers, b"{}")

    @staticmethod
    def payload_too_large(path: str) -> None:
        with Releases(path) as releases:
            releases.connect("github", {"kind": "github", "token": "t", "webhook_secret": "s"})
            releases.apply_webhook("github", {}, bytes(25 * 1024 * 1024 + 1))

    @staticmethod
    def not_a_database(path: str) -> None:
        Path(path).write_text("This is a shopping list, and long enough to be taken for something else. " * 20)
        Releases(path)

    @staticmethod
    def schema_too_new(path: str) -> None:
        Releases(path).close()
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA user_version = 9999")
        connection.close()
        Releases(path)

    @staticmethod
    def internal(path: str) -> None:
        with Releases(path) as releases:
            releases.create_project("web", "acme/web")
        connection = sqlite3.connect(path)
        connection.execute("UPDATE records SET body = '{'")
        connection.commit()
        connection.close()
        with Releases(path) as releases:
            releases.get_project("web")


# Only over HTTP are callers told apart.
NOT_IN_PYTHON = {"unauthorized", "forbidden"}
# Reached on a disk of their own, below.
ON_A_DISK = {"storage_full", "storage_read_only"}


@pytest.mark.parametrize("code", sorted(vars(Reached).keys() & {row["code"] for row in ERRORS}))
def test_codes_that_no_scenario_reaches(code: str, path: str) -> None:
    with pytest.raises(ReleaseError) as raised:
        getattr(Reached, code)(path)
    assert raised.value.code == code, raised.value


def on_a_small_disk(folder: Path, program: str) -> str:
    """What a program prints that runs on a small disk in memory, which is gone with it."""
    mount = f"mount -t tmpfs -o size=2m none '{folder}' || exit 99"
    unshare = ["unshare", "--mount", "--propagation", "private"]
    command = [*unshare, "sh", "-c", f'{mount}; exec "$0" "$@"', sys.executable, "-c", program, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode == 99 or "unshare failed" in done.stderr:
        pytest.skip("this user may not mount a disk")
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_full_disk(tmp_path: Path) -> None:
    program = """
import sys
from release_core import Releases, UnavailableError
releases = Releases(sys.argv[1] + "/releases.db")
try:
    for number in range(100_000):
        releases.create_project(f"web-{number}", "acme/web")
except UnavailableError as error:
    print(error.code, error.retryable)
"""
    assert on_a_small_disk(tmp_path, program) == "storage_full False"


def test_a_disk_that_may_not_be_written(tmp_path: Path) -> None:
    program = """
import subprocess, sys
from release_core import Releases, UnavailableError
Releases(sys.argv[1] + "/releases.db").close()
subprocess.run(["mount", "-o", "remount,ro", sys.argv[1]], check=True)
try:
    Releases(sys.argv[1] + "/releases.db")
except UnavailableError as error:
    print(error.code, error.retryable)
"""
    assert on_a_small_disk(tmp_path, program) == "storage_read_only False"


def test_the_table_is_covered() -> None:
    """Scenarios reach all codes but these; `test_scenarios` holds them to it."""
    elsewhere = set(load("tests/scenarios/elsewhere.json")["codes"])
    assert elsewhere == vars(Reached).keys() & elsewhere | NOT_IN_PYTHON | ON_A_DISK


def test_the_facts(releases: Releases) -> None:
    with pytest.raises(NotFoundError) as missing:
        releases.get_project("shop")
    error = missing.value
    assert (error.code, error.kind, error.retryable) == ("project_not_found", "not_found", False)
    assert error.context["project"] == "shop"
    with pytest.raises(InvalidInputError, match="invalid") as malformed:
        releases.create_deployment("web", "production", "1.4.0-RC1")
    assert malformed.value.context["field"] == "release_candidate_version"
    assert {"position", "expected", "found"} <= malformed.value.context.keys()
    with pytest.raises(LookupError):
        releases.get_environment("web", "staging")


def test_a_cause_is_an_exception(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError) as raised:
        Releases(tmp_path)  # a folder is no file
    chain = []
    cause = raised.value.__cause__
    while cause is not None:
        chain.append(cause)
        cause = cause.__cause__
    assert chain and all(str(cause) for cause in chain), raised.value


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda r: r.create_project(7, "acme/web"), "argument 'project' must be str, not int"),
        (lambda r: r.create_project("web", None), "argument 'repository' must be str, not NoneType"),
        (lambda r: r.create_project("web", "acme/web", path_patterns="*.py"), "argument 'path_patterns' must be an iterable"),
        (lambda r: r.create_project("web", "acme/web", path_patterns=[1]), "argument 'path_patterns' must be an iterable of str"),
        (lambda r: r.create_deployment("web", "production", b"1.4.0-rc1"), "argument 'candidate_version' must be str, Candidate"),
        (lambda r: r.create_deployment("web", "production", "1.4.0-rc1", redeploy=1), "argument 'redeploy' must be bool, not int"),
        (lambda r: r.list_projects(per_page="5"), "argument 'per_page' must be int, not str"),
        (lambda r: r.list_projects(per_page=True), "argument 'per_page' must be int, not bool"),
        (lambda r: r.wait("x", limit="5"), "argument 'limit' must be timedelta or a number of seconds, not str"),
        (lambda r: r.freeze("web", "production", "why", until=5), "argument 'until' must be datetime or str, not int"),
        (lambda r: r.update_project("web", build_workflow="deploy"), "argument 'build_workflow' must be a Workflow or a mapping"),
        (lambda r: r.apply_webhook("github", 7, b""), "argument 'headers' must be the headers of a request"),
        (lambda r: r.apply_webhook("github", {}, 7), "argument 'body' must be bytes, bytearray, memoryview or str"),
        (lambda r: r.connect("github", []), "argument 'connection' must be a mapping, not list"),
        (lambda r: r.connect(None, {}), "argument 'name' must be str"),
        (lambda r: r.add_commit_source("acme/web", "data"), "argument 'source' must be a mapping"),
        (lambda r: Releases(7),  # type: ignore[arg-type]
          "argument 'location' must be str or os.PathLike, not int"),
        (lambda r: Releases.in_memory(dispatch_wait="1"),  # type: ignore[arg-type]
          "argument 'dispatch_wait' must be timedelta"),
        (lambda r: r.start_worker(poll_interval=[]), "argument 'poll_interval' must be timedelta"),
        (lambda r: r.create_project("web", "acme/web", "semver"), "takes 2 positional arguments"),
        (lambda r: r.create_project("web"), "repository"),
        (lambda r: r.create_project("web", "acme/web", colour="red"), "colour"),
    ],
)  # fmt: skip
def test_a_wrong_type_names_its_argument(releases: Releases, call: object, words: str) -> None:
    with pytest.raises(TypeError) as raised:
        call(releases)  # type: ignore[operator]
    assert words in str(raised.value)


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (lambda r: r.create_project("\ud800", "acme/web"), "project"),
        (lambda r: r.list_projects(per_page=-1), "per_page"),
        (lambda r: r.list_projects(per_page=2**40), "per_page"),
        (lambda r: r.list_deployments("web", "production", page=2**80), "page"),
        (lambda r: r.wait("x", limit=-1), "limit"),
        (lambda r: r.wait("x", limit=float("nan")), "limit"),
        (lambda r: r.wait("x", limit=float("inf")), "limit"),
        (lambda r: r.freeze("web", "production", "why", until=__import__("datetime").datetime(2030, 1, 1)), "until"),
        (lambda r: r.update_project("web", build_workflow={"trigger": "command"}), "workflow"),
        (lambda r: r.update_project("web", build_workflow={1: object()}), "build_workflow"),
        (lambda r: r.connect("github", {"kind": "github", "token": object()}), "connection"),
        (lambda r: r.connect("github", {"kind": "carrier pigeon"}), "kind"),
    ],
)  # fmt: skip
def test_a_wrong_value_names_its_argument(releases: Releases, call: object, field: str) -> None:
    with pytest.raises(InvalidInputError) as raised:
        call(releases)  # type: ignore[operator]
    assert raised.value.context["field"] == field, raised.value.context


def test_no_secret_is_shown(releases: Releases) -> None:
    for connection in (
        {"kind": "github", "token": "s3cret", "tokn": "s3cret"},
        {"kind": "github", "token": ["s3cret"]},
        {"kind": "webhook", "url": "http://s3cret@example.org", "key": "s3cret"},
    ):
        with pytest.raises(InvalidInputError) as raised:
            releases.connect("github", connection)  # type: ignore[arg-type]
        assert "s3cret" not in f"{raised.value!r} {raised.value.context} {raised.value.__cause__!r}"


def test_an_endless_iterable_is_refused(releases: Releases) -> None:
    with pytest.raises(InvalidInputError, match="at most 1000 items"):
        releases.update_project("web", path_patterns=itertools.repeat("src/**"))
