"""Options of the commands through which something comes in or leaves: entries, pages, logs of other programs."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from typing import Final

    Add = Callable[..., argparse.ArgumentParser]

AT: Final = "a day and a time like 2026-03-09T20:10, in your local time unless it says otherwise"
"""How a time is written."""
SCALE: Final = "Distress is felt fear or unease, from 0 (calm) to 100 (the worst ever), or on the scale of the file."


def a_file(command: argparse.ArgumentParser, *, pipe: bool = False) -> None:
    """Add the file that a command is about."""
    text = "a .yaml, .csv or .json file"
    command.add_argument("file", metavar="FILE", help=f"{text}, or - for YAML from a pipe" if pipe else text)


def log(add: Add) -> None:
    """Add what `log` knows."""
    more = (
        "In a terminal it asks for what you did not give; Enter leaves a rating out, and nothing is ever filled in "
        f"for you. Ctrl-C ends it: nothing is logged, and what was answered can be gone on with. {SCALE}"
    )
    example = "log closer.yaml film --peak 35 --end 30 --safety joking"
    command = add("FILE [SITUATION] [options]", example, more)
    a_file(command)
    command.add_argument("situation", nargs="?", metavar="SITUATION", help="its id, or its number on the ladder")
    _entry(command)
    command.add_argument(
        "--from", dest="source", metavar="ENTRIES", help="take in many: a .csv or .jsonl file, or - for a pipe"
    )


def amend(add: Add) -> None:
    """Add what `amend` knows."""
    more = (
        "Without a number it lists the entries. A change adds a new version that counts from now on. "
        "'none' takes a value away, as in --end none."
    )
    example = "amend closer.yaml 4 --peak 45"
    command = add("FILE [NUMBER] [options]", example, more)
    a_file(command)
    command.add_argument("number", nargs="?", type=int, metavar="NUMBER", help="which entry")
    command.add_argument("--withdraw", action="store_true", help="take the entry back")
    command.add_argument("--situation", metavar="ID", help="it was another step")
    _entry(command)


def rate(add: Add) -> None:
    """Add what `rate` knows."""
    more = f"N is the highest distress to expect there now. It counts in what is expected, and moves nobody on. {SCALE}"
    command = add("FILE STEP (N | --harder-than OTHER) [--at TIME]", "rate closer.yaml film 40", more)
    _step(command)
    command.add_argument("distress", nargs="?", metavar="N", help="the number for it now")
    command.add_argument(
        "--harder-than", dest="easier", metavar="OTHER", help="instead of a number: it is harder than this step"
    )


def choose(add: Add) -> None:
    """Add what `choose` knows."""
    more = (
        "It stands in place of the rule's step until the next practice, and stays in the log with who chose and why. "
        "It cannot open a step that waits for somebody's yes or for questions, lies above the cap on distress, or "
        "needs another step first; nor go past a limit for the day or week, a rest, or support that comes first. "
        "The person decides."
    )
    command = add("FILE STEP --by WHO [options]", "choose closer.yaml need --by therapist", more)
    _step(command)
    command.add_argument("--by", required=True, metavar="WHO", help="who chose it")
    command.add_argument("--reason", metavar="TEXT", help="why")


def _step(command: argparse.ArgumentParser) -> None:
    """Add the file, the step and the time of a note that is no practice."""
    a_file(command)
    command.add_argument("situation", metavar="STEP", help="its id, or its number on the ladder")
    command.add_argument("--at", metavar="TIME", help=f"when it was said: {AT}")


def _entry(command: argparse.ArgumentParser) -> None:
    """Add what can be said about a practice."""
    command.add_argument("--at", metavar="TIME", help=f"when it was: {AT}")
    command.add_argument("--expected", metavar="N", help="distress expected beforehand")
    command.add_argument("--start", metavar="N", help="distress at the start")
    command.add_argument("--peak", metavar="N", help="highest distress")
    command.add_argument("--end", metavar="N", help="distress at the end")
    command.add_argument(
        "--series", metavar="TEXT", help='ratings over time, minutes from the start:distress, like "0:40 5:60 180:75"'
    )
    command.add_argument("--minutes", metavar="N", help="how long it lasted")
    command.add_argument("--share", metavar="PART", help="how much of it was done, 0-1 or a percentage like 50%%")
    command.add_argument("--safety", action="append", metavar="TEXT", help="something done to feel safer; repeatable")
    command.add_argument("--stopped", metavar="HOW", help="no, early, or by agreement")
    command.add_argument("--reason", metavar="TEXT", help="why it was left early")
    command.add_argument("--context", action="append", metavar="TEXT", help="place, company, time of day; repeatable")
    command.add_argument("--feared", metavar="TEXT", help="what was feared to happen this time")
    command.add_argument("--feared-before", metavar="PERCENT", help="how likely the feared outcome seemed, 0-100")
    command.add_argument("--occurred", metavar="HOW", help="whether it came: yes, no, partly or unclear")
    command.add_argument("--feared-after", metavar="PERCENT", help="how likely it seems for a next time, 0-100")
    command.add_argument("--numbness", metavar="N", help="feeling numb or far away, on the scale of distress")
    command.add_argument("--tolerance", metavar="N", help="how well it was borne, on the scale of distress")
    command.add_argument("--learned", metavar="TEXT", help="what the person takes from it")
    command.add_argument("--note", metavar="TEXT", help="a note to oneself")
    instead = command.add_mutually_exclusive_group()
    instead.add_argument("--refused", action="store_true", help="it was offered and refused: that is worth knowing")
    instead.add_argument("--avoided", action="store_true", help="it was planned and avoided: that is worth knowing")


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
    command.add_argument("--rule", metavar="NAME", default=None, help="another rule than the plan's")
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
