"""What is believed before any entry: means as written or filled in, one covariance, a grid of learning rates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from exposure_ladder.belief.belief import Belief
from exposure_ladder.belief.state import State
from exposure_ladder.errors import InvalidCourseError, Problem
from exposure_ladder.graph import Geometry, measure
from exposure_ladder.records import Course, Settings
from exposure_ladder.records._moments import time_at

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
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

    Raises
    ------
    InvalidCourseError
        If `at` has no UTC offset, or the settings' mean and SD of the learning rate do not go together.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import template
    >>> before = prior(template("train"), at=datetime(2026, 1, 5, tzinfo=UTC))
    >>> dict(zip(before.ids, before.mean.tolist()))["all-rush"]
    80.0
    """
    at = time_at(at)
    settings = course.settings
    geometry = measure(course.graph, settings, generated=generated)
    n = len(geometry.ids)
    general = settings.person_sd if course.graph.own else settings.example_sd
    inner = general**2 + settings.theme_sd**2 * (geometry.theme[:, None] == geometry.theme)
    inner += settings.graph_sd**2 * geometry.kinship
    inner += settings.facet_slope_sd**2 * (geometry.slopes @ geometry.slopes.T)
    inner[np.arange(n), np.arange(n)] += _private_variance(geometry, settings, frozenset(course.graph.ids))
    wide = headroom(geometry.distress, settings)
    cov = np.zeros((n + 1, n + 1))
    cov[:n, :n] = wide[:, None] * inner * wide + geometry.doubt
    cov[n, n] = settings.anticipation_sd**2
    rates, log_weights = _learning_rates(settings)
    empty, none, squares = np.zeros((n, len(rates))), np.zeros((0, 2 * (n + 1) + len(rates))), np.zeros(len(rates))
    for array in (cov, rates, log_weights, empty, none, squares):
        array.flags.writeable = False
    state = State(cov, settings.state_share, settings.scale_df, (none,), empty, empty, log_weights, squares)
    return Belief(course, at, geometry, rates, state)


def headroom(distress: Floats, settings: Settings) -> Floats:
    """Return D: how much people differ at a level of distress (SUDS), as a share of the middle of the scale.

    Like rating noise it is widest in the middle and least where there is no room on one side.
    """
    share = np.clip(distress / 100.0, 0.0, 1.0)
    return np.maximum(2.0 * settings.rating_sd_least / settings.rating_sd, 2.0 * np.sqrt(share * (1.0 - share)))


def _private_variance(geometry: Geometry, settings: Settings, written: Collection[str]) -> Floats:
    """Return δ² of every situation, raised where links have made the kinship indefinite; S itself never changes.

    Situations that their levels describe wholly have next to none. The written situations come first: what is generated
    bears what is still missing, and leaves them as they are.
    """
    alone = np.where(geometry.alone, settings.situation_sd**2, _LEAST)
    if not any(link.similarity > before for link, before in geometry.link_effects):
        return alone
    shared = settings.graph_sd**2 * geometry.kinship
    made = np.array([name not in written for name in geometry.ids])
    ours, theirs = np.ix_(~made, ~made), np.ix_(made, made)
    if not _positive(shared[ours] + np.diag(alone[~made]) / _SLACK):
        alone[~made] = np.maximum(alone[~made], -_SLACK * float(np.linalg.eigvalsh(shared[ours])[0]))
    if made.any() and not _positive(shared + np.diag(alone) / _SLACK):
        across = shared[np.ix_(~made, made)]
        told = across.T @ np.linalg.solve(shared[ours] + np.diag(alone[~made]), across)
        alone[made] = np.maximum(alone[made], _SLACK * float(np.linalg.eigvalsh(told - shared[theirs])[-1]))
    return alone


_SLACK: Final = 1.05
_LEAST: Final = 0.01
"""δ² in SUDS² of a situation that its levels describe wholly: enough for the equations to keep their digits."""


def _positive(matrix: Floats) -> bool:
    try:
        np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        return False
    return True


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
