"""Logs of other programs → entries: a table with other headings, other days, perhaps another scale.

Headings are known by name, or named in a small map. Nothing is guessed: whether 3/9/2026 is in March must be said, and
a row that is not understood is reported with its line, beside the rows that are. What a table does not say is not
filled in, except noon where there is a day and no time, and that is reported as well.

This room must never open a file, and never repeat anybody's words in a message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal

from exposure_ladder.errors import InvalidCourseError, Problem
from exposure_ladder.records import Scale
from exposure_ladder.records._identity import steps_named
from exposure_ladder.storage import cells
from exposure_ladder.storage.clock import noon_of, time_of_day
from exposure_ladder.storage.log_headings import Heading, read_headings, rows_of_one
from exposure_ladder.storage.log_table import Table, checked
from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from exposure_ladder.records import SituationGraph
    from exposure_ladder.storage.log_table import Entry

    Dates = Literal["ymd", "dmy", "mdy"]

__all__ = ["DATES", "Imported", "import_log"]

DATES: Final = {
    "ymd": r"(?P<y>\d{4})[-/.](?P<m>\d\d?)[-/.](?P<d>\d\d?)",
    "dmy": r"(?P<d>\d\d?)[-/.](?P<m>\d\d?)[-/.](?P<y>\d{4})",
    "mdy": r"(?P<m>\d\d?)[-/.](?P<d>\d\d?)[-/.](?P<y>\d{4})",
}
"""Orders of day, month and year that a table may have; ymd needs not be named."""
_FELT: Final = ("expected", "start", "peak", "end")


_ORDER: Final = "If day, month and year stand in another order, name it: ymd, dmy or mdy."


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Imported(Summary):
    r"""What was understood of a table, and what was not.

    Attributes
    ----------
    entries : tuple of entries
        Of the rows that were understood, in their order.
    problems : tuple of Problem
        What was not, each with its line.
    aside : tuple of int
        Columns that were not read, counted from 1.
    noon : int
        How many rows had a day and no time, and were put at noon, or now where noon is still ahead.
    small : bool
        Whether all distress is 10 or less on a scale up to 100 that no heading names, so that another may be meant.
    without_peak : bool
        Whether no row tells the highest distress: such entries teach, but no rating is read from them.
    repeats : tuple of (int, int)
        Lines that say the same as an earlier one, which were taken for it.

    Examples
    --------
    >>> from datetime import UTC
    >>> from exposure_ladder import template
    >>> text = "Date,Step,Anxiety,Mood\n2026-01-05,park,4,2\n2026-01-06,prak,3,2\n"
    >>> found = import_log(
    ...     text,
    ...     template("dogs").graph,
    ...     name="log.csv",
    ...     columns={"Anxiety": "peak"},
    ...     local=lambda at: at.replace(tzinfo=UTC),
    ... )
    >>> len(found.entries), found.problems[0].line, found.aside, found.noon
    (1, 3, (4,), 2)
    """

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    aside: tuple[int, ...]
    noon: int
    small: bool
    without_peak: bool
    repeats: tuple[tuple[int, int], ...] = ()


def import_log(
    text: str,
    graph: SituationGraph,
    *,
    name: str,
    columns: Mapping[str, str] | None = None,
    scale: Scale | None = None,
    dates: Dates = "ymd",
    until: datetime | None = None,
    local: Callable[[datetime], datetime] | None = None,
    person: tuple[str, str] | None = None,
) -> Imported:
    r"""Read a table that another program wrote.

    Parameters
    ----------
    text : str
        CSV with a first line of headings.
    graph : SituationGraph
        The plan; rows name its steps by id or by title.
    name : str
        What messages call the table.
    columns : mapping of str to str, optional
        Heading → what it holds: a column of :data:`~exposure_ladder.storage.columns.COLUMNS`, or `date` or `time`. An
        empty text leaves a column aside.
    scale : Scale, optional
        Of the distress; by default the one that the plan is shown in.
    dates : {"ymd", "dmy", "mdy"}
        Order of day, month and year.
    until : datetime.datetime, optional
        Now, with its UTC offset: nothing may lie after it.
    local : callable, optional
        Gives an offset to a time that has none.
    person : (str, str), optional
        Heading and content of a column that says whose row it is: only theirs are read.

    Returns
    -------
    Imported
        The rows that were understood, and what was not; taking them in is for the caller to decide.

    Raises
    ------
    InvalidCourseError
        If the table or the map cannot be read at all.

    Examples
    --------
    >>> from exposure_ladder import template
    >>> text = "When,Task,Peak anxiety\n5/1/2026 6:10 PM,park,4\n"
    >>> graph, zone = template("dogs").graph, lambda at: at.astimezone()
    >>> (entry,) = import_log(text, graph, name="log.csv", dates="dmy", local=zone).entries
    >>> f"{entry.at:%Y-%m-%d %H:%M}", entry.situation, entry.peak
    ('2026-01-05 18:10', 'park', 40.0)
    """
    text = cells.line_feeds(text)
    _, rows = cells.rows_of(text, name)
    if not rows:
        raise InvalidCourseError([Problem((), "a first line of headings", "an empty table", "", 1, None, name)])
    headings = read_headings(rows[0], columns or {}, name)
    heads = [heading.holds for heading in headings]
    scale = _scale_of(headings, scale, graph, name)
    factor = next((heading.factor for heading in headings if heading.holds == "minutes"), 1.0)
    entries: list[Entry] = []
    problems: list[Problem] = []
    lines: dict[str, int] = {}
    repeats: list[tuple[int, int]] = []
    noons = 0
    table, place = Table(name, scale, local), {head: column for column, head in enumerate(heads, 1) if head}
    for line, texts in rows_of_one(rows[0][1], rows[1:], person, name):
        said = {head: cell.strip() for head, cell in zip(heads, texts, strict=False) if head and cell.strip()}
        misfit = cells.misfit(line, [*texts, *[""] * (len(heads) - len(texts))], len(heads), name)
        if misfit:
            problems.append(misfit)
            continue
        if not said:
            continue
        _translate(said, graph, factor)
        day, clock = said.pop("date", ""), said.pop("time", "")
        said["at"], alone = _moment(said.get("at") or f"{day} {clock}", dates, until)
        noons += bool(alone)
        row = table.row(line, said, place)
        found, entry = checked(replace(row, written=alone or row.written), graph.ids, until)
        if entry is not None and not found:
            first = lines.setdefault(entry.id, line)
            if first == line:
                entries.append(entry)
            else:
                repeats.append((line, first))
        problems += [row.placed(problem, name) for problem in found]
    problems = sorted([*table.problems, *problems], key=lambda problem: (problem.line or 0, problem.column or 0))
    felt = [value for entry in entries for key in _FELT if (value := getattr(entry, key, None)) is not None]
    return Imported(
        tuple(entries),
        tuple(replace(each, hint=each.hint or _ORDER) if each.path == ("at",) else each for each in problems),
        tuple(at for at, head in enumerate(heads, 1) if not head),
        noons,
        scale is Scale.SUDS and bool(felt) and max(felt) <= 10 and not any(heading.scale for heading in headings),
        "peak" not in heads,
        tuple(repeats),
    )


def _scale_of(headings: Sequence[Heading], scale: Scale | None, graph: SituationGraph, name: str) -> Scale:
    """Return the scale of a table: the one that was said, which its headings must not contradict, or theirs."""
    written = next((heading.scale for heading in headings if heading.scale is not None), None)
    if scale is not None and written not in (None, scale):
        problem = Problem(("scale",), f"{written}, as the heading has it", str(scale), "Name one.", 1, None, name)
        raise InvalidCourseError([problem])
    return scale or written or graph.shown


def _moment(text: str, dates: Dates, until: datetime | None) -> tuple[str, str]:
    """Return a moment as ISO 8601 where it is understood, and the day alone where noon was filled in."""
    text = " ".join(text.split())
    found = re.fullmatch(DATES[dates] + _REST, text) or re.fullmatch(DATES["ymd"] + _REST, text)
    if found is None:
        return text, ""
    passed = time_of_day(found["clock"]) if found["clock"] else None
    try:
        day = datetime(int(found["y"]), int(found["m"]), int(found["d"]))  # noqa: DTZ001 (its zone comes later)
    except ValueError:
        return text, ""
    if found["clock"]:
        return ((day + passed).isoformat(), "") if passed is not None else (text, "")
    return noon_of(day, until).isoformat(timespec="seconds"), f"{day:%Y-%m-%d}"


_REST: Final = r"(?:[T, ]+(?P<clock>.+))?"


def _translate(said: dict[str, str], graph: SituationGraph, factor: float) -> None:
    """Put the id in the place of a title, and minutes in that of another unit."""
    known = steps_named(said.get("situation", ""), graph)
    if len(known) == 1:
        said["situation"] = known[0]
    if "minutes" in said:
        said["minutes"] = _in_minutes(said["minutes"], factor)


def _in_minutes(text: str, factor: float) -> str:
    """Return a number of another unit in minutes, as text; what is no number stays for the reader to name."""
    value = cells.number_in(text)
    return text if factor == 1.0 or isinstance(value, str) else f"{round(value * factor, 6):.15g}"
