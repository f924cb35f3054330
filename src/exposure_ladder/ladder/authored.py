"""The authored rank: the order of the written numbers, with equal ones ordered by the graph.

Pure arrays in the order of the file, as in :mod:`exposure_ladder.ladder.order`. Equal numbers take the order with the
least sum of challenges. Prices are whole millionths of a SUDS, so that rounding decides nothing; equally cheap orders
go by the fewest pairs against number and file, then by number and file. Exact by a search over all sets that may be
placed (down-sets of what comes before); for many equal numbers a local search says how far off it may be.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from exposure_ladder.graph import TIE, generalise
from exposure_ladder.ladder.order import lifted, linear_extension

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Places = NDArray[np.int64]

EXACT: Final = 12
"""Equal numbers up to which the search is exact (engineering limit: 2¹² sets take 0.1 s)."""

MAX_SWEEPS: Final = 50
"""Rounds of the local search for more equal numbers (engineering limit)."""

_PER_SUDS: Final = 10**6
"""Prices are whole millionths of a SUDS."""


@dataclass(frozen=True, slots=True)
class AuthoredOrder:
    """What was written, in order.

    Attributes
    ----------
    order : tuple of int
        Positions from easy to hard.
    gap : float
        How far the sum of challenges may lie above the least possible, as a share; 0 where the search was exact.
    """

    order: tuple[int, ...]
    gap: float = 0.0


def authored_order(x: Floats, before: Flags, similarity: Floats, *, mastery: float) -> AuthoredOrder:
    """Return the order of the written numbers; equal ones by the least sum of challenges, then by the file.

    Parameters
    ----------
    x : ndarray, shape (n,)
        Written or filled-in distress, SUDS.
    before : ndarray of bool, shape (n, n)
        From :func:`arcs`, without anything that was rated.
    similarity : ndarray, shape (n, n)
        Of the written geometry, in [0, 1].
    mastery : float
        Distress to which practice leads, SUDS.

    Returns
    -------
    AuthoredOrder
        Exact as long as no more than `EXACT` numbers are equal. Of equally cheap orders the one with the fewest pairs
        against number and file, of these the first by number and file.
    """
    y = lifted(x, before)
    groups = _equal(y, x)
    hops = y - np.asarray(generalise(similarity, y[:, None], y, mastery))
    prices = np.rint(hops * _PER_SUDS).astype(np.int64) * _weight(len(y))
    solved: list[_Exact | _Searched] = []
    after = np.zeros(len(y), dtype=np.int64)  # what is still to come after each situation as the last of its group
    for group in reversed(groups):
        inside = np.ix_(group, group)
        part = _Exact if len(group) <= EXACT else _Searched
        solved.append(part(group, prices[inside], before[inside], after[group]))
        after = solved[-1].entered(prices)
    order: list[int] = []
    for part_found in reversed(solved):
        order += part_found.walk(prices, order[-1] if order else None)
    return AuthoredOrder(tuple(order), _gap(order, groups, prices, _weight(len(y))))


def _weight(count: int) -> int:
    """Return what a millionth of a SUDS weighs, so that all inversions together weigh less."""
    return count * count + 1


def _equal(y: Floats, x: Floats) -> list[Places]:
    """Return positions in groups of equal lifted numbers, from low to high; within a group by number, then the file."""
    order = np.argsort(y, kind="stable")
    if len(order) == 0:
        return []
    cuts = np.flatnonzero(np.diff(y[order]) > TIE) + 1
    return [group[np.lexsort((group, x[group].round(9)))] for group in np.split(order, cuts)]


class _Exact:
    """The cheapest way through one group, for every set that may be placed and every last one of it.

    ``to_come[placed, last]`` is the price of what is left, inversions against the file included; sets are bits.
    """

    def __init__(self, group: Places, prices: Places, before: Flags, after: Places) -> None:
        self.group, self.prices = group, prices
        size = len(group)
        self.full = (1 << size) - 1
        bits = 1 << np.arange(size)
        self.needed = [int(bits[before[:, at]].sum()) for at in range(size)]
        reachable = [False] * (self.full + 1)
        reachable[0] = True
        for placed in range(self.full + 1):
            if reachable[placed]:
                for at in self._free(placed):
                    reachable[placed | 1 << at] = True
        self.to_come = np.zeros((self.full + 1, size), dtype=np.int64)
        self.to_come[self.full] = after
        for placed in range(self.full - 1, 0, -1):
            if reachable[placed]:
                free = self._free(placed)
                self.to_come[placed] = (prices[:, free] + self._then(placed, free)).min(axis=1)

    def _free(self, placed: int) -> list[int]:
        return [
            at
            for at, needed in enumerate(self.needed)
            if not placed >> at & 1 and needed & placed == needed  # not yet placed, and all it needs is
        ]

    def _then(self, placed: int, free: Sequence[int]) -> Places:
        """Return the price of all that follows each next one: inversions that it makes, and what is to come."""
        left = self.full & ~placed
        values = [int(self.to_come[placed | 1 << at, at]) + (left & ((1 << at) - 1)).bit_count() for at in free]
        return np.array(values, dtype=np.int64)

    def entered(self, prices: Places) -> Places:
        """Return the price of this group and all after it, for each situation that may stand right before it."""
        free = self._free(0)
        return np.asarray((prices[:, self.group[free]] + self._then(0, free)).min(axis=1))

    def walk(self, prices: Places, last: int | None) -> list[int]:
        """Return the way itself, after the last situation before the group."""
        placed, order = 0, list[int]()
        while placed != self.full:
            free = self._free(placed)
            hops = np.zeros(len(free), dtype=np.int64) if last is None else prices[last, self.group[free]]
            chosen = free[int(np.argmin(hops + self._then(placed, free)))]
            placed |= 1 << chosen
            last = int(self.group[chosen])
            order.append(last)
        return order


class _Searched:
    """A good way through a group too large for exact search: runs of one to three moved while that helps."""

    def __init__(self, group: Places, prices: Places, before: Flags, after: Places) -> None:
        way = np.array(linear_extension(before, np.arange(len(group))))
        for _ in range(MAX_SWEEPS):
            shorter = _moved_runs(way, prices, before, after)
            if shorter is None:
                break
            way = shorter
        self.way = group[way]
        self.inside = int(prices[way[:-1], way[1:]].sum() + after[way[-1]])

    def entered(self, prices: Places) -> Places:
        """Return the price of this group and all after it, for each situation that may stand right before it."""
        return np.asarray(prices[:, self.way[0]] + self.inside)

    def walk(self, _prices: Places, _last: int | None) -> list[int]:
        """Return the way itself."""
        return [int(at) for at in self.way]


def _moved_runs(way: Places, prices: Places, before: Flags, after: Places) -> Places | None:
    """Try every run of one to three once, and return the better way, if there is one."""
    improved, count = False, len(way)
    for length in (1, 2, 3):
        for start in range(count - length + 1):
            run, rest = way[start : start + length], np.delete(way, np.s_[start : start + length])
            joined = _joined(rest, run, prices, after)
            joined[: _first_place(rest, run, before)] = np.iinfo(np.int64).max
            joined[_last_place(rest, run, before) + 1 :] = np.iinfo(np.int64).max
            best = int(np.argmin(joined))
            if joined[best] < joined[start]:
                way, improved = np.insert(rest, best, run), True
    return way if improved else None


def _joined(rest: Places, run: Places, prices: Places, after: Places) -> Places:
    """Return what the joints cost with a run put in before each place of the rest, and at its end."""
    into = np.concatenate([[0], prices[rest, run[0]]])
    out = np.concatenate([prices[run[-1], rest], [after[run[-1]]]])
    apart = np.concatenate([[0], prices[rest[:-1], rest[1:]], [after[rest[-1]]]])
    return np.asarray(into + out - apart)


def _first_place(rest: Places, run: Places, before: Flags) -> int:
    needed = np.flatnonzero(before[np.ix_(rest, run)].any(axis=1))
    return int(needed[-1]) + 1 if len(needed) else 0


def _last_place(rest: Places, run: Places, before: Flags) -> int:
    later = np.flatnonzero(before[np.ix_(run, rest)].any(axis=0))
    return int(later[0]) if len(later) else len(rest)


def _gap(order: Sequence[int], groups: Sequence[Places], prices: Places, weight: int) -> float:
    """Return how far the sum may lie above the least: each situation's cheapest hop bounds its part from below."""
    if all(len(group) <= EXACT for group in groups):
        return 0.0
    hop = {at: int(prices[last, at]) // weight for last, at in pairwise(order)}
    total, bound = sum(hop.values()), sum(hop.values())
    earlier = np.empty(0, dtype=np.int64)
    for group in groups:
        if len(group) > EXACT:
            for at in group.tolist():
                near = np.concatenate([earlier, group[group != at]])
                least = int(prices[near, at].min()) // weight
                bound -= hop.get(at, least) - least
        earlier = group
    return total / bound - 1.0 if bound > 0 else 0.0
