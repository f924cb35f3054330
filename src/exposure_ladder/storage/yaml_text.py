"""YAML text ↔ plain data: a tree in which everything knows its place, and the house form of what is written.

ruamel.yaml scans and parses; what it reports as events becomes :class:`Node` objects here. Tags, anchors and aliases
are refused while the events pass by, so nothing is ever constructed, executed or expanded. Scalars follow the core
schema of YAML 1.2: ``yes`` and ``no`` are text. No exception of ruamel.yaml leaves this room, and no message of it
either, since those may quote the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from exposure_ladder.errors import InvalidCourseError, Problem
from exposure_ladder.records._checks import SCALES, quoted
from exposure_ladder.records._graph_checks import MAX_SITUATIONS

MOST_DEPTH: Final = 30
"""Deepest nesting that is read; a course needs five levels."""

_NUMBER = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?")
_SPECIAL: Final = {"": None, "~": None, "null": None, "true": True, "false": False}
_INFINITE = re.compile(r"([-+]?)\.(inf|Inf|INF)")
_COLON_BEHIND = re.compile(" *:")
_NOT_A_NUMBER: Final = {".nan", ".NaN", ".NAN"}


@dataclass(slots=True)
class Node:
    """One value of the document.

    Parameters
    ----------
    start, end : int
        Its first character and the one behind its last, without what follows on the line.
    line, column : int
        Of its first character, from 1.
    value : object
        A plain value, a list of nodes, or a dict of key → (node of the key, node of the value).
    block : bool
        Whether it is a list or mapping written on lines of its own, without brackets.
    """

    start: int
    end: int
    line: int
    column: int
    value: Any
    block: bool = False

    def plain(self) -> Any:
        """Return the value without places."""
        if isinstance(self.value, dict):
            return {key: value.plain() for key, (_, value) in self.value.items()}
        return [item.plain() for item in self.value] if isinstance(self.value, list) else self.value

    def place(self, path: Sequence[str | int], *, key: bool = False) -> tuple[int, int]:
        """Return line and column of what a path leads to, as far as it leads anywhere.

        Parameters
        ----------
        path : sequence of str or int
            Keys and positions; a part that is not there is passed over.
        key : bool
            Point to the last key itself, not to its value.
        """
        here, name = self, self
        for part in path:
            if isinstance(here.value, dict) and part in here.value:
                name, here = here.value[part]
            elif isinstance(here.value, list) and isinstance(part, int) and part < len(here.value):
                name = here = here.value[part]
        found = name if key else here
        return found.line, found.column


def parse(text: str, file: str) -> tuple[Node, list[Problem]]:
    """Return the tree of a document, and what is wrong with its form though it could be read.

    Parameters
    ----------
    text : str
        The document; lines end in a line feed.
    file : str
        Name for the places of problems.

    Raises
    ------
    InvalidCourseError
        If the text cannot be read as one YAML document.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    builder = _Builder(text, file, YAML(typ="safe", pure=True).parse(text))
    try:
        return builder.document(), builder.problems
    except InvalidCourseError:
        raise
    except YAMLError as error:
        last = _explained(error, text, file)
        # An alias or a tag that was found in this line is the reason why the rest of it made no sense.
        found = [problem for problem in builder.problems if problem.line == last.line]
        raise InvalidCourseError(found or [last]) from None
    except (ValueError, IndexError, AttributeError, TypeError, AssertionError):  # its scanner's own slips
        raise InvalidCourseError([Problem((), "YAML", "something else", _RULES, file=file)]) from None


def scalar(text: str) -> str | int | float | bool | None:
    """Return what an unquoted scalar means."""
    lower = text.lower()
    if lower in _SPECIAL and text in (lower, lower.title(), lower.upper()):
        return _SPECIAL[lower]
    if _NUMBER.fullmatch(text):
        whole = text.lstrip("+-").isdigit() and len(text) < 100  # longer ones are out of every range here
        return int(text) if whole else float(text)
    if sign := _INFINITE.fullmatch(text):
        return float(f"{sign[1]}inf")
    return float("nan") if text in _NOT_A_NUMBER else text


class _Builder:
    """Turns the stream of events into nodes; recursion is bounded by `MOST_DEPTH`."""

    def __init__(self, text: str, file: str, events: Iterator[Any]) -> None:
        self.text, self.file, self.events = text, file, events
        self.problems: list[Problem] = []

    def document(self) -> Node:
        self._next("StreamStartEvent")
        if (event := next(self.events)).__class__.__name__ == "StreamEndEvent":
            raise self._refused(event, "a course", "nothing but comments", "Start from a template.")
        root = self._node(next(self.events), ())
        self._next("DocumentEndEvent")
        if (event := next(self.events)).__class__.__name__ != "StreamEndEvent":
            hint = "Keep one course in a file and take out the line with ---."
            raise self._refused(event, "one document", "a second one", hint)
        if not isinstance(root.value, dict):
            got = {list: "a list", type(None): "nothing"}.get(type(root.value), "a single value")
            raise InvalidCourseError([self._problem(root, (), "keys with values, like title: …", got, _RULES)])
        return root

    def _next(self, kind: str) -> None:
        event = next(self.events)
        if event.__class__.__name__ != kind:
            raise ValueError(kind)

    def _node(self, event: Any, path: tuple[str | int, ...]) -> Node:
        if len(path) > MOST_DEPTH:
            raise self._refused(event, f"at most {MOST_DEPTH} levels", "deeper nesting", "Close brackets earlier.")
        kind, mark = event.__class__.__name__, event.start_mark
        node = Node(mark.index, event.end_mark.index, mark.line + 1, mark.column + 1, None)
        if kind == "AliasEvent":
            self.problems.append(self._problem(node, path, "a value", "an alias (* in front)", _IN_QUOTES))
            return node
        if event.anchor is not None:
            self.problems.append(self._problem(node, path, "a value", "an anchor (& in front)", _IN_QUOTES))
        elif event.tag is not None:
            self.problems.append(self._problem(node, path, "a value", "a tag (! in front)", _IN_QUOTES))
        if kind == "ScalarEvent":
            node.value = event.value if event.style else scalar(event.value)
            node.end = mark.index + len(self.text[mark.index : node.end].rstrip())
            return node
        node.block = not event.flow_style
        return self._mapping(node, path) if kind == "MappingStartEvent" else self._sequence(node, path)

    def _sequence(self, node: Node, path: tuple[str | int, ...]) -> Node:
        node.value = []
        while (event := next(self.events)).__class__.__name__ != "SequenceEndEvent":
            if len(node.value) == MAX_SITUATIONS and path == ("situations",):
                raise self._refused(event, f"at most {MAX_SITUATIONS:,} situations", "more", "Split the plan.")
            node.value.append(self._node(event, (*path, len(node.value))))
        return self._closed(node, event, [item.end for item in node.value[-1:]])

    def _mapping(self, node: Node, path: tuple[str | int, ...]) -> Node:
        node.value = {}
        while (event := next(self.events)).__class__.__name__ != "MappingEndEvent":
            key = self._node(event, path)
            if isinstance(key.value, list | dict):
                raise self._refused(event, "a key", "a list or mapping as key", _IN_QUOTES)
            name = str(getattr(event, "value", ""))
            value = self._node(next(self.events), (*path, name))
            if value.start == value.end and (colon := _COLON_BEHIND.match(self.text, key.end)):
                # nothing is said; ruamel places it where the next thing begins, perhaps lines below
                value.start = value.end = colon.end()
                value.line, value.column = key.line, key.column + colon.end() - key.start
            if name in node.value:
                hint = f"It stands in line {node.value[name][0].line} already; keep one."
                got = f"{quoted(name)} a second time"
                self.problems.append(self._problem(key, (*path, name), "each key once", got, hint))
            else:
                node.value[name] = (key, value)
        return self._closed(node, event, [max(k.end, v.end) for k, v in list(node.value.values())[-1:]])

    def _closed(self, node: Node, event: Any, last: list[int]) -> Node:
        # A block ends where its last value ends; the event itself comes only after comments and empty lines.
        node.end = last[0] if node.block and last else event.end_mark.index
        return node

    def _problem(self, node: Node, path: tuple[str | int, ...], expected: str, got: str, hint: str) -> Problem:
        return Problem(path, expected, got, hint, node.line, node.column, self.file)

    def _refused(self, event: Any, expected: str, got: str, hint: str) -> InvalidCourseError:
        mark = event.start_mark
        return InvalidCourseError([Problem((), expected, got, hint, mark.line + 1, mark.column + 1, self.file)])


_IN_QUOTES: Final = 'If it is text, put it in quotes: "…"; otherwise write the value out.'
_BRACKETS: Final = 'Close the bracket; if it belongs to a text, put the text in quotes: "…".'
_RULES: Final = "See the templates for the form: each line is key: value, and lists start with '- '."
_COLUMNS: Final = 'Let keys that belong together start in the same column; put text with : # [ { or quotes inside "…".'
_COLON: Final = 'Put text that holds a colon in quotes: "…". Keys that belong together start in the same column.'
_BACKSLASH: Final = "Write \\\\ for a backslash, or use single quotes."

_EXPLAINED: Final = (  # part of ruamel's message → expected, got, hint, and whether the beginning is the place to show
    ("mapping values are not allowed", "one colon after the key", "a second one", _COLON, False),
    ("escape character", "a sign that may follow \\", "another one", _BACKSLASH, False),
    ("quoted scalar", "a closing quote", "none", "Close the text with \" or ' as it began.", True),
    ("flow sequence", "a closing ]", "something else", _BRACKETS, True),
    ("flow mapping", "a closing }", "something else", _BRACKETS, True),
    ("simple key", "key: value", "a line without a colon", _COLUMNS, True),
    ("scanning an alias", "a value", "an alias (* in front)", _IN_QUOTES, True),
    ("scanning an anchor", "a value", "an anchor (& in front)", _IN_QUOTES, True),
    (" tag", "a value", "a tag (! in front)", _IN_QUOTES, True),
    ("cannot start any token", "a value", "a sign with a meaning of its own in YAML", _IN_QUOTES, False),
    ("sequence entries are not allowed", "a value", "a - as if a list began", _COLUMNS, False),
    ("directive", "key: value", "a line that starts with %", _IN_QUOTES, False),
    ("expected <document start>", "one document", "text outside of it", _COLUMNS, False),
    ("expected <block end>", "the next key", "something else", _COLUMNS, False),
    ("block scalar", "text below | or >", "something else", _COLUMNS, False),
)


def _explained(error: Any, text: str, file: str) -> Problem:
    """Put ruamel's finding into our words; its own may quote the document."""
    position = getattr(error, "position", None)
    if isinstance(position, int):  # a character that no YAML file may hold
        before = text[:position]
        line, column = before.count("\n") + 1, position - before.rfind("\n")
        hint = "Delete it; it is invisible in most editors."
        return Problem((), "text", "a control character", hint, line, column, file)
    words = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"
    near, begin = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    unknown = ("", "YAML", "something else", _RULES, False)
    _, expected, got, hint, at_start = next((known for known in _EXPLAINED if known[0] in words), unknown)
    mark = (begin if at_start else near) or near or begin
    if mark is None:
        return Problem((), expected, got, hint, file=file)
    lines = text.split("\n")
    written = lines[mark.line] if mark.line < len(lines) else ""
    if "\t" in written[: len(written) - len(written.lstrip())]:
        hint = "Replace the tab with spaces."
        return Problem((), "spaces in front", "a tab", hint, mark.line + 1, written.index("\t") + 1, file)
    return Problem((), expected, got, hint, mark.line + 1, mark.column + 1, file)


# --------------------------------------------------------------------------------------------------------- writing

LEVELS: Final = {"situations": 2, "facets": 1, "links": 1, "ignore": 1, "settings": 1}
"""How many levels below a key are written on lines of their own."""

_NEVER_FIRST = frozenset("-?:,[]{}#&*!|>'\"%@`=+.<~ ")
_ELSEWHERE: Final = {"y", "n", "yes", "no", "on", "off"}
_DIGITS_FIRST = re.compile(r"\d\S*")


def document(data: Mapping[str, Any]) -> str:
    """Return a whole new file."""
    lines: list[str] = []
    for key, value in data.items():
        if key in LEVELS:
            lines.append("")
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
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
