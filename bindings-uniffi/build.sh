#!/usr/bin/env bash
# Builds the native library and puts it where the packages take it from: beside the Ruby sources, and into the folder that
# becomes the jar's. `build.sh` builds for development, `build.sh --release` for use.
set -euo pipefail
cd "$(dirname "$0")"
profile=debug
[ "${1:-}" != --release ] || profile=release
cargo build --locked --package release-uniffi ${1:+"$1"}
case $(uname -s) in
    Darwin) file=librelease_ffi.dylib os=darwin ;;
    *) file=librelease_ffi.so os=linux ;;
esac
case $(uname -m) in
    x86_64 | amd64) cpu=x86-64 ;;
    arm64 | aarch64) cpu=aarch64 ;;
    *) cpu=$(uname -m) ;;
esac
built=${CARGO_TARGET_DIR:-../target}/${CARGO_BUILD_TARGET:+$CARGO_BUILD_TARGET/}$profile/$file
place() {
    mkdir -p "$1"
    cp "$built" "$1/$file"
    # What only debuggers read is left out.
    [ $profile = debug ] || strip -x "$1/$file"
}
place ruby/lib/release_core
# The names of JNA: linux-x86-64, darwin-aarch64.
place "kotlin/target/native/$os-$cpu"
for file in LICENSE-APACHE LICENSE-MIT; do
    cp "../$file" ruby/
done
cp NOTICE README.md ruby/
