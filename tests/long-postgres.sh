#!/usr/bin/env bash
# The long form of the test on PostgreSQL under faults, whose short form `tests/all.sh postgres` runs: eight processes, in
# Rust, Python and Node, for RELEASE_CORE_POSTGRES_SECONDS (an hour). It takes what that area builds, and builds what is
# missing. What the last run said is written down in core/tests/postgres/README.md.
set -euo pipefail
cd "$(dirname "$0")/.."

export CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG=0
CARGO_BUILD_TARGET=$(rustc -vV | sed -n 's/^host: //p')
export CARGO_BUILD_TARGET
# shellcheck source=tests/packages.sh
source tests/packages.sh

[ -x "$python_venv/bin/maturin" ] || python_packages
python_build
[ -d bindings-node/node_modules ] || node_packages
node_build
export RELEASE_CORE_TEST_PYTHON=$python_venv/bin/python RELEASE_CORE_TEST_NODE=$PWD/bindings-node
export RELEASE_CORE_POSTGRES_SECONDS=${RELEASE_CORE_POSTGRES_SECONDS:-3600}
cargo test --locked -p release-core --features release-core/postgres,release-core/testing --test postgres \
    -- --nocapture postgres_keeps_its_promises
