"""Values print one line that holds nobody's words, and are equal where they were made from the same.

One walk goes from a course full of planted words through what is computed from it, another through the examples in the
docstrings of all public classes.
"""

from __future__ import annotations

import ast
import contextlib
import dataclasses
import doctest
import inspect
import io
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from reference_pages import MODULES

import exposure_ladder as el
from exposure_ladder.records import Override, Totals
from exposure_ladder.report import draw_ladder
from exposure_ladder.research import Confusion
from exposure_ladder.review import find_patterns, foretold, ledger, progress
from exposure_ladder.storage import as_json, read_document

DAY = datetime(2026, 3, 2, 18, tzinfo=UTC)
WORD = "Zubrowka"


def planted(word: str = WORD) -> el.Course:
    """Return a course in which every free text holds one word."""
    steps = tuple(
        el.Situation(
            id=f"s{at}",
            title=f"{word} step {at}",
            distress=20 + 20 * at,
            theme=f"{word} theme",
            feared=f"{word} fear",
            facets={"size": ("small", "middle", "large")[at]},
        )
        for at in range(3)
    )
    graph = el.SituationGraph(
        title=f"{word} title",
        client=f"{word} client",
        goal="s2",
        situations=steps,
        facets={"size": el.Facet(levels=("small", "middle", "large"))},
        links=(el.Link(a="s0", b="s1", similarity=0.9),),
    )
    words = {name: f"{word} {name}" for name in ("note", "reason", "feared", "learned")}
    log = [
        el.Exposure(
            situation="s0",
            at=DAY + timedelta(days=at),
            expected=50,
            peak=40 - at,
            safety=(f"{word} safety",),
            context=(f"{word} context",),
            by=f"{word} helper",
            expectancy_before=60,
            occurred="no",
            **words,
        )
        for at in range(4)
    ]
    more = (
        el.Rating(situation="s1", at=DAY, distress=45, note=f"{word} note"),
        el.Comparison(harder="s2", easier="s1", at=DAY),
        Override(situation="s1", at=DAY, by=f"{word} helper", reason=f"{word} reason"),
    )
    yes = el.Consent(situation="s1", person=f"{word} person", at=DAY)
    return el.Course(graph=graph, consents=(yes,)).add(*log, *more)


def computed(course: el.Course) -> dict[str, Any]:
    """Return what the planner makes of a course."""
    at = DAY + timedelta(days=5)
    belief = el.infer(course, at=at)
    ladder = el.build_ladder(belief, exclude=("s1",))
    after, surprise = el.update(belief, el.Exposure(situation="s0", at=at, peak=30))
    return {
        "course": course,
        "belief": belief,
        "after": after,
        "surprise": surprise,
        "ladder": ladder,
        "advice": el.advise(ladder),
        "rules": el.compare_rules(course, at=at) if "at" in inspect.signature(el.compare_rules).parameters else None,
        "together": el.plan_together(course, planted("other"), steps=["s0"], at=at),
        "findings": el.lint(course),
        "progress": progress(ladder),
        "foretold": foretold(ladder),
        "ledger": ledger(course),
        "patterns": find_patterns(course, at=at),
        "picture": draw_ladder(ladder),
        "document": read_document(as_json(course), name="plan.json", suffix=".json"),
    }


@cache
def found() -> tuple[Any, ...]:
    return tuple(walked([computed(planted()), examples()]))


def walked(start: list[Any]) -> Iterator[Any]:
    """Yield every value that is reached through fields, sequences and mappings."""
    seen: set[int] = set()
    todo = list(start)
    while todo:
        value = todo.pop()
        if id(value) in seen or isinstance(value, str | int | float | type | Enum | None):
            continue
        seen.add(id(value))
        if isinstance(value, Mapping):
            todo += list(value.values())
        elif isinstance(value, list | tuple):
            todo += list(value)
        if dataclasses.is_dataclass(value):
            todo += [getattr(value, field.name) for field in dataclasses.fields(value)]
        elif hasattr(type(value), "model_fields"):
            todo += [getattr(value, name) for name in type(value).model_fields]
        own = type(value).__module__.startswith("exposure_ladder") and not isinstance(value, tuple)
        if own and not type(value).__module__.startswith("exposure_ladder.rules."):
            yield value


def public() -> set[type]:
    """Return all public classes but enumerations, errors and protocols."""
    names = (getattr(import_module(f"exposure_ladder.{m}"), n) for m in MODULES for n in module_names(m))
    return {
        kind
        for kind in names
        if inspect.isclass(kind)
        and not issubclass(kind, Enum | BaseException)
        and not getattr(kind, "_is_protocol", False)
        and not kind.__module__.startswith("exposure_ladder.rules.")
    }


def module_names(module: str) -> list[str]:
    return list(import_module(f"exposure_ladder.{module}").__all__)


def examples() -> list[Any]:
    """Return everything that the examples of public classes bind to a name or show."""
    values: list[Any] = []
    for kind in sorted(public(), key=lambda kind: kind.__qualname__):
        scope: dict[str, Any] = dict(vars(import_module(kind.__module__)))
        own = set(scope)
        for example in doctest.DocTestParser().get_examples(inspect.getdoc(kind) or ""):
            with contextlib.redirect_stdout(io.StringIO()):
                values += evaluated(example.source, scope)
        values += [value for name, value in scope.items() if name not in own]
        with contextlib.suppress(TypeError, el.ExposureLadderError):
            values.append(kind())
    constants = (getattr(import_module(f"exposure_ladder.{m}"), n) for m in MODULES for n in module_names(m))
    few = (Totals(lowest=0, highest=9, series=[(DAY.date(), 3)]), Confusion(("rw",), np.ones((1, 1))))
    return [*values, *constants, *few]


def evaluated(source: str, scope: dict[str, Any]) -> list[Any]:
    """Run one example of ours and return what it shows; of ``Value(...).field`` also the value."""
    (node,) = ast.parse(source).body
    if not isinstance(node, ast.Expr):
        exec(source, scope)
        return []
    inner = node.value
    while isinstance(inner, ast.Attribute | ast.Subscript):
        inner = inner.value
    parts = [node.value, inner]
    return [eval(compile(ast.Expression(part), "example", "eval"), scope) for part in parts]


def test_every_public_class_is_reached() -> None:
    kinds = {type(value) for value in found()}
    reached = {base for kind in kinds for base in kind.__mro__}
    assert not sorted(kind.__qualname__ for kind in public() - reached)


def test_values_print_one_short_line() -> None:
    kinds = tuple(public())
    for value in found():
        if not isinstance(value, kinds):
            continue
        line = repr(value)
        assert len(line) <= 200, (type(value), line)
        assert "\n" not in line, type(value)
        assert "array(" not in line, type(value)


def test_no_line_holds_anybodys_words() -> None:
    for value in walked([computed(planted())]):
        assert WORD not in repr(value), type(value)
        if hasattr(type(value), "model_fields"):
            assert WORD not in str(value), type(value)


@pytest.mark.parametrize("name", ["belief", "ladder", "advice", "progress", "together", "patterns", "findings"])
def test_values_from_equal_inputs_are_equal(name: str) -> None:
    one, two, other = computed(planted())[name], computed(planted())[name], computed(planted("Quite else"))[name]
    assert one == two
    assert hash(one) == hash(two)
    if name not in {"together", "findings"}:  # which show nothing of anybody's words
        assert one != other


def test_a_ladder_is_a_sequence_of_rungs() -> None:
    ladder = computed(planted())["ladder"]
    assert len(ladder) == len(list(ladder)) == len(ladder.rungs)
    assert ladder[0] is ladder.rungs[0] is ladder[ladder.rungs[0].id]
    assert ladder[-1] is ladder.rungs[-1]
    with pytest.raises(el.ExposureLadderError):
        ladder["nobody"]


def test_what_has_a_page_prints_it() -> None:
    values = computed(planted())
    for name in ("ladder", "advice", "progress"):
        assert len(str(values[name]).splitlines()) > 1, name
