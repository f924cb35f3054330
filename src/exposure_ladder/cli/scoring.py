"""The command for researchers: which findings about learned fear each learning model shows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from exposure_ladder.research import CLINIC, GROUPS, as_text, scorecard

if TYPE_CHECKING:
    from argparse import Namespace

    from exposure_ladder.cli.screen import Desk


def phenomena(args: Namespace, desk: Desk) -> int:
    """Run every model through every finding and print the scorecard."""
    learning, groups = scorecard(), scorecard({"in clinic": CLINIC}, GROUPS)
    if args.format == "text":
        desk.write(f"{as_text(learning)}\n\nThe default population of virtual clients:\n\n{as_text(groups)}")
        return 0
    rows = [
        {
            "number": verdict.phenomenon.number,
            "phenomenon": verdict.phenomenon.name,
            "source": verdict.phenomenon.source,
            "model": verdict.model,
            "verdict": verdict.word.lower(),
            "reason": verdict.reason,
            "figures": [round(figure, 4) for figure in verdict.figures],
        }
        for verdict in (*learning, *groups)
    ]
    desk.write(json.dumps({"format": 1, "kind": "phenomena", "rows": rows}, indent=2, ensure_ascii=False))
    return 0
