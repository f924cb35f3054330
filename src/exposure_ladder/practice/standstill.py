"""When a whole course does not help, that is said once: another approach may fit better, and somebody can look at it.

Every cut-off is a choice of this project; no study known to us has tested one.
"""

from __future__ import annotations

from datetime import timedelta
from statistics import fmean
from typing import TYPE_CHECKING, Final

from exposure_ladder.records import Exposure, Happened, Stopped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from exposure_ladder.records import Course

__all__ = ["STANDSTILL", "stands_still"]

STANDSTILL: Final = "This may need another approach. It is not your doing. Take the digest to somebody who helps."

WEEKS: Final = timedelta(weeks=6)
PRACTICES: Final = 15
RISING: Final = timedelta(weeks=2)
QUIET: Final = timedelta(weeks=4)
CHANGE: Final = 10.0
"""Points (SUDS, or per cent of likelihood) that count as a fall or a rise (assumption)."""
_ENOUGH: Final = 4
"""Rated practices in two weeks before they can be called rising everywhere (assumption)."""


def stands_still(course: Course, *, at: datetime) -> bool:
    """Return whether it is time to say that the course does not help: once, then not again for four weeks.

    Parameters
    ----------
    course : Course
        Plan and log.
    at : datetime.datetime
        The moment, with its UTC offset; later entries are not read.

    Returns
    -------
    bool
        True from the practice that shows it until the next one: six weeks or 15 practices on two steps or more without
        any fall of distress, likelihood, avoidance or habits, or two weeks in which every step rose.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import template
    >>> stands_still(template("dogs"), at=datetime(2026, 1, 5, tzinfo=UTC))
    False
    """
    log = [entry for entry in course.log if isinstance(entry, Exposure) and entry.at <= at]
    said: int | None = None
    for number, entry in enumerate(log):
        quiet = said is not None and entry.at - log[said].at < QUIET
        if not quiet and (_without_change(log[: number + 1]) or _rising(log[: number + 1])):
            said = number
    return said is not None and said == len(log) - 1 and at - log[said].at < QUIET


def _levels(log: Sequence[Exposure]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for entry in log:
        if entry.happened is Happened.PRACTISED and entry.highest is not None:
            found.setdefault(entry.situation, []).append(entry.highest)
    return found


def _without_change(log: Sequence[Exposure]) -> bool:
    done = [entry for entry in log if entry.happened is Happened.PRACTISED]
    long = len(done) >= PRACTICES or (len(done) >= _ENOUGH and done[-1].at - done[0].at >= WEEKS)
    repeated = {step: levels for step, levels in _levels(log).items() if len(levels) >= 2}
    if not long or len(repeated) < 2 or len({entry.situation for entry in done}) < 2:
        return False
    fell = any(fmean(levels[:2]) - fmean(levels[-2:]) >= CHANGE for levels in repeated.values())
    fell = fell or any(levels[0] - levels[-1] >= CHANGE for levels in repeated.values())
    return not (fell or _less_likely(done) or _less_in_the_second_half(log))


def _less_likely(done: Sequence[Exposure]) -> bool:
    said: dict[str, list[float]] = {}
    for entry in done:
        for value in (entry.expectancy_before, entry.expectancy_after):
            if value is not None:
                said.setdefault(entry.situation, []).append(value)
    return any(values[0] - values[-1] >= CHANGE for values in said.values())


def _less_in_the_second_half(log: Sequence[Exposure]) -> bool:
    """Tell whether less was refused, avoided or left early, or fewer habits were kept, in the later half."""
    middle = len(log) // 2
    halves = (log[:middle], log[middle:])
    left = [fmean([_left(entry) for entry in half]) for half in halves]
    habits = [fmean([len(entry.safety) for entry in half]) for half in halves]
    return left[1] < left[0] or habits[1] < habits[0]


def _left(entry: Exposure) -> bool:
    return entry.happened is not Happened.PRACTISED or entry.stopped is Stopped.EARLY


def _rising(log: Sequence[Exposure]) -> bool:
    recent = [entry for entry in log if log[-1].at - entry.at <= RISING]
    levels = _levels(recent)
    repeated = [values for values in levels.values() if len(values) >= 2]
    long = log[-1].at - recent[0].at >= RISING / 2
    enough = sum(map(len, levels.values())) >= _ENOUGH and len(repeated) >= 2
    return long and enough and all(values[-1] - values[0] >= CHANGE for values in repeated)
