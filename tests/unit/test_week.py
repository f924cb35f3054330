"""One week, a page for a partner, and when a course does not help."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposure_ladder import Course, Exposure, SituationGraph, template
from exposure_ladder.errors import UnknownSituationError
from exposure_ladder.practice import partner_page, stands_still, week_of, week_sheet

AT = datetime(2026, 3, 4, 20, tzinfo=UTC)
"""A Wednesday."""
SECRET = "Zaphod"


def plan(**keys: Any) -> Course:
    steps = [{"id": "a", "title": "Ask the way"}, {"id": "b", "title": "Ask the time"}]
    return Course(graph=SituationGraph.model_validate({"title": "Ask", "situations": steps, **keys}))


def did(step: str = "a", days_ago: float = 0, **fields: Any) -> Exposure:
    return Exposure(situation=step, at=AT - timedelta(days=days_ago), **fields)


# ------------------------------------------------------------------------------------------------------------- week


def test_a_week_says_what_was_done_and_then_what_is_open() -> None:
    course = plan(schedule=["mon", "wed", "fri", "sun"]).add(did(days_ago=1, peak=30), did(days_ago=3, peak=20))
    week = week_of(course, at=AT)
    assert week.done == ((date(2026, 3, 3), "a"),)
    assert week.days == (date(2026, 3, 4), date(2026, 3, 6), date(2026, 3, 8))
    text = week_sheet(week, course).text(80)
    assert text.index("Ask the way") < text.index("Still open")
    assert "2026-03-02" not in text.split("Still open")[1], "a day that went by is not missed"


def test_a_count_of_times_needs_no_day() -> None:
    course = plan(schedule=3).add(did(), did("b", days_ago=1))
    assert week_of(course, at=AT).times == 1
    assert "once more" in week_sheet(week_of(course, at=AT), course).text(80)


@given(
    ago=st.lists(st.floats(0, 20), max_size=12),
    how=st.sampled_from(["practised", "refused", "avoided"]),
    days=st.lists(st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), max_size=7),
)
def test_a_week_blames_nobody(ago: list[float], how: str, days: list[str]) -> None:
    course = plan(schedule=days).add(*(did(days_ago=each, happened=how, note=SECRET, feared=SECRET) for each in ago))
    week = week_of(course, at=AT)
    text = week_sheet(week, course).text(80)
    assert all(day >= AT.date() for day in week.days)
    assert not {day for day, _ in week.done} & set(week.days)
    for word in ("%", "missed", "refused", "avoided", "failed", "only", "streak", SECRET):
        assert word not in text


# ---------------------------------------------------------------------------------------------------- partner page


def test_a_page_for_a_partner_holds_nothing_that_was_not_ticked() -> None:
    course = template("closeness").add(did("day", note=SECRET, feared=SECRET, learned=SECRET, peak=50))
    page = partner_page(course)
    for situation in course.graph.situations:
        assert situation.title not in page
        assert not situation.feared or situation.feared not in page
    ticked = partner_page(course, steps=["feeling"], fears=["need"])
    assert ticked.startswith(page)
    assert "Name one feeling to my partner" in ticked
    assert "I am afraid that: I will be too much" in ticked
    assert "I will look weak" not in ticked
    assert SECRET not in ticked


def test_a_step_that_is_not_there_is_named() -> None:
    with pytest.raises(UnknownSituationError):
        partner_page(template("closeness"), steps=["feling"])


def test_the_page_says_what_helps_and_presses_nobody() -> None:
    page = partner_page(template("closeness"))
    assert "Comfort is always fine" in page
    assert "A no needs no reason" in page
    for word in (" must ", " should ", "homework", "reward", "reassure"):
        assert word not in page
    assert len(page.splitlines()) <= 44, "one sheet"


# -------------------------------------------------------------------------------------------------------- standstill


def course_of(levels: list[tuple[str, float, float]], **fields: Any) -> Course:
    """Build a log of (step, days ago, peak)."""
    return plan().add(*(did(step, ago, peak=peak, id=f"e{n}", **fields) for n, (step, ago, peak) in enumerate(levels)))


FLAT = [(step, 20 - n, 60.0 + n % 3) for n in range(8) for step in ("a", "b")]


def test_a_course_without_any_change_is_said_to_be_one_once() -> None:
    assert stands_still(course_of(FLAT[:15]), at=AT)
    assert not stands_still(course_of(FLAT[:14]), at=AT)
    assert not stands_still(course_of(FLAT), at=AT), "the next practice ends it"
    assert stands_still(course_of([(s, ago + 43, p) for s, ago, p in FLAT[:4]] + FLAT[-1:]), at=AT), "six weeks"


def test_it_is_quiet_for_four_weeks_and_comes_back() -> None:
    long = [(step, 80 - 2 * n, 60.0) for n in range(34) for step in ("a", "b")]
    said = [n for n in range(2, len(long)) if stands_still(course_of(long[:n]), at=AT - timedelta(days=long[n - 1][1]))]
    assert len(said) == 2
    apart = long[said[0] - 1][1] - long[said[1] - 1][1]
    assert apart >= 28


@pytest.mark.parametrize(
    "better",
    [
        {"levels": [(s, ago, p - (15 if n > 8 and s == "a" else 0)) for n, (s, ago, p) in enumerate(FLAT[:15])]},
        {"levels": [(s, ago, 60.0) for s, ago, _ in FLAT[:15] if s == "a"] * 1},
    ],
)
def test_any_fall_on_one_step_is_a_change(better: dict[str, Any]) -> None:
    assert not stands_still(course_of(better["levels"]), at=AT)


def test_less_likely_less_avoided_or_fewer_habits_is_a_change() -> None:
    flat = [did(s, ago, peak=p, id=f"e{n}") for n, (s, ago, p) in enumerate(FLAT[:15])]
    dumped = [entry.model_dump(mode="json", exclude_defaults=True) for entry in flat]
    for change in (
        lambda n: {"expectancy_before": 80 - 2 * n},
        lambda n: {"safety": ["phone"] if n < 7 else []},
        lambda n: {"stopped": "early" if n < 7 else "no"},
    ):
        log = [Exposure.model_validate({**entry, **change(n)}) for n, entry in enumerate(dumped)]
        assert not stands_still(plan().add(*log), at=AT)


def test_rising_everywhere_for_two_weeks_is_said() -> None:
    rising = [("a" if n % 2 else "b", 13 - 2 * n, 40.0 + 6 * n) for n in range(5)]
    moments = [stands_still(course_of(rising[:n]), at=AT - timedelta(days=rising[n - 1][1])) for n in range(1, 6)]
    assert moments == [False, False, False, False, True], "after a week at least"
    mixed = [(step, ago, level if step == "a" else 40.0) for step, ago, level in rising]
    assert not stands_still(course_of(mixed), at=AT - timedelta(days=5))
