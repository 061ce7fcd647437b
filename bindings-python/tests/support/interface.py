"""The interface as data, and how its names are said in Python."""

from __future__ import annotations

import json
import keyword
from datetime import timedelta
from pathlib import Path
from typing import Any

import release_core

ROOT = Path(__file__).resolve().parents[3]


def load(path: str) -> Any:
    return json.loads((ROOT / path).read_text(encoding="utf-8"))


OPERATIONS: dict[str, Any] = load("interface/operations.json")["operations"]
TYPES: dict[str, Any] = load("interface/types.json")["$defs"]
ERRORS: list[dict[str, Any]] = load("interface/errors.json")["errors"]
CODES = {row["code"]: row for row in ERRORS}


def python_name(name: str) -> str:
    """The name of an option or a field in Python: durations have no unit, and a keyword has an underscore behind it."""
    name = name.removesuffix("_ms")
    return f"{name}_" if keyword.iskeyword(name) else name


def arguments(operation: str, said: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
    """From an operation's arguments by their names to positional arguments and keywords."""
    described = OPERATIONS[operation]
    said = dict(said)
    taken = [said.pop(argument["name"]) for argument in described["takes"]]
    options = {option["name"]: option for option in described["options"]}
    keywords = {}
    for name, value in said.items():
        is_span = options[name]["type"] == "milliseconds"
        keywords[python_name(name)] = timedelta(milliseconds=value) if is_span else value
    return taken, keywords


def plain(answer: Any) -> Any:
    """An answer as the JSON that every language shares."""
    if hasattr(answer, "to_dict"):
        return answer.to_dict()
    return str(answer) if isinstance(answer, release_core.CandidateVersion | release_core.ReleaseVersion) else answer


def shown(error: release_core.ReleaseError) -> dict[str, Any]:
    """An error as the scenarios speak of it."""
    return {
        "code": error.code,
        "kind": error.kind,
        "message": str(error),
        "retryable": error.retryable,
        "context": error.context,
    }
