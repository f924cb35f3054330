"""The commands for one practice on paper: its card, what the person leans on, and a page for a partner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exposure_ladder.advice import advise
from exposure_ladder.cli import answers
from exposure_ladder.cli.export import keep
from exposure_ladder.cli.next import rng_for
from exposure_ladder.cli.open import document_of, document_with_log, rule_of, step_id
from exposure_ladder.cli.options import add_choice, add_file, add_format, add_new_file, add_rule, add_time
from exposure_ladder.cli.plan import ladder_of
from exposure_ladder.practice import card, card_html, card_sheet, habits_in, partner_page, safety_sheet

if TYPE_CHECKING:
    from argparse import Namespace

    from exposure_ladder.advice import Advice
    from exposure_ladder.cli.options import Add
    from exposure_ladder.cli.terminal import Terminal
    from exposure_ladder.records import SituationGraph


def show_card(args: Namespace, terminal: Terminal) -> int:
    """Print the card for one practice, or write it as a page to print."""
    advice = _advice(args, terminal)
    step = None if args.situation is None else step_id(args.situation, _graph(advice), advice.ladder.rungs)
    made = card(advice, step=step, leave_out=args.leave_out)
    if args.format == "html" or args.out is not None:
        count = 1 if args.paper == "a5" else 2
        page = card_html([made] * count, paper=args.paper, bare=args.plain)
        return _put(page, args, terminal)
    terminal.show(args.format, card_sheet(made, bare=args.plain), dict)
    return 0


def _advice(args: Namespace, terminal: Terminal) -> Advice:
    document = document_with_log(args.file)
    rule = rule_of(args.rule, document.course.graph)
    at = answers.time_of(args.at, terminal.now())
    return advise(ladder_of(document, at), rule=rule, rng=rng_for(rule, at))


def _graph(advice: Advice) -> SituationGraph:
    return advice.ladder.belief.course.graph


def show_safety(args: Namespace, terminal: Terminal) -> int:
    """Print what the person leans on, of which kind it is, and what one practice could do without."""
    course, at = document_with_log(args.file).course, answers.time_of(args.at, terminal.now())
    terminal.show(args.format, safety_sheet(habits_in(course, at=at), course, at=at), dict)
    return 0


def show_partner_page(args: Namespace, terminal: Terminal) -> int:
    """Print a page for a partner or friend, as it would be given; steps and fears only where they are named."""
    course = document_of(args.file).course
    page = partner_page(course, steps=args.steps, fears=args.fears)
    return _put(page, args, terminal)


def _put(text: str, args: Namespace, terminal: Terminal) -> int:
    if args.out is not None:
        keep(text, args)
        terminal.tell(f"Wrote {args.out}, for you alone to read. Look it over before you print it or give it away.")
        return 0
    terminal.write(text.removesuffix("\n"))
    return 0


# ---------------------------------------------------------------------------------------------------------- options


def _card_options(add: Add) -> None:
    more = "Before it: what you fear, and how likely. After it: whether it came, and what you learned."
    parser = add("FILE [STEP] [options]", "card closer.yaml --format html --out card.html", more)
    add_file(parser)
    parser.add_argument("situation", nargs="?", metavar="STEP", help="its id or number (default: what next offers)")
    parser.add_argument("--leave-out", metavar="WORDS", help="what you want to leave out this time")
    parser.add_argument("--plain", action="store_true", help="only the number of the step, none of your words")
    add_format(parser, "markdown", "html")
    add_choice(parser, "--paper", ("a4", "a5", "letter"), "size to print on: two cards on a4 or letter", default="a4")
    add_new_file(parser, "an .html file to print")
    add_rule(parser)
    add_time(parser)


def _safety_options(add: Add) -> None:
    more = "What you do to feel safer: what may fade, one thing at a time, and what stays because it protects you."
    parser = add("FILE [options]", "safety closer.yaml", more)
    add_file(parser)
    add_format(parser, "markdown")
    add_time(parser)


def _partner_options(add: Add) -> None:
    more = "What is printed is the whole page. It holds no step and no fear unless you name it. Change it as you like."
    parser = add("FILE [options]", "partner-page closer.yaml --out for-kim.md", more)
    add_file(parser)
    parser.add_argument(
        "--step", dest="steps", action="append", default=[], metavar="ID", help="show this step's title"
    )
    parser.add_argument(
        "--fear", dest="fears", action="append", default=[], metavar="ID", help="show what you fear there"
    )
    add_new_file(parser, "a .md file to change")


COMMANDS = {
    "card": (_card_options, show_card),
    "safety": (_safety_options, show_safety),
    "partner-page": (_partner_options, show_partner_page),
}
