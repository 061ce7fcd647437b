#!/usr/bin/env python3
"""Writes interface/operations.json: every operation, read from the Rust methods and their documentation.

    interface/generate.py           writes the file
    interface/generate.py --check   fails where the committed file differs

The sources are formatted by rustfmt, which is what makes reading them by expressions safe. What this script does not
understand it refuses, so that nothing is left out in silence.
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "interface" / "operations.json"

TYPES = {
    "impl AsRef<str>": "text",
    "impl ToString": "text",
    "impl Into<String>": "text",
    "bool": "flag",
    "u32": "number",
    "u64": "number",
    "Duration": "duration",
    "Workflow": "workflow",
    "impl Into<Option<Workflow>>": "workflow_or_none",
    "impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>": "headers",
    "impl IntoIterator<Item = impl AsRef<str>>": "texts",
    "impl IntoIterator<Item = impl Into<String>>": "texts",
    "impl Into<Vec<u8>>": "body",
}
# Said in one place, because each stands in many signatures.
ARGUMENTS = {
    "project": "The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.",
    "environment": "The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.",
    "candidate_version": "The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.",
    "release_version": "The release: 1 to 128 ASCII letters, digits, `.`, `_`, `+` and `-`, for example `1.4.0`.",
    "repository": "The repository: `org/repo_name`.",
    "repo": "The repository: `org/repo_name`, the project's own.",
    "commit": "A full hash of 40 or 64 hexadecimal digits, or a prefix of 7 or more where a commit source is registered.",
    "deployment_id": "The deployment's id.",
    "dispatch_id": "The dispatch's id.",
    "release_cut_id": "The candidate's id, which its build workflow was told as the release cut id.",
    "run_id": "The id that the CI system gave the run: 1 to 255 visible ASCII characters.",
    "status": "The status, by its word.",
    "reason": "Why, for people: 1 byte to 8 KiB.",
    "to": "What it is from now on.",
    "connection": "The name under which the connection was registered.",
    "headers": "The request's headers, in any case and order.",
    "declarations": "The text of the file, in TOML: at most 1 MiB, with at most 1,000 projects and environments in all.",
    "body": "The request's body, exactly as it was received.",
}
# Texts that are words of an enumeration, and texts that are times.
WORDS = {"tier": "Tier", "concurrency": "Concurrency", "bump": "Bump", "status": "Status"}
TIMES = {"until", "observed_at"}
# What is neither a write, which has an actor and an idempotency key, nor a query.
KINDS = {"Wait": "wait", "WaitForBuild": "wait", "DispatchPending": "work", "CheckRuns": "work"}
RENAMED_ARGUMENTS = {("get_dispatch", "id"): "dispatch_id"}

METHOD = re.compile(
    r"(?P<doc>(?:    ///[^\n]*\n)+)(?:    #\[[^\n]*\n)*    pub fn (?P<name>\w+)(?P<generics><[^(]*>)?"
    r"\((?P<args>[^{;]*?)\)\s*-> (?P<returns>Call<\w+>|Self)\s*(?:where(?P<where>[^{]*))?\{",
    re.S,
)


def fail(message):
    sys.exit(f"interface/generate.py: {message}")


def plain(doc):
    """A documentation comment as text that means the same outside of Rust's documentation."""
    text = re.sub(r"^\s*/// ?", "", doc, flags=re.M).strip()
    text = re.sub(r"\[`([^`\]]*)`\](?:\([^)]*\))?", lambda m: f"`{m[1].split('::')[-1]}`", text)
    text = re.sub(r"\[([^`\]]+)\]\(([A-Za-z:]+)\)", r"\1", text)
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text)]
    return "\n\n".join(paragraphs)


def arguments(text, generics, where):
    """The arguments of a method without `self`: pairs of name and Rust type."""
    text = " ".join(text.split()).rstrip(",")
    bounds = dict(re.findall(r"(\w+): ([^,<>]*(?:<.*?>+)?)", f"{(generics or '')[1:-1]}, {where or ''}"))
    parts, depth, part = [], 0, ""
    for character in text:
        depth += (character in "<(") - (character in ">)")
        if character == "," and depth == 0:
            parts.append(part)
            part = ""
        else:
            part += character
    pairs = [tuple(piece.strip().split(": ", 1)) for piece in [*parts, part] if "self" not in piece and piece.strip()]
    for generic, bound in bounds.items():
        pairs = [(name, re.sub(rf"\b{generic}\b", f"impl {bound.strip()}", kind)) for name, kind in pairs]
    return pairs


def kind_of(place, rust):
    return TYPES.get(rust) or fail(f"{place}: no type for {rust!r}")


def methods(text):
    for found in METHOD.finditer(text):
        yield found["name"], plain(found["doc"]), arguments(found["args"], found["generics"], found["where"]), found["returns"]


def setters(sources):
    """The options of each call, by the call's type."""
    blocks = {}
    paging = (ROOT / "core/src/ops/paging.rs").read_text()
    for text in sources.values():
        for found in re.finditer(r"^impl Call<(\w+)> \{\n(.*?)^\}", text, re.S | re.M):
            blocks.setdefault(found[1], []).append(found[2])
        for found in re.finditer(r"paged!\((\w+)\);", text):
            body = re.search(r"impl \$crate::client::Call<\$type> \{\n(.*?)\n        \}\n", paging, re.S)[1]
            blocks.setdefault(found[1], []).append(re.sub(r"^ {8}", "", body, flags=re.M))
    return {name: [option for block in found for option in methods(block)] for name, found in blocks.items()}


def described(operation, name, rust, description):
    kind = kind_of(f"{operation}.{name}", rust)
    if kind == "duration":
        name, kind = f"{name}_ms", "milliseconds"
    if name in TIMES:
        kind = "time"
    description = description.replace("`None` for none", "null for none")
    member = {"name": name, "type": kind.removesuffix("_or_none"), "description": description}
    if name in WORDS:
        member["words"] = "BuildStatus" if operation == "update_build_status" else WORDS[name]
    if kind == "workflow_or_none":
        member["nullable"] = True
    return member


def main():
    sources = {f"{folder}/{path.name}": path.read_text() for folder in ("ops", "client") for path in sorted((ROOT / "core/src" / folder).glob("*.rs"))}
    everything = "\n".join(sources.values())
    listed = re.search(r"OPERATIONS: &\[&str\] = &\[(.*?)\n\];", everything, re.S)[1]
    names = re.findall(r'"(\w+)"', re.sub(r"#\[cfg[^\n]*", "", listed))
    codes = set(re.findall(r'^    \w+ = "(\w+)", \w+, \d+', (ROOT / "core/src/error.rs").read_text(), re.M))
    outputs = dict(re.findall(r"impl (?:Decide|Operation) for (\w+) \{.*?type Output = ([^;]*);", everything, re.S))
    writes = set(re.findall(r"impl WriteOperation for (\w+)", everything))
    of_every_write = [option for option in methods(re.search(r"impl<O: WriteOperation> Call<O> \{\n(.*?)^\}", sources["client/call.rs"], re.S | re.M)[1])]
    options = setters(sources)

    found = {}
    for text in sources.values():
        for name, documentation, takes, returns in methods(text):
            if name in names and returns != "Self":
                found[name] = (documentation, takes, returns[5:-1])

    operations = {}
    for name in names:
        if name not in found:
            fail(f"no documented method {name}")
        documentation, takes, call = found[name]
        description, _, errors = documentation.partition("# Errors")
        summary = re.match(r"(.*?[.:])(?:\s|$)", description, re.S)
        output = outputs[call].replace("CandidateVersion", "String").replace("ReleaseVersion", "String")
        output = {"String": "text", "u64": "number"}.get(output, output)
        of_call = options.get(call, []) + (of_every_write if call in writes else [])
        taken = []
        for argument, rust in takes:
            argument = RENAMED_ARGUMENTS.get((name, argument), argument)
            if argument not in ARGUMENTS:
                fail(f"{name}: no description of the argument {argument}")
            taken.append(described(name, argument, rust, ARGUMENTS[argument]))
        operations[name] = {
            "kind": KINDS.get(call, "write" if call in writes else "query"),
            "summary": summary[1].rstrip(":."),
            "description": description.strip(),
            "takes": taken,
            "options": [described(name, option, kinds[0][1], text) for option, text, kinds, _ in of_call],
            "returns": output,
            "errors": [word for word in dict.fromkeys(re.findall(r"`(\w+)`", errors)) if word in codes],
            "errors_description": errors.strip(),
        }

    document = {
        "subject": "Every operation: what it takes, in order, and its options. Written by interface/generate.py.",
        "operations": operations,
    }
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    if "--check" in sys.argv:
        if not OUTPUT.exists() or OUTPUT.read_text() != text:
            fail("operations.json differs from the sources: run interface/generate.py")
    else:
        OUTPUT.write_text(text)
    print(f"{len(operations)} operations")


# What is generated from this file and types.json for languages; each takes --check too.
FACES = [["node", "bindings-node/generate.mjs"]]


def faces():
    for command in FACES:
        if shutil.which(command[0]) is None:
            print(f"interface/generate.py: {command[1]} was left out, because there is no {command[0]}", file=sys.stderr)
        elif subprocess.run([*command, *sys.argv[1:]], cwd=ROOT).returncode != 0:
            fail(f"{command[1]} failed")


main()
faces()
