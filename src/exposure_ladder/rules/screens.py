"""Gates and stop rules: what may be offered at all, and what changes an offer afterwards. Pure predicates on arrays.

The same screens run for one person and inside simulations. They can only make an offer easier, put it off, or bring
help; they never make anything harder, and help never shrinks with repetition. Consent is checked where situations are
chosen (:mod:`exposure_ladder.ladder`), so that a step without it is not even here to be screened.

All thresholds are conventions or assumptions of this project (``Settings``); none has been tested.
"""

from __future__ import annotations

from enum import StrEnum
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from exposure_ladder.rules.decision import easier, ready
from exposure_ladder.rules.selection import easiest
from exposure_ladder.rules.view import TIE, Action, Choice, Measure, View

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from exposure_ladder.records import Settings

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

__all__ = ["SUPPORT_AT", "Screen", "screen", "within_cap"]

SUPPORT_AT: Final = 3
"""Very high peaks lately at which only support is offered; at one less, something easier (assumption)."""


class Screen(StrEnum):
    """Which screen changed an offer; the names are codes of sentences."""

    SUPPORT = "support"
    VERY_HIGH = "very_high"
    ENOUGH_TODAY = "enough_today"
    ENOUGH_THIS_WEEK = "enough_this_week"
    HELD = "held"
    NOT_READY = "not_ready"
    LOW_ENERGY = "low_energy"
    START_LOW = "start_low"
    NOT_RESTED = "not_rested"
    ABOVE_CAP = "above_cap"


def within_cap(expected: Floats, sd: Floats, settings: Settings) -> Flags:
    """Return where the next peak exceeds the cap with a chance small enough.

    Parameters
    ----------
    expected, sd : ndarray
        Expected peak, SUDS, and the SD of a single rating, its noise included; of one shape.
    settings : Settings
        `cap` in SUDS, and `cap_chance`.

    Returns
    -------
    ndarray of bool
        Of the same shape.

    Examples
    --------
    >>> from exposure_ladder import Settings
    >>> within_cap(np.array([60.0, 85.0]), np.array([12.0, 12.0]), Settings(cap=90, cap_chance=0.2)).tolist()
    [True, False]
    """
    if settings.cap_chance in (0.0, 1.0):
        return np.full(np.shape(expected), settings.cap_chance == 1.0)
    return np.asarray((settings.cap - expected) / sd >= NormalDist().inv_cdf(1.0 - settings.cap_chance) - 1e-9)


def screen(
    choice: Choice,
    view: View,
    settings: Settings,
    *,
    needs: Flags | None = None,
    overridden: Flags | None = None,
    low: Flags | None = None,
) -> tuple[Choice, dict[Screen, Flags]]:
    """Return the choice after all screens, and where each one acted.

    Parameters
    ----------
    choice : Choice
        What a rule proposed.
    view : View
        What it was proposed from.
    settings : Settings
        Caps and limits.
    needs : ndarray of bool, shape (n, n) or (c, n, n), optional
        As for :func:`~exposure_ladder.rules.decide`: easing off turns to nothing whose prerequisites are open.
    overridden : ndarray of bool, shape (c,), optional
        Where a helper chose instead of the rule. The hard caps hold all the same: the cap on distress, the limits per
        day and week, the least rest, what a rung requires, support after repeated very high distress. What only
        eases off gives way.
    low : ndarray of bool, shape (c,), optional
        Whose energy is low today: something easier than the last rung, or else that rung again, whoever chose.

    Returns
    -------
    choice : Choice
        Never a rung that is harder than the proposed one by both numbers of the view.
    acted : dict of Screen to ndarray of bool, shape (c,)
        For the reasons.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, Settings, build_ladder, infer, template
    >>> from exposure_ladder.advice import view_of
    >>> from exposure_ladder.rules import DEFAULT, decide
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> course = template("dogs").add(Exposure(situation="photo", at=at, peak=40, end=15))
    >>> view = view_of(build_ladder(infer(course, at=at)))
    >>> choice, acted = screen(decide(DEFAULT, view), view, Settings())
    >>> Action(choice.action[0]).name, [str(name) for name, flags in acted.items() if flags[0]]
    ('REST', ['not_rested'])
    """
    rung, action = choice.rung.copy(), choice.action.copy()
    nobody = np.zeros(len(rung), dtype=bool)
    acted, may = {Screen.NOT_READY: nobody}, ready(view, choice.done, needs)
    if needs is not None:
        acted[Screen.NOT_READY] = (rung >= 0) & _at(view.allowed & ~may.allowed, rung)
        _turn(rung, action, acted[Screen.NOT_READY], easiest(view, may.allowed & ~choice.done), view)
    ruled, known = (rung >= 0) if overridden is None else (rung >= 0) & ~overridden, view.current >= 0
    again = (view.very_high == SUPPORT_AT - 1) & known & ruled & ~_easier(view, rung)
    acted |= {
        Screen.VERY_HIGH: again,
        Screen.HELD: ruled & view.held & known & _harder(view, rung) & ~again,
        Screen.START_LOW: ruled & ~known & (_at(view.expected, rung) > settings.start_below + TIE),
    }
    if acted[Screen.HELD].any():
        _turn(rung, action, acted[Screen.HELD], _no_harder(view, may, choice.done), view)
    if acted[Screen.START_LOW].any():
        acted[Screen.START_LOW] &= rung != (lowest := easiest(view, may.allowed & ~choice.done))
        _put(rung, action, acted[Screen.START_LOW], lowest, Action.START)
    _put(rung, action, again & ~view.held, view.current, Action.REPEAT)  # something easier went well since: once more
    if (high := again & view.held).any():
        rung[high], action[high] = easier(may, high), Action.STEP_BACK

    tired = nobody if low is None else low & known & (rung >= 0) & ~_easier(view, rung)
    acted[Screen.LOW_ENERGY] = tired
    if tired.any():
        smaller = easier(may, tired)
        rung[tired] = np.where(smaller < 0, view.current[tired], smaller)
        action[tired] = np.where(smaller < 0, Action.REPEAT, Action.STEP_BACK)

    too_high = (rung >= 0) & ~_at(view.allowed, rung)
    waiting = (rung < 0) & (action == Action.COMPLETE) & ~choice.done.all(axis=1)
    acted[Screen.ABOVE_CAP] = too_high | waiting
    _put(rung, action, acted[Screen.ABOVE_CAP], None, Action.BRIDGE)

    open_yet = action != Action.COMPLETE
    acted[Screen.ENOUGH_TODAY] = open_yet & (view.today >= settings.per_day)
    acted[Screen.ENOUGH_THIS_WEEK] = open_yet & (view.week >= settings.per_week)
    acted[Screen.NOT_RESTED] = nobody if view.rested is None else open_yet & ~view.rested
    for limit in (Screen.ENOUGH_TODAY, Screen.ENOUGH_THIS_WEEK, Screen.NOT_RESTED):
        _put(rung, action, acted[limit], None, Action.REST)

    acted[Screen.SUPPORT] = view.very_high >= SUPPORT_AT
    _put(rung, action, acted[Screen.SUPPORT], None, Action.SEEK_SUPPORT)
    return Choice(rung=rung, action=action, done=choice.done), acted


def _no_harder(view: View, may: View, done: Flags) -> NDArray[np.int64]:
    """Return the last rung, or, where that waits for what it requires, the easiest open one that is no harder."""
    fits = may.allowed & ~done
    for level in (view.expected, view.written):
        fits &= level <= _at(level, view.current)[:, None] + TIE
    waits = _at(view.allowed & ~may.allowed, view.current)
    return np.where(waits, easiest(view, fits), view.current)


def _easier(view: View, rung: NDArray[np.int64]) -> Flags:
    """Return where a rung is easier than the current one, by what is expected now and by what was written."""
    now, written = (_at(level, rung) < _at(level, view.current) - TIE for level in (view.expected, view.written))
    return np.asarray(now & written)


def _harder(view: View, rung: NDArray[np.int64]) -> Flags:
    """Return where a rung is harder than the current one, by what is expected now or by what was written."""
    now, written = (_at(level, rung) > _at(level, view.current) + TIE for level in (view.expected, view.written))
    return np.asarray(now | written)


def _at(values: NDArray[Any], rung: NDArray[np.int64]) -> NDArray[Any]:
    """Return one value a client; that of the first rung where there is none."""
    return values[np.arange(len(rung)), np.maximum(rung, 0)]


def _turn(rung: NDArray[np.int64], action: NDArray[np.int64], where: Flags, to: NDArray[np.int64], view: View) -> None:
    """Turn to another rung, which is repeated or begun; where there is none, something between is missing."""
    tried = (to == view.current) | np.isfinite(_at(view.recent[Measure.DAY][..., 0], to))
    rung[where] = to[where]
    action[where] = np.where(to < 0, Action.BRIDGE, np.where(tried, Action.REPEAT, Action.START))[where]


def _put(
    rung: NDArray[np.int64], action: NDArray[np.int64], where: Flags, to: NDArray[np.int64] | None, what: Action
) -> None:
    rung[where] = -1 if to is None else to[where]
    action[where] = what
