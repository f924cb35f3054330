"""What a belief is, and what can be read off it; how it changes stands in the rooms beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from exposure_ladder.belief.distribution import rating_noise, student_log_density, student_quantile
from exposure_ladder.errors import InvalidCourseError, Problem
from exposure_ladder.graph import Geometry
from exposure_ladder.records import Course, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
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
        Mean and scale of the Student's t of the predicted rating, SUDS; rating noise included.
    observed : float
        The rating that came.
    freedom : float
        Degrees of freedom of that distribution.
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
    freedom: float = math.inf

    @property
    def z(self) -> float:
        """The difference in units of its scale."""
        return (self.observed - self.predicted) / self.sd

    @property
    def log_density(self) -> float:
        """Log of the predicted density at the rating that came."""
        return student_log_density(self.z, self.freedom) - math.log(self.sd)

    def likely(self, share: float) -> tuple[float, float]:
        """Return the interval that held the rating with this probability, cut to 0–100 SUDS."""
        reach = self.sd * student_quantile(0.5 + share / 2.0, self.freedom)
        return max(self.predicted - reach, 0.0), min(self.predicted + reach, 100.0)


@dataclass(frozen=True, eq=False)
class State:
    """The numbers of a belief; n situations, a learning rates, and in place n the anticipation. Arrays are read-only.

    A person's deviation from what was written is ``z + f``: a trait that fades slowly and a state of the day that fades
    in days, with the covariances ``(1 − share)·K`` and ``share·K`` before any rating. Letting time pass touches three
    numbers, and an entry adds one row. Learning rates stand last, so that one situation lies together in memory.
    Variances hold for a scale of 1 (see :attr:`scale`).

    Attributes
    ----------
    prior_cov : ndarray, shape (n + 1, n + 1)
        K with the anticipation beside it, SUDS².
    share : float
        The part of K that is the state of the day.
    freedom : float
        Degrees of freedom of the prior of the person's scale, at least 1.
    blocks : tuple of ndarray, shape (k, 2 (n + 1) + a)
        One row for each rating: a row of U for the trait and one for the state, both in the units of an earlier moment,
        and how far the mean of each rate moves along it. With W = ``trait_fade`` U_z + ``state_fade`` U_f the
        covariance is ``prior_cov − WᵀW``, and the means moved by Wᵀ times the rest.
    lasting, returning : ndarray, shape (n, a)
        What practice removed, SUDS: for good, and in the units of an earlier moment what time gives back.
    log_prior : ndarray, shape (a,)
        Log prior weights of the rates with what comparisons said, not normalised.
    squares : ndarray, shape (a,)
        Summed squares of the standardised errors of all ratings, for each rate.
    count : int
        How many ratings that were.
    trait_fade, state_fade, relief_fade : float
        From the units of `blocks` and `returning` to those of this moment.
    """

    prior_cov: Floats
    share: float
    freedom: float
    blocks: tuple[Floats, ...]
    lasting: Floats
    returning: Floats
    log_prior: Floats
    squares: Floats
    count: int = 0
    trait_fade: float = 1.0
    state_fade: float = 1.0
    relief_fade: float = 1.0

    @cached_property
    def log_weights(self) -> Floats:
        """Log posterior weights of the rates, shape (a,), not normalised."""
        after = 0.5 * (self.freedom + self.count)
        return _read_only(self.log_prior - after * np.log1p(self.squares / self.freedom))

    @cached_property
    def weights(self) -> Floats:
        """Posterior probabilities of the rates, shape (a,)."""
        raw = np.exp(self.log_weights - np.maximum.reduce(self.log_weights))
        raw /= np.add.reduce(raw)
        return _read_only(raw)

    @property
    def scale(self) -> float:
        """How much more, or less, than usual this person varies; all SDs are times this."""
        squares = float(self.weights @ self.squares)
        return math.sqrt((self.freedom + squares) / (self.freedom + self.count))

    def rows(self) -> Iterator[tuple[Floats, Floats]]:
        """Yield W and how far the means move along its rows, block by block."""
        wide = len(self.prior_cov)
        for block in self.blocks:
            rows = self.trait_fade * block[:, :wide]
            rows += self.state_fade * block[:, wide : 2 * wide]
            yield rows, block[:, 2 * wide :]

    @cached_property
    def shift(self) -> Floats:
        """How far the means have moved from what was written, SUDS, shape (n + 1, a)."""
        shift = np.zeros((len(self.prior_cov), len(self.log_prior)))
        for rows, along in self.rows():
            shift += rows.T @ along
        shift[:-1] -= self.lasting + self.relief_fade * self.returning
        return _read_only(shift)

    def column(self, place: int) -> tuple[Floats, Floats]:
        """Return the covariances of trait and state of all places with one place, and its row of :attr:`shift`.

        Covariances have shape (2, n + 1), SUDS²; their sum is that of the deviations.
        """
        wide = len(self.prior_cov)
        seen = np.zeros(self.blocks[0].shape[1])
        for block in self.blocks:
            seen += (self.trait_fade * block[:, place] + self.state_fade * block[:, wide + place]) @ block
        shift = seen[2 * wide :]
        if place < wide - 1:
            shift -= self.lasting[place] + self.relief_fade * self.returning[place]
        column = np.empty((2, wide))
        before = self.prior_cov[place]
        np.subtract((1.0 - self.share) * before, self.trait_fade * seen[:wide], out=column[0])
        np.subtract(self.share * before, self.state_fade * seen[wide : 2 * wide], out=column[1])
        return column, shift

    def _rows_with(self, column: Floats, along: Floats) -> tuple[Floats, ...]:
        """Return U with one more row; `along`, shape (a,): how far the means move along it."""
        row = np.concatenate((column[0] / self.trait_fade, column[1] / self.state_fade, along))
        return _append(self.blocks, row, len(along))

    def condition(self, column: Floats, errors: Floats) -> State:
        """Return the state after a rating: `column`, shape (2, n + 1), and errors of each rate over the SD of both."""
        squares = _read_only(self.squares + errors * errors)
        return replace(self, blocks=self._rows_with(column, errors), squares=squares, count=self.count + 1)

    def judge(self, column: Floats, along: Floats, log_likelihood: Floats) -> State:
        """Return the state after a comparison, which says nothing about the person's scale."""
        log_prior = _read_only(self.log_prior + log_likelihood)
        return replace(self, blocks=self._rows_with(column, along), log_prior=log_prior)

    def relieve(self, learned: Floats, returning: float) -> State:
        """Return the state after practice removed `learned` SUDS, shape (n, a); a share of it comes back with time."""
        lasting = _read_only(self.lasting + (1.0 - returning) * learned)
        back = _read_only(self.returning + (returning / self.relief_fade) * learned)
        return replace(self, lasting=lasting, returning=back)

    def decay(self, trait: float, state: float, relief: float) -> State:
        """Return the state when trait, state of the day, and what returns have shrunk by these factors."""
        fades = [self.trait_fade * trait, self.state_fade * state, self.relief_fade * relief]
        blocks, back, wide = self.blocks, self.returning, len(self.prior_cov)
        if min(fades[:2]) < _NEGLIGIBLE:  # rewrite them in the units of this moment, before digits are lost
            factors = np.ones(blocks[0].shape[1])
            factors[:wide], factors[wide : 2 * wide] = fades[0], fades[1]
            blocks, fades[0], fades[1] = tuple(_read_only(block * factors) for block in blocks), 1.0, 1.0
        if fades[2] < _NEGLIGIBLE:
            back, fades[2] = _read_only(back * fades[2]), 1.0
        trait, state, relief = fades
        return replace(self, blocks=blocks, returning=back, trait_fade=trait, state_fade=state, relief_fade=relief)


_DAY: Final = 86_400.0
_NEGLIGIBLE: Final = 1e-30
"""A share below which numbers in the units of an earlier moment are rewritten in those of today."""
_BLOCK: Final = 32
"""Rows that are copied when one is added; once they are so many they join the others, so that there are two blocks."""


def _append(blocks: tuple[Floats, ...], row: Floats, rates: int) -> tuple[Floats, ...]:
    """Add a row; once U has twice as many rows as columns, put as many in their place that say the same."""
    *full, last = blocks
    if len(last) < _BLOCK:
        last = np.concatenate((last, row[None]))
    else:
        full, last = [_read_only(np.concatenate(blocks))], row[None]
    wide = len(row) - rates
    if sum(map(len, full)) + len(last) < 2 * wide:
        return (*full, _read_only(last))
    rows = np.concatenate((*full, last))
    turned, triangle = np.linalg.qr(rows[:, :wide])
    return (_read_only(np.hstack((triangle, turned.T @ rows[:, wide:]))),)


@dataclass(frozen=True, eq=False)
class Belief:
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
        return _read_only(np.stack([self.state.lasting.T, self.state.relief_fade * self.state.returning.T]))

    @cached_property
    def ordinary(self) -> Belief:
        """The same belief about an ordinary day: all but the state of today, which nobody can know beforehand.

        Ladders are built from it, so that one bad morning reorders nothing; screens of the day read `mean`.
        """
        return replace(self, state=self.state.decay(1.0, 0.0, 1.0), start=None, entries=())

    @property
    def scale(self) -> float:
        """How much this person varies, beside most people: 1 before any rating.

        One number for each person, learned from how far ratings fell from what was expected. A surprising rating widens
        all intervals, steady ratings narrow them.
        """
        return self.state.scale

    @property
    def freedom(self) -> float:
        """Degrees of freedom of the Student's t of the next rating: `Settings.scale_df` and one for each rating."""
        return self.state.freedom + self.state.count

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
        """Covariance of situations and anticipation for a scale of 1, whatever the rate, SUDS², (n + 1, n + 1)."""
        rows = np.concatenate([rows for rows, _ in self.state.rows()])
        return _read_only(self.state.prior_cov - rows.T @ rows)

    @property
    def cov(self) -> Floats:
        """Covariance of the situations, SUDS², shape (n, n), with the uncertainty of the learning rate."""
        spread = self.means - self.mean
        return _read_only(self.scale**2 * self.state_cov[:-1, :-1] + (self.weights[:, None] * spread).T @ spread)

    @cached_property
    def sd(self) -> Floats:
        """Scale of the Student's t of each situation's distress, SUDS, shape (n,), without rating noise."""
        known = sum(np.einsum("kn,kn->n", rows, rows) for rows, _ in self.state.rows())[:-1]
        state = self.scale**2 * (np.diag(self.state.prior_cov)[:-1] - known)
        return _read_only(np.sqrt(state + self.weights @ (self.means - self.weights @ self.means) ** 2))

    @cached_property
    def noise(self) -> Floats:
        """Noise of this person's next single rating of each situation, SUDS, shape (n,)."""
        return _read_only(self.scale * rating_noise(self.mean, self.course.settings))

    @cached_property
    def rating_sd(self) -> Floats:
        """Scale of the Student's t of the next single rating of each situation, SUDS, shape (n,)."""
        return _read_only(np.hypot(self.sd, self.noise))

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
        return self.state.decay(*fades((at - self.at).total_seconds() / _DAY, self.course.settings))

    def likely(self, share: float | None = None) -> tuple[Floats, Floats]:
        """Return the interval that holds the next single rating of each situation, cut to 0–100.

        Parameters
        ----------
        share : float, optional
            In this share of cases, above 0 and below 1; `Settings.likely` without it.

        Returns
        -------
        low, high : ndarray, shape (n,)
            SUDS.

        Examples
        --------
        >>> from datetime import UTC, datetime
        >>> from exposure_ladder import infer, template
        >>> low, high = infer(template("dogs"), at=datetime(2026, 1, 5, tzinfo=UTC)).likely(0.5)
        >>> float(low[0].round()), float(high[0].round())
        """
        reach = self.rating_sd * self.quantile(self.course.settings.likely if share is None else share)
        return np.clip(self.mean - reach, 0.0, 100.0), np.clip(self.mean + reach, 0.0, 100.0)

    def quantile(self, share: float) -> float:
        """Return how many of `rating_sd` to both sides of the mean hold a share of the next ratings."""
        return student_quantile(0.5 + share / 2.0, self.freedom)


def fades(days: float, settings: Settings) -> tuple[float, float, float]:
    """Return what is left, after some days, of trait, state of the day, and relief that returns."""
    slow = (settings.deviation_days, settings.state_days, settings.return_days)
    trait, state, relief = (math.exp(-days / each) for each in slow)
    return trait, state, relief


def _read_only(array: Floats) -> Floats:
    array.setflags(write=False)
    return array


def check_time(at: Any) -> None:
    """Refuse a moment without its UTC offset."""
    if getattr(at, "tzinfo", None) is None:
        raise InvalidCourseError([Problem(("at",), "a time with its UTC offset", "a time without one")])
