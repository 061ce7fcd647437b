#!/usr/bin/env bash
# What others say of the formats: GitHub's parser of the example workflows, real samples of its webhooks, and its own
# description of its API.
set -euo pipefail
cd "$(dirname "$0")"
npm ci --no-audit --no-fund --silent
node --import ./json.mjs workflows.mjs
samples=$PWD/node_modules/@octokit/webhooks-examples
cd ../..
WEBHOOK_SAMPLES=$samples cargo test --locked --workspace "$@" --test inbound -- --ignored --exact samples::real_webhooks_of_github_are_read
requests=$(mktemp -d)
trap 'rm -rf "$requests"' EXIT
GITHUB_REQUESTS=$requests/commits cargo test --locked --workspace "$@" --test github_commits -- --ignored --exact outside::requests_to_github_are_written_down
GITHUB_REQUESTS=$requests/workflows cargo test --locked --workspace "$@" --test workflows -- --ignored --exact recording::requests_to_github_are_written_down
node tests/outside/requests.mjs "$requests"/*
