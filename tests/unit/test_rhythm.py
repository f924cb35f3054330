"""The keys of a plan that say how it is practised, and what an entry keeps of the time after a practice."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from exposure_ladder.errors import InvalidCourseError
from exposure_ladder.records import Computer, Course, Exposure, Occurred, SituationGraph, Wanted, Weekday
from exposure_ladder.review import ledger

AT = datetime(2026, 3, 2, 20, tzinfo=UTC)
STEP = {"id": "hug", "title": "Hug for ten seconds", "kind": "touch", "consent": "partner"}
TALK = {"id": "talk", "title": "Talk for ten minutes"}


def graph(*steps: dict[str, Any], **keys: Any) -> SituationGraph:
    return SituationGraph.model_validate({"title": "Closer", "situations": [*(steps or (TALK,))], **keys})


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (["fri", "mon", "Monday", "fri"], (Weekday.MON, Weekday.FRI)),
        ("wed", (Weekday.WED,)),
        (3, 3),
        (None, None),
    ],
)
def test_a_schedule_is_days_in_their_order_or_a_count(given: Any, kept: Any) -> None:
    assert graph(schedule=given).schedule == kept


@pytest.mark.parametrize("given", [["funday"], 0, 15, True, [1], 2.5])
def test_other_schedules_are_refused(given: Any) -> None:
    with pytest.raises(InvalidCourseError, match="schedule"):
        graph(schedule=given)


def test_ratings_in_between_are_refused_where_every_step_is_touch() -> None:
    assert graph(STEP, TALK, ratings={"every": 5}).ratings is not None
    with pytest.raises(InvalidCourseError, match="not rated while they go on"):
        graph(STEP, ratings={"every": 5})
    with pytest.raises(InvalidCourseError, match="every"):
        graph(ratings={"every": 0.5})


def test_nothing_is_assumed_about_the_computer() -> None:
    assert graph().computer is None
    assert graph(computer="mine").computer is Computer.MINE


def test_an_outcome_that_came_partly_is_neither_a_yes_nor_a_no() -> None:
    entry = Exposure(situation="talk", at=AT, expectancy_before=80, occurred="partly", wanted="unsure")
    found = ledger(Course(graph=graph()).add(entry))
    assert (entry.occurred, entry.wanted) == (Occurred.PARTLY, Wanted.UNSURE)
    assert (found.expectations, found.unclear) == ((), 1)
