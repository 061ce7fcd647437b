"""Commit sources that a program configures: a clone on this machine, and GitHub."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from release_core import AsyncReleases, Gap, InvalidInputError, NotFoundError, Releases, Truth, UnavailableError

from .support.github import TOKEN, Github

COMMITS = [letter * 40 for letter in "abc"]


@pytest.fixture
def web(path: str) -> Iterator[Releases]:
    """A project and an environment, and no commit source yet."""
    with Releases(f"sqlite:{path}?synchronous=normal") as releases:
        releases.create_project("web", "acme/web")
        releases.create_environment("web", "production")
        yield releases


@pytest.fixture
def github() -> Iterator[Github]:
    with Github(list(COMMITS)).running() as github:
        yield github


def git(clone: Path, *arguments: str) -> str:
    who = ["-c", "user.name=Ana", "-c", "user.email=ana@acme.dev", "-c", "commit.gpgsign=false"]
    command = ["git", "-C", str(clone), *who, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A git repository with three commits, and a tag at the first."""
    clone = tmp_path / "clone"
    clone.mkdir()
    git(clone, "init", "--quiet", "--initial-branch=main")
    for number, subject in enumerate(["Begin", "Mend the cart (#12)", "Show prices"]):
        (clone / "cart.py").write_text(f"price = {number}\n")
        git(clone, "add", "cart.py")
        git(clone, "commit", "--quiet", "--message", subject)
        if number == 0:
            git(clone, "tag", "0.9.0")
    return clone


def test_a_clone(web: Releases, clone: Path) -> None:
    first, _, last = git(clone, "rev-list", "--reverse", "HEAD").split()
    web.add_commit_source("acme/web", {"kind": "git", "path": clone})

    one = web.create_release("web", "1.0.0-rc1", "acme/web", first[:10])
    assert one.commit == first, "a prefix is resolved"
    web.update_deployment_status("web", "production", "1.0.0-rc1", "success")
    web.create_release("web", "1.1.0-rc1", "acme/web", last)

    changes = web.changes("web", "production", to="1.1.0-rc1")
    assert [changed.subject for changed in changes.brings.commits] == ["Show prices", "Mend the cart (#12)"]
    assert changes.brings.commits[0].author == "Ana" and changes.brings.commits[0].commit == last
    (where,) = web.where_is(first).projects
    assert [place.contained for place in where.environments] == [Truth.YES]
    (where,) = web.where_is(last).projects
    assert [place.contained for place in where.environments] == [Truth.NO]
    tags = web.import_tags("web", dry_run=True)
    assert [tag.tag for tag in tags.imported] == ["0.9.0"]

    # What is fetched later is known at once.
    git(clone, "commit", "--quiet", "--allow-empty", "--message", "Later")
    later = git(clone, "rev-parse", "HEAD")
    assert web.create_release("web", "1.1.0-rc2", "acme/web", later).commit == later


def test_what_a_clone_does_not_know(web: Releases, clone: Path) -> None:
    web.add_commit_source("acme/web", {"kind": "git", "path": str(clone)})
    for commit in ("f" * 40, "f" * 10):
        with pytest.raises(InvalidInputError) as wrong:
            web.create_release("web", "1.0.0-rc1", "acme/web", commit)
        assert wrong.value.code == "invalid_commit_hash"
    with pytest.raises(NotFoundError):
        web.get_candidate("web", "1.0.0-rc1")


def test_clones_that_cannot_be_used(web: Releases, clone: Path, tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="say which one") as wrong:
        web.add_commit_source(None, {"kind": "git", "path": clone})
    assert (wrong.value.code, wrong.value.context["field"]) == ("invalid_request", "repository")
    with pytest.raises(InvalidInputError, match="is no git repository"):
        web.add_commit_source("acme/web", {"kind": "git", "path": tmp_path})
    web.create_release("web", "1.0.0-rc1", "acme/web", "f" * 40)


def test_github(web: Releases, github: Github) -> None:
    web.connect("github", github.connection)  # type: ignore[arg-type]
    web.add_commit_source(None, {"kind": "github", "connection": "github"})

    first = web.create_release("web", "1.0.0-rc1", "acme/web", COMMITS[0][:8])
    assert first.commit == COMMITS[0]
    web.update_deployment_status("web", "production", "1.0.0-rc1", "success")
    web.create_release("web", "1.1.0-rc1", "acme/web", COMMITS[2])
    changes = web.changes("web", "production", to="1.1.0-rc1")
    assert [changed.subject for changed in changes.brings.commits] == ["Change 2", "Change 1"]
    (where,) = web.where_is(COMMITS[1]).projects
    assert [place.contained for place in where.environments] == [Truth.NO]

    with pytest.raises(InvalidInputError) as wrong:
        web.create_release("web", "1.2.0-rc1", "acme/web", "d" * 40)
    assert wrong.value.code == "invalid_commit_hash"
    web.create_project("shop", "acme/shop")
    with pytest.raises(NotFoundError) as unknown:
        web.create_release("shop", "1.0.0-rc1", "acme/shop", COMMITS[0])
    assert unknown.value.code == "repository_not_found"
    assert f"GET /repos/acme/web/commits/{COMMITS[2]}" in github.asked


def test_a_github_that_cannot_be_asked(web: Releases, github: Github) -> None:
    web.connect("github", github.connection)  # type: ignore[arg-type]
    web.add_commit_source("acme/web", {"kind": "github", "connection": "github"})
    github.trouble = (429, {"Retry-After": "60"})
    with pytest.raises(UnavailableError) as limited:
        web.create_release("web", "1.0.0-rc1", "acme/web", COMMITS[0])
    assert limited.value.code == "commit_source_unavailable" and limited.value.retryable
    assert TOKEN not in f"{limited.value!r} {limited.value.context} {limited.value.__cause__!r}"
    asked = len(github.asked)
    with pytest.raises(UnavailableError):
        web.create_release("web", "1.0.0-rc1", "acme/web", COMMITS[0])
    assert len(github.asked) == asked, "nothing is sent during the pause that GitHub asked for"


async def test_github_awaited(path: str, github: Github) -> None:
    async with await AsyncReleases.open(path) as releases:
        await releases.create_project("web", "acme/web")
        await releases.connect("github", github.connection)  # type: ignore[arg-type]
        await releases.add_commit_source(None, {"kind": "github", "connection": "github"})
        made = await releases.create_release("web", "1.0.0-rc1", "acme/web", COMMITS[0][:7])
        assert made.commit == COMMITS[0]


def test_a_connection_that_is_not_there(web: Releases) -> None:
    for given in ({}, {"deploy": {"kind": "command", "program": "true"}}):
        for name, connection in given.items():
            web.connect(name, connection)  # type: ignore[arg-type]
        with pytest.raises(InvalidInputError, match="register it by connect first") as wrong:
            web.add_commit_source(None, {"kind": "github", "connection": "deploy"})
        assert wrong.value.context["field"] == "connection"


@pytest.mark.parametrize(
    "source",
    [{}, {"kind": "svn"}, {"kind": "git"}, {"kind": "git", "path": "x", "depth": 1}, {"kind": "github"}],
)
def test_descriptions_that_are_wrong(web: Releases, source: Any) -> None:
    with pytest.raises(InvalidInputError) as wrong:
        web.add_commit_source("acme/web", source)
    assert wrong.value.code == "invalid_request"


def test_no_source_at_all(web: Releases) -> None:
    web.create_release("web", "1.0.0-rc1", "acme/web", COMMITS[0])
    web.update_deployment_status("web", "production", "1.0.0-rc1", "success")
    web.create_release("web", "1.1.0-rc1", "acme/web", COMMITS[1])
    assert web.changes("web", "production", to="1.1.0-rc1").gap is Gap.NO_COMMIT_SOURCE
