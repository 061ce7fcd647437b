#!/usr/bin/env python3
"""How fast calls from Python are, beside the same calls from Rust, and beside rows by hand, in turns in one run.

See README.md beside this file for how to run it. Each figure is the median of rounds that measure all sides in turns.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from by_hand import SqlAlchemy, Sqlite3

from release_core import AsyncReleases, Releases

ROUNDS = 15
ENVIRONMENTS = 4
COMMIT = "a1" * 20


class Rust:
    def __init__(self, program: str) -> None:
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self, kind: str, location: str, threads: int, count: int) -> float:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(f"{kind} {location} {threads} {count}\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())


def world(location: str) -> Any:
    releases = Releases(location)
    releases.create_project("web", "acme/web")
    for number in range(ENVIRONMENTS):
        releases.create_environment("web", f"environment-{number}")
    releases.create_release("web", "1.0.0-rc1", "acme/web", COMMIT)
    for number in range(ENVIRONMENTS):
        releases.create_deployment("web", f"environment-{number}", "1.0.0-rc1")
    return releases


def call(releases: Any, kind: str, version: str, thread: int = 0) -> Any:
    """What a call answers, or the coroutine that answers it."""
    environment = f"environment-{thread}"
    if kind == "query":
        return releases.get_project("web")
    if kind == "release":
        return releases.create_release("web", version, "acme/web", COMMIT)
    if kind == "deployment":
        return releases.create_deployment("web", environment, "1.0.0-rc1", redeploy=True)
    return releases.update_deployment_status(
        "web", environment, "1.0.0-rc1", "in_progress", url="https://ci.example.org/1"
    )


def timed(action: Callable[[], object], calls: int) -> float:
    begun = time.perf_counter()
    action()
    return (time.perf_counter() - begun) * 1e6 / calls


class Round:
    """Versions that no round before had."""

    number = 0

    @classmethod
    def versions(cls, count: int) -> list[str]:
        cls.number += 1
        return [f"p{cls.number}.{number}-rc1" for number in range(count)]


def main() -> None:
    folder = tempfile.TemporaryDirectory()
    rust = Rust(sys.argv[1])
    sides: dict[tuple[str, str], list[float]] = {}

    def note(case: str, side: str, micros: float) -> None:
        sides.setdefault((case, side), []).append(micros)

    # SQLite in one process is not to be opened by two copies of it, so each side has a file of its own.
    def place(name: str) -> str:
        return f"sqlite:{Path(folder.name) / name}.db?synchronous=normal"

    world(place("rust")).close()
    world(place("awaited")).close()
    ours, awaited = world(place("python")), AsyncReleases(place("awaited"))
    hands = [cls(str(Path(folder.name) / cls.name)) for cls in (Sqlite3, SqlAlchemy)]
    hands[0].deployment("")
    hands[1].deployment("")
    loop = asyncio.new_event_loop()

    async def in_turn(kind: str, versions: list[str]) -> None:
        for version in versions:
            await call(awaited, kind, version)

    for _ in range(ROUNDS):
        for kind, count in (("query", 2000), ("release", 200), ("deployment", 200), ("status", 200)):
            note(kind, "Rust", rust(kind, place("rust"), 1, count))
            versions = Round.versions(count)
            note(kind, "Python", timed(lambda: [call(ours, kind, version) for version in versions], count))
            versions = Round.versions(count)
            note(kind, "awaited", timed(lambda: loop.run_until_complete(in_turn(kind, versions)), count))
            for hand in hands if kind != "query" else []:
                versions = Round.versions(count)
                note(kind, hand.name, timed(lambda: [getattr(hand, kind)(version) for version in versions], count))
        note("4 threads", "Rust", rust("deployment", place("rust"), 4, 100))

        def write(thread: int) -> None:
            for _ in range(100):
                call(ours, "deployment", "", thread)

        def four() -> None:
            threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

        note("4 threads", "Python", timed(four, 400))
        program = "import time; a = time.perf_counter(); import release_core; print((time.perf_counter() - a) * 1e6)"
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        note("import", "Python", float(done.stdout))

    print(f"{'':<12}{'side':<12}{'us a call':>12}{'over Rust':>12}{'to Rust':>10}")
    for (case, side), micros in sides.items():
        base = sides.get((case, "Rust"))
        over = to = ""
        if base and side != "Rust":
            over = f"{statistics.median(a - b for a, b in zip(micros, base, strict=True)):.2f}"
            to = f"{statistics.median(b / a for a, b in zip(micros, base, strict=True)):.2f}"
        print(f"{case:<12}{side:<12}{statistics.median(micros):>12.2f}{over:>12}{to:>10}")
    rust.process.stdin.close()  # type: ignore[union-attr]


main()
