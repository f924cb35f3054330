"""The log as a table and as lines of JSON: nothing is lost on the way, and everything wrong is said at once."""

from __future__ import annotations

import csv
import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposure_ladder.errors import InvalidCourseError
from exposure_ladder.records import KINDS, Comparison, Consent, Exposure, Override, Rating, Scale
from exposure_ladder.storage import COLUMNS, read_entries, write_entries

WHEN = datetime(2026, 3, 9, 20, 10, tzinfo=UTC)
ZONES = (UTC, timezone(timedelta(hours=5, minutes=30)), timezone(-timedelta(hours=9, seconds=17)))
PRIVATE = "what nobody else should read"

ids = st.from_regex(r"\w[\w.\-]{0,63}", fullmatch=True)
suds = st.floats(0, 100)
allowed = st.characters(exclude_categories=["Cc", "Cs"])
lines = st.text(allowed | st.sampled_from("=+-@'|\\,;\"#"), min_size=1, max_size=30).filter(str.strip)
notes = st.text(allowed | st.sampled_from("=+-@'|\\,;\"\n\t"), min_size=1, max_size=30).filter(str.strip)
times = st.builds(
    lambda zone, minutes: WHEN.astimezone(zone) - timedelta(minutes=minutes), st.sampled_from(ZONES), st.floats(0, 1e6)
)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def series_of(levels: dict[int, float]) -> list[tuple[float, float]]:
    return [(minute / 7, levels[minute]) for minute in sorted(levels)]


given_with_all = {
    "at": times,
    "note": maybe(notes),
    "by": maybe(lines),
    "entered": maybe(lines),
    "id": st.just("") | ids,
}
exposures = st.builds(
    Exposure,
    **given_with_all,
    situation=ids,
    expected=maybe(suds),
    peak=maybe(st.just(100.0)),
    start=maybe(suds),
    end=maybe(suds),
    series=st.dictionaries(st.integers(0, 10_000), suds, max_size=3).map(series_of),
    minutes=maybe(st.floats(0, 1440)),
    happened=st.sampled_from(["practised", "refused", "avoided"]),
    stopped=st.sampled_from(["no", "early", "by agreement"]),
    reason=maybe(notes),
    share=st.floats(0, 1),
    feared=maybe(notes),
    expectancy_before=maybe(suds),
    occurred=maybe(st.sampled_from(["yes", "no", "partly", "unclear"])),
    expectancy_after=maybe(suds),
    safety=st.lists(lines, max_size=3),
    context=st.lists(lines, max_size=3),
    measures=st.dictionaries(ids, suds, max_size=3),
    learned=maybe(notes),
    helper=maybe(lines),
    wanted=maybe(st.sampled_from(["yes", "no", "unsure"])),
    saw=maybe(notes),
    managed=maybe(notes),
    vary=maybe(notes),
)
entries = st.one_of(
    exposures,
    st.builds(Rating, **given_with_all, situation=ids, distress=suds),
    st.builds(
        Comparison, **given_with_all, harder=ids.map("h{}".format).filter(lambda i: len(i) < 65), easier=st.just("e")
    ),
    st.builds(Override, **{**given_with_all, "by": lines}, situation=ids, reason=notes),
    st.builds(Consent, situation=ids, person=lines, at=times, given=st.booleans(), until=maybe(times)),
)


@given(
    st.lists(entries, max_size=4, unique_by=lambda entry: getattr(entry, "id", None)), st.sampled_from(["csv", "jsonl"])
)
def test_what_is_written_comes_back(log: list[Any], form: Any) -> None:
    assert list(read_entries(write_entries(log, form=form), form=form, name="log")) == log


@given(st.lists(entries, min_size=1, max_size=2, unique_by=lambda entry: getattr(entry, "id", None)))
def test_no_cell_is_a_formula_to_a_spreadsheet(log: list[Any]) -> None:
    rows = csv.reader(StringIO(write_entries(log, form="csv"), newline=""), strict=True)
    assert not [cell for row in rows for cell in row if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}]


@given(st.lists(entries, min_size=1, max_size=3), st.sampled_from(["csv", "jsonl"]))
def test_without_words_only_numbers_and_names_leave(log: list[Any], form: Any) -> None:
    told = [entry if isinstance(entry, Consent) else entry.model_copy(update={"note": PRIVATE}) for entry in log]
    text = write_entries(told, form=form, words=False)
    assert PRIVATE not in text
    free = {column.name for column in COLUMNS if column.free}
    if form == "csv":
        assert not free & set(text.partition("\n")[0].split(","))
    else:
        assert not [row for row in map(json.loads, text.split("\n")[:-1]) if free & set(row)]


def test_every_field_of_every_record_has_a_column() -> None:
    fields = {name for kind in KINDS.values() for name in kind.model_fields} - {"type", "measures"}
    assert {column.name for column in COLUMNS} == fields | {"kind", "scale", "measure:"}


@given(st.text(), st.sampled_from(["csv", "jsonl"]))
def test_any_text_is_read_or_refused_in_our_words(text: str, form: Any) -> None:
    with suppress(InvalidCourseError):
        assert isinstance(read_entries(text, form=form, name="log", known=("film",), until=WHEN), tuple)


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_table_as_spreadsheets_save_it(sign: str) -> None:
    rows = [
        ["at", "situation", "Peak", "end", "safety"],
        ["2026-03-09 20:10", "film", "3,5" if sign != "," else "3.5", "1", "joking | looking away"],
    ]
    text = "\ufeff" + "\r\n".join(sign.join(row) for row in rows) + "\r\n"
    (entry,) = read_entries(
        text, form="csv", name="log", scale=Scale.TEN, known=("film",), local=lambda at: at.replace(tzinfo=UTC)
    )
    wanted = Exposure(situation="film", at=WHEN, peak=35, end=10, safety=("joking", "looking away"))
    assert entry == wanted.model_copy(update={"id": entry.id})
    assert entry.id == wanted.row_id("2026-03-09T20:10:00")  # the zone was filled in, and names nothing


def test_a_row_may_be_on_a_scale_of_its_own() -> None:
    text = "at,situation,scale,peak,series,measure:urge\n2026-03-09T20:10Z,film,0-8,4,0:2|5:4,8\n"
    (entry,) = read_entries(text, form="csv", name="log", scale=Scale.TEN)
    assert isinstance(entry, Exposure)
    assert (entry.peak, entry.series, dict(entry.measures)) == (50, ((0, 25), (5, 50)), {"urge": 100})


TABLE = f"""\
kind,at,situation,harder,easier,scale,peak,end,distress,given,note,peek,peak
,2026-03-09T20:10Z,flm,,,,35,,,,,,
exposure,2026-03-09T20:10Z,film,,,0-10,11,12,,,,,
exposure,2026-03-09T20:10Z,film,,,,30,40,,,,,
ratng,2026-03-09T20:10Z,film,,,,,,,,,,
rating,9.3.2026,film,,,,20,,{PRIVATE},,,,
comparison,2026-03-09T20:10Z,,film,film,,,,,,,,
consent,2026-03-09T20:10Z,film,,,0-7,,,,perhaps,,,
,2026-03-10T20:10Z,film,,,,,,,,{PRIVATE},,
,2026-03-09T20:10Z,film
"""
SAID = """\
log.csv:1:12  column: expected the name of a column; got 'peek'. Did you mean 'peak'?
log.csv:1:13  column: expected each column once; got 'peak' a second time. Keep one.
log.csv:2:3  situation: expected the id of a step of this plan; got 'flm'. Did you mean 'film'?
log.csv:3:7  peak: expected a number from 0 to 10; got 11.
log.csv:3:8  end: expected a number from 0 to 10; got 12.
log.csv:4  row: expected a peak of at least 40, the highest rating given; got 30.
log.csv:5:1  kind: expected exposure, rating, comparison, override or consent; got 'ratng'. Did you mean 'rating'?
log.csv:6:2  at: expected a time with its offset, like 2026-03-09T20:10+01:00; got text.
log.csv:6:7  peak: expected nothing, in the row of a rating; got something.
log.csv:6:9  distress: expected a number from 0 to 100; got text.
log.csv:7  row: expected two different situations; got 'film'.
log.csv:8  person: expected a value; got nothing.
log.csv:8:6  scale: expected 0-100, 0-10 or 0-8; got another text.
log.csv:8:10  given: expected yes or no; got text.
log.csv:9:2  at: expected a time up to 2026-03-09T20:10:00+00:00; got 2026-03-10T20:10:00+00:00, in the future. The \
future cannot be logged; check day, time and offset.
log.csv:10  row: expected 13 cells, as many as the first line has; got 3. Put a cell that holds the separator in \
quotes, and give each column a name."""


def test_everything_wrong_with_a_table_is_said_at_once() -> None:
    with pytest.raises(InvalidCourseError) as caught:
        read_entries(TABLE, form="csv", name="log.csv", known=("film",), until=WHEN)
    assert str(caught.value).splitlines() == SAID.splitlines()
    assert PRIVATE not in str(caught.value)


def test_everything_wrong_with_lines_of_json_is_said_at_once() -> None:
    good = '{"kind": "exposure", "at": "2026-03-09T20:10Z", "situation": "film", '
    text = "\n".join(
        [
            good + '"peak": 101, "measures": {"urge": -1}}',
            '{"kind": "rating",',
            "[1]",
            good + '"scale": "0-10"}',
            good + f'"nte": "{PRIVATE}"}}',
            good + '"id": "a"}',
            good + '"id": "a", "peak": 3}',
        ]
    )
    with pytest.raises(InvalidCourseError) as caught:
        read_entries(text, form="jsonl", name="log.jsonl")
    assert [line.partition("; got")[0] for line in str(caught.value).splitlines()] == [
        f"log.jsonl:1:{text.index('101') + 1}  peak: expected a number from 0 to 100",
        f"log.jsonl:1:{text.index('-1}') + 1}  urge: expected a number from 0 to 100",
        "log.jsonl:2:19  file: expected JSON",
        "log.jsonl:3:1  file: expected an entry in { }",
        f"log.jsonl:4:{len(good) + 10}  scale: expected nothing, in the row of an exposure",
        f"log.jsonl:5:{len(good) + 8}  nte: expected a known key",
        f"log.jsonl:7:{len(good) + 7}  id: expected an id of its own",
    ]
    assert PRIVATE not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("\n", "log:1  file: expected a line that names the columns, 'at' among them; got none."),
        (f"{PRIVATE}\nmore,of\nit", "log:1  file: expected a line that names the columns, 'at' among them; got anoth"),
        ('at\n"open', "log:2  file: expected cells with closed quotes; got an open or stray quote."),
    ],
)
def test_a_text_that_is_no_table_is_one_problem(text: str, says: str) -> None:
    with pytest.raises(InvalidCourseError) as caught:
        read_entries(text, form="csv", name="log")
    assert len(caught.value.problems) == 1
    assert str(caught.value).startswith(says)
    assert PRIVATE not in str(caught.value)


def test_without_words_an_id_made_from_words_does_not_leave() -> None:
    at = datetime(2026, 3, 2, 19, tzinfo=UTC)
    entry = Exposure(situation="a", at=at, peak=30, note="a secret")
    for form in ("csv", "jsonl"):
        assert entry.id in write_entries([entry], form=form)
        assert entry.id not in write_entries([entry], form=form, words=False)
