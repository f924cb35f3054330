"""Edits of a YAML text: one place changes, and everything a person wrote around it stays."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from storage_strategies import PLANS, WORDS

from exposure_ladder.errors import ExposureLadderError, InvalidCourseError, StorageError
from exposure_ladder.records import Course
from exposure_ladder.storage import append_item, change_file, load, read_document, remove_item, save, set_value
from exposure_ladder.storage.plain import authored
from exposure_ladder.storage.yaml_text import document, parse

BY_HAND = """\
# Her plan.
title: 'Being near dogs'   # in her words
client: "R"
# when she gave the numbers
rated: 2026-03-02

facets: {way: [photo, "in the park"], # two are enough
    depth: [far,
      # in between
      near]}
situations:
    # the first one
    - id: photo
      title: "See a photo"
      distress: 20          # on a good day
      tags: [calm, 'at home', quick]
    - {id: street, title: 'Pass one', distress: 40, requires: [photo]}   # by the river

    # later
    - title: >
        Stroke a small
        one
      id: stroke
      safety:
      - holding a treat     # hers
      # only at first
      - looking away
      note: |
        Ask the owner.
          Twice.
# how she goes on
settings:
  max_gap: 20
  # not too fast
  per_day: 1
"""


def changed_lines(after: str, before: str = BY_HAND) -> list[str]:
    diff = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line.rstrip() for line in diff if line[0] in "+-"]


@pytest.mark.parametrize(
    ("path", "value", "lines"),
    [
        (("situations", "photo", "distress"), 25, ["-       distress: 20          # on a good day"]),
        (("situations", 1, "distress"), 45, None),
        (("situations", "street", "minutes"), 10, None),
        (("client",), "S", ['- client: "R"', "+ client: S"]),
        (("settings", "per_day"), 2, ["-   per_day: 1", "+   per_day: 2"]),
        (("settings", "per_week"), 3, ["+   per_week: 3"]),
        (("situations", "stroke", "minutes"), 5, ["+       minutes: 5"]),
        (("facets", "way"), ["photo", "film"], None),
        (("situations", "photo", "tags", 1), "outside", None),
    ],
)
def test_a_value_is_set_at_its_place(path: Sequence[str | int], value: Any, lines: list[str] | None) -> None:
    after = set_value(BY_HAND, path, value)
    found = changed_lines(after)
    assert len([line for line in found if line[0] == "+"]) == 1
    assert lines is None or found[: len(lines)] == lines
    assert comments(after) == comments(BY_HAND)


def comments(text: str) -> list[str]:
    return [line.partition("#")[2] for line in text.splitlines() if "#" in line]


@pytest.mark.parametrize(
    ("path", "value", "added"),
    [
        (
            ("situations",),
            {"id": "new", "title": "A: new one"},
            ["+     - id: new", '+       title: "A: new one"'],
        ),
        (("situations", "stroke", "safety"), "a leash", ["+       - a leash"]),
        (("situations", "stroke", "requires"), "street", ["+       requires: [street]"]),
        (("links",), {"a": "photo", "b": "street", "similarity": 0.5}, None),
        (("support",), "my sister", ["+ support: [my sister]"]),
    ],
)
def test_an_item_is_added_at_the_end_of_its_list(path: tuple[str, ...], value: Any, added: list[str] | None) -> None:
    after = append_item(BY_HAND, path, value)
    found = changed_lines(after)
    assert all(line[0] == "+" for line in found)
    assert added is None or found == added


def test_an_item_is_added_inside_brackets() -> None:
    after = append_item(BY_HAND, ("situations", "photo", "tags"), "a, b")
    assert "tags: [calm, 'at home', quick, \"a, b\"]" in after
    after = append_item(BY_HAND, ("facets", "depth"), "nearest")
    assert "      # in between\n      near, nearest]}\n" in after


@pytest.mark.parametrize(
    ("path", "gone"),
    [
        (("client",), ['- client: "R"']),
        (("rated",), ["- # when she gave the numbers", "- rated: 2026-03-02"]),
        (("settings", "per_day"), ["-   # not too fast", "-   per_day: 1"]),
        (("situations", "stroke", "safety", 1), ["-       # only at first", "-       - looking away"]),
        (("situations", "stroke", "note"), ["-       note: |", "-         Ask the owner.", "-           Twice."]),
        (
            ("situations", "photo"),
            [
                "-     # the first one",
                "-     - id: photo",
                '-       title: "See a photo"',
                "-       distress: 20          # on a good day",
                "-       tags: [calm, 'at home', quick]",
            ],
        ),
    ],
)
def test_what_is_taken_out_takes_its_comments_along(path: Sequence[str | int], gone: list[str]) -> None:
    assert changed_lines(remove_item(BY_HAND, path)) == gone


FURTHER_IN = """\
title: T
client: R               # hers
                        # and nobody else's
settings:
  per_day: 1
  # further in than its key
# about the steps
situations:
  # of the first
  - id: a
    title: A
    # more of the first

  # of the second
  - id: b
    title: B            # one
                        # two
    minutes: 5
    # more of the second
# The end.
"""


@pytest.mark.parametrize(
    ("path", "gone"),
    [
        (("client",), ["client: R               # hers", "                        # and nobody else's"]),
        (("settings",), ["settings:", "  per_day: 1", "  # further in than its key"]),
        (("situations", "a"), ["  # of the first", "  - id: a", "    title: A", "    # more of the first"]),
        (
            ("situations", "b"),
            [
                "",
                "  # of the second",
                "  - id: b",
                "    title: B            # one",
                "                        # two",
                "    minutes: 5",
                "    # more of the second",
            ],
        ),
        (("situations", "b", "title"), ["    title: B            # one", "                        # two"]),
    ],
)
def test_comments_that_stand_further_in_belong_to_what_is_above(path: Sequence[str | int], gone: list[str]) -> None:
    assert changed_lines(remove_item(FURTHER_IN, path), FURTHER_IN) == [f"- {line}".rstrip() for line in gone]


def test_an_item_that_is_added_leaves_comments_to_their_owner() -> None:
    after = append_item(FURTHER_IN, ("situations",), {"id": "c", "title": "C"})
    assert after.endswith("    # more of the second\n  - id: c\n    title: C\n# The end.\n")
    after = set_value(FURTHER_IN, ("phrase",), "P")
    assert "# hers\n                        # and nobody else's\n" in after


def test_what_is_taken_out_of_brackets_leaves_its_neighbours() -> None:
    text = "tags: [calm, 'at home', \"q\"]\nlevels: {a: 'x', b: [1, 2], c: \"y\"}   # all\n"
    assert remove_item(text, ("tags", 0)).startswith("tags: ['at home', \"q\"]\n")
    assert remove_item(text, ("tags", 1)).startswith('tags: [calm, "q"]\n')
    assert remove_item(text, ("tags", -1)).startswith("tags: [calm, 'at home']\n")
    assert remove_item(text, ("levels", "a")).endswith('levels: {b: [1, 2], c: "y"}   # all\n')
    assert remove_item(text, ("levels", "b")).endswith("levels: {a: 'x', c: \"y\"}   # all\n")
    assert remove_item(text, ("levels", "c")).endswith("levels: {a: 'x', b: [1, 2]}   # all\n")
    assert remove_item("a: {b: 1}\nc: 2\n", ("a", "b")) == "a: {}\nc: 2\n"


def test_what_is_taken_out_of_brackets_over_several_lines_takes_its_comment_along() -> None:
    text = "tags: [\n  a,   # first\n  b,   # second\n  c    # third\n]\n"
    assert remove_item(text, ("tags", 0)) == "tags: [\n  b,   # second\n  c    # third\n]\n"
    assert remove_item(text, ("tags", 1)) == "tags: [\n  a,   # first\n  c    # third\n]\n"
    assert remove_item(text, ("tags", 2)) == "tags: [\n  a,   # first\n  b,   # second\n]\n"


def test_a_key_that_was_left_blank_gets_its_value_in_its_own_line() -> None:
    text = "title: T\nsupport:   # whom\nsettings:\n\nsituations:\n- {id: a, title: A}\n"
    assert "support: [Jo]   # whom\n" in append_item(text, ("support",), "Jo")
    assert "settings:\n  per_day: 2\n\nsituations:" in set_value(text, ("settings", "per_day"), 2)
    assert "- {id: a, title: A, note: Go}\n" in set_value(text, ("situations", "a", "note"), "Go")


def test_the_mark_that_some_programs_put_first_stays() -> None:
    assert set_value("\ufefftitle: T\n", ("title",), "S") == "\ufefftitle: S\n"


def test_line_ends_of_windows_stay() -> None:
    after = set_value(BY_HAND.replace("\n", "\r\n"), ("settings", "per_day"), 2)
    assert after.replace("\r\n", "\n") == set_value(BY_HAND, ("settings", "per_day"), 2)
    assert after.count("\n") == after.count("\r\n")


@pytest.mark.parametrize("path", [("situations", "cat", "distress"), ("situations", 9)])
def test_an_item_that_is_not_there(path: Sequence[str | int]) -> None:
    with pytest.raises(LookupError):
        set_value(BY_HAND, path, 1)
    with pytest.raises(LookupError):
        remove_item(BY_HAND, path)


def test_a_text_that_is_no_yaml() -> None:
    for text in ("a: [", "a: 1\na: 2\n", "a: *b\n"):
        with pytest.raises(InvalidCourseError):
            set_value(text, ("c",), 1)


VALUES = st.one_of(
    st.sampled_from(WORDS),
    st.integers(-5, 200),
    st.booleans(),
    st.lists(st.sampled_from(WORDS), max_size=3),
    st.dictionaries(st.sampled_from(WORDS), st.sampled_from(WORDS), max_size=3),
)


def paths(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Return the paths of everything inside plain data."""
    found = []
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in pairs:
        found += [(*path, step), *paths(inner, (*path, step))]
    return found


def at(value: Any, path: Sequence[str | int]) -> Any:
    for step in path:
        value = value[step]
    return value


@settings(max_examples=60)
@given(PLANS, st.data())
def test_an_edit_changes_one_place_of_any_plan(course: Course, data: st.DataObject) -> None:
    text = document(authored(course))
    before = parse(text, "plan")[0].plain()
    path = data.draw(st.sampled_from(paths(before)))
    value = data.draw(VALUES)
    after = parse(set_value(text, path, value), "plan")[0].plain()
    assert at(after, path) == value
    at(before, path[:-1])[path[-1]] = value
    assert after == before
    gone = parse(remove_item(text, path), "plan")[0].plain() if path != ("title",) else None
    if gone is not None:
        del at(before, path[:-1])[path[-1]]
        assert gone == before


# ------------------------------------------------------------------------------------------------------------- files


def test_a_file_is_changed_only_into_a_course(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text(BY_HAND, encoding="utf-8")
    course = change_file(file, lambda text: set_value(text, ("situations", "photo", "distress"), 30))
    assert course == load(file)
    assert course.graph.situations[0].distress == 30
    before = file.read_bytes()
    with pytest.raises(InvalidCourseError, match=r"plan\.yaml:\d+"):
        change_file(file, lambda text: set_value(text, ("situations", "photo", "distress"), 800))
    assert file.read_bytes() == before


def test_a_table_is_not_changed_as_yaml(tmp_path: Path) -> None:
    file = tmp_path / "plan.csv"
    save(read_document("title: T\nsituations:\n- {id: a, title: A}\n", name="T").course, file)
    with pytest.raises(StorageError, match="expected a YAML file"):
        change_file(file, str.upper)
    with pytest.raises(ExposureLadderError):
        change_file(tmp_path / "none.yaml", str.upper)
