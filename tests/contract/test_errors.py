"""The exception tree: drawn in the docstring of `errors`, held to the real one; every error can travel."""

from __future__ import annotations

import copy
import pickle
import re
from typing import NamedTuple

import pytest

from exposure_ladder import errors
from exposure_ladder.errors import (
    ExposureLadderError,
    ImpossibleLadderError,
    InvalidCourseError,
    NumericalError,
    Problem,
    ShapeError,
    StoppedError,
    StorageError,
    UnknownSituationError,
    UnsupportedVersionError,
)

PROBLEMS = (
    Problem(("situations", 0, "distress"), "a number from 0 to 100", "800", line=49, column=15, file="closer.yaml"),
    Problem(("goal",), "the id of a situation in this graph", "'hrut'", "Did you mean 'hurt'?"),
)

EXAMPLES: dict[str, ExposureLadderError] = {
    type(error).__name__: error
    for error in (
        ExposureLadderError("something went wrong.", hint="Do this."),
        InvalidCourseError(PROBLEMS, hint="Nothing was written."),
        UnknownSituationError("fotos", ("photo", "window")),
        ImpossibleLadderError("no way up.", goal="hurt", blocked_by=("hug",), hint="Ask again."),
        ShapeError("expected 3 rows; got 2."),
        NumericalError("the sum left its range."),
        StoppedError("the simulation was stopped.", hint="Go on."),
        StorageError("closer.yaml: cannot be read.", path="closer.yaml", hint="Close it elsewhere."),
        UnsupportedVersionError(path="closer.yaml", found=2, supported=1),
    )
}


class Drawn(NamedTuple):
    parent: str
    builtin: str
    attributes: tuple[str, ...]


def drawn_tree() -> dict[str, Drawn]:
    """Read the picture in the docstring: class → its parent, its built-in base, its attributes."""
    found: dict[str, Drawn] = {}
    above: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines():
        match = re.match(r"(?P<indent>    [│├└─ ]*)(?P<name>\w+Error)(?P<rest>.*)", line)
        if match is None:
            continue
        depth = len(match["indent"])
        above = [(indent, name) for indent, name in above if indent < depth]
        base = re.match(r"\((\w+)\)", match["rest"].strip())
        attributes = re.findall(r"(?<=\s)\.(\w+)", match["rest"].partition(":")[0])
        found[match["name"]] = Drawn(above[-1][1] if above else "", base[1] if base else "", tuple(attributes))
        above.append((depth, match["name"]))
    return found


def real_tree() -> dict[str, type[ExposureLadderError]]:
    open_ends: list[type[ExposureLadderError]] = [ExposureLadderError]
    found: dict[str, type[ExposureLadderError]] = {}
    while open_ends:
        kind = open_ends.pop()
        found[kind.__name__] = kind
        open_ends.extend(child for child in kind.__subclasses__() if child.__module__.startswith("exposure_ladder"))
    return found


def test_the_picture_shows_every_error_and_no_other() -> None:
    assert set(drawn_tree()) == set(real_tree()) == set(EXAMPLES)


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_error_stands_where_the_picture_shows_it(name: str) -> None:
    kind, drawn = real_tree()[name], drawn_tree()[name]
    ours = [base.__name__ for base in kind.__bases__ if issubclass(base, ExposureLadderError)]
    others = [base.__name__ for base in kind.__bases__ if not issubclass(base, ExposureLadderError)]
    assert (ours or [""]) == [drawn.parent]
    assert (others or [""]) == [drawn.builtin]
    assert kind.__module__ == errors.__name__


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_error_has_the_attributes_of_the_picture(name: str) -> None:
    error, drawn = EXAMPLES[name], drawn_tree()
    line: str = name
    while line:
        missing = [attribute for attribute in drawn[line].attributes if not hasattr(error, attribute)]
        assert not missing, f"{name} lacks {missing}"
        line = drawn[line].parent


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("way", [lambda error: pickle.loads(pickle.dumps(error)), copy.copy], ids=["pickle", "copy"])
def test_an_error_keeps_everything_on_its_way(name: str, way: object) -> None:
    assert callable(way)
    error = EXAMPLES[name]
    arrived = way(error)
    assert type(arrived) is type(error)
    assert str(arrived) == str(error)
    assert arrived.args == error.args
    assert vars(arrived) == vars(error)


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_error_is_exported_and_says_something(name: str) -> None:
    assert name in errors.__all__
    assert str(EXAMPLES[name]).strip()
    assert (real_tree()[name].__doc__ or "").strip()


def test_one_except_clause_catches_them_all() -> None:
    assert all(isinstance(error, ExposureLadderError) for error in EXAMPLES.values())
    assert not issubclass(ExposureLadderError, OSError | ValueError | LookupError | ArithmeticError)
