"""The command that shows an option for the next practice, with its reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from exposure_ladder.advice import advice_sheet, advise
from exposure_ladder.cli import answers
from exposure_ladder.cli.opening import opened_with_log, rule_of
from exposure_ladder.cli.planning import ladder_of
from exposure_ladder.cli.screen import PROSE
from exposure_ladder.cli.sentences import tell
from exposure_ladder.records.rule import Pick
from exposure_ladder.rules import RULES, rule_sentences
from exposure_ladder.text import Sheet

if TYPE_CHECKING:
    from argparse import Namespace
    from datetime import datetime

    from exposure_ladder.cli.screen import Desk
    from exposure_ladder.records import SituationGraph
    from exposure_ladder.records.rule import Rule


def luck_of(rule: Rule, at: datetime) -> np.random.Generator | None:
    """Return what a rule draws from: one answer a day; other rules do not wait until numpy has its generators ready."""
    return np.random.default_rng(at.toordinal()) if rule.next is Pick.RANDOM else None


def offer(args: Namespace, desk: Desk) -> int:
    """Print an option for the next practice."""
    document = opened_with_log(args.file)
    if args.rule == "list":
        desk.page(_list(document.course.graph))
        return 0
    rule = rule_of(args.rule, document.course.graph)
    at = answers.time_of(args.at, desk.now())
    advice = advise(ladder_of(document, at), rule=rule, rng=luck_of(rule, at), low_energy=args.low_energy)
    if args.format == "json":
        desk.json(advice.as_dict())
    else:
        desk.lines(advice_sheet(advice, why=args.why).text(min(desk.width, PROSE)))
    return 0


def _list(graph: SituationGraph) -> Sheet:
    """Return the rules of a plan and the named ones, a line each."""
    own = [graph.rule] if graph.rule is not None and not isinstance(graph.rule, str) else []
    rules = {rule.name: rule for rule in (*RULES.values(), *graph.rules, *own)}
    rows = tuple((rule.name, rule_sentences(rule, scale=graph.shown)[0], rule.standing) for rule in rules.values())
    return Sheet((tell("rules"),), ("name", "moves on after", "rests on"), "<<<", rows, wrap=1)
