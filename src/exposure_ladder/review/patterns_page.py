"""What goes together in a log, as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exposure_ladder.ladder.page import footer
from exposure_ladder.text.english import ENGLISH, heads, say, shown
from exposure_ladder.text.sheet import Sheet, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exposure_ladder.records import SituationGraph
    from exposure_ladder.review.patterns import Pattern, Patterns


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
