"""The command that shows an option for the next practice, with its reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from exposure_ladder.advice import advice_sheet, advise
from exposure_ladder.cli import answers
from exposure_ladder.cli.open import PIPE, document_with_log, one_of, rule_of
from exposure_ladder.cli.options import add_file, add_format, add_rule, add_time
from exposure_ladder.cli.plan import ladder_of, ladders_of
from exposure_ladder.cli.sentences import tell
from exposure_ladder.cli.terminal import PROSE
from exposure_ladder.ladder import latest_first, repair_lines, repairs
from exposure_ladder.records.rule import Pick
from exposure_ladder.rules import RULES, Action, rule_sentences
from exposure_ladder.text import Sheet

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence
    from datetime import datetime

    from exposure_ladder.advice import Advice
    from exposure_ladder.cli.options import Add
    from exposure_ladder.cli.terminal import Terminal
    from exposure_ladder.records import SituationGraph
    from exposure_ladder.records.rule import Rule


def rng_for(rule: Rule, at: datetime) -> np.random.Generator | None:
    """Return what a rule draws from: one answer a day; other rules do not wait until numpy has its generators ready."""
    return np.random.default_rng(at.toordinal()) if rule.next is Pick.RANDOM else None


def _first_open(options: Sequence[Advice]) -> Advice:
    """Return the option of the theme the person was on last; where all of it is done, of the next theme."""
    over = (Action.COMPLETE, Action.BOOSTER)
    return next((advice for advice in options if advice.action not in over), options[0])


def offer(args: Namespace, terminal: Terminal) -> int:
    """Print an option for the next practice."""
    document = document_with_log(args.file)
    if args.rule == "list":
        terminal.page(_list(document.course.graph))
        return 0
    rule = rule_of(args.rule, document.course.graph)
    at = answers.time_of(args.at, terminal.now())
    if args.theme is None:
        ladders = latest_first(ladders_of(document, at))
    else:
        themes = {situation.theme for situation in document.course.graph.situations if situation.theme}
        theme = one_of(args.theme, sorted(themes), "no step of this file has this theme")
        ladders = (ladder_of(document, at, theme=theme),)
    advice = _first_open(
        [advise(ladder, rule=rule, rng=rng_for(rule, at), low_energy=args.low_energy) for ladder in ladders]
    )
    if args.format == "json":
        terminal.json(advice.as_dict())
    else:
        terminal.lines(advice_sheet(advice, why=args.why).text(min(terminal.width, PROSE)))
        _tell_repairs(advice, None if args.file == PIPE else args.file, terminal)
    return 0


def _list(graph: SituationGraph) -> Sheet:
    """Return the rules of a plan and the named ones, a line each."""
    own = [graph.rule] if graph.rule is not None and not isinstance(graph.rule, str) else []
    rules = {rule.name: rule for rule in (*RULES.values(), *graph.rules, *own)}
    rows = tuple((rule.name, rule_sentences(rule, scale=graph.shown)[0], rule.standing) for rule in rules.values())
    return Sheet((tell("rules"),), ("name", "moves on after", "rests on"), "<<<", rows, wrap=1)


def _tell_repairs(advice: Advice, file: str | None, terminal: Terminal) -> None:
    """Say what would make the offered step smaller to reach, where it is wide or begins high."""
    for repair in repairs(advice.ladder):
        if advice.rung is not None and repair.step == advice.rung.id:
            terminal.write("")
            terminal.write("\n".join(repair_lines(repair, advice.ladder, file=file)))


# ---------------------------------------------------------------------------------------------------------- options


def _options(add: Add) -> None:
    more = "It rests on ratings that were given, names them, and says what is as good. Same log, same option."
    parser = add("FILE [options]", "next closer.yaml", more)
    add_file(parser, pipe=True)
    add_rule(parser, "another rule than the plan's; --rule list shows them")
    parser.add_argument("--why", action="store_true", help="every reason, and the whole rule")
    parser.add_argument("--theme", metavar="NAME", help="a step of this theme (default: the one practised last)")
    parser.add_argument("--low-energy", action="store_true", help="a day for something smaller; nothing is lost by it")
    add_format(parser)
    add_time(parser)


COMMANDS = {"next": (_options, offer)}
