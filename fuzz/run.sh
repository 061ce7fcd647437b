#!/usr/bin/env bash
# Runs each fuzz target for so many seconds (60), from the corpus of the last time: fuzz/run.sh [SECONDS] [TARGET…]
#
# It is what `cargo fuzz run` does, without installing it: a nightly compiler and a C++ compiler suffice. An input that
# fails is kept in fuzz/artifacts/TARGET; the target's program, given that file, repeats it.
set -euo pipefail
cd "$(dirname "$0")"

seconds=${1:-60}
shift || true
[ $# -gt 0 ] || set -- parsers records inbound operations

host=$(rustc +nightly -vV | sed -n 's/^host: //p')
target=${CARGO_TARGET_DIR:-../target}/fuzz
flags='-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters'
flags+=' -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing'
flags+=' -Cdebug-assertions -Coverflow-checks'
RUSTFLAGS=$flags CARGO_TARGET_DIR=$target cargo +nightly build --locked --release --target "$host"

for name in "$@"; do
    mkdir -p "corpus/$name" "artifacts/$name"
    printf '\n== %s for %s s\n' "$name" "$seconds"
    "$target/$host/release/$name" "corpus/$name" -max_total_time="$seconds" -timeout=30 -rss_limit_mb=4096 -len_control=0 \
        -artifact_prefix="artifacts/$name/" -print_final_stats=1 2>&1 | grep -v '^#.*\(NEW\|REDUCE\|pulse\|RELOAD\)\|NEW_FUNC'
done
