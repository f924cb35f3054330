"""From the written graph to distances, similarities, prerequisites and neighbouring situations.

One law of generalisation, ``similarity = exp(-distance)`` (Shepard 1987, doi 10.1126/science.3629243): every situation
is a point in a city-block space, so the distance is a metric and the similarity positive definite. The distance adds
up facets, theme, expected distress and a private part; a link of similarity w is a short cut of length ``-ln w``, and
only links use shortest paths. All arrays are in the order of the sorted ids, so the order of writing cannot matter.

This room never reads the log: it knows what was written, not what was felt. networkx appears only inside
:func:`to_networkx` and :func:`from_networkx`, never on the way to a ladder.
"""

from exposure_ladder.graph.convert import from_networkx, to_dot, to_mermaid, to_networkx
from exposure_ladder.graph.order import TIE as TIE
from exposure_ladder.graph.order import canonical_order as canonical_order
from exposure_ladder.graph.order import neighbours, prerequisites
from exposure_ladder.graph.order import stricter as stricter
from exposure_ladder.graph.similarity import Basis, Geometry, measure
from exposure_ladder.graph.similarity import generalise as generalise

__all__ = [
    "Basis",
    "Geometry",
    "from_networkx",
    "measure",
    "neighbours",
    "prerequisites",
    "to_dot",
    "to_mermaid",
    "to_networkx",
]
