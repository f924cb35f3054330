"""What a fit is: estimates with their uncertainty for each person and the group, and how well people were foretold.

Beside it, what is found when fits themselves are put to the test on people whose parameters are known.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from statistics import NormalDist
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from exposure_ladder.errors import InvalidCourseError, Problem
from exposure_ladder.research.results import Interval
from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["TENTH", "Confusion", "Fit", "ModelScore", "Power", "Recovery", "compare_fits"]

TENTH: Final = NormalDist().inv_cdf(0.9)
"""Half the width of an 80 % interval, in SDs."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Fit(Summary):
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

    Examples
    --------
    The planner's belief about one person who rated a step once, which says little about a rate:

    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Exposure, fit, template
    >>> done = Exposure(situation="photo", at=datetime(2026, 1, 5, tzinfo=UTC), peak=35)
    >>> found = fit(template("dogs").add(done))
    >>> found.names, found.reliable.tolist()
    (('rate', 'offset'), [False])
    >>> rate = found.group["rate"]
    >>> print(f"{rate.mean:.2f} ({rate.low:.2f} to {rate.high:.2f})")
    0.18 (0.00 to 0.37)
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


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ModelScore(Summary):
    """How one model foretold held-out people, beside the best one; :func:`compare_fits` shows it.

    Attributes
    ----------
    model : str
        Its name.
    score : float
        Mean log density of a rating, nats.
    behind : Interval
        The same less that of the best model, with the 80 % interval over people; 0 for the best.

    Examples
    --------
    >>> import numpy as np
    >>> from exposure_ladder import fit
    >>> from exposure_ladder.research import compare_fits, planned, simulate_ratings
    >>> from exposure_ladder.research.learners import RescorlaWagner
    >>> plan = planned([70], [[1]], people=1, trials=9)
    >>> logs = simulate_ratings(plan, RescorlaWagner(), {"rating_sd": [5.0]}, rng=np.random.default_rng(1))
    >>> (alone,) = compare_fits([fit(logs, model=RescorlaWagner(), points=32)])
    >>> alone.model, round(alone.score, 1), alone.behind.mean
    ('RescorlaWagner', -3.5, 0.0)
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

    Returns
    -------
    tuple of ModelScore

    Raises
    ------
    InvalidCourseError
        If there is none, or they are not of the same ratings.

    Examples
    --------
    Six virtual people learn by Rescorla–Wagner:

    >>> import numpy as np
    >>> from exposure_ladder import fit
    >>> from exposure_ladder.research import planned, simulate_ratings
    >>> from exposure_ladder.research.learners import PearceHall, RescorlaWagner
    >>> plan = planned([30, 50, 70], np.eye(3), people=6, trials=12)
    >>> people = {"rate_without": np.linspace(0.1, 0.5, 6), "rating_sd": np.full(6, 5.0)}
    >>> logs = simulate_ratings(plan, RescorlaWagner(), people, rng=np.random.default_rng(1))
    >>> fits = [fit(logs, model=model, points=32) for model in (PearceHall(), RescorlaWagner())]
    >>> [(row.model, round(row.score, 2)) for row in compare_fits(fits)]
    [('RescorlaWagner', -3.2), ('PearceHall', -3.25)]
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


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Recovery(Summary):
    """True parameters beside fitted ones.

    Attributes
    ----------
    names : tuple of str
        The k parameters.
    truth, mean, low, high : ndarray, shape (people, k)
        What was drawn, what was fitted, and the 80 % interval.
    below : ndarray, shape (people, k)
        Posterior probability of less than the truth; evenly spread over 0–1 if the fit is calibrated (Cook, Gelman &
        Rubin 2006, doi 10.1198/106186006X136976).
    reliable : ndarray of bool, shape (people,)
        As the fit says.

    Examples
    --------
    >>> import numpy as np
    >>> from exposure_ladder.research import planned, recover
    >>> from exposure_ladder.research.learners import RescorlaWagner
    >>> plan = planned([30, 50, 70], np.eye(3), people=5, trials=8)
    >>> found = recover(plan, model=RescorlaWagner(), rng=np.random.default_rng(1), groups=1)
    >>> dict(zip(found.names, found.slope.round(1).tolist()))
    {'rate_without': 0.9, 'offset': 1.6, 'rating_sd': 0.5}
    """

    names: tuple[str, ...]
    truth: Floats
    mean: Floats
    low: Floats
    high: Floats
    below: Floats
    reliable: NDArray[np.bool_]

    @property
    def slope(self) -> Floats:
        """Slope of truth on estimate, shape (k,): 1 when estimates are shrunk as they should be."""
        off, own = self.truth - self.truth.mean(axis=0), self.mean - self.mean.mean(axis=0)
        return np.asarray((off * own).sum(axis=0) / np.maximum((own**2).sum(axis=0), 1e-300))

    @property
    def correlation(self) -> Floats:
        """Correlation of truth and estimate, shape (k,)."""
        spread = self.truth.std(axis=0) * self.mean.std(axis=0)
        both = ((self.truth - self.truth.mean(axis=0)) * (self.mean - self.mean.mean(axis=0))).mean(axis=0)
        return np.asarray(both / np.maximum(spread, 1e-300))

    @property
    def coverage(self) -> Floats:
        """Share of truths inside their 80 % interval, shape (k,)."""
        return np.asarray(((self.low <= self.truth) & (self.truth <= self.high)).mean(axis=0))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Confusion(Summary):
    """Which model foretold held-out people best, by the model that made them.

    Attributes
    ----------
    names : tuple of str
        The models.
    chosen : ndarray of int, shape (models, models)
        Groups made by the row's model for which the column's was best.

    Examples
    --------
    Ten groups made by each of two models, as :func:`confuse_models` finds them:

    >>> import numpy as np
    >>> print(Confusion(names=("RescorlaWagner", "Retrieval"), chosen=np.array([[7, 3], [1, 9]])))
                    RescorlaWagner  Retrieval
    RescorlaWagner               7          3
    Retrieval                    1          9
    """

    names: tuple[str, ...]
    chosen: NDArray[np.int64]

    def __str__(self) -> str:
        wide = max(map(len, self.names))
        head = " " * wide + "  " + "  ".join(self.names)
        rows = (
            f"{name:<{wide}}  " + "  ".join(f"{n:>{len(other)}}" for n, other in zip(row, self.names, strict=True))
            for name, row in zip(self.names, self.chosen, strict=True)
        )
        return "\n".join([head, *rows])


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Power(Summary):
    """How often a planned study of two arms finds their difference, two-sided at 5 %.

    Attributes
    ----------
    found, low, high : float
        Share of simulated studies, and its 95 % interval (Wilson 1927).
    studies : int
        How many.

    Examples
    --------
    As :func:`power` says it after fifty studies, of which forty found the difference:

    >>> told = Power(found=0.8, low=0.67, high=0.89, studies=50)
    >>> print(f"{told.found:.0%} ({told.low:.0%} to {told.high:.0%})")
    80% (67% to 89%)
    """

    found: float
    low: float
    high: float
    studies: int
