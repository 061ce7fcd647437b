# The Python package: what is generated, the build from source, tests, types, and the README's quickstart.

# shellcheck source=tests/packages.sh
source tests/packages.sh

python_stubs() (
    cd bindings-python
    made=$(mktemp -d)
    trap 'rm -rf "$made"' EXIT
    VIRTUAL_ENV=$python_venv "$python_venv/bin/maturin" generate-stubs --locked --features stubs --target "$CARGO_BUILD_TARGET" --out "$made"
    diff -r --exclude='*.py' --exclude='*.so' --exclude=py.typed --exclude=__pycache__ "$made" python
)

python_types() (
    cd bindings-python
    "$python_venv/bin/mypy" --strict python/release_core ../examples/python tests
    "$python_venv/bin/python" -m mypy.stubtest --allowlist tests/stubtest-allowlist.txt release_core
)

# A Rust program writes to the file in which Python writes.
python_tests() (
    cargo build --locked --quiet --workspace "${features[@]}" --example writer
    RELEASE_CORE_RUST_WRITER=$(realpath "$built/examples/writer")
    export RELEASE_CORE_RUST_WRITER
    cd bindings-python
    timeout 1200 "$python_venv/bin/python" -m pytest -q
)

# Built as by the steps of Node: where they came before, this compiles nothing.
python_and_node() (
    cd bindings-node
    [ -d node_modules ] || npm ci --no-audit --no-fund --silent
    npm run --silent build:debug
    RELEASE_CORE_PYTHON="$python_venv/bin/python" node --test --test-reporter=dot --test-name-pattern='the Python package' test/processes.test.mjs
)

# The README's quickstart, as a stranger would make it: in an environment of its own, installed by pip. It is built as
# for the tests, because a release build takes minutes; `bindings-python/tests/install.sh` makes that, and a source
# distribution.
python_quickstart() (
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    awk '/^```python/ {on=1; next} /^```/ && on {exit} on' README.md > "$folder/deploy.py"
    python3 -m venv "$folder/venv"
    MATURIN_PEP517_ARGS="--profile dev --locked --features stubs --target $CARGO_BUILD_TARGET" \
        "$folder/venv/bin/pip" install --quiet --disable-pip-version-check ./bindings-python
    cd "$folder"
    venv/bin/python deploy.py | tee out
    grep -qx 'deployment 1 of production; live: 1.4.0-rc1' out
    # It can run again.
    venv/bin/python deploy.py | grep -x 'deployment 2 of production; live: 1.4.0-rc1'
)

once 'python: packages' python_packages
step 'python: generated files' bindings-python/generate.py --check
once 'python: build' python_build
step 'python: stubs' python_stubs
step 'python: types' python_types
step 'python: tests' python_tests
step 'python: a Node process on the same file' python_and_node
step 'python: quickstart' python_quickstart
