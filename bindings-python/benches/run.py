#!/usr/bin/env python3
"""How fast calls from Python are, beside the same calls from Rust and beside rows by hand, all in turns in one run.

`run.sh` builds both sides and runs this; README.md says what was seen.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import platform
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

COMMIT = "a1" * 20
THREADS = 4
# Calls of a round: enough that the clock and the loop around them do not count.
COUNTS = {"query": 2000, "release": 200, "deployment": 200, "status": 200}
# What each case is to reach: its side, what is compared to Rust, and the bound.
TARGETS = {
    ("no-op query", "Python"): ("over", 2.0),
    ("no-op query", "awaited"): ("over", 60.0),
    ("deployment", "Python"): ("over", 10.0),
    ("query", "awaited"): ("over", 60.0),
    ("release", "awaited"): ("over", 60.0),
    ("deployment", "awaited"): ("over", 60.0),
    ("status", "awaited"): ("over", 60.0),
    ("4 threads", "Python"): ("rate", 0.8),
}
IMPORT = 15_000.0

Measure = Callable[[], float]


class Rust:
    """The program `beside`, which makes calls when it is told to."""

    def __init__(self, program: str) -> None:
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self, kind: str, location: str, threads: int, count: int) -> float:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(f"{kind} {location} {threads} {count}\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())

    def close(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()


def prepared(location: str) -> Releases:
    releases = Releases(location)
    releases.create_project("web", "acme/web")
    for number in range(THREADS):
        releases.create_environment("web", f"environment-{number}")
    releases.create_release("web", "1.0.0-rc1", "acme/web", COMMIT)
    for number in range(THREADS):
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


class Versions:
    """Versions that were not there before."""

    rounds = 0

    @classmethod
    def fresh(cls, count: int) -> list[str]:
        cls.rounds += 1
        return [f"p{cls.rounds}.{number}-rc1" for number in range(count)]


def cases(rust: Rust, folder: str) -> dict[str, dict[str, Measure]]:
    """What is measured, by case and side."""

    # Two copies of SQLite in one process are not to open one file, so each side has a file of its own.
    def place(name: str) -> str:
        return f"sqlite:{Path(folder) / name}.db?synchronous=normal"

    prepared(place("rust")).close()
    prepared(place("awaited")).close()
    ours, awaited = prepared(place("python")), AsyncReleases(place("awaited"))
    hands: list[Any] = [Sqlite3(str(Path(folder) / "sqlite3.db")), SqlAlchemy(str(Path(folder) / "sqlalchemy.db"))]
    for hand in hands:
        hand.deployment("")
    loop = asyncio.new_event_loop()

    def one(kind: str, count: int) -> dict[str, Measure]:
        def in_python() -> float:
            versions = Versions.fresh(count)
            return timed(lambda: [call(ours, kind, version) for version in versions], count)

        def in_turn() -> float:
            versions = Versions.fresh(count)

            async def calls() -> None:
                for version in versions:
                    await call(awaited, kind, version)

            return timed(lambda: loop.run_until_complete(calls()), count)

        def by(hand: Any) -> Measure:
            def rows() -> float:
                versions = Versions.fresh(count)
                return timed(lambda: [getattr(hand, kind)(version) for version in versions], count)

            return rows

        sides = {"Rust": lambda: rust(kind, place("rust"), 1, count), "Python": in_python, "awaited": in_turn}
        return sides | ({hand.name: by(hand) for hand in hands} if kind != "query" else {})

    count = 100

    def threads() -> float:
        def write(number: int) -> None:
            for _ in range(count):
                call(ours, "deployment", "", number)

        def all_of_them() -> None:
            writing = [threading.Thread(target=write, args=(number,)) for number in range(THREADS)]
            for thread in writing:
                thread.start()
            for thread in writing:
                thread.join()

        return timed(all_of_them, THREADS * count)

    def gathered() -> float:
        async def calls() -> None:
            await asyncio.gather(*(call(awaited, "deployment", "", number % THREADS) for number in range(400)))

        return timed(lambda: loop.run_until_complete(calls()), 400)

    found: dict[str, dict[str, Measure]] = {kind: one(kind, count) for kind, count in COUNTS.items()}
    found["4 threads"] = {
        "Rust": lambda: rust("deployment", place("rust"), THREADS, count),
        "Python": threads,
        "gathered": gathered,
    }
    return found


def empty(rust: Rust) -> dict[str, dict[str, Measure]]:
    """A query of a database in memory, which does next to nothing; and what asyncio's own ways to a thread and back cost."""
    ours, awaited = prepared("memory:"), AsyncReleases("memory:")
    loop = asyncio.new_event_loop()
    loop.run_until_complete(awaited.create_project("web", "acme/web"))
    count = 2000

    def each(ask: Callable[[], Any]) -> Measure:
        async def calls() -> None:
            for _ in range(count):
                await ask()

        return lambda: timed(lambda: loop.run_until_complete(calls()), count)

    return {
        "no-op query": {
            "Rust": lambda: rust("query", "memory:", 1, count),
            "Python": lambda: timed(lambda: [ours.get_project("web") for _ in range(count)], count),
            "awaited": each(lambda: awaited.get_project("web")),
            "to_thread": each(lambda: asyncio.to_thread(ours.get_project, "web")),
            "executor": each(lambda: loop.run_in_executor(None, int)),
        }
    }


def reading() -> dict[str, dict[str, Measure]]:
    """What is done with answers, of which nothing is made before it is read."""
    releases = prepared("memory:")
    for _ in range(100):
        deployment = releases.create_deployment("web", "environment-0", "1.0.0-rc1", redeploy=True)
    count = 2000

    def each(action: Callable[[], object], calls: int = count) -> dict[str, Measure]:
        return {"Python": lambda: timed(lambda: [action() for _ in range(calls)], calls)}

    return {
        "a text": each(lambda: deployment.id),
        "a number": each(lambda: deployment.number),
        "a status": each(lambda: deployment.status),
        "a time": each(lambda: deployment.created_at),
        "a version": each(lambda: deployment.release_candidate_version),
        "to_dict": each(deployment.to_dict),
        "repr": each(deployment.__repr__),
        "page of 100": each(lambda: releases.list_deployments("web", "environment-0", per_page=100), 50),
    }


def imported() -> float:
    """In a new interpreter, what `import release_core` takes where it was imported before."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    program = "import time; a = time.perf_counter(); import release_core; print((time.perf_counter() - a) * 1e6)"
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    return float(done.stdout)


def measured(found: dict[str, dict[str, Measure]], rounds: int) -> dict[str, dict[str, list[float]]]:
    """All sides in turns; another one begins each time, and a first round does not count."""
    seen: dict[str, dict[str, list[float]]] = {case: {side: [] for side in sides} for case, sides in found.items()}
    for number in range(-1, rounds):
        for case, sides in found.items():
            turns = list(sides.items())
            shift = number % len(turns)
            for side, measure in turns[shift:] + turns[:shift]:
                gc.collect()
                micros = measure()
                if number >= 0:
                    seen[case][side].append(micros)
    return seen


def show(seen: dict[str, dict[str, list[float]]]) -> None:
    for case, sides in seen.items():
        rust = sides.get("Rust")
        for side, micros in sides.items():
            line = f"{case:<14}{side:<12}{statistics.median(micros):>10.2f}"
            if rust and micros is not rust:
                over = statistics.median(a - b for a, b in zip(micros, rust, strict=True))
                rate = statistics.median(b / a for a, b in zip(micros, rust, strict=True))
                line += f"{over:>12.2f}{rate:>10.2f}"
                target = TARGETS.get((case, side))
                if target and target[0] == "over":
                    line += f"   at most {target[1]:g} over: {'reached' if over <= target[1] else 'NOT reached'}"
                elif target:
                    line += f"   at least {target[1]:g} of the rate: {'reached' if rate >= target[1] else 'NOT reached'}"
            if case == "import":
                is_reached = statistics.median(micros) < IMPORT
                line += f"{'':>22}   under {IMPORT:g}: {'reached' if is_reached else 'NOT reached'}"
            print(line)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("beside", help="the program that makes the calls in Rust")
    parser.add_argument("folders", nargs="*", help="where the files are: the temporary folder, and /dev/shm")
    parser.add_argument("--rounds", type=int, default=15)
    given = parser.parse_intermixed_args()
    folders = given.folders or [tempfile.gettempdir(), *(["/dev/shm"] if Path("/dev/shm").is_dir() else [])]

    load = " ".join(f"{number:.1f}" for number in os.getloadavg())
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, load {load}; medians of {given.rounds} rounds")
    rust = Rust(given.beside)
    heading = f"{'':<14}{'side':<12}{'us a call':>10}{'over Rust':>12}{'rate':>10}"
    for folder in folders:
        with tempfile.TemporaryDirectory(dir=folder) as place:
            print(f"\nIn {folder}, synchronous=normal\n{heading}")
            show(measured(cases(rust, place), given.rounds))
    print(f"\nWithout a file\n{heading}")
    show(measured(empty(rust) | {"import": {"Python": imported}} | reading(), given.rounds))
    rust.close()


main()
