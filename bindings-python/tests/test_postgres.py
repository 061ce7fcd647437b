"""PostgreSQL by its URL alone, on the server that `RELEASE_CORE_TEST_POSTGRES` names."""

from __future__ import annotations

import asyncio
import os
import threading
import uuid

import pytest

from release_core import AsyncReleases, NotFoundError, Releases, Status, UnavailableError

from .conftest import prepare

SERVER = os.environ.get("RELEASE_CORE_TEST_POSTGRES")
needs_server = pytest.mark.skipif(SERVER is None, reason="RELEASE_CORE_TEST_POSTGRES names no server")


@pytest.fixture
def url() -> str:
    """A schema that nothing is in."""
    assert SERVER is not None
    return f"{SERVER}{'&' if '?' in SERVER else '?'}schema=release_test_{uuid.uuid4().hex}"


@needs_server
def test_many_threads_and_handles(url: str) -> None:
    with Releases(url) as releases, Releases(url) as other:
        prepare(releases)

        def deploy(handle: Releases) -> None:
            for _ in range(10):
                made = handle.create_deployment("web", "production", "1.4.0-rc1", redeploy=True)
                handle.update_deployment_status_by_id(made.id, Status.SUCCESS)

        threads = [threading.Thread(target=deploy, args=(handle,)) for handle in (releases, other) * 2]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        found = [deployment.number for deployment in other.list_deployments("web", "production", per_page=100)]
        assert found == list(range(40, 0, -1))
        live = releases.live("web", "production").deployment
        assert live is not None and live.release_candidate_version == "1.4.0-rc1"
        with pytest.raises(NotFoundError):
            other.get_project("none")


@needs_server
def test_awaited(url: str) -> None:
    async def deploy() -> list[int]:
        releases = AsyncReleases(url)
        await releases.create_project("web", "acme/web")
        await releases.create_environment("web", "production")
        await releases.create_release("web", "1.4.0-rc1", "acme/web", "a" * 40)
        calls = [releases.create_deployment("web", "production", "1.4.0-rc1", redeploy=True) for _ in range(20)]
        return [made.number for made in await asyncio.gather(*calls)]

    assert sorted(asyncio.run(deploy())) == list(range(1, 21))


def test_no_server_may_be_tried_again_and_no_password_is_told() -> None:
    with pytest.raises(UnavailableError) as raised:
        Releases("postgres://ana:s3cret@127.0.0.1:1/releases?connect_timeout=2")
    assert raised.value.retryable and "127.0.0.1:1" in str(raised.value)
    assert "s3cret" not in f"{raised.value} {raised.value!r} {raised.value.context}"
