"""Steps that are kept off a ladder by their words, as the ladder holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exposure_ladder.ladder.ladder import LeftOut, WhyNot
from exposure_ladder.records.content import Opening, gates

if TYPE_CHECKING:
    from exposure_ladder.records import Situation, SituationGraph

__all__ = ["by_its_words"]

_WHY: Final = {
    Opening.NOTHING: WhyNot.NOT_PLANNED,
    Opening.KIND: WhyNot.NO_KIND,
    Opening.REASON: WhyNot.NO_REASON,
    Opening.DOCTOR: WhyNot.NO_DOCTOR,
    Opening.PROFESSIONAL: WhyNot.NO_PROFESSIONAL,
}


def by_its_words(situation: Situation, graph: SituationGraph) -> LeftOut | None:
    """Return that a step is left out because of what it says, or nothing.

    Parameters
    ----------
    situation : Situation
        Written or generated.
    graph : SituationGraph
        Its plan.

    Returns
    -------
    LeftOut or None
        With the codes of all gates that are shut, the firmest first.
    """
    shut = gates(situation, graph)
    return LeftOut(situation, _WHY[shut[0].opening], tuple(gate.code for gate in shut)) if shut else None
