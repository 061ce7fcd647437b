"""The package says all that the interface says, and says it in docstrings, signatures and types."""

from __future__ import annotations

import inspect
import subprocess
import sys
from typing import Any, get_args, get_type_hints

import pytest

import release_core
from release_core import AsyncReleases, InvalidInputError, Releases, connections

from .support.interface import CODES, OPERATIONS, TYPES, python_name


@pytest.mark.parametrize("face", [Releases, AsyncReleases])
@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation(face: type, name: str) -> None:
    said, method = OPERATIONS[name], getattr(face, name)
    parameters = list(inspect.signature(method).parameters.values())[1:]
    takes = [argument["name"] for argument in said["takes"]]
    options = [python_name(option["name"]) for option in said["options"]]
    assert [parameter.name for parameter in parameters] == takes + options
    kinds = [parameter.kind for parameter in parameters]
    assert kinds == [inspect.Parameter.POSITIONAL_OR_KEYWORD] * len(takes) + [inspect.Parameter.KEYWORD_ONLY] * len(options)
    text = inspect.getdoc(method) or ""
    assert " ".join(text.split()).startswith(said["summary"][:40])
    assert all(f"`{code}`" in text for code in said["errors"])
    assert all(f"{argument}:" in text for argument in takes + options)
    errors = {code for code in CODES if f"`{code}`" in text}
    assert bool(errors) == ("Raises:" in text)


def test_every_public_name_is_documented_and_exported() -> None:
    assert set(TYPES) <= set(release_core.__all__)
    for name in release_core.__all__:
        value = getattr(release_core, name)
        if name == "__version__":
            continue
        assert value.__doc__, name
        assert value.__module__.startswith("release_core"), name
        for attribute, member in vars(value).items():
            if not attribute.startswith("_") and callable(getattr(value, attribute, None)):
                assert getattr(value, attribute).__doc__, f"{name}.{attribute}"
            elif inspect.isgetsetdescriptor(member):
                assert member.__doc__, f"{name}.{attribute}"


def test_the_version() -> None:
    from importlib.metadata import version

    assert release_core.__version__ == version("release-core")


@pytest.mark.parametrize("described", get_args(connections.Connection), ids=lambda described: described.__name__)
def test_connections_have_the_members_that_the_library_knows(described: type) -> None:
    members = get_type_hints(described)
    (kind,) = get_args(members["kind"])
    needed: dict[str, Any] = {name: "x" for name in described.__required_keys__ if name != "kind"}  # type: ignore[attr-defined]
    with Releases.in_memory() as releases:
        with pytest.raises(InvalidInputError, match="unknown member") as raised:
            releases.connect("x", {"kind": kind, **needed, "nobody knows this": 1})  # type: ignore[arg-type]
        assert set(raised.value.context["expected"].split(", ")) == set(members)
        for name in needed:
            without = {"kind": kind, **needed}
            del without[name]
            with pytest.raises(InvalidInputError) as raised:
                releases.connect("x", without)  # type: ignore[arg-type]
            assert raised.value.context["field"] == name


def test_importing_is_quick() -> None:
    """15 ms is the aim on a machine that does nothing else; see benches/README.md. This looks for what is of another size."""
    program = "import time; begun = time.process_time(); import release_core; print(time.process_time() - begun)"
    took = []
    for _ in range(5):
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        took.append(float(done.stdout))
    assert min(took) < 0.1, took
    loaded = "import sys; before = set(sys.modules); import release_core; print(*set(sys.modules) - before)"
    done = subprocess.run([sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {loaded}"],
                          capture_output=True, text=True, check=True)  # fmt: skip
    assert not {"asyncio", "dataclasses", "datetime", "inspect", "json", "typing"} & set(done.stdout.split())
