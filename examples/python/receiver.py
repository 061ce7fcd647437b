"""A web service that takes GitHub's webhooks and tells what is live, with FastAPI.

    GITHUB_TOKEN=… WEBHOOK_SECRET=… RELEASES=releases.db uvicorn receiver:app
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from release_core import AsyncReleases, InvalidInputError, NotFoundError, ReleaseError


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with await AsyncReleases.open(os.environ.get("RELEASES", "releases.db")) as releases:
        await releases.connect(
            "github",
            {
                "kind": "github",
                "token": os.environ["GITHUB_TOKEN"],
                "webhook_secret": os.environ["WEBHOOK_SECRET"],
            },
        )
        # It starts what is due and asks about runs that fell silent, until the service ends.
        with releases.start_worker():
            app.state.releases = releases
            yield


app = FastAPI(lifespan=lifespan)


@app.post("/webhooks/github")
async def github(request: Request) -> dict[str, Any]:
    """The headers and the body, exactly as they came: they are verified, and applied once."""
    releases: AsyncReleases = request.app.state.releases
    delivery = await releases.apply_webhook("github", request.headers, await request.body())
    return delivery.to_dict()


@app.get("/projects/{project}/environments/{environment}/live")
async def live(request: Request, project: str, environment: str) -> dict[str, Any]:
    releases: AsyncReleases = request.app.state.releases
    return (await releases.live(project, environment)).to_dict()


@app.exception_handler(ReleaseError)
async def refused(_: Request, error: ReleaseError) -> JSONResponse:
    status = 404 if isinstance(error, NotFoundError) else 400 if isinstance(error, InvalidInputError) else 503
    # Only what the caller can mend is told in words: others may name files.
    text = str(error) if status < 500 else "try again later"
    return JSONResponse({"error": text, "code": error.code}, status_code=status)
