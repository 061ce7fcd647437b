# The Python and the Node package as a developer builds them, for the areas that need them. To be sourced.

python_venv=$(realpath -m "${CARGO_TARGET_DIR:-target}")/python-venv

python_packages() {
    python3 -c 'import ensurepip' 2>/dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv; }
    rm -rf "$python_venv"
    python3 -m venv "$python_venv"
    "$python_venv/bin/pip" install --quiet --disable-pip-version-check -r bindings-python/tests/requirements.txt
}

# The feature `stubs` adds what the stubs are made of, and nothing that runs.
python_build() (
    cd bindings-python
    VIRTUAL_ENV=$python_venv "$python_venv/bin/maturin" develop --quiet --locked --features stubs --target "$CARGO_BUILD_TARGET"
)

node_packages() (
    cd bindings-node
    npm ci --no-audit --no-fund --silent
    cd ../examples/node
    npm ci --no-audit --no-fund --silent
)

# As a developer builds it; the loader that this writes is committed.
node_build() (
    cd bindings-node
    loader=$(mktemp)
    trap 'rm -f "$loader"' EXIT
    cp native.js "$loader"
    npm run --silent build:debug
    cmp native.js "$loader"
)
