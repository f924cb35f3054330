"""What a belief is, and what can be read off it; how it changes stands in the rooms beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from exposure_ladder.errors import InvalidCourseError, Problem
from exposure_ladder.graph import Geometry
from exposure_ladder.records import Course, Settings
from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Surprise(Summary):
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

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Rating, infer, template, update
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> _, surprise = update(infer(template("dogs"), at=at), Rating(situation="photo", at=at, distress=60))
    >>> surprise.predicted, surprise.observed, round(surprise.z, 1)
    (20.0, 60.0, 1.4)
    """

    situation: str
    predicted: float
    sd: float
    observed: float

    @property
    def z(self) -> float:
        """The difference in units of its SD."""
        return (self.observed - self.predicted) / self.sd


@dataclass(frozen=True, eq=False)
class State:
    """The numbers of a belief; n situations, a learning rates, and in place n the anticipation. Arrays are read-only.

    Letting time pass touches two numbers, and an entry adds one row. Learning rates stand last, so that one situation
    lies together in memory.

    Attributes
    ----------
    prior_cov : ndarray, shape (n + 1, n + 1)
        K with the anticipation beside it, SUDS².
    blocks : tuple of ndarray, shape (k, n + 1 + a)
        One row for each rating: a row of U in the units of an earlier moment, and how far the mean of each rate moves
        along it. The covariance is ``prior_cov − fade² UᵀU`` and what the means moved by is ``fade Uᵀ`` times the rest.
    lasting, returning : ndarray, shape (n, a)
        What practice removed, SUDS: for good, and in the units of an earlier moment what time gives back.
    log_weights : ndarray, shape (a,)
        Log posterior weights of the rates, not normalised.
    fade, kept : float
        From the units of `blocks` and `returning` to those of this moment.
    """

    prior_cov: Floats
    blocks: tuple[Floats, ...]
    lasting: Floats
    returning: Floats
    log_weights: Floats
    fade: float = 1.0
    kept: float = 1.0

    @property
    def weights(self) -> Floats:
        """Posterior probabilities of the rates, shape (a,)."""
        raw = np.exp(self.log_weights - np.maximum.reduce(self.log_weights))
        raw /= np.add.reduce(raw)
        return _read_only(raw)

    @cached_property
    def shift(self) -> Floats:
        """How far the means have moved from what was written, SUDS, shape (n + 1, a)."""
        wide, shift = len(self.prior_cov), np.zeros((len(self.prior_cov), len(self.log_weights)))
        for block in self.blocks:
            shift += block[:, :wide].T @ block[:, wide:]
        shift *= self.fade
        shift[:-1] -= self.lasting + self.kept * self.returning
        return _read_only(shift)

    def column(self, place: int) -> tuple[Floats, Floats]:
        """Return the covariance of all places with one, SUDS², shape (n + 1,), and its row of :attr:`shift`."""
        wide, seen = len(self.prior_cov), self.blocks[0][:, place] @ self.blocks[0]
        for block in self.blocks[1:]:
            seen += block[:, place] @ block
        seen *= self.fade
        shift = seen[wide:]
        if place < wide - 1:
            shift -= self.lasting[place] + self.kept * self.returning[place]
        return self.prior_cov[place] - self.fade * seen[:wide], shift

    def condition(self, column: Floats, errors: Floats, log_likelihood: Floats) -> State:
        """Return the state with one more row of U, SUDS; `errors`, shape (a,): how far the means move along it."""
        blocks = _append(self.blocks, np.concatenate((column / self.fade, errors)), len(column))
        log_weights = _read_only(self.log_weights + log_likelihood)
        return State(self.prior_cov, blocks, self.lasting, self.returning, log_weights, self.fade, self.kept)

    def relieve(self, learned: Floats, returning: float) -> State:
        """Return the state after practice removed `learned` SUDS, shape (n, a); a share of it comes back with time."""
        lasting = _read_only(self.lasting + (1.0 - returning) * learned)
        back = _read_only(self.returning + (returning / self.kept) * learned)
        return State(self.prior_cov, self.blocks, lasting, back, self.log_weights, self.fade, self.kept)

    def decay(self, fade: float, kept: float) -> State:
        """Return the state when deviations have shrunk by `fade`, and what returns by `kept`."""
        blocks, back, fade, kept = self.blocks, self.returning, self.fade * fade, self.kept * kept
        if fade < _NEGLIGIBLE:
            blocks, fade = (_read_only(blocks[0][:0]),), 1.0
        if kept < _NEGLIGIBLE:
            back, kept = _read_only(np.zeros_like(back)), 1.0
        return State(self.prior_cov, blocks, self.lasting, back, self.log_weights, fade, kept)


_DAY: Final = 86_400.0
_NEGLIGIBLE: Final = 1e-100
"""A share of a rating or of relief that is nothing beside the prior, in double precision."""
_BLOCK: Final = 32
"""Rows that are copied when one is added; once they are so many they join the others, so that there are two blocks."""


def _append(blocks: tuple[Floats, ...], row: Floats, wide: int) -> tuple[Floats, ...]:
    """Add a row; once U has twice as many rows as columns, put as many in their place that say the same."""
    *full, last = blocks
    if len(last) < _BLOCK:
        last = np.concatenate((last, row[None]))
    else:
        full, last = [_read_only(np.concatenate(blocks))], row[None]
    if sum(map(len, full)) + len(last) < 2 * wide:
        return (*full, _read_only(last))
    rows = np.concatenate((*full, last))
    turned, triangle = np.linalg.qr(rows[:, :wide])
    return (_read_only(np.hstack((triangle, turned.T @ rows[:, wide:]))),)


@dataclass(frozen=True, eq=False, repr=False)
class Belief(Summary):
    """A Gaussian belief for each learning rate on a grid; arrays are read-only, situations in the order of `ids`.

    What is read of it is worked out then, and what is read often is kept.

    Attributes
    ----------
    course : Course
        What it was inferred from.
    at : datetime.datetime
        The moment it holds for.
    geometry : Geometry
        Ids, authored distress, similarities.
    rates : ndarray, shape (a,)
        Learning rates per exposure.
    state : State
        Covariance, means, relief and weights.
    start : State or None
        The state before any entry of this moment, from which rating noise is read; none when this is it.
    entries : tuple of str
        Ids of the entries of this moment that have been read; the same entry again changes nothing.
    used : int
        How many entries carried a rating that was used.
    skipped : tuple of str
        Ids of situations in the log that the graph does not have (any more).

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Rating, infer, template
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> belief = infer(template("train").add(Rating(situation="two-quiet", at=at, distress=60)), at=at)
    >>> for name in ("two-quiet", "two-rush"):  # the one that was rated, and one that is like it
    ...     place = belief.geometry.index(name)
    ...     print(name, belief.geometry.distress[place], belief.mean[place].round(), belief.sd[place].round())
    two-quiet 35.0 57.0 11.0
    two-rush 45.0 58.0 29.0
    """

    course: Course
    at: datetime
    geometry: Geometry
    rates: Floats
    state: State
    start: State | None = None
    entries: tuple[str, ...] = ()
    used: int = 0
    skipped: tuple[str, ...] = ()

    def _made_from(self) -> tuple[str, ...]:
        return ("course", "at")

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the situations, sorted."""
        return self.geometry.ids

    @cached_property
    def weights(self) -> Floats:
        """Posterior probabilities of `rates`; they add up to 1."""
        return self.state.weights

    @property
    def relief(self) -> Floats:
        """h, SUDS, shape (2, a, n): the part that lasts and the part that returns with time."""
        return _read_only(np.stack([self.state.lasting.T, self.state.kept * self.state.returning.T]))

    @property
    def anticipation(self) -> Floats:
        """How far this person's expected distress lies above what is then felt, for each rate, SUDS, shape (a,)."""
        return _read_only(self.state.column(len(self.ids))[1])

    @cached_property
    def means(self) -> Floats:
        """Expected peak distress for each learning rate, SUDS, shape (a, n); not cut to 0–100."""
        return _read_only(self.geometry.distress + self.state.shift[:-1].T)

    @cached_property
    def mean(self) -> Floats:
        """Expected peak distress of each situation now, SUDS, shape (n,); not cut to 0–100."""
        return _read_only(self.geometry.distress + self.state.shift[:-1] @ self.weights)

    @property
    def state_cov(self) -> Floats:
        """Covariance of the situations and the anticipation, whatever the rate, SUDS², shape (n + 1, n + 1)."""
        wide, fade = len(self.ids) + 1, self.state.fade
        rows = np.concatenate(self.state.blocks)[:, :wide]
        return _read_only(self.state.prior_cov - (fade * rows).T @ (fade * rows))

    @property
    def cov(self) -> Floats:
        """Covariance of the situations, SUDS², shape (n, n), with the uncertainty of the learning rate."""
        spread = self.means - self.mean
        return _read_only(self.state_cov[:-1, :-1] + (self.weights[:, None] * spread).T @ spread)

    @cached_property
    def sd(self) -> Floats:
        """SD of each situation's distress, SUDS, shape (n,), without rating noise."""
        known = sum(np.einsum("kn,kn->n", rows, rows) for rows in (b[:, : len(self.ids)] for b in self.state.blocks))
        state = np.diag(self.state.prior_cov)[:-1] - self.state.fade**2 * known
        return _read_only(np.sqrt(state + self.weights @ (self.means - self.weights @ self.means) ** 2))

    @cached_property
    def rating_sd(self) -> Floats:
        """SD of the next single rating of each situation, SUDS, shape (n,)."""
        return _read_only(np.hypot(self.sd, rating_noise(self.mean, self.course.settings)))

    def predict(self, at: datetime) -> Belief:
        """Return what is believed at a later moment if nothing is noted until then.

        Deviations fade toward the prior, and part of what practice removed returns. One step or several to a moment
        come to the same, and nothing of the log is read again.

        Parameters
        ----------
        at : datetime.datetime
            The moment, with its UTC offset; not before that of the belief.

        Returns
        -------
        Belief
            Equal to :func:`infer` of the same course, unless the log has an entry in between.

        Raises
        ------
        InvalidCourseError
            If `at` has no UTC offset, or lies before the belief.

        Examples
        --------
        >>> from datetime import UTC, datetime, timedelta
        >>> from exposure_ladder import Rating, infer, template
        >>> at = datetime(2026, 1, 5, tzinfo=UTC)
        >>> belief = infer(template("dogs").add(Rating(situation="photo", at=at, distress=60)), at=at)
        >>> year = belief.predict(at + timedelta(days=365))
        >>> [round(each.mean[each.ids.index("photo")]) for each in (belief, year)]
        [56, 33]
        """
        check_time(at)
        if at < self.at:
            problem = Problem(("at",), f"a time not before {self.at.isoformat()}", at.isoformat())
            raise InvalidCourseError([problem], hint="For an earlier moment, infer the course again.")
        if at == self.at:
            return replace(self, at=at)
        return replace(self, at=at, state=self.state_at(at), start=None, entries=())

    def state_at(self, at: datetime) -> State:
        """Return the numbers at a later moment, before any entry of it."""
        days, settings = (at - self.at).total_seconds() / _DAY, self.course.settings
        return self.state.decay(math.exp(-days / settings.deviation_days), math.exp(-days / settings.return_days))

    def likely(self) -> tuple[Floats, Floats]:
        """Return the interval that holds the next single rating in `Settings.likely` of cases, cut to 0–100."""
        mean, reach = self.mean, normal_quantile(0.5 + self.course.settings.likely / 2.0) * self.rating_sd
        return np.clip(mean - reach, 0.0, 100.0), np.clip(mean + reach, 0.0, 100.0)


def _read_only(array: Floats) -> Floats:
    array.setflags(write=False)
    return array


def normal_quantile(probability: float) -> float:
    """Return the value below which a standard normal falls with this probability."""
    return NormalDist().inv_cdf(probability)


def rating_noise(expected: Floats | float, settings: Settings) -> Floats:
    """Return the SD of a single rating, given the distress expected beforehand.

    It is widest in the middle of the scale. The defaults are computed from repeated ratings of the same events
    (Nilsonne et al., doi 10.6084/m9.figshare.1558201, CC0).

    Parameters
    ----------
    expected : float or ndarray
        0–100 SUDS; beyond the ends counts as the end.
    settings : Settings
        `rating_sd`, `rating_sd_least` and `rating_step` are read.

    Returns
    -------
    ndarray
        SUDS, in the shape of `expected`.

    Examples
    --------
    >>> from exposure_ladder import Settings
    >>> rating_noise(np.array([0.0, 50.0, 90.0]), Settings()).round(1)
    array([ 5. , 12. ,  7.2])
    """
    share = np.clip(np.asarray(expected) / 100.0, 0.0, 1.0)
    noise = np.maximum(settings.rating_sd_least, settings.rating_sd * np.sqrt(share * (1.0 - share)))
    return np.asarray(np.hypot(noise, settings.rating_step / _ROUNDED) if settings.rating_step else noise)


def single_noise(expected: float, settings: Settings) -> float:
    """Return :func:`rating_noise` of one situation."""
    share = min(max(expected / 100.0, 0.0), 1.0)
    noise = max(settings.rating_sd_least, settings.rating_sd * math.sqrt(share * (1.0 - share)))
    return math.hypot(noise, settings.rating_step / _ROUNDED)


_ROUNDED: Final = math.sqrt(12.0)
"""A step over this is the SD of what rounding to the step leaves out."""


def check_time(at: Any) -> None:
    """Refuse a moment without its UTC offset."""
    if getattr(at, "tzinfo", None) is None:
        raise InvalidCourseError([Problem(("at",), "a time with its UTC offset", "a time without one")])
