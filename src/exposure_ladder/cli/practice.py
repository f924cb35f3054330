"""The command that goes along with one practice: the card, a timer, then the questions. No sound, no hurry, no streaks.

Stopping is possible at any moment and counts. A terminal that is closed loses nothing: `log` goes on with it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from exposure_ladder.advice import advise
from exposure_ladder.cli import answers
from exposure_ladder.cli.debrief import debrief
from exposure_ladder.cli.entry import exposure
from exposure_ladder.cli.log import Draft, save_practice
from exposure_ladder.cli.open import document_with_log, journal_of, step_id
from exposure_ladder.cli.options import add_file
from exposure_ladder.cli.plan import ladder_of
from exposure_ladder.cli.terminal import UnclearError, asking
from exposure_ladder.errors import ExposureLadderError
from exposure_ladder.practice import card, card_sheet
from exposure_ladder.records import Exposure, Kind, Mode
from exposure_ladder.text import command

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Final

    from exposure_ladder.cli.options import Add
    from exposure_ladder.cli.terminal import Terminal
    from exposure_ladder.practice import Card
    from exposure_ladder.records import Course, Situation

_ENDS: Final = ("done", "stop", "enough", "enough for now", "end")


def practise(args: Namespace, terminal: Terminal) -> int:
    """Show the card, wait while somebody practises, and ask how it went."""
    if not terminal.asks:
        hint = f"To write a practice down:  {command('log', args.file)}"
        raise ExposureLadderError("practice: expected a terminal; got none.", hint=hint)
    journal, document = journal_of(args.file), document_with_log(args.file)
    course, now = document.course, terminal.now()
    advice = advise(ladder_of(document, now))
    named = None if args.situation is None else step_id(args.situation, course.graph, advice.ladder.rungs)
    made = card(advice, step=named)
    step = next(each for each in course.graph.situations if each.id == made.id)
    terminal.page(card_sheet(made))
    terminal.write("")
    if _asks_first(step, course, now) and not terminal.ask(_FIRST, _safe):
        terminal.tell("Then not now. That is a good decision, and nothing of it is kept.")
        return 0
    with journal:
        draft = Draft(journal, args, course.graph.shown, terminal)
        with asking(draft.said):
            fields: dict[str, Any] = {"situation": made.id, "at": now, "entered": "typed"}
            if step.feared:
                likely = "How likely is it that this happens, 0–100? (Enter leaves it out):"
                fields["expectancy_before"] = terminal.ask(likely, answers.optional(answers.number(0, 100)))
            draft.keep(fields)
            fields |= _timed(made, draft, fields, terminal)
            draft.keep(fields)
            fields = debrief(fields, step, course, terminal, draft.keep)
        entry = exposure(fields, course.graph.shown)
        code = save_practice(args.file, journal, course, entry, terminal)
        draft.drop()
    return code


_FIRST: Final = (
    "Before you start: has anything here become really unsafe, or is it not wanted today? "
    "no (start) / yes / smaller / later:"
)


def _asks_first(step: Situation, course: Course, now: datetime) -> bool:
    """Tell whether a fact is asked before this step: for other people, the body and trauma only, and once a day."""
    body = step.kind in (Kind.TOUCH, Kind.SEXUAL, Kind.TRAUMA) or step.mode is Mode.INTEROCEPTIVE
    if not (body or step.consent):
        return False
    today = now.date()
    return not any(isinstance(e, Exposure) and e.at.astimezone(now.tzinfo).date() == today for e in course.log)


def _safe(text: str) -> bool:
    text = text.lower()
    if text not in ("", "no", "n", "yes", "y", "smaller", "later", "stop"):
        raise UnclearError("no, yes, smaller or later")
    return text in ("", "no", "n")


def _timed(made: Card, draft: Draft, fields: Mapping[str, Any], terminal: Terminal) -> dict[str, Any]:
    """Wait until somebody says that it is over; ask for numbers only where the plan does."""
    start = terminal.now()
    planned = "" if made.minutes is None else f" You planned {made.minutes:g} minutes."
    ends = "Press Enter when you are done." if made.every is None else "Type done when you are done."
    terminal.tell(f"Started at {start:%H:%M}.{planned} {ends} You may stop at any moment, and that counts.")
    series: list[tuple[float, float]] = []
    while True:
        text = _typed_within(None if made.every is None else made.every * 60.0)
        minutes = round((terminal.now() - start).total_seconds() / 60.0, 1)
        ended = text is not None and (made.every is None or text.strip().lower() in _ENDS)
        if ended:
            done: dict[str, Any] = {"minutes": min(minutes, 1440.0)}
            return done | ({"series": tuple(series)} if series else {})
        if text is None:
            terminal.tell(f"{minutes:g} minutes. A number, 0–{made.scale.top:g}? It may be left out. (done ends it)")
            continue
        try:
            level = answers.distress(made.scale)(text.strip())
        except UnclearError:
            continue
        if not series or minutes > series[-1][0]:
            series.append((minutes, level))
            draft.keep({**fields, "series": tuple(series)})


def _typed_within(seconds: float | None) -> str | None:
    """Return a line that was typed, or nothing if none was in time; the end of the input is an empty line."""
    if seconds is not None:
        try:
            import select

            if not select.select([sys.stdin], [], [], seconds)[0]:
                return None
        except (OSError, ValueError):  # where a keyboard cannot be waited for, it is read
            pass
    return sys.stdin.readline() or "done"


def _options(add: Add) -> None:
    more = "It shows the card, waits while you practise, and asks how it went. Ctrl-C keeps what was said; log goes on."
    parser = add("FILE [STEP]", "practice closer.yaml film", more)
    add_file(parser)
    parser.add_argument("situation", nargs="?", metavar="STEP", help="its id or number (default: what next offers)")


COMMANDS = {"practice": (_options, practise)}
