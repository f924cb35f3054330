"""What a fit is: estimates with their uncertainty for each person and the group, and how well people were foretold."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from statistics import NormalDist
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from exposure_ladder.errors import InvalidCourseError, Problem
from exposure_ladder.research.results import Interval

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["TENTH", "Fit", "ModelScore", "compare_fits"]

TENTH: Final = NormalDist().inv_cdf(0.9)
"""Half the width of an 80 % interval, in SDs."""


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """What was fitted; arrays are read-only.

    Attributes
    ----------
    model : str
        Name of the learning model; ``"belief"`` for the planner's own.
    names : tuple of str
        The k parameters that each person has.
    mean, sd, low, high : ndarray, shape (people, k)
        Posterior mean and SD, and the 80 % interval; shrunk towards the group from `LEAST_GROUP` people on.
    reliable : ndarray of bool, shape (people,)
        Whether there are more ratings than parameters, and the posterior rests on at least 20 points' worth of weight.
    group : mapping of str to Interval
        The middle person's value of each parameter, and the one value of what all share; 80 % intervals.
    log_score : ndarray, shape (people,)
        Log density of each person's ratings, in nats, foretold from the other people (5 folds); from the wide prior
        where there is no group.
    ratings : ndarray of int, shape (people,)
        How many ratings that were.
    points, weights : ndarray, shapes (people, points, k) and (people, points)
        The posteriors themselves; without points for the belief.
    """

    model: str
    names: tuple[str, ...]
    mean: Floats
    sd: Floats
    low: Floats
    high: Floats
    reliable: NDArray[np.bool_]
    group: Mapping[str, Interval]
    log_score: Floats
    ratings: NDArray[np.int64]
    points: Floats
    weights: Floats

    def __post_init__(self) -> None:
        for value in (getattr(self, each.name) for each in fields(self)):
            if isinstance(value, np.ndarray):
                value.flags.writeable = False
        object.__setattr__(self, "group", MappingProxyType(self.group))

    def __str__(self) -> str:
        people, ratings, score = len(self.ratings), int(self.ratings.sum()), float(self.log_score.sum())
        held_out = f"{score / max(ratings, 1):.3f} nats a rating, held out"
        lines = [f"{self.model}: {people} people, {(~self.reliable).sum()} not reliable; {ratings} ratings, {held_out}"]
        lines += [
            f"  {name:<14} {one.mean:8.3f}  ({one.low:.3f} to {one.high:.3f})" for name, one in self.group.items()
        ]
        return "\n".join([*lines, "  80 % intervals, for the middle person; nothing here says what anybody should do."])


@dataclass(frozen=True, slots=True)
class ModelScore:
    """How one model foretold held-out people, beside the best one.

    Attributes
    ----------
    model : str
        Its name.
    score : float
        Mean log density of a rating, nats.
    behind : Interval
        The same less that of the best model, with the 80 % interval over people; 0 for the best.
    """

    model: str
    score: float
    behind: Interval


def compare_fits(fits: Sequence[Fit]) -> tuple[ModelScore, ...]:
    """Compare models by held-out log score for each rating, the best first; ties by name.

    Parameters
    ----------
    fits : sequence of Fit
        Of the same people and ratings.

    Raises
    ------
    InvalidCourseError
        If there is none, or they are not of the same ratings.
    """
    if not fits or any(not np.array_equal(one.ratings, fits[0].ratings) for one in fits):
        raise InvalidCourseError([Problem(("fits",), "fits of the same people and ratings", f"{len(fits)} others")])
    count, people = fits[0].ratings, len(fits[0].ratings)
    total = max(int(count.sum()), 1)
    ordered = sorted(fits, key=lambda one: (-float(one.log_score.sum()), one.model))
    found = []
    for one in ordered:
        apart = one.log_score - ordered[0].log_score
        mean = float(apart.sum()) / total
        reach = TENTH * math.sqrt(people * float(apart.var())) / total
        behind = Interval(mean, mean - reach, mean + reach)
        found.append(ModelScore(one.model, float(one.log_score.sum()) / total, behind))
    return tuple(found)
