"""How a plan is practised: on which days, with ratings in between or not, and who can read along at this computer."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator

from exposure_ladder.records import _checks as check
from exposure_ladder.records._checks import Record


class Weekday(StrEnum):
    """A day of the week, by its first three letters."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class Computer(StrEnum):
    """Who can open this computer: the person alone, others too, or nobody knows; what is not said counts as unsure."""

    MINE = "mine"
    SHARED = "shared"
    UNSURE = "unsure"


class Ratings(Record):
    """Whether distress is rated while a practice goes on; without it nothing is asked then, as counting can disturb.

    Never for steps of touch and sex, whatever it says: there it would turn attention away from the person.

    Parameters
    ----------
    every : float
        Minutes from one rating to the next, 1–60.

    Raises
    ------
    InvalidCourseError
        With every problem of the record.

    Examples
    --------
    >>> Ratings(every=5).every
    5.0
    """

    every: Annotated[float, BeforeValidator(check.number(1, 60))]


def _schedule(value: Any) -> Any:
    """Let a whole number stand for so many times a week; days are kept in the order of the week."""
    if isinstance(value, int) and not isinstance(value, bool):
        return check.whole(1, 14)(value)
    days = [check.choice(Weekday)(day.lower()[:3] if isinstance(day, str) else day) for day in check.listed(value)]
    return tuple(day for day in Weekday if day in days)


Schedule = Annotated[int | tuple[Weekday, ...], BeforeValidator(_schedule)]
"""Days of the week, or how many times in one (1–14)."""
