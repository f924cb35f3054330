"""The log as one table (CSV) or as lines of JSON, and back: a row is an entry of any kind, and nothing is lost.

The columns are fixed and described in :mod:`~exposure_ladder.storage.columns`.
CSV is read as spreadsheets write it; a row may be on another scale, and is converted here, once. What is written is on
0–100, so that it comes back to the last bit. Text that a spreadsheet would take for a formula is made harmless.

All problems of a text are raised together, each with line and column. This room must never open a file, fill in what
was left out, or repeat anybody's words in a message.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal

from exposure_ladder.errors import InvalidCourseError, Problem, did_you_mean
from exposure_ladder.records import KINDS, Consent, Scale
from exposure_ladder.records._checks import SCALES, described, one_of, quoted
from exposure_ladder.records._identity import clashes
from exposure_ladder.records._moments import is_iso, moment, too_late
from exposure_ladder.storage import cells, json_text
from exposure_ladder.storage.columns import COLUMNS, MEASURE, NAMED, column_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from exposure_ladder.records import Event

    Entry = Event | Consent
    Form = Literal["csv", "jsonl"]

__all__ = ["read_entries", "write_entries"]

_NAMES: Final = ", ".join(f"{name}NAME" if name == MEASURE else name for name in NAMED)
_ROWS: Final = f"The first line names the columns: {_NAMES}."


# --------------------------------------------------------------------------------------------------------- writing


def write_entries(entries: Iterable[Entry], *, form: Form, words: bool = True) -> str:
    """Return entries as text, in the order given, with numbers on 0–100.

    Parameters
    ----------
    entries : iterable of Exposure, Rating, Comparison, Override or Consent
        What to write.
    form : {"csv", "jsonl"}
        A table, or a line of JSON for each entry.
    words : bool
        Whether what people wrote in words of their own goes along. Without it numbers stay, ids are counted anew (an id
        made from words could give them away), and overrides and consents cannot be read back.

    Returns
    -------
    str
        With `words`, :func:`read_entries` reads it back to the last bit.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure
    >>> entry = Exposure(id="e1", situation="park", at=datetime(2026, 1, 5, tzinfo=UTC), peak=40, note="windy")
    >>> print(write_entries([entry], form="jsonl", words=False), end="")
    {"kind": "exposure", "id": "e000001", "at": "2026-01-05T00:00:00+00:00", "situation": "park", "peak": 40.0}
    """
    if not words:
        entries = [entry.model_copy(update={"id": f"e{number:06}"}) for number, entry in enumerate(entries, 1)]
    kept = frozenset(column.name for column in COLUMNS if words or not column.free)
    if form == "jsonl":
        return "".join(
            f"{json.dumps(_line(entry, kept), ensure_ascii=False, default=datetime.isoformat)}\n" for entry in entries
        )
    log = tuple(entries)
    channels = sorted({f"{MEASURE}{name}" for entry in log for name in getattr(entry, "measures", ())})
    seldom = {name for name in _SELDOM if not any(getattr(entry, name) for entry in log)}
    named = [column.name for column in COLUMNS if column.name in kept - seldom]
    names = [name for column in named for name in (channels if column == MEASURE else (column,))]
    return cells.csv_text([names, *([_cell(name, entry) for name in names] for entry in log)])


_SELDOM: Final = ("revision", "withdrawn")
"""Columns that are left out of a table in which no row has them."""


def _kind(entry: Entry) -> str:
    return next(name for name, record in KINDS.items() if isinstance(entry, record))


def _line(entry: Entry, kept: Collection[str]) -> dict[str, Any]:
    fields = entry.model_dump(exclude_defaults=True)
    return {"kind": _kind(entry)} | {key: fields[key] for key in fields if key in kept or key == "measures"}


def _cell(name: str, entry: Entry) -> str:
    if name == "kind":
        return _kind(entry)
    if name == "scale":
        return Scale.SUDS.value
    channel = name.removeprefix(MEASURE)
    value = getattr(entry, name, None) if channel == name else getattr(entry, "measures", {}).get(channel)
    return "" if value is None else _WRITERS[column_of(name).holds](value)


def _parts(texts: Sequence[str]) -> str:
    return cells.guarded("|".join(re.sub(r"([\\|])", r"\\\1", text) for text in texts))


def _number(value: float) -> str:
    return repr(int(value) if float(value).is_integer() else value)


_WRITERS: Final[Mapping[str, Callable[[Any], str]]] = {
    "word": str,
    "choice": str,
    "text": cells.guarded,
    "texts": _parts,
    "time": datetime.isoformat,
    "number": _number,
    "distress": _number,
    "series": lambda series: "|".join(f"{_number(minute)}:{_number(level)}" for minute, level in series),
    "yes/no": lambda flag: "yes" if flag else "no",
}

# --------------------------------------------------------------------------------------------------------- reading


def read_entries(
    text: str,
    *,
    form: Form,
    name: str,
    scale: Scale = Scale.SUDS,
    known: Collection[str] | None = None,
    until: datetime | None = None,
    local: Callable[[datetime], datetime] | None = None,
) -> tuple[Entry, ...]:
    r"""Return the entries of a text, in its order.

    Parameters
    ----------
    text : str
        A table, or a line of JSON for each entry (always on 0–100).
    form : {"csv", "jsonl"}
        Which of the two.
    name : str
        What messages call it.
    scale : Scale
        The scale of rows that do not name one.
    known : collection of str, optional
        The ids that an entry may be about; without it any.
    until : datetime.datetime, optional
        Now, with its UTC offset: nothing may lie after it.
    local : callable, optional
        Gives an offset to a time in a table that has none; without it such a time is refused.

    Returns
    -------
    tuple of Exposure, Rating, Comparison, Override or Consent
        A row or line each.

    Raises
    ------
    InvalidCourseError
        With every problem of the text, each with line and column.

    Examples
    --------
    >>> text = "at;situation;peak\n2026-01-05T18:00+00:00;park;4,5\n"
    >>> (entry,) = read_entries(text, form="csv", name="log.csv", scale=Scale.TEN)
    >>> entry.situation, entry.peak
    ('park', 45.0)
    """
    text = cells.line_feeds(text)
    reader = Table(name, scale, local) if form == "csv" else _Lines(name)
    entries: list[Entry] = []
    ids: dict[str, Entry] = {}
    for row in reader.rows(text):
        found, entry = checked(row, known, until)
        if entry is not None:
            entries.append(entry)
            if clashes((ids.setdefault(entry.id, entry), entry)):
                found.append(Problem(("id",), "an id of its own", f"{quoted(entry.id)} a second time", "Leave it out."))
        reader.problems += [row.placed(problem, name) for problem in found]
    if reader.problems:
        raise InvalidCourseError(sorted(reader.problems, key=lambda problem: (problem.line or 0, problem.column or 0)))
    return tuple(entries)


@dataclass(frozen=True, slots=True)
class Row:
    """What one row says, which of its fields were already complained about, and where each stands."""

    data: dict[str, Any]
    bad: Collection[str]
    place: Callable[[Sequence[str | int]], tuple[int, int | None]]
    scale: Scale = Scale.SUDS
    written: str = ""
    """The time as it was written, where its zone or its time of day was filled in."""

    def placed(self, problem: Problem, name: str) -> Problem:
        line, column = self.place(problem.path)
        return replace(problem, line=line, column=column, file=name)


def checked(row: Row, known: Collection[str] | None, until: datetime | None) -> tuple[list[Problem], Entry | None]:
    """Return what is wrong with a row, or its entry."""
    kind = row.data.pop("kind", row.data.pop("type", "exposure"))
    if not isinstance(kind, str) or kind not in KINDS:
        near = did_you_mean(kind, KINDS) if isinstance(kind, str) else ""
        return [Problem(("kind",), one_of(KINDS), quoted(kind) if near else described(kind), near)], None
    fields = set(KINDS[kind].model_fields)
    strange = [key for key in row.data if key in NAMED and key not in fields]
    problems = [Problem((key,), f"nothing, in the row of {_A[kind]}", "something") for key in strange]
    problems += _astray(row.data, known) + _too_late(row.data, until)
    entry = None
    try:
        entry = KINDS[kind].model_validate({key: row.data[key] for key in row.data if key not in strange})
    except InvalidCourseError as error:
        rest = [problem for problem in error.problems if problem.path[:1] not in {(key,) for key in row.bad}]
        hint = "" if row.scale is Scale.SUDS else "Counted on 0–100."
        problems += [problem if problem.path else replace(problem, path=("row",), hint=hint) for problem in rest]
    if entry is not None and row.written and "id" not in row.data:
        entry = entry.model_copy(update={"id": entry.row_id(row.written)})
    return problems, entry if not row.bad else None


_A: Final = {kind: f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}" for kind in KINDS}


def _astray(data: Mapping[str, Any], known: Collection[str] | None) -> list[Problem]:
    named = [(key, data[key]) for key in ("situation", "harder", "easier") if isinstance(data.get(key), str)]
    return [
        Problem((key,), "the id of a step of this plan", quoted(value), did_you_mean(value, known))
        for key, value in named
        if known is not None and value not in known
    ]


def _too_late(data: Mapping[str, Any], until: datetime | None) -> list[Problem]:
    try:
        at = moment(data.get("at"))
    except ValueError:  # the record says what is wrong with it
        return []
    problem = None if until is None else too_late(at, until)
    return [] if problem is None else [problem]


class _Lines:
    """Reads lines of JSON; what cannot be read is noted and passed over."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []

    def rows(self, text: str) -> Iterator[Row]:
        for number, line in enumerate(text.split("\n"), 1):
            try:
                data = json_text.parse(line, self.name) if line.strip() else None
            except InvalidCourseError as error:
                self.problems += [replace(problem, line=number) for problem in error.problems]
                continue
            if isinstance(data, dict):
                yield Row(data, (), partial(_in_line, number, line))
            elif line.strip():
                self.problems.append(Problem((), "an entry in { }", described(data), "", number, 1, self.name))


def _in_line(number: int, line: str, path: Sequence[str | int]) -> tuple[int, int | None]:
    return number, json_text.place(line, path)[1]


class Table:
    """Reads a CSV text; what is wrong with its cells is noted, and the rows say the rest."""

    def __init__(self, name: str, scale: Scale, local: Callable[[datetime], datetime] | None) -> None:
        self.name: str = name
        self.scale: Scale = scale
        self.local: Callable[[datetime], datetime] | None = local
        self.problems: list[Problem] = []

    def rows(self, text: str) -> Iterator[Row]:
        found = cells.rows_of(text, self.name)[1]
        if not found or not any(cells.unguarded(title.strip()).lower() == "at" for title in found[0][1]):
            line, got = (found[0][0], "another text") if found else (1, "none")
            raise cells.stopped_at(line, self.name, "a line that names the columns, 'at' among them", got, _ROWS)
        (head, titles), *rows = found
        names: list[str] = []
        for column, title in enumerate(titles, 1):
            names.append(self._named(cells.unguarded(title.strip()), names, (head, column)))
        for line, row in rows:
            misfit = cells.misfit(line, row, len(names), self.name)
            if misfit:
                self.problems.append(misfit)
            else:
                columns = {name: column for column, name in enumerate(names, 1) if name}
                yield self.row(line, dict(zip(names, row, strict=False)), columns)

    def _named(self, title: str, before: Sequence[str], at: tuple[int, int]) -> str:
        """Return which column a title stands for; nothing for one that is unknown or there already."""
        name = title if title.startswith(MEASURE) and title != MEASURE else title.lower()
        if name in before:
            self._wrong(at, "column", "each column once", f"{quoted(name)} a second time", "Keep one.")
        elif name not in NAMED and not name.startswith(MEASURE):
            # without a near match this may be a table without a line of names, and the cell somebody's own words
            near = did_you_mean(name, NAMED)
            got = quoted(title, near) if near else "another text"
            self._wrong(at, "column", "the name of a column", got, near or _ROWS)
        else:
            return name
        return ""

    def row(self, line: int, said: Mapping[str, str], columns: Mapping[str, int]) -> Row:
        """Return what a line says, by the names of its columns and where these stand."""
        texts = {name: cell.strip() for name, cell in said.items() if name and cell.strip()}
        data: dict[str, Any] = {}
        bad: list[str] = []
        scale, named = self.scale, texts.pop("scale", self.scale.value).replace("–", "-")
        if named in SCALES:
            scale = Scale(named)
        else:
            bad.append("scale")
            self._wrong((line, columns["scale"]), "scale", one_of(SCALES), "another text")
        for name, text in texts.items():
            channel = name.removeprefix(MEASURE)
            field, into = (name, data) if channel == name else ("measures", data.setdefault("measures", {}))
            try:
                into[channel] = self._read(column_of(name).holds, text, scale)
            except _UnreadableError as error:
                bad.append(field)
                self._wrong((line, columns[name]), name, str(error), described(cells.number_in(text)))

        def place(path: Sequence[str | int]) -> tuple[int, int | None]:
            name = f"{MEASURE}{path[1]}" if path[0] == "measures" and path[1:] else path[0]
            return line, columns.get(str(name))

        return Row(data, tuple(bad), place, scale, _without_zone(texts.get("at", "")) if self.local else "")

    def _read(self, holds: str, text: str, scale: Scale) -> Any:
        """Return what a cell says; words, numbers and times are judged by the record."""
        match holds:
            case "distress":
                return _distress(text, scale)
            case "number":
                return cells.number_in(text)
            case "series":
                pairs = [part.partition(":")[::2] for part in text.split("|")]
                return [(cells.number_in(minute.strip()), _distress(level.strip(), scale)) for minute, level in pairs]
            case "yes/no" if text.lower() in cells.MARKS:
                return cells.MARKS[text.lower()]
            case "yes/no":
                raise _UnreadableError("yes or no")
            case "time":
                return self._moment(text)
            case "texts":
                parts = re.findall(r"(?:\\[\\|]|[^|])+", cells.unguarded(text))
                return [re.sub(r"\\([\\|])", r"\1", part) for part in parts if part.strip()]
            case "choice":
                return text.lower()
        return cells.unguarded(text)

    def _moment(self, text: str) -> datetime | str:
        try:
            at = datetime.fromisoformat(text) if is_iso(text) else None
            return self.local(at) if self.local and at is not None and at.tzinfo is None else at or text
        except (ValueError, OverflowError, OSError):
            return text

    def _wrong(self, at: tuple[int, int], name: str, expected: str, got: str, hint: str = "") -> None:
        self.problems.append(Problem((name,), expected, got, hint, *at, self.name))


def _without_zone(text: str) -> str:
    """Return a time that names no zone, in one spelling; nothing for any other text."""
    try:
        at = datetime.fromisoformat(text) if is_iso(text) else None
    except ValueError:
        return ""
    return at.isoformat() if at is not None and at.tzinfo is None else ""


class _UnreadableError(ValueError):
    """A cell that cannot be read; the text says what is expected."""


def _distress(text: str, scale: Scale) -> float:
    value = cells.number_in(text)
    if isinstance(value, str) or not 0 <= value <= scale.top:
        raise _UnreadableError(f"a number from 0 to {scale.top:g}")
    return value if scale is Scale.SUDS else scale.suds(value)
