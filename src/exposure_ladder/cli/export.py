"""The commands that write out what there is: pages for other eyes, the course and its log for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar, cast

from exposure_ladder.cli import answers
from exposure_ladder.cli.next import rng_for
from exposure_ladder.cli.open import document_of, one_of, rule_of, step_id
from exposure_ladder.cli.options import AT, add_choice, add_file, add_new_file, add_rule, add_time
from exposure_ladder.cli.plan import ladder_of
from exposure_ladder.cli.sentences import tell
from exposure_ladder.cli.terminal import PROSE
from exposure_ladder.errors import ExposureLadderError, StorageError
from exposure_ladder.report import render_report
from exposure_ladder.storage import (
    RESEARCH,
    SHARE,
    Keep,
    Rhythm,
    as_json,
    redacted,
    write_calendar,
    write_entries,
    write_files,
)

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping
    from typing import Final

    from exposure_ladder.cli.options import Add
    from exposure_ladder.cli.terminal import Terminal
    from exposure_ladder.records import Course

Form = TypeVar("Form", bound=str)

_COPIES: Final[Mapping[str, Literal["json", "csv", "jsonl", "ical"]]] = {
    ".json": "json",
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".ics": "ical",
}
_OUT: Final = "the file to write, for you alone (default: print it)"
_KEPT: Final[Mapping[Keep, str]] = {
    Keep.STEPS: "titles and ids of steps",
    Keep.DAYS: "days",
    Keep.WORDS: "words of your own",
    Keep.NAMES: "names",
}
_PAGES: Final[Mapping[str, Literal["text", "html", "markdown"]]] = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".md": "markdown",
    ".markdown": "markdown",
}


def report(args: Namespace, terminal: Terminal) -> int:
    """Print or write a page about the plan."""
    document, at = document_of(args.file), answers.time_of(args.at, terminal.now())
    form, rule = _form_of(args, _PAGES), rule_of(args.rule, document.course.graph)
    ladder, width = ladder_of(document, at), min(terminal.width, PROSE)
    text = render_report(
        ladder,
        page=args.page,
        form=form,
        rule=rule,
        rng=rng_for(rule, at),
        width=width,
        own_words=args.own_words,
    )
    return _put(text, args, terminal)


def export(args: Namespace, terminal: Terminal) -> int:
    """Write out the whole course, its log, or a rhythm for a calendar; what is printed is what would be written."""
    course, form = document_of(args.file).course, _form_of(args, _COPIES)
    kept = None if args.veil is None else {*args.veil, *map(_kept_thing, answers.several(args.keep))}
    if kept is not None and args.keep_titles:
        kept.add(Keep.STEPS)
    if kept is not None:
        course = redacted(course, keep=kept)
    elif args.keep or args.keep_titles:
        name = "--keep" if args.keep else "--keep-titles"
        raise ExposureLadderError(f"{name}: expected --share or --research with it; got neither.", hint="Name one.")
    if form == "ical":
        text = _calendar(course, args, terminal)
    elif form == "json":
        if not args.words:
            hint = "Name --format csv or jsonl, or --share or --research without --keep words."
            raise ExposureLadderError("--no-words: a course in JSON keeps its words.", hint=hint)
        text = as_json(course)
    else:
        entries = sorted((*course.log, *course.consents), key=lambda entry: entry.at)
        text = write_entries(entries, form=form, words=args.words)
    code = _put(text, args, terminal)
    if kept is not None and args.out is not None:
        terminal.tell(
            tell("exported_kept", what=", ".join(["numbers", *(_KEPT[each] for each in Keep if each in kept)]))
        )
    return code


def _form_of(args: Namespace, endings: Mapping[str, Form]) -> Form:
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


def _calendar(course: Course, args: Namespace, terminal: Terminal) -> str:
    now = terminal.now()
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


def _put(text: str, args: Namespace, terminal: Terminal) -> int:
    """Print a text, or write it to the file that was named."""
    if args.out is None:
        terminal.write(text.removesuffix("\n"))
        return 0
    keep(text, args)
    terminal.tell(tell("exported", file=args.out))
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


# ---------------------------------------------------------------------------------------------------------- options


def _export_options(add: Add) -> None:
    more = (
        "json is the whole course, and can be opened in place of FILE; csv and jsonl are the log, and log --from reads "
        "them again (docs/log-columns.md); ical is a rhythm of practices for a calendar. What is printed without --out "
        "is exactly what would be written."
    )
    parser = add("FILE [options]", "export closer.yaml --format csv --out log.csv", more)
    add_file(parser)
    add_choice(parser, "--format", _COPIES.values(), "default: by the name of --out")
    add_new_file(parser, _OUT)
    parser.add_argument("--no-words", dest="words", action="store_false", help="only numbers, in csv and jsonl")
    veil = parser.add_mutually_exclusive_group()
    share = "for somebody you chose: days and numbers; steps are numbered, and no word of yours is in it"
    veil.add_argument("--share", dest="veil", action="store_const", const=tuple(SHARE), help=share)
    research = "only numbers: steps are numbered, and the first day becomes 2000-01-03"
    veil.add_argument("--research", dest="veil", action="store_const", const=tuple(RESEARCH), help=research)
    titles = "with one of these: titles and ids of steps stay, too"
    parser.add_argument("--keep-titles", action="store_true", help=titles)
    parser.add_argument("--keep", metavar="WHAT", default="", help="with one of these: steps, days, words, names")
    parser.add_argument("--first", metavar="TIME", help=f"ical: the first practice, {AT}")
    parser.add_argument("--every", metavar="DAYS", type=int, default=1, help="ical: days between two (default: 1)")
    parser.add_argument("--times", metavar="N", type=int, default=7, help="ical: how many (default: 7)")
    parser.add_argument("--title", metavar="ID", help="ical: the step to name; without it no step is named")


def _report_options(add: Add) -> None:
    more = (
        "Without --out it is printed, as text; with it, the name says the format: .html, .md or .txt. Nothing a person "
        "wrote is in it but titles, unless you add --words. HTML needs: pip install 'exposure-ladder[report]'."
    )
    parser = add("FILE [options]", "report closer.yaml --worksheet --out worksheet.html", more)
    add_file(parser, pipe=True)
    page = parser.add_mutually_exclusive_group()
    for name, text in (("worksheet", "the ladder with blank lines, for a pen"), ("digest", "one page for a talk")):
        page.add_argument(f"--{name}", dest="page", action="store_const", const=name, help=text)
    parser.set_defaults(page="progress")
    words = "also what was leaned on, feared, learned and noted, and totals: read it before you give it away"
    parser.add_argument("--words", dest="own_words", action="store_true", help=words)
    add_choice(parser, "--format", ("html", "markdown", "text"), "default: by the name of --out")
    add_new_file(parser, _OUT)
    add_rule(parser)
    add_time(parser)


COMMANDS = {
    "export": (_export_options, export),
    "report": (_report_options, report),
}
