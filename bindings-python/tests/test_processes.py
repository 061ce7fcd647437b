"""What crosses the boundary of a process or of the interpreter's life."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from release_core import AsyncReleases, Releases, Status, UnavailableError

from .conftest import COMMIT
from .support.interface import ROOT


def run(program: str, *arguments: str, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "faulthandler", "-c", textwrap.dedent(program), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False)


@contextmanager
def beside(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    """A process that is ended with the test, also where that fails."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            yield process
        finally:
            process.kill()


def test_a_forked_child_is_told(path: str) -> None:
    """A child may not use what it inherited, may leave it behind, and may open the database anew."""
    done = run(
        """
        import asyncio, os, sys
        from release_core import AsyncReleases, Releases, UnavailableError
        releases = Releases(sys.argv[1])
        releases.create_project("web", "acme/web")
        other = AsyncReleases(sys.argv[1])
        asyncio.run(other.get_project("web"))
        worker = releases.start_worker()
        child = os.fork()
        if child == 0:
            for call in (lambda: releases.get_project("web"), lambda: releases.close(), lambda: releases.location,
                         lambda: releases.start_worker(), lambda: asyncio.run(other.get_project("web"))):
                try:
                    call()
                except UnavailableError as error:
                    print(error.retryable, "open the database anew" in str(error), flush=True)
            print(repr(releases), flush=True)
            anew = Releases(sys.argv[1])
            print(anew.get_project("web").name, flush=True)
            again = AsyncReleases(sys.argv[1])
            print(asyncio.run(again.get_project("web")).name, flush=True)
            del releases, other, worker, anew, again
            sys.exit(0)
        assert os.waitpid(child, 0)[1] == 0
        print(releases.get_project("web").name)
        worker.stop()
        releases.close()
        """,
        path,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n") == ["False True"] * 5 + ["Releases(of another process)", "web", "web", "web", ""]


def _deploy(path: str) -> int:
    with Releases(path) as releases:
        deployment = releases.create_deployment("web", "production", "1.4.0-rc1", redeploy=True)
        return releases.update_deployment_status_by_id(deployment.id, Status.SUCCESS).number


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_processes_that_are_started_anew(releases: Releases, path: str, method: str) -> None:
    with multiprocessing.get_context(method).Pool(3) as pool:
        numbers = pool.map(_deploy, [path] * 12)
    assert sorted(numbers) == list(range(1, 13))


def files(path: str) -> int:
    """How many files of the database this process has open."""
    opened = [f"/proc/self/fd/{fd}" for fd in os.listdir("/proc/self/fd")]
    return sum(path in os.readlink(file) for file in opened if os.path.islink(file))


def test_handles_are_collected(path: str, releases: Releases) -> None:
    """The last reference closes a handle; one that is still held at the end is no trouble."""
    one, other = Releases(path), AsyncReleases(path)
    opened = files(path)
    gone = weakref.ref(one), weakref.ref(other)
    del one, other
    gc.collect()
    assert gone[0]() is None and gone[1]() is None
    assert files(path) < opened
    circle = [Releases(path)]
    circle.append(circle)  # type: ignore[arg-type]
    del circle
    gc.collect()
    assert files(path) < opened


def test_results_outlive_their_handle(path: str) -> None:
    releases = Releases(path)
    project = releases.create_project("web", "acme/web")
    releases.close()
    del releases
    gc.collect()
    assert project.name == "web"


@pytest.mark.parametrize(
    "ending",
    [
        "sys.exit(0)",
        "raise SystemExit(0)",
        "threading.Thread(target=lambda: releases.wait(deployment.id), daemon=True).start(); time.sleep(0.2)",
        "threading.Thread(target=write, daemon=True).start(); time.sleep(0.2)",
        "keep = releases, deployment, releases.start_worker()",
        "asyncio.run(abandoned())",
        "loop = asyncio.new_event_loop(); loop.create_task(other.wait(deployment.id)); loop.run_until_complete(asyncio.sleep(0.2))",
        "loop = asyncio.new_event_loop(); tasks = [loop.create_task(other.create_project(f'q{n}', 'acme/web')) for n in range(200)];"
        " loop.run_until_complete(asyncio.sleep(0.01))",
        "atexit.register(lambda: releases.get_project('web'))",
        "coroutine = other.get_project('web')",
    ],
)
def test_the_interpreter_may_end_during_a_call(path: str, ending: str) -> None:
    program = f"""
import asyncio, atexit, sys, threading, time
from release_core import AsyncReleases, Releases
releases = Releases({path!r})
other = AsyncReleases({path!r})
releases.create_project("web", "acme/web")
releases.create_environment("web", "production")
releases.create_release("web", "1.4.0-rc1", "acme/web", "a" * 40)
deployment = releases.create_deployment("web", "production", "1.4.0-rc1")
def write():
    for number in range(100_000):
        releases.create_project(f"p{{number}}", "acme/web")
async def abandoned():
    asyncio.create_task(other.wait(deployment.id))
    asyncio.create_task(other.create_project("api", "acme/web"))
    await asyncio.sleep(0.1)
{ending}
"""
    done = run(program)
    assert done.returncode == 0, done.stderr
    for word in ("panicked", "Fatal Python error", "Segmentation", "Traceback"):
        assert word not in done.stderr, done.stderr
    with Releases(path) as releases:
        projects = []
        page = releases.list_projects(per_page=100)
        while True:
            projects += [project.name for project in page]
            if page.next is None:
                break
            page = releases.list_projects(per_page=100, cursor=page.next)
        assert projects.count("web") == 1 and len(set(projects)) == len(projects)


def test_ctrl_c_ends_a_wait(path: str) -> None:
    # What a shell runs in the background is told to ignore Ctrl-C, and so are its children.
    program = """
import signal, sys
from release_core import Releases
signal.signal(signal.SIGINT, signal.default_int_handler)
releases = Releases(sys.argv[1])
releases.create_project("web", "acme/web")
releases.create_environment("web", "production")
releases.create_release("web", "1.4.0-rc1", "acme/web", "a" * 40)
deployment = releases.create_deployment("web", "production", "1.4.0-rc1")
print("waiting", flush=True)
try:
    releases.wait(deployment.id)
except KeyboardInterrupt:
    print(releases.update_deployment_status_by_id(deployment.id, "success").status)
"""
    with beside([sys.executable, "-c", program, path]) as process:
        assert process.stdout and process.stdout.readline() == "waiting\n"
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=60)
    assert output == "success\n"


def test_another_handle_sees_what_was_written(releases: Releases, path: str) -> None:
    with Releases(path) as other:
        other.freeze("web", "production", "holidays")
    environment = releases.get_environment("web", "production")
    assert environment.freeze and environment.freeze.reason == "holidays"


def test_a_rust_and_a_python_process_on_one_file(path: str) -> None:
    """A Rust program writes to the file in which Python writes at the same time."""
    program = os.environ.get("RELEASE_CORE_RUST_WRITER")
    if program is None:
        pytest.skip("RELEASE_CORE_RUST_WRITER names no program; the area's steps build one")
    with Releases(path) as releases:
        releases.create_project("web", "acme/web")
        releases.create_environment("web", "production")
        releases.create_release("web", "1.4.0-rc1", "acme/web", COMMIT)
        count = 100
        with beside([program, path, str(count)]) as rust:
            for _ in range(count):
                made = releases.create_deployment("web", "production", "1.4.0-rc1", redeploy=True, actor="python")
                releases.update_deployment_status_by_id(made.id, Status.SUCCESS)
            output, _ = rust.communicate(timeout=120)
        assert rust.returncode == 0 and output.strip() == f"{count} deployments"
        found: list[tuple[int, str | None]] = []
        page = releases.list_deployments("web", "production", per_page=100)
        while True:
            found += [(deployment.number, deployment.actor) for deployment in page]
            if page.next is None:
                break
            page = releases.list_deployments("web", "production", per_page=100, cursor=page.next)
        assert [number for number, _ in found] == list(range(2 * count, 0, -1))
        assert sorted({actor or "" for _, actor in found}) == ["python", "rust"]


def test_a_file_that_is_busy(path: str, releases: Releases) -> None:
    """Another process holds the file's lock: the call waits as long as it was told, and says so."""
    holder = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
"""
    command = [sys.executable, "-c", holder, path]
    with Releases(f"sqlite:{path}?busy_timeout_ms=100") as other:
        with beside(command) as process:
            assert process.stdout and process.stdout.readline() == "held\n"
            with pytest.raises(UnavailableError) as raised:
                other.create_project("api", "acme/web")
            assert raised.value.retryable
            process.communicate("go\n", timeout=60)
        other.create_project("api", "acme/web")


def test_a_path_is_no_text_of_its_own(tmp_path: Path) -> None:
    class Place:
        def __fspath__(self) -> str:
            return str(tmp_path / "releases.db")

    with Releases(Place()) as releases:
        assert releases.location
