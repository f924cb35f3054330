"""The commands that look at a plan and its log: how far it is, what goes together, which steps are open to two."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from exposure_ladder.advice import compare_rules, joint_sheet, plan_together, rules_sheet
from exposure_ladder.cli import answers
from exposure_ladder.cli.opening import PIPE, opened, opened_with_log, rule_of
from exposure_ladder.cli.planning import ladder_of
from exposure_ladder.cli.screen import PROSE
from exposure_ladder.errors import ExposureLadderError, UnknownSituationError
from exposure_ladder.review import find_patterns, patterns_sheet, progress_sheet, review_progress

if TYPE_CHECKING:
    from argparse import Namespace

    from exposure_ladder.advice import RuleComparison
    from exposure_ladder.cli.screen import Desk


def look_back(args: Namespace, desk: Desk) -> int:
    """Print how far somebody is, in sentences and as a chart."""
    document, at = opened_with_log(args.file), answers.time_of(args.at, desk.now())
    found = review_progress(ladder_of(document, at))
    width = min(desk.width, PROSE) if args.format == "text" else None
    sheet = progress_sheet(found, width=width, chart=args.chart)
    desk.show(args.format, sheet, found.as_dict, widest=PROSE)
    return 0


def together(args: Namespace, desk: Desk) -> int:
    """Print which agreed steps are open to two people, and nothing else about either."""
    at = answers.time_of(args.at, desk.now())
    one, other = opened(args.file).course, opened(args.other).course
    if PIPE not in (args.file, args.other) and Path(args.file).samefile(args.other):
        hint = "Each of the two has a file of their own."
        raise ExposureLadderError("together: expected the files of two people; got the same file twice.", hint=hint)
    try:
        plan = plan_together(one, other, steps=args.steps, at=at)
    except UnknownSituationError as error:  # what else the two files hold is not said, not even as a near match
        hint = "Write it with the same id in both."
        raise ExposureLadderError(f"{error.id}: this step is not in both files.", hint=hint) from None
    desk.show(args.format, joint_sheet(plan), plan.as_dict, widest=PROSE)
    return 0


def patterns(args: Namespace, desk: Desk) -> int:
    """Print what goes together in a log."""
    course = opened(args.file).course
    found = find_patterns(course, at=answers.time_of(args.at, desk.now()))
    desk.show(args.format, patterns_sheet(found, course.graph), found.as_dict, widest=PROSE)
    return 0


def compare(args: Namespace, desk: Desk) -> int:
    """Print what several rules would have offered after each practice of the log."""
    course = opened(args.file).course
    rules = [rule_of(name, course.graph) for name in answers.several(args.rules)]
    # Rules that draw give the same answers each time.
    found = compare_rules(course, rules=rules, rng=np.random.default_rng(0))
    desk.show(args.format, rules_sheet(found, course.graph), lambda: _plain(found), widest=PROSE)
    return 0


def _plain(found: RuleComparison) -> dict[str, Any]:
    offers = [[{"action": action, "id": rung} for action, rung in row.offers] for row in found.rows]
    rows = [
        {"at": row.at.isoformat(), "practised": row.practised, "offers": dict(zip(found.names, each, strict=True))}
        for row, each in zip(found.rows, offers, strict=True)
    ]
    return {"format": 1, "kind": "rule comparison", "rules": list(found.names), "parted": found.parted, "rows": rows}
