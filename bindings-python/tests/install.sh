#!/usr/bin/env bash
# Installs the package as its users do: by `pip install ./bindings-python`, from a wheel and from a source distribution that
# was carried elsewhere, each in an environment of its own. It makes release builds, which takes minutes.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
awk '/^```python/ {on=1; next} /^```/ && on {exit} on' ../README.md > "$folder/deploy.py"

# try NAME WHAT: installs it with nothing else there, and runs the README's quickstart.
try() (
    python3 -m venv "$folder/$1"
    "$folder/$1/bin/pip" install --quiet --disable-pip-version-check "$2"
    mkdir "$folder/$1/work"
    cd "$folder/$1/work"
    ../bin/python ../../deploy.py | grep -x 'deployment 1 of production; live: 1.4.0-rc1'
    ../bin/python -c 'import release_core, importlib.metadata as m; print(m.metadata("release-core")["License-Expression"], *sorted(f.name for f in m.files("release-core") if "LICENSE" in f.name or f.name == "py.typed"))'
)

try folder "$PWD"
python3 -m venv "$folder/tools"
"$folder/tools/bin/pip" install --quiet --disable-pip-version-check maturin
"$folder/tools/bin/maturin" build --quiet --release --locked --out "$folder/made"
"$folder/tools/bin/maturin" sdist --quiet --out "$folder/made"
ls -l "$folder/made"
try wheel "$(echo "$folder"/made/*-abi3-*.whl)"
# Elsewhere: nothing of this repository is in reach.
(cd "$folder" && try sdist "$(echo "$folder"/made/*.tar.gz)")
