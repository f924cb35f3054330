"""The tables of reports: steps, practices, predictions, and a worksheet to be filled in with a pen."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from exposure_ladder.ladder.page import likely, marks, now, often
from exposure_ladder.review.page import state_of
from exposure_ladder.rules.wording import rule_sentences
from exposure_ladder.text.english import ENGLISH, heads, say, shown
from exposure_ladder.text.sheet import Sheet, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exposure_ladder.ladder import Ladder
    from exposure_ladder.records import Scale
    from exposure_ladder.review import Foretold, Ledger, Progress

    Words = Mapping[str, str]

ROWS: Final = 23
"""Rows of a worksheet, steps and blank lines together: what fits on one sheet of A4 or Letter (tried)."""
FEWEST_BLANK: Final = 6


def rungs_sheet(ladder: Ladder, *, words: Words = ENGLISH) -> Sheet:
    """Lay out the steps with what is expected at each."""
    graph = ladder.belief.course.graph
    rows = ((str(r.number), plain(r.situation.title), now(r, graph), likely(r, graph.shown)) for r in ladder.rungs)
    return Sheet((), heads(words, "number", "step", "now", "likely"), "><>>", tuple(rows), wrap=1)


def practices_sheet(ladder: Ladder, told: Sequence[Foretold], *, words: Words = ENGLISH) -> Sheet:
    """Lay out every rated practice of the ladder beside what was likely just before it, step by step."""
    scale = ladder.belief.course.graph.shown
    rows = []
    for rung in ladder.rungs:
        for each in told:
            if each.entry.situation == rung.id:
                given = (each.entry.expected, each.entry.peak, each.entry.end)
                felt = ("" if value is None else shown(value, scale) for value in given)
                step = f"{rung.number} {plain(rung.situation.title)}"
                rows.append((each.entry.at.date().isoformat(), step, *felt, likely(each, scale)))
    columns = heads(words, "day", "step", "expected", "peak", "end", "foretold")
    return Sheet((), columns, "<<>>>>", tuple(rows), wrap=1)


def predictions_sheet(
    ledger: Ledger, scale: Scale, *, names: Mapping[str, str] = MappingProxyType({}), words: Words = ENGLISH
) -> Sheet:
    """Lay out what was expected or feared beside what came; steps are called by `names`, or by their id."""
    felt = [(names.get(i, i), shown(e, scale), shown(p, scale), "", "") for i, e, p in ledger.distress]
    feared = [
        (names.get(e.situation, e.situation), "", "", f"{e.before:.0f} %", words["came" if e.occurred else "came_not"])
        for e in ledger.expectations
    ]
    return Sheet((), heads(words, "step", "expected", "peak", "seemed", "outcome"), "<>>><", (*felt, *feared))


def blank_sheets(ladder: Ladder, *, blank: str = "", words: Words = ENGLISH) -> tuple[Sheet, Sheet]:
    """Lay out a ladder and a log to be filled in with a pen; `blank` is what stands in a free place."""
    graph, said = ladder.belief.course.graph, marks(ladder, words)
    rows = ((str(r.number), plain(r.situation.title), now(r, graph), blank) for r in ladder.rungs)
    upper = Sheet(
        (), heads(words, "number", "step", "now", "tried"), "><><", tuple(rows), (said,) if said else (), wrap=1
    )
    lines = max(ROWS - len(ladder.rungs), FEWEST_BLANK)
    columns = heads(words, "day", "number", "expected", "peak", "end", "happened")
    rows_to_fill = tuple(tuple(blank for _ in columns) for _ in range(lines))
    return upper, Sheet((), columns, "<>>>><", rows_to_fill, wrap=5)


def steps_sheet(progress: Progress, *, words: Words = ENGLISH) -> Sheet:
    """Lay out where each step stands, and below what the columns say and what counts as done."""
    course, rows = progress.ladder.belief.course, []
    scale = course.graph.shown
    for trail in progress.trails:
        rung = trail.rung
        first, last = (shown(trail.peaks[at], scale) if trail.peaks else "–" for at in (0, -1))
        state = say(f"state_{state_of(trail)}", words)
        times = (str(trail.practices), first, last, now(rung, course.graph), likely(rung, scale), state)
        rows.append((str(rung.number), plain(rung.situation.title), *times))
    columns = heads(words, "number", "step", "times", "first", "last", "now", "likely", "state")
    asks = rule_sentences(progress.rule, scale=scale)[0]
    means = say("state_means", words, rule=progress.rule.name, asks=asks)
    note = say("in_the_table", words, top=scale.top, often=often(course.settings, words))
    said = marks(progress.ladder, words)
    return Sheet((), columns, "><>>>>><", tuple(rows), (f"{note} {means}", *([said] if said else [])), wrap=1)
