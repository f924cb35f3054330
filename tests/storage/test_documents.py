"""Documents: what files say, where it stands in them, and what saving changes in them."""

from __future__ import annotations

import difflib
import runpy
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from exposure_ladder.errors import StorageError
from exposure_ladder.records import Consent, Course, Exposure, Mode, Scale, Settings, Situation, SituationGraph
from exposure_ladder.storage import Journal, load, open_document, read_document, save

ROOT = Path(__file__).parents[2]
PLAN = """\
# A plan.   Keep    this line.
title: Letting people closer
client: R              # an alias
rated: 2026-03-02
scale: 0-10
goal: hurt

facets:                # easiest first
  depth: [fact, 'view', "old hurt"]
  way:
    levels: [text, phone]
    spacing: [0, 3.5]

situations:
  # the easy ones
  - id: day
    title: Text one thing     # short
    distress: 2
    facets: {depth: fact, way: text}

  # --- harder ---

  # this one is new
  - title: "Say it on the phone: all of it"
    id: phone
    distress: 4.5      # on a good day
    facets:
      depth: view
      way: phone       # not by text
    safety:
    - joking           # always
    - looking away
    note: |
      First line.
        Second line.
  - {id: hurt, title: Tell an old hurt, distress: 8, requires: [phone], consent: partner}   # last

links:
  - {a: day, b: hurt, similarity: 0.7}    # known
  - a: day
    b: phone
    similarity: 0.2
settings: {mastery: 25}
# The end.
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "plan.yaml"
    file.write_text(PLAN, encoding="utf-8")
    return file


def edited(course: Course, **changes: Any) -> Course:
    """Return the course with other fields of its graph."""
    data = {key: getattr(course.graph, key) for key in SituationGraph.model_fields} | changes
    return Course(graph=SituationGraph(**data), settings=course.settings)


def with_situation(course: Course, name: str, **changes: Any) -> Course:
    found = [s.model_copy(update=changes) if s.id == name else s for s in course.graph.situations]
    return edited(course, situations=tuple(found))


def changed_lines(file: Path, before: str) -> list[str]:
    diff = difflib.ndiff(before.splitlines(), file.read_text(encoding="utf-8").splitlines())
    return [line.rstrip() for line in diff if line[0] in "+-"]


# ---------------------------------------------------------------------------------------------------------- reading


def test_a_yaml_file_says_what_a_person_meant(plan: Path) -> None:
    course = load(plan)
    graph = course.graph
    assert (graph.title, graph.client, graph.rated) == ("Letting people closer", "R", date(2026, 3, 2))
    assert (graph.shown, graph.goal) == (Scale.TEN, ("hurt",))
    assert [situation.distress for situation in graph.situations] == [20, 45, 80]
    assert graph.situations[1].note == "First line.\n  Second line."
    assert graph.situations[2].consent == ("partner",)
    assert graph.facets["way"].spacing == (0, 3.5)
    assert course.settings == Settings(mastery=25)


def test_words_that_older_yaml_takes_for_something_else_are_text() -> None:
    text = "title: 12:30\nsituations:\n  - {id: 1, title: no, theme: off, tags: [yes, 2026-03-02, 1_000, 0x10]}\n"
    situation = read_document(text, name="-").course.graph.situations[0]
    assert (situation.id, situation.title, situation.theme) == ("1", "no", "off")
    assert situation.tags == ("yes", "2026-03-02", "1_000", "0x10")


def test_fields_left_blank_are_not_given() -> None:
    text = "title: x\nclient:\nlinks:\nsettings:\nsituations:\n  - {id: a, title: b, distress: , requires: }\n"
    assert read_document(text, name="-").course.graph.situations == (Situation(id="a", title="b"),)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("title",), (2, 8)),
        (("rated",), (4, 8)),
        (("goal",), (6, 7)),
        (("facets", "depth"), (9, 10)),
        (("facets", "way", "spacing", 1), (12, 18)),
        (("situations", 0), (16, 5)),
        (("situations", 0, "title"), (17, 12)),
        (("situations", 0, "facets", "way"), (19, 32)),
        (("graph", "situations", 1, "distress"), (26, 15)),
        (("situations", 1, "facets", "way"), (29, 12)),
        (("situations", 1, "safety", 1), (32, 7)),
        (("situations", 1, "theme"), (24, 5)),
        (("situations", 2, "requires", 0), (36, 65)),
        (("links", 1, "similarity"), (42, 17)),
        (("settings", "mastery"), (43, 21)),
        (("phrase",), (2, 1)),
        ((), (2, 1)),
    ],
)
def test_where_something_stands(plan: Path, path: Sequence[str | int], place: tuple[int, int]) -> None:
    assert open_document(plan).where(path) == (str(plan), *place)


def test_where_something_stands_in_json(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    save(Course(graph=SituationGraph(title="x", situations=(Situation(id="a", title="b", distress=20),))), file)
    document = open_document(file)
    lines = file.read_text().splitlines()
    _, line, column = document.where(("situations", 0, "distress"))
    assert lines[line - 1][column - 1 :] == "20"
    assert document.where(("graph", "title")) == document.where(("title",))


def test_a_course_carries_the_journal_beside_its_file(plan: Path) -> None:
    at = datetime(2026, 3, 9, 20, tzinfo=UTC)
    entry = Exposure(situation="day", at=at, peak=35)
    consent = Consent(situation="hurt", person="partner", at=at)
    gone = Exposure(situation="a-situation-that-was-renamed", at=at, peak=10)
    with Journal(plan.with_suffix(".journal")) as journal:
        journal.append(entry, consent, gone, at=at)
    course = load(plan)
    assert set(course.log) == {entry, gone}
    assert course.consents == (consent,)


def test_bytes_and_line_ends_of_other_systems_mean_the_same(plan: Path) -> None:
    for text in (PLAN.encode("utf-8-sig"), PLAN.replace("\n", "\r\n"), PLAN.replace("\n", "\r")):
        assert read_document(text, name="-").course == load(plan)


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        ("title: Dogs\nsituations: [{id: photo, title: See a photo}]", ".yaml"),
        ("id,title\nphoto,See a photo", ".csv"),
        ('{"format": 1, "title": "Dogs", "situations": [{"id": "photo", "title": "See a photo"}]}', ".json"),
    ],
)
def test_the_mark_that_some_programs_put_first_says_nothing(text: str, suffix: str) -> None:
    assert read_document(f"\ufeff{text}", name="Dogs", suffix=suffix) == read_document(text, name="Dogs", suffix=suffix)


@pytest.mark.parametrize("file", sorted((ROOT / "src/exposure_ladder/data").glob("*.yaml")), ids=lambda file: file.stem)
def test_templates_are_read_and_written_back_as_they_are(file: Path, tmp_path: Path) -> None:
    text = file.read_text(encoding="utf-8")
    copy = tmp_path / file.name
    copy.write_text(text, encoding="utf-8")
    course = load(copy)
    save(course, copy)
    assert copy.read_text(encoding="utf-8") == text
    first = course.graph.situations[0]
    save(with_situation(course, first.id, distress=12.5), copy)
    assert len([line for line in changed_lines(copy, text) if line[0] == "+"]) == 1
    save(course, tmp_path / "new.yaml")
    assert load(tmp_path / "new.yaml") == course


# -------------------------------------------------------------------------------------------------------- YAML edits


def test_saving_what_was_loaded_changes_nothing(plan: Path) -> None:
    save(load(plan), plan)
    assert plan.read_text(encoding="utf-8") == PLAN


@pytest.mark.parametrize(
    ("name", "changes", "expected"),
    [
        (
            "phone",
            {"distress": 50.0},
            ["-     distress: 4.5      # on a good day", "+     distress: 5      # on a good day"],
        ),
        (
            "phone",
            {"facets": {"depth": "view", "way": "text"}},
            ["-       way: phone       # not by text", "+       way: text       # not by text"],
        ),
        ("phone", {"safety": ("joking",)}, ["-     - looking away"]),
        ("phone", {"safety": ("looking away", "joking", "hum")}, None),
        ("phone", {"note": None}, ["-     note: |", "-       First line.", "-         Second line."]),
        ("phone", {"minutes": 20.0}, ["+     minutes: 20"]),
        ("phone", {"title": "# 1: me"}, None),
        ("day", {"distress": None}, ["-     distress: 2"]),
        ("day", {"feared": "They:\n\n  laugh"}, ["+     feared: |-", "+       They:", "+", "+         laugh"]),
        ("day", {"mode": Mode.IMAGINAL, "tags": ("a, b", "c")}, ["+     mode: imaginal", '+     tags: ["a, b", c]']),
        ("hurt", {"distress": 75.0, "tags": ("x",), "consent": ("partner", "me")}, None),
        ("hurt", {"requires": ()}, None),
    ],
)
def test_a_change_touches_only_its_own_lines(
    plan: Path, name: str, changes: dict[str, Any], expected: list[str] | None
) -> None:
    course = with_situation(load(plan), name, **changes)
    save(course, plan)
    assert load(plan) == course
    found = changed_lines(plan, PLAN)
    if expected is not None:
        assert found == expected
    comments = {line.split("#", 1)[1] for line in PLAN.splitlines() if "#" in line}
    text = plan.read_text(encoding="utf-8")
    assert all(comment in text for comment in comments)


ODD_LAYOUT = """\
title: T
situations:
  - minutes: 5   # how long
    id: a
    title: A
    tags:
      - x        # the first
      - y
  -
    # no name yet
    id: b
    title: B
    tags:
      - z
      - z
"""


@pytest.mark.parametrize(
    ("name", "changes", "expected"),
    [
        ("a", {"minutes": None}, ["-   - minutes: 5   # how long", "-     id: a", "+   - id: a"]),
        ("a", {"tags": ("x", "w")}, ["-       - y", "+       - w"]),
        ("b", {"tags": ("z", "q")}, ["-     tags:", "-       - z", "-       - z", "+     tags: [z, q]"]),
        ("b", {"tags": ()}, ["-     tags:", "-       - z", "-       - z"]),
        ("b", {"minutes": 7.0}, ["+     minutes: 7"]),
    ],
)
def test_a_layout_that_the_house_would_not_choose_is_edited_too(
    plan: Path, name: str, changes: dict[str, Any], expected: list[str]
) -> None:
    plan.write_text(ODD_LAYOUT, encoding="utf-8")
    course = with_situation(load(plan), name, **changes)
    save(course, plan)
    assert load(plan) == course
    assert sorted(changed_lines(plan, ODD_LAYOUT)) == sorted(expected)
    others = tuple(situation for situation in course.graph.situations if situation.id != name)
    save(edited(course, situations=others), plan)
    assert load(plan).graph.situations == others


def test_situations_that_come_go_and_move_leave_the_comments_of_the_others(plan: Path) -> None:
    course = load(plan)
    _, phone, hurt = course.graph.situations
    new = Situation(id="new", title="- A new one", distress=60, facets={"way": "text"})
    links = tuple(link for link in course.graph.links if "day" not in (link.a, link.b))
    moved = edited(course, situations=(hurt, new, phone), links=links)
    save(moved, plan)
    assert load(plan) == moved
    text = plan.read_text(encoding="utf-8")
    assert '  - id: new\n    title: "- A new one"\n    distress: 6\n    facets: {way: text}\n' in text
    assert "\n  # --- harder ---\n\n  # this one is new\n  - title:" in text
    assert "# last" in text
    assert "# the easy ones" not in text
    assert text.startswith(PLAN.split("situations:")[0])
    assert text.endswith("settings: {mastery: 25}\n# The end.\n")
    save(course, plan)
    assert load(plan) == course


def test_a_new_name_for_a_situation_keeps_its_comments(plan: Path) -> None:
    course = load(plan)
    found = [s.model_copy(update={"id": "call"}) if s.id == "phone" else s for s in course.graph.situations]
    found[2] = found[2].model_copy(update={"requires": ("call",)})
    links = tuple(link.model_copy(update={"b": "call"}) if link.b == "phone" else link for link in course.graph.links)
    renamed = edited(course, situations=tuple(found), links=links)
    save(renamed, plan)
    assert load(plan) == renamed
    assert [line[0] for line in changed_lines(plan, PLAN)].count("+") <= 4
    assert "# this one is new" in plan.read_text(encoding="utf-8")


def test_head_facets_and_settings_are_edited_in_place(plan: Path) -> None:
    course = load(plan)
    changed = Course(
        graph=edited(course, client=None, rated="example", phrase="Share {depth}").graph,
        settings=Settings(mastery=20, max_gap=10),
    )
    save(changed, plan)
    assert load(plan) == changed
    assert sorted(changed_lines(plan, PLAN)) == [
        "+ phrase: Share {depth}",
        "+ rated: example",
        "+ settings: {mastery: 20, max_gap: 10}",
        "- client: R              # an alias",
        "- rated: 2026-03-02",
        "- settings: {mastery: 25}",
    ]


def test_another_scale_rewrites_the_numbers(plan: Path) -> None:
    course = load(plan)
    save(edited(course, shown=Scale.SUDS), plan)
    text = plan.read_text(encoding="utf-8")
    assert "scale:" not in text
    assert "distress: 45      # on a good day" in text
    assert load(plan) == edited(course, shown=Scale.SUDS)


def test_numbers_stay_on_the_scale_they_were_written_on(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text("title: x\nshown: 0-10\nsituations:\n  - {id: a, title: b, distress: 45}\n")
    save(with_situation(load(file), "a", distress=50.0), file)
    assert file.read_text() == "title: x\nshown: 0-10\nsituations:\n  - {id: a, title: b, distress: 50}\n"


def test_a_new_file_is_short_and_plain(tmp_path: Path) -> None:
    file = tmp_path / "new.yaml"
    course = load(tmp_path / _plan_in(tmp_path))
    save(course, file)
    text = file.read_text(encoding="utf-8")
    assert text.startswith(
        "format: 2\ntitle: Letting people closer\nclient: R\nrated: 2026-03-02\nscale: 0-10\ngoal: hurt\n"
    )
    assert "  depth: [fact, view, old hurt]\n" in text
    assert "    distress: 4.5\n    facets: {depth: view, way: phone}\n    safety: [joking, looking away]\n" in text
    assert "    note: |-\n      First line.\n        Second line.\n" in text
    assert load(file) == course


def _plan_in(folder: Path) -> str:
    folder.joinpath("plan.yaml").write_text(PLAN, encoding="utf-8")
    return "plan.yaml"


def test_a_log_is_never_lost_in_silence(plan: Path) -> None:
    at = datetime(2026, 3, 9, 20, tzinfo=UTC)
    course = load(plan).add(Exposure(situation="day", at=at, peak=35))
    with pytest.raises(StorageError, match="the log has entries that no journal beside it holds"):
        save(course, plan)
    with Journal(plan.with_suffix(".journal")) as journal:
        journal.append(*course.log, at=at)
    save(course, plan)
    save(course, plan.with_suffix(".json"))
    assert load(plan.with_suffix(".json")) == course


def test_rights_of_a_file_stay_and_new_files_are_private(plan: Path) -> None:
    plan.chmod(0o640)
    course = with_situation(load(plan), "day", distress=10.0)
    save(course, plan)
    assert plan.stat().st_mode & 0o777 == 0o640
    save(course, plan.with_name("new.yaml"))
    assert plan.with_name("new.yaml").stat().st_mode & 0o777 == 0o600


# ------------------------------------------------------------------------------------------------------------ tables


def test_a_spreadsheet_of_another_country(tmp_path: Path) -> None:
    file = tmp_path / "Angst vor Hunden.csv"
    text = (
        "sep=;\nID;Title;Distress;facet:way;requires;tags;minutes;goal;;\n"
        'foto;Ein Foto ansehen;20,5;near;;"a|b";1,5;;;\n;Ein  Hund, angeleint;"45,0";near;foto;;;;;\n'
        ";Ein Hund, angeleint;30;far;foto;;;x;;\n;;;;;;;;;\n"
    )
    file.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    graph = load(file).graph
    assert (graph.title, graph.ids) == ("Angst vor Hunden", ("foto", "ein-hund-angeleint", "ein-hund-angeleint-2"))
    assert [situation.distress for situation in graph.situations] == [20.5, 45, 30]
    assert graph.situations[0].tags == ("a", "b")
    assert graph.situations[0].minutes == 1.5
    assert graph.goal == ("ein-hund-angeleint-2",)
    assert graph.facets["way"].levels == ("far", "near")
    where = open_document(file).where
    assert where(("situations", 1, "distress")) == (str(file), 4, 3)
    assert where(("situations", 2, "facets", "way")) == (str(file), 5, 4)
    assert where(("situations", 2)) == (str(file), 5, None)


def test_levels_take_the_order_of_the_rows_where_a_number_is_missing(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("id,title,distress,facet:way\na,x,50,near\nb,y,20,far\nc,z,,near\n")
    assert load(file).graph.facets["way"].levels == ("near", "far")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_read_off_the_first_line(separator: str) -> None:
    text = (
        separator.join(["id", "title", "distress", "note"]) + "\n" + separator.join(["a", "b", '"20,5"', '"x,y;\tz"'])
    )
    situation = read_document(text, name="x.csv", suffix=".csv").course.graph.situations[0]
    assert (situation.distress, situation.note) == (20.5, "x,y;\tz")


def test_cells_that_a_spreadsheet_would_run_are_written_harmless(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    titles = ["=1+1", "+1", "-1", "@me", "'=1", "'plain'", "|", "a;b"]
    situations = tuple(Situation(id=f"s{n}", title=title, note=title) for n, title in enumerate(titles))
    graph = SituationGraph(title="table", situations=situations)
    save(Course(graph=graph), file)
    cells = [line.split(",") for line in file.read_text(encoding="utf-8-sig").splitlines()[1:]]
    assert not [cell for row in cells for cell in row if cell[:1] in tuple("=+-@")]
    assert load(file).graph == graph


def test_a_table_that_exists_keeps_columns_separator_and_comma(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text("Title;distress (0-10);ID;theme\nx;2,5;a;\n", encoding="utf-8")
    course = load(file)
    assert course.graph.situations[0].distress == 25
    save(with_situation(course, "a", distress=35.0, minutes=7.5), file)
    assert file.read_text(encoding="utf-8-sig") == "Title;distress (0-10);ID;theme;minutes\nx;3,5;a;;7,5\n"


@pytest.mark.parametrize(
    ("changes", "lost"),
    [
        ({"client": "R"}, "client"),
        ({"rated": "example", "phrase": "x"}, "rated, phrase"),
        ({"links": ({"a": "a", "b": "b", "similarity": 0.5},)}, "links"),
        ({"facets": {"way": ["x", "y"]}}, "facets"),
        (
            {"situations": (Situation(id="a", title="x", tags=("p|q",)), Situation(id="b", title="y"))},
            "tags of situations",
        ),
    ],
)
def test_a_table_refuses_what_it_cannot_hold(tmp_path: Path, changes: dict[str, Any], lost: str) -> None:
    graph = SituationGraph(title="x", situations=(Situation(id="a", title="x"), Situation(id="b", title="y")))
    with pytest.raises(StorageError, match=f"this file cannot hold {lost}") as caught:
        save(edited(Course(graph=graph), **changes), tmp_path / "table.csv")
    assert "Save as .json" in caught.value.hint
    assert not list(tmp_path.iterdir())


def test_situations_from_a_table_are_edited_there(tmp_path: Path) -> None:
    plan, table = tmp_path / "plan.yaml", tmp_path / "lists" / "steps.csv"
    table.parent.mkdir()
    head = "title: x   # a comment\nscale: 0-10\nfacets: {way: [low, high]}\nsituations: lists/steps.csv\n"
    plan.write_text(head)
    table.write_text("id;title;distress;way\na;x;2,5;low\nb;y;3;\n")
    document = open_document(plan)
    assert [situation.distress for situation in document.course.graph.situations] == [25, 30]
    assert document.where(("situations", 1, "title")) == (str(table), 3, 2)
    assert document.where(("situations",)) == (str(plan), 4, 13)
    assert document.where(("scale",)) == (str(plan), 2, 8)
    changed = with_situation(document.course, "b", distress=35.0, facets={"way": "high"}, tags=("t",))
    save(changed, plan)
    assert plan.read_text() == head
    assert table.read_text(encoding="utf-8-sig") == "id;title;distress;way;tags\na;x;2,5;low;\nb;y;3,5;high;t\n"
    save(edited(changed, title="z"), plan)
    assert plan.read_text() == head.replace("title: x", "title: z")
    assert load(plan) == edited(changed, title="z")
    with pytest.raises(StorageError, match="cannot hold ignore of situations"):
        save(with_situation(changed, "a", ignore={"EL001": "on purpose"}), plan)


# -------------------------------------------------------------------------------------------------------- JSON, schema


JSON = """\
{
  "format": 2,
  "graph": {
    "format": 2,
    "title": "Größe",
    "rated": "2026-03-02",
    "situations": [
      {
        "id": "a",
        "title": "b",
        "distress": 20
      }
    ]
  },
  "log": [
    {
      "id": "e",
      "at": "2026-03-09T20:10:00+00:00",
      "type": "exposure",
      "situation": "a",
      "peak": 35,
      "measures": {
        "urge": 12.5
      }
    }
  ]
}
"""


def test_json_is_short_stable_and_complete(tmp_path: Path) -> None:
    file = tmp_path / "course.json"
    at = datetime(2026, 3, 9, 20, 10, tzinfo=UTC)
    graph = SituationGraph(
        title="Größe", rated=date(2026, 3, 2), situations=(Situation(id="a", title="b", distress=20),)
    )
    save(Course(graph=graph).add(Exposure(id="e", situation="a", at=at, peak=35, measures={"urge": 12.5})), file)
    assert file.read_text(encoding="utf-8") == JSON


def test_a_graph_alone_in_json_is_a_course(tmp_path: Path) -> None:
    file = tmp_path / "graph.json"
    file.write_text('{"format": 1, "title": "x", "situations": [{"id": "a", "title": "b"}]}')
    assert load(file).graph.ids == ("a",)


def test_what_pydantic_writes_is_read(tmp_path: Path, plan: Path) -> None:
    file = tmp_path / "course.json"
    course = edited(load(plan), rated="example")
    file.write_text(course.model_dump_json(), encoding="utf-8")
    assert load(file) == course


def test_the_schema_in_the_package_is_that_of_the_records() -> None:
    tool = ROOT / "docs" / "tools" / "write_schema.py"
    made = runpy.run_path(str(tool))["schema"]()
    shipped = (ROOT / "src/exposure_ladder/data/schema.json").read_text(encoding="utf-8")
    assert shipped == made, "the records have changed; run: python docs/tools/write_schema.py"
