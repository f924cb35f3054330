"""What several rules would have offered on one log, as a page: a line a practice, rules that agree named together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exposure_ladder.ladder.page import footer
from exposure_ladder.text.english import ENGLISH, heads, say
from exposure_ladder.text.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exposure_ladder.advice.replay import RuleComparison, RuleRow
    from exposure_ladder.records import SituationGraph


def rules_sheet(comparison: RuleComparison, graph: SituationGraph, *, words: Mapping[str, str] = ENGLISH) -> Sheet:
    """Lay out where rules would have parted; it says nothing about which would have been better.

    Parameters
    ----------
    comparison : RuleComparison
        From :func:`~exposure_ladder.advice.compare_rules`.
    graph : SituationGraph
        What the log is about.
    words : mapping of str to str
        The table of sentences.
    """
    if not comparison.rows:
        return Sheet((words["compared_none"],), foot=(footer(graph, words),))
    at = comparison.parted
    parted = words["compared_never"] if at is None else say("compared_parted", words, day=_day(comparison.rows[at]))
    return Sheet(
        head=(f"{words['compared']} {parted}",),
        columns=heads(words, "when", "practised", "offered"),
        align="<<<",
        rows=tuple((_day(row), row.practised, _offers(row, comparison.names, words)) for row in comparison.rows),
        foot=(words["compared_end"], footer(graph, words)),
        wrap=2,
    )


def _day(row: RuleRow) -> str:
    return row.at.date().isoformat()


def _offers(row: RuleRow, names: tuple[str, ...], words: Mapping[str, str]) -> str:
    told: dict[str, list[str]] = {}
    for name, (action, rung) in zip(names, row.offers, strict=True):
        told.setdefault(say(f"offer_{action}", words, id=rung), []).append(name)
    if len(told) == 1 and len(names) > 1:
        return f"{words['all_rules']}: {next(iter(told))}"
    return " · ".join(f"{', '.join(rules)}: {offer}" for offer, rules in told.items())
