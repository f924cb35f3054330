"""Laws of storage: what is saved comes back the same, in every form, on every scale, over any older file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from storage_strategies import COURSES, PLANS, SIGNS, TABLES

from exposure_ladder.errors import ExposureLadderError
from exposure_ladder.records import Course, SituationGraph
from exposure_ladder.storage import load, read_document, save
from exposure_ladder.storage.plain import authored
from exposure_ladder.storage.yaml_text import inline


@contextmanager
def place(name: str) -> Iterator[Path]:
    """Give a file in a folder of its own; Hypothesis would share a fixture's folder among all examples."""
    with TemporaryDirectory() as folder:
        yield Path(folder) / name


@given(COURSES)
def test_json_holds_the_whole_course(course: Course) -> None:
    with place("course.json") as file:
        save(course, file)
        first = file.read_bytes()
        assert load(file) == course
        save(load(file), file)
        assert file.read_bytes() == first


@given(PLANS)
def test_a_new_yaml_file_holds_graph_and_settings(course: Course) -> None:
    with place("plan.yaml") as file:
        save(course, file)
        first = file.read_bytes()
        assert load(file) == course
        save(load(file), file)
        assert file.read_bytes() == first


@given(TABLES, TABLES)
def test_a_table_holds_situations_and_can_become_any_other(before: SituationGraph, after: SituationGraph) -> None:
    with place("table.csv") as file:
        for graph in (before, after):
            save(Course(graph=graph), file)
            assert load(file).graph == canonical(graph)


def canonical(graph: SituationGraph) -> SituationGraph:
    """Return the graph with its goals in the order of its situations: a table knows no other."""
    return graph.model_copy(update={"goal": tuple(name for name in graph.ids if name in graph.goal)})


def in_blocks(value: Any, deep: int, indent: int = 0) -> list[str]:
    """Return the lines of plain data, so many levels of them in blocks, with the dashes of lists not indented."""
    lines = list[str]()
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        start = " " * indent + (f"{inline(key)}:" if isinstance(value, dict) else "-")
        if deep == 1 or not isinstance(item, dict | list) or not item:
            lines.append(f"{start} {inline(item)}")
            continue
        inner = 0 if isinstance(value, dict) and isinstance(item, list) else 2
        below = in_blocks(item, deep - 1, indent + inner)
        lines += [start, *below] if isinstance(value, dict) else [f"{start} {below[0].lstrip()}", *below[1:]]
    return lines


@given(PLANS, PLANS, st.sampled_from(["house", "windows", "blocks", "some blocks", "brackets"]))
def test_any_yaml_file_can_become_any_other(before: Course, after: Course, layout: str) -> None:
    with place("plan.yaml") as file:
        save(before, file)
        if layout == "windows":
            file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
        elif layout == "brackets":
            file.write_text(inline(authored(before)), encoding="utf-8")
        elif layout != "house":
            deep = 6 if layout == "blocks" else 3
            file.write_text("\n".join(in_blocks(authored(before), deep)), encoding="utf-8")
        first = file.read_bytes()
        assert load(file) == before
        save(before, file)
        assert file.read_bytes() == first
        save(after, file)
        assert load(file) == after
        if layout == "windows":
            assert file.read_bytes().count(b"\n") == file.read_bytes().count(b"\r\n")


def with_comments(text: str) -> str:
    """Return a text of the house form with one comment above and one beside each situation."""
    text = re.sub(r"^  - id: (.*)$", r"  # above \1\n  - id: \1", text, flags=re.M)
    return re.sub(r"^(  - id: (.*)\n    title: .*)$", r"\1   # beside \2", text, flags=re.M)


@given(PLANS, PLANS)
def test_comments_of_situations_that_stay_survive_every_change(before: Course, after: Course) -> None:
    with place("plan.yaml") as file:
        save(before, file)
        file.write_text(with_comments(file.read_text(encoding="utf-8")), encoding="utf-8")
        save(after, file)
        assert load(file) == after
        changed = file.read_text(encoding="utf-8")
        for name in set(before.graph.ids) & set(after.graph.ids):
            quoted = rf"[\"']?{re.escape(name)}[\"']?"
            assert re.search(rf"# above {quoted}\n  - id: {quoted}\n", changed)
            assert re.search(rf"# beside {quoted}\n", changed)


SUFFIXES = st.sampled_from([".yaml", ".csv", ".json"])
GOOD = {
    ".yaml": """\
format: 1
title: A plan
facets: {way: [text, phone], depth: {levels: [a, b], spacing: [1, 2.5]}}
situations:
  - {id: day, title: "One: thing", distress: 20, facets: {way: text}}
  # a comment
  - id: call
    title: 'It''s a call'
    requires: [day]
    note: |
      Two
      lines
links:
  - {a: day, b: call, similarity: 0.5}
settings: {mastery: 20}
""",
    ".csv": 'sep=;\nid;title;distress;facet:way;goal\na;"x; ""y""";20,5;low;\nb;y;30;high;x\n',
    ".json": """{"format": 1, "graph": {"format": 1, "title": "x", "scale": "0-10",
 "situations": [{"id": "a", "title": "\\u00e4", "distress": 2.5}]},
 "log": [{"type": "rating", "at": "2026-01-01T10:00:00Z", "situation": "a", "distress": 5}]}""",
}


@settings(max_examples=120)
@given(st.one_of(st.binary(max_size=60), st.text(SIGNS, max_size=60)), SUFFIXES)
def test_whatever_is_read_is_a_course_or_one_of_our_errors(content: str | bytes, suffix: str) -> None:
    with suppress(ExposureLadderError):
        read_document(content, name="x", suffix=suffix)


@settings(max_examples=120)
@given(st.data(), SUFFIXES)
def test_a_slip_of_the_finger_is_a_course_or_one_of_our_errors(data: Any, suffix: str) -> None:
    text = GOOD[suffix]
    assert read_document(text, name="x", suffix=suffix)
    start = data.draw(st.integers(0, len(text)))
    end = start + data.draw(st.integers(0, 4))
    odd = st.sampled_from(["\n", "\t", "\n ", '"', "'", "{", "&a ", "\x00"])
    typed = data.draw(st.one_of(st.text(SIGNS, max_size=4), odd))
    with suppress(ExposureLadderError):
        read_document(text[:start] + typed + text[end:], name="x", suffix=suffix)
