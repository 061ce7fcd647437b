"""One handle, many threads."""

from __future__ import annotations

import os
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from release_core import Releases, Status, UnavailableError, Worker

from .conftest import COMMIT


def test_threads_share_a_handle(releases: Releases) -> None:
    def write(thread: int) -> None:
        for number in range(25):
            releases.create_release("web", f"{thread}.{number}-rc1", "acme/web", COMMIT)
            releases.update_deployment_status("web", "production", f"{thread}.{number}-rc1", Status.SUCCESS)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    numbers = []
    cursor = None
    while True:
        page = releases.list_deployments("web", "production", per_page=100, cursor=cursor)
        numbers += [deployment.number for deployment in page]
        cursor = page.next
        if cursor is None:
            break
    assert numbers == list(range(200, 0, -1))


def test_other_threads_run_during_a_call(releases: Releases) -> None:
    """A wait of a second must not keep the interpreter to itself: a thread counts meanwhile."""
    deployment = releases.create_deployment("web", "production", "1.4.0-rc1")
    counted = 0
    done = threading.Event()

    def count() -> None:
        nonlocal counted
        while not done.is_set():
            counted += 1

    thread = threading.Thread(target=count)
    thread.start()
    begun = time.monotonic()
    waited = releases.wait(deployment.id, limit=0.5)
    took = time.monotonic() - begun
    done.set()
    thread.join()
    assert waited.status is Status.PENDING and took >= 0.5
    assert counted > 10_000


def test_a_wait_ends_by_another_thread(releases: Releases) -> None:
    deployment = releases.create_deployment("web", "production", "1.4.0-rc1")
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(releases.wait, deployment.id, limit=30)
        releases.update_deployment_status_by_id(deployment.id, "success")
        assert waiting.result(timeout=20).status is Status.SUCCESS


def test_a_close_beside_calls(path: str) -> None:
    """Calls end well or say that the handle is closed; nothing hangs and nothing breaks."""
    releases = Releases(path)
    releases.create_project("web", "acme/web")
    begun = threading.Barrier(5)

    def ask() -> int:
        begun.wait()
        for number in range(10_000):
            try:
                releases.get_project("web")
            except UnavailableError:
                return number
        return -1

    with ThreadPoolExecutor(4) as pool:
        asking = [pool.submit(ask) for _ in range(4)]
        begun.wait()
        releases.close()
        for future in asking:
            future.result(timeout=60)
    with pytest.raises(UnavailableError, match="closed"):
        releases.get_project("web")
    releases.close()


def test_a_worker_starts_what_is_due(releases: Releases) -> None:
    releases.connect("deploy", {"kind": "command", "program": sys.executable, "args": ["-c", "pass"]})
    releases.update_environment(
        "web", "production", deploy_workflow={"trigger": "command", "connection": "deploy"}
    )
    with releases.start_worker(poll_interval=0.05) as worker:
        assert isinstance(worker, Worker) and not worker.has_ended and "running" in repr(worker)
        deployment = releases.create_deployment("web", "production", "1.4.0-rc1", dispatch_later=True)
        assert releases.wait(deployment.id, limit=30).status is Status.SUCCESS
        assert worker.last_error is None
    assert worker.has_ended and "ended" in repr(worker)
    worker.stop()


def test_a_worker_ends_with_its_last_reference_and_with_its_handle(path: str) -> None:
    def soon(number: int) -> bool:
        """Whether there are so many workers, before long."""
        deadline = time.monotonic() + 30
        while workers() != number and time.monotonic() < deadline:
            time.sleep(0.01)
        return workers() == number

    releases = Releases(path)
    worker = releases.start_worker()
    assert soon(1)
    del worker
    assert soon(0)
    worker = releases.start_worker()
    assert soon(1)
    releases.close()
    assert soon(0)
    assert worker.has_ended


def workers() -> int:
    """How many threads of this process are workers."""
    names = []
    for task in os.listdir("/proc/self/task"):
        try:
            names.append(Path(f"/proc/self/task/{task}/comm").read_text())
        except FileNotFoundError:
            pass
    return sum(name.startswith("release-worker") for name in names)
