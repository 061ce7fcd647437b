#!/usr/bin/env python3
"""Writes the sources of the Kotlin and Ruby packages that are generated.

    generate.py             writes what comes from interface/*.json: operations, records, words, their documentation
    generate.py --boundary  builds the library and UniFFI's generator, and writes the boundary too (a minute or two)
    generate.py --check     fails where a committed file differs from its source

The boundary is what UniFFI writes of src/*.rs. Because its generator is slow to build, `--check` does not run it: it
compares digests of what the boundary was written from, and of what was written, with those in `boundary.json`.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from generator import kotlin, model, ruby

HERE = Path(__file__).resolve().parent
BOUNDARY = {
    "kotlin/src/generated/kotlin/org/releasecore/internal/release_ffi.kt": "org/releasecore/internal/release_ffi.kt",
    "ruby/lib/release_core/generated/release_ffi.rb": "release_ffi.rb",
}
# What UniFFI writes is put right here, once each: its Ruby copies a text by way of two lists of numbers, which makes
# a webhook's body of 10 MB cost 160 MB and half a second.
CORRECTIONS = {
    "release_ffi.rb": [
        (
            "    reserve(value.bytes.size) do\n      @rust_buf.data.put_array_of_char @rust_buf.len, value.bytes\n",
            "    reserve(value.bytesize) do\n      @rust_buf.data.put_bytes @rust_buf.len, value\n",
        )
    ]
}
DIGESTS = HERE / "boundary.json"


def digest(data):
    return hashlib.sha256(data).hexdigest()


def digests():
    """Of what the boundary is written from (the crate, its settings, UniFFI's version) and of what was written."""
    sources = sorted([*(HERE / "src").glob("*.rs"), HERE / "bindgen.toml"])
    written_from = digest(b"".join(f"{path.name}\n".encode() + path.read_bytes() for path in sources))
    uniffi = re.search(r'name = "uniffi"\nversion = "([^"]+)"', (model.ROOT / "Cargo.lock").read_text())[1]
    written = {path: digest((HERE / path).read_bytes()) if (HERE / path).exists() else "" for path in BOUNDARY}
    return {"uniffi": uniffi, "from": written_from, "written": written}


def write_boundary():
    build = ["cargo", "build", "--locked", "--package", "release-uniffi"]
    subprocess.run(build, check=True, cwd=model.ROOT)
    subprocess.run([*build, "--features", "bindgen", "--bin", "uniffi-bindgen"], check=True, cwd=model.ROOT)
    target = Path(os.environ.get("CARGO_TARGET_DIR", model.ROOT / "target")) / "debug"
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([target / "uniffi-bindgen", target / "librelease_ffi.so", folder], check=True, cwd=HERE)
        for path, written in BOUNDARY.items():
            text = (Path(folder) / written).read_text()
            text = "".join(f"{line.rstrip()}\n" for line in text.rstrip().splitlines())
            for found, right in CORRECTIONS.get(written, []):
                if text.count(found) != 1:
                    model.fail(f"{written} has not once, as was expected:\n{found}")
                text = text.replace(found, right)
            (HERE / path).parent.mkdir(parents=True, exist_ok=True)
            (HERE / path).write_text(text)
    DIGESTS.write_text(json.dumps(digests(), indent=2) + "\n")


def main():
    check = "--check" in sys.argv
    if "--boundary" in sys.argv:
        write_boundary()
    files = {**ruby.files(), **kotlin.files()}
    for path, text in files.items():
        if check and (not (HERE / path).exists() or (HERE / path).read_text() != text):
            model.fail(f"{path} differs from the interface: run bindings-uniffi/generate.py")
        if not check:
            (HERE / path).parent.mkdir(parents=True, exist_ok=True)
            (HERE / path).write_text(text)
    folders = {(HERE / path).parent for path in files}
    kept = {(HERE / path) for path in [*files, *BOUNDARY]}
    for stale in (path for folder in folders for path in folder.iterdir() if path.is_file() and path not in kept):
        model.fail(f"{stale.relative_to(HERE)} is written by nothing: delete it") if check else stale.unlink()
    if check and json.loads(DIGESTS.read_text()) != digests():
        model.fail("the boundary differs from src/*.rs: run bindings-uniffi/generate.py --boundary")
    print(f"{len(files) + len(BOUNDARY)} generated files")


main()
