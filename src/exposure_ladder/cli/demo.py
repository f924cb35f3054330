"""The command that shows the whole way once, on a bundled template, with a made-up person and fixed times."""

from __future__ import annotations

import tempfile
from contextlib import chdir, nullcontext
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from exposure_ladder.cli.new import write_new
from exposure_ladder.cli.sentences import tell
from exposure_ladder.errors import StorageError
from exposure_ladder.text import command, loosened

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence
    from contextlib import AbstractContextManager
    from typing import Final

    from exposure_ladder.cli.options import Add
    from exposure_ladder.cli.terminal import Terminal

FILE: Final = "closer.yaml"
LOG: Final = "two-weeks.csv"
AT: Final = "2026-01-26T09:00"
_WRITING: Final = (("new", "closeness", FILE), ("check", FILE), ("plan", FILE, "--at", "2026-01-11T09:00"))
_LOOKING: Final = (
    ("log", FILE, "--from", LOG),
    ("progress", FILE, "--at", AT),
    ("next", FILE, "--at", AT),
)


def demo(args: Namespace, terminal: Terminal) -> int:
    """Run the commands of two weeks, each shown before what it prints."""
    with _folder(args.folder) as folder, chdir(folder):
        terminal.tell(tell("demo_start"))
        _run(_WRITING, terminal)
        write_new(Path(LOG), (files("exposure_ladder") / "data" / LOG).read_bytes())
        terminal.write("")
        terminal.tell(tell("demo_log", file=LOG))
        _run(_LOOKING, terminal)
    terminal.write("")
    terminal.tell(tell("demo_end", new=command("new")))
    if args.folder is not None:
        terminal.tell(tell("demo_kept", folder=args.folder))
    return 0


def _run(lines: Sequence[Sequence[str]], terminal: Terminal) -> None:
    now = datetime.fromisoformat(AT).astimezone()
    for words in lines:
        terminal.write(f"\n$ {loosened(command(*words))}")
        terminal.run(words, now)


def _folder(name: str | None) -> AbstractContextManager[str]:
    """Return a folder that goes away again, or one that was asked for."""
    if name is None:
        return tempfile.TemporaryDirectory(prefix="exposure-ladder-")
    try:
        Path(name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = (error.strerror or type(error).__name__).lower()
        raise StorageError(f"{name}: cannot be used as a folder ({why}).", path=name, hint="Name another.") from None
    return nullcontext(name)


# ---------------------------------------------------------------------------------------------------------- options


def _options(add: Add) -> None:
    parser = add("[--folder DIR]", "demo")
    parser.add_argument("--folder", metavar="DIR", help="keep the files here instead of in a folder that goes away")


COMMANDS = {"demo": (_options, demo)}
