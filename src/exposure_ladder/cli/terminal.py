"""The screen and the keyboard: printing in the right width, questions with answers.

It decides nothing. What is printed comes from the pages of the rooms below or from the sentences of the commands.
"""

from __future__ import annotations

import codecs
import os
import re
import sys
import textwrap
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime
    from typing import Any, Final, TextIO, TypeVar

    from exposure_ladder.text import Sheet

    Answer = TypeVar("Answer")

WIDEST: Final = 120
"""Columns beyond which a page is hard to read; also what a pipe gets."""
PROSE: Final = 100
"""The same for suggestions."""
_TALK: Final = 90
"""The same for sentences."""
_LABEL: Final = r"[A-Z]\w+(?: \w+)?(?=  )"
_OPTION: Final = r"An option for .*"
_PLACE: Final = r".+:\d+  "


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
"""What stands for a sign that a screen does not have."""


class UnclearError(ValueError):
    """An answer that cannot be used; the text says what is expected."""


class EndedError(Exception):
    """The person ended a question; the text says what has become of the answers, if that is known."""


class Terminal:
    """Where a command works: screen, keyboard, clock, and a way to run another command.

    Parameters
    ----------
    clock : callable
        Returns the time now, with its UTC offset.
    run : callable
        Runs a command line at another time; returns its exit code.
    """

    def __init__(self, clock: Callable[[], datetime], run: Callable[[Sequence[str], datetime], int]) -> None:
        self.now: Callable[[], datetime] = clock
        self.run: Callable[[Sequence[str], datetime], int] = run

    # ------------------------------------------------------------------------------------------------- printing

    @property
    def watched(self) -> bool:
        """Whether a person watches."""
        return sys.stdout.isatty()

    @property
    def asks(self) -> bool:
        """Whether there is somebody to ask."""
        return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()

    @property
    def width(self) -> int:
        """Columns to print in."""
        return min(WIDEST, columns(80)) if self.watched else WIDEST

    def write(self, text: str) -> None:
        """Print lines as they are."""
        sys.stdout.write(f"{text}\n")

    def json(self, value: Any) -> None:
        """Print plain data for programs."""
        import json

        self.write(json.dumps(value, indent=2, ensure_ascii=False))

    def show(self, form: str, sheet: Sheet, plain: Callable[[], Any], *, widest: int = WIDEST) -> None:
        """Print a page in the form that was asked for; `plain` returns the same as plain data."""
        match form:
            case "json":
                self.json(plain())
            case "markdown":
                self.write(sheet.markdown())
            case _:
                self.page(sheet, widest=widest)

    def tell(self, text: str, *, hang: str = "", widest: int = _TALK) -> None:
        """Print sentences, filled to the width; commands are kept in one piece."""
        self.write("\n".join(filled(line, min(self.width, widest), hang) for line in text.split("\n")))

    def page(self, sheet: Sheet, *, widest: int = WIDEST) -> None:
        """Print a page; in a terminal that has colours its headings stand out."""
        columns = r"\s*".join(re.escape(name.strip()) for name in sheet.columns)
        self.lines(
            sheet.text(min(self.width, widest)),
            [*(re.escape(line) for line in sheet.head if isinstance(line, str) and line), rf"\s*{columns}$"],
        )

    def lines(self, text: str, headings: Sequence[str] = ()) -> None:
        """Print a finished text; in a terminal that has colours its labels and headings (patterns) stand out."""
        if self.watched and styled():
            text = re.sub(rf"(?m)^(?:{'|'.join([*headings, _LABEL, _OPTION])})", "\x1b[1m\\g<0>\x1b[0m", text)
        self.write(text)

    # ------------------------------------------------------------------------------------------------ questions

    def ask(self, question: str, understand: Callable[[str], Answer]) -> Answer:
        """Ask until the answer can be used.

        Parameters
        ----------
        question : str
            Printed before the answer.
        understand : callable
            Turns the text into a value, or raises :class:`UnclearError` with what is expected.

        Raises
        ------
        EndedError
            When the person ends it (Ctrl-C, Ctrl-D).
        """
        question = filled(question, self.width - 1)
        with asking(str):
            while True:
                sys.stdout.write(f"{question}  ")
                sys.stdout.flush()
                answer = sys.stdin.readline()
                if not answer:
                    raise EndedError
                try:
                    answer.encode()
                    return understand(answer.strip())
                except UnicodeEncodeError:
                    self.tell("  Some of these characters could not be read. Please try it in other letters.")
                except UnclearError as unclear:
                    wanted = f"  Please give {unclear}"
                    self.tell(wanted if wanted.endswith("?") else f"{wanted}.", hang="  ")


def complain(text: str) -> None:
    """Print where errors go; for a person lines are filled, and what belongs to a place hangs below it."""
    from exposure_ladder.text import loosened

    if sys.stderr.isatty():
        width = min(_TALK, columns(80, sys.stderr))
        text = "\n".join(filled(line, width, "    " if re.match(_PLACE, line) else "") for line in text.split("\n"))
    sys.stderr.write(f"{loosened(text)}\n")


@contextmanager
def asking(said: Callable[[], str]) -> Iterator[None]:
    """Let Ctrl-C end a row of questions; `said` returns what is then said."""
    try:
        yield
    except (KeyboardInterrupt, EndedError):
        raise EndedError(said()) from None


def styled() -> bool:
    """Return whether the terminal may be given colours (https://no-color.org, and terminals called dumb)."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM", "") not in ("", "dumb")


def filled(text: str, width: int, hang: str = "") -> str:
    """Return a line filled to a width; its words are kept whole, and so are commands in it."""
    from exposure_ladder.text import loosened

    return loosened(textwrap.fill(text, width, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False))


# ------------------------------------------------------------------------------------------------------- streams


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
