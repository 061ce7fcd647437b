"""The exceptions of this package: `ReleaseError` and one class for each kind of error.

Catch a class where a kind is enough, and look at `code` where it matters exactly what went wrong::

    try:
        releases.create_deployment("web", "production", "1.4.0-rc1")
    except RefusedError as error:
        if error.code == "environment_frozen":
            ...

Each class is also the built-in exception that a Python program would expect, where there is one.
"""

from __future__ import annotations

# `typing` takes longer to import than all of this package, so only type checkers do.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

__all__ = [
    "AlreadyExistsError",
    "ConflictError",
    "DispatchError",
    "InternalError",
    "InvalidInputError",
    "NotFoundError",
    "PermissionDeniedError",
    "RefusedError",
    "ReleaseError",
    "UnavailableError",
]


class ReleaseError(Exception):
    """What every operation raises when it fails; a call that fails has changed nothing.

    The error that led to it, where there is one, is its `__cause__`.
    """

    message: str
    """What was wrong, where, and what to do: a sentence for people."""
    code: str
    """What exactly went wrong: a word that never changes, such as `environment_frozen`."""
    kind: str
    """The kind that the code belongs to: a word such as `refused`. Each kind has its class."""
    context: dict[str, str]
    """The facts as data: `field`, `position`, `expected`, `found`, and what else a rule knows."""
    retryable: bool
    """Whether the same call may succeed later, without anything being changed by the caller."""

    def __init__(
        self,
        message: str,
        *,
        code: str = "internal",
        kind: str = "internal",
        context: Mapping[str, str] | None = None,
        retryable: bool = False,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.kind = kind
        self.context = dict(context or {})
        self.retryable = retryable

    def __reduce__(self) -> tuple[Any, ...]:
        return _made, (self.kind, self.message, self.code, self.context, self.retryable)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.message!r}, code={self.code!r})"


class InvalidInputError(ReleaseError, ValueError):
    """Something that was handed in is malformed."""


class PermissionDeniedError(ReleaseError, PermissionError):
    """Who asks is not known, or may not. Only where callers are told apart, as over HTTP."""


class NotFoundError(ReleaseError, LookupError):
    """What was named does not exist."""


class AlreadyExistsError(ReleaseError):
    """What was to be created exists already: a project or environment of that name, a candidate at another commit."""


class RefusedError(ReleaseError):
    """A rule says no; the context names the rule and the state that it met."""


class ConflictError(ReleaseError):
    """Somebody else moved first, and the attempts to go after them are used up."""


class UnavailableError(ReleaseError, ConnectionError):
    """The storage or another service cannot be used now."""


class DispatchError(ReleaseError):
    """A CI system refused to start a workflow; its words are in the context."""


class InternalError(ReleaseError):
    """A damaged store, or a bug of this library."""


_CLASSES: dict[str, type[ReleaseError]] = {
    "invalid_input": InvalidInputError,
    "unauthorized": PermissionDeniedError,
    "forbidden": PermissionDeniedError,
    "not_found": NotFoundError,
    "already_exists": AlreadyExistsError,
    "refused": RefusedError,
    "conflict": ConflictError,
    "unavailable": UnavailableError,
    "dispatch_failed": DispatchError,
    "internal": InternalError,
}


def _made(kind: str, message: str, code: str, context: Mapping[str, str], retryable: bool) -> ReleaseError:
    """The exception of a kind. The library's own errors are made by this, also when they are unpickled."""
    return _CLASSES[kind](message, code=code, kind=kind, context=context, retryable=retryable)
