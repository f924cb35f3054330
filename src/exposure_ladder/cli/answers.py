"""What people type → values: numbers on their scale, times, words. The same for options and for questions.

A reader takes a text and returns a value, or raises :class:`~exposure_ladder.cli.terminal.UnclearError` with what is
expected. Nothing is guessed and nothing is filled in.
"""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeVar

from exposure_ladder.cli.terminal import UnclearError
from exposure_ladder.errors import InvalidCourseError, Problem
from exposure_ladder.records import Stopped
from exposure_ladder.records._checks import quoted
from exposure_ladder.records._moments import CLOCK_SKEW, time_at
from exposure_ladder.storage.clock import FORMS, noon_of, time_of_day

if TYPE_CHECKING:
    from collections.abc import Callable

    from exposure_ladder.records import Scale

Value = TypeVar("Value")
Word = TypeVar("Word", bound=StrEnum)

EARLIEST: Final = 1900
NOTHING: Final = ("", "none")


def number(low: float, high: float, why: str = "") -> Callable[[str], float]:
    """Return a reader of numbers; a decimal comma will do."""
    expected = f"a number from {low:g} to {high:g}{why}"

    def read(text: str) -> float:
        try:
            value = float(text.replace(",", "."))
        except ValueError:
            raise UnclearError(expected) from None
        if not (math.isfinite(value) and low <= value <= high):
            raise UnclearError(expected)
        return value

    return read


def distress(scale: Scale, most: float | None = None) -> Callable[[str], float]:
    """Return a reader of distress on a person's scale that gives SUDS; `most` is the highest rating given, in SUDS."""
    if most is None:
        return lambda text: scale.suds(number(0, scale.top)(text))
    return lambda text: scale.suds(number(0, scale.shown(most), ", the highest of this practice")(text))


def share(text: str) -> float:
    """Read a part of a whole: 0-1, or a percentage with its sign, so that neither is taken for the other."""
    try:
        return number(0, 100)(text[:-1]) / 100 if text.endswith("%") else number(0, 1)(text)
    except UnclearError:
        raise UnclearError("a part from 0 to 1, or a percentage like 50%") from None


def series(scale: Scale) -> Callable[[str], tuple[tuple[float, float], ...]]:
    """Return a reader of ratings over time, in SUDS, like ``0:40 5:60``."""
    minute, level = number(0, 1440), distress(scale)

    def read(text: str) -> tuple[tuple[float, float], ...]:
        try:
            pairs = [part.split(":") for part in text.split()]
            return tuple((minute(at), level(felt)) for at, felt in pairs)
        except ValueError:
            raise UnclearError(f"minutes (0-1440) and distress (0-{scale.top:g}), like 0:4 5:6") from None

    return read


def optional(read: Callable[[str], Value]) -> Callable[[str], Value | None]:
    """Let nothing, or the word none, stand for a value that is not given."""
    return lambda text: None if text.lower() in NOTHING else read(text)


def several(text: str) -> tuple[str, ...]:
    """Read texts with commas between them."""
    return tuple(part.strip() for part in text.split(",") if part.strip().lower() not in NOTHING)


def stopped(text: str) -> Stopped:
    """Read how a practice ended."""
    known = {"": Stopped.NO, "n": Stopped.NO, "e": Stopped.EARLY, "a": Stopped.AGREED, "agreed": Stopped.AGREED}
    text = " ".join(text.lower().split())
    return known.get(text) or word(Stopped)(text)


def word(kind: type[Word]) -> Callable[[str], Word]:
    """Return a reader of one of the words of an enum."""

    def read(text: str) -> Word:
        try:
            return kind(text.lower())
        except ValueError:
            *most, last = [str(choice) for choice in kind]
            raise UnclearError(f"{', '.join(most)} or {last}") from None

    return read


def yes(text: str) -> bool:
    """Read yes or no; anything else is asked again."""
    if text.lower() not in ("yes", "y", "no", "n"):
        raise UnclearError("yes or no")
    return text.lower().startswith("y")


def moment(text: str, now: datetime) -> datetime:
    """Read a day and a time in any usual form; without an offset it is local time, and a bare day is its noon."""
    text = " ".join(text.split())
    found = _TYPED.fullmatch(text)
    passed = None if found is None or not found["clock"] else time_of_day(found["clock"])
    try:
        if found is None or bool(found["clock"]) != (passed is not None) or not (found["day"] or found["clock"]):
            raise ValueError
        day = _midnight(found["day"], found["offset"], now)
        at = noon_of(day, now.astimezone(day.tzinfo)) if passed is None else day + passed
        at = at if at.tzinfo else at.astimezone()
        if at.year < EARLIEST:
            raise ValueError
        return time_at(at)
    except (ValueError, OverflowError, OSError, InvalidCourseError):
        expected = f"a day and a time like 2026-03-09 20:10, a day, yesterday, or a time of today ({FORMS})"
        raise UnclearError(expected) from None


_TYPED: Final = re.compile(
    r"(?P<day>today|yesterday|\d{4}-\d\d-\d\d)?(?:(?:^|[T, ]+)(?P<clock>\d[\d:.,h]*\s*(?:[ap]\.?m\.?)?))?"
    r"\s*(?P<offset>Z|[+-]\d\d:?\d\d)?",
    re.IGNORECASE,
)
"""A day, a time, or both, perhaps with an offset."""


def _midnight(day: str | None, offset: str | None, now: datetime) -> datetime:
    """Return the beginning of a day that was written, in the offset that was given or as local time."""
    word = (day or "today").lower()
    if word in ("today", "yesterday"):
        at = now.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
        at -= timedelta(days=word == "yesterday")
    else:
        at = datetime.fromisoformat(word)  # a day alone
    return datetime.fromisoformat(f"{at.isoformat()}{offset.upper()}") if offset else at


def is_day(text: str | None) -> bool:
    """Tell whether what was typed names a day and no time."""
    found = _TYPED.fullmatch(" ".join((text or "").split()))
    return found is not None and bool(found["day"]) and not found["clock"]


def time_of(text: str | None, now: datetime) -> datetime:
    """Return the time that was given for --at, which may lie ahead; now, if none was."""
    return now if text is None else option("at", lambda given: moment(given, now), text)


def past(now: datetime) -> Callable[[str], datetime]:
    """Return a reader of times that have come; nothing given is now."""

    def read(text: str) -> datetime:
        at = moment(text, now) if text else now
        if at > now + CLOCK_SKEW:
            raise UnclearError(f"a time that has come; now it is {now:%Y-%m-%d %H:%M}")
        return at

    return read


def end_of(text: str, now: datetime, days: float) -> datetime:
    """Read the last day of something that lasts `days` at most, or the moment it ends; return when it has ended."""
    try:
        day = datetime.fromisoformat(text.strip())
        if len(text.strip()) <= len("2026-03-09"):
            day += timedelta(days=1)
        end = day if day.tzinfo else day.astimezone()
    except (ValueError, OverflowError, OSError):
        raise UnclearError("a day like 2026-04-01") from None
    if end <= now:
        raise UnclearError(f"a day that is not over on {now:%Y-%m-%d}")
    latest = now + timedelta(days=days)
    if end - timedelta(days=1) > latest:
        raise UnclearError(f"a day at most {days:g} days after {now:%Y-%m-%d}")
    return min(end, latest)


def option(name: str, read: Callable[[str], Value], text: str) -> Value:
    """Read what was given for an option.

    Raises
    ------
    InvalidCourseError
        With the name of the option, what is expected, and what came.
    """
    place = name if name.isupper() else f"--{name}"  # what stands without a name is called by its place in the usage
    try:
        return read(text.strip())
    except UnclearError as unclear:
        raise InvalidCourseError([Problem((place,), str(unclear), quoted(text))]) from None
