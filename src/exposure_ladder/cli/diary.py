"""The command for a diary beside a plan: write, list, find, show, erase."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from exposure_ladder.cli.open import document_of, step_id
from exposure_ladder.cli.options import add_file
from exposure_ladder.errors import ExposureLadderError
from exposure_ladder.storage import Diary
from exposure_ladder.text import Sheet, command, plain

if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Final

    from exposure_ladder.cli.options import Add
    from exposure_ladder.cli.terminal import Terminal
    from exposure_ladder.storage import DiaryEntry

_FIRST: Final = 60
"""Characters of an entry that a list shows."""


def diary(args: Namespace, terminal: Terminal) -> int:
    """Write into the diary of a plan, or show what is there."""
    graph = document_of(args.file).course.graph
    kept = Diary(Path(args.file).with_suffix(".diary"))
    step = None if args.step is None else step_id(args.step, graph)
    if args.add is not None:
        text = args.add or terminal.ask("What would you like to keep?", str)
        if text:
            entry = kept.add(text, at=terminal.now(), tags=args.tag, step=step)
            terminal.tell(f"Kept as entry {entry.number} in {kept.path}, apart from the log and its numbers.")
        return 0
    if args.erase is not None:
        if not kept.erase(args.erase):
            raise ExposureLadderError(
                f"{args.erase}: there is no such entry.", hint=f"See  {command('diary', args.file)}"
            )
        terminal.tell(f"Erased entry {args.erase} from {kept.path}, for good.")
        return 0
    found = [entry for entry in kept.entries() if _fits(entry, args, step)]
    if args.number is not None:
        for entry in found:
            terminal.tell(f"{entry.at:%Y-%m-%d %H:%M}\n{plain(entry.text)}")
        return 0
    rows = tuple(_row(entry) for entry in found)
    nothing = f"Nothing here yet. To keep something:  {command('diary', args.file, '--add', 'a few words')}"
    terminal.page(Sheet((), (" #", "day", "about", "text"), "><<<", rows, wrap=3) if rows else Sheet((nothing,)))
    return 0


def _fits(entry: DiaryEntry, args: Namespace, step: str | None) -> bool:
    wanted = [entry.number == args.number] if args.number is not None else []
    if args.search:
        wanted.append(entry.has(args.search))
    if step:
        wanted.append(entry.step == step)
    wanted += [tag.casefold() in (each.casefold() for each in entry.tags) for tag in args.tag]
    return all(wanted)


def _row(entry: DiaryEntry) -> tuple[str, str, str, str]:
    text = " ".join(plain(entry.text).split())
    short = text if len(text) <= _FIRST else f"{text[: _FIRST - 1]}…"
    about = " ".join((entry.step or "", *(f"#{plain(tag)}" for tag in entry.tags))).strip()
    return str(entry.number), entry.at.date().isoformat(), about, short


def _options(add: Add) -> None:
    more = "It lies in a file of its own beside the plan. Nothing that is shared, exported or counted reads it."
    parser = add("FILE [NUMBER] [options]", 'diary closer.yaml --add "A mild day" --tag work', more)
    add_file(parser)
    parser.add_argument("number", nargs="?", type=int, metavar="NUMBER", help="show this entry")
    parser.add_argument("--add", nargs="?", const="", metavar="TEXT", help="keep a text; without one it is asked for")
    parser.add_argument(
        "--tag", action="append", default=[], metavar="WORD", help="a short word, to keep or to find by"
    )
    parser.add_argument("--step", metavar="ID", help="the step it is about")
    parser.add_argument("--search", metavar="WORD", help="entries with this word")
    parser.add_argument("--erase", type=int, metavar="NUMBER", help="take an entry out for good")


COMMANDS = {"diary": (_options, diary)}
