"""The commands that take a suggested step into the file, and that show smaller versions of a step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exposure_ladder.cli.answers import time_of
from exposure_ladder.cli.open import PIPE, document_of, step_id
from exposure_ladder.cli.options import add_file, add_time
from exposure_ladder.cli.plan import ladders_of
from exposure_ladder.cli.sentences import tell
from exposure_ladder.errors import ExposureLadderError
from exposure_ladder.ladder import a_no_is_an_answer, repair_lines, repairs, smaller
from exposure_ladder.storage import save
from exposure_ladder.text import command

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping, Sequence

    from exposure_ladder.cli.options import Add
    from exposure_ladder.cli.terminal import Terminal
    from exposure_ladder.ladder import Bridge, Ladder


def accept(args: Namespace, terminal: Terminal) -> int:
    """Put suggested steps into the file, at its end."""
    if args.file == PIPE:
        raise ExposureLadderError("accept: expected a file to write into; got a pipe.", hint="Name the file.")
    if args.title is not None and len(args.ids) > 1:
        raise ExposureLadderError("--title: expected one suggestion with it; got several.", hint="Name one at a time.")
    document = document_of(args.file)
    at, graph = time_of(args.at, terminal.now()), document.course.graph
    ladders = ladders_of(document, at)
    chosen = [_suggestion(name, ladders, graph.ids, args.file).situation for name in args.ids]
    if args.title is not None:
        chosen = [situation.model_copy(update={"title": args.title}) for situation in chosen]
    graph = type(graph).model_validate(graph.model_copy(update={"situations": (*graph.situations, *chosen)}))
    save(document.course.model_copy(update={"graph": graph}), args.file)
    for situation in chosen:
        terminal.tell(tell("accepted", id=situation.id, title=situation.title, file=args.file))
        for person in situation.consent:
            terminal.tell(tell("accepted_waits", command=command("consent", args.file, situation.id, person)))
    terminal.tell(tell("accepted_next", command=command("plan", args.file)))
    return 0


def split(args: Namespace, terminal: Terminal) -> int:
    """Show smaller versions of a step, and how to put one into the file."""
    document = document_of(args.file)
    ladders = ladders_of(document, time_of(args.at, terminal.now()))
    name = step_id(args.step, document.course.graph)
    ladder = next((one for one in ladders if any(rung.id == name for rung in one.rungs)), ladders[0])
    file = None if args.file == PIPE else args.file
    terminal.tell("\n".join(repair_lines(smaller(ladder, name), ladder, file=file)))
    return 0


def _suggestion(name: str, ladders: Sequence[Ladder], written: Sequence[str], file: str) -> Bridge:
    """Return what is suggested under an id now: between two steps, below the first, or as a smaller version of one."""
    offered = {bridge.situation.id: bridge for ladder in ladders for each in repairs(ladder) for bridge in each.bridges}
    if name in written:
        raise ExposureLadderError(f"{name}: this step stands in the file already.", hint=_now(offered, file))
    if name not in offered:
        for ladder in ladders:
            for rung in ladder.rungs:
                if name.startswith(f"{rung.id}.") and not a_no_is_an_answer(rung.situation):
                    offered |= {bridge.situation.id: bridge for bridge in smaller(ladder, rung.id).bridges}
    if name not in offered:
        raise ExposureLadderError(f"{name}: this is not suggested now.", hint=_now(offered, file))
    return offered[name]


def _now(offered: Mapping[str, Bridge], file: str) -> str:
    if offered:
        return f"Suggested now: {', '.join(sorted(offered))}."
    return f"Nothing is suggested now. For a smaller version of a step:  {command('split', file, 'STEP')}"


# ---------------------------------------------------------------------------------------------------------- options


def _accept_options(add: Add) -> None:
    more = "plan and next show suggestions with their ids. What they say is an estimate until the step is rated."
    parser = add("FILE ID… [options]", "accept closer.yaml hurt.feeling-by-phone", more)
    add_file(parser)
    parser.add_argument("ids", nargs="+", metavar="ID", help="id of a suggested step")
    parser.add_argument("--title", metavar="TEXT", help="your own words for it")
    add_time(parser, "what was suggested at another time than now")


def _split_options(add: Add) -> None:
    more = "Nothing is written. A step of touch, sex or another person's yes has no smaller version: a no is an answer."
    parser = add("FILE STEP [options]", "split closer.yaml need", more)
    add_file(parser, pipe=True)
    parser.add_argument("step", metavar="STEP", help="id of the step")
    add_time(parser)


COMMANDS = {"accept": (_accept_options, accept), "split": (_split_options, split)}
