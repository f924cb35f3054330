"""Every row of the source has its place: a test, data, a page, or a reason why not; and what is named exists."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from exposure_ladder import SituationGraph, build_ladder, infer
from exposure_ladder.records import Course
from strategies import START

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "seed.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (S\d\d) \| (.+?) \| (.+?) \|$", PAGE, re.MULTILINE)


@cache
def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def slugs(page: str) -> set[str]:
    """Return the anchors of a page, as they are made from its headings."""
    heads = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def exists(reference: str) -> bool:
    name, _, test = reference.partition("::")
    name, _, anchor = name.partition("#")
    if not (ROOT / name).is_file():
        return False
    if test:
        return re.search(rf"^ *def {re.escape(test)}\(", text(name), re.MULTILINE) is not None
    return not anchor or anchor in slugs(text(name))


def test_every_row_is_here_once_and_in_order() -> None:
    assert [row for row, _, _ in ROWS] == [f"S{number:02}" for number in range(1, 71)]


@pytest.mark.parametrize(("row", "what", "where"), ROWS)
def test_what_a_row_names_exists(row: str, what: str, where: str) -> None:
    found = re.findall(r"`([^`]+)`", where)
    assert not [reference for reference in found if not exists(reference)]
    assert found or (what.startswith("No: ") and len(what) > 60), f"{row}: a test, data, a page, or a reason"


def test_the_search_for_references_finds_what_is_missing() -> None:
    assert exists("tests/contract/test_seed.py::test_every_row_is_here_once_and_in_order")
    assert not exists("tests/contract/test_seed.py::test_that_nobody_wrote")
    assert not exists("docs/seed.md#no-such-heading")
    assert not exists("docs/none.md")


def test_tags_notes_and_totals_change_no_ladder() -> None:
    """S27, S28: causes, notes and totals are background; with or without them the ladder is the same."""
    steps = [{"id": f"s{at}", "title": f"Step {at}", "distress": 20 + 15 * at} for at in range(4)]
    bare = SituationGraph.model_validate({"title": "t", "situations": steps})
    totals = {"loneliness": {"lowest": 0, "highest": 10, "series": [["2026-01-01", 7]]}}
    told = [step | {"tags": ["earlier partner", "childhood"][: at % 3], "note": "why"} for at, step in enumerate(steps)]
    full = SituationGraph.model_validate({"title": "t", "situations": told, "totals": totals})
    one, two = (build_ladder(infer(Course(graph=graph), at=START)) for graph in (bare, full))
    shown = [[(rung.id, rung.expected, rung.low, rung.high) for rung in ladder.rungs] for ladder in (one, two)]
    assert shown[0] == shown[1]
