"""The order of a ladder: what was written holds until the belief contradicts it beyond doubt.

Pure arrays, no records. Positions 0 … n−1 are situations **in the order of the file**, so that a lower position means
"written earlier"; ids are unknown here and cannot decide anything. Three parts, in the order in which they are used:

- *Arcs*: one step comes before another because it is required, or because it has the easier levels of ordered facets,
  unless the numbers that a person gave say the opposite clearly. Numbers are lifted along these arcs, so that no later
  step has a lower number than what it builds on.
- *Authored rank*: the order of the written numbers, from :mod:`exposure_ladder.ladder.authored`.
- *Order*: the authored rank, as far as nothing contradicts it beyond doubt. A step is easier beyond doubt if its number
  is lower by more than ``min(z · SD of the difference, t)``: a semiorder with a shrinking just noticeable difference
  (Luce 1956, doi 10.2307/1905751). The SD of a difference is a metric and so is its truncation at t: the relation is
  transitive, hence free of circles.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Final

import numpy as np

from exposure_ladder.graph import TIE, generalise

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Places = NDArray[np.int64]

UNLIKE: Final = 0.08
"""Similarity below which no earlier step prepares for one (assumption of this project)."""

# ------------------------------------------------------------------------------------------------------- what is before


def easier_levels(levels: Floats, classes: Places) -> Flags:
    """Return whether the situation of a row is easier than that of a column by their levels alone.

    Parameters
    ----------
    levels : ndarray, shape (n, f)
        Positions on the ordered facets; nan where none was given, which compares with nothing but itself.
    classes : ndarray of int, shape (n, c)
        Theme and levels of unordered facets as codes; only situations that agree in all of them are compared.

    Returns
    -------
    ndarray of bool, shape (n, n)
        Transitive and free of circles: no level harder, at least one easier.
    """
    count, facets = levels.shape
    alike = np.ones((count, count), dtype=bool)
    for column in classes.T:
        alike &= column[:, None] == column
    lower = np.zeros((count, count), dtype=bool)
    for at in range(facets):
        column = levels[:, at]
        missing = np.isnan(column)
        alike &= (column[:, None] <= column) | (missing[:, None] & missing)
        lower |= column[:, None] < column
    return alike & lower


def without_contradicted(easier: Flags, own: Floats, counts: Places, *, least: int = 2, margin: float = TIE) -> Flags:
    """Release pairs whose own numbers say the opposite of their levels.

    Parameters
    ----------
    easier : ndarray of bool, shape (n, n)
        From :func:`easier_levels`.
    own : ndarray, shape (n,)
        Mean of the numbers given for each situation, SUDS; nan without any.
    counts : ndarray of int, shape (n,)
        How many that mean rests on.
    least : int
        Numbers that both need before they can contradict the levels (assumption of this project).
    margin : float
        How far they must lie the other way round, SUDS.

    Returns
    -------
    ndarray of bool, shape (n, n)
        Without the contradicted pairs, and without the pairs that would join them again through a third situation.
    """
    enough = counts >= least
    against = easier & enough[:, None] & enough & (own[:, None] > own + margin)
    if not against.any():
        return easier
    links, broken = easier.astype(np.float32), against.astype(np.float32)
    from_low, to_high = broken @ links.T > 0, links.T @ broken > 0
    return np.asarray(easier & ~against & ~from_low & ~to_high)


def arcs(needs: Flags, easier: Flags) -> Flags:
    """Return whether the situation of a row must come before that of a column; free of circles.

    Parameters
    ----------
    needs : ndarray of bool, shape (n, n)
        Whether the row requires the column; free of circles.
    easier : ndarray of bool, shape (n, n)
        Whether the row has the easier levels.

    Returns
    -------
    ndarray of bool, shape (n, n)
        Where levels and `needs` go round in a circle, what is required wins and the levels within the circle do not
        count.
    """
    before = needs.T | easier
    if not needs.any():
        return before
    core = _in_circles(before)
    if len(core) == 0:
        return before
    reach = before[np.ix_(core, core)]
    for via in range(len(core)):
        reach = reach | (reach[:, via][:, None] & reach[via])
    circle = np.zeros_like(before)
    circle[np.ix_(core, core)] = reach & reach.T
    return np.asarray(needs.T | (easier & ~circle))


def _in_circles(before: Flags) -> Places:
    """Return the positions left when those without predecessors are taken away again and again."""
    left = np.ones(len(before), dtype=bool)
    while True:
        free = left & ~before[left].any(axis=0)
        if not free.any():
            return np.flatnonzero(left)
        left &= ~free


def lifted(x: Floats, before: Flags) -> Floats:
    """Return the numbers with each at least as high as those of everything that comes before it, SUDS."""
    y = np.array(x, dtype=np.float64)
    for at in linear_extension(before, np.arange(len(x))):
        earlier = before[:, at]
        if earlier.any():
            y[at] = max(y[at], float(y[earlier].max()))
    return y


def easier_beyond_doubt(y: Floats, sd: Floats, *, doubt: float, tolerance: float) -> Flags:
    """Return whether the row is easier than the column beyond doubt.

    Parameters
    ----------
    y : ndarray, shape (n,)
        Lifted expected distress, SUDS.
    sd : ndarray, shape (n, n)
        SD of the difference of two situations, SUDS.
    doubt : float
        How many SDs count as no doubt.
    tolerance : float
        SUDS that are beyond doubt whatever the SD.

    Returns
    -------
    ndarray of bool, shape (n, n)
        Transitive and free of circles where `sd` is a metric.
    """
    return np.asarray(y - y[:, None] > np.minimum(doubt * sd, tolerance) + TIE)


def linear_extension(before: Flags, rank: Places) -> list[int]:
    """Return the order that always takes the least rank among those whose predecessors are all placed.

    Parameters
    ----------
    before : ndarray of bool, shape (n, n)
        Whether the row comes before the column; free of circles.
    rank : ndarray of int, shape (n,)
        All different.

    Returns
    -------
    list of int
        Positions, first to last.
    """
    waits = before.sum(axis=0)
    ranks = rank.tolist()
    ready = [(ranks[at], at) for at in np.flatnonzero(waits == 0).tolist()]
    heapify(ready)
    order: list[int] = []
    while ready:
        at = heappop(ready)[1]
        order.append(at)
        later = np.flatnonzero(before[at])
        waits[later] -= 1
        for free in later[waits[later] == 0].tolist():
            heappush(ready, (ranks[free], free))
    return order


def open_at_once(before: Flags, done: Flags) -> Places:
    """Return the positions not done of which all that comes before is done."""
    return np.flatnonzero(~done & ~before[~done].any(axis=0))


# ----------------------------------------------------------------------------------------------- what a step builds on


def most_like(x: Floats, similarity: Floats, theme: Places, *, mastery: float) -> Places:
    """Return the earlier step whose practice would ease each one most; all arrays in the order of the ladder.

    Parameters
    ----------
    x : ndarray, shape (n,)
        Expected distress, SUDS.
    similarity : ndarray, shape (n, n)
        In [0, 1].
    theme : ndarray of int, shape (n,)
        Equal for steps of one theme; only these are compared.
    mastery : float
        Distress to which practice leads, SUDS.

    Returns
    -------
    ndarray of int, shape (n,)
        Position of the step, −1 where no earlier one of the theme is as easy. What eases equally goes by similarity,
        then by nearness on the ladder.
    """
    relief = np.asarray(generalise(similarity, x[:, None], x, mastery))
    found = np.full(len(x), -1, dtype=np.int64)
    for at in range(1, len(x)):
        may = np.flatnonzero((theme[:at] == theme[at]) & (x[:at] <= x[at] + TIE))
        if len(may):
            by = np.lexsort((may, similarity[may, at].round(9), relief[may, at].round(9)))
            found[at] = may[by[-1]]
    return found
