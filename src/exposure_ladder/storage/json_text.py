"""JSON text → plain data, and the place of anything in it. Never guesses: keys that stand twice are refused."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from exposure_ladder.errors import InvalidCourseError, Problem
from exposure_ladder.records._checks import quoted

_DECODER: Final = json.JSONDecoder()
_SPACE: Final = " \t\r\n"


class _RepeatedKeyError(Exception):
    """An object that has a key twice; args[0] is the key."""


def parse(text: str, file: str) -> Any:
    """Return the data of a JSON text.

    Raises
    ------
    InvalidCourseError
        If it is not JSON, nests too deeply or repeats a key.
    """
    try:
        return json.loads(text, object_pairs_hook=_once, parse_int=_whole)
    except json.JSONDecodeError as error:
        expected, got, hint = "JSON", "something else", "A comma, quote or bracket may be missing just before."
        line, column = error.lineno, error.colno
    except _RepeatedKeyError as error:
        key = str(error.args[0])
        expected, got, hint = "each key once", f"{quoted(key)} a second time", "Keep one of them."
        line, column = _line_column(text, next(_repetitions(text, _skip(text, 0)), 0))
    except RecursionError:
        expected, got, hint, line, column = "a course", "brackets nested too deeply", "Write it by save().", 1, 1
    raise InvalidCourseError([Problem((), expected, got, hint, line, column, file)])


def place(text: str, path: Sequence[str | int], *, key: bool = False) -> tuple[int, int]:
    """Return line and column of what a path leads to in valid JSON; parts that are not there are passed over."""
    name = here = _skip(text, 0)
    for part in path:
        for found, key_at, value_at in _members(text, here):
            if found == part:
                name, here = key_at, value_at
                break
    return _line_column(text, name if key else here)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _RepeatedKeyError(next(key for place, key in enumerate(keys) if key in keys[:place]))
    return found


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) < 100 else float(digits)


def _members(text: str, at: int) -> Iterator[tuple[str | int, int, int]]:
    """Yield key or position, where it begins, and where its value begins, for an object or a list."""
    closing = {"{": "}", "[": "]"}.get(text[at])
    number, at = 0, _skip(text, at + 1)
    while closing and text[at] != closing:
        key_at, name = at, number
        if closing == "}":
            name, at = _DECODER.raw_decode(text, at)
            at = _skip(text, _skip(text, at) + 1)
        yield name, key_at, at
        at = _skip(text, _DECODER.raw_decode(text, at)[1])
        number, at = number + 1, at if text[at] == closing else _skip(text, at + 1)


def _repetitions(text: str, at: int) -> Iterator[int]:
    seen = set()
    for name, key_at, value_at in _members(text, at):
        if name in seen:
            yield key_at
        seen.add(name)
        yield from _repetitions(text, value_at)


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at


def _line_column(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
