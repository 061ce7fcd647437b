#!/usr/bin/env bash
# The long forms of tests whose short forms `tests/all.sh` runs; an hour or two, and more on a busy machine. What the last
# run said is written down in core/tests/crash/README.md. Fuzzing without end is fuzz/run.sh.
set -euo pipefail
cd "$(dirname "$0")/.."

features=(--features release-core/tokio,release-core/testing,release-core/github,release-core/buildkite,release-core/webhook)

# Each trigger alone must build without a warning.
for feature in github buildkite webhook; do
    cargo clippy --locked -p release-core --no-default-features --features "$feature" -- -D warnings
done

# A thousand kills, a thousand writers on a disk that fails, and a minute of four processes. In release, because most of
# it is spent on looking.
RELEASE_CORE_CRASH_KILLS=${RELEASE_CORE_CRASH_KILLS:-1000} \
    RELEASE_CORE_DISK_LIVES=${RELEASE_CORE_DISK_LIVES:-1000} \
    RELEASE_CORE_PROCESSES_SECONDS=${RELEASE_CORE_PROCESSES_SECONDS:-60} \
    cargo test --locked --release -p release-core "${features[@]}" --test crash -- --test-threads 1

# A hundred thousand schedules of faults between the library and CI systems, each from a seed of its own.
RELEASE_CORE_SCHEDULES=${RELEASE_CORE_SCHEDULES:-100000} \
    cargo test --locked --release -p release-core "${features[@]}" --test schedules

# A hundred thousand sequences of operations beside the model of the rules, and as many arbitrary inputs; in memory, because
# they look at what is decided, and would wait for the disk most of the time.
[ ! -d /dev/shm ] || export TMPDIR=/dev/shm
RELEASE_CORE_MODEL_CASES=${RELEASE_CORE_MODEL_CASES:-100000} \
    cargo test --locked --release -p release-core "${features[@]}" --test model
RELEASE_CORE_CASES=${RELEASE_CORE_CASES:-100000} \
    cargo test --locked --release -p release-core "${features[@]}" --test arbitrary_input
