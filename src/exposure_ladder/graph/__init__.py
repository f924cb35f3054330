"""From the written graph to distances, similarities, prerequisites and neighbouring situations.

One law of generalisation, ``similarity = exp(-distance)`` (Shepard 1987, doi 10.1126/science.3629243): every situation
is a point in a city-block space, so the distance is a metric and the similarity positive definite. The distance adds
up facets, theme, expected distress and a private part; a link of similarity w is a short cut of length ``-ln w``, and
only links use shortest paths. All arrays are in the order of the sorted ids, so the order of writing cannot matter.

This room never reads the log: it knows what was written, not what was felt. networkx appears only inside
:func:`to_networkx` and :func:`from_networkx`, never on the way to a ladder.
"""

from exposure_ladder.graph.geometry import Basis, Geometry, generalise, measure
from exposure_ladder.graph.outside import from_networkx, to_dot, to_mermaid, to_networkx
from exposure_ladder.graph.relations import TIE, canonical_order, neighbours, prerequisites, stricter, variants

__all__ = [
    "TIE",
    "Basis",
    "Geometry",
    "canonical_order",
    "from_networkx",
    "generalise",
    "measure",
    "neighbours",
    "prerequisites",
    "stricter",
    "to_dot",
    "to_mermaid",
    "to_networkx",
    "variants",
]
