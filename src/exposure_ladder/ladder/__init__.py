"""From a belief to a fear ladder: which rungs, in which order, where the steps are wide, and what was left out.

Situations a person wrote stay, in the authored rank: by what was written, equal numbers by the graph. The belief moves
a step only where it contradicts that order beyond doubt. Nothing written is dropped silently. Among the optional ones
(generated situations, or written ones with ``keep="goal"``) the cheapest way up is chosen: least Σ exp(challenge / κ),
κ the objective, with a wide step only where there is no other way. What would make it easier to climb: `repairs`.

A ladder never advises and never reads ratings itself; it asks the belief. It never contains a step for which a named
person's yes is missing.
"""

from exposure_ladder.ladder.bridges import Bridge
from exposure_ladder.ladder.build import build_ladder
from exposure_ladder.ladder.gates import barred as barred
from exposure_ladder.ladder.ladder import Gap, Keep, Ladder, LeftOut, Objective, Rung, Why, WhyNot
from exposure_ladder.ladder.order import open_at_once as open_at_once
from exposure_ladder.ladder.page import client_of as client_of
from exposure_ladder.ladder.page import footer as footer
from exposure_ladder.ladder.page import is_rated as is_rated
from exposure_ladder.ladder.page import ladder_sheet as ladder_sheet
from exposure_ladder.ladder.page import often as often
from exposure_ladder.ladder.page import repair_lines as repair_lines
from exposure_ladder.ladder.repair import Repair, RepairKind, WhyNone, a_no_is_an_answer, repairs, smaller, way_back
from exposure_ladder.ladder.themes import build_ladders, latest_first

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
    "latest_first",
    "repairs",
    "smaller",
    "way_back",
]
