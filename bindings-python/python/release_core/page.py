"""Pages of lists."""

from __future__ import annotations

# `typing` takes longer to import than all of this package, so only type checkers do.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, Generic, NoReturn, Protocol, TypeVar

    class _Item(Protocol):
        def to_dict(self) -> dict[str, Any]: ...

    _T_co = TypeVar("_T_co", bound=_Item, covariant=True)

    class _Of(Generic[_T_co]):
        __slots__ = ()

else:

    class _Of:
        __slots__ = ()
        __class_getitem__ = classmethod(type(list[str]))


class Page(_Of["_T_co"]):
    """One page of a list: iterate over it, or look at its `items`.

    To go on, hand `next` to the same list's `cursor`::

        page = releases.list_projects()
        while page.next:
            page = releases.list_projects(cursor=page.next)
    """

    # By hand, because the standard library's `dataclasses` takes longer to import than all of this package.
    __slots__ = ("items", "next", "total")
    __match_args__ = ("items", "next", "total")

    items: tuple[_T_co, ...]
    """The items of this page."""
    next: str | None
    """Where the next page begins; nothing on the last page."""
    total: int | None
    """How many items there are in all, for lists that know."""

    def __init__(self, items: tuple[_T_co, ...], next: str | None = None, total: int | None = None) -> None:
        object.__setattr__(self, "items", items)
        object.__setattr__(self, "next", next)
        object.__setattr__(self, "total", total)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a page is frozen: {name} cannot be set")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"a page is frozen: {name} cannot be deleted")

    def __iter__(self) -> Iterator[_T_co]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __repr__(self) -> str:
        return f"Page(items={self.items!r}, next={self.next!r}, total={self.total!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Page):
            return NotImplemented
        return (self.items, self.next, self.total) == (other.items, other.next, other.total)

    def __hash__(self) -> int:
        return hash((self.items, self.next, self.total))

    def __reduce__(self) -> tuple[Any, ...]:
        return Page, (self.items, self.next, self.total)

    def to_dict(self) -> dict[str, Any]:
        """The page as plain data, which `json.dumps` takes; what is not there is left out."""
        data: dict[str, Any] = {"items": [item.to_dict() for item in self.items]}
        if self.next is not None:
            data["next"] = self.next
        if self.total is not None:
            data["total"] = self.total
        return data
