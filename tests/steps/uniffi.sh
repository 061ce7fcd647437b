# The packages for the JVM and for Ruby: what is generated, the boundary's build, and for each language tests, the README's
# quickstart and the example.

uniffi_tools() {
    need ruby ruby gem ruby javac default-jdk-headless mvn maven
    if ! ruby -e 'require "ffi"; require "minitest"' 2>/dev/null; then
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ruby-ffi ruby-minitest
    fi
    ruby --version && java -version
}

ruby_tests() (
    cd bindings-uniffi/ruby
    ruby -Ilib -Itest -e 'Dir["./test/test_*.rb"].sort.each { |file| require file }'
)

# The README's quickstart, on the gem as a stranger would install it; then a release by fastlane's lanes.
ruby_quickstart() (
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    export GEM_HOME=$folder/gems
    awk '/^```ruby/ {on=1; next} /^```/ && on {exit} on' README.md > "$folder/deploy.rb"
    lanes=$PWD/examples/ruby/run_lane.rb
    cd bindings-uniffi/ruby
    gem build --quiet --output "$folder/release_core.gem" release_core.gemspec
    gem install --quiet --local --no-document "$folder/release_core.gem"
    cd "$folder"
    ruby deploy.rb | tee out
    grep -qx 'deployment 1 of production; live: 1.4.0-rc1' out
    # It can run again.
    ruby deploy.rb | grep -x 'deployment 2 of production; live: 1.4.0-rc1'

    git init -q . && git -c user.name=test -c user.email=test@example.org commit -q --allow-empty -m first
    export RELEASE_DATABASE=$folder/lanes.db
    ruby "$lanes" release version:1.4.0 environment:production
    ruby "$lanes" release version:1.4.0 environment:production
    ! UPLOAD=false ruby "$lanes" release version:1.5.0 environment:production 2> refused
    grep -q 'false failed for 1.5.0-rc1' refused
    ruby "$lanes" back environment:production | tee out
    grep -q '1.4.0-rc2 is live in production' out
    ! ruby "$lanes" release version:1.4.0-rc9 2> refused
    grep -q 'invalid_request' refused
)

# The tests run on the jar that was built. What the README shows is compiled with them, as are the examples.
kotlin_package() {
    mkdir -p bindings-uniffi/kotlin/target/readme
    awk '/^```kotlin/ {on=1; next} /^```/ && on {exit} on' README.md > bindings-uniffi/kotlin/target/readme/Quickstart.kt
    mvn --batch-mode --no-transfer-progress --file bindings-uniffi/kotlin/pom.xml verify
}

# The README's quickstart, the deployment script and the Java program, each on the jar with what it needs beside it.
kotlin_examples() (
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    target=$PWD/bindings-uniffi/kotlin/target
    java_example=$PWD/examples/java/Deploy.java
    jars="$target/release-core-0.1.0.jar:$target/libs/*"
    commit=9fceb02d0ae598e95dc970b74767f19372d61af8
    cd "$folder"
    java -cp "$jars:$target/test-classes" QuickstartKt | tee out
    grep -qx 'deployment 1 of production; live: 1.4.0-rc1' out
    # It can run again.
    java -cp "$jars:$target/test-classes" QuickstartKt | grep -x 'deployment 2 of production; live: 1.4.0-rc1'
    java -cp "$jars" "$java_example" | tee out
    grep -qx 'deployment 1: success' out
    grep -q '^release_not_found: ' out

    deploy=(java -cp "$jars:$target/test-classes" DeployKt)
    "${deploy[@]}" 1.4.0 "$commit" true deploy.db
    "${deploy[@]}" 1.5.0 "$commit" false deploy.db | tee out
    grep -qx '1.5.0-rc1: failure' out
    grep -q '^back to 1.4.0-rc1: ' out
    ! "${deploy[@]}" 1.6.0 main true deploy.db 2> refused
    grep -q '(invalid_commit_hash)' refused
)

step 'uniffi: tools' uniffi_tools
step 'uniffi: generated files' bindings-uniffi/generate.py --check
step 'uniffi: build' bindings-uniffi/build.sh
step 'ruby: tests' ruby_tests
step 'ruby: quickstart and lanes' ruby_quickstart
step 'kotlin: jar and tests' kotlin_package
step 'kotlin: quickstart and examples' kotlin_examples
