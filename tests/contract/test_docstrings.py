"""Every public name says what goes in, what comes out and what is raised, and shows itself in an example.

Public is what the reference lists: the package, and what stands in ``__all__`` of its modules. What one room hands to
another, and to nobody else, is imported as itself (``from … import x as x``) and stays out of ``__all__``. The sections
are read by numpydoc, as they are for the documentation; that an example says what happens is for the doctests to say.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from enum import Enum
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from reference_pages import INSIDE, MODULES

import exposure_ladder
from exposure_ladder import errors

pytestmark = pytest.mark.edge
PACKAGE = Path(exposure_ladder.__file__).parent

PUBLIC = {
    f"{module}.{name}": getattr(import_module(f"exposure_ladder.{module}"), name)
    for module in MODULES
    for name in import_module(f"exposure_ladder.{module}").__all__
}
FUNCTIONS = {name: value for name, value in PUBLIC.items() if inspect.isfunction(value)}
CLASSES = {name: value for name, value in PUBLIC.items() if inspect.isclass(value)}
SHARED = {name for kind in CLASSES.values() if getattr(kind, "_is_protocol", False) for name in vars(kind)}
"""Methods that many classes have: their protocol says what goes in."""
METHODS = {
    f"{name}.{method}": found
    for name, kind in CLASSES.items()
    for method, found in vars(kind).items()
    if method[0] != "_"
    and (inspect.isfunction(found) or isinstance(found, classmethod | staticmethod | property | cached_property))
    and (method not in SHARED or getattr(kind, "_is_protocol", False))
}


def sections(value: object) -> dict[str, Any]:
    """Return what numpydoc reads from a docstring; the names of parameters that share a line one by one."""
    from numpydoc.docscrape import NumpyDocString

    found = NumpyDocString(inspect.getdoc(value) or "")
    named = {
        title: {name.strip().lstrip("*") for each in found[title] for name in each.name.split(",")}
        for title in ("Parameters", "Other Parameters", "Attributes")
    }
    return {**{title: found[title] for title in ("Returns", "Yields", "Raises", "Examples")}, **named}


def called_with(function: Callable[..., object]) -> set[str]:
    return {name for name in inspect.signature(function).parameters if name not in {"self", "cls"} and name[0] != "_"}


def raised(function: Callable[..., object]) -> Iterator[str]:
    """Yield the kinds of error of ours that a function itself raises."""
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and isinstance(node.exc.func, ast.Name):
            yield from {node.exc.func.id} & set(errors.__all__)


def fields(kind: type) -> set[str]:
    """Return the fields of a class that anybody may read, its own and those of ours above it; no ClassVar."""
    ours = (each for each in kind.__mro__ if each.__module__.startswith("exposure_ladder"))
    told = ((name, str(kind)) for each in ours for name, kind in vars(each).get("__annotations__", {}).items())
    return {name for name, kind in told if name[0] != "_" and "ClassVar" not in kind}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_says_all(name: str) -> None:
    pytest.importorskip("numpydoc")
    function = FUNCTIONS[name]
    said = sections(function)
    assert called_with(function) == said["Parameters"]
    silent = inspect.signature(function).return_annotation in {"None", None, "NoReturn"}
    assert silent or said["Returns"] or said["Yields"], "what does it return?"
    assert set(raised(function)) <= {each.type for each in said["Raises"]}
    assert any(">>>" in line for line in said["Examples"]), "no example"


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_says_all(name: str) -> None:
    pytest.importorskip("numpydoc")
    kind = CLASSES[name]
    if issubclass(kind, Enum):
        return  # its members are its text
    said = sections(kind)
    above = [sections(each) for each in kind.__mro__[1:] if each.__module__.startswith("exposure_ladder")]
    told = set().union(*(each["Parameters"] | each["Attributes"] for each in (said, *above)))
    assert fields(kind) <= told
    by_hand = not getattr(kind, "_is_protocol", False) and not issubclass(kind, BaseException)
    assert not by_hand or any(">>>" in line for line in said["Examples"]), "no example"


@pytest.mark.parametrize("name", METHODS)
def test_a_method_names_what_it_takes(name: str) -> None:
    pytest.importorskip("numpydoc")
    found = METHODS[name]
    function = getattr(found, "__func__", None) or getattr(found, "fget", None) or getattr(found, "func", found)
    text = inspect.getdoc(function) or ""
    assert text, "no docstring"
    quiet = {each for each in called_with(function) if f"`{each}`" not in text} - sections(function)["Parameters"]
    assert not quiet, f"say what {sorted(quiet)} are"


def test_every_room_is_either_public_or_not() -> None:
    rooms = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    named = {module.partition(".")[0] for module in MODULES}
    assert named | set(INSIDE) == {room for room in rooms if room[0] != "_"}
    assert not named & set(INSIDE)
    elsewhere = {name for name in exposure_ladder.__all__ if getattr(exposure_ladder, name) not in PUBLIC.values()}
    assert not elsewhere, "the package hands on what no module calls its own"


def test_what_is_asked_of_all_is_asked_of_many() -> None:
    assert len(FUNCTIONS) > 50
    assert len(CLASSES) > 50
    assert len(METHODS) > 50
