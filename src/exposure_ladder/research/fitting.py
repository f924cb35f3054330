"""`fit`: parameters of a learning model, or of the belief's own settings, from one person's log or many people's.

One mechanism. Each person's likelihood is worked out on a few hundred points of parameter space (evenly spread under a
wide prior, and again where the person turned out to be); everything else is a re-weighting of that table:
posteriors, the distribution of the group (empirical Bayes), held-out scores. So no result comes without its
uncertainty, and a person whose posterior rests on too few points is marked as not reliable.

Rates of one person from fewer than 20 noisy ratings are barely identifiable, and return of fear is confounded with them
(correlations of .7 to .9): it is fitted for groups only, one number for all. No estimate says what a person should do.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from itertools import product
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from exposure_ladder.belief import Belief, prior, update
from exposure_ladder.errors import InvalidCourseError, NumericalError, Problem
from exposure_ladder.records import Course, Settings
from exposure_ladder.research.dataset import Histories, histories_of
from exposure_ladder.research.fit_result import TENTH, Fit
from exposure_ladder.research.learners import KalmanFilter, LatentCause, PearceHall, RescorlaWagner, Retrieval
from exposure_ladder.research.posterior import (
    LEAST_GROUP,
    group_of,
    log_below,
    log_mixture,
    log_normal,
    logistic,
    normalised,
    quantiles,
    searched,
    weighed,
)
from exposure_ladder.research.prediction import OURS, foretold
from exposure_ladder.research.results import Interval

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from exposure_ladder.research.learners import Learner

    Floats = NDArray[np.float64]
    Ranges = Mapping[str, tuple[float, float]]

__all__ = ["FREE", "OF_RATINGS", "fit", "free_of"]

FREE: Final[Mapping[type, Ranges]] = MappingProxyType(
    {
        RescorlaWagner: {"rate_without": (0.0, 1.0)},
        PearceHall: {"rate": (0.0, 1.0), "attention": (0.0, 1.0)},
        KalmanFilter: {"noise": (0.05, 20.0), "drift": (0.0, 0.5)},
        LatentCause: {"readiness": (0.0, 5.0), "strength": (0.1, 20.0)},
        Retrieval: {"rate_without": (0.0, 1.0)},
    }
)
"""What is fitted of each model by default, and between which bounds (bounds: assumptions)."""
OF_RATINGS: Final[Ranges] = MappingProxyType({"offset": (-40.0, 40.0), "rating_sd": (2.0, 30.0)})
"""Fitted with every model: felt less written at the start, and SD of single ratings, SUDS (bounds: assumptions)."""
RETURN: Final = ("forgetting", "return_share", "return_days", "slope")
"""Parameters of return of fear, under any model."""
_FOLDS, _GRID, _ROUNDS = 5, 7, 40
_AT_LEAST: Final = 20.0
_ANY_DAY: Final = datetime(2026, 1, 1, tzinfo=UTC)


def fit(
    logs: Course | Sequence[Course] | Histories,
    *,
    model: Learner | None = None,
    free: Ranges | None = None,
    shared: Ranges | None = None,
    points: int = 128,
    pooled: bool = True,
) -> Fit:
    """Fit a learning model, or the settings of the belief, to logs.

    Parameters
    ----------
    logs : Course, sequence of Course, or Histories
        One person or many, all with the same situations.
    model : Learner, optional
        Its other parameters stay as they are. Without it the planner's belief, for which courses are needed: each
        person's rate and offset are then inferred as always, and `shared` names settings.
    free : mapping of str to (low, high), optional
        Parameters that differ between people, with bounds; ``"offset"``, ``"floor"`` and ``"rating_sd"``, in SUDS,
        belong to every model (to it a floor is an outcome of that strength). By default those of `FREE` and
        `OF_RATINGS`.
    shared : mapping of str to (low, high), optional
        Parameters with one value for all people, on a grid of 7; return of fear belongs here.
    points : int
        Points of parameter space for each person in each of seven rounds.
    pooled : bool
        Whether people of a group inform each other; otherwise each is fitted alone, under the wide prior.

    Returns
    -------
    Fit

    Raises
    ------
    InvalidCourseError
        With every name, bound or number that cannot be, and when there is no rating at all.
    NumericalError
        If a model leaves the range of finite numbers between the bounds.

    Notes
    -----
    Points: additive recurrence of Roberts 2018 in logits of the bounded parameters, prior N(0, 1.5²). Weights:
    deterministic mixture of all rounds (Owen & Zhou 2000, *J Am Stat Assoc* 95:135–143). Group: normal in logits, by
    expectation-maximisation (Dempster, Laird & Rubin 1977), with the weight of two people on an SD of 1.

    Examples
    --------
    Six virtual people, whose rates are known:

    >>> import numpy as np
    >>> from exposure_ladder.research import planned, simulate_ratings
    >>> from exposure_ladder.research.learners import RescorlaWagner
    >>> plan = planned([30, 50, 70], np.eye(3), people=6, trials=12)
    >>> people = {"rate_without": np.linspace(0.1, 0.5, 6), "rating_sd": np.full(6, 5.0)}
    >>> logs = simulate_ratings(plan, RescorlaWagner(), people, rng=np.random.default_rng(1))
    >>> print(fit(logs, model=RescorlaWagner(), points=32))
    RescorlaWagner: 6 people, 1 not reliable; 72 ratings, -3.197 nats a rating, held out
      rate_without      0.298  (0.213 to 0.400)
      offset            0.063  (-5.422 to 5.547)
      rating_sd         4.597  (3.682 to 5.934)
      80 % intervals, for the middle person; nothing here says what anybody should do.
    """
    given = logs if isinstance(logs, Histories) else histories_of(logs)
    shared = dict(shared or {})
    if free is None:
        free = {} if model is None else free_of(model)
    _check(given, model, logs, free, shared, points)
    grid = [
        dict(zip(shared, values, strict=True))
        for values in product(*(low + (high - low) * (np.arange(_GRID) + 0.5) / _GRID for low, high in shared.values()))
    ]
    if model is None:
        return _fit_belief([logs] if isinstance(logs, Course) else list(logs), given, grid, shared)  # type: ignore[arg-type]
    return _fit_learner(
        given, model, free, grid, shared, points, pooled=pooled and given.rating.shape[1] >= LEAST_GROUP
    )


def free_of(model: Learner) -> dict[str, tuple[float, float]]:
    """Return what is fitted of a model by default, and between which bounds."""
    return {**FREE.get(type(model), {}), **OF_RATINGS}


def _check(given: Histories, model: Any, logs: Any, free: Ranges, shared: Ranges, points: int) -> None:
    wrong = [
        Problem((name,), "two finite bounds, the lower first", f"{low:g}, {high:g}")
        for name, (low, high) in (*free.items(), *shared.items())
        if not (math.isfinite(low) and math.isfinite(high) and low < high)
    ]
    people, own = given.rating.shape[1], type(model).__name__ if model is not None else "Settings"
    known = {*Settings.model_fields} if model is None else {each.name for each in fields(model)}
    named = (*(name for name in shared if name not in known), *(name for name in free if name not in {*known, *OURS}))
    wrong += [Problem((name,), f"a parameter of {own}", name) for name in named]
    wrong += [Problem((name,), "a value for each person, or one for all", "both") for name in shared if name in free]
    hint = "Name it under `shared`, with a group of people: within one person it cannot be told from the rate."
    wrong += [
        Problem((name,), "return of fear for a group", "for each person", hint) for name in free if name in RETURN
    ]
    if people < LEAST_GROUP:
        wrong += [Problem((n,), f"at least {LEAST_GROUP} people", str(people), hint) for n in shared if n in RETURN]
    if (model is None) == bool(free):
        wrong.append(Problem(("free",), "parameters of a model", "none" if model else "no model"))
    if model is None and isinstance(logs, Histories):
        wrong.append(Problem(("logs",), "courses, for the belief", "Histories"))
    if points < 32 or not given.said.any():
        wrong.append(Problem(("logs", "points"), "a rating, and 32 points", f"{given.said.sum()}, {points}"))
    if wrong:
        raise InvalidCourseError(wrong)


# ------------------------------------------------------------------------------------------------- learning models


def _fit_learner(
    given: Histories,
    model: Learner,
    free: Ranges,
    grid: list[dict[str, float]],
    shared: Ranges,
    points: int,
    *,
    pooled: bool,
) -> Fit:
    people, k = given.rating.shape[1], len(free)

    def table_of(one: dict[str, float], at: Floats) -> Floats:
        return _log_likelihood(given, replace(model, **one), free, at)  # type: ignore[type-var]

    z, log_q = searched(lambda at: table_of(grid[len(grid) // 2], at), people, k, points)
    tables = [table_of(one, z) - log_q for one in grid]
    groups = [group_of(table, z, rounds=_ROUNDS * pooled) for table in tables]
    found = [weighed(table, log_normal(z, *group)) for table, group in zip(tables, groups, strict=True)]
    of_grid = normalised(np.array([evidence.sum() for evidence, _ in found]))
    weights = np.einsum("g,gpz->pz", of_grid, np.stack([each for _, each in found]))
    ends = np.array(list(free.values())).T
    values = ends[0] + (ends[1] - ends[0]) * logistic(z)
    mean = np.einsum("ps,psk->pk", weights, values)
    sd = np.sqrt(np.einsum("ps,psk->pk", weights, (values - mean[:, None]) ** 2))
    low, high = (quantiles(values, weights, q) for q in (0.1, 0.9))
    count = given.said.sum(axis=0)
    reliable = (1.0 / (weights**2).sum(axis=1) >= _AT_LEAST) & (count > k)
    estimates = _middle_person(free, z, groups, [each for _, each in found], of_grid, alone=not pooled) | _shared(
        shared, grid, of_grid
    )

    def foretold_from_others(out: NDArray[np.bool_]) -> Floats:
        inside, outside = [], []
        for table, group in zip(tables, groups, strict=True):
            of_others = group_of(table[~out], z[~out], rounds=_ROUNDS * pooled // 2, start=group)
            evidence, _ = weighed(table, log_normal(z, *of_others))
            inside.append(float(evidence[~out].sum()))
            outside.append(evidence[out])
        return log_mixture(np.stack(outside), normalised(np.array(inside)))

    score, name = _held_out(people, foretold_from_others), type(model).__name__
    return Fit(name, tuple(free), mean, sd, low, high, reliable, estimates, score, count, values, weights)


def _log_likelihood(given: Histories, model: Learner, free: Ranges, z: Floats) -> Floats:
    """Return the log density of each person's ratings at each point, shape (people, points)."""
    people, points = z.shape[:2]
    values = {
        name: (low + (high - low) * logistic(z[:, :, j])).ravel() for j, (name, (low, high)) in enumerate(free.items())
    }
    out = np.empty(people * points)
    sd = values.get("rating_sd", np.full(len(out), 10.0))
    rating, ends = np.where(given.said, given.rating, np.nan), (given.rating <= 0.0) | (given.rating >= 100.0)
    for lanes, predictions in foretold(given, model, values, np.arange(len(out)) // points):
        person, own = lanes // points, sd[lanes]
        constant, total = np.log(own) + 0.5 * math.log(2.0 * math.pi), np.zeros(len(lanes))
        for said, ended, prediction in zip(rating, ends, predictions, strict=True):
            error = (said[person] - prediction) / own
            density = -0.5 * error * error - constant
            if ended.any():  # what lies beyond the ends of the scale cannot be said
                at = ended[person]
                density[at] = log_below(np.where(said[person] <= 0.0, error, -error)[at])
            total += np.where(np.isnan(said[person]), 0.0, density)
        out[lanes] = total
    if not np.isfinite(out).all():
        raise NumericalError(f"{type(model).__name__} left the range of finite numbers.", hint="Use narrower bounds.")
    return out.reshape(people, points)


def _middle_person(
    free: Ranges, z: Floats, groups: list[tuple[Floats, Floats]], weights: list[Floats], of_grid: Floats, *, alone: bool
) -> dict[str, Interval]:
    """Return where the middle of the group lies; its SE counts what each person's ratings can tell."""
    means, variances = [], []
    for (mean, sd), each in zip(groups, weights, strict=True):
        own = np.einsum("ps,psk->pk", each, z)
        left = np.maximum(np.einsum("ps,psk->pk", each, (z - own[:, None]) ** 2), 1e-9)
        told = 1.0 / np.maximum(1.0 / left - 1.0 / sd**2, 1e-6)  # variance of the likelihood alone
        means.append(own.mean(axis=0) if alone else mean)
        variances.append(left.mean(axis=0) if alone else 1.0 / (1.0 / (sd**2 + told)).sum(axis=0))
    mean = of_grid @ np.array(means)
    reach = TENTH * np.sqrt(of_grid @ (np.array(variances) + (np.array(means) - mean) ** 2))
    ends = [logistic(mean + side) for side in (np.zeros_like(reach), -reach, reach)]
    return {
        name: Interval(*(float(low + (high - low) * end[j]) for end in ends))
        for j, (name, (low, high)) in enumerate(free.items())
    }


# ------------------------------------------------------------------------------------------------------- the belief


def _fit_belief(courses: list[Course], given: Histories, grid: list[dict[str, float]], shared: Ranges) -> Fit:
    """Replay every log under every setting of the grid; rate and offset are read off the beliefs at the end."""
    evidence = np.empty((len(grid), len(courses)))
    moments = np.empty((len(grid), len(courses), 2, 2))
    of_each: list[Floats] = []
    for g, values in enumerate(grid):
        for p, course in enumerate(courses):
            settings = Settings.model_validate(course.settings.model_dump() | values)
            belief, evidence[g, p] = _replayed(course.model_copy(update={"settings": settings}))
            moments[g, p] = _rate_and_offset(belief)
            of_each.append(belief.weights)
    of_grid = normalised(evidence.sum(axis=1))
    mean = np.einsum("g,gpk->pk", of_grid, moments[:, :, 0])
    sd = np.sqrt(np.einsum("g,gpk->pk", of_grid, moments[:, :, 1] + moments[:, :, 0] ** 2) - mean**2)
    low, high = mean - TENTH * sd, mean + TENTH * sd
    of_rates = np.einsum("g,gpa->pa", of_grid, np.reshape(of_each, (len(grid), len(courses), -1)))
    grid_of_rates = np.broadcast_to(belief.rates[:, None], (*of_rates.shape, 1))
    low[:, :1], high[:, :1] = (quantiles(grid_of_rates, of_rates, q) for q in (0.1, 0.9))
    people = len(courses)
    score = _held_out(people, lambda out: log_mixture(evidence[:, out], normalised(evidence[:, ~out].sum(axis=1))))
    at, reach = mean.mean(axis=0), TENTH * _error_of_mean(mean, sd)
    least = np.maximum(at - reach, (0.0, -np.inf))  # a rate is never below 0
    middle = {
        name: Interval(float(m), float(low), float(m + r))
        for name, m, low, r in zip(("rate", "offset"), at, least, reach, strict=True)
    }
    count, estimates = given.said.sum(axis=0), middle | _shared(shared, grid, of_grid)
    none = np.zeros((people, 0, 2)), np.zeros((people, 0))
    return Fit("belief", ("rate", "offset"), mean, sd, low, high, count > 2, estimates, score, count, *none)


def _replayed(course: Course) -> tuple[Belief, float]:
    """Return the belief after a log, and the log density of its ratings, each foretold from those before."""
    first = course.log[0].at if course.log else _ANY_DAY
    belief, total = prior(course.model_copy(update={"log": ()}), at=first), 0.0
    for entry in course.log:
        belief, surprise = update(belief, entry)
        if surprise is not None:
            total += surprise.log_density
    return belief, total


def _rate_and_offset(belief: Belief) -> Floats:
    """Return means and variances of the learning rate and of how far the person lies off everywhere, SUDS."""
    weights, n = belief.weights, len(belief.ids)
    rate = float(weights @ belief.rates)
    off = (belief.means + belief.relief.sum(axis=0) - belief.geometry.distress).mean(axis=1)
    offset = float(weights @ off)
    alone = belief.scale**2 * float(belief.state_cov[:n, :n].mean())
    return np.array(
        [
            [rate, offset],
            [float(weights @ (belief.rates - rate) ** 2), alone + float(weights @ (off - offset) ** 2)],
        ]
    )


def _error_of_mean(mean: Floats, sd: Floats) -> Floats:
    """Return the standard error of the mean over people; with one, his own uncertainty."""
    people = len(mean)
    return np.asarray(np.sqrt((mean.var(axis=0) + (sd**2).mean(axis=0)) / people))


# ---------------------------------------------------------------------------------------------------- for all models


def _held_out(people: int, scored: Callable[[NDArray[np.bool_]], Floats]) -> Floats:
    """Return what each person's ratings score, a fold at a time; `scored` foretells some people from the others."""
    score, fold = np.empty(people), np.arange(people) % _FOLDS
    for each in range(min(_FOLDS, people)):
        score[fold == each] = scored(fold == each)
    return score


def _shared(shared: Ranges, grid: list[dict[str, float]], of_grid: Floats) -> dict[str, Interval]:
    estimates = {}
    for name, (low, high) in shared.items():
        values = np.array([[one[name]] for one in grid])
        places, at = np.unique(values[:, 0], return_inverse=True)
        mass = np.bincount(at, weights=of_grid)
        edges = np.linspace(low, high, len(places) + 1)
        ends = [float(np.interp(q, np.concatenate([[0.0], np.cumsum(mass)]), edges)) for q in (0.1, 0.9)]
        estimates[name] = Interval(float(mass @ places), *ends)
    return estimates
