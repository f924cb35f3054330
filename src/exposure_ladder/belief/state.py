"""What a belief is, and what can be read off it; how it changes stands in the rooms beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from exposure_ladder.errors import InvalidCourseError, Problem
from exposure_ladder.graph import Geometry
from exposure_ladder.records import Course, Settings

if TYPE_CHECKING:
    from collections.abc import Mapping
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
    rates, log_weights : ndarray, shape (a,)
        Learning rates per exposure and their log posterior weights (not normalised).
    start : Belief or None
        The belief before any entry of this moment, from which rating noise is read; none when this is it.
    entries : tuple of str
        Ids of the entries of this moment that have been read; the same entry again changes nothing.
    used : int
        How many entries carried a rating that was used.
    skipped : tuple of str
        Ids of situations in the log that the graph does not have (any more).

    The arrays that move are kept in the units of an earlier moment, so that letting time pass touches two numbers:
    `fade` for what ratings showed, `kept` for what practice removed and time gives back. Learning rates stand last in
    them, so that one situation lies together in memory.
    """

    course: Course
    at: datetime
    geometry: Geometry
    prior_cov: Floats
    rates: Floats
    log_weights: Floats
    _blocks: tuple[Floats, ...]
    _deviation: Floats
    _lasting: Floats
    _returning: Floats
    fade: float = 1.0
    kept: float = 1.0
    start: Belief | None = None
    entries: tuple[str, ...] = ()
    used: int = 0
    skipped: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the situations, sorted."""
        return self.geometry.ids

    @property
    def rows(self) -> Floats:
        """U, shape (k, n + 1), SUDS: the covariance is ``prior_cov − UᵀU``."""
        return _read_only(self.fade * np.concatenate(self._blocks))

    @property
    def deviation(self) -> Floats:
        """Mean of z, and of the anticipation in the last place, SUDS, shape (a, n + 1)."""
        return _read_only(self.fade * self._deviation.T)

    @property
    def relief(self) -> Floats:
        """h, SUDS, shape (2, a, n): the part that lasts and the part that returns with time."""
        return _read_only(np.stack([self._lasting.T, self.kept * self._returning.T]))

    @property
    def weights(self) -> Floats:
        """Posterior probabilities of `rates`; they add up to 1."""
        raw = np.exp(self.log_weights - self.log_weights.max())
        return _read_only(raw / raw.sum())

    @property
    def means(self) -> Floats:
        """Expected peak distress for each learning rate, SUDS, shape (a, n); not cut to 0–100."""
        return _read_only(self.geometry.distress + self._moved.T)

    @property
    def _moved(self) -> Floats:
        """How far each mean has moved from what was written, SUDS, shape (n, a)."""
        return self.fade * self._deviation[:-1] - self._lasting - self.kept * self._returning

    @property
    def mean(self) -> Floats:
        """Expected peak distress of each situation now, SUDS, shape (n,); not cut to 0–100."""
        return _read_only(self.geometry.distress + self._moved @ self.weights)

    @property
    def reference(self) -> Floats:
        """Mean before any entry of this moment, SUDS, shape (n,)."""
        return (self.start or self).mean

    @property
    def cov(self) -> Floats:
        """Covariance of the situations, SUDS², shape (n, n), with the uncertainty of the learning rate."""
        n, rows = len(self.ids), self.rows[:, :-1]
        spread = self.means - self.mean
        return _read_only(self.prior_cov[:n, :n] - rows.T @ rows + (self.weights[:, None] * spread).T @ spread)

    @property
    def sd(self) -> Floats:
        """SD of each situation's distress, SUDS, shape (n,), without rating noise."""
        rows, means = self.rows[:, :-1], self.means
        state = np.diag(self.prior_cov)[:-1] - np.einsum("kn,kn->n", rows, rows)
        return _read_only(np.sqrt(state + self.weights @ (means - self.mean) ** 2))

    @property
    def rating_sd(self) -> Floats:
        """SD of the next single rating of each situation, SUDS, shape (n,)."""
        return _read_only(np.hypot(self.sd, rating_noise(self.mean, self.course.settings)))

    def likely(self) -> tuple[Floats, Floats]:
        """Return the interval that holds the next single rating in `Settings.likely` of cases, cut to 0–100."""
        mean, reach = self.mean, normal_quantile(0.5 + self.course.settings.likely / 2.0) * self.rating_sd
        return np.clip(mean - reach, 0.0, 100.0), np.clip(mean + reach, 0.0, 100.0)

    def mean_at(self, place: int) -> float:
        """Return `mean` of one situation, SUDS."""
        return float(self.geometry.distress[place] + self.weights @ self.moved_at(place))

    def moved_at(self, place: int) -> Floats:
        """Return how far one mean has moved from what was written, SUDS, shape (a,); last, the anticipation."""
        moved = self.fade * self._deviation[place]
        if place == len(self.ids):
            return np.asarray(moved)
        return np.asarray(moved - self._lasting[place] - self.kept * self._returning[place])

    def covariance_with(self, parts: Mapping[int, float]) -> Floats:
        """Return the covariance of the whole state with a weighted sum of its places, SUDS², shape (n + 1,)."""
        total = sum(share * self.prior_cov[place] for place, share in parts.items())
        for block in self._blocks:
            seen = sum(share * block[:, place] for place, share in parts.items())
            total = total - (self.fade**2 * seen) @ block
        return np.asarray(total)

    def moved(self, column: Floats, errors: Floats, log_likelihood: Floats, **fields: Any) -> Belief:
        """Return the belief with one more row of U, the means moved along it, and the rates weighed anew.

        Parameters
        ----------
        column : ndarray, shape (n + 1,)
            The new row of U, SUDS.
        errors : ndarray, shape (a,)
            How far each rate's mean moves along `column`.
        log_likelihood : ndarray, shape (a,)
            Added to `log_weights`.
        **fields
            Anything else to exchange.
        """
        row = column / self.fade
        return _frozen(
            replace(
                self,
                _blocks=_appended(self._blocks, row),
                _deviation=self._deviation + row[:, None] * errors,
                log_weights=self.log_weights + log_likelihood,
                **fields,
            )
        )

    def relieved(self, learned: Floats, returning: float) -> Belief:
        """Return the belief after practice removed `learned` SUDS, shape (a, n); a share of it comes back with time."""
        return _frozen(
            replace(
                self,
                _lasting=self._lasting + (1.0 - returning) * learned.T,
                _returning=self._returning + (returning / self.kept) * learned.T,
            )
        )

    def later(self, at: datetime, fade: float, kept: float) -> Belief:
        """Return the belief at a later moment: deviations times `fade`, what returns times `kept`."""
        later = replace(self, at=at, fade=self.fade * fade, kept=self.kept * kept, start=None, entries=())
        if min(later.fade, later.kept) > _SMALLEST:
            return later
        return _frozen(
            replace(
                later,
                _blocks=tuple(later.fade * block for block in later._blocks),
                _deviation=later.fade * later._deviation,
                _returning=later.kept * later._returning,
                fade=1.0,
                kept=1.0,
            )
        )


_SMALLEST: Final = 1e-100
_BLOCK: Final = 32
"""Rows of U that are copied at most when one is added."""


def _appended(blocks: tuple[Floats, ...], row: Floats) -> tuple[Floats, ...]:
    """Add a row to U; once there are twice as many rows as columns, put as many in their place with the same UᵀU."""
    *full, last = blocks
    if len(last) >= _BLOCK:
        return (*blocks, row[None])
    if sum(map(len, blocks)) + 1 >= 2 * len(row):
        return (np.asarray(np.linalg.qr(np.concatenate([*blocks, row[None]]), mode="r")),)
    return (*full, np.concatenate([last, row[None]]))


def _read_only(array: Floats) -> Floats:
    array.flags.writeable = False
    return array


def _frozen(belief: Belief) -> Belief:
    for array in (belief.log_weights, belief._deviation, belief._lasting, belief._returning, *belief._blocks):
        array.flags.writeable = False
    return belief


def normal_quantile(probability: float) -> float:
    """Return the value below which a standard normal falls with this probability."""
    return NormalDist().inv_cdf(probability)


def rating_noise(expected: Floats | float, settings: Settings) -> Floats:
    """Return the SD of a single rating, SUDS, given the distress expected beforehand (Nilsonne's repeated ratings)."""
    share = np.clip(np.asarray(expected) / 100.0, 0.0, 1.0)
    return np.maximum(settings.rating_sd_least, settings.rating_sd * np.sqrt(share * (1.0 - share)))


def single_noise(expected: float, settings: Settings) -> float:
    """Return :func:`rating_noise` of one situation."""
    share = min(max(expected / 100.0, 0.0), 1.0)
    return max(settings.rating_sd_least, settings.rating_sd * math.sqrt(share * (1.0 - share)))


def check_time(at: Any) -> None:
    """Refuse a moment without its UTC offset."""
    if getattr(at, "tzinfo", None) is None:
        raise InvalidCourseError([Problem(("at",), "a time with its UTC offset", "a time without one")])
