"""Headings of other programs' tables → what each column holds, its unit and its scale; and whose rows they are.

A bracket is read, never dropped: it may say a unit, a scale, or that the numbers are of something else. What it says
must be known, or the column is left aside.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from exposure_ladder.errors import InvalidCourseError, Problem, did_you_mean
from exposure_ladder.records import Scale
from exposure_ladder.storage.columns import MEASURE, NAMED

_KNOWN: Final = {
    "at": "when timestamp datetime date_and_time date_time",
    "date": "date day",
    "time": "time start_time",
    "situation": "situation exposure task step activity item challenge exercise",
    "expected": "expected predicted anticipated prediction expected_peak",
    "start": "start before pre initial starting beginning",
    "peak": "peak max maximum highest worst during",
    "end": "end after post final ending",
    "minutes": "minutes duration length min mins",
    "safety": "safety safety_behaviours safety_behaviors",
    "note": "note notes comment comments",
    "learned": "learned learnt lesson lessons what_i_learned what_did_i_learn",
    "feared": "feared feared_outcome",
}
_HEADS: Final = {word: name for name, words in _KNOWN.items() for word in words.split()}
_FILLING: Final = re.compile(r"suds?|anxiety|distress|ratings?|level|fear|score|of|the|out|in|units|points")
_BRACKET: Final = re.compile(r"[(\[]([^)\]]*)[)\]]")
_RANGE: Final = re.compile(r"\b(0)\s*(?:-|–|—|to|/|\.\.)\s*(100|10|8)\b")
_MINUTES: Final = {
    1.0: ["minutes", "minute", "mins", "min", "m"],
    1.0 / 60.0: ["seconds", "second", "secs", "sec", "s"],
    60.0: ["hours", "hour", "hrs", "hr", "h"],
}
_UNITS: Final = {word: factor for factor, words in _MINUTES.items() for word in words}
_FELT: Final = frozenset({"expected", "start", "peak", "end", "distress"})
_PERSON: Final = re.compile(
    r"(record|participant|client|response|subject|person|patient|user)(_?id)?|id_participant|pid|alias|code"
)
"""Headings of columns that say whose row it is, in spreadsheets, REDCap, Qualtrics and the like."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What one column holds.

    Attributes
    ----------
    holds : str
        The name of what it holds; empty for a column that is left aside.
    factor : float
        What its numbers are multiplied with, to be minutes.
    scale : Scale or None
        The scale that it names.
    """

    holds: str = ""
    factor: float = 1.0
    scale: Scale | None = None


def read_headings(row: tuple[int, Sequence[str]], columns: Mapping[str, str], name: str) -> list[Heading]:
    """Return what each column holds.

    Parameters
    ----------
    row : (int, sequence of str)
        The line, and its cells.
    columns : mapping of str to str
        Heading → what it holds, where that was said; an empty text leaves a column aside.
    name : str
        What messages call the table.

    Raises
    ------
    InvalidCourseError
        With all that is not clear.
    """
    line, titles = row
    named = {title.strip().casefold(): holds.strip() for title, holds in columns.items()}
    there = {title.strip().casefold() for title in titles}
    fields = {*NAMED, "date", "time"}
    problems = []
    for title in named:
        if title not in there:
            near = did_you_mean(title, there)
            expected = "the heading of a column of the table"
            problems.append(Problem(("columns",), expected, "another text", near, line, None, name))
    for holds in named.values():
        if holds and holds not in fields and not holds.startswith(MEASURE):
            near = did_you_mean(holds, fields)
            problems.append(Problem(("columns",), f"one of {', '.join(sorted(fields))}", "another text", near))
    keys = [title.strip().casefold() for title in titles]
    found = [_told(key, named[key]) if key in named else _known(key) for key in keys]
    problems += _unclear(keys, found, named, line, name)
    if problems:
        raise InvalidCourseError(problems)
    return found


def _unclear(
    keys: Sequence[str], found: Sequence[Heading], named: Mapping[str, str], line: int, name: str
) -> list[Problem]:
    problems = []
    held = [heading.holds for heading in found]
    for place, holds in enumerate(held, 1):
        if holds and holds in held[: place - 1]:
            hint = "Name the one that counts, and leave the other aside (heading=)."
            problems.append(
                Problem(("column",), "each column once", f"a second one for {holds}", hint, line, place, name)
            )
    for needed in (("situation",), ("at", "date")):
        if not {*needed} & {*held}:
            hint = f"Name it:  heading={needed[-1]}"
            problems.append(Problem(("column",), f"a column for {needed[-1]}", "none", hint, line, None, name))
    if "min" in keys and "min" not in named and "peak" in held:
        hint = "Say so:  Min=minutes, or leave it aside:  Min="
        place = keys.index("min") + 1
        problems.append(
            Problem(("column",), "minutes, or the lowest distress?", "Min beside Max", hint, line, place, name)
        )
    scales = {heading.scale for heading in found if heading.scale is not None}
    if len(scales) > 1:
        hint = "Name one scale for the table."
        problems.append(Problem(("column",), "one scale in all headings", "several", hint, line, None, name))
    return problems


def _told(key: str, holds: str) -> Heading:
    """Return what was said of a column, with the unit of its heading."""
    known = _with_bracket(key, holds)
    return known if known.holds else Heading(holds)


def _known(key: str) -> Heading:
    """Return what a heading says that is not in the map."""
    if key in NAMED:
        return Heading(key)
    plain = _BRACKET.sub(" ", key)
    for words in (
        [word for word in re.findall(r"\w+", _RANGE.sub(" ", plain)) if not _FILLING.fullmatch(word)],
        re.findall(r"\w+", plain),
    ):
        holds = _HEADS.get("_".join(words), "")
        if holds:
            return _with_bracket(key, holds)
    return Heading()


def _with_bracket(key: str, holds: str) -> Heading:
    """Return a column of numbers with its unit and scale; left aside if its bracket tells of something else."""
    if holds != "minutes" and holds not in _FELT:
        return Heading(holds)
    said = " ".join(_BRACKET.findall(key))
    scale = _RANGE.search(key)
    words = [word for word in re.findall(r"[^\W\d]+", _RANGE.sub(" ", said)) if not _FILLING.fullmatch(word)]
    if holds == "minutes":
        factors = {_UNITS.get(word, 0.0) for word in words} or {1.0}
        return Heading(holds, factors.pop()) if len(factors) == 1 and 0.0 not in factors else Heading()
    if any(_HEADS.get(word) != holds for word in words):
        return Heading()
    return Heading(holds, scale=None if scale is None else Scale(f"0-{scale[2]}"))


def rows_of_one(
    heads: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]], person: tuple[str, str] | None, name: str
) -> list[tuple[int, Sequence[str]]]:
    """Return the rows of one person; a table of several must say whose are meant.

    Parameters
    ----------
    heads : sequence of str
        Headings as written.
    rows : sequence of (int, sequence of str)
        Line and cells of each row.
    person : (str, str), optional
        A heading, and what its cells say in the rows that are meant.
    name : str
        What messages call the table.

    Raises
    ------
    InvalidCourseError
        If a column looks like a person's and holds several, or the one that is meant is not there.
    """
    keys = [head.strip().casefold() for head in heads]
    if person is not None:
        column, value = person[0].strip().casefold(), person[1].strip()
        if column not in keys:
            near = did_you_mean(column, keys)
            raise InvalidCourseError(
                [Problem(("person",), "the heading of a column", "another text", near, 1, None, name)]
            )
        place = keys.index(column)
        mine = [row for row in rows if place < len(row[1]) and row[1][place].strip() == value]
        if not mine:
            raise InvalidCourseError([Problem(("person",), "rows of this person", "none", "", 1, place + 1, name)])
        return mine
    for place, key in enumerate(keys):
        if not _PERSON.fullmatch(re.sub(r"\W+", "_", key).strip("_")):
            continue
        values = {cells[place].strip() for _, cells in rows if place < len(cells) and cells[place].strip()}
        if len(values) > 1:
            hint = f"One log is one person's. Say whose:  --person {heads[place].strip()}=VALUE"
            raise InvalidCourseError(
                [Problem(("person",), "rows of one person", f"{len(values)} different ones", hint, 1, place + 1, name)]
            )
    return list(rows)
