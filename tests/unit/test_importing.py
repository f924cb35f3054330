"""Logs of other programs: what is understood comes in, everything else is named, and nothing is guessed."""

from __future__ import annotations

import csv
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from exposure_ladder import Course, Exposure, ExposureLadderError, Situation, SituationGraph
from exposure_ladder.errors import InvalidCourseError
from exposure_ladder.records import Scale
from exposure_ladder.records._identity import steps_named
from exposure_ladder.storage import import_log, write_entries

NOW = datetime(2026, 4, 1, tzinfo=UTC)
PRIVATE = "what nobody else should read"
GRAPH = SituationGraph(
    title="Dogs",
    situations=(
        Situation(id="park", title="Cross the park"),
        Situation(id="leash", title="Stand 3 m from a leashed dog"),
    ),
)


def taken(text: str, **more: Any) -> Any:
    return import_log(text, GRAPH, name="log.csv", until=NOW, local=lambda at: at.replace(tzinfo=UTC), **more)


BEFORE_PEAK_AFTER = """\
Date;Time;Exposure;SUDS before (0-10);Peak anxiety;Anxiety after;Duration (min);Mood;Notes
2026-03-09;20:10;cross the PARK;4;6,5;2;15;3;only mine
2026-03-10;7:05 pm;leash;5;7;;;;
"""
APP = """\
timestamp,task,expected,max,end
03/09/2026 8:10 PM,park,60,45,20
03/10/2026 08:10,park,,40,
"""


def test_a_table_on_0_to_10_with_headings_of_its_own() -> None:
    found = taken(BEFORE_PEAK_AFTER, scale=Scale.TEN)
    first, second = found.entries
    assert first.model_copy(update={"id": ""}) == Exposure(
        situation="park",
        at=datetime(2026, 3, 9, 20, 10, tzinfo=UTC),
        start=40,
        peak=65,
        end=20,
        minutes=15,
        note="only mine",
    )
    assert (second.at.hour, second.start, second.peak, second.end) == (19, 50, 70, None)
    assert (found.problems, found.aside, found.noon, found.small, found.without_peak) == ((), (8,), 0, False, False)


def test_days_are_read_in_the_order_that_was_said() -> None:
    first, second = taken(APP, dates="mdy").entries
    assert (first.at.isoformat(), first.expected, first.peak) == ("2026-03-09T20:10:00+00:00", 60, 45)
    assert second.at.isoformat() == "2026-03-10T08:10:00+00:00"
    unsaid = taken(APP)
    assert not unsaid.entries
    assert [(p.line, p.path) for p in unsaid.problems] == [(2, ("at",)), (3, ("at",))]
    assert [p.line for p in taken(APP, dates="dmy").problems] == [2, 3]  # in the future, both


def test_a_map_names_what_is_not_known() -> None:
    text = "When I did it,What I did,Worst,Urge,Prediction %\n2026-03-09T20:10+01:00,park,45,30,80\n"
    columns = {
        "when i did it": "at",
        "What I did": "situation",
        "Urge": "measure:urge",
        "Prediction %": "expectancy_before",
    }
    (entry,) = taken(text, columns=columns).entries
    assert (entry.peak, dict(entry.measures), entry.expectancy_before) == (45, {"urge": 30}, 80)
    assert taken(text, columns={**columns, "Worst": ""}).aside == (3,)


def test_rows_that_are_not_understood_are_named_beside_those_that_are() -> None:
    text = (
        "date,situation,before,peak,after\n2026-03-09,park,40,60,20\n2026-03-09,prak,40,60,20\n"
        f"2026-03-09,leash,40,{PRIVATE},20\n2026-03-32,leash,,50,\n2026-03-09,leash,,50,60\n2026-03-09,leash,,55,\n,,,,\n"
    )
    found = taken(text)
    assert [(e.situation, e.at.strftime("%H:%M")) for e in found.entries] == [("park", "12:00"), ("leash", "12:00")]
    assert [(p.line, p.column) for p in found.problems] == [(3, 2), (4, 4), (5, None), (6, None)]
    assert "Did you mean 'park'?" in str(found.problems[0])
    assert PRIVATE not in str(found.problems)
    assert found.noon == 5


def test_what_may_be_meant_otherwise_is_said_and_not_decided() -> None:
    found = taken("date,situation,before,after\n2026-03-09,park,6,3\n")
    assert (found.small, found.without_peak) == (True, True)
    assert (found.entries[0].start, found.entries[0].peak) == (6, None)
    assert not taken("date,situation,peak\n2026-03-09,park,6\n", scale=Scale.TEN).small


@pytest.mark.parametrize(
    ("text", "columns", "said"),
    [
        ("", {}, "an empty table"),
        ("date,peak\n", {}, "a column for situation; got none"),
        ("situation,peak\n", {}, "a column for date; got none"),
        ("date,situation,peak,max\n", {}, "a second one for peak"),
        (
            "date,situation\n",
            {"dte": "at"},
            "the heading of a column of the table; got another text. Did you mean 'date'?",
        ),
        ("date,situation\n", {"date": "dat"}, "one of at, by,"),
        (f"{PRIVATE},{PRIVATE}\n", {PRIVATE + "x": PRIVATE}, "the heading of a column"),
    ],
)
def test_a_table_or_map_that_cannot_be_read_is_refused(text: str, columns: dict[str, str], said: str) -> None:
    with pytest.raises(InvalidCourseError) as caught:
        taken(text, columns=columns)
    assert said in str(caught.value)
    assert PRIVATE not in str(caught.value).replace(f"Did you mean '{PRIVATE}'?", "")


@given(st.text(), st.sampled_from(["ymd", "dmy", "mdy"]))
def test_any_text_is_read_or_refused_in_our_words(text: str, dates: Any) -> None:
    for table in (text, f"date,situation,peak\n{text}", f"date,situation,peak,note\n2026-03-09,park,30,{text}"):
        with suppress(ExposureLadderError):
            taken(table, dates=dates)


@given(strategies.courses())
def test_what_we_export_is_understood_without_a_map(course: Course) -> None:
    log = [entry for entry in course.log if "gone" not in str(entry)]
    found = import_log(write_entries(log, form="csv"), course.graph, name="log.csv", scale=Scale.SUDS)
    assert found.entries == tuple(log)
    assert not found.problems


HOSTILE = '=HYPERLINK("x")\u202e</script>\u0645\u0631,;|"\'\n@x\t' * 277 + "."


def test_ten_thousand_hostile_characters_come_back_as_they_were() -> None:
    assert 9_900 < len(HOSTILE) <= 10_000
    entry = Exposure(situation="park", at=NOW, peak=30, note=HOSTILE, safety=("=1+1|x",), id="e1")
    text = write_entries([entry], form="csv")
    assert not [cell for row in csv.reader(StringIO(text)) for cell in row if cell[:1] in "=+-@\t\r" and cell]
    assert taken(text, scale=Scale.SUDS).entries == (entry,)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_words_come_in_as_they_are(words: str) -> None:
    out = StringIO()
    csv.writer(out).writerows([["date", "situation", "peak", "notes"], ["2026-03-09", "park", "30", words]])
    found = taken(out.getvalue())
    for entry in found.entries:
        kept = words.replace("\r\n", "\n").replace("\r", "\n").strip()
        assert entry.note in (kept or None, kept.removeprefix("'"))


def test_a_row_with_more_cells_than_headings_is_named_and_not_cut() -> None:
    found = taken("date,situation,peak,notes\n2026-03-09,park,30,easy, then not\n2026-03-10,park,25\n")
    assert [entry.peak for entry in found.entries] == [25]
    (problem,) = found.problems
    assert (problem.line, "4 cells" in str(problem), "quotes" in problem.hint) == (2, True, True)


# ------------------------------------------------------------------------------------- which row, what time, what unit


def east(at: datetime) -> datetime:
    return at.replace(tzinfo=timezone(timedelta(hours=9)))


ROWS = ["2026-03-05,park,40", "2026-03-06 18:10,leash,50", "2026-03-07,park,30"]


def test_the_same_table_names_the_same_entries_in_any_order_and_zone() -> None:
    one = taken("date,situation,peak\n" + "\n".join(ROWS) + "\n").entries
    other = import_log(
        "date,situation,peak\n" + "\n".join(ROWS[::-1]) + "\n", GRAPH, name="log.csv", until=NOW, local=east
    ).entries
    assert {entry.id for entry in one} == {entry.id for entry in other}
    assert len({entry.id for entry in one}) == 3


def test_like_rows_are_named_and_taken_once() -> None:
    found = taken("date,situation,peak\n2026-03-05,park,40\n2026-03-06,park,40\n2026-03-05,park,40\n")
    assert found.repeats == ((4, 2),)
    assert len(found.entries) == 2
    timed = taken("date,time,situation,peak\n2026-03-05,18:10,park,40\n2026-03-05,18:40,park,40\n")
    assert (timed.repeats, len(timed.entries)) == ((), 2)


@pytest.mark.parametrize(
    ("clock", "read"),
    [
        ("13.30", "13:30"),
        ("13,30", "13:30"),
        ("9.45", "09:45"),
        ("18h10", "18:10"),
        ("6 pm", "18:00"),
        ("18:10:30", "18:10"),
        ("24:00", "00:00"),
        ("18:10 AM", None),
        ("24:30", None),
        ("13", None),
        ("13:3", None),
        ("12:60", None),
    ],
)
def test_a_clock_time_is_read_or_refused_and_never_bent(clock: str, read: str | None) -> None:
    found = taken(f'date,time,situation,peak\n2026-03-05,"{clock}",park,40\n')
    assert [f"{entry.at:%H:%M}" for entry in found.entries] == ([] if read is None else [read])
    assert [problem.path for problem in found.problems] == ([("at",)] if read is None else [])


def test_a_row_of_today_without_a_time_can_be_taken_in_the_morning() -> None:
    morning = datetime(2026, 3, 10, 8, 30, tzinfo=UTC)
    found = import_log(
        "date,situation,peak\n2026-03-10,park,40\n",
        GRAPH,
        name="log.csv",
        until=morning,
        local=lambda at: at.replace(tzinfo=UTC),
    )
    assert ([entry.at for entry in found.entries], found.noon) == ([morning], 1)


@pytest.mark.parametrize(
    ("heading", "cell", "minutes"),
    [
        ("Duration (in seconds)", "300", 5),
        ("Duration (hours)", "1,5", 90),
        ("Duration (min)", "20", 20),
        ("Duration", "20", 20),
        ("Duration (parsecs)", "20", None),
    ],
)
def test_a_unit_in_a_bracket_is_read(heading: str, cell: str, minutes: float | None) -> None:
    (entry,) = taken(f'date,situation,peak,{heading}\n2026-03-05,park,40,"{cell}"\n').entries
    assert entry.minutes == minutes


def test_a_bracket_that_tells_of_something_else_leaves_its_column_aside() -> None:
    found = taken("date,situation,Before (mood),Max (HR),Peak (SUDS)\n2026-03-05,park,3,150,40\n")
    assert found.aside == (3, 4)
    assert (found.entries[0].start, found.entries[0].peak) == (None, 40)


def test_a_scale_in_a_heading_holds_and_must_agree() -> None:
    text = "date,situation,Peak (0-10)\n2026-03-05,park,4\n"
    assert taken(text).entries[0].peak == 40
    assert taken(text, scale=Scale.TEN).entries[0].peak == 40
    with pytest.raises(InvalidCourseError, match="0-10, as the heading has it"):
        taken(text, scale=Scale.SUDS)


def test_min_beside_max_is_asked_about() -> None:
    text = "date,situation,Min,Max\n2026-03-05,park,10,40\n"
    with pytest.raises(InvalidCourseError, match="the lowest distress"):
        taken(text)
    assert taken(text, columns={"Min": ""}).entries[0].peak == 40
    assert taken(text, columns={"Min": "minutes"}).entries[0].minutes == 10


@pytest.mark.parametrize("heading", ["record_id", "Participant", "client", "PID", "ResponseId", "alias", "Subject ID"])
def test_a_table_of_several_people_must_say_whose_rows(heading: str) -> None:
    text = f"{heading},date,situation,peak\nA,2026-03-05,park,40\nB,2026-03-06,park,50\n"
    with pytest.raises(InvalidCourseError, match=f"--person {heading}=VALUE"):
        taken(text)
    (entry,) = taken(text, person=(heading, "B")).entries
    assert entry.peak == 50
    assert len(taken(text.replace("\nB,", "\nA,")).entries) == 2


@pytest.mark.parametrize("title", ["WALK past\u00a0a dog", "Walk\u00ad past a  dog", "walk past a dog"])
def test_a_title_is_known_however_it_is_spelled(title: str) -> None:
    steps = [{"id": "walk", "title": "Walk past a dog"}, {"id": "park", "title": "Sit in the park"}]
    graph = SituationGraph.model_validate({"title": "Dogs", "situations": steps})
    assert steps_named(title, graph) == ("walk",)


def test_a_title_of_two_steps_names_both_and_an_exact_one_its_own() -> None:
    steps = [{"id": "a", "title": "Walk past"}, {"id": "b", "title": "walk past"}, {"id": "walk past", "title": "x"}][
        :2
    ]
    graph = SituationGraph.model_validate({"title": "Dogs", "situations": steps})
    assert steps_named("WALK PAST", graph) == ("a", "b")
    assert steps_named("walk past", graph) == ("b",)
    assert steps_named("b", graph) == ("b",)
