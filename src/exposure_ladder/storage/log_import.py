"""Logs of other programs → entries: a table with other headings, other days, perhaps another scale.

Headings are known by name, or named in a small map. Nothing is guessed: whether 3/9/2026 is in March must be said, and
a row that is not understood is reported with its line, beside the rows that are. What a table does not say is not
filled in, except noon where there is a day and no time, and that is reported as well.

This room must never open a file, and never repeat anybody's words in a message.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal

from exposure_ladder.errors import InvalidCourseError, Problem, did_you_mean
from exposure_ladder.records import Scale
from exposure_ladder.storage import cells
from exposure_ladder.storage.columns import MEASURE, NAMED
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
_CLOCK: Final = r"(?:[T ]+(?P<H>\d\d?):(?P<M>\d\d)(?::\d\d(?:\.\d+)?)?\s*(?P<half>[ap]\.?m\.?)?)?"
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
_FILLING: Final = re.compile(r"\(.*?\)|\b(?:suds?|anxiety|distress|rating|ratings|level|fear|score|of|the)\b")
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
        How many rows had a day and no time, and were put at noon, a minute apart.
    small : bool
        Whether all distress is 10 or less on a scale up to 100, so that another scale may be meant.
    without_peak : bool
        Whether no row tells the highest distress: such entries teach, but no rating is read from them.

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
    heads = _headings(rows[0], columns or {}, name)
    scale = scale or graph.shown
    titles = {situation.title.casefold(): situation.id for situation in graph.situations}
    entries: list[Entry] = []
    problems: list[Problem] = []
    noons: Counter[str] = Counter()
    table, place = Table(name, scale, local), {head: column for column, head in enumerate(heads, 1) if head}
    for line, texts in rows[1:]:
        said = {head: cell.strip() for head, cell in zip(heads, texts, strict=False) if head and cell.strip()}
        misfit = cells.misfit(line, [*texts, *[""] * (len(heads) - len(texts))], len(heads), name)
        if misfit:
            problems.append(misfit)
        if misfit or not said:
            continue
        if "situation" in said:
            said["situation"] = titles.get(said["situation"].casefold(), said["situation"])
        day, clock = said.pop("date", ""), said.pop("time", "")
        said["at"] = _moment(said.get("at") or f"{day} {clock}", dates, noons)
        row = table.row(line, said, place)
        found, entry = checked(row, graph.ids, until)
        if entry is not None and not found:
            entries.append(entry)
        problems += [row.placed(problem, name) for problem in found]
    problems = sorted([*table.problems, *problems], key=lambda problem: (problem.line or 0, problem.column or 0))
    felt = [value for entry in entries for key in _FELT if (value := getattr(entry, key, None)) is not None]
    return Imported(
        tuple(entries),
        tuple(replace(each, hint=each.hint or _ORDER) if each.path == ("at",) else each for each in problems),
        tuple(at for at, head in enumerate(heads, 1) if not head),
        sum(noons.values()),
        scale is Scale.SUDS and bool(felt) and max(felt) <= 10,
        "peak" not in heads,
    )


def _headings(row: tuple[int, Sequence[str]], columns: Mapping[str, str], name: str) -> list[str]:
    """Return what each column holds; nothing for one that stays aside."""
    line, titles = row
    named = {title.strip().casefold(): holds.strip() for title, holds in columns.items()}
    there = {title.strip().casefold() for title in titles}
    fields = {*NAMED, "date", "time"}
    problems = [
        Problem(
            ("columns",),
            "the heading of a column of the table",
            "another text",
            did_you_mean(title, there),
            line,
            None,
            name,
        )
        for title in named
        if title not in there
    ]
    problems += [
        Problem(("columns",), f"one of {', '.join(sorted(fields))}", "another text", did_you_mean(holds, fields))
        for holds in named.values()
        if holds and holds not in fields and not holds.startswith(MEASURE)
    ]
    found = [named[key] if (key := title.strip().casefold()) in named else _known(key) for title in titles]
    for place, holds in enumerate(found, 1):
        if holds and holds in found[: place - 1]:
            hint = "Name the one that counts, and leave the other aside (heading=)."
            problems.append(
                Problem(("column",), "each column once", f"a second one for {holds}", hint, line, place, name)
            )
    for needed in (("situation",), ("at", "date")):
        if not {*needed} & {*found}:
            hint = f"Name it:  heading={needed[-1]}"
            problems.append(Problem(("column",), f"a column for {needed[-1]}", "none", hint, line, None, name))
    if problems:
        raise InvalidCourseError(problems)
    return found


def _known(title: str) -> str:
    """Return what a heading says that is not in the map."""
    if title in NAMED:
        return title
    plainer = "_".join(re.findall(r"\w+", _FILLING.sub(" ", title)))
    return _HEADS.get(plainer) or _HEADS.get("_".join(re.findall(r"\w+", title)), "")


def _moment(text: str, dates: Dates, noons: Counter[str]) -> str:
    """Return a moment as ISO 8601 where it is understood; a day without a time becomes noon, a minute apart."""
    text = " ".join(text.split())
    found = re.fullmatch(DATES[dates] + _CLOCK, text, re.IGNORECASE) or re.fullmatch(DATES["ymd"] + _CLOCK, text)
    if found is None:
        return text
    hour, minute = (int(found[part]) if found[part] else None for part in ("H", "M"))
    if hour is not None and found["half"]:
        hour %= 12
        if found["half"][0].lower() == "p":
            hour += 12
    try:
        day = datetime(int(found["y"]), int(found["m"]), int(found["d"]), hour or 0, minute or 0)  # noqa: DTZ001
    except ValueError:
        return text
    if hour is None:
        key = f"{day:%Y-%m-%d}"
        day += timedelta(hours=12, minutes=noons[key])
        noons[key] += 1
    return day.isoformat(timespec="minutes")
