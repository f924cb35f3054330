"""Which items of a list are the same before and after a change."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any


def identity(item: Any) -> Hashable:
    """Return what makes an item of a list the same one after a change."""
    if isinstance(item, dict):
        return repr(item["id"]) if "id" in item else frozenset({repr(item.get("a")), repr(item.get("b"))})
    return repr(item)


def distinct(old: list[Any], new: list[Any], nodes: Any) -> bool:
    """Whether items can be told apart, and stand one by one in the text."""
    if not isinstance(nodes, list) or len(nodes) != len(old):
        return False
    return all(len({identity(item) for item in items}) == len(items) for items in (old, new))


def renamed(before: Sequence[Hashable], after: Sequence[Hashable]) -> bool:
    """Whether the same items stand in the same order, but for names that changed in place."""
    if len(before) != len(after):
        return False
    left, right = set(before), set(after)
    pairs = zip(before, after, strict=True)
    return all(was == now or (was not in right and now not in left) for was, now in pairs)
