#!/usr/bin/env bash
# Sets up what the tests need and passes every test: the one command for a fresh machine (Debian, with Rust by rustup).
# Ends with a line that counts what passed. `tests/all.sh AREA…` passes those areas only; an area is a file of tests/steps.
set -euo pipefail
cd "$(dirname "$0")/.."

areas=(core outside server node python uniffi postgres)
[ $# -eq 0 ] || areas=("$@")

# Built once and thrown away: what only helps to build again, or to debug, costs a fifth of the time.
export CARGO_TERM_COLOR=never INSTA_UPDATE=no CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG=0
# Said for every step, because the builds of packages say it: so they share one folder of dependencies.
CARGO_BUILD_TARGET=$(rustc -vV | sed -n 's/^host: //p')
export CARGO_BUILD_TARGET
built=${CARGO_TARGET_DIR:-target}/$CARGO_BUILD_TARGET/debug
features=(--features release-core/tokio,release-core/testing,release-core/github,release-core/buildkite,release-core/webhook,release-core/postgres,release-core/schema,release-core/git)
passed=0

# step NAME COMMAND…: passes a step, or ends the whole.
step() {
    local name=$1 begun=$SECONDS
    shift
    printf '\n== %s\n' "$name"
    "$@"
    passed=$((passed + 1))
    printf '== %s: passed in %s s\n' "$name" $((SECONDS - begun))
}

# once NAME COMMAND…: passes a step that several areas need, unless it has been passed.
declare -A passed_once=()
once() {
    if [ -z "${passed_once[$1]:-}" ]; then
        step "$@"
        passed_once[$1]=yes
    fi
}

# need COMMAND PACKAGE COMMAND PACKAGE …: installs Debian's packages of the commands that are missing.
need() {
    local missing=()
    while [ $# -gt 0 ]; do
        command -v "$1" >/dev/null 2>&1 || missing+=("$2")
        shift 2
    done
    if [ ${#missing[@]} -gt 0 ]; then
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
    fi
}

tools() {
    need git git cc build-essential python3 python3 npm npm openssl openssl
    rustup component add rustfmt clippy >/dev/null 2>&1 || true
    cargo fmt --version && cargo clippy --version
}

step 'tools' tools
for area in "${areas[@]}"; do
    # shellcheck source=/dev/null
    source "tests/steps/$area.sh"
done

printf '\nsteps: %s passed, 0 failed\n' "$passed"
