# Rust, the whole workspace: format, lints of the builds that users make, tests, documentation, and the README's programs.
# Every step of every area that can be built for the whole workspace is, so that each crate is compiled once.

# No dependency may need a newer Rust than this workspace says that it needs.
rust_version() {
    cargo metadata --format-version 1 --locked | python3 -c '
import json, sys
packages = json.load(sys.stdin)["packages"]
number = lambda text: tuple(int(part) for part in (text or "0").split("."))[:2]
own = next(package["rust_version"] for package in packages if package["name"] == "release-core")
newer = ["{name} {version} needs Rust {rust_version}".format(**p) for p in packages if number(p["rust_version"]) > number(own)]
sys.exit("; ".join(newer)) if newer else print(f"{len(packages)} packages build with Rust {own}")'
}

# The fuzz targets are a workspace of their own, which is not built here.
fuzz_lock() {
    cargo metadata --format-version 1 --locked --manifest-path fuzz/Cargo.toml > /dev/null
}

quickstart() (
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    run=(cargo run --locked --quiet "${features[@]}" --example quickstart)
    "${run[@]}" | tee "$folder/out"
    grep -q 'not here; 1.0.0-rc1 is live' "$folder/out"
    grep -q 'Brings' "$folder/out"
    # Another repository, without a remote and with one commit.
    git init -q "$folder/small thing"
    git -C "$folder/small thing" -c user.name=test -c user.email=test@example.org commit -q --allow-empty -m first
    "${run[@]}" -- --repo "$folder/small thing" --keep "$folder/kept.db" | tee "$folder/out"
    grep -q 'has one commit only' "$folder/out"
    test -s "$folder/kept.db"
    # A kept database is taken up again.
    "${run[@]}" -- --repo "$folder/small thing" --keep "$folder/kept.db" > "$folder/again"
    grep -q '1.0.0-rc3' "$folder/again"
)

# The README's first program, as a stranger would make it.
first_lines() (
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    cargo init --quiet --vcs none --name deploy "$folder"
    awk '/^```rust,no_run/ {on=1; next} /^```/ && on {exit} on' README.md > "$folder/src/main.rs"
    cp Cargo.lock "$folder/"
    cargo add --quiet --manifest-path "$folder/Cargo.toml" --path core
    export CARGO_TARGET_DIR=$PWD/target
    cd "$folder"
    cargo run --quiet | tee out
    grep -q 'deployment 1 of production' out && grep -q '1.4.0-rc1' out
    # It can run again.
    cargo run --quiet | grep 'deployment 2 of production'
)

step 'format' cargo fmt --all --check
step 'lints' cargo clippy --locked --workspace --all-targets "${features[@]}" -- -D warnings
step 'lints without features' cargo clippy --locked -p release-core --no-default-features -- -D warnings
# A trigger alone, with a commit source and a storage that have nothing in common with it; tests/long.sh has the others.
step 'lints with few features' cargo clippy --locked -p release-core --no-default-features --features webhook,git,postgres -- -D warnings
step 'oldest Rust' rust_version
step 'lock of the fuzz targets' fuzz_lock
step 'interface' interface/generate.py --check
# What needs a PostgreSQL server has its name in its own, and is in the area of that.
step 'tests' cargo test --locked --workspace "${features[@]}" -- --skip postgres
step 'documentation' env RUSTDOCFLAGS='-D warnings' cargo doc --locked --workspace --no-deps "${features[@]}"
step 'quickstart' quickstart
step 'README' first_lines
step 'story' cargo run --locked --quiet "${features[@]}" --example story
