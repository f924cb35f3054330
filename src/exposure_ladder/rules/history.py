"""What happened, as the kernel reads it: every practice of one person as a row of numbers, folded once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from exposure_ladder.records import Exposure, Happened, Kind, Mode, Occurred, Stopped
from exposure_ladder.records.habits import Habit, habit
from exposure_ladder.rules import kernel
from exposure_ladder.rules.company import is_professional
from exposure_ladder.rules.conditions import lowered
from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from exposure_ladder.records import Course, Rating, Situation
    from exposure_ladder.records.rule import Rule

__all__ = ["History", "count_very_high", "history_of", "last_lasted", "practised"]

HALF: Final = 0.5
"""Share of an exercise below which it is practice but cannot be enough (assumption of this project)."""
HOURS_LATER: Final = 120.0
"""Minutes after its end at which distress counts as lasting (assumption)."""
NEW_DAY: Final = timedelta(hours=8)
"""The least between the beginnings of two practice days, so that midnight makes no day of two (assumption)."""
RARE_AFTER: Final = 21
"""Days between practices of a step beyond which it counts as rarely possible (assumption)."""
SITTING: Final = timedelta(minutes=90)
"""Practices of one step within this of each other are one sitting (assumption)."""
_CAME: Final = {Occurred.NO: 0.0, Occurred.PARTLY: 50.0, Occurred.UNCLEAR: 50.0, Occurred.YES: 100.0}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class History(Summary):
    """The practices of one person up to a moment, on one ladder and under one rule.

    Attributes
    ----------
    rule : Rule
        By which steps count as enough.
    ids : tuple of str
        The steps, in the order of the ladder.
    entries : tuple of Exposure
        What was practised, oldest first.
    log : kernel.Log
        The same as numbers.
    stand : kernel.Stand
        Where each step stands.
    since : tuple of int
        For each step the practice at which it became enough; −1: not yet.
    tender : tuple of bool
        Steps of touch, sex and trauma gone through again.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, template
    >>> from exposure_ladder.rules.catalogue import DEFAULT
    >>> days = [datetime(2026, 1, day, tzinfo=UTC) for day in (5, 6)]
    >>> course = template("dogs").add(*(Exposure(situation="photo", at=day, peak=20) for day in days))
    >>> history_of(course, rule=DEFAULT, at=days[-1], ids=("photo", "video"), written=(20.0, 30.0)).done
    ('photo',)
    """

    rule: Rule
    ids: tuple[str, ...]
    entries: tuple[Exposure, ...]
    log: kernel.Log
    stand: kernel.Stand
    since: tuple[int, ...]
    tender: tuple[bool, ...]

    def _made_from(self) -> tuple[str, ...]:
        return ("rule", "ids", "entries")

    @property
    def done(self) -> tuple[str, ...]:
        """Ids of the steps that are enough to go on from, also those where fear came back since."""
        return tuple(name for name, flag in zip(self.ids, self.stand.done, strict=True) if flag)

    def of(self, step: int) -> tuple[Exposure, ...]:
        """Return the practices of a step, oldest first; `step` is its place in `ids`."""
        return tuple(entry for entry in self.entries if entry.situation == self.ids[step])


def practised(course: Course, at: datetime) -> list[Exposure]:
    """Return the exposures that took place up to a moment, oldest first."""
    log = (entry for entry in course.log if isinstance(entry, Exposure))
    return [entry for entry in log if entry.happened is Happened.PRACTISED and entry.at <= at]


def count_very_high(course: Course, *, at: datetime) -> int:
    """Return how many of the last rated practices came to the cap in any of their numbers, `RECENT` at most."""
    levels = [entry.highest for entry in practised(course, at) if entry.highest is not None]
    return sum(level >= course.settings.cap for level in levels[-kernel.RECENT :])


def last_lasted(course: Course, *, at: datetime) -> bool:
    """Return whether distress was still high hours after the last practice."""
    done = practised(course, at)
    return bool(done) and _lasted(done[-1], course.settings.lasting)


def history_of(
    course: Course,
    *,
    rule: Rule,
    at: datetime,
    ids: Sequence[str],
    written: Sequence[float],
    themes: Sequence[int] | None = None,
    again: Sequence[Rating] = (),
) -> History:
    """Return the practices of one person as numbers, and where every step stands under a rule.

    Parameters
    ----------
    course : Course
        With a log.
    rule : Rule
        By which steps count as enough.
    at : datetime.datetime
        Later entries are not read.
    ids : sequence of str
        The steps, in the order of the ladder; practice of others is kept and belongs to no step.
    written : sequence of float
        What the plan says of each step, SUDS.
    themes : sequence of int, optional
        A number for the theme of each step; one theme without it.
    again : sequence of Rating
        What was said of steps since without practice, oldest first; a practice is judged by what was said before it.

    Returns
    -------
    History
        Linear in the log.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, template
    >>> from exposure_ladder.rules.catalogue import DEFAULT
    >>> day = datetime(2026, 1, 5, 18, tzinfo=UTC)
    >>> course = template("dogs").add(Exposure(situation="photo", at=day, peak=30))
    >>> past = history_of(course, rule=DEFAULT, at=day, ids=("photo", "video"), written=(20.0, 30.0))
    >>> len(past.of(0)), len(past.of(1))
    (1, 0)
    """
    plain, columns = lowered(rule)
    place = {name: i for i, name in enumerate(ids)}
    situations = {situation.id: situation for situation in course.graph.situations}
    tender = [name in situations and is_tender(situations[name]) for name in ids]  # a bridge is in no plan yet
    n = len(ids)
    then, later = list(written), [rating for rating in again if rating.situation in place]
    steps = kernel.Steps(then, then, [True] * n, tender, [False] * n, list(themes) if themes else [0] * n, [], [])
    entries = practised(course, at)
    cells: list[float] = []
    last, since = [-1] * n, [-1] * n
    stand = kernel.Stand([False] * n, [False] * n, [0.0] * n)
    days: dict[str, tuple[int, Exposure]] = {}
    sittings: dict[str, datetime] = {}
    for i, entry in enumerate(entries):
        while later and later[0].at <= entry.at:
            rating = later.pop(0)
            then[place[rating.situation]] = float(rating.distress)
        step = place.get(entry.situation, kernel.NOBODY)
        situation = situations.get(entry.situation)
        turn = _turn(days, entry)
        told = _told(entry, situation, course.settings.lasting)
        told["turn"], told["step"] = float(turn), float(step)
        told["before"] = float(last[step]) if step >= 0 else -1.0
        told["sitting"] = float(_begins_sitting(entry, situation, sittings))
        marks = int(told["marks"])
        if step >= 0 and last[step] >= 0 and entry.at.toordinal() - _day(cells, len(columns), last[step]) > RARE_AFTER:
            marks |= kernel.RARE
        told["marks"] = float(marks)
        cells.extend(told.get(name, _unsaid(name, entry)) for name in columns)
        if step >= 0:
            if _undone(entry, stand.done[step]):
                stand.done[step], stand.fell_back[step], since[step] = False, False, -1
                cells[i * len(columns) + kernel.BEFORE] = -1.0
            last[step] = i
            known = list(stand.done)
            kernel.note(plain, kernel.Log(len(columns), cells, last, i + 1), steps, stand, step)
            for j, was in enumerate(known):
                if stand.done[j] and not was:
                    since[j] = i
    log = kernel.Log(len(columns), cells, last, len(entries))
    return History(rule, tuple(ids), tuple(entries), log, stand, tuple(since), tuple(tender))


def is_tender(situation: Situation) -> bool:
    """Return whether bearing a step says nothing good of it: touch, sex, trauma gone through again."""
    return situation.kind is not None and situation.kind is not Kind.EMOTIONAL


def is_led(entry: Exposure) -> bool:
    """Return whether a professional was there."""
    if entry.helper:
        return is_professional(entry.helper)
    return any(is_professional(word) for word in entry.context)


def level_of(entry: Exposure) -> float | None:
    """Return the height of a practice for what is enough: its peak, its timed ratings, or both start and end."""
    if entry.peak is not None:
        return entry.peak
    if entry.series:
        return max(level for _, level in entry.series)
    if entry.start is not None and entry.end is not None:
        return max(entry.start, entry.end)
    return None


def _day(cells: Sequence[float], width: int, i: int) -> float:
    return cells[i * width + kernel.DAY]


def _turn(days: dict[str, tuple[int, Exposure]], entry: Exposure) -> int:
    """Return the running number of a step's practice day; a new day begins on another date, and hours later."""
    turn, began = days.get(entry.situation, (0, None))
    if began is None or (entry.at.date() != began.at.date() and entry.at - began.at >= NEW_DAY):
        days[entry.situation] = turn + 1, entry
        return turn + 1
    return turn


def _begins_sitting(entry: Exposure, situation: Situation | None, sittings: dict[str, datetime]) -> bool:
    """Return whether a practice is one of those that the limits per day and week count."""
    earlier = sittings.get(entry.situation)
    sittings[entry.situation] = entry.at
    goes_on = earlier is not None and entry.at - earlier <= SITTING
    return not (goes_on or is_led(entry) or _is_body(situation))


def _is_body(situation: Situation | None) -> bool:
    return situation is not None and situation.mode is Mode.INTEROCEPTIVE


def _undone(entry: Exposure, was_done: bool) -> bool:
    """Return whether a practice takes back what was enough: it was not wanted, or real harm came."""
    return was_done and entry.wanted is not None and entry.wanted.value == "no"


def _told(entry: Exposure, situation: Situation | None, lasting: float) -> dict[str, float]:
    """Return what a practice says, by column; what is not here was not said."""
    habits = {habit(word) for word in entry.safety}
    level = level_of(entry)
    end = entry.end if entry.end is not None or not entry.series else entry.series[-1][1]
    marks = (kernel.LED if is_led(entry) else 0) | (kernel.BODY if _is_body(situation) else 0)
    said: dict[str, float | None] = {
        "day": float(entry.at.toordinal()),
        "left_early": float(entry.stopped is Stopped.EARLY),
        "void": float(entry.share < HALF or any(each.undoes for each in habits)),
        "level": entry.highest,
        "end": end,
        "marks": float(marks),
        "later": float(_lasted(entry, lasting)),
        "peak": level,
        "start": entry.start,
        "minutes": entry.minutes,
        "above_expected": None if level is None or entry.expected is None else level - entry.expected,
        "expectancy": entry.expectancy_after,
        "expectancy_before": entry.expectancy_before,
        "feared_outcome": None if entry.occurred is None else _CAME[entry.occurred],
        "aided": float(any(each is not Habit.PROTECTION for each in habits)),
        "unwanted": float(entry.wanted is None or entry.wanted.value != "yes"),
    }
    return {**entry.measures, **{name: value for name, value in said.items() if value is not None}}


def _lasted(entry: Exposure, limit: float) -> bool:
    """Return whether a timed rating long after the practice is still high."""
    return any(at >= (entry.minutes or 0.0) + HOURS_LATER and level >= limit for at, level in entry.series)


def _unsaid(name: str, entry: Exposure) -> float:
    """Return what stands in a column where nothing was said of it."""
    if name.startswith("without "):
        named = name.removeprefix("without ").casefold()
        return float(any(named in word.casefold() for word in entry.safety))
    return math.nan
