"""The commands that show a file: its ladder, and its graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exposure_ladder.belief import infer
from exposure_ladder.cli.answers import time_of
from exposure_ladder.cli.open import PIPE, document_of, document_with_log, one_of
from exposure_ladder.cli.options import SCALE, add_choice, add_file, add_format, add_time
from exposure_ladder.cli.sentences import tell
from exposure_ladder.errors import ImpossibleLadderError
from exposure_ladder.graph import measure, to_dot, to_mermaid
from exposure_ladder.ladder import Objective, build_ladder, build_ladders, ladder_sheet, latest_first, repairs
from exposure_ladder.storage.cells import csv_text, guarded
from exposure_ladder.text import command, shown

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence
    from datetime import datetime

    from exposure_ladder.cli.options import Add
    from exposure_ladder.cli.terminal import Terminal
    from exposure_ladder.ladder import Ladder
    from exposure_ladder.records import Course
    from exposure_ladder.storage import Document

# ------------------------------------------------------------------------------------------------------------ plan


def plan(args: Namespace, terminal: Terminal) -> int:
    """Print the ladder of a file."""
    document = document_with_log(args.file)
    at = time_of(args.at, terminal.now())
    themes = {situation.theme for situation in document.course.graph.situations if situation.theme}
    if args.theme is not None:
        one_of(args.theme, sorted(themes), "no step of this file has this theme")
    wanted = {
        "objective": Objective[args.objective.upper()],
        "keep": args.keep,
        "goal": args.goal,
        "via": args.via,
        "exclude": args.exclude,
        "bridge": args.bridge,
    }
    whole = args.theme is not None or args.goal or args.via or args.keep == "goal"
    ladders = (ladder_of(document, at, theme=args.theme, **wanted),) if whole else ladders_of(document, at, **wanted)
    if args.graph:
        from exposure_ladder.report import draw_graph

        terminal.write(draw_graph(*ladders).svg("graph", alone=True))
    elif args.format == "csv":
        terminal.write(_table(ladders))
    else:
        file = None if args.file == PIPE else args.file
        terminal.show(args.format, ladder_sheet(*ladders, file=file), lambda: _plain(ladders))
    return 0


def _plain(ladders: Sequence[Ladder]) -> dict[str, Any]:
    """Return a ladder with what would make it easier to climb, or the ladders of several themes, as plain data."""
    plain = [ladder.as_dict() | {"repairs": [each.as_dict() for each in repairs(ladder)]} for ladder in ladders]
    if len(plain) == 1:
        return plain[0]
    shared = ("format", "version", "title", "client", "at")
    return {name: plain[0][name] for name in shared} | {"kind": "ladders", "ladders": plain}


def ladders_of(document: Document, at: datetime, **wanted: Any) -> tuple[Ladder, ...]:
    """Return the ladders of a document at a time, one for each theme."""
    return build_ladders(infer(document.course, at=at), **wanted)


def ladder_now(document: Document, at: datetime) -> Ladder:
    """Return the ladder of the theme that was practised or chosen last."""
    return latest_first(ladders_of(document, at))[0]


def ladder_of(document: Document, at: datetime, **wanted: Any) -> Ladder:
    """Return one ladder of a document at a time, of a theme or of everything.

    Raises
    ------
    ImpossibleLadderError
        With the commands that would open the way, where a yes is all that is missing.
    """
    try:
        return build_ladder(infer(document.course, at=at), **wanted)
    except ImpossibleLadderError as error:
        asks = _consents(error.blocked_by, document.course, at)
        if not asks or document.name == "standard input":
            raise
        lines = [f"  {command('consent', document.name, *ask)}" for ask in asks]
        hint = "\n".join([error.hint, tell("consent_needed"), *lines])
        raise ImpossibleLadderError(
            str(error.args[0]), goal=error.goal, blocked_by=error.blocked_by, hint=hint
        ) from None


def _consents(ids: Sequence[str], course: Course, at: datetime) -> list[tuple[str, str]]:
    blocked = [situation for situation in course.graph.situations if situation.id in ids]
    return [
        (situation.id, person)
        for situation in blocked
        for person in situation.consent
        if person not in course.consented(situation, at=at)
    ]


def _table(ladders: Sequence[Ladder]) -> str:
    """Return ladders for a spreadsheet, on the person's scale, and below them what was left out, without a number.

    Cells that a spreadsheet would take for formulas are quoted.
    """
    scale = ladders[0].belief.course.graph.shown
    rows = [["number", "id", "title", "now", "low", "high", "basis", "why"]]
    for rung in (rung for ladder in ladders for rung in ladder.rungs):
        numbers = [shown(value, scale) for value in (rung.expected, rung.low, rung.high)]
        rows.append(
            [str(rung.number), rung.id, guarded(rung.situation.title), *numbers, str(rung.basis), str(rung.why)]
        )
    left = {out.situation.id: out for ladder in ladders for out in ladder.left_out}
    for name in sorted(set(left) - {rung.id for ladder in ladders for rung in ladder.rungs}):
        why = f"left out: {', '.join((str(left[name].why), *left[name].missing))}"
        rows.append(["", name, guarded(left[name].situation.title), "", "", "", "", why])
    return csv_text(rows).rstrip("\n")


# ----------------------------------------------------------------------------------------------------------- graph


def graph(args: Namespace, terminal: Terminal) -> int:
    """Print the graph as text for a picture."""
    document = document_of(args.file)
    course = document.course
    if args.format == "svg":
        from exposure_ladder.report import draw_graph

        terminal.write(draw_graph(*ladders_of(document, terminal.now())).svg("graph", alone=True))
        return 0
    space = measure(course.graph, course.settings)
    terminal.write((to_dot if args.format == "dot" else to_mermaid)(space).rstrip("\n"))
    return 0


# ---------------------------------------------------------------------------------------------------------- options


def _plan_options(add: Add) -> None:
    more = (
        "Every situation in the file stays on the ladder, easiest first, unless an option says otherwise; what is left "
        f"out is listed with its reason. {SCALE}"
    )
    parser = add("FILE [options]", "plan closer.yaml --format markdown > ladder.md", more)
    add_file(parser, pipe=True)
    objective = "what counts where there is something to choose (default: balanced)"
    add_choice(parser, "--objective", ("fewest", "balanced", "gentlest"), objective, "balanced")
    keep = "every written step (default), or only what the way to the goal needs"
    add_choice(parser, "--keep", ("written", "goal"), keep, "written")
    parser.add_argument("--goal", action="append", metavar="ID", help="another goal than the file's; may be repeated")
    parser.add_argument("--via", action="append", default=[], metavar="ID", help="a step that must be on the way")
    parser.add_argument("--exclude", action="append", default=[], metavar="ID", help="a step to leave out")
    parser.add_argument("--theme", metavar="NAME", help="only steps of this theme")
    parser.add_argument("--bridge", action="store_true", help="put suggested steps into wide ones")
    parser.add_argument("--graph", action="store_true", help="the situations as a picture (svg), the ladder as a way")
    add_format(parser, "markdown", "json", "csv")
    add_time(parser, "the ladder at another time than now")


def _graph_options(add: Add) -> None:
    parser = add("FILE [options]", "graph closer.yaml --format svg > closer.svg")
    add_file(parser, pipe=True)
    add_choice(parser, "--format", ("mermaid", "dot", "svg"), default="mermaid")


COMMANDS = {
    "plan": (_plan_options, plan),
    "graph": (_graph_options, graph),
}
