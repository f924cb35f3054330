"""One line about a value, for whoever looks at it while programming. It never shows anybody's words, nor an array."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime
from enum import Enum
from typing import Any, Final

LONGEST: Final = 200
"""Characters of a line, at most."""
_IDS: Final = frozenset({"id", "situation", "harder", "easier", "above", "below", "near", "code", "model"})
"""Fields of text that name something; every other text may be somebody's words."""


class Summary:
    """Base of values that print one line, and that are equal where what they were made from is equal.

    The line has the class, what the value is about, sizes and the moment. A subclass is a frozen dataclass with
    ``repr=False, eq=False``. Arrays are never compared: a class that holds some names what it was made from, or its
    values are equal to themselves only.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return summary(type(self).__name__, ((field.name, getattr(self, field.name)) for field in fields(self)))  # type: ignore[arg-type]

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        names = self._made_from()
        return self is other or (bool(names) and all(getattr(self, name) == getattr(other, name) for name in names))

    def __hash__(self) -> int:
        names = self._made_from()
        if not names:
            return object.__hash__(self)
        values = (getattr(self, name) for name in names)
        return hash((type(self), *(value for value in values if isinstance(value, str | int | float | Enum | date))))

    def _made_from(self) -> tuple[str, ...]:
        """Return the names of the fields that are compared; none where a field is an array."""
        names = tuple(field.name for field in fields(self))  # type: ignore[arg-type]
        return () if any(is_array(getattr(self, name)) for name in names) else names


def summary(kind: str, named: Iterable[tuple[str, object]]) -> str:
    """Return ``<Kind what it is about, sizes, at moment>`` from the names and values of its fields.

    Examples
    --------
    >>> summary("Change", [("situation", "park"), ("ratings", 3), ("first", 70.0), ("peaks", (1, 2)), ("note", "mine")])
    '<Change situation park, ratings 3, first 70, 2 peaks>'
    """
    values = list(named)
    parts = [part for name, value in values if (part := _part(name, value))]
    moment = next((when for _, value in values if (when := _moment_of(value))), None)
    if moment:
        parts.append(f"at {moment.isoformat(timespec='minutes')}")
    line = f"<{kind} {', '.join(parts)}>".replace(" >", ">")
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 2]}…>"


def is_array(value: object) -> bool:
    """Tell whether a value is an array, without importing numpy."""
    return hasattr(value, "__array_interface__")


def _moment_of(value: object) -> datetime | None:
    """Return a moment, or the one of the value that this one was made from."""
    while not isinstance(value, datetime | None):
        value = next((getattr(value, name) for name in ("at", "belief", "ladder") if hasattr(value, name)), None)
    return value


def _part(name: str, value: Any) -> str:
    label = name.replace("_", " ")
    match value:
        case None | datetime():
            return ""
        case Enum():
            return f"{label} {value.name.lower()}"
        case bool():
            return label if value else ""
        case int() | float():
            return f"{label} {value:.4g}"
        case date():
            return f"{label} {value.isoformat()}"
        case str():
            return f"{label} {value}" if name in _IDS and value.isprintable() and " " not in value else ""
        case Mapping() | tuple() | list() | frozenset():
            return f"{len(value)} {label}" if value else ""
    if is_array(value):
        return f"{'×'.join(map(str, value.shape))} {label}" if value.shape else f"{label} {float(value):.4g}"
    own = getattr(value, "id", None)
    return f"{label} {own}" if isinstance(own, str) else ""
