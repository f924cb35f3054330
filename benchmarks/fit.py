"""How long fitting learning rate, floor and noise takes for each of 1,000 people with 60 practices, against scipy.

Everyone fits the same Rescorla–Wagner model, which generalises over 20 situations, to the same ratings, in processor
time of one thread, for each person:

- `fit_rates` of this library: all people at once, with standard errors and a mask of those that did not converge;
- scipy's L-BFGS-B, one person after the other, on a likelihood in plain Python, and on one compiled by numba, both
  without gradients and without standard errors, as one would write it first.

Before the clock starts, the rates are compared with a tight optimum (Nelder–Mead from the estimate, 200 people): 99 %
must lie within 1e-4.

    python benchmarks/fit.py [--rounds 7] [--json]

Exit code: 0 within the goals, 1 when one is missed, 2 when a peer is missing. Needs scipy and numba.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pairs

pairs.one_thread()
PEERS = {"scipy.optimize": "scipy", "numba": "numba"}
FOUND = pairs.peers(PEERS)

import numpy as np  # noqa: E402 (after the threads are set)
from numba import njit  # noqa: E402
from scipy.optimize import minimize  # noqa: E402

from exposure_ladder.research.dataset import Histories  # noqa: E402
from exposure_ladder.research.maximum_likelihood import FLOORS, RATES, RateFits, fit_rates  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

PEOPLE, TRIALS, SITUATIONS = 1_000, 60, 20
FEW = {"scipy L-BFGS-B, plain Python": 4, "scipy L-BFGS-B, numba": 40}
GOALS = {"scipy L-BFGS-B, plain Python": 400.0, "scipy L-BFGS-B, numba": 50.0}
NEAR, SHARE, CHECKED = 1e-4, 0.99, 200
START = (0.2, 5.0, 1.5)
BOUNDS = (RATES, FLOORS, (-3.0, 5.0))


def made() -> Histories:
    """Return ratings of people with different rates and floors, going up the situations."""
    rng = np.random.default_rng(7)
    places = np.arange(SITUATIONS)
    S = np.exp(-np.abs(places[:, None] - places) / 3.0)
    start = np.linspace(20.0, 95.0, SITUATIONS)
    order = np.sort(rng.integers(0, SITUATIONS, (TRIALS, PEOPLE)), axis=0)
    rate, floor = rng.uniform(0.05, 0.5, PEOPLE), rng.uniform(0.0, 15.0, PEOPLE)
    threat, rating, who = np.tile(start[:, None], (1, PEOPLE)), np.empty((TRIALS, PEOPLE)), np.arange(PEOPLE)
    for t, at in enumerate(order):
        felt = threat[at, who]
        rating[t] = np.clip(felt + rng.normal(0.0, 5.0, PEOPLE), 0.0, 100.0)
        threat += S[:, at] * (rate * (floor - felt))
    ids = tuple(f"s{i:02}" for i in places)
    whole, wide = np.ones(order.shape), np.tile(start[:, None], (1, PEOPLE))
    return Histories(ids, order, rating, whole, np.zeros(order.shape), wide, S)


def plain(at: list[int], said: list[float], start: list[float], S: list[list[float]]) -> Callable[[Floats], float]:
    def minus_log_likelihood(parameters: Floats) -> float:
        rate, floor, log_noise = parameters
        threat, squares = start[:], 0.0
        for i, rating in zip(at, said, strict=True):
            felt = threat[i]
            squares += (rating - felt) ** 2
            step, near = rate * (floor - felt), S[i]
            for j in range(len(threat)):
                threat[j] += step * near[j]
        return float(len(said) * log_noise + squares / (2.0 * np.exp(2.0 * log_noise)))

    return minus_log_likelihood


@njit  # type: ignore[untyped-decorator]
def compiled(parameters: Floats, at: NDArray[np.intp], said: Floats, start: Floats, S: Floats) -> float:
    rate, floor, log_noise = parameters[0], parameters[1], parameters[2]
    threat, squares = start.copy(), 0.0
    for t in range(len(said)):
        i = at[t]
        felt = threat[i]
        squares += (said[t] - felt) ** 2
        step = rate * (floor - felt)
        for j in range(len(threat)):
            threat[j] += step * S[i, j]
    return float(len(said) * log_noise + squares / (2.0 * np.exp(2.0 * log_noise)))


def cases(data: Histories) -> dict[str, Callable[[], object]]:
    few = range(FEW["scipy L-BFGS-B, plain Python"])
    slow = [
        plain(
            data.situation[:, p].tolist(),
            data.rating[:, p].tolist(),
            data.distress[:, p].tolist(),
            data.similarity.tolist(),
        )
        for p in few
    ]
    ready = [columns(data, p) for p in range(FEW["scipy L-BFGS-B, numba"])]
    options = {"method": "L-BFGS-B", "bounds": BOUNDS}
    return {
        "scipy L-BFGS-B, plain Python": lambda: [minimize(f, START, **options).x for f in slow],
        "scipy L-BFGS-B, numba": lambda: [minimize(compiled, START, args=args, **options).x for args in ready],
        "fit_rates": lambda: fit_rates(data),
    }


def columns(data: Histories, p: int) -> tuple[Floats, ...]:
    return tuple(
        np.ascontiguousarray(a) for a in (data.situation[:, p], data.rating[:, p], data.distress[:, p], data.similarity)
    )


def check(data: Histories, fits: RateFits) -> float:
    """Return the share of rates within 1e-4 of a tight optimum; those that say they did not converge are left out."""
    near = []
    for p in np.flatnonzero(fits.converged)[:CHECKED].tolist():
        first = (fits.rate[p], fits.floor[p], float(np.log(fits.noise[p])))
        options = {"xatol": 1e-8, "fatol": 1e-11, "maxiter": 4000, "maxfev": 8000}
        best = minimize(compiled, first, args=columns(data, p), method="Nelder-Mead", bounds=BOUNDS, options=options)
        near.append(abs(best.x[0] - fits.rate[p]) <= NEAR)
    return float(np.mean(near))


def main() -> int:
    """Compare answers, then times; print, and say by the exit code whether the goals hold."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=7, help="rounds (default 7, at least 5)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    if options.rounds < 5:
        parser.error("--rounds: expected at least 5")
    data = made()
    fits = fit_rates(data)
    right, arrived, rows = check(data, fits), float(fits.converged.mean()), []
    every = cases(data)
    for reference, goal in GOALS.items():
        both = {name: every[name] for name in (reference, "fit_rates")}
        timings = pairs.compare(both, reference, rounds=options.rounds)
        each = {reference: FEW[reference], "fit_rates": PEOPLE}
        for name, timing in timings.items():
            scale = each[name] / FEW[reference]
            low, high = (scale * side for side in timing.quartiles)
            timings[name] = replace(
                timing,
                seconds=timing.seconds / each[name],
                times_faster=scale * timing.times_faster,
                quartiles=(low, high),
            )
        rows += pairs.rows("for each person", timings, {"fit_rates": goal})
    if options.json:
        versions = ("numpy", *PEERS.values())
        shown = pairs.as_dict("fit", rows, rounds=options.rounds, versions=versions)
        print(json.dumps(shown | {"near": right, "converged": arrived}, indent=2))
    else:
        print(pairs.as_table(rows))
        print(f"\nconverged {arrived:.1%}; of {CHECKED} of these within {NEAR:g} of a tight optimum: {right:.1%}")
    return 0 if all(row.within for row in rows) and min(right, arrived) >= SHARE else 1


if __name__ == "__main__":
    raise SystemExit(main())
