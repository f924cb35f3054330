"""Trying a mastered rung again after a while: an option when a ladder is done, never a must.

After mastery a rung is offered again a week, a month and three months later (assumption). What a view
remembers is the days of practice, so the wait is read off the last one: the next wait is the smallest of
:data:`WAITS` that is longer than the days between the last two days of practice. A late booster shifts the rest.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from exposure_ladder.rules.view import Action, Choice, Measure, View

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["refreshed"]

WAITS: Final = (7.0, 23.0, 60.0)
"""Calendar days between practices: together a week, a month and three months after mastery (assumption)."""


def refreshed(choice: Choice, view: View) -> Choice:
    """Return the choice with a booster where every rung is mastered and one is due: the hardest of those allowed."""
    due = _due(view) & view.allowed & choice.done
    rung = due.shape[1] - 1 - due[:, ::-1].argmax(axis=1)
    again = (choice.action == Action.COMPLETE) & choice.done.all(axis=1) & due.any(axis=1)
    action = np.where(again, Action.BOOSTER, choice.action)
    return replace(choice, rung=np.where(again, rung, choice.rung), action=action)


def _due(view: View) -> NDArray[np.bool_]:
    """Return where the last practice lies longer ago than the next wait, shape (c, n)."""
    days = view.recent[Measure.DAY]
    last = days[..., 0]
    today = np.take_along_axis(last, np.maximum(view.current, 0)[:, None], axis=1) + view.days_since[:, None]
    before = np.where(days < last[..., None], days, -np.inf).max(axis=-1)
    waits = np.array([*WAITS, np.inf])
    place = np.searchsorted(waits, np.where(np.isfinite(before), last - before, 0.0), side="right")
    return np.asarray(today - last >= waits[np.minimum(place, len(WAITS))])
