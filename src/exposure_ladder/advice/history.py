"""What a rule may see of one person: the log as a view of one client, and whether the last distress lasted."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from exposure_ladder.records import Exposure, Happened, Rating, Stopped
from exposure_ladder.rules import RECENT, Measure, View
from exposure_ladder.rules.screens import within_cap

if TYPE_CHECKING:
    from datetime import datetime

    from exposure_ladder.ladder import Ladder
    from exposure_ladder.records import Course, Settings

__all__ = ["count_very_high", "last_lasted", "practised", "refusals", "view_of"]

HOURS_LATER: Final = 120.0
"""Minutes after its end at which distress counts as lasting (assumption)."""

HALF: Final = 0.5
"""Share of an exercise below which calm says nothing about the whole of it (assumption of this project)."""


def view_of(ladder: Ladder) -> View:
    """Return what rules may see of one person: a view with a single client.

    Parameters
    ----------
    ladder : Ladder
        With the belief, the log and the moment it was built from.

    Returns
    -------
    View
        In the order of the ladder's rungs; what was not given is nan.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, build_ladder, infer, template
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> course = template("dogs").add(Exposure(situation="photo", at=at, peak=40, end=15))
    >>> view = view_of(build_ladder(infer(course, at=at)))
    >>> float(view.recent[Measure.PEAK][0, view.current[0], 0]), int(view.today[0])
    (40.0, 1)
    """
    settings, at = ladder.belief.course.settings, ladder.belief.at
    place = {rung.id: i for i, rung in enumerate(ladder.rungs)}
    done = practised(ladder.belief.course, at)
    on_it = [entry for entry in done if entry.situation in place]
    of_rung: dict[int, list[Exposure]] = defaultdict(list)
    for entry in reversed(on_it):
        of_rung[place[entry.situation]].append(entry)
    recent = {measure: np.full((1, len(place), RECENT), np.nan) for measure in Measure}
    for rung, entries in of_rung.items():
        for i, entry in enumerate(entries[:RECENT]):
            for measure, value in _measures(entry).items():
                recent[measure][0, rung, i] = np.nan if value is None else value
            if entry.share < HALF and (entry.peak or 0.0) < settings.cap:
                recent[Measure.PEAK][0, rung, i] = np.nan
    # what was last said of each without practising it
    said = {e.situation: e.distress for e in ladder.belief.course.log if isinstance(e, Rating) and e.at <= at}
    order = np.array([ladder.belief.geometry.index(rung.id) for rung in ladder.rungs], dtype=np.intp)
    # steps are compared as on the ladder, by an ordinary day; the cap reads this day
    expected = np.array([[rung.expected for rung in ladder.rungs]])
    today = np.clip(ladder.belief.mean[order], 0.0, 100.0)[None, :]
    sd = ladder.belief.tail_sd(1.0 - settings.cap_chance)[order][None, :]
    days = [at.astimezone(entry.at.tzinfo).toordinal() - entry.at.toordinal() for entry in done]
    return View(
        expected=expected,
        sd=sd,
        written=np.array([[said.get(ladder.belief.ids[i], ladder.belief.geometry.distress[i]) for i in order]]),
        allowed=within_cap(today, sd, settings),
        recent=recent,
        current=np.array([place[on_it[-1].situation] if on_it else -1]),
        days_since=np.array([float(at.astimezone(on_it[-1].at.tzinfo).toordinal() - on_it[-1].at.toordinal())])
        if on_it
        else np.array([np.nan]),
        today=np.array([sum(day == 0 for day in days)]),
        week=np.array([sum(day < 7 for day in days)]),
        very_high=np.array([count_very_high(ladder.belief.course, at=at)]),
        held=np.array([bool(done) and _hard_to_bear(done[-1], settings)]),
        rested=np.array([not done or at - done[-1].at >= timedelta(minutes=settings.rest_minutes)]),
    )


def count_very_high(course: Course, *, at: datetime) -> int:
    """Return how many of the last rated exposures, `RECENT` at most, came to the cap in any of their numbers."""
    levels = [entry.highest for entry in practised(course, at) if entry.highest is not None]
    return sum(level >= course.settings.cap for level in levels[-RECENT:])


def refusals(ladder: Ladder) -> int:
    """Return how often something was refused or avoided since the last practice."""
    log = [e for e in ladder.belief.course.log if isinstance(e, Exposure) and e.at <= ladder.belief.at]
    return next((i for i, e in enumerate(reversed(log)) if e.happened is Happened.PRACTISED), len(log))


def _measures(entry: Exposure) -> dict[Measure, float | None]:
    above = None if entry.peak is None or entry.expected is None else entry.peak - entry.expected
    return {
        Measure.PEAK: entry.peak,
        Measure.START: entry.start,
        Measure.END: entry.end,
        Measure.MINUTES: entry.minutes,
        Measure.ESCAPED: float(entry.stopped is Stopped.EARLY),
        Measure.NUMBNESS: entry.measures.get("numbness"),
        Measure.TOLERANCE: entry.measures.get("tolerance"),
        Measure.EXPECTANCY_BEFORE: entry.expectancy_before,
        Measure.EXPECTANCY_AFTER: entry.expectancy_after,
        Measure.ABOVE_PLAN: above,
        Measure.DAY: float(entry.at.toordinal()),
    }


def _lasted(entry: Exposure, limit: float) -> bool:
    """Tell whether a timed rating long after the exposure is still high."""
    return any(at >= (entry.minutes or 0.0) + HOURS_LATER and level >= limit for at, level in entry.series)


def _hard_to_bear(entry: Exposure, settings: Settings) -> bool:
    very_high = (entry.highest or 0.0) >= settings.cap
    return very_high or entry.stopped is Stopped.EARLY or _lasted(entry, settings.lasting)


def last_lasted(ladder: Ladder) -> bool:
    """Return whether distress was still high hours after the last practice."""
    done = practised(ladder.belief.course, ladder.belief.at)
    return bool(done) and _lasted(done[-1], ladder.belief.course.settings.lasting)


def practised(course: Course, at: datetime) -> list[Exposure]:
    """Return the exposures that took place up to a moment, oldest first."""
    log = (entry for entry in course.log if isinstance(entry, Exposure))
    return [entry for entry in log if entry.happened is Happened.PRACTISED and entry.at <= at]
