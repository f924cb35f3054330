"""The command that shows an option for the next practice, with its reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from exposure_ladder.advice import advice_sheet, advise
from exposure_ladder.cli import answers
from exposure_ladder.cli.opening import one_of, opened_with_log, rule_of
from exposure_ladder.cli.planning import ladder_of, ladders_of
from exposure_ladder.cli.screen import PROSE
from exposure_ladder.cli.sentences import tell
from exposure_ladder.ladder import latest_first
from exposure_ladder.rules import RULES, Action, ExpectancyFell, Practised, RandomOpen, StayedFor
from exposure_ladder.text import Sheet

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Final

    from exposure_ladder.advice import Advice
    from exposure_ladder.cli.screen import Desk
    from exposure_ladder.rules import Policy


_UNFELT: Final = (ExpectancyFell, Practised, StayedFor)
"""Ways of being done that look at no distress, where nothing else stands beside them."""


def luck_of(policy: Policy, at: datetime) -> np.random.Generator | None:
    """Return what a rule draws from: one answer a day; other rules do not wait until numpy has its generators ready."""
    return np.random.default_rng(at.toordinal()) if isinstance(policy.pick, RandomOpen) else None


def _first_open(options: Sequence[Advice]) -> Advice:
    """Return the option of the theme the person was on last; where all of it is done, of the next theme."""
    over = (Action.COMPLETE, Action.BOOSTER)
    return next((advice for advice in options if advice.action not in over), options[0])


def offer(args: Namespace, desk: Desk) -> int:
    """Print an option for the next practice."""
    document = opened_with_log(args.file)
    if args.rule == "list":
        rows = tuple(
            (rule.name, f"{rule.asks}{' *' * isinstance(rule.done, _UNFELT)}", rule.standing) for rule in RULES.values()
        )
        desk.page(Sheet((tell("rules"),), ("name", "moves on after", "rests on"), "<<<", rows, wrap=1))
        desk.write("")
        desk.tell(tell("rules_unfelt"))
        return 0
    policy = rule_of(args.rule)
    at = answers.time_of(args.at, desk.now())
    if args.theme is None:
        ladders = latest_first(ladders_of(document, at))
    else:
        themes = {situation.theme for situation in document.course.graph.situations if situation.theme}
        theme = one_of(args.theme, sorted(themes), "no step of this file has this theme")
        ladders = (ladder_of(document, at, theme=theme),)
    asked = {"policy": policy, "rng": luck_of(policy, at), "low_energy": args.low_energy}
    advice = _first_open([advise(ladder, **asked) for ladder in ladders])
    if args.format == "json":
        desk.json(advice.as_dict())
    else:
        desk.lines(advice_sheet(advice).text(min(desk.width, PROSE)))
    return 0
