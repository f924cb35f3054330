"""Plain data → YAML in the house form: situations one key a line, facets and lists in brackets, quotes where needed.

What is written here is read back as the same by YAML 1.2, and texts that YAML 1.1 readers take for something else
(``no``, ``12:30``, days) are quoted as well. Private helpers of the editor live in ``yaml_editing``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from exposure_ladder.records._checks import SCALES
from exposure_ladder.storage.yaml_reading import scalar

LEVELS: Final = {"situations": 2, "facets": 1, "links": 1, "ignore": 1, "settings": 1}
"""How many levels below a key are written on lines of their own."""

_NEVER_FIRST = frozenset("-?:,[]{}#&*!|>'\"%@`=+.<~ ")
_ELSEWHERE: Final = {"y", "n", "yes", "no", "on", "off"}
_DIGITS_FIRST = re.compile(r"\d\S*")


def document(data: Mapping[str, Any]) -> str:
    """Return a whole new file."""
    lines: list[str] = []
    for key, value in data.items():
        lines += [""] if key in LEVELS else []
        lines += entry(key, value, 0, LEVELS.get(key, 0))
    return "\n".join(lines) + "\n"


def entry(key: str, value: Any, indent: int, levels: int) -> list[str]:
    """Return the lines of one key of a mapping, `levels` deep on lines of their own."""
    start = f"{' ' * indent}{inline(key)}:"
    if levels and value and isinstance(value, Mapping):
        return [start, *(line for k, v in value.items() for line in entry(k, v, indent + 2, levels - 1))]
    if levels and value and isinstance(value, list):
        return [start, *(line for item in value for line in list_item(item, indent + 2, levels - 1))]
    return f"{start} {inline(value, literal_indent=indent + 2)}".split("\n")


def list_item(value: Any, indent: int, levels: int) -> list[str]:
    """Return the lines of one item of a list, with its dash."""
    if levels and value and isinstance(value, Mapping):
        lines = [line for k, v in value.items() for line in entry(k, v, indent + 2, levels - 1)]
        return [f"{' ' * indent}- {lines[0].lstrip(' ')}", *lines[1:]]
    return [f"{' ' * indent}- {inline(value)}"]


def inline(value: Any, *, flow: bool = False, literal_indent: int = 0) -> str:
    """Return a value on one line.

    Parameters
    ----------
    value : object
        Plain data.
    flow : bool
        Whether it will stand inside brackets, where more signs have a meaning.
    literal_indent : int
        If above 0, a text of several lines may use lines of its own with this indent.
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{inline(k, flow=True)}: {inline(v, flow=True)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(inline(item, flow=True) for item in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, date):
        return value.isoformat()
    if literal_indent and _can_be_literal(value):
        return "|-\n" + "\n".join(f"{' ' * literal_indent}{line}" if line else "" for line in value.split("\n"))
    return value if _can_be_plain(value, flow=flow) else _in_quotes(value)


def _can_be_plain(text: str, *, flow: bool) -> bool:
    if text in SCALES:
        return True
    return (
        text != ""
        and text[0] not in _NEVER_FIRST
        and text == text.strip()
        and text.isprintable()
        and isinstance(scalar(text), str)
        and text.lower() not in _ELSEWHERE
        and not _DIGITS_FIRST.fullmatch(text)
        and not (": " in text or " #" in text or text.endswith(":"))
        and not (flow and any(sign in text for sign in ",[]{}:"))
    )


def _can_be_literal(text: str) -> bool:
    lines = text.split("\n")
    return len(lines) > 1 and not lines[0].startswith(" ") and all(x.isprintable() and x == x.rstrip() for x in lines)


_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def _in_quotes(text: str) -> str:
    return '"' + "".join(_ESCAPES.get(sign) or (sign if sign.isprintable() else _code(sign)) for sign in text) + '"'


def _code(sign: str) -> str:
    number = ord(sign)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
