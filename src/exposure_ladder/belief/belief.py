"""The belief about one person, and what can be read off it; how it changes stands in `inference`."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from exposure_ladder._version import __version__
from exposure_ladder.belief.distribution import rating_noise, student_log_density, student_quantile, tail_ratio
from exposure_ladder.belief.state import State, fades, read_only
from exposure_ladder.errors import InvalidCourseError, Problem
from exposure_ladder.graph import Geometry
from exposure_ladder.records import Course
from exposure_ladder.records._moments import time_at
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
    (20.0, 60.0, 1.3)
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
        """Return the interval that held the rating with a probability of `share`, cut to 0–100 SUDS."""
        reach = self.sd * student_quantile(0.5 + share / 2.0, self.freedom)
        return max(self.predicted - reach, 0.0), min(self.predicted + reach, 100.0)


@dataclass(frozen=True, eq=False, repr=False)
class Belief(Summary):
    """A Gaussian belief for each learning rate on a grid; arrays are read-only, situations in the order of `ids`.

    What is read of it is worked out then, and what is read often is kept. It may be pickled to hand it to another
    process of the same version; another version refuses it.

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
    two-quiet 35.0 56.0 13.0
    two-rush 45.0 58.0 28.0
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

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle with the version: a belief is derived, and another version derives another one from the same log."""
        return _unpickled, (__version__, {each.name: getattr(self, each.name) for each in fields(self)})

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
        return read_only(np.stack([self.state.lasting.T, self.state.relief_fade * self.state.returning.T]))

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
        return read_only(self.state.column(len(self.ids))[1])

    @cached_property
    def means(self) -> Floats:
        """Expected peak distress for each learning rate, SUDS, shape (a, n); not cut to 0–100."""
        return read_only(self.geometry.distress + self.state.shift[:-1].T)

    @cached_property
    def mean(self) -> Floats:
        """Expected peak distress of each situation now, SUDS, shape (n,); not cut to 0–100."""
        return read_only(self.geometry.distress + self.state.shift[:-1] @ self.weights)

    @property
    def state_cov(self) -> Floats:
        """Covariance of situations and anticipation for a scale of 1, whatever the rate, SUDS², (n + 1, n + 1)."""
        rows = np.concatenate([rows for rows, _ in self.state.rows()])
        return read_only(self.state.prior_cov - rows.T @ rows)

    @property
    def cov(self) -> Floats:
        """Covariance of the situations, SUDS², shape (n, n), with the uncertainty of the learning rate."""
        spread = self.means - self.mean
        return read_only(self.scale**2 * self.state_cov[:-1, :-1] + (self.weights[:, None] * spread).T @ spread)

    @cached_property
    def sd(self) -> Floats:
        """Scale of the Student's t of each situation's distress, SUDS, shape (n,), without rating noise."""
        known = sum(np.einsum("kn,kn->n", rows, rows) for rows, _ in self.state.rows())[:-1]
        state = self.scale**2 * (np.diag(self.state.prior_cov)[:-1] - known)
        return read_only(np.sqrt(state + self.weights @ (self.means - self.weights @ self.means) ** 2))

    @cached_property
    def noise(self) -> Floats:
        """Noise of this person's next single rating of each situation, SUDS, shape (n,)."""
        return read_only(self.scale * rating_noise(self.mean, self.course.settings))

    @cached_property
    def rating_sd(self) -> Floats:
        """Scale of the Student's t of the next single rating of each situation, SUDS, shape (n,)."""
        return read_only(np.hypot(self.sd, self.noise))

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
        [54, 30]
        """
        at = time_at(at)
        if at < self.at:
            problem = Problem(("at",), f"a time not before {self.at.isoformat()}", at.isoformat())
            raise InvalidCourseError([problem], hint="For an earlier moment, infer the course again.")
        if at == self.at:
            return replace(self, at=at)
        return replace(self, at=at, state=self.state_at(at), start=None, entries=())

    def state_at(self, at: datetime) -> State:
        """Return the numbers at a later moment `at`, before any entry of it."""
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
        (45.0, 95.0)
        """
        share = self.course.settings.likely if share is None else share
        reach = self.rating_sd * student_quantile(0.5 + share / 2.0, self.freedom)
        return np.clip(self.mean - reach, 0.0, 100.0), np.clip(self.mean + reach, 0.0, 100.0)

    def tail_sd(self, probability: float) -> Floats:
        """Return SDs of normal distributions that reach as far as the next ratings at `probability`, SUDS, (n,)."""
        return read_only(self.rating_sd * tail_ratio(probability, self.freedom))


_DAY: Final = 86_400.0


def _unpickled(version: str, values: dict[str, Any]) -> Belief:
    """Return a belief that this version pickled; arrays are read-only again."""
    if version != __version__:
        hint = "A belief is never stored: keep the course, and infer it again."
        raise InvalidCourseError(
            [Problem(("belief",), f"a belief pickled by version {__version__}", version)], hint=hint
        )
    read_only(values["rates"])
    for part in (values["state"], values["start"], values["geometry"]):
        if part is not None:
            _make_read_only(part)
    return Belief(**values)


def _make_read_only(part: Any) -> None:
    """Let no array of a value be written to, be it a field or in a tuple of them."""
    for each in fields(part):
        value = getattr(part, each.name)
        for array in value if isinstance(value, tuple) else (value,):
            if isinstance(array, np.ndarray):
                read_only(array)
