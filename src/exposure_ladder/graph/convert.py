"""The graph for other programs: networkx, Mermaid, DOT. The only room that sees networkx, and only inside functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from exposure_ladder.errors import InvalidCourseError, Problem
from exposure_ladder.graph.order import neighbours
from exposure_ladder.graph.similarity import Geometry, measure
from exposure_ladder.records import Settings, SituationGraph

if TYPE_CHECKING:
    import networkx as nx


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

    Examples
    --------
    >>> from exposure_ladder.records import SituationGraph
    >>> steps = [{"id": name, "title": f"See a {name}", "distress": 20} for name in ("photo", "dog")]
    >>> round(to_networkx(SituationGraph(title="Dogs", situations=steps)).edges["photo", "dog"]["weight"], 2)
    0.5
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

    Returns
    -------
    SituationGraph
        Called "Situations" where the source has no ``title``.

    Raises
    ------
    InvalidCourseError
        With every problem; a directed graph or a multigraph is one.

    Examples
    --------
    >>> import networkx as nx
    >>> outside = nx.Graph(title="Dogs")
    >>> outside.add_node("photo", title="See a photo", distress=20)
    >>> from_networkx(outside).situations[0].distress
    20.0
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


_MERMAID: Final = str.maketrans({"#": "#35;", "&": "#amp;", '"': "#quot;", "<": "#lt;", ">": "#gt;"})
_DOT: Final = str.maketrans({"\\": "\\\\", '"': '\\"'})


def to_mermaid(geometry: Geometry, *, count: int = 2) -> str:
    """Return the graph as Mermaid text; arrows are prerequisites.

    Parameters
    ----------
    geometry : Geometry
        From :func:`measure`.
    count : int
        How many of each situation's strongest neighbours get a line.

    Returns
    -------
    str
        A ``graph LR`` with title and expected distress (0–100 SUDS) in each box, and the similarity on each line.

    Examples
    --------
    >>> from exposure_ladder import SituationGraph
    >>> steps = [{"id": name, "title": f"See a {name}", "distress": 20} for name in ("photo", "dog")]
    >>> print(to_mermaid(measure(SituationGraph(title="Dogs", situations=steps))))
    graph LR
      s0["See a dog<br/>20"]
      s1["See a photo<br/>20"]
      s0 ---|0.50| s1
    <BLANKLINE>
    """
    lines = ["graph LR"]
    names = {name: f"s{at}" for at, name in enumerate(geometry.ids)}
    for at, situation in enumerate(geometry.situations):
        text = situation.title.translate(_MERMAID)
        lines.append(f'  s{at}["{text}<br/>{geometry.distress[at]:.0f}"]')
    lines += [f"  {names[a]} ---|{weight:.2f}| {names[b]}" for a, b, weight in _strongest(geometry, count)]
    lines += [f"  {names[need]} --> {names[s.id]}" for s in geometry.situations for need in sorted(s.requires)]
    return "\n".join(lines) + "\n"


def to_dot(geometry: Geometry, *, count: int = 2) -> str:
    r"""Return the graph as Graphviz DOT text: like :func:`to_mermaid`, with the similarity as line width as well.

    Parameters
    ----------
    geometry : Geometry
        From :func:`measure`.
    count : int
        How many of each situation's strongest neighbours get a line.

    Returns
    -------
    str
        A ``digraph``; lines between neighbours have no direction.

    Examples
    --------
    >>> from exposure_ladder import SituationGraph
    >>> steps = [{"id": name, "title": f"See a {name}", "distress": 20} for name in ("photo", "dog")]
    >>> print(to_dot(measure(SituationGraph(title="Dogs", situations=steps))))
    digraph situations {
      rankdir=LR; node [shape=box, style=rounded];
      "dog" [label="See a dog\n20"];
      "photo" [label="See a photo\n20"];
      "dog" -> "photo" [dir=none, label="0.50", penwidth=3.00];
    }
    <BLANKLINE>
    """
    lines = ["digraph situations {", "  rankdir=LR; node [shape=box, style=rounded];"]
    for at, situation in enumerate(geometry.situations):
        text = situation.title.translate(_DOT)
        lines.append(f'  "{situation.id}" [label="{text}\\n{geometry.distress[at]:.0f}"];')
    for a, b, weight in _strongest(geometry, count):
        lines.append(f'  "{a}" -> "{b}" [dir=none, label="{weight:.2f}", penwidth={1 + 4 * weight:.2f}];')
    lines += [f'  "{need}" -> "{s.id}";' for s in geometry.situations for need in sorted(s.requires)]
    return "\n".join([*lines, "}"]) + "\n"


def _strongest(geometry: Geometry, count: int) -> list[tuple[str, str, float]]:
    pairs = {
        (min(name, other), max(name, other), strength)
        for name in geometry.ids
        for other, strength in neighbours(geometry, name, count=count)
    }
    return sorted(pairs)
