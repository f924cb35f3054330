"""Bad input: each test is one slip somebody makes. The message names place, expectation, finding and what to do.

Every refusal also leaves the folder as it was and repeats nobody's words: all titles here say "Secret".
"""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest

from exposure_ladder.errors import ExposureLadderError, InvalidCourseError, StorageError, UnsupportedVersionError
from exposure_ladder.records import Course, Situation, SituationGraph
from exposure_ladder.storage import Journal, load, open_document, read_document, save
from exposure_ladder.storage.files import MOST_BYTES

Refused = Callable[..., ExposureLadderError]
TOP = "title: Secret plan\nsituations:\n"
WIDTH = "Put a cell that holds the separator in quotes, and give each column a name."
FINE = "  - id: a\n    title: Secret A\n    distress: 20\n"


@pytest.fixture
def refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Refused:
    """Return what writes a file, loads it, and returns the error after checking that nothing else happened."""
    monkeypatch.chdir(tmp_path)

    def attempt(content: str | bytes | None, name: str = "plan.yaml") -> ExposureLadderError:
        if content is not None:
            Path(name).write_bytes(content.encode() if isinstance(content, str) else content)
        before = {entry.name: entry.stat() for entry in os.scandir()}
        with pytest.raises(ExposureLadderError) as caught:
            load(name)
        after = {entry.name: entry.stat() for entry in os.scandir()}
        assert after.keys() == before.keys()
        assert all(after[key].st_mtime_ns == before[key].st_mtime_ns for key in before)
        assert "Secret" not in str(caught.value)
        assert "Traceback" not in str(caught.value)
        assert caught.value.__cause__ is None
        assert caught.value.__suppress_context__ or caught.value.__context__ is None
        return caught.value

    return attempt


def lines(error: ExposureLadderError) -> list[str]:
    assert isinstance(error, InvalidCourseError)
    return str(error).splitlines()


# ------------------------------------------------------------------------------------------------------ YAML form


@pytest.mark.parametrize(
    ("text", "place", "expected", "hint"),
    [
        ("title: Secret talk: mum\n", "1:19", "expected one colon after the key; got a second one", "in quotes"),
        ("title: x\n\tgoal: Secret\n", "2:1", "expected spaces in front; got a tab", "Replace the tab with spaces"),
        (TOP + "\t- id: Secret\n", "3:1", "expected spaces in front; got a tab", "Replace the tab with spaces"),
        ("title: 'Secret\n", "1:8", "expected a closing quote; got none", "Close the text"),
        ('title: "Secret \\quote"\n', "1:17", "expected a sign that may follow \\; got another one", "single quotes"),
        ("goal: [a, Secret\n", "1:7", "expected a closing ]", "Close the bracket"),
        ("phrase: {depth} Secret\n", "1:17", "expected the next key", "quotes"),
        ("title: x\nSecret words\ngoal: y\n", "2:1", "expected key: value; got a line without a colon", "column"),
        ("title: - Secret\n", "1:8", "got a - as if a list began", "quotes"),
        ("title: @Secret\n", "1:8", "got a sign with a meaning of its own in YAML", "in quotes"),
        ("title: x\n  goal: Secret\n", "2:7", "expected one colon after the key", "same column"),
        ("title: Sec\x07ret\n", "1:11", "expected text; got a control character", "Delete it"),
        ("- Secret\n", "1:1", "got a list", "each line is key: value"),
        ("Secret\n", "1:1", "got a single value", "each line is key: value"),
        ("# Secret\n", "2:1", "got nothing but comments", "template"),
        ("title: x\n---\ntitle: Secret\n", "2:1", "expected one document; got a second one", "---"),
        ("? [Secret]\n: x\n", "1:3", "got a list or mapping as key", "quotes"),
        ("%Secret\ntitle: x\n", "2:1", "expected YAML", "key: value"),
    ],
)
def test_malformed_yaml(refused: Refused, text: str, place: str, expected: str, hint: str) -> None:
    (line,) = lines(refused(text))
    assert line.startswith(f"plan.yaml:{place}  ")
    assert expected in line
    assert hint in line


def test_a_key_given_twice(refused: Refused) -> None:
    (line,) = lines(refused(TOP + "  - id: a\n    title: Secret\n    title: Secret too\n"))
    assert line.startswith("plan.yaml:5:5  title: expected each key once; got 'title' a second time.")
    assert line.endswith("It stands in line 4 already; keep one.")


@pytest.mark.parametrize(
    ("text", "place", "got"),
    [
        ("title: &a [*a]\n" + TOP[len("title: Secret plan\n") :] + FINE, "1:8", "an anchor (& in front)"),
        (TOP + "  - id: a\n    title: *Secret\n", "4:12", "an alias (* in front)"),
        (TOP + "  - id: a\n    title: *Secret* things\n", "4:12", "an alias (* in front)"),
        (TOP + "  - id: a\n    title: !!python/object/apply:os.mkdir [Secret]\n", "4:12", "a tag (! in front)"),
        (TOP + "  - id: a\n    title: !Secret call\n", "4:12", "a tag (! in front)"),
    ],
)
def test_aliases_that_loop_and_tags_that_would_run_are_refused(
    refused: Refused, text: str, place: str, got: str
) -> None:
    first = lines(refused(text))[0]
    assert first.startswith(f"plan.yaml:{place}  title: expected a value; got {got}. If it is text, put it in quotes")


def test_many_aliases_of_aliases_expand_to_nothing(refused: Refused) -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [{', '.join(['*' + a] * 9)}]\n" for a, b in pairwise("abcdefgh"))
    start = process_time()
    assert "got an alias" in str(refused(bomb))
    assert process_time() - start < 5


@pytest.mark.parametrize(
    ("content", "name", "place"),
    [
        ("title: " + "[" * 100_000, "plan.yaml", "plan.yaml:1:38"),
        ("\n".join(" " * level + "a:" for level in range(60)), "plan.yaml", "plan.yaml:32:32"),
        ("[" * 100_000, "plan.json", "plan.json:1:1"),
    ],
)
def test_deep_nesting(refused: Refused, content: str, name: str, place: str) -> None:
    (line,) = lines(refused(content, name))
    assert line.startswith(place)
    assert "nest" in line


# ------------------------------------------------------------------------------------------------ keys, levels, ids


def test_unknown_keys_are_shown_where_they_stand_with_the_nearest_known_one(refused: Refused) -> None:
    found = lines(refused("tilte: Secret\n" + TOP + FINE + "    distres: 5\nsetings: {mastery: 20}\n"))
    assert [line.split("  ")[0] for line in found] == ["plan.yaml:1:1", "plan.yaml:7:5", "plan.yaml:8:1"]
    assert [line.rsplit(". ", 1)[1] for line in found] == [
        "Did you mean 'title'?",
        "Did you mean 'distress'?",
        "Did you mean 'settings'?",
    ]


def test_unknown_levels_and_facets(refused: Refused) -> None:
    text = "facets: {way: [by text, by phone]}\n" + TOP + FINE + "    facets: {way: by fone, wey: by text}\n"
    level, facet = lines(refused(text))
    assert level == "plan.yaml:7:19  way: expected by text or by phone; got 'by fone'. Did you mean 'by phone'?"
    assert facet == "plan.yaml:7:28  wey: expected a facet of this graph (way); got 'wey'. Did you mean 'way'?"


def test_a_missing_a_repeated_and_an_unknown_id(refused: Refused) -> None:
    text = TOP + FINE + "  - title: Secret\n  - id: a\n    title: Secret\n    requires: [bb]\n"
    missing, repeated, unknown = lines(refused(text))
    assert missing == "plan.yaml:6:5  id: expected a value; got nothing."
    assert repeated == "plan.yaml:7:9  id: expected an id of its own; got 'a'. Situation number 1 has it already."
    assert unknown.startswith("plan.yaml:9:16  requires: expected the id of a situation in this graph; got 'bb'.")


def test_an_unknown_goal(refused: Refused) -> None:
    (line,) = lines(refused("goal: hurd\n" + TOP + FINE.replace("id: a", "id: hurt")))
    assert line == "plan.yaml:1:7  goal: expected the id of a situation in this graph; got 'hurd'. Did you mean 'hurt'?"


def test_a_circle_is_named(refused: Refused) -> None:
    more = "    requires: b\n  - {id: b, title: Secret, requires: [c]}\n  - {id: c, title: Secret, requires: [a]}\n"
    (line,) = lines(refused(TOP + FINE + more))
    assert line == (
        "plan.yaml:6:15  requires: expected prerequisites without a circle; got 'a' needs 'b' needs 'c' needs 'a'."
    )


def test_links_that_contradict_each_other(refused: Refused) -> None:
    more = "  - {id: b, title: Secret}\nlinks:\n  - {a: a, b: b, similarity: 0.5}\n  - {a: b, b: a, similarity: 0.7}\n"
    (line,) = lines(refused(TOP + FINE + more))
    assert line == (
        "plan.yaml:9:30  similarity: expected one similarity for these two situations; got 0.7 here and 0.5 there. "
        "Link number 1 joins the same two situations; keep one."
    )


# ---------------------------------------------------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("written", "got"),
    [
        ("120", "120."),
        ("-1", "-1."),
        ("1e999", "inf."),
        (".inf", "inf."),
        (".nan", "nan."),
        ("9" * 5000, "inf."),
        ("nan", "text."),
        ("high", "text."),
        ("yes", "text."),
        ("true", "true."),
        ("2026-03-02", "text."),
        ("[20]", "a list."),
        ("20,5", "text. Write 20.5, with a point."),
        ("'20'", "text. Write it without quotes."),
    ],
)
def test_a_number_that_is_none(refused: Refused, written: str, got: str) -> None:
    (line,) = lines(refused(TOP + FINE.replace("20", written)))
    assert line == f"plan.yaml:5:15  distress: expected a number from 0 to 100; got {got}"


def test_the_range_is_that_of_the_scale_in_the_file(refused: Refused) -> None:
    (line,) = lines(refused("scale: 0-10\n" + TOP + FINE))
    assert line == "plan.yaml:6:15  distress: expected a number from 0 to 10; got 20."


def test_a_number_where_text_is_due(refused: Refused) -> None:
    (line,) = lines(refused(TOP + FINE.replace("Secret A", "2026")))
    assert line.startswith("plan.yaml:4:12  title: expected text")
    assert line.endswith("got 2026. Put it in quotes.")


def test_all_problems_come_at_once_in_the_order_of_the_file(refused: Refused) -> None:
    text = (
        "rated: last week\n" + TOP + FINE.replace("20", "120") + "    minuts: 5\n    order: 0\nformat: one\ngoal: z\n"
    )
    found = [line.split("  ")[0] for line in lines(refused(text))]
    assert found == [f"plan.yaml:{place}" for place in ("1:8", "6:15", "7:5", "8:12", "9:9", "10:7")]


# ------------------------------------------------------------------------------------------------------------ files


@pytest.mark.parametrize(
    ("content", "name", "message", "hint"),
    [
        ("", "plan.yaml", "the file is empty", "template"),
        (" \n\n", "plan.csv", "the file is empty", "template"),
        (b"\x89PNG\x00\x00Secret", "plan.yaml", "expected text; got a binary file", "saved as CSV"),
        (
            "title: Secret é".encode("latin-1"),
            "plan.yaml",
            "expected text in UTF-8; got other bytes in line 1",
            "UTF-8",
        ),
        ("id,title".encode("utf-16"), "plan.csv", "expected text in UTF-8; got UTF-16", "CSV UTF-8"),
        (None, "gone.yaml", "there is no such file", "Check the name"),
        (None, "gone/plan.yaml", "there is no such file", "Check the name"),
        ("Secret", "plan.txt", "expected a YAML, CSV or JSON file; got '.txt'", ".yaml, .csv or .json"),
        ("Secret", "plan", "expected a YAML, CSV or JSON file; got ''", ".yaml, .csv or .json"),
    ],
)
def test_files_without_readable_text(
    refused: Refused, content: str | bytes | None, name: str, message: str, hint: str
) -> None:
    error = refused(content, name)
    assert isinstance(error, StorageError)
    assert error.path == name
    assert str(error).startswith(f"{name}: {message}")
    assert hint in error.hint


def test_a_folder(refused: Refused) -> None:
    Path("plan.yaml").mkdir()
    assert str(refused(None)) == "plan.yaml: expected a file; got a folder. Name a file in it."


def test_a_file_that_is_too_large(refused: Refused) -> None:
    assert "expected at most 20 MB" in str(refused("#" * (MOST_BYTES + 1)))


@pytest.mark.parametrize(
    ("content", "name"),
    [("format: 3\ntitle: [Secret]\n", "plan.yaml"), ('{"format": 3, "Secret": 1}', "plan.json")],
)
def test_a_newer_format_is_named_before_anything_else(refused: Refused, content: str, name: str) -> None:
    error = refused(content, name)
    assert isinstance(error, UnsupportedVersionError)
    assert (error.found, error.supported, error.path) == (3, 2, name)
    assert "left untouched" in error.hint


def test_two_thousand_situations_take_seconds_and_fifty_thousand_meet_a_limit(refused: Refused) -> None:
    def many(count: int) -> str:
        return TOP + "".join(f"  - {{id: s{n}, title: Secret, distress: {n % 100}}}\n" for n in range(count))

    start = process_time()
    assert len(read_document(many(2_000), name="plan.yaml").course.graph.ids) == 2_000
    (line,) = lines(refused(many(50_000)))
    assert line == "plan.yaml:5003:5  file: expected at most 5,000 situations; got more. Split the plan."
    table = "id,title\n" + "".join(f"s{n},Secret\n" for n in range(50_000))
    assert "expected at most 5,000 situations; got 50,000" in str(refused(table, "plan.csv"))
    assert process_time() - start < 30


# ------------------------------------------------------------------------------------------------------------ JSON


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ('{"title": "Secret",}', "1:20", "expected JSON"),
        ('{"title": "Secret"\n "goal": 1}', "2:2", "expected JSON"),
        ('["Secret"]', "1:1", "expected a mapping of names to values; got a list"),
        ('{"format": 1,\n "title": "Secret", "title": "x"}', "2:21", "got 'title' a second time"),
        ('{"title": "Secret", "situations": [{"id": "a", "title": "x"}]}', "1:1", "the version of the format"),
        (
            '{"format": 1, "title": "Secret", "situations": [{"id": "a", "title": "x",\n "distress": NaN}]}',
            "2:14",
            "nan",
        ),
        (
            '{"format": 1, "title": "Secret", "situations": [{"id": "a", "title": "x", "order": -Infinity}]}',
            "1:84",
            "inf",
        ),
    ],
)
def test_bad_json(refused: Refused, text: str, place: str, expected: str) -> None:
    (line,) = lines(refused(text, "plan.json"))
    assert line.startswith(f"plan.json:{place}  ")
    assert expected in line


def test_problems_of_a_whole_course_in_json_have_their_places(refused: Refused) -> None:
    text = """{"format": 1, "graph": {"title": "Secret", "scale": "0-10", "situations": [
      {"id": "a", "title": "Secret", "distress": 20}]},
      "log": [{"type": "rating", "at": "2026-01-01", "situation": "a",
        "distress": 200}],
      "settings": {"mastry": 3}}"""
    found = lines(refused(text, "plan.json"))
    assert found[0] == "plan.json:2:50  distress: expected a number from 0 to 10; got 20."
    assert found[1].startswith("plan.json:3:40  at: expected a time with its offset")
    assert found[2] == "plan.json:4:21  distress: expected a number from 0 to 100; got 200."
    assert found[3].startswith("plan.json:5:20  mastry: ")


# ------------------------------------------------------------------------------------------------------------- CSV


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "id;title;distress\na;Secret;20,5\nb;Secret;120,5\n",
            "3:3  distress: expected a number from 0 to 100; got 120.5.",
        ),
        ("id,title,distress\na,Secret,nan\n", "2:3  distress: expected a number from 0 to 100; got text."),
        ("id,title,distress\na,Secret,1e999\n", "2:3  distress: expected a number from 0 to 100; got inf."),
        (
            "id,title,distres\na,Secret,20\n",
            "1:3  column: expected the name of a column; got 'distres'. Did you mean 'distress'?",
        ),
        (
            "id,title,distress\na,Secret\n",
            f"2  row: expected 3 cells, as many as the first line has; got 2. {WIDTH}",
        ),
        (
            "id,title\na,Secret, really\n",
            f"2  row: expected 2 cells, as many as the first line has; got 3. {WIDTH}",
        ),
        (
            "id,title,title\na,Secret,x\n",
            "1:3  column: expected each column once; got 'title' a second time. Keep one.",
        ),
        (
            'id,title\na,"Secret\n',
            '2  file: expected cells with closed quotes; got an open or stray quote. Inside "…" double each quote.',
        ),
        (
            "id,,title\na,Secret,Secret\n",
            "2:2  column: expected a name above this cell; got none. Name the column or empty it.",
        ),
        (
            "id,title,goal\na,Secret,Secret\n",
            "2:3  goal: expected x or nothing; got another text. Mark only the row of the goal.",
        ),
        (
            "id,title\na,Secret\na,Secret\n",
            "3:1  id: expected an id of its own; got 'a'. Situation number 1 has it already.",
        ),
        ("id,distress\na,20\n", "2  title: expected a value; got nothing."),
        (
            "id,title,requires\na,Secret,b|c\nb,Secret,\n",
            "2:3  requires: expected the id of a situation in this graph; got 'c'.",
        ),
        (
            "id,title,facet:way\na,Secret,low\nb,Secret,\n",
            "1:3  way: expected two or more different levels; got 1 different.",
        ),
    ],
)
def test_bad_tables(refused: Refused, text: str, expected: str) -> None:
    assert lines(refused(text, "plan.csv")) == [f"plan.csv:{expected}"]


def test_a_table_without_rows(refused: Refused) -> None:
    (line,) = lines(refused("id,title\n,\n", "plan.csv"))
    assert line.startswith("plan.csv:1  file: expected a line for each situation; got none. The first line names the ")


def test_a_table_without_a_line_of_names_does_not_repeat_what_it_says(refused: Refused) -> None:
    first = lines(refused("a,Secret walk,20\nb,Secret talk,30\n", "plan.csv"))[0]
    assert first.startswith("plan.csv:1:1  column: expected the name of a column; got another text.")


def test_problems_in_a_table_that_a_yaml_file_names_point_into_the_table(refused: Refused) -> None:
    Path("steps.csv").write_text("id;title;distress;way;titel\na;Secret;300;low;1\nb;Secret;20,5;hih;1\n")
    found = lines(refused("title: Secret\ngoal: z\nfacets: {way: [low, high]}\nsituations: steps.csv\n"))
    assert found == [
        "plan.yaml:2:7  goal: expected the id of a situation in this graph; got 'z'.",
        "steps.csv:1:5  column: expected the name of a column; got 'titel'. Did you mean 'title'?",
        "steps.csv:2:3  distress: expected a number from 0 to 100; got 300.",
        "steps.csv:3:4  way: expected low or high; got 'hih'. Did you mean 'high'?",
    ]


@pytest.mark.parametrize(
    ("source", "got"),
    [
        ("../steps.csv", "text"),
        ("/etc/steps.csv", "text"),
        ("C:\\steps.csv", "text"),
        ("inside/../../steps.csv", "text"),
        ("Secret words by mistake", "text"),
        ("outside/steps.csv", "a way out of its folder"),
        ("steps.csv", "'steps.csv', which is not there"),
    ],
)
def test_only_a_table_in_the_same_folder_is_read(refused: Refused, tmp_path: Path, source: str, got: str) -> None:
    tmp_path.joinpath("outside").symlink_to(tmp_path.parent)
    (line,) = lines(refused(f"title: Secret\nsituations: {source}\n"))
    assert line == (
        f"plan.yaml:2:13  situations: expected a list, or the name of a table beside this file; got {got}. "
        "Write the situations here, or name a .csv file in the same folder."
    )


def test_a_pipe_has_no_folder_for_a_table() -> None:
    with pytest.raises(InvalidCourseError, match=r"-:2:13  situations: expected a list"):
        read_document("title: x\nsituations: steps.csv\n", name="-")


# ---------------------------------------------------------------------------------------------------------- saving


COURSE = Course(graph=SituationGraph(title="Secret", situations=(Situation(id="a", title="Secret A", distress=20),)))


@pytest.mark.parametrize("name", ["plan.yaml", "plan.json", "plan.csv"])
def test_a_failing_disk_leaves_the_old_file_and_no_scraps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    file = tmp_path / name
    save(COURSE, file)
    old = file.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    harder = Situation(id="b", title="Secret B", distress=30)
    changed = Course(graph=COURSE.graph.model_copy(update={"situations": (*COURSE.graph.situations, harder)}))
    with pytest.raises(StorageError, match=r"cannot be written \(no space left on device\)") as caught:
        save(changed, file)
    assert "Secret" not in str(caught.value)
    assert file.read_bytes() == old
    assert [entry.name for entry in tmp_path.iterdir()] == [name]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be written"):
        save(COURSE, tmp_path / "gone" / "plan.json")


def test_a_yaml_file_with_problems_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text("title: Secret: x\n")
    with pytest.raises(InvalidCourseError):
        save(COURSE, file)
    assert file.read_text() == "title: Secret: x\n"


def test_an_unknown_ending(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"expected a YAML, CSV or JSON file; got '\.txt'"):
        save(COURSE, tmp_path / "plan.txt")
    assert not list(tmp_path.iterdir())


def test_opening_never_makes_a_journal(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    save(COURSE, file)
    open_document(file)
    with Journal(tmp_path / "plan.journal") as journal:
        assert journal.entries() == ()
    assert [entry.name for entry in tmp_path.iterdir()] == ["plan.yaml"]
