"""What is believed before any entry: means as written or filled in, one covariance, a grid of learning rates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from exposure_ladder.belief.state import Belief, check_time, frozen
from exposure_ladder.errors import InvalidCourseError, Problem
from exposure_ladder.graph import Geometry, measure
from exposure_ladder.records import Course, Settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from exposure_ladder.records import Situation

    Floats = NDArray[np.float64]


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
    check_time(at)
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
    return frozen(
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
