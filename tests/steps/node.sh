# The Node package: what is generated, the build from source, types, tests, the examples, the README's quickstart, and the
# package as it is published.

# shellcheck source=tests/packages.sh
source tests/packages.sh

node_types() (
    cd bindings-node
    npm run --silent typecheck
)

node_tests() (
    cd bindings-node
    node --test --test-reporter=dot test/*.test.mjs
)

# The README's quickstart, as a stranger would make it.
node_quickstart() (
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    awk '/^```js/ {on=1; next} /^```/ && on {exit} on' README.md > "$folder/deploy.mjs"
    package=$PWD/bindings-node
    cd "$folder"
    npm init -y > /dev/null
    npm install --no-audit --no-fund --silent "$package"
    node deploy.mjs | tee out
    grep -qx 'deployment 1 of production; live: 1.4.0-rc1' out
    # It can run again.
    node deploy.mjs | grep -x 'deployment 2 of production; live: 1.4.0-rc1'
)

# As from a registry: the package without its native part, and the package of this platform with it.
node_published() (
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    cd bindings-node
    native=$(echo release_core.*.node)
    platform=${native#release_core.}
    cp -r "npm/${platform%.node}" "$folder/platform"
    strip -o "$folder/platform/$native" "$native"
    npm pack --silent --ignore-scripts --pack-destination "$folder" . "$folder/platform" > /dev/null
    cd "$folder"
    npm init -y > /dev/null
    npm install --no-audit --no-fund --silent ./release-core-*.tgz
    awk '/^```js/ {on=1; next} /^```/ && on {exit} on' node_modules/release-core/README.md > first.mjs
    node first.mjs
    node -e "const { Releases } = require('release-core'); Releases.open('releases.db').then((releases) => releases.live('web', 'production')).then(({ deployment }) => console.log(deployment.status))" | grep -qx success
)

once 'node: packages' node_packages
step 'node: generated files' node bindings-node/generate.mjs --check
once 'node: build' node_build
step 'node: types' node_types
step 'node: tests' node_tests
step 'node: quickstart' node_quickstart
step 'node: as it is published' node_published
