"""The program: its commands, how a command line is run, and what is said when it cannot go on.

``--help`` loads nothing but argparse; a command loads its own module. Exit codes: 0 all right, 1 something was wrong
and has been said, 2 the command was not understood.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib import import_module

from exposure_ladder._version import __version__
from exposure_ladder.cli import terminal
from exposure_ladder.cli.options import command_parser, near, program_parser
from exposure_ladder.cli.sentences import tell
from exposure_ladder.cli.terminal import EndedError, Terminal, complain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from typing import Any, Final, NoReturn

COMMANDS: Final[Mapping[str, tuple[str, str]]] = {
    "demo": ("see the whole way once, with an example", "demo"),
    "new": ("start a ladder from a template", "new"),
    "check": ("look a file over, line by line", "check"),
    "plan": ("print the ladder", "plan"),
    "accept": ("put a suggested step into the file", "accept"),
    "split": ("smaller versions of one step", "accept"),
    "card": ("half a page for one practice, to take along", "card"),
    "practice": ("go along with one practice: card, timer, questions", "practice"),
    "log": ("write down how a practice went", "log"),
    "rate": ("note a rating without practice, or which step is harder", "rate"),
    "choose": ("note a helper's choice of the next step", "rate"),
    "next": ("an option for the next practice, with reasons", "next"),
    "week": ("what was done this week, and what is still open", "week"),
    "safety": ("what you lean on, and what could fade", "card"),
    "progress": ("how far it is, in sentences and as a chart", "progress"),
    "diary": ("a diary beside the plan, in a file of its own", "diary"),
    "patterns": ("what goes together in the log, with counts", "progress"),
    "together": ("which agreed steps are open to two people", "progress"),
    "partner-page": ("a page to give to a partner or friend", "card"),
    "consent": ("note another person's yes to one step, or take it back", "consent"),
    "amend": ("change or take back an entry of the log", "amend"),
    "graph": ("the situations and how alike they are, as text for a picture", "plan"),
    "cases": ("one line for each plan in a folder, for therapists", "week"),
    "compare-rules": ("where rules would have parted on this log", "progress"),
    "report": ("a page to read, print or show: progress, worksheet, digest", "export"),
    "export": ("write out the course or its log, for other programs", "export"),
    "import": ("take in the log of another program", "import_"),
    "erase": ("take entries out of the log for good", "amend"),
    "simulate": ("let virtual clients practise under a rule", "simulation"),
    "compare": ("let the same virtual clients practise under several rules", "simulation"),
    "phenomena": ("which findings about learned fear each learning model shows", "simulation"),
}
"""A line about each command, and the module of this room that holds it; in the order in which people meet them."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line.

    Parameters
    ----------
    argv : sequence of str, optional
        The words after the program's name; those of this process by default.

    Returns
    -------
    int
        The exit code: 0, 1 or 2.
    """
    terminal.prepare()
    words = sys.argv[1:] if argv is None else argv
    try:
        code = _run(words, _now)
        sys.stdout.flush()
    except BrokenPipeError:
        terminal.forget()
        return 0
    except (Exception, KeyboardInterrupt) as error:
        if _is_of_the_screen(error):
            terminal.forget()
        if "--debug" in words:
            import traceback

            traceback.print_exception(error)
        complain(_explanation(error))
        return 1
    return code


def run() -> NoReturn:
    """Be the program: run the command line of this process and end it.

    The interpreter is not taken down piece by piece: everything is written and closed by then, and numpy alone would
    take as long to put away as a small ladder to compute.
    """
    code = main()
    if "numpy" in sys.modules and not (sys.gettrace() or sys.getprofile()):
        with suppress(OSError, ValueError, AttributeError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def parser_of(name: str) -> tuple[ArgumentParser, Callable[[Any, Terminal], int]]:
    """Return the parser of a command, and what carries the command out."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for plugins takes longer than a small ladder
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # starting threads, too; and one thread always adds up alike
    about, module = COMMANDS[name]
    options, command = import_module(f"exposure_ladder.cli.{module}").COMMANDS[name]
    parsers: list[ArgumentParser] = []

    def add(*texts: str) -> ArgumentParser:
        parsers.append(command_parser(name, about, *texts))
        return parsers[0]

    options(add)
    return parsers[0], command


def _run(words: Sequence[str], clock: Callable[[], datetime]) -> int:
    name = next((word for word in words if not word.startswith("-")), None)
    before = len(words) if name is None else words.index(name)
    program = program_parser({name: about for name, (about, _) in COMMANDS.items()})
    try:
        if not words:
            program.print_help(sys.stderr)
            return 2
        program.parse_args(words[:before])
        if name is None:
            program.error("missing: COMMAND")
        if name not in COMMANDS:
            program.error(f"{name}: there is no such command{near(name, COMMANDS)}")
        parser, command = parser_of(name)
        args = parser.parse_args(words[before + 1 :])
    except SystemExit as end:
        return int(end.code or 0)
    return command(args, Terminal(clock, lambda again, at: _run(again, lambda: at)))


def _now() -> datetime:
    """Read the clock: here, and nowhere else."""
    from datetime import datetime

    return datetime.now().astimezone()


# --------------------------------------------------------------------------------------------- when it cannot go on


def _is_of_the_screen(error: BaseException) -> bool:
    """Return whether what was to be printed could not be."""
    from exposure_ladder.errors import ExposureLadderError

    return isinstance(error, OSError) and error.filename is None and not isinstance(error, ExposureLadderError)


def _explanation(error: BaseException) -> str:
    """Return what to say about an error: one text for every kind, and never anybody's private words."""
    from exposure_ladder.errors import ExposureLadderError, UnknownSituationError

    match error:
        case KeyboardInterrupt():
            return f"\n{tell('interrupted')}"
        case EndedError():
            return f"\n{str(error) or tell('ended')}"
        case UnknownSituationError():
            return tell("no_step", id=error.id, hint=error.hint).rstrip()
        case ExposureLadderError():
            return str(error)
        case OSError():
            code = "unwritable" if _is_of_the_screen(error) else "unusable"
            return tell(code, file=error.filename, why=(error.strerror or "for an unknown reason").lower())
    return tell("broken", what=_place(error), version=__version__)


def _place(error: BaseException) -> str:
    """Return the kind of an error and the line it came from; its own text may quote what somebody wrote."""
    from pathlib import Path
    from traceback import extract_tb

    package = Path(__file__).parents[1]
    frames = [frame for frame in extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(package)]
    where = f", {Path(frames[-1].filename).relative_to(package).as_posix()}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"
