"""The commands that take in many entries at once: of this program, or of another one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from exposure_ladder.cli.open import PIPE, document_of, document_with_log, journal_of
from exposure_ladder.cli.options import add_choice, add_file
from exposure_ladder.cli.sentences import counted, tell
from exposure_ladder.cli.support import tell_missing_yes, tell_support
from exposure_ladder.cli.terminal import complain
from exposure_ladder.errors import ExposureLadderError, InvalidCourseError
from exposure_ladder.records import Consent, Scale
from exposure_ladder.storage import decode, import_log, read_entries, read_text
from exposure_ladder.text import command

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from typing import Final

    from exposure_ladder.cli.options import Add
    from exposure_ladder.cli.terminal import Terminal
    from exposure_ladder.records import Course, Event
    from exposure_ladder.storage import Imported, Journal

_BULK: Final = ("command", "file", "source", "debug")
"""All that may be said beside --from, or is said by the program itself."""


def take_in(args: Namespace, terminal: Terminal) -> int:
    """Add the entries of a table or of lines of JSON to the journal: all of them, or none."""
    given = [name for name, value in vars(args).items() if value and name not in _BULK]
    if given:
        name = given[0] if given[0] == "situation" else f"--{given[0].replace('_', '-')}"
        hint = "Leave it out, or put it into the file."
        raise ExposureLadderError(f"--from: expected entries from the file alone; got {name} too.", hint=hint)
    journal, course, now = journal_of(args.file), document_with_log(args.file).course, terminal.now()
    plan = course.graph
    name = "standard input" if args.source == PIPE else args.source
    text = decode(sys.stdin.buffer.read(), name) if args.source == PIPE else read_text(Path(name), name)
    form: Literal["csv", "jsonl"] = "jsonl" if text.lstrip("\ufeff \n").startswith("{") else "csv"
    try:
        entries = read_entries(
            text, form=form, name=name, scale=plan.shown, known=plan.ids, until=now, local=_local_time
        )
    except InvalidCourseError as error:
        end = tell("taken_none", problems=counted("problem", len(error.problems)), file=name)
        raise InvalidCourseError(error.problems, hint=end) from None
    return _add_all(journal, course, entries, args, terminal, name=name)


def take_other(args: Namespace, terminal: Terminal) -> int:
    """Read the log of another program, say what was not understood, and add the rest if that is wanted."""
    journal, course, now = journal_of(args.file), document_of(args.file).course, terminal.now()
    name = args.log
    try:
        found = import_log(
            read_text(Path(name), name),
            course.graph,
            name=name,
            columns=_map(args.columns),
            scale=None if args.scale is None else Scale(args.scale),
            dates=args.dates,
            until=now,
            local=_local_time,
            person=None if args.person is None else _pair(args.person),
        )
    except InvalidCourseError as error:
        raise InvalidCourseError(error.problems, hint=tell("import_columns")) from None
    _say(found, terminal)
    if found.small and args.scale is None and not args.check:
        raise ExposureLadderError(tell("import_small"), hint=tell("import_again"))
    understood = counted("entry", len(found.entries))
    if found.problems and not (args.check or args.skip):
        raise InvalidCourseError(found.problems, hint=tell("import_none", entries=understood))
    for problem in found.problems:
        complain(str(problem))
    if args.check or not found.entries:
        terminal.tell(tell("import_check", entries=understood, problems=counted("problem", len(found.problems))))
        return int(bool(found.problems))
    with journal:
        entries = _amended(journal, found.entries, now, amend=args.amend)
    return _add_all(journal, course, entries, args, terminal, name=name)


def _amended(
    journal: Journal, entries: Sequence[Event | Consent], now: datetime, *, amend: bool
) -> list[Event | Consent]:
    """Return the entries that are new; those that were corrected at the source amend the ones they stand for.

    A row looks like an entry that was changed if it is about the same step at the same moment, and that entry is no
    longer in the table.
    """
    kept = dict(journal.numbered(withdrawn=True))
    there = {entry.id for entry in entries}
    moments = {
        (type(old), getattr(old, "situation", ""), old.at): number
        for number, old in kept.items()
        if old.id not in there and not old.withdrawn
    }
    known = {old.id for old in kept.values()}
    new: list[Event | Consent] = []
    changed: list[tuple[int, Event | Consent]] = []
    for entry in entries:
        number = moments.get((type(entry), getattr(entry, "situation", ""), entry.at))
        if entry.id in known or number is None:
            new.append(entry)
        elif kept[number].content != entry.content:
            changed.append((number, entry))
    if changed and not amend:
        lines = "\n".join(
            f"  {tell('import_changed', number=number, at=f'{e.at:%Y-%m-%d %H:%M}')}" for number, e in changed
        )
        raise ExposureLadderError(f"{tell('import_changed_all')}\n{lines}", hint=tell("import_amend"))
    for number, entry in changed:
        journal.amend(number, entry.model_copy(update={"id": kept[number].id}), at=now)
    return new


def _pair(text: str) -> tuple[str, str]:
    """Read a heading and what its cells say."""
    column, sign, value = text.partition("=")
    if not sign or not value.strip():
        hint = "Like this:  --person client=K"
        raise ExposureLadderError("--person: expected COLUMN=VALUE; got something else.", hint=hint)
    return column, value


def _map(pairs: list[str]) -> dict[str, str]:
    """Read ``heading=column`` pairs."""
    found = {}
    for pair in pairs:
        title, sign, holds = pair.rpartition("=")
        if not sign:
            hint = 'Like this:  --column "Max SUDS=peak"'
            raise ExposureLadderError("--column: expected HEADING=COLUMN; got no =.", hint=hint)
        found[title] = holds
    return found


def _say(found: Imported, terminal: Terminal) -> None:
    said = {"import_aside": found.aside, "import_noon": found.noon, "import_no_peak": found.without_peak}
    for code, there in said.items():
        if there:
            terminal.tell(tell(code, columns=", ".join(map(str, found.aside)), count=found.noon))
    if found.repeats:
        lines = ", ".join(f"{line} (as {first})" for line, first in found.repeats)
        terminal.tell(tell("import_repeats", lines=lines))


def _add_all(
    journal: Journal,
    course: Course,
    entries: Sequence[Event | Consent],
    args: Namespace,
    terminal: Terminal,
    *,
    name: str,
) -> int:
    """Add entries to the journal, once each, and say so."""
    with journal:
        before = dict(journal.numbered())
        numbers = set(journal.append(*_bound(entries, before.values(), course), at=terminal.now()))
        after = dict(journal.numbered())
    new = [entry for number, entry in after.items() if number not in before]
    values = {"journal": str(journal.path), "entries": counted("entry", len(entries)), "file": name}
    terminal.tell(tell("taken_in", new=len(new) or "none", **values))
    if numbers - set(after):
        terminal.tell(tell("taken_back_before", count=len(numbers - set(after))))
    terminal.tell(tell("entries_list", amend=command("amend", args.file)))
    course = course.add(*new)
    tell_support(course, new, terminal)
    tell_missing_yes(course, new, args.file, terminal)
    return 0


def _bound(
    entries: Iterable[Event | Consent], known: Iterable[Event | Consent], course: Course
) -> list[Event | Consent]:
    """Bind each yes that comes in without words to those of its step, once: a known one stays as it was bound first."""
    first = {said.id: said for said in reversed([said for said in known if isinstance(said, Consent)])}
    found: list[Event | Consent] = []
    for entry in entries:
        if not isinstance(entry, Consent):
            found.append(entry)
        elif entry.id in first:
            found.append(first[entry.id])
        else:
            found.append(entry.bound(course.graph))
    return found


def _local_time(at: datetime) -> datetime:
    """Return a time without an offset as local time."""
    return at.astimezone()


# ---------------------------------------------------------------------------------------------------------- options


def _options(add: Add) -> None:
    more = (
        "LOG is a table (CSV) with headings such as date, time, situation, before, peak, after. What is not understood "
        "is named line by line, and nothing is logged unless you --skip it."
    )
    parser = add("FILE LOG [options]", "import closer.yaml app.csv --scale 0-10 --dates dmy", more)
    add_file(parser)
    parser.add_argument("log", metavar="LOG", help="the table of another program")
    text = "what a heading means (docs/log-columns.md; also date, time); repeatable"
    parser.add_argument("--column", dest="columns", action="append", default=[], metavar="HEADING=COLUMN", help=text)
    add_choice(parser, "--scale", ("0-100", "0-10", "0-8"), "of its distress (default: that of FILE)")
    add_choice(parser, "--dates", ("ymd", "dmy", "mdy"), "order of day, month and year", "ymd")
    parser.add_argument("--amend", action="store_true", help="change entries whose rows were corrected since")
    parser.add_argument("--person", metavar="COLUMN=VALUE", help="of a table of several people: whose rows")
    parser.add_argument("--skip", action="store_true", help="leave out rows that are not understood")
    parser.add_argument("--check", action="store_true", help="only say what is understood")


COMMANDS = {"import": (_options, take_other)}
