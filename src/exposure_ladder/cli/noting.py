"""The commands that note what is no practice: a rating, which of two steps is harder, a helper's choice of the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exposure_ladder.cli import answers
from exposure_ladder.cli.fields import in_words
from exposure_ladder.cli.opening import journal_of, opened
from exposure_ladder.cli.practice import chosen, kept
from exposure_ladder.cli.sentences import tell
from exposure_ladder.errors import ExposureLadderError
from exposure_ladder.records import Comparison, Override, Rating
from exposure_ladder.text import command

if TYPE_CHECKING:
    from argparse import Namespace

    from exposure_ladder.cli.screen import Desk
    from exposure_ladder.records import Scale


def rate(args: Namespace, desk: Desk) -> int:
    """Note a number for a step that was not practised, or that it is harder than another one."""
    if (args.distress is None) is (args.easier is None):
        got = "neither" if args.distress is None else "both"
        hint = f"For instance:  {command('rate', args.file, args.situation, '40')}"
        raise ExposureLadderError(f"rate: expected a number, or --harder-than; got {got}.", hint=hint)
    document = opened(args.file)
    step, scale = chosen(args.situation, document, desk), document.course.graph.shown
    if args.easier is not None:
        other = chosen(args.easier, document, desk)
        if other == step:
            raise ExposureLadderError(f"--harder-than: expected another step than {step}; got the same.")
        return _noted(Comparison, {"harder": step, "easier": other}, scale, args, desk)
    distress = answers.option("N", answers.distress(scale), args.distress)
    return _noted(Rating, {"situation": step, "distress": distress}, scale, args, desk)


def choose(args: Namespace, desk: Desk) -> int:
    """Note a helper's choice of the next step, and say whether it is what `next` shows now."""
    from exposure_ladder.advice import advise
    from exposure_ladder.cli.planning import ladder_now

    document = opened(args.file)
    step = chosen(args.situation, document, desk)
    reason = tell("no_reason") if args.reason is None else args.reason
    fields = {"situation": step, "by": args.by, "reason": reason}
    code = _noted(Override, fields, document.course.graph.shown, args, desk)
    try:
        rung = advise(ladder_now(opened(args.file), desk.now())).rung
    except ExposureLadderError:  # it is noted; that there is no ladder now is for `plan` to say
        rung = None
    shown = rung is not None and rung.id == step
    ways = {"next": command("next", args.file), "plan": command("plan", args.file)}
    desk.tell(tell("choice_shown" if shown else "choice_waits", **ways))
    return code


def _noted(
    kind: type[Rating | Comparison | Override], fields: dict[str, Any], scale: Scale, args: Namespace, desk: Desk
) -> int:
    """Add an entry to the journal, and say how to take it back."""
    journal, now = journal_of(args.file), desk.now()
    at = now if args.at is None else answers.option("at", answers.past(now), args.at)
    entry = kind(**fields, at=at, entered="typed")
    with journal:
        number, is_new = kept(journal, entry, now)
    what = ", ".join(in_words(entry, scale)[1:])
    text = tell("noted" if is_new else "saved_before", number=number, journal=str(journal.path), what=what)
    desk.tell(text + tell("undo", amend=command("amend", args.file, str(number), "--withdraw")))
    return 0
