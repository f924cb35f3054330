"""Weights on points of parameter space: where they lie, posteriors, a group's distribution, quantiles.

Parameters live in logits of their bounds, where the widest thing believed of anybody is N(0, 1.5²). Tables of log
likelihood have people first, points last.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = [
    "LEAST_GROUP",
    "WIDE",
    "evenly_spread",
    "group_of",
    "log_below",
    "log_mixture",
    "log_normal",
    "logistic",
    "normalised",
    "quantiles",
    "searched",
    "weighed",
]

LEAST_GROUP: Final = 5
"""People from which on a distribution of the group is fitted (assumption)."""
ROUNDS: Final = 7
"""Rounds of points: under the prior, then nearer and nearer (computed: enough for 3 parameters and 60 trials)."""
WIDE: Final = 1.5
"""SD of the prior in logits: nearly even between the bounds (assumption)."""


def evenly_spread(points: int, k: int) -> Floats:
    """Return points that fill a standard normal of k dimensions evenly (Roberts 2018)."""
    root = 2.0
    for _ in range(40):
        root = (1.0 + root) ** (1.0 / (k + 1))
    u = (0.5 + np.outer(np.arange(1, points + 1), root ** -np.arange(1.0, k + 1))) % 1.0
    inverse = NormalDist().inv_cdf
    return np.array([[inverse(min(max(x, 1e-6), 1.0 - 1e-6)) for x in row] for row in u.tolist()]).reshape(points, k)


def logistic(z: Floats) -> Floats:
    """Return the logistic function: a share of the way between two bounds, or a chance."""
    return np.asarray(1.0 / (1.0 + np.exp(-z)))


def searched(log_likelihood: Callable[[Floats], Floats], people: int, k: int, points: int) -> tuple[Floats, Floats]:
    """Return points for each person, shape (people, ROUNDS · points, k), and their log density of being chosen.

    First evenly under the wide prior, then where the person's posterior turned out to be; while that rests on few
    points, on a flatter one (tempering), so that it cannot close in on a single lucky point.
    """
    spread = evenly_spread(ROUNDS * points, k).reshape(ROUNDS, points, k)
    z, table = np.empty((people, 0, k)), np.empty((people, 0))
    parts = [(np.zeros((people, k)), np.tile(WIDE * np.eye(k), (people, 1, 1)))]
    for here in spread:
        centre, root = parts[-1]
        z = np.concatenate([z, centre[:, None] + np.einsum("pij,sj->psi", root, here)], axis=1)
        table = np.concatenate([table, log_likelihood(z[:, -points:])], axis=1)
        log_q = np.logaddexp.reduce([_log_density(z, *part) for part in parts]) - math.log(len(parts))
        weights = _tempered(table - log_q + log_normal(z, np.zeros(k), np.full(k, WIDE)), points / 8.0)
        mean = np.einsum("ps,psk->pk", weights, z)
        off = z - mean[:, None]
        cov = np.einsum("ps,psi,psj->pij", weights, off, off) + 1e-3 * np.eye(k)
        parts.append((mean, 1.2 * np.linalg.cholesky(cov)))
    return z, np.asarray(log_q)


def _tempered(raw: Floats, least: float) -> Floats:
    """Return weights with a power of 1, ½, ¼ … such that they rest on at least so many points."""
    weights = weighed(raw, np.zeros(1))[1]
    for halvings in range(1, 12):
        few = 1.0 / (weights**2).sum(axis=1) < least
        if not few.any():
            break
        weights[few] = weighed(raw[few] * 0.5**halvings, np.zeros(1))[1]
    return weights


def _log_density(z: Floats, centre: Floats, root: Floats) -> Floats:
    off = np.linalg.solve(root, np.swapaxes(z - centre[:, None], 1, 2))
    size = np.log(np.diagonal(root, axis1=1, axis2=2)).sum(axis=1)
    return np.asarray(-0.5 * (off**2).sum(axis=1) - size[:, None])


def log_normal(z: Floats, mean: Floats, sd: Floats) -> Floats:
    """Return the log density, but for a constant, of points (…, k) under independent normals."""
    return np.asarray((-0.5 * ((z - mean) / sd) ** 2 - np.log(sd)).sum(axis=-1))


def log_below(z: Floats) -> Floats:
    """Return the log of the standard normal distribution function, to 1e-4 (Zelen & Severo 1964, 26.2.17, 26.2.14)."""
    x = np.abs(z)
    t = 1.0 / (1.0 + 0.2316419 * x)
    series = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    fraction = np.maximum(x, 3.0)
    for k in range(8, 0, -1):
        fraction = np.maximum(x, 3.0) + k / fraction
    log_tail = np.where(x < 3.0, np.log(series), -np.log(fraction)) - 0.5 * x * x - 0.5 * math.log(2.0 * math.pi)
    return np.where(z < 0.0, log_tail, np.log1p(-np.exp(log_tail)))


def weighed(table: Floats, log_prior: Floats) -> tuple[Floats, Floats]:
    """Return log evidence (people,) and posterior weights (people, points)."""
    raw = table + log_prior
    top = raw.max(axis=1, keepdims=True)
    weights = np.exp(raw - top)
    total = weights.sum(axis=1, keepdims=True)
    return (top + np.log(total))[:, 0] - math.log(table.shape[1]), weights / total


def group_of(
    table: Floats, z: Floats, *, rounds: int, start: tuple[Floats, Floats] | None = None
) -> tuple[Floats, Floats]:
    """Return mean and SD of the group in logits; without any rounds where it starts, by default the wide prior."""
    people, k = len(table), z.shape[-1]
    mean, sd = start or (np.zeros(k), np.full(k, WIDE))
    for _ in range(rounds):
        _, weights = weighed(table, log_normal(z, mean, sd))
        new = np.einsum("ps,psk->k", weights, z) / (people + 1.0 / WIDE**2)
        wide = np.sqrt((np.einsum("ps,psk->k", weights, (z - new) ** 2) + 2.0) / (people + 2.0))
        still = max(np.abs(new - mean).max(), np.abs(wide - sd).max()) > 1e-3
        mean, sd = new, wide
        if not still:
            break
    return mean, sd


def normalised(log_weights: Floats) -> Floats:
    """Return weights that add up to 1."""
    raw = np.exp(log_weights - log_weights.max())
    return np.asarray(raw / raw.sum())


def log_mixture(log_values: Floats, weights: Floats) -> Floats:
    """Return the log of the weighted mean of values, shape (points,), given the logs of all (grid, points)."""
    top = log_values.max(axis=0)
    return np.asarray(top + np.log(weights @ np.exp(log_values - top)))


def quantiles(values: Floats, weights: Floats, share: float) -> Floats:
    """Return weighted quantiles, shape (people, k), of values (people, points, k) under weights (people, points)."""
    order = np.argsort(values, axis=1, kind="stable")
    sorted_values = np.take_along_axis(values, order, axis=1)
    sorted_weights = np.take_along_axis(np.broadcast_to(weights[:, :, None], values.shape), order, axis=1)
    below = np.cumsum(sorted_weights, axis=1) - 0.5 * sorted_weights
    pairs = ((below[p, :, j], sorted_values[p, :, j]) for p, j in np.ndindex(len(values), values.shape[2]))
    return np.array([np.interp(share, *pair) for pair in pairs]).reshape(len(values), -1)
