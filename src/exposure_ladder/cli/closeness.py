"""The commands for two people and for what goes together in one person's log."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from exposure_ladder.cli import answers
from exposure_ladder.cli.opening import opened
from exposure_ladder.cli.screen import PROSE
from exposure_ladder.joint import plan_together
from exposure_ladder.patterns import find_patterns
from exposure_ladder.wording import joint_sheet, patterns_sheet

if TYPE_CHECKING:
    from argparse import Namespace

    from exposure_ladder.cli.screen import Desk
    from exposure_ladder.joint import JointPlan
    from exposure_ladder.patterns import Patterns
    from exposure_ladder.wording import Sheet


def together(args: Namespace, desk: Desk) -> int:
    """Print which agreed steps are open to two people, and nothing else about either."""
    at = answers.time_of(args.at, desk.now())
    plan = plan_together(opened(args.file).course, opened(args.other).course, steps=args.steps, at=at)
    return _show(plan, joint_sheet(plan), args, desk)


def patterns(args: Namespace, desk: Desk) -> int:
    """Print what goes together in a log."""
    course = opened(args.file).course
    found = find_patterns(course, at=answers.time_of(args.at, desk.now()))
    return _show(found, patterns_sheet(found, course.graph), args, desk)


def _show(value: JointPlan | Patterns, sheet: Sheet, args: Namespace, desk: Desk) -> int:
    if args.format == "json":
        desk.write(json.dumps(value.as_dict(), indent=2, ensure_ascii=False))
    else:
        desk.page(sheet, widest=PROSE)
    return 0
