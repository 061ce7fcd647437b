# The REST service, the program itself: its examples, its description, its status page. Its lints, tests and
# documentation are passed with the workspace's.

# served COMMAND…: runs a command while the program serves a database of its own; RELEASES_URL and RELEASES_TOKEN say how.
served() (
    folder=$(mktemp -d)
    trap 'kill "$server" 2>/dev/null; rm -rf "$folder"' EXIT
    export RELEASES_TOKEN=token-of-the-examples
    RELEASE_SERVER_TOKEN=$RELEASES_TOKEN RELEASE_SERVER_LOG_REQUESTS=false \
        "$built/release-server" --listen 127.0.0.1:0 --database "$folder/releases.db" > "$folder/out" &
    server=$!
    until grep -q "listens on" "$folder/out"; do kill -0 "$server"; sleep 0.05; done
    RELEASES_URL=$(sed -n 's/.* listens on //p' "$folder/out")
    export RELEASES_URL
    "$@"
    kill -0 "$server"
)

call() { curl --silent --show-error --fail -H "Authorization: Bearer $RELEASES_TOKEN" "$@"; }

# The three calls of the scripts that people have, by curl, Python and JavaScript.
rest_examples() {
    for project in curl python javascript; do
        call -X PUT "$RELEASES_URL/api/releases/$project" -d '{"repository": "acme/web"}' > /dev/null
        call -X PUT "$RELEASES_URL/api/releases/$project/environments/production" > /dev/null
    done
    examples/rest/release.sh curl
    "$python" examples/rest/release.py python
    node examples/rest/release.mjs javascript
    for project in curl python javascript; do
        call "$RELEASES_URL/api/releases/$project/environments/production/live" | grep -q '"status":"success"'
    done
}

# Requests made of the description, sensible and not: each answer must be one that it tells of. One after another, so that
# a run is like the next.
description() {
    config=$PWD/server/tests/schemathesis.toml
    cd "$folder"
    "${python%/*}/st" --config-file "$config" run "$RELEASES_URL/openapi.json" \
        -H "Authorization: Bearer $RELEASES_TOKEN" --workers 1 --max-examples 3 --no-color --warnings off
}

python=$(realpath -m "${CARGO_TARGET_DIR:-target}")/server-tests/bin/python
requirements() {
    python3 -m venv "${python%/bin/python}"
    "$python" -m pip install --quiet --disable-pip-version-check requests -r server/tests/requirements.txt
}

step 'server: tools' need curl curl node nodejs python3 python3-venv chromium chromium
step 'server: requirements' requirements
# With an example, so that the features are those of the tests' build, and nothing is compiled again.
step 'server: build' cargo build --locked --workspace "${features[@]}" --bin release-server --example writer
step 'server: examples' served rest_examples
step 'server: description' served description
step 'server: status page' served bash -c 'node server/tests/page.mjs "$RELEASES_URL" "$RELEASES_TOKEN"'
