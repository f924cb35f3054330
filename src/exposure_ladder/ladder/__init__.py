"""From a belief to a fear ladder: which rungs, in which order, where the steps are wide, and what was left out.

Situations a person wrote stay, in the authored rank: by what was written, equal numbers by the graph. The belief moves
a step only where it contradicts that order beyond doubt. Nothing written is dropped silently. Among the optional ones
(generated situations, or written ones with ``keep="goal"``) the cheapest way up is chosen: least Σ exp(challenge / κ),
κ the objective, with a wide step only where there is no other way. What would make it easier to climb: `repairs`.

A ladder never advises and never reads ratings itself; it asks the belief. It never contains a step for which a named
person's yes is missing.
"""

from exposure_ladder.ladder.bridges import Bridge
from exposure_ladder.ladder.build import build_ladder, build_ladders
from exposure_ladder.ladder.repairs import Repair, RepairKind, WhyNone, a_no_is_an_answer, repairs, smaller, way_back
from exposure_ladder.ladder.values import Gap, Keep, Ladder, LeftOut, Objective, Rung, Why, WhyNot

__all__ = [
    "Bridge",
    "Gap",
    "Keep",
    "Ladder",
    "LeftOut",
    "Objective",
    "Repair",
    "RepairKind",
    "Rung",
    "Why",
    "WhyNone",
    "WhyNot",
    "a_no_is_an_answer",
    "build_ladder",
    "build_ladders",
    "repairs",
    "smaller",
    "way_back",
]
