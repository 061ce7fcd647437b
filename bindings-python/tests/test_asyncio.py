"""The face for asyncio: it never blocks the loop, works in tasks, and a cancellation leaves the database right."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from release_core import AsyncReleases, NotFoundError, Releases, Status, UnavailableError

from .conftest import COMMIT, prepare
from .support.interface import OPERATIONS


@pytest.fixture
async def awaited(path: str) -> AsyncIterator[AsyncReleases]:
    with Releases(path) as releases:
        prepare(releases)
    async with await AsyncReleases.open(f"sqlite:{path}?synchronous=normal") as opened:
        yield opened


async def test_both_faces_have_the_same_operations() -> None:
    for name in OPERATIONS:
        blocking, awaiting = getattr(Releases, name), getattr(AsyncReleases, name)
        assert blocking.__text_signature__ == awaiting.__text_signature__
        assert blocking.__doc__ == awaiting.__doc__


async def test_tasks_gather_and_timeouts(awaited: AsyncReleases) -> None:
    task = asyncio.create_task(awaited.get_project("web"))
    assert (await task).name == "web"
    names = [f"p{number}" for number in range(50)]
    made = await asyncio.gather(*(awaited.create_project(name, "acme/web") for name in names))
    assert [project.name for project in made] == names
    assert (await asyncio.wait_for(awaited.get_project("p7"), 30)).name == "p7"
    assert (await asyncio.shield(awaited.get_project("p8"))).name == "p8"
    with pytest.raises(NotFoundError):
        await awaited.get_project("shop")


@pytest.mark.skipif(sys.version_info < (3, 11), reason="TaskGroup is of Python 3.11")
async def test_a_task_group(awaited: AsyncReleases) -> None:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(awaited.create_project(f"p{number}", "acme/web")) for number in range(5)]
    assert [task.result().name for task in tasks] == [f"p{number}" for number in range(5)]
    with pytest.raises(ExceptionGroup) as raised:  # noqa: F821
        async with asyncio.TaskGroup() as group:
            group.create_task(awaited.wait_for_build("web", "9.9.9-rc9"))
            group.create_task(awaited.get_project("shop"))
    assert {type(error) for error in raised.value.exceptions} == {NotFoundError}


async def test_the_loop_goes_on_during_calls(awaited: AsyncReleases) -> None:
    """A call that blocked the loop would never end: what it waits for comes from the loop, after some turns of it."""
    deployment = await awaited.create_deployment("web", "production", "1.4.0-rc1")
    waits = [asyncio.create_task(awaited.wait(deployment.id, limit=60)) for _ in range(20)]
    writes = [asyncio.create_task(awaited.create_project(f"p{number}", "acme/web")) for number in range(100)]
    for _ in range(20):
        await asyncio.sleep(0.001)
    await asyncio.gather(*writes)
    await awaited.update_deployment_status_by_id(deployment.id, "success")
    assert {ended.status for ended in await asyncio.gather(*waits)} == {Status.SUCCESS}


async def test_a_canceled_wait_is_given_up(awaited: AsyncReleases) -> None:
    deployment = await awaited.create_deployment("web", "production", "1.4.0-rc1")
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(awaited.wait(deployment.id), 0.1)
    task = asyncio.create_task(awaited.wait(deployment.id))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    closed = await awaited.update_deployment_status_by_id(deployment.id, "success")
    assert closed.status is Status.SUCCESS


async def test_a_canceled_write_is_whole_or_was_not_made(awaited: AsyncReleases) -> None:
    tasks = [
        asyncio.create_task(awaited.create_release("web", f"2.{number}.0-rc1", "acme/web", COMMIT))
        for number in range(60)
    ]
    done = 0
    for number, task in enumerate(tasks):
        if number % 3 == 0:
            task.cancel()
        await asyncio.sleep(0)
    for task in tasks:
        try:
            await task
            done += 1
        except asyncio.CancelledError:
            pass
    # What had begun goes on to its end; closing waits for nobody, so a look at what is there settles it.
    await awaited.create_project("after", "acme/web")
    made = {candidate.version for candidate in await awaited.list_candidates("web", per_page=100)}
    releases = {release.version for release in await awaited.list_releases("web", per_page=100)}
    logged = [event for event in await awaited.history(project="web", per_page=100) if event.action == "candidate.created"]
    assert len(made) >= done + 1
    assert releases == {version.release for version in made}
    assert len(logged) == len(made), [event.action for event in logged]


async def test_an_unawaited_coroutine_does_nothing(awaited: AsyncReleases) -> None:
    coroutine = awaited.create_project("never", "acme/web")
    coroutine.close()
    del coroutine
    gc.collect()
    with pytest.raises(NotFoundError):
        await awaited.get_project("never")


async def test_arguments_are_told_by_their_names(awaited: AsyncReleases) -> None:
    with pytest.raises(TypeError, match="argument 'project' must be str, not int"):
        await awaited.get_project(7)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="argument 'name' must be str"):
        await awaited.connect(7, {})  # type: ignore[arg-type]


async def test_what_is_not_an_operation(path: str, tmp_path: Path) -> None:
    async with AsyncReleases(path, dispatch_wait=1) as releases:
        await releases.connect("deploy", {"kind": "command", "program": "true"})
        source = {"kind": "data", "repositories": {"acme/web": [COMMIT]}}
        await releases.add_commit_source(None, source)  # type: ignore[arg-type]
        await releases.create_project("web", "acme/web")
        await releases.create_environment(
            "web", "production", deploy_workflow={"trigger": "command", "connection": "deploy"}
        )
        await releases.create_release("web", "1.0.0-rc1", "acme/web", COMMIT[:10])
        worker = releases.start_worker(poll_interval=0.05)
        deployment = await releases.create_deployment("web", "production", "1.0.0-rc1", dispatch_later=True)
        assert (await releases.wait(deployment.id, limit=30)).status is Status.SUCCESS
        await asyncio.to_thread(worker.stop)
        assert path in releases.location and path in repr(releases)
    with pytest.raises(UnavailableError, match="closed"):
        await releases.get_project("web")
    memory = AsyncReleases.in_memory()
    assert list(await memory.list_projects()) == []
    with pytest.raises(UnavailableError):
        await AsyncReleases.open(tmp_path)


async def test_both_faces_share_a_database(path: str) -> None:
    with Releases(path) as releases:
        shared = releases.to_async()
        await shared.create_project("web", "acme/web")
        assert releases.get_project("web") == await shared.get_project("web")
        await shared.close()
        with pytest.raises(UnavailableError, match="closed"):
            releases.get_project("web")


def test_a_handle_outlives_a_loop(path: str) -> None:
    releases = AsyncReleases(path)
    asyncio.run(_create(releases, "web"))
    asyncio.run(_create(releases, "api"))
    asyncio.run(releases.close())


async def _create(releases: AsyncReleases, name: str) -> None:
    await releases.create_project(name, "acme/web")
