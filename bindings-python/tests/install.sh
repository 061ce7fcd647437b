#!/usr/bin/env bash
# Installs the package as its users do: by `pip install ./bindings-python`, from a wheel, from a source distribution that was
# carried elsewhere, and from the wheel that is made of that, each in an environment of its own; and looks at what a package
# index would show. It makes release builds, which takes minutes; CARGO_TARGET_DIR is heeded.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
awk '/^```python/ {on=1; next} /^```/ && on {exit} on' ../README.md > "$folder/deploy.py"
cat > "$folder/metadata.py" <<'END'
from importlib.metadata import files, metadata

found = metadata("release-core")
assert found["License-Expression"] == "MIT OR Apache-2.0" and found["Requires-Python"] == ">=3.10", found.items()
assert found["Description-Content-Type"].startswith("text/markdown") and "# release-core for Python" in str(found.get_payload())
names = {file.name for file in files("release-core") or []}
assert {"LICENSE-APACHE", "LICENSE-MIT", "py.typed", "_native.pyi", "_native.abi3.so"} <= names, names
END

# try NAME WHAT: installs it with nothing else there, and runs the README's quickstart.
try() (
    python3 -m venv "$folder/$1"
    "$folder/$1/bin/pip" install --quiet --disable-pip-version-check "$2"
    mkdir "$folder/$1/work"
    cd "$folder/$1/work"
    ../bin/python ../../deploy.py | grep -x 'deployment 1 of production; live: 1.4.0-rc1'
    ../bin/python ../../metadata.py
    echo "$1: installed, and it runs"
)

try folder "$PWD"
python3 -m venv "$folder/tools"
"$folder/tools/bin/pip" install --quiet --disable-pip-version-check maturin twine
"$folder/tools/bin/maturin" build --quiet --release --locked --strip --out "$folder/made"
"$folder/tools/bin/maturin" sdist --out "$folder/made" > "$folder/sdist.log" 2>&1
"$folder/tools/bin/twine" check --strict "$folder"/made/*
ls -l "$folder/made"
wheel=$(echo "$folder"/made/*-cp310-abi3-*.whl) sdist=$(echo "$folder"/made/*.tar.gz)
try wheel "$wheel"
# Elsewhere: nothing of this repository is in reach.
cd "$folder"
try sdist "$sdist"
mkdir again
"$folder/tools/bin/pip" wheel --quiet --disable-pip-version-check --no-deps --wheel-dir "$folder/again" "$sdist"
try again "$(echo "$folder"/again/*-cp310-abi3-*.whl)"
