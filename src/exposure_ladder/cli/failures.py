"""What is said when a command cannot go on: one text for every kind of error, and never anybody's private words."""

from __future__ import annotations

from pathlib import Path
from traceback import extract_tb

from exposure_ladder._version import __version__
from exposure_ladder.cli.screen import EndedError
from exposure_ladder.cli.sentences import tell
from exposure_ladder.errors import ExposureLadderError, UnknownSituationError

_PACKAGE = Path(__file__).parents[1]


def is_of_the_screen(error: BaseException) -> bool:
    """Return whether what was to be printed could not be."""
    return isinstance(error, OSError) and error.filename is None and not isinstance(error, ExposureLadderError)


def explained(error: BaseException) -> str:
    """Return what to say about an error."""
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
            code = "unwritable" if is_of_the_screen(error) else "unusable"
            return tell(code, file=error.filename, why=(error.strerror or "for an unknown reason").lower())
    return tell("broken", what=_place(error), version=__version__)


def _place(error: BaseException) -> str:
    """Return the kind of an error and the line it came from; its own text may quote what somebody wrote."""
    frames = [frame for frame in extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(_PACKAGE)]
    where = f", {Path(frames[-1].filename).relative_to(_PACKAGE).as_posix()}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"
