#!/usr/bin/env bash
# The long form of the test on PostgreSQL under faults, whose short form `tests/all.sh postgres` runs: eight processes for
# RELEASE_CORE_POSTGRES_SECONDS (an hour). What the last run said is written down in core/tests/postgres/README.md.
set -euo pipefail
cd "$(dirname "$0")/.."

RELEASE_CORE_POSTGRES_SECONDS=${RELEASE_CORE_POSTGRES_SECONDS:-3600} \
    cargo test --locked --release -p release-core --features release-core/postgres,release-core/testing --test postgres \
    -- --nocapture postgres_keeps_its_promises
