"""What a belief is, and what can be read off it; how it changes stands in the rooms beside it."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np

from exposure_ladder.errors import InvalidCourseError, Problem
from exposure_ladder.graph import Geometry
from exposure_ladder.records import Course, Settings

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Surprise:
    """How an entry compared with what was predicted just before it.

    Attributes
    ----------
    situation : str
        Id of the situation.
    predicted, sd : float
        Mean and SD of the predicted rating, SUDS; rating noise included.
    observed : float
        The rating that came.
    z : float
        ``(observed − predicted) / sd``.
    """

    situation: str
    predicted: float
    sd: float
    observed: float

    @property
    def z(self) -> float:
        """The difference in units of its SD."""
        return (self.observed - self.predicted) / self.sd


@dataclass(frozen=True, slots=True, eq=False)
class Belief:
    """A Gaussian belief for each learning rate on a grid; arrays are read-only, situations in the order of `ids`.

    The last place of the state is the *anticipation*: how far this person's expected distress lies above what is then
    felt.

    Attributes
    ----------
    course : Course
        What it was inferred from.
    at : datetime.datetime
        The moment it holds for.
    geometry : Geometry
        Ids, authored distress, similarities.
    prior_cov : ndarray, shape (n + 1, n + 1)
        K with the anticipation beside it, SUDS².
    rows : ndarray, shape (k, n + 1)
        U: the covariance is ``prior_cov − UᵀU``.
    rates, log_weights : ndarray, shape (a,)
        Learning rates per exposure and their log posterior weights (not normalised).
    deviation : ndarray, shape (a, n + 1)
        Mean of z, one row a rate, SUDS.
    relief : ndarray, shape (2, a, n)
        h, SUDS: the part that lasts and the part that returns with time.
    reference : ndarray, shape (n,)
        Mean before any rating of this moment; rating noise is read from it.
    used : int
        How many entries carried a rating that was used.
    skipped : tuple of str
        Ids of situations in the log that the graph does not have (any more).
    """

    course: Course
    at: datetime
    geometry: Geometry
    prior_cov: Floats
    rows: Floats
    rates: Floats
    log_weights: Floats
    deviation: Floats
    relief: Floats
    reference: Floats
    used: int = 0
    skipped: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the situations, sorted."""
        return self.geometry.ids

    @property
    def weights(self) -> Floats:
        """Posterior probabilities of `rates`; they add up to 1."""
        raw = np.exp(self.log_weights - self.log_weights.max())
        return np.asarray(raw / raw.sum())

    @property
    def mean(self) -> Floats:
        """Expected peak distress of each situation now, SUDS, shape (n,); not cut to 0–100."""
        return np.asarray(self.weights @ self.means)

    @property
    def cov(self) -> Floats:
        """Covariance of the situations, SUDS², shape (n, n), with the uncertainty of the learning rate."""
        n = len(self.ids)
        spread = self.means - self.mean
        state = self.prior_cov[:n, :n] - self.rows[:, :n].T @ self.rows[:, :n]
        return np.asarray(state + (self.weights[:, None] * spread).T @ spread)

    @property
    def sd(self) -> Floats:
        """SD of each situation's distress, SUDS, shape (n,), without rating noise."""
        n = len(self.ids)
        state = np.diag(self.prior_cov)[:n] - np.einsum("kn,kn->n", self.rows[:, :n], self.rows[:, :n])
        return np.asarray(np.sqrt(state + self.weights @ (self.means - self.mean) ** 2))

    @property
    def rating_sd(self) -> Floats:
        """SD of the next single rating of each situation, SUDS, shape (n,)."""
        return np.asarray(np.hypot(self.sd, rating_noise(self.mean, self.course.settings)))

    def likely(self) -> tuple[Floats, Floats]:
        """Return the interval that holds the next single rating in `Settings.likely` of cases, cut to 0–100."""
        reach = normal_quantile(0.5 + self.course.settings.likely / 2.0) * self.rating_sd
        return np.clip(self.mean - reach, 0.0, 100.0), np.clip(self.mean + reach, 0.0, 100.0)

    @property
    def means(self) -> Floats:
        """Expected peak distress for each learning rate, SUDS, shape (a, n)."""
        n = len(self.ids)
        return np.asarray(self.geometry.distress + self.deviation[:, :n] - self.relief.sum(axis=0))


def normal_quantile(probability: float) -> float:
    """Return the value below which a standard normal falls with this probability."""
    return NormalDist().inv_cdf(probability)


def rating_noise(expected: Floats | float, settings: Settings) -> Floats:
    """Return the SD of a single rating, SUDS, given the distress expected beforehand (Nilsonne's repeated ratings)."""
    share = np.clip(np.asarray(expected) / 100.0, 0.0, 1.0)
    return np.maximum(settings.rating_sd_least, settings.rating_sd * np.sqrt(share * (1.0 - share)))


def frozen(belief: Belief) -> Belief:
    """Make the arrays of a belief read-only."""
    for name in ("prior_cov", "rows", "rates", "log_weights", "deviation", "relief", "reference"):
        getattr(belief, name).flags.writeable = False
    return belief


def check_time(at: Any) -> None:
    """Refuse a moment without its UTC offset."""
    if getattr(at, "tzinfo", None) is None:
        raise InvalidCourseError([Problem(("at",), "a time with its UTC offset", "a time without one")])
