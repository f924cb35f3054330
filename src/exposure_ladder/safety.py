"""Gates and stop rules: what may be offered at all, and what changes an offer afterwards. Pure predicates on arrays.

The same screens run for one person and inside simulations. They can only make an offer easier, put it off, or bring
help; they never make anything harder, and help never shrinks with repetition. Consent is checked where situations are
chosen (:mod:`exposure_ladder.ladder`), so that a step without it is not even here to be screened.

All thresholds are conventions or assumptions of this project (``Settings``); none has been tested.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from exposure_ladder.policy import Action, Choice, View

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from exposure_ladder.records import Settings

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

__all__ = ["Screen", "screen", "within_cap"]


class Screen(StrEnum):
    """Which screen changed an offer; the names are codes of sentences."""

    SUPPORT = "support"
    VERY_HIGH = "very_high"
    ENOUGH_TODAY = "enough_today"
    ENOUGH_THIS_WEEK = "enough_this_week"
    LEFT_EARLY = "left_early"
    ABOVE_CAP = "above_cap"


def within_cap(expected: Floats, sd: Floats, settings: Settings) -> Flags:
    """Return where the next peak exceeds the cap with at most `cap_chance`; `sd` includes rating noise."""
    from exposure_ladder.belief import normal_quantile

    chance = min(max(settings.cap_chance, 1e-6), 1.0 - 1e-6)
    return np.asarray((settings.cap - expected) / sd >= normal_quantile(1.0 - chance) - 1e-9)


def screen(
    choice: Choice, view: View, settings: Settings, *, overridden: Flags | None = None
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
    overridden : ndarray of bool, shape (c,), optional
        Where a helper chose instead of the rule. The hard caps hold all the same: the cap on distress, the limits per
        day and week, support after repeated very high distress. What only eases off gives way.

    Returns
    -------
    choice : Choice
        Never a harder rung than was proposed.
    acted : dict of Screen to ndarray of bool, shape (c,)
        For the reasons.
    """
    rung, action = choice.rung.copy(), choice.action.copy()
    chosen = np.zeros(len(rung), dtype=bool) if overridden is None else overridden
    too_much = chosen & ~np.take_along_axis(view.allowed, np.maximum(rung, 0)[:, None], axis=1)[:, 0]
    rung[too_much], action[too_much] = -1, Action.BRIDGE
    moving = (rung >= 0) & ~chosen
    acted = {Screen.LEFT_EARLY: moving & view.left_early & (view.current >= 0) & (rung > view.current)}
    rung[acted[Screen.LEFT_EARLY]] = view.current[acted[Screen.LEFT_EARLY]]
    action[acted[Screen.LEFT_EARLY]] = Action.REPEAT

    acted[Screen.VERY_HIGH] = (view.very_high == 2) & moving & (rung >= view.current) & (view.current > 0)
    easier = view.allowed & (np.arange(view.expected.shape[1]) < np.maximum(view.current, 0)[:, None])
    back = np.where(easier.any(axis=1), easier.shape[1] - 1 - easier[:, ::-1].argmax(axis=1), -1)
    rung[acted[Screen.VERY_HIGH]] = back[acted[Screen.VERY_HIGH]]
    action[acted[Screen.VERY_HIGH]] = Action.STEP_BACK

    open_left = (~choice.done).any(axis=1)
    acted[Screen.ABOVE_CAP] = (rung < 0) & (choice.action == Action.COMPLETE) & open_left | too_much
    action[acted[Screen.ABOVE_CAP]] = Action.BRIDGE

    acted[Screen.ENOUGH_TODAY] = (rung >= 0) & (view.today >= settings.per_day)
    acted[Screen.ENOUGH_THIS_WEEK] = (rung >= 0) & (view.week >= settings.per_week)
    tired = acted[Screen.ENOUGH_TODAY] | acted[Screen.ENOUGH_THIS_WEEK]
    action[tired], rung[tired] = Action.REST, -1

    acted[Screen.SUPPORT] = view.very_high >= 3
    action[acted[Screen.SUPPORT]], rung[acted[Screen.SUPPORT]] = Action.SEEK_SUPPORT, -1
    return Choice(rung=rung, action=action, done=choice.done), acted
