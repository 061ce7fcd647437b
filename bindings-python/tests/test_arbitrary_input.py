"""No input of any kind ends the interpreter or is answered by anything but a result, a `TypeError` or a `ReleaseError`.

Longer: RELEASE_CORE_EXAMPLES=10000 python -m pytest tests/test_arbitrary_input.py
"""

from __future__ import annotations

import asyncio
import os
from datetime import datetime, timedelta, timezone
from pathlib import PurePosixPath
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from release_core import AsyncReleases, CandidateVersion, ReleaseError, Releases, ReleaseVersion, Status, Workflow

from .conftest import COMMIT, prepare
from .support.interface import OPERATIONS, python_name

EXAMPLES = int(os.environ.get("RELEASE_CORE_EXAMPLES", "15"))
NAMES = ["web", "production", "acme/web", "1.4.0-rc1", "1.4.0", COMMIT, "success", "ready", "github", "minor", "semver"]


class Odd:
    """An object whose every method raises."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(name)

    def __str__(self) -> str:
        raise RuntimeError("str")

    __repr__ = __index__ = __fspath__ = __iter__ = __len__ = __hash__ = __bool__ = __float__ = __str__  # type: ignore[assignment]


class Items:
    """A mapping that is none."""

    def __init__(self, items: Any) -> None:
        self.held = items

    def items(self) -> Any:
        return self.held

    def keys(self) -> Any:
        return self.held

    def __getitem__(self, key: Any) -> Any:
        return self.held


TEXTS = st.one_of(st.sampled_from(NAMES), st.text(max_size=30), st.text("\ud800\udfff\0 a", max_size=5))
PLAIN = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXTS, st.binary(max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.tuples(inner, inner), st.dictionaries(st.one_of(TEXTS, st.integers()), inner, max_size=3)
    ),
    max_leaves=8,
)
ODD = st.one_of(
    st.datetimes(),
    st.datetimes(timezones=st.sampled_from([timezone.utc, timezone(timedelta(hours=23, minutes=59, seconds=1))])),
    st.timedeltas(),
    st.complex_numbers(),
    st.builds(Odd),
    st.builds(Items, PLAIN),
    st.sampled_from(
        [Status.SUCCESS, CandidateVersion("1.4.0-rc1"), ReleaseVersion("1.4.0"), Workflow("command", "deploy"), ...,
         PurePosixPath("a"), object(), int, len, "x" * 100_000, 2**63, -(2**63), 2**64, 10**400, range(3), memoryview(b"abc"),
         bytearray(b"abc"), datetime.min.replace(tzinfo=timezone.utc), datetime.max.replace(tzinfo=timezone.utc),
         {"trigger": "github", "connection": "github"}, {"X-GitHub-Event": "ping"}, [(b"a", b"b")]]
    ),
)  # fmt: skip
ANY = st.one_of(TEXTS, PLAIN, ODD)


@st.composite
def calls(draw: st.DrawFn, operation: str) -> tuple[list[Any], dict[str, Any]]:
    """Arguments of an operation, mostly of their kind, and each now and then of any other."""
    said = OPERATIONS[operation]
    kinds: dict[str, st.SearchStrategy[Any]] = {"text": TEXTS, "flag": st.booleans(), "number": st.integers(0, 200)}

    def value(argument: dict[str, Any]) -> Any:
        return draw(kinds.get(argument["type"], ANY) if draw(st.integers(0, 3)) else ANY)

    taken = [value(argument) for argument in said["takes"]]
    chosen = [option for option in said["options"] if draw(st.booleans())]
    options = {python_name(option["name"]): value(option) for option in chosen}
    if said["kind"] == "wait":
        # A valid limit may be as long as it likes.
        options["limit"] = draw(st.one_of(st.just(0), ODD.filter(lambda odd: not isinstance(odd, (timedelta, int)))))
    return taken, options


HANDLES = Releases.in_memory(dispatch_wait=0.1), AsyncReleases.in_memory(dispatch_wait=0.1)
prepare(HANDLES[0])
ALLOWED = (ReleaseError, TypeError, RuntimeError)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation(operation: str) -> None:
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(calls(operation))
    def calls_end(call: tuple[list[Any], dict[str, Any]]) -> None:
        taken, options = call
        blocking, awaiting = HANDLES
        try:
            getattr(blocking, operation)(*taken, **options)
        except ALLOWED as error:
            _is_told(error)

        async def awaited() -> None:
            try:
                await getattr(awaiting, operation)(*taken, **options)
            except ALLOWED as error:
                _is_told(error)

        asyncio.run(awaited())

    calls_end()


def _is_told(error: Exception) -> None:
    """What an object of the caller's raised is handed on; anything else is of these."""
    if type(error) is RuntimeError:
        assert len(error.args) == 1 and isinstance(error.args[0], str), error
    if isinstance(error, ReleaseError):
        assert error.code != "internal", error
        assert len(str(error)) < 2000


@settings(max_examples=EXAMPLES * 3, deadline=None, database=None)
@given(ANY, ANY, ANY)
def test_what_is_not_an_operation(one: Any, two: Any, three: Any) -> None:
    releases, _ = HANDLES
    if isinstance(two, dict) and two.get("kind") == "command":
        return
    for call in (
        lambda: releases.connect(one, two),
        lambda: releases.add_commit_source(one, two),
        lambda: Workflow(one, two, settings=three),
        lambda: CandidateVersion(one),
        lambda: ReleaseVersion(one),
        lambda: CandidateVersion("1.4.0-rc1") == one,
        lambda: CandidateVersion("1.4.0-rc1") < one,
        lambda: Releases.in_memory(idempotency_ttl=one),
    ):
        try:
            call()
        except ALLOWED as error:
            _is_told(error)


@settings(max_examples=EXAMPLES * 3, deadline=None, database=None)
@given(TEXTS)
def test_pickles_of_others(text: str) -> None:
    for cls in (type(HANDLES[0].get_project("web")), Workflow):
        try:
            cls._from_json(text)
        except (ReleaseError, UnicodeEncodeError):
            pass
