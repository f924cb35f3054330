"""How entries and the passing of time change a belief: carry forward, predict, condition, teach, each once."""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from exposure_ladder.belief.prior import prior
from exposure_ladder.belief.state import Belief, Surprise, check_time, single_noise
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
    course, log = belief.course, belief.course.log
    last = not log or event.at > log[-1].at  # then there is nothing to sort and nothing to check again
    course = course.model_copy(update={"log": (*log, event)}) if last else course.add(event)
    return _step(replace(belief, course=course), event)


def _step(belief: Belief, event: Exposure | Rating | Comparison | Override) -> tuple[Belief, Surprise | None]:
    """Carry forward, predict, condition, teach: in this order, each once."""
    belief = carried(belief, event.at)
    if event.id in belief.entries:
        return belief, None
    belief = replace(belief, entries=(*belief.entries, event.id), start=belief.start or belief)
    if isinstance(event, Override):
        return belief, None
    place = belief.geometry.place
    named = (event.harder, event.easier) if isinstance(event, Comparison) else (event.situation,)
    missing = [name for name in named if name not in place]
    if missing:
        return replace(belief, skipped=tuple(sorted({*belief.skipped, *missing}))), None
    if isinstance(event, Comparison):
        return _compared(belief, place[event.harder], place[event.easier]), None
    at = place[event.situation]
    rated = event.distress if isinstance(event, Rating) else event.peak
    surprise = None if rated is None else _surprise(belief, at, event.situation, rated)
    if isinstance(event, Exposure) and event.expected is not None:
        belief = _conditioned(belief, (at, len(place)), event.expected)
    if rated is not None:
        belief = _conditioned(belief, (at,), rated, used=belief.used + 1)
    if isinstance(event, Exposure):
        belief = _taught(belief, at, event)
    return belief, surprise


def _surprise(belief: Belief, at: int, situation: str, rated: float) -> Surprise:
    moved, weights = belief.moved_at(at), belief.weights
    shift = float(weights @ moved)
    mean = float(belief.geometry.distress[at]) + shift
    variance = float(belief.covariance_with({at: 1.0})[at]) + float(weights @ (moved - shift) ** 2)
    return Surprise(situation, mean, math.hypot(math.sqrt(variance), single_noise(mean, belief.course.settings)), rated)


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
        return belief if at is belief.at else replace(belief, at=at)
    settings = belief.course.settings
    return belief.later(at, math.exp(-days / settings.deviation_days), math.exp(-days / settings.return_days))


def _noise(belief: Belief, at: int) -> float:
    """Return the rating noise of a situation, read from what was expected before any entry of this moment."""
    return single_noise((belief.start or belief).mean_at(at), belief.course.settings)


def _conditioned(belief: Belief, places: tuple[int, ...], rated: float, **fields: int) -> Belief:
    """Condition on a rating of a sum of places, the first of them a situation; every rate keeps its own mean."""
    column = belief.covariance_with(dict.fromkeys(places, 1.0))
    total = math.fsum(column[place] for place in places) + _noise(belief, places[0]) ** 2
    if not (math.isfinite(total) and total > 0.0):
        raise NumericalError("the covariance of the belief is no longer positive.", hint="Please report this course.")
    written = float(belief.geometry.distress[places[0]])
    errors = rated - written - np.sum([belief.moved_at(place) for place in places], axis=0)
    root = math.sqrt(total)
    return belief.moved(column / root, errors / root, -0.5 * errors**2 / total, **fields)


def _compared(belief: Belief, harder: int, easier: int) -> Belief:
    """Condition on "A is harder than B": a probit likelihood, matched by its first two moments for each rate."""
    column = belief.covariance_with({harder: 1.0, easier: -1.0})
    noise = math.hypot(_noise(belief, harder), _noise(belief, easier))
    root = math.sqrt(float(column[harder] - column[easier]) + noise**2)
    written = belief.geometry.distress[harder] - belief.geometry.distress[easier]
    gap = (written + belief.moved_at(harder) - belief.moved_at(easier)) / root
    normal = NormalDist()
    chance = np.array([max(normal.cdf(value), 1e-12) for value in gap])
    ratio = np.array([normal.pdf(value) for value in gap]) / chance
    # one covariance serves all rates, so the variance lost is that of the average gap
    mean_gap = float(belief.weights @ gap)
    mean_ratio = normal.pdf(mean_gap) / max(normal.cdf(mean_gap), 1e-12)
    lost = math.sqrt(min(max(mean_ratio * (mean_ratio + mean_gap), 1e-12), 1.0))
    return belief.moved(column * (lost / root), ratio / lost, np.log(chance))


def _taught(belief: Belief, at: int, event: Exposure) -> Belief:
    """Let an exposure teach once: h_j grows by rate · share done · S · max(0, min(m_i, m_j) − mastery)."""
    if event.happened is not Happened.PRACTISED or event.share == 0.0:
        return belief
    settings, means = belief.course.settings, belief.means
    step = generalise(belief.geometry.similarity[at], means[:, [at]], means, settings.mastery)
    return belief.relieved(belief.rates[:, None] * event.share * step, settings.return_share)
