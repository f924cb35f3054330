"""Options of the commands through which something leaves or comes in: pages, exports, logs of other programs."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from typing import Final

    Add = Callable[..., argparse.ArgumentParser]

AT: Final = "a day and a time like 2026-03-09T20:10, in your local time unless it says otherwise"
"""How a time is written."""


def a_file(command: argparse.ArgumentParser, *, pipe: bool = False) -> None:
    """Add the file that a command is about."""
    text = "a .yaml, .csv or .json file"
    command.add_argument("file", metavar="FILE", help=f"{text}, or - for YAML from a pipe" if pipe else text)


def _out(command: argparse.ArgumentParser) -> None:
    command.add_argument("--out", metavar="NEW", help="the file to write, for you alone (default: print it)")
    command.add_argument("--force", action="store_true", help="write over a file of this name")


def export(add: Add) -> None:
    """Add what `export` knows."""
    more = (
        "json is the whole course, and can be opened in place of FILE; csv and jsonl are the log, and log --from reads "
        "them again (docs/log-columns.md); ical is a rhythm of practices for a calendar. What is printed without --out "
        "is exactly what would be written."
    )
    command = add("FILE [options]", "export closer.yaml --format csv --out log.csv", more)
    a_file(command)
    command.add_argument("--format", choices=("json", "csv", "jsonl", "ical"), help="default: by the name of --out")
    _out(command)
    command.add_argument("--no-words", dest="words", action="store_false", help="only numbers, in csv and jsonl")
    veil = command.add_mutually_exclusive_group()
    veil.add_argument(
        "--share",
        dest="veil",
        action="store_const",
        const=("steps", "days"),
        help="for somebody you chose: steps, days and numbers; no names, no other words",
    )
    veil.add_argument(
        "--research",
        dest="veil",
        action="store_const",
        const=(),
        help="only numbers: steps are numbered, and the first day becomes 2000-01-03",
    )
    command.add_argument("--keep", metavar="WHAT", default="", help="with one of these: steps, days, words, names")
    command.add_argument("--first", metavar="TIME", help=f"ical: the first practice, {AT}")
    command.add_argument("--every", metavar="DAYS", type=int, default=1, help="ical: days between two (default: 1)")
    command.add_argument("--times", metavar="N", type=int, default=7, help="ical: how many (default: 7)")
    command.add_argument("--title", metavar="ID", help="ical: the step to name; without it no step is named")


def report(add: Add) -> None:
    """Add what `report` knows."""
    more = (
        "Without --out it is printed, as text; with it, the name says the format: .html, .md or .txt. Nothing a person "
        "wrote is in it but titles. HTML needs: pip install 'exposure-ladder[report]'."
    )
    command = add("FILE [options]", "report closer.yaml --worksheet --out worksheet.html", more)
    a_file(command, pipe=True)
    page = command.add_mutually_exclusive_group()
    for name, text in (("worksheet", "the ladder with blank lines, for a pen"), ("digest", "one page for a talk")):
        page.add_argument(f"--{name}", dest="page", action="store_const", const=name, help=text)
    command.set_defaults(page="progress")
    command.add_argument("--format", choices=("html", "markdown", "text"), help="default: by the name of --out")
    _out(command)
    command.add_argument("--rule", metavar="NAME", default="default", help="another rule for moving on")
    command.add_argument("--at", metavar="TIME", help=f"another time than now: {AT}")


def take_other(add: Add) -> None:
    """Add what `import` knows."""
    more = (
        "LOG is a table (CSV) with headings such as date, time, situation, before, peak, after. What is not understood "
        "is named line by line, and nothing is logged unless you --skip it."
    )
    command = add("FILE LOG [options]", "import closer.yaml app.csv --scale 0-10 --dates dmy", more)
    a_file(command)
    command.add_argument("log", metavar="LOG", help="the table of another program")
    command.add_argument(
        "--column",
        dest="columns",
        action="append",
        default=[],
        metavar="HEADING=COLUMN",
        help="what a heading means (docs/log-columns.md; also date, time); repeatable",
    )
    command.add_argument("--scale", choices=("0-100", "0-10", "0-8"), help="of its distress (default: that of FILE)")
    command.add_argument("--dates", choices=("ymd", "dmy", "mdy"), default="ymd", help="order of day, month and year")
    command.add_argument("--skip", action="store_true", help="leave out rows that are not understood")
    command.add_argument("--check", action="store_true", help="only say what is understood")
