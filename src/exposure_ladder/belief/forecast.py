"""How many practices it may take: a forecast with its uncertainty, never a promise and never a ground for advancing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from exposure_ladder.belief.belief import Belief
from exposure_ladder.belief.distribution import student_quantile
from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MOST_PRACTICES: Final = 100
"""Practices beyond which a forecast says "never" (a ladder step is not practised a hundred times; assumption)."""
_LEVELS: Final = 41


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Practices(Summary):
    """How many further full exposures until ratings of a situation are expected at or below a level.

    Attributes
    ----------
    situation : str
        Its id.
    below : float
        The level, SUDS.
    low, median, high : int or None
        10, 50 and 90 % quantiles; none where it lies beyond `MOST_PRACTICES`.
    never : float
        Probability that it takes more than `MOST_PRACTICES`, the person who does not learn included.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import infer, template
    >>> belief = infer(template("train"), at=datetime(2026, 1, 5, tzinfo=UTC))
    >>> easy, hard = (practices_until(belief, name, below=35.0) for name in ("two-quiet", "all-rush"))
    >>> easy.median, hard.median, hard.high is None
    (0, 6, True)
    """

    situation: str
    below: float
    low: int | None
    median: int | None
    high: int | None
    never: float


def practices_until(belief: Belief, situation: str, *, below: float) -> Practices:
    """Forecast how many full exposures, close together, bring the expected rating of a situation to a level.

    Each takes a share of what lies above the floor of learning: after k of them ``m − (m − floor)·(1 − (1 − α)^k)``.
    Both the learning rate α and the level m of an ordinary day are uncertain, and the quantiles are of both together.

    Parameters
    ----------
    belief : Belief
        At the moment from which to count.
    situation : str
        Its id.
    below : float
        0–100 SUDS.

    Returns
    -------
    Practices
        Quantiles of the number, and the probability that it is never reached.

    Raises
    ------
    UnknownSituationError
        If no situation has this id.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import infer, template
    >>> found = practices_until(infer(template("train"), at=datetime(2026, 1, 5, tzinfo=UTC)), "all-rush", below=35.0)
    >>> found.low, found.median, found.high
    (1, 6, None)
    """
    at = belief.geometry.index(situation)
    state = belief.ordinary.state
    column, shift = state.column(at)
    levels = np.array([student_quantile((i + 0.5) / _LEVELS, belief.freedom) for i in range(_LEVELS)])
    sd = belief.scale * math.sqrt(max(float(column[0, at] + column[1, at]), 0.0))
    level = (belief.geometry.distress[at] + shift)[:, None] + sd * levels
    needed = _needed(level, belief.rates[:, None], below, belief.course.settings.learning_floor).ravel()
    share = np.repeat(belief.weights / _LEVELS, _LEVELS)
    order = np.argsort(needed, kind="stable")
    reached = np.cumsum(share[order])
    quantiles = [needed[order][min(int(np.searchsorted(reached, q)), len(order) - 1)] for q in (0.1, 0.5, 0.9)]
    low, median, high = (int(value) if value <= MOST_PRACTICES else None for value in quantiles)
    return Practices(situation, below, low, median, high, float(share[needed > MOST_PRACTICES].sum()))


def _needed(level: Floats, rate: Floats, below: float, floor: float) -> Floats:
    """Return the whole number of exposures; 0 where the level is reached already, infinity where it never is."""
    gap = level - floor
    with np.errstate(divide="ignore", invalid="ignore"):
        count = np.ceil(np.log((below - floor) / gap) / np.log1p(-rate) - 1e-9)
    reachable = (below > floor) & (rate > 0.0) & (gap > 0.0)
    return np.where(level <= below, 0.0, np.where(reachable, count, np.inf))
