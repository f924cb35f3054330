"""Which agreed steps are open to two people, as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exposure_ladder.text.english import ENGLISH, heads
from exposure_ladder.text.notice import TOLD_FIRST
from exposure_ladder.text.sheet import Sheet, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exposure_ladder.advice.together import JointPlan


def joint_sheet(plan: JointPlan, *, words: Mapping[str, str] = ENGLISH) -> Sheet:
    """Lay out the steps of two people: order, who begins, open or not yet; what both are told stands first."""
    rows = tuple(
        (
            str(at),
            words["open" if step.open else "not_yet"],
            words["first_one" if step.first == 0 else "first_other"],
            plain(step.title) if step.title else "",
            step.id,
        )
        for at, step in enumerate(plan.steps, 1)
    )
    columns = heads(words, "number", "open", "begins", "step", "id")
    return Sheet((" ".join(TOLD_FIRST.split()),), columns, "><<<<", rows, (words["joint_end"],), wrap=3)
