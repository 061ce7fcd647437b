#!/usr/bin/env python3
"""Cuts a release candidate, deploys it, shows how it goes, and rolls back where it fails.

    deploy.py releases.db --project web --environment production --run ./deploy.sh [--version 1.4.0] [--repo PATH]

The candidate is cut at the HEAD of a git repository. The program of `--run` deploys: it finds what in its environment
(`AVIATOR_RELEASE_CANDIDATE_VERSION`, `AVIATOR_RELEASE_CUT_COMMIT_HASH`, …), and says by its exit code how it went.
"""

from __future__ import annotations

import argparse
import getpass
import subprocess
import sys
import time
from datetime import datetime, timezone

from release_core import AlreadyExistsError, Deployment, ReleaseError, Releases, Status, Workflow


def main() -> int:
    arguments = parsed()
    with Releases(arguments.database) as releases:
        try:
            return deploy(releases, arguments)
        except ReleaseError as error:
            print(f"{error} ({error.code})", file=sys.stderr)
            return 2


def deploy(releases: Releases, arguments: argparse.Namespace) -> int:
    project, environment, actor = arguments.project, arguments.environment, getpass.getuser()

    # The database names the workflow; this program says what it is.
    releases.connect("deploy", {"kind": "command", "program": arguments.run})
    workflow = Workflow("command", "deploy")
    try:
        releases.create_project(project, arguments.repository, actor=actor)
    except AlreadyExistsError:
        pass
    try:
        releases.create_environment(project, environment, deploy_workflow=workflow, actor=actor)
    except AlreadyExistsError:
        releases.update_environment(project, environment, deploy_workflow=workflow, actor=actor)

    version = releases.next_candidate(project, arguments.version)
    commit = git(arguments.repo, "rev-parse", "HEAD")
    candidate = releases.create_release(project, version, arguments.repository, commit, actor=actor)
    print(f"cut {candidate.version} at {candidate.commit[:12]}")

    deployment = releases.create_deployment(project, environment, candidate.version, actor=actor)
    deployment = watched(releases, deployment)
    if deployment.status is Status.SUCCESS:
        return 0

    print(f"{deployment.release_candidate_version} failed: {deployment.error_message or 'it did not say why'}")
    if releases.live(project, environment).deployment is None:
        print("nothing was live before; there is nothing to go back to")
        return 1
    back = releases.rollback(project, environment, actor=actor)
    print(f"going back to {back.target}: {back.reason}")
    if back.deployment is not None:
        watched(releases, back.deployment)
    return 1


def watched(releases: Releases, deployment: Deployment) -> Deployment:
    """Waits for a deployment to end, and shows how it goes."""
    begun = time.monotonic()
    while True:
        # What the database does not do by itself: start what is due, and notice that its time has come.
        releases.dispatch_pending()
        deployment = releases.wait(deployment.id, limit=0.5)
        line = f"{deployment.release_candidate_version} -> {deployment.environment_name}: {deployment.status}"
        print(f"\r{line}  {time.monotonic() - begun:.0f} s ", end="", flush=True)
        if deployment.deploy_end_at is not None:
            took = deployment.deploy_end_at - (deployment.deploy_start_at or datetime.now(timezone.utc))
            print(f"\r{line}, in {took.total_seconds():.1f} s  ")
            return deployment


def git(repository: str, *words: str) -> str:
    return subprocess.run(["git", "-C", repository, *words], check=True, capture_output=True, text=True).stdout.strip()


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("database", help="a path or URL, such as releases.db")
    parser.add_argument("--project", default="web")
    parser.add_argument("--environment", default="production")
    parser.add_argument("--repository", default="acme/web", help="the name of the repository: org/repo_name")
    parser.add_argument("--repo", default=".", help="where its clone is")
    parser.add_argument("--version", default="1.0.0", help="the release that a candidate is cut of")
    parser.add_argument("--run", required=True, help="the program that deploys")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
