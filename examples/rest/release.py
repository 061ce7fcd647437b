"""Cuts a candidate, deploys it, and says that it went well, by requests. RELEASES_URL and RELEASES_TOKEN say where and who."""

import os
import sys

import requests

project, environment, version = sys.argv[1], "production", "1.4.0-rc1"
base = f"{os.environ['RELEASES_URL']}/api/releases/{project}"

session = requests.Session()
session.headers["Authorization"] = f"Bearer {os.environ['RELEASES_TOKEN']}"


def call(method, url, body):
    response = session.request(method, url, json=body, timeout=30)
    if not response.ok:
        sys.exit(f"{response.status_code}: {response.json()['error']}")
    return response.json()


commit = "9fceb02d0ae598e95dc970b74767f19372d61af8"
call("POST", f"{base}/releases/{version}", {"repo": "acme/web", "commit": commit, "trigger_build_workflow": True})
call("POST", f"{base}/environments/{environment}/deployments", {"release_candidate_version": version})
report = {"release_candidate_version": version, "status": "success"}
deployment = call("PATCH", f"{base}/environments/{environment}/deployments", report)
print(deployment["release_candidate_version"], deployment["status"])
