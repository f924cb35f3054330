"""From the written graph to distances, similarities, prerequisites and neighbouring situations.

One law of generalisation, ``similarity = exp(-distance)`` (Shepard 1987, doi 10.1126/science.3629243): every situation
is a point in a city-block space, so the distance is a metric and the similarity positive definite. The distance adds
up facets, theme, expected distress and a private part; a link of similarity w is a short cut of length ``-ln w``, and
only links use shortest paths. All arrays are in the order of the sorted ids, so the order of writing cannot matter.

This room never reads the log: it knows what was written, not what was felt. networkx appears only inside
:func:`to_networkx` and :func:`from_networkx`, never on the way to a ladder.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum
from string import Formatter
from typing import TYPE_CHECKING, Any

import numpy as np

from exposure_ladder.errors import InvalidCourseError, Problem, UnknownSituationError
from exposure_ladder.records import Link, Settings, Situation, SituationGraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import networkx as nx
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = [
    "Basis",
    "Geometry",
    "from_networkx",
    "generalise",
    "measure",
    "neighbours",
    "prerequisites",
    "to_dot",
    "to_mermaid",
    "to_networkx",
    "variants",
]


class Basis(StrEnum):
    """Where the expected distress of a situation comes from."""

    RATED = "rated"
    ORDERED = "ordered"
    ESTIMATED = "estimated"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, eq=False)
class Geometry:
    """The written graph as numbers; all arrays read-only and in the order of `ids`.

    Attributes
    ----------
    ids : tuple of str
        Ids of the situations, sorted.
    situations : tuple of Situation
        The records, in that order.
    distress : ndarray, shape (n,)
        Expected peak distress, 0–100 SUDS: authored, or filled in before any similarity.
    spread : ndarray, shape (n,)
        SD in SUDS of the filled-in numbers; 0 where a number was authored.
    basis : tuple of Basis
        Where each number comes from.
    theme : ndarray of int, shape (n,)
        Equal for situations of one theme.
    distance : ndarray, shape (n, n)
        The metric; 0 on the diagonal.
    similarity : ndarray, shape (n, n)
        ``exp(-distance)``, in (0, 1].
    link_effects : tuple of (Link, float)
        Each link, strongest first, and the similarity that held between its ends before it was put in.
    """

    ids: tuple[str, ...]
    situations: tuple[Situation, ...]
    distress: Floats
    spread: Floats
    basis: tuple[Basis, ...]
    theme: NDArray[np.int64]
    distance: Floats
    similarity: Floats
    link_effects: tuple[tuple[Link, float], ...]

    def index(self, situation: str) -> int:
        """Return the position of an id.

        Raises
        ------
        UnknownSituationError
            If no situation has this id.
        """
        try:
            return self.ids.index(situation)
        except ValueError:
            raise UnknownSituationError(situation, self.ids) from None


def measure(
    graph: SituationGraph, settings: Settings | None = None, *, generated: Sequence[Situation] = ()
) -> Geometry:
    """Turn a written graph into expected distress, distances and similarities.

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
    points = _positions(graph, situations)
    distress, spread, basis = _filled(graph, situations, points, settings)
    names = sorted({situation.theme or "" for situation in situations})
    theme = np.array([names.index(situation.theme or "") for situation in situations], dtype=np.int64)
    distance = np.zeros((len(situations), len(situations)))
    for column, weight in _columns(graph, points):
        distance += weight / settings.facet_length * np.abs(column[:, None] - column)
    distance += np.abs(distress[:, None] - distress) / settings.distress_length
    distance -= math.log(settings.theme_similarity) * (theme[:, None] != theme)
    private = np.array([0.0 if s.id in made else -0.5 * math.log(settings.private_similarity) for s in situations])
    distance += private[:, None] + private
    np.fill_diagonal(distance, 0.0)
    ids = tuple(situation.id for situation in situations)
    effects = _insert_links(distance, graph.links, ids)
    similarity = np.exp(-distance)
    for array in (distress, spread, theme, distance, similarity):
        array.flags.writeable = False
    return Geometry(ids, situations, distress, spread, basis, theme, distance, similarity, effects)


# ------------------------------------------------------------------------------------------- positions and distress


def _positions(graph: SituationGraph, situations: Sequence[Situation]) -> dict[str, Floats]:
    """Return, for each facet, points whose city-block distance is that of the facet: ordered (n, 1), nominal (n, k)."""
    points = {}
    for name in sorted(graph.facets):
        facet = graph.facets[name]
        chosen = [situation.facets.get(name) for situation in situations]
        if facet.ordered:
            points[name] = np.array([[facet.position(level)] for level in chosen])
        else:
            points[name] = np.array([[0.5 * (level == known) for known in facet.levels] for level in chosen])
    return points


def _columns(graph: SituationGraph, points: dict[str, Floats]) -> Iterable[tuple[Floats, float]]:
    """Yield every coordinate with its weight; the weights of the facets add up to 1."""
    total = sum(graph.facets[name].weight for name in points)
    for name, columns in points.items():
        for column in columns.T:
            yield column, graph.facets[name].weight / total


def _filled(
    graph: SituationGraph, situations: Sequence[Situation], points: dict[str, Floats], settings: Settings
) -> tuple[Floats, Floats, tuple[Basis, ...]]:
    """Return distress, its spread and its basis: authored, by rank, by facets, or the mean of what is known."""
    rated = np.array([situation.distress is not None for situation in situations])
    distress = np.array([np.nan if s.distress is None else s.distress for s in situations])
    spread, basis = np.zeros(len(situations)), [Basis.RATED] * len(situations)
    by_facets = _facet_estimates(graph, situations, points, settings) if not rated.all() and points else None
    by_order = _order_estimates(situations)
    for at, situation in enumerate(situations):
        if rated[at]:
            continue
        if situation.id in by_order:
            distress[at], spread[at], basis[at] = by_order[situation.id], settings.order_sd, Basis.ORDERED
        elif by_facets is not None and situation.facets:
            distress[at], spread[at], basis[at] = by_facets[0][at], by_facets[1][at], Basis.ESTIMATED
        else:
            alike = [s.distress for s in situations if s.distress is not None and s.theme == situation.theme]
            known = alike or [s.distress for s in situations if s.distress is not None]
            distress[at] = math.fsum(known) / len(known) if known else 50.0
            spread[at], basis[at] = settings.unknown_sd, Basis.UNKNOWN
    return np.clip(distress, 0.0, 100.0), spread, tuple(basis)


def _order_estimates(situations: Sequence[Situation]) -> dict[str, float]:
    """Place ranked situations between ranked ones that have a number, and between 0 and 100 at the ends."""
    ranked = sorted((s.order, s.id, s.distress) for s in situations if s.order is not None)
    if not ranked:
        return {}
    anchors: dict[float, float] = {0.0: 0.0}
    for place, _, distress in ranked:
        if distress is not None:
            anchors[place] = max(distress, *anchors.values())
    anchors.setdefault(ranked[-1][0] + 1.0, 100.0)
    values = np.interp([place for place, _, _ in ranked], list(anchors), list(anchors.values()))
    return {name: float(value) for (_, name, distress), value in zip(ranked, values, strict=True) if distress is None}


def _facet_estimates(
    graph: SituationGraph, situations: Sequence[Situation], points: dict[str, Floats], settings: Settings
) -> tuple[Floats, Floats]:
    """Regress distress on facets and return estimates and their SDs for all situations.

    Ridge regression as a Gaussian prior: intercept 50 ± facet_range, and for a facet of weight share w a slope of
    w·facet_range ± w·facet_range over its whole length. A declared order is kept: slopes of ordered facets are ≥ 0.
    """
    columns = list(_columns(graph, points))
    ordered = [graph.facets[name].ordered for name in points for _ in range(points[name].shape[1])]
    design = np.column_stack(
        [np.ones(len(situations)), *(x - 0.5 if up else x for (x, _), up in zip(columns, ordered, strict=True))]
    )
    scale = np.array([settings.facet_range, *(settings.facet_range * share for _, share in columns)])
    centre = np.array([50.0, *(s * up for s, up in zip(scale[1:], ordered, strict=True))])
    use = [at for at, s in enumerate(situations) if s.distress is not None and s.facets]
    target = np.array([float(situations[at].distress or 0.0) for at in use])
    precision = design[use].T @ design[use] / settings.estimate_sd**2 + np.diag(scale**-2.0)
    moment = design[use].T @ target / settings.estimate_sd**2 + centre / scale**2
    slopes = _bounded_solve(precision, moment, np.array([-np.inf, *(0.0 if up else -np.inf for up in ordered)]))
    leverage = np.einsum("ij,ji->i", design, np.linalg.solve(precision, design.T))
    return np.asarray(design @ slopes), np.sqrt(settings.estimate_sd**2 + leverage)


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


def _insert_links(distance: Floats, links: Sequence[Link], ids: tuple[str, ...]) -> tuple[tuple[Link, float], ...]:
    """Shorten the closed metric by one link after the other, in place; only rows that gain are touched.

    A path i→a→b→j can be shorter only if i gains at b and j gains at a: the rest of the matrix stays as it is.
    """
    place = {name: at for at, name in enumerate(ids)}
    effects = []
    for link in sorted(links, key=lambda k: (-k.similarity, *sorted((k.a, k.b)))):
        a, b, length = place[link.a], place[link.b], -math.log(link.similarity)
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


# ------------------------------------------------------------------------------------------------- neighbours, needs


def neighbours(geometry: Geometry, situation: str, *, count: int = 5) -> tuple[tuple[str, float], ...]:
    """Return the most similar situations with their similarity, strongest first, ties by id.

    Raises
    ------
    UnknownSituationError
        If no situation has this id.
    """
    at = geometry.index(situation)
    row = geometry.similarity[at]
    others = sorted((-float(row[j]), name) for j, name in enumerate(geometry.ids) if j != at)
    return tuple((name, -strength) for strength, name in others[:count])


def prerequisites(graph: SituationGraph, ids: Iterable[str]) -> frozenset[str]:
    """Return the given ids together with everything they require, directly or not.

    Raises
    ------
    UnknownSituationError
        If no situation has one of these ids.
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


def generalise(similarity: Floats | float, here: Floats | float, there: Floats | float, mastery: float) -> Any:
    """Return how many SUDS practice `here`, down to mastery, takes off `there`: S · max(0, min(x_i, x_j) − mastery).

    The one teaching law of the library; a hop's challenge, the expected distress on arrival and what the log teaches
    all use it. Broadcasts.
    """
    return similarity * np.maximum(0.0, np.minimum(here, there) - mastery)


def variants(graph: SituationGraph, situation: Situation, *, beside: Situation | None = None) -> tuple[Situation, ...]:
    """Return unwritten situations that differ from a written one in one facet level.

    Parameters
    ----------
    graph : SituationGraph
        Gives facets, phrase, and what is written already.
    situation : Situation
        The one to vary; without facet levels there are none.
    beside : Situation, optional
        The neighbour on the other side of a gap: its consent and prerequisites are added.

    Returns
    -------
    tuple of Situation
        Without distress (it is estimated), in the order of facets and levels.
    """
    written = {tuple(sorted(s.facets.items())) for s in graph.situations}
    taken = set(graph.ids)
    found = []
    for name in sorted(situation.facets):
        for level in graph.facets[name].levels:
            levels = dict(situation.facets) | {name: level}
            key = f"{situation.id}.{name}.{level}"
            slug = re.sub(r"[^\w.\-]+", "-", key)[:64]
            if tuple(sorted(levels.items())) in written or slug in taken:
                continue
            written.add(tuple(sorted(levels.items())))
            other = beside or situation
            found.append(
                Situation(
                    id=slug,
                    title=_title(graph, situation, levels, name),
                    theme=situation.theme,
                    facets=levels,
                    mode=situation.mode,
                    consent=tuple(dict.fromkeys((*situation.consent, *other.consent))),
                    requires=tuple(sorted({*situation.requires, *other.requires} - {slug})),
                )
            )
    return tuple(found)


def _title(graph: SituationGraph, situation: Situation, levels: dict[str, str], changed: str) -> str:
    asked = {name for _, name, _, _ in Formatter().parse(graph.phrase or "") if name}
    if asked and asked <= set(levels) and changed in asked:
        return (graph.phrase or "").format_map(levels)
    return f"{situation.title} ({changed}: {levels[changed]})"[:300]


# ------------------------------------------------------------------------------------------------------ the outside


def to_networkx(graph: SituationGraph, settings: Settings | None = None, *, at_least: float = 0.0) -> nx.Graph[str]:
    """Return the graph for networkx: nodes carry the records' fields, edges the similarity as ``weight``.

    Parameters
    ----------
    graph : SituationGraph
        What was written.
    settings : Settings, optional
        As for :func:`measure`.
    at_least : float
        Leave out edges of less similarity (written links always stay).

    Returns
    -------
    networkx.Graph
        Node attributes are the given fields of the situation plus ``expected`` (SUDS) and ``basis``; edge attributes
        are ``weight`` (similarity), ``distance`` and ``link`` (the written similarity, or none).
    """
    import networkx as nx

    space = measure(graph, settings)
    made: nx.Graph[str] = nx.Graph(**graph.model_dump(exclude={"situations", "links"}, exclude_defaults=True))
    for situation in graph.situations:
        at = space.index(situation.id)
        given = situation.model_dump(exclude_defaults=True, exclude={"id"})
        made.add_node(situation.id, **given, expected=float(space.distress[at]), basis=str(space.basis[at]))
    written = {frozenset((link.a, link.b)): link.similarity for link in graph.links}
    for i, a in enumerate(space.ids):
        for j in range(i + 1, len(space.ids)):
            link, weight = written.get(frozenset((a, space.ids[j]))), float(space.similarity[i, j])
            if link is not None or weight >= at_least:
                made.add_edge(a, space.ids[j], weight=weight, distance=float(space.distance[i, j]), link=link)
    return made


def from_networkx(source: nx.Graph[Any]) -> SituationGraph:
    """Return the situation graph of a networkx graph.

    Parameters
    ----------
    source : networkx.Graph
        Undirected. Nodes need a ``title`` and may carry any other field of a situation. An edge made by
        :func:`to_networkx` counts as a link only if it was one; any other edge is a link of similarity ``weight``.

    Raises
    ------
    InvalidCourseError
        With every problem; a directed graph or a multigraph is one.
    """
    if source.is_directed() or source.is_multigraph():
        raise InvalidCourseError([Problem((), "an undirected graph with single edges", type(source).__name__)])
    situations = [
        {"id": node} | {key: value for key, value in fields.items() if key not in ("expected", "basis")}
        for node, fields in source.nodes(data=True)
    ]
    weights = [(a, b, data["link"] if "link" in data else data.get("weight")) for a, b, data in source.edges(data=True)]
    links = [{"a": a, "b": b, "similarity": w} for a, b, w in weights if w is not None]
    return SituationGraph.model_validate(
        {"title": "Situations"} | dict(source.graph) | {"situations": situations, "links": links}
    )


def to_mermaid(geometry: Geometry, *, count: int = 2) -> str:
    """Return the graph as Mermaid text: each situation's `count` strongest neighbours; arrows are prerequisites."""
    lines = ["graph LR"]
    names = {name: f"s{at}" for at, name in enumerate(geometry.ids)}
    for at, situation in enumerate(geometry.situations):
        text = situation.title.replace("&", "#amp;").replace('"', "#quot;").replace("<", "#lt;").replace(">", "#gt;")
        lines.append(f'  s{at}["{text}<br/>{geometry.distress[at]:.0f}"]')
    lines += [f"  {names[a]} ---|{weight:.2f}| {names[b]}" for a, b, weight in _strongest(geometry, count)]
    lines += [f"  {names[need]} --> {names[s.id]}" for s in geometry.situations for need in sorted(s.requires)]
    return "\n".join(lines) + "\n"


def to_dot(geometry: Geometry, *, count: int = 2) -> str:
    """Return the graph as Graphviz DOT text: like :func:`to_mermaid`, with the similarity as line width."""
    lines = ["digraph situations {", "  rankdir=LR; node [shape=box, style=rounded];"]
    for at, situation in enumerate(geometry.situations):
        text = situation.title.replace("\\", "\\\\").replace('"', '\\"')
        lines.append(f'  "{situation.id}" [label="{text}\\n{geometry.distress[at]:.0f}"];')
    for a, b, weight in _strongest(geometry, count):
        lines.append(f'  "{a}" -> "{b}" [dir=none, label="{weight:.2f}", penwidth={1 + 4 * weight:.2f}];')
    lines += [f'  "{need}" -> "{s.id}";' for s in geometry.situations for need in sorted(s.requires)]
    return "\n".join([*lines, "}"]) + "\n"


def _strongest(geometry: Geometry, count: int) -> list[tuple[str, str, float]]:
    pairs = {
        (*sorted((name, other)), strength)
        for name in geometry.ids
        for other, strength in neighbours(geometry, name, count=count)
    }
    return sorted(pairs)  # type: ignore[arg-type]
