"""A rhythm of practices, rests and later repeats as an iCalendar text (RFC 5545), for any calendar program.

Times are those of a clock on the wall wherever the person is, so that no change of the clock moves them. Calendars are
often shared and copied to other machines: nothing in the text says what is practised, unless a title is given.

This room must never ask for more than it is told, and never look at a ladder: a calendar is an offer to oneself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from exposure_ladder.errors import InvalidCourseError, Problem
from exposure_ladder.records._moments import time_at
from exposure_ladder.text import ENGLISH, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Rhythm", "write_calendar"]


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When to practise, to rest, and to try again later. All defaults are assumptions of this project.

    Attributes
    ----------
    first : datetime.datetime
        The first practice, as a clock on the wall shows it, without an offset.
    every : int
        Days from one practice to the next, 1–60; the days between are rests. Practising daily is the custom of
        self-help programmes (Anxiety Canada).
    times : int
        How many practices, 1–366.
    minutes : int
        How long one is, 1–1440.
    again : tuple of int
        Days after the last practice on which to try an old step again, rising.

    Raises
    ------
    InvalidCourseError
        With everything that does not fit.

    Examples
    --------
    >>> from datetime import datetime
    >>> rhythm = Rhythm(first=datetime(2026, 1, 5, 18), every=2, times=3, again=(7,))
    >>> [at.day for at in rhythm.practices], [day.day for day in rhythm.rests], rhythm.repeats[0].day
    ([5, 7, 9], [6, 8], 16)
    """

    first: datetime
    every: int = 1
    times: int = 7
    minutes: int = 30
    again: tuple[int, ...] = (7, 30, 91)

    def __post_init__(self) -> None:
        spans = (("every", 60), ("times", 366), ("minutes", 1440))
        problems = [
            Problem((name,), f"a whole number from 1 to {most}", str(getattr(self, name)))
            for name, most in spans
            if not 1 <= getattr(self, name) <= most
        ]
        if self.first.tzinfo is not None:
            problems.append(Problem(("first",), "a time without an offset", "a time with one"))
        if any(a >= b for a, b in zip((0, *self.again), self.again, strict=False)):
            problems.append(Problem(("again",), "rising numbers of days", "others"))
        if problems:
            raise InvalidCourseError(problems)

    @property
    def practices(self) -> tuple[datetime, ...]:
        """All practices."""
        return tuple(self.first + timedelta(days=self.every * at) for at in range(self.times))

    @property
    def rests(self) -> tuple[date, ...]:
        """All days between two practices."""
        between = (at.date() + timedelta(days=day) for at in self.practices[:-1] for day in range(1, self.every))
        return tuple(between)

    @property
    def repeats(self) -> tuple[datetime, ...]:
        """When an old step is tried again."""
        return tuple(self.practices[-1] + timedelta(days=days) for days in self.again)


def write_calendar(
    rhythm: Rhythm, *, at: datetime, title: str | None = None, words: Mapping[str, str] = ENGLISH
) -> str:
    """Return the rhythm as an iCalendar text.

    Parameters
    ----------
    rhythm : Rhythm
        What is planned.
    at : datetime.datetime
        Now, with its UTC offset: when the text was made.
    title : str, optional
        What is practised. Without it the calendar only says that it is time for a step.
    words : mapping of str to str
        The table of sentences.

    Returns
    -------
    str
        Of RFC 5545, with lines as long as it allows and the ends of lines it asks for.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> rhythm = Rhythm(first=datetime(2026, 1, 5, 18), times=2, again=())
    >>> text = write_calendar(rhythm, at=datetime(2026, 1, 4, tzinfo=UTC))
    >>> [line for line in text.splitlines() if line[:6] in ("DTSTAR", "RRULE:", "SUMMAR")]
    ['DTSTART:20260105T180000', 'RRULE:FREQ=DAILY;INTERVAL=1;COUNT=2', 'SUMMARY:Time for a step']
    """
    at = time_at(at)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//exposure_ladder//EN", "CALSCALE:GREGORIAN"]
    length = timedelta(minutes=rhythm.minutes)
    timed = [("practice", rhythm.first, rhythm.times), *(("again", day, 1) for day in rhythm.repeats)]
    for kind, start, count in timed:
        rule = [f"RRULE:FREQ=DAILY;INTERVAL={rhythm.every};COUNT={count}"] if count > 1 else []
        when = [f"DTSTART:{start:%Y%m%dT%H%M%S}", f"DTEND:{start + length:%Y%m%dT%H%M%S}", *rule]
        named = words[f"time_{kind}"] if title is None else f"{words[f'time_{kind}']}: {plain(title)}"
        lines += _event(when, named, words["time_note"], at)
    if rhythm.rests:
        day, count = rhythm.rests[0], rhythm.times - 1
        rule = [f"RRULE:FREQ=DAILY;INTERVAL={rhythm.every};COUNT={count}"] if count > 1 else []
        end = day + timedelta(days=rhythm.every - 1)
        when = [f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"DTEND;VALUE=DATE:{end:%Y%m%d}", *rule, "TRANSP:TRANSPARENT"]
        lines += _event(when, words["time_rest"], words["time_note"], at)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(when: list[str], summary: str, note: str, at: datetime) -> list[str]:
    said = [*when, f"SUMMARY:{_escaped(summary)}", f"DESCRIPTION:{_escaped(note)}"]
    uid = sha256("\n".join(said).encode()).hexdigest()[:24]
    stamp = f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return ["BEGIN:VEVENT", f"UID:{uid}@exposure-ladder", stamp, *said, "CLASS:PRIVATE", "END:VEVENT"]


def _escaped(text: str) -> str:
    """Return a text as RFC 5545 writes it (3.3.11), in one line; what cannot be seen is left out."""
    text = re.sub(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", " ", text.replace("\r\n", "\n"))
    return re.sub(r"([\\;,])", r"\\\1", text).replace("\n", "\\n")


_LONGEST: Final = 75


def _folded(line: str) -> Iterator[str]:
    """Break a line after at most 75 octets (3.1), never inside a character."""
    part, size = "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _LONGEST:
            yield part
            part, size = " ", 1
        part, size = part + sign, size + octets
    yield part
