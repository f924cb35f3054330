"""The law of generalisation on arrays: written graph → expected distress, distance, similarity.

It never reads the log and never sees networkx; links are the only short cuts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np

from exposure_ladder.errors import UnknownSituationError
from exposure_ladder.records import Link, Settings, Situation, SituationGraph
from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    # where every situation lies in one direction, the weight of that, and whether the direction is an order
    Coordinate = tuple[Floats, float, bool]


class Basis(StrEnum):
    """Where the expected distress of a situation comes from."""

    RATED = "rated"
    ORDERED = "ordered"
    ESTIMATED = "estimated"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Geometry(Summary):
    """The written graph as numbers; all arrays read-only and in the order of `ids`.

    Attributes
    ----------
    ids : tuple of str
        Ids of the situations, sorted.
    situations : tuple of Situation
        The records, in that order.
    distress : ndarray, shape (n,)
        Expected peak distress, 0–100 SUDS: authored, or filled in before any similarity.
    doubt : ndarray, shape (n, n)
        Covariance of the filled-in numbers, SUDS²; 0 where a number was authored. Numbers read off facets share the
        doubt about what each facet does, and the rest of it as far as their levels are alike.
    slopes : ndarray, shape (n, f)
        Levels of the ordered facets, from -1/2 to 1/2 and 0 for none, times the root of the facet's share of weight.
    kinship : ndarray, shape (n, n)
        How far a deviation of a person in one situation is theirs in another, in (0, 1]: as `similarity`, with a longer
        length over facets, since people differ in whole directions and learn in places, and with a private part only
        where `alone`.
    alone : ndarray of bool, shape (n,)
        Whether a situation has a part that its levels do not say: written by hand, with a number or a rank of its own.
    basis : tuple of Basis
        Where each number comes from.
    theme : ndarray of int, shape (n,)
        Equal for situations of one theme.
    distance : ndarray, shape (n, n)
        The metric; 0 on the diagonal.
    similarity : ndarray, shape (n, n)
        ``exp(-distance)``, in (0, 1].
    place : mapping of str to int
        Position of each id.
    link_effects : tuple of (Link, float)
        Each link, strongest first, and the similarity that held between its ends before it was put in.

    Examples
    --------
    >>> from exposure_ladder import template
    >>> space = measure(template("dogs").graph)
    >>> glass, park = space.index("glass"), space.index("park")
    >>> float(space.distress[glass]), round(float(space.similarity[glass, park]), 2)
    (30.0, 0.5)
    """

    ids: tuple[str, ...]
    situations: tuple[Situation, ...]
    distress: Floats
    doubt: Floats
    slopes: Floats
    kinship: Floats
    alone: NDArray[np.bool_]
    basis: tuple[Basis, ...]
    theme: NDArray[np.int64]
    distance: Floats
    similarity: Floats
    place: Mapping[str, int]
    link_effects: tuple[tuple[Link, float], ...]

    def _made_from(self) -> tuple[str, ...]:
        return ("situations", "link_effects")

    @property
    def spread(self) -> Floats:
        """SD in SUDS of the filled-in numbers, shape (n,); 0 where a number was authored."""
        return np.asarray(np.sqrt(np.diag(self.doubt)))

    def index(self, situation: str) -> int:
        """Return the position of an id in every array.

        Parameters
        ----------
        situation : str
            The id.

        Returns
        -------
        int
            Counted from 0.

        Raises
        ------
        UnknownSituationError
            If no situation has this id.
        """
        if situation not in self.place:
            raise UnknownSituationError(situation, self.ids)
        return self.place[situation]


def measure(
    graph: SituationGraph, settings: Settings | None = None, *, generated: Sequence[Situation] = ()
) -> Geometry:
    """Turn a written graph into expected distress, distances and similarities.

    Similarity falls with distance as ``exp(-distance)`` (Shepard 1987, doi 10.1126/science.3629243).

    Parameters
    ----------
    graph : SituationGraph
        What was written.
    settings : Settings, optional
        Lengths and spreads; the defaults of :class:`~exposure_ladder.records.Settings` without them.
    generated : sequence of Situation
        Situations that nobody wrote (bridges). They have no private part and leave the others as they are.

    Returns
    -------
    Geometry
        Of the written and the generated situations.

    Examples
    --------
    >>> photo = Situation(id="photo", title="Look at a photo", distress=20)
    >>> pet = Situation(id="pet", title="Stroke a puppy", distress=90)
    >>> measure(SituationGraph(title="Dogs", situations=(pet, photo))).similarity.round(3)
    array([[1.   , 0.068],
           [0.068, 1.   ]])
    """
    settings = settings or Settings()
    situations = tuple(sorted((*graph.situations, *generated), key=lambda s: s.id))
    made = {situation.id for situation in generated}
    coordinates = _coordinates(graph, situations)
    apart = np.zeros((len(situations), len(situations)))
    for column, weight, _ in coordinates:
        apart += weight / settings.facet_length * np.abs(column[:, None] - column)
    distress, doubt, basis = _filled(situations, coordinates, apart, settings)
    theme = np.unique([situation.theme or "" for situation in situations], return_inverse=True)[1]
    distance = np.abs(distress[:, None] - distress) / settings.distress_length
    distance -= math.log(settings.theme_similarity) * (theme[:, None] != theme)
    private = np.array([0.0 if s.id in made else -0.5 * math.log(settings.private_similarity) for s in situations])
    alone = np.array([s.id not in made and k is not Basis.ESTIMATED for s, k in zip(situations, basis, strict=True)])
    of_person = np.where(alone, private, 0.0)
    wide = distance + apart * (settings.facet_length / settings.deviation_length) + of_person[:, None] + of_person
    distance += apart + private[:, None] + private
    np.fill_diagonal(wide, 0.0)
    np.fill_diagonal(distance, 0.0)
    ids = tuple(situation.id for situation in situations)
    place = {name: at for at, name in enumerate(ids)}
    effects = _insert_links(distance, graph.links, place)
    similarity = np.exp(-distance)
    if coordinates:
        _insert_links(wide, graph.links, place)
    kinship = np.exp(-wide) if coordinates else similarity
    ordered = [(column - 0.5) * math.sqrt(weight) for column, weight, up in coordinates if up]
    slopes = np.column_stack(ordered) if ordered else np.zeros((len(situations), 0))
    for array in (distress, doubt, slopes, kinship, alone, theme, distance, similarity):
        array.flags.writeable = False
    return Geometry(
        ids, situations, distress, doubt, slopes, kinship, alone, basis, theme, distance, similarity, place, effects
    )


# ------------------------------------------------------------------------------------------- positions and distress


def _coordinates(graph: SituationGraph, situations: Sequence[Situation]) -> list[Coordinate]:
    """Return the coordinates of all facets: one of an ordered facet, of any other one for each level.

    City-block distances along those of one facet are its own; the weights of the facets add up to 1.
    """
    total = sum(graph.facets[name].weight for name in sorted(graph.facets))
    found: list[Coordinate] = []
    for name in sorted(graph.facets):
        facet = graph.facets[name]
        chosen = [situation.facets.get(name) for situation in situations]
        if facet.ordered:
            columns = [[facet.position(level) for level in chosen]]
        else:
            columns = [[0.5 * (level == known) for level in chosen] for known in facet.levels]
        found += [(np.array(column), facet.weight / total, facet.ordered) for column in columns]
    return found


def _filled(
    situations: Sequence[Situation], coordinates: Sequence[Coordinate], apart: Floats, settings: Settings
) -> tuple[Floats, Floats, tuple[Basis, ...]]:
    """Return distress, the covariance of its doubt, and its basis: authored, by rank, by facets, or a mean.

    `apart` is the distance over facets alone.
    """
    rated = np.array([situation.distress is not None for situation in situations])
    distress = np.array([np.nan if s.distress is None else s.distress for s in situations])
    spread, basis = np.zeros(len(situations)), [Basis.RATED] * len(situations)
    by_facets = _facet_estimates(situations, coordinates, settings) if not rated.all() and coordinates else None
    by_order = _order_estimates(situations)
    for at, situation in enumerate(situations):
        if rated[at]:
            continue
        if situation.id in by_order:
            distress[at], spread[at], basis[at] = by_order[situation.id], settings.order_sd, Basis.ORDERED
        elif by_facets is not None and situation.facets:
            distress[at], basis[at] = by_facets[0][at], Basis.ESTIMATED
        else:
            alike = [s.distress for s in situations if s.distress is not None and s.theme == situation.theme]
            known = alike or [s.distress for s in situations if s.distress is not None]
            distress[at] = math.fsum(known) / len(known) if known else 50.0
            spread[at], basis[at] = settings.unknown_sd, Basis.UNKNOWN
    doubt = np.diag(spread**2)
    read_off = np.array([known is Basis.ESTIMATED for known in basis])
    if by_facets is not None and read_off.any():
        cells = np.ix_(read_off, read_off)
        design, shared = by_facets[1][read_off], by_facets[2]
        doubt[cells] = design @ shared @ design.T + settings.estimate_sd**2 * np.exp(
            -apart[cells] * (settings.facet_length / settings.deviation_length)
        )
    return np.clip(distress, 0.0, 100.0), doubt, tuple(basis)


def _order_estimates(situations: Sequence[Situation]) -> dict[str, float]:
    """Place ranked situations between those that have a number, and between 0 and 100 at the ends.

    A rank is a place among all situations, so numbers without a rank stand, in their order, where no rank is given.
    """
    ranked = sorted((s.order, s.id, s.distress) for s in situations if s.order is not None)
    if not ranked:
        return {}
    free = (place for place in count(1) if place not in {rank for rank, _, _ in ranked})
    numbers = sorted((s.distress, s.id) for s in situations if s.order is None and s.distress is not None)
    told = [(next(free), name, number) for number, name in numbers]
    anchors: dict[float, float] = {0.0: 0.0}
    for place, _, distress in sorted([*ranked, *told]):
        if distress is not None:
            anchors[place] = max(distress, *anchors.values())
    anchors.setdefault(max(place for place, _, _ in (*ranked, *told)) + 1.0, 100.0)
    values = np.interp([place for place, _, _ in ranked], list(anchors), list(anchors.values()))
    return {name: float(value) for (_, name, distress), value in zip(ranked, values, strict=True) if distress is None}


def _facet_estimates(
    situations: Sequence[Situation], coordinates: Sequence[Coordinate], settings: Settings
) -> tuple[Floats, Floats, Floats]:
    """Regress distress on facets and return estimates for all situations, the design, and the covariance of slopes.

    Ridge regression as a Gaussian prior: intercept 50 ± facet_range, and for a facet of weight share w a slope of
    w·facet_range ± w·facet_range over its whole length. A declared order is kept: slopes of ordered facets are ≥ 0.
    """
    design = np.column_stack([np.ones(len(situations)), *(x - 0.5 if up else x for x, _, up in coordinates)])
    scale = settings.facet_range * np.array([1.0, *(share for _, share, _ in coordinates)])
    centre = np.array([50.0, *(settings.facet_range * share * up for _, share, up in coordinates)])
    use = [at for at, s in enumerate(situations) if s.distress is not None and s.facets]
    target = np.array([float(situations[at].distress or 0.0) for at in use])
    precision = design[use].T @ design[use] / settings.estimate_sd**2 + np.diag(scale**-2.0)
    moment = design[use].T @ target / settings.estimate_sd**2 + centre / scale**2
    slopes = _bounded_solve(precision, moment, np.array([-np.inf, *(0.0 if up else -np.inf for *_, up in coordinates)]))
    return np.asarray(design @ slopes), design, np.asarray(np.linalg.inv(precision))


def _bounded_solve(precision: Floats, moment: Floats, least: Floats) -> Floats:
    """Return the minimum of ½xᵀPx − mᵀx with x ≥ least, by coordinate descent (P is positive definite and small)."""
    x = np.maximum(np.linalg.solve(precision, moment), least)
    if np.all(x > least):
        return np.asarray(x)
    for _ in range(10_000):
        before = x.copy()
        for i in range(len(x)):
            x[i] = max(least[i], x[i] + (moment[i] - precision[i] @ x) / precision[i, i])
        if np.max(np.abs(x - before)) < 1e-12:
            break
    return np.asarray(x)


# -------------------------------------------------------------------------------------------------------- the links


def _insert_links(distance: Floats, links: Sequence[Link], place: Mapping[str, int]) -> tuple[tuple[Link, float], ...]:
    """Shorten the closed metric by one link after the other, in place; only rows that gain are touched.

    A path i→a→b→j can be shorter only if i gains at b and j gains at a: the rest of the matrix stays as it is.
    """
    effects = []
    for link in sorted(links, key=lambda k: (-k.similarity, *sorted((k.a, k.b)))):
        a, b = sorted((place[link.a], place[link.b]))
        length = -math.log(link.similarity)
        effects.append((link, math.exp(-distance[a, b])))
        if length >= distance[a, b]:
            continue
        near_a = np.flatnonzero(distance[:, a] + length < distance[:, b])
        near_b = np.flatnonzero(distance[:, b] + length < distance[:, a])
        through = distance[near_a, a][:, None] + length + distance[b, near_b]
        block = np.minimum(distance[np.ix_(near_a, near_b)], through)
        distance[np.ix_(near_a, near_b)] = block
        distance[np.ix_(near_b, near_a)] = block.T
    return tuple(effects)


def generalise(similarity: Floats | float, here: Floats | float, there: Floats | float, mastery: float) -> Any:
    """Return how many SUDS practice `here`, down to mastery, takes off `there`: S · max(0, min(x_i, x_j) − mastery).

    The one teaching law of the library; a hop's challenge, the expected distress on arrival and what the log teaches
    all use it. Broadcasts; `similarity` has at most the shape of `here` and `there` together.
    """
    shared = np.asarray(np.minimum(here, there), dtype=np.float64) - mastery  # ours alone, so the rest is in place
    shared = np.maximum(shared, 0.0, out=np.asarray(shared))
    shared *= similarity
    return shared
