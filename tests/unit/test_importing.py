"""Logs of other programs: what is understood comes in, everything else is named, and nothing is guessed."""

from __future__ import annotations

import csv
from contextlib import suppress
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from exposure_ladder import Course, Exposure, ExposureLadderError, Situation, SituationGraph
from exposure_ladder.errors import InvalidCourseError
from exposure_ladder.records import Scale
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
    assert first == Exposure(
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
    assert [(e.situation, e.at.strftime("%H:%M")) for e in found.entries] == [("park", "12:00"), ("leash", "12:04")]
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
