# PostgreSQL: the storage against a real server, which these tests start for themselves unless
# RELEASE_CORE_TEST_POSTGRES names one (postgres://…, of somebody who may make schemas).

# shellcheck source=tests/packages.sh
source tests/packages.sh

postgres_server() {
    if ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
        return
    fi
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql postgresql-client openssl
}

# Everything, and the quickstart, with one server that ends with this step.
postgres_tests() (
    if [ -z "${RELEASE_CORE_TEST_POSTGRES:-}" ]; then
        folder=$(mktemp -d)
        mkfifo "$folder/commands"
        tests/postgres-server.sh < "$folder/commands" > "$folder/urls" &
        server=$!
        # The server ends when nobody can command it any more.
        exec 9> "$folder/commands"
        trap 'exec 9>&-; wait "$server"; rm -rf "$folder"' EXIT
        until [ "$(wc -l < "$folder/urls")" -ge 2 ]; do kill -0 "$server" && sleep 0.1; done
        RELEASE_CORE_TEST_POSTGRES=$(sed -n 2p "$folder/urls")
        export RELEASE_CORE_TEST_POSTGRES
    fi
    case $RELEASE_CORE_TEST_POSTGRES in *\?*) joint='&' ;; *) joint='?' ;; esac
    RELEASE_CORE_DATABASE="$RELEASE_CORE_TEST_POSTGRES$joint"schema=release_test_quickstart_$$ \
        cargo run --locked --quiet "${features[@]}" --example quickstart | grep -x 'Database:   postgres://.*'
    # Some of the processes that write at once are of these.
    export RELEASE_CORE_TEST_PYTHON=$python_venv/bin/python RELEASE_CORE_TEST_NODE=$PWD/bindings-node
    export RELEASE_CORE_POSTGRES_SECONDS=${RELEASE_CORE_POSTGRES_SECONDS:-60}
    # The names of what needs the server have its name in them; the rest runs with the core.
    cargo test --locked --workspace "${features[@]}" --test storage_conformance --test scenarios --test postgres \
        --test copying --test program postgres
    (cd bindings-python && "$python_venv/bin/python" -m pytest -q tests/test_postgres.py)
    (cd bindings-node && node --test --test-reporter=dot test/postgres.test.mjs)
)

step 'postgres: server' postgres_server
once 'python: packages' python_packages
once 'python: build' python_build
once 'node: packages' node_packages
once 'node: build' node_build
step 'postgres: tests' postgres_tests
