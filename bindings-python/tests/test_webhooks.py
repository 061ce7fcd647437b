"""What web frameworks hand over, and what comes of it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from email.message import Message
from typing import Any

import pytest

from release_core import AsyncReleases, Delivery, DeliveryOutcome, InvalidInputError, Releases, Status

from .support.github import Github
from .test_values import check

SECRET = "It's a Secret to Everybody"


def hook(releases: Releases) -> None:
    releases.connect("github", {"kind": "github", "token": "t", "webhook_secret": SECRET})


def signed(body: bytes, delivery: str) -> dict[str, str]:
    digest = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    return {
        "X-GitHub-Event": "workflow_run",
        "X-GitHub-Delivery": delivery,
        "X-Hub-Signature-256": f"sha256={digest}",
        "Content-Type": "application/json",
    }


def run(action: str = "completed", **more: Any) -> bytes:
    """A webhook of a run that nobody asked for."""
    told = {"id": 77, "run_attempt": 1, "status": "completed", "conclusion": "success", "event": "workflow_dispatch",
            "head_sha": "a" * 40, "head_branch": "main", "path": ".github/workflows/deploy.yml", "name": "Deploy",
            "display_title": "Deploy", "workflow_id": 5, "html_url": "https://github.com/acme/web/actions/runs/77",
            "run_started_at": "2026-11-26T08:00:00Z", "updated_at": "2026-11-26T08:05:00Z",
            "created_at": "2026-11-26T08:00:00Z"}  # fmt: skip
    document = {"action": action, "repository": {"full_name": "acme/web"}, "sender": {"login": "ana"},
                "workflow": {"id": 5}, "workflow_run": told | more}  # fmt: skip
    return json.dumps(document).encode()


def forms(headers: dict[str, str]) -> Iterable[tuple[str, Any]]:
    yield "a dictionary", headers
    yield "pairs", list(headers.items())
    yield "pairs of bytes, as ASGI has them", [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    message = Message()
    for name, value in headers.items():
        message[name] = value
    yield "the standard library's http.server", message


def test_headers_and_bodies_in_every_form(releases: Releases) -> None:
    hook(releases)
    body = run()
    for number, (form, headers) in enumerate(forms(signed(body, "x"))):
        for kind in (bytes, bytearray, memoryview):
            delivery = releases.apply_webhook("github", headers, kind(body))
            assert (delivery.outcome, delivery.run_id) == (DeliveryOutcome.UNKNOWN_RUN, "77"), (form, number)
    assert releases.apply_webhook("github", signed(body, "y"), body.decode()).outcome == "unknown_run"
    check(delivery)


def test_flask(releases: Releases) -> None:
    flask = pytest.importorskip("flask")
    hook(releases)
    app = flask.Flask(__name__)

    @app.post("/webhooks/github")  # type: ignore[untyped-decorator]
    def github() -> dict[str, Any]:
        return releases.apply_webhook("github", flask.request.headers, flask.request.get_data()).to_dict()

    body = run()
    answer = app.test_client().post("/webhooks/github", data=body, headers=signed(body, "1"))
    assert answer.status_code == 200 and answer.json["outcome"] == "unknown_run"


@pytest.fixture
def django() -> Any:
    """Django as a project has it, which refuses what comes from elsewhere unless a view says that it may."""
    django, conf = pytest.importorskip("django"), pytest.importorskip("django.conf")
    if not conf.settings.configured:
        conf.settings.configure(
            ALLOWED_HOSTS=["testserver"], MIDDLEWARE=["django.middleware.csrf.CsrfViewMiddleware"]
        )
        django.setup()
    for module in ("http", "test", "urls", "views.decorators.csrf"):
        pytest.importorskip(f"django.{module}")
    return django


def test_django(releases: Releases, django: Any) -> None:
    """Over WSGI: a view that blocks."""
    hook(releases)

    @django.views.decorators.csrf.csrf_exempt  # type: ignore[untyped-decorator]
    def github(request: Any) -> Any:
        delivery = releases.apply_webhook("github", request.headers, request.body)
        return django.http.JsonResponse(delivery.to_dict())

    body = run()
    client = django.test.Client(enforce_csrf_checks=True)
    with django.test.override_settings(ROOT_URLCONF=(django.urls.path("webhooks/github", github),)):
        answer = client.post("/webhooks/github", body, "application/json", headers=signed(body, "1"))
        assert (answer.status_code, answer.json()["outcome"]) == (200, "unknown_run")
        with pytest.raises(InvalidInputError):
            client.post("/webhooks/github", body + b" ", "application/json", headers=signed(body, "2"))


async def test_django_awaited(path: str, django: Any) -> None:
    """Over ASGI: a view that is awaited."""
    async with await AsyncReleases.open(path) as releases:
        await releases.connect("github", {"kind": "github", "token": "t", "webhook_secret": SECRET})

        @django.views.decorators.csrf.csrf_exempt  # type: ignore[untyped-decorator]
        async def github(request: Any) -> Any:
            delivery = await releases.apply_webhook("github", request.headers, request.body)
            return django.http.JsonResponse(delivery.to_dict())

        body = run()
        client = django.test.AsyncClient(enforce_csrf_checks=True)
        with django.test.override_settings(ROOT_URLCONF=(django.urls.path("webhooks/github", github),)):
            answer = await client.post("/webhooks/github", body, "application/json", headers=signed(body, "1"))
        assert (answer.status_code, answer.json()["outcome"]) == (200, "unknown_run")


def test_a_workflow_from_its_start_to_its_end(releases: Releases) -> None:
    """A program configures GitHub, deploys, and is told by webhooks how the run goes."""
    with Github([]).running() as github:
        connection = github.connection | {"webhook_secret": SECRET, "return_run_details": True}
        releases.connect("github", connection)  # type: ignore[arg-type]
        workflow = {"trigger": "github", "connection": "github", "settings": {"workflow": "deploy.yml", "ref": "main"},
                    "parameters": {"region": "eu-west-1"}}  # fmt: skip
        releases.update_environment("web", "production", deploy_workflow=workflow)  # type: ignore[arg-type]
        deployment = releases.create_deployment("web", "production", "1.4.0-rc1")
        assert (deployment.status, deployment.run_id) == (Status.PENDING, "77")
        (sent,) = github.dispatched
        assert sent["ref"] == "main" and sent["inputs"]["region"] == "eu-west-1"
        seen = []
        for number, (action, told) in enumerate([
            ("in_progress", {"status": "in_progress", "conclusion": None}),
            ("completed", {}),
            ("in_progress", {"status": "in_progress", "conclusion": None}),
        ]):  # fmt: skip
            body = run(action, **told)
            delivery = releases.apply_webhook("github", signed(body, f"d{number}"), body)
            seen.append((delivery.outcome, releases.get_deployment(deployment.id).status))
        assert seen == [
            (DeliveryOutcome.APPLIED, Status.IN_PROGRESS),
            (DeliveryOutcome.APPLIED, Status.SUCCESS),
            (DeliveryOutcome.STALE, Status.SUCCESS),
        ]
        live = releases.live("web", "production").deployment
        assert live and live.id == deployment.id


def test_a_forged_webhook(releases: Releases) -> None:
    hook(releases)
    body = run()
    with pytest.raises(InvalidInputError) as raised:
        releases.apply_webhook("github", signed(body, "1"), body + b" ")
    assert raised.value.code == "invalid_signature"


def test_what_a_delivery_is(releases: Releases) -> None:
    hook(releases)
    body = json.dumps({"zen": "Keep it logically awesome."}).encode()
    delivery = releases.apply_webhook("github", signed(body, "2") | {"X-GitHub-Event": "ping"}, body)
    assert isinstance(delivery, Delivery) and delivery.outcome is DeliveryOutcome.IGNORED and delivery.reason
    check(delivery)
