"""What a fit is: estimates with their uncertainty for each person and the group, and how well people were foretold."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from exposure_ladder.errors import InvalidCourseError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["TENTH", "Estimate", "Fit", "ModelScore", "compare_fits", "sealed"]

TENTH: Final = NormalDist().inv_cdf(0.9)
"""Half the width of an 80 % interval, in SDs."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its 80 % interval."""

    value: float
    low: float
    high: float


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
    group : mapping of str to Estimate
        The middle person's value of each parameter, and the one value of what all share.
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
    group: Mapping[str, Estimate]
    log_score: Floats
    ratings: NDArray[np.int64]
    points: Floats
    weights: Floats

    def __str__(self) -> str:
        people, ratings, score = len(self.ratings), int(self.ratings.sum()), float(self.log_score.sum())
        held_out = f"{score / max(ratings, 1):.3f} nats a rating, held out"
        lines = [f"{self.model}: {people} people, {(~self.reliable).sum()} not reliable; {ratings} ratings, {held_out}"]
        lines += [
            f"  {name:<14} {one.value:8.3f}  ({one.low:.3f} to {one.high:.3f})" for name, one in self.group.items()
        ]
        return "\n".join([*lines, "  80 % intervals, for the middle person; nothing here says what anybody should do."])


def sealed(model: str, names: tuple[str, ...], group: dict[str, Estimate], *arrays: NDArray[Any]) -> Fit:
    """Return a fit whose arrays, in the order of its attributes, are read-only."""
    for array in arrays:
        array.flags.writeable = False
    mean, sd, low, high, reliable, score, count, points, weights = arrays
    at_all = MappingProxyType(group)
    return Fit(model, names, mean, sd, low, high, reliable, at_all, score, count, points, weights)


@dataclass(frozen=True, slots=True)
class ModelScore:
    """How one model foretold held-out people, beside the best one.

    Attributes
    ----------
    model : str
        Its name.
    score : float
        Mean log density of a rating, nats.
    behind : Estimate
        The same less that of the best model, with the 80 % interval over people; 0 for the best.
    """

    model: str
    score: float
    behind: Estimate


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
        value = float(apart.sum()) / total
        reach = TENTH * math.sqrt(people * float(apart.var())) / total
        found.append(
            ModelScore(one.model, float(one.log_score.sum()) / total, Estimate(value, value - reach, value + reach))
        )
    return tuple(found)
