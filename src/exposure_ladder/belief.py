"""What is believed about one person's distress in every situation, and how each entry of the log changes it.

The model, in SUDS of peak distress: ``x = mu + z - h``. mu is what was written or filled in. z ~ N(0, K) is how this
person differs from it, with ``K = b² 11ᵀ + c² (same theme) + τ² S + δ² I`` plus the variance of filled-in numbers.
h ≥ 0 is what practice has removed; it is computed, not uncertain, once the learning rate is given. There is one
covariance for all learning rates, and one mean and one h for each rate on a small grid, so that the person's rate
comes with an interval. The covariance is kept as ``K − UᵀU``: an entry adds a row to U, the passing of time shrinks U.

A belief is derived, never stored: the log is the truth and :func:`infer` replays it. Nothing here reads a clock, and a
rating never widens what is believed. Starting points were tried on the development half of AffVids (Wang et al. 2024).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from exposure_ladder.errors import InvalidCourseError, NumericalError, Problem
from exposure_ladder.graph import Geometry, generalise, measure
from exposure_ladder.records import Comparison, Course, Exposure, Happened, Rating, Settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from exposure_ladder.records import Situation

    Floats = NDArray[np.float64]

__all__ = ["Belief", "Surprise", "infer", "normal_quantile", "prior", "rating_noise", "update"]

_DAY = 86_400.0


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
        return np.asarray(self.weights @ self._means)

    @property
    def cov(self) -> Floats:
        """Covariance of the situations, SUDS², shape (n, n), with the uncertainty of the learning rate."""
        n = len(self.ids)
        spread = self._means - self.mean
        state = self.prior_cov[:n, :n] - self.rows[:, :n].T @ self.rows[:, :n]
        return np.asarray(state + (self.weights[:, None] * spread).T @ spread)

    @property
    def sd(self) -> Floats:
        """SD of each situation's distress, SUDS, shape (n,), without rating noise."""
        n = len(self.ids)
        state = np.diag(self.prior_cov)[:n] - np.einsum("kn,kn->n", self.rows[:, :n], self.rows[:, :n])
        return np.asarray(np.sqrt(state + self.weights @ (self._means - self.mean) ** 2))

    @property
    def rating_sd(self) -> Floats:
        """SD of the next single rating of each situation, SUDS, shape (n,)."""
        return np.asarray(np.hypot(self.sd, rating_noise(self.mean, self.course.settings)))

    def likely(self) -> tuple[Floats, Floats]:
        """Return the interval that holds the next single rating in `Settings.likely` of cases, cut to 0–100."""
        reach = normal_quantile(0.5 + self.course.settings.likely / 2.0) * self.rating_sd
        return np.clip(self.mean - reach, 0.0, 100.0), np.clip(self.mean + reach, 0.0, 100.0)

    @property
    def _means(self) -> Floats:
        n = len(self.ids)
        return np.asarray(self.geometry.distress + self.deviation[:, :n] - self.relief.sum(axis=0))


def normal_quantile(probability: float) -> float:
    """Return the value below which a standard normal falls with this probability."""
    from statistics import NormalDist

    return NormalDist().inv_cdf(probability)


def rating_noise(expected: Floats, settings: Settings) -> Floats:
    """Return the SD of a single rating, SUDS, given the distress expected beforehand (Nilsonne's repeated ratings)."""
    share = np.clip(np.asarray(expected) / 100.0, 0.0, 1.0)
    return np.maximum(settings.rating_sd_least, settings.rating_sd * np.sqrt(share * (1.0 - share)))


def prior(course: Course, *, at: datetime, generated: Sequence[Situation] = ()) -> Belief:
    """Return what is believed before any entry of the log.

    Parameters
    ----------
    course : Course
        Graph and settings; the log is not read.
    at : datetime.datetime
        The moment it holds for, with its UTC offset.
    generated : sequence of Situation
        Further situations that nobody wrote; they change nothing for the others.

    Returns
    -------
    Belief
        Mean and covariance of the written and the generated situations.
    """
    _check_time(at)
    settings = course.settings
    geometry = measure(course.graph, settings, generated=generated)
    n = len(geometry.ids)
    general = settings.person_sd if course.graph.own else settings.example_sd
    cov = np.zeros((n + 1, n + 1))
    cov[:n, :n] = general**2 + settings.graph_sd**2 * geometry.similarity
    cov[:n, :n] += settings.theme_sd**2 * (geometry.theme[:, None] == geometry.theme)
    alone = _private_variance(geometry, settings)
    cov[np.arange(n), np.arange(n)] += alone + geometry.spread**2
    cov[n, n] = settings.anticipation_sd**2
    rates, log_weights = _learning_rates(settings)
    empty = np.zeros((len(rates), n))
    return _frozen(
        Belief(
            course=course,
            at=at,
            geometry=geometry,
            prior_cov=cov,
            rows=np.zeros((0, n + 1)),
            rates=rates,
            log_weights=log_weights,
            deviation=np.zeros((len(rates), n + 1)),
            relief=np.stack([empty, empty]),
            reference=geometry.distress,
        )
    )


def _private_variance(geometry: Geometry, settings: Settings) -> float:
    """Return δ², raised where links have made the similarity matrix indefinite; S itself is never changed."""
    alone = settings.situation_sd**2
    if any(link.similarity > before for link, before in geometry.link_effects):
        share = alone / (1.05 * settings.graph_sd**2)
        try:
            np.linalg.cholesky(geometry.similarity + share * np.eye(len(geometry.ids)))
        except np.linalg.LinAlgError:
            least = float(np.linalg.eigvalsh(geometry.similarity)[0])
            alone = max(alone, -1.05 * settings.graph_sd**2 * least)
    return alone


def _learning_rates(settings: Settings) -> tuple[Floats, Floats]:
    """Return the grid of learning rates, 0 first, and its log prior: an atom at 0 and a Beta on the rest."""
    size = settings.learning_mean * (1.0 - settings.learning_mean) / settings.learning_sd**2 - 1.0
    if size <= 0.0:
        problem = Problem(("settings", "learning_sd"), "an SD that a share with this mean can have", "a larger one")
        raise InvalidCourseError([problem])
    a, b = settings.learning_mean * size, (1.0 - settings.learning_mean) * size
    rates = np.linspace(0.05, 0.95, 19)
    log_beta = (a - 1.0) * np.log(rates) + (b - 1.0) * np.log1p(-rates)
    share = np.exp(log_beta - log_beta.max())
    share *= (1.0 - settings.learning_none) / share.sum()
    with np.errstate(divide="ignore"):
        return np.array([0.0, *rates]), np.log(np.array([settings.learning_none, *share]))


def infer(course: Course, *, at: datetime, generated: Sequence[Situation] = ()) -> Belief:
    """Return what is believed at a moment, given the log up to it.

    Parameters
    ----------
    course : Course
        Graph, log and settings.
    at : datetime.datetime
        The moment, with its UTC offset; later entries are not read.
    generated : sequence of Situation
        Situations that nobody wrote, to be predicted as well.

    Returns
    -------
    Belief
        Equal to folding :func:`update` over the log.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder.records import SituationGraph, Situation
    >>> graph = SituationGraph(title="Dogs", situations=(Situation(id="photo", title="See a photo", distress=20),))
    >>> low, high = infer(Course(graph=graph), at=datetime(2026, 1, 6, tzinfo=UTC)).likely()
    >>> low.round(), high.round()
    (array([0.]), array([53.]))
    """
    _check_time(at)
    entries = [entry for entry in course.log if entry.at <= at]
    belief = prior(course, at=entries[0].at if entries else at, generated=generated)
    for entry in entries:
        belief, _ = _step(belief, entry)
    return _carried(belief, at)


def update(belief: Belief, event: Exposure | Rating | Comparison) -> tuple[Belief, Surprise | None]:
    """Return the belief after one more entry, and how surprising its rating was.

    Parameters
    ----------
    belief : Belief
        Up to, at the latest, the time of the entry.
    event : Exposure, Rating or Comparison
        The entry; it is added to the course.

    Returns
    -------
    belief : Belief
        At the time of the entry.
    surprise : Surprise or None
        None when the entry carries no peak or rating.

    Raises
    ------
    InvalidCourseError
        If the entry is older than the belief: an earlier entry changes all that followed, so infer again.
    """
    if event.at < belief.at:
        problem = Problem(("at",), f"a time not before {belief.at.isoformat()}", event.at.isoformat())
        raise InvalidCourseError([problem], hint="Add the entry to the course and infer again.")
    course = belief.course.add(event)
    if len(course.log) == len(belief.course.log):
        return belief, None
    return _step(replace(belief, course=course), event)


def _step(belief: Belief, event: Exposure | Rating | Comparison) -> tuple[Belief, Surprise | None]:
    """Carry forward, predict, condition, teach: in this order, each once."""
    belief = _carried(belief, event.at)
    place = {name: at for at, name in enumerate(belief.ids)}
    named = (event.harder, event.easier) if isinstance(event, Comparison) else (event.situation,)
    missing = [name for name in named if name not in place]
    if missing:
        return replace(belief, skipped=tuple(sorted({*belief.skipped, *missing}))), None
    if isinstance(event, Comparison):
        return _compared(belief, place[event.harder], place[event.easier]), None
    at = place[event.situation]
    rated = event.distress if isinstance(event, Rating) else event.peak
    surprise = None
    if rated is not None:
        predicted, sd = float(belief.mean[at]), float(belief.rating_sd[at])
        surprise = Surprise(event.situation, predicted, sd, rated)
    if isinstance(event, Exposure) and event.expected is not None:
        belief = _conditioned(belief, {at: 1.0, len(place): 1.0}, event.expected, at)
    if rated is not None:
        belief = replace(_conditioned(belief, {at: 1.0}, rated, at), used=belief.used + 1)
    if isinstance(event, Exposure):
        belief = _taught(belief, at, event)
    return belief, surprise


def _carried(belief: Belief, at: datetime) -> Belief:
    """Let time pass: deviations fade toward the prior, and part of what practice removed returns."""
    days = (at - belief.at).total_seconds() / _DAY
    if days == 0.0:
        return replace(belief, at=at)
    settings = belief.course.settings
    fade = math.exp(-days / settings.deviation_days)
    keep = np.array([1.0, math.exp(-days / settings.return_days)])[:, None, None]
    carried = replace(
        belief, at=at, rows=belief.rows * fade, deviation=belief.deviation * fade, relief=belief.relief * keep
    )
    return _frozen(replace(carried, reference=carried.mean))


def _column(belief: Belief, parts: dict[int, float]) -> Floats:
    """Return the covariance of the whole state with a weighted sum of its places."""
    places, shares = list(parts), np.array(list(parts.values()))
    seen = belief.rows[:, places] @ shares
    return np.asarray(belief.prior_cov[:, places] @ shares - seen @ belief.rows)


def _conditioned(belief: Belief, parts: dict[int, float], rated: float, at: int) -> Belief:
    """Condition on a rating of a weighted sum of the state; every learning rate keeps its own mean."""
    column = _column(belief, parts)
    noise = float(rating_noise(belief.reference[at : at + 1], belief.course.settings)[0])
    total = sum(share * column[place] for place, share in parts.items()) + noise**2
    if not (math.isfinite(total) and total > 0.0):
        raise NumericalError("the covariance of the belief is no longer positive.", hint="Please report this course.")
    means = np.column_stack([belief._means, belief.deviation[:, -1]])
    error = rated - sum(share * means[:, place] for place, share in parts.items())
    return _frozen(
        replace(
            belief,
            rows=_compacted(np.vstack([belief.rows, column / math.sqrt(total)])),
            deviation=belief.deviation + np.outer(error, column / total),
            log_weights=belief.log_weights - 0.5 * error**2 / total,
        )
    )


def _compared(belief: Belief, harder: int, easier: int) -> Belief:
    """Condition on "A is harder than B": a probit likelihood, matched by its first two moments for each rate."""
    from statistics import NormalDist

    parts = {harder: 1.0, easier: -1.0}
    column = _column(belief, parts)
    noise = rating_noise(belief.reference[[harder, easier]], belief.course.settings)
    variance = float(column[harder] - column[easier])
    total = variance + float(noise @ noise)
    gap = (belief._means[:, harder] - belief._means[:, easier]) / math.sqrt(total)
    normal = NormalDist()
    chance = np.array([max(normal.cdf(value), 1e-12) for value in gap])
    ratio = np.array([normal.pdf(value) for value in gap]) / chance
    # one covariance serves all rates, so the variance lost is that of the average gap
    mean_gap = float(belief.weights @ gap)
    mean_ratio = normal.pdf(mean_gap) / max(normal.cdf(mean_gap), 1e-12)
    lost = min(max(mean_ratio * (mean_ratio + mean_gap), 0.0), 1.0)
    return _frozen(
        replace(
            belief,
            rows=_compacted(np.vstack([belief.rows, column * math.sqrt(lost / total)])),
            deviation=belief.deviation + np.outer(ratio, column / math.sqrt(total)),
            log_weights=belief.log_weights + np.log(chance),
        )
    )


def _taught(belief: Belief, at: int, event: Exposure) -> Belief:
    """Let an exposure teach once: h_j grows by rate · share done · S · max(0, min(m_i, m_j) − mastery)."""
    if event.happened is not Happened.PRACTISED or event.share == 0.0:
        return belief
    settings = belief.course.settings
    means = belief._means
    step = generalise(belief.geometry.similarity[at], means[:, [at]], means, settings.mastery)
    learned = belief.rates[:, None] * event.share * step
    parts = np.array([1.0 - settings.return_share, settings.return_share])[:, None, None]
    return _frozen(replace(belief, relief=belief.relief + parts * learned))


def _compacted(rows: Floats) -> Floats:
    """Keep UᵀU with at most as many rows as there are columns once there are twice as many."""
    if rows.shape[0] < 2 * rows.shape[1]:
        return rows
    return np.asarray(np.linalg.qr(rows, mode="r"))


def _frozen(belief: Belief) -> Belief:
    for name in ("prior_cov", "rows", "rates", "log_weights", "deviation", "relief", "reference"):
        getattr(belief, name).flags.writeable = False
    return belief


def _check_time(at: Any) -> None:
    if getattr(at, "tzinfo", None) is None:
        raise InvalidCourseError([Problem(("at",), "a time with its UTC offset", "a time without one")])
