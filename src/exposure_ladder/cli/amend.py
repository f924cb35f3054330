"""The commands for what was written down: change an entry, take it back, erase it, and note what others agreed to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from exposure_ladder.cli import answers
from exposure_ladder.cli.entry import add_practice, exposure, from_options, in_words
from exposure_ladder.cli.open import document_of, journal_of, step_id
from exposure_ladder.cli.options import add_file
from exposure_ladder.cli.sentences import counted, tell
from exposure_ladder.cli.support import tell_support
from exposure_ladder.errors import ExposureLadderError
from exposure_ladder.records import Consent, Exposure
from exposure_ladder.text import Sheet, command

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable

    from exposure_ladder.cli.options import Add
    from exposure_ladder.cli.terminal import Terminal
    from exposure_ladder.records import Scale
    from exposure_ladder.storage import Document, Journal

# ----------------------------------------------------------------------------------------------------------- amend


def amend(args: Namespace, terminal: Terminal) -> int:
    """Change an entry, take it back, or list the entries."""
    journal, document = journal_of(args.file), document_of(args.file)
    graph = document.course.graph
    with journal:
        entries = dict(journal.numbered())
        if args.number is None:
            _list(entries, document, journal, terminal)
            return 0
        entry = _entry(entries, args)
        changes = from_options(args, graph.shown, terminal.now())
        if args.situation is not None:
            changes["situation"] = step_id(args.situation, graph)
        if args.withdraw or (not changes and _wants_back(args, entry, graph.shown, terminal)):
            journal.withdraw(args.number, at=terminal.now())
            terminal.tell(tell("withdrawn", number=args.number, journal=str(journal.path)))
        elif changes:
            changed = _changed(entry, changes, args.number, graph.shown)
            journal.amend(args.number, changed, at=terminal.now())
            terminal.tell(tell("amended", number=args.number, journal=str(journal.path)))
            if changed.highest != entry.highest:
                tell_support(document_of(args.file).course, [changed], terminal)
    return 0


def _entry(entries: dict[int, Any], args: Namespace) -> Any:
    """Return the entry of a number; a note of consent is never edited, only followed by another one."""
    entry = entries.get(args.number)
    if entry is None:
        known = f"Entries: {', '.join(map(str, entries))}." if entries else "Nothing has been logged yet."
        raise ExposureLadderError(f"{args.number}: there is no entry of this number.", hint=known)
    if isinstance(entry, Consent):
        now = command("consent", args.file, entry.situation, entry.person, *(["--withdraw"] if entry.given else []))
        raise ExposureLadderError(
            f"Entry {args.number} notes what {entry.person} said, and stays.", hint=f"To note what holds now:  {now}"
        )
    return entry


def _changed(entry: Any, changes: dict[str, Any], number: int, scale: Scale) -> Exposure:
    if not isinstance(entry, Exposure):
        hint = "Take it back with --withdraw, and enter it again where it came from."
        raise ExposureLadderError(f"entry {number} is not a practice; its parts cannot be changed here.", hint=hint)
    kept = {name: getattr(entry, name) for name in Exposure.model_fields if name not in ("id", "type")}
    return exposure(kept | changes, scale)


def _wants_back(args: Namespace, entry: Any, scale: Scale, terminal: Terminal) -> bool:
    example = command("amend", args.file, str(args.number), "--peak", "40")
    if not terminal.asks:
        hint = f"For instance:  {example}  or  {command('amend', args.file, str(args.number), '--withdraw')}"
        raise ExposureLadderError("amend: expected what to change; got nothing.", hint=hint)
    terminal.tell(tell("entry", number=args.number, what=", ".join(in_words(entry, scale))))
    if terminal.ask(tell("take_back"), answers.yes):
        return True
    terminal.tell(tell("kept", amend=example))
    return False


def _list(entries: dict[int, Any], document: Document, journal: Journal, terminal: Terminal) -> None:
    name, graph = document.name, document.course.graph
    if not entries:
        terminal.tell(tell("entries_none", journal=str(journal.path), log=command("log", name, graph.ids[0])))
        return
    rows = tuple((str(number), *in_words(entry, graph.shown)) for number, entry in sorted(entries.items()))
    terminal.page(Sheet((), ("entry", "when", "step", ""), "><<<", rows, wrap=3))
    practices = [number for number, entry in entries.items() if isinstance(entry, Exposure)]
    if not practices:
        return
    terminal.write("")
    number = str(max(practices))
    change, back = command("amend", name, number, "--peak", "40"), command("amend", name, number, "--withdraw")
    terminal.tell(tell("entries_end", amend=change, withdraw=back))


# ----------------------------------------------------------------------------------------------------------- erase


def erase(args: Namespace, terminal: Terminal) -> int:
    """Take entries, or all of them, out of the journal for good."""
    scale = document_of(args.file).course.graph.shown
    journal = journal_of(args.file)
    name = str(journal.path)
    with journal:
        entries = dict(journal.numbered())
        if not journal.path.exists():
            terminal.tell(tell("erase_nothing", journal=name))
            return 0
        if args.numbers:
            terminal.tell(tell("erase_these", journal=name))
            _tell_entries(args.numbers, entries, scale, terminal)
            if along := journal.goes_along(args.numbers):
                terminal.tell(tell("erase_along"))
                _tell_entries(along, entries, scale, terminal)
        else:
            terminal.tell(tell("erase_all", journal=name, entries=counted("entry", len(entries))))
        terminal.tell(tell("erase_stays", file=args.file))
        if beside := [str(path) for path in _beside(args.file) if path.exists()]:
            terminal.tell(tell("erase_beside", files=", ".join(beside)))
        if not args.yes and not terminal.asks:
            hint = "Read the lines above, and run it again with --yes."
            raise ExposureLadderError("erase: expected a yes; nobody is there to ask.", hint=hint)
        if not args.yes and terminal.ask(tell("erase_ask"), str.lower) != "erase":
            terminal.tell(tell("erase_not"))
            return 0
        count = journal.erase(numbers=args.numbers or None)
    terminal.tell(tell("erased", entries=counted("entry", count), journal=name))
    return 0


def _beside(file: str) -> list[Path]:
    """Return where words may lie that are in no log: a diary, and answers from which no plan was made yet."""
    return [Path(file).with_suffix(ending) for ending in (".diary", ".answers")]


def _tell_entries(numbers: Iterable[int], entries: dict[int, Any], scale: Scale, terminal: Terminal) -> None:
    for number in numbers:
        what = entries.get(number)
        line = {"number": number, "what": what and ", ".join(in_words(what, scale))}
        terminal.tell(f"  {tell('entry' if what else 'erase_back', **line)}", hang="    ")


# ---------------------------------------------------------------------------------------------------------- options


def _amend_options(add: Add) -> None:
    more = (
        "Without a number it lists the entries. A change adds a new version that counts from now on. "
        "'none' takes a value away, as in --end none."
    )
    parser = add("FILE [NUMBER] [options]", "amend closer.yaml 4 --peak 45", more)
    add_file(parser)
    parser.add_argument("number", nargs="?", type=int, metavar="NUMBER", help="which entry")
    parser.add_argument("--withdraw", action="store_true", help="take the entry back")
    parser.add_argument("--situation", metavar="ID", help="it was another step")
    add_practice(parser)


def _erase_options(add: Add) -> None:
    more = (
        "Without numbers: the whole log. FILE itself stays. To leave an entry out without erasing it, use "
        "amend --withdraw. With what somebody said about a step goes every earlier yes of theirs. Erasing cannot be "
        "undone."
    )
    parser = add("FILE [NUMBER …] [--yes]", "erase closer.yaml 4", more)
    add_file(parser)
    parser.add_argument("numbers", nargs="*", type=int, metavar="NUMBER", help="which entries; amend FILE lists them")
    parser.add_argument("--yes", action="store_true", help="do not ask")


COMMANDS = {
    "amend": (_amend_options, amend),
    "erase": (_erase_options, erase),
}
