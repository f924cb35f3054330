"""Live selection: which stimulus next while somebody is being shown some, so that distress comes to a target.

A virtual-reality engine or a therapist in a session asks with :func:`suggest` and tells with
:func:`~exposure_ladder.belief.update` and a rating. What may not be on a ladder cannot be suggested, and a limit only
takes stimuli away. All limits are conventions of this project; they were measured on simulated people only.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from exposure_ladder.advice.state import state_of
from exposure_ladder.belief import Belief, rating_noise, student_probability, student_quantile
from exposure_ladder.errors import ImpossibleLadderError, InvalidCourseError, Problem
from exposure_ladder.graph import TIE
from exposure_ladder.ladder import barred, build_ladder
from exposure_ladder.records import Exposure, Rating, Stopped
from exposure_ladder.rules import plan_rule
from exposure_ladder.rules.history import count_very_high
from exposure_ladder.rules.kernel import HELP_AT
from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from numpy.typing import NDArray

    from exposure_ladder.records import Situation

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

__all__ = ["Cue", "Move", "Suggestion", "suggest"]

BAND: Final = 7.5
"""SUDS on either side of the target that count as reached (convention)."""
WEIGHT_OF_DOUBT: Final = 0.5
"""Part of the SD that counts in the expected miss: .3 to .6 are alike on simulated people (computed)."""
SESSION: Final = timedelta(hours=2)
"""Entries so long before are of the same session (convention)."""
AS_GOOD: Final = 1.0
"""SUDS of expected miss within which another stimulus is as good (convention)."""


class Move(StrEnum):
    """How far one suggestion may lie from the present stimulus."""

    ONE = "one"
    RISE = "rise"
    ANY = "any"


class Cue(StrEnum):
    """What a suggestion amounts to."""

    SHOW = "show"
    STAY = "stay"
    EASIER = "easier"
    SUPPORT = "support"
    END = "end"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Suggestion(Summary):
    """One option for the next stimulus.

    Attributes
    ----------
    cue : Cue
        What it amounts to; with support and end there is no stimulus.
    situation : Situation or None
        The stimulus.
    expected, low, high : float
        The next rating of it and its interval (`Settings.likely`), 0–100 SUDS; nan without one.
    above_cap, in_band : float
        Probability, 0–1, that this rating comes to the cap, and that distress lies within 7.5 SUDS of the target.
    held_by : tuple of str
        Which limits took something away that fitted better: ``chance``, ``move``, ``shown``, ``after_high``,
        ``after_stop``, ``not_allowed``.
    as_good : tuple of str
        Ids of up to three others whose expected miss is within 1 SUDS.
    because : tuple of str
        ``target``, ``first`` (nothing was shown yet), ``very_high``, ``stopped``, ``support``, ``none_safe``,
        ``too_wide`` (what is safe lies farther than the move allows: put something between, or allow more).

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import infer, template
    >>> found = suggest(infer(template("dogs"), at=datetime(2026, 1, 5, tzinfo=UTC)), target=50)
    >>> found.situation.id, found.cue, found.because
    ('photo', <Cue.SHOW: 'show'>, ('first',))
    """

    cue: Cue
    situation: Situation | None
    expected: float
    low: float
    high: float
    above_cap: float
    in_band: float
    held_by: tuple[str, ...]
    as_good: tuple[str, ...]
    because: tuple[str, ...]

    @property
    def levels(self) -> Mapping[str, str]:
        """Facet → level of the stimulus; empty without one."""
        return {} if self.situation is None else dict(self.situation.facets)


@dataclass(frozen=True, slots=True)
class _Session:
    """What was shown since the session began: places, ratings, and whether somebody stopped."""

    shown: tuple[int, ...]
    ratings: tuple[float, ...]
    stops: int


def suggest(
    belief: Belief,
    *,
    target: float,
    at: datetime | None = None,
    move: Move = Move.RISE,
    rise: float = 15.0,
    chance: float = 0.15,
    allow: Collection[str] | None = None,
) -> Suggestion:
    """Return an option for the next stimulus of a session.

    The first one is the easiest that is allowed. Later ones have the least expected miss of the target. After a rating
    at the cap only what is expected a wide step easier, until a rating is at or below the target; after the second the
    session ends. After a stop nothing harder. The person's own no counts more than all of this.

    Parameters
    ----------
    belief : Belief
        From :func:`~exposure_ladder.belief.infer` or :func:`~exposure_ladder.belief.update`.
    target : float
        The middle of the distress that is wanted, 0–100 SUDS.
    at : datetime.datetime, optional
        The moment, with its UTC offset; that of the belief without it. Consents hold then.
    move : Move
        One level of one facet; an expected rise of at most `rise`; or any.
    rise : float
        Largest expected rise above the present stimulus, SUDS; it limits what is expected, not what is felt.
    chance : float
        Largest probability, 0–1, that the next rating comes to `Settings.cap`; not above `Settings.cap_chance`.
    allow : collection of str, optional
        Ids that can be shown just now; all without it.

    Returns
    -------
    Suggestion
        The same for the same belief; without a stimulus where none is safe.

    Raises
    ------
    InvalidCourseError
        If the target cannot be asked for under the cap, or a number is out of range: all problems at once.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from exposure_ladder import Rating, infer, template, update
    >>> belief = infer(template("dogs"), at=datetime(2026, 1, 5, tzinfo=UTC))
    >>> first = suggest(belief, target=50)
    >>> said = Rating(situation=first.situation.id, at=belief.at + timedelta(minutes=1), distress=20)
    >>> belief, _ = update(belief, said)
    >>> suggest(belief, target=50).situation.id
    'glass'
    """
    _check(belief, target, rise, chance)
    now = belief if at is None or at == belief.at else belief.predict(at)
    session, settings = _session(now), now.course.settings
    very_high = sum(rating >= settings.cap for rating in session.ratings)
    if very_high >= 2 or count_very_high(now.course, at=now.at) >= HELP_AT:
        return _nothing(Cue.SUPPORT, "support")
    if session.stops >= 2:
        return _nothing(Cue.END, "stopped")
    open_now, held = _open(now, allow)
    mean, here = now.mean, session.shown[-1] if session.shown else -1
    fits, near, limits = open_now.copy(), open_now.copy(), []
    for name, kept in _limits(now, session, target, Move(move), rise, chance):
        if (fits & ~kept).any():
            limits.append(name)
        fits &= kept
        if name != "move":
            near &= kept
    miss = _expected_miss(mean - target, WEIGHT_OF_DOUBT * now.sd)
    if not fits.any():
        return _mildest(now, open_now, here, chance, "too_wide" if near.any() else "none_safe")
    best = _first(mean if here < 0 else miss, now.ids, fits)
    nearest = _first(miss, now.ids, np.ones(len(mean), dtype=bool))
    held_by = (*held, *limits) if best != nearest else ()
    because = ["first" if here < 0 else "target"]
    if very_high:
        because.append("very_high")
    if session.stops:
        because.append("stopped")
    close = fits & (miss <= miss[best] + AS_GOOD)
    close[best] = False
    others = sorted(np.flatnonzero(close).tolist(), key=lambda i: (miss[i], now.ids[i]))[:3]
    return _told(now, best, here, target, held_by, tuple(now.ids[i] for i in others), tuple(because))


def _check(belief: Belief, target: float, rise: float, chance: float) -> None:
    """Refuse numbers that no session can have, and a target that cannot be asked for under the cap."""
    settings, wrong = belief.course.settings, []
    if not 0.0 < chance <= settings.cap_chance:
        wrong.append(Problem(("chance",), f"a probability above 0 and at most {settings.cap_chance:g}", f"{chance:g}"))
    if not rise >= 0.0:
        wrong.append(Problem(("rise",), "a number from 0", f"{rise:g}"))
    if not 0.0 <= target <= 100.0:
        wrong.append(Problem(("target",), "a number from 0 to 100", f"{target:g}"))
    if not wrong:
        highest = _highest_target(belief, chance)
        if target > highest:
            most = f"at most {highest:g}: above it, ratings of {settings.cap:g} and more are likelier than {chance:g}"
            wrong.append(Problem(("target",), most, f"{target:g}", "Ask for less, or allow a higher chance."))
    if wrong:
        raise InvalidCourseError(wrong)


def _highest_target(belief: Belief, chance: float) -> float:
    """Return the highest whole target at which noise alone stays below the cap often enough."""
    levels, settings = np.arange(101.0), belief.course.settings
    reach = student_quantile(1.0 - chance, belief.freedom) * rating_noise(levels, settings)
    right = np.flatnonzero(levels + reach <= settings.cap)
    return float(levels[right[-1]]) if len(right) else 0.0


def _session(belief: Belief) -> _Session:
    """Read what was shown in the last two hours."""
    log = [e for e in belief.course.log if isinstance(e, Rating | Exposure) and e.at <= belief.at]
    recent = [e for e in log if belief.at - e.at <= SESSION and e.situation in belief.geometry.place]
    levels = [e.distress if isinstance(e, Rating) else e.highest for e in recent]
    stops = sum(isinstance(e, Exposure) and e.stopped is not Stopped.NO for e in recent)
    shown = tuple(belief.geometry.place[e.situation] for e in recent)
    return _Session(shown, tuple(level for level in levels if level is not None), stops)


def _open(belief: Belief, allow: Collection[str] | None) -> tuple[Flags, list[str]]:
    """Return what may be shown at all: as on a ladder, and as the engine can just now."""
    closed = barred(belief)
    open_now = np.array([name not in closed for name in belief.ids])
    waiting = [bool(situation.requires) for situation in belief.geometry.situations]
    if (open_now & waiting).any():
        done = _mastered(belief)
        ready = [done >= set(situation.requires) for situation in belief.geometry.situations]
        open_now &= np.array(ready)
    able = np.array([allow is None or name in allow for name in belief.ids])
    return open_now & able, ["not_allowed"] if (~open_now | ~able).any() else []


def _mastered(belief: Belief) -> set[str]:
    """Return the ids of what is mastered by the default rule; nothing is shown before what it requires."""
    try:
        ladder = build_ladder(belief)
    except ImpossibleLadderError:
        return set()
    done = np.array(state_of(ladder, plan_rule(ladder.belief.course.graph)).history.stand.done)
    return {rung.id for rung, is_done in zip(ladder.rungs, done, strict=True) if is_done}


def _limits(
    belief: Belief, session: _Session, target: float, move: Move, rise: float, chance: float
) -> list[tuple[str, Flags]]:
    """Return every limit with the stimuli that it leaves."""
    settings, mean = belief.course.settings, belief.mean
    reach = student_quantile(1.0 - chance, belief.freedom) * belief.rating_sd
    found = [("chance", mean + reach <= settings.cap + TIE)]
    if not session.shown:
        return found
    here = session.shown[-1]
    if move is Move.RISE:
        found.append(("move", mean <= mean[here] + rise + TIE))
    elif move is Move.ONE:
        found.append(("move", _neighbours(belief, here)))
    outside = np.abs(mean - target) > BAND
    seen = np.zeros(len(mean), dtype=bool)
    seen[list(session.shown)] = True
    found.append(("shown", ~(seen & outside)))
    highs = [k for k, rating in enumerate(session.ratings) if rating >= settings.cap]
    if highs and min(session.ratings[highs[-1] :]) > target:
        found.append(("after_high", mean <= mean[here] - settings.max_gap + TIE))
    if session.stops:
        found.append(("after_stop", mean <= mean[here] + TIE))
    return found


def _neighbours(belief: Belief, here: int) -> Flags:
    """Return what lies one level of one facet away; where nothing has levels, the next ones by expected distress."""
    facets, own = belief.course.graph.facets, belief.geometry.situations[here].facets
    if own:
        steps = np.zeros(len(belief.ids))
        for name in sorted(facets):
            facet = facets[name]
            at = [facet.levels.index(s.facets[name]) if name in s.facets else -1 for s in belief.geometry.situations]
            apart = np.abs(np.array(at) - at[here]).astype(float)
            steps += apart if facet.ordered else np.minimum(apart, 1.0)
        return np.asarray(steps <= 1.0)
    order = np.lexsort((np.arange(len(belief.ids)), belief.ordinary.mean))
    rank = np.empty(len(order))
    rank[order] = np.arange(len(order))
    return np.asarray(np.abs(rank - rank[here]) <= 1.0)


def _expected_miss(off: Floats, sd: Floats) -> Floats:
    """Return the mean distance of a normal from the target, SUDS."""
    safe = np.maximum(sd, 1e-9)
    z = off / safe
    density = np.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)
    inside = np.array([math.erf(value) for value in (z / math.sqrt(2.0)).tolist()])
    return np.asarray(safe * (2.0 * density + z * inside))


def _first(values: Floats, ids: tuple[str, ...], flags: Flags) -> int:
    """Return the place of the smallest value among those flagged; of equals the first by id."""
    least = float(values[flags].min())
    return min(np.flatnonzero(flags & (values <= least + TIE)).tolist(), key=lambda i: ids[i])


def _mildest(belief: Belief, open_now: Flags, here: int, chance: float, why: str) -> Suggestion:
    """Return the easiest stimulus where no limit leaves any, if it is no harder than the present one; else the end."""
    if here >= 0 and open_now.any():
        best = _first(belief.mean, belief.ids, open_now)
        reach = student_quantile(1.0 - chance, belief.freedom) * float(belief.rating_sd[best])
        below = belief.mean[best] <= belief.mean[here] + TIE
        if below and belief.mean[best] + reach <= belief.course.settings.cap:
            return _told(belief, best, here, float(belief.mean[best]), (), (), (why,))
    return _nothing(Cue.END, why)


def _told(
    belief: Belief,
    best: int,
    here: int,
    target: float,
    held_by: tuple[str, ...],
    as_good: tuple[str, ...],
    because: tuple[str, ...],
) -> Suggestion:
    mean, sd, settings = float(belief.mean[best]), float(belief.sd[best]), belief.course.settings
    low, high = (float(side[best]) for side in belief.likely())
    cap = student_probability((settings.cap - mean) / float(belief.rating_sd[best]), belief.freedom)
    ends = [student_probability((target + side - mean) / max(sd, 1e-9), belief.freedom) for side in (-BAND, BAND)]
    cue = Cue.SHOW
    if best == here:
        cue = Cue.STAY
    elif here >= 0 and mean < float(belief.mean[here]) - TIE:
        cue = Cue.EASIER
    situation = belief.geometry.situations[best]
    numbers = (min(max(mean, 0.0), 100.0), low, high, 1.0 - cap, ends[1] - ends[0])
    return Suggestion(cue, situation, *numbers, held_by, as_good, because)


def _nothing(cue: Cue, why: str) -> Suggestion:
    nan = math.nan
    return Suggestion(cue, None, nan, nan, nan, nan, nan, (), (), (why,))
