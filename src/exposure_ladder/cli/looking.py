"""The commands that look back: how far somebody is, and where rules would have parted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from exposure_ladder.advice import compare_rules
from exposure_ladder.cli import answers
from exposure_ladder.cli.opening import one_of, opened
from exposure_ladder.cli.planning import ladder_of
from exposure_ladder.cli.screen import PROSE
from exposure_ladder.policy import RULES
from exposure_ladder.review import progress
from exposure_ladder.wording import progress_sheet, rules_sheet

if TYPE_CHECKING:
    from argparse import Namespace

    from exposure_ladder.advice import RuleComparison
    from exposure_ladder.cli.screen import Desk
    from exposure_ladder.wording import Sheet


def look_back(args: Namespace, desk: Desk) -> int:
    """Print how far somebody is, in sentences and as a chart."""
    document, at = opened(args.file), answers.time_of(args.at, desk.now())
    found = progress(ladder_of(document, at))
    if args.format == "json":
        desk.write(json.dumps(found.as_dict(), indent=2, ensure_ascii=False))
    else:
        width = min(desk.width, PROSE) if args.format == "text" else None
        _print(progress_sheet(found, width=width, chart=args.chart), args, desk)
    return 0


def compare(args: Namespace, desk: Desk) -> int:
    """Print what several rules would have offered after each practice of the log."""
    course = opened(args.file).course
    names = answers.several(args.rules)
    rules = [RULES[one_of(name, RULES, "there is no rule of this name")] for name in names]
    # Rules that draw give the same answers each time.
    found = compare_rules(course, policies=rules, rng=np.random.default_rng(0))
    if args.format == "json":
        desk.write(json.dumps(_plain(found), indent=2, ensure_ascii=False))
    else:
        _print(rules_sheet(found, course.graph), args, desk)
    return 0


def _print(sheet: Sheet, args: Namespace, desk: Desk) -> None:
    if args.format == "markdown":
        desk.write(sheet.markdown())
    else:
        desk.page(sheet, widest=PROSE)


def _plain(found: RuleComparison) -> dict[str, Any]:
    offers = [[{"action": action, "id": rung} for action, rung in row.offers] for row in found.rows]
    rows = [
        {"at": row.at.isoformat(), "practised": row.practised, "offers": dict(zip(found.names, each, strict=True))}
        for row, each in zip(found.rows, offers, strict=True)
    ]
    return {"format": 1, "kind": "rule comparison", "rules": list(found.names), "parted": found.parted, "rows": rows}
