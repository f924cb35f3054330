"""The commands that take in many entries at once, and that write out what there is."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar, cast

from exposure_ladder.cli import answers
from exposure_ladder.cli.opening import PIPE, journal_of, one_of, opened, step_id
from exposure_ladder.cli.sentences import counted, tell
from exposure_ladder.errors import ExposureLadderError, InvalidCourseError, StorageError
from exposure_ladder.output import Keep, Rhythm, read_entries, redacted, write_calendar, write_entries
from exposure_ladder.storage import as_json, decode, read_text, write_files
from exposure_ladder.wording import command

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from typing import Final

    from exposure_ladder.cli.screen import Desk
    from exposure_ladder.records import Comparison, Consent, Course, Exposure, Override, Rating
    from exposure_ladder.storage import Journal

    Entry = Exposure | Rating | Comparison | Override | Consent

Form = TypeVar("Form", bound=str)

_ENDINGS: Final[Mapping[str, Literal["json", "csv", "jsonl", "ical"]]] = {
    ".json": "json",
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".ics": "ical",
}
_BULK: Final = ("command", "file", "source", "debug")
"""All that may be said beside --from, or is said by the program itself."""


def take_in(args: Namespace, desk: Desk) -> int:
    """Add the entries of a table or of lines of JSON to the journal: all of them, or none."""
    given = [name for name, value in vars(args).items() if value and name not in _BULK]
    if given:
        name = given[0] if given[0] == "situation" else f"--{given[0].replace('_', '-')}"
        hint = "Leave it out, or put it into the file."
        raise ExposureLadderError(f"--from: expected entries from the file alone; got {name} too.", hint=hint)
    journal, plan, now = journal_of(args.file), opened(args.file).course.graph, desk.now()
    name = "standard input" if args.source == PIPE else args.source
    text = decode(sys.stdin.buffer.read(), name) if args.source == PIPE else read_text(Path(name), name)
    form: Literal["csv", "jsonl"] = "jsonl" if text.lstrip("\ufeff \n").startswith("{") else "csv"
    try:
        entries = read_entries(
            text, form=form, name=name, scale=plan.shown, known=plan.ids, until=now, local=local_time
        )
    except InvalidCourseError as error:
        end = tell("taken_none", problems=counted("problem", len(error.problems)), file=name)
        raise InvalidCourseError(error.problems, hint=end) from None
    return kept(journal, entries, args, desk, name=name)


def kept(journal: Journal, entries: Sequence[Entry], args: Namespace, desk: Desk, *, name: str) -> int:
    """Add entries to the journal, once each, and say so."""
    with journal:
        before = {number for number, _ in journal.numbered()}
        numbers = set(journal.append(*entries, at=desk.now()))
        after = {number for number, _ in journal.numbered()}
    values = {"journal": str(journal.path), "entries": counted("entry", len(entries)), "file": name}
    desk.tell(tell("taken_in", new=len(after - before) or "none", **values))
    if numbers - after:
        desk.tell(tell("taken_back_before", count=len(numbers - after)))
    desk.tell(tell("entries_list", amend=command("amend", args.file)))
    return 0


def local_time(at: datetime) -> datetime:
    """Return a time without an offset as local time."""
    return at.astimezone()


def export(args: Namespace, desk: Desk) -> int:
    """Write out the whole course, its log, or a rhythm for a calendar; what is printed is what would be written."""
    course, form = opened(args.file).course, form_of(args, _ENDINGS)
    if args.veil is not None:
        course = redacted(course, keep={*args.veil, *map(_kept_thing, answers.several(args.keep))})
    elif args.keep:
        raise ExposureLadderError("--keep: expected --share or --research with it; got neither.", hint="Name one.")
    if form == "ical":
        text = _calendar(course, args, desk)
    elif form == "json":
        if not args.words:
            hint = "Name --format csv or jsonl, or --share or --research without --keep words."
            raise ExposureLadderError("--no-words: a course in JSON keeps its words.", hint=hint)
        text = as_json(course)
    else:
        entries = sorted((*course.log, *course.consents), key=lambda entry: entry.at)
        text = write_entries(entries, form=form, words=args.words)
    return put(text, args, desk)


def form_of(args: Namespace, endings: Mapping[str, Form]) -> Form:
    """Return the form that was asked for, or that the new file's name says; the first one for what is printed."""
    suffix = Path(args.out or "").suffix.lower()
    if args.format:
        return cast(Form, args.format)
    if not suffix:
        return next(iter(endings.values()))
    if suffix not in endings:
        hint = "Choose such a name, or say the form with --format."
        raise StorageError(f"{args.out}: expected a name that ends in {', '.join(endings)}.", path=args.out, hint=hint)
    return endings[suffix]


def _kept_thing(word: str) -> Keep:
    return Keep(one_of(word, map(str, Keep), "there is nothing of this name to keep"))


def _calendar(course: Course, args: Namespace, desk: Desk) -> str:
    now = desk.now()
    if args.first is None:
        hint = "Say when the first practice is."
        raise ExposureLadderError("--first: expected a day and a time like 2026-03-09T18:00; got nothing.", hint=hint)
    first = answers.option("first", lambda text: answers.moment(text, now), args.first)
    title = None
    if args.title:
        names = {situation.id: situation.title for situation in course.graph.situations}
        title = names[step_id(args.title, course.graph)]
    rhythm = Rhythm(first=first.replace(tzinfo=None), every=args.every, times=args.times)
    return write_calendar(rhythm, at=now, title=title)


def put(text: str, args: Namespace, desk: Desk) -> int:
    """Print a text, or write it to the file that was named."""
    if args.out is None:
        desk.write(text.removesuffix("\n"))
        return 0
    keep(text, args)
    desk.tell(tell("exported", file=args.out))
    return 0


def keep(text: str | bytes, args: Namespace) -> None:
    """Write the new file for its owner alone; one that exists only if that was asked for, and never plan or log."""
    path, plan = Path(args.out), Path(args.file)
    if path.exists() and not args.force:
        hint = "It was left as it is. Choose another name, or write over it with --force."
        raise StorageError(f"{args.out}: there is a file of this name already.", path=args.out, hint=hint)
    for own, what in ((plan, "the plan itself"), (plan.with_suffix(".journal"), "the log of the plan")):
        if path.exists() and own.exists() and path.samefile(own):
            raise StorageError(f"{args.out}: this is {what}.", path=args.out, hint="Choose another name.")
    if path.is_file():
        path.chmod(0o600)
    write_files({path: text})
