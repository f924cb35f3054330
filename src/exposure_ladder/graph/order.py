"""Who is near whom, what comes before what, and the order by numbers alone that lint reads."""

from __future__ import annotations

from graphlib import TopologicalSorter
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Final

from exposure_ladder.errors import UnknownSituationError
from exposure_ladder.graph.similarity import Geometry
from exposure_ladder.records import Kind, Situation, SituationGraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


TIE: Final = 1e-9
"""SUDS by which two numbers must differ to count as different."""


def neighbours(geometry: Geometry, situation: str, *, count: int = 5) -> tuple[tuple[str, float], ...]:
    """Return the most similar situations with their similarity, strongest first, ties by id.

    Parameters
    ----------
    geometry : Geometry
        From :func:`measure`.
    situation : str
        Id of the situation whose neighbours are asked for.
    count : int
        How many at most.

    Returns
    -------
    tuple of (str, float)
        Id and similarity, in (0, 1].

    Raises
    ------
    UnknownSituationError
        If no situation has this id.

    Examples
    --------
    >>> from exposure_ladder import template
    >>> from exposure_ladder.graph import measure
    >>> [(name, round(near, 2)) for name, near in neighbours(measure(template("train").graph), "all-rush", count=2)]
    [('five-rush', 0.16), ('all-quiet', 0.07)]
    """
    at = geometry.index(situation)
    row = geometry.similarity[at]
    others = sorted((-float(row[j]), name) for j, name in enumerate(geometry.ids) if j != at)
    return tuple((name, -strength) for strength, name in others[:count])


def prerequisites(graph: SituationGraph, ids: Iterable[str]) -> frozenset[str]:
    """Return the given ids together with everything they require, directly or not.

    Parameters
    ----------
    graph : SituationGraph
        What was written.
    ids : iterable of str
        Where to begin.

    Returns
    -------
    frozenset of str
        Ids of situations.

    Raises
    ------
    UnknownSituationError
        If no situation has one of these ids.

    Examples
    --------
    >>> from exposure_ladder import template
    >>> sorted(prerequisites(template("affection").graph, ["hug"]))
    ['ask-hug', 'hug', 'tell']
    """
    needs = {situation.id: situation.requires for situation in graph.situations}
    found: set[str] = set()
    todo = list(ids)
    while todo:
        name = todo.pop()
        if name not in needs:
            raise UnknownSituationError(name, needs)
        if name not in found:
            found.add(name)
            todo.extend(needs[name])
    return frozenset(found)


def canonical_order(situations: Sequence[Situation], expected: Mapping[str, float]) -> list[Situation]:
    """Return the order of every ladder: of `requires`, always taking the smallest (expected distress, id) next.

    Prerequisites that are not among the situations do not count; distress equal to nine decimals is equal.
    """
    known = {situation.id: situation for situation in situations}
    sorter = TopologicalSorter({name: [need for need in s.requires if need in known] for name, s in known.items()})
    sorter.prepare()
    ready: list[tuple[float, str]] = []
    order = []
    while sorter.is_active():
        for name in sorter.get_ready():
            heappush(ready, (round(expected[name], 9), name))
        _, name = heappop(ready)
        order.append(known[name])
        sorter.done(name)
    return order


def stricter(one: Kind | None, other: Kind | None) -> Kind | None:
    """Return the kind of which more is to be asked beforehand."""
    return max(one, other, key=[None, *Kind].index)
