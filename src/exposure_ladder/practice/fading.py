"""What a person leans on, step by step, and which one thing could be left out next: an offer, one at a time.

Leaving out and keeping did about equally well in trials (Meulders et al. 2016: .31 [−.04, .66]; Blakey et al. 2019),
so a habit that is kept takes nothing away. It only leaves the step without it untried. Only what is read in
`records.habits` as an aid, a ritual or reassurance is ever offered; the offer stops after two practices that kept it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING, Final

from exposure_ladder.records import Exposure, Happened, Occurred
from exposure_ladder.records.habits import Habit, habit
from exposure_ladder.text import Sheet, plain
from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from exposure_ladder.records import Course, Scale, Situation

__all__ = ["HabitUse", "habits_in", "to_leave_out"]

NOES: Final = 2
"""Practices that kept a habit after it was first noted, before leaving it out is no longer offered (assumption)."""
LEAST: Final = 2
"""Rated practices with a habit, and without it, before a difference is shown (assumption)."""
_REACH: Final = 1.645


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class HabitUse(Summary):
    """One safety behaviour in one person's log.

    Attributes
    ----------
    words : str
        As the person wrote it first.
    kind : Habit
        Which of the kinds it is.
    steps : tuple of (str, int, int)
        Id of a step, practices with it, practices in all; in the order of the file.
    difference, low, high : float or None
        Mean peak with it minus without it within the same step (SUDS), and the 90 % interval; None while there are
        fewer than two rated practices of a step on either side. Aids are taken on hard days, so it says nothing about
        what the habit does.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, template
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> course = template("dogs").add(Exposure(situation="park", at=at, peak=40, safety="my phone"))
    >>> use = habits_in(course, at=at)[0]
    >>> use.kind.value, use.steps, use.difference
    ('aid', (('park', 1, 1),), None)
    """

    words: str
    kind: Habit
    steps: tuple[tuple[str, int, int], ...]
    difference: float | None = None
    low: float | None = None
    high: float | None = None


def _same(words: str) -> str:
    return " ".join(words.casefold().split())


def _practices(course: Course, at: datetime) -> list[Exposure]:
    log = (entry for entry in course.log if isinstance(entry, Exposure) and entry.at <= at)
    return [entry for entry in log if entry.happened is Happened.PRACTISED]


def _has(entry: Exposure, words: str) -> bool:
    return _same(words) in map(_same, entry.safety)


def habits_in(course: Course, *, at: datetime) -> tuple[HabitUse, ...]:
    """Return what was done to feel safer, in the order of first use; what only stands in the plan comes last.

    Parameters
    ----------
    course : Course
        Plan and log.
    at : datetime.datetime
        The moment, with its UTC offset; later entries are not read.

    Returns
    -------
    tuple of HabitUse
        One for each wording; upper and lower case are the same.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import template
    >>> uses = habits_in(template("dogs"), at=datetime(2026, 1, 5, tzinfo=UTC))
    >>> all(use.kind.may_fade for use in uses)
    True
    """
    done = _practices(course, at)
    planned = [words for situation in course.graph.situations for words in situation.safety]
    first: dict[str, str] = {}
    for words in (*(words for entry in done for words in entry.safety), *planned):
        first.setdefault(_same(words), words)
    return tuple(_use(words, done, course.graph.ids) for words in first.values())


def _use(words: str, done: Sequence[Exposure], ids: Sequence[str]) -> HabitUse:
    rows, parts = [], []
    for step in ids:
        here = [entry for entry in done if entry.situation == step]
        kept = [entry for entry in here if _has(entry, words)]
        if kept:
            rows.append((step, len(kept), len(here)))
        rated = [(entry.peak, entry in kept) for entry in here if entry.peak is not None]
        parts.append(([peak for peak, has in rated if has], [peak for peak, has in rated if not has]))
    return HabitUse(words, habit(words), tuple(rows), *_difference(parts))


def _difference(
    parts: Sequence[tuple[list[float], list[float]]],
) -> tuple[float | None, float | None, float | None]:
    """Return the mean difference within steps, weighted by how much each step says, with its interval."""
    total = weight = 0.0
    for kept, without in parts:
        if min(len(kept), len(without)) < LEAST:
            continue
        spread = math.fsum((value - fmean(group)) ** 2 for group in (kept, without) for value in group)
        variance = max(spread / (len(kept) + len(without) - 2), _LEAST_VARIANCE) * (1 / len(kept) + 1 / len(without))
        total += (fmean(kept) - fmean(without)) / variance
        weight += 1 / variance
    if not weight:
        return None, None, None
    mean, reach = total / weight, _REACH / math.sqrt(weight)
    return mean, mean - reach, mean + reach


_LEAST_VARIANCE: Final = 25.0
"""Square of the least noise of a rating (`Settings.rating_sd_least`): equal ratings are not without error."""


def to_leave_out(course: Course, situation: Situation, *, at: datetime) -> tuple[str, ...]:
    """Return what the next practice of a step could leave out: its rituals, or else one aid.

    Parameters
    ----------
    course : Course
        Plan and log.
    situation : Situation
        The step; the order under its `safety` is the person's and goes first.
    at : datetime.datetime
        The moment, with its UTC offset.

    Returns
    -------
    tuple of str
        Rituals and reassurance together, as leaving them out is the exercise; otherwise at most one aid. Nothing that
        protects, no medicine and no drink, and nothing that was kept twice after it was first noted.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Situation, SituationGraph, Course
    >>> step = Situation(id="bus", title="Ride a bus", safety=["my inhaler", "sitting by the door", "headphones"])
    >>> course = Course(graph=SituationGraph(title="Bus", situations=[step]))
    >>> to_leave_out(course, step, at=datetime(2026, 1, 5, tzinfo=UTC))
    ('sitting by the door',)
    """
    done = [entry for entry in _practices(course, at) if entry.situation == situation.id]
    own = {_same(words): words for words in situation.safety}
    used = {_same(words): words for entry in done for words in entry.safety if _same(words) not in own}
    explaining = sorted(used.values(), key=lambda words: -_explains(done, words))
    offered = [words for words in (*own.values(), *explaining) if habit(words).may_fade]
    rituals = [words for words in offered if habit(words) is not Habit.AID]
    aids = [words for words in offered if habit(words) is Habit.AID and _kept_running(done, words) <= NOES]
    return tuple(rituals or aids[:1])


def _explains(done: Sequence[Exposure], words: str) -> int:
    """Return in how many practices without the feared outcome it was there, and so may be thought to be the reason."""
    return sum(entry.occurred is Occurred.NO and _has(entry, words) for entry in done)


def _kept_running(done: Sequence[Exposure], words: str) -> int:
    """Return how many of the last practices, without a break, kept it: the first notes it, each further one is a no."""
    return next((run for run, entry in enumerate(reversed(done)) if not _has(entry, words)), len(done))


_KINDS: Final = {
    Habit.RITUAL: "left out while practising, afterwards, and in the head",
    Habit.REASSURANCE: "left out while practising and afterwards",
    Habit.AID: "may fade, one thing at a time, if you like",
    Habit.SEDATIVE: "does not count as tried; yours to talk over with who prescribes it",
    Habit.SUBSTANCE: "does not count as tried",
    Habit.PROTECTION: "stays: it protects you",
}
MEDICINE: Final = "Do not change a medicine on your own; ask who prescribes it."
ALCOHOL: Final = "If you drink every day, ask a doctor before you stop."


def safety_sheet(uses: Sequence[HabitUse], course: Course, *, at: datetime) -> Sheet:
    """Lay out what a person leans on, and what the next practice of a step could do without.

    Parameters
    ----------
    uses : sequence of HabitUse
        From :func:`habits_in`.
    course : Course
        Plan and log.
    at : datetime.datetime
        The moment, with its UTC offset.
    """
    if not uses:
        return Sheet(("What I lean on", "", "Nothing is noted. That is fine, too."))
    scale = course.graph.shown
    rows = tuple((plain(use.words), _KINDS[use.kind], _where(use), _apart(use, scale)) for use in uses)
    kinds = {use.kind for use in uses}
    foot = [line for kind, line in ((Habit.SEDATIVE, MEDICINE), (Habit.SUBSTANCE, ALCOHOL)) if kind in kinds]
    for situation in course.graph.situations:
        offered = to_leave_out(course, situation, at=at)
        tried = any(step == situation.id for use in uses for step, _, _ in use.steps)
        if offered and tried:
            foot.append(f"{situation.id}: once without {' and '.join(map(plain, offered))}, if you like.")
    if any(use.difference is not None for use in uses):
        foot.append(
            "with − without: highest fear, same step. Things are taken along on hard days, so it shows no effect."
        )
    head = ("What I lean on", "Keeping something takes nothing away. The step without it is simply not tried yet.")
    return Sheet(head, ("what", "what follows", "where", "with − without"), "<<<<", rows, tuple(foot), wrap=1)


def _where(use: HabitUse) -> str:
    return ", ".join(f"{step} {used} of {times}" for step, used, times in use.steps) or "in the plan"


def _apart(use: HabitUse, scale: Scale) -> str:
    if use.difference is None or use.low is None or use.high is None:
        return ""
    mean, low, high = (f"{scale.shown(value):+.0f}" for value in (use.difference, use.low, use.high))
    return f"{mean} ({low} to {high})"
