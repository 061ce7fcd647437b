# The REST service: its examples, against the program. Its lints, tests and documentation are passed with the workspace's.

# The three calls of the scripts that people have, by curl, Python and JavaScript, against the program.
rest_examples() (
    folder=$(mktemp -d)
    trap 'kill "$server" 2>/dev/null; rm -rf "$folder"' EXIT
    program=$built/release-server
    export RELEASES_TOKEN=token-of-the-examples
    RELEASE_SERVER_TOKEN=$RELEASES_TOKEN RELEASE_SERVER_LOG_REQUESTS=false \
        "$program" --listen 127.0.0.1:0 --database "$folder/releases.db" > "$folder/out" &
    server=$!
    until grep -q "listens on" "$folder/out"; do kill -0 "$server"; sleep 0.05; done
    RELEASES_URL=$(sed -n 's/.* listens on //p' "$folder/out")
    export RELEASES_URL
    call() { curl --silent --show-error --fail -H "Authorization: Bearer $RELEASES_TOKEN" "$@"; }
    for project in curl python javascript; do
        call -X PUT "$RELEASES_URL/api/releases/$project" -d '{"repository": "acme/web"}' > /dev/null
        call -X PUT "$RELEASES_URL/api/releases/$project/environments/production" > /dev/null
    done
    python3 -m venv "$folder/venv"
    "$folder/venv/bin/pip" install --quiet --disable-pip-version-check requests
    examples/rest/release.sh curl
    "$folder/venv/bin/python" examples/rest/release.py python
    node examples/rest/release.mjs javascript
    for project in curl python javascript; do
        call "$RELEASES_URL/api/releases/$project/environments/production/live" | grep -q '"status":"success"'
    done
)

step 'server: tools' need curl curl node nodejs python3 python3-venv
# With an example, so that the features are those of the tests' build, and nothing is compiled again.
step 'server: build' cargo build --locked --workspace "${features[@]}" --bin release-server --example writer
step 'server: examples' rest_examples
