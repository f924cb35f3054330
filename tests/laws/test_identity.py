"""Which entry is this: ids, revisions and withdrawals, copies that meet in any order, and times with real zones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposure_ladder.advice import advise
from exposure_ladder.belief import infer
from exposure_ladder.errors import InvalidCourseError
from exposure_ladder.ladder import build_ladder
from exposure_ladder.records import Consent, Course, Exposure, Rating, Situation, SituationGraph
from exposure_ladder.storage import as_json, read_document

START = datetime(2026, 5, 4, 18, tzinfo=UTC)
GRAPH = SituationGraph(
    title="Steps",
    situations=[
        Situation(id="a", title="Step a", distress=30),
        Situation(id="b", title="Step b", distress=50, consent="Kim"),
        Situation(id="c", title="Step c", distress=60),
    ],
)


@st.composite
def forms(draw: st.DrawFn) -> Any:
    """Anything that may be written, under one of few ids, as any revision of it."""
    fields: dict[str, Any] = {
        "id": draw(st.sampled_from(("", "x", "y"))),
        "at": START + timedelta(hours=draw(st.integers(0, 2))),
        "revision": draw(st.integers(0, 2)),
        "withdrawn": draw(st.booleans()),
        "situation": draw(st.sampled_from("ab")),
    }
    kind = draw(st.sampled_from((Exposure, Rating, Consent)))
    if kind is Consent:
        return Consent(person="Kim", given=draw(st.booleans()), **fields)
    level = draw(st.sampled_from((20, 40)))
    return Exposure(peak=level, **fields) if kind is Exposure else Rating(distress=level, **fields)


def of(entries: list[Any]) -> Course:
    """A course that has one entry after the other, as copies meet."""
    course = Course(graph=GRAPH)
    for entry in entries:
        course = course.merge(Course(graph=GRAPH).with_log([entry]))
    return course


COURSES = st.lists(forms(), max_size=5).map(of)


@given(COURSES, COURSES)
def test_merging_does_not_hang_on_who_begins(one: Course, two: Course) -> None:
    assert one.merge(two) == two.merge(one)


@given(COURSES, COURSES, COURSES)
def test_merging_does_not_hang_on_who_meets_first(one: Course, two: Course, three: Course) -> None:
    assert one.merge(two).merge(three) == one.merge(two.merge(three))


@given(COURSES, COURSES)
def test_merging_again_changes_nothing(one: Course, two: Course) -> None:
    both = one.merge(two)
    assert both.merge(one) == both.merge(two) == both.merge(both) == both
    assert one.merge(one) == one


@given(COURSES, st.data())
def test_a_stale_copy_undoes_no_correction(course: Course, data: st.DataObject) -> None:
    everything = (*course.entries(), *course.withdrawn)
    if not everything:
        return
    entry = data.draw(st.sampled_from(everything))
    taken = course.withdraw(entry.id)
    assert entry.id not in [each.id for each in taken.entries()]
    assert taken.merge(course) == taken
    assert taken.with_log([entry]) == taken
    back = taken.amend(entry.id, at=START - timedelta(days=1))
    assert entry.id in [each.id for each in back.entries()]
    assert back.merge(taken) == back


@given(COURSES)
def test_every_course_is_written_and_read_back(course: Course) -> None:
    assert read_document(as_json(course), name="x", suffix=".json").course == course
    assert len({entry.id for entry in (*course.entries(), *course.withdrawn)}) == len(
        (*course.entries(), *course.withdrawn)
    )


def test_an_id_is_the_identity() -> None:
    first = Exposure(id="e1", situation="a", at=START, peak=30)
    later = first.model_copy(update={"at": START + timedelta(days=1)})
    course = Course(graph=GRAPH).add(first)
    with pytest.raises(InvalidCourseError, match=r"'e1' for exposure 'a' of 2026-05-04T18.* and for exposure 'a' of"):
        course.add(later)
    with pytest.raises(InvalidCourseError, match="an id of its own"):
        Course(graph=GRAPH, log=[first, later.model_copy(update={"peak": 40})])
    assert course.amend("e1", at=later.at).log == (later.model_copy(update={"revision": 1}),)


def test_an_instant_in_two_offsets_is_one_practice() -> None:
    east = START.astimezone(timezone(timedelta(hours=10)))
    course = Course(graph=GRAPH).add(Exposure(situation="a", at=START, peak=30))
    assert len(course.add(Exposure(situation="a", at=east, peak=30)).log) == 1


def test_two_ids_in_one_second_are_two_practices() -> None:
    twice = [Exposure(id=name, situation="a", at=START, peak=30) for name in ("e1", "e2")]
    assert len(Course(graph=GRAPH).add(*twice).log) == 2


def test_a_step_that_is_not_in_the_plan_is_an_error() -> None:
    for wrong in (
        Exposure(situation="aa", at=START, peak=30),
        Consent(situation="aa", person="Kim", at=START),
    ):
        with pytest.raises(InvalidCourseError, match="the id of a step of this plan; got 'aa'"):
            Course(graph=GRAPH).add(wrong)
    kept = Course(graph=GRAPH).with_log([Exposure(situation="gone", at=START, peak=30)])
    assert kept.log[0].id in [entry.id for entry in kept.entries()]


def test_a_copy_with_changes_is_checked() -> None:
    entry = Exposure(situation="a", at=START, peak=30)
    for changes in ({"peak": 900}, {"paek": 30}, {"at": datetime(2026, 1, 1)}, {"start": 40}):  # noqa: DTZ001
        with pytest.raises(InvalidCourseError):
            entry.model_copy(update=changes)
    with pytest.raises(InvalidCourseError):
        GRAPH.model_copy(update={"goal": "gone"})
    assert entry.model_copy(update={"peak": 40}) == Exposure(situation="a", at=START, peak=40)
    with pytest.raises(InvalidCourseError):
        Exposure.model_construct(situation="a", at=START, peak=900)


# ------------------------------------------------------------------------------------------------------------- time

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns", "UTC")
CHANGES = [
    datetime(2026, 3, 29, 1, tzinfo=UTC),
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2026, 11, 1, 6, tzinfo=UTC),
]


@given(st.sampled_from(ZONES), st.sampled_from(CHANGES), st.lists(st.integers(-180, 180), min_size=2, max_size=5))
def test_a_zone_changes_neither_order_nor_advice(name: str, change: datetime, minutes: list[int]) -> None:
    zone = ZoneInfo(name)
    peaks = (95, 40, 30, 92, 20)
    moments = [change + timedelta(minutes=m) for m in minutes]
    plain = [Exposure(id=f"e{i}", situation="a", at=at, peak=peaks[i]) for i, at in enumerate(moments)]
    zoned = [e.model_copy(update={"at": at.astimezone(zone)}) for e, at in zip(plain, moments, strict=True)]
    fixed = [
        e.model_copy(update={"at": at.astimezone(timezone(at.astimezone(zone).utcoffset() or timedelta(0)))})
        for e, at in zip(plain, moments, strict=True)
    ]
    at = change + timedelta(hours=4)
    one, two, other = (Course(graph=GRAPH, log=log) for log in (zoned, fixed, plain))
    assert one == two
    assert [e.id for e in one.log] == [e.id for e in other.log]
    assert read_document(as_json(one), name="x", suffix=".json").course == one
    said = [advise(build_ladder(infer(course, at=when))) for course, when in ((one, at.astimezone(zone)), (two, at))]
    assert said[0].action == said[1].action
    assert said[0].rung == said[1].rung


def test_twenty_real_minutes_in_the_night_the_clocks_change() -> None:
    zone = ZoneInfo("Europe/Berlin")
    before = datetime(2026, 10, 25, 0, 50, tzinfo=UTC).astimezone(zone)  # 2:50, the first time
    now = datetime(2026, 10, 25, 1, 10, tzinfo=UTC).astimezone(zone)  # 2:10, the second time
    course = Course(graph=GRAPH).add(Exposure(situation="a", at=before, peak=95))
    assert infer(course, at=now).mean[0] > infer(Course(graph=GRAPH), at=now).mean[0]


@pytest.mark.parametrize(
    "at",
    [
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, tzinfo=UTC),
        datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=23, minutes=59))),
        datetime(2026, 1, 1, tzinfo=timezone(-timedelta(hours=23, minutes=59))),
        datetime(2026, 1, 1),  # noqa: DTZ001 (that is the mistake)
        "2026",
        None,
    ],
)
def test_times_that_nobody_means_are_refused_everywhere(at: Any) -> None:
    for ask in (
        lambda: infer(Course(graph=GRAPH), at=at),
        lambda: Course(graph=GRAPH).consented(GRAPH.situations[1], at=at),
        lambda: Exposure(situation="a", at=at, peak=20),
    ):
        with pytest.raises(InvalidCourseError, match="at: expected"):
            ask()
