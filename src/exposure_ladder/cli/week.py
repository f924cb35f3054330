"""The commands that look at a week of one plan, and at all plans of a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from exposure_ladder.advice import advise
from exposure_ladder.cli import answers
from exposure_ladder.cli.open import document_with_log
from exposure_ladder.cli.options import add_choice, add_file, add_format, add_time
from exposure_ladder.cli.plan import ladder_of
from exposure_ladder.errors import ExposureLadderError, StorageError
from exposure_ladder.ladder import WhyNot
from exposure_ladder.practice import STANDSTILL, stands_still, week_of, week_sheet
from exposure_ladder.records import Exposure, Happened
from exposure_ladder.records.notes import NoteSign, note_signs
from exposure_ladder.review import changes
from exposure_ladder.rules.history import count_very_high
from exposure_ladder.storage import open_document
from exposure_ladder.text import Sheet, plain

if TYPE_CHECKING:
    from argparse import Namespace
    from datetime import datetime
    from typing import Final

    from exposure_ladder.cli.options import Add
    from exposure_ladder.cli.terminal import Terminal
    from exposure_ladder.records import Course

_WAITING: Final = (WhyNot.NO_CONSENT, WhyNot.REWORDED, WhyNot.NOT_ASKED)
_SIGNS: Final = {NoteSign.CRISIS, NoteSign.VEILED, NoteSign.HARM_INTENT, NoteSign.PRESSURE}


def week(args: Namespace, terminal: Terminal) -> int:
    """Print what was done this week, then what is still open."""
    course, at = document_with_log(args.file).course, answers.time_of(args.at, terminal.now())
    terminal.show(args.format, week_sheet(week_of(course, at=at), course, steps=not args.plain), dict)
    if args.format == "text" and stands_still(course, at=at):
        terminal.write("")
        terminal.tell(STANDSTILL)
    return 0


def cases(args: Namespace, terminal: Terminal) -> int:
    """Print a line for each plan of a folder: alias, last practice, step, how it goes, and what to look at."""
    folder = Path(args.folder)
    if not folder.is_dir():
        raise StorageError(f"{args.folder}: expected a folder with plans.", path=args.folder, hint="Name the folder.")
    at = answers.time_of(args.at, terminal.now())
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in (".yaml", ".yml"))
    rows = tuple(_case(path, at, why=args.why, read=args.format == "text") for path in files)
    columns = ("who", "last practice", "step", "lately", "to look at")
    found = Sheet((), columns, "<<<<<", rows, wrap=4) if rows else Sheet((f"No plans in {args.folder}.",))
    terminal.show(args.format, found, dict)
    return 0


def _case(path: Path, at: datetime, *, why: bool, read: bool) -> tuple[str, ...]:
    """Return the line of one plan: no title, no note, and no reason unless it is asked for."""
    try:
        document = open_document(str(path))
        course = document.course
        offer = advise(ladder_of(document, at))
    except ExposureLadderError:
        return (path.stem, "", "", "", "cannot be used: run check on it")
    done = [e for e in course.log if isinstance(e, Exposure) and e.at <= at and e.happened is Happened.PRACTISED]
    last = done[-1].at.date().isoformat() if done else "none yet"
    step = offer.action.name.lower().replace("_", " ") if offer.rung is None else f"{offer.rung.number} {offer.rung.id}"
    waiting = [left.situation.id for left in offer.ladder.left_out if left.why in _WAITING]
    look = [f"waiting: {', '.join(waiting)}" if why else f"{len(waiting)} waiting"] if waiting else []
    high = count_very_high(course, at=at)
    if high:
        look.append(f"very high {high} of the last 5")
    if stands_still(course, at=at):
        look.append("may need another approach")
    if read and done and _signs(done[-1]):
        look.append("read the last note")
    return (plain(course.graph.client or path.stem), last, step, _lately(course, done), " · ".join(look))


def _signs(entry: Exposure) -> bool:
    texts = (entry.note, entry.reason, entry.learned)
    return any(note_signs(text) & _SIGNS for text in texts if text)


def _lately(course: Course, done: list[Exposure]) -> str:
    """Return how the step that was practised last goes, in words; a change within the noise of ratings is none."""
    found = next((each for each in changes(course) if done and each.situation == done[-1].situation), None)
    if found is None:
        return "not known yet"
    if found.within_noise:
        return "about the same"
    return "easier" if found.last < found.first else "harder"


# ---------------------------------------------------------------------------------------------------------- options


def _week_options(add: Add) -> None:
    more = "Days come from the plan, like  schedule: [mon, wed, fri]. A day that went by is not missed, only over."
    parser = add("FILE [options]", "week closer.yaml", more)
    add_file(parser)
    parser.add_argument("--plain", action="store_true", help="only days, no words of steps")
    add_format(parser, "markdown")
    add_time(parser)


def _cases_options(add: Add) -> None:
    more = (
        "For a therapist, on a computer that is theirs. It shows aliases and ids only, and never what somebody wrote."
    )
    parser = add("FOLDER [options]", "cases my-clients", more)
    parser.add_argument("folder", metavar="FOLDER", help="where the plans lie")
    parser.add_argument("--why", action="store_true", help="also which steps wait")
    add_choice(parser, "--format", ("text", "markdown"), default="text")
    add_time(parser)


COMMANDS = {"week": (_week_options, week), "cases": (_cases_options, cases)}
