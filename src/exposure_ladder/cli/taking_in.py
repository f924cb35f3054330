"""The commands that take in many entries at once: of this program, or of another one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from exposure_ladder.cli.aftercare import support, unagreed
from exposure_ladder.cli.opening import PIPE, journal_of, opened, opened_with_log
from exposure_ladder.cli.screen import complain
from exposure_ladder.cli.sentences import counted, tell
from exposure_ladder.errors import ExposureLadderError, InvalidCourseError
from exposure_ladder.records import Scale
from exposure_ladder.storage import decode, import_log, read_entries, read_text
from exposure_ladder.text import command

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Final

    from exposure_ladder.cli.screen import Desk
    from exposure_ladder.records import Consent, Course, Event
    from exposure_ladder.storage import Imported, Journal

_BULK: Final = ("command", "file", "source", "debug")
"""All that may be said beside --from, or is said by the program itself."""


def take_in(args: Namespace, desk: Desk) -> int:
    """Add the entries of a table or of lines of JSON to the journal: all of them, or none."""
    given = [name for name, value in vars(args).items() if value and name not in _BULK]
    if given:
        name = given[0] if given[0] == "situation" else f"--{given[0].replace('_', '-')}"
        hint = "Leave it out, or put it into the file."
        raise ExposureLadderError(f"--from: expected entries from the file alone; got {name} too.", hint=hint)
    journal, course, now = journal_of(args.file), opened_with_log(args.file).course, desk.now()
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
    return _kept(journal, course, entries, args, desk, name=name)


def take_other(args: Namespace, desk: Desk) -> int:
    """Read the log of another program, say what was not understood, and add the rest if that is wanted."""
    journal, course, now = journal_of(args.file), opened(args.file).course, desk.now()
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
        )
    except InvalidCourseError as error:
        raise InvalidCourseError(error.problems, hint=tell("import_columns")) from None
    _say(found, desk)
    if found.small and args.scale is None and not args.check:
        raise ExposureLadderError(tell("import_small"), hint=tell("import_again"))
    understood = counted("entry", len(found.entries))
    if found.problems and not (args.check or args.skip):
        raise InvalidCourseError(found.problems, hint=tell("import_none", entries=understood))
    for problem in found.problems:
        complain(str(problem))
    if args.check or not found.entries:
        desk.tell(tell("import_check", entries=understood, problems=counted("problem", len(found.problems))))
        return int(bool(found.problems))
    return _kept(journal, course, found.entries, args, desk, name=name)


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


def _say(found: Imported, desk: Desk) -> None:
    said = {"import_aside": found.aside, "import_noon": found.noon, "import_no_peak": found.without_peak}
    for code, there in said.items():
        if there:
            desk.tell(tell(code, columns=", ".join(map(str, found.aside)), count=found.noon))


def _kept(
    journal: Journal, course: Course, entries: Sequence[Event | Consent], args: Namespace, desk: Desk, *, name: str
) -> int:
    """Add entries to the journal, once each, and say so."""
    with journal:
        before = {number for number, _ in journal.numbered()}
        numbers = set(journal.append(*entries, at=desk.now()))
        after = dict(journal.numbered())
    new = [entry for number, entry in after.items() if number not in before]
    values = {"journal": str(journal.path), "entries": counted("entry", len(entries)), "file": name}
    desk.tell(tell("taken_in", new=len(new) or "none", **values))
    if numbers - set(after):
        desk.tell(tell("taken_back_before", count=len(numbers - set(after))))
    desk.tell(tell("entries_list", amend=command("amend", args.file)))
    course = course.add(*new)
    support(course, new, desk)
    unagreed(course, new, args.file, desk)
    return 0


def _local_time(at: datetime) -> datetime:
    """Return a time without an offset as local time."""
    return at.astimezone()
