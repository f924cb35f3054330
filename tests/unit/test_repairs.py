"""What is offered to make a ladder easier to climb, by example."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from exposure_ladder import (
    Course,
    Situation,
    SituationGraph,
    build_ladder,
    infer,
    template,
)
from exposure_ladder.errors import ImpossibleLadderError
from exposure_ladder.ladder import RepairKind, repairs, smaller, way_back

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_the_way_back_is_the_highest_step_that_held() -> None:
    ladder = build_ladder(infer(template("dogs"), at=AT))
    assert way_back(ladder, {}) is None
    held = way_back(ladder, {"photo": 25.0, "video": 20.0, "glass": 10.0})
    assert held is not None
    assert held.expected == 20.0
    risen = way_back(ladder, {"photo": 10.0, "glass": 5.0})
    assert risen is not None
    assert risen.id == "photo"


def only(**step: object) -> SituationGraph:
    return SituationGraph(title="T", situations=[{"id": "a", "title": "Ask a stranger the time", **step}])


def test_a_high_start_gets_one_concrete_sentence_without_facets() -> None:
    (repair,) = repairs(build_ladder(infer(Course(graph=only(distress=70)), at=AT)))
    assert (repair.kind, repair.below) == (RepairKind.START, None)
    (made,) = repair.bridges
    assert "Ask a stranger the time" in made.situation.title
    assert made.situation.suggested
    assert made.expected == 45.0


@pytest.mark.parametrize("kind", ["sexual", "trauma"])
def test_nothing_is_made_up_for_sex_or_trauma(kind: str) -> None:
    step = Situation(id="a", title="Do the thing", distress=70, kind=kind, consent=("Kim",))
    ladder = build_ladder(infer(Course(graph=SituationGraph(title="T", situations=(step,))), at=AT))
    assert all(not repair.bridges for repair in repairs(ladder))


def test_half_the_length_is_a_smaller_version() -> None:
    ladder = build_ladder(infer(Course(graph=only(distress=40, minutes=20)), at=AT))
    (made,) = smaller(ladder, "a").bridges
    assert made.situation.minutes == 10
    assert "10 minutes" in made.situation.title


def test_a_step_without_facets_or_length_has_no_smaller_version() -> None:
    with pytest.raises(ImpossibleLadderError, match="facets or minutes"):
        smaller(build_ladder(infer(Course(graph=only(distress=40)), at=AT)), "a")
