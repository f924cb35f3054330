"""From what a person named to a document, a step, a rule: with near matches where the name was nearly right."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from exposure_ladder.cli.sentences import counted, tell
from exposure_ladder.cli.terminal import complain
from exposure_ladder.errors import (
    ExposureLadderError,
    InvalidCourseError,
    StorageError,
    UnknownSituationError,
    did_you_mean,
)
from exposure_ladder.records._checks import quoted
from exposure_ladder.records._identity import steps_named
from exposure_ladder.records.rule import Rule
from exposure_ladder.storage import Document, Journal, open_document, read_document
from exposure_ladder.text import command

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Final

    from exposure_ladder.ladder import Rung
    from exposure_ladder.records import SituationGraph

PIPE: Final = "-"
_FORMS: Final = (".yaml", ".yml", ".csv", ".json")


def document_of(name: str) -> Document:
    """Return the document of a file, or of YAML from standard input.

    Raises
    ------
    InvalidCourseError, StorageError, UnsupportedVersionError
        As for :func:`exposure_ladder.storage.open_document`.
    """
    path = Path(name)
    try:
        if name == PIPE:
            return read_document(sys.stdin.buffer.read(), name="standard input")
        if not path.exists():
            raise _missing(name, path)
        return open_document(name)
    except InvalidCourseError as error:
        if error.hint or not any(problem.line for problem in error.problems):
            raise
        count = counted("problem", len(error.problems))
        hint = tell("problems_elsewhere", problems=count, file=name, check=command("check", name))
        raise InvalidCourseError(error.problems, hint=hint) from None


def document_with_log(name: str) -> Document:
    """Return the document of a file; say on standard error if its log seems to lie beside it under another name.

    That happens when a file is renamed and its journal is not. Nothing is read from that journal, and nothing moved.

    Raises
    ------
    InvalidCourseError, StorageError, UnsupportedVersionError
        As :func:`document_of`.
    """
    document = document_of(name)
    if name == PIPE or (own := journal_of(name).path).exists():
        return document
    beside = _beside(Path(name))
    plans = {path.stem for path in beside if path.suffix.lower() in _FORMS}
    alone = [path.name for path in beside if path.suffix == own.suffix and path.stem not in plans]
    if len(alone) == 1:
        complain(tell("journal_alone", file=name, journal=alone[0], own=own.name))
    return document


def _missing(name: str, path: Path) -> StorageError:
    from difflib import get_close_matches

    beside = [entry.name for entry in _beside(path) if entry.suffix.lower() in _FORMS]
    stems = {Path(other).stem: other for other in beside}  # endings are alike, and do not tell which one was meant
    near, hint = get_close_matches(path.stem, stems, 1), ""
    if near:
        hint = f"Did you mean {stems[near[0]]!r}?"
    elif beside:
        hint = f"In that folder: {', '.join(beside[:5])}{' …' if len(beside) > 5 else ''}."
    return StorageError(f"{name}: there is no such file.", path=name, hint=hint or f"Start one:  {command('new')}")


def _beside(path: Path) -> list[Path]:
    """Return what lies in the folder of a file, as far as it may be looked into."""
    try:
        return sorted(path.parent.iterdir())
    except OSError:
        return []


def journal_of(name: str) -> Journal:
    """Return the journal beside a file.

    Raises
    ------
    StorageError
        If there is no file, but a pipe.
    """
    if name == PIPE:
        raise StorageError("-: a pipe has no journal beside it.", path=name, hint="Name a file.")
    return Journal(Path(name).with_suffix(".journal"))


def one_of(word: str, known: Iterable[str], otherwise: str) -> str:
    """Return a word that must be known; `otherwise` says what it is not.

    Raises
    ------
    ExposureLadderError
        With a near match, or with all known words.
    """
    names = list(known)
    if word in names:
        return word
    hint = did_you_mean(word, names) or (f"There is: {', '.join(names)}." if names else "")
    raise ExposureLadderError(f"{word}: {otherwise}.", hint=hint)


def rule_of(name: str | None, graph: SituationGraph) -> Rule:
    """Return the progression rule of a name, or the plan's.

    Raises
    ------
    ExposureLadderError
        As :func:`one_of`.
    """
    from exposure_ladder.rules import RULES, plan_rule

    own = [rule.name for rule in (*graph.rules, graph.rule) if isinstance(rule, Rule)]
    if name is not None:
        one_of(name, [*own, *RULES], "there is no rule of this name")
    return plan_rule(graph, name)


def step_id(text: str, graph: SituationGraph, rungs: Iterable[Rung] = ()) -> str:
    """Return the id of a step that was named by its id, its title, or its number on the ladder.

    Raises
    ------
    UnknownSituationError
        With near matches.
    ExposureLadderError
        If several steps share the number or the title, or it is the id of one step and the number of another.
    """
    known = steps_named(text, graph)
    numbered = [rung.id for rung in rungs if text.isdecimal() and rung.number == int(text)]
    if len(numbered) > 1:
        hint = f"Say which: {', '.join(numbered)}."
        raise ExposureLadderError(f"expected one step; got {text}, which {len(numbered)} steps share.", hint=hint)
    candidates = tuple(dict.fromkeys((*known, *numbered)))
    if len(candidates) > 1:
        hint = f"Say which: {', '.join(candidates)}."
        raise ExposureLadderError(f"expected one step; got {quoted(text)}, which names {len(candidates)}.", hint=hint)
    if not candidates:
        raise UnknownSituationError(text, graph.ids)
    return candidates[0]
