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
from exposure_ladder.cli.parser import make_parser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from typing import Final, NoReturn

__all__ = ["main", "run"]

_COMMANDS: Final = {
    "new": ("templates", "new"),
    "check": ("checking", "check"),
    "plan": ("planning", "plan"),
    "graph": ("planning", "graph"),
    "log": ("practice", "log"),
    "amend": ("mending", "amend"),
    "next": ("offering", "offer"),
    "progress": ("looking", "look_back"),
    "consent": ("mending", "consent"),
    "report": ("reporting", "report"),
    "export": ("exchanging", "export"),
    "import": ("reporting", "take_other"),
    "erase": ("mending", "erase"),
    "compare-rules": ("looking", "compare"),
    "together": ("closeness", "together"),
    "patterns": ("closeness", "patterns"),
    "demo": ("demo", "demo"),
    "phenomena": ("scoring", "phenomena"),
    "simulate": ("studying", "study"),
    "compare": ("studying", "study"),
}


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
    try:
        code = _run(sys.argv[1:] if argv is None else argv, _now)
        sys.stdout.flush()
    except BrokenPipeError:
        streams.forget()
        return 0
    except OSError as error:
        streams.forget()
        return _said(error)
    except KeyboardInterrupt:
        return _said(None)
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
    from exposure_ladder.cli.screen import Desk, EndedError
    from exposure_ladder.errors import ExposureLadderError

    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for plugins takes longer than a small ladder
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # starting threads, too; and one thread always adds up alike
    desk = Desk(clock, lambda again, at: _run(again, lambda: at))
    module, name = _COMMANDS[args.command]
    try:
        code: int = getattr(import_module(f"{__name__}.{module}"), name)(args, desk)
    except (EndedError, ExposureLadderError) as error:
        return _said(error, args)
    except OSError:
        raise
    except Exception as error:
        return _said(error, args)
    return code


def _said(error: BaseException | None, args: Namespace | None = None) -> int:
    """Say what happened, in one place and without a traceback; return the exit code."""
    from exposure_ladder.cli.failures import explained
    from exposure_ladder.cli.screen import complain

    if getattr(args, "debug", False):
        import traceback

        traceback.print_exc()
    complain(explained(error))
    return 1
