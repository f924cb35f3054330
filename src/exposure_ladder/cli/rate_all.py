"""`rate --all`: one number after the other through the ladder, so that the numbers become the person's own."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from exposure_ladder.cli import answers
from exposure_ladder.cli.open import document_of, journal_of
from exposure_ladder.cli.terminal import asking, filled
from exposure_ladder.errors import ExposureLadderError, StorageError
from exposure_ladder.records import Rating, Scale
from exposure_ladder.storage import change_file, set_value
from exposure_ladder.text import command, plain, shown

if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Final

    from exposure_ladder.cli.terminal import Terminal
    from exposure_ladder.records import Situation

AGAIN: Final = timedelta(days=7)
"""Time in which nobody is asked for the same number twice: rating can become a ritual (assumption)."""


def rate_all(args: Namespace, terminal: Terminal) -> int:
    """Ask for the person's own number of every step, easiest first; each answer is kept at once."""
    if not terminal.asks:
        hint = f"For one step:  {command('rate', args.file, 'STEP', '40')}"
        raise ExposureLadderError("rate --all: expected a terminal to ask in; got none.", hint=hint)
    document, now = document_of(args.file), terminal.now()
    course = document.course
    fresh = {e.situation for e in course.log if isinstance(e, Rating) and now - e.at < AGAIN}
    steps = [step for step in course.graph.situations if step.id not in fresh]
    if not steps:
        terminal.tell("Every step was rated within a week. That is plenty; leave the numbers alone for a while.")
        return 0
    steps.sort(key=lambda step: 50.0 if step.distress is None else step.distress)
    given: dict[str, float] = {}
    with asking(lambda: filled(f"Ended. {len(given)} numbers were kept.", terminal.width)):
        for step in steps:
            value = terminal.ask(
                _question(step, course.graph.shown), answers.optional(answers.distress(course.graph.shown))
            )
            if value is not None:
                _keep(args.file, step, value, terminal)
                given[step.id] = value
    if len(given) == len(course.graph.situations) and not course.graph.own:
        _set(args.file, ("rated",), now.date())
    terminal.tell(f"Kept {len(given)} of your numbers. To see the ladder:  {command('plan', args.file)}")
    return 0


def _question(step: Situation, scale: Scale) -> str:
    now = "" if step.distress is None else f" It says {shown(step.distress, scale)}."
    return f"{' '.join(plain(step.title).split())}.{now} Your number, 0–{scale.top:g}? (Enter leaves it):"


def _keep(file: str, step: Situation, suds: float, terminal: Terminal) -> None:
    """Put a number into the plan; where it cannot be changed there, into the log."""
    if not _set(file, ("situations", step.id, "distress"), suds):
        with journal_of(file) as journal:
            journal.append(
                Rating(situation=step.id, distress=suds, at=terminal.now(), entered="typed"), at=terminal.now()
            )


def _set(file: str, path: tuple[str, ...], value: object) -> bool:
    """Change one value of a YAML plan, a number on the scale of the file; return whether that could be done."""
    if Path(file).suffix.lower() not in (".yaml", ".yml"):
        return False

    def change(text: str) -> str:
        scale = re.search(r"(?m)^scale:\s*[\"']?(\d+-\d+)", text)
        own = value
        if isinstance(value, float):
            number = Scale(scale[1]).shown(value) if scale else value
            own = int(number) if number == int(number) else number
        return set_value(text, path, own)

    try:
        change_file(file, change)
    except (StorageError, LookupError):
        return False
    return True
