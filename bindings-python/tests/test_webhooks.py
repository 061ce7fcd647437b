"""What web frameworks hand over, and what comes of it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from email.message import Message
from typing import Any

import pytest

from release_core import Delivery, DeliveryOutcome, InvalidInputError, Releases

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
