"""From a belief to a fear ladder: which rungs, in which order, where the steps are wide, and what was left out.

Situations a person wrote stay, in one canonical order: the topological order of `requires` that always takes the
smallest (expected distress, id). Nothing written is dropped silently. Among the optional ones (generated situations,
or written ones with ``keep="goal"``) the cheapest way up is chosen: least Σ exp(challenge / κ), κ the objective.

A ladder never advises and never reads ratings itself; it asks the belief. It never contains a step for which a named
person's yes is missing.
"""

from exposure_ladder.ladder.build import build_ladder
from exposure_ladder.ladder.gates import barred as barred
from exposure_ladder.ladder.ladder import Bridge, Gap, Keep, Ladder, LeftOut, Objective, Rung, Why, WhyNot
from exposure_ladder.ladder.page import client_of as client_of
from exposure_ladder.ladder.page import footer as footer
from exposure_ladder.ladder.page import is_rated as is_rated
from exposure_ladder.ladder.page import ladder_sheet as ladder_sheet
from exposure_ladder.ladder.page import often as often

__all__ = [
    "Bridge",
    "Gap",
    "Keep",
    "Ladder",
    "LeftOut",
    "Objective",
    "Rung",
    "Why",
    "WhyNot",
    "build_ladder",
]
