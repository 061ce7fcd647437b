"""Runs the scenarios of `tests/scenarios`, each on a database of its own, through one face of the package.

The steps are awaited for both faces: the blocking one runs in a thread of each run's own.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from release_core import AsyncReleases, ReleaseError, Releases

from .interface import ROOT, arguments, load, plain, shown
from .values import difference, fill, pointed, short

# More at once than processors, because some scenarios only wait.
AT_ONCE = 8


class Blocking:
    """The face that blocks; each run has a thread of its own."""

    def open(self, path: str, **options: Any) -> Any:
        return Releases(path, **options)

    async def call(self, releases: Any, method: str, *taken: Any, **options: Any) -> Any:
        return getattr(releases, method)(*taken, **options)

    async def all(self, runs: list[Run]) -> list[Outcome]:
        slots = asyncio.Semaphore(AT_ONCE)

        async def one(run: Run) -> Outcome:
            async with slots:
                return await asyncio.to_thread(lambda: asyncio.run(run.make(self)))

        return await asyncio.gather(*(one(run) for run in runs))


class Awaiting:
    """The face that is awaited; all runs share one loop, which none of them may block."""

    def open(self, path: str, **options: Any) -> Any:
        return AsyncReleases(path, **options)

    async def call(self, releases: Any, method: str, *taken: Any, **options: Any) -> Any:
        return await getattr(releases, method)(*taken, **options)

    async def all(self, runs: list[Run]) -> list[Outcome]:
        slots = asyncio.Semaphore(AT_ONCE)

        async def one(run: Run) -> Outcome:
            async with slots:
                return await run.make(self)

        return await asyncio.gather(*(one(run) for run in runs))


@dataclass
class Outcome:
    """What came of a run: the failure, where it failed, and what it reached."""

    failure: str | None = None
    operations: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)


@dataclass
class Run:
    """A scenario of a file with one of its cases."""

    file: str
    document: dict[str, Any]
    scenario: dict[str, Any]
    case: dict[str, Any]
    number: int

    @property
    def name(self) -> str:
        case = f"-{self.number}" if self.case else ""
        return f"{self.file.removesuffix('.json')}: {self.scenario['name']}{case}"

    async def make(self, face: Blocking | Awaiting) -> Outcome:
        outcome = Outcome()
        given: dict[str, dict[str, Any]] = {"options": {}, "triggers": {}, "commits": {}}
        for more in (self.document.get("given", {}), self.scenario.get("given", {})):
            for member, value in more.items():
                given[member] |= value
        with tempfile.TemporaryDirectory() as folder:
            handle = Handle(face, str(Path(folder) / "releases.db"), given)
            try:
                await handle.open()
                variables = fill(self.case, {})
                for number, step in enumerate([*self.document.get("before", []), *self.scenario["steps"]], 1):
                    failure = await self._step(handle, step, variables, outcome)
                    if failure:
                        place = f"step {number} (with those of 'before')"
                        outcome.failure = f"{self.name}, {place}\n  rule: {self.scenario['rule']}\n  {failure}"
                        break
            finally:
                await handle.close()
        return outcome

    async def _step(
        self, handle: Handle, step: dict[str, Any], variables: dict[str, Any], outcome: Outcome
    ) -> str | None:
        if "given" in step:
            await handle.give(step["given"])
        elif step.get("reopen"):
            await handle.reopen()
        elif step.get("close"):
            await handle.close()
        elif "sleep_ms" in step:
            await asyncio.sleep(step["sleep_ms"] / 1000)
        else:
            return await self._call(handle, step, variables, outcome)
        return None

    async def _call(
        self, handle: Handle, step: dict[str, Any], variables: dict[str, Any], outcome: Outcome
    ) -> str | None:
        operation, said = step["call"], fill(step.get("with", {}), variables)
        taken, options = arguments(operation, said)
        try:
            found = plain(await handle.face.call(handle.releases, operation, *taken, **options))
            failed = False
        except ReleaseError as error:
            found, failed = shown(error), True
            outcome.codes.add(error.code)
        outcome.operations.add(operation)
        wrong: str | None = None
        if "fails" in step:
            wrong = difference(fill(step["fails"], variables), found) if failed else "expected to fail"
        elif failed:
            wrong = "expected to succeed"
        elif "returns" in step:
            wrong = difference(fill(step["returns"], variables), found)
        if wrong:
            verb = "failed with" if failed else "answered"
            return f"call: {operation} {short(said)}\n  {wrong}\n  {verb}: {short(found)}"
        for variable, pointer in step.get("save", {}).items():
            variables[variable] = pointed(found, pointer)
        return None


class Handle:
    """A handle on a scenario's database, with what the program around it gives to it."""

    def __init__(self, face: Blocking | Awaiting, path: str, given: dict[str, dict[str, Any]]) -> None:
        self.face, self.path, self.given = face, path, given
        self.releases: Any = None

    async def open(self) -> None:
        options = {
            name.removesuffix("_ms"): timedelta(milliseconds=value) for name, value in self.given["options"].items()
        }
        self.releases = self.face.open(self.path, **options)
        await self.give(self.given)

    async def give(self, given: dict[str, Any]) -> None:
        for name, program in given.get("triggers", {}).items():
            await self.face.call(self.releases, "connect", name, {"kind": "command", **program})
        for repository, commits in given.get("commits", {}).items():
            known = {} if repository == "*" else {repository: commits}
            source = {"kind": "data", "repositories": known}
            await self.face.call(
                self.releases, "add_commit_source", None if repository == "*" else repository, source
            )
        for member, value in given.items():
            self.given[member] = self.given[member] | value

    async def reopen(self) -> None:
        await self.close()
        await self.open()

    async def close(self) -> None:
        if self.releases is not None:
            await self.face.call(self.releases, "close")


def runs() -> Iterator[Run]:
    """Every scenario, once for each of its cases."""
    for path in sorted((ROOT / "tests/scenarios").glob("*.json")):
        document = load(f"tests/scenarios/{path.name}")
        for scenario in document.get("scenarios", []) if path.name != "scenario.schema.json" else []:
            for number, case in enumerate(scenario.get("cases", [{}]), 1):
                yield Run(path.name, document, scenario, case, number)
