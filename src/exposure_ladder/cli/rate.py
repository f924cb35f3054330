"""The commands that note what is no practice: a rating, which of two steps is harder, a helper's choice of the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exposure_ladder.cli import answers
from exposure_ladder.cli.entry import in_words
from exposure_ladder.cli.log import keep_entry, step_of
from exposure_ladder.cli.open import document_of, journal_of
from exposure_ladder.cli.options import SCALE, add_file, add_time
from exposure_ladder.cli.sentences import tell
from exposure_ladder.errors import ExposureLadderError
from exposure_ladder.records import Comparison, Override, Rating
from exposure_ladder.text import command

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from exposure_ladder.cli.options import Add
    from exposure_ladder.cli.terminal import Terminal
    from exposure_ladder.records import Scale


def rate(args: Namespace, terminal: Terminal) -> int:
    """Note a number for a step that was not practised, or that it is harder than another one."""
    if args.all:
        from exposure_ladder.cli.rate_all import rate_all

        return rate_all(args, terminal)
    if (args.distress is None) is (args.easier is None):
        got = "neither" if args.distress is None else "both"
        hint = f"For instance:  {command('rate', args.file, args.situation, '40')}"
        raise ExposureLadderError(f"rate: expected a number, or --harder-than; got {got}.", hint=hint)
    document = document_of(args.file)
    step, scale = step_of(args.situation, document, terminal), document.course.graph.shown
    if args.easier is not None:
        other = step_of(args.easier, document, terminal)
        if other == step:
            raise ExposureLadderError(f"--harder-than: expected another step than {step}; got the same.")
        return _noted(Comparison, {"harder": step, "easier": other}, scale, args, terminal)
    distress = answers.option("N", answers.distress(scale), args.distress)
    return _noted(Rating, {"situation": step, "distress": distress}, scale, args, terminal)


def choose(args: Namespace, terminal: Terminal) -> int:
    """Note a helper's choice of the next step, and say whether it is what `next` shows now."""
    from exposure_ladder.advice import advise
    from exposure_ladder.cli.plan import ladder_now

    document = document_of(args.file)
    step = step_of(args.situation, document, terminal)
    reason = tell("no_reason") if args.reason is None else args.reason
    fields = {"situation": step, "by": args.by, "reason": reason}
    code = _noted(Override, fields, document.course.graph.shown, args, terminal)
    try:
        rung = advise(ladder_now(document_of(args.file), terminal.now())).rung
    except ExposureLadderError:  # it is noted; that there is no ladder now is for `plan` to say
        rung = None
    shown = rung is not None and rung.id == step
    ways = {"next": command("next", args.file), "plan": command("plan", args.file)}
    terminal.tell(tell("choice_shown" if shown else "choice_waits", **ways))
    return code


def _noted(
    kind: type[Rating | Comparison | Override],
    fields: dict[str, Any],
    scale: Scale,
    args: Namespace,
    terminal: Terminal,
) -> int:
    """Add an entry to the journal, and say how to take it back."""
    journal, now = journal_of(args.file), terminal.now()
    at = now if args.at is None else answers.option("at", answers.past(now), args.at)
    entry = kind(**fields, at=at, entered="typed")
    with journal:
        number, is_new = keep_entry(journal, entry, now)
    what = ", ".join(in_words(entry, scale)[1:])
    text = tell("noted" if is_new else "saved_before", number=number, journal=str(journal.path), what=what)
    terminal.tell(text + tell("undo", amend=command("amend", args.file, str(number), "--withdraw")))
    return 0


# ---------------------------------------------------------------------------------------------------------- options


def _rate_options(add: Add) -> None:
    more = f"N is the highest distress to expect there now. It counts in what is expected, and moves nobody on. {SCALE}"
    parser = add("FILE (STEP (N | --harder-than OTHER) [--at TIME] | --all)", "rate closer.yaml film 40", more)
    add_file(parser)
    parser.add_argument("situation", nargs="?", metavar="STEP", help="its id, or its number on the ladder")
    parser.add_argument("distress", nargs="?", metavar="N", help="the number for it now")
    parser.add_argument("--all", action="store_true", help="ask for your own number of every step, one after the other")
    other = "instead of a number: it is harder than this step"
    parser.add_argument("--harder-than", dest="easier", metavar="OTHER", help=other)
    add_time(parser, "when it was")


def _choose_options(add: Add) -> None:
    more = (
        "It stands in place of the rule's step until the next practice, and stays in the log with who chose and why. "
        "It cannot open a step that waits for somebody's yes or for questions, lies above the cap on distress, or "
        "needs another step first; nor go past a limit for the day or week, a rest, or support that comes first. "
        "The person decides."
    )
    parser = add("FILE STEP --by WHO [options]", "choose closer.yaml need --by therapist", more)
    _add_step(parser)
    parser.add_argument("--by", required=True, metavar="WHO", help="who chose it")
    parser.add_argument("--reason", metavar="TEXT", help="why")


def _add_step(parser: ArgumentParser) -> None:
    """Add the file, the step and the time of a note that is no practice."""
    add_file(parser)
    parser.add_argument("situation", metavar="STEP", help="its id, or its number on the ladder")
    add_time(parser, "when it was said")


COMMANDS = {
    "rate": (_rate_options, rate),
    "choose": (_choose_options, choose),
}
