"""How entries and the passing of time change a belief: carry forward, predict, condition, teach, each once."""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from exposure_ladder.belief.prior import prior
from exposure_ladder.belief.state import Belief, Surprise, check_time, frozen, rating_noise
from exposure_ladder.errors import InvalidCourseError, NumericalError, Problem
from exposure_ladder.graph import generalise
from exposure_ladder.records import Comparison, Course, Exposure, Happened, Override, Rating

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from exposure_ladder.records import Situation

    Floats = NDArray[np.float64]

_DAY = 86_400.0


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
    check_time(at)
    entries = [entry for entry in course.log if entry.at <= at]
    belief = prior(course, at=entries[0].at if entries else at, generated=generated)
    for entry in entries:
        belief, _ = _step(belief, entry)
    return carried(belief, at)


def update(belief: Belief, event: Exposure | Rating | Comparison | Override) -> tuple[Belief, Surprise | None]:
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


def _step(belief: Belief, event: Exposure | Rating | Comparison | Override) -> tuple[Belief, Surprise | None]:
    """Carry forward, predict, condition, teach: in this order, each once."""
    belief = carried(belief, event.at)
    if isinstance(event, Override):
        return belief, None
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


def carried(belief: Belief, at: datetime) -> Belief:
    """Let time pass: deviations fade toward the prior, and part of what practice removed returns.

    Parameters
    ----------
    belief : Belief
        At some moment.
    at : datetime.datetime
        A later moment, with its UTC offset.

    Returns
    -------
    Belief
        The same after one step or after several.
    """
    days = (at - belief.at).total_seconds() / _DAY
    if days == 0.0:
        return replace(belief, at=at)
    settings = belief.course.settings
    fade = math.exp(-days / settings.deviation_days)
    keep = np.array([1.0, math.exp(-days / settings.return_days)])[:, None, None]
    later = replace(
        belief, at=at, rows=belief.rows * fade, deviation=belief.deviation * fade, relief=belief.relief * keep
    )
    return frozen(replace(later, reference=later.mean))


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
    means = np.column_stack([belief.means, belief.deviation[:, -1]])
    error = rated - sum(share * means[:, place] for place, share in parts.items())
    return frozen(
        replace(
            belief,
            rows=_compacted(np.vstack([belief.rows, column / math.sqrt(total)])),
            deviation=belief.deviation + np.outer(error, column / total),
            log_weights=belief.log_weights - 0.5 * error**2 / total,
        )
    )


def _compared(belief: Belief, harder: int, easier: int) -> Belief:
    """Condition on "A is harder than B": a probit likelihood, matched by its first two moments for each rate."""
    parts = {harder: 1.0, easier: -1.0}
    column = _column(belief, parts)
    noise = rating_noise(belief.reference[[harder, easier]], belief.course.settings)
    variance = float(column[harder] - column[easier])
    total = variance + float(noise @ noise)
    gap = (belief.means[:, harder] - belief.means[:, easier]) / math.sqrt(total)
    normal = NormalDist()
    chance = np.array([max(normal.cdf(value), 1e-12) for value in gap])
    ratio = np.array([normal.pdf(value) for value in gap]) / chance
    # one covariance serves all rates, so the variance lost is that of the average gap
    mean_gap = float(belief.weights @ gap)
    mean_ratio = normal.pdf(mean_gap) / max(normal.cdf(mean_gap), 1e-12)
    lost = min(max(mean_ratio * (mean_ratio + mean_gap), 0.0), 1.0)
    return frozen(
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
    means = belief.means
    step = generalise(belief.geometry.similarity[at], means[:, [at]], means, settings.mastery)
    learned = belief.rates[:, None] * event.share * step
    parts = np.array([1.0 - settings.return_share, settings.return_share])[:, None, None]
    return frozen(replace(belief, relief=belief.relief + parts * learned))


def _compacted(rows: Floats) -> Floats:
    """Keep UᵀU with at most as many rows as there are columns once there are twice as many."""
    if rows.shape[0] < 2 * rows.shape[1]:
        return rows
    return np.asarray(np.linalg.qr(rows, mode="r"))
