"""How entries and the passing of time change a belief: decay, predict, condition, teach, each once."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from exposure_ladder.belief.belief import Belief, Surprise
from exposure_ladder.belief.distribution import single_noise
from exposure_ladder.belief.prior import prior
from exposure_ladder.belief.state import State
from exposure_ladder.errors import InvalidCourseError, NumericalError, Problem
from exposure_ladder.graph import generalise
from exposure_ladder.records import Comparison, Course, Exposure, Happened, Override, Rating
from exposure_ladder.records._moments import time_at

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from exposure_ladder.records import Situation

    Floats = NDArray[np.float64]


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

    Raises
    ------
    InvalidCourseError
        If `at` has no UTC offset, or the settings' mean and SD of the learning rate do not go together.
    NumericalError
        If rounding has left no variance to condition on.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder.records import SituationGraph, Situation
    >>> graph = SituationGraph(title="Dogs", situations=(Situation(id="photo", title="See a photo", distress=20),))
    >>> low, high = infer(Course(graph=graph), at=datetime(2026, 1, 6, tzinfo=UTC)).likely()
    >>> low.round(), high.round()
    (array([0.]), array([59.]))
    """
    at = time_at(at)
    entries = [entry for entry in course.log if entry.at <= at]
    belief = prior(course, at=entries[0].at if entries else at, generated=generated)
    for entry in entries:
        belief, _ = _step(belief, entry, course)
    return belief.predict(at)


def update(belief: Belief, event: Exposure | Rating | Comparison | Override) -> tuple[Belief, Surprise | None]:
    """Return the belief after one more entry, and how surprising its rating was.

    Parameters
    ----------
    belief : Belief
        Up to, at the latest, the time of the entry.
    event : Exposure, Rating, Comparison or Override
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
    NumericalError
        If rounding has left no variance to condition on.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder.belief import infer
    >>> from exposure_ladder.records import Course, Rating, SituationGraph
    >>> graph = SituationGraph(title="Dogs", situations=[{"id": "photo", "title": "See a photo", "distress": 20}])
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> belief, _ = update(infer(Course(graph=graph), at=at), Rating(situation="photo", at=at, distress=60))
    >>> bool(20 < belief.mean[0] < 60)
    True
    """
    if event.at < belief.at:
        problem = Problem(("at",), f"a time not before {belief.at.isoformat()}", event.at.isoformat())
        raise InvalidCourseError([problem], hint="Add the entry to the course and infer again.")
    course, log = belief.course, belief.course.log
    later = not log or event.at > log[-1].at
    if later and not event.withdrawn and all(event.id != entry.id for entry in (*log, *course.consents)):
        return _step(belief, event, course.trusted_copy(log=(*log, event)))  # nothing to sort, nothing to check again
    return _step(belief, event, course.with_log([event]))


def _step(
    belief: Belief, event: Exposure | Rating | Comparison | Override, course: Course
) -> tuple[Belief, Surprise | None]:
    """Let time pass, predict, condition, teach: in this order, each once."""
    state, read, start = belief.state, belief.entries, belief.start
    if event.at != belief.at:
        state, read, start = belief.state_at(event.at), (), None
    if event.id in read:
        return replace(belief, course=course), None
    start, used, skipped, surprise = start or state, belief.used, belief.skipped, None
    place = belief.geometry.place
    names = () if isinstance(event, Override) else _subjects(event)
    missing = [name for name in names if name not in place]
    if missing:
        skipped = tuple(sorted({*skipped, *missing}))
    elif isinstance(event, Rating):
        state, surprise = _condition_on_rating(belief, state, start, event.situation, None, event.distress)
    elif isinstance(event, Exposure):
        state, surprise = _condition_on_rating(belief, state, start, event.situation, event.expected, event.peak)
        state = _teach(belief, state, event)
    elif isinstance(event, Comparison):
        state = _condition_on_comparison(belief, state, start, (place[event.harder], place[event.easier]))
    used += surprise is not None
    now = Belief(course, event.at, belief.geometry, belief.rates, state, start, (*read, event.id), used, skipped)
    return now, surprise


def _subjects(event: Exposure | Rating | Comparison) -> tuple[str, ...]:
    return (event.harder, event.easier) if isinstance(event, Comparison) else (event.situation,)


def _condition_on_rating(
    belief: Belief, state: State, start: State, situation: str, expected: float | None, rated: float | None
) -> tuple[State, Surprise | None]:
    """Predict the rating, then condition on what was expected beforehand and on the rating."""
    if rated is None and expected is None:
        return state, None
    at = belief.geometry.place[situation]
    settings, written = belief.course.settings, float(belief.geometry.distress[at])
    column, shifts = state.column(at)
    weights = state.weights
    mean = written + float(weights @ shifts)
    now = single_noise(mean, settings)
    noise = now if start is state else single_noise(written + _shift(start, at), settings)
    surprise = None
    if rated is not None:
        off = written + shifts - mean
        variance = state.scale**2 * (float(column[0, at] + column[1, at]) + now * now) + float(weights @ (off * off))
        surprise = Surprise(situation, mean, math.sqrt(variance), rated, state.freedom + state.count)
    if expected is not None:
        beyond, above = state.column(len(state.prior_cov) - 1)
        both, loose = column + beyond, math.hypot(noise, settings.expected_sd)
        variance = float(both[0, at] + both[1, at] + both[0, -1] + both[1, -1])
        state = _condition(state, both, variance, expected - written - (shifts + above), loose)
        if rated is not None:
            column, shifts = state.column(at)
    if rated is not None:
        state = _condition(state, column, float(column[0, at] + column[1, at]), rated - written - shifts, noise)
    return state, surprise


def _shift(state: State, place: int) -> float:
    """Return how far the mean of a situation has moved from what was written, SUDS."""
    return float(state.weights @ state.column(place)[1])


def _condition(state: State, column: Floats, variance: float, errors: Floats, noise: float) -> State:
    """Condition on a rating that misses each rate's mean by `errors`; `variance` is that of what is rated, SUDS²."""
    total = variance + noise * noise
    if not (math.isfinite(total) and total > 0.0):
        raise NumericalError("the covariance of the belief is no longer positive.", hint="Please report this course.")
    root = math.sqrt(total)
    return state.condition(column / root, errors / root)


def _condition_on_comparison(belief: Belief, state: State, start: State, places: tuple[int, int]) -> State:
    """Condition on "A is harder than B": a probit likelihood, matched by its first two moments for each rate.

    The person's scale is that before any entry of the moment, as the noise is.
    """
    (harder, above), (easier, below) = (state.column(place) for place in places)
    column, written = harder - easier, [float(belief.geometry.distress[place]) for place in places]
    before = [distress + _shift(start, place) for distress, place in zip(written, places, strict=True)]
    noise = math.hypot(*(single_noise(mean, belief.course.settings) for mean in before))
    difference = column.sum(axis=0)
    root = math.sqrt(float(difference[places[0]] - difference[places[1]]) + noise**2)
    scale = start.scale
    gap = (written[0] - written[1] + above - below) / (root * scale)
    chance = np.array([_chance(value) for value in gap])
    ratio = np.array([_density(value) for value in gap]) / chance
    # one covariance serves all rates, so the variance lost is that of the average gap
    mean_gap = float(state.weights @ gap)
    mean_ratio = _density(mean_gap) / _chance(mean_gap)
    lost = math.sqrt(min(max(mean_ratio * (mean_ratio + mean_gap), 1e-12), 1.0))
    return state.judge(column * (lost / root), scale * ratio / lost, np.log(chance))


def _chance(gap: float) -> float:
    """Return the standard normal distribution function, exact far out where a judgement contradicts all numbers."""
    return max(0.5 * math.erfc(-gap / math.sqrt(2.0)), 1e-300)


def _density(gap: float) -> float:
    return math.exp(-0.5 * gap * gap) / math.sqrt(2.0 * math.pi)


def _teach(belief: Belief, state: State, event: Exposure) -> State:
    """Let an exposure teach once: h_j grows by rate · share done · S · max(0, min(m_i, m_j) − floor)."""
    if event.happened is not Happened.PRACTISED or event.share == 0.0:
        return state
    at, settings = belief.geometry.place[event.situation], belief.course.settings
    means = belief.geometry.distress[:, None] + state.shift[:-1]
    step = generalise(belief.geometry.similarity[at][:, None], means[at], means, settings.learning_floor)
    return state.relieve(belief.rates * event.share * step, settings.return_share)
