#!/usr/bin/env bash
# Builds the package and the Rust program beside it as users have them (release), and measures: `run.sh [FOLDER…]`, where
# the files of the databases are put; else in the temporary folder and in memory (/dev/shm). `run.sh --build` only builds,
# for a machine that is to be quiet while it measures. Both ways need Rust and Python 3.10 or later, with venv.
set -euo pipefail
benches=$(realpath "$(dirname "$0")")
cd "$benches/../.."
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
venv=$target/python-benches

if [ ! -x "$venv/bin/maturin" ] || [ "$benches/requirements.txt" -nt "$venv/made" ]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$benches/requirements.txt"
    touch "$venv/made"
fi
rm -rf "$venv/wheel"
(cd bindings-python && "$venv/bin/maturin" build --quiet --release --locked --out "$venv/wheel")
"$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --force-reinstall "$venv"/wheel/*.whl
beside=$(cargo build --quiet --release --locked -p release-core-python --example beside --message-format=json |
    "$venv/bin/python" -c 'import json, sys; print(*(made["executable"] for made in map(json.loads, sys.stdin) if made.get("target", {}).get("name") == "beside"))')
[ "${1:-}" = --build ] || exec "$venv/bin/python" "$benches/run.py" "$beside" "$@"
