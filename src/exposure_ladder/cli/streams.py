"""Standard output and standard error that print on every screen, also where there is no UTF-8."""

from __future__ import annotations

import codecs
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Final, TextIO

_PLAINER: Final[Mapping[str, str]] = {
    "–": "-",
    "—": "-",
    "→": "->",
    "·": "|",
    "…": "...",
    "─": "-",
    "●": "o",
    "≤": "<=",
    "≥": ">=",
    "×": "x",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
}


def columns(otherwise: int, stream: TextIO | None = None) -> int:
    """Return how wide the screen is, or `otherwise` where nobody says so; shutil could tell too, but loads slowly."""
    try:
        return os.get_terminal_size((stream or sys.stdout).fileno()).columns or otherwise
    except (OSError, ValueError, AttributeError):
        return otherwise


def prepare() -> None:
    """Let nothing that is printed fail on a screen without the right characters."""
    codecs.register_error("plainer", plainer)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and not (stream.encoding or "").lower().startswith("utf"):
            reconfigure(errors="plainer")


def plainer(error: UnicodeError) -> tuple[str, int]:
    """Return what to print for characters that a screen does not have: a plain sign that means the same."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "".join(_PLAINER.get(sign, "?") for sign in lost), error.end


def forget() -> None:
    """Throw away what is still to be printed: whoever read it has gone."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return  # no real file stands behind it
