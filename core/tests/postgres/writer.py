"""One of the processes of `postgres_processes`, through the Python package: what it does and says is what `writer.rs` does."""

from __future__ import annotations

import json
import os
import random
import sys
import time
from pathlib import Path
from typing import Any

from release_core import ReleaseError, Releases

ENVIRONMENTS = 6
STARTS = "starts"


def say(**line: Any) -> None:
    """A line in one piece, also where it is the last thing that this process does."""
    os.write(1, f"@@{json.dumps(line)}\n".encode())


def is_opened(url: str) -> Releases:
    """Opening fails at once where the server is away; here it will come back."""
    begun = time.monotonic()
    while True:
        try:
            return Releases(url)
        except ReleaseError as error:
            assert error.retryable and time.monotonic() - begun < 600, repr(error)
        time.sleep(0.05)


def make(releases: Releases, what: str, environment: str, number: int, id: str) -> tuple[int | None, str | None]:
    if what in ("deploy", "start"):
        made = releases.create_deployment("web", environment, "1.0.0-rc1", redeploy=True)
        return made.number, made.id
    if what == "succeed":
        releases.update_deployment_status_by_id(id, "success")
        return number, id
    if what == "live":
        live = releases.live("web", environment).deployment
        return (live.number if live else None), None
    page = list(releases.list_deployments("web", environment, per_page=1))
    return (page[0].number if page else 0), None


def main() -> None:
    dice = random.Random(int(os.environ["RELEASE_TEST_SEED"]))
    until = time.monotonic() + int(os.environ["RELEASE_TEST_SECONDS"])
    releases = is_opened(os.environ["RELEASE_TEST_URL"])
    log = Path(os.environ["RELEASE_TEST_FOLDER"]) / "log"
    program = 'echo "$RELEASE_DISPATCH_ID" >> "$0"'
    releases.connect(STARTS, {"kind": "command", "program": "/bin/sh", "args": ["-c", program, str(log)]})
    mine: list[tuple[str, int, str]] = []
    calls = 0
    while time.monotonic() < until:
        calls += 1
        # An hour's processes are more than there are numbers for them.
        call = f"{os.environ['RELEASE_TEST_SEED']}-{calls}"
        what = dice.choices(["deploy", "succeed", "live", "start", "newest"], [4, 2, 2, 1, 1])[0]
        environment, number, id = (STARTS if what == "start" else f"e{dice.randrange(ENVIRONMENTS)}"), 0, ""
        if what == "succeed":
            if not mine:
                continue
            environment, number, id = mine.pop(dice.randrange(len(mine)))
        say(call=call, begun=time.time_ns(), what=what, environment=environment, number=number)
        try:
            found, made = make(releases, what, environment, number, id)
        except ReleaseError as error:
            assert error.code == "unavailable", f"{what}: {error!r}"
            # That it may be tried again says that nothing was done.
            assert error.retryable or error.context.get("outcome") == "unknown", f"{what}: {error!r}"
            say(call=call, failed=error.retryable)
            continue
        answered = time.time_ns()
        if what == "deploy":
            assert found is not None and made is not None
            mine.append((environment, found, made))
        say(call=call, answered=answered, number=found, id=made)


if __name__ == "__main__":
    sys.exit(main())
