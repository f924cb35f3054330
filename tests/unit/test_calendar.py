"""The calendar: what it repeats is what is planned, and its text is what RFC 5545 asks for."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposure_ladder import ExposureLadderError
from exposure_ladder.storage import Rhythm, write_calendar

AT = datetime(2026, 3, 9, 20, 10, tzinfo=UTC)
FIRST = datetime(2026, 3, 20, 18, 30)  # noqa: DTZ001 (a clock on the wall; days before clocks change)

rhythms = st.builds(
    Rhythm,
    first=st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)).map(lambda at: at.replace(microsecond=0)),  # noqa: DTZ001
    every=st.integers(1, 60),
    times=st.integers(1, 40),
    minutes=st.integers(1, 1440),
    again=st.sets(st.integers(1, 400), max_size=4).map(lambda days: tuple(sorted(days))),
)


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def events(text: str) -> list[dict[str, str]]:
    """Read the events of a calendar, by hand and by the standard, and not with the code that wrote them."""
    found: list[dict[str, str]] = []
    for line in unfolded(text):
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and ":" in line:
            key, _, value = line.partition(":")
            found[-1].setdefault(key, value)
    return found


def repeated(event: dict[str, str], key: str) -> list[datetime]:
    start = datetime.strptime(event[key], "%Y%m%dT%H%M%S" if "T" in event[key] else "%Y%m%d")  # noqa: DTZ007
    rule = re.fullmatch(r"FREQ=DAILY;INTERVAL=(\d+);COUNT=(\d+)", event.get("RRULE", "FREQ=DAILY;INTERVAL=1;COUNT=1"))
    assert rule is not None
    return [start + timedelta(days=int(rule[1]) * at) for at in range(int(rule[2]))]


@given(rhythms)
def test_what_repeats_is_what_is_planned(rhythm: Rhythm) -> None:
    timed, rests = [], []
    for event in events(write_calendar(rhythm, at=AT)):
        if "DTSTART" in event:
            timed += repeated(event, "DTSTART")
            assert repeated(event, "DTEND")[0] - repeated(event, "DTSTART")[0] == timedelta(minutes=rhythm.minutes)
        else:
            key = "DTSTART;VALUE=DATE"
            days = (repeated(event, "DTEND;VALUE=DATE")[0] - repeated(event, key)[0]).days
            rests += [(start + timedelta(days=day)).date() for start in repeated(event, key) for day in range(days)]
            assert event["TRANSP"] == "TRANSPARENT"
    assert sorted(timed) == sorted([*rhythm.practices, *rhythm.repeats])
    assert sorted(rests) == sorted(rhythm.rests)
    assert not {at.date() for at in rhythm.practices} & set(rests)


def test_the_plan_of_a_week() -> None:
    rhythm = Rhythm(first=FIRST, every=3, times=3, again=(7,))
    assert [str(at) for at in rhythm.practices] == ["2026-03-20 18:30:00", "2026-03-23 18:30:00", "2026-03-26 18:30:00"]
    assert rhythm.rests == tuple(date(2026, 3, day) for day in (21, 22, 24, 25))
    assert [str(at) for at in rhythm.repeats] == ["2026-04-02 18:30:00"]  # the clock on the wall, summer time or not


@given(rhythms, st.text(max_size=300))
def test_the_text_keeps_to_the_standard(rhythm: Rhythm, title: str) -> None:
    text = write_calendar(rhythm, at=AT, title=title)
    assert text.endswith("END:VCALENDAR\r\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|(?<!\r)\n|\r(?!\n)", text)
    assert len(set(re.findall(r"UID:(.*)\r", text))) == text.count("BEGIN:VEVENT")
    known = r"BEGIN|END|VERSION|PRODID|CALSCALE|UID|DTSTAMP|DTSTART|DTEND|RRULE|TRANSP|SUMMARY|DESCRIPTION|CLASS"
    assert all(re.match(rf"(?:{known})[;:]", line) for line in unfolded(text)[:-1])
    assert write_calendar(rhythm, at=AT, title=title) == text


def test_hostile_titles_stay_titles() -> None:
    text = write_calendar(
        Rhythm(first=FIRST, times=1, again=()), at=AT, title="a;b,c\\d\r\nATTENDEE:x\u202e\x07" + "y" * 999
    )
    (event,) = events(text)
    assert event["SUMMARY"] == "Time for a step: a\\;b\\,c\\\\d\\nATTENDEE:x " + "y" * 999
    assert "ATTENDEE" not in event


def test_without_a_title_nothing_says_what_it_is_about() -> None:
    said = {event["SUMMARY"] for event in events(write_calendar(Rhythm(first=FIRST, every=2), at=AT))}
    assert said == {"Time for a step", "An old step again", "Rest"}


@pytest.mark.parametrize(
    "wrong", [{"every": 0}, {"times": 367}, {"minutes": 0}, {"again": (7, 7)}, {"again": (0,)}, {"first": AT}]
)
def test_a_rhythm_that_is_none_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ExposureLadderError, match="expected"):
        Rhythm(**{"first": FIRST, **wrong})
