"""Moments: a time with its offset is turned into the same instant with a fixed offset, once, where it is read.

Nothing is compared by wall clock afterwards: two times of one time zone are compared by Python as clocks show them,
which is wrong in the nights in which clocks change. Records and every public ``at=`` go through here.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

from pydantic_core import PydanticCustomError

from exposure_ladder.errors import InvalidCourseError, Problem
from exposure_ladder.records._checks import described, problem

EARLIEST: Final = 1900
LATEST: Final = 2999
"""First and last year of a moment (engineering limits: all arithmetic with days stays inside what Python can hold)."""
WIDEST: Final = timedelta(hours=18)
"""Widest offset from UTC, as ISO 8601 libraries have it; real ones lie between -12 and +14 hours."""
CLOCK_SKEW: Final = timedelta(minutes=10)
"""How far clocks of two devices may disagree (convention of this project): what lies ahead by less counts as now."""

_ISO: Final = re.compile(
    r"\d{4}-?\d\d-?\d\d[T ]\d\d:?\d\d(?::?\d\d(?:[.,]\d+)?)?\s*(?:Z|[+-]\d\d(?::?\d\d(?::?\d\d(?:\.\d+)?)?)?)?",
    re.IGNORECASE,
)
_MOMENT: Final = "a time with its offset, like 2026-03-09T20:10+01:00"
_YEARS: Final = f"a time in the years {EARLIEST} to {LATEST}"
_OFFSET: Final = f"an offset of at most {WIDEST.total_seconds() / 3600:g} hours"


def moment(value: Any) -> datetime:
    """Check a time with its UTC offset, as a datetime or in ISO 8601; a bare number or year is not one."""
    at = _with_offset(value)
    if not EARLIEST <= at.year <= LATEST:
        raise problem(_YEARS, f"the year {at.year}")
    return _fixed(at)


def end(value: Any) -> datetime | None:
    """Check a time at which something ends, if there is one; "for ever" is cut to the last year there is."""
    if value is None:
        return None
    at = _with_offset(value)
    if at.year > LATEST:
        return datetime(LATEST, 12, 31, 23, 59, tzinfo=UTC)
    return moment(at)


def time_at(value: Any, name: str = "at") -> datetime:
    """Return the moment that a caller asks about.

    Raises
    ------
    InvalidCourseError
        If it has no UTC offset, or lies outside of the years that are understood.
    """
    try:
        return moment(value)
    except PydanticCustomError as error:
        context = error.context or {}
        got = context.get("got") or described(value)
        raise InvalidCourseError([Problem((name,), context["expected"], got)]) from None


def is_iso(text: str) -> bool:
    """Tell whether a text is a day with a time in ISO 8601."""
    return _ISO.fullmatch(text) is not None


def utc_second(at: datetime) -> str:
    """Return an instant to the second, the same for every offset it may be written in."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def too_late(at: datetime, now: datetime) -> Problem | None:
    """Return what is wrong with the time of an entry that lies in the future, by more than clocks may disagree."""
    if at <= now + CLOCK_SKEW:
        return None
    hint = "The future cannot be logged; check day, time and offset."
    return Problem(("at",), f"a time up to {now.isoformat()}", f"{at.isoformat()}, in the future", hint)


def _with_offset(value: Any) -> datetime:
    if isinstance(value, str) and _ISO.fullmatch(value):  # Python itself takes 13.30 for 13 o'clock
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise problem(_MOMENT) from None
    if not isinstance(value, datetime) or value.utcoffset() is None:
        raise problem(_MOMENT, "a time without its offset" if isinstance(value, datetime) else None)
    return value


def _fixed(at: datetime) -> datetime:
    """Return the instant with an offset of whole minutes, as ISO 8601 writes it; the zone it came from is forgotten."""
    offset = at.utcoffset() or timedelta(0)
    if abs(offset) > WIDEST:
        raise problem(_OFFSET, f"an offset of {offset.total_seconds() / 3600:.3g} hours")
    if isinstance(at.tzinfo, timezone) and not offset % timedelta(minutes=1):
        return at
    minutes = round(offset / timedelta(minutes=1))
    return at.astimezone(UTC if not minutes else timezone(timedelta(minutes=minutes)))
