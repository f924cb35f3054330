"""The command line: for a person who never programmed, and for scripts.

Only here is there a clock, a keyboard and a screen. ``--help`` loads nothing but argparse; a command loads its own
module. Exit codes: 0 all right, 1 something was wrong and has been said, 2 the command was not understood.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib import import_module

from exposure_ladder.cli import streams
from exposure_ladder.cli.parser import COMMANDS, make_parser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from typing import NoReturn

__all__ = ["main", "run"]


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
    streams.prepare()
    words = sys.argv[1:] if argv is None else argv
    try:
        code = _run(words, _now)
        sys.stdout.flush()
    except BrokenPipeError:
        streams.forget()
        return 0
    except (Exception, KeyboardInterrupt) as error:
        return _said(error, debug="--debug" in words)
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


def _now() -> datetime:
    """Read the clock: here, and nowhere else."""
    from datetime import datetime

    return datetime.now().astimezone()


def _run(words: Sequence[str], clock: Callable[[], datetime]) -> int:
    try:
        if not words:
            make_parser().print_help(sys.stderr)
            return 2
        args = make_parser(words).parse_args(words)
    except SystemExit as end:
        return int(end.code or 0)
    from exposure_ladder.cli.screen import Desk

    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for plugins takes longer than a small ladder
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # starting threads, too; and one thread always adds up alike
    module, name = COMMANDS[args.command][2].split(".")
    command = getattr(import_module(f"{__name__}.{module}"), name)
    code: int = command(args, Desk(clock, lambda again, at: _run(again, lambda: at)))
    return code


def _said(error: BaseException, *, debug: bool) -> int:
    """Say what happened, in one place and without a traceback; return the exit code."""
    from exposure_ladder.cli.failures import explained, is_of_the_screen
    from exposure_ladder.cli.screen import complain

    if is_of_the_screen(error):
        streams.forget()
    if debug:
        import traceback

        traceback.print_exception(error)
    complain(explained(error))
    return 1
