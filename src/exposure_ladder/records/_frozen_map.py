"""A small read-only mapping, for the fields of records that hold one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeVar

from pydantic import AfterValidator, PlainSerializer

Key = TypeVar("Key")
Value = TypeVar("Value")


class FrozenMap(Mapping[Key, Value]):
    """A small read-only mapping that can be hashed, copied and sent to another process; order does not count.

    Examples
    --------
    >>> FrozenMap({"depth": "view"}) == {"depth": "view"}
    True
    """

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[Key, Value] | Iterable[tuple[Key, Value]] = ()) -> None:
        self._items = dict(items)

    def __getitem__(self, key: Key) -> Value:
        return self._items[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return repr(self._items)


frozen_map: Final = (AfterValidator(FrozenMap), PlainSerializer(dict))
