"""The interface as the languages' writers need it: operations, records and words, read from `interface/*.json`."""

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
INTERFACE = ROOT / "interface"

# Records that programs make themselves have their members in the order in which the other languages take them.
ORDER = {"Workflow": ["trigger", "connection", "settings", "parameters"]}


def fail(message):
    sys.exit(f"bindings-uniffi/generate.py: {message}")


@dataclass(frozen=True)
class Type:
    """`kind` is text, time, integer, flag, object, texts_by_name, words, record or list; `name` and `item` go with it."""

    kind: str
    name: str = ""
    item: "Type | None" = None


@dataclass(frozen=True)
class Member:
    name: str
    type: Type
    nullable: bool
    required: bool
    description: str


@dataclass(frozen=True)
class Record:
    name: str
    description: str
    members: list


@dataclass(frozen=True)
class Words:
    name: str
    description: str
    words: list  # of (word, description)


@dataclass(frozen=True)
class Argument:
    name: str  # as in the JSON
    kind: str
    words: str
    nullable: bool
    description: str

    @property
    def said(self):
        """The name in a language that has durations."""
        return self.name.removesuffix("_ms") if self.kind == "milliseconds" else self.name


@dataclass(frozen=True)
class Operation:
    name: str
    kind: str
    description: str
    takes: list
    options: list
    returns: str
    errors: str

    @property
    def page_of(self):
        found = re.fullmatch(r"Page<(\w+)>", self.returns)
        return found[1] if found else None


def plain(description):
    """A description without what only the Rust type's users need."""
    return re.sub(r"\s*Errors: [^.]*\.$", "", description).strip()


def type_of(place, schema, definitions):
    """The type of a schema, and whether it may be null."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return Type("words" if "oneOf" in definitions[name] else "record", name), False
    if "anyOf" in schema:
        kinds = [part for part in schema["anyOf"] if part != {"type": "null"}]
        if len(kinds) == 1 and len(schema["anyOf"]) == 2:
            return type_of(place, kinds[0], definitions)[0], True
    kinds = schema.get("type")
    nullable = isinstance(kinds, list) and "null" in kinds
    kind = next((kind for kind in kinds if kind != "null"), None) if isinstance(kinds, list) else kinds
    if kind == "string":
        return Type("time" if schema.get("format") == "date-time" else "text"), nullable
    if kind == "integer":
        return Type("integer"), nullable
    if kind == "boolean":
        return Type("flag"), nullable
    if kind == "array":
        return Type("list", item=type_of(place, schema["items"], definitions)[0]), nullable
    if kind == "object" and schema.get("additionalProperties") == {"type": "string"}:
        return Type("texts_by_name"), nullable
    if kind == "object" and schema.get("additionalProperties") is True:
        return Type("object"), nullable
    return fail(f"{place}: no type for {json.dumps(schema)}")


def read_types():
    definitions = json.loads((INTERFACE / "types.json").read_text())["$defs"]
    records, words = [], []
    for name, schema in definitions.items():
        if "oneOf" in schema:
            found = [(word["const"], word["description"]) for word in schema["oneOf"]]
            words.append(Words(name, plain(schema["description"]), found))
            continue
        members = []
        for member, inner in schema["properties"].items():
            kind, nullable = type_of(f"{name}.{member}", inner, definitions)
            required = member in schema["required"]
            collection = kind.kind in ("list", "object", "texts_by_name")
            nullable = nullable or (not required and not collection)
            members.append(Member(member, kind, nullable, required, inner["description"]))
        # What is always there comes first.
        order = ORDER.get(name, [])
        members.sort(key=lambda member: order.index(member.name) if order else not member.required)
        records.append(Record(name, plain(schema["description"]), members))
    return records, words


def read_operations():
    document = json.loads((INTERFACE / "operations.json").read_text())["operations"]

    def argument(found):
        return Argument(
            found["name"], found["type"], found.get("words", ""), found.get("nullable", False), found["description"]
        )

    return [
        Operation(
            name,
            found["kind"],
            found["description"],
            [argument(taken) for taken in found["takes"]],
            [argument(option) for option in found["options"]],
            found["returns"],
            found["errors_description"],
        )
        for name, found in document.items()
    ]


def read_version():
    return re.search(r'^version = "([^"]+)"', (ROOT / "Cargo.toml").read_text(), re.M)[1]
