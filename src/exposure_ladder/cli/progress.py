"""The commands that look at a plan and its log: how far it is, what goes together, which steps are open to two."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from exposure_ladder.advice import compare_rules, joint_sheet, plan_together, rules_sheet
from exposure_ladder.cli import answers
from exposure_ladder.cli.open import PIPE, document_of, document_with_log, rule_of
from exposure_ladder.cli.options import add_file, add_format, add_time
from exposure_ladder.cli.plan import ladder_of
from exposure_ladder.cli.terminal import PROSE
from exposure_ladder.errors import ExposureLadderError, UnknownSituationError
from exposure_ladder.practice import STANDSTILL, own_words_sheet, shows_own_words, stands_still
from exposure_ladder.review import find_patterns, patterns_sheet, progress_sheet
from exposure_ladder.review import progress as progress_of
from exposure_ladder.text import Sheet

if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Final

    from exposure_ladder.advice import RuleComparison
    from exposure_ladder.cli.options import Add
    from exposure_ladder.cli.terminal import Terminal


def progress(args: Namespace, terminal: Terminal) -> int:
    """Print how far somebody is, in sentences and as a chart."""
    document, at = document_with_log(args.file), answers.time_of(args.at, terminal.now())
    found = progress_of(ladder_of(document, at, looking_back=True))
    width = min(terminal.width, PROSE) if args.format == "text" else None
    course = document.course
    own = args.words or shows_own_words(course.graph)
    sheet = progress_sheet(found, width=width, chart=args.chart)
    terminal.show(args.format, sheet, found.as_dict, widest=PROSE)
    if args.format == "json":
        return 0
    written = own_words_sheet(course, at=at)
    if written.head[1:] or args.words:
        terminal.write("")
        terminal.show(args.format, written if own else Sheet((_WORDS_KEPT,)), dict, widest=PROSE)
    if stands_still(course, at=at):
        terminal.write("")
        terminal.tell(STANDSTILL)
    return 0


_WORDS_KEPT: Final = "What you wrote is not shown here. To read it:  --words"


def together(args: Namespace, terminal: Terminal) -> int:
    """Print which agreed steps are open to two people, and nothing else about either."""
    at = answers.time_of(args.at, terminal.now())
    one, other = document_of(args.file).course, document_of(args.other).course
    if PIPE not in (args.file, args.other) and Path(args.file).samefile(args.other):
        hint = "Each of the two has a file of their own."
        raise ExposureLadderError("together: expected the files of two people; got the same file twice.", hint=hint)
    try:
        plan = plan_together(one, other, steps=args.steps, at=at)
    except UnknownSituationError as error:  # what else the two files hold is not said, not even as a near match
        hint = "Write it with the same id in both."
        raise ExposureLadderError(f"{error.id}: this step is not in both files.", hint=hint) from None
    terminal.show(args.format, joint_sheet(plan), plan.as_dict, widest=PROSE)
    return 0


def patterns(args: Namespace, terminal: Terminal) -> int:
    """Print what goes together in a log."""
    course = document_of(args.file).course
    found = find_patterns(course, at=answers.time_of(args.at, terminal.now()))
    terminal.show(args.format, patterns_sheet(found, course.graph), found.as_dict, widest=PROSE)
    return 0


def compare(args: Namespace, terminal: Terminal) -> int:
    """Print what several rules would have offered after each practice of the log."""
    course = document_of(args.file).course
    rules = [rule_of(name, course.graph) for name in answers.several(args.rules)]
    # Rules that draw give the same answers each time.
    found = compare_rules(course, rules=rules, rng=np.random.default_rng(0))
    terminal.show(args.format, rules_sheet(found, course.graph), lambda: _plain(found), widest=PROSE)
    return 0


def _plain(found: RuleComparison) -> dict[str, Any]:
    offers = [[{"action": action, "id": rung} for action, rung in row.offers] for row in found.rows]
    rows = [
        {"at": row.at.isoformat(), "practised": row.practised, "offers": dict(zip(found.names, each, strict=True))}
        for row, each in zip(found.rows, offers, strict=True)
    ]
    return {"format": 1, "kind": "rule comparison", "rules": list(found.names), "parted": found.parted, "rows": rows}


# ---------------------------------------------------------------------------------------------------------- options


def _progress_options(add: Add) -> None:
    more = (
        "Sentences first, then a chart with a line for each step. Changes within the noise of ratings are called that."
    )
    parser = add("FILE [options]", "progress closer.yaml --no-chart", more)
    add_file(parser, pipe=True)
    parser.add_argument("--no-chart", dest="chart", action="store_false", help="only the sentences")
    parser.add_argument("--words", action="store_true", help="also what you wrote: fears, what came, notes")
    add_format(parser, "markdown", "json")
    add_time(parser)


def _compare_rules_options(add: Add) -> None:
    more = "It replays the log. Nothing here shows which rule would have been better: only one way was taken."
    parser = add("FILE [options]", "compare-rules closer.yaml --rules default,half,peak", more)
    add_file(parser, pipe=True)
    rules = "default,half,peak"
    parser.add_argument("--rules", metavar="NAMES", default=rules, help=f"with commas (default: {rules})")
    add_format(parser, "markdown", "json")


def _together_options(add: Add) -> None:
    more = (
        "Each file stays its owner's own. Agree on the steps and their order first, with the same ids in both files. "
        "The page says open or not yet, never why: no numbers, no words of one side."
    )
    parser = add("ONE TWO STEP… [options]", "together kim.yaml sam.yaml tell listen hug", more)
    parser.add_argument("file", metavar="ONE", help="the file of one of you")
    parser.add_argument("other", metavar="TWO", help="the file of the other")
    parser.add_argument("steps", nargs="+", metavar="STEP", help="ids of the agreed steps, in the agreed order")
    add_format(parser)
    add_time(parser)


def _patterns_options(add: Add) -> None:
    more = "It counts and compares short words and numbers, never notes. Same log, same page; it cannot say why."
    parser = add("FILE [options]", "patterns closer.yaml", more)
    add_file(parser, pipe=True)
    add_format(parser)
    add_time(parser)


COMMANDS = {
    "progress": (_progress_options, progress),
    "patterns": (_patterns_options, patterns),
    "together": (_together_options, together),
    "compare-rules": (_compare_rules_options, compare),
}
