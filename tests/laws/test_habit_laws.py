"""Safety behaviours and what counts: one that is kept never by itself makes the step without it done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from exposure_ladder import Course, Exposure, SituationGraph, build_ladder, infer
from exposure_ladder.review import progress

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
HABITS = ("my phone", "washing my hands", "asking whether it is safe", "lorazepam before", "wine", "my inhaler")
GRAPH = SituationGraph.model_validate(
    {"title": "Bus", "situations": [{"id": "bus", "title": "Ride the bus for two stops", "distress": 40}]}
)


def done(peaks: list[int], kept: list[list[str]]) -> bool:
    log = [
        Exposure(situation="bus", at=START + timedelta(days=n), peak=peak, safety=habits)
        for n, (peak, habits) in enumerate(zip(peaks, kept, strict=True))
    ]
    course = Course(graph=GRAPH).add(*log)
    (trail,) = progress(build_ladder(infer(course, at=START + timedelta(days=len(peaks))))).trails
    return trail.done


@settings(max_examples=60)
@given(
    log=st.lists(
        st.tuples(st.integers(0, 100), st.lists(st.sampled_from(HABITS), max_size=2, unique=True)),
        min_size=1,
        max_size=5,
    )
)
def test_a_habit_that_is_kept_never_makes_a_step_done(log: list[tuple[int, list[str]]]) -> None:
    peaks, kept = [peak for peak, _ in log], [habits for _, habits in log]
    assert not (done(peaks, kept) and not done(peaks, [[]] * len(peaks)))


@settings(max_examples=40)
@given(peaks=st.lists(st.integers(0, 100), min_size=1, max_size=5))
def test_what_protects_never_lowers_what_counts(peaks: list[int]) -> None:
    assert done(peaks, [["my inhaler"]] * len(peaks)) == done(peaks, [[]] * len(peaks))
