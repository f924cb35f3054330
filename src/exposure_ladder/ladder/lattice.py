"""Ways through the facet space: which unwritten cells lie between two steps, and the shortest chain of them.

Pure data: a cell is a level for each facet, as a number. A chain rises in expected distress by at most a wide step at
a time, and each of its cells differs from one of its neighbours in one facet alone, so that a person can see what
changes. The shortest chain is found exactly, by one pass over the cells from easy to hard.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final

from exposure_ladder.graph import TIE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exposure_ladder.records import SituationGraph

Cell = tuple[int, ...]
"""For each facet, in the order of their names, the place of its level."""

MOST_CELLS: Final = 5_000
"""Cells of a facet space after which none is looked for (engineering limit)."""


@dataclass(frozen=True, slots=True)
class Space:
    """The facet space of a graph.

    Attributes
    ----------
    names : tuple of str
        Facets, sorted.
    levels : tuple of tuple of str
        The levels of each.
    ordered : tuple of bool
        Whether later levels are harder.
    """

    names: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    ordered: tuple[bool, ...]

    @property
    def size(self) -> int:
        """How many cells there are."""
        return math.prod(map(len, self.levels))

    def cell(self, facets: Mapping[str, str]) -> Cell | None:
        """Return the cell of a situation; none where it lacks a facet."""
        if set(facets) != set(self.names):
            return None
        return tuple(levels.index(facets[name]) for name, levels in zip(self.names, self.levels, strict=True))

    def facets(self, cell: Cell) -> dict[str, str]:
        """Return the levels of a cell by the names of the facets."""
        return {name: levels[at] for name, levels, at in zip(self.names, self.levels, cell, strict=True)}

    def between(self, one: Cell, other: Cell) -> list[Cell]:
        """Return the cells within the box of two, both included: levels between theirs, of unordered facets theirs."""
        sides = [
            range(min(a, b), max(a, b) + 1) if ordered else sorted({a, b})
            for a, b, ordered in zip(one, other, self.ordered, strict=True)
        ]
        return list(product(*sides))

    def below(self, cell: Cell) -> list[Cell]:
        """Return the cells that are no harder in any ordered facet; unordered facets may change."""
        sides = [
            range(at + 1) if ordered else range(len(levels))
            for at, levels, ordered in zip(cell, self.levels, self.ordered, strict=True)
        ]
        return list(product(*sides))

    def cells(self) -> list[Cell]:
        """Return all cells."""
        return list(product(*(range(len(levels)) for levels in self.levels)))


def space_of(graph: SituationGraph) -> Space:
    """Return the facet space of a graph."""
    names = tuple(sorted(graph.facets))
    facets = [graph.facets[name] for name in names]
    return Space(names, tuple(tuple(f.levels) for f in facets), tuple(f.ordered for f in facets))


def apart(one: Cell, other: Cell) -> int:
    """Return in how many facets two cells differ."""
    return sum(a != b for a, b in zip(one, other, strict=True))


@dataclass(frozen=True, slots=True)
class End:
    """One end of a chain: its expected distress, SUDS, and its cell."""

    x: float
    cell: Cell


def chain(
    x: Sequence[float], cells: Sequence[Cell], *, below: End | None, above: End, widest: float, start: float = 0.0
) -> tuple[int, ...] | None:
    """Return the shortest chain of cells from one step up to another.

    Parameters
    ----------
    x : sequence of float
        Expected distress of each cell, SUDS.
    cells : sequence of Cell
        What may be used.
    below : End or None
        Where it begins; without it, at any cell of at most `start`.
    above : End
        Where it leads.
    widest : float
        The most that it may rise from one to the next, SUDS.
    start : float
        Where it may begin at most without `below`, SUDS.

    Returns
    -------
    tuple of int or None
        Positions from easy to hard; of equally short chains the one with the most even steps, then the first by
        position. None where there is no way.
    """
    found = _Chains(x, cells, above, widest)
    order = sorted(range(len(cells)), key=lambda at: (x[at], at))
    for at in order:
        if below is None:
            if x[at] <= start + TIE:
                found.begin(at, rise=0.0, seen=False)
        elif TIE < x[at] - below.x <= widest + TIE:
            found.begin(at, rise=x[at] - below.x, seen=apart(cells[at], below.cell) == 1)
    for place, high in enumerate(order):
        for low in order[:place]:
            found.step(low, high)
    return found.best()


class _Chains:
    """The best chains that end in each cell: those in which it already has a neighbour one facet apart, and others."""

    def __init__(self, x: Sequence[float], cells: Sequence[Cell], above: End, widest: float) -> None:
        self.x, self.cells, self.above, self.widest = x, cells, above, widest
        self.ways: dict[tuple[int, bool], tuple[int, float, tuple[int, ...]]] = {}

    def begin(self, at: int, *, rise: float, seen: bool) -> None:
        """Let a chain begin with a cell."""
        self._keep(at, seen, (1, rise * rise, (at,)))

    def step(self, low: int, high: int) -> None:
        """Carry the chains that end in one cell on to another."""
        rise, near = self.x[high] - self.x[low], apart(self.cells[low], self.cells[high]) == 1
        if not TIE < rise <= self.widest + TIE:
            return
        for seen in (True, False):
            way = self.ways.get((low, seen))
            if way is not None and (seen or near):
                self._keep(high, near, (way[0] + 1, way[1] + rise * rise, (*way[2], high)))

    def best(self) -> tuple[int, ...] | None:
        """Return the best chain that reaches the end."""
        whole = []
        for (at, seen), (count, uneven, way) in self.ways.items():
            rise = self.above.x - self.x[at]
            near = apart(self.cells[at], self.above.cell) == 1
            if TIE < rise <= self.widest + TIE and (seen or near):
                whole.append((count, round(uneven + rise * rise, 6), way))
        return min(whole)[2] if whole else None

    def _keep(self, at: int, seen: bool, way: tuple[int, float, tuple[int, ...]]) -> None:
        known = self.ways.get((at, seen))
        exact = (way[0], round(way[1], 6), way[2])
        if known is None or exact < known:
            self.ways[at, seen] = exact
