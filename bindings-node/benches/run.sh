#!/usr/bin/env bash
# Builds what the benchmark needs (minutes, on a fresh clone) and runs it: benches/run.sh [ROUNDS]
# It is written in the system's temporary folder, which is on the disk that is meant, and in /dev/shm, which is memory.
set -euo pipefail
cd "$(dirname "$0")/.."
npm ci --no-audit --no-fund --silent
# Not stripped, as cargo builds the program beside it: so both share what they depend on.
npx napi build --platform --release --js native.js --dts native.d.ts
npm ci --prefix benches --no-audit --no-fund --silent
triple=$(rustc -vV | sed -n 's/^host: //p')
RELEASE_CORE_CALLS=$(
    cargo bench --locked --no-run --message-format=json --target "$triple" --bench calls |
        node -e "const lines = require('node:fs').readFileSync(0, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
            console.log(lines.find(({ executable }) => executable).executable)"
)
export RELEASE_CORE_CALLS
for folder in "${TMPDIR:-/tmp}" /dev/shm; do
    [ ! -d "$folder" ] || TMPDIR=$folder node benches/bench.mjs "$@"
done
