#!/usr/bin/env python3
"""Writes what follows from the interface: the operations of both faces, the classes of results, the enumerations.

    bindings-python/generate.py           writes the files
    bindings-python/generate.py --check   fails where a committed file differs

What operations and types there are, and what is said of them, comes from `interface/`. The Rust structs add what JSON does
not tell: the order of fields, and which texts are versions or times. What this script does not understand it refuses.
"""

import json
import keyword
import re
import subprocess
import sys
import textwrap
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
NOTE = "Written by `generate.py`."

# The first operation of each file; a new operation goes where it stands in the list.
FILES = {
    "create_project": ("projects", "Projects"),
    "create_environment": ("environments", "Environments"),
    "create_release": ("releases", "Releases, candidates and builds"),
    "create_deployment": ("deployments", "Deployments"),
    "live": ("live", "What is live, and where a commit is"),
    "dispatch": ("workflows", "Workflows: their starts, and what is heard of their runs"),
    "history": ("history", "The audit log, and what expires"),
}
# Texts that are versions: they are handed in as texts or as objects, and answered as objects.
VERSIONS = {"candidate_version", "release_version", "release", "candidate"}
VERSIONS_OF = {(name, word) for name in ("rollback", "changes", "release_notes") for word in ("from", "to")}
ANSWERS = {"next_candidate": "CandidateVersion", "next_release": "ReleaseVersion"}
# Numbers that the library keeps in 64 bits.
LARGE = {("list_deployments", "page")}
KINDS = {
    "invalid_input": "InvalidInputError",
    "unauthorized": "PermissionDeniedError",
    "forbidden": "PermissionDeniedError",
    "not_found": "NotFoundError",
    "already_exists": "AlreadyExistsError",
    "refused": "RefusedError",
    "conflict": "ConflictError",
    "unavailable": "UnavailableError",
    "dispatch_failed": "DispatchError",
    "internal": "InternalError",
}
ARGUMENTS = {
    "text": "Text",
    "texts": "Texts",
    "flag": "Flag",
    "number": "Count",
    "milliseconds": "Span",
    "time": "Moment",
    "workflow": "Described",
    "headers": "Headers",
    "body": "Body",
}
# Rust types that are texts in JSON.
TEXTS = {
    "String", "Actor", "CommitHash", "ConnectionName", "EnvironmentName", "ProjectName", "Repository", "VersionScheme",
    "CandidateId", "DeploymentId", "DispatchId", "EnvironmentId", "ProjectId",
}  # fmt: skip
# About how many lines a file of classes has.
LINES = 400
# Words that no name in Rust can be.
RUST_WORDS = {"type", "ref", "use", "match", "move", "where"}


def fail(message):
    sys.exit(f"bindings-python/generate.py: {message}")


def load(name):
    return json.loads((ROOT / "interface" / name).read_text())


OPERATIONS = load("operations.json")["operations"]
TYPES = load("types.json")["$defs"]
CODES = {row["code"]: row["kind"] for row in load("errors.json")["errors"]}


def is_enumeration(name):
    return "oneOf" in TYPES[name] or "enum" in TYPES[name]


def camel(word):
    return "".join(part.capitalize() for part in word.split("_"))


def in_python(text):
    """A description in Python's words."""
    text = re.sub(r"\bnull for none\b", "`None` for none", text)
    text = re.sub(r"\s*Errors: (`\w+`(, )?)+\.", "", text)
    return text.replace("`Timestamp`", "`datetime`").replace("a `datetime`, or RFC 3339 text", "an aware `datetime`, or RFC 3339 text")


def comment(text, indent="", width=118):
    """A documentation comment."""
    lines = []
    for line in text.split("\n"):
        inner = re.match(r"\s*", line)[0]
        wrapped = textwrap.wrap(line, width - len(indent) - 4, subsequent_indent=inner + ("    " if inner else "")) or [""]
        lines += wrapped
    return "".join(f"{indent}///{' ' + line if line else ''}\n" for line in lines)


def python_name(name):
    """A name as Python can have it: a keyword has an underscore behind it."""
    return f"{name}_" if keyword.iskeyword(name) else name


# Operations


class Argument:
    """An argument or option of an operation, on its way from Python."""

    def __init__(self, operation, said, is_option):
        self.setter = said["name"].removesuffix("_ms") if said["type"] == "milliseconds" else said["name"]
        self.name = python_name(self.setter)
        self.description = in_python(said["description"])
        kind = ARGUMENTS.get(said["type"]) or fail(f"{operation}.{self.name}: no type for {said['type']!r}")
        if said["type"] == "text" and (self.name in VERSIONS or (operation, self.setter) in VERSIONS_OF):
            kind = "Version"
        if (operation, self.name) in LARGE:
            kind = "Number"
        self.kind = kind
        self.is_option = is_option
        self.is_flag = kind == "Flag"
        self.is_nullable = said.get("nullable", False)
        if said.get("words"):
            words = ", ".join(f"`{option['const']}`" for option in TYPES[said["words"]]["oneOf"])
            self.description += f" One of {words}, or a `{said['words']}`."

    @property
    def rust_type(self):
        if not self.is_option or self.is_flag:
            return f"Given<{self.kind}>"
        return f"Setting<{self.kind}>" if self.is_nullable else f"Option<Given<{self.kind}>>"

    @property
    def default(self):
        """What stands in PyO3's signature, and what Python shows."""
        if self.is_flag:
            return "Given::default(false)", "False"
        return ("Setting::Unsaid", "...") if self.is_nullable else ("None", "None")

    @property
    def parameter(self):
        return f"r#{self.name}" if self.name in RUST_WORDS else self.name


class Operation:
    def __init__(self, name, said):
        self.name = name
        self.kind = said["kind"]
        self.takes = [Argument(name, argument, False) for argument in said["takes"]]
        self.options = [Argument(name, option, True) for option in said["options"]]
        self.said = said
        returns = ANSWERS.get(name, said["returns"])
        page = re.fullmatch(r"Page<(\w+)>", returns)
        self.returns = {"number": "u64", "text": "String"}.get(returns) or (f"PageOf<{page[1]}>" if page else returns)
        inside = f"release_core::{page[1]}" if page else f"release_core::{returns}"
        self.output = self.returns if self.is_plain else (f"release_core::Page<{inside}>" if page else inside)
        self.used = page[1] if page else returns

    @property
    def is_plain(self):
        return self.returns in ("u64", "String")

    @property
    def arguments(self):
        return self.takes + self.options

    def documentation(self, awaited):
        text = in_python(self.said["description"])
        if self.arguments:
            text += "\n\nArgs:"
            for argument in self.arguments:
                text += f"\n    {argument.name}: {' '.join(argument.description.split())}"
        codes = {}
        for code in self.said["errors"]:
            codes.setdefault(KINDS[CODES[code]], []).append(f"`{code}`")
        if self.kind == "write":
            codes.setdefault("RefusedError", []).append("`idempotency_key_reused`")
        if codes:
            text += "\n\nRaises:"
            for exception, listed in codes.items():
                text += f"\n    {exception}: {', '.join(listed)}"
        order = in_python(self.said["errors_description"])
        if order:
            text += "\n\n" + order
        return text

    def signature(self):
        parts = [argument.parameter for argument in self.takes]
        shown = ["self", *(argument.name for argument in self.takes)]
        if self.options:
            parts.append("*")
            shown.append("*")
            for option in self.options:
                rust, python = option.default
                parts.append(f"{option.parameter}={rust}")
                shown.append(f"{option.name}={python}")
        text = ", ".join(shown)
        return f'    #[pyo3(signature = ({", ".join(parts)}), text_signature = "({text.replace("self", "$self", 1)})")]\n'

    def parameters(self):
        return ", ".join(f"{argument.parameter}: {argument.rust_type}" for argument in self.arguments)

    def handed_on(self):
        return ", ".join(argument.parameter for argument in self.arguments)

    def answer(self):
        return "" if self.is_plain else ".map(Into::into)"

    def in_calls(self):
        taken = ", ".join(f'{argument.parameter}.of("{argument.name}")?' for argument in self.takes)
        more = ", " if self.arguments else ""
        body = f"let call = releases.{self.name}({taken});\n"
        for option in self.options:
            setter = f"call.{option.setter}"
            value = f'{option.parameter}.of("{option.name}")?'
            if option.is_flag:
                body += f"let call = {setter}({value});\n"
            elif option.is_nullable:
                body += f"let call = match {value} {{ Some(value) => {setter}(value), None => call }};\n"
            else:
                body += f'let call = match {option.parameter} {{ Some(value) => {setter}(value.of("{option.name}")?), None => call }};\n'
        return (
            f"pub(crate) fn {self.name}(releases: &Releases{more}{self.parameters()}) "
            f"-> PyResult<Call<impl Operation<Output = {self.output}>>> {{\n{body}Ok(call)\n}}\n\n"
        )

    def blocking(self):
        run = "wait" if self.kind == "wait" else "run"
        more = ", " if self.arguments else ""
        return (
            comment(self.documentation(False), "    ")
            + self.signature()
            + f"    fn {self.name}(&self, py: Python<'_>{more}{self.parameters()}) -> PyResult<{self.returns}> {{\n"
            + f"        let call = calls::{self.name}(self.releases()?{more}{self.handed_on()})?;\n"
            + f"        {run}(py, call){self.answer()}\n    }}\n\n"
        )

    def awaiting(self):
        more = ", " if self.arguments else ""
        return (
            comment(self.documentation(True), "    ")
            + self.signature()
            + f"    async fn {self.name}(&self{more}{self.parameters()}) -> PyResult<{self.returns}> {{\n"
            + f"        let call = calls::{self.name}(self.releases()?{more}{self.handed_on()})?;\n"
            + f"        self.run(call).await{self.answer()}\n    }}\n\n"
        )


def operation_files():
    group, groups = None, {}
    for name, said in OPERATIONS.items():
        group = FILES.get(name, group)
        groups.setdefault(group, []).append(Operation(name, said))
    files = {}
    for (name, subject), operations in groups.items():
        results = sorted({operation.used for operation in operations if not operation.is_plain})
        pages = ["PageOf"] if any(operation.returns.startswith("PageOf") for operation in operations) else []
        kinds = sorted({argument.kind for operation in operations for argument in operation.arguments})
        holders = ["Given"] if kinds else []
        holders += ["Setting"] if any(argument.is_nullable for operation in operations for argument in operation.arguments) else []
        arguments = f"use crate::arguments::{{{', '.join(sorted(kinds + holders))}}};\n" if kinds else ""
        answers = [result for result in results if not result.endswith("Version")] + pages
        uses = f"use crate::results::{{{', '.join(sorted(answers))}}};\n" if answers else ""
        versions = [result for result in results if result.endswith("Version")]
        uses += f"use crate::versions::{{{', '.join(versions)}}};\n" if versions else ""
        head = f"//! {subject}. {NOTE}\n\n"
        files[f"src/calls/{name}.rs"] = (
            head + f"use pyo3::prelude::*;\nuse release_core::{{Call, Operation, Releases}};\n\n{arguments}\n"
            + "".join(operation.in_calls() for operation in operations)
        )
        runs = sorted({"wait" if operation.kind == "wait" else "run" for operation in operations})
        common = f"use pyo3::prelude::*;\n\n{arguments}use crate::calls::{name} as calls;\n{uses}"
        files[f"src/blocking/{name}.rs"] = (
            head + common + f"use crate::running::{{{', '.join(runs)}}};\nuse super::Releases;\n\n"
            + "#[pymethods]\nimpl Releases {\n" + "".join(operation.blocking() for operation in operations) + "}\n"
        )
        files[f"src/awaiting/{name}.rs"] = (
            head + common + "use super::AsyncReleases;\n\n"
            + "#[pymethods]\nimpl AsyncReleases {\n" + "".join(operation.awaiting() for operation in operations) + "}\n"
        )
    modules = "".join(f"pub(crate) mod {name};\n" for name, _ in sorted(groups))
    about = "From Python's arguments to the library's calls, for both faces."
    files["src/calls/mod.rs"] = f"//! {about} {NOTE}\n\n{modules}"
    return files


# Results


def structs():
    """The fields of the public structs, in their order: name in JSON, name in Rust, type in Rust."""
    found = {}
    paths = [*sorted((ROOT / "core/src/model").glob("*.rs")), *sorted((ROOT / "core/src/client").glob("*.rs"))]
    for path in paths:
        for name, body in re.findall(r"^pub struct (\w+) \{\n(.*?)^\}", path.read_text(), re.S | re.M):
            fields = []
            # A field that is flattened stands for those of its type.
            for attributes, field, kind in re.findall(r"((?:    (?:///|#)[^\n]*\n)*)    pub (\w+): ([^\n]+),\n", body):
                renamed = re.search(r'rename = "(\w+)"', attributes)
                is_flat = "#[serde(flatten)]" in attributes
                fields.append((None if is_flat else renamed[1] if renamed else field, field, kind))
            if name in TYPES:
                found[name] = fields
    flat = {}
    for name, fields in found.items():
        flat[name] = []
        for said, field, kind in fields:
            inner = [(said, field, kind)] if said else [(one, f"{field}.{two}", three) for one, two, three in found[kind]]
            flat[name] += inner
    return flat


def getter(place, field, rust):
    """The type that Python reads and the expression that makes it."""
    value = f"self.0.{field}"
    optional = re.fullmatch(r"Option<(.*)>", rust)
    if optional:
        kind, expression = getter(place, field, optional[1])
        inner = expression.replace(value, "value")
        if inner.startswith("&value") or inner == "value":
            fail(f"{place}: no getter for {rust}")
        return f"Option<{kind}>", f"{value}.as_ref().map(|value| {inner})"
    several = re.fullmatch(r"Vec<(\w+)>", rust)
    if several and several[1] in TEXTS:
        return "Tuple<String>", f"texts({value}.iter())"
    if rust == "Vec<u64>":
        return "Tuple<u64>", f"Tuple({value}.clone())"
    if several and several[1] in TYPES:
        return f"Tuple<{several[1]}>", f"objects({value}.iter())"
    if rust == "PathPatterns":
        return "Tuple<String>", f"texts({value}.as_slice())"
    if rust in TEXTS:
        return "String", f"{value}.to_string()"
    if rust in ("CandidateVersion", "ReleaseVersion"):
        return rust, f"{rust}::from({value}.clone())"
    if rust == "Timestamp":
        return "Time", f"Time({value}.to_owned())"
    if rust in ("u32", "u64", "usize", "bool"):
        return rust, f"{value}.to_owned()"
    if rust in ("Map<String, Value>",):
        return "Data<'py>", f"data(py, &{value})"
    if rust == "BTreeMap<String, String>":
        return "BTreeMap<String, String>", f"{value}.clone()"
    if rust in TYPES and is_enumeration(rust):
        return f"Member<release_core::{rust}>", f"Member({value}.to_owned())"
    if rust in TYPES:
        return rust, f"{rust}::from({value}.clone())"
    fail(f"{place}: no getter for {rust}")


def result_files():
    known = structs()
    classes = []
    for name, schema in TYPES.items():
        if is_enumeration(name):
            continue
        fields = known.get(name) or fail(f"no public struct {name}")
        if {field for field, _, _ in fields} != set(schema["properties"]):
            fail(f"{name}: its fields in Rust and in types.json differ")
        text = comment(in_python(schema["description"]))
        text += '#[pyclass(frozen, eq, hash, module = "release_core")]\n#[derive(Debug, Clone, PartialEq)]\n'
        text += f"pub(crate) struct {name}(pub(crate) release_core::{name});\n\n"
        listed = ", ".join(f'"{python_name(field)}"' for field, _, _ in fields)
        text += f"result!({name}: {listed});\n\n#[pymethods]\nimpl {name} {{\n"
        for field, inside, rust in fields:
            kind, expression = getter(f"{name}.{field}", inside, rust)
            text += comment(in_python(schema["properties"][field]["description"]), "    ") + "    #[getter]\n"
            if kind == "Data<'py>":
                text += f"    fn {python_name(field)}<'py>(&self, py: Python<'py>) -> PyResult<Data<'py>> {{\n"
            else:
                text += f"    fn {python_name(field)}(&self) -> {kind} {{\n"
            text += f"        {expression}\n    }}\n\n"
        classes.append((name, text + "}\n\n"))
    # Files of about the same length.
    files, lines = [[]], 0
    for name, text in classes:
        if lines > LINES:
            files.append([])
            lines = 0
        files[-1].append((name, text))
        lines += text.count("\n")
    written = {}
    for number, part in enumerate(files, 1):
        body = "".join(text for _, text in part)
        inside = body.replace("release_core::", "release_core__")
        others = [name for name, _ in classes if name not in dict(part) and re.search(rf"\b{name}\b", re.sub(r"///.*", "", inside))]
        helpers = [name for name in ("Data", "Member", "Time", "Tuple", "data", "objects", "result", "texts") if re.search(rf"\b{name}[!(<]", inside)]
        versions = [name for name in ("CandidateVersion", "ReleaseVersion") if f" {name}::from" in body]
        map_use = "use std::collections::BTreeMap;\n\n" if "BTreeMap" in body else ""
        version_use = f"use crate::versions::{{{', '.join(versions)}}};\n" if versions else ""
        other_use = f"use super::{{{', '.join(others)}}};\n" if others else ""
        text = f"//! Classes of results, {part[0][0]} to {part[-1][0]}. {NOTE}\n\n{map_use}use pyo3::prelude::*;\n\n"
        text += f"{other_use}use crate::results::{{{', '.join(helpers)}}};\n{version_use}\n{body}"
        written[f"src/results/classes/part_{number}.rs"] = text
    modules = "".join(f"mod part_{number};\n" for number in range(1, len(files) + 1))
    uses = "".join(f"pub(crate) use part_{number}::*;\n" for number in range(1, len(files) + 1))
    written["src/results/classes/mod.rs"] = f"//! A class for each type that operations answer. {NOTE}\n\n{modules}\n{uses}"
    return written, [name for name, _ in classes]


def enumeration_files():
    names = [name for name in TYPES if is_enumeration(name)]
    rust = f"//! The words of enumerations. {NOTE}\n\n"
    rust += "#[cfg(feature = \"stubs\")]\nuse pyo3::inspect::PyStaticExpr;\nuse pyo3::prelude::*;\nuse pyo3::sync::PyOnceLock;\n"
    rust += "#[cfg(feature = \"stubs\")]\nuse pyo3::type_hint_identifier;\nuse pyo3::types::PyDict;\n\nuse super::Word;\n\n"
    python = f'"""The enumerations of this package. {NOTE}\n\nA member is a `str`: `Status.SUCCESS == "success"`.\n"""\n\n'
    python += "from __future__ import annotations\n\nfrom enum import Enum\n\n__all__ = [\n"
    python += "".join(f'    "{name}",\n' for name in sorted(names)) + "]\n\n\n"
    python += 'class _Word(str, Enum):\n    """A word: what `enum.StrEnum` is in newer Pythons."""\n\n'
    python += "    __str__ = str.__str__\n\n    def __format__(self, form: str) -> str:\n        return str.__format__(self, form)\n"
    for name in names:
        options = TYPES[name]["oneOf"]
        if name in USED_WORDS:
            rust += (
                f"impl Word for release_core::{name} {{\n    const CLASS: &'static str = \"{name}\";\n"
                f"    #[cfg(feature = \"stubs\")]\n    const HINT: PyStaticExpr = type_hint_identifier!(\"release_core.enums\", \"{name}\");\n\n"
                "    fn members() -> &'static PyOnceLock<Py<PyDict>> {\n"
                "        static MEMBERS: PyOnceLock<Py<PyDict>> = PyOnceLock::new();\n        &MEMBERS\n    }\n}\n\n"
            )
        python += f'\n\nclass {name}(_Word):\n    """{in_python(TYPES[name]["description"])}"""\n\n'
        for option in options:
            python += f'    {option["const"].upper()} = "{option["const"]}"\n    """{option["description"]}"""\n'
    return {"src/results/words.rs": rust, "python/release_core/enums.py": python}, names


def package_file(classes, enumerations):
    """The package's own module, which names what there is."""
    errors = sorted({*KINDS.values(), "ReleaseError"})
    native = sorted([*classes, "AsyncReleases", "CandidateVersion", "ReleaseVersion", "Releases", "Worker"])
    everything = sorted([*native, *errors, *enumerations, "Page", "__version__"])

    def imported(module, names):
        return f"from {module} import (\n" + "".join(f"    {name},\n" for name in names) + ")\n"

    text = f'"""{PACKAGE}"""\n\nimport atexit as _atexit\n\n'
    text += imported("release_core._native", [*native, "__version__", "_at_exit"])
    text += imported("release_core.enums", sorted(enumerations)) + imported("release_core.errors", errors)
    text += "from release_core.page import Page\n\n__all__ = [\n" + "".join(f'    "{name}",\n' for name in everything) + "]\n\n_atexit.register(_at_exit)\n"
    exports = "".join(f"    #[pymodule_export]\n    use super::results::{name};\n" for name in sorted(classes))
    return text, exports


PACKAGE = f"""An embeddable release-management engine: what was released, where it runs, and how to get back.

    from release_core import Releases

    with Releases("releases.db") as releases:
        releases.create_project("web", "acme/web")

`Releases` is the handle that blocks, `AsyncReleases` the one for asyncio; both have every operation, by the same name.
{NOTE}
"""


def lib_file(exports):
    """The list of exported classes in `lib.rs`, between its marks."""
    path = HERE / "src/lib.rs"
    text = path.read_text()
    begin, end = "    // Results, written by `generate.py`.\n", "    // The end of results.\n"
    if begin not in text or end not in text:
        fail("lib.rs has no place for the results")
    return text[: text.index(begin) + len(begin)] + exports + text[text.index(end) :]


def formatted(name, text):
    if not name.endswith(".rs"):
        return text
    config = ROOT / "rustfmt.toml"
    done = subprocess.run(
        ["rustfmt", "--edition", "2024", "--emit", "stdout", "--config-path", str(config)],
        input=text, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        fail(f"{name}: {done.stderr}")
    return done.stdout


USED_WORDS = {kind for fields in structs().values() for _, _, rust in fields for kind in re.findall(r"\w+", rust) if kind in TYPES and is_enumeration(kind)}


def main():
    results, classes = result_files()
    words, enumerations = enumeration_files()
    package, exports = package_file(classes, enumerations)
    files = {**operation_files(), **results, **words, "python/release_core/__init__.py": package, "src/lib.rs": lib_file(exports)}
    changed = []
    for name, text in files.items():
        path, text = HERE / name, formatted(name, text)
        path.parent.mkdir(exist_ok=True)
        if not path.exists() or path.read_text() != text:
            changed.append(name)
            if "--check" not in sys.argv:
                path.write_text(text)
    if changed and "--check" in sys.argv:
        fail(f"run it again, these differ: {', '.join(changed)}")
    print(f"{len(OPERATIONS)} operations, {len(TYPES)} types; {len(changed)} of {len(files)} files changed")


main()
