"""The most likely learning rate, floor and noise of each of many people at once, with standard errors.

The model is Rescorla–Wagner in SUDS, without contexts and forgetting: ``V_j ← V_j + S_ij α share (λ − V_i)``, and a
rating is V_i plus noise of SD σ. Levenberg's damped Gauss–Newton on forward sensitivities, all people in step; who has
arrived drops out. One rate from fewer than 20 noisy ratings says little, which the standard error shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from exposure_ladder.research.dataset import Histories

    Floats = NDArray[np.float64]

__all__ = ["RateFits", "fit_rates"]

_TOGETHER: Final = 1_000
_MOST: Final = 60
_ARRIVED: Final = 1e-4
RATES: Final = (1e-3, 1.0)
"""Bounds of the rate (engineering choice: a person who does not learn at all has no floor)."""
FLOORS: Final = (0.0, 100.0)
"""Bounds of the floor, SUDS: the ends of the scale."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class RateFits(Summary):
    """Estimates for each person; arrays of shape (people,), read-only.

    Attributes
    ----------
    rate, floor, noise : ndarray
        Learning rate per exposure (.001–1), distress that practice leads to (SUDS), SD of ratings (SUDS).
    rate_sd, floor_sd, noise_sd : ndarray
        Standard errors; infinite where the ratings say nothing.
    converged : ndarray of bool
        Whether the search arrived, with more ratings than parameters and finite errors.

    Examples
    --------
    One rating says nothing about a rate:

    >>> from exposure_ladder.research import Histories, fit_rates
    >>> once = Histories(("photo",), [[0]], rating=[[40]], share=[[1]], gap=[[0]], distress=[[50]], similarity=[[1]])
    >>> fits = fit_rates(once)
    >>> fits.converged.tolist(), fits.rate_sd.tolist()
    ([False], [inf])
    """

    rate: Floats
    floor: Floats
    noise: Floats
    rate_sd: Floats
    floor_sd: Floats
    noise_sd: Floats
    converged: NDArray[np.bool_]


def fit_rates(histories: Histories) -> RateFits:
    """Fit rate, floor and noise for each person by maximum likelihood.

    Parameters
    ----------
    histories : Histories
        Gaps play no part here.

    Returns
    -------
    RateFits

    Notes
    -----
    Levenberg 1944, doi 10.1090/qam/10666. The standard errors are those of the curvature at the estimate.

    Examples
    --------
    Six virtual people with rates from .1 to .5 when the outcome stays away:

    >>> import numpy as np
    >>> from exposure_ladder.research import planned, simulate_ratings
    >>> from exposure_ladder.research.learners import RescorlaWagner
    >>> plan = planned([30, 50, 70], np.eye(3), people=6, trials=30)
    >>> people = {"rate_without": np.linspace(0.1, 0.5, 6), "rating_sd": np.full(6, 5.0)}
    >>> logs = simulate_ratings(plan, RescorlaWagner(), people, rng=np.random.default_rng(1))
    >>> fit_rates(logs).rate.round(2).tolist()
    [0.12, 0.18, 0.3, 0.34, 0.44, 0.56]
    """
    people = histories.rating.shape[1]
    parts = [_some(histories.of(slice(low, low + _TOGETHER))) for low in range(0, people, _TOGETHER)]
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    for column in columns:
        column.flags.writeable = False
    return RateFits(*columns)


def _some(histories: Histories) -> list[NDArray[Any]]:
    """Return the estimates for some people, in the order of the attributes."""
    people = histories.rating.shape[1]
    rate, floor, damping = np.full(people, 0.2), np.full(people, 5.0), np.full(people, 1e-3)
    S, own = _arrays(histories)
    now, left = _sweep(S, own, rate, floor), np.arange(people)
    for _ in range(_MOST):
        by_rate, by_floor = _step(now[:, left], damping[left], rate[left], floor[left])
        new_rate, new_floor = rate[left] + by_rate, floor[left] + by_floor
        still = (np.abs(by_rate) > _ARRIVED) | (np.abs(by_floor) > 100.0 * _ARRIVED)
        rate[left[~still]], floor[left[~still]] = new_rate[~still], new_floor[~still]  # too small a step to be tried
        left, new_rate, new_floor = left[still], new_rate[still], new_floor[still]
        if not len(left):
            break
        new = _sweep(S, [array[:, left] for array in own], new_rate, new_floor)
        better = new[0] <= now[0, left]
        good = left[better]
        rate[good], floor[good], now[:, good] = new_rate[better], new_floor[better], new[:, better]
        damping[left] = np.where(better, 0.1 * damping[left], np.maximum(10.0 * damping[left], 1e-3))
    squares, rr, rf, ff = now[:4]
    count = histories.said.sum(axis=0)
    noise, det = np.sqrt(squares / np.maximum(count, 1)), rr * ff - rf * rf
    enough = (count > 3) & (det > 1e-9 * rr * ff)
    with np.errstate(divide="ignore", invalid="ignore"):
        errors = [np.where(enough, noise * np.sqrt(np.maximum(w, 0.0) / det), np.inf) for w in (ff, rr)]
        errors.append(np.where(enough, noise / np.sqrt(2.0 * count), np.inf))
    arrived = enough.copy()
    arrived[left] = False
    return [rate, floor, noise, *errors, arrived]


def _step(sums: Floats, damping: Floats, rate: Floats, floor: Floats) -> tuple[Floats, Floats]:
    """Return the damped step of both; where one would pass its bounds it stops there and the other goes with it."""
    _, rr, rf, ff, re, fe = sums
    rr, ff = rr * (1.0 + damping) + 1e-12, ff * (1.0 + damping) + 1e-12
    det = rr * ff - rf * rf
    by_floor = np.clip((rr * fe - rf * re) / det, FLOORS[0] - floor, FLOORS[1] - floor)
    by_rate = np.clip((re - rf * by_floor) / rr, np.maximum(RATES[0] - rate, -0.3), np.minimum(RATES[1] - rate, 0.3))
    by_floor = np.clip((fe - rf * by_rate) / ff, FLOORS[0] - floor, FLOORS[1] - floor)
    return by_rate, by_floor


def _arrays(histories: Histories) -> tuple[Floats, list[NDArray[Any]]]:
    """Return what a sweep reads: S, and arrays with people last; a further situation may stand for none."""
    S, start, situation, said = histories.similarity, histories.distress, histories.situation, histories.said
    if (situation < 0).any():
        S, start = np.pad(S, (0, 1)), np.pad(start, ((0, 1), (0, 0)))
        situation = np.where(situation < 0, len(S) - 1, situation)
    return S, [start, situation, np.where(said, histories.rating, 0.0), said.astype(float), histories.share]


def _sweep(S: Floats, own: list[NDArray[Any]], rate: Floats, floor: Floats) -> Floats:
    """Return Σe², Σr², Σrf, Σf², Σre, Σfe for each person; e errors, r and f slopes by rate and floor."""
    start, situation, rating, said, share = own
    (trials, people), n = situation.shape, len(start)
    whole, all_said = bool((share == 1.0).all()), bool((said == 1.0).all())
    state = np.zeros((3, n, people))  # V, dV/drate, dV/dfloor
    state[0] = start
    flat, at = state.reshape(3, -1), situation * people + np.arange(people)
    seen, moved = np.empty((trials, 3, people)), np.empty_like(state)
    by, near, left = np.empty((3, 1, people)), np.empty((n, people)), np.empty(people)
    step, to_rate, to_floor = by[:, 0]
    for row, place, here, done in zip(seen, at, situation, share, strict=True):
        flat.take(place, axis=1, out=row, mode="clip")
        np.multiply(row, rate, out=by[:, 0])
        np.subtract(floor, row[0], out=left)
        np.multiply(left, rate, out=step)
        np.subtract(left, to_rate, out=to_rate)
        np.subtract(rate, to_floor, out=to_floor)
        if not whole:
            by *= done
        S.take(here, axis=1, out=near, mode="clip")
        np.multiply(by, near, out=moved)
        state += moved
    np.subtract(rating, seen[:, 0], out=seen[:, 0])
    if not all_said:
        seen *= said[:, None]
    e, r, f = (seen[:, k] for k in range(3))
    return np.stack([np.einsum("tp,tp->p", a, b) for a, b in ((e, e), (r, r), (r, f), (f, f), (r, e), (f, e))])
