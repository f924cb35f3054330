"""Two pages: which agreed steps are open to two people, and what goes together in a log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exposure_ladder.notice import TOLD_FIRST
from exposure_ladder.wording.english import ENGLISH, heads, say, shown
from exposure_ladder.wording.ladder_page import footer
from exposure_ladder.wording.page import Sheet, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exposure_ladder.joint import JointPlan
    from exposure_ladder.patterns import Pattern, Patterns
    from exposure_ladder.records import SituationGraph


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


def patterns_sheet(found: Patterns, graph: SituationGraph, *, words: Mapping[str, str] = ENGLISH) -> Sheet:
    """Lay out what goes together in a log; where nothing does, that is what it says."""
    head = [say("patterns", words, entries=found.entries, looked_at=found.looked_at)]
    if not found.found:
        head.append(words["patterns_none"])
    if found.recovery is not None:
        head.append(say("recovery", words, minutes=found.recovery, count=found.recoveries))
    rows = tuple(_row(pattern, graph, words) for pattern in found.found)
    columns = heads(words, "what", "word", "with", "goes_with") if rows else ()
    end = (say("patterns_end", words, percent=100 * found.level), footer(graph, words))
    return Sheet(tuple(head), columns, "<<><" if rows else "", rows, end, wrap=3)


def _row(pattern: Pattern, graph: SituationGraph, words: Mapping[str, str]) -> tuple[str, ...]:
    numbers = (abs(pattern.difference), *sorted((abs(pattern.low), abs(pattern.high))))
    values = [shown(v, graph.shown) if pattern.outcome == "peak" else f"{v:.0f}" for v in numbers]
    code = f"goes_{pattern.outcome.replace(' ', '_')}_{'more' if pattern.difference > 0 else 'less'}"
    told = say(code, words, by=values[0], low=values[1], high=values[2])
    cases = say("with_and_without", words, cases=pattern.cases, others=pattern.others)
    return words[f"word_{pattern.kind}"], plain(pattern.name), cases, told
