"""Spreadsheets (CSV) ↔ situations: one row is one situation, and the first line names the columns.

An empty cell says nothing; lists are separated by ``|``. A table alone is a whole graph: column ``goal`` marks the
goal with x, ``facet:NAME`` holds the levels of a facet, and ``distress 0-10`` names another scale. Its facet levels
are ordered from the easiest by the mean distress of the rows that have them, if all those rows are rated, and by
first appearance otherwise. Without an id a row gets one made from its title.

Cells that a spreadsheet would take for a formula get a ``'`` in front when written, and lose it when read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any, Final

from exposure_ladder.errors import Problem, did_you_mean
from exposure_ladder.records._checks import quoted
from exposure_ladder.records._graph_checks import MAX_SITUATIONS
from exposure_ladder.storage.cells import MARKS, csv_text, guarded, misfit, number_in, rows_of, stopped_at, unguarded

NUMBERS: Final = frozenset({"distress", "order", "minutes"})
LISTS: Final = frozenset({"safety", "consent", "requires", "conflicts", "tags"})
COLUMNS: Final = (
    *("id", "title", "distress", "order", "theme", "mode", "kind", "minutes", "feared"),
    *("safety", "consent", "requires", "conflicts", "tags", "note"),
)

_SCALED = re.compile(r"(?P<word>[a-z ]*[a-z]) *[(\[]?(?P<scale>0 ?[-–] ?(?:100|10|8))[)\]]?")
_DISTRESS = re.compile(r"distress|(?:fear|anxiety|distress|suds?)(?: (?:rating|level|score))?|suds?")
"""Headings that the usual paper forms have for a number."""
_NOTHING: Final = frozenset({"-", "–", "—", "n/a", "n. a.", "n.a."})
"""Cells that say that nothing is given."""

Key = tuple[str, ...]
_UNNAMED: Final[Key] = ("",)
_UNKNOWN: Final[Key] = ("", "", "")
_ROWS: Final = "The first line names the columns: id, title, distress …; each further line is a situation."


@dataclass(frozen=True)
class Table:
    """What a table says, and where each cell of it stands.

    Parameters
    ----------
    file : str
        Its name, for places.
    headers : tuple of str
        Names of the columns as written.
    keys : tuple of tuple of str
        What each column stands for: a key of a situation, or ``("facets", NAME)``.
    lines : tuple of int
        Line of the header, then of each situation.
    data : dict
        The situations, and for a table alone the rest of its graph.
    delimiter : str
        Sign between cells.
    comma : bool
        Whether its numbers have a decimal comma.
    """

    file: str
    headers: tuple[str, ...]
    keys: tuple[Key, ...]
    lines: tuple[int, ...]
    data: dict[str, Any]
    delimiter: str
    comma: bool

    def place(self, path: Sequence[str | int]) -> tuple[str, int, int | None]:
        """Return file, line and number of the column of what a path leads to."""
        line, names = self.lines[0], tuple(part for part in path if isinstance(part, str))
        if names[:1] == ("situations",):
            names = names[1:]
            row = next((part for part in path if isinstance(part, int)), -1)
            line = self.lines[row + 1] if row + 1 < len(self.lines) else line
        columns = (number for number, key in enumerate(self.keys, 1) if names[: len(key)] == key)
        return self.file, line, next(columns, None)


def read(text: str, file: str, facets: Collection[str] | None = None) -> tuple[Table, list[Problem]]:
    """Return the table of a CSV text, and what is wrong with its cells.

    Parameters
    ----------
    text : str
        Lines end in a line feed.
    file : str
        Name for the places of problems.
    facets : collection of str, optional
        Facets of the graph that the table belongs to; without it the table is a whole graph.

    Raises
    ------
    InvalidCourseError
        If there is no header with rows below it.
    """
    return _Reader(file, facets).table(text)


class _Reader:
    """Reads one table; problems of cells are collected, not raised one by one."""

    def __init__(self, file: str, facets: Collection[str] | None) -> None:
        self.file, self.facets = file, facets
        self.problems: list[Problem] = []
        self.scale = ""
        self.comma = False

    def table(self, text: str) -> tuple[Table, list[Problem]]:
        self.delimiter, found = rows_of(text, self.file)
        if not found[1:]:
            raise stopped_at(found[0][0] if found else 1, self.file, "a line for each situation", "none", _ROWS)
        (head, names), *rows = found
        if len(rows) > MAX_SITUATIONS:
            most = f"at most {MAX_SITUATIONS:,} situations"
            raise stopped_at(head, self.file, most, f"{len(rows):,}", "Split the plan.")
        headers = tuple(name.strip() for name in names)
        keys = self._keys(head, headers)
        kept = [(line, cells[: len(keys)]) for line, cells in rows if self._fits(line, cells, len(keys))]
        situations = [self._situation(line, list(zip(keys, cells, strict=True))) for line, cells in kept]
        _name(situations)
        goal = [situation["id"] for situation in situations if situation.pop("goal", False)]
        data: dict[str, Any] = {"situations": situations}
        if self.facets is None:
            facets = {key[1]: _levels(key[1], situations) for key in keys if len(key) == 2}
            whole = {"facets": facets, "goal": goal, "scale": self.scale}
            data |= {key: value for key, value in whole.items() if value}
        lines = (head, *(line for line, _ in kept))
        return Table(self.file, headers, tuple(keys), lines, data, self.delimiter, self.comma), self.problems

    def _keys(self, line: int, names: Sequence[str]) -> list[Key]:
        keys: list[Key] = []
        forms = self._forms([unguarded(cell).strip().lower() for cell in names])
        for column, cell in enumerate(names, 1):
            name = unguarded(cell)
            name = forms.get(name.strip().lower(), name)
            key = self._key(line, column, name) if name else _UNNAMED
            if key[0] and key in keys:
                self._wrong((line, column), "column", "each column once", f"{quoted(name)} a second time", "Keep one.")
                key = _UNKNOWN
            keys.append(key)
        return keys

    def _forms(self, words: Sequence[str]) -> dict[str, str]:
        """Return what the headings of the usual paper forms stand for, where our own are not there."""
        if self.facets is not None or "title" in words:
            return {}
        if "situation" in words:
            return {"situation": "title", "step": "order"}
        return {"step": "title"} if "step" in words else {}

    def _key(self, line: int, column: int, name: str) -> Key:
        word, facet, alone = name.lower(), name.removeprefix("facet:").strip(), self.facets is None
        if word in COLUMNS or (word == "goal" and alone):
            return (word,)
        scaled = _SCALED.fullmatch(word)
        if alone and scaled and _DISTRESS.fullmatch(scaled["word"]):
            self.scale = scaled["scale"].replace("–", "-").replace(" ", "")
            return ("distress",)
        if alone and _DISTRESS.fullmatch(word):
            return ("distress",)
        if facet in self.facets if self.facets is not None else facet != name:
            return ("facets", facet)
        known = [*COLUMNS, *(self.facets if self.facets is not None else ["goal"])]
        near = did_you_mean(word, known)
        # Without a near match this may be a table without a line of names, and the cell somebody's own words.
        got = quoted(name, near) if near else "another text"
        hint = f"The first line names the columns: {', '.join(known)}" + (", facet:NAME." if alone else ".")
        self._wrong((line, column), "column", "the name of a column", got, near or hint)
        return _UNKNOWN

    def _fits(self, line: int, cells: list[str], width: int) -> bool:
        wrong = misfit(line, cells, width, self.file)
        if wrong:
            self.problems.append(wrong)
        return wrong is None

    def _situation(self, line: int, cells: Iterable[tuple[Key, str]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for column, (key, raw) in enumerate(cells, 1):
            text = raw.strip()
            if not text or key == _UNKNOWN:  # the name of an unknown column has been reported, once
                continue
            name = key[-1]
            if name not in ("id", "title") and text.lower() in _NOTHING:
                continue
            if key == _UNNAMED:
                self._wrong((line, column), "column", "a name above this cell", "none", "Name the column or empty it.")
            elif len(key) == 2:
                found.setdefault("facets", {})[name] = unguarded(text)
            elif name == "goal":
                found["goal"] = self._marked(line, column, text)
            elif name in NUMBERS:
                found[name] = self._number(text)
            elif name in LISTS:
                found[name] = [part for part in map(str.strip, unguarded(text).split("|")) if part]
            else:
                found[name] = unguarded(text)
        return found

    def _number(self, text: str) -> float | int | str:
        value = number_in(text)
        self.comma = self.comma or ("," in text and not isinstance(value, str))
        return value

    def _marked(self, line: int, column: int, text: str) -> bool:
        if text.lower() not in MARKS:
            self._wrong((line, column), "goal", "x or nothing", "another text", "Mark only the row of the goal.")
        return MARKS.get(text.lower(), False)

    def _wrong(self, at: tuple[int, int | None], name: str, expected: str, got: str, hint: str) -> None:
        self.problems.append(Problem((name,), expected, got, hint, *at, self.file))


def _name(situations: Sequence[dict[str, Any]]) -> None:
    """Give an id to each situation that has none."""
    used = {situation["id"] for situation in situations if "id" in situation}
    for situation in situations:
        if "id" not in situation:
            words = re.findall(r"\w+", situation.get("title", "").lower())
            slug = "-".join(words)[:40].rstrip("-") or "step"
            number, name = 2, slug
            while name in used:
                number, name = number + 1, f"{slug}-{number}"
            used.add(name)
            situation["id"] = name


def _levels(name: str, situations: Sequence[Mapping[str, Any]]) -> list[str]:
    numbers: dict[str, list[Any]] = {}
    for situation in situations:
        if (level := situation.get("facets", {}).get(name)) is not None:
            numbers.setdefault(level, []).append(situation.get("distress"))
    if all(isinstance(number, int | float) for level in numbers.values() for number in level):
        return sorted(numbers, key=lambda level: fmean(numbers[level]))
    return list(numbers)


def written(situations: Sequence[Mapping[str, Any]], goal: Collection[str], scale: str, like: Table | None) -> str:
    """Return the CSV text of situations.

    Parameters
    ----------
    situations : sequence of mapping
        In short plain form, with numbers on `scale`.
    goal : collection of str
        Ids to mark, for a table that stands alone.
    scale : str
        Named in the header; empty for 0-100 without a name.
    like : Table, optional
        The table that is replaced: its columns, separator and decimal comma are kept.
    """
    used = {key for situation in situations for key in _cells(situation)}
    used |= ({("goal",)} if goal else set()) | ({("distress",)} if scale else set())
    order = [*((name,) for name in (*COLUMNS[:3], "goal", *COLUMNS[3:])), *sorted(key for key in used if len(key) == 2)]
    heads = {key: f"facet:{key[1]}" if len(key) == 2 else key[0] for key in order}
    old = {key: head for key, head in zip(like.keys, like.headers, strict=True) if key[0]} if like else {}
    keys = [*old, *(key for key in order if key in used and key not in old)]
    heads |= old
    if (like.data.get("scale", "") if like else "") not in (scale, scale or "0-100"):
        heads["distress",] = f"distress {scale}" if scale else "distress"
    rows = [[heads[key] for key in keys]]
    for situation in situations:
        cells = _cells(situation) | ({("goal",): "x"} if situation["id"] in goal else {})
        row = [cells.get(key, "") for key in keys]
        if like and like.comma:
            row = [c.replace(".", ",") if k[0] in NUMBERS else c for k, c in zip(keys, row, strict=True)]
        rows.append(row)
    return csv_text(rows, like.delimiter if like else ",")


def _cells(situation: Mapping[str, Any]) -> dict[Key, str]:
    cells: dict[Key, str] = {}
    for key, value in situation.items():
        if key == "facets":
            cells |= {("facets", name): guarded(level) for name, level in value.items()}
        elif key in NUMBERS:
            cells[key,] = repr(value)
        elif key in COLUMNS:
            cells[key,] = guarded("|".join(value) if key in LISTS else value)
    return cells
