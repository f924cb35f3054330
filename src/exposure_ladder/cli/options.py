"""What the command line says about itself: parsers with help and complaints, and options that commands share.

It loads nothing but argparse, so that help comes at once. The options of one command stand beside that command.
"""

from __future__ import annotations

import argparse
import re
import sys
import textwrap
from functools import partial

from exposure_ladder._version import __version__
from exposure_ladder.cli.terminal import columns
from exposure_ladder.text.notice import NOTICE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any, Final, NoReturn, TextIO

    from exposure_ladder.cli.terminal import Terminal

    Add = Callable[..., argparse.ArgumentParser]
    """Called with usage, example and a paragraph of explanation; returns the parser to add arguments to."""
    Command = tuple[Callable[[Add], None], Callable[[argparse.Namespace, Terminal], int]]
    """What adds the options of a command, and what carries it out."""

PROGRAM: Final = "exposure-ladder"
AT: Final = "a day and a time like 2026-03-09T20:10, in your local time unless it says otherwise"
"""How a time is written."""
SCALE: Final = "Distress is felt fear or unease, from 0 (calm) to 100 (the worst ever), or on the scale of the file."

_ABOUT: Final = "Turn a list of feared situations into a ladder of small steps, and adapt it to what really happens."
_FIRST: Final = f"New here? Run:  {PROGRAM} demo"
_MORE: Final = f"More about one of them, with an example:  {PROGRAM} COMMAND --help"
_URGENT: Final = NOTICE.splitlines()[-1]
_PLAINER: Final[Mapping[str, str]] = {
    "argument ": "",
    "the following arguments are required: ": "missing: ",
    "expected one argument": "expected a word after it; got none",
    "invalid int value: ": "expected a whole number; got ",
    "not allowed with ": "cannot stand beside ",
}
"""What argparse says where people go wrong most, and what is said instead."""


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints say what to do."""

    def error(self, message: str) -> NoReturn:
        for theirs, ours in _PLAINER.items():
            message = message.replace(theirs, ours)
        end = "" if message.endswith("?") else "."
        text = _fitted(f"{self.prog}: {message}{end}", sys.stderr)
        self.exit(2, f"{text}\nSee: {self.prog} --help\n")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """Refuse what is left over."""
        values, left = super().parse_known_args(args, namespace)
        if left and left[0].startswith("-"):
            known = re.findall(r"(?<![\w-])--?\w[\w-]*", self.format_help())
            self.error(f"{left[0]}: there is no such option{near(left[0], known)}")
        if left:
            self.error(f"expected no more words; got {left[0]!r}. A name with spaces needs quotes around it")
        return values, left

    def format_help(self) -> str:
        return super().format_help().replace("positional arguments:\n", "what it needs:\n", 1)


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help in the width of the screen, with the text above and below the options as it was laid out."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=26, width=_width())


def program_parser(commands: Mapping[str, str]) -> argparse.ArgumentParser:
    """Return the parser of what stands before the name of a command.

    Parameters
    ----------
    commands : mapping
        A line about each command.
    """
    parser = _Parser(
        prog=PROGRAM,
        usage=f"{PROGRAM} COMMAND …",
        description=f"{textwrap.fill(_ABOUT, _width())}\n\n{_fitted(NOTICE.rstrip(), sys.stdout)}\n",
        epilog=_fitted(f"{_FIRST}\n{_MORE}", sys.stdout),
        formatter_class=_Help,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    _add_debug(parser)
    widest = max(map(len, commands)) + 4
    fill = partial(textwrap.fill, width=_width() - 2, subsequent_indent=" " * widest)
    lines = [fill(f"  {name}".ljust(widest) + about) for name, about in commands.items()]
    parser.add_argument_group("commands", "\n".join(["COMMAND", *lines]))
    return parser


def command_parser(name: str, about: str, usage: str, example: str, more: str = "") -> argparse.ArgumentParser:
    """Return the parser of one command, which has no options yet.

    Parameters
    ----------
    name, about : str
        The command, and a line about it.
    usage, example : str
        What stands after the program's name and the command, and a whole example.
    more : str
        A paragraph of explanation.
    """
    width = _width()
    parts = [f"{about[0].upper()}{about[1:]}.", more] if more else [f"{about[0].upper()}{about[1:]}."]
    parser = _Parser(
        prog=f"{PROGRAM} {name}",
        usage=f"{PROGRAM} {name} {usage}",
        description="\n\n".join(textwrap.fill(part, width) for part in parts),
        epilog=f"example:\n  {PROGRAM} {example}\n\n{textwrap.fill(_URGENT, width)}",
        formatter_class=_Help,
        allow_abbrev=False,
    )
    _add_debug(parser)
    return parser


def near(word: str, known: Iterable[str]) -> str:
    """Return a question about what was meant, after a full stop; nothing if no known word is near."""
    from exposure_ladder.errors import did_you_mean

    question = did_you_mean(word, known)
    return f". {question}" if question else ""


def _add_debug(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)


def _width() -> int:
    return min(100, columns(100))


def _fitted(text: str, stream: TextIO) -> str:
    """Return a text as it is written; lines are broken only where a terminal is too narrow, and never within words."""
    if not stream.isatty():
        return text
    width = min(100, columns(100, stream))
    fill = partial(textwrap.fill, width=width, break_long_words=False, break_on_hyphens=False)
    return "\n".join(map(fill, text.splitlines()))


# -------------------------------------------------------------------------------------------- options that are shared


def add_file(parser: argparse.ArgumentParser, *, pipe: bool = False) -> None:
    """Add the file that a command is about."""
    text = "a .yaml, .csv or .json file"
    parser.add_argument("file", metavar="FILE", help=f"{text}, or - for YAML from a pipe" if pipe else text)


def add_choice(
    parser: argparse.ArgumentParser,
    name: str,
    words: Iterable[str],
    text: str | None = None,
    default: str | None = None,
) -> None:
    """Add an option that takes one of a few words."""
    known = list(words)

    def choice(word: str) -> str:
        if word not in known:
            raise argparse.ArgumentTypeError(f"expected {', '.join(known)}; got {word!r}{near(word, known)}")
        return word

    parser.add_argument(name, type=choice, default=default, metavar=f"{{{','.join(known)}}}", help=text)


def add_format(parser: argparse.ArgumentParser, *more: str) -> None:
    """Add the form of what is printed: text, json, and more forms between and after them."""
    add_choice(parser, "--format", ("text", *(more or ("json",))), default="text")


def add_time(parser: argparse.ArgumentParser, text: str = "another time than now") -> None:
    """Add a time; `text` says of what."""
    parser.add_argument("--at", metavar="TIME", help=f"{text}: {AT}")


def add_rule(parser: argparse.ArgumentParser, text: str = "another rule than the plan's") -> None:
    """Add the name of a rule for moving on."""
    parser.add_argument("--rule", metavar="NAME", default=None, help=text)


def add_new_file(parser: argparse.ArgumentParser, text: str) -> None:
    """Add the name of a file to write."""
    parser.add_argument("--out", metavar="NEW", help=text)
    parser.add_argument("--force", action="store_true", help="write over a file of this name")
