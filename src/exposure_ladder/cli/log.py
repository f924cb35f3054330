"""The command that writes down how a practice went; it loads no more than it needs, since it is used most."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from exposure_ladder.belief import infer, update
from exposure_ladder.cli import answers
from exposure_ladder.cli.debrief import debrief
from exposure_ladder.cli.entry import add_practice, exposure, from_options, in_words
from exposure_ladder.cli.open import document_with_log, journal_of, step_id
from exposure_ladder.cli.options import SCALE, add_file
from exposure_ladder.cli.sentences import tell
from exposure_ladder.cli.support import tell_missing_yes, tell_support, tell_what_came
from exposure_ladder.cli.terminal import WIDEST, UnclearError, asking, filled
from exposure_ladder.errors import ExposureLadderError
from exposure_ladder.records import Happened
from exposure_ladder.text import Sheet, command, shown

if TYPE_CHECKING:
    from argparse import Namespace
    from datetime import datetime

    from exposure_ladder.cli.options import Add
    from exposure_ladder.cli.terminal import Terminal
    from exposure_ladder.ladder import Rung
    from exposure_ladder.records import Course, Event, Exposure, Scale
    from exposure_ladder.storage import Document, Journal


def log(args: Namespace, terminal: Terminal) -> int:
    """Add an entry to the journal: from options, and in a terminal from questions about what is missing."""
    if args.source is not None:
        from exposure_ladder.cli.import_ import take_in

        return take_in(args, terminal)
    journal, document = journal_of(args.file), document_with_log(args.file)
    course, scale = document.course, document.course.graph.shown
    fields = from_options(args, scale, terminal.now())
    with journal:
        draft = Draft(journal, args, scale, terminal)
        with asking(draft.said):
            fields = draft.begun() | fields
            fields["entered"] = "typed, time of day not known" if answers.is_day(args.at) else "typed"
            if "situation" not in fields or args.situation is not None:
                fields["situation"] = step_of(args.situation, document, terminal)
            exposure({"at": terminal.now()} | fields, scale)  # what cannot be is said before anybody is asked for more
            if terminal.asks:
                step = next(step for step in course.graph.situations if step.id == fields["situation"])
                fields = debrief(fields, step, course, terminal, draft.keep, form=args.form)
        entry = exposure({"at": terminal.now()} | fields, scale)
        number, is_new = keep_entry(journal, entry, terminal.now())
        draft.drop()
    return _answer(args.file, journal, course, entry, (number, is_new), terminal)


def save_practice(file: str, journal: Journal, course: Course, entry: Exposure, terminal: Terminal) -> int:
    """Write a practice into an open journal, and say what is said after one."""
    return _answer(file, journal, course, entry, keep_entry(journal, entry, terminal.now()), terminal)


def _answer(
    file: str, journal: Journal, course: Course, entry: Exposure, kept: tuple[int, bool], terminal: Terminal
) -> int:
    number, is_new = kept
    text = tell("saved" if is_new else "saved_before", number=number, journal=str(journal.path))
    text += _came(course, entry) if is_new else ""
    terminal.tell(text + tell("undo", amend=command("amend", file, str(number))), widest=WIDEST)
    tell_support(course.add(entry), [entry], terminal)
    tell_what_came(entry, course.graph.support, terminal)
    tell_missing_yes(course, [entry], file, terminal)
    return 0


class Draft:
    """The answers of an entry that is being typed: kept after each one, so that it can be gone on with later."""

    def __init__(self, journal: Journal, args: Namespace, scale: Scale, terminal: Terminal) -> None:
        self.journal, self.args, self.scale, self.terminal = journal, args, scale, terminal
        self.kept = False

    def begun(self) -> dict[str, Any]:
        """Return the answers of an earlier time, if there are any for this step and the person wants to go on."""
        found = self.journal.draft() if self.terminal.asks else {}
        if not found or self.args.situation not in (None, found.get("situation")):
            return {}
        with suppress(ExposureLadderError):
            entry = exposure(found, self.scale)
            if self.terminal.ask(tell("draft_ask", what=", ".join(in_words(entry, self.scale)[1:])), answers.yes):
                self.kept = True
                return found | {"at": entry.at}
        self.journal.save_draft({})
        return {}

    def keep(self, fields: dict[str, Any]) -> None:
        """Keep what was answered so far."""
        self.journal.save_draft(fields | {"at": fields["at"].isoformat()})
        self.kept = True

    def drop(self) -> None:
        """Keep nothing any more: the entry is in the journal."""
        if self.kept:
            self.journal.save_draft({})

    def said(self) -> str:
        """Return what to say when the person ends it."""
        text = tell("ended_kept", log=command("log", self.args.file)) if self.kept else tell("ended")
        return filled(text, self.terminal.width)


def keep_entry(journal: Journal, entry: Event, now: datetime) -> tuple[int, bool]:
    """Write an entry; return its number, and whether it is new (or stands again after it was taken back)."""
    before = {number for number, _ in journal.numbered()}
    number = journal.append(entry, at=now)[0]
    if number not in before and number not in {kept for kept, _ in journal.numbered()}:
        journal.amend(number, entry, at=now)
    return number, number not in before


def step_of(text: str | None, document: Document, terminal: Terminal) -> str:
    """Return the id of the step that was named by id or number; ask for it if none was."""
    graph = document.course.graph
    rungs = _rungs(document, terminal.now()) if text is None or text.isdecimal() else ()
    if text is not None:
        return step_id(text, graph, rungs)
    if not terminal.asks:
        hint = f"For instance:  {command('log', document.name, graph.ids[0], '--peak', '40')}"
        raise ExposureLadderError("log: expected the name of a step; got none.", hint=hint)
    steps = [(str(rung.number), rung.situation) for rung in rungs] or [("", step) for step in graph.situations]
    rows = tuple((number, situation.title, situation.id) for number, situation in steps)
    terminal.page(Sheet((), (" #", "step", ""), "><<", rows, wrap=1))

    def read(answer: str) -> str:
        try:
            return step_id(answer, graph, rungs)
        except ExposureLadderError as error:
            hint = "" if not answer or error.hint.startswith("Known") else error.hint
            raise UnclearError(f"a number or a name from the list. {hint}".rstrip(" .")) from None

    return terminal.ask(tell("which"), read)


def _rungs(document: Document, now: datetime) -> tuple[Rung, ...]:
    from exposure_ladder.cli.plan import ladders_of

    try:
        return tuple(rung for ladder in ladders_of(document, now) for rung in ladder.rungs)
    except ExposureLadderError:  # a log does not need a ladder; only the numbers of its steps do
        return ()


def _came(course: Course, entry: Exposure) -> str:
    """Say what was predicted just before the entry and what came; nothing is predicted where nothing was rated."""
    if entry.happened is not Happened.PRACTISED:
        return tell(str(entry.happened))
    if entry.peak is None:
        return tell("not_rated")
    try:
        _, surprise = update(infer(course, at=entry.at), entry)
    except ExposureLadderError:  # the entry is safe in the journal; what cannot be predicted is no reason for alarm
        return ""
    if surprise is None:
        return ""
    bounds = (surprise.predicted, *surprise.likely(course.settings.likely), surprise.observed)
    expected, low, high, peak = (shown(min(max(value, 0.0), 100.0), course.graph.shown) for value in bounds)
    return tell("came", expected=expected, low=low, high=high, peak=peak)


# ---------------------------------------------------------------------------------------------------------- options


def _options(add: Add) -> None:
    more = (
        "In a terminal it asks at most six things that you did not give; Enter leaves one out, and nothing is ever "
        f"filled in for you. Ctrl-C ends it: nothing is logged, and what was answered can be gone on with. {SCALE}"
    )
    parser = add("FILE [SITUATION] [options]", "log closer.yaml film --peak 35 --end 30 --safety joking", more)
    add_file(parser)
    parser.add_argument("situation", nargs="?", metavar="SITUATION", help="its id, or its number on the ladder")
    add_practice(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--quick", dest="form", action="store_const", const="quick", default="", help="ask three things")
    form.add_argument(
        "--card", dest="form", action="store_const", const="card", help="ask for every line of a card, in its order"
    )
    many = "take in many: a .csv or .jsonl file, or - for a pipe"
    parser.add_argument("--from", dest="source", metavar="ENTRIES", help=many)


COMMANDS = {"log": (_options, log)}
