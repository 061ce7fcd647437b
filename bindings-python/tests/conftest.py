"""What tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from release_core import Releases

COMMIT = "9fceb02d0ae598e95dc970b74767f19372d61af8"


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "releases.db")


@pytest.fixture
def releases(path: str) -> Iterator[Releases]:
    """A database with a project, an environment and a candidate."""
    with Releases(f"sqlite:{path}?synchronous=normal") as releases:
        prepare(releases)
        yield releases


def prepare(releases: Releases) -> None:
    releases.create_project("web", "acme/web")
    releases.create_environment("web", "production", tier="production")
    releases.create_release("web", "1.4.0-rc1", "acme/web", COMMIT)
