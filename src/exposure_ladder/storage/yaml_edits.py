"""Change a YAML text only where its meaning changes, so that comments, order and quotes of all the rest survive.

A writer that loads and dumps a whole document moves comments and rewraps lines even where nothing changed. Here the
old and the new data are compared, and for each difference the characters between two known places are replaced.
Whoever calls must read the result back and compare: this room knows the layout, not the meaning.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from typing import Any

from exposure_ladder.errors import InvalidCourseError, Problem
from exposure_ladder.storage.cells import line_feeds
from exposure_ladder.storage.list_items import distinct, identity, renamed
from exposure_ladder.storage.yaml_text import LEVELS, Node, entry, inline, list_item, parse


def set_value(text: str, path: Sequence[str | int], value: Any) -> str:
    r"""Return a YAML text in which one value is another one; a key that is not there is added.

    Parameters
    ----------
    text : str
        The document. Everything but the value stays as it is: comments, order, quotes, indents, line ends.
    path : sequence of str or int
        Keys, and for lists positions or ids of items: ``("situations", "call", "distress")``.
    value : object
        Plain data: a text, a number, a day, a list or a mapping.

    Returns
    -------
    str
        The whole document.

    Raises
    ------
    InvalidCourseError
        If the text is not YAML, with every problem.
    LookupError
        If the path names an item of a list that is not there.

    Examples
    --------
    >>> print(set_value("title: Dogs\nsettings: {mastery: 25}  # ours\n", ("settings", "mastery"), 20), end="")
    title: Dogs
    settings: {mastery: 20}  # ours
    """

    def change(whole: Any) -> None:
        parent = _led(whole, path[:-1])
        parent[_step(parent, path[-1])] = value

    return _with(text, change)


def append_item(text: str, path: Sequence[str | int], value: Any) -> str:
    r"""Return a YAML text with one more item at the end of a list; a list that is not there is begun.

    Parameters
    ----------
    text, path, value
        As for :func:`set_value`; the path leads to the list.

    Returns
    -------
    str
        The whole document.

    Raises
    ------
    InvalidCourseError, LookupError
        As for :func:`set_value`.

    Examples
    --------
    >>> plan = "situations:\n- {id: photo, title: See a photo}  # easy\n"
    >>> print(append_item(plan, ("situations",), {"id": "street", "title": "Meet one"}), end="")
    situations:
    - {id: photo, title: See a photo}  # easy
    - id: street
      title: Meet one
    """

    def change(whole: Any) -> None:
        parent = _led(whole, path[:-1])
        step = _step(parent, path[-1])
        there = parent.get(step) if isinstance(parent, dict) else parent[step]
        parent[step] = [*(there or []), value]

    return _with(text, change)


def remove_item(text: str, path: Sequence[str | int]) -> str:
    r"""Return a YAML text without one key or one item of a list, and without the comments that belong to it.

    Parameters
    ----------
    text, path
        As for :func:`set_value`.

    Returns
    -------
    str
        The whole document.

    Raises
    ------
    InvalidCourseError
        As for :func:`set_value`.
    LookupError
        If there is nothing at the path.

    Examples
    --------
    >>> print(remove_item("title: Dogs\nclient: R  # hers\ngoal: [a, b]\n", ("client",)), end="")
    title: Dogs
    goal: [a, b]
    """

    def change(whole: Any) -> None:
        parent = _led(whole, path[:-1])
        del parent[_step(parent, path[-1])]

    return _with(text, change)


def _with(text: str, change: Callable[[Any], None]) -> str:
    """Return a text after a change of its data."""
    plain = line_feeds(text)
    plain += "" if plain.endswith("\n") else "\n"
    root, problems = parse(plain, "")
    if problems:
        raise InvalidCourseError(problems)
    old = root.plain()
    new = deepcopy(old)
    change(new)
    found = edited(plain, root, old, new)
    if parse(found, "")[0].plain() != json.loads(json.dumps(new, default=str)):
        hint = "Nothing was changed. Write the value in a text editor, on a line of its own."
        raise InvalidCourseError([Problem((), "a form of YAML that can be edited at this place", "another one", hint)])
    found = found.replace("\n", "\r\n") if "\r\n" in text else found
    return f"\ufeff{found}" if text.startswith("\ufeff") else found


def _led(whole: Any, path: Sequence[str | int]) -> Any:
    """Return what a path leads to; mappings that are not there are begun."""
    for part in path:
        step = _step(whole, part)
        if isinstance(whole, dict) and whole.get(step) is None:
            whole[step] = {}
        whole = whole[step]
    return whole


def _step(parent: Any, part: str | int) -> Any:
    """Return a key, or the position of an item that is named by its id."""
    if not isinstance(parent, list):
        return part
    if isinstance(part, int):
        return range(len(parent))[part]
    places = {item.get("id"): place for place, item in enumerate(parent) if isinstance(item, dict)}
    return places[part]


def edited(text: str, root: Node, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """Return the text with the differences between old and new data worked in.

    Parameters
    ----------
    text : str
        The document; each line ends in a line feed.
    root : Node
        Its tree.
    old, new : mapping
        What it says and what it is to say, both in the same short form.
    """
    editor = _Editor(text)
    editor.mapping(root, old, new, None)
    return editor.applied(0, len(text))


class _Editor:
    """Collects replacements of one text; they do not overlap, and nothing is changed before `applied`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.splices: list[tuple[int, int, str]] = []

    def applied(self, start: int, end: int) -> str:
        """Return a part of the text with its replacements in place."""
        parts, at = [], start
        for first, last, new in sorted(self.splices, key=lambda splice: splice[:2]):
            parts += [self.text[at:first], new]
            at = last
        return "".join([*parts, self.text[at:end]])

    # ------------------------------------------------------------------------------------------------ mappings

    def mapping(self, node: Node, old: Mapping[str, Any], new: Mapping[str, Any], levels: int | None) -> None:
        """Work the differences into a mapping; `levels` counts those below it in the house form, None at the top."""
        gone = [key for key in node.value if key in old and key not in new]
        if len(gone) == len(node.value):
            entries = [entry(key, new[key], node.column - 1, _levels(key, levels)) for key in new if node.block]
            lines = "\n".join(line for each in entries for line in each).lstrip(" ")
            self.splices.append((node.start, node.end, lines or inline(new, flow=True)))
            return
        if node.block:
            self._remove(node, gone)
        else:
            self._cut(list(node.value.values()), [key in gone for key in node.value])
        for key, value in new.items():
            if key in old and old[key] == value:
                continue
            below = _levels(key, levels)
            if key in node.value:
                self._change(node, key, old.get(key), value, below)
            else:
                self._add(node, key, new, below)

    def _change(self, parent: Node, key: str, old: Any, new: Any, levels: int) -> None:
        name, node = parent.value[key]
        if isinstance(old, dict) and isinstance(new, dict) and isinstance(node.value, dict):
            self.mapping(node, old, new, levels)
        elif new and isinstance(old, list) and isinstance(new, list) and distinct(old, new, node.value):
            self._items(name, node, old, new, levels)
        elif parent.block and (node.block or node.start == node.end):
            lines = "\n".join(entry(key, new, parent.column - 1, levels))
            self.splices.append(
                (name.start - parent.column + 1, node.end, lines)
                if self._alone(name)
                else (name.start, node.end, lines.lstrip(" "))
            )
        else:
            indent = parent.column + 1 if parent.block else 0
            self.splices.append((node.start, node.end, inline(new, flow=not parent.block, literal_indent=indent)))

    def _add(self, node: Node, key: str, new: Mapping[str, Any], levels: int) -> None:
        before = None
        for other in new:
            if other == key:
                break
            before = other if other in node.value else before
        if not node.block:
            end = max(value.end for other, (_, value) in node.value.items() if other in new)
            self.splices.append((end, end, f", {inline(key, flow=True)}: {inline(new[key], flow=True)}"))
            return
        lines = "".join(f"{line}\n" for line in entry(key, new[key], node.column - 1, levels))
        at = self._line_start(node.start) if before is None else self._behind(*node.value[before])
        self.splices.append((at, at, lines))

    def _remove(self, node: Node, gone: Sequence[str]) -> None:
        keys = list(node.value)
        first = keys[0] if keys else ""
        skipped: list[str] = []
        if first in gone and not self._alone(node.value[first][0]):  # it stands behind the dash of a list
            kept = next((key for key in keys if key not in gone), None)
            skipped = keys[: keys.index(kept)] if kept else keys
            end = node.value[kept][0].start if kept else node.end
            self.splices.append((node.start, end, ""))
        for key in gone:
            if key not in skipped:
                name, value = node.value[key]
                start = self._line_start(name.start)
                if key != first:
                    start = self._above(start, node.column - 1)
                self.splices.append((start, self._behind(name, value), ""))

    def _above(self, start: int, indent: int) -> int:
        """Return the start of the comment right above a line, in the same column; of the line if there is none."""
        while start:
            line = self._line_start(start - 1)
            if not self.text[line:start].startswith(f"{' ' * indent}#"):
                break
            start = line
        return start

    def _cut(self, items: Sequence[tuple[Node, Node]], gone: Sequence[bool]) -> None:
        """Take items out of brackets; not all of them. Each is given by its first and its last node."""
        last = max(place for place, goes in enumerate(gone) if not goes)
        for place, goes in enumerate(gone[:last]):
            if goes:
                self.splices.append((items[place][0].start, items[place + 1][0].start, ""))
        if last + 1 == len(items):
            return
        start, end = items[last][1].end, items[-1][1].end
        first = self._line_start(items[last + 1][0].start)
        rest = re.compile(r"[ ,]*(#.*)?\n").match(self.text, end)
        if first > start and rest:  # they stand on lines of their own; the comma before them may stay
            start, end = first, rest.end()
        self.splices.append((start, end, ""))

    # --------------------------------------------------------------------------------------------------- lists

    def _items(self, name: Node, node: Node, old: list[Any], new: list[Any], levels: int) -> None:
        before, after = [identity(item) for item in old], [identity(item) for item in new]
        if renamed(before, after):
            for item, was, now in zip(node.value, old, new, strict=True):
                if isinstance(item.value, dict) and isinstance(was, dict) and isinstance(now, dict):
                    self.mapping(item, was, now, max(levels - 1, 0))
                elif was != now:
                    self.splices.append((item.start, item.end, inline(now, flow=not node.block)))
            return
        if not node.block:
            self._bracketed(node, old, new)
            return
        start = self._after(name)
        chunks, rest = self._chunks(node, start, [item in after for item in before])
        places = {item: place for place, item in enumerate(before)}
        parts = []
        for item, now in zip(after, new, strict=True):
            place = places.get(item)
            if place is None:
                parts += [f"{line}\n" for line in list_item(now, node.column - 1, max(levels - 1, 0))]
                continue
            editor = _Editor(self.text)
            if isinstance(now, dict):
                editor.mapping(node.value[place], old[place], now, max(levels - 1, 0))
            lead, first, last = chunks[place]
            parts += [lead, editor.applied(first, last)]
        end = self._within(self._after(node.value[-1]), node.column)
        self.splices.append((start, end, "".join([*parts, rest])))

    def _bracketed(self, node: Node, old: list[Any], new: list[Any]) -> None:
        """Work the differences into a list in brackets; one whose items change places is written anew."""
        after = {identity(item): item for item in new}
        kept = [item for item in map(identity, old) if item in after]
        if not kept or list(after)[: len(kept)] != kept:
            self.splices.append((node.start, node.end, inline(new, flow=True)))
            return
        self._cut([(item, item) for item in node.value], [identity(item) not in after for item in old])
        for item, was in zip(node.value, old, strict=True):
            now = after.get(identity(was))
            if isinstance(now, dict):
                self.mapping(item, was, now, 0)
        end = max(item.end for item, was in zip(node.value, old, strict=True) if identity(was) in after)
        self.splices.append((end, end, "".join(f", {inline(item, flow=True)}" for item in new[len(kept) :])))

    def _chunks(self, node: Node, start: int, kept: Sequence[bool]) -> tuple[list[tuple[str, int, int]], str]:
        """Return for each item the loose lines above it, and its own lines with the comment right above them.

        Loose comments above an item that goes move to the next one; what is left at the end comes back as well.
        """
        chunks, carried, at = [], "", start
        for item, stays in zip(node.value, kept, strict=True):
            first = self._dash(item.start, node.column - 1)
            loose = self.text[at:first].splitlines(keepends=True)
            own: list[str] = []
            while loose and loose[-1].lstrip().startswith("#"):
                own.insert(0, loose.pop())
            lead = "".join(loose)
            at = self._within(self._after(item), node.column)
            chunks.append((carried + lead, first - len("".join(own)), at))
            carried = carried + lead if "#" in lead else carried
            if stays:
                carried = ""
        return chunks, carried

    def _dash(self, at: int, column: int) -> int:
        start = self._line_start(at)
        while self.text[start + column : start + column + 1] != "-":
            start = self._line_start(start - 1)
        return start

    # ------------------------------------------------------------------------------------------------- places

    def _line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _after(self, *nodes: Node) -> int:
        """Return the start of the line behind the last of these nodes; a comment at its end belongs to it."""
        return self.text.index("\n", max(node.end for node in nodes)) + 1

    def _behind(self, name: Node, value: Node) -> int:
        """Return the start of the line behind a key, its value and the comments that follow further in."""
        return self._within(self._after(name, value), name.column)

    def _within(self, at: int, column: int) -> int:
        """Return the place behind comments that begin further in than a column: they belong to what stands above."""
        comments = re.compile(rf"(?: {{{column},}}#.*\n)*")
        found = comments.match(self.text, at)
        return found.end() if found else at

    def _alone(self, key: Node) -> bool:
        return not self.text[self._line_start(key.start) : key.start].strip()


def _levels(key: str, levels: int | None) -> int:
    """Return how many levels below a key stand on lines of their own; `levels` is that of its mapping."""
    return LEVELS.get(key, 0) if levels is None else max(levels - 1, 0)
