"""One week as a page: what was done, then what is still open. Nothing is missed, and nothing is counted in per cent.

Days come from `schedule` in the plan. A step of touch or sex is never put on a day by the tool.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from exposure_ladder.records import Exposure, Happened, Weekday
from exposure_ladder.text import Part, Sheet, plain
from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from datetime import date, datetime

    from exposure_ladder.records import Course

__all__ = ["Week", "week_of", "week_sheet"]

_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Week(Summary):
    """The week of one moment, from Monday to Sunday.

    Attributes
    ----------
    first : datetime.date
        Its Monday, in the offset of the moment.
    done : tuple of (datetime.date, str)
        Day and id of the step of each practice so far; what was refused or avoided is no practice and is not shown.
    days : tuple of datetime.date
        Days from today on that the plan keeps for it and that have none yet.
    times : int
        Practices still open, where the plan says how many a week instead of on which days.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Course, SituationGraph
    >>> graph = SituationGraph(title="Dogs", situations=[{"id": "a", "title": "A"}], schedule=["mon", "wed", "fri"])
    >>> week = week_of(Course(graph=graph), at=datetime(2026, 1, 6, tzinfo=UTC))
    >>> [day.day for day in week.days]
    [7, 9]
    """

    first: date
    done: tuple[tuple[date, str], ...]
    days: tuple[date, ...]
    times: int


def week_of(course: Course, *, at: datetime) -> Week:
    """Return what was done in the week of a moment, and what is still open.

    Parameters
    ----------
    course : Course
        Plan and log.
    at : datetime.datetime
        The moment, with its UTC offset; later entries are not read.

    Returns
    -------
    Week
        Without a schedule nothing is open.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import template
    >>> week_of(template("dogs"), at=datetime(2026, 1, 6, tzinfo=UTC)).first
    datetime.date(2026, 1, 5)
    """
    today = at.date()
    first = today - timedelta(days=today.weekday())
    log = (entry for entry in course.log if isinstance(entry, Exposure) and entry.at <= at)
    practised = [(e.at.astimezone(at.tzinfo).date(), e.situation) for e in log if e.happened is Happened.PRACTISED]
    done = tuple((day, step) for day, step in practised if day >= first)
    schedule = course.graph.schedule or ()
    if isinstance(schedule, int):
        return Week(first, done, (), max(schedule - len(done), 0))
    kept = [first + timedelta(days=list(Weekday).index(day)) for day in schedule]
    busy = {day for day, _ in done}
    return Week(first, done, tuple(day for day in kept if day >= today and day not in busy), 0)


def week_sheet(week: Week, course: Course, *, steps: bool = True) -> Sheet:
    """Lay a week out: done, then still open.

    Parameters
    ----------
    week : Week
        From :func:`week_of`.
    course : Course
        For the titles of its steps.
    steps : bool
        Whether steps are named, or only days.
    """
    titles = {situation.id: plain(situation.title) for situation in course.graph.situations}
    done = [f"{_day(day)}  {titles.get(step, step)}" if steps else _day(day) for day, step in week.done]
    parts = [Part("Done", tuple(done) or ("Nothing yet this week, and that is all right.",), 10)]
    if week.days:
        parts.append(Part("Still open", (", ".join(map(_day, week.days)),), 10))
    if week.times:
        again = "once more" if week.times == 1 else f"{week.times} times more"
        parts.append(Part("Still open", (f"{again}, whenever it fits",), 10))
    if course.graph.schedule is None:
        hint = "To keep days for it, write into the plan, for instance:  schedule: [mon, wed, fri]"
        return Sheet((f"The week from {_day(week.first)} on", "", *parts), foot=(hint,))
    return Sheet((f"The week from {_day(week.first)} on", "", *parts))


def _day(day: date) -> str:
    return f"{_DAYS[day.weekday()]} {day.isoformat()}"
