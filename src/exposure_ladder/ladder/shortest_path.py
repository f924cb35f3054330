"""The cheapest way up: choose rungs from a canonical order so that the sum of the prices of all hops is least.

Pure arrays, no records: positions 0 … n−1 are situations in canonical order, ``x`` their distress, ``S`` their
similarity. A hop from i to j has ``challenge(j | i) = x_j − S_ij · max(0, min(x_i, x_j) − mastery)``: the distress at j
after i has been practised down to mastery. It never rises above x_j and falls with similarity.

Without optional prerequisites one sweep is exact. With them the problem is NP-hard; branching on broken prerequisites
is exact up to a stated number of subproblems, and beyond it the answer carries a bound on how far off it can be.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from exposure_ladder.graph import generalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

MAX_SUBPROBLEMS: Final = 2**13
"""Subproblems before the search stops with a bound: enough to be exact for any 12 optional prerequisites."""


@dataclass(frozen=True, slots=True)
class Path:
    """Chosen positions, their summed price, and how far above the optimum that sum may be (0: exact)."""

    positions: tuple[int, ...]
    cost: float
    optimality_gap: float = 0.0


def challenge(x: Floats, S: Floats, mastery: float) -> Floats:
    """Return the challenge of every hop, SUDS; row i is where one stands, column j where one goes. Shape (n, n)."""
    hops: Floats = generalise(S, x[:, None], x, mastery)
    return np.subtract(x, hops, out=hops)


def prices(hops: Floats, kappa: float, tie_kappa: float) -> Floats:
    """Return exp(challenge / κ); for κ = ∞ every hop costs 1 and the price at `tie_kappa` decides between equals."""
    if math.isfinite(kappa):
        scaled: Floats = hops / kappa
        return np.exp(scaled, out=scaled)
    # a whole path's ties add up to less than 1, so they never outweigh a rung
    return np.asarray(1.0 + np.exp((hops - 100.0) / tie_kappa) / (len(hops) + 1.0))


def sweep(hop_prices: Floats, start_prices: Floats, forced: Flags) -> Path | None:
    """Return the cheapest path that visits every forced position and ends at the last one; exact, O(n²).

    Parameters
    ----------
    hop_prices : ndarray, shape (n, n)
        Price of going from row i to column j > i; ``inf`` forbids.
    start_prices : ndarray, shape (n,)
        Price of beginning at j; ``inf`` forbids.
    forced : ndarray of bool, shape (n,)
        Positions that must be visited; at least one. A banned position has infinite prices.

    Returns
    -------
    Path or None
        None when no path exists. Among equally cheap paths the one through earlier positions.
    """
    must = forced.tolist()
    if True not in must:
        return None
    while not must[-1]:
        must.pop()
    way = _by_lists if len(must) <= _FEW else _by_arrays
    cost, came = way(hop_prices.T, start_prices.tolist(), must)
    if not math.isfinite(cost):
        return None
    positions = [len(must) - 1]
    while came[positions[-1]] >= 0:
        positions.append(came[positions[-1]])
    return Path(tuple(reversed(positions)), float(cost))


_FEW: Final = 32
"""Positions up to which Python's lists are faster than arrays."""


def _by_lists(into: Floats, begin: list[float], must: list[bool]) -> tuple[float, list[int]]:
    """Return the least cost of the last position, and from where each was reached (−1: it was the first)."""
    best: list[float] = []
    came: list[int] = []
    low, begun, columns = 0, False, into.tolist()
    for j, stop in enumerate(must):
        least, via, column = math.inf if begun else begin[j], -1, columns[j]
        for i in range(low, j):
            total = best[i] + column[i]
            if total < least:
                least, via = total, i
        best.append(least)
        came.append(via)
        if stop:
            low, begun = j, True
    return best[-1], came


def _by_arrays(into: Floats, begin: list[float], must: list[bool]) -> tuple[float, list[int]]:
    """Do the same with a whole column at a time."""
    best, came = np.full(len(must), math.inf), [-1] * len(must)
    low, begun, columns = 0, False, np.ascontiguousarray(into)
    for j, stop in enumerate(must):
        best[j] = math.inf if begun else begin[j]
        if j > low:
            total = best[low:j] + columns[j, low:j]
            via = int(total.argmin())
            if total[via] < best[j]:
                best[j], came[j] = total[via], low + via
        if stop:
            low, begun = j, True
    return float(best[-1]), came


def cheapest(hop_prices: Floats, start_prices: Floats, forced: Flags, needs: Sequence[Sequence[int]]) -> Path | None:
    """Return the cheapest path in which every visited position comes after all the positions it needs.

    Parameters
    ----------
    hop_prices, start_prices, forced
        As for :func:`sweep`; whatever a forced position needs must be forced too.
    needs : sequence of sequence of int
        For each position the earlier positions it needs.

    Returns
    -------
    Path or None
        With `optimality_gap` above 0 only when more than 2¹³ subproblems would have been needed.
    """
    wanted = {need for j, wants in enumerate(needs) if not forced[j] for need in wants}
    optional = sorted(need for need in wanted if not forced[need])
    if not optional:
        return sweep(hop_prices, start_prices, forced)
    closed = _closed(needs)
    nobody = np.zeros(len(forced), dtype=bool)
    everyone = forced.copy()
    everyone[optional] = True

    def solve(must: Flags, banned: Flags) -> Path | None:
        if (must & banned).any():
            return None
        hops, starts = hop_prices.copy(), start_prices.copy()
        hops[banned], hops[:, banned], starts[banned] = math.inf, math.inf, math.inf
        return sweep(hops, starts, must)

    simple = (solve(forced, np.logical_or.reduce(closed[:, optional], axis=1)), solve(everyone, nobody))
    best = min((path for path in simple if path), key=lambda path: path.cost, default=None)
    waiting = [(forced, nobody)]
    for _ in range(MAX_SUBPROBLEMS):
        if not waiting:
            break
        must, banned = waiting.pop()
        relaxed = solve(must, banned)
        if relaxed is None or (best is not None and relaxed.cost >= best.cost):
            continue
        # the earliest position that a visited one needs and the path leaves out
        broken = min({need for j in relaxed.positions for need in needs[j]}.difference(relaxed.positions), default=None)
        if broken is None:
            best = relaxed
            continue
        waiting += [(must, banned | closed[:, broken]), (must | closed[broken], banned)]
    left = (solve(must, banned) for must, banned in waiting)
    bound = min((path.cost for path in left if path), default=math.inf)
    if best is None or bound >= best.cost:
        return best
    return Path(best.positions, best.cost, best.cost / bound - 1.0)


def _closed(needs: Sequence[Sequence[int]]) -> Flags:
    """Return whether the position of a row is that of a column or needs it, directly or not."""
    closed = np.eye(len(needs), dtype=bool)
    for j, wants in enumerate(needs):  # needs point backwards, so one pass in order is enough
        for need in wants:
            closed[j] |= closed[need]
    return closed
