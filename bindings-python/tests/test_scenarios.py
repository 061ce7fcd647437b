"""The rules as data, which every face of the library keeps."""

from __future__ import annotations

import asyncio
from functools import cache

import pytest

from .support.interface import CODES, OPERATIONS, load
from .support.scenarios import Awaiting, Blocking, Outcome, runs

FACES: dict[str, Blocking | Awaiting] = {"blocking": Blocking(), "awaiting": Awaiting()}
RUNS = list(runs())


@cache
def outcomes(face: str) -> dict[str, Outcome]:
    """What came of all runs, which are made side by side by the first test that asks."""
    made = asyncio.run(FACES[face].all(RUNS))
    return dict(zip((run.name for run in RUNS), made, strict=True))


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("file", sorted({run.file for run in RUNS}))
def test_scenarios(face: str, file: str) -> None:
    failures = [
        outcome.failure
        for run, outcome in zip(RUNS, outcomes(face).values(), strict=True)
        if run.file == file and outcome.failure
    ]
    assert not failures, "\n\n".join(failures)


@pytest.mark.parametrize("face", FACES)
def test_everything_is_reached(face: str) -> None:
    made = outcomes(face).values()
    assert len(made) == len(RUNS) > 500
    assert set().union(*(outcome.operations for outcome in made)) == set(OPERATIONS)
    elsewhere = set(load("tests/scenarios/elsewhere.json")["codes"])
    assert set().union(*(outcome.codes for outcome in made)) == set(CODES) - elsewhere
