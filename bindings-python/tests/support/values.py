"""Values of a scenario: what stands in `${…}`, and whether an answer is what was expected."""

from __future__ import annotations

import json
import re
import uuid
from datetime import datetime, timedelta, timezone
from typing import Any

PLACE = re.compile(r"\$\{(?:now(?:([+-])([0-9]+)ms)?|([^}*]+)\*([0-9]+)|([a-z0-9_]+))\}")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def fill(value: Any, variables: dict[str, Any]) -> Any:
    """Puts the values of variables, times and repeated texts where a value names them."""
    if isinstance(value, str):
        whole = PLACE.fullmatch(value)
        if whole:
            return _place(whole, variables)
        return PLACE.sub(lambda found: _plain(_place(found, variables)), value)
    if isinstance(value, list):
        return [fill(item, variables) for item in value]
    if isinstance(value, dict):
        return {name: fill(item, variables) for name, item in value.items()}
    return value


def _place(found: re.Match[str], variables: dict[str, Any]) -> Any:
    sign, millis, repeated, times, name = found.groups()
    if repeated is not None:
        return repeated * int(times)
    if name is not None and name != "now":
        return variables[name]
    shift = timedelta(milliseconds=int(millis or 0))
    moment = datetime.now(timezone.utc) + (-shift if sign == "-" else shift)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def difference(expected: Any, found: Any, place: str = "") -> str | None:
    """How an answer differs from what was expected: where, what and what instead. Nothing where it does not."""

    def differs(what: str) -> str:
        return f"{place or 'the answer'}: expected {what}, found {short(found)}"

    if expected is None:
        return None if found is None else differs("nothing")
    if isinstance(expected, dict):
        if len(expected) == 1 and next(iter(expected)).startswith("$"):
            ((matcher, wanted),) = expected.items()
            return None if _matches(matcher[1:], wanted, found, place) else differs(f"{matcher[1:]} {short(wanted)}")
        if not isinstance(found, dict):
            return differs(short(expected))
        inner = (difference(wanted, found.get(name), f"{place}/{name}") for name, wanted in expected.items())
        return next(filter(None, inner), None)
    if isinstance(expected, list):
        if not isinstance(found, list) or len(found) != len(expected):
            return differs(f"a list of {len(expected)}: {short(expected)}")
        pairs = enumerate(zip(expected, found, strict=True))
        inner = (difference(one, other, f"{place}/{i}") for i, (one, other) in pairs)
        return next(filter(None, inner), None)
    return None if expected == found and type(expected) is type(found) else differs(short(expected))


def _matches(matcher: str, wanted: Any, found: Any, place: str) -> bool:
    if matcher == "is":
        if wanted == "present":
            return found is not None
        if wanted == "time":
            return isinstance(found, str) and TIME.fullmatch(found) is not None
        return wanted == "id" and isinstance(found, str) and str(uuid.UUID(found)) == found
    if matcher == "one_of":
        return any(difference(option, found, place) is None for option in wanted)
    if matcher == "not":
        return difference(wanted, found, place) is not None
    if matcher == "length":
        return isinstance(found, list) and len(found) == wanted
    if matcher == "contains":
        if isinstance(found, list):
            return any(difference(wanted, item, place) is None for item in found)
        return isinstance(found, str) and wanted in found
    raise AssertionError(f"there is no matcher {matcher!r}")


def pointed(value: Any, pointer: str) -> Any:
    """What a JSON pointer points at."""
    for part in pointer.split("/")[1:]:
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value


def short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 600 else f"{text[:600]}… ({len(text)} characters)"
