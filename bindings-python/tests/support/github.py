"""GitHub as a test plays it, on loopback: commits of a repository, and a workflow that is dispatched."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "ghp_of_the_tests"


class Github:
    """A server that knows the commits of `acme/web`, the first one first, each the parent of the next."""

    def __init__(self, commits: list[str]) -> None:
        self.commits = commits
        # What was asked, and what was sent.
        self.asked: list[str] = []
        self.dispatched: list[dict[str, Any]] = []
        # Answered to everything while it is there.
        self.trouble: tuple[int, dict[str, str]] | None = None
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.base_url = f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def connection(self) -> dict[str, Any]:
        """What a program says to `connect`."""
        return {"kind": "github", "token": TOKEN, "base_url": self.base_url}

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, Any]:
        if method == "POST" and path == "/repos/acme/web/actions/workflows/deploy.yml/dispatches":
            self.dispatched.append(json.loads(body))
            return 200, {"workflow_run_id": 77, "html_url": "https://github.com/acme/web/actions/runs/77"}
        if path == "/repos/acme/web":
            return 200, {"id": 1, "full_name": "acme/web"}
        name = path.removeprefix("/repos/acme/web/commits/")
        found = [commit for commit in self.commits if commit.startswith(name)]
        if len(found) == 1:
            return 200, self._commit(found[0])
        base, _, head = path.removeprefix("/repos/acme/web/compare/").partition("...")
        if base in self.commits and head in self.commits:
            first, last = self.commits.index(base), self.commits.index(head)
            between = self.commits[first + 1 : last + 1]
            return 200, {
                "status": "ahead" if first < last else "behind" if last < first else "identical",
                "merge_base_commit": {"sha": self.commits[min(first, last)]},
                "total_commits": len(between),
                "commits": [self._commit(commit) for commit in between],
            }
        return 404, {"message": "Not Found"}

    def _commit(self, commit: str) -> dict[str, Any]:
        place = self.commits.index(commit)
        person = {"name": "Ana", "date": f"2026-11-26T08:00:{place:02}Z"}
        return {
            "sha": commit,
            "parents": [{"sha": self.commits[place - 1]}] if place else [],
            "commit": {"message": f"Change {place}\n\nMore of it.", "author": person, "committer": person},
            "files": [{"filename": "cart.py"}],
        }

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        github = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _do(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                path = self.path.partition("?")[0]
                github.asked.append(f"{self.command} {path}")
                headers: dict[str, str] = {}
                if self.headers.get("Authorization") != f"Bearer {TOKEN}":
                    status, answer = 401, {"message": "Bad credentials"}
                elif github.trouble:
                    status, headers = github.trouble
                    answer = {"message": "trouble"}
                else:
                    status, answer = github.answer(self.command, path, body)
                written = json.dumps(answer).encode()
                self.send_response(status)
                for name, value in {**headers, "Content-Type": "application/json", "Content-Length": str(len(written))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(written)

            do_GET = do_POST = _do

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler

    @contextmanager
    def running(self) -> Iterator[Github]:
        thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()
