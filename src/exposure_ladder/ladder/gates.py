"""What cannot be on any ladder, for whoever chooses without building one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exposure_ladder.ladder.barriers import by_its_words
from exposure_ladder.ladder.build import left_out_of, who_is_silent

if TYPE_CHECKING:
    from exposure_ladder.belief import Belief


def barred(belief: Belief) -> frozenset[str]:
    """Return the ids of what cannot be on any ladder at the moment of the belief, generated situations included."""
    course, closed = belief.course, set(left_out_of(belief, set(), None))
    written = frozenset(course.graph.ids)
    for made in belief.geometry.situations:
        if made.id in written:
            continue
        gated = who_is_silent(belief, made) or course.unasked(made, at=belief.at) or by_its_words(made, course.graph)
        if gated or closed & set(made.requires):
            closed.add(made.id)
    return frozenset(closed)
