"""The examples and the READMEs' programs, run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from release_core import Releases, Status

from .conftest import COMMIT, prepare
from .support.interface import ROOT
from .test_webhooks import SECRET, run, signed

EXAMPLES = ROOT / "examples/python"


def script(folder: Path, name: str, body: str) -> str:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return str(path)


def repository(folder: Path) -> Path:
    path = folder / "repository"
    subprocess.run(["git", "init", "-q", str(path)], check=True)
    commit(path, "first")
    return path


def commit(clone: Path, subject: str) -> None:
    git = ["git", "-C", str(clone), "-c", "user.name=test", "-c", "user.email=test@example.org"]
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", subject], check=True)


def head(clone: Path) -> str:
    command = ["git", "-C", str(clone), "rev-parse", "HEAD"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_the_deployment_script(tmp_path: Path) -> None:
    """It deploys, fails with nothing to go back to and with something, and goes back."""
    database, repo = str(tmp_path / "releases.db"), str(repository(tmp_path))

    def deploy(body: str) -> subprocess.CompletedProcess[str]:
        program = script(tmp_path, "deploy.sh", body)
        command = [sys.executable, str(EXAMPLES / "deploy.py"), database, "--run", program, "--repo", repo]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)

    fails = 'echo "no such host"; exit 1'
    done = deploy(fails)
    assert done.returncode == 1 and "nothing to go back to" in done.stdout, done
    done = deploy('test "$AVIATOR_RELEASE_CANDIDATE_VERSION" = 1.0.0-rc2')
    assert done.returncode == 0 and "cut 1.0.0-rc2 at" in done.stdout and "production: success" in done.stdout, done
    done = deploy(f'test "$AVIATOR_RELEASE_CANDIDATE_VERSION" = 1.0.0-rc2 || {{ {fails}; }}')
    assert done.returncode == 1 and "going back to 1.0.0-rc2" in done.stdout, done
    with Releases(database) as releases:
        statuses = [(str(d.release_candidate_version), d.status) for d in releases.list_deployments("web", "production")]
        assert statuses == [
            ("1.0.0-rc2", Status.SUCCESS),
            ("1.0.0-rc3", Status.FAILURE),
            ("1.0.0-rc2", Status.SUCCESS),
            ("1.0.0-rc1", Status.FAILURE),
        ]


def test_the_receiver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    testclient = pytest.importorskip("fastapi.testclient")
    database = str(tmp_path / "releases.db")
    with Releases(database) as releases:
        prepare(releases)
        releases.update_deployment_status("web", "production", "1.4.0-rc1", Status.SUCCESS)
    monkeypatch.setenv("RELEASES", database)
    monkeypatch.setenv("GITHUB_TOKEN", "t")
    monkeypatch.setenv("WEBHOOK_SECRET", SECRET)
    monkeypatch.syspath_prepend(str(EXAMPLES))
    import receiver

    with testclient.TestClient(receiver.app) as client:
        body = run()
        answer = client.post("/webhooks/github", content=body, headers=signed(body, "1"))
        assert (answer.status_code, answer.json()["outcome"]) == (200, "unknown_run")
        answer = client.post("/webhooks/github", content=body + b" ", headers=signed(body, "2"))
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid_signature")
        answer = client.get("/projects/web/environments/production/live")
        assert answer.json()["deployment"]["release_candidate_version"] == "1.4.0-rc1"
        answer = client.get("/projects/shop/environments/production/live")
        assert (answer.status_code, answer.json()["code"]) == (404, "project_not_found")


def blocks(path: str) -> list[str]:
    return re.findall(r"```python\n(.*?)```", (ROOT / path).read_text(encoding="utf-8"), re.S)


@pytest.mark.parametrize("path", ["README.md", "bindings-python/README.md"])
def test_the_quickstart(path: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", blocks(path)[0]]
    for number in (1, 2):
        done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=60, check=False)
        assert done.returncode == 0 and "1.4.0-rc1" in done.stdout, done
        assert f"deployment {number} of production" in done.stdout, done


@pytest.mark.skipif(sys.version_info < (3, 11), reason="TaskGroup is of Python 3.11")
def test_the_rest_of_the_package_index_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The blocks go on from the quickstart; a web framework stands in for the one that is not named."""
    first, awaiting, connections, webhook, commits = blocks("bindings-python/README.md")
    monkeypatch.chdir(tmp_path)
    clone = repository(tmp_path)
    names: dict[str, object] = {"token": "t", "secret": SECRET}
    exec(first.replace(COMMIT, head(clone)), names)
    with Releases("releases.db") as releases:
        releases.create_environment("web", "staging")
    exec(awaiting, names)
    flask = pytest.importorskip("flask")
    with Releases("releases.db") as releases:
        names |= {"releases": releases, "app": flask.Flask("x"), "request": flask.request}
        exec(connections, names)
        exec(webhook, names)
        body = run()
        answer = names["app"].test_client().post("/webhooks/github", data=body, headers=signed(body, "1"))  # type: ignore[attr-defined]
        assert answer.json == {"outcome": "unknown_run"}
        commit(clone, "Mend the cart")
        names["commit"] = head(clone)
        capsys.readouterr()
        exec(commits.replace("/srv/clones/web", str(clone)), names)
        shown = capsys.readouterr().out
        assert "1.5.0-rc1" in shown and "Mend the cart" in shown and "production no" in shown, shown
