"""The command that starts a ladder: list the templates, or write one of them to a file, word for word."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from exposure_ladder.cli.open import one_of
from exposure_ladder.cli.sentences import tell
from exposure_ladder.errors import StorageError
from exposure_ladder.storage import read_document, template_texts, write_files
from exposure_ladder.text import Sheet, command

if TYPE_CHECKING:
    from argparse import Namespace

    from exposure_ladder.cli.options import Add
    from exposure_ladder.cli.terminal import Terminal


def new(args: Namespace, terminal: Terminal) -> int:
    """List the templates, write one to a file that must not exist yet, or make a plan from answers."""
    if args.ask:
        return _from_answers(args, terminal)
    texts = template_texts()
    if args.template is None:
        _list(texts, terminal)
        return 0
    name = one_of(args.template.removesuffix(".yaml"), texts, "there is no template of this name")
    file = _target(name, args.file)
    write_new(Path(file), texts[name])
    terminal.tell(tell("wrote", file=file, check=command("check", file)))
    return 0


def _from_answers(args: Namespace, terminal: Terminal) -> int:
    from exposure_ladder.cli.interview import ask_for_plan

    file = _target("my-ladder", args.file or args.template)
    check_new(Path(file))
    text = ask_for_plan(Path(file), terminal)
    write_new(Path(file), text.encode())
    terminal.tell(
        f"Wrote {file}. Your ladder:  {command('plan', file)}\n"
        f"A card to take along:  {command('card', file)}\n"
        f"A second look at the words:  {command('check', file)}"
    )
    return 0


def _list(texts: dict[str, bytes], terminal: Terminal) -> None:
    rows = []
    for name, text in texts.items():
        graph = read_document(text, name=name).course.graph
        easiest = min(graph.situations, key=lambda s: (100.0 if s.distress is None else s.distress, s.id))
        goal = next(s for s in graph.situations if s.id in graph.goal)
        rows.append((name, str(len(graph.situations)), graph.title))
        rows.append(("", "", f"from: {easiest.title}"))
        rows.append(("", "", f"to: {goal.title}"))
    terminal.page(Sheet((tell("templates"),), ("name", "steps", "about"), "<><", tuple(rows), wrap=2))
    terminal.write("")
    terminal.tell(tell("templates_end", new=command("new", "closeness", "closer.yaml")))


def _target(name: str, file: str | None) -> str:
    """Return the name of the file to write: with an ending that is read again."""
    file = f"{name}.yaml" if file is None else file
    if Path(file).is_dir():
        hint = f"For instance:  {command('new', name, str(Path(file) / f'{name}.yaml'))}"
        raise StorageError(f"{file}: expected the name of a new file; got a folder.", path=file, hint=hint)
    suffix = Path(file).suffix.lower()
    if suffix in (".yaml", ".yml"):
        return file
    if suffix:
        hint = f"For instance:  {command('new', name, str(Path(file).with_suffix('.yaml')))}"
        raise StorageError(f"{file}: expected a name that ends in .yaml.", path=file, hint=hint)
    return f"{file}.yaml"


def write_new(path: Path, text: bytes) -> None:
    """Write a file that must not exist, as a whole or not at all, for its owner alone.

    Raises
    ------
    StorageError
        If there is such a file, or a journal that would become its log, or it cannot be written.
    """
    check_new(path)
    write_files({path: text})


def check_new(path: Path) -> None:
    """Refuse a name whose file, or whose log, is there already.

    Raises
    ------
    StorageError
        As :func:`write_new`.
    """
    name, journal = str(path), path.with_suffix(".journal")
    if journal.exists():
        hint = "Choose another name for the new file, or move the journal away."
        raise StorageError(f"{name}: the entries in {journal} would become its log.", path=name, hint=hint)
    if path.exists():
        hint = "It was left as it is. Choose another name, or move the old file away."
        raise StorageError(f"{name}: there is a file of this name already.", path=name, hint=hint)


# ---------------------------------------------------------------------------------------------------------- options


def _options(add: Add) -> None:
    more = (
        "Without a name it lists the templates; with --ask it makes a plan from your answers, without an editor. An "
        "existing file is never overwritten."
    )
    parser = add("[TEMPLATE] [FILE] | --ask [FILE]", "new closeness closer.yaml", more)
    parser.add_argument("template", nargs="?", metavar="TEMPLATE", help="its name, as in the list")
    parser.add_argument("file", nargs="?", metavar="FILE", help="where to write it (default: TEMPLATE.yaml)")
    parser.add_argument("--ask", action="store_true", help="make a plan from answers: about five minutes")


COMMANDS = {"new": (_options, new)}
